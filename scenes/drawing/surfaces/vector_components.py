"""A vector of two components as the sum of its legs."""

from __future__ import annotations

import manim as mn
import numpy as np

from mathkit import typst_number
from scenes.drawing.canvas.primitives import Pointer, Spot
from scenes.drawing.canvas.stage import Region
from scenes.drawing.text.typesetting import Formula
from scenes.drawing.theme.theme import LABEL, Theme


class VectorLegs:
    """The gradient with its two legs, as large as the region allows: `legs`, their `names`, and the `arrow`."""

    def __init__(self, components: tuple[float, ...], region: Region, theme: Theme) -> None:
        names = [
            Formula(f"{{{{ {typst_number(number)} : {role} }}}}", theme, size=LABEL + 4)
            for number, role in zip(components, ("slope", "slope2"), strict=True)
        ]
        aside, above = (max(name.width for name in names) + 0.2, max(name.height for name in names) + 0.2)
        step = _scaled(components, region.inset(aside, aside, above, above))
        start = region.center - np.array([step[0] / 2, step[1] / 2, 0])
        corner = start + step[0] * mn.RIGHT
        end = corner + step[1] * mn.UP
        self.legs, self.names = mn.VGroup(), mn.VGroup()
        if not any(components):
            # A vector without length is a point, whatever is said of its parts.
            zero = Formula("{{ nabla f : gradient }} = 0", theme).next_to(region.center, mn.DOWN, 0.3)
            self.arrow: mn.VGroup = mn.VGroup(Spot(theme, "gradient", 0.1).at(region.center), zero)
            return
        self.legs.add(Pointer(theme, "slope", 5).span(start, corner), Pointer(theme, "slope2", 5).span(corner, end))
        self.arrow = Pointer(theme, "gradient", 7, 0.3).span(start, end)
        across, up = components
        names[0].next_to((start + corner) / 2, mn.DOWN if up >= 0 else mn.UP, 0.14)
        names[1].next_to((corner + end) / 2, mn.RIGHT if across >= 0 else mn.LEFT, 0.14)
        self.names.add(*names)


def _scaled(components: tuple[float, ...], box: Region) -> np.ndarray:
    """Return the components in units: the longer leg fills the box's shorter side, or as much as both legs fit."""
    unit = min(box.width, box.height) / max(*np.abs(components), 1e-12)
    width, height = np.abs(components) * unit
    factor = min(1.0, box.width / max(width, 1e-9), box.height / max(height, 1e-9))
    return np.array(components) * unit * factor
