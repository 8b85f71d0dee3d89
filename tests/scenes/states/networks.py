"""States of what only one lesson draws: looked at as the catalogue's are, and not part of it."""

from __future__ import annotations

from collections.abc import Sequence

import manim as mn

from scenes.drawing.catalogue.networks import RATE, _graph, _neuron
from scenes.drawing.catalogue.states import Board, state
from scenes.neuron_chain_rule import formulas as written


@state("on the way back", written.local_symbols)
def local_symbols(board: Board) -> Sequence[mn.Mobject]:
    graph = _graph(board)
    back = graph.flows
    kept = [edge for name, edge in graph.edges.items() if name not in back]
    symbols = written.local_symbols(graph).values()
    return [*kept, *back.values(), *graph.nodes.values(), *graph.numbers.values(), *symbols]


@state("of a neuron", written.forward, written.local_derivatives, written.rules)
def formulas_of_a_neuron(board: Board) -> Sequence[mn.Mobject]:
    neuron, theme = _neuron(), board.theme
    above, middle, below = board.room.rows(1, 1, 0.7)
    pairs = written.forward(neuron, theme, above)
    return [
        *(part for pair in pairs for part in pair),
        written.local_derivatives(neuron, theme, middle),
        written.rules(theme, below),
    ]


@state("of a neuron", written.gradients, written.shared_bands)
def gradients_of_a_neuron(board: Board) -> Sequence[mn.Mobject]:
    rows = written.gradients(_neuron(), board.theme, board.room)
    return [written.shared_bands(rows, board.theme), rows]


@state("of learning", written.step)
def step_of_learning(board: Board) -> Sequence[mn.Mobject]:
    neuron = _neuron()
    return [written.step(neuron, neuron.stepped(RATE), RATE, board.theme, board.room)]
