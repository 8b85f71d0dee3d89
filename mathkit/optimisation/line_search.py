"""Rules that measure before they step: backtracking line search, and Newton's method (Nocedal & Wright, §2–3)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np

from mathkit.arrays import Array
from mathkit.errors import DomainError
from mathkit.notation.number_format import typst_number
from mathkit.optimisation.optimiser_loop import Iterate, Stepper
from mathkit.optimisation.update_rules import ETA, GRADIENT, THETA, check_rate, lines, printed, updated

_HALVINGS = 60  # 2⁻⁶⁰ is below the spacing of doubles: a line search that gets there has found nothing


@dataclass(frozen=True, slots=True)
class BacktrackingDescent:
    """θ ← θ − t g, with t = rate · shrinkᵏ the first that meets Armijo's condition L(θ − t g) ≤ L(θ) − c t |g|².

    Nocedal & Wright, Numerical Optimization, algorithm 3.1 and eq. 3.4.
    """

    rate: float = 1.0
    shrink: float = 0.5
    decrease: float = 1e-4

    def __post_init__(self) -> None:
        check_rate(self.rate)
        _check_fraction("shrink", self.shrink)
        _check_fraction("decrease", self.decrease)

    def stepper(self) -> Stepper:
        """Make a stepper that finds no step where not even the smallest t decreases L enough."""
        return lambda here: _backtracked(here, -here.gradient, self.rate, self.shrink, self.decrease)

    @property
    def formulas(self) -> Mapping[str, str]:
        """Return the lines "condition" and "parameters"."""
        t = "{{ t : rate }}"
        return lines(
            condition=f"L({THETA} - {t} {GRADIENT}) <= L({THETA}) - {{{{ c : decrease }}}} {t} norm({GRADIENT})^2",
            parameters=updated(f"{t} {GRADIENT}"),
        )

    @property
    def typst(self) -> str:
        """Return its lines and settings; the parts are those of the lines, t in them the first rate that is tried."""
        shrink = f"{{{{ t : rate }}}} <- {typst_number(self.shrink)} {{{{ t : rate }}}}"
        settings = ("{{ t : rate }}", self.rate), ("{{ c : decrease }}", self.decrease)
        return f'{printed(self.formulas, *settings)}, quad "else" {shrink}'


@dataclass(frozen=True, slots=True)
class NewtonDescent:
    """θ ← θ − H⁻¹ g, to the stationary point of the second-order model (MML §7.1; Nocedal & Wright eq. 2.15).

    `downhill` makes it a method for minima: where −H⁻¹g does not lead down, −g is taken instead, and the step
    is shortened by Armijo's condition. Without, it is the pure method, which also goes to saddles and maxima.
    """

    rate: float = 1.0
    downhill: bool = False

    def __post_init__(self) -> None:
        check_rate(self.rate)

    def stepper(self) -> Stepper:
        """Make a stepper that finds no step where the Hessian is singular or the objective has none."""

        def step(here: Iterate) -> Array | None:
            if here.objective.hessian is None:
                raise DomainError(
                    f"Newton's method needs second derivatives, which {here.objective.text} does not give"
                )
            try:
                towards = _solved(here.objective.hessian(here.point), -here.gradient)
            except np.linalg.LinAlgError:
                return _backtracked(here, -here.gradient, self.rate) if self.downhill else None
            if not self.downhill:
                return self.rate * towards
            return _backtracked(here, towards if towards @ here.gradient < 0 else -here.gradient, self.rate)

        return step

    @property
    def formulas(self) -> Mapping[str, str]:
        """Return the line "parameters"."""
        rate = "" if self.rate == 1 else f"{ETA} "
        return lines(parameters=updated(f"{rate}{{{{ H^(-1) : inverse-hessian }}}} {GRADIENT}"))

    @property
    def typst(self) -> str:
        """Return its line and, where it is not 1, the rate; the parts are those of the line."""
        return self.formulas["parameters"] if self.rate == 1 else printed(self.formulas, (ETA, self.rate))


def _solved(matrix: Array, right: Array) -> Array:
    return np.asarray(np.linalg.solve(matrix, right), dtype=np.float64)


def _backtracked(
    here: Iterate, towards: Array, rate: float, shrink: float = 0.5, decrease: float = 1e-4
) -> Array | None:
    """Return the first of rate · shrinkᵏ towards that meets Armijo's condition; None if none does."""
    slope = float(here.gradient @ towards)
    for _ in range(_HALVINGS):
        value, _gradient = here.objective.evaluate(here.point + rate * towards)
        if value <= here.value + decrease * rate * slope and (here.point + rate * towards != here.point).any():
            return rate * towards
        rate *= shrink
    return None


def _check_fraction(name: str, value: float) -> None:
    if not 0 < value < 1:
        raise DomainError(f"{name} = {value:g}: choose one between 0 and 1")
