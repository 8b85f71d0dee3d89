"""What is true of a neuron: its numbers, whether the loss feels its weight, and what learning does to the loss.

Symbols: x input, w weight, b bias, z = wx + b, a = activation(z), t target, L the loss, η the learning rate.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

from mathkit import Neuron, format_number
from mathkit.errors import DomainError
from mathkit.networks.neuron_verification import confirm_neuron
from scenes.errors import LessonError
from scenes.script.params import LessonParams, Number
from scenes.script.spoken_values import spoken_value

#: Training takes this many steps, and is stopped where it multiplies the loss by more than this: it has been seen.
STEPS, BLOWN_UP = 12, 1e4


class NeuronParams(LessonParams):
    """x, w, b, target: numbers; activation, loss: by name; rate: of the learning step."""

    x: Number = 1.5
    w: Number = -0.6
    b: Number = 0.2
    target: Number = 1.0
    activation: Literal["sigmoid", "tanh", "relu", "softplus", "identity"] = "sigmoid"
    loss: Literal["squared", "half_squared", "cross_entropy"] = "squared"
    rate: Number = 1.0


@dataclass(frozen=True, slots=True)
class NeuronFacts:
    """A neuron that is `trained`, step by step, at a rate: the first is the neuron before it learns."""

    trained: tuple[Neuron, ...]
    rate: float

    @classmethod
    def of(cls, params: NeuronParams) -> NeuronFacts:
        """Work the facts out for a neuron and a rate.

        Raises:
            NablaError: the rate is no step size, the loss does not go with the activation, or the numbers grow beyond
                what can be computed.
        """
        p = params
        if not 0 < p.rate < math.inf:
            raise LessonError(f"neuron-chain-rule: rate = {p.rate:g} is no step size. Type a positive one: rate=0.5.")
        neuron = Neuron(p.x, p.w, p.b, p.target, p.activation, p.loss)
        try:
            trained = _worth_showing(neuron.trained(p.rate, STEPS))
        except (DomainError, OverflowError):
            raise LessonError(
                f"neuron-chain-rule: with rate = {p.rate:g} the numbers grow beyond what can be computed. "
                "Type smaller ones: a rate such as 0.1, or x, w, b and target nearer to 1."
            ) from None
        for each in trained[:2]:
            confirm_neuron(each)
        return cls(trained, p.rate)

    @property
    def neuron(self) -> Neuron:
        """Return the neuron before it learns."""
        return self.trained[0]

    @property
    def after(self) -> Neuron:
        """Return the neuron after one step of learning."""
        return self.trained[1]

    @property
    def rounds(self) -> int:
        """Return how many steps of learning there are."""
        return len(self.trained) - 1

    # -- numbers as the voice says them -----------------------------------------------------------------------------

    @property
    def z_said(self) -> str:
        """Return z in words."""
        return spoken_value(self.neuron.z)

    @property
    def a_said(self) -> str:
        """Return the output in words."""
        return spoken_value(self.neuron.a)

    @property
    def loss_said(self) -> str:
        """Return the loss in words."""
        return spoken_value(self.neuron.loss_value)

    @property
    def next_loss_said(self) -> str:
        """Return the loss after one step, in words."""
        return spoken_value(self.after.loss_value)

    @property
    def last_loss_said(self) -> str:
        """Return the loss at the end of the training, in words."""
        return spoken_value(self.trained[-1].loss_value)

    # -- what is to be said of the weight ---------------------------------------------------------------------------

    @property
    def felt(self) -> bool:
        """Return whether the loss feels the weight."""
        return not self.unfelt

    @property
    def unfelt(self) -> bool:
        """Return whether the loss does not feel the weight: one of the factors is zero."""
        return self.neuron.dloss_dw == 0

    @property
    def silent(self) -> bool:
        """Return whether the output does not move with z, nor the loss."""
        return self.on_target and self.neuron.da_dz == 0

    @property
    def on_target(self) -> bool:
        """Return whether the loss does not move with z."""
        return self.neuron.dloss_dz == 0

    @property
    def up_or_down(self) -> str:
        """Return where learning moves the weight."""
        return "up" if self.neuron.dloss_dw < 0 else "down"

    @property
    def rises_or_falls(self) -> str:
        """Return what the loss does as the weight is raised."""
        return "falls" if self.neuron.dloss_dw < 0 else "rises"

    # -- what is to be said of learning -----------------------------------------------------------------------------

    @property
    def falls(self) -> bool:
        """Return whether one step lowers the loss."""
        return _outcome(self.neuron, self.after) == "falls"

    @property
    def in_vain(self) -> bool:
        """Return whether one step does not lower the loss."""
        return not self.falls

    @property
    def grows(self) -> bool:
        """Return whether one step raises the loss."""
        return _outcome(self.neuron, self.after) == "grows"

    @property
    def stands(self) -> bool:
        """Return whether learning moves neither w nor b."""
        return self.neuron.dloss_dw == 0 and self.neuron.dloss_db == 0

    @property
    def mirrored(self) -> bool:
        """Return whether one step lands on the other side of the target, as far beyond as the output was before it."""
        first, then = self.neuron, self.after
        misses = first.a - first.target, then.a - then.target
        return misses[0] != 0 and math.isclose(misses[0], -misses[1], rel_tol=1e-9)

    @property
    def weight_after(self) -> str:
        """Return the weight after one step, with as many digits as it takes to see the step."""
        return format_number(self.after.w, telling_digits(self.after.w, self.neuron.w))

    @property
    def bias_after(self) -> str:
        """Return the bias after one step, likewise."""
        return format_number(self.after.b, telling_digits(self.after.b, self.neuron.b))

    @property
    def without_loss(self) -> bool:
        """Return whether there is nothing left to learn."""
        return self.neuron.loss_value < 1e-9

    @property
    def hardly_falls(self) -> bool:
        """Return whether the loss is said alike before and after one step."""
        return self.next_loss_said == self.loss_said

    @property
    def training_falls(self) -> bool:
        """Return whether training lowers the loss."""
        return _outcome(self.neuron, self.trained[-1]) == "falls"

    @property
    def training_grows(self) -> bool:
        """Return whether training raises the loss."""
        return _outcome(self.neuron, self.trained[-1]) == "grows"

    @property
    def training_hardly_falls(self) -> bool:
        """Return whether the loss is said alike before and after the training."""
        return self.last_loss_said == self.loss_said


def telling_digits(number: float, before: float, most: int = 9) -> int:
    """Return the fewest significant digits, three at least, with which a number is not written as another one is."""
    if number == before:
        return 3
    apart = (n for n in range(3, most) if format_number(number, n) != format_number(before, n))
    return next(apart, most)


def _worth_showing(trained: Sequence[Neuron]) -> tuple[Neuron, ...]:
    """Return the steps of a training that are worth showing: two at least, and none after the loss has blown up."""
    most = BLOWN_UP * max(trained[0].loss_value, 1.0)
    for step, neuron in enumerate(trained):
        if step >= 2 and not neuron.loss_value <= most:
            return tuple(trained[: step + 1])
    return tuple(trained)


def _outcome(first: Neuron, last: Neuron) -> Literal["falls", "grows", "stays"]:
    """Return what learning has done to the loss, as the nodes show it."""
    before, after = first.loss_value, last.loss_value
    if math.isclose(before, after, rel_tol=1e-9):
        return "stays"
    return "falls" if after < before else "grows"
