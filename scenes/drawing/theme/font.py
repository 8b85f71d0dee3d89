"""A font of the user's: one family, from a file or a folder, read without being installed."""

from __future__ import annotations

import hashlib
import struct
import tempfile
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from io import BytesIO
from pathlib import Path

from scenes.errors import LessonError

SUFFIXES = (".otf", ".ttf", ".ttc")
#: A font file has at most this many bytes, a folder so many files.
LARGEST, MOST_FILES = 30_000_000, 60
#: Words are set in a weight near 400, titles near 600; a family needs the first, and Typst takes what comes nearest.
WORDS, LIGHTEST, HEAVIEST, TITLES = 400, 300, 500, 600
#: What every lesson writes. Signs that a font lacks beside these are taken from Lato.
NEEDED = frozenset(map(chr, range(0x21, 0x7F))) | frozenset("‘’“”–")

_LATO = Path(__file__).resolve().parents[3] / "assets" / "fonts" / "Lato-Regular.ttf"


@dataclass(frozen=True, slots=True)
class Font:
    """A family: its name, its files with their bytes, and the characters that its faces for words all have."""

    family: str
    contents: Mapping[Path, bytes]
    characters: frozenset[str]
    digest: str

    @property
    def files(self) -> tuple[Path, ...]:
        """Return the files that it was read from."""
        return tuple(self.contents)


def read_font(path: Path, where: str) -> Font:
    """Read the one family in a font file, or in a folder of them; `where` begins every message.

    Raises `LessonError`: nothing there, no font, several families, no upright face for words, glyphs missing.
    """
    if path.is_dir():
        files = sorted(file for file in path.iterdir() if file.suffix.lower() in SUFFIXES and file.is_file())
        if not 1 <= len(files) <= MOST_FILES:
            raise LessonError(f"{where}: the folder {path} holds {len(files)} fonts ({', '.join(SUFFIXES)}).")
    elif not path.is_file():
        raise LessonError(f"{where}: there is no file {path}.")
    elif path.suffix.lower() not in SUFFIXES:
        raise LessonError(f"{where}: this is no font file. Give one that ends in {', '.join(SUFFIXES)}, or a folder.")
    else:
        files = [path]
    for file in files:
        if file.stat().st_size > LARGEST:
            raise LessonError(f"{where}: {file.name} is larger than {LARGEST // 10**6} MB.")
    return _family(tuple((file, file.read_bytes()) for file in files), where)


def unwritable(text: str, font: Font | None) -> list[str]:
    """Return the characters of `text` that neither the font nor Lato has."""
    strange = {character for character in text if not character.isascii()} - (font.characters if font else set())
    return sorted(strange - _lato()) if strange else []


@lru_cache(maxsize=8)
def _family(contents: tuple[tuple[Path, bytes], ...], where: str) -> Font:
    import typst

    with tempfile.TemporaryDirectory(prefix="nabla-font-") as folder:
        # Numbered: a name is nothing that a font engine should see.
        for number, (path, data) in enumerate(contents):
            (Path(folder) / f"{number}{path.suffix.lower()}").write_bytes(data)
        found = typst.Fonts(include_system_fonts=False, include_embedded_fonts=False, font_paths=[folder]).fonts()
    faces = [(face, int(Path(face.path or "0").stem)) for face in found]
    for number, (path, _) in enumerate(contents):
        if not any(number == place for _, place in faces):
            raise LessonError(f"{where}: {path.name} cannot be read as a font.")
    families = sorted({face.family for face, _ in faces})
    if len(families) > 1:
        raise LessonError(f"{where}: there are several families: {', '.join(families)}. Give the files of one.")
    upright = [(face.weight, face.index, place) for face, place in faces if face.style == "normal"]
    if not any(LIGHTEST <= weight <= HEAVIEST for weight, _, _ in upright):
        weights = ", ".join(sorted({f"{face.style} {face.weight}" for face, _ in faces}))
        raise LessonError(
            f"{where}: {families[0]} has {weights}; words need an upright face of a weight from {LIGHTEST} to "
            f"{HEAVIEST} (Regular). Give the folder that has it too."
        )
    used = {min(upright, key=lambda face: abs(face[0] - weight)) for weight in (WORDS, TITLES)}
    sets = []
    for _, index, place in sorted(used):
        path, data = contents[place]
        sets.append(_characters(data, index, f"{where}: {path.name}"))
        missing = sorted(NEEDED - sets[-1])
        if missing:
            more = " …" if len(missing) > 12 else ""
            raise LessonError(f"{where}: {path.name} lacks glyphs that lessons need: {' '.join(missing[:12])}{more}")
    digest = hashlib.sha256(b"".join(hashlib.sha256(data).digest() for _, data in contents)).hexdigest()
    return Font(families[0], dict(contents), frozenset.intersection(*sets), digest)


def _characters(data: bytes, index: int, where: str) -> frozenset[str]:
    """Return the characters that a face has glyphs for."""
    from fontTools.ttLib import TTFont, TTLibError

    try:
        with TTFont(BytesIO(data), fontNumber=index, lazy=True) as face:
            codes: Sequence[int] = list(face.getBestCmap() or ())
    except (TTLibError, struct.error, ValueError, LookupError, AssertionError, AttributeError, OverflowError) as error:
        raise LessonError(f"{where} cannot be read as a font: {error}.") from None
    return frozenset(map(chr, codes))


@lru_cache
def _lato() -> frozenset[str]:
    return _characters(_LATO.read_bytes(), 0, str(_LATO))
