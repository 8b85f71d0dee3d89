"""What the voice says of a layer, where it hangs on the layer's size, its activation or its silent neurons."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from mathkit import Layer

if TYPE_CHECKING:
    from scenes.layer_chain_rule.scene import LayerChainRule

#: Numbers as the voice says them.
NUMBERS = ("no", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve")
ORDINALS = ("first", "second", "third", "fourth")

SLIP = "[slip] A common slip is to call this Jacobian a vector: [matrix] it is a matrix, and multiplies like one."


def count(number: int, thing: str) -> str:
    """Return "three neurons", "one neuron", "16 weights"."""
    spoken = NUMBERS[number] if number < len(NUMBERS) else str(number)
    return f"{spoken} {thing}{'' if number == 1 else 's'}"


def silent(layer: Layer) -> tuple[int, ...]:
    """Return the neurons whose output does not feel their z at all, counted from 0."""
    return tuple(int(i) for i in np.flatnonzero(~np.abs(layer.da_dz).any(axis=1)))


def question(lesson: LayerChainRule) -> str:
    """Return what the first beat asks."""
    if lesson.layer.outputs == 1:
        return (
            "A layer may be a single neuron. [layer] It weighs its {inputs}, [loss] and its output makes the loss. "
            "[how] How does the loss depend on each weight?"
        )
    return (
        "One neuron weighs its inputs. [layer] A layer is {neurons} that look at the same inputs, [loss] and all their "
        "outputs make one loss. [how] How does it depend on each of {weights}?"
    )


def activation(lesson: LayerChainRule) -> str:
    """Return what is said of the activation's Jacobian, with the usual misconception."""
    layer = lesson.layer
    if not layer.elementwise:
        return (
            "Softmax shares out a whole: [alone] raise one z, and every output moves. [slopes] So this Jacobian is "
            "full, [zeros] with no zero in it. [slip] A common slip is to keep only its diagonal, as for other "
            "activations: [matrix] here every entry counts."
        )
    start = "The activation bends each number alone: [alone] an output feels only its own z. [slopes] "
    if layer.outputs == 1:
        return (
            "The activation bends one number: [alone] raise z, and a moves. [slopes] So its Jacobian has "
            "[zeros] one entry: the slope. " + SLIP
        )
    if layer.activation == "identity":
        return start + "The identity has slope one everywhere, [zeros] so this is the identity matrix. " + SLIP
    return start + "So its slopes stand on a diagonal, [zeros] with zeros beside it. " + SLIP


def activation_title(layer: Layer) -> str:
    """Return the title over the activation's Jacobian, once it is known."""
    if not layer.elementwise:
        return "Softmax mixes: its Jacobian is full"
    return "The activation's Jacobian is a diagonal"


def delta(lesson: LayerChainRule) -> str:
    """Return what is said when the loss's row meets the activation's Jacobian."""
    if not lesson.layer.elementwise:
        return (
            "With numbers: the row times the activation's Jacobian. [each] Every output passes something to every z. "
            "[name] The result is what the loss feels of each z. It has a name: delta."
        )
    start = "With numbers: the row times the diagonal. [each] Each entry meets its own slope alone. [name] "
    quiet = lesson.silent
    if quiet and len(quiet) == lesson.layer.outputs:
        return start + "Here every slope is zero, so delta is zero: from this example, nothing in the layer learns."
    if quiet:
        names = " and ".join(ORDINALS[i] for i in quiet)
        neurons, are = ("neuron", "is") if len(quiet) == 1 else ("neurons", "are")
        return start + f"The result is called delta. The {names} {neurons} {are} silent: slope zero, delta zero."
    return start + "The result is what the loss feels of each z. It has a name: delta."


def back_to_input(lesson: LayerChainRule) -> str:
    """Return what is said when delta meets the weights."""
    if lesson.layer.outputs == 1:
        return "Delta times W goes on to the input: [each] each weight carries delta back to the input that it weighs."
    return (
        "Delta times W goes on to the input: [each] every entry gathers what all {neurons} send back along its column."
    )
