"""How large a number of a formula may be: what is refused before sympy is asked to work it out.

Each question is answered by the fault as a sentence, or None if there is none.
"""

from __future__ import annotations

import math
from typing import Any

import mpmath
import sympy as sp

from mathkit.formula.precise import at_many_digits

#: Largest number as an exponent.
MAX_EXPONENT = 1000
#: Binary digits of a number, above and below a fraction's line: 2**1024 is where float64 ends.
MAX_BITS = 1024

_ASKED_BELOW, _LARGEST_ASKED = 20, 16  # operations, and exponents, of what sympy is asked about
_MOST_DEGREE, _MOST_OPERATIONS, _DIGITS = 64, 20, 50  # of a number that is kept as it was typed; digits of others


def fault_of_power(base: sp.Expr, exponent: sp.Expr) -> str | None:
    """Return what speaks against base ** exponent, before it is worked out; None if nothing does."""
    if not exponent.is_number:
        varies = base.is_number and base.is_negative
        return "a negative number to a power that varies has no real value: type |…| around it" if varies else None
    size = abs(_approximate(exponent))
    if not size <= MAX_EXPONENT:
        return f"an exponent beyond {MAX_EXPONENT:,}: too large to draw"
    if exponent.is_negative and base.is_zero:  # in this order: of nested roots sympy takes long to say that
        return "divides by zero"
    if base.is_number and size * _bits(base) > MAX_BITS:
        return f"a number of more than {MAX_BITS:,} binary digits: too large to draw"
    return None


def fault_of_value(value: sp.Expr) -> str | None:
    """Return what speaks against a value that a part of a formula has come to; None if nothing does."""
    if value.has(sp.zoo, sp.nan, sp.oo, -sp.oo):
        return "has no finite value here"
    if value.has(sp.I):
        return "has no real value here"
    if not value.free_symbols and not value.is_Rational:
        return None if _is_representable(value) else "has no real value here, or one too large"
    if is_askable(value) and value.is_extended_real is False:
        return "has no real value, whatever is put in"
    if any(_bits(number) > MAX_BITS for number in value.atoms(sp.Rational)):  # 1e300x · 1e300 has one of 1994 bits
        return "a number too large to draw"
    return None


def _is_representable(number: sp.Expr) -> bool:
    """Return whether a number is real, and no larger than a float64 may be."""
    with mpmath.workdps(_DIGITS):
        found = at_many_digits(number, ())()
        return bool(mpmath.isfinite(found)) and mpmath.mag(found) <= MAX_BITS


def is_askable(value: sp.Expr) -> bool:
    """Return whether sympy tells at once what it knows of an expression: of large powers it multiplies out."""
    return value.count_ops() <= _ASKED_BELOW and not any(
        power.exp.is_Rational and max(abs(power.exp.p), power.exp.q) > _LARGEST_ASKED for power in value.atoms(sp.Pow)
    )


def manageable(number: sp.Expr) -> sp.Expr:
    """Return a number without variables, in decimals where sympy might take for ever to tell it from another one.

    2^10⁻³⁰⁰ is no 1 to sympy, which looks for the polynomial of degree 10³⁰⁰ that it is a root of.
    """
    if number.is_Rational or number.free_symbols or isinstance(number, sp.Float):
        return number
    degree = math.prod(power.exp.q for power in number.atoms(sp.Pow) if power.exp.is_Rational)
    if degree <= _MOST_DEGREE and number.count_ops() <= _MOST_OPERATIONS:
        return number
    with mpmath.workdps(_DIGITS):
        found = at_many_digits(number, ())()
        return sp.Float(str(found), _DIGITS) if mpmath.isfinite(found) else sp.nan


def _approximate(number: sp.Expr) -> float:
    try:
        value: Any = number.evalf(8)
    except OverflowError:
        return float("inf")
    return float(value) if value.is_Number else float("inf")


def _bits(number: sp.Expr) -> float:
    """Return the number of binary digits of a rational number, or of the size of another one."""
    if number.is_Rational:
        return float(max(abs(int(number.p)).bit_length(), int(number.q).bit_length()) - (abs(number) == 1))
    size = abs(_approximate(number))
    return abs(sp.log(size, 2).evalf(5)) if 0 < size < float("inf") else 1.0
