# ruff: noqa: N802 -- names and arguments of a sympy printer's methods are sympy's
"""Sympy to Typst math source, in the order in which people write it, with labelled parts.

A label wraps each occurrence of a symbol as `{{ x : input }}`, which manim's MathTypst reads as a named part. Typst
itself strips the brackets of `(a) / (b)` and `x^(2)`, so they are always written.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any, Protocol

import sympy as sp
from sympy.printing.printer import Printer

from mathkit.notation.factors import is_reciprocal, over_and_under
from mathkit.notation.greek import GREEK
from mathkit.notation.number_format import typst_number
from mathkit.notation.term_order import chained, decimal_form, reading_order, with_decimals
from mathkit.notation.typed_form import TypedForm

_SUM, _PRODUCT, _POWER, _ATOM = range(4)  # how tightly a piece holds together

_OPERATORS = {
    "asin": "arcsin",
    "acos": "arccos",
    "atan": "arctan",
    "log": "ln",
    "sign": 'op("sgn")',
    "erf": 'op("erf")',
    "erfc": 'op("erfc")',
    "asinh": 'op("arsinh")',
    "acosh": 'op("arcosh")',
    "atanh": 'op("artanh")',
    "Floor": "floor",
    "Ceil": "ceil",
    "Atan2": 'op("atan2")',
}
_OPERATORS |= {name: name for name in ("sin", "cos", "tan", "sinh", "cosh", "tanh")}
_OPERATORS |= {
    "RealSign": 'op("sgn")',
    "Sigmoid": "sigma",
    "Larger": "max",
    "Smaller": "min",
    "Max": "max",
    "Min": "min",
}
_OPERATORS |= {name: f'op("{name.lower()}")' for name in ("Softplus", "Relu", "Gelu", "Selu")}
_OPERATORS |= {"LeakyRelu": 'op("leaky relu")', "Heaviside": "Theta"}
_SUPERSCRIPTED = ("sin", "cos", "tan", "sinh", "cosh", "tanh", "log")  # sin²(x), not sin(x)²
_RELATIONS = {">": ">", "<": "<", ">=": ">=", "<=": "<=", "==": "=", "!=": "!="}


class Formula(Protocol):
    """What is printed of a function: its expression, and whether its numbers were typed with a decimal point."""

    @property
    def expr(self) -> sp.Expr:
        """Return the sympy expression."""

    @property
    def decimal(self) -> bool:
        """Tell whether to write 0.5, not 1/2."""

    @property
    def typed(self) -> Sequence[TypedForm]:
        """Return the sums, products and powers that are printed as they were typed."""


def typst(formula: sp.Expr | Formula, labels: Mapping[str, str] | None = None) -> str:
    """Write an expression or Function as Typst math. `labels` maps variable names to the names of their parts."""
    for label in (labels or {}).values():
        if not re.fullmatch(r"[A-Za-z_][A-Za-z0-9_-]*", label):
            raise ValueError(f"label {label!r} is no part name: use letters, digits, - and _")
    if isinstance(formula, (sp.Basic, int, float)):
        return str(TypstPrinter(labels).doprint(sp.sympify(formula)))
    expr = with_decimals(formula.expr) if formula.decimal else formula.expr
    return str(printer_of(formula, labels).doprint(expr))


def printer_of(formula: Formula, labels: Mapping[str, str] | None = None) -> TypstPrinter:
    """Return a printer that prints the parts of a formula as they were typed; decimals are put in before it prints."""
    return TypstPrinter(labels, [decimal_form(form) if formula.decimal else form for form in formula.typed])


class TypstPrinter(Printer):
    """Prints one expression; every `_print_…` gives source that stands on its own at the outermost level."""

    printmethod = "_typst"

    def __init__(self, labels: Mapping[str, str] | None = None, typed: Sequence[TypedForm] = ()) -> None:
        """`typed`: sums, products and powers that are printed so, and not in the order in which people write them."""
        super().__init__()
        self.labels = dict(labels or {})
        self.forms: dict[sp.Expr, TypedForm] = {}
        for form in typed:
            self.forms.setdefault(form.value, form)
            if form.negative and len(form.parts) > 1:
                self.forms.setdefault(-form.value, replace(form, value=-form.value, negative=False))
        self.raised = False  # in an exponent, fractions have a slash: stacked ones would be too small to read

    def bracketed(self, expr: sp.Expr, level: int) -> str:
        """Print `expr`, in brackets if it holds together less tightly than `level`."""
        source = str(self._print(expr))
        return source if self._tightness(expr) >= level else f"({source})"

    def _tightness(self, expr: sp.Expr) -> int:
        form = self.forms.get(expr)
        if form is None:
            return _tightness(expr)
        return _SUM if form.negative else {"sum": _SUM, "product": _PRODUCT, "power": _POWER}[form.kind]

    def _signed(self, term: sp.Expr) -> tuple[bool, sp.Expr]:
        """Tell whether a term is written with a minus in front, and return what follows it."""
        form = self.forms.get(term)
        return (True, -term) if form and form.negative else _signed(term)

    # -- atoms --------------------------------------------------------------------------------------------------------

    def _print_Symbol(self, expr: sp.Symbol, exponent: str = "") -> str:
        source, label = symbol_source(expr.name) + exponent, self.labels.get(expr.name)
        return source if label is None else f"{{{{ {source} : {label} }}}}"

    _print_Dummy = _print_Symbol

    def _print_Integer(self, expr: sp.Integer) -> str:
        return str(int(expr)) if abs(int(expr)) < 10**6 else typst_number(float(expr), digits=6)

    def _print_Rational(self, expr: sp.Rational) -> str:
        sign = "-" if expr.p < 0 else ""
        if max(abs(expr.p), expr.q) >= 10**6:
            return typst_number(float(expr), digits=6)
        return f"{sign}{abs(expr.p)} {'slash' if self.raised else '/'} {expr.q}"

    def _print_Float(self, expr: sp.Float) -> str:
        return typst_number(float(expr), digits=6)

    def _print_Pi(self, expr: sp.Expr) -> str:
        return "pi"

    def _print_Exp1(self, expr: sp.Expr) -> str:
        return "e"

    def _print_Infinity(self, expr: sp.Expr) -> str:
        return typst_number(float(expr))

    _print_NegativeInfinity = _print_NaN = _print_Infinity

    # -- sums and products --------------------------------------------------------------------------------------------

    def _print_Add(self, expr: sp.Add) -> str:
        form = self.forms.get(expr)
        if form and form.negative:
            return f"-{self.bracketed(-expr, _PRODUCT)}"
        if form and form.kind == "product":
            return self._product(*_sides(form))
        source = ""
        for term, taken_away in form.parts if form else ((term, False) for term in reading_order(expr)):
            negative, size = (True, term) if taken_away else self._signed(term)
            printed = self.bracketed(size, _PRODUCT)
            source += (" - " if negative else " + ") + printed if source else ("-" if negative else "") + printed
        return source

    def _print_Mul(self, expr: sp.Mul) -> str:
        form = self.forms.get(expr)
        if form and form.kind == "power":
            (base, _), (exponent, _) = form.parts
            return f"{self.bracketed(base, _ATOM)}{self._exponent(exponent)}"
        if form:
            return self._product(*_sides(form))
        negative, size = self._signed(expr)
        if negative:
            return f"-{self.bracketed(size, _PRODUCT)}"
        above, below = over_and_under(expr)
        return self._product(sorted(above, key=_reading_place), sorted(below, key=_reading_place))

    def _product(self, above: list[sp.Expr], below: list[sp.Expr]) -> str:
        if not below:
            return self._side(above)
        if self.raised:
            over = self.bracketed(above[0], _PRODUCT) if len(above) == 1 else self._side(above)
            return f"{over} slash {self.bracketed(below[0], _POWER) if len(below) == 1 else f'({self._side(below)})'}"
        return _fraction(self._side(above), self._side(below))

    def _exponent(self, expr: sp.Expr) -> str:
        outer, self.raised = self.raised, True
        source = str(self._print(expr))
        self.raised = outer
        return f"^{source}" if re.fullmatch("[0-9a-z]", source) else f"^({source})"

    def _side(self, factors: list[sp.Expr]) -> str:
        """Print a product of factors in order, without a division; one factor needs no brackets."""
        if not factors:
            return "1"
        if len(factors) == 1:
            return str(self._print(factors[0]))
        source = ""
        for factor in factors:
            printed = self.bracketed(factor, _POWER)
            dot = "dot " if source and re.match(r"[0-9]", printed) else ""
            source += f" {dot}{printed}" if source else printed
        return source

    # -- powers -------------------------------------------------------------------------------------------------------

    def _print_Pow(self, expr: sp.Pow) -> str:
        base, exponent = expr.as_base_exp() if not expr.exp.is_Rational else (expr.base, expr.exp)
        if is_reciprocal(expr):
            below = self.bracketed(1 / expr, _POWER)
            return f"1 slash {below}" if self.raised else _fraction("1", str(self._print(1 / expr)))
        if exponent == sp.Rational(1, 2):
            return f"sqrt({self._print(base)})"
        if type(base).__name__ == "OddRoot":
            base, exponent = base.args[0], exponent / base.args[1]
        if exponent.is_Rational and exponent.p == 1 and 1 < exponent.q < 10:
            return f"root({exponent.q}, {self._print(base)})"
        raised = self._exponent(exponent)
        name = type(base).__name__
        if name in _SUPERSCRIPTED and exponent.is_Integer and exponent > 0:
            return f"{_OPERATORS[name]}{raised} ({self._print(base.args[0])})"
        if base.is_Symbol and "_" in symbol_source(base.name):
            return self._print_Symbol(base, raised)  # with both scripts in one part: hiding the part would move one
        return f"{self.bracketed(base, _ATOM)}{raised}"

    def _print_exp(self, expr: sp.Expr) -> str:
        return f"e{self._exponent(expr.args[0])}"

    # -- functions ----------------------------------------------------------------------------------------------------

    def _print_Function(self, expr: sp.Expr) -> str:
        name = type(expr).__name__
        operator = _OPERATORS.get(name) or f'op("{name}")'
        return f"{operator}({', '.join(str(self._print(argument)) for argument in expr.args)})"

    _print_LatticeOp = _print_Function
    _print_Max = _print_Function
    _print_Min = _print_Function

    def _print_Heaviside(self, expr: sp.Expr) -> str:
        return f"Theta({self._print(expr.args[0])})"

    def _print_Abs(self, expr: sp.Expr) -> str:
        return f"abs({self._print(expr.args[0])})"

    _print_RealAbs = _print_Abs

    def _print_OddRoot(self, expr: sp.Expr) -> str:
        z, n = expr.args
        return f"root({n}, {self._print(z)})"

    def _print_Piecewise(self, expr: Any) -> str:
        rows = []
        for value, condition in expr.args:
            when = '"otherwise"' if condition == sp.true else f'"if" {self._print(condition)}'
            rows.append(f"{self._print(value)} & {when}")
        return f"cases({', '.join(rows)})"

    def _print_Relational(self, expr: Any) -> str:
        return f"{self._print(expr.lhs)} {_RELATIONS[expr.rel_op]} {self._print(expr.rhs)}"

    def _print_And(self, expr: Any) -> str:
        ends = chained(expr)
        if ends is None:
            return ' "and" '.join(str(self._print(argument)) for argument in expr.args)
        (low, below), middle, (above, high) = ends
        enclosed = f"{self._print(low)} {_RELATIONS[below]} {self._print(middle)}"
        return f"{enclosed} {_RELATIONS[above]} {self._print(high)}"

    def _print_Or(self, expr: Any) -> str:
        return ' "or" '.join(str(self._print(argument)) for argument in expr.args)

    def _print_Derivative(self, expr: sp.Derivative) -> str:
        below = " ".join(f"partial {self._print(name)}" for name, _ in expr.variable_count)
        return f"partial / ({below}) {self.bracketed(expr.expr, _POWER)}"

    def emptyPrinter(self, expr: Any) -> str:
        """Print what has no form here as upright text, so that it is seen and still compiles."""
        return f'"{str(expr).replace(chr(34), "")}"'


def _fraction(above: str, below: str) -> str:
    """Print a fraction: Typst strips these brackets, and a lone word or number needs none."""
    above, below = (side if re.fullmatch(r"[0-9.]+|[a-z]+", side) else f"({side})" for side in (above, below))
    return f"{above} / {below}"


def symbol_source(name: str) -> str:
    """Write a variable's name as Typst source: theta1 is theta_1, eta is the Greek letter, rate is upright "rate"."""
    letters, digits = re.fullmatch(r"(.*?)_?([0-9]*)", name).groups()  # type: ignore[union-attr]
    letter = letters if len(letters) == 1 or letters in GREEK else f'"{letters}"'
    return f"{letter}_{digits}" if len(digits) == 1 else f"{letter}_({digits})" if digits else letter


