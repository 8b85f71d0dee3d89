"""Layers that change while they are watched: an entry of x or of z can be nudged, and a second layer put on top."""

from __future__ import annotations

import manim as mn
import numpy as np

from mathkit import LayerChain

#: The columns of nodes, by name: the input, and z and a of each layer; L is the loss.
COLUMNS = ("x", "z1", "a1", "z2", "a2", "L")


class LiveLayers:
    """The numbers of this frame: of `one` layer, and of `two`, which is the same with a second layer on top.

    `nudges["x"][j]` and `nudges["z1"][i]` are how much has been added to an entry. `topped` goes from 0 to 1 when the
    second layer is put on.
    """

    def __init__(self, one: LayerChain, two: LayerChain) -> None:
        self.one, self.two = one, two
        layer = one.layers[0]
        self.nudges = {
            "x": [mn.ValueTracker(0.0) for _ in range(layer.inputs)],
            "z1": [mn.ValueTracker(0.0) for _ in range(layer.outputs)],
        }
        self.topped = mn.ValueTracker(0.0)
        self._state: tuple[float, ...] = ()
        self._known: dict[str, np.ndarray] = {}

    def count(self, column: str) -> int:
        """Return how many nodes stand in a column."""
        layer = self.one.layers[0]
        return {"x": layer.inputs, "L": 1}.get(column, layer.outputs)

    def value(self, column: str, place: int) -> float:
        """Return the number that stands in a node in this frame."""
        return float(self.values(column)[place])

    def values(self, column: str) -> np.ndarray:
        """Return the numbers of a column in this frame: worked out once for all nodes that ask."""
        trackers = *self.nudges["x"], *self.nudges["z1"], self.topped
        state = tuple(tracker.get_value() for tracker in trackers)
        if state != self._state:
            self._state, self._known = state, self._worked_out()
        return self._known[column]

    def _worked_out(self) -> dict[str, np.ndarray]:
        layer, top = self.one.layers[0], self.two.layers[-1]
        x = layer.x + self._nudge("x")
        z = layer.with_x(x).z + self._nudge("z1")
        a = layer.activated(z)
        above = top.with_x(a)
        last, target = (a, self.one.target) if self.topped.get_value() < 0.5 else (above.a, self.two.target)
        return {"x": x, "z1": z, "a1": a, "z2": above.z, "a2": above.a, "L": np.array([((last - target) ** 2).sum()])}

    def _nudge(self, column: str) -> np.ndarray:
        return np.array([tracker.get_value() for tracker in self.nudges[column]])
