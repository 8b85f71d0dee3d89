"""A neuron as a graph: nodes with live numbers, edges along which values flow forward and gradients back."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping, Sequence
from typing import Any

import manim as mn
import numpy as np

from mathkit import Neuron, format_number
from scenes.drawing.canvas.animations import Tint, live, under_way
from scenes.drawing.canvas.primitives import Pointer, Spot
from scenes.drawing.canvas.stage import Region
from scenes.drawing.text.live_number import LiveNumber
from scenes.drawing.text.typesetting import Formula
from scenes.drawing.theme.theme import LABEL, TEXT, Theme
from scenes.script.spoken_values import SMALL

#: Each node: its role, and its place in the region as fractions along and across the flow.
NODES: Mapping[str, tuple[str, float, float]] = {
    "x": ("input", 0.0, 0.5),
    "w": ("weight", 0.0, 1.0),
    "b": ("bias", 0.0, 0.0),
    "z": ("net", 0.36, 0.5),
    "a": ("activation", 0.68, 0.5),
    "L": ("loss", 1.0, 0.5),
    "t": ("target", 0.84, 0.0),
}
EDGES = (("w", "z"), ("x", "z"), ("b", "z"), ("z", "a"), ("a", "L"), ("t", "L"))
#: The nodes that are worked out on the way forward, and what each is worked out from.
FLOW = (("z", "wxb"), ("a", "z"), ("L", "at"))
#: A node's radius, in units for type of the theme's own size: in a row, and in a column.
RADIUS, TALL_RADIUS = 0.6, 0.58
#: How far along a column z and a stand: it has less room between them than a row.
TALL = {"z": 0.32, "a": 0.66}
#: Room for the longest number, with a power of ten: −1.3×10⁻¹².
SLOTS = 10


def value_of(neuron: Neuron, node: str) -> float:
    """Return the number that stands in a node."""
    return {
        "x": neuron.x,
        "w": neuron.w,
        "b": neuron.b,
        "t": neuron.target,
        "z": neuron.z,
        "a": neuron.a,
        "L": neuron.loss_value,
    }[node]


class NeuronGraph:
    """The graph laid into a region, left to right, or top to bottom in a portrait frame."""

    def __init__(self, region: Region, theme: Theme, value: Callable[[str], float], downward: bool) -> None:
        self.theme, self.value, self.downward = theme, value, downward
        self.radius = r = (TALL_RADIUS if downward else RADIUS) * theme.type_scale
        inner = region.inset(r, r, r, r)
        self.places = {name: self._place(inner, name) for name in NODES}
        self.circles, self.numbers = {}, {}
        for name, (role, _, _) in NODES.items():
            disc = mn.Circle(
                r, stroke_color=theme.color(role), stroke_width=4, fill_color=theme.color("plate"), fill_opacity=1
            )
            symbol = Formula(f"{{{{ {name} : {role} }}}}", theme, size=TEXT + 6)
            self.circles[name] = mn.VGroup(disc, symbol).move_to(self.places[name])
            symbol.move_to(self.places[name] + [0, 0.42 * r, 0])
            self.numbers[name] = self._number(name)
        self.edges = {edge: self._edge(*edge) for edge in EDGES}

    def _place(self, region: Region, name: str) -> np.ndarray:
        _, along, across = NODES[name]
        if self.downward:
            return region.point(across, 1 - TALL.get(name, along))
        # The first three stand in a bow where their column is too low for them.
        spacing, least = region.height / 2, 2 * self.radius + 0.2
        bow = float(np.sqrt(max(0.0, least**2 - spacing**2))) if along == 0 and across != 0.5 else 0.0
        return region.point(along, across) + bow * mn.RIGHT

    def _number(self, name: str) -> LiveNumber:
        number = LiveNumber(self.theme, slots=SLOTS, role="ink", size=LABEL + 4)
        # What only passes through zero keeps its decimals there: a power of ten would flash by.
        powers = name == "L" or 0 < abs(self.value(name)) < SMALL

        def update(m: LiveNumber) -> None:
            value = self.value(name)
            text = self._fitting(m, value if powers or abs(value) >= SMALL else 0.0)
            # Centred as it is read, with its sign; the free slot of a missing sign does not count.
            free = 0.0 if text.startswith("\u2212") else m.sign_width
            width = m.width_of(text.lstrip("\u2212")) + m.sign_width - free
            m.corner = self.places[name] + np.array([-width / 2 - free, -0.33 * self.radius, 0])
            m.show(text)

        return live(number, update)

    def _fitting(self, number: LiveNumber, value: float) -> str:
        """Return the value as precisely as the node has room for: a power of ten with two digits, or with one."""
        room = 1.86 * self.radius
        texts = [short_number(value), short_number(value, digits=1)]
        if abs(value) < 1:
            texts.append(format_number(0.0, decimals=2))
        return next((text for text in texts if number.width_of(text) < room), texts[-1])

    def ends(self, start: str, end: str) -> tuple[np.ndarray, np.ndarray]:
        """Return where an edge leaves one node's rim and meets the other's."""
        here, there = self.places[start], self.places[end]
        along = (there - here) / np.linalg.norm(there - here)
        return here + along * (self.radius + 0.04), there - along * (self.radius + 0.04)

    def _between(self, start: str, end: str) -> tuple[np.ndarray, np.ndarray]:
        """Return from where to where a spot runs along an edge, clear of both nodes' numbers."""
        first, last = self.ends(start, end)
        clear = 0.13 * (last - first) / np.linalg.norm(last - first)
        return first + clear, last - clear

    def _edge(self, start: str, end: str) -> Pointer:
        return Pointer(self.theme, "muted", 3, 0.2).span(*self.ends(start, end))

    def gradient_edges(self, neuron: Neuron) -> dict[tuple[str, str], Pointer]:
        """Return the arrows of the gradients that flow back, by edge: the larger a gradient, the thicker its arrow."""
        path = {("a", "L"): neuron.dloss_da, ("z", "a"): neuron.dloss_dz, ("w", "z"): neuron.dloss_dw}
        largest = max(map(abs, path.values())) or 1.0
        flows = path | {("x", "z"): neuron.dloss_dx, ("b", "z"): neuron.dloss_db}
        return {edge: self._gradient_edge(*edge, min(1.0, abs(flow) / largest)) for edge, flow in flows.items()}

    def _gradient_edge(self, start: str, end: str, size: float) -> Pointer:
        first, last = self.ends(start, end)
        return Pointer(self.theme, "gradient", 2.5 + 10 * size * self.theme.type_scale, 0.32).span(last, first)

    def room_below(self, body: Region) -> Region:
        """Return the free room of a wide frame's body between the nodes b and t, under the line of the others."""
        z, t = self.places["z"], self.places["t"]
        return Region(z[0] - 0.9, t[0] - self.radius - 0.3, body.bottom, z[1] - self.radius - 0.2)

    def beside(self, label: mn.Mobject, start: str, end: str, side: float = 1.0, share: float = 0.5) -> mn.Mobject:
        """Put a label beside an edge: on its left hand (`side` 1) or its right (−1), clear of the line."""
        first, last = self.ends(start, end)
        along = (last - first) / np.linalg.norm(last - first)
        across = np.array([-along[1], along[0], 0]) * side
        reach = abs(across[0]) * label.width / 2 + abs(across[1]) * label.height / 2
        return label.move_to(first + (last - first) * share + across * (reach + 0.2))

    def focus(self, names: Collection[str]) -> list[mn.Animation]:
        """Return the animations that light these nodes, and let the others step back."""
        tints = []
        for name in NODES:
            color = None if name in names else self.theme.color("muted")
            # The number after its node: what is animated comes to lie on top.
            tints += [Tint(self.circles[name], color, keep=[self.circles[name][0]]), Tint(self.numbers[name], color)]
        return tints

    def flash(self, name: str) -> mn.Animation:
        """Return a flash about a node, in its colour."""
        color, radius = self.theme.color(NODES[name][0]), self.radius + 0.05
        return mn.Flash(self.circles[name], color=color, flash_radius=radius, line_length=0.12, num_lines=20)

    def pulse(self, label: mn.Mobject) -> mn.Animation:
        """Return a glint of a label, since what appears elsewhere is the same."""
        return mn.Indicate(label, color=self.theme.color("ink"), scale_factor=1)

    def flow(self, edges: Sequence[tuple[str, str]], *, back: bool = False) -> Flow:
        """Return a spot that runs along each edge, or `back` along it as a gradient does."""
        ways = [self._between(*edge)[:: -1 if back else 1] for edge in edges]
        roles = ["gradient" if back else NODES[start][0] for start, _ in edges]
        return Flow(mn.VGroup(*(Spot(self.theme, role, 0.1) for role in roles)), ways)

    def backward(self, leaves: str = "w") -> mn.Animation:
        """Return the flow of a gradient from the loss back to `leaves`, edge by edge."""
        ways = [("a", "L")], [("z", "a")], [(leaf, "z") for leaf in leaves]
        return mn.Succession(*(self.flow(edges, back=True) for edges in ways))


class Flow(mn.Animation):
    """Spots that each run from one place to another, and are gone when they arrive."""

    def __init__(self, spots: mn.VGroup, ways: Sequence[Sequence[np.ndarray]], **options: Any) -> None:
        super().__init__(spots, introducer=True, remover=True, run_time=1.1, **options)
        self._ways = ways

    def interpolate_mobject(self, alpha: float) -> None:
        """Stand where the share `alpha` of the time has led."""
        share = float(self.rate_func(alpha))
        for spot, (first, last) in zip(self.mobject, self._ways, strict=True):
            # Where one flow follows another the spots stay on stage till the last has arrived: clear, not parked.
            spot.at(first + (last - first) * share).set_opacity(under_way(alpha))


def short_number(value: float, digits: int = 2) -> str:
    """Return a node's number: two decimals, fewer for large numbers, a power of ten where these would not tell it."""
    size = abs(value)
    if value and (size < SMALL or size >= 99_999.5):
        return format_number(value, digits)
    return format_number(value, decimals=2 if size < 100 else 1 if size < 1000 else 0)
