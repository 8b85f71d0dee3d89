"""Glyphs that are read quickly are those that manim reads: the same points, colours, widths and labels."""

from __future__ import annotations

import manim as mn
import numpy as np
import pytest

from scenes.drawing.text import glyph_reader
from scenes.drawing.text.glyph_reader import BAR, QuickGlyphs
from scenes.drawing.text.typesetting import Formula, Words
from scenes.drawing.theme.theme_file import load_theme

THEME = load_theme("dark")
FORMULAS = [
    "{{ f(x) : output }} = sqrt(x/2)",
    "a/b + {{ {{ x : input }}^2 : slope }}",
    "{{ 1/2 : input }} - {{ 1/2 : input }}",
    "mat(1, 2; 3, 4) vec(a, b) cases(x & \"if\" x > 0, -x)",
    "underline(a + b) cancel(x) arrow(v) hat(y) overbrace(x_i, n)",
    "sum_(i=0)^n integral_0^1 f(x) dif x",
]  # fmt: skip
SENTENCES = ["How steep?", "a #slope[steep] $x^2/2$ line", "#underline[under] #strike[out] _it_ *b*", "word " * 30]


def same(quick: mn.VMobject, slow: mn.VMobject) -> None:
    ours, theirs = quick.get_family(), slow.get_family()
    assert len(ours) == len(theirs) > 1
    for mine, other in zip(ours, theirs, strict=True):
        assert mine.points.shape == other.points.shape
        assert np.allclose(mine.points, other.points, rtol=0, atol=1e-12)
        assert np.array_equal(mine.fill_rgbas, other.fill_rgbas)
        assert np.array_equal(mine.stroke_rgbas, other.stroke_rgbas)
        assert mine.stroke_width == pytest.approx(BAR * other.stroke_width, abs=1e-6)


@pytest.mark.parametrize("code", FORMULAS)
def test_formulas(code: str, monkeypatch: pytest.MonkeyPatch) -> None:
    quick = Formula(code, THEME)
    monkeypatch.delattr(QuickGlyphs, "generate_mobject")
    slow = Formula(code, THEME)
    same(quick, slow)
    for label in slow._group_labels:
        places = [[text.get_family().index(glyph) for glyph in text.part(label)] for text in (quick, slow)]
        assert places[0] == places[1]


@pytest.mark.parametrize("text", SENTENCES)
def test_sentences(text: str, monkeypatch: pytest.MonkeyPatch) -> None:
    quick = Words(text, THEME, width=5)
    monkeypatch.delattr(QuickGlyphs, "generate_mobject")
    same(quick, Words(text, THEME, width=5))


def test_nothing_that_lessons_write_is_left_to_manim(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(mn.Typst, "generate_mobject", lambda self: pytest.fail("left to manim"))
    for code in FORMULAS:
        Formula(code, THEME)
    for text in SENTENCES:
        Words(text, THEME)


def test_what_is_not_read_here_is_left_to_manim(monkeypatch: pytest.MonkeyPatch) -> None:
    text = "#box(fill: std.gradient.linear(red, blue))[tint] #circle(radius: 3pt, fill: red)"
    read: list[mn.VMobject] = []
    slow = mn.Typst.generate_mobject
    monkeypatch.setattr(mn.Typst, "generate_mobject", lambda self: read.append(self) or slow(self))
    words = Words(text, THEME)
    assert read == [words]
    assert len(words.family_members_with_points()) > 4


def test_an_outline_is_read_once() -> None:
    glyph_reader._outline.cache_clear()
    Words("aaaa", THEME)
    assert glyph_reader._outline.cache_info().misses == 1
    assert not glyph_reader._outline("M 0 0L 1 0L 1 1Z").flags.writeable
