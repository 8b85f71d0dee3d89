"""A function along a line at 60 digits: an oracle that knows no derivative, only values and differences of them."""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import mpmath
import numpy as np

from mathkit.arrays import Array
from mathkit.formula.function import Function
from mathkit.formula.precise import at_many_digits

_DIGITS = 60
_STEP = mpmath.mpf(10) ** -24  # of a central difference: far below what a float64 can tell apart


@dataclass(frozen=True, slots=True)
class PreciseLine:
    """t ↦ f(point + t direction), computed at 60 digits and rounded; NaN where there is no real value.

    `point` and `direction` have one number per variable. It is a `mathkit.derivatives.tangents.Curve`.
    """

    function: Function
    point: tuple[float, ...]
    direction: tuple[float, ...]

    @classmethod
    def axis(cls, f: Function) -> PreciseLine:
        """Return a function of one variable as it is."""
        return cls(f, (0.0,), (1.0,))

    def __call__(self, t: Any, /) -> Any:
        """Return the value at a number, or the values at an array of them."""
        return self._rounded(t, self._value)

    def derivative(self) -> _PreciseSlope:
        """Return its slope, by central differences at 60 digits."""
        return _PreciseSlope(self)

    def _value(self, t: Any) -> Any:
        value = at_many_digits(self.function.expr, self.function.symbols)
        try:
            found = value(*(mpmath.mpf(p) + t * mpmath.mpf(d) for p, d in zip(self.point, self.direction, strict=True)))
        except (ArithmeticError, ValueError, TypeError):  # TypeError: a complex number was compared
            return mpmath.nan
        return mpmath.nan if isinstance(found, mpmath.mpc) else mpmath.mpmathify(found)

    def _rounded(self, t: Any, value: Callable[[Any], Any]) -> Any:
        with mpmath.workdps(_DIGITS):
            found = [float(value(mpmath.mpf(float(each)))) for each in np.ravel(t)]
        array: Array = np.array([number if math.isfinite(number) else math.nan for number in found])
        return float(array[0]) if np.ndim(t) == 0 else array.reshape(np.shape(t))


@dataclass(frozen=True, slots=True)
class _PreciseSlope:
    line: PreciseLine

    def __call__(self, t: Any, /) -> Any:
        return self.line._rounded(
            t, lambda at: (self.line._value(at + _STEP) - self.line._value(at - _STEP)) / (2 * _STEP)
        )

    def derivative(self) -> _PreciseSlope:
        raise NotImplementedError
