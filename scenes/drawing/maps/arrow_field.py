"""The gradient at many points of a map at once: a field of arrows, long where it is steep."""

from __future__ import annotations

import manim as mn
import numpy as np

from mathkit import Gradient
from scenes.drawing.canvas.primitives import Pointer
from scenes.drawing.canvas.stage import Region
from scenes.drawing.space.projection import Space

#: Arrows along each side of the map.
ARROWS = 9
#: Arrows shorter than this share of the longest would be but dots.
LEAST = 0.02


def map_region(space: Space) -> Region:
    """Return where the map of a space that lies flat is on the stage."""
    ends = np.array([space.window.x_range, space.window.y_range], float)
    (left, bottom, _), (right, top, _) = space.project(space.on_surface(*ends)).tolist()
    return Region(left, right, bottom, top)


def cell_width(space: Space) -> float:
    """Return the distance on the stage between two neighbouring arrows of a map."""
    return map_region(space).width / ARROWS


class ArrowField(mn.VGroup):
    """∇f on a grid over the flattened space: each arrow has its middle at its point."""

    def __init__(self, space: Space, gradient: Gradient) -> None:
        super().__init__()
        points, slopes = _grid(space, gradient)
        steepness = np.hypot(*slopes.T)
        cap = float(np.percentile(steepness, 96)) or 1.0
        longest = 0.95 * cell_width(space)
        for (x, y), slope, steep in zip(points, slopes, steepness, strict=True):
            if steep < LEAST * cap:
                continue
            # Lengths tell steepness; above the cap they stop growing, so that no arrow reaches into the next one.
            reach = longest * min(1.0, float(steep) / cap)
            half = np.array([*slope, 0]) / steep * reach / 2
            middle = space.project(space.on_surface(x, y))
            self.add(Pointer(space.theme, "gradient", 2.8, 0.15).span(middle - half, middle + half))

    @property
    def long(self) -> list[Pointer]:
        """Return the longer half of the arrows: it is steeper there."""
        return self._by_length[len(self) // 2 :]

    @property
    def short(self) -> list[Pointer]:
        """Return the shorter half of the arrows."""
        return self._by_length[: len(self) // 2]

    @property
    def _by_length(self) -> list[Pointer]:
        return sorted(self, key=lambda arrow: arrow.reach)

    def step_back(self, opacity: float) -> ArrowField:
        """Step back to this opacity."""
        for arrow in self:
            arrow.shaft.set_stroke(opacity=opacity)
            arrow.head.set_fill(opacity=opacity)
        return self


def _grid(space: Space, gradient: Gradient) -> tuple[np.ndarray, np.ndarray]:
    """Return the middles of the map's cells and the gradient there, shape (n, 2) each; zero where it has none."""
    inset = 0.5 / ARROWS
    shares = np.linspace(inset, 1 - inset, ARROWS)
    xs, ys = (low + shares * (high - low) for low, high in (space.window.x_range, space.window.y_range))
    x, y = (axis.ravel() for axis in np.meshgrid(xs, ys, indexing="ij"))
    slopes = [np.nan_to_num(partial(x, y)) for partial in gradient.partials]
    return np.column_stack([x, y]), np.column_stack(slopes)
