"""A film with a voice, decoded again: what is heard, when, how loud, and that the picture is the silent film's."""

from __future__ import annotations

import json
from itertools import pairwise
from pathlib import Path

import av
import numpy as np
import pytest

from studio.errors import RequestError
from studio.farm import local_farm
from studio.films.film_build import Outcome
from studio.films.production import produce
from studio.media.sound_samples import RATE, Signal, resampled
from studio.profile import Profile
from studio.requests.film_request import Order, resolve
from studio.requests.spoken_request import voiced
from studio.sources.lesson_lookup import LessonRef
from studio.store.clip_store import Store
from studio.voice.loudness import CEILING, LOUDNESS, loudness, normalised
from studio.voice.speech_engines import Voice
from tests.studio.voice.whistle import Whistle, click, tone, write_signal


def true_peak(signal: Signal) -> float:
    """The highest of four times as many samples, in dBTP (BS.1770-4, annex 2)."""
    return 20 * float(np.log10(max(np.abs(resampled(signal, 4 * RATE)).max(initial=0.0), 1e-9)))


class Deaf:
    def planned(self, clips: object) -> None: ...
    def drawn(self, episode: str, index: int) -> None: ...
    def moved(self, episode: str, frames: int) -> None: ...
    def finished(self, outcome: Outcome) -> None: ...


def make(order: Order, profile: Profile, out: Path, voice: Voice | None) -> list[str]:
    told: list[str] = []
    store = Store(out / ".store")
    resolved = voiced(resolve([order], profile, store.root / "scripts"), voice, told.append)
    (outcome,) = produce(resolved, profile, store, 1, Deaf(), work=local_farm.work_here)
    assert outcome.failure is None
    return told


def sound_of(path: Path) -> Signal:
    """Return both channels as a player gets them: placed by their timestamps."""
    with av.open(str(path)) as film:
        frames = list(film.decode(audio=0))
    assert frames[0].pts == 0
    assert all(frame.layout.name == "stereo" and frame.sample_rate == RATE for frame in frames)
    both = np.concatenate([frame.to_ndarray() for frame in frames], axis=1)
    assert np.abs(both[0] - both[1]).max() < 1e-4
    return both[0]


def packets_of(path: Path) -> list[tuple[int | None, int | None, bytes]]:
    with av.open(str(path)) as film:
        return [(packet.pts, packet.dts, bytes(packet)) for packet in film.demux(video=0) if packet.size]


