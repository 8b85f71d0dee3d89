"""Pictures of a film, decoded, and how far two of them differ."""

from __future__ import annotations

import io
from collections import deque
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import av
import numpy as np
from PIL import Image, ImageSequence, UnidentifiedImageError

from studio.errors import RequestError

Picture = np.ndarray[Any, np.dtype[np.uint8]]

#: Two pictures of a film match where no block's mean differs by more than `MATCH`; a drawing and a picture of the film
#: of it, by `DRAWN`. A film keeps colour at half the resolution: out of it, thin red signs on white have another mean,
#: by up to 9 in the films of the series.
BLOCK, MATCH, DRAWN = 16, 8, 12


def frames(path: Path, last: float | None = None) -> Iterator[Picture]:
    """Yield the pictures of a film or GIF as RGB, shape (height, width, 3); of the `last` seconds only, if given."""
    if path.suffix.lower() == ".gif":
        for image in ImageSequence.Iterator(opened(path)):
            yield np.asarray(image.convert("RGB"))
        return
    with av.open(str(path)) as film:
        stream = film.streams.video[0]
        stream.thread_type = "AUTO"
        start = 0.0
        if last is not None and film.duration is not None:
            start = film.duration / av.time_base - last
            film.seek(max(0, int(start * av.time_base)))
        for frame in film.decode(stream):
            if frame.time >= start - 1e-6:
                yield np.asarray(frame.to_ndarray(format="rgb24"), np.uint8)


def ends(path: Path) -> tuple[Picture, Picture]:
    """Return a film's first and last picture."""
    shown = frames(path)
    first = next(shown)
    (last,) = deque(shown, maxlen=1) or (first,)
    return first, last


def opened(path: Path) -> Image.Image:
    """Return a picture's file opened.

    Raises:
        RequestError: it is no picture, or is damaged.
    """
    try:
        image = Image.open(io.BytesIO(path.read_bytes()))
        image.load()
    except (UnidentifiedImageError, OSError, SyntaxError) as error:
        raise RequestError(f"{path} cannot be read as a picture ({error}).") from None
    return image


def block_differences(one: Picture, other: Picture) -> np.ndarray[Any, np.dtype[Any]]:
    """Return by how much (of 255) the mean of each 16×16 block differs, in the channel where it is most.

    A picture of another size is brought to the size of `one` first.
    """
    if one.shape != other.shape:
        size = one.shape[1], one.shape[0]
        other = np.asarray(Image.fromarray(other).resize(size, Image.Resampling.LANCZOS))
    return np.asarray(np.abs(_block_means(one) - _block_means(other)).max(axis=-1))


def _block_means(picture: Picture) -> np.ndarray[Any, np.dtype[Any]]:
    rows, columns = (np.arange(0, side, BLOCK) for side in picture.shape[:2])
    sums = np.add.reduceat(np.add.reduceat(picture.astype(float), rows, axis=0), columns, axis=1)
    sizes = [np.diff([*starts, side]) for starts, side in zip((rows, columns), picture.shape[:2], strict=True)]
    return np.asarray(sums / np.multiply.outer(sizes[0], sizes[1])[..., None])


def match(one: Picture, other: Picture, most: float = MATCH) -> tuple[str, bool]:
    """Return how far two pictures differ, in words, and whether no block's mean differs by more than `most`."""
    worst = float(block_differences(one, other).max())
    return f"{worst:.1f}/255 in one block", worst <= most


MATCH_LIMIT, DRAWN_LIMIT = (f"≤ {most}/255 in any {BLOCK}×{BLOCK} block" for most in (MATCH, DRAWN))
