"""Lines of equal height, on the surface and on the map that it flattens into."""

from __future__ import annotations

from collections.abc import Sequence

import manim as mn

from mathkit import LevelSet
from scenes.marks import set_runs, stroke
from scenes.space import Space
from scenes.space_marks import lines, unbroken


def contour_map(space: Space, levels: Sequence[LevelSet]) -> mn.VMobject:
    """Return all lines of a family of level sets as one live line: it follows the camera."""
    curves = [space.on_surface(*curve.T) for level in levels for curve in level.curves]
    return lines(space, "ink", curves, width=1.8, opacity=0.6)


def highlighted_contour(space: Space, level: LevelSet) -> mn.VMobject:
    """Return one level set, bright, where the camera sees it now; not around a pole, where there is no surface."""
    runs = [run for curve in level.curves for run in unbroken(space.on_surface(*curve.T))]
    return set_runs(stroke(space.theme, "output", 5), *(space.project(run) for run in runs))
