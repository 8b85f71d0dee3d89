"""A neuron that changes while it is watched: it learns step by step, and its weight can be nudged."""

from __future__ import annotations

from collections.abc import Sequence

import manim as mn
import numpy as np

from mathkit import Neuron
from scenes.drawing.canvas.animations import EASE, step_under_way
from scenes.drawing.networks.neuron_graph import NODES, value_of
from scenes.drawing.plots.change_lines import Change

#: The nodes that feel a nudge of the weight, in the order in which it gets there.
FELT = "wzaL"
#: The nodes that a step of learning changes, in the order in which it gets there.
LEARNT = "wbzaL"


class LiveNeuron:
    """The neuron of this frame: after some steps of its training, with a nudge of w; each node gets both in its turn.

    `steps[node]` is how many steps have been taken, and `nudges[node]` how much has been added to w, as far as that
    node knows.
    """

    def __init__(self, trained: Sequence[Neuron]) -> None:
        self.trained = trained
        self.steps = {node: mn.ValueTracker(0.0) for node in LEARNT}
        self.nudges = {node: mn.ValueTracker(0.0) for node in FELT}

    def value(self, node: str) -> float:
        """Return the number that stands in a node in this frame."""
        nudge, steps = (float(each[node].get_value()) if node in each else 0.0 for each in (self.nudges, self.steps))
        return value_of(self._neuron(nudge, steps), node)

    def _neuron(self, nudge: float, steps: float) -> Neuron:
        last = len(self.trained) - 1
        done, share = step_under_way(steps, last)
        before, after = self.trained[done], self.trained[min(done + 1, last)]
        w = before.w + share * (after.w - before.w) + nudge
        return before.with_(w=w, b=before.b + share * (after.b - before.b))

    def nudged(self, change: float) -> mn.Animation:
        """Return the way of a nudge of w to this size: each node feels it a little after the one before."""
        moves = (nudge.animate(rate_func=EASE, run_time=1.1).set_value(change) for nudge in self.nudges.values())
        return mn.LaggedStart(*moves, lag_ratio=0.45)

    def learned(self, steps: float, nodes: str = LEARNT) -> list[mn.Animation]:
        """Return the animations that take these nodes to this many steps of the training."""
        return [self.steps[node].animate(rate_func=mn.linear).set_value(steps) for node in nodes]

    def trained_through(self, run_time: float) -> mn.Animation:
        """Return the rest of the training: a step that changes the loss more takes longer."""
        start = int(self.steps["L"].get_value())
        losses = np.array([neuron.loss_value for neuron in self.trained[start:]])
        last = len(losses) - 1
        even, changes = np.full(last, 1 / last), np.abs(np.diff(losses))
        whole = float(changes.sum())
        times = np.append(0.0, np.cumsum(even + (changes / whole if 0 < whole < np.inf else even))) / 2

        def pace(t: float) -> float:
            return float(np.interp(t, times, np.linspace(0, 1, last + 1)))

        moves = (steps.animate(rate_func=pace).set_value(float(start + last)) for steps in self.steps.values())
        return mn.AnimationGroup(*moves, run_time=run_time)

    def learning(self) -> tuple[float, float]:
        """Return the step of this frame, and the loss."""
        return float(self.steps["L"].get_value()), self.value("L")

    def change(self, node: str, nudge: float) -> Change:
        """Return by how much the number in a node differs from what it was at first, live, for nudges up to this."""
        first = self.trained[0]

        def after(amount: float) -> float:
            return abs(value_of(first.with_(w=first.w + amount), node) - value_of(first, node))

        role = NODES[node][0]
        return Change(node, role, lambda: self.value(node) - value_of(first, node), max(after(nudge), after(-nudge)))
