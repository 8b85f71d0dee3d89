"""Where a formula of one variable may break: what sympy can conclude from its parts, before any number is tried.

Each function here collects expressions whose zeros are candidates; whether one is a pole, a kink or neither is decided
by looking at the function on both sides (`mathkit.analysis.curve_features`).
"""

from __future__ import annotations

from collections.abc import Iterator

import sympy as sp

from mathkit.formula import special_functions as special

#: Functions of one argument that break or bend where it is 0.
CORNERED = (
    *(sp.Abs, sp.sign, sp.Heaviside, special.Relu, special.LeakyRelu, special.Selu),
    *(special.RealAbs, special.RealSign),
)


def corners(expr: sp.Expr) -> tuple[sp.Expr, ...]:
    """Return expressions at whose zeros |·|, relu, max, min, sign, a Piecewise or a root may have a kink or a jump."""
    return _distinct(corner for node in sp.preorder_traversal(expr) for corner in _corners_of(node))


def _corners_of(node: sp.Basic) -> Iterator[sp.Expr]:
    if isinstance(node, CORNERED):
        yield node.args[0]
    elif isinstance(node, (sp.Max, sp.Min, special.Larger)):
        first, *others = node.args
        yield from (first - other for other in others)
    elif isinstance(node, special.Floor):
        yield sp.sin(sp.pi * node.args[0])
    elif isinstance(node, special.Atan2):
        yield node.args[0]
    elif isinstance(node, special.Cases):
        for _, condition in node.args:
            yield from (relation.lhs - relation.rhs for relation in condition.atoms(sp.core.relational.Relational))
    else:
        yield from _ends_of(node)


def _ends_of(node: sp.Basic) -> Iterator[sp.Expr]:
    """Return where the domain of a root, arcsine or arccosine ends: √z at 0, acos z at ±1, infinitely steep."""
    if isinstance(node, sp.Pow) and node.exp.is_Rational and not node.exp.is_Integer:
        yield node.base
    elif isinstance(node, special.OddRoot):
        yield node.args[0]
    elif isinstance(node, (sp.asin, sp.acos, sp.acosh)):
        yield from (node.args[0] - 1, node.args[0] + 1)


def breaks(expr: sp.Expr) -> tuple[sp.Expr, ...]:
    """Return expressions at whose zeros a denominator vanishes or a logarithm or tangent goes to infinity."""
    return _distinct(broken for node in sp.preorder_traversal(expr) for broken in _breaks_of(node))


def _breaks_of(node: sp.Basic) -> Iterator[sp.Expr]:
    if isinstance(node, sp.Pow) and (node.exp.is_negative or not node.exp.is_number):
        yield node.base
    elif isinstance(node, sp.log):
        inner = node.args[0]
        yield inner.args[0] if isinstance(inner, (sp.Abs, special.RealAbs)) else inner
    elif isinstance(node, sp.tan):
        yield sp.cos(node.args[0])
    elif isinstance(node, sp.atanh):
        yield from (node.args[0] - 1, node.args[0] + 1)


def _distinct(found: Iterator[sp.Expr]) -> tuple[sp.Expr, ...]:
    """Return the expressions without repetition and without constants, in the order of appearance."""
    return tuple(dict.fromkeys(expr for expr in found if expr.free_symbols))
