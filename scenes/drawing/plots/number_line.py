"""A line of numbers, with points and steps on it that are live."""

from __future__ import annotations

from collections.abc import Callable, Sequence

import manim as mn
import numpy as np

from scenes.drawing.canvas.animations import live
from scenes.drawing.canvas.primitives import Pointer, Spot, plated, set_runs, stroke
from scenes.drawing.canvas.stage import Region
from scenes.drawing.text.live_number import tick_labels
from scenes.drawing.text.typesetting import Formula
from scenes.drawing.theme.theme import LABEL, Theme

#: Half the height of a tick, and how high over the line a step stands, in units.
TICK, OVER = 0.1, 0.34


class NumberLine(mn.VGroup):
    """The numbers from `span[0]` to `span[1]` across a region, ticks with their numbers below, the name at the end.

    Example:
        line = NumberLine(region, theme, (0, 3), ticks(0, 3), name="{{ x : input }}")
        point = line.spot(lambda: x.get_value(), "input")
        step = line.step(lambda: x.get_value(), lambda: x.get_value() - rate * slope, "gradient")
    """

    def __init__(
        self,
        region: Region,
        theme: Theme,
        span: tuple[float, float],
        ticks: Sequence[float] | np.ndarray,
        *,
        name: str = "{{ x : input }}",
    ) -> None:
        super().__init__()
        self.theme, self.span = theme, span
        self.name = Formula(name, theme, size=LABEL + 4)
        # Half of a number may stand over each end of the line.
        left, right, level = region.left + 0.35, region.right - self.name.width - 0.3, float(region.center[1])
        ends = np.array([[left, level, 0.0], [right, level, 0.0]])
        self.axis = set_runs(stroke(theme, "muted", 2.5), ends)
        marks = [self.at(float(tick)) for tick in ticks]
        set_runs(self.axis, ends, *(np.array([mark + TICK * mn.DOWN, mark + TICK * mn.UP]) for mark in marks))
        self.numbers = mn.VGroup(*tick_labels(ticks, theme))
        for number, mark in zip(self.numbers, marks, strict=True):
            number.move_to(mark + (TICK + 0.12) * mn.DOWN, aligned_edge=mn.UP)
        self.name.move_to([right + 0.2, level, 0], aligned_edge=mn.LEFT)
        self.add(self.axis, self.numbers, self.name)

    def at(self, value: float) -> np.ndarray:
        """Return the place of a number where the line stands now, shape (3,); one beyond an end is held there."""
        low, high = self.span
        left, right = self.axis.points[[0, 3]]
        place: np.ndarray = left + np.clip((value - low) / (high - low), 0, 1) * (right - left)
        return place

    def spot(self, value: Callable[[], float], role: str = "input") -> Spot:
        """Return a point that stands at `value()` in every frame."""
        return live(Spot(self.theme, role, 0.11), lambda m: m.at(self.at(value())))

    def step(self, start: Callable[[], float], end: Callable[[], float], role: str = "gradient") -> Pointer:
        """Return an arrow just over the line, from one number to another in every frame."""
        over = np.array([0, OVER, 0])
        return live(Pointer(self.theme, role, 4.5), lambda m: m.span(self.at(start()) + over, self.at(end()) + over))

    def label(self, code: str, value: Callable[[], float], role: str = "ink") -> mn.VGroup:
        """Return a formula that stands over the number `value()`, above the steps."""
        text = plated(Formula(code, self.theme, size=LABEL + 4, role=role), self.theme)
        return live(text, lambda m: m.move_to(self.at(value()) + (OVER + 0.2) * mn.UP, aligned_edge=mn.DOWN))
