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
from mathkit.formula.domain import Condition, Demand, conditions_of, distinct, lost_conditions, of_derivative
from mathkit.formula.evaluation import compile_numpy, evaluate, may_overflow, reports_infinity
from mathkit.formula.known_functions import nearest, symbol
from mathkit.formula.parser import parse
from mathkit.formula.pieces import derivative_in_pieces
from mathkit.formula.precise import precise_value
from mathkit.notation.term_order import plain_text
from mathkit.notation.typed_form import TypedForm
from mathkit.notation.typst_parts import arguments, part, variable_roles
from mathkit.notation.typst_printer import typst


@dataclass(frozen=True, slots=True)
class Function:
    """A real function of named real variables. Two are equal if expression, variables and domain are.

    `text` is what was typed (or sympy's text, if it was computed); `variables` are in alphabetical order, which is the
    order of the arguments of a call. `domain` is what the formula demands of them as it was typed: x/x has no value at
    0, though its expression is 1. A derivative has the demands of its function, besides its own. `typed` are the
    sums, products and powers that are printed as they were typed.
    """

    text: str = field(compare=False)
    expr: sp.Expr
    variables: tuple[str, ...]
    domain: tuple[Condition, ...] = ()
    typed: tuple[TypedForm, ...] = field(default=(), compare=False, repr=False)
    _made: dict[str, Any] = field(default_factory=dict, init=False, compare=False, repr=False)

    @classmethod
    def parse(cls, text: str, variables: Sequence[str] | None = None) -> Function:
        """Parse the function that `text` writes down. Nothing in `text` is ever executed, and its size is bounded.

        With `variables`, other names are refused and all of them are arguments, used or not; without, every
        single-letter or Greek name that is no constant is one. Raises FormulaError with the place of the fault.
        """
        return cls(text, *parse(text, variables))

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
        return cls(plain_text(expr), expr, tuple(sorted(names)), conditions_of(expr))

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

        Where float64 overflows on the way to a value, that value is worked out at 50 digits.
        """
        self._check_count(values)
        compiled = self._compiled()
        found = evaluate(compiled.evaluated, values, compiled.reporting)
        if compiled.lost:
            holds = _hold(compiled.lost, values)
            found = np.where(holds, found, np.nan) if np.ndim(found) else found if holds else math.nan
        if np.ndim(found) == 0:
            return self.precise(*values) if math.isnan(found) and _are_finite(values) else found
        return self._filled(np.asarray(found), values) if compiled.may_overflow else found

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
            demands = self._made["demands"] = tuple(self._checked(each) for each in self.domain)
        return _hold(demands, values)

    def derivative(self, variable: str | None = None) -> Function:
        """Differentiate almost everywhere: ∂f/∂variable, of the same variables. One variable needs no name."""
        name = self._variable(variable)
        made = self._made.get(f"d/d{name}")
        if made is None:
            over = symbol(name)
            found = derivative_in_pieces(self.expr, differentiate(self.expr, over), over)
            bends = [Condition(over - border, "nonzero") for border in found.kinks]
            domain = distinct((*of_derivative(self.domain), *conditions_of(found.expr), *bends))
            typed = tuple(form for form in self.typed if form.outlives)
            text = plain_text(found.expr, self.decimal, typed)
            made = Function(text, found.expr, self.variables, domain, typed)
            self._made[f"d/d{name}"] = made
        return made

    def substitute(self, **values: float) -> Function:
        """Fix some variables, and return the function of the others: f.substitute(y=2)."""
        for name in values:
            self._variable(name)
        fixed = {symbol(name): exact(value) for name, value in values.items()}
        remaining = tuple(name for name in self.variables if name not in values)
        expr = self.expr.xreplace(fixed)
        domain = tuple(condition.xreplace(fixed) for condition in self.domain)
        return Function(plain_text(expr, self.decimal), expr, remaining, domain)

    @property
    def decimal(self) -> bool:
        """Tell whether numbers are written 0.2 and not 1/5, since that is how the formula was typed."""
        return re.search(r"[0-9]\.|\.[0-9]|[0-9][eE][-+]?[0-9]", self.text) is not None

    @property
    def typst(self) -> str:
        """Return f(x, y) = …; the parts are output, input, input2 and so on."""
        head = f"f{arguments(self.variables)}" if self.variables else "f"
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
            lost = tuple(self._checked(each) for each in lost_conditions(self.domain, self.expr))
            evaluated, reporting = compile_numpy(self.expr, self.symbols), reports_infinity(self.expr)
            made = self._made["numpy"] = _Compiled(evaluated, reporting, lost, may_overflow(self.expr))
        return made

    def _checked(self, condition: Condition) -> _Checked:
        guard = None
        if condition.guard != sp.true:
            guard = compile_numpy(sp.Piecewise((1, condition.guard), (0, True)), self.symbols)
        return _Checked(compile_numpy(condition.expr, self.symbols), condition.kind, guard)

    def _filled(self, found: Array, values: Sequence[Any]) -> Array:
        """Return an array of values with those at 50 digits where float64 had none, unless these are very many."""
        missing = np.isnan(found) & self.defined(*values)  # outside of the domain no digits help
        count = int(missing.sum())
        if not 0 < count <= _MOST_PRECISE:
            return found
        places = np.stack([np.broadcast_to(np.asarray(v, dtype=np.float64), found.shape)[missing] for v in values])
        found[missing] = [self.precise(*place) if np.isfinite(place).all() else np.nan for place in places.T]
        return found

    def __reduce__(self) -> tuple[Any, ...]:
        return Function, (self.text, self.expr, self.variables, self.domain, self.typed)

    def __str__(self) -> str:
        return self.text


#: Values of one array that are worked out at 50 digits at most: more would be felt.
_MOST_PRECISE = 2000


@dataclass(frozen=True, slots=True)
class _Checked:
    """A condition of the domain, compiled."""

    part: Callable[..., Any]
    kind: Demand
    guard: Callable[..., Any] | None


@dataclass(frozen=True, slots=True)
class _Compiled:
    """A function for numpy: how it is evaluated, and those demands that its values do not show by themselves."""

    evaluated: Callable[..., Any]
    reporting: bool
    lost: tuple[_Checked, ...]
    may_overflow: bool


def _hold(demands: Sequence[_Checked], values: Sequence[Any]) -> Any:
    """Return whether all demands hold: a truth value, or an array of them. What overflows is taken to hold."""
    arrays = [np.asarray(value, dtype=np.float64) for value in values]
    result: Any = np.ones(np.broadcast_shapes(*(array.shape for array in arrays)), dtype=bool)
    with np.errstate(all="ignore"):
        for each in demands:
            part = np.asarray(each.part(*arrays), dtype=np.float64)
            holds = part != 0 if each.kind == "nonzero" else part > 0 if each.kind == "positive" else part >= 0
            holds = holds & ~np.isnan(part)
            if each.guard is not None:
                holds = holds | (np.asarray(each.guard(*arrays)) != 1)
            result = result & holds
    return bool(result) if np.ndim(result) == 0 else result


def _are_finite(values: Sequence[Any]) -> bool:
    return all(math.isfinite(value) for value in values)


def exact(value: float) -> sp.Number:
    """Return the rational number that a person means by a float: 0.1 is 1/10; long ones stay floats."""
    number = float(value)
    if not np.isfinite(number):
        raise FormulaError(f"{value} is no number to compute with")
    written = repr(number)
    return sp.Rational(written) if len(written) <= 9 else sp.Float(number)
