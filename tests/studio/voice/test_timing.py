"""Times of words as tables: what is cut where, and how a beat stretches to what is heard."""

from __future__ import annotations

from pathlib import Path

import pytest

from scenes.script.outline import Beat
from studio.captions.cues import cues
from studio.plan.jobs import hold_frames
from studio.store.clip_store import Move
from studio.voice.timing import Utterance, characters, cut_times, pieces, sentences, stretched
from tests.studio.manifests import filmed

BEAT = Beat(name="b", say="One two three. Four five six.", marks={"two": 0.4, "four": 1.2, "six": 2.0})


def utterance(first: int, words: int, start: float, seconds: float, *cuts: tuple[int, float]) -> Utterance:
    return Utterance(Path("b.wav"), "take", "", first, words, start, seconds, cuts)


@pytest.mark.parametrize(
    ("say", "parts"),
    [
        ("", ()),
        ("One.", ("One.",)),
        ("It is 1.5. Is it? It is!", ("It is 1.5.", "Is it?", "It is!")),
        ("No full stop", ("No full stop",)),
    ],
)
def test_sentences(say: str, parts: tuple[str, ...]) -> None:
    assert sentences(say) == parts


@pytest.mark.parametrize(
    ("first", "cuts", "parts"),
    [
        (0, (), ("a b c d",)),
        (0, (0, 2, 4, 9), ("a b", "c d")),
        (3, (1, 3, 4, 6), ("a", "b c", "d")),
    ],
)
def test_pieces(first: int, cuts: tuple[int, ...], parts: tuple[str, ...]) -> None:
    assert pieces("a b c d", first, cuts) == parts


def test_pieces_share_the_time() -> None:
    assert cut_times(["a b", "c", "d"], [1, 1, 2], 8.0) == ((2, 2.0), (3, 4.0))
    assert cut_times(["all"], [1], 8.0) == ()


def test_a_pause_takes_time_too() -> None:
    assert characters("nine words.") > characters("nine words,") > characters("nine wordss")
    assert characters("is 1.5 here") == characters("is 155 here")


def test_marks_know_their_words() -> None:
    assert BEAT.mark_words == {"two": 1, "four": 3, "six": 5}


@pytest.mark.parametrize(
    ("heard", "marks", "seconds"),
    [
        # one take for the beat: all cuts inside it
        ((utterance(0, 6, 0, 9.0, (1, 1.5), (3, 4.0), (5, 8.0)),), {"two": 1.5, "four": 4.0, "six": 8.0}, 9.0),
        # one for each sentence: the second begins after a pause
        (
            (utterance(0, 3, 0, 3.0, (1, 1.0)), utterance(3, 3, 3.5, 2.0, (2, 1.75))),
            {"two": 1.0, "four": 3.5, "six": 5.25},
            5.5,
        ),
    ],
)
def test_a_beat_stretches(heard: tuple[Utterance, ...], marks: dict[str, float], seconds: float) -> None:
    made = stretched(BEAT, heard)
    assert made.marks == marks
    assert made.spoken_seconds == seconds
    assert made.say == BEAT.say


def test_motions_wait_for_the_heard_word_and_the_voice_takes_breath() -> None:
    made = stretched(BEAT, (utterance(0, 6, 0, 10.0, (1, 1.5), (3, 4.0), (5, 8.0)),))
    moves = [Move("", 5), Move("two", 10), Move("four", 10), Move("six", 5)]
    assert hold_frames(BEAT, moves, 10, last=False) == (0, 0, 0, 15)
    # at 15, 40 and 80 frames; then 100 frames of voice and 5 of breath
    assert hold_frames(made, moves, 10, last=False) == (10, 15, 30, 20)


def test_captions_go_with_the_voice() -> None:
    say = "The first sentence is spoken slowly, as if half asleep. The second one is spoken quickly, wide awake."
    heard = ((0, 0.0), (10, 9.0), (10, 9.5), (18, 12.0))
    first, second = cues([filmed(say=say, frames=130, spoken=120, heard=heard)], 10)
    assert " ".join(second.lines).startswith("The second")
    assert (first.start, first.end, second.start) == (0, 7000, 9500)


def test_captions_of_a_hasty_voice_can_still_be_read() -> None:
    say = "Never was anything said in less time than this. And it was not understood by anybody who was there."
    heard = ((0, 0.0), (9, 0.5), (19, 2.0))
    made = cues([filmed(say=say, start=10, frames=60, spoken=20, heard=heard)], 10)
    assert len(made) == 2
    for cue in made:
        assert len("\n".join(cue.lines)) * 1000 / (cue.end - cue.start) <= 20
    assert made[0].end <= made[1].start
    assert made[-1].end <= 7000
