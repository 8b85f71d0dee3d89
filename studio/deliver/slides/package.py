"""Slides of an episode: a deck for browsers, one for PowerPoint, one to print. A slide is a beat."""

from __future__ import annotations

import tempfile
from pathlib import Path
from typing import TYPE_CHECKING

from studio.deliver.beat_clips import beat_clip
from studio.deliver.slides.deck import Deck
from studio.deliver.slides.pdf import make_pages
from studio.deliver.slides.powerpoint import make_powerpoint
from studio.deliver.slides.reveal import make_reveal
from studio.store.atomic_write import published_folder

if TYPE_CHECKING:
    from studio.deliver.episode_films import EpisodeFilm
    from studio.profile import Profile
    from studio.store.clip_store import Store


def make_slides(film: EpisodeFilm, language: str, profile: Profile, store: Store, folder: Path) -> Path:
    """Publish an episode's slides as `folder` (deck.html, deck.pptx, deck.pdf) and return that."""
    with published_folder(folder) as draft, tempfile.TemporaryDirectory(prefix="nabla-") as scratch:
        clips = tuple(
            beat_clip(beat, profile, store, Path(scratch) / f"{number:02}-{beat.name}.mp4")
            for number, beat in enumerate(film.manifest.beats, 1)
        )
        deck = Deck(film.manifest.title, language, clips, profile)
        make_reveal(deck, draft / "deck.html")
        make_powerpoint(deck, draft / "deck.pptx")
        make_pages(deck, draft / "deck.pdf")
    return folder
