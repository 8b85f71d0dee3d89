"""Captions set into the picture, for silent viewing: a second pass over the joined film.

A clip is drawn once for all sentences, and a caption may begin in one clip and end in the next; so clips stay as they
are, and the film is decoded, given its plates and encoded again as its clips were. Only what a plate covers changes.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any

import av
import numpy as np
from av.video.reformatter import VideoReformatter

from scenes.drawing.theme.theme import Theme
from studio.captions.cues import Cue
from studio.films.caption_plate import caption_plate
from studio.media.encode import ClipEncoder, in_video_colours
from studio.profile import Profile

#: The bottom of the frame, which the stage keeps free (the stage's `CAPTIONS`), and how far below its edge a plate
#: hangs, in shares of the height.
ZONE, GAP = 0.12, 0.012

Plane = np.ndarray[Any, np.dtype[np.floating[Any]]]


def burn(film: Path, target: Path, cues: Sequence[Cue], profile: Profile) -> int:
    """Write `film` with `cues` in its picture to `target`, without sound; return the number of frames.

    Nothing is left behind if it fails.
    """
    plates = _Plates(profile.theme, profile)
    encoder = ClipEncoder(target, profile)
    waiting = list(cues)
    try:
        with av.open(str(film)) as source:
            source.streams.video[0].thread_type = "AUTO"
            for number, frame in enumerate(source.decode(video=0)):
                now = number * 1000 / profile.fps
                while waiting and waiting[0].end <= now:
                    waiting.pop(0)
                pixels = frame.to_ndarray(format="yuv420p").astype(np.uint8, copy=False)
                if waiting and waiting[0].start <= now:
                    plates.lay(waiting[0].lines, pixels.reshape(-1))
                encoder.write_converted(av.VideoFrame.from_ndarray(pixels, format="yuv420p"))
        return encoder.close()
    except BaseException:
        encoder.abort()
        raise


@dataclass(frozen=True, slots=True)
class _Layer:
    """A plate in one of a frame's planes: what it adds, and how much it lets through, from `top`, `left` on."""

    top: int
    left: int
    added: Plane
    through: Plane

    def lay(self, plane: np.ndarray[Any, np.dtype[np.uint8]]) -> None:
        """Lay it over the plane, in place."""
        height, width = self.added.shape
        part = plane[self.top : self.top + height, self.left : self.left + width]
        part[...] = np.rint(part * self.through + self.added)


class _Plates:
    """The plates of a film's captions, each made once."""

    def __init__(self, theme: Theme, profile: Profile) -> None:
        self._theme, self._profile = theme, profile
        self._layers = lru_cache(maxsize=4)(self._made)

    def lay(self, lines: tuple[str, ...], frame: np.ndarray[Any, np.dtype[np.uint8]]) -> None:
        """Lay the caption over a frame, in place: its planes Y, U and V one after the other, flat."""
        width, height = self._profile.width, self._profile.height
        start = 0
        for layer, (high, wide) in zip(
            self._layers(lines), ((height, width), *[(height // 2, width // 2)] * 2), strict=True
        ):
            layer.lay(frame[start : start + high * wide].reshape(high, wide))
            start += high * wide

    def _made(self, lines: tuple[str, ...]) -> tuple[_Layer, ...]:
        plate = caption_plate(lines, self._theme, self._profile.width, self._profile.height)
        high, wide = plate.shape[0] // 2 * 2, plate.shape[1] // 2 * 2
        plate = plate[:high, :wide]
        top = round(self._profile.height * (1 - ZONE + GAP)) // 2 * 2
        left = (self._profile.width - wide) // 4 * 2
        opaque = plate[..., 3].astype(np.float32) / 255
        colours = in_video_colours(plate, VideoReformatter()).to_ndarray(format="yuv420p").reshape(-1)
        luma = colours[: high * wide].reshape(high, wide)
        chroma = colours[high * wide :].reshape(2, high // 2, wide // 2)
        # A chroma sample stands for four pixels.
        coarse = opaque.reshape(high // 2, 2, wide // 2, 2).mean(axis=(1, 3))
        return (
            _Layer(top, left, luma * opaque, 1 - opaque),
            *(_Layer(top // 2, left // 2, plane * coarse, 1 - coarse) for plane in chroma),
        )
