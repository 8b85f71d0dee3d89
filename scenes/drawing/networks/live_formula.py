"""A formula whose inputs change while it is watched: values and gradients of every step follow."""

from __future__ import annotations

import manim as mn

from mathkit import ReverseMode
from scenes.drawing.canvas.animations import EASE


class LiveFormula:
    """Reverse mode of this frame; `nudges[k]` is how much has been added to input number k."""

    def __init__(self, first: ReverseMode) -> None:
        self.first = self._known = first
        self.nudges = [mn.ValueTracker(0.0) for _ in first.at]

    @property
    def now(self) -> ReverseMode:
        """Return values and gradients in this frame: worked out once for all nodes that ask."""
        at = tuple(x + nudge.get_value() for x, nudge in zip(self.first.at, self.nudges, strict=True))
        if at != self._known.at:
            self._known = ReverseMode.of(self.first.graph, at)
        return self._known

    def value(self, node: int) -> float:
        """Return the number that stands in a node in this frame."""
        return self.now.values[node]

    def nudge(self, node: int, by: float) -> mn.Animation:
        """Return the animation that adds `by` to an input."""
        return self.nudges[node].animate(rate_func=EASE).set_value(by).build()
