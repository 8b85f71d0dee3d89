"""A neuron that changes while it is watched: it learns step by step, and its weight can be nudged."""

from __future__ import annotations

from collections.abc import Sequence

import manim as mn

from mathkit import Neuron
from scenes.change_lines import Change
from scenes.motion import step_under_way
from scenes.neuron_graph import NODES, value_of


class LiveNeuron:
    """Called, it returns the neuron of this frame: after `step` steps of its training, with `nudge` added to w."""

    def __init__(self, trained: Sequence[Neuron]) -> None:
        self.trained = trained
        self.step, self.nudge = mn.ValueTracker(0.0), mn.ValueTracker(0.0)

    def __call__(self) -> Neuron:
        """Return the neuron of this frame."""
        last = len(self.trained) - 1
        done, share = step_under_way(self.step.get_value(), last)
        before, after = self.trained[done], self.trained[min(done + 1, last)]
        w = before.w + share * (after.w - before.w) + self.nudge.get_value()
        return before.with_(w=w, b=before.b + share * (after.b - before.b))

    def learning(self) -> tuple[float, float]:
        """Return the step of this frame, and the loss."""
        return float(self.step.get_value()), self().loss_value

    def change(self, node: str) -> Change:
        """Return by how much the number in a node differs from what it was at first, live."""
        first = self.trained[0]
        return Change(node, NODES[node][0], lambda: value_of(self(), node) - value_of(first, node))

    def change_after(self, nudge: float, node: str) -> float:
        """Return by how much the number in a node changes when this much is added to w at first."""
        first = self.trained[0]
        return value_of(first.with_(w=first.w + nudge), node) - value_of(first, node)
