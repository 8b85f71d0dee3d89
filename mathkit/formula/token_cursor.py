"""A cursor over the words of a formula: what was read so far, within what bounds, and how its faults are named."""

from __future__ import annotations

from collections.abc import Iterable

import sympy as sp

from mathkit.errors import FormulaError
from mathkit.formula.conditions import is_condition
from mathkit.formula.domain import Asked, Condition
from mathkit.formula.size_limits import fault_of_value, manageable
from mathkit.formula.tokenizer import Token
from mathkit.notation.typed_form import TypedForm

#: Brackets, signs and exponents within one another.
MAX_DEPTH = 40
#: Numbers, names and operators of one formula.
MAX_NODES = 400
#: Parts of an expression, counted as often as they occur.
MAX_SIZE = 4000


class Cursor:
    """The place in the tokens of one formula, its demands, its notes, and the forms that its parts were typed in."""

    def __init__(self, text: str, tokens: list[Token]) -> None:
        self.text = text
        self.tokens = tokens
        self.index = 0
        self.depth = 0
        self.nodes = 0
        self.bars = 0
        self.conditions: list[Condition] = []
        self.typed: dict[sp.Expr, TypedForm] = {}
        self.notes: dict[str, None] = {}
        self.sizes: dict[sp.Basic, int] = {}

    def keep(self, form: TypedForm | None) -> None:
        """Note how a part of the formula was typed; what was typed in two ways is printed in the first."""
        if form is not None:
            self.typed.setdefault(form.value, form)

    def demand(self, demands: Iterable[Asked]) -> None:
        """Note what a part demands of the variables."""
        self.conditions += [Condition(part, kind, when) for part, kind, when in demands]

    def guard(self, start: int, when: sp.Basic) -> None:
        """Make the demands from the `start`-th on those of a branch, which holds under a condition."""
        self.conditions[start:] = [each.under(when) for each in self.conditions[start:]]

    def note(self, sentence: str) -> None:
        """Note what could have been meant otherwise, once."""
        self.notes.setdefault(sentence)

    def number(self, value: sp.Expr, token: Token) -> sp.Expr:
        """Return `value`, unless it is a condition."""
        if is_condition(value):
            raise self.error("a condition stands where a number is needed: type 1 if x > 0 else 0", token)
        return value

    def real(self, value: sp.Expr, token: Token) -> sp.Expr:
        """Return `value`, unless it has no real value anywhere, or is too long when it is written out."""
        if self.size(value) > MAX_SIZE:
            raise self.error("too long when it is written out: silu(x) has x twice, silu(silu(x)) four times", token)
        value = manageable(value)
        if fault := fault_of_value(value):
            raise self.error(fault, token)
        return value

    def size(self, value: sp.Basic) -> int:
        """Return the number of parts of an expression, each of them looked at once however often it occurs."""
        if value not in self.sizes:
            self.sizes[value] = 1 + sum(map(self.size, value.args))
        return self.sizes[value]

    def _deeper(self) -> None:
        self.depth += 1
        if self.depth > MAX_DEPTH:
            raise self.error(f"more than {MAX_DEPTH} brackets, signs or exponents within one another")

    # -- cursor -------------------------------------------------------------------------------------------------------

    @property
    def here(self) -> Token:
        """Return the token that is read next."""
        return self.tokens[self.index]

    def take(self) -> Token:
        """Go on behind the token that stands here, and return it. Raises FormulaError for a formula too long."""
        token = self.here
        self.nodes += 1
        if self.nodes > MAX_NODES:
            raise self.error(f"a formula of more than {MAX_NODES} parts: too long to be read on screen")
        if token.kind != "end":
            self.index += 1
        return token

    def error(self, message: str, token: Token | None = None) -> FormulaError:
        """Return an error that points at a token, by default at the one that is read next."""
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
            return "',' separates arguments and cases only; for a decimal point type '.'"
        if token.kind in ("else", "and", "or", "not"):
            return f"'{token.text}' cannot stand here: a choice is typed x if x > 0 else 0"
        return f"'{token.text}' cannot stand here: type an operator before it"
