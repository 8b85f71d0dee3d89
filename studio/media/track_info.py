"""A film's tracks, read without decoding it: packets, and what the decoder would be told."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from fractions import Fraction
from itertools import pairwise
from pathlib import Path

import av

from studio.errors import RequestError

#: Names of the values of ITU-T H.273 that players meet; what is not named here is shown as its number.
PRIMARIES = {1: "bt709", 2: "unknown", 5: "bt470bg", 6: "smpte170m", 9: "bt2020"}
TRANSFER = {1: "bt709", 2: "unknown", 6: "smpte170m", 13: "iec61966-2-1", 16: "smpte2084"}
MATRIX = {0: "rgb", 1: "bt709", 2: "unknown", 5: "bt470bg", 6: "smpte170m", 9: "bt2020nc"}
RANGE = {0: "unknown", 1: "tv", 2: "pc"}

#: slice_type of H.264 (ITU-T H.264, table 7-6), modulo 5.
_SLICES = "PBIPI"
_SLICE, _IDR = 1, 5


@dataclass(frozen=True, slots=True)
class Packet:
    """A coded picture: when it is shown, in ticks; whether it is a key frame; "I", "P", "B", or "" if unknown."""

    pts: int
    key: bool
    picture: str


@dataclass(frozen=True, slots=True)
class Sound:
    """An audio track: codec, profile, sampling rate (Hz) and number of channels."""

    codec: str
    profile: str
    rate: int
    channels: int


@dataclass(frozen=True, slots=True)
class Track:
    """A file's video track, with its sound and chapters: packets in decoding order, `tick` in seconds."""

    path: Path
    codec: str
    profile: str
    pixel_format: str
    width: int
    height: int
    tick: Fraction
    packets: tuple[Packet, ...]
    bytes: int
    interlaced: int
    key_frames_read: int
    primaries: str
    transfer: str
    matrix: str
    range: str
    sound: Sound | None
    chapters: tuple[tuple[Fraction | int, str], ...]
    metadata: dict[str, str]

    @property
    def shown(self) -> list[int]:
        """Return when each picture is shown, in ticks, ascending."""
        return sorted(packet.pts for packet in self.packets)

    @property
    def step(self) -> int:
        """Return the usual time from a picture to the next, in ticks."""
        times = self.shown
        steps = sorted(after - before for before, after in pairwise(times))
        return max(1, steps[len(steps) // 2]) if steps else 1

    @property
    def fps(self) -> float:
        """Return the frame rate."""
        return float(1 / (self.step * self.tick))

    @property
    def seconds(self) -> float:
        """Return how long the pictures last."""
        times = self.shown
        return float((times[-1] - times[0] + self.step) * self.tick) if times else 0.0


def read_track(path: Path) -> Track:
    """Read the video track of a file, its sound's format and its chapters.

    Raises:
        RequestError: the file is no film, or is damaged.
    """
    try:
        with av.open(str(path)) as film:
            if not film.streams.video:
                raise RequestError(f"{path} has no pictures in it: check takes films, not sound alone.")
            return _read(path, film)
    except (av.FFmpegError, UnicodeDecodeError) as error:
        raise RequestError(f"{path} cannot be read as a film ({error}): it is damaged, or something else.") from None


def _read(path: Path, film: av.container.InputContainer) -> Track:
    stream = film.streams.video[0]
    context = stream.codec_context
    packets, size = [], 0
    nal_length = _nal_length(context.extradata) if context.name == "h264" else 0
    for packet in film.demux(stream):
        if packet.pts is not None and packet.size:
            picture = picture_type(bytes(packet), nal_length) if nal_length else ""
            packets.append(Packet(packet.pts, packet.is_keyframe, picture))
            size += packet.size
    sound = film.streams.audio[0] if film.streams.audio else None
    chapters = tuple(
        (chapter["start"] * (chapter["time_base"] or Fraction(1, 1000)), chapter["metadata"].get("title", ""))
        for chapter in film.chapters()
    )
    interlaced, key_frames_read = _interlaced(path)
    return Track(
        path,
        context.name,
        str(context.profile or "unknown"),
        str(context.pix_fmt),
        context.width,
        context.height,
        stream.time_base or Fraction(1, 1000),
        tuple(packets),
        size,
        interlaced,
        key_frames_read,
        _named(PRIMARIES, context.color_primaries),
        _named(TRANSFER, context.color_trc),
        _named(MATRIX, context.colorspace),
        _named(RANGE, context.color_range),
        _sound(sound.codec_context) if sound else None,
        chapters,
        {**film.metadata, **stream.metadata},
    )


def _named(names: dict[int, str], value: int) -> str:
    return names.get(int(value), str(int(value)))


def _sound(context: av.AudioCodecContext) -> Sound:
    return Sound(context.name, str(context.profile or "unknown"), context.sample_rate, context.layout.nb_channels)


def _interlaced(path: Path) -> tuple[int, int]:
    """Return how many of the key frames are interlaced, and how many there are."""
    with av.open(str(path)) as film:
        film.streams.video[0].codec_context.skip_frame = "NONKEY"
        flags = [frame.interlaced_frame for frame in film.decode(video=0)]
    return sum(flags), len(flags)


def _nal_length(extradata: bytes | None) -> int:
    """Return of how many bytes the lengths before NAL units are (ISO/IEC 14496-15, 5.3.3.1); 0 if there are none."""
    return (extradata[4] & 3) + 1 if extradata and extradata[0] == 1 and len(extradata) > 4 else 0


def picture_type(packet: bytes, nal_length: int) -> str:
    """Return "I", "P" or "B" from a packet's first slice, whose header starts first_mb_in_slice, slice_type."""
    start = 0
    while start + nal_length < len(packet):
        size = int.from_bytes(packet[start : start + nal_length], "big")
        unit = packet[start + nal_length : start + nal_length + min(size, 24)]
        if unit and unit[0] & 31 in (_SLICE, _IDR):
            numbers = _exp_golomb(unit[1:])
            next(numbers)
            return _SLICES[next(numbers) % 5]
        start += nal_length + size
    return ""


def _exp_golomb(data: bytes) -> Iterator[int]:
    """Yield the unsigned numbers that `data` starts with (ITU-T H.264, 9.1)."""
    bits = "".join(f"{byte:08b}" for byte in data)
    while "1" in bits:
        zeros = bits.index("1")
        yield int(bits[zeros : 2 * zeros + 1], 2) - 1
        bits = bits[2 * zeros + 1 :]
