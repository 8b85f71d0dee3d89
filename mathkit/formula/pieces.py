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

import mpmath
import sympy as sp
from sympy.core.relational import Relational

from mathkit.formula import special_functions as special
from mathkit.formula.differentiation import shortest
from mathkit.formula.domain import Condition
from mathkit.formula.precise import at_many_digits

_MOST_BORDERS = 8
_MOST_OPERATIONS = 120  # of a formula that is looked through
_SOLVED_BELOW = 14  # operations: of a longer part, where it is zero is not asked
_MOST_NESTED = 4  # max, min and |·| within one part
_MOST_DEGREE = 4  # of a polynomial that is solved
_DIGITS = 40
_PROBES = (-1.7, -0.3, 0.6, 2.3)  # near which it is looked whether two formulas agree

_Resolve = Callable[[sp.Expr, sp.Expr], sp.Expr]  # the node's argument z, and its sign at a point: the node's value


@dataclass(frozen=True, slots=True)
class Pieces:
    """A derivative in pieces, and its demands: to be away from where both sides differ, or the function leaps."""

    expr: sp.Expr
    demands: tuple[Condition, ...] = ()


def derivative_in_pieces(function: sp.Expr, derivative: sp.Expr, symbol: sp.Symbol) -> Pieces:
    """Write a derivative of one variable in pieces, between the places where parts of the function change sides.

    Of more variables, and where these places cannot be found at once, the conditions stay as they are.
    """
    found = _in_pieces(function, derivative, symbol)
    return Pieces(found.expr, (*found.demands, *_away_from_steps(function, symbol)))


def _away_from_steps(function: sp.Expr, symbol: sp.Symbol) -> tuple[Condition, ...]:
    """Return the demands to be away from where a part is rounded from one whole number to the next."""
    steps = dict.fromkeys(node for node in sp.preorder_traversal(function) if isinstance(node, special.Floor))
    return tuple(Condition(node.args[0] - node, "nonzero") for node in steps if node.args[0].has(symbol))


def _in_pieces(function: sp.Expr, derivative: sp.Expr, symbol: sp.Symbol) -> Pieces:
    if not derivative.has(*_SIDED) and not function.has(*_SIDED):
        return Pieces(derivative)
    if derivative.free_symbols | function.free_symbols != {symbol} or _size(function, derivative) > _MOST_OPERATIONS:
        return _between_ties(function, derivative, symbol)
    borders = _borders((function, derivative), symbol)
    if borders is None:
        return _between_ties(function, derivative, symbol)
    runs = _runs(borders)
    slopes = [_on(derivative, symbol, sample) for _, _, sample in runs]
    heights = [_on(function, symbol, sample) for _, _, sample in runs]
    joined = [
        _joins(symbol, border, sides, ends)
        for border, sides, ends in zip(borders, itertools.pairwise(heights), itertools.pairwise(slopes), strict=True)
    ]
    demands = tuple(
        Condition(symbol - border, "nonzero") for border, joins in zip(borders, joined, strict=True) if not joins
    )
    if not derivative.has(special.Cases):
        return Pieces(derivative, demands)
    return Pieces(_written(symbol, borders, slopes, joined), demands)


