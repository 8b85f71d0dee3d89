"""Symbolic derivatives that hold almost everywhere, written as briefly as cheap rewriting can make them."""

from __future__ import annotations

import sympy as sp

from mathkit.formula.special_functions import Cases, RealAbs, RealSign, real_valued

_REWRITE_BELOW = 80  # operations: beyond this a derivative is for the machine, not for reading
_FACTOR_BELOW = 30  # operations and degree: beyond this, factoring may take long


def differentiate(expr: sp.Expr, symbol: sp.Symbol) -> sp.Expr:
    """Differentiate almost everywhere: ∂expr/∂symbol without DiracDelta or unevaluated Derivative."""
    raw = real_valued(expr).diff(symbol)
    if raw.has(sp.DiracDelta):
        raw = raw.replace(lambda node: isinstance(node, sp.DiracDelta), lambda _: sp.S.Zero)
    return shortest(_without_reciprocal_tangents(raw))


def _without_reciprocal_tangents(expr: sp.Expr) -> sp.Expr:
    """Write what is left of a cotangent with sine and cosine: −1/sin² has a value at π/2, where tan has none."""
    for tangent in {power.base for power in expr.atoms(sp.Pow) if isinstance(power.base, sp.tan) and power.exp < 0}:
        sine, cosine = sp.sin(tangent.args[0]), sp.cos(tangent.args[0])
        expr = expr.xreplace({tangent**2 + 1: cosine**-2, -(tangent**2) - 1: -(cosine**-2)})
        expr = expr.xreplace({tangent: sine / cosine})
    return expr


def shortest(expr: sp.Expr) -> sp.Expr:
    """Shorten `expr`: by common factors taken out, over one denominator, or factored; `expr` itself if as short."""
    if expr.count_ops() > _REWRITE_BELOW or expr.has(Cases):
        return expr
    candidates = [expr, sp.factor_terms(expr), *_without_signs(expr)]
    if isinstance(expr, sp.Add) and _is_small(expr):
        numerator, denominator = sp.fraction(sp.together(expr))
        if denominator.free_symbols:
            candidates.append(sp.expand(numerator) / denominator)
            if expr.is_rational_function():
                candidates.append(sp.cancel(expr))  # where its function has a hole, a derivative is told so
        elif not expr.is_polynomial():
            candidates.append(sp.factor(expr))
    return min(candidates, key=_length)


def _without_signs(expr: sp.Expr) -> list[sp.Expr]:
    """Return the expression with z sgn z as |z|, if no sign is left then."""
    written = expr
    for sign in expr.atoms(sp.sign, RealSign):
        z = sign.args[0]
        written = sp.expand_mul(written.xreplace({sign: (sp.Abs if isinstance(sign, sp.sign) else RealAbs)(z) / z}))
        if any(power.base == z and power.exp.is_negative for power in written.atoms(sp.Pow)):
            return []
    return [] if written == expr else [written]


def _is_small(expr: sp.Expr) -> bool:
    """Tell whether factoring is quick. To sympy e^(1.234 x) is the 617th power of e^(x/500): exponents count, too."""
    exponents = [power.exp for power in expr.atoms(sp.Pow)] + [power.args[0] for power in expr.atoms(sp.exp)]
    numbers = {number for exponent in exponents for number in exponent.atoms(sp.Rational)}
    return (
        expr.count_ops() < _FACTOR_BELOW
        and not expr.has(sp.Float)
        and all(max(abs(number.p), number.q) < _FACTOR_BELOW for number in numbers)
    )


def _length(expr: sp.Expr) -> int:
    return int(expr.count_ops()) * 2 + len(str(expr))
