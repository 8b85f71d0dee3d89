"""Where a function of several variables is infinite, broken or bent: along which curves or surfaces, and whether truly.

A formula's parts (`derivatives.singularities`) and its demands tell where it may be: where x − y = 0, for example. Each
such locus is then walked to from seeded points, and crossed along lines at 60 digits: |x|³ turns out harmless. A locus
that is a point, as x² + y² = 0 is, is approached along lines and curves besides.
"""

from __future__ import annotations

import itertools
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Literal, Self

import numpy as np
import sympy as sp

from mathkit.analysis.curve_features import is_pole
from mathkit.analysis.local_extrema import kind_around
from mathkit.arrays import Array, Range
from mathkit.derivatives.expansion import NoExpansion, OneSidedExpansion, Undefined
from mathkit.derivatives.gradients import Gradient
from mathkit.derivatives.high_precision import PreciseLine
from mathkit.derivatives.limits import approaches, described_limit
from mathkit.derivatives.singularities import CORNERED, breaks, corners
from mathkit.errors import DomainError
from mathkit.formula.function import Function
from mathkit.notation.number_format import MINUS, format_number
from mathkit.notation.typst_parts import aligned, arguments, part
from mathkit.notation.typst_printer import typst

_STARTS = 64
_STEPS = 80  # of Newton's method: it halves the distance where the part is squared
_CROSSED = 6  # points of a locus at which it is crossed
_DIRECTIONS = 3
_PIECES = 12
_NEAR = np.array([1e-3, 1e-4, 1e-5])  # distances from a locus

_MOST_POINTS = 3  # of a locus that consists of single points
_MOST_CORNERS = 12  # points in which two loci cross
_MOST_CROSSED = 6  # loci that are crossed with each other
_RESTS = 1e-16  # a step, as a share of the box, that leads nowhere
_ONE_POINT = 1e-4  # share of the box below which points are one
_SAME_LIMIT = 1e-12

Kind = Literal["pole", "kink", "jump", "hole", "none"]
PointKind = Literal["pole", "torn", "hole", "jump", "kink"]


@dataclass(frozen=True, slots=True)
class SingularPoint:
    """A single point at which f breaks or bends.

    At a "pole" |f| grows without bound; "torn" is no limit, or one that depends on the direction; a "hole" has a limit
    and no value, a "jump" another one; a "kink" has a value and no gradient.

    `limit` is NaN where there is none. `description` says so in a sentence. `extremum` is "minimum" or "maximum" if f
    has a value there that is the lowest or highest around, else empty.
    """

    at: tuple[float, ...]
    kind: PointKind
    limit: float
    description: str
    extremum: Literal["minimum", "maximum", ""] = ""


