"""What a curve does in an interval: where it is defined, zero, level, infinite, bent or broken.

Candidates come from the formula's parts (`derivatives.singularities`), from what it demands of its variable and from
samples; each is then judged by the limits of the value and of the slope on its two sides. Counts bound the work, not
clocks; a list that was cut, and a place near which there is no end of features, is named.
"""

from __future__ import annotations

import itertools
import math
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal, Self

import numpy as np
import sympy as sp

from mathkit.analysis.roots import MOST, Place, distinct, numeric_roots, real_roots, sampling_grid
from mathkit.arrays import Array, Range
from mathkit.derivatives.expansion import NoExpansion, OneSidedExpansion, both_sides
from mathkit.derivatives.limits import Limit
from mathkit.derivatives.singularities import breaks, corners
from mathkit.derivatives.tangents import Curve, OneSidedSlopes
from mathkit.errors import DomainError
from mathkit.formula.function import Function
from mathkit.notation.number_format import typst_number
from mathkit.notation.typst_parts import aligned, part, valued, words
from mathkit.notation.typst_printer import symbol_source
from mathkit.windows.curve_window import CurveWindow

CriticalKind = Literal["minimum", "maximum", "inflection", "flat"]

_PIECES = 40  # of a formula, that are searched for zeros
_MOST_JUDGED = 120  # places where a formula may break that are looked at from both sides
_ENDLESS = 0.01  # share of the interval beside a place where f oscillates, in which nothing is listed
_HALVINGS = 60
_DISTANCES = 2.0 ** -np.arange(12.0, 40.0, 4.0)  # from a candidate, in units of max(1, |x|)
_ALL_DISTANCES = 2.0 ** -np.arange(1.0, 40.0)


@dataclass(frozen=True, slots=True)
class CriticalPoint:
    """Where f′ = 0 (MML §7.1): a minimum, a maximum, a level inflection, or the middle of a level run ("flat")."""

    place: Place
    value: float
    kind: CriticalKind

    @property
    def x(self) -> float:
        """Return where it is."""
        return self.place.x

    @property
    def typst(self) -> str:
        """Return f(x) = value and the kind of point, as the parts input, output and kind."""
        value = valued(f"f({part(self.place.typst, 'input')})", self.value, "output")
        return f"{value} quad {part(words(self.kind), 'kind')}"


@dataclass(frozen=True, slots=True)
class Hole:
    """A point that is missing: f has no value there, and one limit from both sides."""

    place: Place
    limit: float

    @property
    def x(self) -> float:
        """Return where it is."""
        return self.place.x

    @property
    def typst(self) -> str:
        """Return the limit at the point that is missing; the parts are input and limit."""
        return valued(f"lim_(x -> {part(self.place.typst, 'input')}) f(x)", self.limit, "limit")


@dataclass(frozen=True, slots=True)
class Jump:
    """Where the value leaps: the limits from the left and from the right, and the value there, NaN if there is none."""

    place: Place
    left: float
    right: float
    value: float

    @property
    def x(self) -> float:
        """Return where it is."""
        return self.place.x

    @property
    def typst(self) -> str:
        """Return the limits from the left and from the right; the parts are input, left and right."""
        at = part(self.place.typst, "input")
        below = valued(f"lim_(x -> {at}^-) f(x)", self.left, "left")
        return f"{below}, quad {valued(f'lim_(x -> {at}^+) f(x)', self.right, 'right')}"


