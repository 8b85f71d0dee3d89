"""What part of a curve or surface to look at: ranges and ticks that show the point asked for and what is around it.

A window is chosen among many by a cost that says what makes a picture hard to read; see `_Candidate.cost`.
"""

import math
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Self

import numpy as np

from mathkit.curves import runs_inside
from mathkit.evaluation import Array
from mathkit.function import Function
from mathkit.gradients import checked_point
from mathkit.slopes import value_at
from mathkit.ticks import nice_step, ticks

Range = tuple[float, float]

_WIDTHS = (0.1, 0.2, 0.3, 0.5, 0.8, 1.0, 1.5, 2.0, 3.0, 4.0, 5.0, 6.0, 8.0, 10.0, 12.0, 16.0, 20.0, 40.0)
_PLACES = (0.25, 0.35, 0.42, 0.5, 0.58, 0.65, 0.75)  # where the point may stand across the window
_TRIMS = (0.0, 4.0, 8.0, 14.0)  # percent of the heights that may leave the window at each end
_USUAL_WIDTH = 6.0
_CLEAR = 0.15  # the point keeps this share of the window to each border
_SAMPLES = 241


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
        value = value_at(f, at)
        slope = f.derivative()(at)
        unit = max(1.0, abs(at) / 4)
        best = min(
            (
                candidate
                for width in _WIDTHS
                for place in _PLACES
                for candidate in _candidates(f, at, value, slope, _rounded(at - place * width * unit, width * unit))
            ),
            key=lambda candidate: candidate.cost,
        )
        x_range, y_range = best.x_range, best.y_range
        return cls(f, at, x_range, y_range, ticks(*x_range), ticks(*y_range, count=5))

    def samples(self, n: int = 400) -> list[Array]:
        """The curve's runs inside the window, each (k, 2): cut at poles, jumps, domain edges and the window's border."""
        return runs_inside(self.function, self.x_range, self.y_range, n)


@dataclass(frozen=True, slots=True)
class _Candidate:
    x_range: Range
    y_range: Range
    cost: float


def _rounded(low: float, width: float) -> Range:
    """The range of about this width that begins and ends at half steps of its ticks."""
    step = nice_step(width) / 2
    start = round(low / step)
    return start * step, (start + max(2, round(width / step))) * step


def _candidates(f: Function, at: float, value: float, slope: float, x_range: Range) -> list[_Candidate]:
    width = x_range[1] - x_range[0]
    if not _CLEAR <= (at - x_range[0]) / width <= 1 - _CLEAR:
        return []
    y = f(np.linspace(*x_range, _SAMPLES))
    heights = y[np.isfinite(y)]
    if len(heights) < 10:
        return []
    found = []
    for trim in _TRIMS:
        y_range = _height_range(heights, value, trim)
        cost = _cost(x_range, y_range, at, slope, y)
        found.append(_Candidate(x_range, y_range, cost))
    return found


def _height_range(heights: Array, value: float, trim: float) -> Range:
    low, high = (float(end) for end in np.percentile(heights, (trim, 100 - trim)))
    low, high = min(low, value), max(high, value)
    if high - low <= 1e-9 * max(abs(high), abs(low)) or high == low:
        half = max(1.0, abs(value)) if value else 1.0
        return value - half, value + half
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
    inside = np.isfinite(y) & (y >= y_range[0]) & (y <= y_range[1])
    cost = 2.0 * (1 - float(np.mean(inside)))  # empty columns
    shown = (y[inside] - y_range[0]) / height
    if len(shown) < 5:
        return math.inf
    cost += 2.0 * max(0.0, 0.35 - float(np.subtract(*np.percentile(shown, (80, 20)))))  # a flat line with a spike
    steepness = abs(slope) * width / height
    if steepness > 1e-3:
        cost += max(0.0, abs(math.log(steepness)) - math.log(2.2))  # a slope that cannot be read
    turns = np.diff(np.sign(np.diff(y[inside])))
    extrema = int(np.count_nonzero(turns))
    cost += 0.25 if extrema == 0 else 0.2 * max(0, extrema - 4)
    cost += 0.3 * (not x_range[0] <= 0 <= x_range[1]) + 0.3 * (not y_range[0] <= 0 <= y_range[1])
    cost += 0.15 * abs(math.log2(width / _USUAL_WIDTH))
    return cost + 0.5 * abs((at - x_range[0]) / width - 0.5)


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
    def of(cls, f: Function, at: Sequence[float]) -> Self:
        """The box around (at, f(at)). Raises DomainError if f has no value there."""
        point = checked_point(f, at, count=2)
        value = value_at(f, *point)
        best = min((_surface_candidate(f, point, value, half) for half in (1.0, 2.0, 3.0, 4.0)), key=lambda box: box[0])
        _, x_range, y_range, z_range = best
        return cls(
            f, (point[0], point[1]), x_range, y_range, z_range,
            ticks(*x_range, count=5), ticks(*y_range, count=5), ticks(*z_range, count=5),
        )  # fmt: skip

    def grid(self, n: int = 64) -> tuple[Array, Array, Array]:
        """x (n,), y (n,) and the heights z (n, n) indexed [ix, iy], clipped to z_range; the lowest where undefined."""
        x, y = np.linspace(*self.x_range, n), np.linspace(*self.y_range, n)
        return x, y, np.clip(np.nan_to_num(self.function(x[:, None], y[None, :]), nan=self.z_range[0]), *self.z_range)


def _surface_candidate(f: Function, point: tuple[float, ...], value: float, half: float) -> tuple[Any, ...]:
    unit = max(1.0, max(abs(coordinate) for coordinate in point) / 4)
    x_range, y_range = (_rounded(coordinate - half * unit, 2 * half * unit) for coordinate in point)
    z = f(np.linspace(*x_range, 41)[:, None], np.linspace(*y_range, 41)[None, :])
    heights = z[np.isfinite(z)]
    z_range = _height_range(heights if len(heights) else np.array([value]), value, 1.0)
    cost = 1 - np.isfinite(z).mean() + 0.2 * abs(math.log2(half / 2))
    return float(cost), x_range, y_range, z_range
