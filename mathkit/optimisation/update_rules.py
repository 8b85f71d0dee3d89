"""The update rules, each as its step, its numbers and its formulas: θ ← θ − η ∇L and what grew out of it.

g = ∇L(θ), η the rate; operations on vectors are element by element. Momentum, Nesterov, RMSProp and Adam follow the
conventions of PyTorch, so that rates carry over.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType

import numpy as np

from mathkit.arrays import Array
from mathkit.errors import DomainError
from mathkit.notation.typst_parts import aligned, valued
from mathkit.optimisation.optimiser_loop import Iterate, Stepper

THETA, ETA, GRADIENT = "{{ theta : parameters }}", "{{ eta : rate }}", "{{ nabla L : gradient }}"
_VELOCITY, _SQUARES, _MEAN = "{{ v : velocity }}", "{{ s : squares }}", "{{ m : mean }}"
_BETA, _EPSILON = "{{ beta : memory }}", "{{ epsilon : guard }}"
_BETA_1, _BETA_2 = "{{ beta_1 : memory-mean }}", "{{ beta_2 : memory-squares }}"


def lines(**formulas: str) -> Mapping[str, str]:
    """Return formulas by name, in order, not to be changed."""
    return MappingProxyType(formulas)


def printed(formulas: Mapping[str, str], *settings: tuple[str, float]) -> str:
    """Write the lines of a rule under one another, and below them its settings: (symbol, number), as in η = 0.1."""
    numbers = ", quad ".join(valued(symbol, value) for symbol, value in settings)
    return aligned((*formulas.values(), numbers))


def updated(step: str) -> str:
    """Write θ ← θ − step as Typst source, in this order."""
    return f"{THETA} <- {THETA} - {step}"


@dataclass(frozen=True, slots=True)
class GradientDescent:
    """θ ← θ − ηₙ g with ηₙ = η/(1 + decay · n) (MML eq. 7.6).

    With decay > 0 the rates sum to infinity, their squares do not: what Robbins & Monro (1951) ask of a noisy gradient.
    """

    rate: float
    decay: float = 0.0

    def __post_init__(self) -> None:
        check_rate(self.rate)
        if not 0 <= self.decay < np.inf:
            raise DomainError(f"a decay of {self.decay:g}: choose 0 (a fixed rate) or more")

    def rate_at(self, n: int) -> float:
        """Return ηₙ, the rate of step n = 0, 1, …."""
        return self.rate / (1 + self.decay * n)

    def stepper(self) -> Stepper:
        """Make a stepper without memory: the step depends on n and g alone."""
        return lambda here: -self.rate_at(here.n) * here.gradient

    @property
    def formulas(self) -> Mapping[str, str]:
        """Return the lines "rate" (if it decays) and "parameters"."""
        if not self.decay:
            return lines(parameters=updated(f"{ETA} {GRADIENT}"))
        rate = "{{ eta_n : rate }}"
        return lines(
            rate=f"{rate} = {{{{ eta_0 : first-rate }}}} / (1 + {{{{ k : decay }}}} {{{{ n : step }}}})",
            parameters=updated(f"{rate} {GRADIENT}"),
        )

    @property
    def typst(self) -> str:
        """Return its lines and its settings; the parts are those of the lines."""
        if not self.decay:
            return printed(self.formulas, (ETA, self.rate))
        return printed(self.formulas, ("{{ eta_0 : first-rate }}", self.rate), ("{{ k : decay }}", self.decay))


@dataclass(frozen=True, slots=True)
class Momentum:
    """Velocity v ← βv + g, then θ ← θ − ηv: Polyak's heavy ball (MML §7.1.2; Goh 2017, "Why Momentum Really Works")."""

    rate: float
    beta: float = 0.9

    def __post_init__(self) -> None:
        check_rate(self.rate)
        _check_memory("beta", self.beta)

    def stepper(self) -> Stepper:
        """Make a stepper that remembers the velocity, which starts at 0."""
        velocity: Array | float = 0.0

        def step(here: Iterate) -> Array:
            nonlocal velocity
            velocity = self.beta * velocity + here.gradient
            return -self.rate * self._change(here.gradient, velocity)

        return step

    def _change(self, gradient: Array, velocity: Array) -> Array:
        return velocity

    @property
    def formulas(self) -> Mapping[str, str]:
        """Return the lines "velocity" and "parameters"."""
        velocity = f"{_VELOCITY} <- {_BETA} {_VELOCITY} + {GRADIENT}"
        return lines(velocity=velocity, parameters=updated(f"{ETA} {self._direction}"))

    @property
    def _direction(self) -> str:
        return _VELOCITY

    @property
    def typst(self) -> str:
        """Return its lines and its settings; the parts are those of the lines."""
        return printed(self.formulas, (ETA, self.rate), (_BETA, self.beta))


