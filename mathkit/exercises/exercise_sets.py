"""Exercises with their solutions, drawn from a seed: the same seed gives the same ones, another one other numbers.

Functions and points are chosen to be worked on by hand; every solution is printed by the fact that holds it, so what
a student reads and what was computed cannot differ.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from types import MappingProxyType

from mathkit.exercises import function_exercises as functions
from mathkit.exercises import network_exercises as networks
from mathkit.exercises.exercise import Draw, Exercise

#: The kinds of exercises on each topic, in the order in which they are asked.
TOPICS: Mapping[str, Sequence[Callable[[Draw], Exercise]]] = MappingProxyType(
    {
        "tangent": (functions.tangent_to_a_curve, functions.secant_and_tangent, functions.straight_prediction),
        "partial derivatives": (functions.both_partials, functions.one_slice, functions.plane_on_a_surface),
        "gradient": (functions.steepest_ascent, functions.slope_along_a_direction, functions.one_step_downhill),
        "neuron": (
            networks.forward_through_a_neuron,
            networks.backward_through_a_neuron,
            networks.one_step_of_learning,
        ),
        "layer": (networks.forward_through_a_layer, networks.shapes_that_fit, networks.gradient_of_the_weights),
    }
)


def drawn(topic: str, seed: int) -> tuple[Exercise, ...]:
    """Return the exercises on a topic (a key of `TOPICS`) for a seed."""
    draw = Draw(f"{topic} {seed}")
    return tuple(make(draw) for make in TOPICS[topic])
