"""Samples of sound: read from any file that libav knows, cut to what is heard, written as WAV.

A signal is mono, float32 in −1…1, shape (samples,), at `RATE`.
"""

from __future__ import annotations

from fractions import Fraction
from pathlib import Path
from typing import Any

import av
import numpy as np

from studio.errors import RequestError

#: Samples a second, everywhere.
RATE = 48000
#: What comes before the first sound of a take is cut to this, in seconds: heard at once, and its onset kept.
LEAD = 0.01
#: What comes after the last sound is cut to this, in seconds: long enough for a room to fade.
TAIL = 0.15
#: Softer than this below the loudest moment is silence (dB), in windows of a hundredth of a second.
_SILENCE, _WINDOW = -45.0, RATE // 100

Signal = np.ndarray[Any, np.dtype[np.float32]]


def read_signal(path: Path) -> Signal:
    """Return the sound in a file, from its first sound to its last.

    Raises:
        RequestError: it cannot be read as sound, is cut off, or is silent.
    """
    try:
        _check_whole(path)
        with av.open(str(path)) as file:
            if not file.streams.audio:
                raise RequestError(f"{path} holds no sound.")
            signal = decoded(file)
    except (OSError, ValueError) as error:
        reason = getattr(error, "strerror", None) or str(error)
        raise RequestError(f"{path} cannot be read as sound: {reason}. Record it again, as WAV or FLAC.") from None
    heard = _cut_to_sound(signal)
    if heard is None:
        raise RequestError(f"{path} is silent. Record it again.")
    return heard


def resampled(signal: Signal, rate: int) -> Signal:
    """Return `signal` at `rate` samples a second."""
    frame = av.AudioFrame.from_ndarray(signal[np.newaxis], format="fltp", layout="mono")
    frame.sample_rate, frame.time_base = RATE, Fraction(1, RATE)
    return _joined([frame], rate)


def _check_whole(path: Path) -> None:
    """See that a WAV file is as long as it says (libav plays what there is); a recorder that streams says nothing."""
    with path.open("rb") as file:
        head = file.read(12)
    stated = int.from_bytes(head[4:8], "little") + 8
    if head[:4] == b"RIFF" and 8 < stated < 2**32 - 1 and path.stat().st_size < stated - 1:
        raise ValueError(f"it ends after {path.stat().st_size} of {stated} bytes")


def decoded(file: av.container.InputContainer) -> Signal:
    """Decode the first stream; a packet that is damaged raises, as does a file that is shorter than it says."""
    stream = file.streams.audio[0]
    stream.codec_context.options = {"err_detect": "explode"}
    signal = _joined(file.decode(stream), RATE)
    stated = float(stream.duration * stream.time_base) if stream.duration and stream.time_base else 0.0
    if len(signal) / RATE < 0.99 * stated - 0.1:
        raise ValueError(f"it states {stated:.1f} s and holds {len(signal) / RATE:.1f} s")
    return signal


def _joined(frames: Any, rate: int) -> Signal:
    resampler = av.AudioResampler(format="fltp", layout="mono", rate=rate)
    parts = [part.to_ndarray()[0] for frame in frames for part in resampler.resample(frame)]
    parts += [part.to_ndarray()[0] for part in resampler.resample(None)]
    return np.concatenate(parts) if parts else np.zeros(0, np.float32)


def _cut_to_sound(signal: Signal) -> Signal | None:
    """Return what lies between the first and the last sound, with `LEAD` before it and `TAIL` after it."""
    loud = np.abs(signal)
    peak = float(loud.max(initial=0.0))
    if peak < 1e-4:
        return None
    # Windows by their peak: a click counts as much as a vowel.
    windows = np.maximum.reduceat(loud, np.arange(0, len(loud), _WINDOW))
    limit = peak * 10 ** (_SILENCE / 20)
    sounding = np.flatnonzero(windows > limit)
    begins = int(sounding[0]) * _WINDOW
    begins += int(np.argmax(loud[begins : begins + _WINDOW] > limit))
    first, last = begins - round(LEAD * RATE), (int(sounding[-1]) + 1) * _WINDOW + round(TAIL * RATE)
    return np.pad(signal[max(0, first) : last], (max(0, -first), 0))
