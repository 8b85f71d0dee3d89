"""A deck for browsers: one HTML file that fetches nothing, moved by reveal.js.

manim-slides writes it by our own template, deck.html. The files of reveal.js come with the package sphinx-revealjs,
which is installed without Sphinx and never imported.
"""

from __future__ import annotations

from importlib.metadata import PackageNotFoundError, distribution
from pathlib import Path
from typing import Any

from manim_slides.convert import RevealJS

from studio.deliver.slides.deck import Deck
from studio.errors import RequestError

TEMPLATE = Path(__file__).with_name("deck.html")
#: The package that reveal.js' files come with, and those that a deck is made of, in its folder of them.
PACKAGE = "sphinx-revealjs"
FILES = ("dist/reveal.css", "dist/reveal.js", "plugin/notes/notes.js")


class _Reveal(RevealJS):
    """manim-slides' deck, with what the template shows besides."""

    language: str
    ground: str
    reveal: Path
    fps: int
    beats: list[dict[str, Any]]


def reveal_folder() -> Path:
    """Return the folder in which the FILES of reveal.js lie.

    Raises:
        RequestError: they are not there.
    """
    try:
        folder = Path(str(distribution(PACKAGE).locate_file("sphinx_revealjs/_static/revealjs")))
    except PackageNotFoundError:
        lacking = "is not installed"
    else:
        missing = [file for file in FILES if not (folder / file).is_file()]
        if not missing:
            return folder
        lacking = f"is here without {', '.join(missing)}"
    raise RequestError(
        f"A deck for browsers takes reveal.js, which comes with the package {PACKAGE}, and that {lacking}. "
        "Type: .venv/bin/python -m pip install --force-reinstall --no-deps --requirement requirements-reveal.lock"
    )


def make_reveal(deck: Deck, path: Path) -> None:
    """Write the deck to `path`. Where the film waits for a word the slide waits for a key.

    Raises:
        RequestError: the files of reveal.js are not there.
    """
    beats = [
        {
            "name": clip.beat.name,
            "say": clip.beat.say,
            "still": clip.still,
            # What loops is not stopped on its way.
            "moves": [(0, clip.frames)] if clip.beat.loop else clip.moves,
        }
        for clip in deck.clips
    ]
    options = {
        "presentation_configs": [deck.presentation([clip.cued_words for clip in deck.clips])],
        "template": TEMPLATE,
        "one_file": True,
        "title": deck.title,
        "width": deck.profile.width,
        "height": deck.profile.height,
        "margin": 0.0,
        "language": deck.language,
        "ground": deck.background,
        "reveal": reveal_folder(),
        "fps": deck.profile.fps,
        "beats": beats,
    }
    _Reveal.model_validate(options).convert_to(path)
