"""Values at as many digits as it takes: where float64 overflows on the way, or loses what two numbers differ by."""

from __future__ import annotations

import functools
import math
from collections.abc import Callable, Sequence
from typing import Any

import mpmath
import sympy as sp

from mathkit.formula.special_functions import elementary

#: Decimal digits to work with; more are asked where two answers do not agree.
_DIGITS = (50, 100, 400, 1600)
_AGREE = mpmath.mpf(10) ** -20
_MOST_BITS = 4000  # of the size of an argument: e^x has an integer of as many bits as its exponent


def precise_value(expr: sp.Expr, symbols: tuple[sp.Symbol, ...], values: Sequence[float]) -> float:
    """Return the value rounded to a float from 50 digits or more; NaN if it is not real, or beyond float64.

    The digits are enough if half of them give the same number.
    """
    evaluated = at_many_digits(expr, symbols)
    last: Any = None
    for digits in _DIGITS:
        with mpmath.workdps(digits):
            found = evaluated(*map(mpmath.mpf, values))
            if mpmath.isnan(found) or mpmath.isinf(found):
                return math.nan
            if found and last is not None and abs(found - last) <= _AGREE * abs(found):
                break  # a nought may be what is left of two numbers that differ by less
        last = found
    rounded = float(found)
    return rounded if math.isfinite(rounded) else math.nan


@functools.lru_cache(maxsize=256)
def at_many_digits(expr: sp.Expr, symbols: tuple[sp.Symbol, ...]) -> Callable[..., Any]:
    """Compile to a callable of mpmath's numbers, one a symbol, at the digits that mpmath is set to.

    It gives mpmath's NaN where there is no real value, and where its size takes too long to work out.
    """
    known = expr.replace(
        lambda node: hasattr(node, "elementary") and type(node).__name__ not in _REAL,
        lambda node: elementary(node),
        simultaneous=False,
    )
    plain = known.xreplace({sp.zoo: sp.nan})  # sympy makes one branch of 1/relu(x) an infinity
    compiled = sp.lambdify(symbols, plain, modules=[_REAL, _BOUNDED, "mpmath"])

    def evaluated(*values: Any) -> Any:
        try:
            found = compiled(*values)
            return mpmath.nan if isinstance(found, mpmath.mpc) else mpmath.mpmathify(found)
        except (ArithmeticError, ValueError, TypeError):  # TypeError: a complex number was compared
            return mpmath.nan

    return evaluated


def _extreme(choose: Callable[..., Any]) -> Callable[..., Any]:
    """Return max or min, NaN where one of its arguments is."""
    return lambda *z: mpmath.nan if any(map(mpmath.isnan, z)) else choose(z)


#: Functions that are taken as they are: written out, they would be branches within conditions.
_REAL: dict[str, Callable[..., Any]] = {
    "Larger": _extreme(max),
    "Smaller": _extreme(min),
    "RealAbs": mpmath.fabs,
    "RealSign": mpmath.sign,
    "Relu": lambda z: _extreme(max)(z, mpmath.mpf(0)),
}


def _bounded(function: Callable[..., Any]) -> Callable[..., Any]:
    """Return a function of mpmath that refuses an argument so large that its value takes for ever to work out."""

    def of_small(z: Any) -> Any:
        if mpmath.mag(z) > _MOST_BITS:
            raise OverflowError
        return function(z)

    return of_small


_BOUNDED = {
    name: _bounded(getattr(mpmath, name))
    for name in ("exp", "sin", "cos", "tan", "sinh", "cosh", "tanh", "erf", "erfc", "floor", "ceil")
}
