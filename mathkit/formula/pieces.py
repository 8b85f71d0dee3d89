"""Formulas that differ from piece to piece, written with the conditions that people write: x < 0, 0 < x < 1, x > 1.

The derivative of max(x, x/10) is 1 for x > 0 and 1/10 for x < 0; sympy has it as 1 if x > x/10, 1/10 otherwise. At a
kink there is no slope, so that a derivative has no value there; where the slopes of both sides agree, it has that one.
"""

from __future__ import annotations

import itertools
import math
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

import sympy as sp
from sympy.core.relational import Relational

from mathkit.cpu_limit import CpuLimitError, cpu_limit
from mathkit.formula import special_functions as special
from mathkit.formula.differentiation import shortest

_MOST_BORDERS = 8
_MOST_OPERATIONS = 120  # of a formula that is looked through
_SOLVED_BELOW = 14  # operations: of a longer part, where it is zero is not asked
_MOST_NESTED = 4  # max, min and |·| within one part
_SECONDS = 0.3  # for sympy to solve such a part
_DIGITS = 40

_Resolve = Callable[[sp.Expr, sp.Expr], sp.Expr]  # the node's argument z, and its sign at a point: the node's value


@dataclass(frozen=True, slots=True)
class Pieces:
    """A derivative in pieces, and the places at which the slopes on both sides differ, or the function leaps."""

    expr: sp.Expr
    kinks: tuple[sp.Expr, ...]


def derivative_in_pieces(function: sp.Expr, derivative: sp.Expr, symbol: sp.Symbol) -> Pieces:
    """Write a derivative of one variable in pieces, between the places where parts of the function change sides.

    It stays as it is where these places cannot be found at once.
    """
    if not derivative.has(*_SIDED) and not function.has(*_SIDED):
        return Pieces(derivative, ())
    if derivative.free_symbols | function.free_symbols != {symbol} or _size(function, derivative) > _MOST_OPERATIONS:
        return Pieces(derivative, ())
    borders = _borders((function, derivative), symbol)
    if borders is None:
        return Pieces(derivative, ())
    runs = _runs(borders)
    slopes = [_on(derivative, symbol, sample) for _, _, sample in runs]
    heights = [_on(function, symbol, sample) for _, _, sample in runs]
    joined = [
        _joins(symbol, border, sides, ends)
        for border, sides, ends in zip(borders, itertools.pairwise(heights), itertools.pairwise(slopes), strict=True)
    ]
    kinks = tuple(border for border, joins in zip(borders, joined, strict=True) if not joins)
    if not derivative.has(sp.Piecewise):
        return Pieces(derivative, kinks)
    return Pieces(_written(symbol, borders, slopes, joined), kinks)


def _written(
    symbol: sp.Symbol, borders: Sequence[sp.Expr], slopes: Sequence[sp.Expr], joined: Sequence[bool]
) -> sp.Expr:
    """Return the pieces with their conditions, one piece where neighbours are the same formula."""
    rows: list[tuple[sp.Expr, Any, bool, Any]] = [(slopes[0], None, False, None)]  # formula, from, from included, to
    for border, slope, joins in zip(borders, slopes[1:], joined, strict=True):
        last = rows[-1]
        if joins and last[0] == slope:
            continue
        rows[-1] = (*last[:3], border)
        rows.append((slope, border, joins, None))
    if all(row[0] == rows[0][0] for row in rows):
        return rows[0][0]  # the places in between are in the domain's demands
    branches = []
    for formula, low, is_included, high in rows:
        ends = [] if low is None else [symbol >= low if is_included else symbol > low]
        ends += [] if high is None else [symbol < high]
        branches.append((formula, sp.And(*ends)))
    return sp.Piecewise(*branches, evaluate=False)


def _borders(exprs: Sequence[sp.Expr], symbol: sp.Symbol) -> list[sp.Expr] | None:
    """Return where a part that decides between pieces is zero, ascending; None if that is not found at once."""
    parts: dict[sp.Expr, None] = {}
    for expr in exprs:
        for node in sp.preorder_traversal(expr):
            parts |= dict.fromkeys(_deciding(node))
    found: set[sp.Expr] = set()
    for part in parts:
        roots = _zeros(part, symbol)
        if roots is None:
            return None
        found |= roots
    return sorted(found, key=float) if len(found) <= _MOST_BORDERS else None


def _deciding(node: Any) -> list[sp.Expr]:
    """Return what changes its sign where a node changes sides, without sides of its own."""
    if isinstance(node, Relational):
        part = node.lhs - node.rhs
    elif isinstance(node, special.Larger):
        part = node.args[0] - node.args[1]
    elif type(node) in _RESOLVED:
        part = node.args[0]
    else:
        return []
    return _sides(part)


def _sides(part: sp.Expr) -> list[sp.Expr]:
    """Return the formulas that a part may be, one for each choice of sides in it; it itself if these are many."""
    found: list[Any] = [part]
    for _ in range(_MOST_NESTED):
        sided: Any = next(
            (node for each in found for node in sp.preorder_traversal(each) if isinstance(node, _CHOICES)), None
        )
        if sided is None:
            return list(dict.fromkeys(found))
        choices = sided.args if isinstance(sided, special.Larger) else (sided.args[0], -sided.args[0], sp.S.Zero)
        found = [each.xreplace({sided: choice}) for each in found for choice in choices]
    return [part]


