"""A ball that rolls down a curve, step by step, with its trail; and beside it the loss over the steps."""

from __future__ import annotations

from collections.abc import Callable

import manim as mn
import numpy as np

from mathkit import CurveWindow, DescentPath, Function, symbol_source
from mathkit.errors import DomainError
from mathkit.notation.typst_parts import part
from scenes.drawing.canvas.animations import live, step_under_way
from scenes.drawing.canvas.primitives import Spot, set_runs, stroke
from scenes.drawing.canvas.stage import Region
from scenes.drawing.plots.loss_plot import LossCurve, LossPlot
from scenes.drawing.plots.plot import Plot
from scenes.drawing.text.function_names import value_name
from scenes.drawing.theme.theme import Theme

#: Free to both sides of where the ball comes to, as a share of that; and places of a step's trail along the curve.
AROUND, SAMPLES = 0.2, 25


class CurveDescent:
    """A ball takes the steps of a path in one variable on its curve as `progress` goes from 0 to 1.

    It leaves a trail, and a dot at each step. `losses` are the values after each step, drawn in `side` as far as the
    ball has come.

    Example:
        path = DescentPath.of(Function.parse("w**2"), [2.0], rate=0.3, steps=6)
        descent = CurveDescent(path, figure, panel, theme, name="L", role="weight")
        play(*appear(*descent.parts)); play(descent.progress.animate.set_value(1.0), run_time=6)
    """

    def __init__(
        self,
        path: DescentPath,
        figure: Region,
        side: Region,
        theme: Theme,
        *,
        name: str = "L",
        role: str = "input",
    ) -> None:
        """`name` is what the function is called, `role` that of its variable.

        Raises `DomainError` where the path is not one of a function of one variable.
        """
        f = path.function
        if not isinstance(f, Function) or path.points.shape[1] != 1:
            raise DomainError("a ball on a curve takes the path of a function of one variable, such as w**2")
        self.path, self.progress = path, mn.ValueTracker(0.0)
        self._f, self._xs = f, path.points[:, 0]
        window = _window(f, self._xs, path.values)
        variable = part(symbol_source(f.variables[0]), role)
        self.plot = Plot.of(window, figure, theme, x_name=variable, y_name=value_name(f, name, "loss"))
        self.curve = self.plot.curve(window.samples(400), role="loss", width=3)
        self.trail = live(stroke(theme, role, 5), lambda m: set_runs(m, self._trail()))
        places = self.plot.points_at(self._xs, path.values)
        self.dots = mn.VGroup(*(live(Spot(theme, role, 0.055), self._showing(k, at)) for k, at in enumerate(places)))
        self.ball = live(Spot(theme, role, 0.12), lambda m: m.at(self._here()))
        self.loss_plot = LossPlot(side, theme, path.values, name=part(name, "loss"))
        self.losses = LossCurve(self.loss_plot, path.values, lambda: self.now)

    @property
    def parts(self) -> list[mn.Mobject]:
        """Return all of it, from the back to the front."""
        return [self.plot, self.curve, self.trail, self.dots, self.ball, self.loss_plot, *self.losses.parts]

    @property
    def now(self) -> tuple[float, float]:
        """Return the step of this frame, and the loss between those at the step's ends."""
        done, share = self._step_now
        step = done + share
        return step, float(np.interp(step, np.arange(len(self._xs)), self.path.values))

    @property
    def x(self) -> float:
        """Return where the ball is in this frame."""
        done, share = self._step_now
        return float(np.interp(done + share, np.arange(len(self._xs)), self._xs))

    @property
    def _step_now(self) -> tuple[int, float]:
        last = len(self._xs) - 1
        return step_under_way(float(self.progress.get_value()) * last, last)

    def _here(self) -> np.ndarray:
        return self.plot.at(self.x, float(self._f(self.x)))

    def _trail(self) -> np.ndarray:
        """Return the way that the ball has come, along the curve, shape (n, 3)."""
        done, _ = self._step_now
        stops = np.array([*self._xs[: done + 1], self.x])
        along = np.linspace(0, len(stops) - 1, SAMPLES * len(stops))
        xs = np.interp(along, np.arange(len(stops)), stops)
        return self.plot.points_at(xs, self._f(xs))

    def _showing(self, step: int, place: np.ndarray) -> Callable[[Spot], object]:
        """Return what lets a dot stand at its place from the end of its step on."""

        def show(dot: Spot) -> None:
            dot.at(place).set_opacity(float(self._step_now[0] >= step))

        return show


def _window(f: Function, xs: np.ndarray, values: np.ndarray) -> CurveWindow:
    """Return the window in which all of the descent is seen, and as much of the curve as is beyond its end."""
    low, high = float(xs.min()), float(xs.max())
    # To the other side of where it ends the curve rises again: as far as it came from, or half of that.
    end, reach = float(xs[-1]), 0.75 * (high - low) or 1.0
    low, high = min(low, end - reach), max(high, end + reach)
    free = AROUND * (high - low) / 2
    # A step over the bottom rolls through it: the curve is seen between the steps, too.
    between = f(np.linspace(xs.min(), xs.max(), SAMPLES * 8))
    return CurveWindow.around(f, (low - free, high + free), float(xs[0]), [*values, *between])
