"""What is put into a film comes out again: sample for sample in time, and faithfully."""

from __future__ import annotations

from fractions import Fraction
from pathlib import Path

import av
import numpy as np
import pytest

from studio.media.encode import MP4_OPTIONS
from studio.media.sound_mux import SoundStream
from studio.media.sound_samples import RATE, Signal
from tests.studio.voice.whistle import click, tone


def sweep(seconds: float) -> Signal:
    """A rising tone that comes and goes four times a second, as syllables do."""
    time = np.arange(round(seconds * RATE)) / RATE
    return (0.3 * np.sin(2 * np.pi * (200 * time + 400 * time**2)) * np.sin(4 * np.pi * time) ** 2).astype(np.float32)


@pytest.mark.parametrize(
    "signal", [sweep(2), tone(2, 0.3), np.pad(click(1), (RATE // 3, 0))], ids=["sweep", "tone", "click"]
)
def test_sound_comes_back_in_time(tmp_path: Path, signal: Signal) -> None:
    with av.open(str(tmp_path / "a.mp4"), "w", options=MP4_OPTIONS) as film:
        stream = SoundStream(film, signal)
        for half in (1, 2, 3, 4):
            stream.mux_until(Fraction(half, 2))
    with av.open(str(tmp_path / "a.mp4")) as film:
        assert film.start_time == 0
        left, right = np.concatenate([frame.to_ndarray() for frame in film.decode(audio=0)], axis=1)
    assert 0 <= len(signal) - len(left) < 1024
    assert np.abs(left - right).max() < 1e-4
    # the first packet has none before it to be added to
    sent, back = signal[1024 : len(left)], left[1024:]
    noise = 10 * np.log10(np.sum(sent**2) / np.sum((sent - back) ** 2))
    assert noise > 30
    # a sample early or late would be louder than that
    assert np.sum((sent[1:] - back[:-1]) ** 2) > 2 * np.sum((sent - back) ** 2)
