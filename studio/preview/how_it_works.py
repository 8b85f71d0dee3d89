"""The picture of docs/how-it-works.md: `python -m studio.preview.how_it_works FILE.png` draws it.

A column for each floor; in them stand the rooms that a formula and a sentence go through, from the command line to the
film and to all that is made of it.
"""

from __future__ import annotations

import itertools
import sys
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from PIL import Image

from mathkit import CurveWindow, Function, Tangent
from scenes.drawing import Pointer, Region, Spot, Theme, Words, rounded_box, set_runs, stroke
from scenes.drawing.catalogue.states import Board, State
from scenes.drawing.text.typesetting import literal
from scenes.drawing.theme.theme_file import load_theme
from studio.profile import Profile
from studio.render.drawing import draw_states
from studio.store.atomic_write import published

#: In pixels: twice the size in which the page shows it.
SIZE = (1800, 1200)
#: What a person types, in the picture and on the page.
FORMULA, AT = "x*exp(-x)", 0.5

#: Type sizes (manim points), on a board of 9 × 6 units.
FLOOR, NAME, WHAT = 21, 14.5, 13
#: The board's columns of rooms: what is typed and made, studio's three, scenes, mathkit; its rows, and a room's height.
COLUMNS = ((-4.28, -2.94), (-2.56, -1.61), (-1.4, -0.45), (-0.24, 0.71), (1.09, 2.76), (3.14, 4.28))
TOP, PITCH, HEIGHT = 2.12, 0.72, 0.52


@dataclass(frozen=True, slots=True)
class Room:
    """A place in the picture: its path from the root, what is at work there, where it stands, and whether it grows.

    `until`: the last column of a room that is wider; `grows`: a new lesson, prop, deliverable or check goes there.
    """

    path: str
    what: str
    row: int
    column: int
    until: int = 0
    grows: bool = False

    @property
    def name(self) -> str:
        """Return the path below the floor, without its ending."""
        return self.path.partition("/")[2].removesuffix(".py")

    @property
    def region(self) -> Region:
        """Return where it stands."""
        return place(self.row, self.column, self.until or self.column)


def place(row: int, column: int, until: int, rows: int = 1) -> Region:
    """Return the region from one column to another, so many rows high."""
    top = TOP - row * PITCH
    return Region(COLUMNS[column][0], COLUMNS[until][1], top - (rows - 1) * PITCH - HEIGHT, top)


COMMAND, OUT = place(0, 0, 0), place(3, 0, 0, rows=4)
#: A frame of the film.
FRAME = Region(OUT.left, OUT.right, OUT.top - OUT.width * 9 / 16, OUT.top)

ROOMS = (
    Room("studio/requests", "FilmRequest", 0, 2),
    Room("scenes/script/params.py", "LessonParams.read", 0, 4),
    Room("mathkit/formula", "Function.parse", 0, 5),
    Room("mathkit/derivatives", "Secant, Tangent", 1, 5),
    Room("scenes/tangent_line/facts.py", "TangentFacts.of", 1, 4),
    Room("studio/sources", "clip_keys", 1, 3),
    Room("studio/store", "Store.clip", 1, 2),
    Room("studio/plan", "plan_jobs", 1, 1),
    Room("studio/farm", "work", 2, 1),
    Room("studio/render", "render_job", 2, 3),
    Room("scenes/lesson.py", "Lesson.construct", 2, 4, grows=True),
    Room("scenes/drawing", "Plot, Formula, …", 3, 4, grows=True),
    Room("studio/media", "ClipEncoder", 3, 3),
    Room("studio/films", "film.make", 3, 1),
    Room("studio/check", "selection", 4, 1, grows=True),
    Room("scenes/tangent_line/narration.py", "BeatText, cases", 4, 4),
    Room("scenes/script/outline.py", "Outline, Beat", 5, 4),
    Room("studio/voice", "stretched", 5, 3),
    Room("studio/manifest.py", "Manifest", 5, 2),
    Room("studio/captions", "cues", 5, 1),
    Room("studio/deliver", "site, slides, handout, …", 6, 1, until=2, grows=True),
)
#: How many of them a formula goes through before its film is in OUT, where the last of them finds it.
OF_A_FORMULA = 15
#: The panels: name, what it is, first and last column, first row, and how many.
PANELS = (
    ("render.py", "the command line", 0, 0, 0, 1),
    ("out", "", 0, 0, 3, 4),
    ("studio", "makes films out of lessons", 1, 3, 0, 7),
    ("scenes", "lessons, and what draws them", 4, 4, 0, 7),
    ("mathkit", "the mathematics", 5, 5, 0, 2),
)


