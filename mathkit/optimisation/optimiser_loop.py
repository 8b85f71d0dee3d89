"""The walk downhill, whatever the rule: θ ← θ + step, until there is a reason to stop (MML §7.1).

A rule (`update_rules`) says what the step is; `descend` takes it, and keeps the way as a DescentPath.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Protocol

import numpy as np

from mathkit.arrays import Array
from mathkit.errors import DomainError
from mathkit.formula.function import Function
from mathkit.optimisation.descent import DescentPath, Reason
from mathkit.optimisation.objectives import Objective

#: A path is said to diverge once it is this many times farther out than its start (or 1).
_FAR = 1e6


@dataclass(slots=True)
class Visit:
    """Where an optimiser stands: step number n = 0, 1, …, point (d,), value, and the gradient (d,) to follow."""

    n: int
    point: Array
    value: float
    gradient: Array
    objective: Objective


#: From a visit to the step (d,) that is added to the point; None if there is none to be taken. It may remember.
Stepper = Callable[[Visit], Array | None]


class Rule(Protocol):
    """How to step: `rate` η, the update as Typst lines in order, and a fresh stepper for each walk."""

    @property
    def rate(self) -> float:
        """Return the learning rate η (of the first step, where it changes)."""

    @property
    def formulas(self) -> Mapping[str, str]:
        """Return each line of the update by the name of what it changes, as Typst source with labelled parts."""

    @property
    def typst(self) -> str:
        """Return these lines under one another, with the numbers of the rule."""

    def stepper(self) -> Stepper:
        """Make a stepper without memory of earlier steps."""


def descend(
    f: Function | Objective, start: Sequence[float] | Array, rule: Rule, steps: int, tolerance: float = 1e-3
) -> DescentPath:
    """Take at most `steps` steps of `rule` from `start` (d,).

    It ends as "converged" once |∇f| ≤ tolerance (a tolerance of 0 asks for all steps), "stalled" if the rule finds no
    step, "diverged" or "left the domain" before the point that would have been bad, or after all "steps". Raises
    DomainError if f has no value or gradient at `start`.
    """
    objective = f if isinstance(f, Objective) else Objective.of(f)
    point = np.array(start, dtype=np.float64)
    if point.shape != (objective.size,):
        raise DomainError(f"a start of {point.size} numbers for {objective.text}: {objective.size} are needed")
    with np.errstate(all="ignore"):
        points, values, gradients, reason = _walk(objective, point, rule.stepper(), steps, tolerance)
    update = (rule.typst,)
    return DescentPath(f, rule.rate, np.array(points), np.array(values), np.array(gradients), reason, update)


def _walk(
    f: Objective, point: Array, step: Stepper, steps: int, tolerance: float
) -> tuple[list[Array], list[float], list[Array], Reason]:
    value, gradient = f.evaluate(point)
    if not _finite(value, gradient):
        raise DomainError(f"{f.text} has no value or gradient at the start {point.tolist()}: choose another start")
    points, values, gradients = [point], [value], [gradient]
    far, close = (_FAR * max(1.0, math.sqrt(point @ point))) ** 2, tolerance**2
    for n in range(steps + 1):
        if tolerance > 0 and gradient @ gradient <= close:
            return points, values, gradients, "converged"
        if n == steps:
            break
        followed = gradient if f.sample is None else f.sample(point, n)
        change = step(Visit(n, point, value, followed, f))
        if change is None:
            return points, values, gradients, "stalled"
        point = point + change
        if not point @ point <= far:
            return points, values, gradients, "diverged"
        value, gradient = f.evaluate(point)
        if not _finite(value, gradient):
            return points, values, gradients, "left the domain"
        points.append(point)
        values.append(value)
        gradients.append(gradient)
    return points, values, gradients, "steps"


def _finite(value: float, gradient: Array) -> bool:
    return math.isfinite(value) and math.isfinite(gradient @ gradient)
