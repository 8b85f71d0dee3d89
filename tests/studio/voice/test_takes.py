"""Takes are used for the sentence that they were recorded for, and for no other; what is damaged is named."""

from __future__ import annotations

from pathlib import Path

import av
import numpy as np
import pytest

from scenes.script.outline import Beat
from studio.errors import RequestError
from studio.media.sound_samples import LEAD, RATE, TAIL, read_signal
from studio.places import ASSETS
from studio.requests.spoken_request import read_beat
from studio.voice.speech_engines import Voice
from studio.voice.takes import Refused, Take, find_take, take_folders
from tests.studio.voice.whistle import Whistle, click, tone, write_signal

SAY = "It takes one step, then the rest. Then it stands."
BEAT = Beat(name="walk", say=SAY, marks={"right": 1.6, "stand": 3.2})


def record(folder: Path, name: str, seconds: float, sentence: str | None) -> Path:
    folder.mkdir(exist_ok=True)
    write_signal(folder / f"{name}.wav", tone(seconds))
    if sentence is not None:
        (folder / f"{name}.txt").write_text(sentence + "\n", encoding="utf-8")
    return folder / f"{name}.wav"


def test_a_take_is_found_with_its_length(tmp_path: Path) -> None:
    file = record(tmp_path, "walk", 3.0, SAY)
    take = find_take([tmp_path / "none", tmp_path], "walk", SAY)
    assert isinstance(take, Take)
    assert (take.file, take.trouble) == (file, "")
    assert take.seconds == pytest.approx(3.0 + LEAD, abs=0.02)
    assert find_take([tmp_path], "stand", SAY) is None


@pytest.mark.parametrize(
    ("sentence", "trouble"),
    [
        ("Its slope is 2.", "was recorded for another sentence. It has: 'Its slope is 2.'. The film says: 'Its slope"),
        (None, "has no walk.txt beside it that says which sentence it was recorded for"),
    ],
)
def test_a_take_for_another_sentence_is_refused(tmp_path: Path, sentence: str | None, trouble: str) -> None:
    file = record(tmp_path, "walk", 1.0, sentence)
    found = find_take([tmp_path], "walk", "Its slope is 3.")
    assert isinstance(found, Refused)
    assert found.trouble.startswith(f"{file} {trouble}")


def test_an_overlong_take_is_told(tmp_path: Path) -> None:
    record(tmp_path, "walk", 9.0, "It walks.")
    take = find_take([tmp_path], "walk", "It walks.")
    assert isinstance(take, Take)
    assert "walk.wav lasts 9.0 s, and its sentence takes 0.8 s to read" in take.trouble


def as_flac(wav: Path) -> Path:
    """Write the sound of a WAV file as FLAC in its place."""
    path = wav.with_suffix(".flac")
    with av.open(str(wav)) as source, av.open(str(path), "w") as target:
        stream = target.add_stream("flac", rate=RATE, layout="mono")
        for frame in source.decode(audio=0):
            target.mux(stream.encode(frame))
        target.mux(stream.encode())
    wav.unlink()
    return path


def test_a_take_may_be_flac(tmp_path: Path) -> None:
    file = as_flac(record(tmp_path, "walk", 3.0, SAY))
    take = find_take([tmp_path], "walk", SAY)
    assert isinstance(take, Take)
    assert (take.file, take.seconds) == (file, pytest.approx(3.0 + LEAD, abs=0.02))


