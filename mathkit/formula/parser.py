"""From the text of a formula to a sympy expression, safely.

The grammar is small and read by precedence climbing; every value is built from sympy objects directly. No part of the
text reaches `eval`, `sympify` or `parse_expr`, which execute what they are given. Work is bounded by sizes, not by
timers.

    formula  = choice ("," choice)*                          0 if x < 0, 1 if x > 0
    choice   = or ("if" or ("else" choice)?)?
    or       = and ("or" and)*
    and      = not ("and" not)*
    not      = "not" not | relation
    relation = sum (("<" | "<=" | ">" | ">=" | "==" | "!=") sum)*                  0 < x <= 1
    sum      = product (("+" | "-") product)*
    product  = signed (("*" | "/" | "%" | nothing) signed)*  nothing: 2x, x(x+1), 3sin(x); 1/2x is (1/2)x
    signed   = ("-" | "+") signed | power
    power    = atom ("**" signed)?                           ^ and ² are **; 2^3^2 is 2^(3^2)
    atom     = number | name | "(" formula ")" | "|" sum "|" | "√" atom
             | function ("²" | "^2")? ("(" choice ("," choice)* ")" | "|" sum "|")  sin²(x), ln|x|, max(0, x, y)

A condition is a value of its own kind: where a number is needed it is refused, and the other way round.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Sequence
from typing import NamedTuple

import sympy as sp

from mathkit.errors import FormulaError
from mathkit.formula import special_functions as special
from mathkit.formula.activations import absolute
from mathkit.formula.conditions import COMPARISONS, both, cases, compared, either, is_condition, opposite
from mathkit.formula.domain import Condition, demands_of_call, demands_of_power, distinct, known_to_be_positive
from mathkit.formula.known_functions import (
    ANY_NUMBER,
    CONSTANTS,
    FUNCTIONS,
    INVERSES,
    SPLITTABLE,
    advice,
    function_named,
    is_variable,
    looks_like_function,
    symbol,
)
from mathkit.formula.size_limits import fault_of_power
from mathkit.formula.token_cursor import Cursor
from mathkit.formula.tokenizer import Token, canonical_name, tokenize
from mathkit.notation.typed_form import TypedForm
from mathkit.notation.variable_names import customary


class Parsed(NamedTuple):
    """What a text says: the expression that sympy makes of it, its variables, its domain, and how it was typed.

    `text` is the formula without what it is called, its `name`; `notes` are sentences about what could have been meant
    otherwise.
    """

    text: str
    expr: sp.Expr
    variables: tuple[str, ...]
    domain: tuple[Condition, ...]
    typed: tuple[TypedForm, ...]
    notes: tuple[str, ...]
    name: str


#: Letters of a name that is read as a product: x, y and z without spaces.
MOST_LETTERS = 100
#: What may stand before the formula: L(w, b) = …, f(x) = …, y = ….
_HEAD = re.compile(r"[ ]*(\\?[^\W\d_]+[_{]*[0-9₀-₉]*\}?)[ ]*(?:\(([^()=\n]*)\)[ ]*)?=(?!=)")
#: Names of a height, which is no function's name: y = x². Alone, besides these, stand capitals, and f, g and h.
_HEIGHTS = ("y", "z")
_ALONE = re.compile("[A-Zfghyz]")


def parse(text: str, variables: Sequence[str] | None = None) -> Parsed:
    """Parse the expression that `text` writes down; its variables are in customary order. Raises FormulaError.

    Without `variables` they are those that were typed, also where sympy can do without: x/x has the variable x. Before
    it may stand what it is called, with its variables in their order: L(w, b) = w² + b².
    """
    if not isinstance(text, str):
        raise FormulaError(f"a formula is text such as 'x**2 / 2', not {type(text).__name__}")
    head = _HEAD.match(text)
    tokens = tokenize(" " * head.end() + text[head.end() :] if head else text)
    if len(tokens) == 1:
        raise FormulaError("the formula is empty: type one such as x**2 / 2")
    parser = _Parser(text, tokens, variables)
    expr = parser.whole()
    name, names = "f", tuple(parser.used) if parser.variables is None else tuple(parser.variables)
    if head:
        name, told = _named(head, text)
        names = _told(told, names, text) if told else names
        if name in names:
            raise FormulaError(f"'{name}' is a variable of this formula: call the function otherwise", text, 0)
    order = names if head and head[2] and parser.variables is None else customary(names)
    typed, notes = tuple(parser.typed.values()), tuple(parser.notes)
    told_text = text[head.end() :].strip() if head else text
    return Parsed(told_text, expr, order, distinct(parser.conditions), typed, notes, name)


def _named(head: re.Match[str], text: str) -> tuple[str, tuple[str, ...]]:
    """Return the function's name and its variables, none where they are not told. Raises FormulaError."""
    name = canonical_name(head[1])
    if head[2] is None and not _ALONE.fullmatch(name):
        raise FormulaError(
            "'=' is not part of a formula: type only the right-hand side, as in x**2 / 2", text, head.end() - 1
        )
    if head[2] is None:
        return ("f" if name in _HEIGHTS else name), ()
    told = tuple(canonical_name(each.strip()) for each in head[2].split(","))
    if not all(is_variable(each) for each in (name, *told)) or len(set(told)) < len(told):
        raise FormulaError("before '=' stands a name with its variables, as in L(w, b) = …", text, 0)
    return name, told


