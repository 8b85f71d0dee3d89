"""What an optimiser sees: a value and a gradient at a point, a Hessian if there is one, a noisy gradient if asked."""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import dataclass, field
from functools import cache
from typing import Self

import numpy as np
import sympy as sp

from mathkit.arrays import Array
from mathkit.formula.evaluation import compile_numpy
from mathkit.formula.function import Function
from mathkit.notation.typst_parts import part, words


@dataclass(frozen=True, slots=True, eq=False)
class Objective:
    """A function of θ (d,): evaluate(θ) is (value, gradient (d,)), hessian(θ) is (d, d).

    sample(θ, n), if given, is the gradient that step n follows instead: that of a mini-batch (MML §7.1.3).
    NaN stands where there is no value. `function` is where it comes from, if it is a formula.
    """

    text: str
    size: int
    evaluate: Callable[[Array], tuple[float, Array]] = field(repr=False)
    hessian: Callable[[Array], Array] | None = field(default=None, repr=False)
    sample: Callable[[Array, int], Array] | None = field(default=None, repr=False)
    function: Function | None = field(default=None, repr=False)

    @classmethod
    def of(cls, f: Function) -> Self:
        """Compile f and its partials into one callable, so that a step costs microseconds."""
        partials = [f.picked_derivative(name) for name in f.variables]
        both = _compiled([f.expr, *(partial.expr for partial in partials)], f)

        def evaluate(theta: Array) -> tuple[float, Array]:
            numbers = both(*theta)
            return float(numbers[0]), np.array(numbers[1:], dtype=np.float64)

        @cache  # made when it is first asked for: second derivatives of a long formula take a while
        def seconds() -> Callable[..., tuple[float, ...]]:
            return _compiled([partial.picked_derivative(name).expr for partial in partials for name in f.variables], f)

        def hessian(theta: Array) -> Array:
            return np.array(seconds()(*theta), dtype=np.float64).reshape(len(partials), len(partials))

        return cls(f.text, len(f.variables), evaluate, hessian, function=f)

    @property
    def typst(self) -> str:
        """Return its formula, or its text with the number of parameters; the parts are then loss and parameters."""
        if self.function is not None:
            return self.function.typst
        parameters = f"{part('theta', 'parameters')} in RR^({self.size})"
        return f"{part('L', 'loss')} ({part('theta', 'parameters')}), quad {parameters} quad {words(self.text)}"


def _compiled(exprs: list[sp.Expr], f: Function) -> Callable[..., tuple[float, ...]]:
    """Compile several expressions into one callable of numpy numbers."""
    if any(expr.has(sp.zoo, sp.nan, sp.I) for expr in exprs):
        return lambda *_: (math.nan,) * len(exprs)
    compiled: Callable[..., tuple[float, ...]] = compile_numpy(sp.Tuple(*exprs), f.symbols)
    return compiled