@dataclass(frozen=True, slots=True)
class Nesterov(Momentum):
    """Velocity v ← βv + g, then θ ← θ − η(g + βv): momentum that looks ahead (Sutskever et al. 2013).

    Written in the looked-ahead point, as PyTorch does.
    """

    def _change(self, gradient: Array, velocity: Array) -> Array:
        return gradient + self.beta * velocity

    @property
    def _direction(self) -> str:
        return f"({GRADIENT} + {_BETA} {_VELOCITY})"


@dataclass(frozen=True, slots=True)
class RMSProp:
    """Squares s ← βs + (1 − β)g², then θ ← θ − η g/(√s + ε) (Hinton's lecture 6e; PyTorch calls β alpha)."""

    rate: float = 0.01
    beta: float = 0.99
    epsilon: float = 1e-8

    def __post_init__(self) -> None:
        check_rate(self.rate)
        _check_memory("beta", self.beta)
        _check_guard(self.epsilon)

    def stepper(self) -> Stepper:
        """Make a stepper that remembers the running mean of the squares, which starts at 0."""
        squares: Array | float = 0.0

        def step(here: Iterate) -> Array:
            nonlocal squares
            g = here.gradient
            squares = self.beta * squares + (1 - self.beta) * g * g
            return -self.rate * g / (np.sqrt(squares) + self.epsilon)

        return step

    @property
    def formulas(self) -> Mapping[str, str]:
        """Return the lines "squares" and "parameters"."""
        squares = f"{_SQUARES} <- {_BETA} {_SQUARES} + (1 - {_BETA}) ({GRADIENT})^2"
        return lines(squares=squares, parameters=updated(f"{ETA} ({GRADIENT}) / (sqrt({_SQUARES}) + {_EPSILON})"))

    @property
    def typst(self) -> str:
        """Return its lines and its settings; the parts are those of the lines."""
        return printed(self.formulas, (ETA, self.rate), (_BETA, self.beta), (_EPSILON, self.epsilon))


@dataclass(frozen=True, slots=True)
class Adam:
    """θ ← θ − η m̂/(√ŝ + ε): running means of g and g² without their bias to 0 (Kingma & Ba 2015, algorithm 1)."""

    rate: float = 0.001
    beta1: float = 0.9
    beta2: float = 0.999
    epsilon: float = 1e-8

    def __post_init__(self) -> None:
        check_rate(self.rate)
        _check_memory("beta1", self.beta1)
        _check_memory("beta2", self.beta2)
        _check_guard(self.epsilon)

    def stepper(self) -> Stepper:
        """Make a stepper that remembers both means, which start at 0."""
        mean: Array | float = 0.0
        squares: Array | float = 0.0

        def step(here: Iterate) -> Array:
            nonlocal mean, squares
            g, n = here.gradient, here.n + 1
            mean = self.beta1 * mean + (1 - self.beta1) * g
            squares = self.beta2 * squares + (1 - self.beta2) * (g * g)
            root = np.sqrt(squares / (1 - self.beta2**n))
            change: Array = mean * (-self.rate / (1 - self.beta1**n)) / (root + self.epsilon)
            return change

        return step

    @property
    def formulas(self) -> Mapping[str, str]:
        """Return the lines "mean", "squares", "corrected-mean", "corrected-squares" and "parameters"."""
        one, two = _BETA_1, _BETA_2
        mean, squares = "{{ hat(m) : corrected-mean }}", "{{ hat(s) : corrected-squares }}"
        return MappingProxyType(
            {
                "mean": f"{_MEAN} <- {one} {_MEAN} + (1 - {one}) {GRADIENT}",
                "squares": f"{_SQUARES} <- {two} {_SQUARES} + (1 - {two}) ({GRADIENT})^2",
                "corrected-mean": f"{mean} = {_MEAN} / (1 - {{{{ beta_1^n : memory-mean }}}})",
                "corrected-squares": f"{squares} = {_SQUARES} / (1 - {{{{ beta_2^n : memory-squares }}}})",
                "parameters": updated(f"{ETA} {mean} / (sqrt({squares}) + {_EPSILON})"),
            }
        )

    @property
    def typst(self) -> str:
        """Return its lines and its settings; the parts are those of the lines."""
        memories = (_BETA_1, self.beta1), (_BETA_2, self.beta2)
        return printed(self.formulas, (ETA, self.rate), *memories, (_EPSILON, self.epsilon))


def check_rate(rate: float) -> None:
    """Raise DomainError for a rate that is not a positive finite number."""
    if not 0 < rate < np.inf:
        raise DomainError(f"a rate of {rate:g} goes nowhere: choose one above 0, such as 0.1")


def _check_memory(name: str, value: float) -> None:
    if not 0 <= value < 1:
        raise DomainError(f"{name} = {value:g}: choose one from 0 (no memory) to below 1, such as 0.9")


def _check_guard(epsilon: float) -> None:
    if not 0 < epsilon < np.inf:
        raise DomainError(f"epsilon = {epsilon:g} cannot keep a division from 0: choose a small number above 0")
