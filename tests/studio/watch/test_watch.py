"""Watching a lesson: what is redrawn after which save, and what is said of it."""

from __future__ import annotations

import json
import queue
import signal
import subprocess
import sys
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path

import pytest

from scenes.script.outline import Beat
from studio.errors import RequestError
from studio.profile import Profile, preset
from studio.watch.beat_digests import beat_prints
from studio.watch.events import Done, Event, Failed, Filmed, Numbered, Read, Saved, Sheet, as_data, describe
from studio.watch.redraw import View, redraw
from studio.watch.watch import FileWatcher, folders_of, follow
from tests.studio.conftest import THEME

ROOT = Path(__file__).resolve().parents[3]
MINE, OTHER, PROP = Path("/talks/mine.py"), Path("/talks/other.py"), Path("/nabla/scenes/plot.py")
READ = Read("mine", MINE, frozenset({MINE, PROP}))
SHEET = Sheet(Path("mine.png"), {"one": "a", "two": "b"}, ())
FAILED = Failed("mine.py", 3, "", "this is not Python")

LESSON = '''\
import manim as mn

from scenes.lesson import Lesson, beat
from scenes.drawing.plots.sliding_secant import SlidingSecant

RADIUS = 0.5
WALK = 2


class Dot(Lesson):
    name = "dot"
    title = "A dot"

    def prepare(self) -> None:
        self.steps = 2

    @beat("Here is a dot.")
    def enter(self) -> None:
        self.dot = mn.Dot(radius=RADIUS)
        self.play(mn.FadeIn(self.dot), run_time=0.3)

    @beat("It takes {steps} steps.")
    def walk(self) -> None:
        """Go."""
        self._step()

    @beat("It leaves.")
    def leave(self) -> None:
        self.secant = SlidingSecant
        self.play(mn.FadeOut(self.dot), run_time=0.3)

    def _step(self) -> None:
        self.play(self.dot.animate.shift([WALK, 0, 0]), run_time=0.3)
'''


class FakeRedrawer:
    """Notes what it was asked to leave out, and numbers the redraws."""

    def __init__(self) -> None:
        self.requested: list[Mapping[str, str] | None] = []

    def draw(self, shown: Mapping[str, str] | None, saved: frozenset[Path]) -> int:
        self.requested.append(shown)
        return len(self.requested)


def begun() -> Saved:
    return Saved(frozenset(), 0.0)


def save(*files: Path) -> Saved:
    return Saved(frozenset(files), 0.0)


def followed(*events: Numbered) -> tuple[list[Mapping[str, str] | None], list[Event]]:
    redrawer, received = FakeRedrawer(), []
    follow(events, redrawer, lambda event, seconds: received.append(event))
    return redrawer.requested, received


@pytest.mark.parametrize(
    ("events", "draws"),
    [
        ([(0, begun())], 1),
        ([(0, begun()), (1, READ), (1, SHEET), (0, save(MINE))], 2),
        ([(0, begun()), (1, READ), (1, SHEET), (0, save(PROP, OTHER))], 2),
        ([(0, begun()), (1, READ), (1, SHEET), (0, save(OTHER))], 1),
        ([(0, begun()), (1, READ), (1, FAILED), (0, save(OTHER))], 2),
        ([(0, begun()), (1, FAILED), (0, save(MINE))], 2),
        ([(0, begun()), (1, SHEET), (0, save(MINE))], 2),
        ([(0, begun()), (0, save(MINE)), (0, save(MINE))], 3),
    ],
)
def test_a_save_of_what_the_lesson_is_drawn_from_draws_it_again(events: list[Numbered], draws: int) -> None:
    assert len(followed(*events)[0]) == draws


def test_what_an_ended_redraw_says_is_not_passed_on() -> None:
    _, received = followed((0, begun()), (1, READ), (0, save(MINE)), (1, SHEET), (1, Done()), (2, FAILED), (2, Done()))
    assert received == [READ, FAILED, Done()]


def test_a_beat_stays_due_until_its_clip_is_there() -> None:
    changed = Sheet(Path("mine.png"), {"one": "A", "two": "B"}, ("one", "two"))
    requested, _ = followed(
        (0, begun()), (1, READ), (1, SHEET), (1, Done()),
        (0, save(MINE)), (2, READ), (2, changed), (2, Filmed(Path("mine-one.mp4"), "one", "A")),
        (0, save(MINE)), (3, FAILED), (3, Done()),
        (0, save(MINE)),
    )  # fmt: skip
    assert requested == [None, {"one": "a", "two": "b"}, {"one": "A", "two": "b"}, {"one": "A", "two": "b"}]