@dataclass(frozen=True, slots=True)
class SingularSets:
    """Functions g of the same variables: where g = 0 and f has values around, f is infinite, bent, or leaps.

    A locus is listed if it is so at one of its points in `box` at least, a range for each variable. Where g = 0 is a
    hole, f has limits and no values. `points` are loci that consist of a point, and crossings of two where f is lowest
    or highest, those nearest to `near` first. `cut` tells that the formula has more parts than were looked at.
    """

    function: Function
    box: tuple[Range, ...]
    poles: tuple[Function, ...]
    kinks: tuple[Function, ...]
    jumps: tuple[Function, ...]
    holes: tuple[Function, ...] = ()
    points: tuple[SingularPoint, ...] = ()
    cut: bool = False

    @property
    def complete(self) -> bool:
        """Return whether every part of the formula was looked at."""
        return not self.cut

    @classmethod
    def of(cls, f: Function, box: Sequence[Range], near: Sequence[float] | None = None) -> Self:
        """Find the sets in a box. Raises DomainError if the box has another number of ranges than f has variables.

        `near` is the point around which is searched, the middle of the box if there is none.
        """
        if len(box) != len(f.variables):
            raise DomainError(f"{f.text} has {len(f.variables)} variables, but the box has {len(box)} ranges")
        found: dict[Kind, list[Function]] = {"pole": [], "kink": [], "jump": [], "hole": [], "none": []}
        pieces = _pieces(f)
        for piece in pieces[:_PIECES]:
            locus = Function.of(piece, f.variables)
            found[_kind(f, locus, box)].append(locus)
        poles, kinks, jumps, holes = (tuple(found[kind]) for kind in ("pole", "kink", "jump", "hole"))
        middle = [(low + high) / 2 for low, high in box] if near is None else near
        width = np.array([high - low for low, high in box])
        single = {at: _singular_point(f, at, width) for at in isolated_points(f, box)}
        corner = {at: _singular_point(f, at, width) for at in corner_points(f, box) if at not in single}
        judged = [each for each in single.values() if each] + [
            each for each in corner.values() if each and each.extremum
        ]
        points = tuple(sorted(judged, key=lambda each: float(np.hypot.reduce(np.subtract(each.at, middle) / width))))
        return cls(f, tuple(box), poles, kinks, jumps, holes, points, len(pieces) > _PIECES)

    @property
    def typst(self) -> str:
        """Return a line for each kind of locus there is, g = 0; its parts are pole-1, kink-1, jump-1 and so on."""
        groups = (("pole", self.poles), ("kink", self.kinks), ("jump", self.jumps), ("hole", self.holes))
        lines = []
        for kind, loci in groups:
            equations = [f"{part(typst(g), f'{kind}-{number}')} = 0" for number, g in enumerate(loci, 1)]
            lines += [f'"{kind}": quad {", quad ".join(equations)}'] if equations else []
        name = part(f"{self.function.letter}{arguments(self.function.variables)}", "output")
        return aligned(lines) or f'"no poles, kinks or jumps of" {name}'


def _pieces(f: Function) -> list[sp.Expr]:
    """Return what may vanish, each up to its sign once."""
    kept: list[sp.Expr] = []
    for found in (*breaks(f.expr), *corners(f.expr), *_excluded(f)):
        piece = found.args[0] if isinstance(found, CORNERED) else found  # |z| and relu(z) vanish where z does
        if not (piece.is_positive or piece.is_negative or piece in kept or -piece in kept):
            kept.append(piece)
    return kept


def _excluded(f: Function) -> list[sp.Expr]:
    """Return what is not to be zero for the typed formula to have a value: the factors of its demands."""
    factors = [part for each in f.domain if each.kind != "nonnegative" for part in sp.Mul.make_args(each.expr)]
    bases = [part.base if isinstance(part, sp.Pow) and part.exp.is_positive else part for part in factors]
    return [base for base in bases if base.free_symbols]


def _kind(f: Function, locus: Function, box: Sequence[Range]) -> Kind:
    """Return the gravest kind of singularity that f has where the locus is crossed."""
    kinds = {_kind_across(line) for line in _crossings(f, locus, box)}
    worst: Kind = "pole" if "pole" in kinds else "jump" if "jump" in kinds else "kink" if "kink" in kinds else "none"
    excluded = _excluded(f)
    is_hole = (
        kinds
        and worst == "none"
        and (locus.expr in excluded or -locus.expr in excluded)
        and not _single_points(locus, box)
    )
    return "hole" if is_hole else worst


def isolated_points(f: Function, box: Sequence[Range]) -> list[tuple[float, ...]]:
    """Return the points in a box at which a part of the formula vanishes, and not close by: (0, 0) for x² + y²."""
    return list(dict.fromkeys(at for locus in _loci(f) for at in _single_points(locus, box)))


def _loci(f: Function) -> list[Function]:
    return [Function.of(piece, f.variables) for piece in _pieces(f)[:_PIECES]]


