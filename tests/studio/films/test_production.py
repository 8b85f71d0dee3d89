"""A run through every part of the floor: orders in, films out, on a real cluster, with a stand-in lesson."""

from __future__ import annotations

import json
import shutil
from collections.abc import Iterable, Mapping
from pathlib import Path

import av
import pytest

import scenes
from studio.errors import RequestError
from studio.farm import local_farm
from studio.films.film_build import Outcome
from studio.films.production import produce
from studio.plan.jobs import HoldJob
from studio.profile import Profile
from studio.render.worker import render_hold
from studio.requests.film_request import Order, resolve
from studio.sources.lesson_lookup import LessonRef, find_theme
from studio.store.clip_store import Store
from tests.studio.conftest import TINY, WALKING_DOT


class Notes:
    """A watcher that remembers what it was told."""

    def __init__(self) -> None:
        self.clips: dict[str, int] = {}
        self.beats: list[tuple[str, int]] = []
        self.frames = 0
        self.outcomes: list[Outcome] = []

    def planned(self, clips: Mapping[str, int]) -> None:
        self.clips = dict(clips)

    def drawn(self, episode: str, index: int) -> None:
        self.beats.append((episode, index))

    def moved(self, episode: str, frames: int) -> None:
        self.frames += frames

    def finished(self, outcome: Outcome) -> None:
        self.outcomes.append(outcome)


def run(
    orders: list[Order], profile: Profile, out: Path, workers: int = 1, *, fresh: bool = False
) -> tuple[Outcome, ...]:
    store = Store(out / ".store")
    return produce(resolve(orders, profile, store.root / "scripts"), profile, store, workers, Notes(), fresh=fresh)


def decoded(path: Path) -> list[bytes]:
    with av.open(str(path)) as film:
        return [frame.to_ndarray(format="yuv420p").tobytes() for frame in film.decode(video=0)]


@pytest.mark.films
@pytest.mark.slow
def test_films_are_made_reused_and_mended(tmp_path: Path, walking_dot: LessonRef, tiny: Profile) -> None:
    dot = Order("dot", walking_dot, tmp_path / "dot.mp4")
    broken = Order("broken", walking_dot, tmp_path / "broken.mp4", {"broken": "true"})

    made, failed = run([dot, broken], tiny, tmp_path, workers=2)
    assert made.film is not None
    assert (made.rendered, made.reused) == (4, 0)
    assert failed.film is None
    assert failed.failure is not None
    assert failed.failure.beat == "stand"
    assert failed.failure.place.startswith("standin.py:")
    assert "the dot fell over" in failed.failure.message
    assert not broken.output.exists()

    frames = decoded(dot.output)
    manifest = json.loads(dot.output.with_suffix(".json").read_text())
    assert len(frames) == made.film.frames == manifest["frames"] == sum(beat["frames"] for beat in manifest["beats"])
    assert [beat["motion"] for beat in manifest["beats"]] == [5, 8, 3, 6]
    assert manifest["beats"][2]["hold"] >= 3 * tiny.fps
    assert manifest["beats"][3]["hold"] >= 5 * tiny.fps
    assert manifest["beats"][1]["moves"] == [
        {"mark": "", "motion": 4, "hold": 12},  # until four words have been said: 1.6 s
        {"mark": "right", "motion": 4, "hold": manifest["beats"][1]["hold"] - 12},
    ]
    for beat in manifest["beats"]:
        assert beat["frames"] == sum(move["motion"] + move["hold"] for move in beat["moves"])

    before = {path: path.stat().st_mtime_ns for path in tmp_path.rglob("*") if path.is_file()}
    (again,) = run([dot], tiny, tmp_path)
    assert (again.rendered, again.reused) == (0, 4)
    assert before == {path: path.stat().st_mtime_ns for path in tmp_path.rglob("*") if path.is_file()}

    clip = Store(tmp_path / ".store").motion_path(manifest["beats"][1]["clip"], 1)
    clip.write_bytes(clip.read_bytes()[:-1])
    dot.output.unlink()
    (mended,) = run([dot], tiny, tmp_path)
    assert (mended.rendered, mended.reused) == (1, 3)
    assert decoded(dot.output) == frames


