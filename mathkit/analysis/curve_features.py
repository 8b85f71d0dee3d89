"""What a curve does in an interval: where it is defined, zero, level, infinite, bent or broken.

Candidates come from the formula's parts (`derivatives.singularities`), from what it demands of its variable and from
samples; each is then judged by the limits of the value and of the slope on its two sides. Counts bound the work, not
clocks; a list that was cut, and a place near which there is no end of features, is named.
"""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Literal, Self, TypeVar

import numpy as np
import sympy as sp

from mathkit.analysis.roots import (
    MOST,
    Curve,
    Place,
    distinct,
    real_roots,
    sampling_grid,
    touches_zero,
)
from mathkit.arrays import Array, Range
from mathkit.derivatives.expansion import NoExpansion, OneSidedExpansion, both_sides
from mathkit.derivatives.limits import Limit
from mathkit.derivatives.singularities import breaks, corners
from mathkit.derivatives.tangents import OneSidedSlopes
from mathkit.errors import DomainError
from mathkit.formula.function import Function
from mathkit.formula.precise import precise_sign
from mathkit.formula.special_functions import RealSign
from mathkit.notation.number_format import format_number, typst_number
from mathkit.notation.typst_parts import aligned, part, valued, words
from mathkit.notation.typst_printer import symbol_source
from mathkit.windows.curve_window import CurveWindow

CriticalKind = Literal["minimum", "maximum", "inflection", "flat"]

_PIECES = 40  # of a formula, that are searched for zeros
_MOST_JUDGED = 120  # places where a formula may break that are looked at from both sides
_BESIDE = 1e-4  # share of the interval beside a level point at which its slope is taken
_ENDLESS = 0.01  # share of the interval beside a place where f oscillates, in which nothing is listed
_HALVINGS = 60
_ASKED = 9  # samples beyond float64 that are worked out at many digits
_TRIED = 8  # halvings after which a rise that has shrunk is no leap
_PROVEN = 24  # level points whose kinds are decided at many digits: those nearest to the point
_WORK = 600  # operations of the derivative, times the number of those points
_SHOWN = 12  # features of a kind that are written out
_LONG = 400  # operations: a longer derivative is not differentiated again
_VANISHING = 1e-20  # a demand of the formula at an exact place, computed at 30 digits, that is zero
_LARGEST = 8e307  # an end of an interval that has 0 in it
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
class Run:
    """An interval in which f has values throughout. An end is closed if f has a value there, else open."""

    start: Place
    end: Place
    start_closed: bool
    end_closed: bool

    def __iter__(self) -> Iterator[float]:
        """Return the two ends, for `low, high = run`."""
        return iter((self.start.x, self.end.x))

    @property
    def typst(self) -> str:
        """Return the interval, square brackets at closed ends, round ones at open ends; the parts are start and end."""
        opening, closing = "[" if self.start_closed else "(", "]" if self.end_closed else ")"
        return f'lr("{opening}" {part(self.start.typst, "start")}, {part(self.end.typst, "end")} "{closing}")'