@dataclass(frozen=True, slots=True)
class Features:
    """What f does in `interval`; every tuple ascends. `domain` are the runs on which f has values, without gaps.

    A pole is where |f| grows without bound, on one side at least; a kink where it is continuous with two slopes (or
    infinitely steep on both sides, as in √|x|); a jump where its value leaps; a hole where one point is missing.
    `unsettled` are places near which f goes up and down without end: what lies close by is in none of the lists. `cut`
    names the lists that are not whole, since they would be too long.
    """

    function: Function
    interval: Range
    domain: tuple[Range, ...]
    roots: tuple[Place, ...]
    critical_points: tuple[CriticalPoint, ...]
    poles: tuple[Place, ...]
    kinks: tuple[Place, ...]
    jumps: tuple[Jump, ...]
    holes: tuple[Hole, ...] = ()
    unsettled: tuple[Place, ...] = ()
    cut: tuple[str, ...] = ()

    @classmethod
    def of(cls, f: Function, where: CurveWindow | Range) -> Self:
        """Find the features in an interval or window. Raises DomainError for several variables or an empty interval."""
        interval = where.x_range if isinstance(where, CurveWindow) else (float(where[0]), float(where[1]))
        if len(f.variables) != 1:
            raise DomainError(f"{f.text} has {len(f.variables)} variables; features are found of one: fix the others")
        if not (math.isfinite(interval[0]) and math.isfinite(interval[1]) and interval[0] < interval[1]):
            raise DomainError(f"an interval goes from a smaller number to a larger one, not {interval}")
        demanded = tuple(condition.expr for condition in f.domain)
        pieces = tuple(dict.fromkeys((*breaks(f.expr), *demanded)))
        broken = _candidates(f, interval, pieces, f)
        bent = _candidates(f, interval, corners(f.expr), f.derivative())
        found = _merged((*bent, *broken), interval)
        cut = ["breaks and kinks"] if len(found) > _MOST_JUDGED or len(pieces) > _PIECES else []
        breaking = _judged(f, _nearest_to_middle(found, interval))
        singular = breaking.all
        zeros = real_roots(f.expr, f.symbols[0], f, interval, f.derivative())
        cut += ["zeros"] if len(zeros) >= MOST else []
        touched = [kink for kink in breaking.kinks if _touches_zero(f, kink.x, interval)]
        zeros = _merged([*touched, *(_sharpened(f, place, touched, interval) for place in zeros)], interval)
        gaps = (*breaking.poles, *(jump.place for jump in breaking.jumps), *(hole.place for hole in breaking.holes))
        roots = tuple(place for place in _settled(zeros, breaking, interval) if not _near(place.x, gaps, interval))
        level = _critical(f, interval, singular)
        cut += ["level points"] if len(level) >= MOST else []
        domain = _split(_domain(f, interval), f, (*gaps, *breaking.unsettled))
        return cls(
            function=f,
            interval=interval,
            domain=domain,
            roots=roots,
            critical_points=tuple(p for p in level if _settled((p.place,), breaking, interval)),
            poles=breaking.poles,
            kinks=breaking.kinks,
            jumps=breaking.jumps,
            holes=breaking.holes,
            unsettled=breaking.unsettled,
            cut=tuple(cut),
        )

    @property
    def typst(self) -> str:
        """Return a line for each kind of feature there is; its parts are root-1, minimum-1, pole-1, kink-1, …."""
        name = symbol_source(self.function.variables[0])
        level = [(point.kind, point.place) for point in self.critical_points]
        groups = [("root", self.roots)]
        groups += [(kind, tuple(p for k, p in level if k == kind)) for kind in dict.fromkeys(kind for kind, _ in level)]
        groups += [("pole", self.poles), ("kink", self.kinks), ("jump", tuple(jump.place for jump in self.jumps))]
        groups += [("hole", tuple(hole.place for hole in self.holes))]
        lines = [
            f'"{kind}": quad {name} = {", quad ".join(part(p.typst, f"{kind}-{k}") for k, p in enumerate(places, 1))}'
            for kind, places in groups
            if places
        ]
        low, high = (typst_number(end) for end in self.interval)
        return aligned(lines) or f'"nothing of note for" {part(name, "input")} in [{low}, {high}]'


def _candidates(f: Function, interval: Range, pieces: Sequence[sp.Expr], leaping: Function) -> tuple[Place, ...]:
    """Return zeros of the pieces and leaps of the sampled curve `leaping`; ascending, exact ones preferred."""
    found: list[Place] = []
    for piece in pieces[:_PIECES]:
        inner = Function(str(piece), piece, f.variables)
        found += real_roots(piece, f.symbols[0], inner, interval, inner.derivative())
    return _merged([*found, *(Place(float(x)) for x in _leaps(leaping, interval))], interval)


