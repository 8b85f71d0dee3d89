"""The sheet of props: every prop of scenes in every state, page by page, its name beneath."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from PIL import Image, ImageDraw

from studio.errors import RequestError
from studio.preview.storyboard import FAINT, GAP, INK, LEADING, PAPER, font
from studio.profile import Profile
from studio.store.atomic_write import published

#: What a person types for it in the place of a lesson.
PROPS = "props"
#: Cells are this long on their shorter side; a row is about this wide (pixels).
CELL, WIDTH = 240, 2600


def parse_props(what: str, settings: Sequence[str]) -> bool:
    """Return whether a person typed the word for props in the place of a lesson.

    Raises:
        RequestError: they set a param: props have none.
    """
    if what == PROPS and settings:
        raise RequestError("--set is for lessons: props are drawn as scenes/drawing/catalogue/ has them.")
    return what == PROPS


def make_prop_sheet(profile: Profile, target: Path) -> Path:
    """Draw every state of every prop in the size of a cell, and publish the sheet as a PNG."""
    from scenes.drawing.catalogue.states import pages
    from studio.render.drawing import draw_states

    rows: list[Image.Image] = []
    for page, states in pages().items():
        pictures = [
            Image.fromarray(pixels[..., :3].copy()) for pixels in draw_states(states, profile.for_pictures(CELL))
        ]
        rows.append(_page(page, [state.title for state in states], pictures))
    sheet = Image.new("RGB", (rows[0].width, sum(row.height for row in rows) + GAP), PAPER)
    top = 0
    for row in rows:
        sheet.paste(row, (0, top))
        top += row.height
    with published(target) as draft:
        sheet.save(draft)
    return target


def _page(name: str, titles: Sequence[str], pictures: Sequence[Image.Image]) -> Image.Image:
    """Return one page: its name, and the pictures in rows."""
    width, height = pictures[0].size
    columns = max(1, WIDTH // (width + GAP))
    lines = -(-len(pictures) // columns)
    head, pitch = 3 * LEADING, height + 2 * LEADING
    page = Image.new("RGB", (GAP + columns * (width + GAP), head + lines * pitch), PAPER)
    pen = ImageDraw.Draw(page)
    pen.text((GAP, GAP), name.capitalize(), INK, font=font(28))
    for place, (title, picture) in enumerate(zip(titles, pictures, strict=True)):
        line, column = divmod(place, columns)
        left, top = GAP + column * (width + GAP), head + line * pitch
        page.paste(picture, (left, top))
        pen.text((left, top + height + 6), title, FAINT, font=font(15))
    return page
