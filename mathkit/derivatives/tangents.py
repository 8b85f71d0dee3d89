"""The slope of a curve at a point: from either side of it, and of the tangent there."""

from __future__ import annotations

import contextlib
import math
import sys
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any, Literal, Self

import numpy as np

from mathkit.arrays import Array
from mathkit.derivatives.error_balls import Number, sign_of
from mathkit.derivatives.expansion import NoExpansion, OneSidedExpansion, Undefined, as_float, both_sides, differ
from mathkit.derivatives.limits import Limit, described_limit
from mathkit.errors import DomainError
from mathkit.formula.function import Function
from mathkit.notation.number_format import (
    MINUS,
    format_number,
    shown,
    sum_without_noise,
    typst_equals,
    typst_number,
    typst_place,
)
from mathkit.notation.typst_parts import height_name, linear_equation, linear_terms, part, valued

Kind = Literal["smooth", "kink", "cusp", "jump", "vertical", "edge", "unsettled"]


_MOST_DIGITS = 13  # of a number whose error is to be seen
_PROBES = 2.0 ** np.array([-20, -30])  # distances from the point, in units of its size, where an expansion fails
_ALIKE = 1e-6  # relative difference of slopes that are taken for one, there
_ROUNDED = 1e-13  # relative difference of a float64 from the precise value that only the last digits show


@dataclass(frozen=True, slots=True)
class OneSidedSlopes:
    """What the slope does from the left and from the right of `at`. An infinite slope is ±inf, a missing one NaN."""

    at: float
    left: float
    right: float
    kind: Kind
    reason: str = ""

    @classmethod
    def of(cls, f: Function, at: float) -> Self:
        """Take the slopes on both sides. Raises DomainError if f has no value at `at`.

        kind is "smooth" (one slope), "kink" (two), "cusp" (infinite, of opposite signs), "jump" (the value leaps),
        "vertical" (infinite slope), "edge" (f is defined on one side only) or "unsettled" (a slope oscillates, or none
        was found: `reason` says which).
        """
        if len(f.variables) != 1:
            raise DomainError(f"{f.text} has {len(f.variables)} variables; the slopes of a curve take a formula in one")
        return cls.along(f, (float(at),), (1.0,), float(at))

    @classmethod
    def along(cls, f: Function, point: Sequence[float], direction: Sequence[float], at: float = 0.0) -> Self:
        """Take the slopes of t ↦ f(point + t direction) at t = 0, which is reported as `at`. Raises as `of` does."""
        value_at(f, *point)
        value = _precise_value(f, point)
        if value is None:
            return cls._by_rule(f, point, direction, at, _why_none(f, point))
        left, right = (_Side.of(found, value) for found in both_sides(f, point, direction, 1))
        slopes = (0.0 - as_float(left.slope), as_float(right.slope) + 0.0)  # no −0
        if not (left.defined and right.defined):
            return cls(at, *slopes, "edge")
        if left.reason or right.reason:
            return cls._by_rule(f, point, direction, at, left.reason or right.reason)
        if left.leap or right.leap:
            steep = [
                math.copysign(math.inf, side.leap) if side.leap else as_float(side.slope) for side in (left, right)
            ]
            return cls(at, -steep[0], steep[1], "jump")
        if math.isinf(slopes[0]) and math.isinf(slopes[1]) and slopes[0] != slopes[1]:
            return cls(at, *slopes, "cusp")
        if isinstance(left.slope, float) or isinstance(right.slope, float):
            return cls(at, *slopes, "vertical")
        if differ(-left.slope, right.slope):
            return cls(at, *slopes, "kink")
        if math.isinf(slopes[1]):
            return cls(at, math.nan, math.nan, "unsettled", "its slope is beyond the largest float64")
        return cls(at, slopes[1], slopes[1], "smooth")

    @classmethod
    def _by_rule(cls, f: Function, point: Sequence[float], direction: Sequence[float], at: float, reason: str) -> Self:
        """Fall back on the symbolic derivative where the work of an expansion is bounded, not where f oscillates.

        It is believed only if the slopes on both sides close in on it; else nothing is claimed.
        """
        shares = tuple(zip(f.variables, direction, strict=True))
        size = max((abs(start) for start, share in zip(point, direction, strict=True) if share), default=0.0) or 1.0
        t = np.array([0.0, *_PROBES, *(-_PROBES)]) * size
        line = [start + t * share for start, share in zip(point, direction, strict=True)]
        slopes = sum((np.asarray(f.derivative(name)(*line) * share) for name, share in shares), start=np.zeros(len(t)))
        gaps = np.abs(slopes[1:] - slopes[0]).reshape(2, -1).max(axis=0)
        settled = np.isfinite(slopes).all() and (gaps[-1] <= _ALIKE * abs(slopes[0]) or gaps[-1] <= gaps[0] / 10)
        if "oscillates" in reason or not settled:
            return cls(at, math.nan, math.nan, "unsettled", reason)
        return cls(at, float(slopes[0]), float(slopes[0]), "smooth", reason)

    @property
    def typst(self) -> str:
        """Return the slopes and the kind of point; the parts are slope, or slope2_left and slope_right."""
        at, here = typst_place(self.at), (self.at,)
        if self.kind == "smooth":
            return valued(f"f'({at})", self.left, "slope", at=here)
        left = valued(f"f'_(-) ({at})", self.left, "slope2_left", at=here)
        right = valued(f"f'_(+) ({at})", self.right, "slope_right", at=here)
        return f'{left}, quad {right} quad "({self.kind})"'


