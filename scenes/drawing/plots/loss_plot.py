"""The loss over the steps of a descent, drawn as far as the descent has come."""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence

import manim as mn
import numpy as np

from mathkit import ticks
from scenes.drawing.canvas.animations import live
from scenes.drawing.canvas.primitives import Spot, stroke
from scenes.drawing.canvas.stage import Region
from scenes.drawing.plots.plot import Plot
from scenes.drawing.theme.theme import Theme


class LossPlot(Plot):
    """Axes that hold the losses of every path given, each of shape (n + 1,) after 0…n steps. The curves are its own.

    They begin at zero, or lower; `between` takes two other ends.
    """

    def __init__(
        self,
        region: Region,
        theme: Theme,
        *paths: Sequence[float] | np.ndarray,
        name: str = "{{ L : loss }}",
        step_ticks: int = 5,
        loss_ticks: int = 4,
        between: tuple[float, float] | None = None,
    ) -> None:
        count = max(1, *(len(losses) - 1 for losses in paths))
        losses = np.concatenate([np.asarray(path, float) for path in paths])
        low, high = min(0.0, float(losses.min())), float(losses.max())
        low, top = between or (low, high * 1.08 if high > 0 else high + 1)
        # Even steps, as many as have room.
        room = max(1, int((region.width - 1.3) / (0.2 + 0.15 * theme.type_scale * len(str(count)))))
        steps = np.arange(0, count + 1, math.ceil(count / min(step_ticks - 1, room)))
        super().__init__(
            region.inset(right=0.25), theme, (0, count), (low, top), steps, ticks(low, top, count=loss_ticks),
            x_name='upright("step")', y_name=name,
        )  # fmt: skip
        self.lower_x_name()


class LossCurve:
    """A curve on the axes of losses, and a spot at its tip; `now` tells the step and the loss of this frame."""

    def __init__(
        self,
        plot: LossPlot,
        losses: Sequence[float] | np.ndarray,
        now: Callable[[], tuple[float, float]],
        *,
        role: str = "loss",
        width: float = 4.5,
    ) -> None:
        self.plot = plot
        self.losses, self.now = np.asarray(losses, float), now
        self.line = live(stroke(plot.theme, role, width), lambda m: plot.trace(m, [self._points_so_far()]))
        self.spot = live(Spot(plot.theme, role, 0.08), lambda m: m.at(plot.at(*self._points_so_far()[-1])))

    @property
    def end(self) -> np.ndarray:
        """Return where the whole curve ends on the stage, shape (3,)."""
        return self.plot.at(len(self.losses) - 1, float(self.losses[-1]))

    @property
    def parts(self) -> list[mn.Mobject]:
        """Return the curve, and the spot over it."""
        return [self.line, self.spot]

    def _points_so_far(self) -> np.ndarray:
        step, loss = self.now()
        done = np.arange(min(int(step) + 1, len(self.losses)))
        return np.vstack([np.column_stack([done, self.losses[done]]), [step, loss]])
