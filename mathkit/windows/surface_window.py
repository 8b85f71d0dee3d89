"""What part of a surface to show: a box with a point and what is around it.

It is chosen among many by what makes a picture hard to read; see `_surface_candidate`.
"""

from __future__ import annotations

import itertools
import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Self

import numpy as np
import numpy.typing as npt

from mathkit.arrays import Array, Range
from mathkit.derivatives.gradients import checked_point
from mathkit.derivatives.tangents import value_at
from mathkit.formula.function import Function
from mathkit.windows.axis_ticks import ticks
from mathkit.windows.window_search import (
    HUGE,
    around,
    cheapest,
    check_inside,
    drawable,
    flatness,
    height_range,
    ranges,
)

#: A minimum within this many units of the point is near; what it costs to leave it out; it stands clear of the border.
_NEAR, _LEFT_OUT, _CLEAR = 3.0, 1.5, 0.06
_STEPS = 100
#: A surface is looked for in smaller boxes where less of the box than this has one, where it is a spike (nineteen parts
#: in twenty differ by less than this share of the height), or where it climbs so many heights across the box.
_LEAST_SEEN, _SPIKE, _UPRIGHT = 0.1, 0.02, 60.0
#: No box is narrower than this share of where it stands; so many decades are tried.
_FINEST, _MOST_DECADES = 1e-9, 13


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
    def of(cls, f: Function, at: Sequence[float], square: bool = False, box: tuple[Range, Range] | None = None) -> Self:
        """Choose a box around (at, f(at)); `square`: as wide in x as in y. A near minimum is in it.

        On a map that is not square, a gradient does not stand square on the contours that are drawn. `box` gives the
        ranges of x and y; of a square one the narrower grows about its middle.

        Raises:
            DomainError: f has no value at the point, or it is not inside the box.
        """
        point = checked_point(f, at, count=2)
        value = drawable(value_at(f, *point))
        units = [max(1.0, abs(coordinate) / 4) for coordinate in point]
        if square:
            units = [max(units)] * 2
        if box is not None:
            for name, coordinate, extent in zip(f.variables, point, box, strict=True):
                check_inside(name, coordinate, extent)
            chosen = _surface_box(f, value, _squared(box) if square else box)
        else:
            near = _near_minimum(f, point, [_NEAR * unit for unit in units])
            chosen = cheapest(
                [
                    _surface_candidate(f, point, value, half, [half * unit for unit in units], places, near)
                    for half in (0.5, 1.0, 1.5, 2.0, 2.5, 3.0, 4.0, 5.0)
                    for places in itertools.product((0.5, 0.2, 0.8), repeat=2)
                ]
            )
            if not _is_readable(f, point, chosen):
                chosen = next(_finer(f, point, value, units), chosen)
        axes = (ticks(*extent, count=5) for extent in (chosen.x_range, chosen.y_range, chosen.z_range))
        return cls(f, (point[0], point[1]), chosen.x_range, chosen.y_range, chosen.z_range, *axes)

    def grid(self, n: int = 64) -> tuple[Array, Array, Array]:
        """Return x (n,), y (n,) and z (n, n), indexed [ix, iy] and clipped to z_range; the lowest where undefined."""
        x, y = np.linspace(*self.x_range, n), np.linspace(*self.y_range, n)
        z = np.nan_to_num(self.function(x[:, None], y[None, :]), nan=self.z_range[0])
        return x, y, np.clip(z, *self.z_range)

    @property
    def typst(self) -> str:
        """Return the three ranges, as the parts input, input2 and output."""
        return ranges(self.function.variables, self.x_range, self.y_range, self.z_range)

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
    near: Array | None,
) -> _Box:
    x_range, y_range = (_surface_range(*where) for where in zip(point, places, halves, strict=True))
    box = _surface_box(f, value, (x_range, y_range))
    cost = 0.3 * abs(math.log2(half / 2.0)) + 0.35 * sum(place != 0.5 for place in places)
    if near is not None and not all(map(_well_inside, near, (x_range, y_range))):
        cost += _LEFT_OUT
    return replace(box, cost=box.cost + cost)


def _finer(f: Function, point: Sequence[float], value: float, units: Sequence[float]) -> Iterator[_Box]:
    """Yield smaller and smaller boxes in which the surface can be read: it may be defined, or vary, in a small one."""
    for decades in range(1, _MOST_DECADES):
        sides = [unit / 10**decades for unit in units]
        if min(side - _FINEST * abs(coordinate) for side, coordinate in zip(sides, point, strict=True)) <= 0:
            return
        boxes = [
            _surface_candidate(f, point, value, half, [half * side for side in sides], places, None)
            for half in (1.0, 2.0, 4.0)
            for places in itertools.product((0.5, 0.2, 0.8), repeat=2)
        ]
        best = cheapest(boxes)
        if _is_readable(f, point, best):
            yield best


