"""What a lesson came to: sentences with their formulas, on one panel."""

from __future__ import annotations

from collections.abc import Sequence

import manim as mn

from scenes.drawing.canvas.arrange import stack
from scenes.drawing.canvas.stage import Region
from scenes.drawing.text.typesetting import Formula, Words
from scenes.drawing.theme.theme import TEXT, Theme


def recap_column(lines: Sequence[tuple[str, str]], panel: Region, theme: Theme) -> mn.VGroup:
    """Return one item for each (sentence, formula), both in Typst: the formula under its sentence, all of one size."""
    formulas = [Formula(code, theme, size=TEXT + 6) for _, code in lines]
    factor = min(1.0, panel.width / max(formula.width for formula in formulas))
    items = []
    for (sentence, _), formula in zip(lines, formulas, strict=True):
        words = Words(sentence, theme, role="muted", width=panel.width)
        formula.scale(factor).next_to(words, mn.DOWN, 0.2, aligned_edge=mn.LEFT)
        items.append(mn.VGroup(words, formula))
    return stack(panel, *items, gap=0.5)