def _between_ties(function: sp.Expr, derivative: sp.Expr, symbol: sp.Symbol) -> Pieces:
    """Return a derivative with a demand for each part that decides: not to be 0 where the sides differ.

    Where two of these parts are 0 at once, it has no value.
    """
    parts: dict[sp.Expr, None] = {}
    for node in itertools.chain(sp.preorder_traversal(function), sp.preorder_traversal(derivative)):
        parts |= {_unsigned(part): None for part in _parts_of(node) if part.has(symbol)}
    if len(parts) > _MOST_BORDERS or _size(derivative) > _MOST_OPERATIONS:
        return Pieces(derivative, tuple(Condition(part, "nonzero") for part in parts))
    demands = []
    for part in parts:
        above, below = (_beside(derivative, part, side) for side in (1, -1))
        gaps = [above - below, _beside(function, part, 1) - _beside(function, part, -1)]
        if gaps[0] == 0:
            derivative = above
        found = {gap: _zeros_on(gap, part, symbol) for gap in gaps}
        differ = [sp.Ne(gap, 0, evaluate=False) for gap, zeros in found.items() if not zeros or not all(zeros)]
        if differ:
            others = [sp.Eq(each, 0, evaluate=False) for each in parts if each != part]
            is_certain = any(gap.is_number and gap != 0 for gap in gaps)
            demands.append(
                Condition(part, "nonzero", sp.true if is_certain else sp.Or(*differ, *others, evaluate=False))
            )
            if found[gaps[0]] and not any(found[gaps[0]]):
                derivative = _opened(derivative, part)
    return Pieces(derivative, tuple(demands))


def _beside(expr: sp.Expr, part: sp.Expr, side: int) -> sp.Expr:
    """Return the formula on one side of where a part is 0: what that part decides is decided."""
    if not expr.args or not expr.has(*_SIDED):
        return expr
    if isinstance(expr, special.Cases):
        rows = [(_beside(branch, part, side), _decided(condition, part, side)) for branch, condition in expr.args]
        rows = [row for row in rows if row[1] != sp.false]
        if not rows:
            return sp.nan
        return rows[0][0] if rows[0][1] == sp.true else special.Cases(*rows)
    direction = next((_direction(each, part) for each in _parts_of(expr)), 0) * side
    arguments = [_beside(argument, part, side) for argument in expr.args]
    if not direction:
        return expr.func(*arguments)
    if isinstance(expr, special.Larger):
        return arguments[0] if (direction > 0) != isinstance(expr, special.Smaller) else arguments[1]
    return _RESOLVED[type(expr)](arguments[0], direction)


def _decided(condition: sp.Basic, part: sp.Expr, side: int) -> sp.Basic:
    found: dict[sp.Basic, sp.Basic] = {}
    for relation in condition.atoms(Relational):
        sign = _direction(relation.lhs - relation.rhs, part) * side
        if sign and relation.rel_op in ("==", "!="):
            found[relation] = sp.true if relation.rel_op == "!=" else sp.false
        elif sign:
            found[relation] = sp.true if (sign > 0) == relation.rel_op.startswith(">") else sp.false
    return condition.xreplace(found)


def _opened(expr: sp.Expr, part: sp.Expr) -> sp.Expr:
    """Return the expression without a case for where the part is 0: what holds otherwise holds on its other side."""
    if not expr.has(special.Cases):
        return expr
    if not isinstance(expr, special.Cases):
        return expr.func(*(_opened(argument, part) for argument in expr.args))
    rows = [(_opened(branch, part), condition) for branch, condition in expr.args]
    condition = rows[0][1]
    if len(rows) == 2 and isinstance(condition, (sp.Gt, sp.Lt)) and rows[1][1] == sp.true:
        lhs, rhs = condition.args
        if _direction(lhs - rhs, part):
            rows[1] = (rows[1][0], (sp.Lt if isinstance(condition, sp.Gt) else sp.Gt)(lhs, rhs, evaluate=False))
    return special.Cases(*rows)


def _unsigned(part: sp.Expr) -> sp.Expr:
    """Return a part without its numeric factor and sign, which do not move its zeros."""
    bare = part.primitive()[1]
    return -bare if bare.could_extract_minus_sign() else bare


def _direction(each: sp.Expr, part: sp.Expr) -> int:
    """Return 1 if an expression has the sign of the part, −1 if the opposite one, 0 if it has nothing to do with it."""
    return 0 if _unsigned(each) != part else -1 if each.primitive()[1] == -part else 1


