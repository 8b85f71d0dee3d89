"""What the tangent predicts one step aside, what is there, and the error between the two."""

from __future__ import annotations

from collections.abc import Sequence

import manim as mn
import numpy as np

from mathkit import Prediction, Tangent, typst_column
from scenes.marks import Spot, kept_in, plated, set_dashes, set_runs, stroke
from scenes.motion import live
from scenes.panel import Table, fit, stack
from scenes.plot import Plot
from scenes.stage import Region
from scenes.theme import LABEL, Theme
from scenes.typesetting import Formula, Words


class TangentPrediction:
    """A step of `share` (1 at first) of the first prediction's dx on the plot; the rule and all errors in the panel."""

    def __init__(
        self,
        tangent: Tangent,
        predictions: Sequence[Prediction],
        plot: Plot,
        panel: Region,
        theme: Theme,
        *,
        exact: bool,
    ) -> None:
        """`exact`: what the errors are not zero by is round-off."""
        self.tangent, self.plot = tangent, plot
        self.share = mn.ValueTracker(1.0)
        self._full = predictions[0].dx
        guess = live(Spot(theme, "slope", 0.06), lambda m: m.at(self._places()[1]))
        truth = live(Spot(theme, "output", 0.06), lambda m: m.at(self._places()[2]))
        gap = live(stroke(theme, "error", 6), lambda m: set_runs(m, self._places()[1:]))
        here = plot.at(tangent.at, tangent.value)
        step = live(stroke(theme, "input", 3), lambda m: set_dashes(m, here, self._places()[0]))
        # Its name stands where neither the tangent nor the curve goes.
        up = 1.0 if predictions[0].error < 0 else -1.0
        free = np.array([-up if tangent.slope >= 0 else up, up, 0])
        below = mn.DOWN if tangent.slope >= 0 else mn.UP
        step_name = live(
            plated(Formula("{{ dif x : input }}", theme, size=LABEL + 4), theme),
            lambda m: kept_in(m.next_to((here + self._places()[0]) / 2, below, 0.1), plot.area),
        )
        gap_name = live(
            plated(Words("error", theme, size=LABEL + 4, role="error"), theme),
            lambda m: kept_in(m.next_to(self._places()[1], free, 0.08), plot.area),
        )
        self.figure = mn.VGroup(step, gap, guess, truth)
        self.names = mn.VGroup(step_name, gap_name)
        rule = Formula("{{ f(x + dif x) : output }} approx f(x) + {{ f'(x) : slope }} {{ dif x : input }}", theme)
        meaning = Words("#error[error]: the value, less what was foretold", theme, size=LABEL + 4, role="muted")
        if meaning.width > panel.width:
            meaning = Words("#error[error]: value less foretold", theme, size=LABEL + 4, role="muted")
        gap = 0.4 * theme.type_scale
        fit(rule, panel.width)
        taken = rule.height + meaning.height + 2 * gap
        self.table = _error_table(predictions, exact, panel.inset(top=taken), theme)
        stack(panel, rule, meaning, self.table, gap=gap, middle=panel.width > panel.height)
        self.rule = mn.VGroup(rule, meaning)

    def _places(self) -> np.ndarray:
        """Return the end of the step, the guess and the truth over it on the stage, shape (3, 3)."""
        now = self.tangent.predict(self._full * self.share.get_value())
        heights = now.predicted, float(np.nan_to_num(now.actual))
        return self.plot.points_at(
            [self.tangent.at + now.dx] * 3, [self.tangent.value, *(self.plot.inside(y) for y in heights)]
        )


def _error_table(predictions: Sequence[Prediction], exact: bool, room: Region, theme: Theme) -> Table:
    steps = [p.dx for p in predictions]
    errors = [0.0 if exact else p.error for p in predictions]
    columns = [
        typst_column(steps, 1, 3, zeros=False),
        typst_column(errors, 2, 2),
        typst_column([error / dx**2 for error, dx in zip(errors, steps, strict=True)], 2),
    ]
    names = ("{{ dif x : input }}", '{{ upright("error") : error }}', '{{ upright("error") : error }} / (dif x)^2')
    heads = [
        f"{name} \\ times 10^({power})" if power else name for name, (_, power) in zip(names, columns, strict=True)
    ]
    rows = list(zip(*(cells for cells, _ in columns), strict=True))
    return Table(heads, rows, theme, right=(False, True, True), room=room)
