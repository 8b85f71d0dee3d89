"""Where a lesson about a map puts things: the surface, the map that it becomes, and what stands beside them."""

from __future__ import annotations

from dataclasses import dataclass

import manim as mn

from scenes.stage import Region, Stage
from scenes.theme import LABEL, TEXT

#: A formula may be set this small, of TEXT; below that it cannot be read.
SMALLEST = LABEL / TEXT
#: A row of words that would have to shrink more than this is broken in two.
TIGHT = 0.84


@dataclass(frozen=True, slots=True)
class MapPlaces:
    """Regions of the stage. `surface`: of the box, before it is a map; `opening`: of the function beside that.

    `map` and `panel` share the body; `plot` and the row of `words` share the panel, but in a square frame, where the
    words stand below all. `below`: the panel stands below the map.
    """

    surface: Region
    opening: Region
    map: Region
    panel: Region
    plot: Region
    words: Region
    below: bool = False

    @classmethod
    def of(cls, stage: Stage) -> MapPlaces:
        """Make the map as large as the aspect allows: it is square, and the lesson is about it."""
        body = stage.body
        if stage.portrait:
            figure, panel = body.rows(0.6, 0.4, gap=0.35)
            words, plot = panel.rows(0.4, 1, gap=0.15)
            return cls(figure, panel, figure, panel, plot, words, below=True)
        if body.width < 1.5 * body.height:
            above, words = body.rows(1, 0.2, gap=0.2)
            figure, plot = above.columns(0.96 * above.height, body.width - 0.96 * above.height, gap=0.15)
            return cls(above, words, figure, plot, plot, words)
        figure, panel = body.columns(0.48, 0.52, gap=0.5)
        words, plot = panel.rows(0.25, 1, gap=0.2)
        # The map's numbers and its name take more room than the numbers of a plot: so both stand on one baseline.
        return cls(stage.figure, stage.panel, figure, panel, plot.inset(bottom=0.25), words)

    @property
    def split(self) -> bool:
        """Tell whether the words stand outside the panel."""
        return self.words.top <= self.panel.bottom

    @property
    def beside_map(self) -> Region:
        """Return where the function stands once the surface is a map."""
        return self.words if self.split else self.panel


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
    """Tell whether items are as narrow as a region, or can be read when they have shrunk to that."""
    return SMALLEST * max(item.width for item in items) <= region.width


def _fill(region: Region, group: mn.VGroup) -> None:
    group.scale(min(1.0, region.width / group.width, region.height / group.height)).move_to(region.center)
