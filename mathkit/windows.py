"""What part of a curve or surface to look at: ranges and ticks that show the point asked for and what is around it.

A window is chosen among many by a cost that says what makes a picture hard to read; see `_cost`.
"""

import itertools
import math
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Self, TypeVar

import numpy as np
import numpy.typing as npt

from mathkit.axis_ticks import nice_step, rounded, ticks
from mathkit.curves import runs_inside
from mathkit.errors import DomainError
from mathkit.evaluation import Array
from mathkit.function import Function
from mathkit.gradients import checked_point
from mathkit.labelled import height_name, part, variable_roles
from mathkit.numerals import format_number, typst_number
from mathkit.slopes import value_at
from mathkit.typst_printer import symbol_source

Range = tuple[float, float]
_Choice = TypeVar("_Choice", "_Candidate", "_Box")

_WIDTHS = (0.1, 0.2, 0.3, 0.5, 0.8, 1.0, 1.5, 2.0, 3.0, 4.0, 5.0, 6.0, 8.0, 10.0, 12.0, 16.0, 20.0, 40.0)
_PLACES = (0.2, 0.25, 0.35, 0.42, 0.5, 0.58, 0.65, 0.75, 0.8)  # where the point may stand across the window
_TRIMS = (0.0, 4.0, 8.0, 14.0)  # percent of the heights that may leave the window at each end
_UPPER_TRIMS = tuple(100.0 - trim for trim in _TRIMS)
_USUAL_WIDTH = 6.0
_CLEAR = 0.15  # the point keeps this share of the window to each border
_BEYOND = 0.12  # so much of the heights is seen on the other side of zero, where it must be in sight
_SAMPLES = 241
_EQUAL = 1e-4  # costs that differ by less are the same: which of two windows is taken must not hang on rounding
_LEVEL = 1e-6  # a function that varies by less than this share of its value is constant to the eye
_HUGE = 1e200  # heights beyond cannot be subtracted from one another


@dataclass(frozen=True, slots=True, eq=False)
class CurveWindow:
    """The rectangle in which a curve is shown: x_range × y_range, with round numbers for its axes."""

    function: Function
    at: float
    x_range: Range
    y_range: Range
    x_ticks: Array
    y_ticks: Array

    @classmethod
    def of(cls, f: Function, at: float) -> Self:
        """The window around (at, f(at)). Raises DomainError if f has no value there."""
        (at,) = checked_point(f, (at,), count=1)
        value = _drawable(value_at(f, at))
        slope = f.derivative()(at)
        unit = max(1.0, abs(at) / 4)
        best = _cheapest(
            [
                candidate
                for width in _WIDTHS
                for place in _PLACES
                for candidate in _candidates(f, at, value, slope, _around(at - place * width * unit, width * unit))
            ]
        )
        x_range, y_range = best.x_range, best.y_range
        return cls(f, at, x_range, y_range, ticks(*x_range), ticks(*y_range, count=5))

    @classmethod
    def over(cls, f: Function, x_range: Range, at: float, *, zero: bool = False) -> Self:
        """The window of f over a given range of x, as high as f needs there: for a derivative under its curve.

        `zero`: down or up to where f is zero, and some way beyond.
        """
        y = f(np.linspace(*x_range, _SAMPLES))
        heights = y[np.isfinite(y)]
        low, high = (float(end) for end in np.percentile(heights, (_TRIMS[1], 100 - _TRIMS[1])))
        y_range = _height_range(low, high, value_at(f, at))
        if zero:
            y_range = (min(y_range[0], -_BEYOND * y_range[1]), max(y_range[1], -_BEYOND * y_range[0]))
        return cls(f, at, x_range, y_range, ticks(*x_range), ticks(*y_range, count=4))

    @classmethod
    def around(cls, f: Function, x_range: Range, at: float, heights: Sequence[float]) -> Self:
        """The window over a given range of x that shows f(at) and these heights; those that are not finite are not."""
        value = value_at(f, at)
        shown = [value, *(height for height in heights if math.isfinite(height))]
        y_range = _height_range(min(shown), max(shown), value)
        return cls(f, at, x_range, y_range, ticks(*x_range), ticks(*y_range, count=5))

    @property
    def ratio(self) -> float:
        """The height of a unit step across, as a share of the window: on windows of one ratio slopes compare."""
        return (self.y_range[1] - self.y_range[0]) / (self.x_range[1] - self.x_range[0])

    def at_ratio(self, ratio: float) -> Self:
        """The same window, made so high about its middle that this is its ratio."""
        middle, half = sum(self.y_range) / 2, ratio * (self.x_range[1] - self.x_range[0]) / 2
        y_range = middle - half, middle + half
        return replace(self, y_range=y_range, y_ticks=ticks(*y_range, count=4))

    @property
    def typst(self) -> str:
        """The two ranges, as the parts input and output."""
        return _ranges(self.function.variables, self.x_range, self.y_range)

    def samples(self, n: int = 400) -> list[Array]:
        """The curve's runs inside the window, each (k, 2), cut at poles, jumps, domain edges and the border."""
        return runs_inside(self.function, self.x_range, self.y_range, n)