@pytest.mark.parametrize("damage", ["cut off", "cut off FLAC", "no sound at all", "silent", "empty"])
def test_a_damaged_take_is_named(tmp_path: Path, damage: str) -> None:
    file = record(tmp_path, "walk", 2.0, SAY)
    whole = file.read_bytes()
    if damage == "cut off FLAC":
        file = as_flac(file)
        file.write_bytes(file.read_bytes()[: file.stat().st_size // 2])
    elif damage == "silent":
        write_signal(file, np.zeros(RATE, np.float32))
    else:
        file.write_bytes(
            {"cut off": whole[: len(whole) // 2], "no sound at all": b"RIFF or raff", "empty": b""}[damage]
        )
    with pytest.raises(
        RequestError, match=r"walk\.(wav|flac) (is silent|cannot be read as sound: .*)\. Record it again"
    ):
        find_take([tmp_path], "walk", SAY)


def test_silence_around_a_take_is_cut(tmp_path: Path) -> None:
    path = tmp_path / "a.wav"
    write_signal(path, np.concatenate([np.zeros(RATE, np.float32), click(), np.zeros(2 * RATE, np.float32)]))
    signal = read_signal(path)
    onset = int(np.argmax(np.abs(signal) > 0.25))
    assert onset == pytest.approx(LEAD * RATE, abs=2)
    assert len(signal) / RATE < LEAD + 0.07 + TAIL


def test_a_beat_is_read_by_its_take(tmp_path: Path, whistle: Whistle) -> None:
    record(tmp_path, "walk", 4.0, SAY)
    reading = read_beat(BEAT, Voice(whistle, tmp_path / "cache"), [tmp_path], "dot")
    (one,) = reading.heard
    assert one.speaker == "take"
    assert whistle.spoken == []
    assert 0 < reading.beat.marks["right"] < reading.beat.marks["stand"] < reading.beat.spoken_seconds
    # 22 of 65 shares are said before the first, 48 before the second: characters, and pauses between clauses
    assert reading.beat.marks["right"] == pytest.approx(1.35, abs=0.05)
    assert reading.beat.marks["stand"] == pytest.approx(2.95, abs=0.05)


def test_sentences_have_takes_of_their_own_and_the_engine_speaks_the_rest(tmp_path: Path, whistle: Whistle) -> None:
    record(tmp_path, "walk.1", 3.0, "It takes one step, then the rest.")
    reading = read_beat(BEAT, Voice(whistle, tmp_path / "cache"), [tmp_path], "dot")
    first, second = reading.heard
    assert (first.speaker, second.speaker) == ("take", "whistle 1")
    assert reading.lacking == ("walk.2",)
    assert whistle.spoken == ["Then it stands.", "Then", "it stands."]
    assert second.start == pytest.approx(first.seconds + 0.35)
    assert reading.beat.spoken_seconds == pytest.approx(second.start + 1.5, abs=0.2)


def test_a_refused_take_is_spoken_by_the_engine_and_named(tmp_path: Path, whistle: Whistle) -> None:
    file = record(tmp_path, "walk", 3.0, "It takes two steps.")
    reading = read_beat(BEAT, Voice(whistle, tmp_path / "cache"), [tmp_path], "dot")
    assert {one.speaker for one in reading.heard} == {"whistle 1"}
    assert reading.troubles[0].startswith(str(file))


def test_without_an_engine_a_beat_that_lacks_a_sentence_is_silent(tmp_path: Path) -> None:
    record(tmp_path, "walk.1", 3.0, "It takes one step, then the rest.")
    reading = read_beat(BEAT, Voice(None, tmp_path / "cache"), [tmp_path], "dot")
    assert (reading.beat, reading.heard, reading.lacking) == (BEAT, (), ("walk.2",))


def test_speech_is_kept_by_what_is_said_and_who_says_it(tmp_path: Path, whistle: Whistle) -> None:
    for engine, times in ((whistle, 6), (whistle, 6), (Whistle("whistle 2", whistle.spoken), 12)):
        read_beat(BEAT, Voice(engine, tmp_path), [], "dot")
        assert len(whistle.spoken) == times


def test_where_takes_lie() -> None:
    names, shipped = ("tangent", "tangent-line"), ASSETS / "voice"
    assert take_folders(names, [], None) == (shipped / "tangent", shipped / "tangent-line")
    assert take_folders(names, [Path("talks")], None)[:2] == (
        Path("talks/voice/tangent"),
        Path("talks/voice/tangent-line"),
    )
    assert take_folders(names, [Path("talks")], Path("mine")) == (Path("mine/tangent"), Path("mine/tangent-line"))


def test_takes_of_a_folder_that_is_not_there() -> None:
    with pytest.raises(RequestError, match="--takes nowhere: there is no such folder"):
        Voice.read("takes", Path("nowhere"), Path("store"))


def test_takes_for_a_silent_film(tmp_path: Path) -> None:
    with pytest.raises(RequestError, match="type --voice takes as well"):
        Voice.read(None, tmp_path, Path("store"))
