"""A network as a graph: nodes with live numbers, edges along which values flow forward and gradients back.

A neuron, layers of neurons and a formula are told by one graph: each brings its nodes, its lines and their places.
"""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections import Counter
from collections.abc import Callable, Collection, Hashable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any, ClassVar, Protocol, TypeVar

import manim as mn
import numpy as np

from mathkit import format_number
from scenes.drawing.canvas.animations import Tint, appear, live, under_way, vanish
from scenes.drawing.canvas.primitives import Pointer, Spot, set_dashes, set_runs, stroke
from scenes.drawing.text.live_number import LiveNumber
from scenes.drawing.theme.theme import Theme
from scenes.script.spoken_values import SMALL

#: A node by its name or number, and an edge by its two nodes; more tells edges between the same nodes apart.
Node = Hashable
Edge = tuple[Any, ...]
M = TypeVar("M", bound=mn.Mobject)


class LiveNetwork(Protocol):
    """A network that changes while it is watched."""

    def value(self, node: Any) -> float:
        """Return the number that stands in a node in this frame."""

    def nudge(self, node: Any, by: float) -> mn.Animation:
        """Return the animation that adds `by` to a node, measured from what it was at first."""


@dataclass(frozen=True, slots=True)
class Line:
    """How an edge is drawn: its role, its width in hundredths of a unit, its tip in units (0: a line), its dashes."""

    role: str = "muted"
    width: float = 3.0
    tip: float = 0.2
    dashed: bool = False


