"""`render.py check`: what is told, and with which status."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from typer.testing import CliRunner, Result

from render import app
from studio.check import check
from studio.check.report.finding import Finding
from studio.check.report.table import as_data, failure_lines, short_names, summary, table
from studio.errors import RequestError
from studio.profile import Profile
from studio.requests.film_request import Order, resolve
from studio.sources.lesson_lookup import LessonRef
from studio.store.clip_store import Store
from tests.studio.check.films.test_text_checks import GOOD, captions
from tests.studio.check.sample_films import film
from tests.studio.deliver.made_films import here

HOLDS = Finding("b-frames", "file", "2 in a row", "2", True)
FAILS = Finding("codec", "file", "mpeg4", "h264 High", False)
UNSEEN = Finding("frame-count", "manifest", "not looked at: there is no manifest beside it", "the sum", None)


def run(*arguments: str) -> Result:
    return CliRunner().invoke(app, ["check", *arguments])


@pytest.mark.slow
def test_what_the_project_makes_holds(tmp_path: Path, tiny: Profile, walking_dot: LessonRef) -> None:
    target = tmp_path / "walking-dot.mp4"
    store = Store(tmp_path / ".store")
    here(resolve([Order("dot", walking_dot, target)], tiny, tmp_path / "scripts"), tiny, store)
    done = run(str(target), "--json")
    told = json.loads(done.stdout)
    assert [each for each in told["checks"] if each["held"] is not True] == []
    assert (done.exit_code, told["held"]) == (0, True)
    assert {each["kind"] for each in told["checks"]} == {"file", "manifest", "calibration"}
    assert {Path(each["file"]).suffix for each in told["checks"]} == {".mp4", ".srt", ".vtt"}


def test_captions_that_hold(tmp_path: Path) -> None:
    path = captions(tmp_path / "talk.srt", GOOD)
    film(tmp_path / "talk.mp4")
    done = run(str(path))
    assert done.exit_code == 0, done.output
    assert "all 7 checks hold" in done.stderr


def test_what_nobody_looked_at_is_no_pass(tmp_path: Path) -> None:
    done = run(str(captions(tmp_path / "talk.srt", GOOD)))
    assert done.exit_code == 1
    assert "1 not looked at, 6 hold" in done.stderr
    assert "there is no film beside it" in done.stdout.splitlines()[1]


def test_what_does_not_hold_comes_first() -> None:
    path = Path("film.mp4")
    made = table([(path, HOLDS), (path, UNSEEN), (path, FAILS)])
    assert [str(cell) for cell in made.columns[2].cells] == ["codec", "frame-count", "b-frames"]
    assert [str(cell) for cell in made.columns[1].cells] == ["film.mp4"] * 3


@pytest.mark.parametrize(
    ("findings", "words", "held"),
    [
        ([HOLDS, HOLDS], "all 2 checks hold", True),
        ([HOLDS, UNSEEN], "1 not looked at, 1 hold", False),
        ([FAILS, HOLDS, UNSEEN], "1 do not hold, 1 not looked at, 1 hold", False),
    ],
)
def test_how_many_hold(findings: list[Finding], words: str, held: bool) -> None:
    checked = [(Path("film.mp4"), finding) for finding in findings]
    assert summary(checked) == words
    assert as_data(checked)["held"] is held


def test_what_does_not_hold_is_said_in_a_line() -> None:
    path = Path("out/film.mp4")
    said = failure_lines([(path, HOLDS), (path, FAILS), (path, UNSEEN)])
    assert said == ["film.mp4: codec: mpeg4; should be: h264 High"]


def test_files_are_called_so_that_they_can_be_told_apart() -> None:
    one, other = Path("out/youtube/a/video.mp4"), Path("out/youtube/b/video.mp4")
    assert short_names([one, other, one]) == {one: "a/video.mp4", other: "b/video.mp4"}
    assert short_names([one]) == {one: "video.mp4"}


@pytest.mark.parametrize(
    ("name", "content", "message"),
    [
        ("", "", "There is no file or folder"),
        ("notes.txt", "hello", "is nothing that can be checked"),
        ("film.mp4", "no film", "cannot be read as a film"),
        ("clip.webm", "no film", "cannot be read as a film"),
        ("deck.pptx", "no deck", "cannot be read as a PowerPoint file"),
        ("page.html", "", "cannot be read as HTML"),
        ("notes.pdf", "no PDF", "cannot be read as a PDF"),
        ("clip.gif", "no GIF", "cannot be read as a picture"),
        ("talk.srt", b"\xff\xfe\x00", "is no text in UTF-8"),
        ("film.json", "{}", "is nothing that can be checked"),
    ],
)
def test_a_wrong_request(tmp_path: Path, name: str, content: str | bytes, message: str) -> None:
    path = tmp_path / (name or "missing.mp4")
    if name:
        path.write_bytes(content if isinstance(content, bytes) else content.encode())
    with pytest.raises(RequestError, match=message):
        check([path])


def test_a_folder_with_nothing_in_it(tmp_path: Path) -> None:
    with pytest.raises(RequestError, match="There is nothing to check in"):
        check([tmp_path])


def test_a_manifest_that_is_none(tmp_path: Path) -> None:
    made = film(tmp_path / "film.mp4", frames=20)
    made.with_suffix(".json").write_text('{"preset": "draft"}')
    with pytest.raises(RequestError, match=r"film\.json is no manifest of a film: lesson"):
        check([made])