@dataclass(frozen=True, slots=True)
class _Side:
    """f on one side of a point: its slope away from there, and the sign of the leap that its value takes, or 0."""

    defined: bool
    slope: Number | float
    leap: int = 0
    reason: str = ""

    @classmethod
    def of(cls, found: OneSidedExpansion | NoExpansion, value: Number) -> _Side:
        if isinstance(found, Undefined):
            return cls(False, math.nan)
        try:
            if isinstance(found, NoExpansion):
                raise found
            limit = found.limit_number
            if differ(limit, value):
                higher = limit > 0 if isinstance(limit, float) else sign_of(limit - value) == 1
                return cls(True, math.inf, 1 if higher else -1)
            return cls(True, found.derivative_number(1))
        except NoExpansion as reason:
            return cls(True, math.nan, 0, str(reason))


@dataclass(frozen=True, slots=True)
class Prediction:
    """What the tangent predicts at `at + dx`, what is there, and by how much it is wrong (actual − predicted)."""

    dx: float
    predicted: float
    actual: float
    error: float
    at: float = 0.0

    @property
    def typst(self) -> str:
        """Return the actual value as the prediction and the error; the parts are input_dx, output, slope and error.

        The numbers have as many digits as it takes to see the error in them, and are the sum that they are said to be.
        """
        head = f"f({part(typst_number(self.at + self.dx, _MOST_DIGITS), 'input_dx')})"
        digits, error = self.digits, self.shown_error
        sign = typst_equals(self.actual, digits=digits)
        actual, predicted = (typst_number(height, digits) for height in (self.actual, self.predicted))
        head = f"{head} {sign} {part(actual, 'output')}"
        if not (error and math.isfinite(error)):
            return f'{head}, quad "predicted" {part(predicted, "slope")}'
        size = part(typst_number(abs(error), _MOST_DIGITS), "error")
        return f"{head} = {part(predicted, 'slope')} {'-' if error < 0 else '+'} {size}"

    @property
    def shown_error(self) -> float:
        """Return the difference of the two values as they are written; 0 where nothing but rounding is left of it."""
        actual, predicted = (shown(height, self.digits) for height in (self.actual, self.predicted))
        if not math.isfinite(actual - predicted):
            return math.nan
        difference = float(Decimal(repr(actual)) - Decimal(repr(predicted)))
        noise = 4 * sys.float_info.epsilon * max(abs(self.actual), abs(self.predicted))
        return shown(difference, _MOST_DIGITS) if abs(difference) > noise else 0.0

    @property
    def digits(self) -> int:
        """Return the digits of both values: as many as show three of the error's."""
        size = max(abs(self.predicted), abs(self.actual))
        if not (self.error and math.isfinite(self.error)):
            return 4
        least = 3 + math.floor(math.log10(size)) - math.floor(math.log10(abs(self.error)))
        return min(max(4, least), _MOST_DIGITS)


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
            raise DomainError(f"{_shown(f)} has no tangent at {_point(f, (sides.at,))}: {reason(f, sides)}")
        value = value_at(f, sides.at)
        return cls(f, sides.at, value, sides.left, sum_without_noise(value, -sides.left * sides.at))

    def line(self, x: float | Array) -> Any:
        """Return the height of the tangent over x."""
        return self.value + self.slope * (x - self.at)

    def predict(self, dx: float) -> Prediction:
        """Predict f(at + dx) ≈ f(at) + f′(at) dx, with the error. `actual` is NaN outside the domain."""
        predicted, actual = self.value + self.slope * dx, self.function(self.at + dx)
        return Prediction(float(dx), predicted, actual, actual - predicted, self.at)

    @property
    def typst(self) -> str:
        """Return y = value + slope (x − at); the parts are output (y), output_2 (the value) and slope, those not 0."""
        return self.equation()

    def equation(self, digits: int = 3) -> str:
        """Return the same with this many digits."""
        names = self.function.variables
        left = part(height_name(names), "output")
        return linear_equation(left, self.value, (self.slope,), (self.at,), names, digits)

    @property
    def typst_intercept(self) -> str:
        """Return y = slope x + intercept; the parts are output, slope and output_2 (the intercept), those not 0."""
        return self.intercept_equation()

    def intercept_equation(self, digits: int = 3) -> str:
        """Return the same with this many digits."""
        names = self.function.variables
        terms = linear_terms(0.0, (self.slope,), (0.0,), names, digits) if self.slope else []
        if self.intercept or not terms:
            size = part(typst_number(abs(self.intercept), digits), "output_2")
            negative = self.intercept < 0
            terms.append(f"{'-' if negative else '+'} {size}" if terms else f"{'-' * negative}{size}")
        sign = typst_equals(self.slope, self.intercept, digits=digits)
        return f"{part(height_name(names), 'output')} {sign} {' '.join(terms)}"

    @property
    def typst_at(self) -> str:
        """Return the slope alone, f′(at) = …, as the part slope."""
        head = part(f"{self.function.letter}'({typst_place(self.at)})", "slope")
        return valued(head, self.slope, "slope_2", 4, (self.at,))