def _merged(found: Sequence[Place], interval: Range) -> tuple[Place, ...]:
    """Sort the places and keep one of those that are the same to rounding: the exact one if there is one."""
    kept: list[Place] = []
    for place in sorted(found, key=lambda place: (place.exact is None, place.x)):
        if not _near(place.x, kept, interval):
            kept.append(place)
    return tuple(sorted(kept, key=lambda place: place.x)[:MOST])


def _touches_zero(f: Function, kink: float, interval: Range) -> bool:
    """Tell whether f is zero at a kink and not beside it."""
    beside = np.abs(f(kink + np.array([-1e-3, 1e-3]) * (interval[1] - interval[0])))
    lowest = float(np.nan_to_num(beside).min())
    return lowest > 0 and abs(f(kink)) <= 1e-12 * lowest


def _sharpened(f: Function, zero: Place, touched: Sequence[Place], interval: Range) -> Place:
    """Return the kink that a zero is at: acos(cos x) is 0 to the last bit within 1e-8 of it."""
    within = 1e-6 * (interval[1] - interval[0])
    return next((kink for kink in touched if abs(kink.x - zero.x) <= within), zero)


def _near(x: float, places: Sequence[Place], interval: Range) -> bool:
    return any(abs(x - place.x) <= 1e-7 * (interval[1] - interval[0]) for place in places)


def _leaps(f: Function, interval: Range) -> Array:
    """Return where f rises or falls unusually much between two samples and halving does not close the gap."""
    x = sampling_grid(interval)
    y = f(x)
    rise = np.abs(np.diff(y))
    if not np.isfinite(rise).any():
        return np.array([])
    with np.errstate(invalid="ignore"):
        steep = np.flatnonzero(rise > 5 * np.nanmedian(rise) + 1e-9 * np.nanmax(np.abs(y)))
    at = steep[np.argsort(-rise[steep])][:MOST]
    left, right, first = x[at], x[at + 1], rise[at]
    for _ in range(_HALVINGS):
        middle = (left + right) / 2
        heights = f(np.array([left, middle, right]))
        nearer_left = np.abs(heights[1] - heights[0]) > np.abs(heights[2] - heights[1])
        left, right = np.where(nearer_left, left, middle), np.where(nearer_left, middle, right)
    gaps = np.abs(f(right) - f(left))
    with np.errstate(invalid="ignore"):
        stays = ~(gaps < 0.3 * first)
    return distinct(right[stays], 1e-9 * (interval[1] - interval[0]))


def is_pole(f: Curve, x: float) -> bool:
    """Tell whether |f| grows on one side by steps that do not shrink as the distance does: 1/x and log x, but not √x.

    Where it grows beyond float64 before that, as e^(1/x) does, what can be seen must grow ever faster.
    """
    for direction in (-1.0, 1.0):
        values = f(x + direction * _DISTANCES * max(1.0, abs(x)))
        if _grows(values):
            return True
        if np.isnan(values[1:]).all() and _explodes(f(x + direction * _ALL_DISTANCES * max(1.0, abs(x)))):
            return True
    return False


def _grows(values: Array) -> bool:
    steps = np.diff(np.abs(values))
    return bool(np.isfinite(steps).all() and (steps > 0).all() and steps[-1] > 0.7 * steps[0])


def _explodes(values: Array) -> bool:
    """Tell whether log |f| at least grows by half with every halving, up to where no value is left."""
    seen = np.abs(values[np.isfinite(values)])
    if len(seen) < 3 or not np.isnan(values[len(seen) :]).all() or not (seen[-3:] > 1.0).all():
        return False
    logs = np.log(seen[-3:])
    return bool((logs[1:] > 1.5 * logs[:-1]).all() and logs[-1] > 100)


@dataclass(frozen=True, slots=True)
class _Breaks:
    """Where f breaks or bends, by kind."""

    poles: tuple[Place, ...]
    kinks: tuple[Place, ...]
    jumps: tuple[Jump, ...]
    holes: tuple[Hole, ...]
    unsettled: tuple[Place, ...]

    @property
    def all(self) -> tuple[Place, ...]:
        """Return all of the places."""
        leaps, gaps = (jump.place for jump in self.jumps), (hole.place for hole in self.holes)
        return (*self.poles, *self.kinks, *leaps, *gaps, *self.unsettled)


