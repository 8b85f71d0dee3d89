"""Exercises about a neuron and a layer: forward, backward, a step of learning."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from mathkit.arrays import Array
from mathkit.exercises.exercise import Draw, Exercise
from mathkit.networks.layer_chain import Layer, LayerChain
from mathkit.networks.neuron import Neuron
from mathkit.notation.number_format import (
    agreeing_digits,
    shown,
    sum_without_noise,
    typst_equals,
    typst_factor,
    typst_number,
    typst_result,
)
from mathkit.notation.typst_parts import agreeing_array_digits, numbers, part, shown_array, valued_array

_LEAST_GRADIENT = 0.01  # of the loss over a weighted input


def _neuron(draw: Draw, activation: str) -> Neuron:
    x, w = draw.choice((0.5, 1.0, 1.5, 2.0)), draw.choice((-1.0, -0.5, 0.5, 1.0))
    return Neuron(x, w, draw.choice((-0.5, 0.5)), draw.choice((0.0, 1.0)), activation)


def _asked_of(neuron: Neuron) -> str:
    values = (("x", neuron.x), ("w", neuron.w), ("b", neuron.b), ("t", neuron.target))
    return "A neuron has " + ", ".join(f"${name} = {typst_number(value)}$" for name, value in values)


def forward_through_a_neuron(draw: Draw) -> Exercise:
    """Ask for z, a and the loss."""
    neuron = _neuron(draw, "sigmoid")
    return Exercise(
        f"{_asked_of(neuron)}, the activation $sigma$ and the squared loss. Run forward: what are $z$, $a$ and $L$?",
        (neuron.typst,),
        (neuron.z, neuron.a, neuron.loss_value),
    )


def backward_through_a_neuron(draw: Draw) -> Exercise:
    """Ask for the gradients of the loss."""
    neuron = _neuron(draw, "tanh")
    return Exercise(
        f"{_asked_of(neuron)}, the activation $tanh$ and the squared loss. Run backward: how does the loss depend on "
        "$w$, on $b$ and on $x$?",
        (neuron.typst, neuron.typst_gradients),
        (neuron.dloss_dw, neuron.dloss_db, neuron.dloss_dx),
    )


def one_step_of_learning(draw: Draw) -> Exercise:
    """Ask for the weight and bias after one step, and for the loss."""
    neuron = _neuron(draw, "sigmoid")
    rate = draw.choice((0.5, 1.0))
    after = neuron.stepped(rate)
    steps = (("w", neuron.w, neuron.dloss_dw, after.w), ("b", neuron.b, neuron.dloss_db, after.b))
    moved = " \\ ".join(_stepped(name, old, rate, slope, new) for name, old, slope, new in steps)
    found = "lower" if after.loss_value < neuron.loss_value else "not lower"
    losses = f'L: {typst_number(neuron.loss_value)} -> {typst_number(after.loss_value)} quad "({found})"'
    return Exercise(
        f"{_asked_of(neuron)}, the activation $sigma$ and the squared loss. Take one step with the rate "
        f"$eta = {typst_number(rate)}$. What are $w$, $b$ and the loss after it? Is the loss lower?",
        (neuron.typst, neuron.typst_gradients, moved, losses),
        (after.w, after.b, after.loss_value),
    )


def _stepped(name: str, old: float, rate: float, slope: float, new: float) -> str:
    """Write w ← w − η ∂L/∂w in numbers, the slope with as many digits as give the new value as it is written."""

    def moved(slopes: Sequence[float]) -> float:
        return sum_without_noise(old, -rate * slopes[0])

    digits = agreeing_digits((slope,), new, moved)
    sign = typst_result(moved([shown(slope, digits)]), new)
    factor = typst_factor(slope, digits)
    return f"{name} &<- {typst_number(old)} - {typst_number(rate)} dot {factor} {sign} {typst_number(new)}"


# -- a layer ---------------------------------------------------------------------------------------------------------


def _layer(draw: Draw, rows: int, columns: int) -> LayerChain:
    """Draw a layer that is not saturated: a slope that is 0 to all digits teaches nothing."""
    while True:
        weights = [[float(draw.choice((-1, 0, 1, 2))) for _ in range(columns)] for _ in range(rows)]
        x = [float(draw.choice((-1, 1, 2))) for _ in range(columns)]
        layer = Layer.of(weights, x, [float(draw.choice((-1, 0, 1))) for _ in range(rows)], "tanh")
        chain = LayerChain.of(layer, [float(draw.choice((-1, 0, 1))) for _ in range(rows)])
        if min(abs(chain.gradients[0].dloss_dz)) > _LEAST_GRADIENT:
            return chain


def _given(chain: LayerChain) -> str:
    (layer,) = chain.layers
    given = (("W", layer.weights), ("bold(x)", layer.x), ("bold(b)", layer.bias), ("bold(t)", chain.target))
    return "A layer has " + ", ".join(f"${name} = {numbers(value)}$" for name, value in given)


def forward_through_a_layer(draw: Draw) -> Exercise:
    """Ask for what a layer puts out."""
    chain = _layer(draw, 2, 2)
    (layer,) = chain.layers
    return Exercise(
        f"{_given(chain)} and the activation $tanh$. What are $bold(z)$ and $bold(a)$?",
        (layer.typst,),
        (*map(float, layer.z), *map(float, layer.a)),
    )


def shapes_that_fit(draw: Draw) -> Exercise:
    """Ask for the shapes of a layer's Jacobians."""
    rows, columns = draw.sample((2, 3, 4), 2)
    chain = _layer(draw, rows, columns)
    shapes = [float(side) for shape in chain.chain.shapes for side in shape]
    return Exercise(
        f"A layer of {rows} neurons takes {columns} inputs. Write $(partial L) / (partial bold(x))$ as a product of "
        "Jacobians, and give the shape of each.",
        (chain.chain.typst,),
        tuple(shapes),
    )


