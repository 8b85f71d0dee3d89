"""Interval arithmetic on arrays: every result surely holds the true one, rounding included.

An operation is done on both ends and each end is moved outwards by one float64; functions by more than numpy's own
error. Where nothing is known (a quotient by an interval with 0 in it) an interval is the whole line.
Moore, Kearfott & Cloud, Introduction to Interval Analysis, chapters 2 and 3.
"""

from __future__ import annotations

import math
from collections.abc import Callable
from fractions import Fraction
from typing import Any, Self

import numpy as np
import sympy as sp

from mathkit.arrays import Array

_ERROR = 1e-14  # relative, of a function's value in float64; numpy's and erf's are below a tenth of that
_TINY = 1e-300


class Interval:
    """Intervals [low, high], one for each element of two arrays of the same shape. Never written to."""

    __slots__ = ("high", "low")
    __array_priority__ = 1000  # numpy leaves operators with arrays to this class

    def __init__(self, low: Any, high: Any) -> None:
        self.low: Array = np.where(np.isnan(low), -np.inf, low)
        self.high: Array = np.where(np.isnan(high), np.inf, high)

    @classmethod
    def around(cls, number: sp.Expr) -> Self:
        """Enclose a number: the number itself if it is a float64, else the two that it lies between."""
        value = float(number)
        if number.is_Rational and math.isfinite(value) and Fraction(value) == Fraction(int(number.p), int(number.q)):
            return cls(value, value)
        return cls(np.nextafter(value, -np.inf), np.nextafter(value, np.inf))

    @property
    def magnitude(self) -> Array:
        """Return the largest size of any number in it."""
        return np.maximum(np.abs(self.low), np.abs(self.high))

    def holds_zero(self) -> Any:
        """Tell whether 0 is in it."""
        return (self.low <= 0) & (self.high >= 0)

    def __neg__(self) -> Interval:
        return Interval(-self.high, -self.low)

    @np.errstate(all="ignore")
    def __add__(self, other: Any) -> Interval:
        other = _as_interval(other)
        return Interval(_down(self.low + other.low), _up(self.high + other.high))

    __radd__ = __add__

    def __sub__(self, other: Any) -> Interval:
        return self + -_as_interval(other)

    def __rsub__(self, other: Any) -> Interval:
        return -self + other

    @np.errstate(all="ignore")
    def __mul__(self, other: Any) -> Interval:
        other = _as_interval(other)
        pairs = [(a, b) for a in (self.low, self.high) for b in (other.low, other.high)]
        products = np.array([np.where((a == 0) | (b == 0), 0.0, a * b) for a, b in pairs])
        lost = np.array([(product == 0) & (a != 0) & (b != 0) for product, (a, b) in zip(products, pairs, strict=True)])
        grain = np.where(lost.any(axis=0), _TINY, 0.0)  # a product too small for a float64 is not 0
        return Interval(_down(products.min(axis=0)) - grain, _up(products.max(axis=0)) + grain)

    __rmul__ = __mul__

    @np.errstate(all="ignore")
    def __truediv__(self, other: Any) -> Interval:
        other = _as_interval(other)
        unknown = other.holds_zero()
        low = np.where(unknown, -np.inf, _down(1.0 / np.where(unknown, 1.0, other.high)))
        high = np.where(unknown, np.inf, _up(1.0 / np.where(unknown, 1.0, other.low)))
        return self * Interval(low, high)

    def __rtruediv__(self, other: Any) -> Interval:
        return _as_interval(other) / self

    @np.errstate(all="ignore")
    def __pow__(self, exponent: Interval) -> Interval:
        """Raise to a constant: by whole numbers below 0 anything without 0, by others what is above 0."""
        r = float(exponent.low)
        if exponent.low == exponent.high and r.is_integer():
            result: Interval = _as_interval(1.0)
            for _ in range(abs(int(r))):
                result = result * self
            return 1.0 / result if r < 0 else result
        return applied(np.exp, exponent * applied(np.log, self))


@np.errstate(all="ignore")
def applied(rising: Callable[[Array], Any], z: Interval) -> Interval:
    """Apply a function that never falls to an interval; the whole line where it has no value at one end."""
    low, high = rising(z.low), rising(z.high)
    return Interval(low - _ERROR * np.abs(low) - _TINY, high + _ERROR * np.abs(high) + _TINY)


@np.errstate(all="ignore")
def sine(z: Interval, phase: float = 0.0) -> Interval:
    """Return sin(z + phase), for a phase of 0 or π/2 (the cosine)."""
    wave = np.cos if phase else np.sin
    ends = np.array([wave(z.low), wave(z.high)])
    top = _holds_point(z, math.pi / 2 - phase)
    bottom = _holds_point(z, -math.pi / 2 - phase)
    low = np.where(bottom, -1.0, np.maximum(ends.min(axis=0) - _ERROR, -1.0))
    return Interval(low, np.where(top, 1.0, np.minimum(ends.max(axis=0) + _ERROR, 1.0)))


def _holds_point(z: Interval, first: float) -> Any:
    """Tell whether one of first + 2πk may be in z: the interval is taken a little too wide."""
    slack = 1e-12 * np.maximum(1.0, z.magnitude)
    turns = (np.array([z.low - slack, z.high + slack]) - first) / (2 * math.pi)
    return ~np.isfinite(turns).all(axis=0) | (np.ceil(turns[0]) <= np.floor(turns[1]))


def _as_interval(number: Any) -> Interval:
    return number if isinstance(number, Interval) else Interval(float(number), float(number))


def _down(number: Any) -> Any:
    return np.where(number == 0, number, np.nextafter(number, -np.inf))  # a sum is 0 only if it is so exactly


def _up(number: Any) -> Any:
    return np.where(number == 0, number, np.nextafter(number, np.inf))
