"""A legend: what each kind of line, point, arrow and area on a figure stands for."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

import manim as mn
import numpy as np

from scenes.drawing.canvas.primitives import Pointer, Spot, set_dashes, set_runs, stroke
from scenes.drawing.text.typesetting import Words
from scenes.drawing.theme.theme import LABEL, Theme

#: The width of a sample, and between it and its words, in units.
SAMPLE, BETWEEN = 0.6, 0.2


@dataclass(frozen=True, slots=True)
class Sign:
    """One line of a legend: how the thing is drawn, in which role's colour, and what it is (Typst markup)."""

    kind: Literal["line", "dashes", "spot", "arrow", "area"]
    role: str
    meaning: str


class Legend(mn.VGroup):
    """Samples with their meanings, under one another, or side by side if `across`. `rows` are its lines.

    Example:
        Legend([Sign("line", "output", "the loss"), Sign("arrow", "gradient", "its gradient")], theme)
    """

    def __init__(self, signs: Sequence[Sign], theme: Theme, *, size: float = LABEL + 4, across: bool = False) -> None:
        super().__init__()
        self.rows = [mn.VGroup(_sample(sign, theme), Words(sign.meaning, theme, size=size)) for sign in signs]
        pitch = 0.5 * theme.type_scale
        pen = 0.0
        for place, (sample, words) in enumerate(self.rows):
            height = 0.0 if across else -place * pitch
            sample.shift([pen, height, 0])
            words.move_to([pen + SAMPLE + BETWEEN, height, 0], aligned_edge=mn.LEFT)
            if across:
                pen = float(words.get_right()[0]) + 2.5 * BETWEEN
        self.add(*self.rows)


def _sample(sign: Sign, theme: Theme) -> mn.VMobject:
    """Return a sample of the thing, from the origin to the right."""
    start, end = np.zeros(3), np.array([SAMPLE, 0, 0])
    if sign.kind == "line":
        return set_runs(stroke(theme, sign.role, 4.5), np.array([start, end]))
    if sign.kind == "dashes":
        return set_dashes(stroke(theme, sign.role, 3.5), start, end)
    if sign.kind == "spot":
        return Spot(theme, sign.role, 0.1).at((start + end) / 2)
    if sign.kind == "arrow":
        return Pointer(theme, sign.role, 4.5).span(start, end)
    color = theme.color(sign.role)
    area = mn.Rectangle(width=SAMPLE, height=0.26, fill_color=color, fill_opacity=0.42, stroke_color=color)
    return area.set_stroke(width=2).move_to((start + end) / 2)
