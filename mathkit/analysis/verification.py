"""Whether numbers are right: each beside the same one from an oracle of another kind, with a tolerance.

The oracle knows no derivative, no expansion and no float64: values of the formula at many digits, by mpmath, and
differences of these at steps far below what a float64 can tell apart.
"""

from __future__ import annotations

import itertools
import math
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Self

import mpmath
import numpy as np

from mathkit.derivatives.difference_quotients import five_point_difference
from mathkit.derivatives.gradients import Gradient
from mathkit.derivatives.hessian import Hessian
from mathkit.derivatives.tangents import OneSidedSlopes
from mathkit.errors import DomainError, NablaError
from mathkit.formula.function import Function
from mathkit.formula.precise import at_many_digits
from mathkit.formula.typed_numbers import TypedNumber
from mathkit.notation.number_format import format_number, typst_number
from mathkit.notation.typst_parts import part

_DIGITS = 200
_STEP = mpmath.mpf(10) ** -40  # of a difference, in units of |x|, or of 1 at 0
_TOLERANCE = 1e-9  # relative
_UNITS = 8  # in the last place of a computed coordinate, by which a number may have moved
_INFINITE = 1e12  # a difference quotient that tends to ∞ is beyond
_BESIDE = 1.2345e-3  # relative distance from a point at which formulas are judged
_TRIALS = 20
_FLOAT_STEP = 1e-3  # of a five-point difference, in units of max(1, |x|)

Point = Sequence[float]


class JudgementError(NablaError):
    """A number that mathkit gives is not the one that its oracle gives."""


@dataclass(frozen=True, slots=True)
class Judgement:
    """A number beside the same from its oracle; `slack` is how far apart they may be."""

    name: str
    found: float
    oracle: float
    slack: float

    @property
    def agrees(self) -> bool:
        """Return whether both are the same within the slack, or both infinite with one sign, or both none."""
        if math.isnan(self.found) or math.isnan(self.oracle):
            return math.isnan(self.found) and math.isnan(self.oracle)
        if math.isinf(self.found):
            return abs(self.oracle) > _INFINITE and (self.found > 0) == (self.oracle > 0)
        return abs(self.found - self.oracle) <= self.slack

    def __str__(self) -> str:
        return f"{self.name} is {format_number(self.found, 9)}, but differences give {format_number(self.oracle, 9)}"


@dataclass(frozen=True, slots=True)
class GradientCheck:
    """A gradient beside the differences of values along each axis (Goodfellow et al., Deep Learning, §11.5).

    `components` and `differences` have a number for each variable.
    """

    function: Function
    at: tuple[float, ...]
    components: tuple[float, ...]
    differences: tuple[float, ...]
    judgements: tuple[Judgement, ...]

    @classmethod
    def of(cls, f: Function, at: Point, components: Sequence[float] | None = None) -> Self:
        """Check the gradient of f, or `components` that another claims to be it. Raises DomainError where f has none.

        Each component is compared with a central difference at 200 digits.
        """
        place = tuple(float(value) for value in at)
        claimed = tuple(Gradient.of(f, place).components if components is None else map(float, components))
        oracle = Differences.of(f, place)
        judged = tuple(
            oracle.judged(f"∂f/∂{name}" if len(place) > 1 else f"df/d{name}", slope, orders)
            for name, slope, orders in zip(f.variables, claimed, _units(len(place)), strict=True)
        )
        return cls(f, place, claimed, tuple(each.oracle for each in judged), judged)

    @property
    def agrees(self) -> bool:
        """Return whether every component is its difference, within the tolerance."""
        return all(each.agrees for each in self.judgements)

    @property
    def relative_error(self) -> float:
        """Return |g − d| / max(|g|, |d|) with the largest entry for a norm; 0 where both are 0."""
        sizes = [max(map(abs, numbers), default=0.0) for numbers in (self.components, self.differences)]
        apart = max((abs(g - d) for g, d in zip(self.components, self.differences, strict=True)), default=0.0)
        return apart / max(sizes) if max(sizes) else 0.0

    @property
    def typst(self) -> str:
        """Return the relative error; the parts are gradient, differences and error."""
        gradient, differences = part("nabla f", "gradient"), part("bold(d)", "differences")
        size = part(typst_number(self.relative_error, 2), "error")
        sizes = [f"norm({each})_infinity" for each in (f"{gradient} - {differences}", gradient, differences)]
        return f"{sizes[0]} / max({sizes[1]}, {sizes[2]}) approx {size}"


