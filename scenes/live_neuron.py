"""A neuron that changes while it is watched: it learns step by step, and its weight can be nudged."""

from __future__ import annotations

from collections.abc import Sequence

import manim as mn

from mathkit import Neuron
from scenes.change_lines import Change
from scenes.motion import EASE, step_under_way
from scenes.neuron_graph import NODES, value_of

#: The nodes that feel a nudge of the weight, in the order in which it gets there.
FELT = "wzaL"


class LiveNeuron:
    """The neuron of this frame: after `step` steps of its training, with a nudge of w that each node feels in its turn.

    `nudges[node]` is how much has been added to w as far as that node knows.
    """

    def __init__(self, trained: Sequence[Neuron]) -> None:
        self.trained = trained
        self.step = mn.ValueTracker(0.0)
        self.nudges = {node: mn.ValueTracker(0.0) for node in FELT}

    def value(self, node: str) -> float:
        """Return the number that stands in a node in this frame."""
        nudge = float(self.nudges[node].get_value()) if node in self.nudges else 0.0
        return value_of(self._neuron(nudge), node)

    def _neuron(self, nudge: float) -> Neuron:
        last = len(self.trained) - 1
        done, share = step_under_way(self.step.get_value(), last)
        before, after = self.trained[done], self.trained[min(done + 1, last)]
        w = before.w + share * (after.w - before.w) + nudge
        return before.with_(w=w, b=before.b + share * (after.b - before.b))

    def nudged(self, change: float) -> mn.Animation:
        """Return the way of a nudge of w to this size: each node feels it a little after the one before."""
        moves = (nudge.animate(rate_func=EASE, run_time=1.1).set_value(change) for nudge in self.nudges.values())
        return mn.LaggedStart(*moves, lag_ratio=0.45)

    def learning(self) -> tuple[float, float]:
        """Return the step of this frame, and the loss."""
        return float(self.step.get_value()), self.value("L")

    def change(self, node: str, nudge: float) -> Change:
        """Return by how much the number in a node differs from what it was at first, live, for nudges up to this."""
        first = self.trained[0]

        def after(amount: float) -> float:
            return abs(value_of(first.with_(w=first.w + amount), node) - value_of(first, node))

        role = NODES[node][0]
        return Change(node, role, lambda: self.value(node) - value_of(first, node), max(after(nudge), after(-nudge)))