def _told(told: tuple[str, ...], used: Sequence[str], text: str) -> tuple[str, ...]:
    """Return the variables that were told, once the formula has no others. Raises FormulaError."""
    if strange := [each for each in customary(used) if each not in told]:
        raise FormulaError(f"{', '.join(strange)} is no variable of {', '.join(told)}: name it before '=' too", text, 0)
    return told


class _Parser(Cursor):
    """Reads one formula, by precedence climbing."""

    def __init__(self, text: str, tokens: list[Token], variables: Sequence[str] | None) -> None:
        super().__init__(text, tokens)
        self.used: set[str] = set()
        self.variables: Collection[str] | None = None if variables is None else tuple(map(canonical_name, variables))

    # -- grammar ------------------------------------------------------------------------------------------------------

    def whole(self) -> sp.Expr:
        opened = self.here
        value = self.listed()
        if self.here.kind != "end":
            raise self.error(self._stray())
        return self.number(value, opened)

    def listed(self) -> sp.Expr:
        """Read a formula, or several with a condition each: 0 if x < 0, 1 if x > 0."""
        self._deeper()
        opened = self.here
        value, when = self.choice()
        rows = [] if when is None else [(value, when)]
        while rows and rows[-1][1] != sp.true and self.here.kind == ",":
            self.take()
            start = len(self.conditions)
            value, when = self.choice()
            for _, earlier in rows:
                self.guard(start, opposite(earlier))
            rows.append((value, sp.true if when is None else when))
        self.depth -= 1
        return self.chosen(rows, opened) if rows else value

    def expression(self) -> sp.Expr:
        """Read a formula without commas, as an argument is."""
        self._deeper()
        opened = self.here
        value, when = self.choice()
        self.depth -= 1
        return value if when is None else self.chosen([(value, when)], opened)

    def choice(self) -> tuple[sp.Expr, sp.Basic | None]:
        """Read a value, and the condition under which it holds where it has one without an else."""
        start, opened = len(self.conditions), self.here
        value = self.disjunction()
        if self.here.kind != "if":
            return value, None
        self.number(value, opened)
        self.take()
        asked = len(self.conditions)
        when = self.condition(self.here)
        self.conditions[start:asked] = [each.under(when) for each in self.conditions[start:asked]]
        if self.here.kind != "else":
            return value, when
        self.take()
        start, opened = len(self.conditions), self.here
        other = self.number(self.expression(), opened)
        self.guard(start, opposite(when))
        return cases([(value, when), (other, sp.true)]), None

    def chosen(self, rows: list[tuple[sp.Expr, sp.Basic]], token: Token) -> sp.Expr:
        """Return the formula of rows of values and conditions; it demands that one of them holds."""
        held: sp.Basic = sp.false
        for _, when in rows:
            held = either(held, when)
        if held == sp.false:
            raise self.error("no condition can hold: it has no value anywhere", token)
        if held != sp.true:
            self.demand([(special.Cases((1, held), (0, True)), "positive", sp.true)])
        return cases(rows)

    def condition(self, opened: Token) -> sp.Basic:
        value = self.disjunction()
        if not is_condition(value):
            raise self.error("this is no condition: type one such as x > 0", opened)
        return value

    def disjunction(self) -> sp.Expr:
        return self.joined(("or", "|"), self.conjunction, either)

    def conjunction(self) -> sp.Expr:
        return self.joined(("and",), self.negation, both)

    def joined(self, kinds: Sequence[str], part: Callable[[], sp.Expr], join: Callable[..., sp.Basic]) -> sp.Expr:
        opened = self.here
        value = part()
        while self.here.kind in kinds and (self.here.kind != "|" or (is_condition(value) and not self.bars)):
            operator = self.take()
            following, other = self.here, part()
            for each, at in ((value, opened), (other, following)):
                if not is_condition(each):
                    raise self.error(f"'{operator.text}' joins conditions such as x > 0; this is none", at)
            value = join(value, other)
        return value

    def negation(self) -> sp.Expr:
        if self.here.kind != "not":
            return self.relation()
        self.take()
        self._deeper()
        opened = self.here
        value = self.negation()
        self.depth -= 1
        if not is_condition(value):
            raise self.error("this is no condition: type one such as x > 0", opened)
        return opposite(value)

    def relation(self) -> sp.Expr:
        opened = self.here
        value = self.sum()
        held: sp.Basic = sp.true
        if self.here.kind not in COMPARISONS:
            return value
        while self.here.kind in COMPARISONS:
            operator = self.take()
            following, other = self.here, self.sum()
            found = compared(self.number(value, opened), operator.kind, self.number(other, following))
            if found is None:
                raise self.error("one of these has no real value", operator)
            held, value, opened = both(held, found), other, following
        return held

    def sum(self) -> sp.Expr:
        opened = self.here
        value = self.product()
        if self.here.kind not in ("+", "-"):
            return value
        terms = [(self.number(value, opened), False)]
        while self.here.kind in ("+", "-"):
            sign = self.take()
            following = self.here
            terms.append((self.number(self.product(), following), sign.kind == "-"))
            value = self.real(value - terms[-1][0] if sign.kind == "-" else value + terms[-1][0], sign)
        self.keep(TypedForm.of_sum(value, terms))
        return value

    def product(self) -> sp.Expr:
        opened = self.here
        value = self.signed()
        factors = [(value, False)]
        below = False  # the line, a single name: 1/xy
        while not is_condition(value):
            at = self.here
            if at.kind in ("*", "/", "%"):
                self.take()
                opened, start = self.here, self.index
                factor = self.signed()
                below = at.kind == "/" and opened.kind == "name" and self.index == start + 1
            elif at.kind in ("number", "name", "(", "√") or (at.kind == "|" and not self.bars):
                if at.kind == "number" and self.tokens[self.index - 1].kind == "number":
                    raise self.error("two numbers in a row: type an operator between them")
                if below:
                    raise self.error(
                        "what follows may stand below the line or beside it: type brackets, 1/(x*y) or (1/x)*y"
                    )
                opened = self.here
                factor = self.power()
            else:
                break
            factors.append((self.number(factor, opened), at.kind == "/"))
            value = self.real(self.operated(value, at, factor), at)
        else:
            if self.here.kind in ("*", "/", "%"):
                self.number(value, opened)
        self.keep(TypedForm.of_product(value, factors) if len(factors) > 1 else None)
        return value

    def operated(self, value: sp.Expr, operator: Token, factor: sp.Expr) -> sp.Expr:
        if operator.kind not in ("/", "%"):
            return value * factor
        if factor.is_zero:
            raise self.error("divides by zero", operator)
        self.demand([(factor, "nonzero", sp.true)])
        return value / factor if operator.kind == "/" else FUNCTIONS["mod"].build(value, factor)

    def signed(self) -> sp.Expr:
        if self.here.kind not in ("+", "-"):
            return self.power()
        sign = self.take()
        self._deeper()
        opened = self.here
        value = self.number(self.signed(), opened)
        self.depth -= 1
        if sign.kind == "+":
            return value
        self.keep(TypedForm.of_product(-value, [(-sp.S.One, False), (value, False)]) if value.is_Add else None)
        return -value

    def power(self) -> sp.Expr:
        opened = self.here
        base = self.atom()
        if self.here.kind != "**":
            return base
        operator = self.take()
        self._deeper()
        start, following = self.index, self.here
        exponent = self.number(self.signed(), following)
        self.depth -= 1
        is_decimal = any("." in word.text for word in self.tokens[start : self.index] if word.kind == "number")
        return self.raised(self.number(base, opened), exponent, operator, is_decimal)

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
            return absolute(self.number(self.enclosed("|", token), token))
        if token.kind == "√":
            self._deeper()
            opened = self.here
            inner = self.number(self.atom(), opened)
            self.depth -= 1
            degree = {"√": 2, "∛": 3, "∜": 4}[token.text]
            return self.raised(inner, sp.Rational(1, degree), token)
        self.index -= 1
        raise self.error(self._missing())

    def enclosed(self, close: str, opened: Token) -> sp.Expr:
        outer, self.bars = self.bars, int(close == "|")
        value = self.listed()
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
        if self.here.kind == "(" and looks_like_function(name):
            raise self.error(f"{name}(…) is not known here: type its formula, or {name}*(…) for a product", token)
        if name == "E":
            self.note("E is read as e = 2.718…")
            return sp.E
        if self.variables is None and is_variable(name):
            return self.variable(name)
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
        if len(name) > MOST_LETTERS:
            return None
        pieces: list[list[str] | None] = [None] * len(name)  # of what is left from each letter on
        for start in reversed(range(len(name))):
            for end in range(start + 1, len(name) + 1):
                head, rest = name[start:end], pieces[end] if end < len(name) else []
                is_last = end == len(name) and start > 0 and head in FUNCTIONS and self._called()
                if rest is not None and (head in self.known or head in CONSTANTS or is_last):
                    pieces[start] = [head, *rest]
                    break
        return pieces[0]

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
        if function == "where":
            return self.where(opened, token)
        if opened.kind == "(":
            arguments = self.arguments(opened)
        else:
            arguments = [absolute(self.number(self.enclosed("|", opened), opened))]
        if function == "pow":
            if len(arguments) != 2:
                raise self.error("pow takes 2 arguments: pow(x, 2)", token)
            return self.raised(arguments[0], arguments[1], token)
        least, most, build = FUNCTIONS[function]
        if not least <= len(arguments) <= most:
            raise self.error(f"{function} takes {_counted(least, most)}: {function}({_EXAMPLES[least]})", token)
        self.demand(demands_of_call(function, *arguments))
        value = self.real(build(*arguments), token)
        return value if exponent is None else self.raised(value, exponent, operator)

    def arguments(self, opened: Token) -> list[sp.Expr]:
        """Read a, b, … up to the bracket that closes `opened`."""
        outer, self.bars = self.bars, 0
        found = [self.argument()]
        while self.here.kind == ",":
            self.take()
            found.append(self.argument())
        self.close(")", opened)
        self.bars = outer
        return found

    def argument(self) -> sp.Expr:
        opened = self.here
        return self.number(self.expression(), opened)

    def where(self, opened: Token, token: Token) -> sp.Expr:
        """Read what is between the brackets of where: conditions, each before its value, and what holds otherwise."""
        outer, self.bars = self.bars, 0
        rows: list[tuple[sp.Expr, sp.Basic]] = []
        otherwise: sp.Basic = sp.true
        while True:
            start, at = len(self.conditions), self.here
            value = self.expression()
            self.guard(start, otherwise)
            if not is_condition(value):
                if not rows:
                    raise self.error(f"{token.text} begins with a condition: {token.text}(x > 0, x, 0)", token)
                rows.append((value, sp.true))
                break
            if self.here.kind != ",":
                raise self.error("a value is missing behind this condition: where(x > 0, x, 0)", at)
            self.take()
            start = len(self.conditions)
            rows.append((self.argument(), value))
            self.guard(start, both(otherwise, value))
            otherwise = both(otherwise, opposite(value))
            if self.here.kind != ",":
                break
            self.take()
        self.close(")", opened)
        self.bars = outer
        return self.chosen(rows, token)

    def raised(self, base: sp.Expr, exponent: sp.Expr, operator: Token, is_decimal: bool = False) -> sp.Expr:
        """Raise base to exponent, once the result is known to be small.

        1/3 in an exponent is the real root, which has values left of 0; 0.2, and what varies, is not.
        """
        if fault := fault_of_power(base, exponent):
            raise self.error(fault, operator)
        if exponent.is_Rational and exponent.q % 2 and not exponent.is_Integer and not known_to_be_positive(base):
            if not is_decimal:
                if operator.kind == "**":
                    self.note(f"the exponent {exponent} is read as the real root, which has values left of 0")
                root = self.real(special.OddRoot(base, sp.Integer(exponent.q)), operator)
                return self.raised(root, sp.Integer(exponent.p), operator)
            self.note(
                f"the exponent {float(exponent):g} has no real value left of 0; the real root is typed ^({exponent})"
            )
        self.demand(demands_of_power(base, exponent))
        is_nought = not exponent.is_number and base.is_zero  # 0^x, where x > 0 is demanded
        value = sp.S.Zero if is_nought else self.real(base**exponent, operator)
        self.keep(TypedForm.of_power(value, base, exponent))
        return value

    def _unknown(self, name: str) -> str:
        hint = advice(name, self.variables or (), called=self._called())
        if self.variables is None:
            allowed = ": variables are single letters, functions are sin, exp, log, sqrt, relu, …"
            return f"unknown name '{name}'{hint or allowed}"
        variables = " and ".join(self.variables) or "none: a number is expected"
        return f"unknown name '{name}'{hint}; the variables here: {variables}"


#: Arguments as an example, by how many there are.
_EXAMPLES = {1: "x", 2: "x, 2", 3: "x, -1, 1"}


def _counted(least: int, most: int) -> str:
    """Return a number of arguments in words."""
    if most == ANY_NUMBER:
        return f"{least} arguments or more"
    counted = f"{least}" if least == most else f"{least} to {most}"
    return f"{counted} argument{'s' * (most > 1)}"
