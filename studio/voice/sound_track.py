"""A film's sound track: what is heard in each beat, laid where the beat starts, at one loudness."""

from __future__ import annotations

from collections.abc import Iterable

import numpy as np

from studio.media.sound_samples import RATE, Signal, read_signal
from studio.voice.loudness import levelled, normalised
from studio.voice.timing import Utterance


def sound_track(heard: Iterable[tuple[int, Utterance]], frames: int, fps: int) -> Signal:
    """Return the sound of a film of `frames` frames; `heard`: (frame with which the beat starts, what is heard)."""
    track = np.zeros(frames * RATE // fps, np.float32)
    for start, utterance in heard:
        begins = round(start * RATE / fps) + round(utterance.start * RATE)
        signal = levelled(read_signal(utterance.file))[: max(0, len(track) - begins)]
        track[begins : begins + len(signal)] += signal
    return normalised(track)
