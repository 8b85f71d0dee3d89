"""What part of a curve to show: ranges and ticks for a point and what is around it.

A window is chosen among many by a cost of what makes a picture hard to read; see `_cost`.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Self

import numpy as np

from mathkit.arrays import Array, Range
from mathkit.derivatives.gradients import checked_point
from mathkit.derivatives.tangents import value_at
from mathkit.errors import DomainError
from mathkit.formula.function import Function
from mathkit.notation.number_format import format_number
from mathkit.windows.axis_ticks import ticks
from mathkit.windows.polylines import runs_inside
from mathkit.windows.window_search import (
    CLEAR,
    EQUAL,
    HUGE,
    around,
    cheapest,
    check_inside,
    drawable,
    extreme,
    flatness,
    height_range,
    ranges,
)

_WIDTHS = (0.1, 0.2, 0.3, 0.5, 0.8, 1.0, 1.5, 2.0, 3.0, 4.0, 5.0, 6.0, 8.0, 10.0, 12.0, 16.0, 20.0, 40.0)
_PLACES = (0.2, 0.25, 0.35, 0.42, 0.5, 0.58, 0.65, 0.75, 0.8)  # where the point may stand across the window
_TRIMS = (0.0, 4.0, 8.0, 14.0)  # percent of the heights that may leave the window at each end
_UPPER_TRIMS = tuple(100.0 - trim for trim in _TRIMS)
_USUAL_WIDTH = 6.0
_BEYOND = 0.12  # so much of the heights is seen on the other side of zero, where it must be in sight
_SAMPLES = 241
#: Beyond, curves are looked for in finer windows too: each decade costs a digit at every tick, and has its price.
_FAR, _DIGIT, _MOST_DECADES = 250.0, 0.08, 13
#: No window is narrower than this share of where it stands: doubles are not dense enough. A curve that climbs more
#: heights of its window than this while it crosses the window is upright to the eye.
_FINEST, _UPRIGHT = 1e-9, 60.0
#: What rounding makes of nought, as a share of the window.
_ROUNDING = 1e-14


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
    def of(cls, f: Function, at: float, x_range: Range | None = None) -> Self:
        """Choose the window around (at, f(at)), or only how high it is over a given range of x.

        Raises:
            DomainError: f has no value at the point, or it is not inside the range.
        """
        (at,) = checked_point(f, (at,), count=1)
        value = drawable(value_at(f, at))
        slope = f.derivative()(at)
        if x_range is not None:
            check_inside(f.variables[0], at, x_range)
            best = cheapest(_candidates(f, at, value, slope, x_range, _USUAL_WIDTH))
        else:
            best = _chosen(f, at, value, slope)
        x_range, y_range = best.x_range, _with_turns(f, best.x_range, best.y_range, value)
        return cls(f, at, x_range, y_range, ticks(*x_range), ticks(*y_range, count=5))

    @classmethod
    def over(cls, f: Function, x_range: Range, at: float, *, zero: bool = False) -> Self:
        """Show f over a given range of x, as high as f needs there: for a derivative under its curve.

        All of f is shown; only at poles it is cut off.

        `zero`: down or up to where f is zero, and some way beyond.
        """
        x = _across(x_range)
        y = f(x)
        low, high = (
            found[1] if (found := extreme(f, x, y, sign)) else bulk
            for sign, bulk in zip((-1.0, 1.0), _bulk(y), strict=True)
        )
        y_range = height_range(low, high, value_at(f, at))
        if zero:
            y_range = (min(y_range[0], -_BEYOND * y_range[1]), max(y_range[1], -_BEYOND * y_range[0]))
        return cls(f, at, x_range, y_range, ticks(*x_range), ticks(*y_range, count=4))

    @classmethod
    def around(cls, f: Function, x_range: Range, at: float, heights: Sequence[float]) -> Self:
        """Show f(at) and these heights over a given range of x; heights that are not finite are left out."""
        value = value_at(f, at)
        shown = [value, *(height for height in heights if math.isfinite(height))]
        y_range = height_range(min(shown), max(shown), value)
        return cls(f, at, x_range, y_range, ticks(*x_range), ticks(*y_range, count=5))

    @property
    def ratio(self) -> float:
        """Return the height of a unit step across, as a share of the window: on windows of one ratio slopes compare."""
        return (self.y_range[1] - self.y_range[0]) / (self.x_range[1] - self.x_range[0])

    def at_ratio(self, ratio: float) -> Self:
        """Return the same window, made so high about its middle that this is its ratio."""
        middle, half = sum(self.y_range) / 2, ratio * (self.x_range[1] - self.x_range[0]) / 2
        y_range = middle - half, middle + half
        return replace(self, y_range=y_range, y_ticks=ticks(*y_range, count=4))

    @property
    def typst(self) -> str:
        """Return the two ranges, as the parts input and output."""
        return ranges(self.function.variables, self.x_range, self.y_range)

    def samples(self, n: int = 400) -> list[Array]:
        """Return the curve's runs inside the window, each (k, 2), cut at poles, jumps, domain edges and the border."""
        return runs_inside(self.function, self.x_range, self.y_range, n)


