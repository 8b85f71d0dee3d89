"""Taylor coefficients of a formula by arithmetic on truncated power series: no symbolic derivative is ever formed.

Every operation is a recurrence on coefficients (Griewank & Walther, Evaluating Derivatives, §13.2), so order n costs
O(n²) however the derivatives would swell. The numbers are numpy arrays (all points at once), exact sympy numbers, or
intervals, which hold the coefficients at every point of an interval.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np
import sympy as sp

from mathkit.arrays import Array
from mathkit.formula import special_functions as special
from mathkit.formula.differentiation import differentiate
from mathkit.taylor.interval_arithmetic import Interval
from mathkit.taylor.series_coefficients import Exact, Floats, Intervals, Numbers

#: Coefficients c₀, c₁, …, cₙ of (x − a)ᵏ; each an array over the points a, a sympy number or an Interval.
Series = list[Any]


def taylor_coefficients(expr: sp.Expr, symbol: sp.Symbol, at: Array, order: int) -> Array:
    """Return f⁽ᵏ⁾(a)/k! for k = 0 … order at every a of `at`: shape (order + 1, *at.shape). NaN where there is none."""
    at = np.asarray(at, dtype=np.float64)
    with np.errstate(all="ignore"):
        series = _Expansion(symbol, at, order, Floats()).of(special.real_valued(expr))
    result = np.array([np.broadcast_to(np.asarray(number, dtype=np.float64), at.shape) for number in series])
    result[~np.isfinite(result)] = np.nan
    return result


def exact_coefficients(expr: sp.Expr, symbol: sp.Symbol, at: sp.Number, order: int) -> tuple[sp.Expr, ...]:
    """Return the same at one point in exact numbers: those of e^x at 1 are e/k!."""
    return tuple(_Expansion(symbol, at, order, Exact()).of(special.real_valued(expr)))


def enclosed_coefficient(expr: sp.Expr, symbol: sp.Symbol, low: Array, high: Array, order: int) -> Interval:
    """Return intervals that hold f⁽ⁿ⁾(ξ)/n!, n = `order`, for every ξ from low to high; both of one shape.

    The whole line where f may have a kink or a pole. Raises DomainError for what has no enclosure (a Piecewise).
    """
    with np.errstate(all="ignore"):
        series = _Expansion(symbol, Interval(low, high), order, Intervals()).of(special.real_valued(expr))
        return series[order] + Interval(np.zeros_like(low), np.zeros_like(low))  # a constant is one interval: for all


class _Expansion:
    """Series of the parts of a formula about `at`; a part that occurs twice is expanded once."""

    def __init__(self, symbol: sp.Symbol, at: Any, order: int, numbers: Numbers) -> None:
        self.symbol = symbol
        self.at = at
        self.order = order
        self.numbers = numbers
        self.known: dict[sp.Expr, Series] = {}

    def of(self, expr: sp.Expr) -> Series:
        if expr not in self.known:
            self.known[expr] = self._expanded(expr)
        return self.known[expr]

    def _expanded(self, expr: sp.Expr) -> Series:
        if not expr.has(self.symbol):
            return self._constant(self.numbers.constant(expr))
        if expr == self.symbol:
            return [self.at, self.numbers.one, *self._zeros(self.order - 1)][: self.order + 1]
        if expr.is_Add:
            return [sum(numbers) for numbers in zip(*map(self.of, expr.args), strict=True)]
        if expr.is_Mul:
            result, *others = map(self.of, expr.args)
            for other in others:
                result = product(result, other)
            return result
        if expr.is_Pow:
            return self._power(expr.base, expr.exp)
        return self._function(expr)

    def _power(self, base: sp.Expr, exponent: sp.Expr) -> Series:
        if exponent.has(self.symbol):
            return self.of(sp.exp(exponent * sp.log(base)))
        u = self.of(base)
        if exponent.is_Integer and exponent >= 0:
            result = self._constant(self.numbers.one)
            for bit in bin(int(exponent))[2:]:
                result = product(result, result)
                result = product(result, u) if bit == "1" else result
            return result
        return power(u, self.numbers.constant(exponent))

    def _function(self, expr: sp.Expr) -> Series:
        kind, argument = expr.func, expr.args[0]
        if kind in _SIMPLER:
            return self.of(_SIMPLER[kind](argument))
        if kind in (special.RealAbs, special.Relu, special.LeakyRelu):
            slopes = {special.RealAbs: sp.S.NegativeOne, special.Relu: sp.S.Zero, special.LeakyRelu: special.LEAK}
            u, left = self.of(argument), self.numbers.constant(slopes[kind])
            return self._branched(argument, u, [left * number for number in u])
        if kind in (special.Larger, special.Smaller):
            first, second = (self.of(side) for side in expr.args)
            return self._branched((expr.args[0] - expr.args[1]) * (1 if kind is special.Larger else -1), first, second)
        if kind is special.OddRoot:
            u, share = self.of(argument), self.numbers.constant(1 / expr.args[1])
            return self._branched(argument, power(u, share), [-c for c in power([-c for c in u], share)])
        if kind is special.RealSign:
            return self._constant(self.numbers.value(sp.sign, self.of(argument)[0]))
        if kind in (sp.sin, sp.cos):
            u = self.of(argument)
            sine, cosine = circular(u, self.numbers.value(sp.sin, u[0]), self.numbers.value(sp.cos, u[0]))
            return sine if kind is sp.sin else cosine
        if kind in _SLOPES or kind in _OWN_SLOPES:
            return self._integrated(expr)
        return self._derived(expr)

    def _integrated(self, expr: sp.Expr) -> Series:
        """Expand G(u) from u and its slope g: (G∘u)′ = g(u) u′, g known beforehand or made of G itself."""
        u = self.of(expr.args[0])
        start = self.numbers.value(expr.func, u[0])
        own = _OWN_SLOPES.get(expr.func)
        if own is not None:
            return integrated(u, start, own)
        slope = self.of(_SLOPES[expr.func](expr.args[0]))
        return integrated(u, start, lambda y, k: slope[k])

    def _branched(self, condition: sp.Expr, yes: Series, no: Series) -> Series:
        """Take `yes` where the condition is positive on the right of the point, `no` elsewhere, point by point."""
        deciding, *others = reversed(self.of(condition))
        for number in others:
            deciding = self.numbers.first(number, deciding)
        return [self.numbers.chosen(deciding, a, b) for a, b in zip(yes, no, strict=True)]

    def _derived(self, expr: sp.Expr) -> Series:
        """Expand what has no recurrence here (a Piecewise) by symbolic derivatives."""
        series: Series = []
        for k in range(self.order + 1):
            series.append(self.numbers.at(expr, self.symbol, self.at) / self.numbers.constant(sp.factorial(k)))
            expr = differentiate(expr, self.symbol)
        return series

    def _zeros(self, count: int) -> Series:
        return [self.numbers.zero] * max(0, count)

    def _constant(self, value: Any) -> Series:
        return [value, *self._zeros(self.order)]


# functions written with others that have a recurrence
_SIMPLER: dict[type, Callable[[sp.Expr], sp.Expr]] = {
    sp.tan: lambda z: sp.sin(z) / sp.cos(z),
    sp.sinh: lambda z: (sp.exp(z) - sp.exp(-z)) / 2,
    sp.cosh: lambda z: (sp.exp(z) + sp.exp(-z)) / 2,
    sp.acos: lambda z: sp.pi / 2 - sp.asin(z),
    special.Gelu: lambda z: z * (1 + sp.erf(z / sp.sqrt(2))) / 2,
}
_SLOPES: dict[type, Callable[[sp.Expr], sp.Expr]] = {
    sp.log: lambda z: 1 / z,
    sp.atan: lambda z: 1 / (1 + z**2),
    sp.asin: lambda z: (1 - z**2) ** sp.Rational(-1, 2),
    sp.erf: lambda z: 2 / sp.sqrt(sp.pi) * sp.exp(-(z**2)),
    sp.erfc: lambda z: -2 / sp.sqrt(sp.pi) * sp.exp(-(z**2)),
    sp.asinh: lambda z: (1 + z**2) ** sp.Rational(-1, 2),
    sp.acosh: lambda z: (z**2 - 1) ** sp.Rational(-1, 2),
    sp.atanh: lambda z: 1 / (1 - z**2),
    special.Softplus: special.Sigmoid,
}


def product(a: Series, b: Series) -> Series:
    """Multiply two series (Cauchy product)."""
    return [_convolved(a, b, k) for k in range(len(a))]


def _convolved(a: Series, b: Series, k: int) -> Any:
    return sum(a[j] * b[k - j] for j in range(k + 1))


def power(u: Series, exponent: Any) -> Series:
    """Return the series of u^r, from u y′ = r y u′; u₀ must not be 0."""
    y: Series = [u[0] ** exponent]
    for k in range(1, len(u)):
        y.append(sum((exponent * j - (k - j)) * u[j] * y[k - j] for j in range(1, k + 1)) / (k * u[0]))
    return y


def integrated(u: Series, start: Any, slope: Callable[[Series, int], Any]) -> Series:
    """Integrate y′ = g u′, where `slope(y, k)` is gₖ and may use y₀ … yₖ."""
    y: Series = [start]
    slopes: Series = []
    for k in range(1, len(u)):
        slopes.append(slope(y, k - 1))
        y.append(sum(j * u[j] * slopes[k - j] for j in range(1, k + 1)) / k)
    return y


def circular(u: Series, sine: Any, cosine: Any) -> tuple[Series, Series]:
    """Return the series of sin u and cos u, each the other's slope."""
    s, c = [sine], [cosine]
    for k in range(1, len(u)):
        s.append(sum(j * u[j] * c[k - j] for j in range(1, k + 1)) / k)
        c.append(-sum(j * u[j] * s[k - j] for j in range(1, k + 1)) / k)
    return s, c


# slopes that the function's own series gives: e^u, 1 − tanh², σ(1 − σ)
_OWN_SLOPES: dict[type, Callable[[Series, int], Any]] = {
    sp.exp: lambda y, k: y[k],
    sp.tanh: lambda y, k: (1 if k == 0 else 0) - _convolved(y, y, k),
    special.Sigmoid: lambda y, k: y[k] - _convolved(y, y, k),
}
