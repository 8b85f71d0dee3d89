"""What one node of a computation graph does: a rule of its arguments, with its own derivatives (MML §5.6.2)."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

import sympy as sp

from mathkit.formula.differentiation import differentiate
from mathkit.formula.evaluation import compile_numpy, evaluate
from mathkit.formula.known_functions import symbol
from mathkit.formula.special_functions import Cases
from mathkit.notation.term_order import reading_order

A, B = symbol("a1"), symbol("a2")

_NAMES = {
    A + B: "add",
    A - B: "subtract",
    A * B: "multiply",
    A / B: "divide",
    -A: "negate",
    sp.sqrt(A): "sqrt",
    A**B: "power",
}
_FUNCTIONS = {"Larger": "max", "Smaller": "min", "RealAbs": "abs", "RealSign": "sign", "LeakyRelu": "leaky_relu"}


@dataclass(frozen=True, slots=True)
class Operation:
    """`rule` is an expression of the `symbols` a1, a2, …; `partials` are its derivatives by each of them."""

    name: str
    rule: sp.Expr
    symbols: tuple[sp.Symbol, ...]
    partials: tuple[sp.Expr, ...]
    compiled: Callable[..., Any]
    compiled_partials: tuple[Callable[..., Any], ...]

    def value(self, *arguments: float) -> float:
        """Return the result; NaN where there is no real one."""
        return float(evaluate(self.compiled, arguments))

    def slopes(self, *arguments: float) -> tuple[float, ...]:
        """Return the derivatives by each argument; NaN where there is none. At a kink as in PyTorch: relu′(0) = 0."""
        return tuple(float(evaluate(partial, arguments)) for partial in self.compiled_partials)


@lru_cache(maxsize=4096)
def operation(rule: sp.Expr, count: int) -> Operation:
    """Return the operation with this rule of `count` arguments; each is compiled once."""
    symbols = tuple(symbol(f"a{k}") for k in range(1, count + 1))
    partials = (B * A ** (B - 1), A**B * sp.log(A)) if rule == A**B else _partials(rule, symbols)
    compiled = tuple(compile_numpy(partial, symbols) for partial in partials)
    return Operation(_name(rule), rule, symbols, partials, compile_numpy(rule, symbols), compiled)


def _partials(rule: sp.Expr, symbols: tuple[sp.Symbol, ...]) -> tuple[sp.Expr, ...]:
    return tuple(differentiate(rule, each) for each in symbols)


def _name(rule: sp.Expr) -> str:
    if rule in _NAMES:
        return _NAMES[rule]
    if rule.is_Pow:
        return "power"
    kind = type(rule).__name__
    return _FUNCTIONS.get(kind, kind.lower())


#: A rule in a1, a2, … and what is to be put in for them.
Step = tuple[sp.Expr, tuple[sp.Expr, ...]]


def outermost(expr: sp.Expr, decimal: bool = False) -> Step:
    """Return the operation that is done last when people compute `expr`, and its arguments.

    Sums and products of many are done two at a time, from the left; a negative term is subtracted, a negative power
    divided by. With `decimal`, x/5 is 0.2 x.
    """
    if expr.is_Add:
        *first, last = reading_order(expr)
        rest = sp.Add(*first)
        return (A - B, (rest, -last)) if last.as_coeff_Mul()[0].is_negative else (A + B, (rest, last))
    if expr.is_Mul:
        return _product(expr, decimal)
    if expr.is_Pow:
        return _power(expr)
    if isinstance(expr, Cases) or not isinstance(expr, (sp.Function, sp.exp)):
        return _choice(expr)
    arguments = tuple(expr.args)
    return expr.func(*(symbol(f"a{k}") for k in range(1, len(arguments) + 1))), arguments


def _product(expr: sp.Mul, decimal: bool) -> Step:
    if expr.as_coeff_Mul()[0].is_negative:
        return -A, (-expr,)
    above: list[sp.Expr] = []
    below: list[sp.Expr] = []
    for factor in expr.as_ordered_factors():
        if factor.is_Rational and not factor.is_Integer and not decimal:
            above += [sp.Integer(factor.p)] if factor.p != 1 else []
            below.append(sp.Integer(factor.q))
        elif factor.is_Pow and factor.exp.is_Rational and factor.exp < 0:
            below.append(1 / factor)
        else:
            above.append(factor)
    if below:
        return A / B, (sp.Mul(*above), sp.Mul(*below))
    *first, last = above
    return A * B, (sp.Mul(*first), last)


def _power(expr: sp.Pow) -> Step:
    base, exponent = expr.args
    if exponent.is_Rational and exponent < 0:
        return A / B, (sp.S.One, 1 / expr)
    if exponent.is_number:
        return A**exponent, (base,)
    return (base**A, (exponent,)) if base.is_number else (A**B, (base, exponent))


def _choice(expr: sp.Expr) -> Step:
    """Return a case distinction (its arguments: the values, and what is compared), or any other as one operation."""
    pieces: list[sp.Expr] = []
    if isinstance(expr, Cases):
        for value, condition in expr.args:
            pieces += [
                value,
                *(side for relation in condition.atoms(sp.core.relational.Relational) for side in relation.args),
            ]
    else:
        pieces = list(expr.free_symbols)
    names = {piece: symbol(f"a{k}") for k, piece in enumerate(_distinct(pieces), 1)}
    if not isinstance(expr, Cases):
        return expr.xreplace(names), tuple(names)
    rows = [
        (
            names.get(value, value),
            condition.xreplace(
                {r: r.func(*(names.get(s, s) for s in r.args)) for r in condition.atoms(sp.core.relational.Relational)}
            ),
        )
        for value, condition in expr.args
    ]
    return Cases(*rows), tuple(names)


def _distinct(pieces: list[sp.Expr]) -> list[sp.Expr]:
    return sorted({piece for piece in pieces if not piece.is_number}, key=lambda piece: piece.sort_key())
