"""What is written about the lesson: its formulas, and where they come from."""

from __future__ import annotations

from mathkit import typst_number
from mathkit.notation.typst_parts import partial
from scenes.neuron_chain_rule.facts import NeuronFacts
from scenes.script.notes import Line, Notes, references


def notes(facts: NeuronFacts) -> Notes:
    """Return the notes on one neuron, and on one step of learning at a rate."""
    neuron, after, rate = facts.neuron, facts.after, facts.rate
    parts = neuron.formulas
    local = tuple(
        Line(f"local slope of {of} by {by}", f"{partial(of, by)} = {parts[name]}")
        for of, by, name in (("L", "a", "dloss_da"), ("a", "z", "da_dz"), ("z", "w", "dz_dw"))
    )
    moved = (("w", neuron.w, after.w), ("b", neuron.b, after.b), ("L", neuron.loss_value, after.loss_value))
    return Notes(
        f"z = {parts['z']} quad a = {parts['a']} quad L = {parts['loss']}",
        (
            Line("forward", neuron.typst),
            *local,
            Line("backward: multiply the local slopes", neuron.typst_gradients),
        ),
        (
            ("learning rate", f"eta = {typst_number(rate)}"),
            *((f"{name} after one step", f"{typst_number(old)} -> {typst_number(new)}") for name, old, new in moved),
        ),
        references(
            "§5.6 Backpropagation and automatic differentiation",
            "§5 The gradient of neuron activation, §6 The gradient of the neural network loss function",
        ),
    )