@dataclass(frozen=True, slots=True)
class Asymptote:
    """The line slope · x + intercept that f approaches for x → end, which is ±inf."""

    end: float
    slope: float
    intercept: float


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

    `near` is the point that all is found around: of lists that would be too long, what is nearest to it is kept.
    A pole is where |f| grows without bound, on one side at least; a kink where it is continuous with two slopes (or
    infinitely steep on both sides, as in √|x|); a jump where its value leaps; a hole where one point is missing.
    `unsettled` are places near which f goes up and down without end: what lies close by is in none of the lists. `cut`
    names the lists that are not whole, since they would be too long.
    """

    function: Function
    interval: Range
    near: float
    domain: tuple[Run, ...]
    roots: tuple[Place, ...]
    critical_points: tuple[CriticalPoint, ...]
    poles: tuple[Place, ...]
    kinks: tuple[Place, ...]
    jumps: tuple[Jump, ...]
    holes: tuple[Hole, ...] = ()
    unsettled: tuple[Place, ...] = ()
    cut: tuple[str, ...] = ()

    @classmethod
    def of(cls, f: Function, where: CurveWindow | Range, near: float | None = None) -> Self:
        """Find the features in an interval or window, around a point: a window's, or the middle of the interval.

        Raises DomainError for several variables or an empty interval.
        """
        interval, near = _interval(where, near)
        if len(f.variables) != 1:
            raise DomainError(f"{f.text} has {len(f.variables)} variables; features are found of one: fix the others")
        demanded = tuple(condition.expr for condition in f.domain)
        pieces = tuple(dict.fromkeys((*breaks(f.expr), *demanded)))
        broken = _candidates(f, interval, near, pieces, f)
        bent = _candidates(f, interval, near, corners(f.expr), f.derivative())
        found = _merged((*bent, *broken), interval)
        cut = ["breaks and kinks"] if len(found) > _MOST_JUDGED or len(pieces) > _PIECES else []
        breaking = _judged(f, nearest_places(found, near, _MOST_JUDGED))
        zeros = real_roots(f, interval, f.derivative(), near)
        cut += ["zeros"] if len(zeros) >= MOST else []
        touched = [kink for kink in breaking.kinks if _touches_zero(f, kink.x, interval)]
        zeros = _merged([*touched, *(_sharpened(f, place, touched, interval) for place in zeros)], interval)
        gaps = (*breaking.poles, *(jump.place for jump in breaking.jumps), *(hole.place for hole in breaking.holes))
        without = [gap for gap in gaps if f(gap.x) != 0]  # a jump may be at a zero: x % 1 is 0 at each of its jumps
        roots = tuple(place for place in _settled(zeros, breaking, interval) if not _near(place.x, without, interval))
        domain = _split(_domain(f, interval, found), f, (*gaps, *breaking.unsettled))
        roots = _merged([*roots, *_zero_ends(f, domain)], interval)
        level = _critical(f, interval, near, breaking)
        cut += ["level points"] if len(level) >= MOST else []
        return cls(
            function=f,
            interval=interval,
            near=near,
            domain=domain,
            roots=roots,
            critical_points=level,
            poles=breaking.poles,
            kinks=breaking.kinks,
            jumps=breaking.jumps,
            holes=breaking.holes,
            unsettled=breaking.unsettled,
            cut=tuple(cut),
        )

    @property
    def complete(self) -> bool:
        """Return whether no list was cut, and no search given up."""
        return not self.cut and not self.unsettled

    @property
    def reason(self) -> str:
        """Return why the lists are not complete, as a sentence; empty if they are."""
        name = self.function.variables[0]
        near = [
            f"infinitely many near {name} = {format_number(place.x)}: the search stops within "
            f"{format_number(_ENDLESS * (self.interval[1] - self.interval[0]))} of it"
            for place in self.unsettled
        ]
        more = [
            f"there are more {what} than the ones nearest to {name} = {format_number(self.near)}" for what in self.cut
        ]
        return "; ".join((*near, *more))

    @property
    def asymptotes(self) -> tuple[Asymptote, ...]:
        """Return the lines that f approaches for x → −∞ and x → ∞, level ones among them."""
        lines = (_asymptote(self.function, end) for end in (-math.inf, math.inf))
        return tuple(line for line in lines if line is not None)

    @property
    def typst(self) -> str:
        """Return a line for each kind of feature there is; its parts are root-1, minimum-1, pole-1, kink-1, …."""
        name = symbol_source(self.function.variables[0])
        level = [(point.kind, point.place) for point in self.critical_points]
        groups = [("root", self.roots)]
        groups += [(kind, tuple(p for k, p in level if k == kind)) for kind in dict.fromkeys(kind for kind, _ in level)]
        groups += [("pole", self.poles), ("kink", self.kinks), ("jump", tuple(jump.place for jump in self.jumps))]
        groups += [("hole", tuple(hole.place for hole in self.holes))]
        lines = [f'"{kind}": quad {name} = {self._written(kind, places)}' for kind, places in groups if places]
        low, high = (typst_number(end) for end in self.interval)
        return aligned(lines) or f'"nothing of note for" {part(name, "input")} in [{low}, {high}]'

    def _written(self, kind: str, places: Sequence[Place]) -> str:
        """Return the places nearest to the point, numbered, and dots if there are more."""
        shown = [part(p.typst, f"{kind}-{k}") for k, p in enumerate(nearest_places(places, self.near, _SHOWN), 1)]
        return ", quad ".join(shown if len(places) <= _SHOWN else [*shown, "dots"])


def _interval(where: CurveWindow | Range, near: float | None) -> tuple[Range, float]:
    """Return the interval, within what float64 can measure, and the point that features are found around."""
    if isinstance(where, CurveWindow):
        return where.x_range, where.at if near is None else near
    low, high = (float(end) for end in where)
    largest = _LARGEST if low < 0 < high else 2 * _LARGEST  # so that the width is a float64
    low, high = max(low, -largest), min(high, largest)
    if not low < high:
        raise DomainError(f"an interval goes from a smaller number to a larger one, not {where}")
    return (low, high), min(max(low / 2 + high / 2 if near is None else float(near), low), high)


def _asymptote(f: Function, end: float) -> Asymptote | None:
    """Read the line off the expansion in t = 1/|x|: f = slope · x + intercept and terms that vanish.

    A polynomial approaches no line: it is one, or leaves them all.
    """
    if f.expr.is_polynomial():
        return None
    try:
        found = OneSidedExpansion.of(f, (end,), (1.0,), 0)
        terms = {} if found.germ.growth is not None else {k: c for k, c in found.terms.items() if k <= (0, 0)}
        if (-1, 0) not in terms:
            limit = found.limit
            return Asymptote(end, 0.0, limit + 0.0) if math.isfinite(limit) else None
    except NoExpansion:
        return None
    is_cut = found.germ.bound is not None and found.germ.bound <= (0, 0)
    if is_cut or not terms.keys() <= {(-1, 0), (0, 0)}:
        return None
    return Asymptote(end, math.copysign(1.0, end) * terms[-1, 0], terms.get((0, 0), 0.0))


def _candidates(
    f: Function, interval: Range, near: float, pieces: Sequence[sp.Expr], leaping: Function
) -> tuple[Place, ...]:
    """Return zeros of the pieces and leaps of the sampled curve `leaping`; ascending, exact ones preferred."""
    found: list[Place] = []
    for piece in pieces[:_PIECES]:
        inner = Function(str(piece), piece, f.variables)
        found += real_roots(inner, interval, inner.derivative(), near)
    return _merged([*found, *(Place(float(x)) for x in _leaps(leaping, interval))], interval)


def _merged(found: Sequence[Place], interval: Range) -> tuple[Place, ...]:
    """Sort the places and keep one of those that are the same to rounding: the exact one if there is one."""
    kept: list[Place] = []
    for place in sorted(found, key=lambda place: (place.exact is None, place.x)):
        exact = [other for other in kept if other.exact is not None] if place.exact is not None else []
        if place not in exact and not _near(place.x, [other for other in kept if other not in exact], interval):
            kept.append(place)
    return tuple(sorted(kept, key=lambda place: place.x))


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
    for step in range(_HALVINGS):
        if step == _TRIED:
            with np.errstate(invalid="ignore"):
                stays = ~(np.abs(f(right) - f(left)) < 0.3 * first)
            left, right, first = left[stays], right[stays], first[stays]
        if not len(left):
            return np.array([])
        middle = left / 2 + right / 2
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


_Placed = TypeVar("_Placed", Place, CriticalPoint)


def nearest_places(places: Sequence[_Placed], near: float, most: int) -> list[_Placed]:
    """Return the places (or level points) that are nearest to a number, at most so many, ascending."""
    kept = sorted(places, key=lambda place: abs(place.x - near))[:most]
    return sorted(kept, key=lambda place: place.x)


def _split(runs: Sequence[Run], f: Function, gaps: Sequence[Place]) -> tuple[Run, ...]:
    """Cut the runs where f has no value."""
    lost = {place.x: place for place in gaps if not _has_value(f, place)}
    missing = [lost[x] for x in sorted(lost)]
    parts: list[Run] = []
    for run in runs:
        inner = [place for place in missing if run.start.x < place.x < run.end.x]
        starts, ends = [run.start, *inner], [*inner, run.end]
        for start, end in zip(starts, ends, strict=True):
            closed = run.start_closed and start is run.start, run.end_closed and end is run.end
            parts.append(Run(start, end, *closed))
    return tuple(parts)


def _domain(f: Function, interval: Range, found: Sequence[Place]) -> tuple[Run, ...]:
    """Return the runs of samples with a value; a lone missing sample ends no run.

    Their ends are halved to the last bit, or those of the places `found` where f may break.
    """
    x = sampling_grid(interval)
    defined = np.isfinite(f(x))
    beyond = np.flatnonzero(~defined & f.defined(x))  # float64 overflows there, or the formula has no real value
    if all(precise_sign(f.expr, f.symbols, [x[at]]) is not None for at in beyond[:: 1 + len(beyond) // _ASKED]):
        defined[beyond] = True
    holes = np.flatnonzero(~defined[1:-1] & defined[:-2] & defined[2:]) + 1
    defined[holes] = True  # a pole or a removable hole that was hit by chance
    edges = np.flatnonzero(defined[1:] != defined[:-1])
    ends = [_edge(f, float(x[at]), float(x[at + 1]), found, interval) for at in edges[:MOST]]
    ends = ([Place(interval[0])] if defined[0] else []) + ends
    ends += [Place(interval[1])] if len(ends) % 2 else []
    pairs = zip(ends[::2], ends[1::2], strict=True)
    return tuple(Run(low, high, _has_value(f, low), _has_value(f, high)) for low, high in pairs if low.x < high.x)


def _zero_ends(f: Function, domain: Sequence[Run]) -> list[Place]:
    """Return the ends that belong to the domain and where f is zero: √(x² − 2) has no value at the float64 of √2."""
    ends = [
        place
        for run in domain
        for place, closed in ((run.start, run.start_closed), (run.end, run.end_closed))
        if closed
    ]
    return [place for place in ends if place.exact is not None and f.expr.xreplace({f.symbols[0]: place.exact}).is_zero]


def _has_value(f: Function, place: Place) -> bool:
    """Return whether f has a value at a place: at its exact form, if there is one, whose float may be outside."""
    if place.exact is None or place.exact.is_Rational:
        return bool(f.defined(place.x)) and precise_sign(f.expr, f.symbols, [place.x]) is not None
    value = f.expr.xreplace({f.symbols[0]: place.exact})
    demands = {condition: condition.expr.xreplace({f.symbols[0]: place.exact}) for condition in f.domain}
    for condition, number in demands.items():
        zero = bool(number.is_zero or abs(float(sp.N(number, 30))) < _VANISHING)
        if zero and condition.kind != "nonnegative" and condition.guard == sp.true:
            return False
    return not value.has(sp.nan, sp.zoo, sp.oo) if demands else math.isfinite(f(place.x))


def _edge(f: Function, left: float, right: float, found: Sequence[Place], interval: Range) -> Place:
    inside = [place for place in found if left <= place.x <= right]
    starts_inside = math.isfinite(f(left))
    inner, outer = (left, right) if starts_inside else (right, left)
    for _ in range(_HALVINGS):
        middle = inner + (outer - inner) / 2
        if middle in (inner, outer):
            break
        inner, outer = (middle, outer) if math.isfinite(f(middle)) else (inner, middle)
    near = [place for place in inside if _near(inner, (place,), interval)]
    return min(near, key=lambda place: abs(place.x - inner)) if near else Place(inner + 0.0)


def _critical(f: Function, interval: Range, near: float, breaking: _Breaks) -> tuple[CriticalPoint, ...]:
    singular = breaking.all
    slope = f.derivative()
    if slope.expr.is_number:
        return ()
    bend = slope.derivative() if sp.count_ops(slope.expr) < _LONG else None
    runs = _level_runs(slope, interval)
    turns = real_roots(slope, interval, bend, near)
    inside = [place for place in turns if not any(low <= place.x <= high for low, high in runs)]
    level = [low / 2 + high / 2 for low, high in runs if corners(f.expr) or _turns(slope, low, high, interval)]
    places: tuple[Place, ...] = tuple(sorted([*inside, *map(Place, level)], key=lambda place: place.x))
    places = tuple(
        place
        for place in _settled(places, breaking, interval)
        if not _near(place.x, singular, interval) and _is_level(f, slope, place.x, interval)
    )
    spots = sorted({place.x for place in (*places, *singular)} | set(interval))
    proven = {
        place.x for place in nearest_places(places, near, min(_PROVEN, _WORK // (1 + int(sp.count_ops(slope.expr)))))
    }
    kinds = [_proven_kind(slope, place.x, interval) if place.x in proven else None for place in places]
    return tuple(
        CriticalPoint(place, f(place.x) + 0.0, kind or _kind(slope, place.x, spots))
        for place, kind in zip(places, kinds, strict=True)
        if kind != "steep"
    )


def _proven_kind(slope: Function, x: float, interval: Range) -> CriticalKind | Literal["steep"] | None:
    """Decide by the signs of f′ beside its zero, at many digits; "steep" if there is no zero; None if undecided."""
    sign = Function(slope.text, RealSign(slope.expr), slope.variables, slope.domain)
    try:
        sides = [OneSidedExpansion.of(sign, (x,), (direction,), 0).limit for direction in (-1.0, 1.0)]
        here = OneSidedExpansion.of(sign, (x,), (0.0,), 0).limit
    except NoExpansion:
        return None
    if here:  # no zero within the last bits: one that was not found to the last bit, or none at all
        return "steep" if sides == [here, here] and not touches_zero(slope, x, interval) else None
    if sides == [-1, 1]:
        return "minimum"
    if sides == [1, -1]:
        return "maximum"
    return "inflection" if sides[0] * sides[1] > 0 else "flat"


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
    room = min(abs(spot - x) / 2 for spot in spots if spot != x)
    near = min(_BESIDE * (spots[-1] - spots[0]), room)
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
