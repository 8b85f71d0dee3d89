"""A table of formulas and numbers, row by row."""

from __future__ import annotations

from collections.abc import Sequence

import manim as mn
import numpy as np

from scenes.drawing.canvas.arrange import fit
from scenes.drawing.canvas.stage import Region
from scenes.drawing.text.panel import MIDDLE
from scenes.drawing.text.typesetting import Formula
from scenes.drawing.theme.theme import LABEL, Theme


class Table(mn.VGroup):
    """Columns of formulas under a rule, as wide as what stands in them. Rows are added to the scene one by one.

    `right` tells of each column whether it stands flush right (as numbers with the same decimals do) or left, its head
    too. What stands in one row stands on one baseline.
    """

    def __init__(
        self,
        heads: Sequence[str],
        rows: Sequence[Sequence[str]],
        theme: Theme,
        *,
        right: Sequence[bool],
        room: Region,
        size: float = LABEL + 3,
    ) -> None:
        super().__init__()
        cells = [[Formula(code, theme, size=size) for code in texts] for texts in (heads, *rows)]
        columns = list(zip(*cells, strict=True))
        widths = [max(cell.width for cell in column) for column in columns]
        em = size * theme.type_scale / 96
        gap = float(np.clip((room.width - sum(widths)) / len(columns), 0.4 * em, 4 * em))
        depths = [[_depth(code, theme, size) for code in texts] for texts in (heads, *rows)]
        lowest = max(depths[0])
        above = max(head.height - depth for head, depth in zip(cells[0], depths[0], strict=True))
        line = float(np.clip((room.height - above - lowest - 0.5 * em - 0.1) / len(rows), 1.3 * em, 2.4 * em))
        baselines = [0.25 * em + lowest, *(-(index + 0.6) * line - MIDDLE * em for index in range(len(rows)))]
        places = zip(columns, zip(*depths, strict=True), widths, _starts(widths, gap), right, strict=True)
        for column, below, width, left, flush in places:
            edge, corner = (left + width, mn.DR) if flush else (left, mn.DL)
            for cell, baseline, depth in zip(column, baselines, below, strict=True):
                cell.move_to([edge, baseline - depth, 0], aligned_edge=corner)
        rule = mn.Line([0, 0, 0], [sum(widths) + gap * len(widths), 0, 0], color=theme.color("muted"), stroke_width=1.5)
        self.head = mn.VGroup(*cells[0], rule)
        self.rows = [mn.VGroup(*texts) for texts in cells[1:]]
        self.add(self.head, *self.rows)
        fit(self, room.width, room.height)


def _depth(code: str, theme: Theme, size: float) -> float:
    """Return how far a formula reaches below its baseline, in units: a digit behind it stands on that."""
    measured = Formula(f"{code} {{{{ 0 : place }}}}", theme, size=size)
    return float(measured.part("place").get_bottom()[1] - measured.get_bottom()[1])


def _starts(widths: Sequence[float], gap: float) -> list[float]:
    """Return where columns of these widths begin, each with half a gap on either side."""
    return [gap * (index + 0.5) + sum(widths[:index]) for index in range(len(widths))]
