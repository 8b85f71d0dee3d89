"""Where a surface is level: numeric, by Newton's method from many starting points at once (MML §7.1).

All is done in units of the box, so that no distance is absolute. Points that are not alone are named as the curve that
they form: y = x for (x − y)².
"""

from __future__ import annotations

import itertools
import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Self

import numpy as np
import sympy as sp
from numpy.typing import NDArray

from mathkit.analysis.local_extrema import difference, kind_around
from mathkit.analysis.singular_sets import isolated_points
from mathkit.arrays import Array, Range
from mathkit.derivatives.gradients import Gradient
from mathkit.derivatives.hessian import Hessian, QuadraticKind, quadratic_kind
from mathkit.derivatives.singularities import corners
from mathkit.errors import DomainError
from mathkit.formula.function import Function
from mathkit.notation.number_format import format_number
from mathkit.notation.typst_parts import part, point, valued, words

_STARTS = {2: (17, 30, 53), 3: (6, 9)}  # points of the grids along each axis; for more variables they are drawn
_DRAWN = (300,)
_WORK = 4e7  # operations of the gradient times starts: a longer formula is searched from fewer
_LONG = 150  # operations: the slopes of a longer gradient are differences
_STEPS = 40
_STEPS_BACK = 30  # from beside a curve of level points: enough to tell that a single one is returned to
_SAME = 1e-5  # share of the box below which two points are one
_DEGENERATE = 1e-4  # ratio of curvatures, in units of the box, below which one is looked at as zero
_STRAIGHT = 1e-11  # of the heights in the box: a curvature of less is looked at as zero, too
_DIFFERENCE = 1e-5  # step of a difference, in units of the box
_LEVEL = 1e-7  # a slope beside those a thousandth of the box away
_RESTS = 1e-15  # a step in units of the box that leads nowhere
_ORDERS = 7  # of a zero of the gradient, and more
_CLOSE = 0.06  # of the box, on either side of the point, within which it is searched more closely
_STARTS_CLOSE = 80
_CROWD = 100  # points on curves that are looked at
_WALKS = 6  # steps along a curve of which few points were found
_FEW = 12  # points of a curve
_UNITS = 8  # in the last place of a coordinate
_BESIDE = 1e-3  # of a point at which the formula breaks: what is found so close is rounding
_EQUAL = 1e-18  # of the heights in the box: so little do the heights along a curve of level points differ
_ON_CORNER = 1e-9  # share of a part's size in the box below which a kink may be there
_EDGE = 1e-9  # so far outside of the box a point counts as inside
_WALK = 0.02  # a step along a curve of level points, in units of the box
_FIT = 1e-6  # how far from a line or conic its points may be, in units of the box
_LARGEST_DENOMINATOR = 24
#: Points, and curves of them, that are reported.
MOST = 50
_MOST_FAMILIES = 12


@dataclass(frozen=True, slots=True)
class StationaryPoint:
    """A point with ∇f = 0: a minimum, maximum or saddle, "flat" where neither ∇²f nor values around it decide."""

    at: tuple[float, ...]
    value: float
    kind: QuadraticKind

    @property
    def typst(self) -> str:
        """Return the point, its height and its kind; the parts are point, value and kind."""
        height = valued(f"f {part(point(self.at), 'point')}", self.value, "value")
        return f"{height} quad {part(words(self.kind), 'kind')}"


@dataclass(frozen=True, slots=True)
class StationaryFamily:
    """Points with ∇f = 0 that are not alone, all of one height: a curve (dimension 1), or a region of more dimensions.

    `equation` names the curve, as "y = x"; it is empty if the curve has no short name. `at` is a point on it. The kind
    is "flat" where it is not the same all along.
    """

    at: tuple[float, ...]
    value: float
    kind: QuadraticKind
    dimension: int
    equation: str

    def __str__(self) -> str:
        """Return "a whole curve: y = x"."""
        what = "a whole curve" if self.dimension == 1 else "a whole region"
        return f"{what}: {self.equation}" if self.equation else what


