"""Props on a map, in their states: contours, arrow fields, the wheel of directions, ways down and up."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache

import manim as mn

from mathkit import DescentPath, Function, Gradient, LevelSet, SurfaceWindow, choose_climb, choose_rate, choose_start
from scenes import gradient_formulas as written
from scenes.arrow_field import ArrowField, cell_width
from scenes.contour_map import contour_map, highlighted_contour
from scenes.descent_panel import DescentPanel, PathWords
from scenes.descent_trace import DescentTrace, start_mark
from scenes.direction_wheel import DirectionWheel, SlopeDial
from scenes.height_field import HeightField
from scenes.panel import stack
from scenes.prop_sheet import Board, state
from scenes.space import Space
from scenes.stage import Region

AT, STEPS = (1.2, 0.6), 8
CELLS = 24


@cache
def _window() -> SurfaceWindow:
    return SurfaceWindow.of(Function.parse("x**2 + 2*y**2 + x*y", ("x", "y")), AT)


@cache
def _gradient() -> Gradient:
    return Gradient.of(_window().function, AT)


def _map(board: Board, region: Region, presence: float = 0.55) -> tuple[Space, list[mn.Mobject]]:
    window = _window()
    space = Space(window.function, window, region, board.theme, cells=CELLS)
    space.flat.set_value(1.0)
    field = HeightField(space)
    field.presence.set_value(presence)
    return space, [field, contour_map(space, LevelSet.family(window))]


@state("from above", contour_map)
def contours_from_above(board: Board) -> Sequence[mn.Mobject]:
    return _map(board, board.room, 1.0)[1]


@state("on the surface", contour_map)
def contours_on_the_surface(board: Board) -> Sequence[mn.Mobject]:
    space, drawn = _map(board, board.room, 1.0)
    space.flat.set_value(0.0)
    return drawn


@state("through a point", highlighted_contour)
def contour_through_a_point(board: Board) -> Sequence[mn.Mobject]:
    space, drawn = _map(board, board.room)
    (here,) = LevelSet.at_levels(_window(), [_gradient().value])
    return [*drawn, highlighted_contour(space, here)]


@state("all", ArrowField, cell_width)
def arrows_all(board: Board) -> Sequence[mn.Mobject]:
    space, drawn = _map(board, board.room)
    return [*drawn, ArrowField(space, _gradient())]


@state("stepped back", ArrowField)
def arrows_stepped_back(board: Board) -> Sequence[mn.Mobject]:
    space, drawn = _map(board, board.room)
    return [*drawn, ArrowField(space, _gradient()).step_back(0.3)]


def _wheel(board: Board, degrees: float, swept: float) -> list[mn.Mobject]:
    figure, panel = board.parts(1, 1)
    space, drawn = _map(board, figure)
    wheel = DirectionWheel(space, _gradient(), 1.25 * cell_width(space))
    dial = SlopeDial(panel, board.theme, wheel)
    wheel.degrees.set_value(degrees)
    dial.swept.set_value(swept)
    drawn += [wheel.rim, wheel.arrow, wheel.needle, wheel.spot, dial.plot, dial.limits]
    return [*drawn, dial.curve, dial.spot] if swept > -180 else drawn


@state("parked", DirectionWheel, SlopeDial)
def wheel_parked(board: Board) -> Sequence[mn.Mobject]:
    return _wheel(board, -127.0, -180.0)


@state("turning", DirectionWheel, SlopeDial)
def wheel_turning(board: Board) -> Sequence[mn.Mobject]:
    return _wheel(board, 60.0, 60.0)


@state("along the contour", DirectionWheel, SlopeDial)
def wheel_along_the_contour(board: Board) -> Sequence[mn.Mobject]:
    return _wheel(board, 90.0, 180.0)


def _ways(board: Board, down: float, up: float) -> list[mn.Mobject]:
    figure, panel = board.parts(1, 1)
    rooms = panel.columns(1.2, 1) if board.stage.portrait else panel.rows(1.2, 1, gap=0.2)
    space, drawn = _map(board, figure)
    window = _window()
    start = choose_start(window)
    rate = choose_rate(window, start, STEPS)
    falling = DescentTrace(space, DescentPath.of(window.function, start, rate, STEPS), "output")
    rising = DescentTrace(space, choose_climb(window, start, rate), "gradient")
    falling.progress.set_value(down)
    rising.progress.set_value(up)
    graph, words = rooms
    panel_ = DescentPanel(graph, words, board.theme, falling, rising)
    drawn += [start_mark(space, falling, rising), *falling.parts, panel_.plot, *panel_.falling.parts]
    if up:
        return [*drawn, *rising.parts, *panel_.rising.parts, panel_.up_name, panel_.up]
    return [*drawn, panel_.down]


@state("on its way", DescentTrace, DescentPanel, PathWords, start_mark)
def descent_on_its_way(board: Board) -> Sequence[mn.Mobject]:
    return _ways(board, 0.3, 0.0)


@state("down and up", DescentTrace, DescentPanel, PathWords)
def descent_and_climb(board: Board) -> Sequence[mn.Mobject]:
    return _ways(board, 1.0, 1.0)


@state("of a gradient", written.partials_formula, written.function_formula, written.slope_law, written.contour_law)
def formulas_of_a_gradient(board: Board) -> Sequence[mn.Mobject]:
    gradient, theme = _gradient(), board.theme
    left, right = board.parts(1, 1)
    first = written.function_formula(_window().function, theme), *written.partials_formula(gradient, theme)
    second = *written.slope_law(gradient, theme), *written.contour_law(theme)
    return [stack(left, *first, middle=True), stack(right, *second, middle=True)]


@state("of a gradient", written.summary)
def summary_of_a_gradient(board: Board) -> Sequence[mn.Mobject]:
    return [stack(board.room, *written.summary(board.theme, board.room.width), gap=0.4, middle=True)]