def judge(f: Function, at: Point) -> tuple[Judgement, ...]:
    """Return every number of f at a point, as far as it has them, each beside its oracle.

    The value; the gradient, or the slopes on both sides of a curve without one; the second derivatives; and what the
    formulas of the partial derivatives give close by.
    """
    place = tuple(float(value) for value in at)
    return (*_judged_at(f, place), *_judged_formulas(f, place))


def _judged_at(f: Function, place: tuple[float, ...]) -> tuple[Judgement, ...]:
    oracle = Differences.of(f, place)
    zero = (0,) * len(place)
    try:
        gradient = Gradient.of(f, place)
    except DomainError:
        return (oracle.judged("f", f.precise(*place), zero), *_judged_sides(f, place, oracle))
    found = [oracle.judged("f", gradient.value, zero), *GradientCheck.of(f, place, gradient.components).judgements]
    try:
        matrix = Hessian.of(f, place).matrix
    except DomainError:
        return tuple(found)
    names = f.variables
    for i, j in itertools.combinations_with_replacement(range(len(place)), 2):
        orders = tuple(int(axis == i) + int(axis == j) for axis in range(len(place)))
        name = f"∂²f/∂{names[i]}∂{names[j]}" if len(place) > 1 else f"d²f/d{names[0]}²"
        found.append(oracle.judged(name, float(matrix[i, j]), orders))
    return tuple(found)


def confirm(f: Function, at: Point) -> None:
    """Raise JudgementError if a number of f at a point is not the one that its oracle gives."""
    where = ", ".join(f"{name} = {value:g}" for name, value in zip(f.variables, at, strict=True))
    refuse_wrong(f"{f.text} at {where}", judge(f, at))


def refuse_wrong(what: str, judged: Iterable[Judgement]) -> None:
    """Raise JudgementError, with `what` cannot be told, if a number is not the one that its oracle gives."""
    wrong = [each for each in judged if not each.agrees]
    if wrong:
        raise JudgementError(
            f"{what} cannot be told: {'; '.join(map(str, wrong))}. This is a fault of Nabla: choose other numbers, and "
            "report these"
        )


def _judged_formulas(f: Function, place: tuple[float, ...]) -> list[Judgement]:
    """Judge the formulas of first and second partials beside the point: at it they may follow a convention."""
    for sign in (1, -1):
        near = tuple(x + sign * _BESIDE * (k + 1) * (abs(x) or 1.0) for k, x in enumerate(place))
        if f.defined(*near) and math.isfinite(f(*near)):
            break
    else:
        return []
    found, oracle = [], Differences.of(f, near)
    for name, orders in zip(f.variables, _units(len(place)), strict=True):
        first = f.derivative(name)
        found.append(oracle.judged(f"the formula of the derivative by {name}", first.precise(*near), orders))
        doubled = tuple(2 * order for order in orders)
        second = first.derivative(name).precise(*near)
        found.append(oracle.judged(f"the formula of the second derivative by {name}", second, doubled))
    return [each for each in found if not math.isnan(each.found)]


def _judged_sides(f: Function, place: tuple[float, ...], oracle: Differences) -> list[Judgement]:
    if len(place) != 1:
        return []
    try:
        sides = OneSidedSlopes.of(f, place[0])
    except DomainError:
        return []
    slopes = {"slope from the left": (sides.left, -1), "slope from the right": (sides.right, 1)}
    return [
        oracle.judged_side(name, slope, sign)
        for name, (slope, sign) in slopes.items()
        if not (math.isnan(slope) or (sides.kind == "jump" and math.isinf(slope)))
    ]


