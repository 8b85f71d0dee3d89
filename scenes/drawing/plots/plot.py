"""Curves on axes: a window of mathkit laid into a region of the stage."""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import Any

import manim as mn
import numpy as np

from mathkit import BreakPoint, CurveWindow
from scenes.drawing.canvas.primitives import BreakSpot, cut_to, set_dashes, set_runs, stroke
from scenes.drawing.canvas.stage import Region
from scenes.drawing.text.function_names import value_name, variable_name
from scenes.drawing.text.live_number import tick_labels
from scenes.drawing.text.typesetting import Formula
from scenes.drawing.theme.theme import LABEL, Theme

#: Room beside the plotting area for the ticks' numbers, and for the names of the axes, in units.
LEFT, BOTTOM, TOP, RIGHT = 0.62, 0.4, 0.42, 0.32
#: Numbers stand so far from the plotting area (units): a point on its edge leaves them free.
OFF = 0.15


class Plot(mn.VGroup):
    """Axes with a faint grid. Numbers stand outside the plotting area, so that no curve ever runs through one."""

    def __init__(
        self,
        region: Region,
        theme: Theme,
        x_range: tuple[float, float],
        y_range: tuple[float, float],
        x_ticks: Sequence[float] | np.ndarray,
        y_ticks: Sequence[float] | np.ndarray,
        *,
        x_name: str = "{{ x : input }}",
        y_name: str = "{{ f(x) : output }}",
        left: float = LEFT,
        x_below: bool = False,
    ) -> None:
        """`x_below`: the name of the x axis stands in the row of its numbers, as `lower_x_name` puts it."""
        super().__init__()
        self.theme = theme
        self.x_range, self.y_range = x_range, y_range
        xs, ys = np.asarray(x_ticks, float), np.asarray(y_ticks, float)
        across, up = power_of_ten(xs), power_of_ten(ys)
        ys = _thinned(ys, (region.height - BOTTOM - TOP) / (y_range[1] - y_range[0]), 0.34)
        below = tick_labels(xs / 10.0**across, theme)
        beside = tick_labels(ys / 10.0**up, theme)
        right = Formula(x_name + times_power(across), theme, size=LABEL + 4)
        top = Formula(y_name + times_power(up), theme, size=LABEL + 4)
        widest = max((number.width for number in beside), default=0.0)
        beyond = max(RIGHT, right.width + 0.15)
        if x_below:
            beyond = max(beyond, right.width + 0.16 + max((number.width for number in below[-1:]), default=0.0) / 2)
        self.area = region.inset(max(left, widest + OFF + 0.08), beyond, BOTTOM, TOP)
        # In a narrow plot wide numbers would run into each other.
        room = max((number.width for number in below), default=0.0) + 0.14
        kept = _thinned(xs, self.area.width / (x_range[1] - x_range[0]), room)
        below = [number for x, number in zip(xs, below, strict=True) if x in kept]
        xs = kept
        self.grid = stroke(theme, "grid", 1.2)
        self.axes = stroke(theme, "muted", 2, opacity=0.75)
        self._draw_lines(xs, ys)
        for x, number in zip(xs, below, strict=True):
            number.move_to(self.at(x, y_range[0]) + OFF * mn.DOWN, aligned_edge=mn.UP)
        for y, number in zip(ys, beside, strict=True):
            number.move_to(self.at(x_range[0], y) + OFF * mn.LEFT, aligned_edge=mn.RIGHT)
        right.move_to([self.area.right + 0.1, self.area.bottom + 0.1, 0], aligned_edge=mn.LEFT)
        top.move_to([self.area.left, self.area.top + OFF, 0], aligned_edge=mn.DOWN)
        if top.get_left()[0] < region.left:
            top.shift([region.left - top.get_left()[0], 0, 0])
        self.x_numbers, self.x_name = below, right
        if x_below:
            self.lower_x_name()
        self.add(self.grid, self.axes, *below, *beside, right, top)

    @classmethod
    def of(cls, window: CurveWindow, region: Region, theme: Theme, **options: Any) -> Plot:
        """Return the axes of a curve's window; without `x_name` and `y_name` they are named after its variable."""
        f = window.function
        options = {"x_name": variable_name(f), "y_name": value_name(f)} | options
        return cls(region, theme, window.x_range, window.y_range, window.x_ticks, window.y_ticks, **options)

    def _draw_lines(self, xs: np.ndarray, ys: np.ndarray) -> None:
        (x0, x1), (y0, y1) = self.x_range, self.y_range
        vertical = [self.points_at([x, x], [y0, y1]) for x in xs]
        level = [self.points_at([x0, x1], [y, y]) for y in ys]
        set_runs(self.grid, *vertical, *level)
        x_axis = float(np.clip(0, y0, y1))
        y_axis = float(np.clip(0, x0, x1))
        set_runs(self.axes, self.points_at([x0, x1], [x_axis] * 2), self.points_at([y_axis] * 2, [y0, y1]))

    def at(self, x: float, y: float) -> np.ndarray:
        """Return the place of the point (x, y) on the stage, shape (3,)."""
        return self.points_at([x], [y])[0]

    def points_at(self, x: Sequence[float] | np.ndarray, y: Sequence[float] | np.ndarray) -> np.ndarray:
        """Return the places of points on the stage, shape (n, 3)."""
        (x0, x1), (y0, y1) = self.x_range, self.y_range
        u = (np.asarray(x, float) - x0) / (x1 - x0)
        v = (np.asarray(y, float) - y0) / (y1 - y0)
        area = self.area
        return np.stack([area.left + u * area.width, area.bottom + v * area.height, np.zeros_like(u)], axis=-1)

    def lower_x_name(self) -> None:
        """Put the name of the x axis in the row of its numbers: clear of what stands at the axis' right end."""
        last = self.x_numbers[-1]
        self.x_name.move_to([max(last.get_right()[0], self.area.right) + 0.14, last.get_y(), 0], aligned_edge=mn.LEFT)

    @property
    def slope_scale(self) -> float:
        """Return what a slope is multiplied by to become rise over run on the stage."""
        (x0, x1), (y0, y1) = self.x_range, self.y_range
        return (self.area.height / (y1 - y0)) / (self.area.width / (x1 - x0))

    @property
    def corners(self) -> tuple[np.ndarray, np.ndarray]:
        """Return the lower left and upper right corner of the plotting area."""
        return self.area.point(0, 0), self.area.point(1, 1)

    def inside(self, y: float) -> float:
        """Return `y` moved into the window."""
        return float(np.clip(y, *self.y_range))

    def curve(self, runs: Sequence[np.ndarray], role: str = "output", width: float = 4.5) -> mn.VMobject:
        """Return the curve through runs of data points, shape (k, 2) each."""
        return self.trace(stroke(self.theme, role, width), runs)

    def breaks(self, points: Sequence[BreakPoint], role: str = "output") -> mn.VGroup:
        """Return the filled and open circles at the points of the window where a curve breaks."""
        (x0, x1), (y0, y1) = self.x_range, self.y_range
        return mn.VGroup(
            *(
                BreakSpot(self.theme, role, point.filled).move_to(self.at(point.x, point.y))
                for point in points
                if x0 <= point.x <= x1 and y0 <= point.y <= y1
            )
        )

    def trace(self, line: mn.VMobject, runs: Sequence[np.ndarray]) -> mn.VMobject:
        """Give `line` these runs of data points."""
        return set_runs(line, *(self.points_at(run[:, 0], run[:, 1]) for run in runs))

    def straight(self, x: float, y: float, slope: float) -> np.ndarray:
        """Return the ends on the stage of a line through (x, y), cut to the plotting area: shape (2, 3), or empty."""
        x0, x1 = self.x_range
        ends = self.points_at([x0, x1], [y + slope * (x0 - x), y + slope * (x1 - x)])
        return cut_to(*self.corners, *ends)

    def guides(self, line: mn.VMobject, x: float, y: float) -> mn.VMobject:
        """Let `line` be the dashes from (x, y) down to the bottom edge."""
        return set_dashes(line, self.at(x, y), self.at(x, self.y_range[0]))


def power_of_ten(values: np.ndarray) -> int:
    """Return the power of ten that an axis takes out of its numbers: none where they read well as they are."""
    largest = float(np.abs(values).max()) if len(values) else 0.0
    if largest == 0 or 1e-2 <= largest < 1e5:
        return 0
    return math.floor(math.log10(largest))


def _thinned(values: np.ndarray, unit: float, room: float) -> np.ndarray:
    """Leave ticks out until they stand `room` apart on the stage; zero stays. `unit` is the stage's length of one."""
    if len(values) < 3:
        return values
    step = float(values[1] - values[0])
    every = math.ceil(room / (step * unit) - 1e-9)
    return values[np.round(values / step).astype(int) % every == 0]


def times_power(exponent: int) -> str:
    """Return what an axis' name ends in where a power of ten is taken out of its numbers, in Typst."""
    return f" times 10^({exponent})" if exponent else ""
