"""One neuron with its loss: forward, the local derivative of every step, and backward (MML §5.6, Parr & Howard §6).

x, w, b  →  z = w x + b  →  a = σ(z)  →  L = loss(a, target)
"""

from __future__ import annotations

import difflib
import math
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from types import MappingProxyType
from typing import Self

import numpy as np

from mathkit.errors import DomainError
from mathkit.networks.activations import tanh_slope
from mathkit.notation.number_format import (
    agreeing_digits,
    shown,
    sum_without_noise,
    typst_equals,
    typst_number,
    typst_result,
)
from mathkit.notation.typst_parts import aligned, multiplied, part, partial, product, product_digits, valued


@dataclass(frozen=True, slots=True)
class Activation:
    """a = value(z) and da/dz = slope(z, a); both as Typst source with the parts z and a labelled."""

    value: Callable[[float], float]
    slope: Callable[[float, float], float]
    typst: str
    typst_slope: str


@dataclass(frozen=True, slots=True)
class Loss:
    """L = value(z, a, t) and dL/da = slope(z, a, t); both as Typst source with the parts a and target labelled.

    z is there for what a, rounded to 0 or 1, has forgotten.
    """

    value: Callable[[float, float, float], float]
    slope: Callable[[float, float, float], float]
    typst: str
    typst_slope: str


def _logistic(z: float) -> float:
    small = math.exp(-abs(z))
    return (1.0 if z >= 0 else small) / (1.0 + small)


def _softplus(z: float) -> float:
    return max(z, 0.0) + math.log1p(math.exp(-abs(z)))


_Z, _A, _T = "{{ z : z }}", "{{ a : a }}", "{{ t : target }}"

#: What one neuron may apply to z, by name.
ACTIVATIONS: Mapping[str, Activation] = MappingProxyType(
    {
        "sigmoid": Activation(_logistic, lambda z, a: _logistic(z) * _logistic(-z), f"sigma({_Z})", f"{_A} (1 - {_A})"),
        "tanh": Activation(math.tanh, lambda z, a: float(tanh_slope(np.asarray(z))), f"tanh({_Z})", f"1 - {_A}^2"),
        "relu": Activation(
            lambda z: max(0.0, z), lambda z, a: float(z > 0), f"max(0, {_Z})", f'cases(1 "if" {_Z} > 0, 0 "otherwise")'
        ),
        "softplus": Activation(_softplus, lambda z, a: _logistic(z), f"ln(1 + e^({_Z}))", f"sigma({_Z})"),
        "identity": Activation(lambda z: z, lambda z, a: 1.0, _Z, "1"),
    }
)

#: How one neuron's output may be judged, by name; no mean, and no half but where the name has it.
LOSSES: Mapping[str, Loss] = MappingProxyType(
    {
        "squared": Loss(
            lambda z, a, t: (a - t) ** 2, lambda z, a, t: 2 * (a - t), f"({_A} - {_T})^2", f"2 ({_A} - {_T})"
        ),
        "half_squared": Loss(
            lambda z, a, t: (a - t) ** 2 / 2, lambda z, a, t: a - t, f"1 / 2 ({_A} - {_T})^2", f"{_A} - {_T}"
        ),
        "cross_entropy": Loss(
            lambda z, a, t: t * _softplus(-z) + (1 - t) * _softplus(z),
            lambda z, a, t: _sigmoid_error(z, t) / (_logistic(z) * _logistic(-z)),
            f"-{_T} ln {_A} - (1 - {_T}) ln(1 - {_A})",
            f"({_A} - {_T}) / ({_A} (1 - {_A}))",
        ),
    }
)

_FARTHEST = 300.0  # |z| of a neuron whose activation levels out: beyond, its slopes leave float64


def _sigmoid_error(z: float, t: float) -> float:
    """Return σ(z) − t from z: 1 − σ(40) is 4e-18, and 0 when taken from a rounded σ(40)."""
    return (1 - t) * _logistic(z) - t * _logistic(-z)