def tangents(f: Function, points: Array) -> tuple[Array, Array]:
    """Return values and slopes of the tangents of a curve at all `points` at once, each in their shape.

    The line over x is value + slope · (x − point). Both are NaN where f has no value, or no slope on both sides that
    agrees: at poles, kinks, jumps, vertical tangents and the ends of the domain.
    """
    x = np.asarray(points, dtype=np.float64)
    found = np.full((2, x.size), np.nan)
    for index, at in enumerate(x.ravel().tolist()):
        with contextlib.suppress(DomainError):
            tangent = Tangent.of(f, at)
            found[:, index] = tangent.value, tangent.slope
    return found[0].reshape(x.shape), found[1].reshape(x.shape)


def value_at(f: Function, *at: float) -> float:
    """Return f(at), all its digits right where float64 loses them.

    Raises DomainError, with a point where there is a value, if f has none there or one beyond float64.
    """
    value = f(*at)
    try:
        precise = OneSidedExpansion.of(f, at, (0.0,) * len(at), 0).limit
    except Undefined:
        precise = math.nan
    except NoExpansion:
        precise = value
    if math.isfinite(precise):
        return value if abs(value - precise) <= _ROUNDED * abs(precise) else precise
    choice = ",".join(f"{coordinate:g}" for coordinate in _somewhere(f, at))
    remedy = f", for example --set at={choice}" if choice else ""
    what = "a value beyond the largest float64" if math.isinf(precise) else "no value"
    known = "" if math.isinf(precise) else described_limit(f, at)
    read = "".join(f" ({note})" for note in f.notes)
    raise DomainError(
        f"{_shown(f)} has {what} at {_point(f, at)}{read}; {known}choose a point where it has one{remedy}"
    )


def _precise_value(f: Function, at: Sequence[float]) -> Number | None:
    """Return the value with all its digits; None where it takes too much work."""
    try:
        number = OneSidedExpansion.of(f, at, (0.0,) * len(at), 0).limit_number
    except NoExpansion:
        return None
    return None if isinstance(number, float) else number


def _somewhere(f: Function, at: tuple[float, ...]) -> tuple[float, ...]:
    for shift in (1.0, -1.0, 2.0, 0.5, -0.5, -2.0):
        for candidate in ((shift,) * len(at), tuple(coordinate + shift for coordinate in at)):
            if math.isfinite(f(*candidate)) and all(
                math.isfinite(f.derivative(name)(*candidate)) for name in f.variables
            ):
                return candidate
    return ()


def _why_none(f: Function, at: Sequence[float]) -> str:
    try:
        OneSidedExpansion.of(f, at, (0.0,) * len(at), 0)
    except NoExpansion as why:
        return str(why)
    return "its value is beyond the largest float64"


def reason(f: Function, sides: OneSidedSlopes) -> str:
    """Say why there is no tangent, and what to do."""
    left, right = (format_number(slope) if not math.isnan(slope) else "none" for slope in (sides.left, sides.right))
    slopes = f"slope from the left {left}, from the right {right}"
    if sides.kind == "jump" and len(f.variables) == 1:
        ends = [Limit.of(f, sides.at, side).value for side in ("left", "right")]
        below, above = (format_number(end) for end in ends)
        slopes = f"limit from the left {below}, from the right {above}, value {format_number(value_at(f, sides.at))}"
    what = {
        "kink": "it has a kink there",
        "cusp": "it has a cusp there",
        "jump": "its value jumps there",
        "vertical": "it is vertical there",
        "edge": "it is defined on one side only",
        "unsettled": sides.reason,
    }[sides.kind]
    return f"{what} ({slopes}); choose another point" if sides.kind != "unsettled" else f"{what}; choose another point"


def _shown(f: Function) -> str:
    return f"{f.name}({', '.join(f.variables)}) = {f.text}"


def _point(f: Function, at: Sequence[float]) -> str:
    return ", ".join(f"{name} = {plain_number(value)}" for name, value in zip(f.variables, at, strict=True))


def named_at(f: Function, place: Sequence[float]) -> str:
    """Return "f(x, y) = x y at x = 1, y = 2", to begin a message with."""
    return f"{_shown(f)} at {_point(f, place)}"


def plain_number(value: float) -> str:
    """Return a coordinate as it was typed, if that is short, with a true minus."""
    written = repr(float(value)).removesuffix(".0")
    return (written if len(written) <= 10 else f"{value:g}").replace("-", MINUS)
