"""When words are heard, against splices of separately spoken words whose starts are known."""

from __future__ import annotations

import json
from pathlib import Path

import numpy as np
import pytest

from studio.media.sound_samples import RATE, read_signal
from studio.voice import alignment
from studio.voice.alignment import word_starts
from studio.voice.natural_voice import is_here
from studio.voice.pronunciation import pronounced
from studio.voice.speech_engines import engine_called
from tests.studio.voice.whistle import write_signal

pytestmark = pytest.mark.skipif(
    not is_here() or not alignment._version(), reason="onnxruntime or pocketsphinx has no package for this machine"
)

SENTENCES = [
    "Take a second point, and draw the line through both: a secant.",
    "The slope is −0.444, and the Jacobian of ReLU is zero.",
    "Nudge the weight up, and the loss falls by 13.4 times the step.",
    "Leibniz writes dL/dw for what Lagrange calls f′.",
    "Its length is that slope, and backpropagation multiplies θ₁ by η.",
]
#: In seconds: of all words, the middle one and the worst.
MEDIAN, WORST = 0.060, 0.150


@pytest.fixture(scope="module")
def spliced(tmp_path_factory) -> list[tuple[str, Path, list[float]]]:
    """Sentences put together from words that were spoken by themselves, with silence of a twentieth between."""
    folder, voice = tmp_path_factory.mktemp("spliced"), engine_called("hibari")
    assert voice is not None
    made = []
    for number, sentence in enumerate(SENTENCES):
        parts, starts, length = [], [], 0
        for word in sentence.split():
            voice(pronounced(word.strip(",.:"), "", voice.dialect), folder / "word.wav")
            signal = read_signal(folder / "word.wav")
            loud = np.flatnonzero(np.abs(signal) > 0.01 * np.abs(signal).max())
            starts.append(length / RATE)
            parts += [signal[loud[0] : loud[-1] + 1], np.zeros(RATE // 20, np.float32)]
            length += len(parts[-2]) + len(parts[-1])
        write_signal(folder / f"{number}.wav", np.concatenate(parts))
        made.append((sentence, folder / f"{number}.wav", starts))
    return made


def test_words_are_known_to_sixty_milliseconds(spliced, tmp_path) -> None:
    off = []
    for sentence, file, starts in spliced:
        found = word_starts(file, sentence, tmp_path)
        assert found is not None, sentence
        off += [abs(a - b) for a, b in zip(found, starts, strict=True)]
    assert np.median(off) <= MEDIAN
    assert max(off) <= WORST


def test_what_was_found_is_kept_and_damage_is_found_out_again(spliced, tmp_path, monkeypatch) -> None:
    sentence, file, _ = spliced[0]
    found = word_starts(file, sentence, tmp_path)
    (kept,) = (tmp_path / "words").iterdir()
    assert json.loads(kept.read_text()) == list(found)
    with monkeypatch.context() as patched:
        patched.setattr(alignment, "_aligned", lambda *_: pytest.fail("found out again"))
        assert word_starts(file, sentence, tmp_path) == found
    kept.write_text("[1, ")
    assert word_starts(file, sentence, tmp_path) == found


@pytest.mark.parametrize("sentence", ["Größe zählt, 中文.", "W ⊗ x"])
def test_words_of_other_languages_are_left_to_the_estimate(spliced, tmp_path, sentence) -> None:
    assert word_starts(spliced[0][1], sentence, tmp_path) is None


def test_where_there_is_no_recogniser_the_estimate_is_used(spliced, tmp_path, monkeypatch) -> None:
    monkeypatch.setattr(alignment, "_version", lambda: "")
    sentence, file, _ = spliced[0]
    assert word_starts(file, sentence, tmp_path) is None
