"""Films made on purpose, whole or with one fault each: small, a square that wanders over a dark ground and rests."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from fractions import Fraction
from pathlib import Path
from typing import Any

import av
import numpy as np

from studio.check import Finding
from studio.media.encode import MP4_OPTIONS

FPS = 30
#: Primaries, transfer, matrix and range, as ITU-T H.273 numbers them: BT.709 in limited range; and nothing said.
TAGGED = (1, 1, 1, 1)
UNTAGGED = (2, 2, 2, 0)


def wandering(number: int, height: int, width: int) -> np.ndarray:
    """Draw the square on its way, for 20 frames; then it rests."""
    pixels = np.full((height, width, 3), 20, np.uint8)
    left = 2 * min(number, 20)
    pixels[8:40, left : left + 32] = (230, 180, 60)
    return pixels


def noise(number: int, height: int, width: int) -> np.ndarray:
    return np.random.default_rng(number).integers(0, 255, (height, width, 3), dtype=np.uint8)


@dataclass(frozen=True)
class Sound:
    codec: str = "aac"
    rate: int = 48_000
    layout: str = "stereo"


#: What has been encoded in this process, by what was asked for.
_ENCODED: dict[tuple[tuple[str, object], ...], bytes] = {}


def film(path: Path, **asked: Any) -> Path:
    """Encode a film, once for all tests that ask for the same."""
    key = tuple((name, tuple(one.items()) if isinstance(one, dict) else one) for name, one in sorted(asked.items()))
    if key not in _ENCODED:
        _ENCODED[key] = _encode(path, **asked).read_bytes()
    path.write_bytes(_ENCODED[key])
    return path


def _encode(
    path: Path,
    *,
    frames: int = 200,
    fps: int = FPS,
    size: tuple[int, int] = (160, 90),
    codec: str = "libx264",
    pixels: str = "yuv420p",
    profile: str = "High",
    gop: int = 15,
    x264: str = "",
    tags: tuple[int, int, int, int] = TAGGED,
    mp4: dict[str, str] = MP4_OPTIONS,
    times: Callable[[int], int] = lambda number: number,
    draw: Callable[[int, int, int], np.ndarray] = wandering,
    crf: int = 23,
    sound: Sound | None = None,
    chapters: Sequence[tuple[float, float, str]] = (),
    kind: str = "mp4",
) -> Path:
    """Encode a film, `frames` long; what is not said is as it should be."""
    with av.open(str(path), "w", format=kind, options=mp4 if kind == "mp4" else {}) as made:
        stream = made.add_stream(codec, rate=fps)
        stream.width, stream.height, stream.pix_fmt = *size, pixels
        context = stream.codec_context
        context.time_base = Fraction(1, fps)
        context.color_primaries, context.color_trc, context.colorspace, context.color_range = tags
        context.gop_size = gop
        if codec == "libx264":
            context.max_b_frames, context.profile = 2, profile
            context.options = {
                "crf": str(crf),
                "preset": "ultrafast",
                "x264-params": f"8x8dct=1:cabac=1:open-gop=0:bframes=2:b-pyramid=none:b-adapt=0:scenecut=0:{x264}",
            }
        voice = made.add_stream(sound.codec, rate=sound.rate) if sound else None
        if voice and sound:
            voice.layout = sound.layout
        if chapters:
            made.set_chapters([
                {
                    "id": number,
                    "start": round(start * 1000),
                    "end": round(end * 1000),
                    "time_base": Fraction(1, 1000),
                    "metadata": {"title": title},
                }
                for number, (start, end, title) in enumerate(chapters, 1)
            ])  # fmt: skip
        for number in range(frames):
            picture = av.VideoFrame.from_ndarray(draw(number, size[1], size[0]), format="rgb24").reformat(format=pixels)
            picture.pts, picture.time_base = times(number), Fraction(1, fps)
            made.mux(stream.encode(picture))
        made.mux(stream.encode())
        if voice and sound:
            _hum(made, voice, sound, frames / fps)
    return path


def _hum(made: av.container.OutputContainer, voice: av.AudioStream, sound: Sound, seconds: float) -> None:
    channels = {"mono": 1, "stereo": 2}[sound.layout]
    form = "fltp" if sound.codec == "aac" else "s16p"
    for number in range(int(seconds * sound.rate / 1152)):
        wave = np.zeros((channels, 1152), np.float32 if form == "fltp" else np.int16)
        frame = av.AudioFrame.from_ndarray(wave, format=form, layout=sound.layout)
        frame.sample_rate, frame.pts, frame.time_base = sound.rate, number * 1152, Fraction(1, sound.rate)
        made.mux(voice.encode(frame))
    made.mux(voice.encode(None))


def failed(findings: Iterable[Finding]) -> set[str]:
    """Return the names of what does not hold."""
    return {finding.name for finding in findings if finding.held is False}


def unseen(findings: Iterable[Finding]) -> set[str]:
    """Return the names of what nobody could look at."""
    return {finding.name for finding in findings if finding.held is None}