def draw_picture() -> Image.Image:
    """Return the picture in the light theme, which brings its own background."""
    profile = Profile("picture", *SIZE, fps=10, crf=23, x264_preset="veryfast", theme=load_theme("light"), aspect="3:2")
    (pixels,) = (frame[..., :3].copy() for frame in draw_states([State((Words,), "how it works", build)], profile))
    return Image.fromarray(pixels)


def build(board: Board) -> Sequence[Any]:
    """Return what stands in the picture, from the back to the front."""
    theme = board.theme
    regions = [room.region for room in ROOMS]
    of_a_formula, check, of_a_sentence = regions[: OF_A_FORMULA - 1], regions[OF_A_FORMULA - 1], regions[OF_A_FORMULA:]
    manifest, deliver = of_a_sentence[-3], of_a_sentence[-1]
    return [
        *(part for panel in PANELS for part in _panel(theme, *panel)),
        *_way(theme, "input", COMMAND, *of_a_formula, OUT, check),
        *_way(theme, "gradient", *of_a_sentence[:-1], OUT),
        *_way(theme, "gradient", manifest, deliver, OUT),
        *(part for room in ROOMS for part in _room(theme, room)),
        *_command(theme),
        *_film(theme),
        *_legend(theme),
    ]


def _box(theme: Theme, region: Region, fill: str, edge: str, corner: float = 0.08) -> Any:
    box = rounded_box(region.width, region.height, corner, region.center)
    return box.set_fill(theme.color(fill), opacity=1).set_stroke(theme.color(edge), width=1.5)


def _set(words: Words, x: float, baseline: float) -> Words:
    """Set a line of words around x (units) on a baseline: where most of its letters end, whatever hangs below it."""
    bottoms = [glyph.get_bottom()[1] for glyph in words.family_members_with_points()]
    words.shift(np.array([x - words.get_center()[0], baseline - np.median(bottoms), 0]))
    return words


def _panel(theme: Theme, name: str, what: str, first: int, last: int, row: int, rows: int) -> Iterator[Any]:
    region = place(row, first, last, rows).inset(-0.1, -0.1, -0.1, -0.1)
    yield _box(theme, region, "plate", "plate", 0.14)
    x, y = region.point(0.5, 1)[:2]
    yield _set(Words(literal(name), theme, size=FLOOR, weight=600), x, y + (0.4 if what else 0.12))
    if what:
        yield _set(Words(literal(what), theme, size=WHAT, role="muted"), x, y + 0.14)


def _room(theme: Theme, room: Room) -> Iterator[Any]:
    yield _box(theme, room.region, "background", "target" if room.grows else "muted")
    yield from _named(theme, room.region, room.name, room.what, "muted")
    if room.grows:
        yield from _plus(theme, room.region.point(1, 1))


def _named(theme: Theme, region: Region, name: str, what: str, role: str) -> Iterator[Any]:
    x, y = region.center[:2]
    yield _set(Words(literal(name), theme, size=NAME, weight=600), x, y + 0.06)
    yield _set(Words(literal(what), theme, size=WHAT, role=role), x, y - 0.155)