def _with_turns(f: Function, x_range: Range, y_range: Range, value: float) -> Range:
    """Return the heights, made to take in the highest and lowest turn: a curve may leave at the sides, or at a pole."""
    x = _across(x_range)
    y = f(x)
    turns = [turn[1] for sign in (-1.0, 1.0) if (turn := extreme(f, x, y, sign)) and x[0] < turn[0] < x[-1]]
    if all(y_range[0] <= turn <= y_range[1] for turn in turns):
        return y_range
    return height_range(min(y_range[0], *turns), max(y_range[1], *turns), value)


def _across(x_range: Range) -> Array:
    """Return evenly spaced samples of x, of which nought is nought: 1/x has a pole there and not a value of 10²⁰."""
    x = np.linspace(*x_range, _SAMPLES)
    return np.where(np.abs(x) < _ROUNDING * (x_range[1] - x_range[0]), 0.0, x)


def _bulk(y: Array) -> Range:
    """Return between what heights a curve runs but for the few at each end, which lead to poles."""
    low, high = np.percentile(y[np.isfinite(y)], (_TRIMS[1], 100 - _TRIMS[1]))
    return float(low), float(high)


@dataclass(frozen=True, slots=True)
class _Candidate:
    x_range: Range
    y_range: Range
    cost: float


def _chosen(f: Function, at: float, value: float, slope: float) -> _Candidate:
    """Return the best window: of the usual size, or where nothing can be read in that, of one that suits the curve.

    Raises:
        DomainError: f is defined nowhere around the point.
    """
    unit = max(1.0, abs(at) / 4)
    far = unit > _FAR
    found = _of_size(f, at, value, slope, unit, _USUAL_WIDTH * (unit if far else 1.0))
    if far:  # what is far from nought may be as small as what is near
        for decades in range(1, _MOST_DECADES):
            finer = _of_size(f, at, value, slope, unit / 10**decades, _USUAL_WIDTH * unit / 10**decades, few=True)
            found += [replace(each, cost=each.cost + _DIGIT * decades) for each in finer]
    best = cheapest(found) if found else None
    # From 10⁻¹ times as wide on, and at last as wide as the point is small.
    for size in (*(unit / 10**decades for decades in range(1, _MOST_DECADES)), abs(at)):
        if best is not None and best.cost < math.inf and _is_readable(best, slope):
            break
        finer = _of_size(f, at, value, slope, size, _USUAL_WIDTH * size, few=True)
        finest = cheapest(finer) if finer else None
        if finest is not None and (best is None or best.cost == math.inf or _is_readable(finest, slope)):
            best = finest
    if best is None:
        raise DomainError(
            f"f is defined nowhere around {f.variables[0]} = {format_number(at)}; choose a point where it is"
        )
    return best


