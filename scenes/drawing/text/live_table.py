"""A table whose cells are live numbers, with a light on one row that moves."""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from dataclasses import dataclass

import manim as mn
import numpy as np

from mathkit import format_number
from scenes.drawing.canvas.animations import live
from scenes.drawing.canvas.arrange import fit
from scenes.drawing.canvas.primitives import set_runs, stroke
from scenes.drawing.text.live_number import LiveNumber
from scenes.drawing.text.typesetting import Formula
from scenes.drawing.theme.theme import LABEL, Theme

#: The distance between lines, in units, for type that is not scaled.
LINE = 0.5


@dataclass(frozen=True, slots=True)
class Column:
    """A head (Typst) with a role, and a number for each row, live. `span`: the largest absolute value that will show.

    All numbers of a column have the same decimals, and the same power of ten, which stands in its head.
    """

    head: str
    role: str
    values: Sequence[Callable[[], float]]
    span: float
    decimals: int = 2


class LiveTable(mn.VGroup):
    """Columns under their heads; `rows[i]` are the cells of a row. What is not yet known (NaN) stays empty.

    Example:
        steps = Column('upright("step")', "ink", [lambda k=k: k for k in range(4)], 4, decimals=0)
        table = LiveTable([steps, Column("{{ L : loss }}", "loss", losses, 2.5)], theme, width=4)
        play(*appear(table.head, *table.rows), table.row.animate.set_value(3.0))
    """

    def __init__(self, columns: Sequence[Column], theme: Theme, *, width: float, size: float = LABEL + 4) -> None:
        super().__init__()
        self.theme, self.width_, self.line = theme, width, LINE * max(theme.type_scale, 0.9)
        self.row = mn.ValueTracker(0.0)
        pitch = width / len(columns)
        heads, cells = mn.VGroup(), []
        for place, column in enumerate(columns):
            exponent = _exponent(column.span)
            times = f" slash 10^({exponent})" if exponent else ""
            head = fit(Formula(f"{{{{ {column.head} : {column.role} }}}}{times}", theme, size=size), 0.94 * pitch)
            heads.add(head.move_to([(place + 0.5) * pitch, 0, 0]))
            cells.append([self._cell(column, value, exponent, pitch, size) for value in column.values])
        rule = -0.55 * self.line
        self.rule = set_runs(stroke(theme, "muted", 1.5), np.array([[0, rule, 0], [width, rule, 0]]))
        self.head = mn.VGroup(heads, self.rule)
        self.rows = [mn.VGroup(*row) for row in zip(*cells, strict=True)]
        self.add(self.head, *self.rows)
        for place, numbers in enumerate(cells):
            for index, number in enumerate(numbers):
                self._follow(number, columns[place].values[index], place, index, pitch)

    def light(self) -> mn.VGroup:
        """Return the light, with a bar at its left, behind the row of the tracker `row`; it lies under the table."""
        band = mn.RoundedRectangle(width=self.width_ + 0.1, height=0.92 * self.line, corner_radius=0.08)
        # Every role can be read on a plate: a theme is held to that.
        band.set_stroke(width=0).set_fill(self.theme.color("plate"), 1)
        bar = mn.Rectangle(width=0.07, height=band.height, fill_color=self.theme.color("ink"), fill_opacity=1)
        bar.set_stroke(width=0).align_to(band, mn.LEFT)
        middle = self.width_ / 2
        return live(mn.VGroup(band, bar), lambda m: m.move_to(self._place(middle, float(self.row.get_value()))))

    def _place(self, x: float, row: float) -> np.ndarray:
        """Return a place in the table as it stands now: x from its left edge, at the middle of a row (0, 1, …)."""
        left = float(self.rule.points[0][0])
        return np.array([left + x, float(self.rule.points[0][1]) - (0.5 + row) * self.line, 0.0])

    def _cell(self, column: Column, value: Callable[[], float], exponent: int, pitch: float, size: float) -> LiveNumber:
        digits = max(0, math.floor(math.log10(column.span)) - exponent) if column.span > 0 else 0
        number = LiveNumber(self.theme, slots=digits + column.decimals + 3, role=column.role, size=size)
        number.decimals, number.exponent = column.decimals, exponent
        number.widest = number.width_of("0" * (digits + 1) + ("." + "0" * column.decimals if column.decimals else ""))
        return number

    def _follow(self, number: LiveNumber, value: Callable[[], float], place: int, row: int, pitch: float) -> None:
        """Keep a number up to date; its last digit stands still, so that points stand under points."""

        def update(m: LiveNumber) -> None:
            now = value()
            text = format_number(now / 10.0**m.exponent, decimals=m.decimals) if math.isfinite(now) else ""
            right = self._place((place + 0.5) * pitch + m.widest / 2, row)
            m.corner = right - [m.sign_width + m.width_of(text.lstrip("\N{MINUS SIGN}")), 0.3 * m.em, 0]
            m.show(text)

        live(number, update)


def _exponent(span: float) -> int:
    """Return the power of ten that a column takes out of its numbers: none where they read well as they are."""
    magnitude = math.floor(math.log10(span)) if span > 0 and math.isfinite(span) else 0
    return magnitude if magnitude >= 4 or magnitude <= -3 else 0
