"""Chapters: a film's beats gathered under their titles, as players and YouTube take them.

YouTube wants the first at 00:00, three at least, none shorter than ten seconds, and cuts titles after 49 characters.
"""

from __future__ import annotations

import itertools

from studio.manifest import Chapter, Manifest

FEWEST = 3
SHORTEST_SECONDS = 10
TITLE = 49
#: Between the titles of chapters that are told as one.
AND = " · "


def chapters(film: Manifest) -> tuple[Chapter, ...]:
    """Return the chapters of a film, none where there are too few.

    A chapter begins with a beat that has its title and runs to the next title; one that is too short is told as one
    with its shorter neighbour.
    """
    least = SHORTEST_SECONDS * film.fps
    found = _titled(film)
    while len(found) > 1 and (short := min(found, key=_length)).stop - short.start < least:
        place = found.index(short)
        beside = [near for near in (place - 1, place + 1) if 0 <= near < len(found)]
        first = min(place, min(beside, key=lambda near: _length(found[near])))
        found[first : first + 2] = [_as_one(*found[first : first + 2])]
    return tuple(found) if len(found) >= FEWEST else ()


def _titled(film: Manifest) -> list[Chapter]:
    """Return the chapters as the beats have them; what is before the first title belongs to it."""
    starts: list[tuple[str, int]] = []
    for beat in film.beats:
        title = _shortened(beat.chapter or "")
        if title and not (starts and starts[-1][0] == title):
            starts.append((title, beat.start if starts else 0))
    times = [*(start for _, start in starts), film.frames]
    spans = itertools.pairwise(times)
    return [
        Chapter(title=title, start=start, stop=stop) for (title, _), (start, stop) in zip(starts, spans, strict=True)
    ]


def _as_one(one: Chapter, other: Chapter) -> Chapter:
    """Return two chapters that follow each other as one, with both titles where there is room."""
    both = one.title + AND + other.title
    longer = max(one, other, key=_length).title
    return Chapter(title=both if len(both) <= TITLE else longer, start=one.start, stop=other.stop)


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
