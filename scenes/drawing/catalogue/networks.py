"""Props of one neuron and of any formula as a graph, in their states: bare, forward, backward, learning."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache

import manim as mn

from mathkit import Function, Layer, LayerChain, Neuron, ReverseMode
from scenes.drawing.catalogue.states import Board, state
from scenes.drawing.networks.factor_product import FactorProduct
from scenes.drawing.networks.formula_graph import FormulaGraph
from scenes.drawing.networks.graphs import network_graph
from scenes.drawing.networks.live_formula import LiveFormula
from scenes.drawing.networks.live_neuron import LiveNeuron
from scenes.drawing.networks.network_graph import NetworkGraph
from scenes.drawing.networks.neuron_graph import NeuronGraph

NUDGE, RATE = 0.5, 1.0


@cache
def _neuron() -> Neuron:
    return Neuron(1.5, -0.6, 0.2, 1.0, "sigmoid", "squared")


def _graph(board: Board, live: LiveNeuron | None = None) -> NeuronGraph:
    live = live or LiveNeuron([_neuron()])
    return NeuronGraph(live, board.room, board.theme, downward=board.stage.portrait)


def _forward(graph: NeuronGraph) -> list[mn.Mobject]:
    return [*graph.edges.values(), *graph.nodes.values(), *graph.numbers.values()]


@state("bare", NeuronGraph)
def neuron_bare(board: Board) -> Sequence[mn.Mobject]:
    graph = _graph(board)
    return [*graph.edges.values(), *graph.nodes.values()]


@state("forward", NeuronGraph)
def neuron_forward(board: Board) -> Sequence[mn.Mobject]:
    return _forward(_graph(board))


@state("nudged", LiveNeuron)
def neuron_nudged(board: Board) -> Sequence[mn.Mobject]:
    live = LiveNeuron([_neuron()])
    for nudge in live.nudges["w"].values():
        nudge.set_value(NUDGE)
    return _forward(_graph(board, live))


@state("after four steps", LiveNeuron)
def neuron_trained(board: Board) -> Sequence[mn.Mobject]:
    live = LiveNeuron(_neuron().trained(RATE, 4))
    for steps in live.steps.values():
        steps.set_value(4.0)
    return _forward(_graph(board, live))


@state("backward", NeuronGraph)
def neuron_backward(board: Board) -> Sequence[mn.Mobject]:
    graph = _graph(board)
    kept = [edge for name, edge in graph.edges.items() if name not in graph.flows]
    return [*kept, *graph.flows.values(), *graph.nodes.values(), *graph.numbers.values()]


def _product(board: Board) -> FactorProduct:
    neuron = _neuron()
    factors = [
        ("(partial L) / (partial a)", neuron.dloss_da),
        ("(partial a) / (partial z)", neuron.da_dz),
        ("(partial z) / (partial w)", neuron.dz_dw),
    ]
    return FactorProduct(board.room, board.theme, "(partial L) / (partial w)", factors, neuron.dloss_dw)


@state("in symbols", FactorProduct)
def product_in_symbols(board: Board) -> Sequence[mn.Mobject]:
    product = _product(board)
    return [product.head, *product.symbols]


@state("in numbers", FactorProduct)
def product_in_numbers(board: Board) -> Sequence[mn.Mobject]:
    return _product(board).parts


@cache
def _reverse(text: str) -> ReverseMode:
    f = Function.parse(text)
    return ReverseMode.of(f, [0.8, -0.5][: len(f.variables)])


def _formula(board: Board, text: str) -> FormulaGraph:
    return FormulaGraph(LiveFormula(_reverse(text)), board.room, board.theme, downward=board.stage.portrait)


TWO_PATHS, SHARED = "x*exp(-x)", "sin(x*y) + x**2"


@state("bare", FormulaGraph)
def formula_bare(board: Board) -> Sequence[mn.Mobject]:
    graph = _formula(board, TWO_PATHS)
    return [*graph.edges.values(), *graph.nodes.values()]


@state("forward", FormulaGraph)
def formula_forward(board: Board) -> Sequence[mn.Mobject]:
    graph = _formula(board, SHARED)
    return [*graph.edges.values(), *graph.nodes.values(), *graph.numbers.values()]


@state("local", FormulaGraph)
def formula_local(board: Board) -> Sequence[mn.Mobject]:
    graph = _formula(board, SHARED)
    return [*graph.edges.values(), *graph.nodes.values(), *graph.numbers.values(), *graph.locals.values()]


@state("backward", FormulaGraph)
def formula_backward(board: Board) -> Sequence[mn.Mobject]:
    graph = _formula(board, SHARED)
    return [*graph.flows.values(), *graph.nodes.values(), *graph.numbers.values(), *graph.gradients.values()]


def _part_of(animation: mn.Animation, share: float) -> mn.Mobject:
    """Return what an animation moves, after a share of its time."""
    animation.begin()
    animation.interpolate(share)
    return animation.mobject


@state("a neuron, forward", network_graph, NetworkGraph)
def network_of_a_neuron(board: Board) -> Sequence[mn.Mobject]:
    graph = network_graph(_neuron(), board.room, board.theme)
    return [*graph.structure, *graph.numbers.values(), _part_of(graph.flow(graph.stages[0]), 0.5)]


@state("layers, backward", network_graph)
def network_of_layers(board: Board) -> Sequence[mn.Mobject]:
    layer = Layer.of([[0.5, -1.0], [1.5, 0.8], [-0.7, 0.4]], [1.5, -1.0], [0.1, -0.2, 0.3])
    graph = network_graph(LayerChain.of(layer, [1.0, 0.0, 1.0]).then_drawn(), board.room, board.theme)
    lines = set(graph.edges.values())
    return [*graph.flows.values(), *(part for part in graph.structure if part not in lines)]


@state("a formula, nudged", network_graph)
def network_of_a_formula(board: Board) -> Sequence[mn.Mobject]:
    graph = network_graph(_reverse(SHARED), board.room, board.theme)
    _part_of(graph.nudge(0, 0.5), 1.0)
    return [*graph.structure, *(number.update(0) for number in (*graph.numbers.values(), *graph.gradients.values()))]
