"""What the tangent predicts one step aside, what is there, and the error between the two."""

from __future__ import annotations

from collections.abc import Sequence

import manim as mn
import numpy as np

from mathkit import Prediction, Tangent, typst_number
from scenes.marks import Spot, set_dashes, set_runs, stroke
from scenes.motion import live
from scenes.panel import Table, stack
from scenes.plot import Plot
from scenes.stage import Region
from scenes.theme import LABEL, Theme
from scenes.typesetting import Formula, Words


class TangentPrediction:
    """A step of `share` (1 at first) of the first prediction's dx on the plot; the rule and all errors in the panel."""

    def __init__(
        self, tangent: Tangent, predictions: Sequence[Prediction], plot: Plot, panel: Region, theme: Theme
    ) -> None:
        self.tangent, self.plot = tangent, plot
        self.share = mn.ValueTracker(1.0)
        self._full = predictions[0].dx
        guess = live(Spot(theme, "slope", 0.06), lambda m: m.at(self._places()[1]))
        truth = live(Spot(theme, "output", 0.06), lambda m: m.at(self._places()[2]))
        gap = live(stroke(theme, "error", 6), lambda m: set_runs(m, self._places()[1:]))
        here = plot.at(tangent.at, tangent.value)
        step = live(stroke(theme, "input", 3), lambda m: set_dashes(m, here, self._places()[0]))
        self.figure = mn.VGroup(step, gap, guess, truth)
        rule = Formula("{{ f(x + dif x) : output }} approx f(x) + {{ f'(x) : slope }} {{ dif x : input }}", theme)
        self.table = _error_table(predictions, min(panel.width, 5.0), theme)
        meaning = Words("#error[error]: the value, less what was foretold", theme, size=LABEL + 4, role="muted")
        stack(panel, rule, meaning, self.table, gap=0.45)
        self.rule = mn.VGroup(rule, meaning)

    def _places(self) -> np.ndarray:
        """Return the end of the step, the guess and the truth over it on the stage, shape (3, 3)."""
        now = self.tangent.predict(self._full * self.share.get_value())
        heights = now.predicted, float(np.nan_to_num(now.actual))
        return self.plot.points_at(
            [self.tangent.at + now.dx] * 3, [self.tangent.value, *(self.plot.inside(y) for y in heights)]
        )


def _error_table(predictions: Sequence[Prediction], width: float, theme: Theme) -> Table:
    heads = ("{{ dif x : input }}", '{{ upright("error") : error }}', '{{ upright("error") : error }} / (dif x)^2')
    rows = [(typst_number(p.dx), typst_number(p.error, 2), typst_number(p.error / p.dx**2, 2)) for p in predictions]
    return Table(heads, rows, theme, width=width, line=0.55)
