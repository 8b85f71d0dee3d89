"""Conditions of a formula as values, and the formulas that differ from one to the next: x if x > 0 else x/10."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

import sympy as sp
from sympy.core.relational import Relational
from sympy.logic.boolalg import BooleanAtom, BooleanFunction

from mathkit.formula.precise import precise_sign
from mathkit.formula.special_functions import Cases

#: What each sign of a difference makes of a comparison, and sympy's relation for it.
_RELATIONS: dict[str, tuple[Callable[[int], bool], type[Relational]]] = {
    "<": (lambda sign: sign < 0, sp.StrictLessThan),
    "<=": (lambda sign: sign <= 0, sp.LessThan),
    ">": (lambda sign: sign > 0, sp.StrictGreaterThan),
    ">=": (lambda sign: sign >= 0, sp.GreaterThan),
    "==": (lambda sign: sign == 0, sp.Equality),
    "!=": (lambda sign: sign != 0, sp.Unequality),
}
COMPARISONS = tuple(_RELATIONS)


def is_condition(value: Any) -> bool:
    """Return whether a part of a formula is true or false, and no number."""
    return isinstance(value, (Relational, BooleanFunction, BooleanAtom))


def compared(left: sp.Expr, operator: str, right: sp.Expr) -> sp.Basic | None:
    """Compare two parts; of numbers the answer is known at once. None if one of them has no real value.

    Sympy is not asked: it may take hours for what it does not find at many digits.
    """
    holds, relation = _RELATIONS[operator]
    if not (left.free_symbols or right.free_symbols):
        sign = precise_sign(left - right, (), ())
        return None if sign is None else sp.true if holds(sign) else sp.false
    if left.is_number:  # people write x < 0 for 0 > x
        flipped = {"<": ">", "<=": ">=", ">": "<", ">=": "<="}.get(operator, operator)
        return _RELATIONS[flipped][1](right, left, evaluate=False)
    return relation(left, right, evaluate=False)


def both(first: sp.Basic, second: sp.Basic) -> sp.Basic:
    """Return the condition that both hold, without asking sympy whether they can."""
    return _joined(sp.And, first, second, sp.true)


def either(first: sp.Basic, second: sp.Basic) -> sp.Basic:
    """Return the condition that one of them holds, at least."""
    return _joined(sp.Or, first, second, sp.false)


def opposite(condition: sp.Basic) -> sp.Basic:
    """Return the condition that holds where this one does not: x ≤ 0 for x > 0."""
    if isinstance(condition, Relational):
        return condition.negated
    if isinstance(condition, (sp.And, sp.Or)):
        kind = sp.Or if isinstance(condition, sp.And) else sp.And
        return kind(*map(opposite, condition.args), evaluate=False)
    return sp.false if condition == sp.true else sp.true if condition == sp.false else sp.Not(condition)


def _joined(kind: Any, first: sp.Basic, second: sp.Basic, neutral: sp.Basic) -> sp.Basic:
    parts = [part for each in (first, second) for part in (each.args if isinstance(each, kind) else (each,))]
    parts = [part for part in dict.fromkeys(parts) if part != neutral]
    if opposite(neutral) in parts:
        return opposite(neutral)
    return neutral if not parts else parts[0] if len(parts) == 1 else kind(*parts, evaluate=False)


def cases(rows: Sequence[tuple[sp.Expr, sp.Basic]]) -> sp.Expr:
    """Return the formula that is the value of the first row whose condition holds; none where no one does."""
    kept: list[tuple[sp.Expr, sp.Basic]] = []
    for value, condition in rows:
        if condition == sp.false:
            continue
        inner = value.args if isinstance(value, Cases) and condition == sp.true else [(value, condition)]
        kept += [(each, when) for each, when in inner]
        if condition == sp.true:
            break
    if not kept:
        return sp.nan
    last = kept[-1][0] if kept[-1][1] == sp.true else None
    while last is not None and len(kept) > 1 and kept[-2][0] == last:
        del kept[-2]
    return kept[0][0] if kept[0][1] == sp.true else Cases(*kept)
