"""The number that a person meant by a float64: 1/10 by 0.1, π/2 by 1.5707963267948966, √2/2 by 0.7071067811865476."""

from __future__ import annotations

import math
from dataclasses import dataclass
from fractions import Fraction
from functools import lru_cache
from typing import Any, Literal

import mpmath

_WRITTEN_DIGITS = 13  # a float64 of no more is a decimal that somebody wrote; of those computed, most have 16 or 17
_LARGEST_DENOMINATOR = 24  # of a multiple of π or e
_LARGEST_SQUARE = 1000  # numerator and denominator of a number whose root is meant
Constant = Literal["1", "pi", "e", "root"]


@dataclass(frozen=True, slots=True)
class TypedNumber:
    """`factor` · the constant `times`, where `typed` is the float64 next to it.

    `computed` tells that nothing is known but the float64 itself, the result of a computation: then what is meant is
    some number within a few units in its last place.
    """

    typed: float
    factor: Fraction
    times: Constant
    computed: bool

    @classmethod
    @lru_cache(maxsize=4096)
    def of(cls, value: float) -> TypedNumber:
        """Recognise decimals, multiples of π and of e, and square roots of fractions."""
        written = Fraction(repr(value))
        if _digits(value) <= _WRITTEN_DIGITS:
            return cls(value, written, "1", False)
        names: tuple[Constant, ...] = ("pi", "e")
        for times in names:
            factor = Fraction(value / getattr(math, times)).limit_denominator(_LARGEST_DENOMINATOR)
            if abs(factor) < _LARGEST_DENOMINATOR**2 and _is_nearest(value, factor, times):
                return cls(value, factor, times, False)
        if 1e-3 < abs(value) < 1e3:
            square = Fraction(value * abs(value)).limit_denominator(_LARGEST_SQUARE)
            if abs(square.numerator) <= _LARGEST_SQUARE and _is_nearest(value, square, "root"):
                return cls(value, square, "root", False)
        return cls(value, Fraction(value), "1", True)

    @property
    def is_fraction(self) -> bool:
        """Return whether it is its factor, with nothing irrational about it."""
        return self.times == "1" or not self.factor

    @property
    def approximate(self) -> Any:
        """Return it as mpmath's number, at the digits that mpmath is set to."""
        return _approximate(self.factor, self.times)

    @property
    def unit(self) -> float:
        """Return a unit in the last place of the float64."""
        return math.ulp(self.typed)


def _approximate(factor: Fraction, times: Constant) -> Any:
    if times == "root":
        return mpmath.sign(factor.numerator) * mpmath.sqrt(_approximate(abs(factor), "1"))
    constant = mpmath.mpf(1) if times == "1" else +mpmath.pi if times == "pi" else +mpmath.e
    return constant * factor.numerator / factor.denominator


def _is_nearest(value: float, factor: Fraction, times: Constant) -> bool:
    if not factor:
        return False
    with mpmath.workprec(120):
        return bool(abs(_approximate(factor, times) - mpmath.mpf(value)) <= math.ulp(value))


def _digits(value: float) -> int:
    mantissa = repr(abs(value)).partition("e")[0].replace(".", "").strip("0")
    return len(mantissa)
