"""Layers as a graph: columns of nodes with their names, and edges as thick as their weights."""

from __future__ import annotations

import itertools
from collections.abc import Callable, Iterable, Iterator

import manim as mn
import numpy as np

from mathkit import format_number
from scenes.drawing.canvas.animations import EASE, appear, vanish
from scenes.drawing.networks.layer_layout import Places
from scenes.drawing.networks.live_layers import LiveLayers
from scenes.drawing.networks.matrix_block import cell_decimals
from scenes.drawing.networks.network_graph import Edge, Line, NetworkGraph
from scenes.drawing.text.live_number import LiveNumber
from scenes.drawing.text.typesetting import Formula
from scenes.drawing.theme.theme import LABEL, TEXT, Theme

#: The role of a column, by the first letter of its name.
ROLES = {"x": "input", "z": "net", "a": "activation", "L": "loss"}
#: The width of the thinnest and the thickest edge, in hundredths of a unit.
THIN, THICK = 1.6, 9.0
#: The type in a node of radius 1 (manim points): "−0.00" just fits into it, and a symbol is set larger.
DIGITS, SYMBOL = 60, 68

Node = tuple[str, int]


class LayerGraph(NetworkGraph):
    """The graph of layers: a node is (column, place), and `names` go by column, `indexed` with the layer's number.

    Weights of a negative sign are dashed. Nodes with their numbers hold no symbol: the name of their column says it.
    """

    SPOT = 0.07
    moving = True

    def __init__(self, network: LiveLayers, places: Places, theme: Theme) -> None:
        self.places, self.layers = places, network
        roles = {(name, i): ROLES[name[0]] for name, count in network.counts.items() for i in range(count)}
        super().__init__(theme, network, roles, dict(_lines(network)))
        self.shapes = {node: made[0] for node, made in self.nodes.items()}
        self.names = {column: self._name(column, indexed=column[1:] > "1") for column in network.counts}
        self.indexed = {column: self._name(column, indexed=True) for column in ("z1", "a1")}

    @property
    def rim(self) -> float:
        """Return how far from the middle of a node its edges end."""
        return self.places.radius + 0.03

    @property
    def pose(self) -> float:
        """Return what changes when nodes move."""
        return float(self.places.room.get_value())

    def place(self, node: Node) -> np.ndarray:
        """Return the middle of a node, shape (3,)."""
        return self.places.node(node)

    # -- which parts there are ----------------------------------------------------------------------------------

    @property
    def parts(self) -> list[mn.Mobject]:
        """Return every part that there may be on stage, but for gradients."""
        tables = (self.shapes, self.symbols, self.numbers, self.names, self.indexed, self.edges)
        return [part for table in tables for part in table.values()]

    @property
    def stages(self) -> list[list[Edge]]:
        """Return the edges between the columns that are shown, in the order in which values flow."""
        return [self.between(*pair) for pair in itertools.pairwise(self.places.columns)]

    @property
    def structure(self) -> list[mn.Mobject]:
        """Return the edges, the nodes with their symbols and the names of the columns that are shown."""
        columns = self.places.columns
        names = self.names | (self.indexed if "z2" in columns else {})
        nodes = [part for node in self.standing_in(*columns) for part in self.nodes[node]]
        lines = [self.edges[edge] for edges in self.stages for edge in edges]
        return [*lines, *nodes, *(names[column] for column in columns if column != "L")]

    def standing_in(self, *columns: str) -> list[Node]:
        """Return the nodes of some columns."""
        return [node for node in self.nodes if node[0] in columns]

    def between(self, below: str, above: str) -> list[Edge]:
        """Return the edges from a column to another."""
        return [edge for edge in self.edges if (edge[0][0], edge[1][0]) == (below, above)]

    def neuron(self, i: int) -> list[mn.Mobject]:
        """Return what makes neuron i of the first layer: its edges, then its nodes z and a."""
        z, a = ("z1", i), ("a1", i)
        into = [self.edges[edge] for edge in self.edges if edge[1] == z or edge == (z, a)]
        return [*into, *(part for node in (z, a) for part in self.nodes[node])]

    def column(self, *columns: str, numbers: bool = False) -> list[mn.Mobject]:
        """Return the discs of some columns with their names, and their symbols or their numbers.

        The loss is alone in its column: its symbol is its name.
        """
        inner = self.numbers if numbers else self.symbols
        names = [self.names[column] for column in columns if numbers or column != "L"]
        return [part for node in self.standing_in(*columns) for part in (self.shapes[node], inner[node])] + names

    def lines(self, *pairs: tuple[str, str]) -> list[mn.Mobject]:
        """Return the lines of all edges between some pairs of columns."""
        return [self.edges[edge] for pair in pairs for edge in self.between(*pair)]

    # -- what comes and goes ------------------------------------------------------------------------------------

    def fill(self, nodes: Iterable[Node]) -> list[mn.Animation]:
        """Return the animations that put numbers in the place of some nodes' symbols, which go first."""
        nodes = [*nodes]
        leave = vanish(*(self.symbols[node] for node in nodes), rate_func=lambda t: min(1.0, t / 0.45))
        come = [*(self.numbers[n] for n in nodes), *(self.names["L"] for n in nodes if n[0] == "L")]
        return leave + appear(*come, rate_func=lambda t: max(0.0, (t - 0.45) / 0.55))

    def flow(self, edges: Iterable[Edge], *, back: bool = False, role: str = "") -> mn.Animation:
        """Return a spot that runs along each edge, or `back` along it: eased, as it comes and goes."""
        run = super().flow([*edges], back=back, role=role or ("ink" if back else ""))
        run.rate_func = mn.linear
        return mn.AnimationGroup(run, rate_func=EASE)

    def glow(self, edges: Iterable[Edge], role: str) -> mn.VGroup:
        """Return a broad light behind some edges."""
        light = Line(role, THIN + (THICK - THIN) * 2.2, 0)
        return mn.VGroup(*(self.line(edge, light).set_stroke(opacity=0.35) for edge in edges))

    def halo(self, node: Node) -> mn.Mobject:
        """Return a ring round a node."""
        ring = mn.Circle(self.places.radius + 0.1, stroke_color=self.theme.color(self.roles[node]), stroke_width=6)
        return ring.move_to(self.place(node))

    def gradient_lines(self) -> dict[Edge, Line]:
        """Return how the gradients of the layers that are judged are drawn: dotted where none is.

        On the edge of a weight it is the weight's gradient. The thickest arrows between any two columns are alike.
        """
        chain = self.layers.judged
        top = {edge: chain.dloss_da[edge[0][1]] for edge in self.between(f"a{len(chain.layers)}", "L")}
        made = _flows(top)
        for number, (layer, gradients) in enumerate(zip(chain.layers, chain.gradients, strict=True), start=1):
            below, z, a = f"a{number - 1}" if number > 1 else "x", f"z{number}", f"a{number}"
            through = {
                edge: gradients.dloss_da[edge[1][1]] * layer.da_dz[edge[1][1], edge[0][1]]
                for edge in self.between(z, a)
            }
            weights = {edge: gradients.dloss_dw[edge[1][1], edge[0][1]] for edge in self.between(below, z)}
            made |= _flows(through) | _flows(weights)
        return made

    # -- how it is drawn ----------------------------------------------------------------------------------------

    def _node(self, node: Node) -> mn.VGroup:
        column, place = node
        index = "" if column == "L" else f"_{place + 1}"
        symbol = Formula(f"{{{{ {column[0]}{index} : {self.roles[node]} }}}}", self.theme, size=TEXT)
        disc = self._sized(self._disc(node, 1.0), node, lambda: self.places.radius)
        size = lambda: max(SYMBOL * self.places.radius / self.theme.type_scale, LABEL) / TEXT  # noqa: E731
        return mn.VGroup(disc, self._sized(symbol, node, size))

    def _sized(self, mobject: mn.Mobject, node: Node, factor: Callable[[], float]) -> mn.Mobject:
        """Keep a mobject on its node, `factor()` times as large as it was made."""
        middle = mobject.get_center()
        made = [(part, part.points - middle) for part in mobject.family_members_with_points()]

        def update(_: mn.Mobject) -> None:
            here, size = self.place(node), factor()
            for part, points in made:
                part.points = points * size + here

        return self._kept(mobject, update)

    def _name(self, column: str, *, indexed: bool) -> mn.Mobject:
        """Return a column's name: with the number of its layer where there are two."""
        layer = f"_{column[1]}" if indexed else ""
        symbol = column if column == "L" else f"bold({column[0]}){layer}"
        name = Formula(f"{{{{ {symbol} : {ROLES[column[0]]} }}}}", self.theme, size=TEXT)
        return self._kept(name, lambda m: m.move_to(self.places.name(column)))

    def _number(self, node: Node) -> LiveNumber:
        def update(m: LiveNumber) -> None:
            value = self.layers.value(node)
            m.resize(min(DIGITS * self.places.radius, TEXT * self.theme.type_scale) / 96)
            text = format_number(value, decimals=min(cell_decimals(value), 2 if value < 0 else 3))
            m.show_about(text, self.place(node) - np.array([0, 0.34 * m.em, 0]))

        return self._kept(LiveNumber(self.theme, slots=5), update, lambda: self.layers.value(node))


