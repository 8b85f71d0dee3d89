"""Newton's method for a root of f: follow the tangent to where it is zero, again and again."""

import math
from dataclasses import dataclass
from typing import Literal, Self

from mathkit.errors import DomainError
from mathkit.function import Function
from mathkit.labelled import fraction, part
from mathkit.numerals import typst_number
from mathkit.slopes import value_at
from mathkit.typst_printer import symbol_source, typst

Stopped = Literal["converged", "level", "left the domain", "out of steps"]


@dataclass(frozen=True, slots=True)
class NewtonStep:
    """At x the curve has this value and slope; the tangent is zero at `next`."""

    x: float
    value: float
    slope: float
    next: float


@dataclass(frozen=True, slots=True)
class NewtonsMethod:
    """The steps from a starting point towards a root, and why they end (Nocedal & Wright §11.1; quadratic if f′ ≠ 0).

    `root` is where the steps settled, NaN if they did not: the tangent was "level", a step "left the domain", or the
    method ran "out of steps".
    """

    function: Function
    start: float
    steps: tuple[NewtonStep, ...]
    stopped: Stopped
    root: float

    @classmethod
    def of(cls, f: Function, start: float, most: int = 50, tolerance: float = 1e-12) -> Self:
        """Settled is a step below `tolerance` × max(1, |x|). Raises DomainError if f has no value at the start."""
        if len(f.variables) != 1:
            raise DomainError(f"{f.text} has {len(f.variables)} variables; Newton's method here is for one")
        value_at(f, start)
        steps: list[NewtonStep] = []
        x, stopped = float(start), None
        while stopped is None:
            value, slope = f(x), f.derivative()(x)
            stopped = _fault(value, slope, len(steps) >= most)
            if stopped is None:
                following = x - value / slope if value else x
                steps.append(NewtonStep(x, value, slope, following))
                settled = abs(following - x) <= tolerance * max(1.0, abs(following))
                x, stopped = following, "converged" if settled else None
        return cls(f, float(start), tuple(steps), stopped, x if stopped == "converged" else math.nan)

    @property
    def iterates(self) -> tuple[float, ...]:
        """The starting point and where each step went."""
        return (self.start, *(step.next for step in self.steps))

    @property
    def typst(self) -> str:
        """The rule; its parts are next, current, value and slope."""
        x = symbol_source(self.function.variables[0])
        now = f"{x}_n" if "_" not in x else f"{x}^((n))"
        following = f"{x}_(n + 1)" if "_" not in x else f"{x}^((n + 1))"
        value, slope = part(f"f({now})", "value"), part(f"f'({now})", "slope")
        return f"{part(following, 'next')} = {part(now, 'current')} - {value} / {slope}"

    @property
    def typst_function(self) -> str:
        """The rule with this function put in; its parts are current, value and slope."""
        x = symbol_source(self.function.variables[0])
        value, slope = typst(self.function), typst(self.function.derivative())
        return f"{part(x, 'current')} - ({part(value, 'value')}) / ({part(slope, 'slope')})"

    def typst_step(self, n: int) -> str:
        """Step number n (from 0) with its numbers; its parts are current, value, slope and next."""
        step = self.steps[n]
        quotient = fraction(step.value, step.slope, ("value", "slope"))
        return f"{part(typst_number(step.x, 6), 'current')} - {quotient} = {part(typst_number(step.next, 6), 'next')}"


def _fault(value: float, slope: float, tired: bool) -> Stopped | None:
    if not math.isfinite(value):
        return "left the domain"
    if tired:
        return "out of steps"
    return "level" if value and (slope == 0 or not math.isfinite(slope)) else None
