"""Backpropagation through a network, every step of it kept (MML §5.6.1; Parr & Howard §6).

With N examples in rows, A₀ = X and δₖ = ∂L/∂Zₖ:

forward    Zₖ = Aₖ₋₁ Wₖᵀ + 1 bₖᵀ     Aₖ = σ(Zₖ)     L = loss(A, T)
backward   δₖ = ∂L/∂Aₖ ⊙ σ′(Zₖ)     ∂L/∂Wₖ = δₖᵀ Aₖ₋₁     ∂L/∂bₖ = δₖᵀ 1     ∂L/∂Aₖ₋₁ = δₖ Wₖ

Each gradient has the shape of what it belongs to (denominator layout), so that it can be subtracted from it.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Literal, Self

import numpy as np

from mathkit.arrays import Array
from mathkit.networks.activations import BATCH_LOSSES, VECTOR_ACTIVATIONS
from mathkit.networks.dense_layer import DenseLayer
from mathkit.notation.typst_parts import aligned, valued

Quantity = Literal["loss", "activation", "weighted", "weights", "bias", "input"]

_LETTERS: dict[Quantity, str] = {"activation": "A", "weighted": "Z", "weights": "W", "bias": "bold(b)"}
_PLURAL: dict[Quantity, str] = {"activation": "activations", "weighted": "weighted inputs"}


@dataclass(frozen=True, slots=True, eq=False)
class PassStep:
    """One step of a forward or backward pass: what it makes, of which layer (1, 2, …; 0 for X), and by which formula.

    value: the quantity's number(s); gradient: ∂L/∂quantity, of the same shape, or None on the way forward. `local` is
    σ′(Z) where a step multiplies by it. `typst` is the whole equation, its parts labelled.
    """

    direction: Literal["forward", "backward"]
    quantity: Quantity
    layer: int
    value: Array
    gradient: Array | None
    typst: str
    local: Array | None = None

    @property
    def name(self) -> str:
        """Return the name in words: "weights of layer 2"."""
        if self.quantity in ("loss", "input"):
            return self.quantity
        return f"{_PLURAL.get(self.quantity, self.quantity)} of layer {self.layer}"

    @property
    def shape(self) -> tuple[int, ...]:
        """Return the shape of value and gradient; () for the loss."""
        return self.value.shape


@dataclass(frozen=True, slots=True, eq=False)
class BackwardPass:
    """All steps of one forward and one backward pass, in the order in which they are made, and what they come to."""

    loss: float
    steps: tuple[PassStep, ...]

    @classmethod
    def of(cls, layers: Sequence[DenseLayer], loss: str, X: Array, T: Array) -> Self:
        """Run X (N, inputs) forward and back from T (N, outputs): shapes that the network has checked."""
        forward = tuple(_forward(layers, loss, X, T))
        return cls(float(forward[-1].value), (*forward, *_backward(layers, loss, forward, X, T)))

    @property
    def typst(self) -> str:
        """Return every step's equation in order, a line each, with the loss in numbers as the part loss_2."""
        lines = [step.typst for step in self.steps]
        judged = next(index for index, step in enumerate(self.steps) if step.quantity == "loss")
        lines[judged] = valued(lines[judged], self.loss, "loss_2")
        return aligned(lines)

    def gradient_of(self, quantity: Quantity, layer: int = 0) -> Array:
        """Return the gradient ∂L/∂quantity of a layer, of the quantity's shape. Raises KeyError if no step makes it."""
        for step in self.steps:
            if step.gradient is not None and (step.quantity, step.layer) == (quantity, layer):
                return step.gradient
        raise KeyError(f"no step gives the gradient of {quantity} of layer {layer}")

    @property
    def gradient(self) -> Array:
        """Return ∂L/∂θ as one vector in the order of the network's `parameters`: W₁ row by row, b₁, W₂ and so on."""
        parts = {
            (step.layer, step.quantity == "bias"): step.gradient.ravel()
            for step in self.steps
            if step.gradient is not None and step.quantity in ("weights", "bias")
        }
        return np.concatenate([parts[key] for key in sorted(parts)])


