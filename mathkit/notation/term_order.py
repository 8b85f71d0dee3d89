"""The order in which people write the terms of a sum, and numbers and names as they were typed."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace
from typing import Any

import sympy as sp
from sympy.printing.str import StrPrinter

from mathkit.notation.typed_form import TypedForm
from mathkit.notation.variable_names import customary


def ordered_terms(expr: sp.Add, typed: Iterable[TypedForm] = ()) -> list[sp.Expr]:
    """Return the terms of a sum as they were typed, if that was without brackets, or else in the reading order."""
    form = next((form for form in typed if form.value == expr and form.flat), None)
    return [term for term, _ in form.parts] if form else reading_order(expr)


def reading_order(expr: sp.Add) -> list[sp.Expr]:
    """Order the terms of a sum: highest degree first, then functions, then the constant; a positive term leads.

    So x² + 2x − 1, x²y + sin(y), 1 − x rather than −x + 1, and 1 + e^x: a constant leads functions that stand alone.
    """
    names = {symbol.name: symbol for symbol in expr.free_symbols}
    symbols = [names[name] for name in customary(names)]
    powers: list[sp.Expr] = []
    functions: list[sp.Expr] = []
    constants: list[sp.Expr] = []
    for term in expr.args:
        kind = constants if not term.free_symbols else powers if term.is_polynomial(*symbols) else functions
        kind.append(term)
    powers.sort(key=lambda term: _degrees(term, symbols))
    functions.sort(key=lambda term: term.sort_key())
    constants.sort(key=lambda term: (not term.is_Rational, term.sort_key()))
    alone = functions and not powers and not any(term.has(sp.log) for term in functions)
    terms = constants + functions if alone else powers + functions + constants
    if _negative(terms[0]) and (len(terms) == 2 or functions):
        first = next((term for term in terms if not _negative(term)), terms[0])
        terms.remove(first)
        terms.insert(0, first)
    return terms


def with_decimals(expr: sp.Expr) -> sp.Expr:
    """Write 1/5 in `expr` as 0.2; exponents and numbers without a short decimal form stay fractions."""
    if expr.is_Rational and not expr.is_Integer:
        return sp.Float(float(expr)) if 10**9 % expr.q == 0 else expr
    if expr.is_Pow:
        return sp.Pow(with_decimals(expr.base), expr.exp, evaluate=False) if expr.exp.is_Rational else expr
    if type(expr).__name__ == "Piecewise":
        return expr.func(*((with_decimals(value), condition) for value, condition in expr.args))
    if not expr.args or not isinstance(expr, sp.Expr):
        return expr
    return expr.func(*(with_decimals(argument) for argument in expr.args))


def decimal_form(form: TypedForm) -> TypedForm:
    """Return how a part was typed with decimals for fractions."""
    parts = tuple((with_decimals(part), mark) for part, mark in form.parts)
    return replace(form, value=with_decimals(form.value), parts=parts)


def _degrees(term: sp.Expr, symbols: list[sp.Symbol]) -> tuple[int, ...]:
    if term.is_Mul or term.is_Pow or term.is_Symbol:
        degrees = [_degree(term, symbol) for symbol in symbols]
        return (-sum(degrees), *(-degree for degree in degrees))
    return (0,)


def _degree(term: sp.Expr, symbol: sp.Symbol) -> int:
    """Return the degree of a product in one symbol, without expanding what is in brackets."""
    if term.is_Mul:
        return sum(_degree(factor, symbol) for factor in term.args)
    if term.is_Add:
        return max(_degree(part, symbol) for part in term.args)
    if term.is_Pow:
        return int(term.exp) * _degree(term.base, symbol) if term.exp.is_Integer else 0
    return int(term == symbol)


def _negative(term: sp.Expr) -> bool:
    return bool(term.as_coeff_Mul()[0].is_negative)


def chained(expr: sp.And) -> tuple[tuple[sp.Expr, str], sp.Expr, tuple[str, sp.Expr]] | None:
    """Return (0, "<"), x, ("<", 1) for x > 0 and x < 1; None if two conditions do not enclose one part."""
    if len(expr.args) != 2:
        return None
    lower = next((each for each in expr.args if isinstance(each, (sp.Gt, sp.Ge))), None)
    upper = next((each for each in expr.args if isinstance(each, (sp.Lt, sp.Le))), None)
    if lower is None or upper is None or lower.lhs != upper.lhs:
        return None
    signs = {">": "<", ">=": "<="}
    return (lower.rhs, signs[lower.rel_op]), upper.lhs, (upper.rel_op, upper.rhs)


class _TextPrinter(StrPrinter):
    """Sympy's text in the spelling and the order that a formula is typed in."""

    typed: tuple[TypedForm, ...] = ()

    def _as_ordered_terms(self, expr: sp.Add, order: Any = None) -> list[sp.Expr]:
        return ordered_terms(expr, self.typed)

    def _print_Pow(self, expr: sp.Pow, rational: bool = False) -> str:
        if expr.exp.is_Rational and expr.exp < 0 and expr.exp not in (-1, -sp.S.Half):
            return f"1/{self.parenthesize(1 / expr, sp.printing.precedence.PRECEDENCE['Mul'], strict=True)}"
        return str(super()._print_Pow(expr, rational))

    def _print_Exp1(self, _expr: Any) -> str:
        return "e"

    def _print_And(self, expr: sp.And) -> str:
        return _condition_text(self, expr)

    _print_Or = _print_Relational = _print_And


def cases_text(printer: Any, rows: Sequence[Any]) -> str:
    """Write rows of values and conditions as people do: 0 if x < 0, 1 if x > 0, or x if x > 0 else 0.

    They stand in brackets within a formula.
    """
    written = [(printer._print(value), condition) for value, condition in rows]
    last = written.pop()[0] if written[-1][1] == sp.true else None
    cases = [f"{value} if {_condition_text(printer, condition)}" for value, condition in written]
    text = ", ".join(cases) if last is None else " else ".join([*cases, last])
    return text if printer._print_level <= 1 else f"({text})"


def _condition_text(printer: Any, condition: Any) -> str:
    if isinstance(condition, sp.core.relational.Relational):
        return f"{printer._print(condition.lhs)} {condition.rel_op} {printer._print(condition.rhs)}"
    if isinstance(condition, sp.And) and (ends := chained(condition)):
        (low, below), middle, (above, high) = ends
        return f"{printer._print(low)} {below} {printer._print(middle)} {above} {printer._print(high)}"
    if isinstance(condition, (sp.And, sp.Or)):
        parts = [(_condition_text(printer, each), each) for each in condition.args]
        texts = [f"({text})" if isinstance(each, sp.Or) else text for text, each in parts]
        return (" and " if isinstance(condition, sp.And) else " or ").join(texts)
    return str(printer._print(condition))


def plain_text(expr: sp.Expr, decimal: bool = False, typed: Iterable[TypedForm] = ()) -> str:
    """Return `expr` as it could be typed; with `decimal`, rational numbers as decimals; sums as they were `typed`."""
    printer = _TextPrinter({"full_prec": False})
    printer.typed = tuple(decimal_form(form) if decimal else form for form in typed)
    return str(printer.doprint(with_decimals(expr) if decimal else expr))
