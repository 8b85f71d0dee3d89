"""Arrows that start on a surface: along the axes, and along the tangent plane the steepest way up."""

from __future__ import annotations

import manim as mn
import numpy as np

from mathkit import Gradient
from scenes.marks import Pointer
from scenes.space import Space

#: How long the arrows are, in cube units.
ALONG_AXES, UPHILL = 0.42, 0.62


def axis_arrows(space: Space, at: tuple[float, float]) -> mn.VGroup:
    """Return an arrow from the point over `at` to the surface on each side of it, along x and along y."""
    here = space.on_surface(*at)
    arrows = mn.VGroup()
    for axis, role in ((0, "slope"), (1, "slope2")):
        for sign in (-1, 1):
            there = np.array(at, float)
            there[axis] += ALONG_AXES * sign * space.half[axis]
            ends = space.project(np.array([here, space.on_surface(*there)]))
            arrows.add(Pointer(space.theme, role, 4).span(*ends))
    return arrows


def uphill_arrow(space: Space, gradient: Gradient) -> Pointer:
    """Return an arrow from the gradient's point along the tangent plane, the steepest way up."""
    here, step = np.array([*gradient.at, gradient.value]), np.array([*gradient.components, gradient.norm**2])
    length = float(np.linalg.norm(step / space.half)) or 1.0
    ends = space.project(np.array([here, here + UPHILL * step / length]))
    return Pointer(space.theme, "gradient", 7, 0.28).span(*ends)
