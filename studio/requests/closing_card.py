"""The card that closes every film of a theme with an `[outro]`: a clip of its own, which all films share."""

from __future__ import annotations

import math
from dataclasses import dataclass

from scenes.script.outline import Beat
from studio.plan.jobs import Part
from studio.profile import Profile
from studio.sources.clip_keys import clip_keys
from studio.sources.lesson_lookup import LessonRef

CLOSING_CARD = LessonRef("closing-card", "scenes.cards.closing_card:ClosingCard")


@dataclass(frozen=True, slots=True)
class ClosingPart:
    """What a film's closing card is drawn from, and for how many frames it is held."""

    part: Part
    hold: int

    @property
    def beat(self) -> Beat:
        """Return the card's only beat, over which nothing is said."""
        return self.part.clips[0][1]

    @property
    def key(self) -> str:
        """Return the key of the card's clip."""
        return self.part.clips[0][2]


def closing_part(episode: str, profile: Profile) -> ClosingPart | None:
    """Return the closing part of an episode's film, or None where the theme has no outro."""
    outro = profile.theme.outro
    if outro is None:
        return None
    # The card's text is in no other clip's key: a change of it redraws the card alone.
    (key,) = clip_keys(CLOSING_CARD, {"outro": outro.model_dump(mode="json")}, [Beat(name="outro", say="")], profile)
    part = Part(episode, CLOSING_CARD.name, CLOSING_CARD.target, {}, ((0, Beat(name="outro", say=""), key),))
    return ClosingPart(part, math.ceil(outro.seconds * profile.fps))
