"""A deck for browsers: one HTML file that fetches nothing, moved by reveal.js.

manim-slides writes it by our own template, deck.html; reveal.js 6.0.1 lies in the folder revealjs.
"""

from __future__ import annotations

from pathlib import Path
from typing import Any

from manim_slides.convert import RevealJS

from studio.deliver.slides.deck import Deck

TEMPLATE = Path(__file__).with_name("deck.html")
REVEAL = Path(__file__).with_name("revealjs")


class _Reveal(RevealJS):
    """manim-slides' deck, with what the template shows besides."""

    language: str
    ground: str
    reveal: Path
    fps: int
    beats: list[dict[str, Any]]


def make_reveal(deck: Deck, path: Path) -> None:
    """Write the deck to `path`. Where the film waits for a word the slide waits for a key."""
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
        "reveal": REVEAL,
        "fps": deck.profile.fps,
        "beats": beats,
    }
    _Reveal.model_validate(options).convert_to(path)