class NetworkGraph(ABC):
    """Shapes with symbols (`nodes`), `numbers` and, in a formula, `gradients` by node; `edges` and `flows` by edge.

    Flows are the arrows of gradients, which point back.

    Example:
        graph = network_graph(Neuron(1.5, -0.6, 0.2, 1.0), self.stage.body, self.theme)
        self.play(*appear(*graph.structure))
        self.play(graph.forward())
        self.play(graph.nudge("w", 0.5))
        self.play(graph.backward())
    """

    #: A spot's radius, and how far from a node's rim its way begins and ends, in units.
    SPOT: ClassVar[float] = 0.1
    CLEAR: ClassVar[float] = 0.0
    #: Whether nodes change their places.
    moving: ClassVar[bool] = False

    def __init__(
        self, theme: Theme, network: LiveNetwork, roles: Mapping[Any, str], lines: Mapping[Edge, Line]
    ) -> None:
        self.theme, self.network, self.roles = theme, network, roles
        self.nodes = {node: self._node(node) for node in roles}
        self.symbols = {node: made[1] for node, made in self.nodes.items()}
        self.numbers = {node: self._number(node) for node in roles}
        self.gradients: dict[Any, LiveNumber] = {}
        self.edges = {edge: self.line(edge, line) for edge, line in lines.items()}

    # -- what each network brings -------------------------------------------------------------------------------

    @abstractmethod
    def place(self, node: Any) -> np.ndarray:
        """Return the middle of a node, shape (3,)."""

    @abstractmethod
    def gradient_lines(self) -> dict[Edge, Line]:
        """Return how the gradients that flow back are drawn, by edge: the larger, the thicker."""

    @abstractmethod
    def _node(self, node: Any) -> mn.VGroup:
        """Return a node's shape, and the symbol in it."""

    @abstractmethod
    def _number(self, node: Any) -> LiveNumber:
        """Return a node's number."""

    @property
    @abstractmethod
    def rim(self) -> float:
        """Return how far from the middle of a node its edges end."""

    @property
    def pose(self) -> float:
        """Return what changes when nodes move."""
        return 0.0

    @property
    def stages(self) -> list[list[Edge]]:
        """Return the edges in the order in which values flow: each stage needs what came before."""
        rank = dict.fromkeys(self.roles, 0)
        for _ in rank:
            for start, end, *_ in self.edges:
                rank[end] = max(rank[end], rank[start] + 1)
        stages = [[edge for edge in self.edges if rank[edge[1]] == number] for number in sorted({*rank.values()})]
        return [edges for edges in stages if edges]

    @property
    def structure(self) -> list[mn.Mobject]:
        """Return the edges and the nodes with their symbols: the graph without numbers."""
        return [*self.edges.values(), *self.nodes.values()]

    # -- what flows ---------------------------------------------------------------------------------------------

    @cached_property
    def flows(self) -> dict[Edge, mn.VMobject]:
        """Return the arrows of the gradients that flow back, by edge, as they are when they are first needed."""
        return self.gradient_arrows()

    def gradient_arrows(self) -> dict[Edge, mn.VMobject]:
        """Return new arrows for the gradients of this frame, by edge."""
        return {edge: self.line(edge, line, back=True) for edge, line in self.gradient_lines().items()}

    def forward(self) -> mn.Animation:
        """Return the values' way from the inputs to the end: numbers come in where spots arrive."""
        stages = self.stages
        reached = {edge[1] for edges in stages for edge in edges}
        inputs = {edge[0]: None for edges in stages for edge in edges if edge[0] not in reached}
        steps = [_together(self.fill(inputs))]
        for edges in stages:
            steps += [self.flow(edges), _together(self.fill({edge[1]: None for edge in edges}))]
        return _in_turn(steps)

    def backward(self, *leaves: Node, turn: bool = True) -> mn.Animation:
        """Return the gradients' way from the end back to some nodes, or to all, stage by stage.

        With `turn` their arrows take the place of the edges, and a node's gradient comes in when all of it has arrived.
        """
        felt = set(leaves or self.roles)
        for edges in self.stages:
            felt |= {edge[1] for edge in edges if edge[0] in felt}
        stages = [[edge for edge in edges if edge[0] in felt and edge in self.flows] for edges in reversed(self.stages)]
        awaited = Counter(edge[0] for edge in self.edges)
        steps = [_together(appear(*(made for node, made in self.gradients.items() if not awaited[node])))]
        for stage in filter(None, stages):
            awaited.subtract(edge[0] for edge in stage)
            arrived = {edge[0]: None for edge in stage if not awaited[edge[0]] and edge[0] in self.gradients}
            turned = [*self.turn_back(*stage), *appear(*(self.gradients[node] for node in arrived))]
            steps.append(_together([self.flow(stage, back=True), *(turned if turn else [])]))
        return _in_turn(steps[not (turn and self.gradients) :])

    def nudge(self, node: Node, by: float) -> mn.Animation:
        """Return the animation that adds `by` to a node, measured from what it was at first; what it feeds follows."""
        return self.network.nudge(node, by)

    def flow(self, edges: Sequence[Edge], *, back: bool = False, role: str = "") -> mn.Animation:
        """Return a spot that runs along each edge, or `back` along it as a gradient does."""
        paths = [self._clear(edge)[:: -1 if back else 1] for edge in edges]
        roles = [role or ("gradient" if back else self.roles[edge[0]]) for edge in edges]
        return Flow(mn.VGroup(*(Spot(self.theme, each, self.SPOT) for each in roles)), paths)

    def fill(self, nodes: Iterable[Any]) -> list[mn.Animation]:
        """Return the animations that put the numbers of some nodes in."""
        return appear(*(self.numbers[node] for node in nodes))

    def turn_back(self, *edges: Edge) -> list[mn.Animation]:
        """Return the animations that put the gradients' arrows in the place of the forward ones."""
        return vanish(*(self.edges[edge] for edge in edges)) + appear(*(self.flows[edge] for edge in edges))

    def turn_forth(self) -> list[mn.Animation]:
        """Return the animations that put the forward arrows back in the place of the gradients'."""
        return vanish(*self.flows.values()) + appear(*(self.edges[edge] for edge in self.flows))

    # -- what is pointed at -------------------------------------------------------------------------------------

    def focus(self, nodes: Collection[Any]) -> list[mn.Animation]:
        """Return the animations that light these nodes, and let the others step back."""
        tints: list[mn.Animation] = []
        for node, made in self.nodes.items():
            color = None if node in nodes else self.theme.color("muted")
            # The number after its node: what is animated comes to lie on top.
            tints += [Tint(made, color, keep=[made[0]]), Tint(self.numbers[node], color)]
        return tints

    def flash(self, node: Any) -> mn.Animation:
        """Return a flash about a node, in its colour."""
        color, radius = self.theme.color(self.roles[node]), self.rim + 0.01
        return mn.Flash(self.nodes[node], color=color, flash_radius=radius, line_length=0.12, num_lines=20)

    def beside(self, label: M, edge: Edge, side: float = 1.0, share: float = 0.5) -> M:
        """Put a label beside an edge: on its left hand (`side` 1) or its right (−1), clear of the line."""
        first, last = self.path(edge)[-2:]
        along = (last - first) / np.linalg.norm(last - first)
        across = np.array([-along[1], along[0], 0]) * side
        reach = abs(across[0]) * label.width / 2 + abs(across[1]) * label.height / 2
        return label.move_to(first + (last - first) * share + across * (reach + 0.2))

    # -- how it is drawn ----------------------------------------------------------------------------------------

    def path(self, edge: Edge) -> np.ndarray:
        """Return the corners of an edge, from one node's rim to the other's, shape (n, 3)."""
        here, there = (self.place(node) for node in edge[:2])
        distance = float(np.linalg.norm(there - here))
        along = (there - here) / max(distance, 1e-9)
        rim = min(self.rim, distance / 2)
        return np.array([here + along * rim, there - along * rim])

    def _clear(self, edge: Edge) -> np.ndarray:
        """Return the path of a spot along an edge, clear of both nodes' numbers."""
        path = self.path(edge)
        clear = self.CLEAR * (path[-1] - path[0]) / max(float(np.linalg.norm(path[-1] - path[0])), 1e-9)
        return path + np.linspace(clear, -clear, len(path))

    def line(self, edge: Edge, line: Line, *, back: bool = False) -> mn.VMobject:
        """Return a line along an edge, or against it."""
        if line.tip:
            arrow = Pointer(self.theme, line.role, line.width, line.tip)
            return self._kept(arrow, lambda m: m.along(self.path(edge)[:: -1 if back else 1]))
        drawn = stroke(self.theme, line.role, line.width)
        if line.dashed:
            return self._kept(drawn, lambda m: set_dashes(m, self.path(edge)[0], self.path(edge)[-1], dash=0.11))
        return self._kept(drawn, lambda m: set_runs(m, self.path(edge)))

    def _disc(self, node: Any, radius: float) -> mn.Circle:
        disc = mn.Circle(radius, stroke_color=self.theme.color(self.roles[node]), stroke_width=4)
        return disc.set_fill(self.theme.color("plate"), 1)

    def _kept(self, mobject: M, update: Callable[[M], object], value: Callable[[], float] | None = None) -> M:
        """Keep a mobject up to date as nodes move, or `value()` changes: else it stays as it is, at no cost."""
        if value is None and not self.moving:
            update(mobject)
            return mobject
        known: list[tuple[float, float]] = []

        def follow(m: M) -> None:
            state = self.pose, value() if value else 0.0
            if known != [state]:
                known[:] = [state]
                update(m)

        return live(mobject, follow)