def corner_points(f: Function, box: Sequence[Range]) -> list[tuple[float, ...]]:
    """Return the points of the plane at which two parts of the formula that may bend it vanish: (0, 0) for |x| + |y|.

    A part that is zero along the other's curve is left out, and so are pairs with very many points.
    """
    if len(box) != 2:
        return []
    width = np.array([high - low for low, high in box])
    found: list[tuple[float, ...]] = []
    for first, second in itertools.combinations(_loci(f)[:_MOST_CROSSED], 2):
        both = Function.of(first.expr**2 + second.expr**2, f.variables)
        points = _points_on(both, box, np.random.default_rng(1), (first, second))
        centres = _centres(points, width)
        if len(centres) <= _MOST_CORNERS:
            found += [_rounded(both, point, width) for point in centres]
    return list(dict.fromkeys(found))


def _squares(expr: sp.Expr) -> list[sp.Expr]:
    """Return what is raised to even powers in a sum of such powers: where it is zero, all of them are."""
    terms = [term.as_coeff_Mul() for term in sp.Add.make_args(expr)]
    powers = [power for share, power in terms if share > 0 and isinstance(power, sp.Pow) and power.exp.is_even]
    return [power.base for power in powers] if len(powers) == len(terms) > 1 else []


def _centres(points: Array, width: Array) -> list[Array]:
    """Return the points, of those that are close together only the first."""
    centres: list[Array] = []
    for point in points:
        if all(np.abs((point - other) / width).max() > _ONE_POINT for other in centres):
            centres.append(point)
    return centres


def _single_points(locus: Function, box: Sequence[Range]) -> list[tuple[float, ...]]:
    """Return the points that a locus consists of, if it is not a curve."""
    width = np.array([high - low for low, high in box])
    squares = [Function.of(each, locus.variables) for each in _squares(locus.expr)]
    points = _points_on(locus, box, np.random.default_rng(1), squares)
    centres = _centres(points, width)
    if len(points) <= 2 * len(centres) or len(centres) > _MOST_POINTS:
        return []
    return [_rounded(locus, point, width) for point in centres]


def _rounded(locus: Function, point: Array, width: Array) -> tuple[float, ...]:
    """Return the point with as few digits as do no harm."""
    for digits in range(1, 10):
        unit = (10.0 ** (np.floor(np.log10(width)) - digits)).tolist()
        candidate = [
            float(f"{round(x / step) * step:.12g}") + 0.0 for x, step in zip(point.tolist(), unit, strict=True)
        ]
        near = np.abs((candidate - point) / width).max() <= _ONE_POINT
        if near and abs(locus(*candidate)) <= abs(locus(*point.tolist())):
            return tuple(candidate)
    return tuple(point.tolist())


def _singular_point(f: Function, at: tuple[float, ...], width: Array) -> SingularPoint | None:
    """Judge a point by the limits along lines and curves through it; None if f is smooth there, or ends."""
    limits: list[float] = []
    for path in approaches(len(at)):
        try:
            limits.append(OneSidedExpansion.of(f, at, path.direction, 0, path.powers).limit)
        except Undefined:
            continue
        except NoExpansion:
            return SingularPoint(at, "torn", np.nan, "no limit was found there")
    if not limits:
        return None
    smallest, largest = min(limits), max(limits)
    if np.isinf(limits).all() and smallest == largest:
        return SingularPoint(at, "pole", smallest, f"f goes to {'' if smallest > 0 else MINUS}∞ there")
    if not abs(largest - smallest) <= _SAME_LIMIT * max(abs(largest), abs(smallest), 1e-300):
        return SingularPoint(at, "torn", np.nan, described_limit(f, at).removesuffix("; "))
    value = f.precise(*at)
    limit = limits[0]
    if np.isnan(value):
        return SingularPoint(at, "hole", limit, f"f has no value there; its limit is {format_number(limit)}")
    extremum = kind_around(f, at, width, np.eye(len(at)))
    end = extremum if extremum in ("minimum", "maximum") else ""
    if abs(value - limit) > _SAME_LIMIT * max(abs(value), abs(limit)):
        return SingularPoint(
            at, "jump", limit, f"its value is {format_number(value)}, its limit {format_number(limit)}"
        )
    try:
        Gradient.of(f, at)
    except DomainError:
        return SingularPoint(at, "kink", limit, f"f = {format_number(limit)} there, and it has no gradient", end)
    return None


