"""One graph for every network: what runs on it, and what a nudge does, in a neuron, in layers and in a formula."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import manim as mn
import pytest

from mathkit import Function, Layer, LayerChain, Neuron, ReverseMode
from scenes.drawing.canvas.stage import Stage
from scenes.drawing.networks.graphs import network_graph
from scenes.drawing.networks.network_graph import NetworkGraph
from scenes.drawing.theme.theme_file import load_theme

NEURON = Neuron(1.5, -0.6, 0.2, 1.0)
LAYER = Layer.of([[0.5, -1.0], [1.5, 0.8], [-0.7, 0.4]], [1.5, -1.0], [0.1, -0.2, 0.3])
LAYERS = LayerChain.of(LAYER, [1.0, 0.0, 1.0])
FORMULA = ReverseMode.of(Function.parse("sin(x*y) + x^x"), [0.8, -0.5])
NUDGED = LayerChain.of(LAYER.with_x([2.0, -1.0]), LAYERS.target)
MODELS = {"neuron": NEURON, "layers": LAYERS, "two layers": LAYERS.then_drawn(), "formula": FORMULA}


@pytest.fixture(autouse=True)
def _frame(small_frame: Callable[[str], None]) -> None:
    small_frame("16:9")


def graph_of(name: str) -> NetworkGraph:
    return network_graph(MODELS[name], Stage.of(8 * 16 / 9, 8).body, load_theme("dark"))


def opacity(mobject: mn.Mobject) -> float:
    return max(max(part.get_fill_opacity(), part.get_stroke_opacity()) for part in mobject.family_members_with_points())


def played(scene: mn.Scene, animation: mn.Animation, share: float = 1.0) -> set[mn.Mobject]:
    """Play an animation up to a share of its time; return what is on stage."""
    scene.add_mobjects_from_animations([animation])
    animation._setup_scene(scene)
    animation.begin()
    animation.interpolate(share)
    if share == 1.0:
        animation.finish()
        animation.clean_up_from_scene(scene)
    return {each for mobject in scene.mobjects for each in mobject.get_family()}


@pytest.mark.parametrize("name", MODELS)
def test_numbers_come_in_where_spots_arrive_and_spots_are_gone_at_the_end(name: str) -> None:
    graph, scene = graph_of(name), mn.Scene()
    scene.add(*graph.structure)
    played(scene, graph.forward(), 0.0)
    assert max(map(opacity, graph.numbers.values())) == 0
    graph, scene = graph_of(name), mn.Scene()
    scene.add(*graph.structure)
    on_stage = played(scene, graph.forward())
    assert set(graph.numbers.values()) <= on_stage
    assert min(map(opacity, graph.numbers.values())) == 1
    assert not any("Spot" in type(each).__name__ for each in on_stage)


@pytest.mark.parametrize("name", MODELS)
def test_gradients_take_the_place_of_the_edges_that_they_flow_back_on(name: str) -> None:
    graph, scene = graph_of(name), mn.Scene()
    scene.add(*graph.structure)
    on_stage = played(scene, graph.backward())
    assert {*graph.flows.values(), *graph.gradients.values()} <= on_stage
    assert not {graph.edges[edge] for edge in graph.flows} & on_stage
    assert min(map(opacity, (*graph.flows.values(), *graph.gradients.values()))) == 1


def test_a_way_back_to_one_weight_leaves_the_others_alone() -> None:
    graph, scene = graph_of("neuron"), mn.Scene()
    scene.add(*graph.structure)
    on_stage = played(scene, graph.backward("w"))
    turned = [edge for edge in graph.edges if graph.edges[edge] not in on_stage]
    assert turned == [("w", "z"), ("z", "a"), ("a", "L")]


def test_a_way_back_to_one_input_brings_no_gradient_to_the_other() -> None:
    graph, scene = graph_of("formula"), mn.Scene()
    scene.add(*graph.structure)
    on_stage = played(scene, graph.backward(1))
    assert graph.gradients[1] in on_stage
    assert graph.gradients[0] not in on_stage


@pytest.mark.parametrize(
    ("name", "node", "end", "after"),
    [
        ("neuron", "w", "L", NEURON.with_(w=-0.1).loss_value),
        ("neuron", "x", "L", NEURON.with_(x=2.0).loss_value),
        ("neuron", "b", "z", NEURON.with_(b=0.7).z),
        ("layers", ("x", 0), ("L", 0), NUDGED.loss_value),
        ("layers", ("x", 0), ("z1", 2), float(NUDGED.layers[0].z[2])),
        ("formula", 1, 1, 0.0),
        ("formula", 0, 4, None),
    ],
)
def test_a_nudge_goes_through_the_network(name: str, node: Any, end: Any, after: float | None) -> None:
    graph = graph_of(name)
    if after is None:
        end = FORMULA.graph.output.index
        after = ReverseMode.of(FORMULA.graph, [1.3, -0.5]).values[end]
    before = graph.network.value(end)
    for by, expected in ((0.5, after), (0.0, before)):
        played(mn.Scene(), graph.nudge(node, by))
        assert graph.network.value(end) == pytest.approx(expected, abs=1e-12)
    assert before != pytest.approx(after)


def test_two_edges_between_the_same_nodes_stand_apart() -> None:
    graph = graph_of("formula")
    power = next(node.index for node in FORMULA.graph.operations if node.source == "x^x")
    first, second = (graph.path(edge) for edge in graph.edges if edge[:2] == (0, power))
    assert abs(first - second).max() > 0.1


def test_a_spot_runs_along_a_way_with_corners_from_end_to_end() -> None:
    graph = graph_of("formula")
    edge = max(graph.edges, key=lambda each: len(graph.path(each)))
    flow = graph.flow([edge])
    flow.begin()
    flow.rate_func = mn.linear
    way = graph.path(edge)
    for share, expected in ((0.0, way[0]), (1.0, way[-1])):
        flow.interpolate(share)
        assert flow.mobject[0][1].get_center() == pytest.approx(expected)
