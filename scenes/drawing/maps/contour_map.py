"""Lines of equal height, on the surface and on the map that it flattens into."""

from __future__ import annotations

from collections.abc import Sequence

import manim as mn
import numpy as np

from mathkit import LevelSet
from scenes.drawing.canvas.primitives import set_runs, stroke
from scenes.drawing.space.primitives3d import lines, unbroken
from scenes.drawing.space.projection import Space


def contour_map(space: Space, levels: Sequence[LevelSet]) -> mn.VMobject:
    """Return all lines of a family of level sets as one live line: it follows the camera."""
    curves = [space.on_surface(*curve.T) for level in levels for curve in level.curves]
    return lines(space, "ink", curves, width=1.8, opacity=0.6)


def highlighted_contour(space: Space, level: LevelSet) -> mn.VMobject:
    """Return one level set, bright, where the camera sees it now; not around a pole, where there is no surface."""
    runs = [run for curve in level.curves for run in unbroken(space.on_surface(*curve.T))]
    return set_runs(stroke(space.theme, "output", 5), *(space.project(run) for run in runs))


class DrawOutward(mn.Animation):
    """Draw a contour of straight pieces from a place of the stage, shape (3,), outward: what is nearer comes first."""

    def __init__(self, line: mn.VMobject, place: np.ndarray, run_time: float = 1.6) -> None:
        super().__init__(line, run_time=run_time)
        self._pieces = line.points.reshape(-1, 4, 3).copy()
        self._far = np.linalg.norm(self._pieces - place, axis=2).max(axis=1)

    def interpolate_mobject(self, alpha: float) -> None:
        """Show the pieces within the share `alpha` of the way to the farthest."""
        reach = float(self.rate_func(alpha)) * float(self._far.max(initial=0.0))
        self.mobject.points = self._pieces[self._far <= reach].reshape(-1, 3)