class Flow(mn.Animation):
    """Spots that each run along a path, shape (n, 3), and are gone when they arrive."""

    def __init__(self, spots: mn.VGroup, paths: Sequence[np.ndarray], **options: Any) -> None:
        super().__init__(spots, introducer=True, remover=True, run_time=1.1, **options)
        self._paths = paths
        self._shares = []
        for path in paths:
            lengths = np.append(0.0, np.cumsum(np.linalg.norm(np.diff(path, axis=0), axis=1)))
            self._shares.append(lengths / max(lengths[-1], 1e-9))

    def interpolate_mobject(self, alpha: float) -> None:
        """Stand where the share `alpha` of the time has led."""
        share = float(self.rate_func(alpha))
        for spot, path, shares in zip(self.mobject, self._paths, self._shares, strict=True):
            passed = min(int(np.searchsorted(shares, share, side="right")), len(path) - 1) - 1
            rest = (share - shares[passed]) / max(shares[passed + 1] - shares[passed], 1e-9)
            # Where one flow follows another the spots stay on stage till the last has arrived: clear, not parked.
            spot.at(path[passed] + (path[passed + 1] - path[passed]) * rest).set_opacity(under_way(alpha))


def _together(animations: Sequence[mn.Animation]) -> mn.Animation:
    return mn.AnimationGroup(*animations, suspend_mobject_updating=False)


def _in_turn(animations: Sequence[mn.Animation]) -> mn.Animation:
    """Return animations one after the other: unlike in a `Succession`, what comes late is not there before."""
    return mn.AnimationGroup(*animations, lag_ratio=1, suspend_mobject_updating=False)


def short_number(value: float, digits: int = 2) -> str:
    """Return a node's number: two decimals, fewer for large numbers, a power of ten where these would not tell it."""
    size = abs(value)
    if value and (size < SMALL or size >= 99_999.5):
        return format_number(value, digits)
    return format_number(value, decimals=2 if size < 100 else 1 if size < 1000 else 0)