@pytest.mark.parametrize(
    ("old", "new", "changed"),
    [
        ("A dot", "The dot", set()),
        ('"""Go."""', '"""Go on."""', set()),
        ("RADIUS = 0.5", "RADIUS = 0.6", {"enter"}),
        ("WALK = 2", "WALK = 3", {"walk"}),
        ("run_time=0.3)\n\n    @beat(\"It takes", "run_time=0.4)\n\n    @beat(\"It takes", {"enter"}),
        ("Here is", "Look:", {"enter"}),
        ("{steps} steps", "{steps} long steps", {"walk"}),
        ("self._step()", "self._step(), self._step()", {"walk"}),
        ("def leave", "def go", {"go"}),
    ],
)  # fmt: skip
def test_the_beat_that_was_worked_on_is_found(tmp_path: Path, old: str, new: str, changed: set[str]) -> None:
    def prints(text: str) -> dict[str, str]:
        path = tmp_path / "dot.py"
        path.write_text(text)
        names = ["enter", "walk", "go" if "def go" in text else "leave"]
        return beat_prints(path, "Dot", [Beat(name=name, say="") for name in names], dict.fromkeys(names, b""))

    assert LESSON.count(old) == 1
    before, after = prints(LESSON), prints(LESSON.replace(old, new))
    assert {name for name in after if before.get(name) != after[name]} == changed


def test_another_picture_or_another_number_said_is_a_change(tmp_path: Path) -> None:
    path = tmp_path / "dot.py"
    path.write_text(LESSON)
    seen = {
        beat_prints(path, "Dot", [Beat(name="walk", say=say)], {"walk": still})["walk"]
        for say, still in (("2 steps", b"1"), ("3 steps", b"1"), ("2 steps", b"2"))
    }
    assert len(seen) == 3


@pytest.mark.parametrize(
    ("event", "line", "data"),
    [
        (Failed("a.py", 7, "limit", "no"), "a.py:7, beat limit: no", {"line": 7, "beat": "limit"}),
        (Failed("a.py", 0, "", "no"), "a.py: no", {"line": None, "beat": None}),
        (Filmed(Path("a.mp4"), "limit", ""), "clip of limit after 1.5 s", {"event": "clip", "file": "a.mp4"}),
        (SHEET, "storyboard of 2 beats after 1.5 s", {"event": "storyboard", "beats": ["one", "two"]}),
        (Done(), "", None),
    ],
)
def test_events_are_told(event: Event, line: str, data: dict[str, object] | None) -> None:
    assert describe(event, 1.5) == line
    made = as_data(event, 1.5)
    assert made == data if data is None else made is not None and made.items() >= data.items()


def test_the_folders_to_watch() -> None:
    draft = preset("draft")
    assert set(folders_of("tangent-line", draft)) == {ROOT / "scenes", ROOT / "mathkit", ROOT / "assets" / "themes"}
    with pytest.raises(RequestError, match="no lesson 'tangent-lime'"):
        folders_of("tangent-lime", draft)
    with pytest.raises(RequestError, match="no file"):
        folders_of("nothing.py", draft)


def test_a_file_that_is_not_python_yet_can_be_watched(tmp_path: Path) -> None:
    path = tmp_path / "mine.py"
    path.write_text("class Mine(")
    assert folders_of(str(path), preset("draft"))[0] == tmp_path


@pytest.fixture
def view(tmp_path: Path, tiny: Profile) -> Callable[[str], View]:
    def made(text: str) -> View:
        path = tmp_path / "dot.py"
        path.write_text(text)
        return View(str(path), {}, str(THEME), tiny, tmp_path / "out")

    return made


def drawn(view: View, shown: Mapping[str, str] | None = None) -> list[Event]:
    events: list[Event] = []
    redraw(view, shown, events.append)
    return events


@pytest.mark.slow
def test_first_the_storyboard_then_clips_of_what_changed(view: Callable[[str], View], tmp_path: Path) -> None:
    sheet, read = drawn(view(LESSON))
    assert isinstance(read, Read)
    assert {tmp_path / "dot.py", ROOT / "scenes" / "lesson.py"} < read.files
    assert isinstance(sheet, Sheet)
    assert (list(sheet.prints), sheet.changed) == (["enter", "walk", "leave"], ())
    shown = {**sheet.prints, "walk": "another"}
    again, _, clip = drawn(view(LESSON), shown)
    assert isinstance(again, Sheet)
    assert again.changed == ("walk",)
    assert clip == Filmed(tmp_path / "out" / "dot-walk.mp4", "walk", sheet.prints["walk"])
    assert {"dot-storyboard.png", "dot-walk.mp4"} < {path.name for path in (tmp_path / "out").iterdir()}


