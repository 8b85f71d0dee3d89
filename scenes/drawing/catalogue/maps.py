"""Props on a map, in their states: contours, arrow fields, the wheel of directions, ways down and up."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache

import manim as mn

from mathkit import Function, Gradient, LevelSet, SurfaceWindow, choose_rate, choose_start
from mathkit.optimisation.descent_setup import descend, missed_bottom
from scenes.drawing.canvas.arrange import lay
from scenes.drawing.canvas.stage import Region
from scenes.drawing.catalogue.states import Board, state
from scenes.drawing.maps.arrow_field import ArrowField, cell_width
from scenes.drawing.maps.compass import Compass
from scenes.drawing.maps.contour_map import contour_map, highlighted_contour
from scenes.drawing.maps.descent_trace import DescentTrace, start_mark
from scenes.drawing.maps.direction_wheel import DirectionWheel, SlopeDial, slope_readout
from scenes.drawing.maps.missed_minimum import missed_minimum_mark
from scenes.drawing.space.height_field import HeightField
from scenes.drawing.space.projection import Space

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


@state("of a long valley", missed_minimum_mark)
def minimum_missed(board: Board) -> Sequence[mn.Mobject]:
    space, drawn = _map(board, board.room)
    return [*drawn, missed_minimum_mark(space, _gradient(), missed_bottom(_window(), _gradient()))]


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
    wheel = DirectionWheel(space, _gradient(), 1.4 * cell_width(space))
    dial = SlopeDial(panel, board.theme, wheel)
    wheel.degrees.set_value(degrees)
    dial.swept.set_value(swept)
    drawn += [wheel.rim, wheel.opening, wheel.arrow, wheel.name, wheel.needle, wheel.spot, dial.plot, dial.limits]
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


@state("its slope in numbers", slope_readout)
def wheel_with_its_slope(board: Board) -> Sequence[mn.Mobject]:
    figure, panel = board.parts(1, 1)
    space, drawn = _map(board, figure)
    wheel = DirectionWheel(space, _gradient(), 1.4 * cell_width(space))
    wheel.degrees.set_value(60.0)
    readout = slope_readout(wheel, board.theme)
    lay(panel, readout)
    return [*drawn, wheel.rim, wheel.needle, wheel.spot, readout.show(wheel.slope)]


def _way_down(board: Board, progress: float) -> list[mn.Mobject]:
    space, drawn = _map(board, board.room)
    start = choose_start(_window())
    trace = DescentTrace(space, descend(_window(), start, choose_rate(_window(), start, STEPS), STEPS), "output")
    trace.progress.set_value(progress)
    return [*drawn, start_mark(space, trace), *trace.parts]


@state("on its way", DescentTrace, start_mark)
def descent_on_its_way(board: Board) -> Sequence[mn.Mobject]:
    return _way_down(board, 0.3)


@state("arrived", DescentTrace, start_mark)
def descent_arrived(board: Board) -> Sequence[mn.Mobject]:
    return _way_down(board, 1.0)


def _compass(board: Board, turn: float, progress: float) -> list[mn.Mobject]:
    space, drawn = _map(board, board.room)
    start = choose_start(_window())
    trace = DescentTrace(space, descend(_window(), start, choose_rate(_window(), start, STEPS), STEPS), "output")
    trace.progress.set_value(progress)
    compass = Compass(board.theme, trace, (0.85 if progress else 1.5) * cell_width(space), turn)
    return [*drawn, *trace.parts, compass, *([] if progress else [compass.name])]


@state("uphill", Compass)
def compass_uphill(board: Board) -> Sequence[mn.Mobject]:
    return _compass(board, 0.0, 0.0)


@state("turned round", Compass)
def compass_turned_round(board: Board) -> Sequence[mn.Mobject]:
    return _compass(board, 1.0, 0.0)


@state("on its way", Compass)
def compass_on_its_way(board: Board) -> Sequence[mn.Mobject]:
    return _compass(board, 1.0, 0.35)
