"""A redraw by a process that is warm: the same pictures as from a new one, and nothing stale or left over."""

from __future__ import annotations

import os
import queue
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path

import pytest

from studio.profile import Profile
from studio.watch.events import Done, Event, Failed, Filmed, Numbered, Read, Sheet
from studio.watch.fork_server import ForkServer
from studio.watch.redraw import View

pytestmark = pytest.mark.slow

HELPER = """\
import os
from pathlib import Path

import manim as mn

with Path(__file__).with_name("imports.txt").open("a") as notes:
    print(os.getpid(), file=notes)


def spot() -> mn.Dot:
    return mn.Dot(radius=0.5)
"""
LESSON = """\
import os
from pathlib import Path

import manim as mn
from spots import spot

from scenes.lesson import Lesson, beat
from scenes.drawing.text.typesetting import Words


class Spot(Lesson):
    name = "spot"
    title = "A spot"

    def prepare(self) -> None:
        self.place = 1
        with Path(__file__).with_name("processes.txt").open("a") as notes:
            print(os.getpid(), file=notes)

    @beat("It stands at {place}.")
    def enter(self) -> None:
        self.spot = spot()
        self.play(mn.FadeIn(self.spot, Words("$x^1 + y$", self.theme)), run_time=0.2)

    @beat("It leaves.")
    def leave(self) -> None:
        self.play(self.spot.animate.shift([1, 0, 0]), run_time=0.2)
"""


class Bench:
    """A lesson and a module of its own in a folder, and a redrawer for it."""

    def __init__(self, folder: Path, profile: Profile) -> None:
        self.lesson, self.helper = folder / "spot.py", folder / "spots.py"
        self.lesson.write_text(LESSON)
        self.helper.write_text(HELPER)
        self._folder = folder
        self._events: queue.SimpleQueue[Numbered | BaseException] = queue.SimpleQueue()
        view = View(str(self.lesson), {}, "dark", profile, folder / "out")
        self.redrawer = ForkServer(view, self._events)
        self.shown: Mapping[str, str] | None = None

    def draw(self, *saved: Path) -> list[Event]:
        """Draw after files were saved; return the events of that redraw."""
        return self.received(self.redrawer.draw(self.shown, frozenset(saved)))

    def received(self, number: int) -> list[Event]:
        """Return what the redraw of that number says; nothing may come of another one after it."""
        events: list[Event] = []
        while not events or not isinstance(events[-1], Done):
            numbered = self._events.get(timeout=60)
            assert not isinstance(numbered, BaseException)
            if numbered[0] == number:
                events.append(numbered[1])
            else:
                assert numbered[0] < number
                assert not events
        return events

    def save(self, file: Path, old: str, new: str) -> None:
        text = file.read_text()
        assert text.count(old) == 1
        stamp = file.stat()
        file.write_text(text.replace(old, new))
        # As when both were saved within a second, which Python's compiled files do not tell apart.
        os.utime(file, ns=(stamp.st_atime_ns, stamp.st_mtime_ns // 10**9 * 10**9 + 1))

    def picture(self) -> bytes:
        return (self._folder / "out" / "spot-storyboard.png").read_bytes()

    def noted(self, name: str) -> list[int]:
        return [int(line) for line in (self._folder / name).read_text().split()]


@pytest.fixture
def bench(tmp_path: Path, tiny: Profile) -> Iterator[Bench]:
    made = Bench(tmp_path, tiny)
    yield made
    made.redrawer.close()
    for process in made.noted("processes.txt"):
        with pytest.raises(ProcessLookupError):
            os.kill(process, 0)


def sheet_of(events: list[Event]) -> Sheet:
    (sheet,) = (event for event in events if isinstance(event, Sheet))
    return sheet


def changed_place(bench: Bench) -> Path:
    bench.save(bench.lesson, "self.place = 1", "self.place = 2")
    return bench.lesson


def changed_glyph(bench: Bench) -> Path:
    bench.save(bench.lesson, "x^1", "x^2")
    return bench.lesson


def changed_helper(bench: Bench) -> Path:
    bench.save(bench.helper, "radius=0.5", "radius=0.9")
    return bench.helper


@pytest.mark.parametrize(
    "change",
    [
        pytest.param(changed_place, marks=pytest.mark.films),
        changed_glyph,
        pytest.param(changed_helper, marks=pytest.mark.films),
    ],
)
def test_what_a_warm_process_draws_is_what_a_new_one_draws(
    bench: Bench, tmp_path: Path, tiny: Profile, change: Callable[[Bench], Path]
) -> None:
    first = sheet_of(bench.draw())
    before, bench.shown = bench.picture(), first.prints
    again = sheet_of(bench.draw(change(bench)))
    assert bench.picture() != before
    (tmp_path / "cold").mkdir()
    cold = Bench(tmp_path / "cold", tiny)
    change(cold)
    try:
        assert sheet_of(cold.draw()).prints == again.prints != first.prints
        assert cold.picture() == bench.picture()
    finally:
        cold.redrawer.close()


def test_only_what_was_saved_is_imported_again(bench: Bench) -> None:
    bench.shown = sheet_of(bench.draw()).prints
    assert len(bench.noted("imports.txt")) == 1
    events = bench.draw(changed_place(bench))
    assert sheet_of(events).changed == ("enter",)
    assert [type(event) for event in events] == [Sheet, Read, Filmed, Done]
    assert len(bench.noted("imports.txt")) == 1
    bench.draw(changed_helper(bench))
    assert len(bench.noted("imports.txt")) == 2


def test_what_is_wrong_is_told_and_the_process_stays_warm(bench: Bench) -> None:
    bench.draw()
    bench.save(bench.lesson, "self.place = 1", "self.place = one")
    wrong, done = (event for event in bench.draw(bench.lesson) if not isinstance(event, Read))
    assert isinstance(wrong, Failed)
    assert "'one'" in wrong.message
    assert isinstance(done, Done)
    bench.save(bench.lesson, "self.place = one", "self.place = 3")
    sheet_of(bench.draw(bench.lesson))
    assert len(bench.noted("imports.txt")) == 1


@pytest.mark.parametrize("warm", [True, False])
def test_a_process_that_dies_is_told(bench: Bench, warm: bool) -> None:
    if warm:
        bench.draw()
    bench.save(
        bench.lesson, "print(os.getpid(), file=notes)", "print(os.getpid(), file=notes, flush=True), os._exit(1)"
    )
    wrong, done = bench.draw(bench.lesson)
    assert isinstance(wrong, Failed)
    assert "died" in wrong.message
    assert isinstance(done, Done)


def test_a_save_ends_the_redraw_before_it(bench: Bench) -> None:
    bench.draw()
    bench.redrawer.draw(None, frozenset({changed_place(bench)}))
    bench.save(bench.lesson, "self.place = 2", "self.place = 7")
    number = bench.redrawer.draw(None, frozenset({bench.lesson}))
    assert isinstance(bench.received(number)[0], Sheet)
    assert len(bench.noted("imports.txt")) == 1
