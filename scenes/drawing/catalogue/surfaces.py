"""Props of two variables in space, in their states: height fields, slices, planes, arrows on a surface."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache

import manim as mn
import numpy as np

from mathkit import CurveWindow, Function, Gradient, Slice, SurfaceWindow, TangentPlane
from scenes.drawing.canvas.layout import Layout
from scenes.drawing.canvas.stage import Region
from scenes.drawing.catalogue.states import Board, state
from scenes.drawing.space.axes3d import SpaceAxes
from scenes.drawing.space.height_field import HeightField
from scenes.drawing.space.planes import Cut, Patch, tangent_patch
from scenes.drawing.space.primitives3d import line, lines, pointer, spot
from scenes.drawing.space.projection import Space
from scenes.drawing.surfaces.surface_arrows import axis_arrows, uphill_arrow
from scenes.drawing.surfaces.surface_slice import SurfaceSlice
from scenes.drawing.surfaces.surface_view import SurfaceView
from scenes.drawing.surfaces.surface_walk import SurfaceWalk
from scenes.drawing.surfaces.vector_components import VectorLegs
from scenes.drawing.text.function_names import value_name, variable_name

WAVE, POLE, HOLE = "x**2/4 + sin(y)", "1/(x**2 + y**2)", "sqrt(x**2 + y**2 - 1)"
AT = (1.0, 0.5)
#: Fewer cells than in a film: a cell of the sheet is small.
CELLS = 24


@cache
def _window(text: str = WAVE, at: tuple[float, float] = AT) -> SurfaceWindow:
    return SurfaceWindow.of(Function.parse(text, ("x", "y")), at)


@cache
def _gradient() -> Gradient:
    return Gradient.of(_window().function, AT)


def _space(board: Board, region: Region, text: str = WAVE, at: tuple[float, float] = AT) -> Space:
    window = _window(text, at)
    return Space(window.function, window, region, board.theme, cells=CELLS)


def _surface(board: Board, text: str = WAVE, at: tuple[float, float] = AT, rise: float = 1.0) -> list[mn.Mobject]:
    space = _space(board, board.room, text, at)
    field = HeightField(space)
    field.rise.set_value(rise)
    return [field, SpaceAxes(space)]


@state("plain", HeightField, Space, SpaceAxes)
def surface_plain(board: Board) -> Sequence[mn.Mobject]:
    return _surface(board)


@state("named as the variables are", SpaceAxes, value_name, variable_name)
def axes_of_weights(board: Board) -> Sequence[mn.Mobject]:
    f = Function.parse("w**2/4 + sin(b)", ("b", "w"))
    window = SurfaceWindow.of(f, AT)
    space = Space(f, window, board.room, board.theme, cells=CELLS)
    return [HeightField(space), SpaceAxes(space, "L")]


@state("rising", HeightField, Space)
def surface_rising(board: Board) -> Sequence[mn.Mobject]:
    return _surface(board, rise=0.4)


@state("a pole", HeightField, Space)
def surface_with_a_pole(board: Board) -> Sequence[mn.Mobject]:
    return _surface(board, POLE, (1.0, 1.0))


@state("a hole", HeightField, Space)
def surface_with_a_hole(board: Board) -> Sequence[mn.Mobject]:
    return _surface(board, HOLE, (0.9, 0.9))


@state("flattening", HeightField, Space)
def surface_flattening(board: Board) -> Sequence[mn.Mobject]:
    space = _space(board, board.room)
    space.flat.set_value(0.5)
    return [HeightField(space)]


@state("on a surface", line, spot)
def marks_on_a_surface(board: Board) -> Sequence[mn.Mobject]:
    space = _space(board, board.room)
    angles = np.linspace(0, 2 * np.pi, 121)
    ring = space.on_surface(AT[0] + 0.9 * np.cos(angles), AT[1] + 0.9 * np.sin(angles))
    return [
        HeightField(space), SpaceAxes(space), line(space, "output", lambda: ring),
        spot(space, "input", 0.09, lambda: space.on_surface(*AT)),
    ]  # fmt: skip


@state("through a surface", pointer, lines)
def arrow_through_a_surface(board: Board) -> Sequence[mn.Mobject]:
    space = _space(board, board.room)
    here = space.on_surface(*AT)
    ends = here + np.outer([-0.8, 0.8], mn.OUT)
    (x0, x1), y = space.window.x_range, np.linspace(*space.window.y_range, 81)
    mesh = [space.on_surface(np.full(81, x), y) for x in np.linspace(x0, x1, 7)]
    return [
        HeightField(space),
        lines(space, "ink", mesh, 1.5, 0.5),
        pointer(space, "gradient", lambda: ends, shine=0.4),
    ]


def _cut(board: Board, along: str, share: float) -> list[mn.Mobject]:
    figure, panel = board.parts(1.3, 1)
    plot, words = panel.columns(1, 1) if board.stage.portrait else panel.rows(1.1, 1, gap=0.1)
    space = _space(board, figure)
    field, cut = HeightField(space), Slice.of(space.f, AT, along)
    axis = "xy".index(cut.fixed_name)
    low = (space.window.x_range, space.window.y_range)[axis][0]
    held = mn.ValueTracker(low + share * (cut.fixed_value - low))
    field.cut = Cut(axis, held, ("input", "input2")[axis], mn.ValueTracker(1.0))
    window = CurveWindow.over(cut.function, (space.window.x_range, space.window.y_range)[1 - axis], cut.tangent.at)
    props = SurfaceSlice(cut, space, held, lambda: AT, Layout({"plot": plot, "words": words}), window)
    seen: list[mn.Mobject] = [field, SpaceAxes(space), props.curve]
    return [*seen, props.tangent, *props.panel] if share == 1 else seen


@state("on its way", SurfaceSlice, Cut)
def slice_on_its_way(board: Board) -> Sequence[mn.Mobject]:
    return _cut(board, "x", 0.5)


@state("along x", SurfaceSlice, Cut)
def slice_along_x(board: Board) -> Sequence[mn.Mobject]:
    return _cut(board, "x", 1.0)


@state("along y", SurfaceSlice, Cut)
def slice_along_y(board: Board) -> Sequence[mn.Mobject]:
    return _cut(board, "y", 1.0)


@state("seen from its best side", SurfaceView)
def surface_view(board: Board) -> Sequence[mn.Mobject]:
    room, window = board.room, _window("(x - y)**2")
    land = SurfaceView(window.function, Gradient.of(window.function, AT), window, room, board.theme)
    return [land.field, land.axes, land.spot]


@state("four ways", axis_arrows)
def four_directions(board: Board) -> Sequence[mn.Mobject]:
    space = _space(board, board.room)
    return [HeightField(space), SpaceAxes(space), *axis_arrows(space, _gradient())]


@state("the steepest way", uphill_arrow)
def steepest_direction(board: Board) -> Sequence[mn.Mobject]:
    space = _space(board, board.room)
    return [HeightField(space), SpaceAxes(space), uphill_arrow(space, _gradient())]


@state("along another variable", SurfaceSlice)
def slice_along_a_weight(board: Board) -> Sequence[mn.Mobject]:
    f = Function.parse("w**2/4 + sin(b)", ("b", "w"))
    figure, panel = board.parts(1.3, 1)
    plot, words = panel.columns(1, 1) if board.stage.portrait else panel.rows(1.1, 1, gap=0.1)
    space = Space(f, SurfaceWindow.of(f, AT), figure, board.theme, cells=CELLS)
    field, cut = HeightField(space), Slice.of(f, AT, "w")
    held = mn.ValueTracker(cut.fixed_value)
    field.cut = Cut(1, held, "input2", mn.ValueTracker(1.0))
    window = CurveWindow.over(cut.function, space.window.y_range, cut.tangent.at)
    props = SurfaceSlice(cut, space, held, lambda: AT, Layout({"plot": plot, "words": words}), window)
    return [field, SpaceAxes(space), props.curve, props.tangent, *props.panel]


@state("the tangent plane", Patch, tangent_patch)
def tangent_plane(board: Board) -> Sequence[mn.Mobject]:
    space, plane = _space(board, board.room), TangentPlane.of(_window().function, AT)
    return [HeightField(space), SpaceAxes(space), tangent_patch(space, plane, mn.ValueTracker(1.0))]


@state("with its legs", VectorLegs)
def vector_legs(board: Board) -> Sequence[mn.Mobject]:
    legs = VectorLegs(_gradient().components, board.room, board.theme)
    return [legs.legs, legs.names, legs.arrow]


@state("on a walk", SurfaceWalk)
def surface_walk(board: Board) -> Sequence[mn.Mobject]:
    figure, panel = board.parts(1.4, 1)
    space = _space(board, figure)
    walk = SurfaceWalk(AT, _window(), {along: Slice.of(space.f, AT, along).partial for along in ("x", "y")})
    walk.turn.set_value(1.3)
    here = spot(space, "ink", 0.085, lambda: space.on_surface(*walk.place()))
    return [HeightField(space), SpaceAxes(space), here, walk.readouts(panel, board.theme, across=False)]
