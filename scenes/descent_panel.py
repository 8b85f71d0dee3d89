"""What stands beside a map on which a descent runs: the rule, the learning rate, the loss as a number and a curve."""

from __future__ import annotations

import manim as mn
import numpy as np

from mathkit import DescentPath, typst_number
from scenes.descent_trace import DescentTrace
from scenes.loss_plot import LossPlot
from scenes.panel import Readout, stack
from scenes.stage import Region
from scenes.theme import Theme
from scenes.typesetting import Formula


class DescentPanel:
    """`rule` and `numbers` (the rate, the loss, the axes of its plot) beside a trace; the plot's curve is live."""

    def __init__(self, graph: Region, words: Region, theme: Theme, path: DescentPath, trace: DescentTrace) -> None:
        self.plot = LossPlot(graph, theme, path.values, lambda: trace.now, name="{{ f : loss }}", width=4)
        self.rule = Formula("(x, y) <- (x, y) - {{ eta : slope }} {{ nabla f : gradient }}", theme)
        rate = Formula(f"{{{{ eta : slope }}}} = {typst_number(path.rate)}", theme)
        largest, negative = float(np.abs(path.values).max()), bool(path.values.min() < 0)
        self.loss = Readout("{{ f : loss }} =", theme, span=largest, role="loss", signed=negative)
        stack(words, self.rule, rate, self.loss, gap=0.3)
        self.loss.follow(lambda: trace.loss_reached)
        self.numbers = mn.VGroup(self.plot, rate, self.loss)

    @property
    def parts(self) -> list[mn.Mobject]:
        """Return all that is shown while the descent runs."""
        return [self.rule, self.numbers, self.plot.curve_so_far]