@pytest.mark.slow
@pytest.mark.parametrize(
    ("old", "new", "place", "message"),
    [
        ("class Dot(Lesson):", "class Dot(Lesson)", ("dot.py", 10, ""), "not Python"),
        ("WALK = 2", "WALK = two", ("dot.py", 7, ""), "NameError"),
        ("self._step()", "self._stop()", ("dot.py", 25, "walk"), "AttributeError"),
        ("self.steps = 2", "self.steps = 1 / 0", ("dot.py", 15, ""), "ZeroDivisionError"),
        ("{steps}", "{stops}", ("dot.py", 0, ""), "stops"),
        ("radius=RADIUS", "radius=[]", ("dot.py", 19, "enter"), "ValueError"),
        ("@beat", "@bead", ("dot.py", 0, ""), "bead"),
    ],
)
def test_what_is_wrong_is_one_event(
    view: Callable[[str], View], old: str, new: str, place: tuple[str, int, str], message: str
) -> None:
    assert old in LESSON
    wrong = drawn(view(LESSON.replace(old, new)))[-1]
    assert isinstance(wrong, Failed)
    assert message in wrong.message
    if place[1]:
        assert (wrong.file, wrong.line, wrong.beat) == place


def test_a_logo_is_heard_wherever_it_lies_and_a_picture_beside_it_is_not(tmp_path: Path) -> None:
    events: queue.SimpleQueue[Numbered | BaseException] = queue.SimpleQueue()
    lesson, logo = tmp_path / "talk" / "mine.py", tmp_path / "brand" / "logo.svg"
    lesson.parent.mkdir()
    logo.parent.mkdir()
    watcher = FileWatcher(events)
    try:
        watcher.add_folders([lesson.parent])
        watcher.read(frozenset({lesson, logo}))
        received = [events.get(timeout=20)]
        for file in (logo.with_name("photo.png"), lesson.with_suffix(".png"), logo):
            file.write_text("saved")
        received.append(events.get(timeout=20))
    finally:
        watcher.close()
    assert [event[1].files for event in received if not isinstance(event, BaseException)] == [frozenset(), {logo}]


@pytest.mark.slow
def test_a_lesson_is_drawn_from_its_theme_with_its_logo_and_font(tmp_path: Path, tiny: Profile) -> None:
    (tmp_path / "dot.py").write_text(LESSON)
    (tmp_path / "logo.svg").write_text(
        '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 9 9"><path d="M0 0h9v9z"/></svg>'
    )
    font = ROOT / "assets" / "fonts" / "Lato-Regular.ttf"
    brand = tmp_path / "themes" / "brand.toml"
    brand.parent.mkdir()
    brand.write_text(f'extends = "light"\nlogo = "../logo.svg"\nfont = "{font}"\n')
    read = drawn(View(str(tmp_path / "dot.py"), {}, str(brand), tiny, tmp_path / "out"))[-1]
    assert isinstance(read, Read)
    assert {brand, tmp_path / "logo.svg", font} < read.files


@pytest.fixture
def watched(tmp_path: Path) -> Iterator[tuple[Path, Callable[[], dict[str, object]], subprocess.Popen[str]]]:
    """A lesson's file, what `watch --json` says next, and the process."""
    path = tmp_path / "dot.py"
    path.write_text(LESSON)
    command = [sys.executable, str(ROOT / "render.py"), "watch", "dot.py", "--json"]
    with subprocess.Popen(
        command, cwd=tmp_path, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True
    ) as process:
        assert process.stdout is not None
        lines = process.stdout
        try:
            yield path, lambda: json.loads(lines.readline()), process
        finally:
            process.kill()


@pytest.mark.films
@pytest.mark.slow
def test_real_files_are_watched_until_ctrl_c(
    watched: tuple[Path, Callable[[], dict[str, object]], subprocess.Popen[str]],
) -> None:
    path, received, process = watched

    def save(text: str) -> None:  # as editors do
        draft = path.with_suffix(".tmp")
        draft.write_text(text)
        draft.replace(path)

    sheet = path.with_name("out") / "dot-storyboard.png"
    assert received()["event"] == "storyboard"
    first = sheet.read_bytes()
    save(LESSON.replace("radius=RADIUS", "radius=RADIUS, colour=1"))
    wrong = received()
    assert (wrong["event"], wrong["line"], wrong["beat"]) == ("error", 19, "enter")
    assert sheet.read_bytes() == first
    save(LESSON.replace("WALK = 2", "WALK = 3"))
    assert received()["changed"] == ["walk"]
    assert sheet.read_bytes() != first
    clip = received()
    assert (clip["event"], clip["beat"]) == ("clip", "walk")
    process.send_signal(signal.SIGINT)
    assert process.wait() == 130
    assert not list(path.parent.rglob("*.part*"))
