"""A neuron as a graph: inputs on the left, the loss on the right, or from the top down."""

from __future__ import annotations

import manim as mn
import numpy as np

from mathkit import format_number
from scenes.drawing.canvas.stage import Region
from scenes.drawing.networks.live_neuron import ROLES, LiveNeuron
from scenes.drawing.networks.network_graph import Edge, Line, NetworkGraph, short_number
from scenes.drawing.text.live_number import LiveNumber
from scenes.drawing.text.typesetting import Formula
from scenes.drawing.theme.theme import LABEL, TEXT, Theme
from scenes.script.spoken_values import SMALL

#: Each node's place in the region as fractions along and across the flow.
PLACES = {
    "x": (0.0, 0.5),
    "w": (0.0, 1.0),
    "b": (0.0, 0.0),
    "z": (0.36, 0.5),
    "a": (0.68, 0.5),
    "L": (1.0, 0.5),
    "t": (0.84, 0.0),
}
#: How far along a column z and a stand: it has less room between them than a row.
TALL = {"z": 0.32, "a": 0.66}
EDGES: tuple[Edge, ...] = (("w", "z"), ("x", "z"), ("b", "z"), ("z", "a"), ("a", "L"), ("t", "L"))
#: A node's radius, in units for type of the theme's own size: in a row, and in a column.
RADIUS, TALL_RADIUS = 0.6, 0.58
#: Room for the longest number, with a power of ten: −1.3×10⁻¹².
SLOTS = 10


class NeuronGraph(NetworkGraph):
    """The graph of a neuron in a region, left to right, or top to bottom if `downward`."""

    CLEAR = 0.13

    def __init__(self, network: LiveNeuron, region: Region, theme: Theme, *, downward: bool = False) -> None:
        self.neuron = network.trained[0]
        self.radius = r = (TALL_RADIUS if downward else RADIUS) * theme.type_scale
        self._region, self._downward = region.inset(r, r, r, r), downward
        super().__init__(theme, network, ROLES, dict.fromkeys(EDGES, Line()))

    @property
    def rim(self) -> float:
        """Return how far from the middle of a node its edges end."""
        return self.radius + 0.04

    def place(self, node: str) -> np.ndarray:
        """Return the middle of a node, shape (3,)."""
        region, (along, across) = self._region, PLACES[node]
        if self._downward:
            return region.point(across, 1 - TALL.get(node, along))
        # The first three stand in a bow where their column is too low for them.
        spacing, least = region.height / 2, 2 * self.radius + 0.2
        bow = float(np.sqrt(max(0.0, least**2 - spacing**2))) if along == 0 and across != 0.5 else 0.0
        return region.point(along, across) + bow * mn.RIGHT

    def gradient_lines(self) -> dict[Edge, Line]:
        """Return how the gradients that flow back are drawn, by edge: the larger, the thicker."""
        neuron = self.neuron
        path = {("a", "L"): neuron.dloss_da, ("z", "a"): neuron.dloss_dz, ("w", "z"): neuron.dloss_dw}
        largest = max(map(abs, path.values())) or 1.0
        flows = path | {("x", "z"): neuron.dloss_dx, ("b", "z"): neuron.dloss_db}
        sizes = {edge: min(1.0, abs(flow) / largest) * self.theme.type_scale for edge, flow in flows.items()}
        return {edge: Line("gradient", 2.5 + 10 * size, 0.32) for edge, size in sizes.items()}

    def _node(self, node: str) -> mn.VGroup:
        symbol = Formula(f"{{{{ {node} : {self.roles[node]} }}}}", self.theme, size=TEXT + 6)
        made = mn.VGroup(self._disc(node, self.radius), symbol).move_to(self.place(node))
        symbol.move_to(self.place(node) + 0.42 * self.radius * mn.UP)
        return made

    def _number(self, node: str) -> LiveNumber:
        middle = self.place(node) - np.array([0, 0.33 * self.radius, 0])
        # What only passes through zero keeps its decimals there: a power of ten would flash by.
        powers = node == "L" or 0 < abs(self.network.value(node)) < SMALL

        def update(m: LiveNumber) -> None:
            value = self.network.value(node)
            m.show_about(self._fitting(m, value if powers or abs(value) >= SMALL else 0.0), middle)

        number = LiveNumber(self.theme, slots=SLOTS, role="ink", size=LABEL + 4)
        return self._kept(number, update, lambda: self.network.value(node))

    def _fitting(self, number: LiveNumber, value: float) -> str:
        """Return the value as precisely as the node has room for: a power of ten with two digits, or with one."""
        room = 1.86 * self.radius
        texts = [short_number(value), short_number(value, digits=1)]
        if abs(value) < 1:
            texts.append(format_number(0.0, decimals=2))
        return next((text for text in texts if number.width_of(text) < room), texts[-1])