def _zeros(part: sp.Expr, symbol: sp.Symbol) -> set[sp.Expr] | None:
    if not part.has(symbol):
        return set()
    if part.count_ops() > _SOLVED_BELOW or part.has(*_SIDED, *_ENDLESS):
        return None
    try:
        with cpu_limit(_SECONDS, "too long"):
            solutions = sp.solveset(part, symbol, sp.S.Reals)
    except (CpuLimitError, NotImplementedError, ValueError, TypeError):
        return None
    if not isinstance(solutions, sp.FiniteSet) and solutions != sp.S.EmptySet:
        return None
    roots = set(solutions)
    return roots if all(root.is_number and root.is_real for root in roots) else None


def _runs(borders: Sequence[sp.Expr]) -> list[tuple[Any, Any, sp.Expr]]:
    """Return the runs between the borders, each with a number in it."""
    if not borders:
        return [(None, None, sp.S.Zero)]
    inner = [(low, high, (low + high) / 2) for low, high in itertools.pairwise(borders)]
    return [(None, borders[0], borders[0] - 1), *inner, (borders[-1], None, borders[-1] + 1)]


def _on(expr: sp.Expr, symbol: sp.Symbol, sample: sp.Expr) -> sp.Expr:
    """Return the formula that holds around a number, without cases."""
    if isinstance(expr, sp.Piecewise):
        for branch, condition in expr.args:
            if condition == sp.true or _is_true(condition, symbol, sample):
                return _on(branch, symbol, sample)
        return sp.nan
    if not expr.args or not expr.has(*_SIDED):
        return expr
    arguments = [_on(argument, symbol, sample) for argument in expr.args]
    if isinstance(expr, special.Larger):
        first, second = arguments
        is_first = _sign(first - second, symbol, sample) > 0
        return first if is_first != isinstance(expr, special.Smaller) else second
    resolve = _RESOLVED.get(type(expr))
    if resolve is not None:
        return resolve(arguments[0], _sign(arguments[0], symbol, sample))
    return shortest(expr.func(*arguments))


def _is_true(condition: sp.Basic, symbol: sp.Symbol, sample: sp.Expr) -> bool:
    if isinstance(condition, Relational):
        sign = _sign(condition.lhs - condition.rhs, symbol, sample)
        return {">": sign > 0, ">=": sign >= 0, "<": sign < 0, "<=": sign <= 0, "==": sign == 0, "!=": sign != 0}[
            condition.rel_op
        ]
    if isinstance(condition, sp.Not):
        return not _is_true(condition.args[0], symbol, sample)
    truths = [_is_true(part, symbol, sample) for part in condition.args]
    return all(truths) if isinstance(condition, sp.And) else any(truths) if isinstance(condition, sp.Or) else False


def _sign(part: sp.Expr, symbol: sp.Symbol, sample: sp.Expr) -> int:
    value = part.subs(symbol, sample).evalf(_DIGITS)
    return int(sp.sign(value)) if value.is_real else 0


def _joins(
    symbol: sp.Symbol,
    border: sp.Expr,
    heights: tuple[sp.Expr, sp.Expr],
    slopes: tuple[sp.Expr, sp.Expr],
) -> bool:
    """Return whether both sides have one height and one slope at the border."""
    return all(
        left == right or _same(left.subs(symbol, border), right.subs(symbol, border))
        for left, right in (heights, slopes)
    ) and _same(slopes[0].subs(symbol, border), slopes[0].subs(symbol, border))


def _same(left: sp.Expr, right: sp.Expr) -> bool:
    """Return whether two numbers are finite and the same."""
    numbers = [each.evalf(_DIGITS) for each in (left, right)]
    if not all(number.is_finite and number.is_real for number in numbers):
        return False
    first, second = (sp.Float(number, _DIGITS) for number in numbers)
    return bool(abs(first - second) <= sp.Float(10) ** (8 - _DIGITS) * (1 + abs(first)))


def _size(*exprs: sp.Expr) -> float:
    return math.fsum(expr.count_ops() for expr in exprs)


_RESOLVED: dict[Any, _Resolve] = {
    sp.Abs: lambda z, sign: z * sign,
    special.RealAbs: lambda z, sign: z * sign,
    sp.sign: lambda z, sign: sp.Integer(sign),
    special.RealSign: lambda z, sign: sp.Integer(sign),
    special.Relu: lambda z, sign: z if sign > 0 else sp.S.Zero,
    special.LeakyRelu: lambda z, sign: z if sign > 0 else special.LEAK * z,
}
#: Those that are one of a few formulas of their arguments, or 0.
_CHOICES = (special.Larger, sp.Abs, special.RealAbs, special.Relu)
#: What has no end of zeros, or takes sympy long.
_ENDLESS = (sp.sin, sp.cos, sp.tan, sp.asin, sp.acos, sp.atan, sp.sinh, sp.cosh, sp.tanh, sp.erf, special.Gelu)
#: What differs from side to side.
_SIDED = (*_RESOLVED, special.Larger, special.Smaller, sp.Piecewise)
