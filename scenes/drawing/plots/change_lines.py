"""Linked number lines of changes: a nudge goes in at the first, and each line shows what arrives there."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import manim as mn
import numpy as np

from mathkit import typst_factor
from scenes.drawing.canvas.animations import live
from scenes.drawing.canvas.primitives import Spot, set_runs, stroke
from scenes.drawing.canvas.stage import Region
from scenes.drawing.text.panel import Readout
from scenes.drawing.text.typesetting import Formula
from scenes.drawing.theme.theme import LABEL, Theme

SIZE = LABEL + 4


@dataclass(frozen=True, slots=True)
class Change:
    """The change of a quantity: its name and role, by how much it has changed in this frame, and by how much at most.

    `most` is the largest absolute change that will show.
    """

    name: str
    role: str
    amount: Callable[[], float]
    most: float


class ChangeLines:
    """One line for each change, under one another to one scale; between neighbours, by what a change is multiplied.

    Thin links join the spots, so that it is seen how each step stretches, shrinks or turns the change.
    """

    def __init__(self, region: Region, theme: Theme, changes: Sequence[Change], factors: Sequence[float]) -> None:
        self.theme = theme
        rows = region.rows(*[1.0] * len(changes), gap=0.05)
        labels = [self._label(change) for change in changes]
        # The numbers stand under one another.
        lead = max(label.place.get_left()[0] - label.get_left()[0] for label in labels)
        times = [Formula(f"times {typst_factor(value)}", theme, size=SIZE, role="gradient") for value in factors]
        # The widest of the labels on the left, of the factors on the right; what is between is for the lines.
        left = region.left + max(label.width for label in labels) + 0.3
        right = region.right - max(factor.width for factor in times) - 0.25
        half, middle = (right - left) / 2, (left + right) / 2
        self.reach = 1.12 * max(change.most for change in changes) / half
        centers = [np.array([middle, row.center[1], 0.0]) for row in rows]
        self.lines = mn.VGroup()
        for change, label, row, center in zip(changes, labels, rows, centers, strict=True):
            label.move_to([region.left, row.center[1], 0], aligned_edge=mn.LEFT)
            label.shift((region.left + lead - label.place.get_left()[0]) * mn.RIGHT)
            self.lines.add(self._rail(center, half), label.follow(change.amount))

        def places() -> np.ndarray:
            amounts = [change.amount() / (self.reach or 1.0) for change in changes]
            return np.array(centers) + np.outer(amounts, mn.RIGHT)

        def follow(spot: Spot, index: int) -> Spot:
            return live(spot, lambda m: m.at(places()[index]))

        link = live(stroke(theme, "gradient", 2, 0.8), lambda m: set_runs(m, places()))
        self.lines.add(link, *(follow(Spot(theme, change.role, 0.11), i) for i, change in enumerate(changes)))
        self.factors = mn.VGroup(*times)
        for factor, above, below in zip(times, rows[:-1], rows[1:], strict=True):
            factor.move_to([region.right, (above.center[1] + below.center[1]) / 2, 0], aligned_edge=mn.RIGHT)

    def _label(self, change: Change) -> Readout:
        """Return the name of a change and its number, to as many decimals as tell it."""
        plain = change.most == 0 or 1e-3 <= change.most < 10
        # A little more than the most: 9.999 is shown as 10.00.
        span, decimals = (1.0, 4) if plain else (1.001 * change.most, 2)
        # No sign between: most of these numbers are rounded, and each runs.
        code = f"{{{{ Delta {change.name} : {change.role} }}}} #h(0.35em)"
        return Readout(code, self.theme, span=span, role=change.role, size=SIZE, decimals=decimals).show(-change.most)

    def _rail(self, center: np.ndarray, half: float) -> mn.VMobject:
        ends, tick = np.array([[-half, 0, 0], [half, 0, 0]]), np.array([[0, -0.13, 0], [0, 0.13, 0]])
        return set_runs(stroke(self.theme, "muted", 2.5), center + ends, center + tick)
