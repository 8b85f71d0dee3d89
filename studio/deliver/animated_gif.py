"""A clip as a GIF, for places that take nothing else: as large as its limit allows."""

from __future__ import annotations

import io
from collections.abc import Sequence
from pathlib import Path

from PIL import Image

from studio.check.pictures import frames
from studio.errors import RequestError

#: What is tried in turn: the longer side in pixels, and the time that a picture is shown, in hundredths of a second.
SIZES = ((800, 5), (720, 5), (640, 5), (640, 8), (480, 8), (400, 10), (320, 10), (240, 12))
#: So many pictures of the clip say which colours are needed.
_SAMPLES = 8


def make_gif(clip: Path, fps: int, target: Path, *, loop: bool, most_bytes: int) -> None:
    """Write a clip to `target` as a GIF of fewer than `most_bytes`, which goes on for ever if it loops.

    Raises:
        RequestError: the clip is too long for that at any size.
    """
    for side, hundredths in SIZES:
        data = _gif(clip, fps, side, hundredths, loop=loop)
        if len(data) < most_bytes:
            target.write_bytes(data)
            return
    raise RequestError(f"{clip.name} is too long for a GIF of {most_bytes / 1e6:g} MB. Choose a shorter beat.")


def _gif(clip: Path, fps: int, side: int, hundredths: int, *, loop: bool) -> bytes:
    pictures = _pictures(clip, fps, side, hundredths)
    colours = _palette([pictures[len(pictures) * k // _SAMPLES] for k in range(_SAMPLES)] + pictures[-1:])
    # Undithered: dither would flicker, and grow the file.
    first, *rest = (picture.quantize(palette=colours, dither=Image.Dither.NONE) for picture in pictures)
    options = {"loop": 0} if loop else {}
    data = io.BytesIO()
    first.save(data, "GIF", save_all=True, append_images=rest, duration=10 * hundredths, disposal=1, **options)
    return data.getvalue()


def _pictures(clip: Path, fps: int, side: int, hundredths: int) -> list[Image.Image]:
    """Return the clip's pictures at the GIF's times, the last one always among them, in its size."""
    taken: list[Image.Image] = []
    picture = None
    for number, shown in enumerate(frames(clip)):
        picture = shown
        times = range(len(taken), -(-(number + 1) * 100 // (hundredths * fps)))
        taken += [_shrunk(shown, side)] * len(times)
    assert picture is not None  # a clip has three frames at least
    taken[-1] = _shrunk(picture, side)
    return taken


def _shrunk(pixels: object, side: int) -> Image.Image:
    picture = Image.fromarray(pixels)  # type: ignore[arg-type]
    scale = min(1.0, side / max(picture.size))
    size = round(picture.width * scale), round(picture.height * scale)
    return picture.resize(size, Image.Resampling.LANCZOS)


def _palette(samples: Sequence[Image.Image]) -> Image.Image:
    """Return a picture whose palette serves all of `samples`."""
    width, height = samples[0].size
    sheet = Image.new("RGB", (width, height * len(samples)))
    for place, sample in enumerate(samples):
        sheet.paste(sample, (0, place * height))
    return sheet.quantize(255, method=Image.Quantize.MEDIANCUT, kmeans=1)
