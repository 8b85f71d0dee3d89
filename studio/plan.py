"""Planning, purely: which beats are missing, in which jobs they are drawn, how long each is held."""

from __future__ import annotations

import itertools
import math
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from scenes.outline import ASK_HOLD, BREATH, LAST_HOLD, SETTLE, Beat
from studio.captions import reading_ms
from studio.profile import MIN_FRAMES, Profile
from studio.store import Move

#: A beat whose length nobody measured is taken to cost no less than a beat of this length, in seconds.
LEAST_COST = 2.0


@dataclass(frozen=True, slots=True)
class Part:
    """What the plan needs of one film: what to draw it from, and (beat index, beat, clip key) of each of its clips."""

    episode: str
    lesson: str
    target: str
    settings: Mapping[str, str]
    clips: tuple[tuple[int, Beat, str], ...]


@dataclass(frozen=True, slots=True)
class Job:
    """One worker's task: draw the beats `start` to `stop` (excluded) of a lesson, `fresh` or not. Plain data."""

    episode: str
    lesson: str
    target: str
    settings: Mapping[str, str]
    start: int
    stop: int
    keys: tuple[str, ...]
    profile: Profile
    store: Path
    cost: float
    fresh: bool = False

    @property
    def beats(self) -> range:
        """Return the indices of the beats to draw."""
        return range(self.start, self.stop)


@dataclass(frozen=True, slots=True)
class HoldJob:
    """One worker's task: encode the hold of `frames` frames from the settled frame after a move of clip `key`."""

    key: str
    move: int
    frames: int
    profile: Profile
    store: Path


def plan_jobs(
    parts: Sequence[Part], stored: Collection[str], workers: int, profile: Profile, store: Path
) -> tuple[Job, ...]:
    """Return the jobs that draw every clip that is not `stored`, the dearest first.

    Missing beats that follow each other are drawn together, since each job plays through the beats before its own;
    runs that would keep one worker busy while others idle are divided. A clip that two films share is drawn once.
    """
    seen = set(stored)
    runs = [run for part in parts for run in _missing_runs(part, seen)]
    limit = sum(_cost(run) for _, run in runs) / (2 * max(1, workers))
    jobs = (
        Job(
            part.episode, part.lesson, part.target, part.settings,
            start=piece[0][0], stop=piece[-1][0] + 1, keys=tuple(key for _, _, key in piece),
            profile=profile, store=store, cost=_cost(piece),
        )
        for part, run in runs
        for piece in _divided(run, limit)
    )  # fmt: skip
    return tuple(sorted(jobs, key=lambda job: -job.cost))


def hold_frames(beat: Beat, moves: Sequence[Move], fps: int, *, last: bool) -> tuple[int, ...]:
    """Return for each of the beat's moves how many frames its settled frame stays.

    Between two moves: until the word is said that the second starts with, not at all where that has been said already
    (or is not said), nor where too few frames are left for a clip. After the last move: until the sentence has been
    said (a voice takes breath) and its captions could be read, and a moment longer; `last`: it ends the film.
    """
    holds, shown = [], 0
    for move, following in itertools.pairwise(moves):
        shown += move.frames
        left = round(beat.marks.get(following.mark, 0.0) * fps) - shown
        holds.append(left if left >= MIN_FRAMES else 0)
        shown += holds[-1]
    shown += moves[-1].frames
    spoken = math.ceil((beat.spoken_seconds + (BREATH if beat.heard else 0)) * fps)
    read = math.ceil(reading_ms(beat.say) * fps / 1000) + 1
    least = LAST_HOLD if last else ASK_HOLD if beat.ask else SETTLE
    return (*holds, max(spoken - shown, read - shown, math.ceil(least * fps), MIN_FRAMES))


_Run = list[tuple[int, Beat, str]]


def _missing_runs(part: Part, seen: set[str]) -> list[tuple[Part, _Run]]:
    runs: list[tuple[Part, _Run]] = []
    for clip in part.clips:
        index, _, key = clip
        if key in seen:
            continue
        seen.add(key)
        if runs and runs[-1][1][-1][0] == index - 1:
            runs[-1][1].append(clip)
        else:
            runs.append((part, [clip]))
    return runs


def _divided(run: _Run, limit: float) -> list[_Run]:
    """Divide a run into contiguous pieces of like cost, as many as keep each near `limit`."""
    total = _cost(run)
    count = min(len(run), math.ceil(round(total / limit, 6))) if limit else 1
    pieces: list[_Run] = [[] for _ in range(count)]
    spent = 0.0
    for clip in run:
        middle = spent + _cost([clip]) / 2
        pieces[min(count - 1, int(middle * count / total))].append(clip)
        spent += _cost([clip])
    return [piece for piece in pieces if piece]


def _cost(run: _Run) -> float:
    return sum(max(LEAST_COST, beat.spoken_seconds) for _, beat, _ in run)
