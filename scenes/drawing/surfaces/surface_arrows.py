"""Arrows that start on a surface: along the axes, and along the tangent plane the steepest way up."""

from __future__ import annotations

import manim as mn
import numpy as np

from mathkit import Gradient
from mathkit.notation.typst_parts import axis_role
from scenes.drawing.canvas.animations import live
from scenes.drawing.canvas.primitives import plated
from scenes.drawing.space.primitives3d import pointer, see_through
from scenes.drawing.space.projection import HALF_HEIGHT, Space
from scenes.drawing.text.function_names import variable_name
from scenes.drawing.text.typesetting import Formula
from scenes.drawing.theme.theme import LABEL

#: How long the arrows are, in cube units.
ALONG_AXES, UPHILL = 0.42, 0.62
#: How far they shine through a surface that bends up over its tangent plane.
SHINE = 0.4


def axis_arrows(space: Space, gradient: Gradient) -> list[mn.VGroup]:
    """Return for each axis two arrows on the tangent plane, either way from the gradient's point, with its name.

    The name stands beside the tip that leads up the axis as the camera stands now.
    """
    directions, start = [], space.place(space.cube(space.on_surface(*gradient.at)))
    for axis in range(len(gradient.function.variables)):
        steps = [np.zeros(3), np.zeros(3)]
        for sign, step in zip((-1, 1), steps, strict=True):
            step[axis], step[2] = sign, sign * gradient.components[axis]
        arrows = [_arrow(space, gradient, step, axis_role("slope", axis), ALONG_AXES, 4, 0.24) for step in steps]
        name = Formula(variable_name(gradient.function, axis), space.theme, size=LABEL)
        tip = space.place(space.cube(_ends(space, gradient, steps[1], ALONG_AXES)[1]))
        directions.append(mn.VGroup(*arrows, plated(name, space.theme).next_to(tip, tip - start, 0.12)))
    return directions


def uphill_arrow(space: Space, gradient: Gradient) -> mn.VGroup:
    """Return a live arrow from the gradient's point along the tangent plane, the steepest way up.

    Where its foot is in sight, it is drawn in front of the surface, which may bend up over it: an arrow that dives
    looks broken.
    """
    step = np.array([*gradient.components, gradient.norm**2])
    foot = space.on_surface(*gradient.at)[None]

    def surface(arrow: mn.VGroup) -> None:
        if space.visible(foot)[0]:
            see_through(arrow, None)

    return live(_arrow(space, gradient, step, "gradient", UPHILL, 7, 0.28), surface)


def _arrow(
    space: Space, gradient: Gradient, step: np.ndarray, role: str, length: float, width: float, tip: float
) -> mn.VGroup:
    """Return a live arrow from the gradient's point in the direction of `step` (data), `length` long in the cube."""
    ends = _ends(space, gradient, step, length)
    return pointer(space, role, lambda: ends, width, tip, SHINE)


def _ends(space: Space, gradient: Gradient, step: np.ndarray, length: float) -> np.ndarray:
    """Return the two ends (data) of what is `length` long in the cube, from the gradient's point on."""
    scale = np.array([1, 1, HALF_HEIGHT]) / space.half
    reach = float(np.linalg.norm(step * scale)) or 1.0
    here = space.on_surface(*gradient.at)
    return np.array([here, here + step * length / reach])
