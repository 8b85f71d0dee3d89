"""Whether the numbers of a chain of layers are right, each beside its oracle."""

from __future__ import annotations

import math
from collections.abc import Mapping
from typing import Any

import mpmath
import numpy as np

from mathkit.analysis.verification import Differences, Judgement, refuse_wrong
from mathkit.arrays import Array
from mathkit.networks.layer_chain import Layer, LayerChain
from mathkit.networks.loss_oracle import ACTIVATIONS, LOSSES, ROUNDING, Number


def confirm_chain(chain: LayerChain) -> None:
    """Raise JudgementError if the loss or a gradient of a chain of layers is not the one that its oracle gives."""
    refuse_wrong(f"the network with x = {', '.join(f'{x:g}' for x in chain.layers[0].x)}", judge_chain(chain))


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
            signal = ACTIVATIONS[layer.activation](sums)
        judge = LOSSES[chain.loss]
        return mpmath.fsum(judge(a, mpmath.mpf(float(t_i))) for a, t_i in zip(signal, chain.target, strict=True))

    return Differences(loss, (0.0, 0.0), (0.0, ROUNDING))


def _sizes(layer: Layer) -> list[float]:
    """Return the largest that the terms of each weighted sum can come to, (m,)."""
    sizes = np.abs(layer.weights) @ np.abs(layer.x) + np.abs(layer.bias)
    return [float(size) if math.isfinite(size) else 0.0 for size in sizes]
