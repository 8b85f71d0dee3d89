"""The handout: a PDF with each idea's picture and sentence, the derivation, the facts, exercises and solutions.

Text is text and formulas are outlines, set by Typst with the fonts that it brings and those of assets/fonts.
"""

from __future__ import annotations

import json
import re
import shutil
import tempfile
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from studio.deliver.handout.content import Handout, role_function
from studio.places import ASSETS
from studio.store.atomic_write import published

if TYPE_CHECKING:
    from scenes.drawing.theme.theme import Theme

_NOT_SUSPECT = b"/Suspects false"

TEMPLATE = Path(__file__).with_name("handout.typ")


@dataclass(frozen=True, slots=True)
class Book:
    """Handouts in one PDF: its title and description, the language that it is in, and each of them."""

    title: str
    description: str
    language: str
    handouts: Sequence[Handout]


def make_handout(book: Book, pictures: Path, theme: Theme, target: Path) -> Path:
    """Set `book` as the PDF `target`; its pictures are files in the folder `pictures`."""
    import typst

    with tempfile.TemporaryDirectory(prefix="nabla-") as scratch, published(target) as draft:
        folder = Path(scratch)
        shutil.copy(TEMPLATE, folder / TEMPLATE.name)
        for handout in book.handouts:
            for name in handout.pictures.values():
                (folder / name).symlink_to((pictures / name).resolve())
        pages = [handout.page() for handout in book.handouts]
        (folder / "pages.json").write_text(json.dumps(_data(book, pages, theme), ensure_ascii=False), encoding="utf-8")
        compiler = typst.Compiler(font_paths=[str(ASSETS / "fonts")], ignore_system_fonts=True, root=str(folder))
        pdf = compiler.compile(str(folder / TEMPLATE.name), format="pdf")
        assert isinstance(pdf, bytes)
        # What is left out is the default, and poppler warns where it is written. The length stays: places are counted.
        draft.write_bytes(pdf.replace(_NOT_SUSPECT, b" " * len(_NOT_SUSPECT)))
    return target


def _data(book: Book, pages: Sequence[object], theme: Theme) -> dict[str, object]:
    used_names = set(re.findall(r"\brole[a-z]+(?=\()", json.dumps(pages)))
    functions = {role: role_function(role) for role in theme.roles}
    return {
        "title": book.title,
        "description": " ".join(book.description.split()),
        "language": book.language.partition("-")[0],
        "chapters": pages,
        "roles": theme.roles,
        "functions": functions,
        "plain": sorted(used_names - set(functions.values())),
    }
