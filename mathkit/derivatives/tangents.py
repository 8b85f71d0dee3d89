"""The slope of a curve at a point: from either side of it, and of the tangent there."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import Any, Literal, Protocol, Self

import numpy as np

from mathkit.arrays import Array
from mathkit.derivatives.high_precision import PreciseLine, is_delicate
from mathkit.errors import DomainError
from mathkit.formula.function import Function
from mathkit.notation.number_format import MINUS, format_number, typst_number
from mathkit.notation.typst_parts import height_name, linear_terms, moved, part, valued

Kind = Literal["smooth", "kink", "jump", "vertical", "edge"]


class Curve(Protocol):
    """A function of one variable with its derivative: a Function of one, or one of several along an axis."""

    def __call__(self, x: Any, /) -> Any:
        """Return the value at a number, or the values at an array of them."""

    def derivative(self) -> Curve:
        """Return the slope, almost everywhere."""


_MOST_DIGITS = 13  # of a number whose error is to be seen
_STEPS = 2.0 ** np.array([-20, -30, -40])  # distances from the point, in units of max(1, |at|)


@dataclass(frozen=True, slots=True)
class OneSidedSlopes:
    """What the slope does from the left and from the right of `at`. An infinite slope is ±inf, a missing one NaN."""

    at: float
    left: float
    right: float
    kind: Kind

    @classmethod
    def of(cls, f: Function, at: float) -> Self:
        """Estimate the slopes on both sides. Raises DomainError if f has no value at `at`.

        kind is "smooth" (one slope), "kink" (two), "jump" (the value leaps), "vertical" (infinite slope) or "edge"
        (f is defined on one side only).
        """
        value_at(f, float(at))
        return cls.on(PreciseLine.axis(f) if is_delicate(f, (float(at),)) else f, float(at))

    @classmethod
    def on(cls, f: Curve, at: float) -> Self:
        """Estimate the same for any curve that has a value at `at`."""
        value = f(at)
        around = f(at + np.array([-1.0, 1.0]) * _STEPS[0] * max(1.0, abs(at)))
        size = float(np.max(np.abs(np.nan_to_num(around)), initial=abs(value)))
        left, right = (_Side.of(f, at, value, direction, size) for direction in (-1.0, 1.0))
        if not (left.defined and right.defined):
            return cls(at, left.slope, right.slope, "edge")
        if left.leaps or right.leaps:
            return cls(at, left.slope, right.slope, "jump")
        if math.isinf(left.slope) or math.isinf(right.slope):
            return cls(at, left.slope, right.slope, "vertical")
        here = f.derivative()(at)
        steepest = max(abs(left.slope), abs(right.slope))
        if abs(right.slope - left.slope) <= 1e-6 * steepest or _closes(left.trend, right.trend):
            slope = here if math.isfinite(here) else (left.slope + right.slope) / 2
            return cls(at, slope, slope, "smooth")
        return cls(at, left.slope, right.slope, "kink")

    @property
    def typst(self) -> str:
        """Return the slopes and the kind of point; the parts are slope, or slope2_left and slope_right."""
        at = typst_number(self.at)
        if self.kind == "smooth":
            return valued(f"f'({at})", self.left, "slope")
        left = valued(f"f'_(-) ({at})", self.left, "slope2_left")
        right = valued(f"f'_(+) ({at})", self.right, "slope_right")
        return f'{left}, quad {right} quad "({self.kind})"'


@dataclass(frozen=True, slots=True)
class _Side:
    """f on one side of a point: its slope in the limit, the slopes on the way there, and whether the value leaps."""

    defined: bool
    leaps: bool
    slope: float
    trend: tuple[float, ...]

    @classmethod
    def of(cls, f: Curve, at: float, value: float, direction: float, size: float) -> _Side:
        distances = _STEPS * max(1.0, abs(at))
        values = f(at + direction * distances)
        if not np.isfinite(values[-2:]).all():
            return cls(False, False, math.nan, ())
        if _leaps(values, value, size):
            return cls(True, True, math.copysign(math.inf, (values[-1] - value) * direction), ())
        slopes = f.derivative()(at + direction * distances)
        if not np.isfinite(slopes).all():
            slopes = (values - value) / (direction * distances)  # f′ overflows where f does not
            return cls(True, False, float(slopes[0]), tuple(slopes))
        return cls(True, False, _limit(slopes, f.derivative()(at)), tuple(slopes))


def _leaps(values: Array, value: float, size: float) -> bool:
    """Tell whether f(at ± h) stays away from f(at) as h shrinks, by more than rounding makes of values of this size.

    The size is that on both sides: relu(sin(x)) is 0 right of π, but 1e-16 at the float64 that is nearest to π.
    """
    gaps = np.abs(values - value)
    noise = 1e-9 * max(size, float(np.max(np.abs(values))))
    return bool(gaps[-1] > noise and gaps[-1] > 0.7 * gaps[1])


def _limit(slopes: Array, here: float) -> float:
    """Extrapolate to h → 0 from slopes at shrinking h: ±inf if they keep growing, Aitken's extrapolation otherwise.

    With h in geometric steps that is exact for slope + c hᵖ, whatever the p.
    """
    far, near, nearest = (float(slope) for slope in slopes)
    if math.isfinite(here) and abs(here - nearest) <= 1e-6 * abs(nearest):
        return here
    if abs(nearest) > 1.2 * abs(near) > 1.2**2 * abs(far):
        return math.copysign(math.inf, nearest)
    bend = (nearest - near) - (near - far)
    return nearest - (nearest - near) ** 2 / bend if bend else nearest


def _closes(left: tuple[float, ...], right: tuple[float, ...]) -> bool:
    """Tell whether the two sides' slopes approach each other as h shrinks."""
    gaps = [abs(b - a) for a, b in zip(left, right, strict=True)]
    return gaps[-1] <= 0.1 * gaps[0]