def _plus(theme: Theme, point: np.ndarray[Any, Any]) -> Iterator[Any]:
    yield Spot(theme, "target", 0.1).at(point)
    for across in (np.array([0.055, 0, 0]), np.array([0, 0.055, 0])):
        yield set_runs(stroke(theme, "background", 2.5), np.array([point - across, point + across]))


def _way(theme: Theme, role: str, *regions: Region) -> Iterator[Pointer]:
    return (_arrow(theme, role, start, end) for start, end in itertools.pairwise(regions))


def _arrow(theme: Theme, role: str, start: Region, end: Region) -> Pointer:
    """Return an arrow from a region to one beside or below it, in the middle of the sides that face each other."""
    low, high = max(start.bottom, end.bottom), min(start.top, end.top)
    if high > low:
        y, rightwards = (low + high) / 2, start.left < end.left
        ends = (start.right, end.left) if rightwards else (start.left, end.right)
        tail, tip = (np.array([x, y, 0.0]) for x in ends)
    else:
        x = (max(start.left, end.left) + min(start.right, end.right)) / 2
        tail, tip = np.array([x, start.bottom, 0.0]), np.array([x, end.top, 0.0])
    gap = 0.02 * (tip - tail) / np.linalg.norm(tip - tail)
    return Pointer(theme, role, width=3.5, tip=0.13).span(tail + gap, tip - gap)


def _command(theme: Theme) -> Iterator[Any]:
    yield _box(theme, COMMAND, "background", "muted")
    yield from _named(theme, COMMAND, "film tangent-line", f"--set f={FORMULA}", "input")


def _film(theme: Theme) -> Iterator[Any]:
    """Yield what is made: a frame of the film, with the curve that was typed and its tangent, and files by name."""
    for row, text in ((4, "tangent-line.mp4"), (5, ".srt  .vtt  .json"), (6, "pages, decks, PDFs")):
        x, y = place(row, 0, 0).center[:2]
        yield _set(Words(literal(text), theme, size=NAME), x, y - 0.05)
    dark = load_theme("dark")
    yield _box(dark, FRAME, "background", "background", 0.04)
    f = Function.parse(FORMULA, ("x",))
    window, tangent = CurveWindow.of(f, AT), Tangent.of(f, AT)
    (left, right), (low, high) = window.x_range, window.y_range
    top = high + 0.35 * (high - low)

    def on_frame(x: Any, y: Any) -> np.ndarray[Any, Any]:
        across, up = 0.06 + 0.88 * (x - left) / (right - left), 0.08 + 0.84 * (y - low) / (top - low)
        return np.stack([FRAME.left + across * FRAME.width, FRAME.bottom + up * FRAME.height, 0 * across], axis=-1)

    x = np.linspace(left, right, 400)
    for role, y in (("output", f(x)), ("slope", tangent.value + tangent.slope * (x - AT))):
        seen = (low <= y) & (y <= top)
        yield set_runs(stroke(dark, role, 2.5), on_frame(x[seen], y[seen]))
    yield Spot(dark, "input", 0.045).at(on_frame(np.float64(AT), tangent.value))


def _legend(theme: Theme) -> Iterator[Any]:
    signs = (("input", "a formula’s way"), ("gradient", "a sentence’s way"), ("target", "new ones go here"))
    for row, (role, text) in enumerate(signs, 4):
        start = place(row, 5, 5).point(-0.06, 0.5)
        if role == "target":
            yield from _plus(theme, start + np.array([0.05, 0, 0]))
        else:
            ends = start - np.array([0.08, 0, 0]), start + np.array([0.18, 0, 0])
            yield Pointer(theme, role, width=3.5, tip=0.13).span(*ends)
        words = Words(text, theme, size=WHAT)
        yield _set(words, start[0] + 0.25 + words.width / 2, start[1] - 0.045)


def write_picture(target: Path) -> None:
    """Draw the picture and publish it."""
    with published(target) as draft:
        draw_picture().quantize(dither=Image.Dither.NONE).save(draft, optimize=True)


if __name__ == "__main__":
    write_picture(Path(sys.argv[1]))
