"""A neuron that changes while it is watched: it learns step by step, and its weight can be nudged."""

from __future__ import annotations

from collections.abc import Sequence

import manim as mn
import numpy as np

from mathkit import Neuron
from scenes.drawing.canvas.animations import EASE, step_under_way
from scenes.drawing.plots.change_lines import Change

#: The nodes with their roles.
ROLES = {
    "x": "input",
    "w": "weight",
    "b": "bias",
    "z": "net",
    "a": "activation",
    "L": "loss",
    "t": "target",
}
#: The nodes that feel a nudge of the weight, in the order in which it gets there.
FELT = "wzaL"
#: The nodes that a step of learning changes, in the order in which it gets there.
LEARNT = "wbzaL"


def value_of(neuron: Neuron, node: str) -> float:
    """Return the number that stands in a node."""
    fact = {"t": "target", "L": "loss_value"}.get(node, node)
    return float(getattr(neuron, fact))


class LiveNeuron:
    """The neuron of this frame: after some steps of its training, with nudges; each node gets both in its turn.

    `steps[node]` is how many steps have been taken, and `nudges[leaf][node]` how much has been added to w, x or b, as
    far as that node knows.
    """

    def __init__(self, trained: Sequence[Neuron]) -> None:
        self.trained = trained
        self.steps = {node: mn.ValueTracker(0.0) for node in LEARNT}
        self.nudges = {leaf: {node: mn.ValueTracker(0.0) for node in (leaf, *"zaL")} for leaf in "wxb"}

    def value(self, node: str) -> float:
        """Return the number that stands in a node in this frame."""
        last = len(self.trained) - 1
        done, share = step_under_way(self.steps[node].get_value() if node in self.steps else 0.0, last)
        before, after = self.trained[done], self.trained[min(done + 1, last)]
        w, x, b = (float(felt[node].get_value()) if node in felt else 0.0 for felt in self.nudges.values())
        w, b = before.w + share * (after.w - before.w) + w, before.b + share * (after.b - before.b) + b
        return value_of(before.with_(w=w, b=b, x=before.x + x), node)

    def nudge(self, node: str, by: float) -> mn.Animation:
        """Return the way of a nudge of w, x or b to this size: each node feels it a little after the one before."""
        moves = (felt.animate(rate_func=EASE, run_time=1.1).set_value(by) for felt in self.nudges[node].values())
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

        most = max(after(nudge), after(-nudge))
        return Change(node, ROLES[node], lambda: self.value(node) - value_of(first, node), most)
