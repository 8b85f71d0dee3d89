"""Any formula as the graph that computes it: each node knows its own step, each edge its own derivative."""

from __future__ import annotations

from collections.abc import Callable

import manim as mn
import numpy as np

from mathkit import symbol_source, typst_number
from scenes.drawing.canvas.arrange import fit
from scenes.drawing.canvas.primitives import plated
from scenes.drawing.canvas.stage import Region
from scenes.drawing.networks.graph_layout import Layers, Slot
from scenes.drawing.networks.live_formula import LiveFormula
from scenes.drawing.networks.network_graph import Edge, Line, NetworkGraph, short_number
from scenes.drawing.text.live_number import LiveNumber
from scenes.drawing.text.typesetting import Formula
from scenes.drawing.theme.theme import LABEL, Theme

#: A node's box: its height, its greatest width, and the room between two layers, in units.
HEIGHT, WIDE, BETWEEN = 1.0, 2.4, 0.75
#: The width of the arrows of the smallest and the largest gradient, in hundredths of a unit.
THIN, THICK = 2.5, 11.0


class FormulaGraph(NetworkGraph):
    """The graph of a formula in a region, left to right, or top to bottom if `downward`.

    A node is its number, an edge (source, target, position). `gradients` stand above the steps, and `locals` on the
    edges: their derivatives.
    """

    def __init__(self, network: LiveFormula, region: Region, theme: Theme, *, downward: bool = False) -> None:
        self.formula, self._region, self._downward = network, region, downward
        self.graph, self.theme = network.first.graph, theme
        self.layers = Layers.of(self.graph)
        self._box = self._box_size(region)
        self._routes = {
            (edge.source, edge.target, edge.position): route
            for edge, route in zip(self.graph.edges, self.layers.routes, strict=True)
        }
        nodes = [slot for layer in self.layers.slots for slot in layer if isinstance(slot, int)]
        super().__init__(
            theme, network, {node: self._role(node) for node in nodes}, dict.fromkeys(self._routes, Line())
        )
        active = [node for node in nodes if self.graph.nodes[node].active]
        self.gradients = {node: self._written(node, "gradient", 0.83, self._gradient) for node in active}
        self.locals = {
            edge: self._local(edge, slope) for edge, slope in zip(self._routes, network.first.locals, strict=True)
        }

    @property
    def rim(self) -> float:
        """Return how far a node reaches from its middle."""
        return max(self._box) / 2

    def gradient_lines(self) -> dict[Edge, Line]:
        """Return how the gradients that flow back are drawn, by edge: the larger, the thicker."""
        flows = {
            (flow.edge.source, flow.edge.target, flow.edge.position): abs(flow.product)
            for flow in self.formula.first.sweep
        }
        most = max(flows.values(), default=0.0) or 1.0
        return {edge: Line("gradient", THIN + (THICK - THIN) * flows[edge] / most, 0.28) for edge in self._routes}

    def _role(self, node: int) -> str:
        if self.graph.nodes[node].kind == "input":
            return "input" if node == 0 else "input2"
        return "output" if node == self.graph.output.index else "muted"

    def _gradient(self, node: int) -> float:
        return self.formula.now.gradients[node]

    def _node(self, node: int) -> mn.VGroup:
        step, role = self.graph.nodes[node], self.roles[node]
        name = symbol_source(step.name)
        code = f"{{{{ {name} : {role} }}}}" if step.kind == "input" else f"{name} = {step.source}"
        width, height = self._box
        box = mn.RoundedRectangle(width=width, height=height, corner_radius=0.14, stroke_width=3.5)
        box.set_stroke(self.theme.color(role)).set_fill(self.theme.color("plate"), 1)
        written = fit(Formula(code, self.theme, size=LABEL + 2), width - 0.16, 0.5 * height)
        return mn.VGroup(box, written).move_to(self.place(node))

    def _number(self, node: int) -> LiveNumber:
        return self._written(node, "ink", 0.17, self.network.value)

    def _written(self, node: int, role: str, height: float, value: Callable[[int], float]) -> LiveNumber:
        """Return a live number in a node's box, its middle line at this share of the box's height from below."""
        number = LiveNumber(self.theme, slots=6, role=role, size=LABEL)
        middle = self.place(node) + np.array([0, (height - 0.5) * self._box[1] - 0.33 * number.em, 0])
        return self._kept(number, lambda m: m.show_about(short_number(value(node)), middle), lambda: value(node))

    def _local(self, edge: Edge, slope: float) -> mn.VGroup:
        """Return the derivative on an edge, as a number on the middle of its last stretch."""
        label = Formula(typst_number(slope), self.theme, size=LABEL, role="gradient")
        return plated(label, self.theme).move_to(self.path(edge)[-2:].mean(axis=0))

    # -- places -------------------------------------------------------------------------------------------------

    def _box_size(self, region: Region) -> tuple[float, float]:
        count, most = len(self.layers.slots), max(len(layer) for layer in self.layers.slots)
        length, width = (region.height, region.width) if self._downward else (region.width, region.height)
        tall = HEIGHT * max(self.theme.type_scale, 0.85) * 1.25
        if self._downward:
            return min(WIDE, width / most - 0.25), min(tall, length / count - 0.45)
        return min(WIDE, max(0.6 * length / count, length / count - BETWEEN)), min(tall, width / most - 0.2)

    def place(self, slot: Slot) -> np.ndarray:
        """Return the middle of a node, or where a long edge passes a layer, shape (3,)."""
        region, count = self._region, len(self.layers.slots)
        half = self._box[1 if self._downward else 0] / 2
        length = region.height if self._downward else region.width
        along = (half + self.layers.along(slot) * (length - 2 * half) / max(count - 1, 1)) / length
        across = self.layers.across(slot)
        return region.point(across, 1 - along) if self._downward else region.point(along, 1 - across)

    def path(self, edge: Edge) -> np.ndarray:
        """Return the corners of an edge, from one box's side through its slots to the other's, shape (n, 3)."""
        points = np.array([self.place(slot) for slot in self._routes[edge]])
        out = np.array([0, -self._box[1] / 2, 0]) if self._downward else np.array([self._box[0] / 2, 0, 0])
        points[0] += out * 1.03 + self._aside(edge, 0)
        points[-1] += -out * 1.06 + self._aside(edge, -1)
        # A long edge passes a layer straight, along the boxes that it passes.
        through = [points[:1], *(np.array([point - out, point + out]) for point in points[1:-1]), points[-1:]]
        return np.concatenate(through)

    def _aside(self, edge: Edge, end: int) -> np.ndarray:
        """Return how far from the middle of a box's side an edge ends there, if several do."""
        node, beyond = self._routes[edge][end], 1 if end == 0 else -2
        here = [each for each, route in self._routes.items() if route[end] == node]
        here.sort(key=lambda each: self.layers.across(self._routes[each][beyond]))
        share = (here.index(edge) + 0.5) / len(here) - 0.5
        return np.array([share * 0.7 * self._box[0], 0, 0] if self._downward else [0, -share * 0.7 * self._box[1], 0])
