"""Planning, purely: which beats are missing, in which jobs they are drawn, how long each is held."""

from __future__ import annotations

import heapq
import itertools
import math
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from scenes.script.outline import ASK_HOLD, BREATH, LAST_HOLD, SETTLE, Beat
from studio.captions.cues import reading_ms
from studio.plan.draw_costs import Costs
from studio.profile import MIN_FRAMES, Profile
from studio.store.clip_store import Move

#: Into how many pieces a worker's share is divided: the best of these, or, where costs are guesses, this one.
_PIECES, _PIECES_OF_A_GUESS = (0.5, 1.0, 1.25, 1.5, 2.0, 3.0, 4.0), (2.0,)


@dataclass(frozen=True, slots=True)
class Part:
    """What the plan needs of one film: what to draw it from, and (beat index, beat, clip key) of each of its clips."""

    episode: str
    lesson: str
    target: str
    settings: Mapping[str, str]
    clips: tuple[tuple[int, Beat, str], ...]
    title: str = ""


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
    title: str = ""

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
    parts: Sequence[Part],
    stored: Collection[str],
    workers: int,
    profile: Profile,
    store: Path,
    costs: Costs | None = None,
) -> tuple[Job, ...]:
    """Return the jobs that draw every clip that is not `stored`, the dearest first.

    Missing beats that follow each other are drawn together, since each job plays through the beats before its own.
    Runs are divided as finely as lets `workers` be done first, by what was measured; where some cost is a guess, into
    pieces of half a worker's share, so that a wrong guess is made good. A clip that two films share is drawn once.
    """
    known, workers = costs or Costs(), max(1, workers)
    seen = set(stored)
    runs = [run for part in parts for run in _missing_runs(part, seen)]
    share = sum(_cost(part, run, known) for part, run in runs) / workers
    measured = all((part.lesson, beat.name) in known.beats for part, run in runs for _, beat, _ in run)
    plans = [
        [
            _job(part, piece, known, profile, store)
            for part, run in runs
            for piece in _divided(part, run, share / pieces, known)
        ]
        for pieces in (_PIECES if measured else _PIECES_OF_A_GUESS)
    ]
    best = min(plans, key=lambda jobs: (makespan([job.cost for job in jobs], workers), len(jobs)))
    return tuple(sorted(best, key=lambda job: -job.cost))


def makespan(costs: Sequence[float], workers: int) -> float:
    """Return when the last of `workers` is done if each takes the dearest job that is left (Graham 1969, LPT)."""
    free = [0.0] * workers
    for cost in sorted(costs, reverse=True):
        heapq.heappush(free, heapq.heappop(free) + cost)
    return max(free)


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


def _divided(part: Part, run: _Run, limit: float, costs: Costs) -> list[_Run]:
    """Divide a run into contiguous pieces of like cost, as many as keep each near `limit`."""
    total = _cost(part, run, costs)
    count = min(len(run), math.ceil(round(total / limit, 6))) if limit else 1
    pieces: list[_Run] = [[] for _ in range(count)]
    spent = 0.0
    for clip in run:
        cost = _cost(part, [clip], costs)
        pieces[min(count - 1, int((spent + cost / 2) * count / total))].append(clip)
        spent += cost
    return [piece for piece in pieces if piece]


def _job(part: Part, piece: _Run, costs: Costs, profile: Profile, store: Path) -> Job:
    start = piece[0][0]
    before = sum(costs.of(part.lesson, beat) for index, beat, _ in part.clips if index < start)
    return Job(
        part.episode, part.lesson, part.target, part.settings,
        start=start, stop=piece[-1][0] + 1, keys=tuple(key for _, _, key in piece),
        profile=profile, store=store,
        cost=costs.setup(part.lesson, start, before) + _cost(part, piece, costs), title=part.title,
    )  # fmt: skip


def _cost(part: Part, run: _Run, costs: Costs) -> float:
    return sum(costs.of(part.lesson, beat) for _, beat, _ in run)