class Differences:
    """Differences of values at 200 digits, around the point that a person meant.

    `value` takes mpmath's numbers, one for each of `at`. `doubt` is how far each of these may be off; by default a
    number that was computed, and not typed, may be by what rounding does.
    """

    def __init__(self, value: Callable[..., Any], at: Sequence[float], doubt: Sequence[float] | None = None) -> None:
        self.value = value
        if doubt is None:
            doubt = [_UNITS * math.ulp(x) if TypedNumber.of(x).computed else 0.0 for x in at]
        with mpmath.workdps(_DIGITS):
            self.point = [TypedNumber.of(x).approximate for x in at]
            self.steps = [_STEP * (abs(x) or 1) for x in self.point]
            self.doubt = [mpmath.mpf(each) for each in doubt]

    @classmethod
    def of(cls, f: Function, at: Sequence[float]) -> Self:
        """Take the values of a formula."""
        return cls(at_many_digits(f.expr, f.symbols), at)

    def judged(self, name: str, found: float, orders: Sequence[int]) -> Judgement:
        """Compare a partial derivative of these orders; of orders 0, the value."""
        with mpmath.workdps(_DIGITS):
            oracle = self._central(self.point, orders)
            moved = [self._central(self._moved(sign), orders) for sign in (-1, 1)] if any(self.doubt) else []
            spread = max((abs(other - oracle) for other in moved), default=mpmath.mpf(0))
            slack = _slack(found, oracle) + _rounded(spread)
            return Judgement(name, found, _rounded(oracle), slack)

    def judged_side(self, name: str, found: float, sign: int) -> Judgement:
        """Compare the slope of a curve on one side."""
        with mpmath.workdps(_DIGITS):
            step = sign * self.steps[0]
            near, far = (self.value(*[self.point[0] + k * step]) for k in (1, 2))
            here = self.value(*self.point)
            oracle = (4 * near - far - 3 * here) / (2 * step)  # of second order (Abramowitz & Stegun 25.3.4)
            return Judgement(name, found, _rounded(oracle), _slack(found, oracle))

    def _central(self, place: Sequence[Any], orders: Sequence[int]) -> Any:
        axes = [axis for axis, order in enumerate(orders) for _ in range(order)]
        total = mpmath.mpf(0)
        for signs in itertools.product((1, -1), repeat=len(axes)):
            at = list(place)
            for sign, axis in zip(signs, axes, strict=True):
                at[axis] += sign * self.steps[axis]
            total += math.prod(signs) * self.value(*at)
        return total / mpmath.fprod(2 * self.steps[axis] for axis in axes)

    def _moved(self, sign: int) -> list[Any]:
        return [x + sign * doubt for x, doubt in zip(self.point, self.doubt, strict=True)]


def _slack(found: float, oracle: Any) -> float:
    """Return the tolerance in proportion; a nought may be off by what the step leaves of the next order."""
    size = max(abs(_rounded(oracle)), abs(found) if math.isfinite(found) else 0.0)
    return _TOLERANCE * size + 1e-30 * (1 + size)


def _rounded(number: Any) -> float:
    try:
        return float(number)
    except OverflowError:
        return math.inf if number > 0 else -math.inf


def _units(count: int) -> list[tuple[int, ...]]:
    return [tuple(int(axis == k) for axis in range(count)) for k in range(count)]


def largest_differences(
    f: Function, judged: Mapping[tuple[float, ...], Sequence[Judgement]]
) -> dict[str, float | None]:
    """Return the largest absolute difference over the points for each oracle; None if none could be compared.

    `judged` are the judgements at each point.

    mpmath_value: numpy's value against mpmath's at 200 digits. mpmath_gradient: the partials against differences of
    values there. central_difference: against a five-point difference in float64. second_central_difference: the second
    derivatives against differences of values at 200 digits.
    """
    found: dict[str, list[float]] = {
        "mpmath_value": [],
        "mpmath_gradient": [],
        "central_difference": [],
        "second_central_difference": [],
    }
    for at, judgements in judged.items():
        for each in judgements:
            is_second = each.name[1:2] == "²" or "second" in each.name
            kind = "mpmath_value" if each.name == "f" else "mpmath_gradient"
            found["second_central_difference" if is_second else kind].append(each.found - each.oracle)
        for axis, name in enumerate(f.variables):
            found["central_difference"].append(f.derivative(name)(*at) - _float_difference(f, at, axis))
    return {oracle: _largest(differences) for oracle, differences in found.items()}


def sample_points(f: Function, around: Point | None, count: int = 3) -> list[tuple[float, ...]]:
    """Return the point itself, if given, and seeded points near it at which f has second derivatives."""
    centre = np.zeros(len(f.variables)) if around is None else np.array(around, dtype=np.float64)
    drawn = centre + np.random.default_rng(0).uniform(-2.0, 2.0, (_TRIALS, len(f.variables)))
    near = (tuple(np.round(point, 6).tolist()) for point in drawn)
    usable = itertools.islice((point for point in near if _is_smooth(f, point)), count)
    return [*([tuple(centre.tolist())] if around is not None else []), *usable][:count]


def _is_smooth(f: Function, point: Point) -> bool:
    if not math.isfinite(f(*point)):
        return False
    try:
        Hessian.of(f, point)
    except DomainError:
        return False
    return True


def _float_difference(f: Function, point: Point, axis: int) -> float:
    h = _FLOAT_STEP * max(1.0, abs(point[axis]))
    return float(five_point_difference(lambda step: f(*(x + step * (k == axis) for k, x in enumerate(point))), h))


def _largest(differences: Sequence[float]) -> float | None:
    sizes = [abs(difference) for difference in differences if math.isfinite(difference)]
    return max(sizes) if sizes else None