def gradient_of_the_weights(draw: Draw) -> Exercise:
    """Ask for ∂L/∂W as an outer product."""
    chain = _layer(draw, 2, 2)
    (layer,), (gradients,) = chain.layers, chain.gradients
    arriving, error = gradients.dloss_da[None, :], gradients.dloss_dz[None, :]
    return Exercise(
        f"{_given(chain)}, the activation $tanh$ and the loss $L = norm(bold(a) - bold(t))^2$. Find "
        "$(partial L) / (partial W)$ as an outer product of the error $(partial L) / (partial bold(z))$ and "
        "the input.",
        (
            layer.typst,
            valued_array("(partial L) / (partial bold(a)) = 2 (bold(a) - bold(t))^top", arriving, "gradient-a"),
            valued_array("(partial L) / (partial bold(z))", error, "gradient-z"),
            _outer(gradients.dloss_dz, layer.x, gradients.dloss_dw),
        ),
        tuple(map(float, gradients.dloss_dw.ravel())),
    )


def _outer(error: Array, x: Array, result: Array) -> str:
    """Write ∂L/∂W = δᵀ xᵀ in numbers, the error with as many digits as give the result as it is written."""
    digits = agreeing_array_digits((error, x), result, lambda both: np.outer(*both))
    given = np.outer(shown_array(error, digits), x)
    sign = "=" if np.allclose(given, shown_array(result), rtol=1e-12, atol=0) else "approx"
    symbols = "((partial L) / (partial bold(z)))^top bold(x)^top"
    factors = f"{part(numbers(error, digits), 'gradient-z')} {part(numbers(x[None, :], digits), 'x')}"
    before = typst_equals(*error, *x, digits=digits)
    return f"(partial L) / (partial W) = {symbols} {before} {factors} {sign} {part(numbers(result), 'gradient-w')}"