def _judged(f: Function, places: Sequence[Place]) -> _Breaks:
    """Tell poles, kinks, jumps and holes by the limits on both sides; a cusp (√|x|) is a kink."""
    poles: list[Place] = []
    kinks: list[Place] = []
    jumps: list[Jump] = []
    holes: list[Hole] = []
    unsettled: list[Place] = []
    for place in places:
        left, right = (Limit.of(f, place.x, side) for side in ("left", "right"))
        value = f(place.x) if f.defined(place.x) else math.nan
        if _is_wavy(f, place.x):
            unsettled.append(place)
            if math.isnan(value) and left.kind == right.kind == "value" and left.value == right.value:
                holes.append(Hole(place, left.value))
        elif "infinite" in (left.kind, right.kind) or (math.isnan(value) and is_pole(f, place.x)):
            poles.append(place)
        elif left.kind == right.kind == "value":
            both = Limit.of(f, place.x)
            if both.kind == "none":
                jumps.append(Jump(place, left.value, right.value, value))
            elif math.isnan(value):
                holes.append(Hole(place, both.value))
            elif (kind := _kind_of_bend(f, place.x)) == "kink":
                kinks.append(place)
            elif kind == "jump":
                jumps.append(Jump(place, left.value, right.value, value))
    return _Breaks(tuple(poles), tuple(kinks), tuple(jumps), tuple(holes), tuple(unsettled))


def _kind_of_bend(f: Function, x: float) -> str:
    try:
        kind = OneSidedSlopes.of(f, x).kind
    except DomainError:
        return "none"
    return "kink" if kind == "cusp" else kind


def _is_wavy(f: Function, x: float) -> bool:
    """Return whether f goes up and down without end on one side of a point, as x² sin(1/x) does beside 0."""
    return any(
        (isinstance(side, OneSidedExpansion) and side.germ.wavy)
        or (isinstance(side, NoExpansion) and "oscill" in str(side))
        for side in both_sides(f, (x,), (1.0,), 1)
    )


def _settled(places: Sequence[Place], breaking: _Breaks, interval: Range) -> tuple[Place, ...]:
    """Return the places that are not among the endless ones near a place where f oscillates."""
    near = _ENDLESS * (interval[1] - interval[0])
    return tuple(place for place in places if all(abs(place.x - wild.x) > near for wild in breaking.unsettled))


def _nearest_to_middle(places: Sequence[Place], interval: Range) -> list[Place]:
    """Return the places that are judged: those nearest to the middle of the interval, ascending."""
    middle = (interval[0] + interval[1]) / 2
    nearest = sorted(places, key=lambda place: abs(place.x - middle))[:_MOST_JUDGED]
    return sorted(nearest, key=lambda place: place.x)


def _split(runs: Sequence[Range], f: Function, gaps: Sequence[Place]) -> tuple[Range, ...]:
    """Cut the runs where f has no value."""
    missing = sorted({place.x for place in gaps if math.isnan(f(place.x))})
    parts: list[Range] = []
    for low, high in runs:
        ends = [low, *(x for x in missing if low < x < high), high]
        parts += list(itertools.pairwise(ends))
    return tuple(parts)


def _domain(f: Function, interval: Range) -> tuple[Range, ...]:
    """Return the runs of samples with a value, their ends made exact by halving; a lone missing sample ends no run."""
    x = sampling_grid(interval)
    defined = np.isfinite(f(x))
    holes = np.flatnonzero(~defined[1:-1] & defined[:-2] & defined[2:]) + 1
    defined[holes] = True  # a pole or a removable hole that was hit by chance
    edges = np.flatnonzero(defined[1:] != defined[:-1])
    ends = [_edge(f, float(x[at]), float(x[at + 1])) for at in edges[:MOST]]
    ends = ([interval[0]] if defined[0] else []) + ends
    ends += [interval[1]] if len(ends) % 2 else []
    return tuple((low, high) for low, high in zip(ends[::2], ends[1::2], strict=True) if low < high)


