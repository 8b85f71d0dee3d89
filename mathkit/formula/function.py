"""`Function`: a formula that a person typed, as a value."""

from __future__ import annotations

import math
import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import Any, overload

import numpy as np
import sympy as sp

from mathkit.arrays import Array
from mathkit.errors import FormulaError
from mathkit.formula.differentiation import differentiate
from mathkit.formula.domain import (
    Condition,
    conditions_of,
    distinct,
    lost_conditions,
    of_derivative,
    without_powers_of_nought,
)
from mathkit.formula.domain_check import CheckedCondition, all_met, points_of
from mathkit.formula.evaluation import compile_numpy, evaluate, hidden_parts, may_overflow, reports_infinity
from mathkit.formula.known_functions import nearest, symbol
from mathkit.formula.parser import parse
from mathkit.formula.pieces import derivative_in_pieces
from mathkit.formula.precise import precise_value
from mathkit.formula.special_functions import of_sympy
from mathkit.notation.term_order import plain_text
from mathkit.notation.typed_form import TypedForm
from mathkit.notation.typst_parts import arguments, part, variable_roles
from mathkit.notation.typst_printer import symbol_source, typst
from mathkit.notation.variable_names import customary


@dataclass(frozen=True, slots=True)
class Function:
    """A real function of named real variables. Two are equal if expression, variables and domain are.

    `text` is what was typed (or sympy's text, if it was computed); `variables` are in customary order, which is the
    order of the arguments of a call. `domain` is what the formula demands of them as it was typed: x/x has no value at
    0, though its expression is 1. A derivative has the demands of its function, besides its own. `typed` are the
    sums, products and powers that are printed as they were typed; `notes` say how it was read where people may mean
    two things. `name` is what it is called: L for L(w, b) = w² + b².
    """

    text: str = field(compare=False)
    expr: sp.Expr
    variables: tuple[str, ...]
    domain: tuple[Condition, ...] = ()
    typed: tuple[TypedForm, ...] = field(default=(), compare=False, repr=False)
    notes: tuple[str, ...] = field(default=(), compare=False, repr=False)
    name: str = field(default="f", compare=False, repr=False)
    _made: dict[str, Any] = field(default_factory=dict, init=False, compare=False, repr=False)

    @classmethod
    def parse(cls, text: str, variables: Sequence[str] | None = None) -> Function:
        """Parse the function that `text` writes down. Nothing in `text` is ever executed, and its size is bounded.

        With `variables`, other names are refused and all of them are arguments, used or not; without, every
        single-letter or Greek name that is no constant is one. Raises FormulaError with the place of the fault.
        """
        return cls(*parse(text, variables))

    @classmethod
    def of(cls, expr: sp.Expr, variables: Sequence[str] | None = None) -> Function:
        """Make a function of a sympy expression; its symbols are taken by name and made real."""
        expr = sp.sympify(expr) if isinstance(expr, (int, float)) else expr
        strangers = {free: symbol(free.name) for free in expr.free_symbols if free != symbol(free.name)}
        expr = expr.xreplace(strangers) if strangers else expr  # replacing nothing would still multiply 6(y − x) out
        names = {free.name for free in expr.free_symbols}
        if variables is not None and not names <= set(variables):
            unknown = ", ".join(sorted(names - set(variables)))
            raise FormulaError(f"{expr} uses {unknown}, but the variables are {', '.join(variables) or 'none'}")
        names = names if variables is None else set(variables)
        expr = of_sympy(expr)
        flat = without_powers_of_nought(expr)
        return cls(plain_text(flat), flat, customary(names), conditions_of(expr))

    @property
    def symbols(self) -> tuple[sp.Symbol, ...]:
        """Return the sympy symbols of the variables, in their order."""
        return tuple(symbol(name) for name in self.variables)

    @overload
    def __call__(self, *values: float) -> float: ...
    @overload
    def __call__(self, *values: Array | float) -> Any: ...
    def __call__(self, *values: Any) -> Any:
        """Evaluate at one finite number per variable; arrays broadcast to float64. NaN where no value is real.

        Where float64 overflows on the way to a value, that value is worked out at 50 digits. Where it loses digits to
        cancellation it is not: `precise` does that.
        """
        self._check_count(values)
        compiled = self._compiled()
        overflows: list[str] = []
        found = evaluate(compiled.evaluated, values, compiled.reporting, overflows)
        if compiled.lost:
            met = all_met(compiled.lost, values, by_floats=True)
            found = np.where(met, found, np.nan) if np.ndim(found) else found if met else math.nan
        if np.ndim(found) == 0:
            is_doubtful = math.isnan(found) or (overflows and hidden_parts(self.expr))
            return self.precise(*values) if is_doubtful and all(map(math.isfinite, values)) else found
        if overflows or compiled.may_overflow or np.size(found) <= _MANY:
            self._mend(np.asarray(found), values, bool(overflows))
        return found

    def precise(self, *values: float) -> float:
        """Evaluate at one finite number per variable, rounded from 50 digits or more; NaN where no value is real.

        float64 has 0 for (1 − cos x)/x² at 1e-9; the value there is ½.
        """
        self._check_count(values)
        if not self.defined(*values):
            return math.nan
        return precise_value(self.expr, self.symbols, [float(value) for value in values])

    def defined(self, *values: Array | float) -> Any:
        """Return whether the formula as typed has a value there: a truth value, or an array of them, broadcast."""
        self._check_count(values)
        demands = self._made.get("demands")
        if demands is None:
            demands = self._made["demands"] = tuple(CheckedCondition.of(each, self.symbols) for each in self.domain)
        return all_met(demands, values)

    def derivative(self, variable: str | None = None) -> Function:
        """Differentiate almost everywhere: ∂f/∂variable, of the same variables. One variable needs no name."""
        name = self._variable(variable)
        made = self._made.get(f"d/d{name}")
        if made is None:
            over = symbol(name)
            found = derivative_in_pieces(self.expr, differentiate(self.expr, over), over)
            domain = distinct((*of_derivative(self.domain), *conditions_of(found.expr), *found.demands))
            typed = tuple(form for form in self.typed if form.outlives)
            text = plain_text(found.expr, self.decimal, typed)
            made = Function(text, found.expr, self.variables, domain, typed, name=self.name)
            self._made[f"d/d{name}"] = made
        return made

    def picked_derivative(self, variable: str | None = None) -> Function:
        """Differentiate as a descent does, which is to go on at a kink: there it has the slope of one side.

        Its rules are those of automatic differentiation, which knows no limits: relu has the slope 0 at 0.
        """
        name = self._variable(variable)
        made = self._made.get(f"picked d/d{name}")
        if made is None:
            expr = differentiate(self.expr, symbol(name))
            domain = distinct((*of_derivative(self.domain), *conditions_of(expr)))
            made = Function(plain_text(expr, self.decimal), expr, self.variables, domain, name=self.name)
            self._made[f"picked d/d{name}"] = made
        return made

    def substitute(self, **values: float) -> Function:
        """Fix some variables, and return the function of the others: f.substitute(y=2)."""
        for name in values:
            self._variable(name)
        fixed = {symbol(name): exact(value) for name, value in values.items()}
        remaining = tuple(name for name in self.variables if name not in values)
        put_in = self.expr.xreplace(fixed)
        expr = without_powers_of_nought(put_in)
        powers = conditions_of(put_in) if expr != put_in else ()
        domain = distinct((*(condition.xreplace(fixed) for condition in self.domain), *powers))
        return Function(plain_text(expr, self.decimal), expr, remaining, domain, name=self.name)

    @property
    def typed_text(self) -> str:
        """Return a text that is read as this function: its variables stand before it where it has not all of them."""
        head = f"{self.name}({', '.join(self.variables)}) = "
        return self.text if self.name == "f" and parse(self.text).variables == self.variables else f"{head}{self.text}"

    @property
    def letter(self) -> str:
        """Return what it is called, in Typst."""
        return symbol_source(self.name)

    @property
    def decimal(self) -> bool:
        """Tell whether numbers are written 0.2 and not 1/5, since that is how the formula was typed."""
        return re.search(r"[0-9]\.|\.[0-9]|[0-9][eE][-+]?[0-9]", self.text) is not None

    @property
    def typst(self) -> str:
        """Return f(x, y) = …; the parts are output, input, input2 and so on."""
        head = f"{self.letter}{arguments(self.variables)}" if self.variables else self.letter
        return f"{part(head, 'output')} = {typst(self, variable_roles(self.variables))}"

    def _variable(self, name: str | None) -> str:
        if name is None and len(self.variables) == 1:
            return self.variables[0]
        if name is None or name not in self.variables:
            listed = ", ".join(self.variables) or "none"
            hint = nearest(name, self.variables) if name else ""
            raise FormulaError(f"{self.text} has no variable {name or 'of that name'}; its variables: {listed}{hint}")
        return name

    def _check_count(self, values: Sequence[Any]) -> None:
        if len(values) != len(self.variables):
            raise TypeError(f"{self.text} takes {len(self.variables)} values ({', '.join(self.variables)})")

    def _compiled(self) -> _Compiled:
        made: _Compiled | None = self._made.get("numpy")
        if made is None:
            lost = tuple(CheckedCondition.of(each, self.symbols) for each in lost_conditions(self.domain, self.expr))
            evaluated, reporting = compile_numpy(self.expr, self.symbols), reports_infinity(self.expr)
            made = self._made["numpy"] = _Compiled(evaluated, reporting, lost, may_overflow(self.expr))
        return made

    def _mend(self, found: Array, values: Sequence[Any], is_overflow: bool) -> None:
        """Put in values at 50 digits where float64 had none, or where it may hide an ∞; unless these are very many."""
        doubtful = np.isnan(found)
        if is_overflow:
            with np.errstate(all="ignore"):
                for part in hidden_parts(self.expr):
                    doubtful |= np.isinf(compile_numpy(part, self.symbols)(*map(np.asarray, values)))
        if doubtful.any():
            doubtful &= self.defined(*values)
        if 0 < np.count_nonzero(doubtful) <= _MOST_PRECISE:
            points = points_of(values, doubtful)
            found[doubtful] = [self.precise(*point) if all(map(math.isfinite, point)) else math.nan for point in points]

    def __reduce__(self) -> tuple[Any, ...]:
        return Function, (self.text, self.expr, self.variables, self.domain, self.typed, self.notes, self.name)

    def __str__(self) -> str:
        return self.text


#: Values of an array of which those that are NaN are not looked into, unless a part overflows at ordinary numbers.
_MANY = 2**16
#: Values of one array that are worked out at 50 digits at most: more would be felt.
_MOST_PRECISE = 2000


@dataclass(frozen=True, slots=True)
class _Compiled:
    """A function for numpy: how it is evaluated, and those demands that its values do not show by themselves."""

    evaluated: Callable[..., Any]
    reporting: bool
    lost: tuple[CheckedCondition, ...]
    may_overflow: bool


def exact(value: float) -> sp.Number:
    """Return the rational number that a person means by a float: 0.1 is 1/10; long ones stay floats."""
    number = float(value)
    if not np.isfinite(number):
        raise FormulaError(f"{value} is no number to compute with")
    written = repr(number)
    return sp.Rational(written) if len(written) <= 9 else sp.Float(number)