def _is_readable(f: Function, point: Sequence[float], box: _Box) -> bool:
    """Return whether a good part of the box has a surface, which is neither a spike nor a wall at the point."""
    z = f(*np.meshgrid(*(np.linspace(*extent, 41) for extent in (box.x_range, box.y_range)), indexing="ij"))
    heights = z[np.abs(z) < HUGE]
    up = box.z_range[1] - box.z_range[0]
    if len(heights) < _LEAST_SEEN * z.size or np.subtract(*np.percentile(heights, (95, 5))) < _SPIKE * up:
        return False
    slopes = [abs(float(f.derivative(name)(*point))) for name in f.variables]
    return all(
        not slope * (high - low) > _UPRIGHT * up
        for slope, (low, high) in zip(slopes, (box.x_range, box.y_range), strict=True)
    )


def _near_minimum(f: Function, point: Sequence[float], reach: Sequence[float]) -> Array | None:
    """Return the minimum that Newton's way downhill leads to (Nocedal and Wright §3.4), if it is within reach.

    The Hessian is shifted until it is positive definite and a step leads down.
    """
    slopes = [f.derivative(name) for name in f.variables]
    bends = [[slope.derivative(name) for name in f.variables] for slope in slopes]
    at, shift = np.array(point, dtype=np.float64), 0.0
    height, moved = float(f(*at)), np.full(len(at), np.inf)
    for _ in range(_STEPS):
        gradient = np.array([slope(*at) for slope in slopes])
        hessian = np.array([[bend(*at) for bend in row] for row in bends])
        if not (np.isfinite(gradient).all() and np.isfinite(hessian).all()):
            return None
        least = float(np.linalg.eigvalsh(hessian)[0])
        size = float(np.abs(hessian).max())
        if size == 0:
            return None
        damping = max(shift, 1e-3 * size - least if least <= 1e-9 * size else 0.0)
        moved = np.linalg.solve(hessian + damping * np.eye(len(at)), -gradient)
        lower = float(f(*(at + moved)))
        if lower <= height:
            at, height, shift = at + moved, lower, shift / 8 if shift > 1e-6 * size else 0.0
        else:
            shift = max(4 * shift, 1e-3 * size)
        if np.abs(moved).max() < 1e-9 * max(1.0, float(np.abs(at).max())):
            break
    settled = np.abs(moved).max() < 1e-6 * max(reach) and least > 0
    return at if settled and (np.abs(at - point) <= reach).all() else None


def _well_inside(coordinate: float, extent: Range) -> bool:
    margin = _CLEAR * (extent[1] - extent[0])
    return extent[0] + margin <= coordinate <= extent[1] - margin


def _squared(box: tuple[Range, Range]) -> tuple[Range, Range]:
    """Return the box with its narrower side grown about its middle."""
    half = max(high - low for low, high in box) / 2
    (x0, x1), (y0, y1) = ((sum(extent) / 2 - half, sum(extent) / 2 + half) for extent in box)
    return (x0, x1), (y0, y1)


def _surface_box(f: Function, value: float, extents: tuple[Range, Range]) -> _Box:
    """Return the box over these ranges, with what is hard to read in it."""
    x_range, y_range = extents
    z = f(np.linspace(*x_range, 41)[:, None], np.linspace(*y_range, 41)[None, :])
    heights = z[np.abs(z) < HUGE]
    if not len(heights):
        return _Box(math.inf, x_range, y_range, height_range(value, value, value))
    bulk = float(np.subtract(*np.percentile(heights, (97, 3))))
    trim = 0.0 if float(np.ptp(heights)) < 3 * bulk else 3.0  # a pole, or a spike that would flatten all else
    low, high = (float(end) for end in np.percentile(heights, (trim, 100 - trim)))
    z_range = height_range(low, high, value)
    cost = 2 * (1 - float(np.isfinite(z).mean()))
    cost += flatness(heights / (z_range[1] - z_range[0])) + _turns(z)
    return _Box(cost, x_range, y_range, z_range)


def _surface_range(coordinate: float, place: float, half: float) -> Range:
    """Return a range with the coordinate at `place` across it; centred on zero if it is then well inside."""
    if place == 0.5 and abs(coordinate) <= 0.5 * half:
        return around(-half, 2 * half)
    return around(coordinate - place * 2 * half, 2 * half)


def _turns(z: Array) -> float:
    """Penalise turns along the lines of the grid, on average: few hills are worth seeing, many are noise."""
    turns = [
        np.mean(np.count_nonzero(np.diff(np.sign(np.diff(z, axis=axis)), axis=axis), axis=axis)) for axis in (0, 1)
    ]
    return 0.3 * max(0.0, float(max(turns)) - 2.5) + (0.2 if max(turns) < 0.3 else 0.0)
