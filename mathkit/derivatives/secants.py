"""Secants: the line through two points of a curve, and its slope, the difference quotient."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Self

import numpy as np

from mathkit.arrays import Array
from mathkit.derivatives.tangents import value_at
from mathkit.errors import DomainError
from mathkit.formula.function import Function
from mathkit.notation.number_format import agreeing_digits, shown, typst_equals, typst_number, typst_place, typst_result
from mathkit.notation.typst_parts import exact_place, fraction, moved, part


@dataclass(frozen=True, slots=True)
class Secant:
    """The line through (at, value) and (x1, value1), where x1 = at + h (MML eq. 5.3; the difference quotient)."""

    at: float
    h: float
    x1: float
    value: float
    value1: float
    rise: float
    run: float
    slope: float

    @classmethod
    def of(cls, f: Function, at: float, h: float) -> Self:
        """Draw the secant. Raises DomainError if h is 0 or f has no value at one of the two points."""
        if h == 0:
            raise DomainError("a secant needs two points: choose h other than 0")
        at, h = float(at), float(h)
        value, value1 = value_at(f, at), value_at(f, at + h)
        return cls(at, h, at + h, value, value1, value1 - value, h, (value1 - value) / h)

    def line(self, x: float | Array) -> Any:
        """Return the height of the secant over x."""
        return self.value + self.slope * (x - self.at)

    @property
    def typst(self) -> str:
        """Return its slope in numbers; the parts are input_h, output_rise and secant."""
        digits = agreeing_digits((self.rise, self.run), self.slope, lambda shares: shares[0] / shares[1], 4, 3)
        start, step = ("" if self.at == 0 else typst_place(self.at)), typst_number(self.h, digits)
        quotient = f"(f({moved(start, self.h, 'input_h', digits)}) - f({start or 0})) / ({part(step, 'input_h')})"
        rise = fraction(self.rise, self.run, ("output_rise", "input_h"), digits)
        sign = typst_equals(self.rise, self.run, digits=digits) if exact_place(self.at) else "approx"
        given = shown(self.rise, digits) / shown(self.run, digits)
        slope = part(typst_number(self.slope, 4), "secant")
        return f"{quotient} {sign} {rise} {typst_result(given, self.slope, 4)} {slope}"


def secant_slopes(f: Function, at: float, h: Array) -> Array:
    """Return (f(at + h) − f(at))/h for every h; NaN where h is 0 or f has no value."""
    steps = np.asarray(h, dtype=np.float64)
    with np.errstate(all="ignore"):
        slopes = (f(at + steps) - f(at)) / steps
    return np.where(np.isfinite(slopes), slopes, np.nan)
