"""A lesson drawn as one job and drawn as one job per beat gives the same frames, and moves while it is told."""

from __future__ import annotations

import hashlib
import itertools
from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import av
import numpy as np
import pytest

from scenes import LESSONS
from scenes.drawing.canvas.dirty_regions import Box
from scenes.drawing.canvas.stage import Stage
from scenes.lesson import Lesson
from scenes.script.outline import Beat
from scenes.script.params import LessonParams
from studio.plan.jobs import Job, hold_frames
from studio.profile import Profile
from studio.render.drawing import draw
from studio.render.renderer import Pixels
from studio.render.worker import render_job
from studio.sources.lesson_lookup import find_lesson
from studio.store.clip_store import Move, Store

SMALLEST = Profile("smallest", 160, 90, 5, crf=20, x264_preset="ultrafast")
#: A lesson in a file of its own is held to the same.
OWN = Path(__file__).resolve().parents[3] / "docs" / "lessons" / "newtons_method.py"
#: Nothing moves for at most this long while something is being said, in seconds.
LONGEST_STILL = 3.0
#: A lesson's length in seconds: at least, at most.
LENGTHS = {"neuron-chain-rule": (60, 240), "layer-chain-rule": (60, 200)}
#: The beats that are marked short are told by themselves in at most this time, in seconds.
SHORT = 60
#: A looping beat ends as it begins: the means of no block of this side (pixels) differ by more (of 255).
BLOCK, JUMP = 16, 8


class Counted:
    """A sink that digests each beat's raw frames, and notes of each move which of its frames are new."""

    def __init__(self) -> None:
        self.digests: dict[int, str] = {}
        self.moves: dict[int, list[Move]] = {}
        self.changes: dict[int, list[list[bool]]] = {}
        self.firsts: dict[int, Pixels] = {}
        self.lasts: dict[int, Pixels] = {}
        self._shown = b""
        self._begin()

    def _begin(self) -> None:
        self._digest: Any = hashlib.sha256()
        self._marks = [""]
        self._changes: list[list[bool]] = [[]]
        self._first: Pixels | None = None

    def frame(self, pixels: Pixels, repeat: int, changed: Sequence[Box] | None) -> None:
        raw = pixels.tobytes()
        self._first = pixels.copy() if self._first is None else self._first
        if changed is not None:
            # What is said to have changed is all that has.
            last = np.frombuffer(self._shown, np.uint8).reshape(pixels.shape).copy()
            for left, top, right, bottom in changed:
                last[top:bottom, left:right] = pixels[top:bottom, left:right]
            assert last.tobytes() == raw
        for _ in range(repeat):
            self._digest.update(raw)
            self._changes[-1].append(raw != self._shown)
            self._shown = raw

    def waits(self, mark: str, pixels: Pixels) -> None:
        self._digest.update(mark.encode() + pixels.tobytes())
        self._marks.append(mark)
        self._changes.append([])

    def settled(self, index: int, pixels: Pixels) -> None:
        self._digest.update(pixels.tobytes())
        self.digests[index], self.changes[index] = self._digest.hexdigest(), self._changes
        self.firsts[index], self.lasts[index] = pixels if self._first is None else self._first, pixels.copy()
        self.moves[index] = [Move(mark, len(changes)) for mark, changes in zip(self._marks, self._changes, strict=True)]
        self._begin()


@dataclass(frozen=True)
class Drawn:
    """A lesson drawn as one job."""

    cls: type[Lesson]
    params: LessonParams
    beats: tuple[Beat, ...]
    frames: Counted

    def holds(self, index: int) -> tuple[int, ...]:
        last = index == len(self.beats) - 1
        return hold_frames(self.beats[index], self.frames.moves[index], SMALLEST.fps, last=last)

    def seconds(self, index: int) -> float:
        """Return how long a beat is."""
        moving = sum(move.frames for move in self.frames.moves[index])
        return (moving + sum(self.holds(index))) / SMALLEST.fps

    def still(self, index: int) -> list[int]:
        """Return the lengths of the stretches in which nothing changes, in frames."""
        changing: list[bool] = []
        for move, hold in zip(self.frames.changes[index], self.holds(index), strict=True):
            changing += [*move, *[False] * hold]
        return [len(list(run)) for change, run in itertools.groupby(changing) if not change]


def _drawn(lesson: str, profile: Profile) -> Drawn:
    cls = find_lesson(lesson).load()
    params = cls.read_params({})
    beats = cls.outline(params).beats
    frames = Counted()
    draw(cls, params, profile, range(len(beats)), frames)
    return Drawn(cls, params, beats, frames)


def _digests_of_parts(drawn: Drawn, profile: Profile) -> dict[int, str]:
    parts = {}
    for index in range(len(drawn.beats)):
        part = Counted()
        draw(drawn.cls, drawn.params, profile, range(index, index + 1), part)
        assert list(part.digests) == [index]
        parts |= part.digests
    return parts


@pytest.fixture(
    scope="module",
    params=[*(pytest.param(name, marks=pytest.mark.films) for name in LESSONS), str(OWN)],
    ids=[*LESSONS, OWN.stem],
)
def drawn(request: pytest.FixtureRequest) -> Drawn:
    return _drawn(request.param, SMALLEST)


