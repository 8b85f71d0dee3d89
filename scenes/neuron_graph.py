"""A neuron as a graph: nodes with live numbers, edges along which values flow forward and gradients back."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any

import manim as mn
import numpy as np

from mathkit import Neuron, format_number
from scenes.marks import Pointer, Spot
from scenes.stage import Region
from scenes.theme import LABEL, TEXT, Theme
from scenes.typesetting import Formula, LiveNumber

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
RADIUS = 0.54


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
        inner = region.inset(RADIUS + 0.35, RADIUS + 0.35, RADIUS, RADIUS)
        self.places = {name: self._place(inner, along, across) for name, (_, along, across) in NODES.items()}
        self.circles, self.numbers = {}, {}
        for name, (role, _, _) in NODES.items():
            disc = mn.Circle(
                RADIUS,
                stroke_color=theme.color(role),
                stroke_width=4,
                fill_color=theme.color("plate"),
                fill_opacity=1,
            )
            symbol = Formula(f"{{{{ {name} : {role} }}}}", theme, size=TEXT + 4)
            self.circles[name] = mn.VGroup(disc, symbol).move_to(self.places[name])
            symbol.move_to(self.places[name] + [0, 0.17, 0])
            self.numbers[name] = self._number(name, role)
        self.edges = {edge: self._edge(*edge) for edge in EDGES}

    def _place(self, region: Region, along: float, across: float) -> np.ndarray:
        return region.point(across, 1 - along) if self.downward else region.point(along, across)

    def _number(self, name: str, role: str) -> LiveNumber:
        number = LiveNumber(self.theme, slots=5, role="ink", size=LABEL + 4)

        def update(m: LiveNumber) -> None:
            text = short_number(self.value(name))
            # Centred as it is read, with its sign; the free slot of a missing sign does not count.
            free = 0.0 if text.startswith("\u2212") else m.sign_width
            width = m.width_of(text.lstrip("\u2212")) + m.sign_width - free
            m.corner = self.places[name] + np.array([-width / 2 - free, -0.3, 0])
            m.show(text)

        number.add_updater(update, call_updater=True)
        return number

    def ends(self, start: str, end: str) -> tuple[np.ndarray, np.ndarray]:
        """Return where an edge leaves one node's rim and meets the other's."""
        here, there = self.places[start], self.places[end]
        along = (there - here) / np.linalg.norm(there - here)
        return here + along * (RADIUS + 0.04), there - along * (RADIUS + 0.04)

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
        return Pointer(self.theme, "gradient", 2.5 + 11 * size, 0.3).span(last, first)

    def rooms_below(self, body: Region) -> tuple[Region, Region]:
        """Return the free rooms of a wide frame's body under the graph: between the nodes b and t, and under b."""
        z, t, b = self.places["z"], self.places["t"], self.places["b"]
        middle = Region(z[0] - 0.3, t[0] - 0.75, body.bottom, z[1] - 0.75)
        return middle, Region(body.left, middle.left - 0.3, body.bottom, b[1] - RADIUS - 0.2)

    def beside(self, label: mn.Mobject, start: str, end: str, side: float = 1.0, share: float = 0.5) -> mn.Mobject:
        """Put a label beside an edge: on its left hand (`side` 1) or its right (−1), clear of the line."""
        first, last = self.ends(start, end)
        along = (last - first) / np.linalg.norm(last - first)
        across = np.array([-along[1], along[0], 0]) * side
        reach = abs(across[0]) * label.width / 2 + abs(across[1]) * label.height / 2
        return label.move_to(first + (last - first) * share + across * (reach + 0.24))

    def flash(self, name: str) -> mn.Animation:
        """Return a flash about a node, in its colour."""
        return mn.Flash(self.circles[name], color=self.theme.color(NODES[name][0]), flash_radius=0.75)

    def flow(self, edges: Sequence[tuple[str, str]], *, back: bool = False) -> Flow:
        """Return a spot that runs along each edge, or `back` along it as a gradient does."""
        ways = [self.ends(*edge)[:: -1 if back else 1] for edge in edges]
        roles = ["gradient" if back else NODES[start][0] for start, _ in edges]
        return Flow(mn.VGroup(*(Spot(self.theme, role, 0.1) for role in roles)), ways)


class Flow(mn.Animation):
    """Spots that each run from one place to another, and are gone when they arrive."""

    def __init__(self, spots: mn.VGroup, ways: Sequence[Sequence[np.ndarray]], **options: Any) -> None:
        super().__init__(spots, introducer=True, remover=True, run_time=1.1, **options)
        self._ways = ways

    def interpolate_mobject(self, alpha: float) -> None:
        """Stand where the share `alpha` of the time has led."""
        share = float(self.rate_func(alpha))
        for spot, (first, last) in zip(self.mobject, self._ways, strict=True):
            spot.at(first + (last - first) * share)


def short_number(value: float) -> str:
    """Return a node's number: two decimals, fewer for numbers too large for that."""
    size = abs(value)
    return format_number(value, decimals=2 if size < 100 else 1 if size < 1000 else 0)


def told(value: float) -> str:
    """Return a node's number as the voice says it: to the two decimals that the node shows."""
    rounded = round(value, 2)
    return format_number(rounded, 4) if rounded or not value else "almost zero"
