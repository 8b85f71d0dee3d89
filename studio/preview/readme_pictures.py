"""Small storyboards for README: `python -m studio.preview.readme_pictures FOLDER` writes one for each lesson."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from pathlib import Path

from PIL import Image, PngImagePlugin

import scenes
from studio.preview.storyboard import Cell, draw_cells
from studio.profile import preset
from studio.requests.film_request import Order, resolve
from studio.sources.lesson_lookup import find_lesson
from studio.store.atomic_write import check_folder, published

#: Frames are shown in this size, so many in a row (pixels); and the most bytes of a file.
SHOWN, COLUMNS, GAP, MOST = (328, 184), 3, 4, 150_000
#: The key in a file's metadata under which the names of its beats stand, in order.
BEATS = "Beats"


def write_pictures(folder: Path, scripts: Path, lessons: Sequence[str] = tuple(scenes.LESSONS)) -> list[Path]:
    """Draw the default storyboards of lessons and publish them as `folder`/<lesson>.png; return their paths."""
    profile = preset("preview").for_pictures()
    orders = [Order(name, find_lesson(name), folder) for name in lessons]
    return [_write(folder, one.order.id, draw_cells(one, profile)) for one in resolve(orders, profile, scripts)]


def _write(folder: Path, lesson: str, cells: Sequence[Cell]) -> Path:
    """Put the cells of a lesson on one sheet without words, in as many colours as fit into the bytes."""
    (width, height), rows = SHOWN, -(-len(cells) // COLUMNS)
    sheet = Image.new("RGB", (COLUMNS * (width + GAP) - GAP, rows * (height + GAP) - GAP), "white")
    for place, cell in enumerate(cells):
        row, column = divmod(place, COLUMNS)
        small = cell.picture.resize(SHOWN, Image.Resampling.LANCZOS)
        sheet.paste(small, (column * (width + GAP), row * (height + GAP)))
    info = PngImagePlugin.PngInfo()
    info.add_text(BEATS, ",".join(cell.beat.name for cell in cells))
    target = check_folder(folder) / f"{lesson}.png"
    with published(target) as draft:
        # The median cut would grey out the few pixels of a thin bright line.
        for colors in (256, 192, 128, 96, 64, 48, 32, 24, 16):
            sheet.quantize(colors, Image.Quantize.MAXCOVERAGE, dither=Image.Dither.NONE).save(
                draft, optimize=True, pnginfo=info
            )
            if draft.stat().st_size <= MOST:
                break
    return target


if __name__ == "__main__":
    for path in write_pictures(Path(sys.argv[1]), Path("out") / ".store" / "scripts"):
        sys.stdout.write(f"{path}\n")
