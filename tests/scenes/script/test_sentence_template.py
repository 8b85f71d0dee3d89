"""Marks inside sentences: what is said, when a motion starts, and what goes wrong in one message."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from manim.renderer.cairo_renderer import CairoRenderer

from scenes import LessonError
from scenes.lesson import Lesson, beat
from scenes.script.outline import Beat


class Marked(Lesson):
    name, title = "marked", "Marks"

    def prepare(self) -> None:
        self.half = 0.5

    @beat("Take a point, [line] and draw {half} a line. [slope] That is all.")
    def draw(self) -> None:
        self.until("line")
        self.until("slope")

    @beat("No marks here.")
    def plain(self) -> None:
        pass


def marked(say: str) -> Beat:
    return Marked.outline(Marked.Params(), {"draw": say}).beats[0]


def test_marks_are_not_said_and_come_when_the_words_before_them_have_been() -> None:
    first, second = Marked.outline(Marked.Params()).beats
    assert first.say == "Take a point, and draw 0.5 a line. That is all."
    assert first.marks == pytest.approx({"line": 3 * 0.4, "slope": 8 * 0.4})
    assert (second.say, second.marks) == ("No marks here.", {})


@pytest.mark.parametrize(
    ("say", "words", "marks"),
    [
        ("All at once.", "All at once.", {}),
        ("A [slope] b.", "A b.", {"slope": 0.4}),
        ("[line] A b. [slope]", "A b.", {"line": 0.0, "slope": 0.8}),
        ("A [slope] b [line] c.", "A b c.", {"slope": 0.4, "line": 0.8}),  # a language with another order of words
    ],
)
def test_a_sentence_of_ones_own_places_the_marks_anew(say: str, words: str, marks: dict[str, float]) -> None:
    assert (marked(say).say, marked(say).marks) == (words, marks)


@pytest.mark.parametrize(
    ("say", "message"),
    [
        ("A [lien] b.", r"beat 'draw' has the mark \[lien\]. This beat's marks are, in order: \[line\], \[slope\]"),
        ("A [line] b [line].", r"the mark \[line\] twice"),
        ("From [0, 1] on.", "stray bracket"),
        ("A line].", "stray bracket"),
        ("A {half[line]} b.", "stray brace"),
    ],
)
def test_a_wrong_mark_is_told(say: str, message: str) -> None:
    with pytest.raises(LessonError, match=message):
        marked(say)


class Forgotten(Marked):
    @beat("Take a point, [line] and draw.")
    def draw(self) -> None:
        pass


class Misspelt(Marked):
    @beat("Take a point, [line] and draw.")
    def draw(self) -> None:
        self.until("lien")


class Repeated(Marked):
    @beat("Take a point, [line] and draw.")
    def draw(self) -> None:
        self.until("line")
        self.until("line")


@pytest.mark.parametrize(
    ("lesson", "message"),
    [
        (Forgotten, r"mark \[line\], which no motion waits for"),
        (Misspelt, r"waits for \[lien\], which its sentence does not have. .* in order: \[line\]"),
        (Repeated, r"waits for \[line\] twice"),
    ],
)
def test_marks_and_motions_belong_together(
    small_frame: Callable[[str], None], lesson: type[Lesson], message: str
) -> None:
    small_frame("16:9")
    scene = lesson(CairoRenderer(skip_animations=True))
    scene.settled = lambda index: None
    with pytest.raises(LessonError, match=message):
        scene.render()
