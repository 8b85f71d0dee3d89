"""Graphs of formulas lie in layers: every edge leads on, long ones pass through slots, few cross."""

from __future__ import annotations

from itertools import pairwise

import pytest

from mathkit import ComputationGraph, Function
from scenes.drawing.networks.graph_layout import Layers, crossings

FORMULAS = ("x*exp(-x)", "sin(x*y) + x**2", "(x + y)*(x - y)*x", "log(1 + exp(-(x*y + 3)))", "x", "2*x + 3")


@pytest.mark.parametrize("text", FORMULAS)
def test_every_edge_runs_from_layer_to_next_layer(text: str) -> None:
    graph = ComputationGraph.of(Function.parse(text))
    layers = Layers.of(graph)
    for edge, route in zip(graph.edges, layers.routes, strict=True):
        assert (route[0], route[-1]) == (edge.source, edge.target)
        assert all(layers.along(b) == layers.along(a) + 1 for a, b in pairwise(route))
    nodes = {slot for layer in layers.slots for slot in layer if isinstance(slot, int)}
    assert nodes == {node.index for node in graph.nodes if node.kind != "constant"}
    assert all(layers.along(node.index) == 0 for node in graph.inputs)


def test_an_edge_that_skips_layers_has_a_slot_in_each() -> None:
    layers = Layers.of(ComputationGraph.of(Function.parse("x*exp(-x)")))
    assert sorted(len(route) for route in layers.routes) == [2, 2, 2, 4]


def test_crossings_are_counted_and_taken_out() -> None:
    assert crossings([[0, 1], [2, 3]], [(0, 3), (1, 2)]) == 1
    assert crossings([[0, 1], [3, 2]], [(0, 3), (1, 2)]) == 0
    for text in FORMULAS[:2]:
        layers = Layers.of(ComputationGraph.of(Function.parse(text)))
        assert crossings(layers.slots, layers.routes) == 0
