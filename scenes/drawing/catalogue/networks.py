"""Props of one neuron and of any formula as a graph, in their states: bare, forward, backward, learning."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache

import manim as mn

from mathkit import Function, Neuron, ReverseMode
from scenes.drawing.catalogue.states import Board, state
from scenes.drawing.networks.factor_product import FactorProduct
from scenes.drawing.networks.formula_graph import FormulaGraph
from scenes.drawing.networks.live_neuron import LiveNeuron
from scenes.drawing.networks.neuron_graph import NeuronGraph
from scenes.neuron_chain_rule import formulas as written

NUDGE, RATE = 0.5, 1.0


@cache
def _neuron() -> Neuron:
    return Neuron(1.5, -0.6, 0.2, 1.0, "sigmoid", "squared")


def _graph(board: Board, live: LiveNeuron | None = None) -> NeuronGraph:
    live = live or LiveNeuron([_neuron()])
    return NeuronGraph(board.room, board.theme, live.value, downward=board.stage.portrait)


def _forward(graph: NeuronGraph) -> list[mn.Mobject]:
    return [*graph.edges.values(), *graph.circles.values(), *graph.numbers.values()]


@state("bare", NeuronGraph)
def neuron_bare(board: Board) -> Sequence[mn.Mobject]:
    graph = _graph(board)
    return [*graph.edges.values(), *graph.circles.values()]


@state("forward", NeuronGraph)
def neuron_forward(board: Board) -> Sequence[mn.Mobject]:
    return _forward(_graph(board))


@state("backward", NeuronGraph, written.local_symbols)
def neuron_backward(board: Board) -> Sequence[mn.Mobject]:
    graph = _graph(board)
    back = graph.gradient_edges(_neuron())
    kept = [edge for name, edge in graph.edges.items() if name not in back]
    symbols = written.local_symbols(graph).values()
    return [*kept, *back.values(), *graph.circles.values(), *graph.numbers.values(), *symbols]


@state("nudged", LiveNeuron)
def neuron_nudged(board: Board) -> Sequence[mn.Mobject]:
    live = LiveNeuron([_neuron()])
    for nudge in live.nudges.values():
        nudge.set_value(NUDGE)
    return _forward(_graph(board, live))


@state("after four steps", LiveNeuron)
def neuron_trained(board: Board) -> Sequence[mn.Mobject]:
    live = LiveNeuron(_neuron().trained(RATE, 4))
    for steps in live.steps.values():
        steps.set_value(4.0)
    return _forward(_graph(board, live))


def _product(board: Board) -> FactorProduct:
    neuron, head = _neuron(), "(partial L) / (partial w)"
    factors = [(symbol, getattr(neuron, fact)) for symbol, fact in written.FACTORS.values()]
    return FactorProduct(board.room, board.theme, head, factors, neuron.dloss_dw)


@state("in symbols", FactorProduct)
def product_in_symbols(board: Board) -> Sequence[mn.Mobject]:
    product = _product(board)
    return [product.head, *product.symbols]


@state("in numbers", FactorProduct)
def product_in_numbers(board: Board) -> Sequence[mn.Mobject]:
    return _product(board).parts


@state("of a neuron", written.forward, written.local_derivatives, written.rules, written.arranged)
def formulas_of_a_neuron(board: Board) -> Sequence[mn.Mobject]:
    neuron, theme = _neuron(), board.theme
    above, middle, below = board.room.rows(1, 1, 0.7)
    pairs = written.forward(neuron, theme, above)
    return [
        *(part for pair in pairs for part in pair),
        written.local_derivatives(neuron, theme, middle),
        written.rules(theme, below),
    ]


@state("of a neuron", written.gradients, written.aligned, written.shared_bands)
def gradients_of_a_neuron(board: Board) -> Sequence[mn.Mobject]:
    rows = written.gradients(_neuron(), board.theme, board.room)
    return [written.shared_bands(rows, board.theme), rows]


@state("of learning", written.step)
def step_of_learning(board: Board) -> Sequence[mn.Mobject]:
    neuron = _neuron()
    return [written.step(neuron, neuron.stepped(RATE), RATE, board.theme, board.room)]


@cache
def _reverse(text: str) -> ReverseMode:
    f = Function.parse(text)
    return ReverseMode.of(f, [0.8, -0.5][: len(f.variables)])


def _formula(board: Board, text: str) -> FormulaGraph:
    at = _reverse(text)
    return FormulaGraph(board.room, board.theme, lambda: at, downward=board.stage.portrait)


TWO_PATHS, SHARED = "x*exp(-x)", "sin(x*y) + x**2"


@state("bare", FormulaGraph)
def formula_bare(board: Board) -> Sequence[mn.Mobject]:
    graph = _formula(board, TWO_PATHS)
    return [*graph.edges, *graph.boxes.values()]


@state("forward", FormulaGraph)
def formula_forward(board: Board) -> Sequence[mn.Mobject]:
    graph = _formula(board, SHARED)
    return [*graph.edges, *graph.boxes.values(), *graph.values.values()]


@state("local", FormulaGraph)
def formula_local(board: Board) -> Sequence[mn.Mobject]:
    graph = _formula(board, SHARED)
    return [*graph.edges, *graph.boxes.values(), *graph.values.values(), *graph.locals]


@state("backward", FormulaGraph)
def formula_backward(board: Board) -> Sequence[mn.Mobject]:
    graph = _formula(board, SHARED)
    return [*graph.back, *graph.boxes.values(), *graph.values.values(), *graph.gradients.values()]
