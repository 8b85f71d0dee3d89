"""Lines of equal height, on the surface and on the map that it flattens into."""

from __future__ import annotations

from collections.abc import Sequence

import manim as mn
import numpy as np

from mathkit import LevelSet
from scenes.marks import set_runs, stroke
from scenes.space import Space
from scenes.space_marks import lines


def contour_map(space: Space, levels: Sequence[LevelSet]) -> mn.VMobject:
    """Return all lines of a family of level sets as one live line: it follows the camera."""
    curves = [space.on_surface(*curve.T) for level in levels for curve in level.curves]
    return lines(space, "ink", curves, width=1.8, opacity=0.6)


def highlighted_contour(space: Space, level: LevelSet) -> mn.VMobject:
    """Return one level set, bright, where the camera sees it now."""
    return set_runs(stroke(space.theme, "output", 5), *(space.project(line) for line in _lines(level)))


def _lines(level: LevelSet) -> list[np.ndarray]:
    """Return the level set's curves at their height, shape (k, 3) each."""
    return [np.column_stack([curve, np.full(len(curve), level.level)]) for curve in level.curves]
