"""The loop of every optimiser, whatever the rule: θ ← θ + step, until there is a reason to stop (MML §7.1)."""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Literal, Protocol

import numpy as np

from mathkit.arrays import Array
from mathkit.errors import DomainError
from mathkit.optimisation.objectives import Objective

Reason = Literal["converged", "steps", "stalled", "diverged", "left the domain"]

#: A path is said to diverge once it is this many times farther out than its start (or 1).
_FAR = 1e6


@dataclass(slots=True)
class Iterate:
    """What an optimiser steps from: step number n = 0, 1, …, point (d,), value, and the gradient (d,) to follow."""

    n: int
    point: Array
    value: float
    gradient: Array
    objective: Objective


#: From an iterate to the step (d,) that is added to the point; None if there is none to be taken. It may remember.
Stepper = Callable[[Iterate], Array | None]


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


def iterate(
    f: Objective, start: Array, step: Stepper, steps: int, tolerance: float | None
) -> tuple[Array, Array, Array, Reason]:
    """Take at most `steps` steps from `start` (d,), until |∇f| ≤ tolerance; None asks for all steps.

    Returns points (n + 1, d), values (n + 1,), gradients (n + 1, d) and why it ended: a point that diverged or left the
    domain is not among them. Raises DomainError if f has no value or gradient at `start`.
    """
    with np.errstate(all="ignore"):
        point, (value, gradient) = start, f.evaluate(start)
        if not _finite(value, gradient):
            missing = "gradient" if math.isfinite(value) else "value"
            raise DomainError(f"{f.text} has no {missing} at the start {start.tolist()}: choose another start")
        points, values, gradients = [point], [value], [gradient]
        far = (_FAR * max(1.0, math.sqrt(point @ point))) ** 2
        reason: Reason = "steps"
        for n in range(steps + 1):
            if tolerance is not None and gradient @ gradient <= tolerance**2:
                reason = "converged"
                break
            if n == steps:
                break
            followed = gradient if f.sample is None else f.sample(point, n)
            change = step(Iterate(n, point, value, followed, f))
            if change is None:
                reason = "stalled"
                break
            point = point + change
            if not point @ point <= far:
                reason = "diverged"
                break
            value, gradient = f.evaluate(point)
            if not _finite(value, gradient):
                reason = "left the domain"
                break
            points.append(point)
            values.append(value)
            gradients.append(gradient)
    return np.array(points), np.array(values), np.array(gradients), reason


def _finite(value: float, gradient: Array) -> bool:
    return math.isfinite(value) and math.isfinite(gradient @ gradient)
