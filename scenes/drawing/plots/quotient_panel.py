"""The difference quotient in a panel: its formula, h and the slope as live numbers, and what they come to."""

from __future__ import annotations

from collections.abc import Callable, Sequence

import manim as mn
import numpy as np

from mathkit import Function, Secant, Tangent, symbol_source, typst_column, typst_equals, typst_number
from mathkit.notation.number_format import typst_place
from mathkit.notation.typst_parts import exact_place, part
from scenes.drawing.canvas.animations import Glide
from scenes.drawing.canvas.arrange import fit, stack
from scenes.drawing.canvas.stage import Region
from scenes.drawing.plots.plot import times_power
from scenes.drawing.text.formula_morph import Morph
from scenes.drawing.text.panel import Readout
from scenes.drawing.text.table import Table
from scenes.drawing.text.typesetting import Formula
from scenes.drawing.theme.theme import Theme

#: A region this wide has room for the table beside the readouts.
WIDE = 6.0

#: What a curve is called where nothing else is said.
_USUAL = Function.parse("x")


def quotient(f: Function = _USUAL) -> str:
    """Return the difference quotient in Typst with labelled parts: (f(x + h) − f(x))/h."""
    name, (x,), h = f.letter, map(symbol_source, f.variables), part("h", "input_3")
    rise = f"{part(f'{name}({x} + {h})', 'output_2')} - {part(f'{name}({x})', 'output_3')}"
    return part(f"({rise}) / {part('h', 'input_4')}", "quotient")


class DifferenceQuotient:
    """Slope = rise / run, followed by the numbers of the secant that `now` returns.

    `steps` are the pairs (h, slope) of a table that shows where the slope goes; the first has the longest h. The
    quotient stands below what is written at the top of `panel`, until `region` is all of the panel.
    """

    def __init__(
        self,
        now: Callable[[], Secant],
        steps: Sequence[tuple[float, float]],
        panel: Region,
        region: Region,
        theme: Theme,
        *,
        signed: bool = True,
        f: Function = _USUAL,
    ) -> None:
        """`signed`: the slope may be below zero; `f` names the function and its variable."""
        self.steps, self.panel, self.theme, self.f = steps, panel, theme, f
        ratio = '{{ upright("rise") : output }} / {{ upright("run") : input }}'
        self.formula = Formula(f'{{{{ upright("slope") : secant }}}} = {ratio} = {quotient(f)}', theme)
        if self.formula.width > region.width:
            self.formula = Formula(f'{{{{ upright("slope") : secant }}}} &= {ratio} \\ &= {quotient(f)}', theme)
        steepest = max(abs(slope) for _, slope in steps)
        runs, _ = typst_column([h for h, _ in steps], 1, 1)
        self.slope = Readout('{{ upright("slope") : secant }} =', theme, span=steepest, role="secant", signed=signed)
        self.h = Readout(
            "{{ h : input }} =",
            theme,
            span=abs(steps[0][0]),
            role="input",
            decimals=len(runs[0].partition(".")[2]),
            signed=steps[0][0] < 0,
        )
        self._lay_out(region)
        self.h.follow(lambda: now().h)
        self.slope.follow(lambda: now().slope)

    def _lay_out(self, region: Region) -> None:
        """Put the readouts under the formula: side by side where there is room."""
        scale = self.theme.type_scale
        stack(region, self.formula, self.h, self.slope, gap=0.25 * scale)
        aside = self.h.full_right + 0.5 * scale
        if not self._beside and aside + self.slope.full_right - region.left < region.right:
            self.slope.shift((aside - self.slope.get_left()[0]) * mn.RIGHT)
            self.slope.shift((self.h.place.get_bottom()[1] - self.slope.place.get_bottom()[1]) * mn.UP)

    @property
    def _beside(self) -> bool:
        return self.panel.width > WIDE

    def rise(self, *others: mn.Mobject) -> list[mn.Animation]:
        """Return the animations that take the formula, with others, up to where what stood there has left."""
        shift = (self.panel.top - self.formula.get_top()[1]) * mn.UP
        return [Glide(item, shift) for item in (self.formula, *others)]

    @property
    def below(self) -> Region:
        """Return what is free of the panel below the formula once it has risen."""
        return self.panel.inset(top=self.formula.height + 0.4)

    def table(self, tangent: Tangent) -> Table:
        """Return the steps and what they come to as a table below the readouts, or beside them."""
        panel, top = self.panel, min(self.h.get_bottom()[1], self.slope.get_bottom()[1]) - 0.3
        left = panel.left
        if self._beside:
            top = self.h.get_top()[1]
            left = max(self.h.full_right, self.slope.full_right) + 0.7
        # It is no higher than what is below the limit, under which it is brought up.
        room = Region(
            left, panel.right, panel.bottom, min(top, panel.top - self._limit().height - 0.4 * self.theme.type_scale)
        )
        runs, size = typst_column([h for h, _ in self.steps], 1, 3, zeros=False)
        (*slopes, rounded), power = typst_column([*(slope for _, slope in self.steps), tangent.slope])
        if power:
            slopes = [typst_number(slope, 4) for _, slope in self.steps]
        sign, settled = typst_equals(tangent.slope, digits=4), typst_number(tangent.slope, 4)
        if sign != "=" and not power:
            settled = rounded
        sign = sign if exact_place(tangent.at) else "approx"
        # A number with its power of ten takes all of the column.
        head = "" if power else f"{self.f.letter}'({typst_place(tangent.at)}) {sign} "
        rows = [*zip(runs, slopes, strict=True), ("-> 0", f"{{{{ {head}{settled} : slope }}}}")]
        heads = (f"{{{{ h : input }}}}{times_power(size)}", '{{ upright("slope") : secant }}')
        table = Table(heads, rows, self.theme, right=(False, True), room=room)
        return table.move_to(np.array([left, top, 0]), aligned_edge=mn.UL)

    def to_limit(self) -> tuple[Formula, mn.Animation]:
        """Return f′(x) as the limit of the quotient, and the animation that turns the quotient into it."""
        limit = self._limit().move_to(self.formula, aligned_edge=mn.UL)
        if self.formula.height < 1.5 * limit.height:
            limit.shift((self.formula.part("quotient").get_y() - limit.part("quotient").get_y()) * mn.UP)
        return limit, Morph(self.formula, limit, {"secant": "slope"})

    def _limit(self) -> Formula:
        slope = part(f"{self.f.letter}'({symbol_source(self.f.variables[0])})", "slope")
        limit = Formula(f"{slope} = lim_({part('h', 'input_2')} -> 0) {quotient(self.f)}", self.theme)
        return fit(limit, self.panel.width)

    def bring_up(self, table: Table, limit: Formula) -> list[mn.Animation]:
        """Return the animations that take a table, whose last row is not on the stage yet, up under the limit."""
        corner = limit.get_corner(mn.DL) + 0.4 * self.theme.type_scale * mn.DOWN
        shift = corner - table.get_corner(mn.UL)
        table.rows[-1].shift(shift)
        return [Glide(part, shift) for part in (table.head, *table.rows[:-1])]
