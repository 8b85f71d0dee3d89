"""Real numbers at any number of digits that know their own rounding error, beside exact fractions.

A `Number` is a Fraction, or a Ball: a midpoint and a bound for the error. Whether a number is zero is then a question
with three answers: yes, no, and "not at this many digits" (midpoint-radius arithmetic; Johansson, Arb, 2017).
The number of bits is mpmath's `mp.prec`.
"""

from __future__ import annotations

import math
from collections.abc import Callable
from fractions import Fraction
from typing import Any, TypeAlias

import mpmath
from mpmath import libmp

from mathkit.formula.typed_numbers import TypedNumber

#: Bits of a numerator or denominator beyond which a fraction becomes a Ball.
_LONGEST = 4096
_EXACT = -math.inf
#: log₂ of the largest number that exp and its kin are asked for: 10¹².
_LARGEST = 40


class Ball:
    """All reals within 2^`error` of `middle`, an mpmath number; `error` is −∞ where the middle is exact."""

    __slots__ = ("error", "middle")

    def __init__(self, middle: Any, error: float = _EXACT) -> None:
        self.middle = middle
        self.error = error

    @classmethod
    def of(cls, value: Number | int) -> Ball:
        """Turn a fraction into a ball, with the error of its division."""
        if isinstance(value, Ball):
            return value
        middle = mpmath.mpf(value.numerator) / value.denominator
        return cls(middle, size(middle) - mpmath.mp.prec)

    @property
    def sign(self) -> int:
        """Return −1 or 1 where all reals in the ball have that sign, 0 where it holds zero."""
        return 0 if size(self.middle) - 1 <= self.error else -1 if self.middle < 0 else 1

    def __add__(self, other: Number | int) -> Ball:
        other = Ball.of(other)
        middle = self.middle + other.middle
        return Ball(middle, _joined(self.error, other.error, size(middle) - mpmath.mp.prec))

    def __mul__(self, other: Number | int) -> Ball:
        if not isinstance(other, Ball) and other == 1:
            return self
        other = Ball.of(other)
        middle = self.middle * other.middle
        mine, others = size(self.middle) + other.error, size(other.middle) + self.error
        return Ball(middle, _joined(mine, others, self.error + other.error, size(middle) - mpmath.mp.prec))

    def __truediv__(self, other: Number | int) -> Ball:
        return self * inverse(Ball.of(other))

    def __rtruediv__(self, other: Number | int) -> Ball:
        return inverse(self) * other

    def __neg__(self) -> Ball:
        return Ball(mpmath.fneg(self.middle, exact=True), self.error)

    def __sub__(self, other: Number | int) -> Ball:
        return self + (-other)

    def __rsub__(self, other: Number | int) -> Ball:
        return -self + other

    __radd__ = __add__
    __rmul__ = __mul__

    def __repr__(self) -> str:
        return f"Ball({mpmath.nstr(self.middle, 20)} ± 2^{self.error:.0f})"


Number: TypeAlias = Fraction | Ball


def size(middle: Any) -> float:
    """Return the least k with |middle| < 2^k; −∞ for 0."""
    _, mantissa, exponent, bits = middle._mpf_
    return exponent + bits if mantissa else -math.inf


def of_typed(number: TypedNumber) -> Number:
    """Return what a person meant by a float64, at the digits that are worked with."""
    if number.is_fraction:
        return number.factor
    middle = number.approximate
    return Ball(middle, size(middle) - mpmath.mp.prec + 2)


def _joined(*errors: float) -> float:
    """Add errors of which the logarithms to base 2 are known."""
    largest = max(errors)
    if largest == -math.inf:
        return largest
    return largest + math.log2(sum(2.0 ** max(error - largest, -60.0) for error in errors if error > largest - 40))


def sign_of(value: Number) -> int | None:
    """Return −1, 0 or 1; None where the number of digits does not tell."""
    if isinstance(value, Ball):
        return value.sign or (0 if value.middle == 0 and value.error == _EXACT else None)
    return (value > 0) - (value < 0)


def is_precise(value: Number, bits: int) -> bool:
    """Tell whether so many leading bits of the number are right."""
    return not isinstance(value, Ball) or value.error == _EXACT or size(value.middle) - value.error > bits


def shortened(value: Number) -> Number:
    """Return a fraction of very many digits as a ball, anything else as it is."""
    if isinstance(value, Fraction) and max(value.numerator.bit_length(), value.denominator.bit_length()) > _LONGEST:
        return Ball.of(value)
    return value


def as_mpf(value: Number | int) -> Any:
    """Return the middle, at the digits that are worked with."""
    return Ball.of(value).middle


def inverse(value: Ball) -> Ball:
    """Return 1/value; its sign is to be known."""
    middle = 1 / value.middle
    return Ball(middle, _joined(value.error + 2 * size(middle) + 1, size(middle) - mpmath.mp.prec))


def exp(value: Number) -> Number:
    """Return e^value."""
    if isinstance(value, Fraction) and value == 0:
        return Fraction(1)
    ball = Ball.of(value)
    if size(ball.middle) > _LARGEST:
        raise OverflowError("too large a power of e")
    middle = mpmath.exp(ball.middle)
    return Ball(middle, _joined(size(middle) + max(ball.error, -1e18) + 1, size(middle) - mpmath.mp.prec))