def _is_readable(window: _Candidate, slope: float) -> bool:
    """Return whether the curve is not upright at the point to the eye."""
    across, up = (end - start for start, end in (window.x_range, window.y_range))
    return abs(slope) * across <= _UPRIGHT * up


def _of_size(
    f: Function, at: float, value: float, slope: float, unit: float, usual: float, *, few: bool = False
) -> list[_Candidate]:
    """Return windows around the point that are 0.1 to 40 units wide, or a `few` of them."""
    widths, places = (_WIDTHS[3::2], _PLACES[1::3]) if few else (_WIDTHS, _PLACES)
    extents = [around(at - place * width * unit, width * unit) for width in widths for place in places if unit > 0]
    return [
        candidate
        for each in extents
        if _is_clear(at, each)
        for candidate in _candidates(f, at, value, slope, each, usual)
    ]


def _is_clear(at: float, x_range: Range) -> bool:
    width = x_range[1] - x_range[0]
    return width > _FINEST * abs(at) and CLEAR <= (at - x_range[0]) / width <= 1 - CLEAR


def _candidates(f: Function, at: float, value: float, slope: float, x_range: Range, usual: float) -> list[_Candidate]:
    y = f(_across(x_range))
    heights = y[np.abs(y) < HUGE]
    if len(heights) < 10:
        return []
    found = []
    for low, high in zip(np.percentile(heights, _TRIMS), np.percentile(heights, _UPPER_TRIMS), strict=True):
        y_range = height_range(float(low), float(high), value)
        cost = _cost(x_range, y_range, at, slope, y, usual)
        found.append(_Candidate(x_range, y_range, cost))
    return found


def _cost(x_range: Range, y_range: Range, at: float, slope: float, y: Array, usual: float) -> float:
    """Return how hard the picture is to read: 0 is ideal; `usual`: the width that is best if all else is alike."""
    width, height = x_range[1] - x_range[0], y_range[1] - y_range[0]
    defined = np.isfinite(y)
    inside = defined & (y >= y_range[0]) & (y <= y_range[1])
    if np.count_nonzero(inside) < 5:
        return math.inf
    cost = 2.0 * (1 - float(np.mean(defined))) + 1.0 * float(np.mean(defined & ~inside))  # columns without a curve
    cost += flatness(y[inside] / height) + _cliffs(np.clip(y, *y_range) / height)
    steepness = abs(slope) * width / height
    if steepness > 1:
        cost += min(3.0, max(0.0, math.log(steepness) - math.log(2.2)))  # too steep to read a slope from
    elif steepness > 0:
        cost += 0.6 * min(1.5, max(0.0, -math.log(steepness) - math.log(2.2)))  # too flat
    extrema = _extrema(y[inside] / height)
    cost += (0.45, 0.1, 0.0)[extrema] if extrema < 3 else 0.2 * max(0, extrema - 4)
    cost += 0.3 * (not x_range[0] <= 0 <= x_range[1]) + 0.3 * (not y_range[0] <= 0 <= y_range[1])
    cost += 0.15 * abs(math.log2(width / usual))
    return cost + 0.4 * abs((at - x_range[0]) / width - 0.5)


def _extrema(shown: Array) -> int:
    """Count the turns of the curve, in units of the window's height: what cannot be seen to rise or fall is level."""
    rises = np.diff(shown)
    seen = np.sign(rises[np.abs(rises) > EQUAL])
    return int(np.count_nonzero(np.diff(seen)))


def _cliffs(shown: Array) -> float:
    """Return the share of all rise and fall that happens in columns where the curve looks vertical.

    One or two such columns by themselves are a jump, which is worth seeing.
    """
    rises = np.abs(np.diff(shown[np.isfinite(shown)]))
    total = float(np.sum(rises))
    if not total:
        return 0.0
    steep = rises > 8.0 / _SAMPLES
    within = np.convolve(steep, np.ones(3), mode="same")
    return float(np.sum(rises[steep & (np.convolve(within >= 3, np.ones(3), mode="same") > 0)])) / total