def _ranges(variables: Sequence[str], *extents: Range) -> str:
    """x ∈ [0, 2], y ∈ [−1, 1]: the ranges of the variables, and that of the height last."""
    roles = variable_roles(variables) | {height_name(variables): "output"}
    return ", quad ".join(
        f"{part(symbol_source(name), role)} in [{typst_number(low)}, {typst_number(high)}]"
        for (name, role), (low, high) in zip(roles.items(), extents, strict=True)
    )


@dataclass(frozen=True, slots=True)
class _Candidate:
    x_range: Range
    y_range: Range
    cost: float


def _cheapest(candidates: Sequence[_Choice]) -> _Choice:
    """The first candidate whose cost is the least, or as good as that."""
    least = min(candidate.cost for candidate in candidates)
    return next(candidate for candidate in candidates if candidate.cost <= least + _EQUAL)


def _drawable(value: float) -> float:
    if abs(value) >= _HUGE:
        raise DomainError(f"a value of {format_number(value)} is too large to draw; choose a point with a smaller one")
    return value


def _around(low: float, width: float) -> Range:
    """The range of about this width that begins and ends at half steps of its ticks."""
    step = nice_step(width) / 2
    start = round(low / step)
    return rounded(start * step, step), rounded((start + max(2, round(width / step))) * step, step)


def _candidates(f: Function, at: float, value: float, slope: float, x_range: Range) -> list[_Candidate]:
    width = x_range[1] - x_range[0]
    if not _CLEAR <= (at - x_range[0]) / width <= 1 - _CLEAR:
        return []
    y = f(np.linspace(*x_range, _SAMPLES))
    heights = y[np.abs(y) < _HUGE]
    if len(heights) < 10:
        return []
    found = []
    for low, high in zip(np.percentile(heights, _TRIMS), np.percentile(heights, _UPPER_TRIMS), strict=True):
        y_range = _height_range(float(low), float(high), value)
        cost = _cost(x_range, y_range, at, slope, y)
        found.append(_Candidate(x_range, y_range, cost))
    return found


def _height_range(low: float, high: float, value: float) -> Range:
    """The heights to show: from low to high, the value with room around it, and zero if it is near."""
    low, high = min(low, value), max(high, value)
    if high - low <= max(1 / _HUGE, _LEVEL * max(abs(high), abs(low))):
        half = abs(value) if abs(value) > 1 / _HUGE else 1.0
        return (value - half * 1.3, value + half * 1.3)
    margin = 0.08 * (high - low)
    low, high = low - margin, high + margin
    if 0 < low < 0.4 * (high - low):
        low = -margin
    if 0 < -high < 0.4 * (high - low):
        high = margin
    room = _CLEAR / (1 - _CLEAR)
    low = min(low, value - room * (high - value))
    high = max(high, value + room * (value - low))
    return low, high


def _cost(x_range: Range, y_range: Range, at: float, slope: float, y: Array) -> float:
    """How hard the picture is to read: 0 is ideal."""
    width, height = x_range[1] - x_range[0], y_range[1] - y_range[0]
    defined = np.isfinite(y)
    inside = defined & (y >= y_range[0]) & (y <= y_range[1])
    if np.count_nonzero(inside) < 5:
        return math.inf
    cost = 2.0 * (1 - float(np.mean(defined))) + 1.0 * float(np.mean(defined & ~inside))  # columns without a curve
    cost += _flatness(y[inside] / height) + _cliffs(np.clip(y, *y_range) / height)
    steepness = abs(slope) * width / height
    if steepness > 1:
        cost += min(3.0, max(0.0, math.log(steepness) - math.log(2.2)))  # too steep to read a slope from
    elif steepness > 0:
        cost += 0.6 * min(1.5, max(0.0, -math.log(steepness) - math.log(2.2)))  # too flat
    extrema = _extrema(y[inside] / height)
    cost += (0.45, 0.1, 0.0)[extrema] if extrema < 3 else 0.2 * max(0, extrema - 4)
    cost += 0.3 * (not x_range[0] <= 0 <= x_range[1]) + 0.3 * (not y_range[0] <= 0 <= y_range[1])
    cost += 0.15 * abs(math.log2(width / _USUAL_WIDTH))
    return cost + 0.4 * abs((at - x_range[0]) / width - 0.5)


def _extrema(shown: Array) -> int:
    """How often the curve turns, in units of the window's height: what cannot be seen to rise or fall is level."""
    rises = np.diff(shown)
    seen = np.sign(rises[np.abs(rises) > _EQUAL])
    return int(np.count_nonzero(np.diff(seen)))


