"""What is true of a curve at a point, where it has a tangent and where it has none.

Symbols: f the function, x₀ the point, h the run of a secant, dx the step of a prediction.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from mathkit import (
    CriticalPoint,
    CurveWindow,
    Features,
    Function,
    OneSidedSlopes,
    Prediction,
    Secant,
    Tangent,
    first_run,
    halved_predictions,
    secant_slopes,
    settling_run,
)
from scenes.script.params import Curve, LessonParams, Number

#: The runs of the limit's table, as shares of the first secant's; the step of a prediction is halved this often.
SHARES = (1, 0.4, 0.2, 0.02, 0.002)
HALVINGS = 3


class TangentParams(LessonParams):
    """f: a function of x; at: the point."""

    f: Curve = Function.parse("sin(x) + x/2", ("x",))
    at: Number = 1.0


@dataclass(frozen=True, slots=True)
class TangentFacts:
    """A curve, a point on it, and what its tangent, its secants and its predictions are there.

    `steps`: (run, slope) of the secants that close in; `predictions`: by dx, dx/2, …, empty at a kink or a jump.
    """

    f: Function
    at: float
    value: float
    frame: CurveWindow
    sides: OneSidedSlopes
    h: float
    secant: Secant
    steps: tuple[tuple[float, float], ...]
    predictions: tuple[Prediction, ...] = ()
    features: Features | None = None
    straight: bool = False
    level: bool = False
    rising: bool = False
    touching: Tangent | None = None

    @classmethod
    def of(cls, params: TangentParams) -> TangentFacts:
        """Work the facts out for a curve and a point.

        Raises:
            NablaError: the point is no place to ask for a tangent: outside the curve, at its edge, where it is upright.
        """
        f, at = params.f, params.at
        value = float(f(at))
        if not np.isfinite(value):
            Tangent.of(f, at)  # raises: says where, and what to type
        sides = OneSidedSlopes.of(f, at)
        if sides.kind not in ("smooth", "kink", "jump"):
            Tangent.of(f, at)
        frame = CurveWindow.of(f, at)
        h = first_run(frame)
        if sides.kind != "smooth":
            return cls(f, at, value, frame, sides, h, Secant.of(f, at, h), _secants(f, at, h))
        tangent = Tangent.of(f, at)
        h = settling_run(tangent, h, SHARES[:4])
        straight, level, rising = _course(f, frame, tangent.slope)
        return cls(
            f, at, value, frame, sides, h, Secant.of(f, at, h), _secants(f, at, h),
            tuple(halved_predictions(tangent, h, HALVINGS)), Features.of(f, frame), straight, level, rising, tangent,
        )  # fmt: skip

    @property
    def smooth(self) -> bool:
        """Tell whether the curve has a tangent at the point."""
        return self.sides.kind == "smooth"

    @property
    def kinked(self) -> bool:
        """Tell whether the two sides of the point disagree."""
        return not self.smooth

    @property
    def jump(self) -> bool:
        """Tell whether the curve is torn at the point."""
        return self.sides.kind == "jump"

    @property
    def tangent(self) -> Tangent:
        """Return the tangent.

        Raises:
            LookupError: there is none.
        """
        if self.touching is None:
            raise LookupError(f"there is no tangent where the curve has a {self.sides.kind}")
        return self.touching

    @property
    def slope(self) -> float:
        """Return the tangent's slope."""
        return self.tangent.slope

    # -- what is to be said of the whole curve ----------------------------------------------------------------------

    @property
    def level_line(self) -> bool:
        """Tell whether the curve is a level line."""
        return self.straight and self.level

    @property
    def torn(self) -> bool:
        """Tell whether the curve jumps somewhere in the window."""
        return bool(self.features and self.features.jumps)

    @property
    def bent(self) -> bool:
        """Tell whether the curve has a kink somewhere in the window."""
        return bool(self.features and self.features.kinks)

    @property
    def has_poles(self) -> bool:
        """Tell whether the curve runs off at a pole in the window."""
        return bool(self.features and self.features.poles)

    @property
    def turns(self) -> bool:
        """Tell whether the curve has a minimum or a maximum in the window."""
        return any(point.kind in ("minimum", "maximum") for point in self._critical)

    @property
    def rests(self) -> bool:
        """Tell whether the curve is level somewhere in the window."""
        return bool(self._critical)

    @property
    def level_points(self) -> tuple[CriticalPoint, ...]:
        """Return the points of whose level tangents it is said that the derivative is zero there."""
        broken = self.straight or self.torn or self.bent or self.has_poles
        return () if broken else self._critical

    @property
    def _critical(self) -> tuple[CriticalPoint, ...]:
        return self.features.critical_points if self.features else ()

    # -- what is to be said of the predictions ----------------------------------------------------------------------

    @property
    def exact(self) -> bool:
        """Tell whether the tangent predicts without an error."""
        return max(map(abs, self._errors)) <= 1e-12 * max(1.0, abs(self.value))

    @property
    def falls_by_half(self) -> bool:
        """Tell whether the error falls to less than half, not to a third, as the step is halved."""
        return self._fall < 3

    @property
    def falls_by_squares(self) -> bool:
        """Tell whether the error falls to about a quarter as the step is halved."""
        return 3 <= self._fall < 5.5

    @property
    def _fall(self) -> float:
        before, last = self._errors[-2:]
        return abs(before / last) if last else np.inf

    @property
    def _errors(self) -> tuple[float, ...]:
        return tuple(prediction.error for prediction in self.predictions)


def _secants(f: Function, at: float, h: float) -> tuple[tuple[float, float], ...]:
    """Return (run, slope) of the secants whose runs are the `SHARES` of h."""
    runs = h * np.array(SHARES)
    return tuple(zip(runs, secant_slopes(f, at, runs), strict=True))


def _course(f: Function, frame: CurveWindow, slope: float) -> tuple[bool, bool, bool]:
    """Return whether the curve is a straight line in its window, level at the point, and rising on the whole."""
    low, high = frame.y_range
    slopes = f.derivative()(np.linspace(*frame.x_range, 201))
    even = (high - low) / (frame.x_range[1] - frame.x_range[0])
    straight = bool(np.isfinite(slopes).all() and np.ptp(slopes) <= 1e-9 * max(np.abs(slopes).max(), even))
    return straight, abs(slope) <= 1e-9 * even, bool(np.nanmean(slopes) > 0)