@pytest.mark.slow
def test_takes_are_heard_when_their_beats_start(tmp_path: Path, walking_dot: LessonRef, tiny: Profile) -> None:
    takes = tmp_path / "takes" / "walking-dot"
    takes.mkdir(parents=True)
    for name, sentence in (("enter", "Here is a dot."), ("stand", "It stands."), ("leave", "Goodbye.")):
        write_signal(takes / f"{name}.wav", np.concatenate([np.zeros(RATE // 3, np.float32), click()]))
        (takes / f"{name}.txt").write_text(sentence)
    order = Order("dot", walking_dot, tmp_path / "dot.mp4")
    told = make(order, tiny, tmp_path, Voice(None, tmp_path / "voice", tmp_path / "takes"))
    assert told == ["dot: no take for walk: the beat stays silent"]

    manifest = json.loads(order.output.with_suffix(".json").read_text())
    signal = sound_of(order.output)
    loud = np.flatnonzero(np.abs(signal) > 0.2 * np.abs(signal).max())
    onsets = [
        int(loud[0]),
        *(int(after) for before, after in pairwise(loud) if after - before > RATE / 4),
    ]
    starts = [beat["start"] / tiny.fps for beat in manifest["beats"] if beat["voice"]]
    assert [onset / RATE for onset in onsets] == pytest.approx(starts, abs=0.02)
    assert manifest["voice"] == ["take"]
    assert [len(beat["voice"]) for beat in manifest["beats"]] == [1, 0, 1, 1]
    assert len(signal) / RATE <= manifest["frames"] / tiny.fps

    # A new take of the same length is heard, though no frame changes.
    before = packets_of(order.output)
    write_signal(takes / "leave.wav", np.concatenate([np.zeros(RATE // 3, np.float32), 0.5 * click()]))
    make(order, tiny, tmp_path, Voice(None, tmp_path / "voice", tmp_path / "takes"))
    again = json.loads(order.output.with_suffix(".json").read_text())
    assert again["beats"][3]["voice"] != manifest["beats"][3]["voice"]
    assert packets_of(order.output) == before


@pytest.mark.slow
def test_an_engine_stretches_holds_and_redraws_no_motion(
    tmp_path: Path, walking_dot: LessonRef, tiny: Profile, whistle: Whistle
) -> None:
    silent = Order("dot", walking_dot, tmp_path / "silent.mp4", beats=("walk",))
    make(silent, tiny, tmp_path, None)
    (before,) = json.loads(silent.output.with_suffix(".json").read_text())["beats"]
    with av.open(str(silent.output)) as film:
        assert not film.streams.audio

    clips = {path: path.stat().st_mtime_ns for path in tmp_path.rglob("clips/*/*.mp4") if "hold" not in path.name}
    order = Order("dot", walking_dot, tmp_path / "dot.mp4", beats=("walk",))
    told = make(order, tiny, tmp_path, Voice(whistle, tmp_path / "voice"))
    assert told == ["dot: no takes: whistle 1 speaks"]
    (beat,) = json.loads(order.output.with_suffix(".json").read_text())["beats"]
    assert clips == {path: path.stat().st_mtime_ns for path in clips}
    assert [move["motion"] for move in beat["moves"]] == [move["motion"] for move in before["moves"]]
    said = len("It takes one step, then the rest of 2 steps to the right.") / 10
    assert beat["spoken"] / tiny.fps == pytest.approx(said, abs=0.4)
    # "It takes one step," is 18 characters of 57, each a tenth of a second
    assert beat["marks"]["right"] == pytest.approx(1.8, abs=0.2)
    assert (beat["moves"][0]["motion"] + beat["moves"][0]["hold"]) / tiny.fps == pytest.approx(1.8, abs=0.2)
    assert beat["frames"] >= beat["spoken"] + 5

    signal = sound_of(order.output)
    assert loudness(signal) == pytest.approx(LOUDNESS, abs=0.5)
    assert true_peak(signal) <= -1
    heard = np.flatnonzero(np.abs(signal) > 0.01)
    assert heard[0] / RATE <= 0.02
    assert heard[-1] / RATE == pytest.approx(said, abs=0.1)


@pytest.mark.parametrize(
    "signal",
    [
        tone(3, 0.01),
        tone(3, 0.9),
        np.concatenate([tone(2, 0.02), 40 * tone(0.01, 0.02), tone(2, 0.02), np.zeros(RATE, np.float32)]),
    ],
    ids=["soft", "loud", "with a pop"],
)
def test_loudness_is_met_and_peaks_are_limited(signal: Signal) -> None:
    made = normalised(signal)
    assert len(made) == len(signal)
    assert loudness(made) == pytest.approx(LOUDNESS, abs=0.1)
    assert true_peak(made) <= CEILING + 0.3


def test_silence_stays_silent() -> None:
    assert not normalised(np.zeros(RATE, np.float32)).any()


def test_limiting_moves_nothing() -> None:
    signal = np.pad(click(), (RATE // 2, RATE))
    made = normalised(signal)
    assert int(np.argmax(np.abs(made) > 0.25 * np.abs(made).max())) == pytest.approx(RATE // 2, abs=RATE / 500)


def test_no_take_at_all_and_nobody_to_speak(tmp_path: Path, walking_dot: LessonRef, tiny: Profile) -> None:
    order = Order("dot", walking_dot, tmp_path / "dot.mp4", where="talk.toml, episode 'dot'", folder=tmp_path)
    resolved = resolve([order], tiny, tmp_path / "scripts")
    with pytest.raises(
        RequestError, match=r"talk\.toml, episode 'dot': there is no take for any beat\. Looked in .*voice/dot"
    ):
        voiced(resolved, Voice(None, tmp_path / "voice"), print)
