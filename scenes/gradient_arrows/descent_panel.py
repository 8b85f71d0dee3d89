"""What stands beside a map with a way down and a way up: their rules and rates, the height as a number and a curve."""

from __future__ import annotations

import manim as mn
import numpy as np

from mathkit import Function
from mathkit.notation.typst_parts import part
from scenes.drawing import (
    LABEL,
    DescentTrace,
    Formula,
    LossCurve,
    LossPlot,
    Readout,
    Region,
    Theme,
    Words,
    appear,
    lay,
    plated,
    vanish,
)

#: Room over and under the curves, as a share of their height.
ROOM = 0.08


class PathWords(mn.VGroup):
    """Of one path: its rule, its rate, and the height that its walker has reached, live.

    `heights`: all that will be shown, for this path and others beside it; shape (n,). `least`: the height that must
    not read as zero.
    """

    def __init__(self, words: Region, theme: Theme, trace: DescentTrace, heights: np.ndarray, least: float) -> None:
        # As many digits for one way as for the other.
        largest, negative = float(np.abs(heights).max()), bool(heights.min() < 0)
        self.rule, self.rate = (Formula(code, theme) for code in trace.path.update)
        name = f"{_height(trace)} ="
        height = Readout(name, theme, span=largest, least=least, role="output", signed=negative, pushed=negative)
        self.height_reached = height.keep_room()
        super().__init__(self.rule, self.rate, self.height_reached)
        lay(words, *self)
        self.height_reached.follow(lambda: trace.loss_reached)


class DescentPanel:
    """One plot for both ways; `down` and `up` are the words of each, at the same place."""

    def __init__(self, graph: Region, words: Region, theme: Theme, down: DescentTrace, up: DescentTrace) -> None:
        self.plot = LossPlot(
            graph, theme, down.losses, up.losses, name=_height(down), between=_ends(down.losses, up.losses)
        )
        self.falling = LossCurve(self.plot, down.losses, lambda: down.now, role="output", width=4)
        self.rising = LossCurve(self.plot, up.losses, lambda: up.now, role="gradient", width=4)
        heights = np.concatenate([down.losses, up.losses])
        self.down, self.up = (
            PathWords(words, theme, trace, heights, abs(float(down.losses[-1]))) for trace in (down, up)
        )
        self._rate = self.down.rate
        self.up_name = self._name("uphill", "gradient", self.rising.end)

    def _name(self, word: str, role: str, end: np.ndarray) -> mn.VGroup:
        """Return the name of a curve beside its end, or under it where the axes leave no room there."""
        label = plated(Words(word, self.plot.theme, role=role, size=LABEL), self.plot.theme)
        if end[0] + label.width + 0.2 < self.plot.area.right:
            return label.next_to(end, mn.RIGHT, 0.18).shift(0.1 * mn.DOWN)
        # Under the end, which is on the right: a rising curve comes from the left, and is higher the nearer it is.
        return label.next_to(end, mn.DOWN, 0.3).align_to(end, mn.RIGHT)

    def turn_up(self) -> list[mn.Animation]:
        """Return the animations that turn the words of the way down into those of the way up: minus becomes plus."""
        return [
            *vanish(self.down.height_reached, rate_func=lambda t: min(1.0, 2 * t)),
            mn.Transform(self.down.rule, self.up.rule),
            mn.Transform(self.down.rate, self.down.rate.copy().move_to(self.up.rate, aligned_edge=mn.LEFT)),
            *appear(self.up.height_reached, rate_func=lambda t: max(0.0, 2 * t - 1)),
        ]

    def change_rate(self) -> list[mn.Animation]:
        """Return the animations that let the rate of the way down give way to that of the way up."""
        old, self._rate = self._rate, self.up.rate
        gone = vanish(old, rate_func=lambda t: min(1.0, 2 * t))
        return [*gone, *appear(self._rate, rate_func=lambda t: max(0.0, 2 * t - 1))]

    @property
    def words_up(self) -> list[mn.Mobject]:
        """Return the words of the way up, as `turn_up` and `change_rate` have left them on the stage."""
        return [self.down.rule, self._rate, self.up.height_reached]

    @property
    def curves(self) -> list[mn.Mobject]:
        """Return the axes and all that is drawn on them."""
        return [self.plot, *self.falling.parts, *self.rising.parts, self.up_name]


def _height(trace: DescentTrace) -> str:
    """Return what the height is called, as the part of its role."""
    f = trace.path.function
    return part(f.letter if isinstance(f, Function) else "L", "output")


def _ends(down: np.ndarray, up: np.ndarray) -> tuple[float, float]:
    """Return the ends of the axis of heights: zero is shown where the way down comes near to it."""
    low, high = (float(end) for end in (min(down.min(), up.min()), max(down.max(), up.max())))
    reach = high - low or 1.0
    return 0.0 if 0 <= low <= reach else low - ROOM * reach, high + ROOM * reach