def _zeros_on(difference: sp.Expr, part: sp.Expr, symbol: sp.Symbol) -> list[bool]:
    """Return whether a difference is 0, at some points where the part is 0; nothing if none of these is found."""
    if difference.is_number:
        return [bool(difference == 0)]
    others = tuple(sorted((difference.free_symbols | part.free_symbols) - {symbol}, key=str))
    deciding, height = (at_many_digits(each, (symbol, *others)) for each in (part, difference))
    zeros = []
    with mpmath.workdps(_DIGITS):
        for k in _PROBES:
            place = [mpmath.mpf(k) * (-1) ** number + mpmath.mpf(number) / 11 for number in range(len(others))]
            try:
                root = mpmath.findroot(lambda x, place=place: deciding(x, *place), k)
                zeros.append(bool(abs(height(root, *place)) < mpmath.mpf(10) ** (10 - _DIGITS)))
            except (ArithmeticError, ValueError, TypeError):
                continue
    return zeros


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
    return special.Cases(*branches)


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
    return [side for part in _parts_of(node) for side in _sides(part)]


def _parts_of(node: Any) -> list[sp.Expr]:
    """Return the part of a formula whose sign a node decides by, if it does."""
    if isinstance(node, Relational):
        return [node.lhs - node.rhs]
    if isinstance(node, special.Larger):
        return [node.args[0] - node.args[1]]
    return [node.args[0]] if type(node) in _RESOLVED else []


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
    """Return where a part is zero; None if it is not of a form that is solved at once, whatever the machine."""
    if not part.has(symbol):
        return set()
    if part.count_ops() > _SOLVED_BELOW or part.has(*_SIDED, *_ENDLESS):
        return None
    numerator, denominator = sp.fraction(sp.together(part))
    if not all(_is_soon_solved(each, symbol) for each in (numerator, denominator)):
        return None
    solutions = sp.solveset(part, symbol, sp.S.Reals)
    if not isinstance(solutions, sp.FiniteSet) and solutions != sp.S.EmptySet:
        return None
    roots = set(solutions)
    return roots if all(root.is_number and root.is_real for root in roots) else None


def _is_soon_solved(part: sp.Expr, symbol: sp.Symbol) -> bool:
    """Return whether a part is a polynomial of low degree, in the variable or in one function of a linear term."""
    try:
        polynomial = sp.Poly(part)
    except (sp.PolynomialError, sp.GeneratorsNeeded):  # a number
        return not part.has(symbol)
    varying = [each for each in polynomial.gens if each.has(symbol)]
    if len(varying) != 1:
        return not varying
    (generator,) = varying
    linear = generator == symbol or all(sp.degree(each, symbol) == 1 for each in generator.args if each.has(symbol))
    return bool(linear and polynomial.degree(generator) <= _MOST_DEGREE)


def _runs(borders: Sequence[sp.Expr]) -> list[tuple[Any, Any, sp.Expr]]:
    """Return the runs between the borders, each with a number in it."""
    if not borders:
        return [(None, None, sp.S.Zero)]
    inner = [(low, high, (low + high) / 2) for low, high in itertools.pairwise(borders)]
    return [(None, borders[0], borders[0] - 1), *inner, (borders[-1], None, borders[-1] + 1)]


def _on(expr: sp.Expr, symbol: sp.Symbol, sample: sp.Expr) -> sp.Expr:
    """Return the formula that holds around a number, without cases."""
    if isinstance(expr, special.Cases):
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
_ENDLESS = (
    *(sp.sin, sp.cos, sp.tan, sp.asin, sp.acos, sp.atan, sp.sinh, sp.cosh, sp.tanh, sp.asinh, sp.acosh, sp.atanh),
    *(sp.erf, sp.erfc, special.Gelu, special.Selu, special.Floor, special.OddRoot, special.Atan2),
)
#: What differs from side to side.
_SIDED = (*_RESOLVED, special.Larger, special.Smaller, special.Cases)
