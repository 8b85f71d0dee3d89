"""Lessons are looked through: what goes wrong inside a motion is found, told once, and marked in a picture."""

from __future__ import annotations

import io
import json
from pathlib import Path

import pytest
from PIL import Image
from typer.testing import CliRunner

import render
from studio.errors import RequestError
from studio.preview.layout_check import Check, as_data, flaws_of, write_pictures
from studio.profile import preset
from studio.sources.lesson_lookup import LessonRef, find_lesson

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


#: A crowd: of two words, a panel of code and what is put upon them, in a lesson whose second beat fails.
CROWD = """
import manim as mn
from scenes.drawing import CodePanel, Formula, LiveNumber, Words, appear
from scenes.lesson import Lesson, beat

class Crowd(Lesson):
    name, title = "crowd", "Crowd"

    @beat("One.")
    def words(self):
        one, other = Words("many words in one place", self.theme), Words("others", self.theme, role="input")
        self.add(one, *other.family_members_with_points())
        self.play(mn.Create(mn.Line([-3, 0, 0], [3, 0.05, 0])), one.animate.shift([0.1, 0, 0]), run_time=0.5)

    @beat("Two.")
    def fails(self):
        self.there_is_no_such_thing()

    @beat("Three.")
    def code(self):
        panel = CodePanel(["for step in range(8):", "    w = w - rate * slope"], self.stage.figure, self.theme)
        formula = Formula("a + b = c + d", self.theme).move_to(panel)
        number = LiveNumber(self.theme, slots=4).show("1.25").move_to(panel.lines[0])
        self.show(panel, clear=True)
        self.play(*appear(formula, number), run_time=0.5)
        self.play(mn.TransformMatchingShapes(formula, Formula("a + b + c = d", self.theme).move_to(panel)))
"""


@pytest.fixture
def crowd(tmp_path: Path) -> Path:
    path = tmp_path / "crowd.py"
    path.write_text(CROWD)
    return path


@pytest.mark.slow
def test_of_two_things_it_is_spoken_once_and_what_fails_does_not_end_the_check(crowd: Path) -> None:
    flaws = flaws_of(Check(find_lesson(str(crowd)), {}, PROFILE))
    met = [(flaw.beat, flaw.kind, flaw.text) for flaw in flaws]
    assert [beat for beat, _, _ in met] == ["words"] * 3 + ["fails"] + ["code"] * 3
    assert sum(kind == "overlap" and beat == "words" for beat, kind, _ in met) == 1
    assert sum(kind == "covered" and beat == "words" for beat, kind, _ in met) == 2  # the line, over both
    assert met[3] == ("fails", "error", "crowd.py:17")
    assert "no attribute 'there_is_no_such_thing'" in flaws[3].detail
    assert flaws[3].picture is None
    assert {kind for beat, kind, _ in met if beat == "code"} == {"overlap"}


@pytest.mark.slow
def test_pictures_of_flaws_go_beside_the_sheet_that_was_named(
    crowd: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    ran = CliRunner().invoke(render.app, ["storyboard", str(crowd), "--check", "--json", "-o", "talk/sheet.png"])
    assert ran.exit_code == 1
    pictures = [flaw["picture"] for flaw in json.loads(ran.stdout)["flaws"]]
    assert all(Path(picture).is_file() for picture in pictures if picture is not None)
    assert pictures[3] is None
    assert len([*(tmp_path / "talk" / "sheet-flaws").iterdir()]) == 6
    assert not (tmp_path / "out" / "layout").exists()


@pytest.mark.slow
@pytest.mark.parametrize(("beat", "columns"), [("", 3), ("/code", 1)])
def test_beats_are_drawn_beside_one_that_fails(crowd: Path, tmp_path: Path, beat: str, columns: int) -> None:
    ran = CliRunner().invoke(render.app, ["storyboard", f"{crowd}{beat}", "-o", str(tmp_path / "sheet.png")])
    assert ran.exit_code == 1
    assert ran.stdout.strip() == str(tmp_path / "sheet.png")
    assert "crowd, beat fails: AttributeError" in " ".join(ran.stderr.split())
    with Image.open(tmp_path / "sheet.png") as sheet:
        assert sheet.width // PROFILE.width == columns


@pytest.mark.slow
def test_one_beat_may_be_asked_for(walking_dot: LessonRef, tmp_path: Path) -> None:
    target = tmp_path / "walk.png"
    ran = CliRunner().invoke(render.app, ["storyboard", f"{walking_dot.name}/walk", "-o", str(target)])
    assert (ran.exit_code, ran.stdout.strip()) == (0, str(target))
    with pytest.raises(RequestError, match="Did you mean 'walk'"):
        CliRunner().invoke(render.app, ["storyboard", f"{walking_dot.name}/wlk"], catch_exceptions=False)


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
