"""Newton's method for a root of f: follow the tangent to where it is zero, again and again."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal, Self

import numpy as np

from mathkit.analysis.curve_features import Features
from mathkit.arrays import Array
from mathkit.derivatives.tangents import value_at
from mathkit.errors import DomainError
from mathkit.formula.function import Function
from mathkit.notation.number_format import agreeing_digits, shown, sum_without_noise, typst_number, typst_result
from mathkit.notation.typst_parts import fraction, part
from mathkit.notation.typst_printer import symbol_source
from mathkit.windows.axis_ticks import rounded
from mathkit.windows.curve_window import CurveWindow

Stopped = Literal["converged", "level", "left the domain", "out of steps"]
Course = Literal["fast", "slow", "diverges", "cycles", "fails", "unsettled"]
Leads = Literal["nearer", "farther off", "nowhere"]

_SHORT, _FAR = 1e-6, 4.0  # shortest and longest first step to be shown, in widths of the start's own window


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
        """Iterate until a step is below `tolerance` · max(1, |x|). Raises DomainError if f has no value at `start`."""
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
        """Return the starting point and the point after each step."""
        return (self.start, *(step.next for step in self.steps))

    def window(self) -> CurveWindow:
        """Return a window over the start, the first iterates, the root and the next level point, if near, and zero.

        Raises DomainError if the start is a root already, or so level that its tangent is zero beyond any picture.
        """
        f, start = self.function, self.start
        around = CurveWindow.of(f, start)
        width = float(np.ptp(around.x_range))
        fault = _fault_of_start(f, start, width)
        if fault:
            tries = (rounded(start + share * width, width / 10) for share in (0.2, -0.2, 0.4, -0.4, 0.1, -0.1))
            better = next((x for x in tries if not _fault_of_start(f, x, width)), None)
            remedy = "choose another start" + (f", for example --set at={better:g}" if better is not None else "")
            raise DomainError(f"Newton's method cannot start at {start:g}: {f.text} is {fault}; {remedy}")
        first, *later = self.iterates[1:4]
        level = sorted((point.x for point in Features.of(f, around).critical_points), key=lambda x: abs(x - start))
        seen = [start, first, *level[:1], *(x for x in (*later, self.root) if abs(x - start) < 2 * width)]
        room = max(0.2 * float(np.ptp(seen)), 0.05 * width)
        return CurveWindow.over(f, (min(seen) - room, max(seen) + room), start, zero=True)

    def stretch(self, window: CurveWindow) -> tuple[float, float]:
        """Return from where to where the start can be moved in a window: along the curve, until it ends or leaves."""
        ends = [(float(run[0, 0]), float(run[-1, 0])) for run in window.samples()]
        return next(((low, high) for low, high in ends if low <= self.start <= high), (self.start, self.start))

    def flattest(self, window: CurveWindow) -> float:
        """Return the start with the longest step for its height: the nearest at which the curve is level, if any is.

        Only starts on the window's stretch count, and no roots.
        """
        low, high = self.stretch(window)
        points = Features.of(self.function, window).critical_points
        level = [point.x for point in points if point.value and low <= point.x <= high]
        if level:
            return min(level, key=lambda x: abs(x - self.start))
        x = np.linspace(low, high, 401)
        return float(x[np.nanargmin(np.abs(self.function.derivative()(x)))])

    def leads(self, x: float) -> Leads:
        """Tell where the tangent at another x leads: nearer to the root than x, or farther off; nowhere if it is level.

        Where there is no root, every step leads farther off.
        """
        value, slope = self.function(x), self.function.derivative()(x)
        steepest = max((abs(step.slope) for step in self.steps), default=0.0)
        if not abs(slope) > 1e-9 * steepest:
            return "nowhere"
        return "nearer" if abs(x - value / slope - self.root) < abs(x - self.root) else "farther off"

    def listed(self, most: int = 6) -> tuple[int, ...]:
        """Return the numbers of the iterates to list: from the start to where seven decimals have settled.

        Where these are more than `most`, the first two and the last of them; without a root, the first.
        """
        settled = [n for n, x in enumerate(self.iterates) if abs(x - self.root) < 5e-8 * max(1.0, abs(self.root))]
        if not settled:
            return tuple(range(min(most, len(self.iterates))))
        numbers = range(settled[0] + 1)
        return tuple(numbers if len(numbers) <= most else (*numbers[:2], *numbers[2 - most :]))

    @property
    def corners(self) -> Array:
        """Return the path's corners: on the curve, where its tangent is zero, on the curve above, …, shape (n, 2)."""
        path = [(x, y) for x in self.iterates for y in (0.0, self.function(x))]
        corners = np.array(path[1:])
        return corners[np.isfinite(corners).all(axis=1)]

    @property
    def course(self) -> Course:
        """Classify the iteration: towards a root, fast or slow (as at a multiple one), or why there is none.

        "fails" at a level tangent or outside the domain, "diverges" on longer and longer steps or ever in one
        direction, "cycles" between two points, else "unsettled".
        """
        steps = np.diff(self.iterates)
        sizes = np.abs(steps)
        if self.stopped == "converged" or (len(steps) > 2 and sizes[-1] < 1e-3 * sizes[0]):
            return "slow" if len(steps) > 2 and sizes[-1] > 0.1 * sizes[-2] else "fast"
        if self.stopped != "left the domain" and len(steps) > 2:
            if bool((np.diff(sizes) > 0).all() or (steps > 0).all() or (steps < 0).all()):
                return "diverges"
            if abs(steps[-1] + steps[-2]) <= 1e-9 * sizes[-1]:
                return "cycles"
        return "unsettled" if self.stopped == "out of steps" else "fails"

    @property
    def typst(self) -> str:
        """Return the rule; its parts are next, current, value and slope."""
        x = symbol_source(self.function.variables[0])
        now = f"{x}_n" if "_" not in x else f"{x}^((n))"
        following = f"{x}_(n + 1)" if "_" not in x else f"{x}^((n + 1))"
        value, slope = part(f"f({now})", "value"), part(f"f'({now})", "slope")
        return f"{part(following, 'next')} = {part(now, 'current')} - {value} / {slope}"

    def typst_step(self, n: int) -> str:
        """Return step number n (from 0) with its numbers; its parts are current, value, slope and next."""
        step = self.steps[n]
        given = step.x, step.value, step.slope
        digits = agreeing_digits(given, step.next, _next, 6, 3)
        quotient = fraction(step.value, step.slope, ("value", "slope"), digits)
        sign = typst_result(_next([shown(number, digits) for number in given]), step.next, 6)
        following = part(typst_number(step.next, 6), "next")
        return f"{part(typst_number(step.x, max(6, digits)), 'current')} - {quotient} {sign} {following}"


def _next(step: Sequence[float]) -> float:
    x, value, slope = step
    return sum_without_noise(x, -value / slope)


def _fault_of_start(f: Function, x: float, width: float) -> str:
    """Return why no first step can be shown in a picture so wide; empty if one can."""
    value, slope = f(x), f.derivative()(x)
    step = abs(value / slope) if slope else math.inf
    if not value or step < _SHORT * width:
        return "zero there already"
    if not step < _FAR * width:
        return "level there, or so nearly that its tangent is zero only far away"
    return ""


def _fault(value: float, slope: float, tired: bool) -> Stopped | None:
    if not math.isfinite(value):
        return "left the domain"
    if tired:
        return "out of steps"
    return "level" if value and (slope == 0 or not math.isfinite(slope)) else None
