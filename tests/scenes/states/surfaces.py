"""States of what only one lesson draws: looked at as the catalogue's are, and not part of it."""

from __future__ import annotations

from collections.abc import Sequence

import manim as mn

from mathkit import TangentPlane
from scenes.drawing.catalogue.states import Board, state
from scenes.drawing.catalogue.surfaces import AT, _gradient, _space, _window
from scenes.drawing.space.axes3d import SpaceAxes
from scenes.drawing.space.height_field import HeightField
from scenes.drawing.space.planes import tangent_patch
from scenes.drawing.surfaces.vector_components import VectorLegs
from scenes.partial_slices.formulas import function_at, gradient_formulas, plane_equation


@state("beside its plane", plane_equation)
def tangent_plane(board: Board) -> Sequence[mn.Mobject]:
    figure, panel = board.parts(1.4, 1)
    space, plane = _space(board, figure), TangentPlane.of(_window().function, AT)
    patch = tangent_patch(space, plane, mn.ValueTracker(1.0))
    return [HeightField(space), SpaceAxes(space), patch, plane_equation(plane, panel, board.theme)]


@state("over its value", function_at)
def function_over_its_value(board: Board) -> Sequence[mn.Mobject]:
    return [*function_at(_gradient(), board.room, board.theme)]


@state("beside its legs", gradient_formulas)
def vector_legs(board: Board) -> Sequence[mn.Mobject]:
    upper, lower = board.parts(1, 1)
    legs = VectorLegs(_gradient().components, upper, board.theme)
    return [legs.legs, legs.names, legs.arrow, gradient_formulas(_gradient(), lower, board.theme)]