def test_whole_equals_parts(drawn: Drawn) -> None:
    parts = _digests_of_parts(drawn, SMALLEST)
    assert parts == drawn.frames.digests
    assert len(set(parts.values())) == len(drawn.beats)


@pytest.mark.long
@pytest.mark.parametrize("aspect", ["9:16", "1:1"])
@pytest.mark.parametrize("lesson", LESSONS)
def test_whole_equals_parts_in_other_aspects(lesson: str, aspect: str) -> None:
    """Fewer frames do: what moves is the same, what is laid out differently is told by where it stands."""
    profile = replace(SMALLEST.for_aspect(aspect), fps=3)
    whole = _drawn(lesson, profile)
    assert _digests_of_parts(whole, profile) == whole.frames.digests


def test_a_lesson_is_as_long_as_it_should_be(drawn: Drawn) -> None:
    least, most = LENGTHS.get(drawn.cls.name, (60, 180))
    assert least <= sum(map(drawn.seconds, range(len(drawn.beats)))) <= most


def test_the_short_beats_have_one_gap_at_most_and_are_told_within_a_minute(drawn: Drawn) -> None:
    """Where a lesson asks at its beginning what it answers at its end, its Short cuts there."""
    short = [index for index, beat in enumerate(drawn.beats) if beat.short]
    assert sum(after > before + 1 for before, after in itertools.pairwise(short)) <= 1
    assert 15 <= sum(map(drawn.seconds, short)) <= SHORT


def test_a_short_opens_without_the_title_of_a_beat_that_is_not_in_it() -> None:
    cls, frames = find_lesson("layer-chain-rule").load(), Counted()
    first = next(index for index, beat in enumerate(cls.outline(cls.read_params({})).beats) if beat.short)
    profile = SMALLEST.for_short()
    draw(cls, cls.read_params({}), profile, range(first, first + 1), frames)
    frame, stage = frames.firsts[first], Stage.of(8, 8 * profile.height / profile.width, short=True)
    below = int((stage.frame.top - stage.title.bottom) / stage.frame.height * profile.height)
    assert np.ptp(frame[:below], axis=(0, 1)).max() == 0 < np.ptp(frame[below:])


def test_a_beat_loops_and_ends_as_it_began(drawn: Drawn) -> None:
    loops = [index for index, beat in enumerate(drawn.beats) if beat.loop]
    assert loops
    for index in loops:
        first, last = (_block_means(frames[index]) for frames in (drawn.frames.firsts, drawn.frames.lasts))
        assert np.abs(first - last).max() <= JUMP
        assert drawn.frames.changes[index][-1].count(True) > 2 * SMALLEST.fps


def _block_means(pixels: Pixels) -> np.ndarray:
    """Return the means of the whole blocks of a frame, shape (rows, columns, 3)."""
    rows, columns = (side // BLOCK for side in pixels.shape[:2])
    blocks = pixels[: rows * BLOCK, : columns * BLOCK, :3].reshape(rows, BLOCK, columns, BLOCK, 3)
    means: np.ndarray = blocks.mean(axis=(1, 3))
    return means


def test_no_picture_waits_frozen_for_its_sentence(drawn: Drawn) -> None:
    """But after a question, and at the end. Where this fails: put a `[mark]` before the word that a motion shows."""
    frozen = {}
    for index, beat in enumerate(drawn.beats[:-1]):
        still, frames = max(drawn.still(index), default=0), sum(map(len, drawn.frames.changes[index]))
        seconds, share = still / SMALLEST.fps, still / (frames + sum(drawn.holds(index)))
        if not beat.ask and (seconds > LONGEST_STILL or share > 1 / 3):
            frozen[beat.name] = f"{seconds:.1f} s, {share:.0%} of the beat"
    assert not frozen


def decoded(path: Path) -> list[bytes]:
    with av.open(path) as film:
        return [frame.to_ndarray(format="rgb24").tobytes() for frame in film.decode(video=0)]


@pytest.mark.films
def test_whole_equals_parts_when_encoded_and_decoded(tmp_path: Path) -> None:
    """The shortest lesson there is: the one that finds no tangent."""
    ref = find_lesson("tangent-line")
    settings = {"f": "abs(x)", "at": "0"}
    cls = ref.load()
    count = len(cls.outline(cls.read_params(settings)).beats)
    keys = tuple(f"{index:064d}" for index in range(count))
    job = Job("one", ref.name, ref.target, settings, 0, count, keys, SMALLEST, tmp_path / "whole", cost=1.0)
    whole = render_job(job)
    assert isinstance(whole, tuple)
    assert len(whole) == count
    for index, clip in enumerate(whole):
        job_part = replace(job, start=index, stop=index + 1, keys=(clip.key,), store=tmp_path / "parts")
        part = render_job(job_part)
        assert isinstance(part, tuple)
        assert [each.moves for each in part] == [clip.moves]
        for number, move in enumerate(clip.moves):
            paths = [Store(tmp_path / name).motion_path(clip.key, number) for name in ("whole", "parts")]
            frames, again = map(decoded, paths)
            assert frames == again
            assert len(frames) == move.frames >= 3