def _flatness(shown: Array) -> float:
    """A flat line with a spike leaves most of the window empty; `shown` in units of the window's height."""
    ordered = np.sort(shown, axis=None)
    low, high = ordered[len(ordered) // 5], ordered[-1 - len(ordered) // 5]
    return 2.0 * max(0.0, 0.3 - float(high - low))


def _cliffs(shown: Array) -> float:
    """The share of all rise and fall that happens in columns where the curve looks vertical."""
    rises = np.abs(np.diff(shown[np.isfinite(shown)]))
    total = float(np.sum(rises))
    return float(np.sum(rises[rises > 8.0 / _SAMPLES])) / total if total else 0.0


@dataclass(frozen=True, slots=True, eq=False)
class SurfaceWindow:
    """The box in which a surface z = f(x, y) is shown, with round numbers for its axes."""

    function: Function
    at: tuple[float, float]
    x_range: Range
    y_range: Range
    z_range: Range
    x_ticks: Array
    y_ticks: Array
    z_ticks: Array

    @classmethod
    def of(cls, f: Function, at: Sequence[float], square: bool = False) -> Self:
        """The box around (at, f(at)); `square`: as wide along x as along y. Raises DomainError if f has no value there.

        On a map that is not square, a gradient does not stand square on the contours that are drawn.
        """
        point = checked_point(f, at, count=2)
        value = _drawable(value_at(f, *point))
        units = [max(1.0, abs(coordinate) / 4) for coordinate in point]
        if square:
            units = [max(units)] * 2
        boxes = [
            _surface_candidate(f, point, value, half, [half * unit for unit in units], places)
            for half in (0.5, 1.0, 1.5, 2.0, 2.5, 3.0, 4.0, 5.0)
            for places in itertools.product((0.5, 0.2, 0.8), repeat=2)
        ]
        box = _cheapest(boxes)
        axes = (ticks(*extent, count=5) for extent in (box.x_range, box.y_range, box.z_range))
        return cls(f, (point[0], point[1]), box.x_range, box.y_range, box.z_range, *axes)

    def grid(self, n: int = 64) -> tuple[Array, Array, Array]:
        """Return x (n,), y (n,) and z (n, n), indexed [ix, iy] and clipped to z_range; the lowest where undefined."""
        x, y = np.linspace(*self.x_range, n), np.linspace(*self.y_range, n)
        z = np.nan_to_num(self.function(x[:, None], y[None, :]), nan=self.z_range[0])
        return x, y, np.clip(z, *self.z_range)

    @property
    def typst(self) -> str:
        """The three ranges, as the parts input, input2 and output."""
        return _ranges(self.function.variables, self.x_range, self.y_range, self.z_range)

    def contains(self, points: Array) -> npt.NDArray[np.bool_]:
        """Tell which of these points (x, y), shape (…, 2), lie on the ground of the box, its rim included."""
        (x0, x1), (y0, y1) = self.x_range, self.y_range
        x, y = points[..., 0], points[..., 1]
        return (x >= x0) & (x <= x1) & (y >= y0) & (y <= y1)


@dataclass(frozen=True, slots=True)
class _Box:
    cost: float
    x_range: Range
    y_range: Range
    z_range: Range


def _surface_candidate(
    f: Function,
    point: Sequence[float],
    value: float,
    half: float,
    halves: Sequence[float],
    places: Sequence[float],
) -> _Box:
    x_range, y_range = (_surface_range(*where) for where in zip(point, places, halves, strict=True))
    z = f(np.linspace(*x_range, 41)[:, None], np.linspace(*y_range, 41)[None, :])
    heights = z[np.abs(z) < _HUGE]
    if not len(heights):
        return _Box(math.inf, x_range, y_range, _height_range(value, value, value))
    bulk = float(np.subtract(*np.percentile(heights, (97, 3))))
    trim = 0.0 if float(np.ptp(heights)) < 3 * bulk else 3.0  # a pole, or a spike that would flatten all else
    low, high = (float(end) for end in np.percentile(heights, (trim, 100 - trim)))
    z_range = _height_range(low, high, value)
    cost = 2 * (1 - float(np.isfinite(z).mean())) + 0.3 * abs(math.log2(half / 2.0))
    cost += _flatness(heights / (z_range[1] - z_range[0])) + _turns(z) + 0.35 * sum(place != 0.5 for place in places)
    return _Box(cost, x_range, y_range, z_range)


def _surface_range(coordinate: float, place: float, half: float) -> Range:
    """Around the coordinate, which stands at `place` across it; centred on zero if it is then well inside."""
    if place == 0.5 and abs(coordinate) <= 0.5 * half:
        return _around(-half, 2 * half)
    return _around(coordinate - place * 2 * half, 2 * half)


def _turns(z: Array) -> float:
    """Few hills are worth seeing, many are noise: the turns along the lines of the grid, on average."""
    turns = [
        np.mean(np.count_nonzero(np.diff(np.sign(np.diff(z, axis=axis)), axis=axis), axis=axis)) for axis in (0, 1)
    ]
    return 0.3 * max(0.0, float(max(turns)) - 2.5) + (0.2 if max(turns) < 0.3 else 0.0)
