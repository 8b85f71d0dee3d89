"""What the thumbnail shows."""

from __future__ import annotations

from functools import partial

import numpy as np

from mathkit.notation.typst_parts import axis_role
from scenes.cards.thumbnail import BOLD, FIGURE, Design
from scenes.drawing import HeightField, Space, Theme, line, spot
from scenes.partial_slices.facts import SliceFacts


def thumbnail(facts: SliceFacts, theme: Theme) -> Design:
    """Show the surface with both cuts and their tangents."""
    space = Space(facts.gradient.function, facts.window, FIGURE, theme)
    space.azimuth.set_value(space.facing(facts.gradient))
    field = HeightField(space)
    curves, tangents = [], []
    for axis, cut in enumerate(facts.slices.values()):
        span = np.linspace(*(facts.window.x_range, facts.window.y_range)[axis], 289)
        places = (span, facts.b) if axis == 0 else (facts.a, span)
        curves.append(line(space, "output", partial(space.on_surface, *places), 11))
        step = np.zeros((2, 3))
        step[:, axis] = 0.36 * (span[-1] - span[0]) * np.array([-1, 1])
        step[:, 2] = step[:, axis] * cut.slope
        here = space.on_surface(facts.a, facts.b)
        tangents.append(line(space, axis_role("slope", axis), partial(np.add, here, step), BOLD, shine=0.5))
    point = spot(space, "ink", 0.2, lambda: space.on_surface(facts.a, facts.b))
    codes = tuple(cut.typst_at for cut in facts.slices.values())
    return Design(codes, (field, *curves, *tangents, point))
