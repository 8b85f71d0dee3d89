"""What the neuron's lesson says where it depends on the numbers: whether the weight is felt, and whether it learns."""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import Literal

from mathkit import Neuron
from scenes.script.spoken_values import spoken_value

#: Training that multiplies the loss by more than this is stopped there: it has been seen.
BLOWN_UP = 1e4


def shown(trained: Sequence[Neuron]) -> tuple[Neuron, ...]:
    """Return the steps of a training that are worth showing: two at least, and none after the loss has blown up."""
    most = BLOWN_UP * max(trained[0].loss_value, 1.0)
    for step, neuron in enumerate(trained):
        if step >= 2 and not neuron.loss_value <= most:
            return tuple(trained[: step + 1])
    return tuple(trained)


def outcome(first: Neuron, last: Neuron) -> Literal["falls", "grows", "stays"]:
    """Tell what learning has done to the loss, as the nodes show it."""
    before, after = first.loss_value, last.loss_value
    if math.isclose(before, after, rel_tol=1e-9):
        return "stays"
    return "falls" if after < before else "grows"


def unfelt(neuron: Neuron) -> str:
    """Return what is said of a nudge that the loss does not feel."""
    if neuron.dloss_dz == 0 and neuron.da_dz == 0:
        why = "the neuron is silent: its output does not move with z"
    elif neuron.dloss_dz == 0:
        why = "the output is on its target, where the loss is level"
    else:
        why = "the input is zero, and the weight has nothing to weigh"
    return (
        f"The nudge does not arrive: {why}. One of the factors is zero, [factors] so the loss does not feel this "
        "weight. [up] However we nudge it, the slope here is zero."
    )


def product(*, silent: bool) -> str:
    """Return what is said of the factors' numbers and of the arrows' thickness."""
    first = "Now the numbers: [numbers] {neuron.dloss_da:.3g} times {neuron.da_dz:.3g} times {neuron.dz_dw:.3g} makes "
    if silent:
        return first + "zero. [thick] A thin arrow: little or no gradient passes."
    return first + "about {neuron.dloss_dw:.3g}. [thick] The thicker the arrow, the larger the gradient that passes."


def stands(neuron: Neuron) -> bool:
    """Tell whether learning moves neither w nor b."""
    return neuron.dloss_dw == 0 and neuron.dloss_db == 0


def step(neuron: Neuron, after: Neuron) -> str:
    """Return what is said of one step of learning."""
    before, then = spoken_value(neuron.loss_value), spoken_value(after.loss_value)
    result = f"The loss was {before}; [now] now it is {then if then != before else 'a little lower'}."
    if stands(neuron):
        end = "on its target, and has nothing left to learn" if neuron.loss_value < 1e-9 else "stuck here"
        return (
            "Now learn: step against the gradient. [rule] But every gradient is zero: w and b stay, "
            f"[now] the loss stays, and the neuron is {end}."
        )
    ending = outcome(neuron, after)
    if ending == "stays":
        return (
            "Now learn: step against the gradient. [rule] It is so small that the step hardly counts: "
            f"[now] the loss stays at {before}."
        )
    if ending == "grows":
        return (
            f"Now learn: step against the gradient. [rule] But this step is too long. The loss was {before}; "
            f"[now] now it is {then}. Choose a smaller rate."
        )
    moved = "w goes {up_or_down}, to {after.w:.3g}" if neuron.dloss_dw else "w stays, but b moves, to {after.b:.3g}"
    return f"Now learn. [rule] Step against the gradient: {moved}. {result}"


def training(trained: Sequence[Neuron]) -> str:
    """Return what is said of many steps of learning."""
    loss, rounds = spoken_value(trained[-1].loss_value), len(trained) - 1
    ending = outcome(trained[0], trained[-1])
    if ending == "falls":
        same = loss == spoken_value(trained[0].loss_value)
        result = f"{rounds} rounds bring the loss {'down, if only a little' if same else f'to {loss}'}."
    elif ending == "grows":
        result = f"after {rounds} rounds the loss has grown to {loss}, since each step is too long."
    else:
        result = f"after {rounds} rounds the loss is still {loss}: this example teaches it nothing."
    return (
        f"And again, and again. [train] Forward, backward, step: {result} That is all that training is. "
        "A network only has more paths."
    )


STEP_TITLES = {
    "falls": "One step against the gradient: the loss is lower",
    "grows": "A step too long: the loss is higher",
    "stays": "Without a gradient, no step",
}
