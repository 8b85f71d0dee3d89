"""Where things go, by role: `stage.figure`, `stage.panel`, `stage.title`. Re-laid-out for 16:9, 9:16 and 1:1.

Units are manim's: the frame's shorter side is 8. Five per cent of it stay free at every edge, and the bottom twelve
per cent of the height are kept for captions. A square frame has the arrangement of a wide one with smaller type; in a
tall one the panel stands below the figure, and the type is larger. In a Short everything stands in the middle of a tall
frame, since players lay their buttons over the rest of it.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

MARGIN = 0.05
CAPTIONS = 0.12
GUTTER = 0.45
TITLE_HEIGHT = 0.62

#: What type sizes are multiplied by in a square and in a tall frame. Square: LABEL is then 2.3 % of the side.
SQUARE_TYPE, TALL_TYPE = 0.8, 1.15

#: A Short's share of the height that nothing is laid over, in the middle, and its type.
SHORT_SHARE, SHORT_TYPE = 1350 / 1920, 0.95
#: What stands there keeps so far from the rest, in units.
SHORT_EDGE = 0.08


@dataclass(frozen=True, slots=True)
class Region:
    """An upright rectangle of the frame."""

    left: float
    right: float
    bottom: float
    top: float

    @property
    def width(self) -> float:
        """Return the width in units."""
        return self.right - self.left

    @property
    def height(self) -> float:
        """Return the height in units."""
        return self.top - self.bottom

    @property
    def center(self) -> np.ndarray:
        """Return the middle, shape (3,)."""
        return self.point(0.5, 0.5)

    def point(self, x: float, y: float) -> np.ndarray:
        """Return the point at the fractions x, y (0 left or bottom, 1 right or top), shape (3,)."""
        return np.array([self.left + x * self.width, self.bottom + y * self.height, 0.0])

    def inset(self, left: float = 0, right: float = 0, bottom: float = 0, top: float = 0) -> Region:
        """Return the region without strips of these widths (units)."""
        return Region(self.left + left, self.right - right, self.bottom + bottom, self.top - top)

    def rows(self, *shares: float, gap: float = GUTTER) -> tuple[Region, ...]:
        """Split from top to bottom in these shares."""
        free = self.height - gap * (len(shares) - 1)
        regions, top = [], self.top
        for share in shares:
            bottom = top - free * share / sum(shares)
            regions.append(Region(self.left, self.right, bottom, top))
            top = bottom - gap
        return tuple(regions)

    def columns(self, *shares: float, gap: float = GUTTER) -> tuple[Region, ...]:
        """Split from left to right in these shares."""
        free = self.width - gap * (len(shares) - 1)
        regions, left = [], self.left
        for share in shares:
            right = left + free * share / sum(shares)
            regions.append(Region(left, right, self.bottom, self.top))
            left = right + gap
        return tuple(regions)


@dataclass(frozen=True, slots=True)
class Stage:
    """The frame and its regions: the title line, the figure, and the panel of formulas beside or below it."""

    frame: Region
    safe: Region
    title: Region
    body: Region
    figure: Region
    panel: Region
    portrait: bool
    type_scale: float

    @classmethod
    def of(cls, width: float, height: float, corner: float = 0.0, *, short: bool = False) -> Stage:
        """Lay out a frame of `width` × `height` units, whose title line leaves `corner` units at its end free.

        `short`: it is a Short's; captions go below what is laid out then.
        """
        frame = Region(-width / 2, width / 2, -height / 2, height / 2)
        edge = MARGIN * min(width, height)
        safe = frame.inset(edge, edge, edge, edge)
        floor = frame.bottom + max(CAPTIONS * height, edge)
        if short:
            covered = (1 - SHORT_SHARE) * height / 2 + SHORT_EDGE
            safe = frame.inset(edge, edge, covered, covered)
            floor = safe.bottom
        portrait, square = width < height, width == height
        type_scale = SHORT_TYPE if short else TALL_TYPE if portrait else SQUARE_TYPE if square else 1.0
        # Where a line is short, a title may need two.
        line = TITLE_HEIGHT * (2.1 if portrait else 1.2 if square else 1)
        title = Region(safe.left, safe.right - (corner + GUTTER if corner else 0), safe.top - line, safe.top)
        body = Region(safe.left, safe.right, floor, title.bottom - 0.25)
        if portrait:
            figure, panel = body.rows(0.56, 0.44, gap=0.5)
        elif square:
            figure, panel = body.columns(0.56, 0.44, gap=0.3)
        else:
            figure, panel = body.columns(0.62, 0.38)
        return cls(frame, safe, title, body, figure, panel, portrait, type_scale)
