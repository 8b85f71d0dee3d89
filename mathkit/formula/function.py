"""`Function`: a formula that a person typed, as a value."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import Any, overload

import numpy as np
import sympy as sp

from mathkit.arrays import Array
from mathkit.errors import FormulaError
from mathkit.formula.differentiation import differentiate
from mathkit.formula.evaluation import compile_numpy, evaluate, reports_infinity
from mathkit.formula.known_functions import nearest, symbol
from mathkit.formula.parser import parse
from mathkit.notation.term_order import plain_text
from mathkit.notation.typst_parts import arguments, part, variable_roles
from mathkit.notation.typst_printer import typst


@dataclass(frozen=True, slots=True)
class Function:
    """A real function of named real variables. Two are equal if expression and variables are.

    `text` is what was typed (or sympy's text, if it was computed); `variables` are in alphabetical order, which is the
    order of the arguments of a call.
    """

    text: str = field(compare=False)
    expr: sp.Expr
    variables: tuple[str, ...]
    _made: dict[str, Any] = field(default_factory=dict, init=False, compare=False, repr=False)

    @classmethod
    def parse(cls, text: str, variables: Sequence[str] | None = None) -> Function:
        """Parse the function that `text` writes down. Nothing in `text` is ever executed, and its size is bounded.

        With `variables`, other names are refused and all of them are arguments, used or not; without, every
        single-letter or Greek name that is no constant is one. Raises FormulaError with the place of the fault.
        """
        expr, names = parse(text, variables)
        return cls(text, expr, names)

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
        return cls(plain_text(expr), expr, tuple(sorted(names if variables is None else set(variables))))

    @property
    def symbols(self) -> tuple[sp.Symbol, ...]:
        """Return the sympy symbols of the variables, in their order."""
        return tuple(symbol(name) for name in self.variables)

    @overload
    def __call__(self, *values: float) -> float: ...
    @overload
    def __call__(self, *values: Array | float) -> Any: ...
    def __call__(self, *values: Any) -> Any:
        """Evaluate at one finite number per variable; arrays broadcast to float64. NaN where no value is real."""
        if len(values) != len(self.variables):
            raise TypeError(f"{self.text} takes {len(self.variables)} values ({', '.join(self.variables)})")
        compiled, reporting = self._compiled()
        return evaluate(compiled, values, reporting)

    def derivative(self, variable: str | None = None) -> Function:
        """Differentiate almost everywhere: ∂f/∂variable, of the same variables. One variable needs no name."""
        name = self._variable(variable)
        made = self._made.get(f"d/d{name}")
        if made is None:
            made = self._derived(differentiate(self.expr, symbol(name)), self.variables)
            self._made[f"d/d{name}"] = made
        return made

    def substitute(self, **values: float) -> Function:
        """Fix some variables, and return the function of the others: f.substitute(y=2)."""
        for name in values:
            self._variable(name)
        fixed = {symbol(name): exact(value) for name, value in values.items()}
        remaining = [name for name in self.variables if name not in values]
        return self._derived(self.expr.xreplace(fixed), remaining)

    @property
    def decimal(self) -> bool:
        """Tell whether numbers are written 0.2 and not 1/5, since that is how the formula was typed."""
        return re.search(r"[0-9]\.|\.[0-9]|[0-9][eE][-+]?[0-9]", self.text) is not None

    @property
    def typst(self) -> str:
        """Return f(x, y) = …; the parts are output, input, input2 and so on."""
        head = f"f{arguments(self.variables)}" if self.variables else "f"
        return f"{part(head, 'output')} = {typst(self, variable_roles(self.variables))}"

    def _derived(self, expr: sp.Expr, variables: Sequence[str]) -> Function:
        return Function(plain_text(expr, self.decimal), expr, tuple(variables))

    def _variable(self, name: str | None) -> str:
        if name is None and len(self.variables) == 1:
            return self.variables[0]
        if name is None or name not in self.variables:
            listed = ", ".join(self.variables) or "none"
            hint = nearest(name, self.variables) if name else ""
            raise FormulaError(f"{self.text} has no variable {name or 'of that name'}; its variables: {listed}{hint}")
        return name

    def _compiled(self) -> tuple[Callable[..., Any], bool]:
        made = self._made.get("numpy")
        if made is None:
            made = self._made["numpy"] = compile_numpy(self.expr, self.symbols), reports_infinity(self.expr)
        return made

    def __reduce__(self) -> tuple[Any, ...]:
        return Function, (self.text, self.expr, self.variables)

    def __str__(self) -> str:
        return self.text


def exact(value: float) -> sp.Number:
    """Return the rational number that a person means by a float: 0.1 is 1/10; long ones stay floats."""
    number = float(value)
    if not np.isfinite(number):
        raise FormulaError(f"{value} is no number to compute with")
    written = repr(number)
    return sp.Rational(written) if len(written) <= 9 else sp.Float(number)
