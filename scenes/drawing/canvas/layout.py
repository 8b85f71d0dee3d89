"""Layouts by name: which parts of the stage a picture has, laid out for a wide, a square and a tall frame.

places = Layout.of(stage, "figure+plot+words")
places["plot"]
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from scenes.drawing.canvas.stage import Region, Stage
from scenes.errors import LessonError, suggestion


@dataclass(frozen=True, slots=True)
class Layout:
    """Regions of the stage by name, under a layout's own name.

    Layouts are "figure+panel", "figure+plot+words", "figure+notes", "graph+words", "surface+words", "map+plot+words".
    `across`: the words stand in a low strip, so that they are laid side by side; `below`: what is read stands below the
    picture.
    """

    regions: Mapping[str, Region]
    across: bool = False
    below: bool = False

    @classmethod
    def of(cls, stage: Stage, name: str) -> Layout:
        """Return the layout that is called so: a key of `LAYOUTS`.

        Raises:
            LessonError: there is none; it says which there are.
        """
        if name not in LAYOUTS:
            raise LessonError(f"There is no layout {name!r}. {suggestion(name, LAYOUTS)}")
        return LAYOUTS[name](stage)

    def __getitem__(self, name: str) -> Region:
        """Return a region by its name."""
        return self.regions[name]


def is_square(region: Region) -> bool:
    """Return whether a region is about as high as it is wide: then what is read stands below what is seen."""
    return region.width < 1.5 * region.height


def _figure_panel(stage: Stage) -> Layout:
    return Layout({"figure": stage.figure, "panel": stage.panel}, below=stage.portrait)


def _figure_plot_words(stage: Stage) -> Layout:
    """Return the figure as large as the aspect allows, a plot beside it, and words beside the plot."""
    body = stage.body
    if stage.portrait:
        figure, panel = body.rows(0.54, 0.46, gap=0.4)
        plot, words = panel.columns(1, 1)
        return Layout({"figure": figure, "plot": plot, "words": words}, below=True)
    if is_square(body):
        upper, words = body.rows(0.64, 0.36, gap=0.15)
        figure, plot = upper.columns(0.64, 0.36, gap=0.2)
        return Layout({"figure": figure, "plot": plot, "words": words}, across=True)
    plot, words = stage.panel.rows(0.84, 1, gap=0.15)
    return Layout({"figure": stage.figure, "plot": plot, "words": words})


def _figure_notes(stage: Stage) -> Layout:
    """Return the figure without a plot, and notes beside it or below."""
    if stage.portrait:
        figure, notes = stage.body.rows(0.54, 0.46, gap=0.4)
        return Layout({"figure": figure, "notes": notes}, below=True)
    if is_square(stage.body):
        figure, notes = stage.body.rows(0.7, 0.3, gap=0.15)
        return Layout({"figure": figure, "notes": notes}, across=True)
    return Layout({"figure": stage.figure, "notes": stage.panel})


def _surface_words(stage: Stage) -> Layout:
    """Return a surface, before it is a map, and what is written of it."""
    if stage.portrait:
        surface, words = stage.body.rows(0.6, 0.4, gap=0.35)
        return Layout({"surface": surface, "words": words}, below=True)
    if is_square(stage.body):
        surface, words = stage.body.rows(1, 0.2, gap=0.2)
        return Layout({"surface": surface, "words": words}, across=True)
    return Layout({"surface": stage.figure, "words": stage.panel})


def _map_plot_words(stage: Stage) -> Layout:
    """Return a square map as large as the aspect allows; a plot and a row of words share the panel beside it."""
    body = stage.body
    if stage.portrait:
        figure, panel = body.rows(0.6, 0.4, gap=0.35)
        words, plot = panel.rows(0.4, 1, gap=0.15)
        return Layout({"map": figure, "panel": panel, "plot": plot, "words": words}, below=True)
    if is_square(body):
        above, words = body.rows(1, 0.2, gap=0.2)
        figure, plot = above.columns(0.96 * above.height, body.width - 0.96 * above.height, gap=0.15)
        return Layout({"map": figure, "panel": plot, "plot": plot, "words": words}, across=True)
    figure, panel = body.columns(0.48, 0.52, gap=0.5)
    words, plot = panel.rows(0.25, 1, gap=0.2)
    # The map's numbers and its name take more room than the numbers of a plot: so both stand on one baseline.
    return Layout({"map": figure, "panel": panel, "plot": plot.inset(bottom=0.25), "words": words})


def _graph_words(stage: Stage) -> Layout:
    """Return a graph above, and below it what the beat is about."""
    wide, square = stage.frame.width > stage.frame.height, stage.frame.width == stage.frame.height
    shares = (1.85, 1) if wide else (1.4, 1) if square else (2.2, 1)
    graph, words = stage.body.rows(*shares, gap=0.3)
    return Layout({"graph": graph, "words": words}, below=True)


#: Name → layout: the parts, from the most important one on.
LAYOUTS: Mapping[str, Callable[[Stage], Layout]] = {
    "figure+panel": _figure_panel,
    "figure+plot+words": _figure_plot_words,
    "figure+notes": _figure_notes,
    "surface+words": _surface_words,
    "map+plot+words": _map_plot_words,
    "graph+words": _graph_words,
}
