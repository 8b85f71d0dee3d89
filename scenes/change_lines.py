"""Linked number lines of changes: a nudge goes in at the first, and each line shows what arrives there."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import manim as mn
import numpy as np

from mathkit import typst_factor
from scenes.marks import Spot, set_runs, stroke
from scenes.motion import live
from scenes.panel import Readout
from scenes.stage import Region
from scenes.theme import LABEL, Theme
from scenes.typesetting import Formula


@dataclass(frozen=True, slots=True)
class Change:
    """The change of a quantity: the quantity's name and role, and by how much it has changed in this frame."""

    name: str
    role: str
    amount: Callable[[], float]


class ChangeLines:
    """One line for each change, all to one scale, and between neighbours the factor by which a change is passed on.

    `largest` is the largest absolute change that will show. The lines stand side by side, or under one another in a
    portrait frame.
    """

    def __init__(
        self,
        region: Region,
        theme: Theme,
        changes: Sequence[Change],
        factors: Sequence[float],
        *,
        largest: float,
        portrait: bool,
    ) -> None:
        self.theme, self.portrait = theme, portrait
        self.reach = 1.25 * largest
        shares = [1.0] * len(changes)
        cells = region.rows(*shares, gap=0.05) if portrait else region.columns(*shares, gap=1.5)
        centers = [cell.point(0.59, 0.35) if portrait else cell.point(0.5, 0.4) for cell in cells]
        self.lines = mn.VGroup(*(self._line(*each) for each in zip(changes, cells, centers, strict=True)))
        self.factors = mn.VGroup()
        for value, start, end in zip(factors, centers[:-1], centers[1:], strict=True):
            factor = Formula(f"times {typst_factor(value)}", theme, size=LABEL + 4, role="gradient")
            middle = (start + end) / 2
            if portrait:
                factor.move_to([region.right, middle[1], 0], aligned_edge=mn.RIGHT)
            else:
                factor.move_to(middle)
            self.factors.add(factor)

    def _line(self, change: Change, cell: Region, center: np.ndarray) -> mn.VGroup:
        """Return a number line about zero, the spot that runs on it, and the change as a number."""
        half = (0.27 if self.portrait else 0.47) * cell.width
        line = set_runs(
            stroke(self.theme, "muted", 2.5),
            center + np.array([[-half, 0, 0], [half, 0, 0]]),
            center + np.array([[0, -0.14, 0], [0, 0.14, 0]]),
        )
        spot = live(
            Spot(self.theme, change.role, 0.1),
            lambda m: m.at(center + half * change.amount() / self.reach * mn.RIGHT),
        )
        code = f"{{{{ Delta {change.name} : {change.role} }}}} ="
        label = Readout(code, self.theme, span=max(1.0, self.reach), role=change.role, size=LABEL + 3, decimals=4)
        if self.portrait:
            label.move_to([cell.left, center[1], 0], aligned_edge=mn.LEFT)
        else:
            label.next_to(center, mn.UP, 0.3).shift([-0.35, 0, 0])
        return mn.VGroup(line, spot, label.follow(change.amount))
