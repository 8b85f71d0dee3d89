"""The difference quotient in a panel: its formula, h and the slope as live numbers, and what they come to."""

from __future__ import annotations

from collections.abc import Callable, Sequence

import manim as mn
import numpy as np

from mathkit import Secant, Tangent, typst_number
from scenes.panel import Readout, Table, fit, stack
from scenes.stage import Region
from scenes.theme import Theme
from scenes.typesetting import Formula

#: The distance between lines of the table: at least, so that they stay apart, and at most (units).
LINES = (0.4, 0.5)
#: A region this wide has room for the table beside the formulas.
WIDE = 6.0


class DifferenceQuotient:
    """Slope = rise / run, followed by the numbers of the secant that `now` returns.

    `steps` are the pairs (h, slope) of a table that shows where the slope goes; the first has the longest h.
    """

    def __init__(
        self, now: Callable[[], Secant], steps: Sequence[tuple[float, float]], region: Region, theme: Theme
    ) -> None:
        self.steps, self.region, self.theme = steps, region, theme
        self.formula = Formula(
            '{{ upright("slope") : secant }} = upright("rise") / upright("run")'
            " = (f(x + {{ h : input }}) - f(x)) / {{ h : input }}",
            theme,
        )
        steepest = max(abs(slope) for _, slope in steps)
        self.slope = Readout('{{ upright("slope") : secant }} =', theme, span=steepest, role="secant")
        self.h = Readout(
            "{{ h : input }} =", theme, span=abs(steps[0][0]), role="input", decimals=_decimals(steps[-1][0])
        )
        self._lay_out()
        self.h.follow(lambda: now().h)
        self.slope.follow(lambda: now().slope)

    def _lay_out(self) -> None:
        if self._beside:
            stack(self.region, self.formula, self.h, self.slope, gap=0.3)
            return
        if self.h.exponent or self.slope.exponent:
            stack(self.region, self.formula, self.h, self.slope, gap=0.25)
            return
        stack(self.region, self.formula, self.h)
        self.slope.move_to(self.h, aligned_edge=mn.DL).shift(0.5 * self.region.width * mn.RIGHT)
        self.slope.shift((self.h.place.get_bottom()[1] - self.slope.place.get_bottom()[1]) * mn.UP)

    @property
    def _beside(self) -> bool:
        return self.region.width > WIDE

    def table(self) -> Table:
        """Return the steps as a table below the readouts, or beside them."""
        region, top = self.region, min(self.h.get_bottom()[1], self.slope.get_bottom()[1]) - 0.3
        if self._beside:
            _, region = region.columns(1, 1)
            top = self.h.get_top()[1]
        line = float(np.clip((top - region.bottom - 0.1) / (len(self.steps) + 0.6), LINES[0], LINES[1]))
        heads = ("{{ h : input }}", '{{ upright("slope") : secant }}')
        rows = [(typst_number(h), typst_number(slope, 4)) for h, slope in self.steps]
        table = Table(heads, rows, self.theme, width=min(region.width, 4.2), line=line)
        return table.move_to([region.left, top, 0], aligned_edge=mn.UL)

    def limit(self, tangent: Tangent) -> Formula:
        """Return f′(x₀) as the limit of the quotient, in the place of its formula."""
        at = typst_number(tangent.at)
        head = f"{{{{ f'({at}) : slope }}}}"
        quotient = f"(f({at} + {{{{ h : input }}}}) - f({at})) / {{{{ h : input }}}}"
        value = f"= {{{{ {typst_number(tangent.slope, 4)} : slope_2 }}}}"
        formula = Formula(f"{head} = lim_(h -> 0) {quotient} {value}", self.theme)
        if formula.width > self.region.width:
            formula = Formula(f"{head} &= lim_(h -> 0) {quotient} \\ &{value}", self.theme)
        return fit(formula, self.region.width).move_to(self.formula, aligned_edge=mn.DL)


def _decimals(smallest: float) -> int:
    """Return the decimals at which even the last h is not nought."""
    return int(np.clip(np.ceil(-np.log10(abs(smallest))), 2, 6))
