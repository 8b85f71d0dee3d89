"""The catalogue of props: every prop in every state, as data. `render.py storyboard props` shows it at a glance.

A state is a function of a `Board` that returns what stands on it, from the back to the front:

    @state("half the way", SlidingSecant)
    def secant_half(board: Board) -> Sequence[mn.Mobject]: ...
"""

from __future__ import annotations

import importlib
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

import manim as mn

from scenes.drawing.canvas.stage import Region, Stage
from scenes.drawing.theme.frame import frame_size
from scenes.drawing.theme.theme import Theme

#: The modules in which states are defined, in the order of the sheet.
PAGES = ("plots", "surfaces", "maps", "networks", "layers", "text")
#: The shorter side of a board, in units: smaller than a film's frame (8), so that type is read on a small picture. A
#: square is as large as in a film: its type is small, and its figure and panel stand side by side.
SIDE, SQUARE = 6.0, 8.0


@dataclass(frozen=True, slots=True)
class Board:
    """Where one state stands: a stage of an aspect, and a theme whose type is scaled for it."""

    stage: Stage
    theme: Theme

    @classmethod
    def of(cls, aspect: str, theme: Theme) -> Board:
        """Return a board of an aspect. Raises `NablaError` for an aspect that is not W:H."""
        width, height = frame_size(aspect)
        scale = (SQUARE if width == height else SIDE) / min(width, height)
        width, height = width * scale, height * scale
        stage = Stage.of(width, height)
        return cls(stage, theme.scaled(stage.type_scale))

    @property
    def room(self) -> Region:
        """Return all of the board but its margins."""
        return self.stage.safe

    def parts(self, first: float, second: float, gap: float = 0.4) -> tuple[Region, Region]:
        """Return two rooms in these shares: side by side, or one above the other in a portrait frame."""
        one, other = (self.room.rows if self.stage.portrait else self.room.columns)(first, second, gap=gap)
        return one, other


@dataclass(frozen=True, slots=True)
class State:
    """One cell of the sheet: the props that it shows (its title names the first), its name, and how it is built."""

    props: tuple[Callable[..., Any], ...]
    name: str
    build: Callable[[Board], Sequence[mn.Mobject]]

    @property
    def title(self) -> str:
        """Return "SlidingSecant: wide"."""
        return f"{self.props[0].__name__}: {self.name}"

    @property
    def slug(self) -> str:
        """Return a name for files: "sliding_secant_wide"."""
        letters = "".join(f"_{c.lower()}" if c.isupper() else c for c in self.props[0].__name__).lstrip("_")
        return f"{letters}_{''.join(c if c.isalnum() else '_' for c in self.name)}"


Build = Callable[[Board], Sequence[mn.Mobject]]


def state(name: str, *props: Callable[..., Any]) -> Callable[[Build], State]:
    """Make a function of a board a state of the catalogue, in which these props are seen."""
    return lambda build: State(props, name, build)


def pages() -> dict[str, tuple[State, ...]]:
    """Return every state, in the order in which they are defined, by the page that they are on."""
    return {
        page: tuple(
            each
            for each in vars(importlib.import_module(f"scenes.drawing.catalogue.{page}")).values()
            if isinstance(each, State)
        )
        for page in PAGES
    }


def catalogue() -> tuple[State, ...]:
    """Return every state."""
    return tuple(each for page in pages().values() for each in page)