@dataclass(frozen=True, slots=True)
class StationarySet:
    """Where ∇f = 0 in a box: single points and whole curves, those nearest to a point first.

    `count` is how many single points were found: of more than `MOST` the nearest are kept. `reason` says why the lists
    may not be all there is; it is empty if nothing speaks for more.
    """

    function: Function
    box: tuple[Range, ...]
    near: tuple[float, ...]
    points: tuple[StationaryPoint, ...]
    families: tuple[StationaryFamily, ...]
    count: int
    reason: str

    @property
    def complete(self) -> bool:
        """Return whether no list was cut, and no search given up."""
        return not self.reason

    @classmethod
    def of(cls, f: Function, box: Sequence[Range], near: Sequence[float] | None = None) -> Self:
        """Search a box, one range per variable, around a point in it: its middle if none is given.

        Newton's method finds those that a start leads to: a very narrow valley may hide one.
        """
        search = _Search.of(f, box, near)
        singles, crowds, plateau, settled = search.found()
        families = (*search.regions(plateau), *search.families(crowds))
        singles = [u for u in singles if not any(_holds(family, u, search) for family in families)]
        found = [point for at in singles[: MOST + 10] if (point := search.point(at)) is not None]
        points = list({point.at: point for point in found}.values())
        count = len(points) if len(singles) <= MOST + 10 else len(singles)
        asked = f"({', '.join(map(format_number, search.near))})"
        reasons = [f"{count} points were found; the {MOST} nearest to {asked} are listed"] if count > MOST else []
        if len(families) > _MOST_FAMILIES:
            reasons.append(f"there are more curves than the {_MOST_FAMILIES} nearest to {asked}")
        if not settled:
            reasons.append("more starts kept finding more points: there may be others")
        return cls(
            function=f,
            box=tuple(box),
            near=search.near,
            points=tuple(points[:MOST]),
            families=families[:_MOST_FAMILIES],
            count=count,
            reason="; ".join(reasons),
        )


def stationary_points(f: Function, box: Sequence[Range]) -> tuple[StationaryPoint, ...]:
    """Return the single points of the `StationarySet` of a box, in the order of their coordinates."""
    return tuple(sorted(StationarySet.of(f, box).points, key=lambda point: point.at))


def _holds(family: StationaryFamily, u: Array, search: _Search) -> bool:
    """Return whether a point is one of a family: as high, and straight in one direction at least."""
    height = search.f(*search.place(u).tolist())
    return abs(family.value - height) <= 1e-9 * search.rise() and bool(search.is_degenerate(u[None])[0])


