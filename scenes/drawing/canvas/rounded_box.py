"""A rectangle with round corners, from a few array operations: manim's own builds its corners arc by arc."""

from __future__ import annotations

from functools import lru_cache

import manim as mn
import numpy as np

#: How far a cubic's inner points stand from the ends of a quarter circle of radius 1.
_KAPPA = 4 / 3 * (2**0.5 - 1)


def rounded_box(width: float, height: float, corner: float, center: np.ndarray) -> mn.VMobject:
    """Return a closed outline (units) around `center`, shape (3,), without colour."""
    box = mn.VMobject(stroke_width=0, fill_opacity=0)
    box.points = _outline(round(width, 9), round(height, 9), round(corner, 9)) + center
    return box


@lru_cache(maxsize=256)
def _outline(width: float, height: float, corner: float) -> np.ndarray:
    """Return manim's Bézier points around the origin, shape (32, 3): four corners and the sides between them."""
    half, radius = np.array([width, height]) / 2, min(corner, width / 2, height / 2)
    corners = []
    for turn in range(4):
        across = np.array([np.cos(turn * np.pi / 2), np.sin(turn * np.pi / 2)]).round()
        up = np.array([-across[1], across[0]])
        middle = (half - radius) * np.sign(across + up)
        along = [(1, 0), (1, _KAPPA), (_KAPPA, 1), (0, 1)]
        corners.append([middle + radius * (a * across + b * up) for a, b in along])
    pieces = []
    for here, after in zip(corners, [*corners[1:], corners[0]], strict=True):
        pieces += [*here, *(here[3] + share * (after[0] - here[3]) for share in (0, 1 / 3, 2 / 3, 1))]
    return np.column_stack([np.array(pieces), np.zeros(len(pieces))])
