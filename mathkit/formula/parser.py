"""From the text of a formula to a sympy expression, safely.

The grammar is small and read by precedence climbing; every value is built from sympy objects directly. No part of the
text reaches `eval`, `sympify` or `parse_expr`, which execute what they are given. Work is bounded by sizes, not by
timers.

    sum      = product (("+" | "-") product)*
    product  = signed (("*" | "/" | nothing) signed)*        nothing: 2x, x(x+1), 3sin(x); 1/2x is (1/2)x
    signed   = ("-" | "+") signed | power
    power    = atom ("**" signed)?                           ^ and ² are **; 2^3^2 is 2^(3^2)
    atom     = number | name | "(" sum ")" | "|" sum "|" | "√" atom
             | function ("²" | "^2")? ("(" sum ("," sum)* ")" | "|" sum "|")        sin²(x), ln|x|, max(0, x, y)
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from typing import NamedTuple

import sympy as sp

from mathkit.errors import FormulaError
from mathkit.formula.domain import Asked, Condition, demands_of_call, demands_of_power, distinct
from mathkit.formula.known_functions import (
    CONSTANTS,
    FUNCTIONS,
    INVERSES,
    SPLITTABLE,
    absolute,
    advice,
    function_named,
    is_variable,
    symbol,
)
from mathkit.formula.size_limits import fault_of_power, fault_of_value
from mathkit.formula.tokenizer import Token, canonical_name, tokenize
from mathkit.notation.typed_form import TypedForm

#: Brackets, signs and exponents within one another.
MAX_DEPTH = 40
#: Numbers, names and operators of one formula.
MAX_NODES = 400


class Parsed(NamedTuple):
    """What a text says: the expression that sympy makes of it, its variables, its domain, and how it was typed."""

    expr: sp.Expr
    variables: tuple[str, ...]
    domain: tuple[Condition, ...]
    typed: tuple[TypedForm, ...]


def parse(text: str, variables: Sequence[str] | None = None) -> Parsed:
    """Parse the expression that `text` writes down; its variables are in alphabetical order. Raises FormulaError.

    Without `variables` they are those that were typed, also where sympy can do without: x/x has the variable x.
    """
    if not isinstance(text, str):
        raise FormulaError(f"a formula is text such as 'x**2 / 2', not {type(text).__name__}")
    tokens = tokenize(text)
    if len(tokens) == 1:
        raise FormulaError("the formula is empty: type one such as x**2 / 2")
    parser = _Parser(text, tokens, variables)
    expr = parser.whole()
    names = parser.used if parser.variables is None else parser.variables
    return Parsed(expr, tuple(sorted(set(names))), distinct(parser.conditions), tuple(parser.typed.values()))


class _Parser:
    """A cursor over the tokens of one formula."""

    def __init__(self, text: str, tokens: list[Token], variables: Sequence[str] | None) -> None:
        self.text = text
        self.tokens = tokens
        self.index = 0
        self.depth = 0
        self.nodes = 0
        self.bars = 0
        self.used: set[str] = set()
        self.conditions: list[Condition] = []
        self.typed: dict[sp.Expr, TypedForm] = {}
        self.guards: list[sp.Basic] = []
        self.variables: Collection[str] | None = None if variables is None else tuple(map(canonical_name, variables))

    # -- grammar ------------------------------------------------------------------------------------------------------

    def whole(self) -> sp.Expr:
        expr = self.sum()
        if self.here.kind != "end":
            raise self.error(self._stray())
        return expr

    def sum(self) -> sp.Expr:
        self._deeper()
        value = self.product()
        terms = [(value, False)]
        while self.here.kind in ("+", "-"):
            sign = self.take()
            terms.append((self.product(), sign.kind == "-"))
            value = self.real(value - terms[-1][0] if sign.kind == "-" else value + terms[-1][0], sign)
        self.keep(TypedForm.of_sum(value, terms))
        self.depth -= 1
        return value

    def product(self) -> sp.Expr:
        value = self.signed()
        factors = [(value, False)]
        while True:
            at = self.here
            if at.kind in ("*", "/"):
                self.take()
                factor = self.signed()
            elif at.kind in ("number", "name", "(", "√") or (at.kind == "|" and not self.bars):
                if at.kind == "number" and self.tokens[self.index - 1].kind == "number":
                    raise self.error("two numbers in a row: type an operator between them")
                factor = self.power()
            else:
                self.keep(TypedForm.of_product(value, factors) if len(factors) > 1 else None)
                return value
            factors.append((factor, at.kind == "/"))
            if at.kind == "/":
                if factor.is_zero:
                    raise self.error("divides by zero", at)
                self.demand([(factor, "nonzero", sp.true)])
            value = self.real(value / factor if at.kind == "/" else value * factor, at)

    def signed(self) -> sp.Expr:
        if self.here.kind not in ("+", "-"):
            return self.power()
        sign = self.take()
        self._deeper()
        value = self.signed()
        self.depth -= 1
        if sign.kind == "+":
            return value
        self.keep(TypedForm.of_product(-value, [(-sp.S.One, False), (value, False)]) if value.is_Add else None)
        return -value

    def keep(self, form: TypedForm | None) -> None:
        """Note how a part of the formula was typed; what was typed in two ways is printed in the first."""
        if form is not None:
            self.typed.setdefault(form.value, form)

    def power(self) -> sp.Expr:
        base = self.atom()
        if self.here.kind != "**":
            return base
        operator = self.take()
        self._deeper()
        exponent = self.signed()
        self.depth -= 1
        return self.raised(base, exponent, operator)

    def atom(self) -> sp.Expr:
        if self.here.kind == "end":
            raise self.error(self._missing())
        token = self.take()
        if token.kind == "number":
            return sp.Rational(token.text)
        if token.kind == "name":
            return self.named(token)
        if token.kind == "(":
            return self.enclosed(")", token)
        if token.kind == "|":
            return absolute(self.enclosed("|", token))
        if token.kind == "√":
            self._deeper()
            inner = self.atom()
            self.demand([(inner, "nonnegative", sp.true)])
            self.depth -= 1
            return self.real(sp.sqrt(inner), token)
        self.index -= 1
        raise self.error(self._missing())

    def enclosed(self, close: str, opened: Token) -> sp.Expr:
        outer, self.bars = self.bars, int(close == "|")
        value = self.sum()
        self.close(close, opened)
        self.bars = outer
        return value

    def close(self, close: str, opened: Token) -> None:
        if self.here.kind == "end":
            raise self.error(f"'{opened.text}' is never closed: type '{close}'", opened)
        if self.here.kind != close:
            raise self.error(self._stray())
        self.take()

    # -- names --------------------------------------------------------------------------------------------------------

    def named(self, token: Token) -> sp.Expr:
        name = token.text
        if self.variables is not None and name in self.variables:
            return self.variable(name)
        function = function_named(name)
        if function and (self._called() or not is_variable(name)):  # σ² is that of a variable, σ²(x) of a function
            return self.call(function, token)
        if name in CONSTANTS:
            return CONSTANTS[name]
        if self.variables is None and is_variable(name):
            if name in ("f", "g") and self.here.kind == "(":
                raise self.error(f"{name}(…) is not known here: type its formula, or {name}*(…) for a product", token)
            return self.variable(name)
        if name == "E" and self.variables is not None:  # as sympy writes it; nobody has a variable E here
            return sp.E
        pieces = self.split(name)
        if pieces is None:
            raise self.error(self._unknown(name), token)
        self.index -= 1
        self.tokens[self.index : self.index + 1] = self.spread(token, pieces)
        return self.atom()

    def variable(self, name: str) -> sp.Symbol:
        self.used.add(name)
        return symbol(name)

    @staticmethod
    def spread(token: Token, pieces: list[str]) -> list[Token]:
        """Split a name into a token for each piece: xe^2 is x·e^2, so each piece must stand on its own."""
        starts = [token.position + sum(map(len, pieces[:count])) for count in range(len(pieces))]
        return [Token("name", piece, start) for piece, start in zip(pieces, starts, strict=True)]

    @property
    def known(self) -> Collection[str]:
        """Return the variables that a formula may use without having been seen before."""
        return SPLITTABLE if self.variables is None else self.variables

    def split(self, name: str) -> list[str] | None:
        """Split xy into x, y and xsin into x, sin: what is written without spaces, if all of its pieces are known."""
        for end in range(1, len(name)):
            head, tail = name[:end], name[end:]
            if head not in self.known and head not in CONSTANTS:
                continue
            if tail in self.known or tail in CONSTANTS or (tail in FUNCTIONS and self._called()):
                return [head, tail]
            if rest := self.split(tail):
                return [head, *rest]
        return None

    def _called(self) -> bool:
        """Tell whether an argument follows the name of a function: (x), |x|, or ²(x)."""
        at = self.index
        if self.tokens[at].kind == "**" and self.tokens[at + 1].kind == "number":
            at += 2
        return self.tokens[at].kind == "(" or (self.tokens[at].kind == "|" and not self.bars)

    def call(self, function: str, token: Token) -> sp.Expr:
        """Read f(a), f(a, b), f|a| or, as people write it, f²(a)."""
        exponent = None
        if self.here.kind == "**" and self._called():
            operator = self.take()
            exponent = sp.Rational(self.take().text)
        elif self.here.kind == "**" and self.tokens[self.index + 1].kind != "number" and function in INVERSES:
            inverse = INVERSES[function]
            raise self.error(f"{token.text}^… can mean two things: type {inverse}(x), or {function}(x)^-1", token)
        if not self._called():
            raise self.error(f"{token.text} needs its argument in brackets: {token.text}(x)", token)
        opened = self.take()
        arguments = self.arguments(opened) if opened.kind == "(" else [absolute(self.enclosed("|", opened))]
        count, build = FUNCTIONS[function]
        if len(arguments) != count and (count == 1 or len(arguments) < count):
            example = f"{function}(x)" if count == 1 else f"{function}(x, 0)"
            raise self.error(f"{function} takes {count} argument{'s' * (count > 1)}: {example}", token)
        self.demand(demands_of_call(function, arguments[0]))
        value = self.real(build(*arguments), token)
        return value if exponent is None else self.raised(value, exponent, operator)

    def arguments(self, opened: Token) -> list[sp.Expr]:
        """Read a, b, … up to the bracket that closes `opened`."""
        outer, self.bars = self.bars, 0
        found = [self.sum()]
        while self.here.kind == ",":
            self.take()
            found.append(self.sum())
        self.close(")", opened)
        self.bars = outer
        return found

    # -- bounds -------------------------------------------------------------------------------------------------------

    def raised(self, base: sp.Expr, exponent: sp.Expr, operator: Token) -> sp.Expr:
        """Raise base to exponent, once the result is known to be small."""
        if fault := fault_of_power(base, exponent):
            raise self.error(fault, operator)
        self.demand(demands_of_power(base, exponent))
        value = self.real(base**exponent, operator)
        self.keep(TypedForm.of_power(value, base, exponent))
        return value

    def demand(self, demands: Iterable[Asked]) -> None:
        """Note what a part demands of the variables, in the branch that it stands in."""
        guard = sp.And(*self.guards)
        self.conditions += [Condition(part, kind, sp.And(guard, when)) for part, kind, when in demands]

    def real(self, value: sp.Expr, token: Token) -> sp.Expr:
        """Return `value`, unless it has no real value anywhere."""
        if fault := fault_of_value(value):
            raise self.error(fault, token)
        return value

    def _deeper(self) -> None:
        self.depth += 1
        if self.depth > MAX_DEPTH:
            raise self.error(f"more than {MAX_DEPTH} brackets, signs or exponents within one another")

    # -- cursor -------------------------------------------------------------------------------------------------------

    @property
    def here(self) -> Token:
        return self.tokens[self.index]

    def take(self) -> Token:
        token = self.here
        self.nodes += 1
        if self.nodes > MAX_NODES:
            raise self.error(f"a formula of more than {MAX_NODES} parts: too long to be read on screen")
        if token.kind != "end":
            self.index += 1
        return token

    def error(self, message: str, token: Token | None = None) -> FormulaError:
        at = self.here if token is None else token
        return FormulaError(message, self.text, at.position)

    def _missing(self) -> str:
        token = self.here
        if token.kind == "end":
            return "the formula ends too early: type a number, a variable or a function here"
        if token.kind == ")" and self.index and self.tokens[self.index - 1].kind == "(":
            return "nothing between the brackets: type what the function is applied to"
        return f"'{token.text}' cannot stand here: type a number, a variable or a function before it"

    def _stray(self) -> str:
        token = self.here
        if token.kind == ")":
            return "')' closes nothing: remove it, or type '(' before"
        if token.kind == ",":
            return "',' separates the arguments of max and min only; for a decimal point type '.'"
        return f"'{token.text}' cannot stand here: type an operator before it"

    def _unknown(self, name: str) -> str:
        hint = advice(name, self.variables or (), called=self._called())
        if self.variables is None:
            allowed = ": variables are single letters, functions are sin, exp, log, sqrt, relu, …"
            return f"unknown name '{name}'{hint or allowed}"
        variables = " and ".join(self.variables) or "none: a number is expected"
        return f"unknown name '{name}'{hint}; the variables here: {variables}"