def _edge(f: Function, left: float, right: float) -> float:
    starts_inside = math.isfinite(f(left))
    inner, outer = (left, right) if starts_inside else (right, left)
    for _ in range(_HALVINGS):
        middle = (inner + outer) / 2
        inner, outer = (middle, outer) if math.isfinite(f(middle)) else (inner, middle)
    return round(inner, 12) + 0.0


def _critical(f: Function, interval: Range, singular: tuple[Place, ...]) -> tuple[CriticalPoint, ...]:
    slope = f.derivative()
    if slope.expr.is_number:
        return ()
    exact = () if singular else real_roots(slope.expr, slope.symbols[0], slope, interval, slope.derivative())
    if any(place.exact is not None for place in exact):
        places = exact
    else:
        runs = _level_runs(slope, interval)
        inside = [x for x in numeric_roots(slope, interval) if not any(low <= x <= high for low, high in runs)]
        level = [(low + high) / 2 for low, high in runs if corners(f.expr) or _turns(slope, low, high, interval)]
        places = tuple(Place(float(x)) for x in sorted([*inside, *level]))
    places = tuple(p for p in places if not _near(p.x, singular, interval) and _is_level(f, slope, p.x, interval))
    spots = sorted({place.x for place in (*places, *singular)} | set(interval))
    return tuple(CriticalPoint(place, f(place.x), _kind(slope, place.x, spots)) for place in places)


def _is_level(f: Function, slope: Function, x: float, interval: Range) -> bool:
    """Return whether f has a value and one slope at x, which is zero beside the slopes close by."""
    if not math.isfinite(f(x)):
        return False
    beside = np.abs(slope(x + np.array([-1e-4, 1e-4]) * (interval[1] - interval[0])))
    here = slope(x)
    if math.isfinite(here) and abs(here) > 1e-6 * float(np.nanmax(beside, initial=0.0)) > 0:
        return False
    try:
        sides = OneSidedSlopes.of(f, x)
    except DomainError:
        return False
    largest = float(np.nanmax(beside, initial=0.0))
    return sides.kind in ("smooth", "unsettled") and not abs(sides.right) > 1e-6 * max(largest, abs(here))


def _level_runs(slope: Function, interval: Range) -> list[Range]:
    """Return runs of three samples or more along which the slope is zero: flat (relu), or rounded to it (tanh(20x))."""
    x = sampling_grid(interval)
    here = slope(x)
    level = here == 0
    beside = np.concatenate([[False], level[:-1]]) | np.concatenate([level[1:], [False]])
    zero = np.concatenate([[0], (level | (np.isnan(here) & beside)).astype(int), [0]])  # a kink ends the run
    starts, ends = np.flatnonzero(np.diff(zero) == 1), np.flatnonzero(np.diff(zero) == -1) - 1
    return [(float(x[a]), float(x[b])) for a, b in zip(starts, ends, strict=True) if b - a >= 2]


def _turns(slope: Function, low: float, high: float, interval: Range) -> bool:
    """Tell whether the slope changes its sign from one end of a run to the other, as that of x^1000 does around 0."""
    beyond = (interval[1] - interval[0]) / 500
    return bool(np.sign(slope(low - beyond)) * np.sign(slope(high + beyond)) < 0)


def _kind(slope: Function, x: float, spots: list[float]) -> CriticalKind:
    """Classify by the sign of f′ on both sides (first derivative test), half way to the next feature at most."""
    room = min([abs(spot - x) / 2 for spot in spots if spot != x], default=1.0)
    near = min(1e-3 * max(1.0, abs(x)), room)
    steps = np.geomspace(near, room, 12)
    left, right = (_first_sign(slope(x + sign * steps)) for sign in (-1, 1))
    if left < 0 < right:
        return "minimum"
    if left > 0 > right:
        return "maximum"
    return "inflection" if left * right > 0 else "flat"


def _first_sign(values: Array) -> float:
    """Return the sign of the first value that is neither zero nor missing: slopes of x^1000 near 0 round to 0."""
    signs = np.sign(values[np.isfinite(values) & (values != 0)])
    return float(signs[0]) if len(signs) else 0.0