def _signed(term: sp.Expr) -> tuple[bool, sp.Expr]:
    """Tell whether a term is written with a minus in front, and return what follows it."""
    if term.is_Number:
        return bool(term.is_negative), abs(term)
    coefficient, rest = term.as_coeff_Mul()
    if coefficient.is_negative:
        factors = [] if coefficient == -1 else [-coefficient]
        return True, sp.Mul(*factors, *sp.Mul.make_args(rest), evaluate=False) if factors or rest.is_Mul else rest
    return False, term


def _sides(form: TypedForm) -> tuple[list[sp.Expr], list[sp.Expr]]:
    """Return the factors of a product above and below the bar as they were typed, but numbers first."""
    above, below = ([part for part, divides in form.parts if divides == side] for side in (False, True))
    return sorted(above, key=lambda part: not part.is_Number), sorted(below, key=lambda part: not part.is_Number)


def _place(factor: sp.Expr) -> int:
    """Rank where a factor stands: numbers, constants, x², (x + 1), roots and functions, (1 − σ), e^x."""
    base = factor.base if factor.is_Pow else factor
    if factor.is_Number:
        return 0
    if factor.is_number:
        return 1
    if factor.func is sp.exp or base is sp.E or (factor.is_Pow and base.is_number):
        return 6
    if base.is_Symbol:
        return 2
    if base.is_Add:
        return 3 if base.is_polynomial() else 5
    return 4


def _reading_place(factor: sp.Expr) -> tuple[Any, ...]:
    """Return the sort key of a factor: by kind, then by the alphabet, then as sympy does."""
    place = _place(factor)
    name = str(factor.base if factor.is_Pow else factor) if place == 2 else ""
    return place, name, factor.sort_key()


def _number_tightness(number: sp.Number) -> int:
    """Rank a number: a negative one is a sum, 2 times 10^6 and 1/3 are products, 10^6 is a power."""
    if number.is_negative:
        return _SUM
    source = TypstPrinter().doprint(number)
    return _ATOM if re.fullmatch(r"[0-9.]+", source) else _PRODUCT if re.search("/|times", source) else _POWER


def _tightness(expr: sp.Expr) -> int:
    if expr.is_Add or type(expr).__name__ == "Piecewise":
        return _SUM
    if expr.is_Number:
        return _number_tightness(expr)
    if expr.is_Mul:
        return _SUM if _signed(expr)[0] else _PRODUCT
    if expr.is_Pow or expr.func is sp.exp:
        if is_reciprocal(expr):
            return _PRODUCT
        return _ATOM if expr.is_Pow and expr.exp == sp.Rational(1, 2) else _POWER
    return _ATOM