@dataclass(frozen=True, slots=True)
class Prediction:
    """What the tangent predicts at `at + dx`, what is there, and by how much it is wrong (actual − predicted)."""

    dx: float
    predicted: float
    actual: float
    error: float

    @property
    def typst(self) -> str:
        """Return the actual value as the prediction and the error; the parts are input_dx, output, slope and error.

        The numbers have as many digits as it takes to see the error in them.
        """
        head, digits = f"f({moved('x', self.dx, 'input_dx')})", self._digits
        actual, predicted = (typst_number(height, digits) for height in (self.actual, self.predicted))
        if not math.isfinite(self.error):
            return f'{head} = {part(actual, "output")}, quad "predicted" {part(predicted, "slope")}'
        error = 0.0 if digits == _MOST_DIGITS else self.error  # what is left is round-off
        size = part(typst_number(abs(error)), "error")
        return f"{head} = {part(actual, 'output')} = {part(predicted, 'slope')} {'-' if error < 0 else '+'} {size}"

    @property
    def _digits(self) -> int:
        size = max(abs(self.predicted), abs(self.actual))
        if not (self.error and math.isfinite(self.error)):
            return 4
        return min(max(4, 3 + math.floor(math.log10(size)) - math.floor(math.log10(abs(self.error)))), _MOST_DIGITS)


@dataclass(frozen=True, slots=True)
class Tangent:
    """The line that the curve becomes under the magnifying glass: f(x) ≈ value + slope (x − at) (MML §5.1)."""

    function: Function
    at: float
    value: float
    slope: float
    intercept: float

    @classmethod
    def of(cls, f: Function, at: float) -> Self:
        """Take the tangent. Raises DomainError if f has no value at `at`, or not one finite slope."""
        sides = OneSidedSlopes.of(f, at)
        if sides.kind != "smooth":
            raise DomainError(f"{_shown(f)} has no tangent at {_point(f, (sides.at,))}: {_reason(sides)}")
        value = f(sides.at)
        return cls(f, sides.at, value, sides.left, value - sides.left * sides.at)

    def line(self, x: float | Array) -> Any:
        """Return the height of the tangent over x."""
        return self.value + self.slope * (x - self.at)

    def predict(self, dx: float) -> Prediction:
        """Predict f(at + dx) ≈ f(at) + f′(at) dx, with the error. `actual` is NaN outside the domain."""
        predicted, actual = self.value + self.slope * dx, self.function(self.at + dx)
        return Prediction(float(dx), predicted, actual, actual - predicted)

    @property
    def typst(self) -> str:
        """Return y = value + slope (x − at); the parts are output (y), output_2 (the value) and slope, those not 0."""
        names = self.function.variables
        terms = linear_terms(self.value, (self.slope,), (self.at,), names)
        return f"{part(height_name(names), 'output')} = {' '.join(terms)}"

    @property
    def typst_intercept(self) -> str:
        """Return y = slope x + intercept; the parts are output, slope and output_2 (the intercept), those not 0."""
        names = self.function.variables
        terms = linear_terms(0.0, (self.slope,), (0.0,), names) if self.slope else []
        if self.intercept or not terms:
            size = part(typst_number(abs(self.intercept)), "output_2")
            negative = self.intercept < 0
            terms.append(f"{'-' if negative else '+'} {size}" if terms else f"{'-' * negative}{size}")
        return f"{part(height_name(names), 'output')} = {' '.join(terms)}"

    @property
    def typst_at(self) -> str:
        """Return the slope alone, f′(at) = …, as the part slope."""
        return valued(part(f"f'({typst_number(self.at)})", "slope"), self.slope, "slope_2", 4)