def _crossings(f: Function, locus: Function, box: Sequence[Range]) -> Iterator[PreciseLine]:
    """Return lines that cross the locus at t = 0, roughly along its gradient where it has one."""
    random = np.random.default_rng(1)
    slopes = [locus.derivative(name) for name in locus.variables]
    for point in _points_on(locus, box, random)[:_CROSSED]:
        across = np.nan_to_num([slope(*point) for slope in slopes])
        for _ in range(_DIRECTIONS):
            direction = across / max(float(np.linalg.norm(across)), 1e-300) + 0.5 * random.normal(size=len(box))
            yield PreciseLine(f, tuple(point.tolist()), tuple((direction / np.linalg.norm(direction)).tolist()))


def _points_on(
    locus: Function, box: Sequence[Range], random: np.random.Generator, parts: Sequence[Function] = ()
) -> Array:
    """Return points in the box with g = 0, shape (k, n): Newton's steps −J⁺g from seeded points, all at once.

    `parts` are the functions that vanish together where the locus does, the locus itself if there are none.
    """
    low, high = (np.array([extent[end] for extent in box], dtype=np.float64) for end in (0, 1))
    points = random.uniform(low, high, (_STARTS, len(box)))
    parts = parts or (locus,)
    slopes = [[part.derivative(name) for name in part.variables] for part in parts]
    for _ in range(_STEPS):
        values = np.stack([np.broadcast_to(part(*points.T), (_STARTS,)) for part in parts], axis=1)
        rows = [[np.broadcast_to(slope(*points.T), (_STARTS,)) for slope in row] for row in slopes]
        jacobians = np.nan_to_num(np.moveaxis(np.array(rows), -1, 0))
        steps = (np.linalg.pinv(jacobians) @ np.nan_to_num(values)[..., None])[..., 0]
        points = points - steps
        if np.abs(steps).max(initial=0.0) <= _RESTS * float((high - low).max()):
            break
    drawn = random.uniform(low, high, (_STARTS, len(box)))
    size = float(np.nanmedian(np.abs(np.broadcast_to(locus(*drawn.T), (_STARTS,)))))
    arrived = np.abs(np.broadcast_to(locus(*points.T), (_STARTS,))) <= 1e-12 * (size or 1.0)
    inside = np.all((points >= low) & (points <= high), axis=1)
    return points[arrived & inside]


def _kind_across(line: PreciseLine) -> Kind:
    """Classify by values and slopes on both sides of t = 0, at distances for a locus that is known to eight digits."""
    if is_pole(line, 0.0):
        return "pole"
    left, right, left_slope, right_slope = line(-_NEAR), line(_NEAR), line.slope(-_NEAR), line.slope(_NEAR)
    if not np.isfinite([left, right, left_slope, right_slope]).all():
        return "none"
    gaps = np.abs(right - left - _NEAR * (left_slope + right_slope))
    steepest = float(np.max(np.abs([left_slope, right_slope])))
    if _stays(gaps, float(np.max(np.abs([left, right])))) and gaps[-1] > 0.1 * _NEAR[-1] * steepest:
        return "jump"
    turns = np.abs(right_slope - left_slope)
    return "kink" if _stays(turns, steepest) else "none"


def _stays(gaps: Array, size: float) -> bool:
    """Tell whether the difference between the two sides does not shrink as they close in on each other."""
    return bool(gaps[-1] > 1e-6 * size and gaps[-1] > 0.9 * gaps[-2])
