"""Whether a neuron's numbers are right, each beside its oracle."""

from __future__ import annotations

import mpmath

from mathkit.analysis.verification import Differences, Judgement, refuse_wrong
from mathkit.networks.loss_oracle import ACTIVATIONS, LOSSES, ROUNDING, Number
from mathkit.networks.neuron import Neuron


def confirm_neuron(neuron: Neuron) -> None:
    """Raise JudgementError if the loss or a slope of a neuron is not the one that its oracle gives."""
    refuse_wrong(f"the neuron with w = {neuron.w:g}, b = {neuron.b:g}, x = {neuron.x:g}", judge_neuron(neuron))


def judge_neuron(neuron: Neuron) -> tuple[Judgement, ...]:
    """Return the loss, ∂L/∂w, ∂L/∂b and ∂L/∂x of a neuron, each beside its oracle; at relu's kink the loss alone."""
    activate, judge = ACTIVATIONS[neuron.activation], LOSSES[neuron.loss]

    def loss(w: Number, b: Number, x: Number) -> Number:
        (a,) = activate([w * x + b])
        return judge(a, mpmath.mpf(neuron.target))

    rounding = ROUNDING * (abs(neuron.w * neuron.x) + abs(neuron.b))
    oracle = Differences(loss, (neuron.w, neuron.b, neuron.x), (0.0, rounding, 0.0))
    found = [oracle.judged("the loss", neuron.loss_value, (0, 0, 0))]
    if neuron.activation == "relu" and neuron.z == 0:
        return tuple(found)
    slopes = {"∂L/∂w": neuron.dloss_dw, "∂L/∂b": neuron.dloss_db, "∂L/∂x": neuron.dloss_dx}
    units = ((1, 0, 0), (0, 1, 0), (0, 0, 1))
    found += [oracle.judged(name, slope, orders) for (name, slope), orders in zip(slopes.items(), units, strict=True)]
    return tuple(found)
