"""The difference quotient as h → 0: how far it is from the slope, and why a smaller h is not always better.

Taylor's theorem gives the truncation error, the spacing of float64 numbers the round-off error; their sum is least at a
step that can be written down (Nocedal & Wright, Numerical Optimization, §8.1).
"""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, Self

import numpy as np
from numpy.typing import ArrayLike

from mathkit.arrays import Array
from mathkit.derivatives.expansion import OneSidedExpansion, both_sides
from mathkit.derivatives.tangents import Tangent, plain_number
from mathkit.errors import DomainError
from mathkit.formula.function import Function
from mathkit.notation.number_format import typst_number
from mathkit.notation.typst_parts import part
from mathkit.notation.typst_printer import symbol_source

#: Largest relative error of one rounding to float64, 2⁻⁵³.
UNIT_ROUND_OFF = float(np.finfo(np.float64).eps) / 2


def five_point_difference(value: Callable[[float], ArrayLike], h: float) -> Array:
    """Return (f(−2h) − 8f(−h) + 8f(h) − f(2h))/12h ≈ f′(0), of order h⁴ (Abramowitz & Stegun 25.3.6).

    `value` may give an array; the result has its shape.
    """
    far, near = (np.asarray(value(k * h)) - np.asarray(value(-k * h)) for k in (2, 1))
    with np.errstate(over="ignore", invalid="ignore"):  # near the largest float64
        return np.asarray((8 * near - far) / (12 * h), dtype=np.float64)


@dataclass(frozen=True, slots=True)
class DifferenceQuotient:
    """(f(a + h) − f(a))/h, or with `central` (f(a + h) − f(a − h))/2h, beside the slope that it tends to (MML §5.1).

    `higher_derivative` is the derivative that leads its error: f″(a), or f‴(a) if central.
    """

    function: Function
    at: float
    central: bool
    value: float
    slope: float
    higher_derivative: float

    @classmethod
    def of(cls, f: Function, at: float, *, central: bool = False) -> Self:
        """Make the quotient at a point. Raises DomainError where f has no slope, or the slope none."""
        tangent = Tangent.of(f, at)
        order = 3 if central else 2
        left, right = both_sides(f, (tangent.at,), (1.0,), order)
        higher_derivative = math.nan
        if isinstance(left, OneSidedExpansion) and isinstance(right, OneSidedExpansion):
            behind, ahead = ((-1) ** order * left.derivative(order), right.derivative(order))
            higher_derivative = ahead if math.isclose(behind, ahead, rel_tol=1e-12) else math.nan
        if not math.isfinite(higher_derivative):
            raise DomainError(f"the slope of {f.text} has no slope at {plain_number(tangent.at)}; choose another point")
        return cls(f, tangent.at, central, tangent.value, tangent.slope, higher_derivative)

    def __call__(self, h: float | Array) -> Any:
        """Compute the quotient in float64; h may be negative but not 0 (NaN there, and outside the domain)."""
        h = np.asarray(h, dtype=np.float64)
        with np.errstate(all="ignore"):
            behind = self.function(self.at - h) if self.central else self.value
            quotient = (self.function(self.at + h) - behind) / ((2 if self.central else 1) * h)
        settled = np.where(np.isfinite(quotient), quotient, np.nan)
        return float(settled) if np.ndim(h) == 0 else settled

    def error(self, h: float | Array) -> Any:
        """Return quotient − slope, as measured in float64."""
        return self(h) - self.slope

    def truncation(self, h: float | Array) -> Any:
        """Return the truncation error by Taylor's theorem: |f″| |h|/2, or |f‴| h²/6 if central; shrinks with h."""
        size = np.abs(h)
        return abs(self.higher_derivative) * (size**2 / 6 if self.central else size / 2)

    def round_off(self, h: float | Array) -> Any:
        """Bound the part that rounding two values of the size of f(a) leaves: 2u|f|/h, or u|f|/h if central; grows."""
        return (1 if self.central else 2) * UNIT_ROUND_OFF * abs(self.value) / np.abs(h)

    @property
    def best_h(self) -> float:
        """Return the step at which truncation + round-off is least; NaN if one of the two is 0 everywhere."""
        noise, bend = UNIT_ROUND_OFF * abs(self.value), abs(self.higher_derivative)
        if not noise or not bend:
            return math.nan
        return (3 * noise / bend) ** (1 / 3) if self.central else 2 * math.sqrt(noise / bend)

    @property
    def typst(self) -> str:
        """Return the quotient and its limit; the parts are ahead, behind, run and slope."""
        x = symbol_source(self.function.variables[0])
        return self._limit(x, f"{self.function.letter}'({x})")

    @property
    def typst_at(self) -> str:
        """Return the same at the point, the limit in numbers."""
        return self._limit(typst_number(self.at), typst_number(self.slope))

    def _limit(self, x: str, slope: str) -> str:
        f = self.function.letter
        ahead = part(f"{f}({x} + h)", "ahead")
        behind = part(f"{f}({x} - h)" if self.central else f"{f}({x})", "behind")
        run = part("2 h" if self.central else "h", "run")
        return f"({ahead} - {behind}) / {run} -> {part(slope, 'slope')} quad (h -> 0)"

    @property
    def typst_error(self) -> str:
        """Return the bound for the error and the best step; the parts are truncation, round-off and best."""
        if self.central:
            truncation, noise, best = "abs(f'''(a)) / 6 h^2", "(u abs(f(a))) / h", "root(3, (3 u abs(f)) / abs(f'''))"
        else:
            truncation, noise, best = "abs(f''(a)) / 2 h", "(2 u abs(f(a))) / h", "2 sqrt((u abs(f)) / abs(f''))"
        bound = f"{part(truncation, 'truncation')} + {part(noise, 'round-off')}"
        step = f"h^* = {part(best, 'best')}"
        return f'"error" lt.tilde {bound} quad {step} approx {typst_number(self.best_h)}'
