"""A caption as a picture: its lines in the theme's font on a plate, set by Typst."""

from __future__ import annotations

import tempfile
from io import BytesIO
from pathlib import Path
from typing import Any

import numpy as np
import typst
from PIL import Image

from scenes.drawing.theme.theme import ASSETS, Theme

#: The type's size in shares of the frame's shorter side, and that of a tall frame; nothing is set smaller than `LEAST`.
SIZE, TALL_SIZE, LEAST = 0.032, 0.042, 0.022
#: A plate is at most this wide, in shares of the frame's width.
WIDEST = 0.94
#: How much of what is behind a plate is seen through it.
THROUGH = "8%"

_PAGE = """#set page(width: auto, height: auto, margin: 0pt, fill: none)
#set text(font: ({fonts}), size: {size}pt, fill: rgb("{ink}"), top-edge: "ascender", bottom-edge: "descender")
#set par(leading: 0.18em)
#block(fill: rgb("{plate}").transparentize({through}), radius: 0.3em, inset: (x: 0.65em, y: 0.22em),
  align(center)[{lines}])
"""


def caption_plate(lines: tuple[str, ...], theme: Theme, width: int, height: int) -> np.ndarray[Any, np.dtype[np.uint8]]:
    """Return the caption for a frame of `width` × `height` pixels, shape (rows, columns, 4): RGBA, alpha straight.

    Where it would be too wide, its type is set smaller.
    """
    short = min(width, height)
    size = (TALL_SIZE if height > width else SIZE) * short * theme.type_scale
    plate = _set(lines, theme, size)
    if plate.shape[1] > WIDEST * width:
        plate = _set(lines, theme, max(LEAST * short, size * WIDEST * width / plate.shape[1]))
    # Beside the rounded corners nothing is seen; there the colour is the plate's, so that no fringe has another.
    plate[plate[..., 3] == 0, :3] = [int(theme.color("plate")[at : at + 2], 16) for at in (1, 3, 5)]
    return plate


def _set(lines: tuple[str, ...], theme: Theme, size: float) -> np.ndarray[Any, np.dtype[np.uint8]]:
    """Set the lines at `size` pixels."""
    families = [*([theme.font.family] if theme.font else []), "Lato"]
    source = _PAGE.format(
        fonts=", ".join(map(_quoted, families)) + ",",
        size=round(size, 2),
        ink=theme.color("ink"),
        plate=theme.color("plate"),
        through=THROUGH,
        lines=" \\ ".join(f"#{_quoted(line)}" for line in lines),
    )
    with tempfile.TemporaryDirectory(prefix="nabla-captions-") as folder:
        for number, (path, data) in enumerate(theme.font.contents.items() if theme.font else ()):
            (Path(folder) / f"{number}{path.suffix.lower()}").write_bytes(data)
        compiler = typst.Compiler(font_paths=[folder, str(ASSETS / "fonts")], ignore_system_fonts=True)
        # At 72 pixels an inch a point is a pixel.
        picture = compiler.compile(source.encode(), format="png", ppi=72.0)
    assert isinstance(picture, bytes)  # one page, so one file
    with Image.open(BytesIO(picture)) as image:
        return np.array(image.convert("RGBA"))


def _quoted(text: str) -> str:
    return '"' + text.replace("\\", "\\\\").replace('"', '\\"') + '"'
