"""Values at as many digits as it takes: where float64 overflows on the way, or loses what two numbers differ by."""

from __future__ import annotations

import functools
import math
from collections.abc import Callable, Sequence
from typing import Any

import mpmath
import sympy as sp

from mathkit.formula.special_functions import elementary
from mathkit.formula.typed_numbers import TypedNumber

#: Decimal digits to work with; more are asked where two answers do not agree.
_DIGITS = (50, 100, 400, 1600)
_AGREE = mpmath.mpf(10) ** -20
_NOUGHT = mpmath.mpf(10) ** -1000  # below it is what the most digits leave of two numbers that are the same
_MOST_BITS = 4000  # of the size of an argument: e^x has an integer of as many bits as its exponent


def precise_value(expr: sp.Expr, symbols: tuple[sp.Symbol, ...], values: Sequence[float]) -> float:
    """Return the value rounded to a float from 50 digits or more; NaN if it is not real, or beyond float64.

    The digits are enough if half of them give the same number. The values are those that a person means by the floats:
    π/2 by 1.5707963267948966, 1/10 by 0.1.
    """
    found = _settled(expr, symbols, values)
    rounded = math.nan if found is None else float(found)
    return rounded if math.isfinite(rounded) else math.nan


def precise_sign(expr: sp.Expr, symbols: tuple[sp.Symbol, ...], values: Sequence[float]) -> int | None:
    """Return −1, 0 or 1, the sign of the value, however large or small it is; None if it is not real."""
    found = _settled(expr, symbols, values)
    return None if found is None else int(mpmath.sign(found))


def _settled(expr: sp.Expr, symbols: tuple[sp.Symbol, ...], values: Sequence[float]) -> Any:
    """Return the value on whose first digits two precisions agree, or what the highest gives; None if it is not real.

    What gets smaller with every digit is a nought: tan(π) at 50 digits is 10⁻⁵⁰.
    """
    evaluated = at_many_digits(expr, symbols)
    typed = [TypedNumber.of(float(value)) for value in values]
    last: Any = None
    for digits in _DIGITS:
        with mpmath.workdps(digits):
            found = evaluated(*(each.approximate for each in typed))
            if not mpmath.isfinite(found):
                last = None
                continue
            if found and last is not None and abs(found - last) <= _AGREE * abs(found):
                return found  # a nought may be what is left of two numbers that differ by less
        last = found
    if last is None:
        return None
    return mpmath.mpf(0) if abs(last) < _NOUGHT else last


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
            found = mpmath.mpmathify(compiled(*values))
        except (ArithmeticError, ValueError, TypeError):  # TypeError: a complex number was compared
            return mpmath.nan
        if not isinstance(found, mpmath.mpc):
            return found
        rounding = mpmath.mpf(10) ** (-mpmath.mp.dps // 4)  # √(2 − x²) at √2 is the root of a little less than nothing
        return found.real if abs(found.imag) < rounding else mpmath.nan

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
    "Floor": lambda z: _bounded(mpmath.floor)(z),
    "Ceil": lambda z: _bounded(mpmath.ceil)(z),
    "OddRoot": lambda z, n: mpmath.sign(z) * mpmath.root(mpmath.fabs(z), int(n)),
    "Atan2": mpmath.atan2,
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
