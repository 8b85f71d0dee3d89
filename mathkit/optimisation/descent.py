"""Gradient descent: x ← x − η ∇f(x), step by step (MML eq. 7.6)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal, Self

import numpy as np

from mathkit.arrays import Array
from mathkit.derivatives.gradients import checked_point
from mathkit.derivatives.tangents import value_at
from mathkit.errors import DomainError
from mathkit.formula.function import Function
from mathkit.notation.number_format import typst_number
from mathkit.notation.typst_parts import aligned, arguments, part, point, words
from mathkit.notation.typst_printer import symbol_source
from mathkit.optimisation.objectives import Objective

Reason = Literal["converged", "steps", "stalled", "diverged", "left the domain"]

#: A path is said to diverge once it is this many times farther out than its start (or 1).
_FAR = 1e6
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
        here = np.array(checked_point(f, start))
        value_at(f, *here)
        partials = [f.derivative(name) for name in f.variables]
        points, values, gradients = [here], [f(*here)], [np.array([partial(*here) for partial in partials])]
        if not np.isfinite(gradients[0]).all():
            raise DomainError(f"{f.text} has no gradient at the start {tuple(map(float, here))}: choose another start")
        limit = _FAR * max(1.0, float(np.linalg.norm(here)))
        reason: Reason = "steps"
        for _ in range(steps + 1):
            if np.linalg.norm(gradients[-1]) <= tolerance:
                reason = "converged"
                break
            if len(points) > steps:
                break
            here = points[-1] + (rate if uphill else -rate) * gradients[-1]
            if not np.linalg.norm(here) <= limit:
                reason = "diverged"
                break
            value, gradient = f(*here), np.array([partial(*here) for partial in partials])
            if not (np.isfinite(value) and np.isfinite(gradient).all()):
                reason = "left the domain"
                break
            points.append(here)
            values.append(value)
            gradients.append(gradient)
        update = _update(f, uphill), f"eta &= {part(typst_number(rate), 'rate')}"
        return cls(f, float(rate), np.array(points), np.array(values), np.array(gradients), reason, update)

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
        height = part("f" if isinstance(self.function, Function) else "L", "output")
        lines.append(f"{height}: {_travel('output', *(typst_number(value) for value in self.values[[0, -1]]))}")
        ended = "" if self.reason == "steps" else f" quad {words(f'({self.reason})')}"
        lines.append(f'"steps" = {part(str(count), "steps")}{ended}')
        return " \\ ".join((*self.update, aligned(lines)))


def _update(f: Function, uphill: bool) -> str:
    """Return x ← x − η ∇f, in the names of f's variables."""
    single = len(f.variables) == 1
    at = symbol_source(f.variables[0]) if single else arguments(f.variables)
    slope = part(f"f'({at})" if single else "nabla f", "gradient")
    return f"{at} &<- {at} {'+' if uphill else '-'} eta thin {slope}"


def _place(at: Array) -> str:
    return typst_number(at[0]) if len(at) == 1 else point(at)


def _travel(role: str, start: str, end: str) -> str:
    return f"{part(start, f'{role}_start')} -> {part(end, f'{role}_end')}"
