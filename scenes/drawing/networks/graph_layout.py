"""Where the nodes of a formula's graph stand: in layers, each after all that it needs, with few edges that cross."""

from __future__ import annotations

import itertools
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from mathkit import ComputationGraph, Edge

#: A slot of a layer: a node by its number, or (edge number, layer) where a long edge passes through.
Slot = int | tuple[int, int]


@dataclass(frozen=True, slots=True)
class Layers:
    """`slots[k]` are the slots of layer k, in order across the flow; `routes[i]` those that edge i runs through."""

    slots: tuple[tuple[Slot, ...], ...]
    routes: tuple[tuple[Slot, ...], ...]

    @classmethod
    def of(cls, graph: ComputationGraph) -> Layers:
        """Lay out inputs and operations; constants stand inside the formulas that they are used in."""
        depth: dict[int, int] = {}
        for node in graph.nodes:
            if node.kind != "constant":
                depth[node.index] = 1 + max((depth[k] for k in node.arguments if k in depth), default=-1)
        for node in graph.inputs:
            depth[node.index] = 0
        slots: list[list[Slot]] = [[] for _ in range(max(depth.values()) + 1)]
        for index, layer in depth.items():
            slots[layer].append(index)
        routes = [_route(number, edge, depth) for number, edge in enumerate(graph.edges)]
        for route in routes:
            for passing in route[1:-1]:
                assert isinstance(passing, tuple)
                slots[passing[1]].append(passing)
        return cls(tuple(tuple(layer) for layer in _untangled(slots, routes)), tuple(routes))

    def across(self, slot: Slot) -> float:
        """Return where a slot stands across the flow, 0…1: the slots of a layer share the width evenly."""
        layer = next(layer for layer in self.slots if slot in layer)
        return (layer.index(slot) + 0.5) / len(layer)

    def along(self, slot: Slot) -> int:
        """Return the number of a slot's layer."""
        return next(number for number, layer in enumerate(self.slots) if slot in layer)


def crossings(slots: Sequence[Sequence[Slot]], routes: Sequence[Sequence[Slot]]) -> int:
    """Return how many pairs of edges cross between neighbouring layers."""
    rank = {slot: place for layer in slots for place, slot in enumerate(layer)}
    layer_of = {slot: number for number, layer in enumerate(slots) for slot in layer}
    steps = [(layer_of[a], rank[a], rank[b]) for route in routes for a, b in itertools.pairwise(route)]
    return sum(
        one[0] == other[0] and (one[1] - other[1]) * (one[2] - other[2]) < 0
        for place, one in enumerate(steps)
        for other in steps[:place]
    )


def _route(number: int, edge: Edge, depth: dict[int, int]) -> tuple[Slot, ...]:
    first, last = depth[edge.source], depth[edge.target]
    return (edge.source, *((number, layer) for layer in range(first + 1, last)), edge.target)


def _untangled(slots: list[list[Slot]], routes: Sequence[Sequence[Slot]]) -> list[list[Slot]]:
    """Return the layers, each sorted by the middle of what it is joined to, to and fro; the best order of all tried."""
    pairs = [(a, b) for route in routes for a, b in itertools.pairwise(route)]
    best, fewest = [list(layer) for layer in slots], crossings(slots, routes)
    order = [list(layer) for layer in slots]
    for sweep in range(8):
        forward = sweep % 2 == 0
        numbers = range(1, len(order)) if forward else range(len(order) - 2, -1, -1)
        for number in numbers:
            place = {slot: (k + 0.5) / len(layer) for layer in order for k, slot in enumerate(layer)}
            joined = {
                slot: [place[a] for a, b in pairs if b == slot]
                if forward
                else [place[b] for a, b in pairs if a == slot]
                for slot in order[number]
            }
            order[number].sort(key=lambda slot: float(np.mean(joined[slot])) if joined[slot] else place[slot])
        if (found := crossings(order, routes)) < fewest:
            best, fewest = [list(layer) for layer in order], found
    return best