def _lines(network: LiveLayers) -> Iterator[tuple[Edge, Line]]:
    """Yield the edges of layers: weights, then activations, then what the loss may judge."""
    layers = [*enumerate(network.chain.layers, start=1)]
    for number, layer in layers:
        largest = float(np.abs(layer.weights).max()) or 1.0
        for (i, j), weight in np.ndenumerate(layer.weights):
            width = THIN + (THICK - THIN) * abs(weight) / largest
            edge = (f"a{number - 1}" if number > 1 else "x", j), (f"z{number}", i)
            yield edge, Line("weight", width, 0, dashed=bool(weight < 0))
    thin = Line("muted", THIN + (THICK - THIN) * 0.1, 0)
    for number, layer in layers:
        for i, j in np.ndindex(layer.outputs, layer.outputs):
            if i == j or not layer.elementwise:
                yield ((f"z{number}", i), (f"a{number}", j)), thin
    for number, layer in layers:
        for i in range(layer.outputs):
            yield ((f"a{number}", i), ("L", 0)), thin


def _flows(sizes: dict[Edge, float]) -> dict[Edge, Line]:
    largest = max(map(abs, sizes.values()))
    none = Line("muted", THIN, 0, dashed=True)
    return {
        edge: Line("gradient", THIN + (THICK - THIN) * abs(size) / largest, 0.22) if size and largest >= 1e-12 else none
        for edge, size in sizes.items()
    }
