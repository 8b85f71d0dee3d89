"""Layers as a graph: nodes with live numbers, edges as thick as their weights, and gradients that flow back on them."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import TypeVar

import manim as mn
import numpy as np

from mathkit import LayerChain, LayerGradients, format_number
from scenes.drawing.canvas.animations import live, under_way
from scenes.drawing.canvas.primitives import Pointer, Spot, set_dashes, set_runs, stroke
from scenes.drawing.networks.layer_layout import Node, Places
from scenes.drawing.networks.live_layers import COLUMNS, LiveLayers
from scenes.drawing.networks.matrix_block import cell_decimals
from scenes.drawing.text.live_number import LiveNumber
from scenes.drawing.text.typesetting import Formula
from scenes.drawing.theme.theme import LABEL, TEXT, Theme

ROLES = {"x": "input", "z1": "net", "a1": "activation", "z2": "net", "a2": "activation", "L": "loss"}
#: The width of the thinnest and the thickest edge, in hundredths of a unit.
THIN, THICK = 1.6, 9.0
#: The type in a node of radius 1 (manim points): "−0.00" just fits into it, and a symbol is set larger.
DIGITS, SYMBOL = 60, 68

Edge = tuple[Node, Node]
M = TypeVar("M", bound=mn.Mobject)


class LayerGraph:
    """Discs, symbols and numbers by node; names by column; edges by their two nodes, from first to last.

    Weights of a negative sign are dashed. Nodes with their numbers hold no symbol: the name of their column says it.
    """

    def __init__(self, places: Places, theme: Theme, layers: LiveLayers) -> None:
        self.places, self.theme, self.live = places, theme, layers
        nodes = [(column, i) for column in COLUMNS for i in range(layers.count(column))]
        self.discs = {node: self._disc(node) for node in nodes}
        self.symbols = {node: self._symbol(node) for node in nodes}
        self.numbers = {node: self._number(node) for node in nodes}
        self.names = {column: self._name(column, indexed=column[1:] == "2") for column in COLUMNS}
        self.indexed = {column: self._name(column, indexed=True) for column in ("z1", "a1")}
        self.edges: dict[Edge, mn.Mobject] = {}
        for number, (below, above) in enumerate((("x", "z1"), ("a1", "z2"))):
            weights = layers.two.layers[number].weights
            largest = float(np.abs(weights).max()) or 1.0
            for (i, j), weight in np.ndenumerate(weights):
                edge = (below, j), (above, i)
                self.edges[edge] = self._line(edge, "weight", abs(weight) / largest, dashed=bool(weight < 0))
        full = not layers.one.layers[0].elementwise
        for below, above in (("z1", "a1"), ("z2", "a2")):
            for i in range(layers.count(below)):
                for j in range(layers.count(above)) if full else (i,):
                    edge = (below, i), (above, j)
                    self.edges[edge] = self._line(edge, "muted", 0.1)
        for last in ("a1", "a2"):
            for i in range(layers.count(last)):
                edge = (last, i), ("L", 0)
                self.edges[edge] = self._line(edge, "muted", 0.1)

    # -- which parts there are ----------------------------------------------------------------------------------

    @property
    def parts(self) -> list[mn.Mobject]:
        """Return every part that there may be on stage, but for gradients."""
        tables = (self.discs, self.symbols, self.numbers, self.names, self.indexed, self.edges)
        return [part for table in tables for part in table.values()]

    def nodes(self, *columns: str) -> list[Node]:
        """Return the nodes of some columns."""
        return [node for node in self.discs if node[0] in columns]

    def between(self, below: str, above: str) -> list[Edge]:
        """Return the edges from a column to another."""
        return [edge for edge in self.edges if (edge[0][0], edge[1][0]) == (below, above)]

    def neuron(self, i: int) -> list[mn.Mobject]:
        """Return what makes neuron i of the first layer: its edges, then its nodes z and a."""
        z, a = ("z1", i), ("a1", i)
        into = [self.edges[edge] for edge in self.edges if edge[1] == z or edge == (z, a)]
        return [*into, *(part for node in (z, a) for part in (self.discs[node], self.symbols[node]))]

    def column(self, *columns: str, numbers: bool = False) -> list[mn.Mobject]:
        """Return the discs of some columns with their names, and their symbols or their numbers.

        The loss is alone in its column: its symbol is its name.
        """
        inner = self.numbers if numbers else self.symbols
        names = [self.names[column] for column in columns if numbers or column != "L"]
        return [part for node in self.nodes(*columns) for part in (self.discs[node], inner[node])] + names

    def lines(self, *pairs: tuple[str, str]) -> list[mn.Mobject]:
        """Return the lines of all edges between some pairs of columns."""
        return [self.edges[edge] for pair in pairs for edge in self.between(*pair)]

    # -- what comes and goes ------------------------------------------------------------------------------------

    def glow(self, edges: Iterable[Edge], role: str) -> mn.VGroup:
        """Return a broad light behind some edges."""
        return mn.VGroup(*(self._line(edge, role, 2.2).set_stroke(opacity=0.35) for edge in edges))

    def halo(self, node: Node) -> mn.Mobject:
        """Return a ring round a node."""
        ring = mn.Circle(self.places.radius + 0.1, stroke_color=self.theme.color(ROLES[node[0]]), stroke_width=6)
        return ring.move_to(self.places.node(node))

    def pulses(self, below: str, above: str, run: mn.ValueTracker, role: str) -> list[mn.Mobject]:
        """Return spots that run on all edges between two columns with `run` from 0 to 1."""

        def follow(edge: Edge) -> Callable[[Spot], object]:
            return lambda m: m.at(self._between(edge, run.get_value())).set_opacity(under_way(run.get_value()))

        return [live(Spot(self.theme, role, 0.07), follow(edge)) for edge in self.between(below, above)]

    def gradient_edges(self, chain: LayerChain) -> dict[Edge, mn.Mobject]:
        """Return the gradients that flow back through a chain, by edge: the larger, the thicker; dotted where none is.

        On the edge of a weight it is the weight's gradient. The thickest arrows between any two columns are alike.
        """
        made: dict[Edge, mn.Mobject] = {}
        last = "a1" if len(chain.layers) == 1 else "a2"
        for (column, i), gradient in zip(self.nodes(last), chain.dloss_da, strict=True):
            made |= self._flows({((column, i), ("L", 0)): gradient}, chain.dloss_da)
        for number, (layer, gradients) in enumerate(zip(chain.layers, chain.gradients, strict=True), start=1):
            below = "x" if number == 1 else f"a{number - 1}"
            made |= self._layer_flows(below, f"z{number}", f"a{number}", gradients, layer.da_dz)
        return made

    def _layer_flows(
        self, below: str, z: str, a: str, gradients: LayerGradients, da_dz: np.ndarray
    ) -> dict[Edge, mn.Mobject]:
        through = {
            (one, other): gradients.dloss_da[other[1]] * da_dz[other[1], one[1]] for one, other in self.between(z, a)
        }
        weights = {(one, other): gradients.dloss_dw[other[1], one[1]] for one, other in self.between(below, z)}
        return self._flows(through, np.array([*through.values()])) | self._flows(weights, gradients.dloss_dw)

    def _flows(self, sizes: dict[Edge, float], all_sizes: np.ndarray) -> dict[Edge, mn.Mobject]:
        largest = float(np.abs(all_sizes).max())
        if largest < 1e-12:
            return {edge: self._line(edge, "muted", 0.0, dashed=True) for edge in sizes}
        return {edge: self._flow(edge, abs(size) / largest) for edge, size in sizes.items()}

    def _flow(self, edge: Edge, size: float) -> mn.Mobject:
        if size == 0:
            return self._line(edge, "muted", 0.0, dashed=True)
        arrow = Pointer(self.theme, "gradient", THIN + (THICK - THIN) * size, 0.22)
        return self._placed(arrow, lambda m: m.span(*reversed(self.ends(edge))))

    # -- how it is drawn ----------------------------------------------------------------------------------------

    def ends(self, edge: Edge) -> tuple[np.ndarray, np.ndarray]:
        """Return where an edge leaves one node's rim and meets the other's."""
        here, there = (self.places.node(node) for node in edge)
        distance = float(np.linalg.norm(there - here))
        along = (there - here) / max(distance, 1e-9)
        rim = min(self.places.radius + 0.03, distance / 2)
        return here + along * rim, there - along * rim

    def _between(self, edge: Edge, share: float) -> np.ndarray:
        first, last = self.ends(edge)
        return first + (last - first) * share

    def _line(self, edge: Edge, role: str, size: float, *, dashed: bool = False) -> mn.Mobject:
        line = stroke(self.theme, role, THIN + (THICK - THIN) * size)
        if dashed:
            return self._placed(line, lambda m: set_dashes(m, *self.ends(edge), dash=0.11))
        return self._placed(line, lambda m: set_runs(m, np.array(self.ends(edge))))

    def _disc(self, node: Node) -> mn.Mobject:
        disc = mn.Circle(
            1.0,
            stroke_color=self.theme.color(ROLES[node[0]]),
            stroke_width=4,
            fill_color=self.theme.color("plate"),
            fill_opacity=1,
        )
        return self._sized(disc, node, lambda: self.places.radius)

    def _symbol(self, node: Node) -> mn.Mobject:
        column, place = node
        index = "" if column == "L" else f"_{place + 1}"
        code = f"{{{{ {column[0]}{index} : {ROLES[column]} }}}}"
        symbol = Formula(code, self.theme, size=TEXT)
        return self._sized(symbol, node, lambda: max(SYMBOL * self.places.radius / self.theme.type_scale, LABEL) / TEXT)

    def _sized(self, mobject: mn.Mobject, node: Node, factor: Callable[[], float]) -> mn.Mobject:
        """Keep a mobject on its node, `factor()` times as large as it was made."""
        middle = mobject.get_center()
        made = [(part, part.points - middle) for part in mobject.family_members_with_points()]

        def update(_: mn.Mobject) -> None:
            here, size = self.places.node(node), factor()
            for part, points in made:
                part.points = points * size + here

        return self._placed(mobject, update)

    def _name(self, column: str, *, indexed: bool) -> mn.Mobject:
        """Return a column's name: with the number of its layer where there are two."""
        layer = f"_{column[1]}" if indexed else ""
        symbol = column if column == "L" else f"bold({column[0]}){layer}"
        name = Formula(f"{{{{ {symbol} : {ROLES[column]} }}}}", self.theme, size=TEXT)
        return self._placed(name, lambda m: m.move_to(self.places.name(column)))

    def _number(self, node: Node) -> LiveNumber:
        number = LiveNumber(self.theme, slots=5)

        def update(m: LiveNumber) -> None:
            value = self.live.value(*node)
            text = format_number(value, decimals=cell_decimals(value))
            signed = text.startswith("\u2212")
            m.resize(min(DIGITS * self.places.radius, TEXT * self.theme.type_scale) / 96)
            width = m.width_of(text.lstrip("\u2212")) + (m.sign_width if signed else 0.0)
            left = -width / 2 - (0.0 if signed else m.sign_width)
            m.corner = self.places.node(node) + np.array([left, -0.34 * m.em, 0])
            m.show(text)

        return self._placed(number, update, lambda: self.live.value(*node))

    def _placed(self, mobject: M, update: Callable[[M], object], value: Callable[[], float] = lambda: 0.0) -> M:
        """Keep a mobject up to date as the graph moves, or `value()` changes: else it stays as it is, at no cost."""
        known: list[tuple[float, float]] = []

        def follow(m: M) -> None:
            state = float(self.places.room.get_value()), value()
            if known != [state]:
                known[:] = [state]
                update(m)

        return live(mobject, follow)
