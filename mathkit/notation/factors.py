"""The factors of a product as they are written: above a fraction bar or below it."""

from __future__ import annotations

import sympy as sp


def over_and_under(expr: sp.Expr) -> tuple[list[sp.Expr], list[sp.Expr]]:
    """Split a product into its factors above and below the fraction bar, without factors of 1."""
    above: list[sp.Expr] = []
    below: list[sp.Expr] = []
    for factor in sp.Mul.make_args(expr):
        if expr.is_Mul and factor.is_Rational and not factor.is_Integer and max(abs(factor.p), factor.q) < 10**6:
            above += [sp.Integer(factor.p)] if factor.p != 1 else []
            below.append(sp.Integer(factor.q))
        elif is_reciprocal(factor):
            below.append(1 / factor)
        elif factor != 1:
            above.append(factor)
    return above, below


def is_reciprocal(power: sp.Expr) -> bool:
    """Tell whether a power is written below a fraction bar: x^(−2), but not e^(−x) or 2^(−x)."""
    if not isinstance(power, sp.Pow) or power.base is sp.E:
        return False
    return bool(power.exp.is_Rational and power.exp < 0)