@dataclass(frozen=True, slots=True)
class Neuron:
    """a = activation(w x + b), judged by loss(a, target). The squared loss is L = (a − target)², without a half.

    Raises DomainError for an unknown activation or loss, for a number that is not finite, and for cross-entropy without
    sigmoid or with a target outside [0, 1], and for a z at which the slope of the activation is no float64.
    """

    x: float
    w: float
    b: float
    target: float
    activation: str = "sigmoid"
    loss: str = "squared"

    def __post_init__(self) -> None:
        check_known("activation", self.activation, ACTIVATIONS)
        check_known("loss", self.loss, LOSSES)
        for name in ("x", "w", "b", "target"):
            value = float(getattr(self, name))
            if not math.isfinite(value):
                raise DomainError(f"{name} = {value} is no finite number: type one such as {name}=0.5")
            object.__setattr__(self, name, value)
        if self.loss == "cross_entropy" and self.activation != "sigmoid":
            raise DomainError("loss=cross_entropy needs a in (0, 1): choose activation=sigmoid, or loss=squared")
        if self.loss == "cross_entropy" and not 0 <= self.target <= 1:
            raise DomainError(f"loss=cross_entropy needs a target from 0 to 1, not {self.target:g}")
        reach = {"sigmoid": abs(self.z), "tanh": abs(self.z), "softplus": -self.z}.get(self.activation, 0.0)
        if not reach <= _FARTHEST:
            raise DomainError(
                f"z = {self.z:g}: {self.activation} is so level there that its slope is no number to show; type w, x "
                f"and b with |w x + b| up to {_FARTHEST:g}"
            )

    # forward

    @property
    def z(self) -> float:
        """Return the weighted input w x + b."""
        return self.w * self.x + self.b

    @property
    def a(self) -> float:
        """Return the output, activation(z)."""
        return ACTIVATIONS[self.activation].value(self.z)

    @property
    def loss_value(self) -> float:
        """Return the loss L = loss(a, target)."""
        return LOSSES[self.loss].value(self.z, self.a, self.target)

    # the local derivative of each step

    @property
    def dz_dw(self) -> float:
        """Return ∂z/∂w = x."""
        return self.x

    @property
    def dz_dx(self) -> float:
        """Return ∂z/∂x = w."""
        return self.w

    @property
    def dz_db(self) -> float:
        """Return ∂z/∂b = 1."""
        return 1.0

    @property
    def da_dz(self) -> float:
        """Return σ′(z); for relu 0 at z = 0."""
        return ACTIVATIONS[self.activation].slope(self.z, self.a)

    @property
    def dloss_da(self) -> float:
        """Return ∂L/∂a."""
        return LOSSES[self.loss].slope(self.z, self.a, self.target)

    # backward: products of local derivatives

    @property
    def dloss_dz(self) -> float:
        """Return ∂L/∂z = ∂L/∂a · da/dz; for cross-entropy over sigmoid the product is a − target, computed so."""
        if self.loss == "cross_entropy":
            return _sigmoid_error(self.z, self.target)
        return self.dloss_da * self.da_dz

    @property
    def dloss_dw(self) -> float:
        """Return ∂L/∂w = ∂L/∂z · x."""
        return self.dloss_dz * self.dz_dw

    @property
    def dloss_db(self) -> float:
        """Return ∂L/∂b = ∂L/∂z."""
        return self.dloss_dz * self.dz_db

    @property
    def dloss_dx(self) -> float:
        """Return ∂L/∂x = ∂L/∂z · w."""
        return self.dloss_dz * self.dz_dx

    # learning

    def with_(self, **changes: float) -> Self:
        """Return this neuron with other numbers: neuron.with_(w=0.5)."""
        return replace(self, **changes)  # type: ignore[arg-type]

    def stepped(self, rate: float) -> Self:
        """Take one step of gradient descent: w ← w − η ∂L/∂w, b ← b − η ∂L/∂b."""
        return self.with_(w=self.w - rate * self.dloss_dw, b=self.b - rate * self.dloss_db)

    def trained(self, rate: float, steps: int) -> tuple[Self, ...]:
        """Train for `steps` steps: this neuron and those that follow it, steps + 1 neurons."""
        neurons = [self]
        for _ in range(steps):
            neurons.append(neurons[-1].stepped(rate))
        return tuple(neurons)

    @property
    def typst(self) -> str:
        """Return z, a and L by their formulas and in numbers; the parts are x, w, b, z, a, target and loss."""
        given = self.w, self.x, self.b
        digits = agreeing_digits(given, self.z, lambda numbers: numbers[0] * numbers[1] + numbers[2])
        w, x, b = (shown(number, digits) for number in given)
        weighted, bias = product([(self.w, "w"), (self.x, "x")], digits), part(typst_number(abs(self.b), digits), "b")
        z = f"{weighted} {'-' if self.b < 0 else '+'} {bias}"
        value = f"{typst_result(sum_without_noise(w * x, b), self.z)} {part(typst_number(self.z), 'z')}"
        weighed = f"{part('z', 'z')} = {self.formulas['z']} {typst_equals(*given, digits=digits)} {z} {value}"
        steps = (("a", "a", "a", self.a), ("L", "loss", "loss", self.loss_value))
        lines = [valued(f"{part(sign, name)} = {self.formulas[fact]}", size, name) for sign, name, fact, size in steps]
        return aligned([weighed, *lines])

    @property
    def typst_gradients(self) -> str:
        """Return ∂L/∂w, ∂L/∂b, ∂L/∂x as products of local derivatives; the parts are gradient-w, loss-a, a-z, z-w …."""
        lines = []
        slopes = (
            ("w", self.dz_dw, self.dloss_dw),
            ("b", self.dz_db, self.dloss_db),
            ("x", self.dz_dx, self.dloss_dx),
        )
        digits = max(product_digits((self.dloss_da, self.da_dz, own), value) for _, own, value in slopes)
        for name, own, value in slopes:
            factors = (
                (("L", "a"), "loss-a", self.dloss_da),
                (("a", "z"), "a-z", self.da_dz),
                (("z", name), f"z-{name}", own),
            )
            symbols = " ".join(part(partial(*pair), label) for pair, label, _ in factors)
            numbers = [(number, label) for _, label, number in factors]
            lines.append(multiplied(f"{partial('L', name)} = {symbols}", numbers, value, f"gradient-{name}", digits))
        return aligned(lines)

    @property
    def formulas(self) -> Mapping[str, str]:
        """Return right-hand sides as Typst math, with parts labelled x, w, b, z, a, target."""
        activation, loss = ACTIVATIONS[self.activation], LOSSES[self.loss]
        return MappingProxyType(
            {
                "z": "{{ w : w }} {{ x : x }} + {{ b : b }}",
                "a": activation.typst,
                "loss": loss.typst,
                "dz_dw": "{{ x : x }}",
                "dz_dx": "{{ w : w }}",
                "dz_db": "1",
                "da_dz": activation.typst_slope,
                "dloss_da": loss.typst_slope,
            }
        )


def check_known(what: str, name: str, names: Mapping[str, object]) -> None:
    """Raise DomainError, with the nearest of `names`, if `name` is none of them."""
    if name not in names:
        near = difflib.get_close_matches(str(name), list(names), n=1, cutoff=0.4)
        hint = f"did you mean '{near[0]}'? " if near else ""
        raise DomainError(f"unknown {what} '{name}': {hint}there are {', '.join(names)}")
