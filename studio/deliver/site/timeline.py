"""The chapters of a page: all that a film's beats name, around what is said in them."""

from __future__ import annotations

import math
from collections.abc import Sequence

from studio.captions.cues import Cue, webvtt
from studio.manifest import Chapter, Manifest


def chapters(film: Manifest) -> tuple[Chapter, ...]:
    """Return a film's chapters in order. What is said before the first one is in a chapter called as the film.

    A closing card, over which nothing is said, is in none.
    """
    made: list[Chapter] = []
    for beat in film.beats:
        if beat.say:
            new = Chapter(title=beat.chapter or film.title, start=beat.start, stop=beat.start + beat.frames)
            begins = beat.chapter or not made
            made.append(new if begins else made.pop().model_copy(update={"stop": new.stop}))
    return tuple(made)


def chapter_track(made: Sequence[Chapter], fps: int) -> str:
    """Return the chapters as a WebVTT track, each up to the next."""
    starts = [math.ceil(chapter.start / fps * 1000) for chapter in made]
    ends = [*starts[1:], math.floor(made[-1].stop / fps * 1000)]
    return webvtt([Cue(start, end, (one.title,)) for start, end, one in zip(starts, ends, made, strict=True)])
