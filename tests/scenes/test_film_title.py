"""The title of an episode is the title of its film's recap."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from manim.renderer.cairo_renderer import CairoRenderer

from scenes import lesson as lessons
from scenes import load_lesson
from scenes.drawing.text.typesetting import literal
from scenes.drawing.theme.theme_file import load_theme


@pytest.mark.parametrize("title", ["", "My #1 title: $x$"])
def test_the_recap_bears_the_title_of_the_film(
    title: str, small_frame: Callable[[str], None], monkeypatch: pytest.MonkeyPatch
) -> None:
    small_frame("16:9")
    cls, written = load_lesson("tangent-line"), []
    say_title = lessons.Lesson.say_title
    monkeypatch.setattr(cls, "say_title", lambda scene, text: written.append(text) or say_title(scene, text))
    last = len(cls.outline(cls.read_params({})).beats) - 1
    renderer = CairoRenderer(skip_animations=True)
    cls(
        renderer, theme=load_theme("dark"), beats=range(last, last + 1), title=title, settled=lambda index: None
    ).render()
    assert written[-1] == literal(title or cls.title)