def log(value: Number) -> Number:
    """Return the natural logarithm of a number that is known to be positive."""
    if isinstance(value, Fraction) and value == 1:
        return Fraction(0)
    ball = Ball.of(value)
    middle = mpmath.log(ball.middle)
    return Ball(middle, _joined(ball.error - size(ball.middle) + 2, size(middle) - mpmath.mp.prec))


def root(value: Number, power: Fraction) -> Number:
    """Return value^power for a number that is known to be positive."""
    if isinstance(value, Fraction):
        if value == 1 or power == 0:
            return Fraction(1)
        if power.denominator == 1 and abs(power) < 64:
            return shortened(value**power.numerator)
        exact = _exact_root(value, power)
        if exact is not None:
            return exact
    if power.denominator == 2 and abs(power.numerator) == 1:
        ball = Ball.of(value)
        middle = mpmath.sqrt(ball.middle)
        found = Ball(middle, _joined(ball.error - size(middle) + 1, size(middle) - mpmath.mp.prec))
        return found if power > 0 else inverse(found)
    return exp(log(value) * power)


def _exact_root(value: Fraction, power: Fraction) -> Fraction | None:
    if power.denominator > 6 or abs(power.numerator) > 12:
        return None
    roots = []
    for whole in (value.numerator, value.denominator):
        if whole.bit_length() > 2000:
            return None
        near = libmp.isqrt(whole) if power.denominator == 2 else _whole_root(whole, power.denominator)
        if near**power.denominator != whole:
            return None
        roots.append(int(near))
    return Fraction(*roots) ** power.numerator


def _whole_root(whole: int, n: int) -> int:
    """Return the n-th root, rounded down, by Newton's method."""
    if whole < 2:
        return whole
    near = 1 << (whole.bit_length() // n + 1)
    while (better := ((n - 1) * near + whole // near ** (n - 1)) // n) < near:
        near = better
    return near


def _flat_function(function: Callable[[Any], Any]) -> Callable[[Number], Number]:
    """Return a function of balls, for one that is 0 at 0 or not, and nowhere steeper than 1."""

    def of(value: Number) -> Number:
        ball = Ball.of(value)
        middle = function(ball.middle)
        return Ball(middle, _joined(ball.error, size(middle) - mpmath.mp.prec))

    return of


def _from_zero(function: Callable[[Number], Number]) -> Callable[[Number], Number]:
    return lambda value: value if isinstance(value, Fraction) and value == 0 else function(value)


sin = _from_zero(_flat_function(mpmath.sin))
atan = _from_zero(_flat_function(mpmath.atan))
asinh = _from_zero(_flat_function(mpmath.asinh))
tanh = _from_zero(_flat_function(mpmath.tanh))
_cos = _flat_function(mpmath.cos)


def cos(value: Number) -> Number:
    """Return the cosine."""
    return Fraction(1) if isinstance(value, Fraction) and value == 0 else _cos(value)


def asin(value: Number) -> Number:
    """Return the arcsine of a number that is known to lie between −1 and 1."""
    if isinstance(value, Fraction) and value == 0:
        return value
    ball = Ball.of(value)
    middle = mpmath.re(mpmath.asin(ball.middle))
    steep = -size(1 - ball.middle**2) / 2 + 2
    return Ball(middle, _joined(ball.error + steep, size(middle) - mpmath.mp.prec))


def sinh(value: Number) -> Number:
    """Return the hyperbolic sine."""
    return _hyperbolic(value, mpmath.sinh) if value != 0 else value


def cosh(value: Number) -> Number:
    """Return the hyperbolic cosine."""
    return Fraction(1) if isinstance(value, Fraction) and value == 0 else _hyperbolic(value, mpmath.cosh)


def _hyperbolic(value: Number, function: Callable[[Any], Any]) -> Number:
    ball = Ball.of(value)
    if size(ball.middle) > _LARGEST:
        raise OverflowError("too large a power of e")
    middle = function(ball.middle)
    steep = size(mpmath.cosh(ball.middle)) if ball.error != _EXACT else 0
    return Ball(middle, _joined(ball.error + steep, size(middle) - mpmath.mp.prec))


def erf(value: Number) -> Number:
    """Return the error function."""
    return value if isinstance(value, Fraction) and value == 0 else _bell(value, mpmath.erf)


def erfc(value: Number) -> Number:
    """Return 1 − erf, with all its digits where it is small."""
    return Fraction(1) if isinstance(value, Fraction) and value == 0 else _bell(value, mpmath.erfc)


def _bell(value: Number, function: Callable[[Any], Any]) -> Number:
    ball = Ball.of(value)
    if size(ball.middle) > _LARGEST:
        raise OverflowError("too far out on the bell curve")
    middle = function(ball.middle)
    steep = 1 - float(ball.middle) ** 2 * math.log2(math.e)
    return Ball(middle, _joined(ball.error + steep, size(middle) - mpmath.mp.prec))
