"""When what is said and shown in a film, out of its manifest: the lines and chapters of a page, to the frame."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from studio.captions.clock import clock
from studio.captions.cues import Cue, webvtt


@dataclass(frozen=True, slots=True)
class Said:
    """The sentence of a beat. From `first` to `end` (s); `clock` is the first second as people write it, 1:05.

    `start` is in the middle of the first frame: a player sent there shows this frame, however it rounds.
    """

    beat: str
    sentence: str
    first: float
    start: float
    end: float
    clock: str
    asks: bool


@dataclass(frozen=True, slots=True)
class Chapter:
    """A chapter of a film: its title, its times as those of `Said`, and what is said in it. `number` counts from 1."""

    number: int
    title: str
    first: float
    start: float
    end: float
    clock: str
    said: tuple[Said, ...]


def chapters(manifest: Mapping[str, Any]) -> tuple[Chapter, ...]:
    """Return a film's chapters in order. What is said before the first one is in a chapter called as the film.

    A closing card, over which nothing is said, belongs to the last chapter's time.
    """
    fps, groups = manifest["fps"], list[tuple[str, list[Said]]]()
    for beat in manifest["beats"]:
        if not beat["say"]:
            continue
        if beat["chapter"] or not groups:
            groups.append((beat["chapter"] or manifest["title"], []))
        groups[-1][1].append(_said(beat, fps))
    return tuple(
        Chapter(number, title, said[0].first, said[0].start, said[-1].end, said[0].clock, tuple(said))
        for number, (title, said) in enumerate(groups, 1)
    )


def chapter_track(made: Sequence[Chapter]) -> str:
    """Return the chapters as a WebVTT track, each up to the next."""
    starts = [math.ceil(chapter.first * 1000) for chapter in made]
    ends = [*starts[1:], math.floor(made[-1].end * 1000)]
    return webvtt([Cue(start, end, (one.title,)) for start, end, one in zip(starts, ends, made, strict=True)])


def duration(seconds: float) -> str:
    """Return a length as HTML's `datetime` has it: PT1M37S."""
    return f"PT{int(seconds) // 60}M{int(seconds) % 60}S"


def _said(beat: Mapping[str, Any], fps: int) -> Said:
    first, after = beat["start"], beat["start"] + beat["frames"]
    return Said(
        beat["name"],
        beat["say"],
        first / fps,
        round((first + 0.5) / fps, 4),
        after / fps,
        clock(first / fps),
        beat["ask"],
    )
