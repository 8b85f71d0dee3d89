"""Any formula as the graph that computes it: values flow forward, gradients back, each node knows its own step."""

from __future__ import annotations

from collections.abc import Callable

import manim as mn
import numpy as np

from mathkit import ReverseMode, symbol_source, typst_number
from scenes.drawing.canvas.animations import live
from scenes.drawing.canvas.arrange import fit
from scenes.drawing.canvas.primitives import Pointer, plated, polyline_points
from scenes.drawing.canvas.stage import Region
from scenes.drawing.networks.graph_layout import Layers, Slot
from scenes.drawing.networks.neuron_graph import short_number
from scenes.drawing.text.live_number import LiveNumber
from scenes.drawing.text.typesetting import Formula
from scenes.drawing.theme.theme import LABEL, Theme

#: A node's box: its height, its least and greatest width, and the room between two layers, in units.
HEIGHT, NARROW, WIDE, BETWEEN = 1.0, 1.25, 2.4, 0.75
ROLES = ("input", "input2")
#: The width of the arrows of the smallest and the largest gradient, in hundredths of a unit.
THIN, THICK = 2.5, 11.0


class FormulaGraph:
    """The graph of a formula in a region, left to right, or top to bottom if `downward`.

    `now()` tells the numbers of this frame. `boxes`, `values` (ink, below the step) and `gradients` go by node number,
    `edges`, `back` (as thick as what flows) and `locals` (the derivative on an edge) by edge number.

    Example:
        at = ReverseMode.of(Function.parse("x*exp(-x)"), [1.0])
        graph = FormulaGraph(region, theme, lambda: at)
        play(*appear(*graph.edges, *graph.boxes.values())); play(*appear(*graph.values.values()))
    """

    def __init__(self, region: Region, theme: Theme, now: Callable[[], ReverseMode], *, downward: bool = False) -> None:
        self.theme, self.now, self.downward = theme, now, downward
        first = now()
        self.graph, self.layers = first.graph, Layers.of(first.graph)
        self._box = self._box_size(region)
        self.places = {slot: self._place(region, slot) for layer in self.layers.slots for slot in layer}
        nodes = [slot for layer in self.layers.slots for slot in layer if isinstance(slot, int)]
        self.boxes = {index: self._box_of(index) for index in nodes}
        self.values = {index: self._number(index, "ink", 0.17, lambda i: self.now().values[i]) for index in nodes}
        active = [index for index in nodes if self.graph.nodes[index].active]
        self.gradients = {
            index: self._number(index, "gradient", 0.83, lambda i: self.now().gradients[i]) for index in active
        }
        self.edges = [self._arrow(number, "muted", 3.0, 0.2) for number in range(len(self.graph.edges))]
        flows = [abs(flow.product) for flow in self._flows(first)]
        most = max(flows, default=0.0) or 1.0
        self.back = [
            self._arrow(number, "gradient", THIN + (THICK - THIN) * flow / most, 0.28, back=True)
            for number, flow in enumerate(flows)
        ]
        self.locals = [self._local(number, slope) for number, slope in enumerate(first.locals)]

    # -- numbers ------------------------------------------------------------------------------------------------

    def _flows(self, mode: ReverseMode) -> list:  # type: ignore[type-arg]
        """Return what flows back over each edge, in the order of the graph's edges."""
        by_edge = {(flow.edge.source, flow.edge.target, flow.edge.position): flow for flow in mode.sweep}
        return [by_edge[edge.source, edge.target, edge.position] for edge in self.graph.edges]

    def _number(self, index: int, role: str, height: float, value: Callable[[int], float]) -> LiveNumber:
        """Return a live number in a node's box, its middle line at this share of the box's height from below."""
        number = LiveNumber(self.theme, slots=6, role=role, size=LABEL)
        x, y, _ = self.places[index]
        y += (height - 0.5) * self._box[1]

        def update(m: LiveNumber) -> None:
            text = short_number(value(index))
            free = 0.0 if text.startswith("\N{MINUS SIGN}") else m.sign_width
            width = m.width_of(text.lstrip("\N{MINUS SIGN}")) + m.sign_width - free
            m.corner = np.array([x - width / 2 - free, y - 0.33 * m.em, 0])
            m.show(text)

        return live(number, update)

    # -- places -------------------------------------------------------------------------------------------------

    def _box_size(self, region: Region) -> tuple[float, float]:
        count, most = len(self.layers.slots), max(len(layer) for layer in self.layers.slots)
        length, width = (region.height, region.width) if self.downward else (region.width, region.height)
        tall = HEIGHT * max(self.theme.type_scale, 0.85) * 1.25
        if self.downward:
            return min(WIDE, width / most - 0.25), min(tall, length / count - 0.45)
        return min(WIDE, max(0.6 * length / count, length / count - BETWEEN)), min(tall, width / most - 0.2)

    def _place(self, region: Region, slot: Slot) -> np.ndarray:
        count = len(self.layers.slots)
        half = self._box[1 if self.downward else 0] / 2
        length = region.height if self.downward else region.width
        along = (half + self.layers.along(slot) * (length - 2 * half) / max(count - 1, 1)) / length
        across = self.layers.across(slot)
        return region.point(across, 1 - along) if self.downward else region.point(along, 1 - across)

    def _box_of(self, index: int) -> mn.VGroup:
        node = self.graph.nodes[index]
        role = "muted"
        code = f"{symbol_source(node.name)} = {node.source}"
        if node.kind == "input":
            role = ROLES[min(index, 1)]
            code = f"{{{{ {symbol_source(node.name)} : {role} }}}}"
        elif index == self.graph.output.index:
            role = "output"
        width, height = self._box
        box = mn.RoundedRectangle(width=width, height=height, corner_radius=0.14, stroke_width=3.5)
        box.set_stroke(self.theme.color(role)).set_fill(self.theme.color("plate"), 1)
        step = fit(Formula(code, self.theme, size=LABEL + 2), width - 0.16, 0.5 * height)
        return mn.VGroup(box, step).move_to(self.places[index])

    def _points(self, number: int) -> np.ndarray:
        """Return the corners of an edge, from one box's side through its slots to the other's, shape (n, 3)."""
        way = self.layers.ways[number]
        points = np.array([self.places[slot] for slot in way])
        out = np.array([0, -self._box[1] / 2, 0]) if self.downward else np.array([self._box[0] / 2, 0, 0])
        points[0] += out * 1.03 + self._aside(number, 0)
        points[-1] += -out * 1.06 + self._aside(number, -1)
        # A long edge passes a layer straight, along the boxes that it passes.
        through = [points[:1], *(np.array([point - out, point + out]) for point in points[1:-1]), points[-1:]]
        return np.concatenate(through)

    def _aside(self, number: int, end: int) -> np.ndarray:
        """Return how far from the middle of a box's side an edge ends there, if several do."""
        node = self.layers.ways[number][end]
        here = [k for k, way in enumerate(self.layers.ways) if way[end] == node]
        beyond = 1 if end == 0 else -2
        here.sort(key=lambda k: (self.layers.across(self.layers.ways[k][beyond]), k))
        share = (here.index(number) + 0.5) / len(here) - 0.5
        return np.array([share * 0.7 * self._box[0], 0, 0] if self.downward else [0, -share * 0.7 * self._box[1], 0])

    def _arrow(self, number: int, role: str, width: float, tip: float, *, back: bool = False) -> Pointer:
        points = self._points(number)[:: -1 if back else 1]
        arrow = Pointer(self.theme, role, width, tip).span(points[-2], points[-1])
        arrow.shaft.points = np.concatenate([polyline_points([points[:-1]]), arrow.shaft.points])
        return arrow

    def _local(self, number: int, slope: float) -> mn.VGroup:
        """Return the derivative on an edge, as a number on the middle of its last stretch."""
        points = self._points(number)
        label = Formula(typst_number(slope), self.theme, size=LABEL, role="gradient")
        return plated(label, self.theme).move_to((points[-2] + points[-1]) / 2)
