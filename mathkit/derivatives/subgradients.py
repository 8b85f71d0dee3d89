"""All slopes of lines that a curve's kink allows, and the one that automatic differentiation takes there.

Frameworks choose a slope at a kink by the rule of each operation (PyTorch, Autograd mechanics, "Gradients for
non-differentiable functions"): |·|′(0) = 0, relu′(0) = 0, max and min share a tie evenly, a branch of `where` is taken
as it is. The chain rule then combines them, so that their choice need not even lie between the two slopes.
"""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, Self

import numpy as np
import sympy as sp

from mathkit.derivatives.tangents import OneSidedSlopes, named_at, reason
from mathkit.errors import DomainError
from mathkit.formula import special_functions as special
from mathkit.formula.evaluation import compile_numpy
from mathkit.formula.function import Function
from mathkit.notation.number_format import typst_number
from mathkit.notation.typst_parts import part


@dataclass(frozen=True, slots=True)
class Subgradient:
    """The interval [low, high] between the slopes on both sides of `at` (Clarke's generalised gradient).

    For a convex function these are the slopes of the lines below it through the point. At a smooth point low = high.
    `automatic` is the slope that automatic differentiation reports, by PyTorch's rules; NaN or infinite where these
    multiply 0 by ∞, as for sqrt(x²) at 0.
    """

    function: Function
    at: float
    low: float
    high: float
    automatic: float

    @classmethod
    def of(cls, f: Function, at: float) -> Self:
        """Take the interval. Raises DomainError unless f is continuous there with finite slopes on both sides."""
        sides = OneSidedSlopes.of(f, at)
        if sides.kind not in ("smooth", "kink") or not math.isfinite(sides.left + sides.right):
            raise DomainError(f"{named_at(f, (sides.at,))} has no subgradient: {reason(f, sides)}")
        low, high = sorted((sides.left, sides.right))
        return cls(f, sides.at, low + 0.0, high + 0.0, automatic_slope(f, sides.at))

    @property
    def contains_automatic(self) -> bool:
        """Tell whether automatic differentiation reports a slope of the interval."""
        return self.low <= self.automatic <= self.high

    @property
    def typst(self) -> str:
        """Return the interval; the parts are slope2_left (its lower end) and slope_right."""
        low, high = part(typst_number(self.low), "slope2_left"), part(typst_number(self.high), "slope_right")
        return f"partial f({typst_number(self.at)}) = bracket.l {low}, {high} bracket.r"


def automatic_slope(f: Function, at: float) -> float:
    """Return what forward-mode automatic differentiation computes in float64 for f′(at), by PyTorch's rules at ties."""
    with np.errstate(all="ignore"):
        return _Dual(f.symbols[0], at).slope(f.expr)


class _Dual:
    """Values and slopes of the parts of a formula at a point, each computed once."""

    def __init__(self, symbol: sp.Symbol, at: float) -> None:
        self.symbol = symbol
        self.at = np.float64(at)
        self.values: dict[sp.Basic, np.float64] = {}
        self.slopes: dict[sp.Basic, float] = {}

    def value(self, expr: sp.Basic) -> np.float64:
        if expr not in self.values:
            self.values[expr] = np.float64(compile_numpy(expr, (self.symbol,))(self.at))
        return self.values[expr]

    def slope(self, expr: Any) -> float:
        if not expr.has(self.symbol):
            return 0.0
        if expr not in self.slopes:
            self.slopes[expr] = float(self._slope(expr))
        return self.slopes[expr]

    def _slope(self, expr: Any) -> Any:
        if expr == self.symbol:
            return 1.0
        if expr.is_Add:
            return sum(self.slope(part_) for part_ in expr.args)
        if expr.is_Mul:
            return sum(
                self.slope(factor) * np.prod([self.value(other) for j, other in enumerate(expr.args) if j != k])
                for k, factor in enumerate(expr.args)
                if factor.has(self.symbol)
            )
        if isinstance(expr, special.Cases):
            return self._chosen(expr)
        if expr.func in _TIES:
            return self._tied(expr)
        rule = _AT_KINKS.get(expr.func)
        if rule is not None:
            return rule(self.value(expr.args[0])) * self.slope(expr.args[0])
        return sum(self._by_rule(expr, k) for k in range(len(expr.args)) if expr.args[k].has(self.symbol))

    def _by_rule(self, expr: Any, index: int) -> Any:
        """Apply the chain rule for one argument of a function that is smooth where it is defined."""
        dummies = [sp.Symbol(f"z{k}", real=True) for k in range(len(expr.args))]
        outer = expr.func(*dummies, evaluate=False) if expr.is_Pow else expr.func(*dummies)
        local = outer.diff(dummies[index])
        if local.has(sp.Derivative) and hasattr(expr, "elementary"):
            return self.slope(expr.elementary()) if index == 0 else 0.0
        values = [self.value(argument) for argument in expr.args]
        if expr.is_Pow and index == 0 and expr.exp.is_number:
            local_value = values[1] * np.power(values[0], values[1] - 1)
        else:
            local_value = np.float64(compile_numpy(local, dummies)(*values))
        return local_value * self.slope(expr.args[index])

    def _chosen(self, expr: special.Cases) -> float:
        for value, condition in expr.args:
            if condition == sp.true or bool(condition.subs(self.symbol, sp.Float(float(self.at)))):
                return self.slope(value)
        return math.nan

    def _tied(self, expr: Any) -> float:
        """Share the slope of max or min evenly among the arguments that attain it."""
        values = [self.value(argument) for argument in expr.args]
        best = _TIES[expr.func](values)
        winners = [argument for argument, value in zip(expr.args, values, strict=True) if value == best]
        return sum(self.slope(winner) for winner in winners) / len(winners) if winners else math.nan


_TIES: dict[Any, Callable[[Any], Any]] = {
    sp.Max: max,
    special.Larger: max,
    sp.Min: min,
    special.Smaller: min,
}

#: Slopes by the sign of the argument; 0 at 0 for |·| and relu, as in PyTorch, and everywhere for functions of steps.
_AT_KINKS: dict[Any, Callable[[Any], Any]] = {
    sp.Abs: np.sign,
    special.RealAbs: np.sign,
    special.Relu: lambda z: float(z > 0),
    special.LeakyRelu: lambda z: 1.0 if z > 0 else float(special.LEAK),
    sp.sign: lambda z: 0.0,
    special.RealSign: lambda z: 0.0,
    sp.Heaviside: lambda z: 0.0,
    special.Floor: lambda z: 0.0,
    special.Ceil: lambda z: 0.0,
}
