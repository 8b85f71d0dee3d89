"""A thumbnail: a lesson's title, one formula and one figure out of its facts, large enough for a phone's list of films.

The lower right corner stays clear, where players lay the film's length.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import manim as mn

from scenes.drawing.canvas.stage import Region
from scenes.drawing.text.typesetting import Formula, Words, literal
from scenes.drawing.theme.theme import Theme
from scenes.lesson import BeatMethod, Lesson
from scenes.script.notes import Notes
from scenes.script.sentence_template import BeatText

#: Sizes of type, in manim points: the title as large as it can be, what comes after its colon, and a formula.
TITLES, UNDER, FORMULA = (112, 100, 90, 80), 56, 96
#: Where things stand, in units of a wide frame: the title, and below it the formula; the figure beside them, or across
#: the frame between them.
BESIDE = Region(-6.66, -0.5, -3.5, 3.45)
FIGURE = Region(-0.1, 6.75, -2.35, 3.55)
ACROSS = Region(-6.6, 6.6, -1.75, 2.05)
#: A formula is at most so many times as large as it is set.
LARGEST = 2.0
#: Between a title and what comes after its colon, on one line.
APART = 0.6
#: The corner that stays clear: from there to the right and down.
BADGE = (4.55, -2.5)


#: Widths of a figure's lines, in hundredths of a unit: what it is about, and what leads to it.
BOLD, FINE = 15, 6


@dataclass(frozen=True, slots=True)
class Design:
    """What a lesson's thumbnail shows: lines of Typst, one below the other, and what is drawn.

    `across`: the figure takes the width of the frame.
    """

    formula: tuple[str, ...]
    figure: tuple[mn.Mobject, ...] = ()
    across: bool = False


def thumbnail_of(lesson: type[Lesson], title: str) -> type[Lesson]:
    """Return the lesson whose only beat is the thumbnail of another one, with that one's params and facts."""

    def cover(drawn: Lesson) -> None:
        draw = lesson.companion("thumbnail")
        design = draw(drawn.facts, drawn.theme) if draw else _plain(lesson.notes_of(drawn.params))
        drawn.add(*design.figure, *_written(design, title, drawn.theme))

    traits = {"chapter": None, "loop": False, "ask": False, "short": False}

    def script(facts: object) -> list[tuple[str, BeatMethod]]:
        return [("thumbnail", BeatMethod(cover, BeatText(), None, traits))]

    return type(lesson.__name__, (lesson,), {"_script": staticmethod(script), "corner_logo": False})


def _plain(notes: Notes | None) -> Design:
    """Return the thumbnail of a lesson that designs none: its formula."""
    return Design((notes.formula if notes is not None else "nabla",))


def _written(design: Design, title: str, theme: Theme) -> list[mn.VMobject]:
    """Return the title and the formula, laid out."""
    head, _, under = (part.strip() for part in title.partition(":"))
    room = Region(ACROSS.left, ACROSS.right, -3.5, 3.45) if design.across or not design.figure else BESIDE
    rows = [_title(head, room, theme, lines=1 if design.across else 3)]
    if under:
        line = literal(under[0].upper() + under[1:])
        rows.append(Words(line, theme, size=UNDER, role="muted", width=None if design.across else room.width))
    if design.across and sum(row.width for row in rows) + APART > room.width:
        del rows[1:]
    heading = mn.VGroup(*rows)
    if design.across:
        heading.arrange(mn.RIGHT, buff=APART, aligned_edge=mn.DOWN)
    else:
        heading.arrange(mn.DOWN, buff=0.35, aligned_edge=mn.LEFT)
    heading.move_to(room.point(0, 1), aligned_edge=mn.UL)
    top = ACROSS.bottom - 0.25 if design.across else heading.get_bottom()[1] - 0.6
    return [
        heading,
        _formula(design.formula, Region(room.left, min(room.right, BADGE[0] - 0.3), room.bottom, top), theme),
    ]


def _title(text: str, room: Region, theme: Theme, lines: int) -> Words:
    """Return the title as large as it can be on so many lines; what is too long for them shrinks."""
    for size in TITLES:
        words = Words(literal(text), theme, size=size, weight=600, width=room.width)
        if words.height <= lines * 1.1 * size / 96 and words.width <= room.width:
            return words
    if lines == 1:
        words = Words(literal(text), theme, size=TITLES[-1], weight=600)
    return words.scale(min(1.0, room.width / words.width, lines * 1.1 * TITLES[-1] / 96 / words.height))


def _formula(lines: Sequence[str], room: Region, theme: Theme) -> mn.VMobject:
    """Return lines of a formula under one another, as large as the room allows."""
    rows = mn.VGroup(*(Formula(code, theme, size=FORMULA) for code in lines))
    rows.arrange(mn.DOWN, buff=0.35, aligned_edge=mn.LEFT)
    rows.scale(min(LARGEST, room.width / rows.width, room.height / rows.height))
    return rows.move_to(room.point(0, 0), aligned_edge=mn.DL)
