"""Every word of every narration, for any formula, reaches the natural voice as something that it can say."""

from __future__ import annotations

import re
from functools import cache

import numpy as np
import pytest

from mathkit.errors import NablaError
from scenes import LESSONS, load_lesson
from studio.errors import RequestError
from studio.media.sound_samples import RATE, read_signal
from studio.voice import natural_voice as own
from studio.voice.natural_voice import is_here, natural_voice
from studio.voice.pronunciation import Dialect, pronounced, table
from studio.voice.speech_engines import engine_called
from studio.voice.timing import sentences
from tests.scenes.formulas import CASES, REFUSED

pytestmark = pytest.mark.skipif(not is_here(), reason="onnxruntime has no package for this machine")

VOICE = Dialect(numbers=True, phonemes=True)
NUMBER = re.compile(r"−?\d[\d.,]*")
#: A number times a power of ten is one number to the ear.
POWER = re.compile(r"times 10 to the (?:minus )?\d+|×10[⁻⁰¹²³⁴⁵⁶⁷⁸⁹]+")
MOST_WORDS, MOST_NUMBERS = 25, 2


@cache
def narrated(lesson: str) -> frozenset[str]:
    """Every sentence of a lesson, over the table of formulas."""
    found: set[str] = set()
    for case in CASES:
        if case.lesson != lesson or case in REFUSED:
            continue
        cls = load_lesson(lesson)
        try:
            outline = cls.outline(cls.read_params(case.settings))
        except NablaError:
            continue
        found |= {sentence for beat in outline.beats for sentence in sentences(beat.say)}
    return frozenset(found)


@cache
def reader() -> tuple[object, list[str]]:
    from hibari.g2p import G2P

    unknown: list[str] = []

    def guessed(word: str) -> str:
        unknown.append(word)
        return "x"

    return G2P(oov=guessed), unknown


@pytest.mark.films
@pytest.mark.parametrize("lesson", LESSONS)
def test_every_word_is_known_and_no_sign_is_lost(lesson: str) -> None:
    g2p, unknown = reader()
    unknown.clear()
    for sentence in narrated(lesson):
        said = pronounced(sentence, lesson, VOICE)
        assert g2p(said)  # type: ignore[operator]
        bare = re.sub(r"\(/.*?/\)", "", said)
        assert not re.search(r"\d", bare), sentence
        assert bare.count("minus") >= sentence.count("−")
        assert len(re.findall(r"\bpoint\b", bare)) >= len(re.findall(r"\d\.\d", sentence))
    assert unknown == []


@pytest.mark.films
@pytest.mark.parametrize("lesson", LESSONS)
def test_no_sentence_is_longer_than_can_be_heard(lesson: str) -> None:
    assert [each for each in narrated(lesson) if len(POWER.sub("", each).split()) > MOST_WORDS] == []
    assert [each for each in narrated(lesson) if len(NUMBER.findall(POWER.sub("", each))) > MOST_NUMBERS] == []


@pytest.mark.parametrize(
    ("say", "said"),
    [
        ("It is −0.444.", "It is minus zero point four four four."),
        ("1,234.5 and 13.4", "one thousand two hundred thirty-four point five and thirteen point four"),
        ("w₁₂, θ₀", "w twelve, theta zero"),
        ("3×10⁻⁹", "three times ten to the minus nine"),
        ("∂L/∂w₁", "partial L by partial w one"),
        ("f′(0.5)", "f prime (zero point five)"),
        ("ReLU by Leibniz", "[ReLU](/ɹˈɛlu/) by [Leibniz](/lˈIbnɪts/)"),
        ("η and ∇f", "[eta](/ˈAtə/) and [nabla](/nˈæblə/) f"),
    ],
)
def test_numbers_and_names_arrive_as_words(say: str, said: str) -> None:
    assert pronounced(say, "a", VOICE) == said


def test_a_table_of_ones_own_comes_first() -> None:
    own_table = {"Euler": {"phonemes": "ˈYləɹ", "respelling": "Oiler"}}
    assert pronounced("Euler", "a", VOICE, own_table) == "[Euler](/ˈYləɹ/)"
    assert pronounced("Euler", "a", Dialect(respellings=True), own_table) == "Oiler"


def test_every_phoneme_of_the_table_is_one_that_the_voice_has() -> None:
    from hibari import Hibari

    vocabulary = Hibari().vocab
    for word, entry in table().items():
        assert set(entry["phonemes"]) <= set(vocabulary), word
        assert re.fullmatch(r"[A-Z]{1,2}(?: [A-Z]{1,2})*", entry["arpabet"]), word
        assert entry["respelling"].isascii()


def test_the_same_text_is_the_same_sound(tmp_path) -> None:
    voice = engine_called("hibari")
    assert voice is not None
    for name in ("a.wav", "b.wav"):
        voice("The slope settles.", tmp_path / name)
    first, second = (read_signal(tmp_path / name) for name in ("a.wav", "b.wav"))
    assert np.array_equal(first, second)
    assert 0.8 < len(first) / RATE < 2.5


def test_voices_that_are_not_here_are_not_fetched(tmp_path, monkeypatch) -> None:
    monkeypatch.setenv("HIBARI_HOME", str(tmp_path))
    with pytest.raises(RequestError, match=r"--voice hibari:emma: its file of 8 MB is not in .* not fetched unasked"):
        natural_voice("emma")
    with pytest.raises(RequestError, match="voice of hibari called"):
        natural_voice("nobody")
    assert list(tmp_path.iterdir()) == []


def test_where_the_engine_cannot_be_had_films_are_silent(monkeypatch) -> None:
    monkeypatch.setattr(own, "version", lambda name: (_ for _ in ()).throw(own.PackageNotFoundError(name)))
    assert own.by_default() == "none"
    with pytest.raises(RequestError, match="Type --voice none"):
        engine_called("hibari")
