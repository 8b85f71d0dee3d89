"""What stands beside a map with a way down and a way up: their rules and rates, the height as a number and a curve."""

from __future__ import annotations

import manim as mn
import numpy as np

from mathkit import DescentPath
from scenes.descent_trace import DescentTrace
from scenes.loss_plot import LossCurve, LossPlot
from scenes.marks import plated
from scenes.panel import Readout, stack
from scenes.stage import Region
from scenes.theme import LABEL, Theme
from scenes.typesetting import Formula, Words


class PathWords(mn.VGroup):
    """Of one path: its rule, its rate, and the height that its walker has reached, live."""

    def __init__(self, words: Region, theme: Theme, path: DescentPath, trace: DescentTrace) -> None:
        largest, negative = float(np.abs(path.values).max()), bool(path.values.min() < 0)
        self.rule, self.rate = (Formula(code, theme) for code in path.update)
        self.height_reached = Readout("{{ f : output }} =", theme, span=largest, role="output", signed=negative)
        super().__init__(self.rule, self.rate, self.height_reached)
        stack(words, *self, gap=0.3)
        self.height_reached.follow(lambda: trace.loss_reached)


class DescentPanel:
    """One plot for both ways, made to hold both; `down` and `up` are the words of each, at the same place."""

    def __init__(self, graph: Region, words: Region, theme: Theme, down: DescentTrace, up: DescentTrace) -> None:
        self.plot = LossPlot(graph, theme, down.losses, up.losses, name="{{ f : output }}")
        self.falling = LossCurve(self.plot, down.losses, lambda: down.now, role="output", width=4)
        self.rising = LossCurve(self.plot, up.losses, lambda: up.now, role="gradient", width=4)
        self.down = PathWords(words, theme, down.path, down)
        self.up = PathWords(words, theme, up.path, up)
        self.up_name = self._name("uphill", "gradient", up)

    def _name(self, word: str, role: str, trace: DescentTrace) -> mn.VGroup:
        """Return the name of a curve beside its end, or under it where the axes leave no room there."""
        steps = len(trace.losses) - 1
        end = self.plot.at(steps, float(trace.losses[-1]))
        label = plated(Words(word, self.plot.theme, role=role, size=LABEL), self.plot.theme)
        if end[0] + label.width + 0.2 < self.plot.area.right:
            return label.next_to(end, mn.RIGHT, 0.18)
        # Under the end, which is on the right: a rising curve comes from the left, and is higher the nearer it is.
        return label.next_to(end, mn.DOWN, 0.3).align_to(end, mn.RIGHT)

    @property
    def curves(self) -> list[mn.Mobject]:
        """Return the axes and all that is drawn on them."""
        return [self.plot, *self.falling.parts, *self.rising.parts, self.up_name]
