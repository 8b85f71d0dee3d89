"""Polynomials that agree with a function at a point to some order, and how far from it they are (MML §5.1.1)."""

from __future__ import annotations

import math
from dataclasses import dataclass
from fractions import Fraction
from typing import Any, Self

import numpy as np
import sympy as sp

from mathkit.analysis.roots import numeric_roots
from mathkit.arrays import Array, Range, frozen
from mathkit.derivatives.error_balls import Number
from mathkit.derivatives.expansion import NoExpansion, as_float, both_sides, differ
from mathkit.derivatives.singularities import breaks, corners
from mathkit.derivatives.tangents import Tangent, plain_number
from mathkit.errors import DomainError
from mathkit.formula.function import Function, exact
from mathkit.notation.number_format import typst_number
from mathkit.notation.typst_parts import part
from mathkit.notation.typst_printer import TypstPrinter, symbol_source
from mathkit.taylor.power_series import enclosed_coefficient, exact_coefficients, taylor_coefficients

#: Highest order of a Taylor polynomial; 170! is where float64 ends.
MAX_ORDER = 40
_SAMPLES = 401
_ZOOMS = 4
_PIECES, _ROUNDS = 64, 40  # of an interval that is enclosed piece by piece
_WORK = 1_000_000  # pieces times products of two series: under a second
_TIGHT, _CLOSE = 1 + 1e-7, 1 + 1e-3  # a bound over the largest found: aimed at, and good enough with many pieces
_OUTWARDS = 1 + 1e-15  # more than the rounding of a product of three
_ORDERS = (2, 4, 6, 8, 12, 16, 24, 32, MAX_ORDER)  # for which formulas of coefficients are made, one after another
_SWOLLEN = 30  # operations of a coefficient, beyond which no more formulas are made
_LONG = 12  # operations: a coefficient longer than this is printed as a decimal


@dataclass(frozen=True, slots=True)
class RemainderBound:
    """What |f − Tₙ| is no larger than on `interval`: `proven` by interval arithmetic, or an estimate from samples."""

    variable: str
    order: int
    interval: Range
    size: float
    proven: bool

    @property
    def typst(self) -> str:
        """Return |f(x) − Tₙ(x)| ≤ size, or ≲ for an estimate; the parts are remainder and bound."""
        x = symbol_source(self.variable)
        order = str(self.order) if self.order < 10 else f"({self.order})"
        size = typst_number(self.size, 3) if math.isfinite(self.size) else "infinity"
        relation = "<=" if self.proven else "lt.tilde"
        return f"abs({part(f'f({x}) - T_{order} ({x})', 'remainder')}) {relation} {part(size, 'bound')}"


