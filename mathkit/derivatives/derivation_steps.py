"""A derivative by the rules, one rule at a time: sum, constant multiple, product, quotient, power, chain.

The steps go from the inside out: each differentiates one part of the formula, from the parts that earlier steps have
differentiated (Parr & Howard §2–4; MML §5.1.2).
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Literal, Self

import sympy as sp

from mathkit.formula.differentiation import differentiate
from mathkit.formula.function import Function
from mathkit.formula.known_functions import symbol
from mathkit.formula.special_functions import OddRoot
from mathkit.notation.factors import is_reciprocal
from mathkit.notation.term_order import ordered_terms, plain_text, with_decimals
from mathkit.notation.typst_parts import arguments, part
from mathkit.notation.typst_printer import printer_of, symbol_source, typst

Rule = Literal[
    "constant",
    "variable",
    "elementary",
    "sum",
    "constant multiple",
    "product",
    "quotient",
    "power",
    "exponential",
    "chain",
    "variable exponent",
    "case by case",
    "simplify",
]

_SUM, _PRODUCT, _POWER = range(3)  # how tightly a printed piece must hold together


@dataclass(frozen=True, slots=True)
class RuleStep:
    """One rule applied to one part of a formula: d/dx `part` = `result`.

    `typst` is the whole line. Its parts are whole and: term-1, … (sum); constant, slope; factor-1, slope-1, factor-2,
    slope-2 (product); above, above-slope, below, below-slope (quotient); exponent (power); outer, inner (chain).
    """

    rule: Rule
    part: Function
    result: Function
    typst: str


@dataclass(frozen=True, slots=True)
class Derivative:
    """∂f/∂variable as a function, and the rule steps that lead to it; the last step's result is the derivative."""

    function: Function
    variable: str
    derivative: Function
    steps: tuple[RuleStep, ...]

    @classmethod
    def of(cls, f: Function, variable: str | None = None) -> Self:
        """Differentiate almost everywhere, rule by rule. Raises FormulaError if f has no such variable."""
        derivative = f.derivative(variable)
        name = f.variables[0] if variable is None else variable
        rules = _Rules(f, name)
        result = rules.differentiated(f.expr)
        if not rules.steps:
            rules.add("constant" if f.expr != symbol(name) else "variable", f.expr, result, rules.show(result))
        if result != derivative.expr:
            rules.simplified(result, derivative.expr)
        return cls(f, name, derivative, tuple(rules.steps))

    @property
    def typst(self) -> str:
        """Return the result; its parts are function and derivative."""
        of, over = self.function.letter, symbol_source(self.variable)
        single = len(self.function.variables) == 1
        named = (
            f"{of}'({over})" if single else f"(partial {of}) / (partial {over}) {arguments(self.function.variables)}"
        )
        source = typst(self.derivative)
        return f"{part(named, 'function')} = {part(source, 'derivative')}"


def _decimal(f: Function, expr: sp.Expr) -> sp.Expr:
    return with_decimals(expr) if f.decimal else expr


