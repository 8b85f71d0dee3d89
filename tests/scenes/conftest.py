"""Lessons put on stage without a film: only the settled state of each beat, drawn small or not at all."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from pathlib import Path

import manim as mn
import pytest
from manim.renderer.cairo_renderer import CairoRenderer

from scenes import load_lesson
from scenes.drawing.theme.frame import frame_size
from scenes.drawing.theme.theme_file import load_theme
from scenes.lesson import Lesson

PlayThrough = Callable[..., None]


@pytest.fixture
def small_frame(tmp_path: Path) -> Iterator[Callable[[str], None]]:
    """Return a function that sets manim up for a small frame of an aspect; undone after the test."""
    with mn.tempconfig({"dry_run": True, "disable_caching": True, "progress_bar": "none", "media_dir": str(tmp_path)}):

        def configure(aspect: str) -> None:
            width, height = frame_size(aspect)
            mn.config.update({"frame_rate": 5, "verbosity": "ERROR"})
            mn.config.pixel_width, mn.config.pixel_height = round(width * 20), round(height * 20)
            mn.config.frame_width, mn.config.frame_height = width, height

        yield configure


@pytest.fixture
def play_through(small_frame: Callable[[str], None]) -> PlayThrough:
    """Return a function that plays a lesson, skipping what moves, and shows each beat's settled scene."""

    def play(
        name: str,
        settings: Mapping[str, str],
        look: Callable[[Lesson, str], None],
        aspect: str = "16:9",
        theme: str = "dark",
    ) -> None:
        small_frame(aspect)
        cls = load_lesson(name)
        renderer = CairoRenderer(skip_animations=True)
        scene = cls(renderer, params=cls.read_params(settings), theme=load_theme(theme))
        scene.settled = lambda index: look(scene, scene.script[index][0])
        scene.render()

    return play
