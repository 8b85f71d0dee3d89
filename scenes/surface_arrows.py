"""Arrows that start on a surface: along the axes, and along the tangent plane the steepest way up."""

from __future__ import annotations

import manim as mn
import numpy as np

from mathkit import Gradient
from scenes.motion import live
from scenes.space import HALF_HEIGHT, Space
from scenes.space_marks import pointer, see_through

#: How long the arrows are, in cube units.
ALONG_AXES, UPHILL = 0.42, 0.62
#: How far they shine through a surface that bends up over its tangent plane.
SHINE = 0.4


def axis_arrows(space: Space, gradient: Gradient) -> mn.VGroup:
    """Return four arrows from the gradient's point, either way along x and along y, on the surface's tangent plane."""
    arrows = mn.VGroup()
    for axis, role in ((0, "slope"), (1, "slope2")):
        for sign in (-1, 1):
            step = np.zeros(3)
            step[axis], step[2] = sign, sign * gradient.components[axis]
            arrows.add(_arrow(space, gradient, step, role, ALONG_AXES, 4, 0.24))
    return arrows


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
    scale = np.array([1, 1, HALF_HEIGHT]) / space.half
    reach = float(np.linalg.norm(step * scale)) or 1.0
    here = space.on_surface(*gradient.at)
    return pointer(space, role, lambda: np.array([here, here + step * length / reach]), width, tip, SHINE)
