"""A point that walks along a curve, and its slope, plotted below it: the graph of the derivative as it comes to be."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import manim as mn
import numpy as np

from mathkit import BreakPoint, CriticalPoint, CurveWindow
from scenes.drawing.canvas.animations import live
from scenes.drawing.canvas.arrange import stack
from scenes.drawing.canvas.primitives import Spot, cut_to, set_dashes, set_runs, stroke
from scenes.drawing.canvas.stage import Region
from scenes.drawing.plots.curve_point import curve_formula
from scenes.drawing.plots.plot import LEFT, Plot
from scenes.drawing.text.function_names import value_name, variable_name
from scenes.drawing.text.panel import Readout
from scenes.drawing.theme.theme import Theme

#: Half the length of the tangent that the point carries along, in units.
TANGENT_REACH = 1.1


class DerivativeTrace:
    """The curve above, its derivative below over the same x.

    `share` is where the point is, `traced` how far its slope is plotted: each from 0 (left end) to 1 (right end).
    """

    def __init__(
        self,
        curve: CurveWindow,
        slopes: CurveWindow,
        figure: Region,
        panel: Region,
        theme: Theme,
        *,
        breaks: tuple[Sequence[BreakPoint], Sequence[BreakPoint]] = ((), ()),
    ) -> None:
        """`breaks`: where the curve and its derivative jump, or points of them are missing."""
        self.curve, self.slopes = curve, slopes
        self.share, self.traced = mn.ValueTracker(0.0), mn.ValueTracker(0.0)
        top, bottom = figure.rows(1, 1, gap=0.12)
        self.upper, self.lower = _aligned(curve, slopes, top, bottom, theme)
        self.upper_curve = self.upper.curve(curve.samples(400))
        self.upper_breaks = self.upper.breaks(breaks[0])
        self._lower_breaks = self.lower.breaks(breaks[1], "slope")
        self._runs = slopes.samples(500)
        xs = np.concatenate([run[:, 0] for run in self._runs])
        self._start, self._end = float(xs[0]), float(xs[-1])
        self._line = stroke(theme, "slope", 4.5)
        self.trace = live(mn.VGroup(self._line, self._lower_breaks), self._draw_trace)
        self.tangent = live(stroke(theme, "slope", 4), self._draw_tangent)
        self.walker = live(Spot(theme, "input").in_front(), lambda m: m.at(self._walker_place()))
        self.follower = live(Spot(theme, "slope").in_front(), self._place_follower)
        self.drop = live(stroke(theme, "muted", 2), self._draw_drop)
        self.level_marks = mn.VGroup()
        self._write_panel(panel, theme)

    @property
    def x(self) -> float:
        """Return where the point is."""
        return self._along(self.share)

    @property
    def y(self) -> float:
        """Return the height of the curve at the point; NaN where it has none."""
        return float(self.curve.function(self.x))

    @property
    def slope(self) -> float:
        """Return the slope at the point; NaN where there is none."""
        return float(self.slopes.function(self.x))

    @property
    def plots(self) -> list[mn.Mobject]:
        """Return what stands still: both plots and the curve."""
        return [self.upper, self.lower, self.upper_curve, self.upper_breaks]

    @property
    def moving(self) -> list[mn.Mobject]:
        """Return what walks, without the trace."""
        return [self.walker, self.tangent, self.follower, self.drop, self.readouts]

    def level(self, points: Sequence[CriticalPoint]) -> mn.VGroup:
        """Return marks at points where f′ is zero: a short level tangent on the curve, and a dot on both graphs."""
        marks, (low, high) = self.level_marks, self.curve.y_range
        for point in points:
            if low <= point.value <= high:
                reach = 0.3 * TANGENT_REACH * mn.RIGHT
                here = self.upper.at(point.x, point.value)
                ends = cut_to(*self.upper.corners, here - reach, here + reach)
                marks.add(set_runs(stroke(self.upper.theme, "slope", 5), ends))
                for place in (here, self.lower.at(point.x, 0.0)):
                    marks.add(Spot(self.upper.theme, "slope", 0.06).at(place))
        return marks

    def _walker_place(self) -> np.ndarray:
        return _held(self.upper, self.x, self.y)

    def _place_follower(self, spot: Spot) -> Spot:
        """Put the point under the walker, unseen where the curve has no slope."""
        return spot.at(self._follower_place()).set_opacity(float(np.isfinite(self.slope)))

    def _follower_place(self) -> np.ndarray:
        return _held(self.lower, self.x, self.slope)

    def _draw_drop(self, line: mn.VMobject) -> mn.VMobject:
        """Link the two points, but leave the strip free where the numbers of the upper axis stand."""
        # Worked out afresh: the points themselves may not have been moved to this frame yet.
        walker, follower = self._walker_place(), self._follower_place()
        leaves, comes_in = walker.copy(), follower.copy()
        leaves[1], comes_in[1] = self.upper.area.bottom, self.lower.area.top
        dashes = [set_dashes(line, *ends).points for ends in ((walker, leaves), (comes_in, follower))]
        line.points = np.concatenate(dashes)
        return line

    def _along(self, share: mn.ValueTracker) -> float:
        return self._start + (self._end - self._start) * float(share.get_value())

    def _draw_trace(self, trace: mn.VGroup) -> mn.VGroup:
        """Draw what has been walked, and the circles that have been passed."""
        line, breaks = trace
        end = self._along(self.traced)
        self.lower.trace(line, [run[run[:, 0] <= end] for run in self._runs])
        passed = self.lower.at(end, self.lower.y_range[0])[0] + 1e-6
        for mark in breaks:
            mark.set_opacity(float(mark.get_center()[0] <= passed))
        return trace

    def _draw_tangent(self, line: mn.VMobject) -> mn.VMobject:
        upper, low, high = self.upper, *self.curve.y_range
        if not (np.isfinite(self.slope) and low <= self.y <= high):
            return set_runs(line)
        here = upper.at(self.x, self.y)
        direction = np.array([1.0, self.slope * upper.slope_scale, 0])
        direction *= TANGENT_REACH / np.linalg.norm(direction)
        return set_runs(line, cut_to(*upper.corners, here - direction, here + direction))

    def _write_panel(self, panel: Region, theme: Theme) -> None:
        (x0, x1), (low, high) = self.curve.x_range, self.slopes.y_range
        formula = curve_formula(self.curve.function, theme, panel.width)
        f = self.slopes.function
        self.prime_formula = curve_formula(f, theme, panel.width, f"{f.letter}'", "slope")
        x = Readout(
            f"{variable_name(self.curve.function)} =", theme, span=max(abs(x0), abs(x1)), role="input", signed=x0 < 0
        )
        slope = Readout(
            '{{ upright("slope") : slope }} =', theme, span=max(abs(low), abs(high)), role="slope", signed=low < 0
        )
        stack(
            panel, formula, x, slope, self.prime_formula, gap=0.4 * theme.type_scale, middle=panel.width > panel.height
        )
        x.follow(lambda: self.x)
        slope.follow(lambda: float(np.clip(np.nan_to_num(self.slope), low, high)))
        self.readouts = mn.VGroup(formula, x, slope)


def _aligned(curve: CurveWindow, slopes: CurveWindow, top: Region, bottom: Region, theme: Theme) -> tuple[Plot, Plot]:
    """Return both plots with one left edge, so that a point and its slope stand over one another."""
    names = value_name(curve.function), value_name(slopes.function, f"{curve.function.letter}'", "slope")
    windows = ((curve, top, names[0]), (slopes, bottom, names[1]))

    def plots(left: float) -> Iterator[Plot]:
        # A point may walk to the ends of the axes: their names stand below.
        for window, region, name in windows:
            yield Plot.of(window, region, theme, y_name=name, left=left, x_below=True)

    upper, lower = plots(max(plot.area.left for plot in plots(LEFT)) - top.left)
    return upper, lower


def _held(plot: Plot, x: float, y: float) -> np.ndarray:
    """Return the place of (x, y), held inside the plot where y leaves it or is missing."""
    return plot.at(x, plot.inside(float(np.nan_to_num(y))))
