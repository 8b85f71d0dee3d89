"""A deck on paper: the settled frame of each beat, a page each, with its sentence for those who do not see it."""

from __future__ import annotations

import json
import shutil
import tempfile
from pathlib import Path

from studio.deliver.slides.deck import Deck

_SOURCE = """
#let deck = json("deck.json")
#set document(title: deck.title)
#set text(lang: deck.language)
#set page(width: deck.width * 1pt, height: deck.height * 1pt, margin: 0pt)
#for page in deck.pages { image(page.picture, width: 100%, height: 100%, alt: page.say) }
"""
#: A page is this long on its shorter side, in points.
SHORT_SIDE = 540


def make_pages(deck: Deck, path: Path) -> None:
    """Write the deck to `path` as a PDF."""
    import typst

    scale = SHORT_SIDE / min(deck.profile.width, deck.profile.height)
    with tempfile.TemporaryDirectory(prefix="nabla-") as scratch:
        folder = Path(scratch)
        pages = []
        for number, clip in enumerate(deck.clips, 1):
            shutil.copyfile(clip.still, folder / f"{number}.png")
            pages.append({"picture": f"{number}.png", "say": clip.beat.say})
        data = {
            "title": deck.title, "language": deck.language.partition("-")[0], "pages": pages,
            "width": deck.profile.width * scale, "height": deck.profile.height * scale,
        }  # fmt: skip
        (folder / "deck.json").write_text(json.dumps(data, ensure_ascii=False), encoding="utf-8")
        (folder / "deck.typ").write_text(_SOURCE, encoding="utf-8")
        pdf = typst.compile(str(folder / "deck.typ"), root=str(folder), ignore_system_fonts=True)
        assert isinstance(pdf, bytes)
        path.write_bytes(pdf)
