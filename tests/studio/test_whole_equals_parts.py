"""A lesson drawn as one job and drawn as one job per beat gives the same frames; and it is as long as it should be."""

import hashlib
from dataclasses import replace
from pathlib import Path
from typing import Any

import av
import pytest

from scenes import LESSONS, load_lesson
from studio.drawing import Pixels, draw
from studio.lessons import find_lesson
from studio.plan import Job, hold_frames
from studio.profile import Profile
from studio.store import Store
from studio.worker import render_job

SMALLEST = Profile("smallest", 160, 90, 5, crf=20, x264_preset="ultrafast")
#: A lesson's length in seconds: at least, at most.
LENGTHS = {"neuron-chain-rule": (60, 240)}


class Counted:
    """A sink that digests each beat's raw frames, and counts those that move."""

    def __init__(self) -> None:
        self.digests: dict[int, str] = {}
        self.moving: dict[int, int] = {}
        self._digest: Any = hashlib.sha256()
        self._frames = 0

    def frame(self, pixels: Pixels, repeat: int) -> None:
        self._frames += repeat
        for _ in range(repeat):
            self._digest.update(pixels.tobytes())

    def settled(self, index: int, pixels: Pixels) -> None:
        self._digest.update(pixels.tobytes())
        self.digests[index], self.moving[index] = self._digest.hexdigest(), self._frames
        self._digest, self._frames = hashlib.sha256(), 0


@pytest.mark.parametrize("name", LESSONS)
def test_whole_equals_parts(name: str) -> None:
    cls = load_lesson(name)
    params = cls.read_params({})
    beats = cls.outline(params).beats
    whole, parts = Counted(), {}
    draw(cls, params, SMALLEST, range(len(beats)), whole)
    for index in range(len(beats)):
        part = Counted()
        draw(cls, params, SMALLEST, range(index, index + 1), part)
        assert list(part.digests) == [index]
        parts |= part.digests
    assert parts == whole.digests
    assert len(set(parts.values())) == len(beats)

    fps, last = SMALLEST.fps, len(beats) - 1
    frames = sum(
        whole.moving[i] + hold_frames(beat, whole.moving[i], fps, last=i == last) for i, beat in enumerate(beats)
    )
    least, most = LENGTHS.get(name, (60, 180))
    assert least <= frames / fps <= most


def decoded(path: Path) -> list[bytes]:
    with av.open(path) as film:
        return [frame.to_ndarray(format="rgb24").tobytes() for frame in film.decode(video=0)]


def test_whole_equals_parts_when_encoded_and_decoded(tmp_path: Path) -> None:
    """The shortest lesson there is: the one that finds no tangent."""
    ref = find_lesson("tangent-line")
    settings = {"f": "abs(x)", "at": "0"}
    cls = ref.load()
    count = len(cls.outline(cls.read_params(settings)).beats)
    keys = tuple(f"{index:064d}" for index in range(count))
    job = Job("one", ref.name, ref.target, settings, 0, count, keys, SMALLEST, tmp_path / "whole", cost=1.0)
    assert len(render_job(job)) == count
    for index, key in enumerate(keys):
        part = replace(job, start=index, stop=index + 1, keys=(key,), store=tmp_path / "parts")
        assert len(render_job(part)) == 1
        whole_clip, part_clip = (Store(tmp_path / name).motion_path(key) for name in ("whole", "parts"))
        frames = decoded(whole_clip)
        assert frames == decoded(part_clip)
        assert len(frames) > 5
