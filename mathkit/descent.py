"""Gradient descent: x ← x − η ∇f(x), step by step (MML eq. 7.6)."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal, Self

import numpy as np

from mathkit.errors import DomainError
from mathkit.evaluation import Array
from mathkit.function import Function
from mathkit.gradients import checked_point
from mathkit.objectives import Objective
from mathkit.slopes import value_at

Reason = Literal["converged", "steps", "stalled", "diverged", "left the domain"]

_FAR = 1e6
"""A path is said to diverge once it is this many times farther out than its start (or 1)."""


@dataclass(frozen=True, slots=True, eq=False)
class DescentPath:
    """The points of one descent: points and gradients (n + 1, d), values (n + 1,), and why it ended.

    The last point is the last good one: one that diverged or left the domain is not among them.
    """

    function: Function | Objective
    rate: float
    points: Array
    values: Array
    gradients: Array
    reason: Reason

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
        """At most `steps` steps from `start`; "converged" once |∇f| ≤ tolerance. `uphill` follows +∇f.

        Raises DomainError if f has no value or gradient at `start`, or if the rate is not positive.
        """
        if not rate > 0:
            raise DomainError(f"a rate of {rate:g} goes nowhere: choose one above 0; for ascent, uphill=True")
        point = np.array(checked_point(f, start))
        value_at(f, *point)
        partials = [f.derivative(name) for name in f.variables]
        points, values, gradients = [point], [f(*point)], [np.array([partial(*point) for partial in partials])]
        if not np.isfinite(gradients[0]).all():
            raise DomainError(f"{f.text} has no gradient at the start {tuple(map(float, point))}: choose another start")
        limit = _FAR * max(1.0, float(np.linalg.norm(point)))
        reason: Reason = "steps"
        for _ in range(steps + 1):
            if np.linalg.norm(gradients[-1]) <= tolerance:
                reason = "converged"
                break
            if len(points) > steps:
                break
            point = points[-1] + (rate if uphill else -rate) * gradients[-1]
            if not np.linalg.norm(point) <= limit:
                reason = "diverged"
                break
            value, gradient = f(*point), np.array([partial(*point) for partial in partials])
            if not (np.isfinite(value) and np.isfinite(gradient).all()):
                reason = "left the domain"
                break
            points.append(point)
            values.append(value)
            gradients.append(gradient)
        return cls(f, float(rate), np.array(points), np.array(values), np.array(gradients), reason)

    @property
    def steps(self) -> Array:
        """The steps taken, each from its point to the next: (n, d)."""
        steps: Array = np.diff(self.points, axis=0)
        return steps
