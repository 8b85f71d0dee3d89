"""How large a number of a formula may be: what is refused before sympy is asked to work it out.

Each question is answered by the fault as a sentence, or None if there is none.
"""

from __future__ import annotations

from typing import Any

import sympy as sp

#: Largest number as an exponent.
MAX_EXPONENT = 1000
#: Binary digits of a number, above and below a fraction's line: 2**1024 is where float64 ends.
MAX_BITS = 1024


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
    if value.has(sp.I) or value.is_extended_real is False:
        return "has no real value" + (" here" if value.is_number else ", whatever is put in")
    if any(_bits(number) > MAX_BITS for number in value.atoms(sp.Rational)):  # 1e300x · 1e300 has one of 1994 bits
        return "a number too large to draw"
    return None


def _approximate(number: sp.Expr) -> float:
    value: Any = number.evalf(8)
    return float(value) if value.is_Number else float("inf")


def _bits(number: sp.Expr) -> float:
    """Return the number of binary digits of a rational number, or of the size of another one."""
    if number.is_Rational:
        return float(max(abs(int(number.p)).bit_length(), int(number.q).bit_length()) - (abs(number) == 1))
    size = abs(_approximate(number))
    return abs(sp.log(size, 2).evalf(5)) if 0 < size < float("inf") else 1.0
