"""Where a formula as it was typed has a value: the demands of its parts, taken before sympy simplifies any of them.

x/x is 1 to sympy, √x² is x: what a person typed has no value at 0, or none left of it.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Literal

import sympy as sp

from mathkit.formula.conditions import both, opposite
from mathkit.formula.size_limits import is_askable
from mathkit.formula.special_functions import Atan2, Cases

Demand = Literal["nonzero", "positive", "nonnegative"]


@dataclass(frozen=True, slots=True)
class Condition:
    """A demand of one part of a formula: `expr` is not 0, above 0, or not below 0, wherever `guard` holds.

    The guard is the condition of the branch that the part stands in; sympy's true outside of all branches.
    """

    expr: sp.Expr
    kind: Demand
    guard: sp.Basic = sp.true

    def xreplace(self, rule: dict[sp.Basic, sp.Basic]) -> Condition:
        """Return the demand with some of its symbols replaced."""
        return Condition(self.expr.xreplace(rule), self.kind, self.guard.xreplace(rule))

    def under(self, when: sp.Basic) -> Condition:
        """Return the demand as that of a branch, which holds under a condition."""
        return Condition(self.expr, self.kind, both(when, self.guard))

    @property
    def always_holds(self) -> bool:
        """Return whether no value of the variables can break the demand, as far as sympy tells at once."""
        expr = self.expr
        if expr.is_number:  # what is not known of a number has been refused already, if it is so
            broken = {"nonzero": expr.is_zero, "positive": expr.is_nonpositive, "nonnegative": expr.is_negative}
            return not broken[self.kind]
        if not is_askable(expr) or expr.has(Cases):
            return False
        if self.kind == "nonzero":
            return bool(expr.is_positive or expr.is_negative)
        return bool(expr.is_positive if self.kind == "positive" else expr.is_nonnegative)


#: A demand of one part, with the condition under which it is made.
Asked = tuple[sp.Expr, Demand, sp.Basic]


def demands_of_power(base: sp.Expr, exponent: sp.Expr) -> Iterator[Asked]:
    """Return what base^exponent demands: that of a real power, whose negative bases have whole exponents only."""
    if exponent.is_Integer:
        if exponent.is_negative:
            yield base, "nonzero", sp.true
    elif exponent.is_number:
        yield base, "positive" if exponent.is_negative else "nonnegative", sp.true
    elif base.is_zero:
        yield exponent, "positive", sp.true
    elif not (base.is_number and base.is_positive):
        yield base, "nonnegative", sp.true
        yield base, "nonzero", exponent < 0  # 0⁰ is 1, as it is to numpy and PyTorch


def demands_of_call(function: str, z: sp.Expr, *others: sp.Expr) -> Iterator[Asked]:
    """Return what a function demands of its arguments, by its name in a formula."""
    if function in ("log", "ln", "log2", "log10"):
        yield z, "positive", sp.true
        for base in others:
            yield base, "positive", sp.true
            yield base - 1, "nonzero", sp.true
    elif function == "log1p":
        yield 1 + z, "positive", sp.true
    elif function in ("sqrt", "acosh"):
        yield z - (1 if function == "acosh" else 0), "nonnegative", sp.true
    elif function in ("tan", "sec"):
        yield sp.cos(z), "nonzero", sp.true
    elif function in ("cot", "csc"):
        yield sp.sin(z), "nonzero", sp.true
    elif function in ("coth", "csch"):
        yield z, "nonzero", sp.true
    elif function in ("asin", "acos", "atanh"):
        kind: Demand = "positive" if function == "atanh" else "nonnegative"
        yield 1 - z, kind, sp.true
        yield 1 + z, kind, sp.true
    elif function == "mod":
        yield others[0], "nonzero", sp.true
    elif function == "celu":
        yield from ((alpha, "nonzero", sp.true) for alpha in others)
    elif function == "atan2":
        yield z**2 + others[0] ** 2, "nonzero", sp.true


def known_to_be_positive(expr: sp.Expr) -> bool:
    """Return whether a part is never below 0, as far as sympy tells at once."""
    if not is_askable(expr) or expr.has(Cases):
        return False
    return bool(expr.is_nonnegative)


def distinct(conditions: Iterable[Condition]) -> tuple[Condition, ...]:
    """Return the conditions without repetition, and without those that always hold."""
    return tuple(dict.fromkeys(each for each in conditions if not each.always_holds))


def conditions_of(expr: sp.Expr) -> tuple[Condition, ...]:
    """Return the demands that can be read off an expression as it stands."""
    return distinct(condition for condition, _ in _walk(expr, sp.true, True))


def without_powers_of_nought(expr: sp.Expr) -> sp.Expr:
    """Return an expression with 0 for 0^z, which is that wherever its demand, a positive z, is met."""
    noughts = {power: sp.S.Zero for power in expr.atoms(sp.Pow) if not power.exp.is_number and power.base.is_zero}
    return expr.xreplace(noughts) if noughts else expr  # replacing nothing would still multiply 6(y − x) out


def of_derivative(conditions: Iterable[Condition]) -> Iterator[Condition]:
    """Return the demands of a derivative for those of its function: at the end of a domain it has no value."""
    for each in conditions:
        yield Condition(each.expr, "positive", each.guard) if each.kind == "nonnegative" else each


def lost_conditions(conditions: Iterable[Condition], expr: sp.Expr) -> tuple[Condition, ...]:
    """Return the conditions whose breach does not make the expression, as floats compute it, NaN or infinite by itself.

    A negative root is NaN, and stays so. A quotient by 0 is infinite, and stays so among sums and products, but
    e^(−1/0) is 0: what stands inside of another function is to be asked about. So is a power that varies: (−2)⁻² is
    fine to floats.
    """
    kept = {
        condition for condition, is_open in _walk(expr, sp.true, True) if is_open or condition.kind == "nonnegative"
    }
    varying = {power.base for power in expr.atoms(sp.Pow) if not power.exp.is_number}
    return tuple(each for each in conditions if each not in kept or each.expr in varying)


def _walk(node: sp.Expr, guard: sp.Basic, is_open: bool) -> Iterator[tuple[Condition, bool]]:
    """Return each demand, and whether only sums, products and branches stand around its part."""
    if isinstance(node, Cases):
        left = guard
        for branch, condition in node.args:
            yield from _walk(branch, both(left, condition), is_open)
            left = both(left, opposite(condition))
        return
    for part, demand, when in _demands_of(node):
        yield Condition(part, demand, both(guard, when)), is_open
    for argument in node.args:
        if isinstance(argument, sp.Expr):
            yield from _walk(argument, guard, is_open and isinstance(node, (sp.Add, sp.Mul)))


def _demands_of(node: sp.Expr) -> Iterator[Asked]:
    if isinstance(node, sp.Pow):
        return demands_of_power(node.base, node.exp)
    name = _NAMES.get(type(node))
    return demands_of_call(name, *node.args) if name else iter(())


_NAMES: dict[type, str] = {kind: kind.__name__ for kind in (sp.log, sp.tan, sp.asin, sp.acos, sp.acosh, sp.atanh)}
_NAMES[Atan2] = "atan2"
