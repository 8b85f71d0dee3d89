"""States of what only one lesson draws: looked at as the catalogue's are, and not part of it."""

from __future__ import annotations

from collections.abc import Sequence

import manim as mn

from mathkit import DescentPath, choose_ascent, choose_rate, choose_start
from scenes.drawing.canvas.arrange import lay
from scenes.drawing.canvas.layout import Layout
from scenes.drawing.catalogue.maps import STEPS, _gradient, _map, _window
from scenes.drawing.catalogue.states import Board, state
from scenes.drawing.maps.descent_trace import DescentTrace, start_mark
from scenes.drawing.maps.direction_wheel import DirectionWheel, slope_readout
from scenes.gradient_arrows import formulas as written
from scenes.gradient_arrows.descent_panel import DescentPanel, PathWords


def _ways(board: Board, down: float, up: float) -> list[mn.Mobject]:
    figure, panel = board.parts(1, 1)
    rooms = panel.columns(1.2, 1) if board.stage.portrait else panel.rows(1.2, 1, gap=0.2)
    space, drawn = _map(board, figure)
    window = _window()
    start = choose_start(window)
    rate = choose_rate(window, start, STEPS)
    falling = DescentTrace(space, DescentPath.of(window.function, start, rate, STEPS), "output")
    rising = DescentTrace(space, choose_ascent(window, start, rate), "gradient")
    falling.progress.set_value(down)
    rising.progress.set_value(up)
    graph, words = rooms
    panel_ = DescentPanel(graph, words, board.theme, falling, rising)
    drawn += [start_mark(space, falling, rising), *falling.parts, panel_.plot, *panel_.falling.parts]
    if up:
        return [*drawn, *rising.parts, *panel_.rising.parts, panel_.up_name, panel_.up]
    return [*drawn, panel_.down]


@state("on its way", DescentPanel, PathWords)
def descent_on_its_way(board: Board) -> Sequence[mn.Mobject]:
    return _ways(board, 0.3, 0.0)


@state("down and up", DescentPanel, PathWords)
def descent_and_climb(board: Board) -> Sequence[mn.Mobject]:
    return _ways(board, 1.0, 1.0)


@state("of a gradient", written.gradient_rows)
def formulas_of_a_gradient(board: Board) -> Sequence[mn.Mobject]:
    return written.gradient_rows(_gradient(), Layout.of(board.stage, "map+plot+words"), board.theme)


@state("of a function", written.function_formula)
def formula_of_a_function(board: Board) -> Sequence[mn.Mobject]:
    return [written.function_formula(_window().function, board.room, board.theme)]


@state("of a wheel", written.slope_law, written.contour_law)
def formulas_of_a_wheel(board: Board) -> Sequence[mn.Mobject]:
    upper, lower = board.room.rows(1, 1)
    space, _ = _map(board, board.room)
    wheel = DirectionWheel(space, _gradient(), 1.0)
    law, contour = written.slope_law(_gradient(), board.theme), written.contour_law(_gradient(), board.theme)
    readout = slope_readout(wheel, board.theme)
    lay(upper, *law, readout)
    lay(lower, *contour)
    return [law, readout.show(wheel.slope), contour]


@state("of a gradient", written.summary)
def summary_of_a_gradient(board: Board) -> Sequence[mn.Mobject]:
    return written.summary(_gradient(), Layout.of(board.stage, "map+plot+words"), board.theme)
