"""Points, a line that is to fit them, and from each point the residual: how far the line passes it by."""

from __future__ import annotations

import manim as mn
import numpy as np

from mathkit import Dataset, LeastSquares, ticks
from mathkit.errors import DomainError
from scenes.drawing.canvas.animations import EASE, live
from scenes.drawing.canvas.primitives import Spot, cut_to, set_runs, stroke
from scenes.drawing.canvas.stage import Region
from scenes.drawing.plots.plot import Plot
from scenes.drawing.theme.theme import Theme

#: Free around the points, as a share of their extent.
AROUND = 0.12


class FittedLine:
    """The examples of a data set of one input on a plot, and the line y = slope · x + intercept, both trackers.

    The line and the residuals, upright legs from the points to the line, follow the trackers. `best` is the fit of
    least squares.

    Example:
        fitted = FittedLine(datasets.linear(12), region, theme)
        play(*appear(fitted.plot, fitted.points, fitted.line, fitted.residuals)); play(*fitted.settle())
    """

    def __init__(
        self,
        data: Dataset,
        region: Region,
        theme: Theme,
        *,
        slope: float = 0.0,
        intercept: float = 0.0,
        x_name: str = "{{ x : input }}",
        y_name: str = "{{ y : target }}",
    ) -> None:
        """Raises `DomainError` where the data set has more than one input."""
        if data.inputs.shape[1] != 1:
            raise DomainError(
                f"{data.name} has {data.inputs.shape[1]} inputs: a line on a plot takes data of one input"
            )
        self.data, self.best = data, LeastSquares.line(data)
        self.slope, self.intercept = mn.ValueTracker(slope), mn.ValueTracker(intercept)
        xs, ys = data.inputs[:, 0], data.targets[:, 0]
        x_range, y_range = _around(xs), _around(np.array([*ys, *self.best.A @ self.best.solution]))
        self.plot = Plot(
            region, theme, x_range, y_range, ticks(*x_range), ticks(*y_range, count=5), x_name=x_name, y_name=y_name
        )
        self._places = self.plot.points_at(xs, ys)
        self.points = mn.VGroup(*(Spot(theme, "target", 0.07).at(place) for place in self._places))
        self.line = live(stroke(theme, "output", 4.5), self._draw_line)
        self.residuals = live(stroke(theme, "error", 3), self._draw_residuals)

    @property
    def parts(self) -> list[mn.Mobject]:
        """Return all of it, from the back to the front."""
        return [self.plot, self.residuals, self.line, self.points]

    @property
    def loss(self) -> float:
        """Return the sum of the squared residuals in this frame."""
        return self.best.value(np.array([self.slope.get_value(), self.intercept.get_value()]))

    def settle(self) -> list[mn.Animation]:
        """Return the animations that bring the line to the fit of least squares."""
        slope, intercept = self.best.solution.tolist()
        return [
            self.slope.animate(rate_func=EASE).set_value(slope).build(),
            self.intercept.animate(rate_func=EASE).set_value(intercept).build(),
        ]

    def _draw_line(self, line: mn.VMobject) -> mn.VMobject:
        return set_runs(line, self.plot.straight(0.0, self.intercept.get_value(), self.slope.get_value()))

    def _draw_residuals(self, legs: mn.VMobject) -> mn.VMobject:
        """Draw each leg from its point to the line, or to the border of the plot where the line leaves it."""
        xs = self.data.inputs[:, 0]
        ends = self.plot.points_at(xs, self.slope.get_value() * xs + self.intercept.get_value())
        corners = self.plot.corners
        return set_runs(legs, *(cut_to(*corners, start, end) for start, end in zip(self._places, ends, strict=True)))


def _around(values: np.ndarray) -> tuple[float, float]:
    """Return a range around values, with some room at both ends."""
    low, high = float(values.min()), float(values.max())
    free = AROUND * (high - low) or 1.0
    return low - free, high + free
