"""Where a lesson about a map puts things: the surface, the map that it becomes, and what stands beside them."""

from __future__ import annotations

from dataclasses import dataclass

from scenes.drawing import Region, Stage


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
