"""Sound that no machine lacks: tones, clicks, and a voice that whistles as long as the text."""

from __future__ import annotations

from dataclasses import dataclass, field
from fractions import Fraction
from pathlib import Path

import av
import numpy as np

from studio.media.sound_samples import RATE, Signal
from studio.voice.pronunciation import AS_WRITTEN, Dialect


def tone(seconds: float, volume: float = 0.1, hertz: float = 440.0) -> Signal:
    time = np.arange(round(seconds * RATE)) / RATE
    return (volume * np.sin(2 * np.pi * hertz * time)).astype(np.float32)


def click(seconds: float = 0.5) -> Signal:
    """A burst that begins at once and is over after some hundredths of a second; then silence."""
    signal = np.zeros(round(seconds * RATE), np.float32)
    burst = tone(0.05, 0.5, 3000.0)
    signal[: len(burst)] = burst * np.linspace(1, 0, len(burst)) ** 2
    signal[:48] = 0.5
    return signal


def write_signal(path: Path, signal: Signal) -> None:
    """A WAV file of 16 bits."""
    with av.open(str(path), "w", format="wav") as file:
        stream = file.add_stream("pcm_s16le", rate=RATE, layout="mono")
        whole = np.rint(np.clip(signal, -1, 1) * 32767).astype(np.int16)
        frame = av.AudioFrame.from_ndarray(whole[np.newaxis], format="s16", layout="mono")
        frame.sample_rate, frame.time_base = RATE, Fraction(1, RATE)
        file.mux(stream.encode(frame))
        file.mux(stream.encode())


@dataclass
class Whistle:
    """An engine that whistles a tenth of a second for each character."""

    identity: str = "whistle 1"
    spoken: list[str] = field(default_factory=list)
    dialect: Dialect = AS_WRITTEN

    def __call__(self, text: str, wav: Path) -> None:
        self.spoken.append(text)
        write_signal(wav, tone(0.1 * len(text)))
