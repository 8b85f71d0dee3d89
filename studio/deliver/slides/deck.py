"""A deck: the beats of an episode as slides, as manim-slides takes them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from manim_slides.config import PresentationConfig

if TYPE_CHECKING:
    from studio.deliver.beat_clips import BeatClip
    from studio.profile import Profile


@dataclass(frozen=True, slots=True)
class Deck:
    """What slides are made of: a title, the language of the sentences, the beats' clips, and how they were drawn."""

    title: str
    language: str
    clips: Sequence[BeatClip]
    profile: Profile

    @property
    def background(self) -> str:
        """Return the theme's background, #rrggbb."""
        return self.profile.theme.background

    def presentation(self, notes: Sequence[str]) -> PresentationConfig:
        """Return it as manim-slides takes it, with the speaker's notes of each slide."""
        # Going back shows what a slide has come to: no clip is ever played in reverse.
        slides = [
            {"file": clip.path, "rev_file": clip.path, "loop": clip.beat.loop, "notes": note, "dedent_notes": False}
            for clip, note in zip(self.clips, notes, strict=True)
        ]
        return PresentationConfig.model_validate({"slides": slides})
