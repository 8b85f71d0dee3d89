"""Sound put into a film: AAC-LC, stereo, 48 kHz, its first sample with the first frame.

Without an edit list nobody would take the encoder's delay off again, so its first packet, which holds that delay and
nothing else, is left out.
"""

from __future__ import annotations

from collections import deque
from fractions import Fraction

import av
import numpy as np

from studio.media.sound_samples import RATE, Signal

BIT_RATE = 192_000
#: libav's encoder at its most faithful: speech comes back with 58 dB of signal to noise instead of 32, and one voice
#: in both channels stays the same in both. Neither intensity stereo nor noise in the place of sound is wanted.
OPTIONS = {"aac_coder": "fast", "aac_is": "0", "aac_pns": "0"}


class SoundStream:
    """A second stream of an MP4 that is being written. Make it before the first packet is muxed."""

    def __init__(self, film: av.container.OutputContainer, signal: Signal) -> None:
        self._film = film
        stream = film.add_stream("aac", rate=RATE, layout="stereo", bit_rate=BIT_RATE, options=OPTIONS)
        stream.time_base = Fraction(1, RATE)
        frame = av.AudioFrame.from_ndarray(np.stack([signal, signal]), format="fltp", layout="stereo")
        frame.sample_rate, frame.time_base, frame.pts = RATE, Fraction(1, RATE), 0
        packets = [*stream.encode(frame), *stream.encode()]
        # A packet that would end after the picture would lengthen the film.
        self._packets = deque(p for p in packets if p.pts is not None and 0 <= p.pts <= len(signal) - stream.frame_size)

    def mux_until(self, seconds: Fraction) -> None:
        """Mux what starts before `seconds`."""
        while self._packets and (self._packets[0].pts or 0) < seconds * RATE:
            self._film.mux(self._packets.popleft())