@dataclass(frozen=True, slots=True, eq=False)
class TaylorPolynomial:
    """Tₙ(x) = Σₖ f⁽ᵏ⁾(a)/k! (x − a)ᵏ for k ≤ n (MML definition 5.3).

    `coefficients` (n + 1,) are the f⁽ᵏ⁾(a)/k!; `exact` the same as sympy numbers.
    """

    function: Function
    at: float
    order: int
    coefficients: Array
    exact: tuple[sp.Expr, ...]

    @classmethod
    def of(cls, f: Function, at: float, order: int) -> Self:
        """Expand f. Raises DomainError where a value, slope or higher derivative is missing, and for a wrong order."""
        if not 0 <= order <= MAX_ORDER:
            raise DomainError(f"a Taylor polynomial of order {order}: choose an order from 0 to {MAX_ORDER}")
        tangent = Tangent.of(f, at)
        numbers, analytic = _two_sided(f, tangent.at, order)
        coefficients = np.array([as_float(number) for number in numbers])
        if not np.isfinite(coefficients).all():
            raise DomainError(f"a coefficient of {f.text} at {plain_number(tangent.at)} is beyond the largest float64")
        return cls(f, tangent.at, order, frozen(coefficients), _exact(f, exact(at), numbers, analytic))

    def __call__(self, x: float | Array) -> Any:
        """Evaluate by Horner's scheme; arrays broadcast."""
        height: Any = 0.0
        for number in self.coefficients[::-1]:
            height = height * (np.asarray(x, dtype=np.float64) - self.at) + number
        return float(height) if np.ndim(x) == 0 else height

    @property
    def polynomial(self) -> Function:
        """Return the polynomial as a function of the same variable, with exact coefficients, in powers of x."""
        x, a = self.function.symbols[0], exact(self.at)
        terms = sp.Add(*(number * (x - a) ** k for k, number in enumerate(self.exact)))
        return Function.of(sp.expand(terms), self.function.variables)

    def remainder(self, x: float | Array) -> Any:
        """Return f(x) − Tₙ(x), as measured."""
        return self.function(x) - self(x)

    def remainder_bound(self, interval: Range) -> RemainderBound:
        """Bound |f − Tₙ| on an interval around a by Lagrange's form: max|f⁽ⁿ⁺¹⁾| · max|x − a|ⁿ⁺¹ / (n + 1)!."""
        low, high = min(interval[0], self.at), max(interval[1], self.at)
        leading, proven = largest_coefficient(self.function, (low, high), self.order + 1)
        reach = math.nextafter(max(self.at - low, high - self.at), math.inf) ** (self.order + 1)
        size = leading * reach * _OUTWARDS if leading else 0.0
        return RemainderBound(self.function.variables[0], self.order, (low, high), size, proven)

    def bound(self, interval: Range) -> float:
        """Return the size of `remainder_bound`; infinite if f is not known to be smooth on the interval."""
        return self.remainder_bound(interval).size

    def bound_at(self, x: float) -> float:
        """Bound |f(x) − Tₙ(x)| at one point, from the derivatives between a and x (Lagrange)."""
        return self.bound((min(x, self.at), max(x, self.at)))

    @property
    def typst(self) -> str:
        """Return Tₙ(x) = … with its coefficients; the parts are term-0, term-1 and so on, those that are 0 left out."""
        x = symbol_source(self.function.variables[0])
        order = str(self.order) if self.order < 10 else f"({self.order})"
        return f"T_{order} ({x}) = {self.typst_terms}"

    @property
    def typst_general(self) -> str:
        """Return the rule and its remainder; the parts are coefficient, power and remainder."""
        x = symbol_source(self.function.variables[0])
        f = self.function.letter
        coefficient, power = part(f"({f}^((k)) (a)) / (k!)", "coefficient"), part(f"({x} - a)^k", "power")
        remainder = part(f"({f}^((n + 1)) (xi)) / ((n + 1)!) ({x} - a)^(n + 1)", "remainder")
        return f"{f}({x}) = sum_(k = 0)^n {coefficient} {power} + {remainder}"

    @property
    def typst_terms(self) -> str:
        """Return the sum of the terms alone, with the same parts."""
        x = self.function.symbols[0]
        shifted = x if self.at == 0 else sp.Add(x, -exact(self.at), evaluate=False)
        source = ""
        for k, number in enumerate(self.exact):
            if self.coefficients[k] == 0:
                continue
            negative = bool(self.coefficients[k] < 0)
            sign = (" - " if negative else " + ") if source else "-" if negative else ""
            source += sign + part(_term(-number if negative else number, self.coefficients[k], shifted, k), f"term-{k}")
        return source or part("0", "term-0")


def _two_sided(f: Function, at: float, order: int) -> tuple[list[Number], bool]:
    """Return the coefficients, and whether they are those of a power series in all of f.

    Raises DomainError where those of the two sides differ.
    """
    left, right = both_sides(f, (at,), (1.0,), order)
    if isinstance(left, NoExpansion) or isinstance(right, NoExpansion):  # beyond the bounds of the work: by rule
        found = taylor_coefficients(f.expr, f.symbols[0], np.array(at), order)
        if not np.isfinite(found).all():
            raise DomainError(f"no Taylor polynomial of {f.text} at {plain_number(at)} was found: {left}")
        return [Fraction(float(number)) for number in found], True
    numbers: list[Number] = []
    for k in range(order + 1):
        try:
            behind, ahead = left.coefficient_number(k), right.coefficient_number(k)
            if isinstance(behind, float) or isinstance(ahead, float) or differ(behind * (-1) ** k, ahead):
                raise NoExpansion("its two sides differ")
        except NoExpansion as reason:
            raise DomainError(
                f"{f.text} has no derivative of order {k} at {plain_number(at)}: {reason}; "
                f"choose another point, or order {k - 1}"
            ) from None
        numbers.append(ahead)
    return numbers, right.analytic


def _exact(f: Function, at: sp.Number, numbers: list[Number], analytic: bool) -> tuple[sp.Expr, ...]:
    """Return the coefficients as sympy numbers: fractions, formulas such as e/2, decimals where these would be long.

    Formulas swell with the order: they are made for few orders first, and for more only while they are short.
    """
    if all(isinstance(number, Fraction) for number in numbers):
        return tuple(_decimal(number) for number in numbers)
    formulas: tuple[sp.Expr, ...] = ()
    for order in _ORDERS:
        formulas = exact_coefficients(f.expr, f.symbols[0], at, min(order, len(numbers) - 1))
        if len(formulas) == len(numbers) or max(formula.count_ops() for formula in formulas) > _SWOLLEN:
            break
    if not analytic:
        formulas = tuple(_verified(*pair) for pair in zip(formulas, numbers, strict=False))
    return (*formulas, *(_decimal(number) for number in numbers[len(formulas) :]))


