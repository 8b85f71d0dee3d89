"""A vector of two components as the sum of its legs."""

from __future__ import annotations

import manim as mn
import numpy as np

from mathkit import typst_number
from scenes.marks import Pointer
from scenes.stage import Region
from scenes.theme import LABEL, Theme
from scenes.typesetting import Formula


class VectorLegs:
    """The gradient with its two legs, as large as the region allows: `legs`, their `names`, and the `arrow`."""

    def __init__(self, components: tuple[float, ...], region: Region, theme: Theme) -> None:
        box = region.inset(0.3, 0.3, 0.35, 0.35)
        step = _scaled(components, box)
        start = box.center - np.array([step[0] / 2, step[1] / 2, 0])
        corner = start + step[0] * mn.RIGHT
        end = corner + step[1] * mn.UP
        self.legs = mn.VGroup(
            Pointer(theme, "slope", 5).span(start, corner), Pointer(theme, "slope2", 5).span(corner, end)
        )
        self.arrow = Pointer(theme, "gradient", 7, 0.3).span(start, end)
        across, up = components
        below, beside = (mn.DOWN if up >= 0 else mn.UP), (mn.RIGHT if across >= 0 else mn.LEFT)
        first = Formula(f"{{{{ {typst_number(across)} : slope }}}}", theme, size=LABEL + 4)
        second = Formula(f"{{{{ {typst_number(up)} : slope2 }}}}", theme, size=LABEL + 4)
        first.next_to((start + corner) / 2, below, 0.14)
        second.next_to((corner + end) / 2, beside, 0.14)
        self.names = mn.VGroup(first, second)


def _scaled(components: tuple[float, ...], box: Region) -> np.ndarray:
    """Return the components in units: the longer leg fills the box's shorter side, or as much as both legs fit."""
    unit = min(box.width, box.height) / max(*np.abs(components), 1e-12)
    width, height = np.abs(components) * unit
    factor = min(1.0, box.width / max(width, 1e-9), box.height / max(height, 1e-9))
    return np.array(components) * unit * factor
