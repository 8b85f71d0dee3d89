"""The loss over the steps of a descent, drawn as far as the descent has come."""

from __future__ import annotations

from collections.abc import Callable, Sequence

import numpy as np

from mathkit import ticks
from scenes.marks import Spot, stroke
from scenes.motion import live
from scenes.plot import Plot
from scenes.stage import Region
from scenes.theme import Theme


class LossPlot(Plot):
    """Axes for `losses` (n + 1,) after 0…n steps; `now` tells the step and the loss of this frame.

    `curve_so_far` and `spot` are live, and not part of the axes: they are shown once the descent begins.
    """

    def __init__(
        self,
        region: Region,
        theme: Theme,
        losses: Sequence[float] | np.ndarray,
        now: Callable[[], tuple[float, float]],
        *,
        name: str = "{{ L : loss }}",
        step_ticks: int = 5,
        loss_ticks: int = 4,
        width: float = 4.5,
    ) -> None:
        losses = np.asarray(losses, float)
        count = max(len(losses) - 1, 1)
        low, high = min(0.0, float(losses.min())), float(losses.max())
        top = high * 1.08 if high > 0 else high + 1
        steps = np.unique(np.linspace(0, count, step_ticks).round())
        super().__init__(
            region, theme, (0, count), (low, top), steps, ticks(low, top, count=loss_ticks),
            x_name='upright("step")', y_name=name,
        )  # fmt: skip
        self.losses, self.now = losses, now
        self.curve_so_far = live(stroke(theme, "loss", width), lambda m: self.trace(m, [self._points_so_far()]))
        self.spot = live(Spot(theme, "loss", 0.08), lambda m: m.at(self.at(*self.now())))

    def _points_so_far(self) -> np.ndarray:
        step, loss = self.now()
        done = np.arange(min(int(step) + 1, len(self.losses)))
        return np.vstack([np.column_stack([done, self.losses[done]]), [step, loss]])
