"""Lessons are looked through: what goes wrong inside a motion is found, told once, and marked in a picture."""

from __future__ import annotations

import io
import json
from pathlib import Path

import pytest
from PIL import Image
from typer.testing import CliRunner

import render
from studio.preview.layout_check import Check, as_data, flaws_of, write_pictures
from studio.profile import preset
from studio.sources.lesson_lookup import LessonRef

PROFILE = preset("preview").for_pictures()


@pytest.mark.slow
def test_words_that_meet_on_their_way_are_found_once_where_they_are_deepest(passing_words: LessonRef) -> None:
    (flaw,) = flaws_of(Check(passing_words, {}, PROFILE))
    assert (flaw.lesson, flaw.beat, flaw.kind) == ("passing-words", "walk", "overlap")
    assert flaw.moment == "in motion"
    assert "“walker”" in str(flaw)
    assert "stander" in str(flaw)
    left, bottom, right, top = flaw.box
    assert left < 0 < right
    assert bottom < 0 < top
    assert flaw.picture is not None
    with Image.open(io.BytesIO(flaw.picture)) as picture:
        assert picture.size == (PROFILE.width, PROFILE.height)
        assert any(pixel == (255, 0, 170) for _, pixel in picture.getcolors(1 << 20) or ())


@pytest.mark.slow
def test_settled_frames_alone_show_nothing_wrong(passing_words: LessonRef) -> None:
    assert flaws_of(Check(passing_words, {}, PROFILE, moving=False)) == []


@pytest.mark.slow
def test_pictures_take_the_place_of_those_of_an_earlier_check(passing_words: LessonRef, tmp_path: Path) -> None:
    (tmp_path / "09-old.png").touch()
    flaws = flaws_of(Check(passing_words, {}, PROFILE))
    paths = write_pictures(flaws, tmp_path)
    assert sorted(tmp_path.iterdir()) == paths
    assert as_data(flaws, paths)[0]["picture"] == str(paths[0])


@pytest.mark.slow
def test_the_command_ends_with_1_where_something_is_wrong(
    passing_words: LessonRef, walking_dot: LessonRef, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    wrong = CliRunner().invoke(render.app, ["storyboard", passing_words.name, "--check", "--json"])
    assert wrong.exit_code == 1
    (flaw,) = json.loads(wrong.stdout)["flaws"]
    assert Path(flaw["picture"]).is_file()
    right = CliRunner().invoke(render.app, ["storyboard", walking_dot.name, "--check"])
    assert right.exit_code == 0
    assert right.stdout == ""
