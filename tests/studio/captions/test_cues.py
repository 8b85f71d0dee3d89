"""Captions that can be read, whatever is said."""

from __future__ import annotations

import itertools

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from scenes.script.outline import Beat
from studio.captions.cues import Cue, cues, reading_ms, srt, webvtt
from studio.plan.jobs import hold_frames
from studio.store.clip_store import Move
from tests.studio.manifests import filmed

LONG = (
    "Slide the second point closer and closer to the first one, and watch the number beside the line: the slope of the "
    "secant does not jump about, it settles, and the number at which it settles is the derivative."
)


@pytest.mark.parametrize(
    ("say", "texts"),
    [
        ("", []),
        ("Here is a curve.", ["Here is a curve."]),
        ("One line is not enough for this sentence of words.", ["One line is not enough for\nthis sentence of words."]),
        ("x" * 50, ["x" * 42 + "\n" + "x" * 8]),
    ],
)
def test_a_sentence_is_cut_into_lines(say: str, texts: list[str]) -> None:
    assert ["\n".join(cue.lines) for cue in cues([filmed(say=say, frames=300, spoken=300)], 30)] == texts


def test_a_long_sentence_is_cut_where_a_clause_ends() -> None:
    made = cues([filmed(say=LONG, frames=600, spoken=600)], 30)
    assert len(made) == 3
    assert all(cue.lines[-1][-1] in ",:." for cue in made)


words = st.text(st.characters(exclude_categories=["Z", "C"]), min_size=1, max_size=60)
sentences = st.lists(words, max_size=60).map(" ".join)
beats = st.lists(st.tuples(sentences, st.integers(3, 400)), min_size=1, max_size=8)


@settings(deadline=None)
@given(beats, st.sampled_from([10, 15, 24, 30, 60]))
def test_every_cue_can_be_read(spoken: list[tuple[str, int]], fps: int) -> None:
    in_film, start = [], 0
    for number, (say, motion) in enumerate(spoken):
        beat = Beat(name="b", say=say)
        (hold,) = hold_frames(beat, [Move("", motion)], fps, last=number == len(spoken) - 1)
        lengths = {"start": start, "frames": motion + hold, "spoken": round(beat.spoken_seconds * fps)}
        in_film.append(filmed(say=say, **lengths))
        start += motion + hold
    made = cues(in_film, fps)
    for cue in made:
        assert 1000 <= cue.end - cue.start <= 7000
        assert len(cue.lines) <= 2
        assert max(map(len, cue.lines)) <= 42
        assert len("\n".join(cue.lines)) * 1000 <= 20 * (cue.end - cue.start)
    assert all(cue.end <= following.start for cue, following in itertools.pairwise(made))
    assert all(cue.end * fps <= start * 1000 for cue in made)
    shown = "".join("".join(cue.lines) for cue in made).replace(" ", "")
    assert shown == "".join("".join(say.split()) for say, _ in spoken)


def test_captions_keep_pace_with_the_voice_however_long_the_picture_moves_on() -> None:
    voiced, moving_on = (cues([filmed(say=LONG, frames=frames, spoken=450)], 30) for frames in (450, 1800))
    assert [cue.start for cue in moving_on] == [cue.start for cue in voiced]
    assert voiced[-1].end == 15_000
    assert moving_on[-1].end == moving_on[-1].start + 7000


def test_reading_takes_no_less_than_a_second() -> None:
    assert reading_ms("Yes.") == 1000
    assert reading_ms("") == 0


CUES = (Cue(0, 1500, ("a < b & c",)), Cue(3_661_007, 3_663_000, ("two", "lines")))


def test_subrip() -> None:
    assert srt(CUES) == (
        "1\n00:00:00,000 --> 00:00:01,500\na < b & c\n\n2\n01:01:01,007 --> 01:01:03,000\ntwo\nlines\n"
    )


def test_webvtt() -> None:
    assert webvtt(CUES) == (
        "WEBVTT\n\n00:00:00.000 --> 00:00:01.500\na &lt; b &amp; c\n\n01:01:01.007 --> 01:01:03.000\ntwo\nlines\n"
    )
