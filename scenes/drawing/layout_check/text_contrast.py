"""How well texts stand out from what is really drawn behind them, told by the pixels of the frame without its texts."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from scenes.drawing.canvas.stage import Region
from scenes.drawing.layout_check.hulls import Box, box_of, joined
from scenes.drawing.layout_check.layout_rules import Finding
from scenes.drawing.layout_check.scene_snapshot import Snapshot
from scenes.drawing.theme.colorimetry import contrast, over

#: WCAG 2.2 AA, success criterion 1.4.3; and the share of pixels that may fall below it (a hairline, a dot).
LEAST_CONTRAST, LENIENCE = 4.5, 5
#: A text that is fading in is judged from this opacity up.
SETTLED = 0.9
#: A glyph changes the pixels of its box by more than this (0…1), as seen as it is: else something hides it.
TRACE = 0.08


def faint_texts(snapshot: Snapshot, behind: np.ndarray, *, settled: bool) -> Iterator[Finding]:
    """Yield a finding for each text with too little contrast to `behind`, the frame's pixels without its texts.

    `behind` has shape (height, width, 3 or 4), in 0…255. On a settled frame dimmed texts are judged too.
    """
    picture = behind[..., :3] / 255
    for text in snapshot.texts:
        worst: tuple[float, np.ndarray] | None = None
        for color in np.unique(text.colors, axis=0):
            glyphs = text.glyphs[(text.colors == color).all(axis=1)]
            if settled or color[3] >= SETTLED:
                # What is still fading in is judged as it will be.
                full = color if settled else np.array([*color[:3], 1.0])
                ratio = _ratio(glyphs, full, picture, snapshot.stage.frame)
                if ratio < LEAST_CONTRAST and (worst is None or ratio < worst[0]):
                    worst = ratio, glyphs
        if worst is not None:
            ratio, glyphs = worst
            detail = f"stands out by {ratio:.2f}:1 only, less than {LEAST_CONTRAST}:1"
            yield Finding("contrast", text, box_of(joined(glyphs)), LEAST_CONTRAST / ratio, detail)


def hidden_texts(snapshot: Snapshot, frame: np.ndarray, behind: np.ndarray) -> Iterator[Finding]:
    """Yield a finding for each text that a painting drawn after it hides, wholly or in part.

    `frame` are the frame's pixels, `behind` those without its texts, shape (height, width, 3 or 4), in 0…255.
    """
    change = np.abs(frame[..., :3].astype(float) - behind[..., :3]) / 255
    for text in snapshot.texts:
        if not any(order > text.orders.min() for order in snapshot.paintings):
            continue
        # Antialiased, a thin glyph may lie beside its box: a pixel of the neighbourhood tells as well.
        around = text.glyphs + snapshot.stage.frame.width / change.shape[1]
        shown = np.array([_pixels(box_of(glyph), change, snapshot.stage.frame).max(initial=0.0) for glyph in around])
        hidden = text.glyphs[shown < TRACE * text.opacity]
        if len(hidden):
            detail = f"{len(hidden)} of its {len(shown)} glyphs are hidden"
            yield Finding("hidden", text, box_of(joined(hidden)), len(hidden) / len(shown), detail)


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
    rows = _span((frame.top - top) * scale, (frame.top - bottom) * scale)
    columns = _span((left - frame.left) * scale, (right - frame.left) * scale)
    return picture[rows, columns].reshape(-1, 3)


def _span(start: float, stop: float) -> slice:
    """Return the pixels whose middles lie between two places, at least the one in which the first of them lies."""
    first, last = round(start), round(stop)
    return slice(max(0, first), max(0, last)) if last > first else slice(max(0, int(start)), max(0, int(start)) + 1)
