"""The straight way against the gradient, and the bottom of the valley that it passes by."""

from __future__ import annotations

import manim as mn
import numpy as np

from mathkit import Gradient
from scenes.drawing.canvas.primitives import Spot, cut_to, kept_in, plated, set_dashes, stroke
from scenes.drawing.maps.arrow_field import map_region
from scenes.drawing.space.projection import Space
from scenes.drawing.text.typesetting import Words
from scenes.drawing.theme.theme import LABEL

#: How far the way is drawn beyond the place where it is nearest to the bottom, as a share of the way up to there.
BEYOND = 0.4


def missed_minimum_mark(space: Space, gradient: Gradient, bottom: np.ndarray | None) -> mn.VGroup:
    """Return the straight way from the gradient's point against it, dashed, and the bottom at (x, y), named.

    Where none is missed (None) there is nothing to see. The space must lie flat.
    """
    if bottom is None:
        return mn.VGroup()
    theme, area = space.theme, map_region(space)
    foot, goal = (space.project(space.on_surface(*place)) for place in (gradient.at, bottom))
    down = -np.array([*gradient.components, 0.0]) / gradient.norm
    along = max(float((goal - foot) @ down), 0.0) or float(np.linalg.norm(goal - foot))
    path = cut_to(area.point(0, 0), area.point(1, 1), foot, foot + (1 + BEYOND) * along * down)
    dashes = stroke(theme, "gradient", 4)
    if len(path):
        set_dashes(dashes, *path)
    name = plated(Words("bottom", theme, size=LABEL), theme)
    # On the far side of the way.
    side = goal - foot - ((goal - foot) @ down) * down
    side = side / (float(np.linalg.norm(side)) or 1.0)
    half = float(np.abs(side[:2]) @ [name.width, name.height]) / 2
    return mn.VGroup(
        dashes, Spot(theme, "ink", 0.085).at(goal), kept_in(name.move_to(goal + (half + 0.16) * side), area)
    )