def tangents(f: Function, points: Array) -> tuple[Array, Array]:
    """Return values and slopes of the tangents of a curve at all `points` at once, each in their shape.

    The line over x is value + slope · (x − point). Both are NaN where f has no value, or no slope on both sides that
    agrees: at poles, kinks, jumps, vertical tangents and the ends of the domain.
    """
    x = np.asarray(points, dtype=np.float64)
    slope = f.derivative()
    values, slopes = np.asarray(f(x)), np.asarray(slope(x))
    steps = _STEPS[:, None] * np.maximum(1.0, np.abs(x.ravel()))
    left, right = (slope(x.ravel() + direction * steps) for direction in (-1.0, 1.0))
    gaps = np.abs(left - right)
    size = np.maximum(np.abs(left[-1]), np.abs(right[-1]))
    agree = (gaps[-1] <= 1e-6 * size) | (gaps[-1] <= 0.1 * gaps[0])
    ends = np.abs(f(x.ravel() + steps[-1]) - f(x.ravel() - steps[-1]))
    leap = ends > 1e-6 * np.maximum(1e-300, np.abs(values.ravel())) + 4 * size * steps[-1]
    smooth = (agree & ~leap & np.isfinite(ends)).reshape(x.shape) & np.isfinite(slopes)
    return np.where(smooth, values, np.nan), np.where(smooth, slopes, np.nan)


def value_at(f: Function, *at: float) -> float:
    """Return f(at). Raises DomainError, with a point where there is one, if f has no value there."""
    value = f(*at)
    if math.isfinite(value):
        return value
    choice = ",".join(f"{coordinate:g}" for coordinate in _somewhere(f, at))
    remedy = f", for example --set at={choice}" if choice else ""
    raise DomainError(f"{_shown(f)} has no value at {_point(f, at)}; choose a point where it has one{remedy}")


def _somewhere(f: Function, at: tuple[float, ...]) -> tuple[float, ...]:
    for shift in (1.0, -1.0, 2.0, 0.5, -0.5, -2.0):
        for candidate in ((shift,) * len(at), tuple(coordinate + shift for coordinate in at)):
            if math.isfinite(f(*candidate)) and all(
                math.isfinite(f.derivative(name)(*candidate)) for name in f.variables
            ):
                return candidate
    return ()


def _reason(sides: OneSidedSlopes) -> str:
    left, right = (format_number(slope) if not math.isnan(slope) else "none" for slope in (sides.left, sides.right))
    slopes = f"slope from the left {left}, from the right {right}"
    what = {
        "kink": "it has a kink there",
        "jump": "its value jumps there",
        "vertical": "it is vertical there",
        "edge": "it is defined on one side only",
    }[sides.kind]
    return f"{what} ({slopes}); choose another point"


def _shown(f: Function) -> str:
    return f"f({', '.join(f.variables)}) = {f.text}"


def _point(f: Function, at: tuple[float, ...]) -> str:
    return ", ".join(
        f"{name} = {f'{value:g}'.replace('-', MINUS)}" for name, value in zip(f.variables, at, strict=True)
    )
