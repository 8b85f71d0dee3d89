"""The script to read aloud: its times, what it lacks, and the sheet, which vouches for no take that it has not seen."""

from __future__ import annotations

from pathlib import Path

import pytest

from studio.profile import Profile
from studio.requests.film_request import Order, Resolved, resolve
from studio.requests.recording_script import SHEET, read_script, to_read, write_record_sheet
from studio.sources.lesson_lookup import LessonRef
from studio.store.clip_store import Move, Store
from studio.voice.speech_engines import Voice
from tests.studio.voice.whistle import Whistle, tone, write_signal


@pytest.fixture
def dot(tmp_path: Path, walking_dot: LessonRef, tiny: Profile) -> Resolved:
    (resolved,) = resolve([Order("dot", walking_dot, tmp_path / "dot.mp4")], tiny, tmp_path / "scripts")
    return resolved


def test_the_earliest_starts_without_a_clip(tmp_path: Path, dot: Resolved, tiny: Profile, whistle: Whistle) -> None:
    silent = read_script(dot, Voice(None, tmp_path), tiny, Store(tmp_path))
    assert [(row.name, row.start, row.seconds) for row in silent.rows] == [
        ("enter", 0.0, 1.6), ("walk", 1.6, 5.2), ("stand", 6.8, 0.8), ("leave", 7.6, 0.4),
    ]  # fmt: skip
    assert not silent.exact
    assert [row.lacking for row in silent.rows] == [("enter",), ("walk",), ("stand",), ("leave",)]
    spoken = read_script(dot, Voice(whistle, tmp_path), tiny, Store(tmp_path))
    assert spoken.rows[0].seconds == pytest.approx(1.4, abs=0.2)
    assert spoken.rows[1].start == pytest.approx(spoken.rows[0].seconds + 0.5)
    walk = spoken.rows[1]
    lines = to_read(spoken).splitlines()
    assert f" 2  0:{walk.start:04.1f}  {walk.seconds:>4.1f} s  walk  (whistle 1)" in lines
    assert "    It takes one step, then the rest of 2 steps to the right." in lines
    assert lines[0].endswith("Starts are the earliest: what moves has not been drawn yet")


def test_starts_in_the_film(tmp_path: Path, dot: Resolved, tiny: Profile) -> None:
    store = Store(tmp_path)
    for _, _, key in dot.part.clips:
        store.motion_path(key, 0).parent.mkdir(parents=True, exist_ok=True)
        for path in (store.motion_path(key, 0), store.still_path(key, 0)):
            path.write_bytes(b"pixels")
        store.add_clip(key, [Move("", 20)], 1.0)
    script = read_script(dot, Voice(None, tmp_path), tiny, store)
    assert script.exact
    # 2 s of motion and 1.5 s settled; then as long as the sentence
    assert [row.start for row in script.rows[:3]] == [0.0, 3.5, 8.7]
    assert "the earliest" not in to_read(script)


def test_the_sheet_and_the_sentences(tmp_path: Path, dot: Resolved, tiny: Profile) -> None:
    voice, folder = Voice(None, tmp_path, tmp_path), tmp_path / "dot"
    script = read_script(dot, voice, tiny, Store(tmp_path))
    assert write_record_sheet(script, folder, by_sentence=False) == ()
    assert (folder / "stand.txt").read_text() == "It stands.\n"
    assert "stand.wav  (1 s)\n    It stands.\n" in (folder / SHEET).read_text()

    write_signal(folder / "stand.wav", tone(1.0))
    write_signal(folder / "leave.wav", tone(1.0))
    (folder / "leave.txt").write_text("See you.\n")
    write_signal(folder / "enter.wav", tone(1.0))
    (folder / "enter.txt").unlink()
    assert write_record_sheet(script, folder, by_sentence=False) == ("enter.wav", "leave.wav")
    assert (folder / "leave.txt").read_text() == "See you.\n"
    assert not (folder / "enter.txt").exists()
    sheet = (folder / SHEET).read_text()
    assert "stand.wav  (recorded)" in sheet
    assert "leave.wav  (record it again)" in sheet
    again = read_script(dot, voice, tiny, Store(tmp_path))
    assert [row.voice for row in again.rows] == ["", "", "take", ""]
    assert again.rows[2].seconds == pytest.approx(1.0, abs=0.05)


def test_a_take_for_each_sentence(tmp_path: Path, walking_dot: LessonRef, tiny: Profile) -> None:
    order = Order("dot", walking_dot, tmp_path / "dot.mp4", say={"stand": "It stands. Where will it go?"})
    (resolved,) = resolve([order], tiny, tmp_path / "scripts")
    script = read_script(resolved, Voice(None, tmp_path), tiny, Store(tmp_path))
    write_record_sheet(script, tmp_path / "takes", by_sentence=True)
    texts = {path.name: path.read_text() for path in (tmp_path / "takes").glob("*.txt") if path.name != SHEET}
    assert sorted(texts) == ["enter.txt", "leave.txt", "stand.1.txt", "stand.2.txt", "walk.txt"]
    assert texts["stand.2.txt"] == "Where will it go?\n"