class _Rules:
    """The steps taken so far for one function and variable; a part that occurs twice is differentiated once."""

    def __init__(self, f: Function, name: str) -> None:
        self.f = f
        self.x = symbol(name)
        self.steps: list[RuleStep] = []
        self.known: dict[sp.Expr, sp.Expr] = {self.x: sp.S.One}
        self.printer = printer_of(f)

    def differentiated(self, expr: sp.Expr) -> sp.Expr:
        """Differentiate a part, adding the steps that it takes."""
        if not expr.has(self.x):
            return sp.S.Zero
        if expr not in self.known:
            self.known[expr] = self._rule(expr)(expr)
        return self.known[expr]

    def _rule(self, expr: sp.Expr) -> Callable[[sp.Expr], sp.Expr]:
        if expr.is_Add:
            return self._sum
        if expr.is_Mul:
            constant, rest = expr.as_independent(self.x, as_Add=False)
            if constant != 1:
                return self._multiple
            above, below = _above_and_below(rest)
            return self._quotient if below.has(self.x) and above.has(self.x) else self._product
        if isinstance(expr, OddRoot) or (expr.is_Pow and isinstance(expr.base, OddRoot) and expr.exp.is_Integer):
            return self._root
        if expr.is_Pow:
            return self._power
        if isinstance(expr, sp.Function) and len(expr.args) == 1:
            return self._function
        return self._cases

    # -- rules --------------------------------------------------------------------------------------------------------

    def _sum(self, expr: sp.Expr) -> sp.Expr:
        slopes = [self.differentiated(term) for term in ordered_terms(expr, self.f.typed)]
        source = ""
        for k, slope in enumerate(slopes, 1):
            if slope != 0:
                negative = slope.as_coeff_Mul()[0].is_negative
                term = part(self.show(-slope if negative else slope, _PRODUCT), f"term-{k}")
                sign = " - " if negative and source else "-" if negative else " + " if source else ""
                source += sign + term
        return self.add("sum", expr, sp.Add(*slopes), source or "0")

    def _multiple(self, expr: sp.Expr) -> sp.Expr:
        constant, rest = expr.as_independent(self.x, as_Add=False)
        slope = self.differentiated(rest)
        inner = part(self.show(slope, _PRODUCT), "slope")
        source = f"{part(self.show(constant, _POWER), 'constant')} dot {inner}" if constant != -1 else f"-{inner}"
        return self.add("constant multiple", expr, constant * slope, source)

    def _product(self, expr: sp.Expr) -> sp.Expr:
        first, *others = expr.as_ordered_factors()
        second = sp.Mul(*others)
        slopes = self.differentiated(first), self.differentiated(second)
        one = f"{self.named(slopes[0], 'slope-1')} dot {self.named(second, 'factor-2')}"
        two = f"{self.named(first, 'factor-1')} dot {self.named(slopes[1], 'slope-2')}"
        return self.add("product", expr, slopes[0] * second + first * slopes[1], f"{one} + {two}")

    def _quotient(self, expr: sp.Expr) -> sp.Expr:
        above, below = _above_and_below(expr)
        slopes = self.differentiated(above), self.differentiated(below)
        one = f"{self.named(slopes[0], 'above-slope')} dot {self.named(below, 'below')}"
        two = f"{self.named(above, 'above')} dot {self.named(slopes[1], 'below-slope')}"
        result = (slopes[0] * below - above * slopes[1]) / below**2
        squared = f"({self.show(below)})^2"
        return self.add("quotient", expr, result, f"({one} - {two}) / ({squared})")

    def _power(self, expr: sp.Expr) -> sp.Expr:
        base, exponent = expr.base, expr.exp
        if not exponent.has(self.x):
            outer = exponent * base ** (exponent - 1)
            return self._chained("power", expr, outer, base)
        if not base.has(self.x):
            return self._chained("exponential", expr, expr * sp.log(base), exponent)
        slopes = self.differentiated(base), self.differentiated(exponent)
        inner = slopes[1] * sp.log(base) + exponent * slopes[0] / base
        source = f"{self.named(expr, 'outer')} dot {self.named(inner, 'inner')}"
        return self.add("variable exponent", expr, expr * inner, source)

    def _root(self, expr: sp.Expr) -> sp.Expr:
        root, exponent = (expr.base, expr.exp) if expr.is_Pow else (expr, sp.S.One)
        inside, degree = root.args
        return self._chained("power", expr, exponent * root ** (exponent - degree) / degree, inside)

    def _function(self, expr: sp.Expr) -> sp.Expr:
        place = sp.Dummy("u", real=True)
        outer = differentiate(expr.func(place), place).xreplace({place: expr.args[0]})
        return self._chained("elementary", expr, outer, expr.args[0])

    def _chained(self, rule: Rule, expr: sp.Expr, outer: sp.Expr, inside: sp.Expr) -> sp.Expr:
        """Apply the plain rule if the inside is the variable itself, else the chain rule: outer′(inside) × inside′."""
        if inside == self.x:
            return self.add(rule, expr, outer, part(self.show(outer), "slope"))
        slope = self.differentiated(inside)
        source = f"{self.named(outer, 'outer')} dot {self.named(slope, 'inner')}"
        return self.add("chain", expr, outer * slope, source)

    def _cases(self, expr: sp.Expr) -> sp.Expr:
        slope = differentiate(expr, self.x)
        return self.add("case by case", expr, slope, part(self.show(slope), "slope"))

    # -- lines --------------------------------------------------------------------------------------------------------

    def simplified(self, result: sp.Expr, short: sp.Expr) -> None:
        """Add the line that writes the result briefly."""
        line = f"{part(self.show(result), 'whole')} = {part(self.show(short), 'slope')}"
        self.steps.append(RuleStep("simplify", self.f, self.function(short), line))

    def add(self, rule: Rule, expr: sp.Expr, result: sp.Expr, source: str) -> sp.Expr:
        """Write the line d/dx expr = source down, and return the result."""
        sign = "dif" if len(self.f.variables) == 1 else "partial"
        head = f"{sign} / ({sign} {symbol_source(self.x.name)}) ({part(self.show(expr), 'whole')})"
        step = RuleStep(rule, self.function(expr), self.function(result), f"{head} = {source}")
        self.steps.append(step)
        return result

    def function(self, expr: sp.Expr) -> Function:
        """Return a piece as a function, its numbers and sums written as in the whole."""
        text = plain_text(expr, self.f.decimal, self.f.typed)
        return replace(Function.of(expr, self.f.variables), text=text, typed=self.f.typed)

    def named(self, expr: sp.Expr, name: str) -> str:
        """Return a factor as a part."""
        return part(self.show(expr, _PRODUCT), name)

    def show(self, expr: sp.Expr, level: int = _SUM) -> str:
        """Return the source of a piece, in brackets if it holds together less tightly than `level`."""
        return self.printer.bracketed(_decimal(self.f, expr), level)


def _above_and_below(expr: sp.Expr) -> tuple[sp.Expr, sp.Expr]:
    """Split into numerator and denominator as people write them: x^(−2) goes below, e^(−x) does not."""
    below = [factor for factor in sp.Mul.make_args(expr) if is_reciprocal(factor)]
    above = [factor for factor in sp.Mul.make_args(expr) if not is_reciprocal(factor)]
    return sp.Mul(*above), sp.Mul(*(1 / factor for factor in below))
