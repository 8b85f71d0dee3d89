"""The kinds of numbers that a series may have for coefficients: floats (arrays), exact ones, intervals.

Each knows what a constant of a formula is, what a function's value is, and which branch holds.
"""

from __future__ import annotations

import math
from collections.abc import Callable
from typing import Any, Protocol

import numpy as np
import sympy as sp

from mathkit.arrays import Array
from mathkit.errors import DomainError
from mathkit.formula import special_functions as special
from mathkit.formula.evaluation import compile_numpy, erf, erfc, sigmoid, softplus
from mathkit.taylor.interval_arithmetic import Interval, applied, sine

#: Functions of float64 arrays, for those of a formula.
VALUES: dict[type, Callable[[Array], Any]] = {
    sp.exp: np.exp,
    sp.log: np.log,
    sp.sin: np.sin,
    sp.cos: np.cos,
    sp.tanh: np.tanh,
    sp.asin: np.arcsin,
    sp.atan: np.arctan,
    sp.erf: erf,
    sp.erfc: erfc,
    sp.asinh: np.arcsinh,
    sp.acosh: np.arccosh,
    sp.atanh: np.arctanh,
    special.Sigmoid: sigmoid,
    special.Softplus: softplus,
    sp.sign: np.sign,
}


class Numbers(Protocol):
    """What the recurrences of a series need besides + − × ÷."""

    zero: Any
    one: Any

    def constant(self, expr: sp.Expr) -> Any:
        """Return the number that a formula without variables is."""

    def value(self, kind: type, start: Any) -> Any:
        """Apply a function to a coefficient."""

    def chosen(self, deciding: Any, yes: Any, no: Any) -> Any:
        """Choose `yes` where `deciding` is positive, else `no`."""

    def first(self, number: Any, later: Any) -> Any:
        """Return a coefficient if it is not 0, else a later one: whose sign a series has on the right."""

    def at(self, expr: sp.Expr, symbol: sp.Symbol, point: Any) -> Any:
        """Evaluate a formula that has no recurrence."""


class Floats:
    """Arrays of float64, one element for each point."""

    zero, one = 0.0, 1.0

    def constant(self, expr: sp.Expr) -> Any:
        """Round to the nearest float64."""
        return float(expr)

    def value(self, kind: type, start: Any) -> Any:
        """Apply numpy's function."""
        return VALUES[kind](np.asarray(start, dtype=np.float64))

    def chosen(self, deciding: Any, yes: Any, no: Any) -> Any:
        """Choose point by point."""
        return np.where(np.greater(deciding, 0), yes, no)

    def first(self, number: Any, later: Any) -> Any:
        """Choose point by point."""
        return np.where(np.equal(number, 0), later, number)

    def at(self, expr: sp.Expr, symbol: sp.Symbol, point: Any) -> Any:
        """Evaluate in numpy."""
        return compile_numpy(expr, (symbol,))(point)


class Exact:
    """Sympy's numbers."""

    zero, one = sp.S.Zero, sp.S.One

    def constant(self, expr: sp.Expr) -> Any:
        """Return it as it is."""
        return expr

    def value(self, kind: type, start: Any) -> Any:
        """Leave it unevaluated unless sympy knows better."""
        return kind(start)

    def chosen(self, deciding: Any, yes: Any, no: Any) -> Any:
        """Choose for the one point that there is."""
        return yes if deciding > 0 else no

    def first(self, number: Any, later: Any) -> Any:
        """Choose for the one point that there is."""
        return later if number == 0 else number

    def at(self, expr: sp.Expr, symbol: sp.Symbol, point: Any) -> Any:
        """Substitute the point."""
        return expr.subs(symbol, point)


class Intervals:
    """Arrays of intervals: a coefficient holds that of every point of its interval."""

    zero, one = 0.0, 1.0

    def constant(self, expr: sp.Expr) -> Any:
        """Enclose it in the smallest interval that surely holds it."""
        return Interval.around(expr)

    def value(self, kind: type, start: Any) -> Any:
        """Enclose the values of all points; of sign where it leaps, nothing is known."""
        if kind is sp.sin or kind is sp.cos:
            return sine(start, math.pi / 2 if kind is sp.cos else 0.0)
        found = applied(VALUES[kind], start)
        if kind is not sp.sign:
            return found
        leaps = start.holds_zero()
        return Interval(np.where(leaps, -np.inf, found.low), np.where(leaps, np.inf, found.high))

    def chosen(self, deciding: Any, yes: Any, no: Any) -> Any:
        """Choose where that is known; where it may be either, nothing is known: there may be a kink."""
        yes, no = yes + Interval(0.0, 0.0), no + Interval(0.0, 0.0)
        positive, negative = deciding.low > 0, deciding.high < 0
        low = np.where(positive, yes.low, np.where(negative, no.low, -np.inf))
        return Interval(low, np.where(positive, yes.high, np.where(negative, no.high, np.inf)))

    def first(self, number: Any, later: Any) -> Any:
        """Return the first one: where it may be 0, nothing is known."""
        return number

    def at(self, expr: sp.Expr, symbol: sp.Symbol, point: Any) -> Any:
        """Raise DomainError: no enclosure is known."""
        raise DomainError(f"no interval is known for {expr}")
