"""A thumbnail: its size, the corner where YouTube lays the duration, and whether it can be read when it is small."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import numpy as np
from PIL import Image

from studio.check.report.finding import Findings, found, same
from studio.media.frames import opened

SIZE = 1280, 720
SMALL = 320, 180
MOST_BYTES = 2_000_000
#: The duration badge with its margin, as fractions of width and height from the lower right; nothing may stand out
#: there by more than so much of 255 from pixel to pixel.
BADGE, CLEAR = (0.17, 0.17), 24
#: What differs by so much of 255 within a block of pixels is there to be read. Text of 40 pixels, ten when it is small,
#: keeps 70 % of its contrast in two blocks of three; text of 32 in two of five.
BLOCK, DETAIL, CONTRAST, KEPT = 16, 60, 0.7, 0.6

Grey = np.ndarray[Any, np.dtype[Any]]


def thumbnail_findings(path: Path) -> Findings:
    """Check a thumbnail's file and what can be seen in it."""
    image = opened(path)
    yield same("thumbnail-size", f"{image.width}×{image.height}", f"{SIZE[0]}×{SIZE[1]}")
    yield found("thumbnail-format", image.format, "PNG or JPEG", image.format in ("PNG", "JPEG"))
    size = path.stat().st_size
    yield found("thumbnail-bytes", f"{size / 1e6:.2f} MB", f"< {MOST_BYTES / 1e6:g} MB", size < MOST_BYTES)
    grey = image.convert("L")
    step = _largest_step(grey)
    yield found("thumbnail-badge", f"steps of {step}/255 lower right", f"≤ {CLEAR}/255", step <= CLEAR)
    kept = _kept_detail(grey)
    limit = f"≥ {KEPT:.0%} at {SMALL[0]}×{SMALL[1]}"
    yield found("thumbnail-readable", f"{kept:.0%} of what is drawn stands out", limit, kept >= KEPT)


def _largest_step(grey: Image.Image) -> int:
    """Return the largest difference between neighbours in the badge's corner, in the size in which it is seen."""
    pixels = np.asarray(grey.resize(SMALL, Image.Resampling.BOX), int)
    corner = pixels[int(SMALL[1] * (1 - BADGE[1])) :, int(SMALL[0] * (1 - BADGE[0])) :]
    return max(int(np.abs(np.diff(corner, axis=axis)).max()) for axis in (0, 1))


def _kept_detail(grey: Image.Image) -> float:
    """Return the share of blocks with something in them that keep its contrast when drawn small."""
    small = grey.resize(SMALL, Image.Resampling.BOX).resize(grey.size, Image.Resampling.BICUBIC)
    before, after = (_contrast(np.asarray(each, float)) for each in (grey, small))
    drawn = before > DETAIL
    return float((after[drawn] >= CONTRAST * before[drawn]).mean()) if drawn.any() else 0.0


def _contrast(pixels: Grey) -> Grey:
    """Return how far the bright of each block is from its dark, less stray pixels."""
    height, width = (side // BLOCK * BLOCK for side in pixels.shape)
    blocks = pixels[:height, :width].reshape(height // BLOCK, BLOCK, width // BLOCK, BLOCK).swapaxes(1, 2)
    dark, bright = np.percentile(blocks.reshape(*blocks.shape[:2], -1), (2, 98), axis=2)
    return np.asarray(bright - dark)
