"""Chapters: a film's beats gathered under their titles, as players and YouTube take them.

YouTube wants the first at 00:00, three at least, none shorter than ten seconds, and cuts titles after 49 characters.
"""

from __future__ import annotations

import itertools
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

FEWEST = 3
SHORTEST_SECONDS = 10
TITLE = 49
#: Between the titles of chapters that are told as one.
AND = " · "


@dataclass(frozen=True, slots=True)
class Chapter:
    """A chapter's title, and its frames from `start` to `stop` (excluded)."""

    title: str
    start: int
    stop: int


def chapters(made_from: Mapping[str, Any]) -> tuple[Chapter, ...]:
    """Return the chapters of a film by its manifest (`studio.films.film.manifest`), none where there are too few.

    A chapter begins with a beat that has its title and runs to the next title; one that is too short is told as one
    with its shorter neighbour.
    """
    least = SHORTEST_SECONDS * made_from["fps"]
    found = _titled(made_from["beats"], made_from["frames"])
    while len(found) > 1 and (short := min(found, key=_length)).stop - short.start < least:
        place = found.index(short)
        beside = [near for near in (place - 1, place + 1) if 0 <= near < len(found)]
        first = min(place, min(beside, key=lambda near: _length(found[near])))
        found[first : first + 2] = [_as_one(*found[first : first + 2])]
    return tuple(found) if len(found) >= FEWEST else ()


def clock(frame: int, fps: int) -> str:
    """Return the whole second of a frame as YouTube reads it in a description: 01:32, or 1:01:32."""
    minutes, seconds = divmod(frame // fps, 60)
    return f"{minutes // 60}:{minutes % 60:02}:{seconds:02}" if minutes >= 60 else f"{minutes:02}:{seconds:02}"


def _titled(beats: Sequence[Mapping[str, Any]], frames: int) -> list[Chapter]:
    """Return the chapters as the beats have them; what is before the first title belongs to it."""
    starts: list[tuple[str, int]] = []
    for beat in beats:
        title = _shortened(beat["chapter"] or "")
        if title and not (starts and starts[-1][0] == title):
            starts.append((title, beat["start"] if starts else 0))
    times = [*(start for _, start in starts), frames]
    return [Chapter(title, *span) for (title, _), span in zip(starts, itertools.pairwise(times), strict=True)]


def _as_one(one: Chapter, other: Chapter) -> Chapter:
    """Return two chapters that follow each other as one, with both titles where there is room."""
    both = one.title + AND + other.title
    longer = max(one, other, key=_length).title
    return replace(one, title=both if len(both) <= TITLE else longer, stop=other.stop)


def _length(chapter: Chapter) -> int:
    return chapter.stop - chapter.start


def _shortened(title: str) -> str:
    """Return a title on one line, cut after a word where it is too long."""
    title = " ".join(title.split())
    if len(title) <= TITLE:
        return title
    lengths = itertools.accumulate((len(word) + 1 for word in title.split()), initial=0)
    kept = max((length - 1 for length in lengths if length <= TITLE), default=0)
    return title[: kept if kept > 0 else TITLE - 1] + "…"
