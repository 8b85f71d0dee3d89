"""Clips joined to a film without re-encoding: packets are copied, timestamps moved on by whole frames."""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction
from pathlib import Path
from typing import TYPE_CHECKING, Any

import av

from studio.media.encode import MP4_OPTIONS
from studio.media.sound_mux import SoundStream
from studio.store.atomic_write import published

if TYPE_CHECKING:
    from studio.media.sound_samples import Signal

#: Decoding runs this many frames ahead of showing: x264's two B-frames need it, and a constant delay keeps the decoding
#: times rising across the seams.
REORDER = 2


def join(clips: Sequence[tuple[Path, int]], target: Path, fps: int, sound: Signal | None = None) -> int:
    """Join `clips` (path, number of frames), each of at least 3 frames, into `target`; return the number of frames.

    `sound` goes in with them, a clip's length at a time.

    Raises:
        ValueError: a clip has another number of frames than it should, or none are given.
    """
    if not clips:
        raise ValueError(f"{target.name}: there are no clips to join.")
    time_base = Fraction(1, fps)
    start = 0
    with published(target) as draft, av.open(str(draft), "w", format="mp4", options=MP4_OPTIONS) as film:
        stream: av.VideoStream | None = None
        heard: SoundStream | None = None
        for path, frames in clips:
            with av.open(str(path)) as clip:
                source = clip.streams.video[0]
                if stream is None:
                    stream = film.add_stream_from_template(source)
                    stream.time_base = time_base
                    heard = SoundStream(film, sound) if sound is not None else None
                if heard is not None:
                    heard.mux_until(Fraction(start + frames, fps))
                copied = _copy(clip, source, film, stream, start, time_base)
            if copied != frames:
                raise ValueError(f"{path.name} has {copied} frames where {frames} were expected.")
            start += frames
    return start


def _copy(
    clip: av.container.InputContainer,
    source: av.VideoStream,
    film: av.container.OutputContainer,
    stream: av.VideoStream,
    start: int,
    time_base: Fraction,
) -> int:
    """Copy the packets of `source`, moved on by `start` frames, and return how many there were."""
    copied = 0
    for packet in clip.demux(source):
        if packet.pts is None:
            continue
        film.mux(moved(packet, stream, start, copied, time_base))
        copied += 1
    return copied


def moved(
    packet: av.Packet[Any], stream: av.VideoStream, start: int, number: int, time_base: Fraction
) -> av.Packet[Any]:
    """Return packet `number` (in decoding order) of a clip that begins at frame `start`, made one of `stream`."""
    assert packet.pts is not None
    packet.pts = round(packet.pts * packet.time_base / time_base) + start
    packet.dts = start + number - REORDER
    packet.duration = 1
    packet.time_base = time_base
    packet.stream = stream
    return packet