@pytest.fixture(scope="module")
def walked(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with the film of one beat, and the store with its clip."""
    folder = tmp_path_factory.mktemp("walked")
    with pytest.MonkeyPatch.context() as patch:
        patch.setitem(scenes.LESSONS, WALKING_DOT.name, WALKING_DOT.target)
        patch.setattr(local_farm, "work", local_farm.work_here)
        (first,) = run([Order("dot", WALKING_DOT, folder / "dot.mp4", beats=("walk",))], TINY, folder)
    assert first.rendered == 1
    return folder


@pytest.mark.slow
@pytest.mark.parametrize(
    ("say", "held"),
    [
        ("Well, let us see: it takes one step, [right] then the rest.", 28),  # eight words are 3.2 s
        ("One [right] step, then " + "word " * 40, 0),  # said when the first step has just been made
        ("It just walks to the right.", 0),  # without the mark
    ],
)
def test_a_changed_sentence_changes_holds_and_redraws_no_motion(
    tmp_path: Path,
    walked: Path,
    walking_dot: LessonRef,
    tiny: Profile,
    monkeypatch: pytest.MonkeyPatch,
    say: str,
    held: int,
) -> None:
    shutil.copytree(walked, tmp_path, dirs_exist_ok=True)
    path = tmp_path / "dot.mp4"
    before, moved_before = moves_of(path)
    assert [move["hold"] for move in before] == [12, 50]

    done: list[local_farm.Task] = []

    def work(tasks: Iterable[local_farm.Task], workers: int, coordinator: local_farm.Coordinator) -> None:
        waiting = list(tasks)
        while waiting:
            task = waiting.pop(0)
            assert isinstance(task, HoldJob)
            done.append(task)
            waiting[:0] = coordinator.take(task, render_hold(task))

    monkeypatch.setattr(local_farm, "work", work)
    (second,) = run([Order("dot", walking_dot, path, say={"walk": say}, beats=("walk",))], tiny, tmp_path)
    after, moved_after = moves_of(path)
    assert second.rendered == 0
    assert [move["motion"] for move in after] == [move["motion"] for move in before]
    assert moved_after == moved_before
    assert after[0]["hold"] == held
    assert {hold.frames for hold in done} <= {move["hold"] for move in after}
    assert say.replace("[right] ", "").split()[0] in path.with_suffix(".srt").read_text()


def moves_of(path: Path) -> tuple[list[dict[str, int]], list[bytes]]:
    """Return the moves of a film's only beat, from its manifest, and the decoded frames that move."""
    (beat,) = json.loads(path.with_suffix(".json").read_text())["beats"]
    frames, moving = decoded(path), []
    assert len(frames) == beat["frames"]
    for move in beat["moves"]:
        moving += frames[: move["motion"]]
        held = frames[move["motion"] : move["motion"] + move["hold"]]
        assert len(held) == move["hold"]
        frames = frames[move["motion"] + move["hold"] :]
    return beat["moves"], moving


@pytest.mark.parametrize(
    ("changes", "message"),
    [
        ({"settings": {"stpes": "3"}}, "'steps'"),
        ({"settings": {"steps": "many"}}, "steps"),
        ({"say": {"wlak": "Off it goes."}}, "'walk'"),
        ({"beats": ("lave",)}, "'leave'"),
        ({"say": {"walk": "{nothing}"}}, "nothing"),
        ({"say": {"walk": "To the [left] left."}}, r"beat 'walk' has the mark \[left\]. .* in order: \[right\]"),
        ({"say": {"enter": "Here [it] is."}}, r"beat 'enter' has the mark \[it\]. This beat has no marks"),
    ],
)
def test_what_is_wrong_is_said_before_anything_is_written(
    tmp_path: Path, walking_dot: LessonRef, tiny: Profile, changes: dict[str, object], message: str
) -> None:
    orders = [
        Order("good", walking_dot, tmp_path / "good.mp4"),
        Order("bad", walking_dot, tmp_path / "bad.mp4", **changes),  # type: ignore[arg-type]
    ]
    with pytest.raises(ValueError, match=message):
        resolve(orders, tiny, tmp_path / "scripts")
    assert list(tmp_path.iterdir()) == []


def test_an_unknown_theme_is_refused() -> None:
    with pytest.raises(RequestError, match="theme 'drak'"):
        find_theme("drak")
