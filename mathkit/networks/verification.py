"""Whether a network's numbers are right: its loss written out once more in mpmath, and differences of it.

What is compared are backpropagation's products in float64; the oracle has no derivative, no matrix and no float64.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping, Sequence
from typing import Any

import mpmath
import numpy as np

from mathkit.analysis.verification import Differences, Judgement, refuse_wrong
from mathkit.arrays import Array
from mathkit.networks.layer_chain import Layer, LayerChain
from mathkit.networks.neuron import Neuron

Number = Any  # mpmath's

_EPSILON = 2.0**-52
_ROUNDINGS = 8  # of a weighted sum, in units of its largest term


def _cross_entropy(a: Number, t: Number) -> Number:
    surprises = [share * mpmath.log(chance) for share, chance in ((t, a), (1 - t, 1 - a)) if share]
    return -mpmath.fsum(surprises)


def _each(function: Callable[[Number], Number]) -> Callable[[Sequence[Number]], list[Number]]:
    return lambda z: [function(entry) for entry in z]


def _softmax(z: Sequence[Number]) -> list[Number]:
    powers = [mpmath.exp(entry - max(z)) for entry in z]
    return [power / mpmath.fsum(powers) for power in powers]


_ACTIVATIONS: Mapping[str, Callable[[Sequence[Number]], list[Number]]] = {
    "sigmoid": _each(lambda z: 1 / (1 + mpmath.exp(-z))),
    "tanh": _each(lambda z: (mpmath.exp(z) - mpmath.exp(-z)) / (mpmath.exp(z) + mpmath.exp(-z))),
    "relu": _each(lambda z: z if z > 0 else mpmath.mpf(0)),
    "softplus": _each(lambda z: mpmath.log(1 + mpmath.exp(z))),
    "identity": list,
    "softmax": _softmax,
}

_LOSSES: Mapping[str, Callable[[Number, Number], Number]] = {
    "squared": lambda a, t: (a - t) ** 2,
    "half_squared": lambda a, t: (a - t) ** 2 / 2,
    "cross_entropy": _cross_entropy,
}


def confirm_neuron(neuron: Neuron) -> None:
    """Raise JudgementError if the loss or a slope of a neuron is not the one that its oracle gives."""
    refuse_wrong(f"the neuron with w = {neuron.w:g}, b = {neuron.b:g}, x = {neuron.x:g}", judge_neuron(neuron))


def confirm_chain(chain: LayerChain) -> None:
    """Raise JudgementError if the loss or a gradient of a chain of layers is not the one that its oracle gives."""
    refuse_wrong(f"the network with x = {', '.join(f'{x:g}' for x in chain.layers[0].x)}", judge_chain(chain))


def judge_neuron(neuron: Neuron) -> tuple[Judgement, ...]:
    """Return the loss, ∂L/∂w, ∂L/∂b and ∂L/∂x of a neuron, each beside its oracle; at relu's kink the loss alone."""
    activate, judge = _ACTIVATIONS[neuron.activation], _LOSSES[neuron.loss]

    def loss(w: Number, b: Number, x: Number) -> Number:
        (a,) = activate([w * x + b])
        return judge(a, mpmath.mpf(neuron.target))

    rounding = _ROUNDINGS * _EPSILON * (abs(neuron.w * neuron.x) + abs(neuron.b))
    oracle = Differences(loss, (neuron.w, neuron.b, neuron.x), (0.0, rounding, 0.0))
    found = [oracle.judged("the loss", neuron.loss_value, (0, 0, 0))]
    if neuron.activation == "relu" and neuron.z == 0:
        return tuple(found)
    slopes = {"∂L/∂w": neuron.dloss_dw, "∂L/∂b": neuron.dloss_db, "∂L/∂x": neuron.dloss_dx}
    units = ((1, 0, 0), (0, 1, 0), (0, 0, 1))
    found += [oracle.judged(name, slope, orders) for (name, slope), orders in zip(slopes.items(), units, strict=True)]
    return tuple(found)


def judge_chain(chain: LayerChain) -> tuple[Judgement, ...]:
    """Return the loss of a chain of layers and its slope along a way through each gradient, beside their oracles.

    A way steps √2, √3, √5, … in the entries of a gradient, so that no two wrong entries make up for one another. At a
    relu's kink the loss alone is judged.
    """
    layers = chain.layers
    kinked = any(layer.activation == "relu" and not layer.z.all() for layer in layers)
    found = [_chain_difference(chain, {}).judged("the loss", chain.loss_value, (0, 0))]
    if kinked:
        return tuple(found)
    index = range(1, len(layers) + 1) if len(layers) > 1 else ("",)
    for number, (which, gradients) in enumerate(zip(index, chain.gradients, strict=True)):
        named = {"W": gradients.dloss_dw, "b": gradients.dloss_db}
        if number == 0:
            named["x"] = gradients.dloss_dx
        for name, gradient in named.items():
            way = np.sqrt(np.arange(2.0, 2.0 + gradient.size)).reshape(gradient.shape)
            oracle = _chain_difference(chain, {(number, name): way})
            found.append(oracle.judged(f"∂L/∂{name}{which}", float((gradient * way).sum()), (1, 0)))
    return tuple(found)


def _chain_difference(chain: LayerChain, ways: Mapping[tuple[int, str], Array]) -> Differences:
    """Return the loss as a function of t, with the arrays of `ways` moved by t times a way, and of what z rounds."""

    def loss(t: Number, rounding: Number) -> Number:
        def moved(number: int, name: str, values: Array) -> Any:
            exact = np.vectorize(mpmath.mpf, otypes=[object])(values)
            way = ways.get((number, name))
            return exact if way is None else exact + t * np.vectorize(mpmath.mpf, otypes=[object])(way)

        signal = list(moved(0, "x", chain.layers[0].x))
        for number, layer in enumerate(chain.layers):
            rows, bias = moved(number, "W", layer.weights), moved(number, "b", layer.bias)
            sums = [mpmath.fdot(zip(row, signal, strict=True)) + b for row, b in zip(rows, bias, strict=True)]
            sums = [z + rounding * size for z, size in zip(sums, _sizes(layer), strict=True)]
            signal = _ACTIVATIONS[layer.activation](sums)
        judge = _LOSSES[chain.loss]
        return mpmath.fsum(judge(a, mpmath.mpf(float(t_i))) for a, t_i in zip(signal, chain.target, strict=True))

    return Differences(loss, (0.0, 0.0), (0.0, _ROUNDINGS * _EPSILON))


def _sizes(layer: Layer) -> list[float]:
    """Return the largest that the terms of each weighted sum can come to, (m,)."""
    sizes = np.abs(layer.weights) @ np.abs(layer.x) + np.abs(layer.bias)
    return [float(size) if math.isfinite(size) else 0.0 for size in sizes]
