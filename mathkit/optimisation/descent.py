"""Descents by gradient descent, x ← x − η ∇f(x) (MML eq. 7.6), or by any rule of `update_rules`."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Self

import numpy as np

from mathkit.arrays import Array
from mathkit.derivatives.gradients import checked_point
from mathkit.derivatives.tangents import value_at
from mathkit.errors import DomainError
from mathkit.formula.function import Function
from mathkit.notation.number_format import typst_number
from mathkit.notation.typst_parts import aligned, arguments, part, point, valued, words
from mathkit.notation.typst_printer import symbol_source
from mathkit.optimisation.objectives import Objective
from mathkit.optimisation.optimiser_loop import Reason, Rule, iterate

_WRITTEN = 4  # variables of a point that is written out


@dataclass(frozen=True, slots=True, eq=False)
class DescentPath:
    """The points of one descent: points and gradients (n + 1, d), values (n + 1,), and why it ended.

    The last point is the last good one: one that diverged or left the domain is not among them. `update` is the rule of
    its steps with its settings, as Typst source in one or more pieces, with labelled parts.
    """

    function: Function | Objective
    rate: float
    points: Array
    values: Array
    gradients: Array
    reason: Reason
    update: tuple[str, ...]

    @classmethod
    def of(
        cls,
        f: Function,
        start: Sequence[float],
        rate: float,
        steps: int,
        tolerance: float = 1e-3,
        uphill: bool = False,
    ) -> Self:
        """Take at most `steps` steps from `start`; "converged" once |∇f| ≤ tolerance. `uphill` follows +∇f.

        Raises DomainError if f has no value or gradient at `start`, or if the rate is not positive.
        """
        if not rate > 0:
            raise DomainError(f"a rate of {rate:g} goes nowhere: choose one above 0; for ascent, uphill=True")
        first = np.array(checked_point(f, start))
        value_at(f, *first)
        partials = [f.picked_derivative(name) for name in f.variables]

        def evaluate(here: Array) -> tuple[float, Array]:
            return f(*here), np.array([partial(*here) for partial in partials])

        objective = Objective(f.text, len(f.variables), evaluate, function=f)
        towards = rate if uphill else -rate
        path = iterate(objective, first, lambda here: towards * here.gradient, steps, tolerance)
        update = _update(f, uphill), valued("eta &", rate, "rate").replace("& ", "&", 1)
        return cls(f, float(rate), *path, update)

    @property
    def steps(self) -> Array:
        """Return the steps taken, each from its point to the next: (n, d)."""
        steps: Array = np.diff(self.points, axis=0)
        return steps

    @property
    def typst(self) -> str:
        """Return the rule, then from where to where, by how much and in how many steps.

        The parts are those of the rule, input_start, input_end, output_start, output_end and steps; of more than
        four variables the points are not written out.
        """
        count = len(self.points) - 1
        lines = []
        if self.points.shape[1] <= _WRITTEN:
            lines.append(_travel("input", *(_place(at) for at in self.points[[0, -1]])))
        height = part(self.function.letter if isinstance(self.function, Function) else "L", "output")
        lines.append(f"{height}: {_travel('output', *(typst_number(value) for value in self.values[[0, -1]]))}")
        ended = "" if self.reason == "steps" else f" quad {words(f'({self.reason})')}"
        lines.append(f'"steps" = {part(str(count), "steps")}{ended}')
        return " \\ ".join((*self.update, aligned(lines)))


def descend(
    f: Function | Objective, start: Sequence[float] | Array, rule: Rule, steps: int, tolerance: float = 1e-3
) -> DescentPath:
    """Take at most `steps` steps of `rule` from `start` (d,).

    It ends as "converged" once |∇f| ≤ tolerance (a tolerance of 0 asks for all steps), "stalled" if the rule finds no
    step, "diverged" or "left the domain" before the point that would have been bad, or after all "steps". Raises
    DomainError if f has no value or gradient at `start`.
    """
    objective = f if isinstance(f, Objective) else Objective.of(f)
    first = np.array(start, dtype=np.float64)
    if first.shape != (objective.size,):
        raise DomainError(f"a start of {first.size} numbers for {objective.text}: {objective.size} are needed")
    path = iterate(objective, first, rule.stepper(), steps, tolerance or None)
    return DescentPath(f, rule.rate, *path, (rule.typst,))


def _update(f: Function, uphill: bool) -> str:
    """Return x ← x − η ∇f, in the names of f's variables."""
    single = len(f.variables) == 1
    at = symbol_source(f.variables[0]) if single else arguments(f.variables)
    slope = part(f"{f.letter}'({at})" if single else f"nabla {f.letter}", "gradient")
    return f"{at} &<- {at} {'+' if uphill else '-'} eta thin {slope}"


def _place(at: Array) -> str:
    return typst_number(at[0]) if len(at) == 1 else point(at)


def _travel(role: str, start: str, end: str) -> str:
    return f"{part(start, f'{role}_start')} -> {part(end, f'{role}_end')}"