@dataclass(frozen=True, slots=True, eq=False)
class _Search:
    """A function in a box that is measured in its widths: u = (x − low)/width."""

    f: Function
    low: Array
    width: Array
    near: tuple[float, ...]
    slopes: tuple[Function, ...]
    bends: tuple[tuple[Function, ...], ...] | None
    operations: int
    corners: tuple[tuple[Function, float], ...]

    @classmethod
    def of(cls, f: Function, box: Sequence[Range], near: Sequence[float] | None) -> Self:
        low, high = (np.array([extent[end] for extent in box], dtype=np.float64) for end in (0, 1))
        slopes = tuple(f.derivative(name) for name in f.variables)
        operations = sum(int(sp.count_ops(slope.expr)) for slope in slopes)
        bends = None
        if operations <= _LONG:
            bends = tuple(tuple(slope.derivative(name) for name in f.variables) for slope in slopes)
        middle = tuple((low / 2 + high / 2).tolist()) if near is None else tuple(float(each) for each in near)
        drawn = np.random.default_rng(0).uniform(low, high, (64, len(low)))
        bent = []
        for part_ in (Function.of(corner, f.variables) for corner in corners(f.expr)):
            heights = np.abs(np.broadcast_to(part_(*drawn.T), len(drawn)))
            bent.append((part_, _ON_CORNER * float(np.nanmax(heights, initial=0.0))))
        return cls(f, low, high - low, middle, slopes, bends, operations + 1, tuple(bent))

    def units(self, x: Array, *, offset: bool = True) -> Array:
        """Return numbers in units of the box."""
        return (x - self.low * offset) / self.width

    def place(self, u: Array) -> Array:
        """Return coordinates of points in units of the box; the last axis is that of the variables."""
        return self.low + u * self.width

    def gradients(self, u: Array) -> Array:
        """Return ∂f/∂u at points, shape (points, n)."""
        x = self.place(u)
        return np.stack([np.broadcast_to(g(*x.T), len(u)) for g in self.slopes], axis=1) * self.width

    def hessians(self, u: Array) -> Array:
        """Return ∂²f/∂u∂u at points, shape (points, n, n)."""
        if self.bends is None:
            shifts = _DIFFERENCE * np.eye(len(self.width))
            rows = [(self.gradients(u + h) - self.gradients(u - h)) / (2 * _DIFFERENCE) for h in shifts]
            matrices = np.stack(rows, axis=1)
            return (matrices + matrices.swapaxes(1, 2)) / 2
        x = self.place(u)
        rows = [np.stack([np.broadcast_to(g(*x.T), len(u)) for g in row], axis=1) for row in self.bends]
        return np.stack(rows, axis=1) * self.width[:, None] * self.width

    # -- searching ----------------------------------------------------------------------------------------------------

    def found(self) -> tuple[list[Array], Array, list[Array], bool]:
        """Return single level points, the nearest first, those in crowds, one of a region; if more starts led to none.

        All are in units of the box.
        """
        singles: list[Array] = []
        crowds: list[Array] = []
        plateaus: list[Array] = []
        settled = False
        for starts in self._starts():
            points = self._snapped(np.concatenate([self._followed(starts), *self._across(starts, singles, crowds)]))
            points = points[self._are_level(points)]
            flat = self._is_in_plateau(points)
            plateaus += list(points[flat])
            points = points[~flat]
            degenerate = self.is_degenerate(points)
            new = [u for u in _apart(points[~degenerate]) if not _is_among(u, singles)]
            lone, crowd = self._lone(self._polished(points[degenerate]))
            new += [u for u in lone if not _is_among(u, singles)]
            crowds.append(crowd)
            settled = bool(singles or crowd.size or not new) and len(new) <= len(singles) // 50
            singles += new
            if not new:
                settled = True
                break
        special = [self.units(np.array(at)) for at in isolated_points(self.f, self._box())]
        singles = [u for u in singles if not any(np.abs(u - other).max() <= _BESIDE for other in special)]
        centre = self.units(np.array(self.near))
        level = np.array([u for u in (centre, *special) if not _is_among(u, singles) and self._is_level(u)])
        if len(level):
            lone, crowd = self._lone(level)
            singles += lone
            crowds.append(crowd)
        singles.sort(key=lambda u: float(np.linalg.norm(u - centre)))
        plateaus.sort(key=lambda u: float(np.linalg.norm(u - centre)))
        return singles, np.concatenate(crowds), plateaus[:1], settled

    def _box(self) -> list[Range]:
        return [(low, low + width) for low, width in zip(self.low.tolist(), self.width.tolist(), strict=True)]

    def _starts(self) -> Iterator[Array]:
        n = len(self.width)
        close = self.units(np.array(self.near)) + _CLOSE * np.random.default_rng(0).uniform(
            -1.0, 1.0, (_STARTS_CLOSE, n)
        )
        for number, count in enumerate(_STARTS.get(n, _DRAWN)):
            size = count**n if n in _STARTS else count
            if number and size * self.operations > _WORK / _STEPS:
                return
            if n in _STARTS:
                axis = np.linspace(0.0, 1.0, count)
                grid = np.array(list(itertools.product(*[axis] * n)))
                yield grid if number else np.concatenate([grid, close])
            else:
                yield np.concatenate([np.random.default_rng(0).uniform(0.0, 1.0, (count, n)), close])

    def _across(self, starts: Array, singles: Sequence[Array], crowds: Sequence[Array]) -> list[Array]:
        """Follow the first starts along the stiffest direction only, too: to curves that lead out of the box."""
        return [] if singles or crowds or self.operations > _LONG else [self._followed(starts, 0.5)]

    def _followed(self, u: Array, stiff: float = 1e-10) -> Array:
        """Take Newton's steps −H⁺∇f from all points that stay near the box, none longer than a quarter of it.

        Curvatures below the share `stiff` of the largest are left out.
        """
        arrived = []
        for _ in range(_STEPS):
            before, u = self._stepped(u, 0.25, stiff)
            inside = ((u >= -1) & (u <= 2)).all(axis=1)
            rests = np.abs(u - before).max(axis=1, initial=0.0) <= _RESTS
            arrived.append(u[inside & rests])
            u = u[inside & ~rests]
        return np.concatenate([*arrived, u])

    def _snapped(self, u: Array, digits: int = 5) -> Array:
        """Return the points rounded to so many digits of the box's width, where that makes them no steeper."""
        unit = 10.0 ** (np.floor(np.log10(self.width)) - digits)
        rounded = self.units(np.round(self.place(u) / unit) * unit)
        with np.errstate(invalid="ignore"):
            better = np.abs(self.gradients(rounded)).max(axis=1, initial=0.0) <= np.abs(self.gradients(u)).max(
                axis=1, initial=0.0
            )
        return np.where(better[:, None], rounded, u)

    def _stepped(self, u: Array, most: float, stiff: float = 1e-10) -> tuple[Array, Array]:
        """Return the points that have a step, and where it leads."""
        slopes, bends = self.gradients(u), self.hessians(u)
        usable = np.isfinite(slopes).all(axis=1) & np.isfinite(bends).all(axis=(1, 2))
        u, slopes, bends = u[usable], slopes[usable], bends[usable]
        scale = np.abs(bends).max(axis=(1, 2), initial=0.0)
        bends = bends / np.where(scale > 0, scale, 1.0)[:, None, None]
        slopes = slopes / np.where(scale > 0, scale, 1.0)[:, None]
        steps = -(np.linalg.pinv(bends, rcond=stiff, hermitian=True) @ slopes[..., None])[..., 0]
        reach = np.abs(steps).max(axis=1, initial=0.0)
        moved: Array = u + steps / np.maximum(1.0, reach / most)[:, None]
        return u, moved

    def _are_level(self, u: Array, edge: float = _EDGE) -> NDArray[np.bool_]:
        """Return for each point whether it is in the box and its gradient nothing beside those a thousandth away."""
        inside = ((u >= -edge) & (u <= 1 + edge)).all(axis=1)
        gradients = np.abs(self.gradients(u)).max(axis=1, initial=0.0)
        slanted = 1e-3 / (1.0 + np.arange(len(self.width))) ** 0.7
        beside = [np.abs(self.gradients(u + sign * slanted)).max(axis=1, initial=0.0) for sign in (1, -1)]
        return inside & np.less_equal(gradients, _LEVEL * np.maximum(*np.nan_to_num(beside)))

    def _is_in_plateau(self, u: Array) -> NDArray[np.bool_]:
        """Return for each point whether the gradient is zero in half of the directions around, too."""
        drawn = 1e-3 * np.random.default_rng(0).normal(size=(4, len(self.width)))
        around = [np.abs(self.gradients(u + move)).max(axis=1, initial=0.0) == 0 for move in (*drawn, *-drawn)]
        return np.mean(around, axis=0) >= 0.5

    def is_degenerate(self, u: Array) -> NDArray[np.bool_]:
        """Return for each point whether f is straight in a direction, as far as second derivatives tell."""
        sizes = np.abs(np.linalg.eigvalsh(np.nan_to_num(self.hessians(u))))
        largest = np.maximum(_DEGENERATE * sizes.max(axis=1, initial=0.0), _STRAIGHT * self.rise())
        return sizes.min(axis=1, initial=math.inf) <= largest

    def _polished(self, u: Array) -> Array:
        """Take the longest steps that pay: towards a zero of a higher order Newton's are too short by the order."""
        for _ in range(_STEPS_BACK):
            before, moved = self._stepped(u, 0.25)
            if not len(u) or len(moved) != len(u):
                return u
            if np.abs(moved - before).max() <= _RESTS:
                break
            tries = np.array([before, *(before + times * (moved - before) for times in range(1, _ORDERS))])
            steepness = np.array([np.abs(self.gradients(each)).max(axis=1) for each in tries])
            u = np.take_along_axis(tries, np.nan_to_num(steepness, nan=np.inf).argmin(axis=0)[None, :, None], axis=0)[0]
        return self._snapped(u, 2)

    def _lone(self, u: Array) -> tuple[list[Array], Array]:
        """Tell those from which no steps lead to other level points from those in crowds; return these with the others.

        A curve that is level itself leads on; x⁴ + y⁴ is level in one point.
        """
        if not len(u):
            return [], u
        u = u[np.argsort(np.linalg.norm(u - self.units(np.array(self.near)), axis=1))]
        u = np.array(_apart(np.concatenate([u[:_CROWD], u[_CROWD :: len(u) // _CROWD + 1]])))
        eigenvalues, vectors = np.linalg.eigh(np.nan_to_num(self.hessians(u)))
        flattest = np.take_along_axis(vectors, np.abs(eigenvalues).argmin(axis=1)[:, None, None], axis=2)[..., 0]
        axes = np.broadcast_to(np.eye(u.shape[1])[:, None, :], (u.shape[1], *u.shape))
        leads = np.zeros(len(u), dtype=bool)
        reached = [u]
        few = len(u) < _FEW
        for direction, sign in itertools.product((flattest, *axes), (1.0, -1.0)):
            active = np.arange(len(u)) if few else np.flatnonzero(~leads)
            start = u[active]
            for number in range(_WALKS if few else 1):
                walked = self._walked(start + sign * _WALK * direction[active])
                if not len(active) or len(walked) != len(active):
                    break
                far = np.linalg.norm(walked - start, axis=1)
                same = np.abs(self._heights(walked) - self._heights(u[active])) <= 1e-9 * self.rise()
                goes = self._are_level(walked, 2 * _WALK) & same & (far > _WALK / 4) & (far < 4 * _WALK)
                leads[active] |= goes & (number == 0)
                reached.append(walked[goes & leads[active]])
                if not goes.any():
                    break
                start = walked
        crowd = np.concatenate([u[leads], *reached[1:]])
        return list(u[~leads]), crowd[((crowd >= -_EDGE) & (crowd <= 1 + _EDGE)).all(axis=1)]

    def _walked(self, u: Array) -> Array:
        for _ in range(_STEPS_BACK):
            before, moved = self._stepped(u, _WALK)
            if len(moved) != len(u):
                return moved
            u = moved
            if np.abs(u - before).max(initial=0.0) <= _RESTS:
                break
        return u

    def _heights(self, u: Array) -> Array:
        return np.asarray(np.broadcast_to(self.f(*self.place(u).T), len(u)), dtype=np.float64)

    def rise(self) -> float:
        """Return how much f differs in the box: the median height above the lowest, of seeded points."""
        drawn = self._heights(np.random.default_rng(0).uniform(0.0, 1.0, (64, len(self.width))))
        drawn = drawn[np.isfinite(drawn)]
        return float(np.median(drawn) - drawn.min()) if len(drawn) else 0.0

    def _is_level(self, u: Array) -> bool:
        """Return whether f has a gradient there, and it is zero."""
        try:
            return not any(Gradient.of(self.f, tuple(self.place(u).tolist())).components)
        except DomainError:
            return False

    # -- judging ------------------------------------------------------------------------------------------------------

    def point(self, u: Array) -> StationaryPoint | None:
        """Return the point, rounded where that is as good; None where f bends and has no gradient."""
        at = self._rounded(u)
        if any(abs(part_(*at)) <= size for part_, size in self.corners):
            try:
                Gradient.of(self.f, at)
            except DomainError:
                return None
        value = self.f.precise(*at) + 0.0
        last = np.array([math.ulp(x) if x else 0.0 for x in at]) / self.width
        steepest = float(np.abs(np.nan_to_num(self.hessians(self.units(np.array(at))[None]))).max())
        if abs(value) <= steepest * (_UNITS * last.max()) ** 2:  # what a last bit of the place makes of a zero
            value = 0.0
        return StationaryPoint(at, value, self._kind(at))

    def _rounded(self, u: Array) -> tuple[float, ...]:
        x = self.place(u)
        steepness = self._steepness(x)
        for digits in range(1, 10):
            unit = 10.0 ** (np.floor(np.log10(self.width)) - digits)
            candidate = np.array(
                [float(f"{round(value / step) * step:.12g}") for value, step in zip(x, unit, strict=True)]
            )
            if (
                np.abs(self.units(candidate - x, offset=False)).max() <= _SAME
                and self._steepness(candidate) <= steepness
            ):
                return tuple((candidate + 0.0).tolist())
        return tuple((x + 0.0).tolist())

    def _steepness(self, x: Array) -> float:
        slope = float(np.abs(self.gradients(self.units(x)[None])).max())
        return slope if math.isfinite(slope) else 0.0 if self._is_level(self.units(x)) else math.inf

    def _kind(self, at: tuple[float, ...]) -> QuadraticKind:
        u = self.units(np.array(at))
        matrix = self.hessians(u[None])[0]
        if np.isfinite(matrix).all():
            eigenvalues = np.linalg.eigvalsh(matrix)
            if np.abs(eigenvalues).min() > _DEGENERATE * np.abs(eigenvalues).max():
                return quadratic_kind(eigenvalues)
        else:
            try:
                hessian = Hessian.of(self.f, at)
            except DomainError:
                return kind_around(self.f, at, self.width, np.eye(len(at)))
            if hessian.kind != "flat":
                return hessian.kind
            matrix = hessian.matrix
        return kind_around(self.f, at, self.width, np.linalg.eigh(matrix)[1])

    # -- whole curves -------------------------------------------------------------------------------------------------

    def regions(self, plateau: Sequence[Array]) -> Iterator[StationaryFamily]:
        """Return the region that a point stands for."""
        for u in plateau:
            at = self._rounded(u)
            yield StationaryFamily(at, self.f(*at), "flat", len(at), "")

    def families(self, crowds: Array) -> Iterator[StationaryFamily]:
        """Return the families that crowded points form, the nearest first."""
        if not len(crowds):
            return
        heights = self._heights(crowds)
        centre = self.units(np.array(self.near))
        order = np.argsort(np.linalg.norm(crowds - centre, axis=1))
        left = np.ones(len(crowds), dtype=bool)
        produced = 0
        for k in order:
            if not left[k] or produced > _MOST_FAMILIES:
                continue
            same = np.abs(heights - heights[k]) <= 1e-9 * self.rise()
            members, equation, dimension = self._named(crowds[k], crowds[same & left])
            left &= ~(same & np.array([_is_among(u, members) for u in crowds]))
            left[k] = False
            produced += 1
            farthest = members[np.argmax(np.linalg.norm(members - crowds[k], axis=1))]
            ends = [tuple(self.place(each).tolist()) for each in (crowds[k], farthest)]
            if difference(self.f, *ends) > _EQUAL * self.rise():
                continue
            at = tuple((self.place(crowds[k]) + 0.0).tolist())
            kind = self._kind_along(members)
            value = float(f"{heights[k]:.10g}") if abs(heights[k]) > 1e-12 * self.rise() else 0.0
            yield StationaryFamily(self._rounded(crowds[k]) if not equation else at, value, kind, dimension, equation)

    def _kind_along(self, members: Array) -> QuadraticKind:
        """Return the kind of the points of a family by the curvatures that are not zero; "flat" if kinds differ."""
        some = np.asarray(members)[:: len(members) // _FEW + 1]
        kinds: set[QuadraticKind] = set()
        for u, matrix in zip(some, np.nan_to_num(self.hessians(some)), strict=True):
            eigenvalues, axes = np.linalg.eigh(matrix)
            largest = float(np.abs(eigenvalues).max())
            if largest > 1e-6 * self.rise():
                kinds.add(quadratic_kind(eigenvalues[np.abs(eigenvalues) > 1e-4 * largest]))
            elif len(kinds) < 2:
                kinds.add(kind_around(self.f, tuple(self.place(u).tolist()), self.width, axes, crowded=True))
        return kinds.pop() if len(kinds) == 1 else "flat"

    def _named(self, u: Array, group: Array) -> tuple[Array, str, int]:
        """Return the members of a group that lie on one curve with a point, the curve's equation, and its dimension."""
        if len(self.width) != 2 or len(group) < 3:
            return group, "", 1
        line = _line(self.place(group), self.f.variables, self.width)
        if line:
            return group, line, 1
        for part_ in self._parts():
            values: Array = np.asarray(part_(*self.place(group).T))
            here = float(part_(*self.place(u)))
            tight = np.abs(values - here) <= _FIT * max(1.0, float(np.ptp(values)))
            spread = part_(*self.place(np.random.default_rng(0).uniform(0.0, 1.0, (64, 2))).T)
            rest = np.abs(values[~tight] - here)
            constant = _short(here, 1e-6)
            equation = f"{part_.text} = {constant}" if constant is not None else f"{part_.text} ≈ {format_number(here)}"
            if not np.isfinite(values).all() or np.nanmax(spread) - np.nanmin(spread) < 1e-3:
                continue
            if tight.sum() >= 3 and (not len(rest) or rest.min() > 1e-3):
                members = group[tight]
                line = _line(self.place(members), self.f.variables, self.width)
                return members, line or equation, 1
        return group, _conic(self.place(group), self.f.variables), 1

    def _parts(self) -> list[Function]:
        """Return the parts of the formula that have both variables, the shortest first."""
        found = {node for node in sp.preorder_traversal(self.f.expr) if len(node.free_symbols) == 2}
        found = {node for node in found if isinstance(node, sp.Expr) and node != self.f.expr}
        ordered = sorted(found, key=lambda node: (int(sp.count_ops(node)), str(node)))[:20]
        return [Function.of(node, self.f.variables) for node in ordered]


def _is_among(u: Array, others: Sequence[Array] | Array) -> bool:
    return bool(len(others) and np.abs(np.asarray(others) - u).max(axis=1).min() <= _SAME)


def _apart(u: Array) -> list[Array]:
    """Return the points, of those closer than `_SAME` only the first."""
    kept: list[Array] = []
    _, first = np.unique(np.round(u / _SAME), axis=0, return_index=True)
    for at in u[np.sort(first)]:
        if not _is_among(at, kept):
            kept.append(at)
    return kept


def _short(number: float, within: float) -> sp.Expr | None:
    """Return a fraction or a multiple of π close to a number; None if there is none."""
    for unit in (sp.S.One, sp.pi):
        share = sp.Rational(str(number / float(unit))).limit_denominator(_LARGEST_DENOMINATOR)
        if abs(float(share * unit) - number) <= within * max(1.0, abs(number)):
            return share * unit
    return None


def _line(x: Array, names: Sequence[str], width: Array) -> str:
    """Return the equation of the line through points of the plane, "y = x + 1"; empty if they are on none."""
    middle = x.mean(axis=0)
    _, sizes, rows = np.linalg.svd((x - middle) / width)
    if sizes[1] > _FIT * math.sqrt(len(x)) or sizes[0] <= 10 * sizes[1]:
        return ""
    a, b = (rows[1] / width).tolist()
    if abs(b) * float(width[1]) < 1e-6 * abs(a) * float(width[0]):
        constant = _short(float(middle[0]), 1e-6)
        return f"{names[0]} = {constant}" if constant is not None else ""
    slope, intercept = _short(float(-a / b), 1e-6), _short(float(middle[1] + a / b * middle[0]), 1e-6)
    if slope is None or intercept is None:
        return ""
    return f"{names[1]} = {Function.of(slope * sp.Symbol(names[0]) + intercept).text}"


def _conic(x: Array, names: Sequence[str]) -> str:
    """Return the equation of the conic section through points of the plane; empty if they are on none."""
    if len(x) < 7:
        return ""
    a, b = (sp.Symbol(name, real=True) for name in names)
    columns = np.stack([x[:, 0] ** 2, x[:, 0] * x[:, 1], x[:, 1] ** 2, x[:, 0], x[:, 1], np.ones(len(x))], axis=1)
    scale = np.abs(columns).max(axis=0) + 1e-300
    _, sizes, rows = np.linalg.svd(columns / scale)
    if sizes[5] > _FIT * math.sqrt(len(x)) or sizes[4] <= 100 * sizes[5]:
        return ""
    weights = rows[5] / scale
    shares = [_short(float(each / weights[np.abs(weights[:3]).argmax()]), 1e-5) for each in weights]
    if any(share is None for share in shares):
        return ""
    *terms, constant = (share * term for share, term in zip(shares, (a**2, a * b, b**2, a, b, 1), strict=True))
    return f"{Function.of(sp.Add(*terms)).text} = {-constant}"