def _decimal(number: Number) -> sp.Expr:
    if isinstance(number, Fraction):
        return sp.Rational(number.numerator, number.denominator)
    return sp.Float(number.middle, 17)


def _verified(formula: sp.Expr, number: Number) -> sp.Expr:
    """Return a coefficient's formula if its value is right: where pieces meet, the rules may take the wrong one."""
    value = as_float(number)
    if formula.is_number and formula.is_finite and math.isclose(float(formula.evalf(30)), value, rel_tol=1e-12):
        return formula
    return _decimal(number)


def _term(number: sp.Expr, value: float, shifted: sp.Expr, k: int) -> str:
    """Write a positive coefficient times (x − a)ᵏ."""
    if number.count_ops() > _LONG or number.has(sp.Float) or not number.is_finite:
        number = sp.Float(abs(float(value)), 6)
    if k == 0:
        return str(TypstPrinter().doprint(number))
    raised = shifted if k == 1 else sp.Pow(shifted, k, evaluate=False)
    if number == 1:
        return str(TypstPrinter().bracketed(raised, 1))
    if number.is_Float:
        return f"{typst_number(float(number))} {TypstPrinter().bracketed(raised, 2)}"
    return str(TypstPrinter().doprint(sp.Mul(number, raised, evaluate=False)))


def largest_coefficient(f: Function, interval: Range, order: int) -> tuple[float, bool]:
    """Bound |f⁽ⁿ⁾(ξ)|/n! over an interval, n = `order`; return the bound, and whether it is proven.

    It is within a thousandth of the largest unless the order is high and the interval long: then the work ends before.
    """
    low, high = interval
    if low < high and not _smooth(f, interval):
        return math.inf, True
    try:
        return _enclosed(f, low, high, order), True
    except DomainError:
        return _sampled(f, low, high, order), False


def _enclosed(f: Function, low: float, high: float, order: int) -> float:
    """Split the interval into pieces, and those again whose bounds are far above what is reached; Moore, chapter 6."""
    ends = np.linspace(low, high, _PIECES + 1)
    starts, stops = ends[:-1], ends[1:]
    settled = reached = 0.0
    remaining, work = math.inf, 0
    for _ in range(_ROUNDS):
        bounds = enclosed_coefficient(f.expr, f.symbols[0], starts, stops, order).magnitude
        sampled = np.abs(taylor_coefficients(f.expr, f.symbols[0], np.concatenate([starts, stops]), order)[order])
        reached = max(reached, float(np.nanmax(sampled, initial=0.0)))
        loose = bounds > reached * _TIGHT
        settled = max(settled, float(np.max(bounds[~loose], initial=0.0)))
        if not loose.any() or low == high:
            return max(settled, float(np.max(bounds, initial=0.0)))
        remaining = float(np.max(bounds[loose]))
        starts, stops = starts[loose], stops[loose]
        work += 2 * len(starts) * order**2
        if work > _WORK or (len(starts) > _PIECES and remaining <= reached * _CLOSE):
            break
        middles = (starts + stops) / 2
        starts, stops = np.concatenate([starts, middles]), np.concatenate([middles, stops])
    return max(settled, remaining)


def _sampled(f: Function, low: float, high: float, order: int) -> float:
    """Return the largest at samples, refined where it is largest; it may be below the true one."""
    start, end, largest = low, high, 0.0
    for _ in range(_ZOOMS):
        x = np.linspace(start, end, _SAMPLES)
        sizes = np.abs(taylor_coefficients(f.expr, f.symbols[0], x, order)[order])
        if not np.isfinite(sizes).all():
            return math.inf
        best = int(np.argmax(sizes))
        largest = max(largest, float(sizes[best]))
        start, end = float(x[max(best - 1, 0)]), float(x[min(best + 1, _SAMPLES - 1)])
    return largest


def _smooth(f: Function, interval: Range) -> bool:
    """Tell whether no corner and no break of the formula lies in the interval."""
    for piece in (*corners(f.expr), *breaks(f.expr)):
        inner = Function(str(piece), piece, f.variables)
        if len(numeric_roots(inner, interval, inner.derivative())):
            return False
    return True
