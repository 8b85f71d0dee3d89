"""A magnifying glass: a small square of a plot, drawn again in the panel at a scale that grows."""

from __future__ import annotations

import manim as mn
import numpy as np

from mathkit import Tangent
from scenes.marks import Spot, cut_to, set_runs, stroke
from scenes.motion import live
from scenes.panel import Readout
from scenes.plot import Plot
from scenes.stage import Region
from scenes.theme import LABEL, Theme
from scenes.typesetting import Formula, Words

#: Points of the curve in the glass.
SAMPLES = 200


class MagnifyingGlass(mn.VGroup):
    """Curve and tangent around a point, 10^`power` times as large as on the plot, and the square they fill there."""

    def __init__(self, tangent: Tangent, plot: Plot, panel: Region, theme: Theme) -> None:
        super().__init__()
        self.tangent, self.plot = tangent, plot
        self.power = mn.ValueTracker(0.35)
        self.side = side = min(panel.width, panel.height - 0.9)
        self.glass = Region(panel.left, panel.left + side, panel.top - side, panel.top)
        self.here = plot.at(tangent.at, tangent.value)
        rim = mn.Square(side, stroke_color=theme.color("muted"), stroke_width=2.5).move_to(self.glass.center)
        frame = live(
            mn.Square(1, stroke_color=theme.color("muted"), stroke_width=2),
            lambda m: m.set(width=max(side / self.scale_now, 0.05)).move_to(self.here),
        )
        readout = Readout('upright("zoom") times', theme, span=100, decimals=0, signed=False, size=LABEL + 4)
        readout.next_to(rim, mn.DOWN, 0.18, aligned_edge=mn.LEFT)
        readout.follow(lambda: self.scale_now)
        legend = mn.VGroup(
            Formula("{{ f : output }}", theme, size=LABEL + 4),
            Words("tangent", theme, size=LABEL + 4, role="slope"),
        ).arrange(mn.RIGHT, buff=0.4)
        legend.next_to(rim, mn.DOWN, 0.18, aligned_edge=mn.RIGHT)
        straight = live(stroke(theme, "slope", 2.2), self._draw_tangent)
        curve = live(stroke(theme, "output", 6), self._draw_curve)
        spot = Spot(theme, "input").at(self.glass.center)
        self.add(rim, curve, straight, spot, readout, legend, frame)

    @property
    def scale_now(self) -> float:
        """Return how many times larger than on the plot the glass shows the curve."""
        return float(10 ** self.power.get_value())

    def _draw_curve(self, line: mn.VMobject) -> mn.VMobject:
        plot, at = self.plot, self.tangent.at
        half = self.side / 2 / self.scale_now / plot.area.width * (plot.x_range[1] - plot.x_range[0])
        x = np.linspace(at - half, at + half, SAMPLES)
        points = (plot.points_at(x, self.tangent.function(x)) - self.here) * self.scale_now + self.glass.center
        inside = np.abs(points[:, 1] - self.glass.center[1]) <= self.side / 2
        runs = np.split(np.arange(SAMPLES), np.flatnonzero(np.diff(inside.astype(int))) + 1)
        return set_runs(line, *(points[run] for run in runs if inside[run[0]]))

    def _draw_tangent(self, line: mn.VMobject) -> mn.VMobject:
        direction = np.array([1.0, self.tangent.slope * self.plot.slope_scale, 0.0])
        ends = self.glass.center - direction * self.side, self.glass.center + direction * self.side
        return set_runs(line, cut_to(self.glass.point(0, 0), self.glass.point(1, 1), *ends))
