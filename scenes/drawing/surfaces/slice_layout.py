"""Where the lesson of slices has its surface, the plot of a slice, and what is written of it."""

from __future__ import annotations

from dataclasses import dataclass

from scenes.drawing.canvas.stage import Region, Stage


@dataclass(frozen=True, slots=True)
class SlicePlaces:
    """Regions of the stage. With a plot: `figure`, `plot` and `words`; without: the figure is `wide`, beside `notes`.

    `across`: the words stand in a low strip, so that they are laid side by side.
    """

    figure: Region
    plot: Region
    words: Region
    wide: Region
    notes: Region
    across: bool = False

    @classmethod
    def of(cls, stage: Stage) -> SlicePlaces:
        """Give the surface as much of the body as the aspect allows."""
        body = stage.body
        if stage.portrait:
            figure, panel = body.rows(0.54, 0.46, gap=0.4)
            plot, words = panel.columns(1, 1)
            return cls(figure, plot, words, figure, panel)
        if body.width < 1.5 * body.height:
            upper, words = body.rows(0.64, 0.36, gap=0.15)
            figure, plot = upper.columns(0.64, 0.36, gap=0.2)
            wide, notes = body.rows(0.7, 0.3, gap=0.15)
            return cls(figure, plot, words, wide, notes, across=True)
        plot, words = stage.panel.rows(0.84, 1, gap=0.15)
        return cls(stage.figure, plot, words, stage.figure, stage.panel)
