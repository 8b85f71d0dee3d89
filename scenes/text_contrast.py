"""How well texts stand out from what is really drawn behind them, told by the pixels of the frame without its texts."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from scenes.colorimetry import contrast, over
from scenes.hulls import Box, box_of, joined
from scenes.layout_rules import Finding
from scenes.sight import Sight
from scenes.stage import Region

#: WCAG 2.2 AA, success criterion 1.4.3; and the share of pixels that may fall below it (a hairline, a dot).
LEAST_CONTRAST, LENIENCE = 4.5, 5
#: A text that is fading in is judged from this opacity up.
SETTLED = 0.9


def faint_texts(sight: Sight, behind: np.ndarray, *, settled: bool) -> Iterator[Finding]:
    """Yield a finding for each text with too little contrast to `behind`, the frame's pixels without its texts.

    `behind` has shape (height, width, 3 or 4), in 0…255. On a settled frame dimmed texts are judged too.
    """
    picture = behind[..., :3] / 255
    for text in sight.texts:
        worst: tuple[float, np.ndarray] | None = None
        for color in np.unique(text.colors, axis=0):
            glyphs = text.glyphs[(text.colors == color).all(axis=1)]
            if settled or color[3] >= SETTLED:
                ratio = _ratio(glyphs, color, picture, sight.stage.frame)
                if ratio < LEAST_CONTRAST and (worst is None or ratio < worst[0]):
                    worst = ratio, glyphs
        if worst is not None:
            ratio, glyphs = worst
            detail = f"stands out by {ratio:.1f}:1 only, less than {LEAST_CONTRAST}:1"
            yield Finding("contrast", text.words, box_of(joined(glyphs)), LEAST_CONTRAST / ratio, detail)


def _ratio(glyphs: np.ndarray, color: np.ndarray, picture: np.ndarray, frame: Region) -> float:
    """Return the contrast of glyphs of one colour to the picture behind them: the least but for a few pixels."""
    pieces = [_pixels(box_of(glyph), picture, frame) for glyph in glyphs]
    pixels = np.concatenate(pieces)
    if not len(pixels):
        return float("inf")
    return float(np.percentile(contrast(over(color, pixels), pixels), LENIENCE))


def _pixels(box: Box, picture: np.ndarray, frame: Region) -> np.ndarray:
    """Return the pixels of a box, shape (n, 3)."""
    left, bottom, right, top = box
    scale = picture.shape[1] / frame.width
    rows = slice(max(0, int((frame.top - top) * scale)), max(0, int((frame.top - bottom) * scale)) + 1)
    columns = slice(max(0, int((left - frame.left) * scale)), max(0, int((right - frame.left) * scale)) + 1)
    return picture[rows, columns].reshape(-1, 3)
