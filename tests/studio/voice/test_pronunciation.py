"""Symbols have a spoken form, or are refused by name."""

from __future__ import annotations

import pytest

from scenes import LESSONS
from studio.errors import RequestError
from studio.sources.lesson_lookup import find_lesson
from studio.voice.pronunciation import pronounced


@pytest.mark.parametrize(
    ("say", "spoken"),
    [
        ("z is −0.7, and -3 is less.", "z is minus 0.7, and minus 3 is less."),
        ("It is one-sided: y-x.", "It is one-sided: y-x."),
        ("f′(x) = 2x²", "f prime (x) equals 2x squared"),
        ("1.2×10⁻⁵", "1.2 times 10 to the minus 5"),
        ("x⁴ and x^2", "x to the 4 and x to the 2"),
        ("∂L/∂w, η and Δx", "partial L by partial w, eta and delta x"),
        ("dL/dw and w₁₂", "d L by d w and w 12"),
        ("1/2 – or so…", "1 over 2, or so..."),
        ("Größe, größer als ½", "Größe, größer als one half"),
    ],
)
def test_spoken(say: str, spoken: str) -> None:
    assert pronounced(say, "a") == spoken


def test_a_symbol_without_words_is_refused() -> None:
    with pytest.raises(RequestError, match=r"dot, beat walk: '⊗' in 'W ⊗ x' has no spoken form\. Write it as a word\."):
        pronounced("W ⊗ x", "dot, beat walk")


@pytest.mark.parametrize("name", LESSONS)
def test_every_lesson_can_be_spoken(name: str) -> None:
    lesson = find_lesson(name).load()
    for beat in lesson.outline(lesson.read_params({})).beats:
        assert pronounced(beat.say, beat.name).isascii()
