"""What has changed between two frames, as boxes of pixels: only these are drawn, and converted, anew."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import TypeAlias

import numpy as np

#: Pixels from `left` up to `right` and from `top` up to `bottom`, both excluded.
Box: TypeAlias = tuple[int, int, int, int]

#: No more boxes than this are kept: each costs a clip.
_MOST = 6
#: Two boxes become one where that adds no more than this share of their pixels, or this many.
_SLACK, _FEW = 0.25, 4096


@dataclass(frozen=True, slots=True, eq=False)
class PartState:
    """A drawn part as it stands in one frame: all that its picture depends on, and the pixels that it may touch."""

    state: object
    box: Box | None


def dirty_boxes(before: Mapping[int, PartState], now: Mapping[int, PartState]) -> list[Box] | None:
    """Return boxes that hold every pixel that may differ between two frames; None: the whole frame may.

    Both have the states of parts by the part's id, in the order in which they were drawn; a state that has not changed
    is the same object in both.
    """
    if [part for part in before if part in now] != [part for part in now if part in before]:
        return None
    touched = [state for part, state in before.items() if now.get(part) is not state]
    touched += [state for part, state in now.items() if before.get(part) is not state]
    return merged(state.box for state in touched if state.box is not None)


def merged(boxes: Iterable[Box]) -> list[Box]:
    """Return few boxes that hold all of `boxes` and do not overlap."""
    kept: list[Box] = []
    for box in boxes:
        found = True
        while found:
            found = False
            for other in kept:
                if _together(box, other):
                    kept.remove(other)
                    box, found = _around(box, other), True
                    break
        kept.append(box)
    while len(kept) > _MOST:
        a, b = min(
            ((one, other) for k, one in enumerate(kept) for other in kept[:k]),
            key=lambda pair: _area(_around(*pair)) - _area(pair[0]) - _area(pair[1]),
        )
        kept = merged([_around(a, b), *(box for box in kept if box not in (a, b))])
    return kept


def overlap(a: Box, b: Box) -> bool:
    """Return whether two boxes share a pixel."""
    return a[0] < b[2] and b[0] < a[2] and a[1] < b[3] and b[1] < a[3]


def box_around(points: np.ndarray, margin: float, scale: tuple[float, float], size: tuple[int, int]) -> Box | None:
    """Return the pixels within `margin` units of points, shape (n, 2 or 3), in the frame; None if there are none.

    `scale`: pixels per unit across and down; `size`: width and height of the frame in pixels.
    """
    low, high = points.min(axis=0).tolist(), points.max(axis=0).tolist()
    (width, height), (across, down) = size, scale
    # One pixel more on each side: what is drawn there is smoothed into it.
    left = int(max(0.0, width / 2 + (low[0] - margin) * across - 2))
    right = int(min(float(width), width / 2 + (high[0] + margin) * across + 3))
    top = int(max(0.0, height / 2 - (high[1] + margin) * down - 2))
    bottom = int(min(float(height), height / 2 - (low[1] - margin) * down + 3))
    return (left, top, right, bottom) if left < right and top < bottom else None


def _area(box: Box) -> int:
    return (box[2] - box[0]) * (box[3] - box[1])


def _around(a: Box, b: Box) -> Box:
    return min(a[0], b[0]), min(a[1], b[1]), max(a[2], b[2]), max(a[3], b[3])


def _together(a: Box, b: Box) -> bool:
    apart = _area(a) + _area(b)
    return overlap(a, b) or _area(_around(a, b)) <= max((1 + _SLACK) * apart, apart + _FEW)
