"""Captions: what is said, cut into cues that can be read in time.

A cue has at most two lines of 42 characters, stays 1–7 s and asks for at most 20 characters a second. Times are whole
milliseconds. Long sentences are cut where a clause ends.
"""

from __future__ import annotations

import functools
import math
import re
from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass, replace

from studio.captions.clock import timestamp
from studio.errors import RequestError
from studio.manifest import FilmedBeat

LINE = 42
CHARACTERS_PER_SECOND = 20
SHORTEST_MS, LONGEST_MS = 1000, 7000

#: What a cut costs: a cue of its own, and more where no clause ends.
_CUE, _INSIDE_CLAUSE = 30, 25


@dataclass(frozen=True, slots=True)
class Cue:
    """A caption of one or two `lines`, shown from `start` to `end` (ms)."""

    start: int
    end: int
    lines: tuple[str, ...]


def parse_captions(captions: str) -> bool:
    """Return whether captions are to be set into the picture: --captions burn, or beside.

    Raises:
        RequestError: it is neither.
    """
    if captions not in ("beside", "burn"):
        raise RequestError.unknown("place for captions called", captions, ("beside", "burn"))
    return captions == "burn"


def cues(beats: Sequence[FilmedBeat], fps: int) -> tuple[Cue, ...]:
    """Return the cues of a film's beats, in order. Each beat must last `reading_ms` at least.

    They go with the voice, since the picture does; the last one of a sentence stays on while the beat lasts.
    """
    made: list[Cue] = []
    for beat in beats:
        first = math.ceil(beat.start * 1000 / fps)
        last = (beat.start + beat.frames) * 1000 // fps
        spoken = max(beat.spoken * 1000 // fps, reading_ms(beat.say))
        texts = _cut(beat.say)
        timed = (
            _timed_by_voice(texts, first, last, beat.heard)
            if beat.heard
            else _timed(texts, first, min(first + spoken, last))
        )
        if timed:
            timed[-1] = replace(timed[-1], end=min(timed[-1].start + LONGEST_MS, last))
        made.extend(timed)
    return tuple(made)


def reading_ms(say: str) -> int:
    """Return how long the sentence's captions must stay to be read, in milliseconds."""
    return sum(_least_ms(text) for text in _cut(say))


def srt(made: Sequence[Cue]) -> str:
    """Return the cues as SubRip."""
    blocks = (
        f"{number}\n{timestamp(cue.start, ',')} --> {timestamp(cue.end, ',')}\n" + "\n".join(cue.lines) + "\n"
        for number, cue in enumerate(made, 1)
    )
    return "\n".join(blocks)


def webvtt(made: Sequence[Cue]) -> str:
    """Return the cues as WebVTT."""
    escape = str.maketrans({"&": "&amp;", "<": "&lt;", ">": "&gt;"})
    blocks = (
        f"{timestamp(cue.start, '.')} --> {timestamp(cue.end, '.')}\n" + "\n".join(cue.lines).translate(escape) + "\n"
        for cue in made
    )
    return "\n".join(["WEBVTT\n", *blocks])


def _timed(texts: Sequence[tuple[str, ...]], first: int, last: int) -> list[Cue]:
    """Share the time from `first` to `last` among the cues: what reading takes, the rest by characters."""
    least = [_least_ms(text) for text in texts]
    spoken = [_length(text) for text in texts]
    spare = max(0, last - first - sum(least))
    made, start = [], first
    for text, needed, characters in zip(texts, least, spoken, strict=True):
        share = needed + spare * characters // sum(spoken)
        made.append(Cue(start, min(start + min(share, LONGEST_MS), last), text))
        start += share
    return made


def _timed_by_voice(
    texts: Sequence[tuple[str, ...]], first: int, last: int, heard: Sequence[tuple[int, float]]
) -> list[Cue]:
    """Start each cue with the voice, as far as the one before it and those after it can still be read."""
    least = [_least_ms(text) for text in texts]
    starts, words = [first], 0
    for number, text in enumerate(texts[:-1], 1):
        words += len(" ".join(text).split())
        latest = last - sum(least[number:])
        starts.append(min(max(first + round(1000 * _second(words, heard)), starts[-1] + least[number - 1]), latest))
    ends = [*starts[1:], last]
    return [
        Cue(start, min(end, start + LONGEST_MS), text) for start, end, text in zip(starts, ends, texts, strict=True)
    ]


def _second(word: int, heard: Sequence[tuple[int, float]]) -> float:
    """Return when the voice goes on after `word` words, evenly between the times that are known."""
    after = bisect_right(heard, word, key=lambda known: known[0])
    if after == len(heard):
        return heard[-1][1]
    (words, begun), (more, done) = heard[after - 1], heard[after]
    return begun + (done - begun) * (word - words) / (more - words)


def _least_ms(text: tuple[str, ...]) -> int:
    return max(SHORTEST_MS, math.ceil(_length(text) * 1000 / CHARACTERS_PER_SECOND))


def _length(text: tuple[str, ...]) -> int:
    return len("\n".join(text))


@functools.lru_cache(maxsize=4096)
def _cut(say: str) -> tuple[tuple[str, ...], ...]:
    """Cut a sentence into cues at the cheapest places: few cues, at clause ends, of like length."""
    words = [part for word in say.split() for part in _pieces(word)]
    best: list[tuple[float, int]] = [(0.0, 0)]
    for stop in range(1, len(words) + 1):
        options = []
        for start in range(stop - 1, -1, -1):
            cost = _cost(words, start, stop)
            if cost is None:
                break
            options.append((best[start][0] + cost, start))
        best.append(min(options))
    made: list[tuple[str, ...]] = []
    stop = len(words)
    while stop:
        start = best[stop][1]
        made.append(_wrapped(words[start:stop]) or ())
        stop = start
    return tuple(reversed(made))


def _cost(words: Sequence[str], start: int, stop: int) -> float | None:
    """Return what a cue of words[start:stop] costs, None if it does not fit."""
    lines = _wrapped(words[start:stop])
    if lines is None:
        return None
    ends_clause = stop == len(words) or re.search(r"[.,;:!?…–—)]$", words[stop - 1])
    unused = (2 * LINE - _length(lines)) / LINE
    return _CUE + (0 if ends_clause else _INSIDE_CLAUSE) + 4 * unused**2


def _wrapped(words: Sequence[str]) -> tuple[str, ...] | None:
    """Return the words on one line, or on two of like length; None if they do not fit."""
    whole = " ".join(words)
    if len(whole) <= LINE:
        return (whole,)
    if len(whole) > 2 * LINE + 1:
        return None
    pairs = ((" ".join(words[:cut]), " ".join(words[cut:])) for cut in range(1, len(words)))
    fitting = [pair for pair in pairs if max(map(len, pair)) <= LINE]
    return min(fitting, key=lambda pair: max(map(len, pair)), default=None)


def _pieces(word: str) -> list[str]:
    return [word[at : at + LINE] for at in range(0, len(word), LINE)]
