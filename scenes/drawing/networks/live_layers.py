"""Layers that change while they are watched: an entry of x or of a z can be nudged, and layers put on top."""

from __future__ import annotations

import manim as mn
import numpy as np

from mathkit import LayerChain
from scenes.drawing.canvas.animations import EASE

#: The columns of nodes of two layers: the input, and z and a of each layer; L is the loss.
COLUMNS = ("x", "z1", "a1", "z2", "a2", "L")


class LiveLayers:
    """The numbers of this frame. Columns are x, z1, a1, z2, a2, …, L; L judges the first `depth` layers.

    `nudges["x"][j]` and `nudges["z1"][i]` are how much has been added to an entry.
    """

    def __init__(self, chain: LayerChain, depth: int | None = None) -> None:
        self.chain = chain
        self.depth = mn.ValueTracker(float(depth or len(chain.layers)))
        self.counts = {"x": chain.layers[0].inputs}
        for number, layer in enumerate(chain.layers, start=1):
            self.counts |= {f"z{number}": layer.outputs, f"a{number}": layer.outputs}
        self.counts |= {"L": 1}
        self.nudges = {
            column: [mn.ValueTracker(0.0) for _ in range(count)]
            for column, count in self.counts.items()
            if column[0] in "xz"
        }
        self._state: tuple[float, ...] = ()
        self._known: dict[str, np.ndarray] = {}

    @property
    def judged(self) -> LayerChain:
        """Return the layers that the loss judges in this frame, without nudges."""
        return LayerChain(self.chain.layers[: round(self.depth.get_value())], self.chain.target)

    def value(self, node: tuple[str, int]) -> float:
        """Return the number that stands in a node in this frame."""
        return float(self.values(node[0])[node[1]])

    def values(self, column: str) -> np.ndarray:
        """Return the numbers of a column in this frame: worked out once for all nodes that ask."""
        trackers = *(tracker for column in self.nudges.values() for tracker in column), self.depth
        state = tuple(tracker.get_value() for tracker in trackers)
        if state != self._state:
            self._state, self._known = state, self._worked_out()
        return self._known[column]

    def nudge(self, node: tuple[str, int], by: float) -> mn.Animation:
        """Return the animation that adds `by` to an entry of x or of a z."""
        return self.nudges[node[0]][node[1]].animate(rate_func=EASE).set_value(by).build()

    def _worked_out(self) -> dict[str, np.ndarray]:
        a = self.chain.layers[0].x + self._nudge("x")
        found = {"x": a}
        for number, layer in enumerate(self.chain.layers, start=1):
            z = layer.with_x(a).z + self._nudge(f"z{number}")
            a = layer.activated(z)
            found |= {f"z{number}": z, f"a{number}": a}
        last = found[f"a{round(self.depth.get_value())}"]
        return found | {"L": np.array([self.chain.judged(last)])}

    def _nudge(self, column: str) -> np.ndarray:
        return np.array([tracker.get_value() for tracker in self.nudges[column]])
