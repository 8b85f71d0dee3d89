"""Loudness: −14 LUFS integrated (ITU-R BS.1770-4, by pyloudnorm), true peaks of −1 dBTP at most after coding."""

from __future__ import annotations

from fractions import Fraction

import av
import numpy as np
from av.filter import Graph

from studio.media.sound_samples import RATE, Signal

#: Integrated loudness, in LUFS, and how near it is met.
LOUDNESS, TOLERANCE = -14.0, 0.05
#: What the limiter lets through, in dBTP: AAC adds up to a decibel to a peak.
CEILING = -2.0
#: True peaks are those of four times as many samples (BS.1770-4, annex 2).
_OVERSAMPLED = 4 * RATE
#: The shortest signal that loudness is defined for: one gating block.
_BLOCK = round(0.4 * RATE)


def loudness(signal: Signal) -> float:
    """Return the integrated loudness of `signal` on both of two channels, in LUFS; −∞ where it is silent."""
    from pyloudnorm import Meter

    padded = np.pad(signal, (0, max(0, _BLOCK + 1 - len(signal))))
    return float(Meter(RATE).integrated_loudness(np.stack([padded, padded], axis=1)))


def levelled(signal: Signal) -> Signal:
    """Return `signal` louder or softer by one factor, so that takes of different days come at one loudness."""
    return _amplified(signal, LOUDNESS - loudness(signal))


def normalised(signal: Signal) -> Signal:
    """Return `signal` at `LOUDNESS`, its peaks limited, the same length."""
    gain, made = 0.0, signal
    for _ in range(8):
        made = _limited(_amplified(signal, gain))
        missing = LOUDNESS - loudness(made)
        if abs(missing) <= TOLERANCE or not np.isfinite(missing):
            break
        gain += missing
    return made


def _amplified(signal: Signal, decibels: float) -> Signal:
    if not np.isfinite(decibels):
        return signal
    return (signal * 10 ** (min(decibels, 40.0) / 20)).astype(np.float32)


def _limited(signal: Signal) -> Signal:
    """Return `signal` through libav's look-ahead limiter, oversampled so that it sees the peaks between samples."""
    graph = Graph()
    source = graph.add_abuffer(sample_rate=RATE, format="fltp", layout="mono", channels=1, time_base=Fraction(1, RATE))
    limit = f"limit={10 ** (CEILING / 20):.6f}:attack=5:release=80:level=disabled:latency=1"
    chain = [
        source,
        graph.add("aresample", str(_OVERSAMPLED)),
        graph.add("alimiter", limit),
        graph.add("aresample", str(RATE)),
        graph.add("aformat", "sample_fmts=fltp:channel_layouts=mono"),
        graph.add("abuffersink"),
    ]
    graph.link_nodes(*chain).configure()
    frame = av.AudioFrame.from_ndarray(signal[np.newaxis], format="fltp", layout="mono")
    frame.sample_rate, frame.time_base, frame.pts = RATE, Fraction(1, RATE), 0
    graph.push(frame)
    graph.push(None)
    parts = []
    while True:
        try:
            pulled = graph.pull()
        except (av.EOFError, av.BlockingIOError):
            break
        parts.append(pulled.to_ndarray()[0])
    made = np.concatenate(parts)[: len(signal)]
    return np.pad(made, (0, len(signal) - len(made))).astype(np.float32)