def _forward(layers: Sequence[DenseLayer], loss: str, X: Array, T: Array) -> Iterator[PassStep]:
    A = Z = X
    for k, layer in enumerate(layers, start=1):
        transposed = f"{{{{ W_{_subscript(k)}^top : weights }}}}"  # one part: hung onto it, ⊤ would move when W hides
        source = f"{_symbol('weighted', k)} = {_symbol('activation', k - 1)} {transposed}"
        Z = layer.weighted(A)
        yield PassStep(
            "forward", "weighted", k, Z, None, f"{source} + bold(1) {{{{ bold(b)_{_subscript(k)}^top : bias }}}}"
        )
        A = layer.activated(Z)
        source = _numbered(VECTOR_ACTIVATIONS[layer.activation].typst, k)
        yield PassStep("forward", "activation", k, A, None, f"{_symbol('activation', k)} = {source}")
    last, judge = len(layers), BATCH_LOSSES[loss]
    value = np.asarray(judge.value(Z, A, T))
    yield PassStep("forward", "loss", last, value, None, f"{_symbol('loss', last)} = {_numbered(judge.typst, last)}")


def _backward(
    layers: Sequence[DenseLayer], loss: str, forward: Sequence[PassStep], X: Array, T: Array
) -> Iterator[PassStep]:
    last, judge = len(layers), BATCH_LOSSES[loss]
    weighted = [step.value for step in forward if step.quantity == "weighted"]
    outputs = [X] + [step.value for step in forward if step.quantity == "activation"]
    yield PassStep("backward", "loss", last, forward[-1].value, np.ones(()), f"{_over('loss', last)} = 1")
    upstream = judge.slope(weighted[-1], outputs[-1], T)
    fused: Quantity = "activation" if judge.output is None else "weighted"
    source = f"{_over(fused, last)} = {_numbered(judge.typst_slope, last)}"
    yield PassStep("backward", fused, last, (outputs if judge.output is None else weighted)[-1], upstream, source)
    for k in range(last, 0, -1):
        layer, Z = layers[k - 1], weighted[k - 1]
        if k < last or judge.output is None:
            local = layer.slope(Z, outputs[k])
            upstream = upstream * local
            yield PassStep("backward", "weighted", k, Z, upstream, _through_activation(layer.activation, k), local)
        yield from _through_layer(layer, k, upstream, outputs[k - 1])
        upstream = upstream @ layer.weights


def _through_activation(activation: str, k: int) -> str:
    slope = _numbered(VECTOR_ACTIVATIONS[activation].typst_slope, k)
    slope = slope if slope.startswith(("cases", "sigma")) or slope == "1" else f"({slope})"
    return f"{_over('weighted', k)} = {_over('activation', k)} dot.o {slope}"


def _through_layer(layer: DenseLayer, k: int, delta: Array, incoming: Array) -> Iterator[PassStep]:
    """Return the three gradients that δₖ (N, outputs) gives: of the weights, of the bias, of the layer's input."""
    over = _over("weighted", k)
    source = f"{_over('weights', k)} = ({over})^top {_symbol('activation', k - 1)}"
    yield PassStep("backward", "weights", k, layer.weights, delta.T @ incoming, source)
    source = f"{_over('bias', k)} = ({over})^top bold(1)"
    yield PassStep("backward", "bias", k, layer.bias, delta.sum(axis=0), source)
    quantity: Quantity = "activation" if k > 1 else "input"
    source = f"{_over(quantity, k - 1)} = {over} {_symbol('weights', k)}"
    yield PassStep("backward", quantity, k - 1, incoming, delta @ layer.weights, source)


def _symbol(quantity: Quantity, layer: int) -> str:
    """Return Zₖ as a labelled part; the activations of layer 0 are the input X."""
    if quantity == "loss":
        return "{{ L : loss }}"
    if quantity == "input" or layer == 0:
        return "{{ X : input }}"
    return f"{{{{ {_LETTERS[quantity]}_{_subscript(layer)} : {quantity} }}}}"


def _over(quantity: Quantity, layer: int) -> str:
    return f"(partial {_symbol('loss', layer)}) / (partial {_symbol(quantity, layer)})"


def _numbered(source: str, layer: int) -> str:
    """Return a formula in Z and A as one in Zₖ and Aₖ."""
    for letter, label in (("Z", "weighted"), ("A", "activation")):
        source = source.replace(f"{{{{ {letter} : {label} }}}}", f"{{{{ {letter}_{_subscript(layer)} : {label} }}}}")
    return source


def _subscript(layer: int) -> str:
    return str(layer) if layer < 10 else f"({layer})"
