"""docs/storyboards holds a small picture of each lesson, with a cell for each of its beats, and README shows it."""

from __future__ import annotations

from pathlib import Path

import pytest
from PIL import Image

from scenes import LESSONS, load_lesson
from studio.preview.readme_pictures import BEATS, COLUMNS, GAP, MOST, SHOWN, write_pictures
from studio.sources.lesson_lookup import LessonRef

ROOT = Path(__file__).resolve().parents[3]
AGAIN = "Draw the pictures again: make pictures"


def rows_of(picture: Image.Image) -> int:
    return (picture.height + GAP) // (SHOWN[1] + GAP)


@pytest.mark.parametrize("lesson", LESSONS)
def test_every_lesson_has_its_picture(lesson: str) -> None:
    path = ROOT / "docs" / "storyboards" / f"{lesson}.png"
    assert path.is_file(), AGAIN
    assert path.stat().st_size <= MOST
    cls = load_lesson(lesson)
    beats = cls.outline(cls.Params()).beats
    with Image.open(path) as picture:
        assert picture.width <= 1000
        assert len(picture.info[BEATS].split(",")) == len(beats), AGAIN
        assert rows_of(picture) == -(-len(beats) // COLUMNS), AGAIN
    assert f"docs/storyboards/{lesson}.png" in (ROOT / "README.md").read_text(encoding="utf-8")


@pytest.mark.slow
def test_a_picture_is_drawn_of_every_beat(walking_dot: LessonRef, tmp_path: Path) -> None:
    (path,) = write_pictures(tmp_path / "made", tmp_path / "scripts", [walking_dot.name])
    beats = walking_dot.load().outline(walking_dot.load().Params()).beats
    with Image.open(path) as picture:
        assert picture.info[BEATS] == ",".join(beat.name for beat in beats)
        assert picture.mode == "P"
        assert len(picture.convert("RGB").getcolors(1 << 16) or ()) > 2
