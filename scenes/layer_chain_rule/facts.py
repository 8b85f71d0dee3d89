"""What is true of a layer: its Jacobians, its gradients, which neurons are silent, and a second layer on top.

Symbols: x input, W weights (a row for each neuron), b bias, z = Wx + b, a = activation(z), t target,
L the loss, δ = ∂L/∂z.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

import numpy as np

from mathkit import Layer, LayerChain
from mathkit.networks.layer_verification import confirm_chain
from scenes.errors import LessonError
from scenes.script.params import LessonParams, SmallMatrix, SmallVector
from scenes.script.spoken_values import spoken_decimal

#: Numbers as the voice says them.
NUMBERS = ("no", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve")
ORDINALS = ("first", "second", "third", "fourth")


class LayerParams(LessonParams):
    """W: a row of weights for each neuron; x, b, target: vectors; activation, loss by name; W2, b2: the second layer's.

    The target is judged at the top of one layer, and then of two.
    """

    W: SmallMatrix = ((0.8, -0.5), (-0.4, 0.9), (0.3, 0.6))
    x: SmallVector = (1.5, -1.0)
    b: SmallVector = (0.1, -0.2, 0.3)
    target: SmallVector = (1.0, 0.0, 1.0)
    activation: Literal["sigmoid", "tanh", "relu", "softplus", "identity", "softmax"] = "sigmoid"
    loss: Literal["squared", "half_squared"] = "squared"
    W2: SmallMatrix | None = None
    b2: SmallVector | None = None


@dataclass(frozen=True, slots=True, eq=False)
class LayerFacts:
    """A layer, its `chain` to the loss, and the chain of `two` layers, the second on top of it."""

    layer: Layer
    chain: LayerChain
    two: LayerChain

    @classmethod
    def of(cls, params: LayerParams) -> LayerFacts:
        """Work the facts out for a layer and its target.

        Raises:
            NablaError: the sizes of W, x, b, target, W2 or b2 do not fit, or b2 has no W2.
        """
        p = params
        layer = Layer.of(p.W, p.x, p.b, p.activation)
        chain = LayerChain.of(layer, p.target, p.loss)
        rows = layer.outputs
        if p.W2 is not None and any(len(side) != rows for side in (p.W2, p.W2[0])):
            raise LessonError(
                f"layer-chain-rule: W2 is {len(p.W2)}×{len(p.W2[0])}, where the first layer has {rows} outputs to hand "
                f"to as many neurons: type {rows} rows of {rows}, or leave it out."
            )
        if p.b2 is not None and p.W2 is None:
            raise LessonError("layer-chain-rule: b2 is the bias of a second layer: type its weights too, W2=1 2; 3 4.")
        if p.b2 is not None and len(p.b2) != rows:
            raise LessonError(f"layer-chain-rule: b2 has {len(p.b2)} entries, where W2 has {rows} rows: type {rows}.")
        bias = [0.0] * rows if p.b2 is None else p.b2
        whole = chain.then_drawn() if p.W2 is None else chain.then(p.W2, bias)
        for each in (chain, whole):
            confirm_chain(each)
        return cls(layer, chain, whole)

    # -- sizes and losses as the voice says them --------------------------------------------------------------------

    @property
    def neurons(self) -> str:
        """Return how many neurons there are: "three neurons"."""
        return _count(self.layer.outputs, "neuron")

    @property
    def all_neurons(self) -> str:
        """Return all of them: "both neurons", "all three neurons"."""
        return "both neurons" if self.layer.outputs == 2 else f"all {self.neurons}"

    @property
    def inputs(self) -> str:
        """Return how many inputs there are."""
        return _count(self.layer.inputs, "input")

    @property
    def rows(self) -> str:
        """Return how many rows W has."""
        return _count(self.layer.outputs, "row")

    @property
    def columns(self) -> str:
        """Return how many columns W has."""
        return _count(self.layer.inputs, "column")

    @property
    def weights(self) -> str:
        """Return how many weights there are."""
        return _count(self.layer.outputs * self.layer.inputs, "weight")

    @property
    def halved(self) -> bool:
        """Return whether the loss is half of the squared misses."""
        return self.chain.loss == "half_squared"

    @property
    def loss_told(self) -> str:
        """Return the loss in words."""
        return spoken_decimal(self.chain.loss_value)

    @property
    def top_told(self) -> str:
        """Return the loss at the end of both layers, in words."""
        return spoken_decimal(self.two.loss_value)

    # -- what is to be said of the layer ----------------------------------------------------------------------------

    @property
    def single(self) -> bool:
        """Return whether the layer is a single neuron."""
        return self.layer.outputs == 1

    @property
    def mixes(self) -> bool:
        """Return whether an output depends on the z of other neurons too, as softmax's do."""
        return not self.layer.elementwise

    @property
    def identity(self) -> bool:
        """Return whether the activation changes nothing."""
        return self.layer.activation == "identity"

    @property
    def all_silent(self) -> bool:
        """Return whether no output feels its z."""
        return len(self._silent) == self.layer.outputs

    @property
    def some_silent(self) -> bool:
        """Return whether some neuron's output does not feel its z."""
        return bool(self._silent)

    @property
    def silent_neurons(self) -> str:
        """Return which neurons are silent: "second neuron", "second and third neurons"."""
        return " and ".join(ORDINALS[i] for i in self._silent) + (" neuron" if len(self._silent) == 1 else " neurons")

    @property
    def is_or_are(self) -> str:
        """Return the verb that goes with the silent neurons."""
        return "is" if len(self._silent) == 1 else "are"

    @property
    def feels(self) -> bool:
        """Return whether the loss at the end of both layers feels a weight of the first."""
        return bool(self.two.gradients[0].dloss_dw.any())

    @property
    def _silent(self) -> tuple[int, ...]:
        """Return the neurons whose output does not feel their z at all, counted from 0."""
        return tuple(int(i) for i in np.flatnonzero(~np.abs(self.layer.da_dz).any(axis=1)))


def _count(number: int, thing: str) -> str:
    """Return "three neurons", "one neuron", "16 weights"."""
    spoken = NUMBERS[number] if number < len(NUMBERS) else str(number)
    return f"{spoken} {thing}{'' if number == 1 else 's'}"
