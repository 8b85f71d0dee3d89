"""A magnifying glass: a small part of a plot, drawn again in the panel at a scale that grows."""

from __future__ import annotations

import manim as mn
import numpy as np

from mathkit import Tangent
from mathkit.notation.typst_parts import part
from scenes.drawing.canvas.animations import live
from scenes.drawing.canvas.primitives import Spot, cut_to, set_runs, stroke
from scenes.drawing.canvas.stage import Region
from scenes.drawing.plots.plot import Plot
from scenes.drawing.text.panel import Readout
from scenes.drawing.text.typesetting import Formula, Words
from scenes.drawing.theme.theme import LABEL, Theme

#: Points of the curve in the glass.
SAMPLES = 200
#: The frame on the plot begins to thin out at half a side of twice this (units), and is gone at this.
GONE = 0.12


class MagnifyingGlass(mn.VGroup):
    """Curve and tangent around a point, 10^`power` times as large as on the plot, and the part that they fill there."""

    def __init__(self, tangent: Tangent, plot: Plot, panel: Region, theme: Theme) -> None:
        super().__init__()
        self.tangent, self.plot = tangent, plot
        self.power = mn.ValueTracker(0.35)
        legend_room = 0.5 * theme.type_scale + 0.2
        height = min(panel.height - legend_room, 1.6 * panel.width)
        self.glass = Region(panel.left, panel.right, panel.top - height, panel.top)
        self.here = plot.at(tangent.at, tangent.value)
        rim = stroke(theme, "muted", 2.5)
        set_runs(rim, self._rim(self.glass.center, 1.0))
        frame = live(stroke(theme, "muted", 2), self._draw_frame)
        readout = Readout('upright("zoom") times', theme, span=100, decimals=0, signed=False, size=LABEL + 4)
        readout.next_to(rim, mn.DOWN, 0.18, aligned_edge=mn.LEFT)
        readout.follow(lambda: self.scale_now)
        legend = mn.VGroup(
            Formula(part(tangent.function.letter, "output"), theme, size=LABEL + 4),
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

    def _rim(self, center: np.ndarray, scale: float) -> np.ndarray:
        """Return the outline of the glass around `center`, shape (5, 3)."""
        corners = np.array([(-1, -1, 0), (1, -1, 0), (1, 1, 0), (-1, 1, 0), (-1, -1, 0)])
        outline = center + corners * [self.glass.width / 2, self.glass.height / 2, 0] * scale
        # On the plot it keeps off the numbers of the axes.
        return np.clip(outline, *self.plot.corners) if scale < 1 else np.asarray(outline)

    def _draw_frame(self, line: mn.VMobject) -> mn.VMobject:
        """Frame what the glass shows; thin out before it is as small as the point that it is around."""
        half = min(self.glass.width, self.glass.height) / 2 / self.scale_now
        line.set_stroke(width=2 * float(np.clip((half - GONE) / GONE, 0, 1)))
        return set_runs(line, self._rim(self.here, 1 / self.scale_now))

    def _draw_curve(self, line: mn.VMobject) -> mn.VMobject:
        plot, at = self.plot, self.tangent.at
        half = self.glass.width / 2 / self.scale_now / plot.area.width * (plot.x_range[1] - plot.x_range[0])
        x = np.linspace(at - half, at + half, SAMPLES)
        points = (plot.points_at(x, self.tangent.function(x)) - self.here) * self.scale_now + self.glass.center
        inside = np.abs(points[:, 1] - self.glass.center[1]) <= self.glass.height / 2
        runs = np.split(np.arange(SAMPLES), np.flatnonzero(np.diff(inside.astype(int))) + 1)
        return set_runs(line, *(points[run] for run in runs if inside[run[0]]))

    def _draw_tangent(self, line: mn.VMobject) -> mn.VMobject:
        direction = np.array([1.0, self.tangent.slope * self.plot.slope_scale, 0.0])
        ends = self.glass.center - direction * self.glass.width, self.glass.center + direction * self.glass.width
        return set_runs(line, cut_to(self.glass.point(0, 0), self.glass.point(1, 1), *ends))
