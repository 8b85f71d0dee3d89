"""Where things go in a region: stacked, in rows, spread, fitted."""

from __future__ import annotations

import math
from typing import TypeVar

import manim as mn

from scenes.drawing.canvas.stage import Region
from scenes.drawing.theme.theme import LABEL, TEXT

#: A formula may be set this small, of TEXT; below that it cannot be read.
SMALLEST = LABEL / TEXT


#: A row of words that would have to shrink more than this is broken in two.
TIGHT = 0.84


def lay_in_row(region: Region, *items: mn.Mobject, gap: float = 0.5) -> None:
    """Lay items beside one another in the middle of a region, all of one scale."""
    _fill(region, mn.VGroup(*items).arrange(mn.RIGHT, buff=gap))


def lay_in_column(region: Region, *items: mn.Mobject, gap: float = 0.45) -> None:
    """Lay items under one another, flush left, in the middle of a region, all of one scale."""
    _fill(region, mn.VGroup(*items).arrange(mn.DOWN, buff=gap, aligned_edge=mn.LEFT))


def lay(region: Region, head: mn.Mobject, *rest: mn.Mobject) -> None:
    """Lay a formula and what belongs to it into a region: in a row, or, where that is too long, in two."""
    row = mn.VGroup(*rest).arrange(mn.RIGHT, buff=0.5)
    if TIGHT * (head.width + 0.5 + row.width) <= region.width:
        lay_in_row(region, head, *rest)
    else:
        lay_in_column(region, head, row, gap=0.25)


def fits(region: Region, *items: mn.Mobject) -> bool:
    """Return whether items are as narrow as a region, or can be read when they have shrunk to that."""
    return SMALLEST * max(item.width for item in items) <= region.width


def _fill(region: Region, group: mn.VGroup) -> None:
    group.scale(min(1.0, region.width / group.width, region.height / group.height)).move_to(region.center)


M = TypeVar("M", bound=mn.Mobject)


def fit(mobject: M, width: float, height: float = math.inf) -> M:
    """Shrink `mobject` to `width` × `height` units where it is larger."""
    factor = min(1.0, width / max(mobject.width, 1e-9), height / max(mobject.height, 1e-9))
    return mobject.scale(factor) if factor < 1 else mobject


def stack(region: Region, *items: mn.Mobject, gap: float = 0.35, middle: bool = False) -> mn.VGroup:
    """Lay items under one another in `region`, flush left: from its top, or as a block in its middle.

    What is too wide is shrunk; what is too tall together is shrunk together.
    """
    for item in items:
        fit(item, region.width)
    column = mn.VGroup(*items).arrange(mn.DOWN, buff=gap, aligned_edge=mn.LEFT)
    fit(column, region.width, region.height)
    if middle:
        column.move_to(region.center)
    else:
        column.move_to(region.point(0, 1), aligned_edge=mn.UL)
    return column


def spread(region: Region, *items: mn.Mobject, portrait: bool) -> None:
    """Share a region out among items evenly: side by side, or under one another in a portrait frame."""
    shares = [1.0] * len(items)
    for item, cell in zip(items, region.rows(*shares, gap=0.1) if portrait else region.columns(*shares), strict=True):
        fit(item, cell.width, cell.height if portrait else math.inf).move_to(cell.center)
