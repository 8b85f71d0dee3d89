"""A storyboard: the settled frame of every beat on one sheet, with its sentence beneath, in seconds."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Self

from PIL import Image, ImageDraw, ImageFont

from studio.places import ASSETS
from studio.profile import Profile
from studio.requests.closing_card import CLOSING_CARD
from studio.requests.film_request import Resolved
from studio.store.atomic_write import published

if TYPE_CHECKING:
    from scenes.script.outline import Beat
    from studio.errors import Failure
    from studio.render.renderer import Pixels

Font = ImageFont.FreeTypeFont | ImageFont.ImageFont

#: Lengths on the sheet, in pixels.
GAP, LEADING = 24, 24
SENTENCE_LINES = 4
#: zlib's level: four times as fast as Pillow's own choice, and a sheet is looked at while somebody waits for it.
QUICK = 1
PAPER, INK, FAINT, WRONG = "#f4f1ea", "#1d1d1b", "#6b6760", "#b3261e"


@dataclass(frozen=True, slots=True)
class Cell:
    """One beat on the sheet; `number` counts from 1."""

    number: int
    beat: Beat
    picture: Image.Image


def make_storyboard(resolved: Sequence[Resolved], profile: Profile, target: Path) -> list[Failure]:
    """Draw the settled frames of each lesson, put them on one sheet and publish it as the PNG `target`.

    Returns:
        Why beats could not be drawn, in whose place stands just that.
    """
    failures: list[Failure] = []
    sheets = [
        _sheet(one.order.title or one.script.outline.title, draw_cells(one, profile, failures)) for one in resolved
    ]
    publish(sheets, target)
    return failures


def publish(sheets: Sequence[Image.Image], target: Path) -> Path:
    """Put sheets below one another and publish them as the PNG `target`."""
    whole = Image.new("RGB", (max(sheet.width for sheet in sheets), sum(sheet.height for sheet in sheets)), PAPER)
    top = 0
    for sheet in sheets:
        whole.paste(sheet, (0, top))
        top += sheet.height
    with published(target) as draft:
        whole.save(draft, compress_level=QUICK)
    return target


def draw_cells(resolved: Resolved, profile: Profile, failures: list[Failure] | None = None) -> list[Cell]:
    """Return the settled frame of each beat, with what is said over it.

    Where a list of `failures` is given, a beat that cannot be drawn is added to it, and the others are drawn.

    Raises:
        DrawingError: a beat cannot be drawn, and there is no list.
    """
    from studio.render.worker import settled_frames

    order = resolved.order
    cls = order.lesson.load()
    clips = resolved.part.clips
    window = range(clips[0][0], clips[-1][0] + 1)
    broken: dict[int, Failure] = {}
    failed = None if failures is None else broken.__setitem__
    params = cls.read_params(order.settings)
    frames: dict[int, Pixels] = settled_frames(cls, params, profile, window, order.title, failed)
    if failures is not None:
        failures += broken.values()
    pictures = {index: Image.fromarray(pixels[..., :3]) for index, pixels in frames.items()}
    pictures |= {index: _placard(failure, profile) for index, failure in broken.items()}
    cells = [Cell(index + 1, beat, pictures[index]) for index, beat, _ in clips]
    if resolved.closing is not None:
        card = CLOSING_CARD.load()
        (picture,) = settled_frames(card, card.read_params({}), profile, range(1)).values()
        cells.append(Cell(clips[-1][0] + 2, resolved.closing.beat, Image.fromarray(picture[..., :3])))
    return cells


@dataclass(frozen=True, slots=True)
class CaptionedSheet:
    """A sheet with its title and sentences, and where the upper left corner of each picture goes, in pixels."""

    image: Image.Image
    corners: tuple[tuple[int, int], ...]

    @classmethod
    def of(cls, title: str, beats: Sequence[tuple[int, Beat]], size: tuple[int, int]) -> Self:
        """Write a sheet for the pictures of beats (number, beat), all of one size."""
        (width, height), small = size, font(17)
        columns = min(len(beats), 3 if width > height else 5 if width < height else 4)
        sentences = [_lines(beat.say, small, width) for _, beat in beats]
        pitch, head = height + LEADING * (max(map(len, sentences)) + 2), 3 * LEADING
        extent = GAP + columns * (width + GAP), head + -(-len(beats) // columns) * pitch + GAP
        image = Image.new("RGB", extent, PAPER)
        pen = ImageDraw.Draw(image)
        pen.text((GAP, GAP), title, INK, font=font(28))
        corners = tuple(
            (GAP + place % columns * (width + GAP), head + place // columns * pitch) for place in range(len(beats))
        )
        for (left, top), (number, beat), lines in zip(corners, beats, sentences, strict=True):
            pen.text((left, top + height + 6), f"{number}  {beat.name}", FAINT, font=font(15))
            for line, text in enumerate(lines, 1):
                pen.text((left, top + height + 4 + LEADING * line), text, INK, font=small)
        return cls(image, corners)

    def filled(self, cells: Iterable[Cell]) -> Image.Image:
        """Return the sheet with its pictures."""
        for corner, cell in zip(self.corners, cells, strict=True):
            self.image.paste(cell.picture, corner)
        return self.image


def _sheet(title: str, cells: Sequence[Cell]) -> Image.Image:
    captions = [(cell.number, cell.beat) for cell in cells]
    return CaptionedSheet.of(title, captions, cells[0].picture.size).filled(cells)


def _placard(failure: Failure, profile: Profile) -> Image.Image:
    """Return what stands in the place of a beat that could not be drawn: where and why."""
    picture = Image.new("RGB", (profile.width, profile.height), PAPER)
    pen = ImageDraw.Draw(picture)
    pen.rectangle((0, 0, profile.width - 1, profile.height - 1), outline=WRONG, width=3)
    text = [failure.place, *_lines(failure.message, font(17), profile.width - 2 * GAP)]
    for line, words in enumerate(text):
        pen.text((GAP, GAP + LEADING * line), words, INK if line else WRONG, font=font(17))
    return picture


def _lines(text: str, font: Font, width: int) -> list[str]:
    """Break `text` into at most `SENTENCE_LINES` lines; what does not fit ends in an ellipsis."""
    lines = [""]
    for word in text.split():
        longer = f"{lines[-1]} {word}".strip()
        if lines[-1] and font.getlength(longer) > width:
            lines.append(word)
        else:
            lines[-1] = longer
    if len(lines) > SENTENCE_LINES:
        lines = [*lines[: SENTENCE_LINES - 1], lines[SENTENCE_LINES - 1] + " …"]
    return lines


def font(size: int) -> Font:
    """Return the regular face of the project's own font, or what Pillow has, in a size in pixels."""
    regular = next(iter(_regular_fonts()), None)
    return ImageFont.truetype(str(regular), size) if regular else ImageFont.load_default(size)


def _regular_fonts() -> Iterable[Path]:
    fonts = sorted(path for path in (ASSETS / "fonts").rglob("*") if path.suffix.lower() in (".otf", ".ttf"))
    return (path for path in fonts if "regular" in path.stem.lower())
