"""Plans as tables: what is missing becomes jobs, and every beat is held long enough."""

from __future__ import annotations

from pathlib import Path

import pytest

from scenes.outline import Beat
from studio.plan import Part, hold_frames, plan_jobs
from studio.profile import Profile
from studio.store import Move


def part(name: str, beats: int, words: int = 5) -> Part:
    """A film of beats that take two seconds each."""
    return Part(
        name,
        name,
        f"lessons:{name}",
        {},
        tuple((n, Beat(name=f"b{n}", say=" ".join(["word"] * words)), f"{name}{n}") for n in range(beats)),
    )


@pytest.mark.parametrize(
    ("parts", "stored", "workers", "expected"),
    [
        ([], "", 2, []),
        ([part("a", 3)], "a0 a1 a2", 2, []),
        ([part("a", 4)], "", 1, [("a", 0, 2), ("a", 2, 4)]),
        ([part("a", 4)], "", 2, [("a", 0, 1), ("a", 1, 2), ("a", 2, 3), ("a", 3, 4)]),
        ([part("a", 2)], "", 8, [("a", 0, 1), ("a", 1, 2)]),
        ([part("a", 5)], "a2", 1, [("a", 0, 2), ("a", 3, 5)]),
        ([part("a", 1), part("b", 3)], "", 1, [("b", 1, 3), ("a", 0, 1), ("b", 0, 1)]),
        ([part("a", 3), part("a", 3)], "", 1, [("a", 1, 3), ("a", 0, 1)]),
    ],
)
def test_jobs(
    tiny: Profile, parts: list[Part], stored: str, workers: int, expected: list[tuple[str, int, int]]
) -> None:
    jobs = plan_jobs(parts, set(stored.split()), workers, tiny, Path("store"))
    assert [(job.episode, job.start, job.stop) for job in jobs] == expected
    assert all(job.keys == tuple(f"{job.episode}{n}" for n in job.beats) for job in jobs)


@pytest.mark.parametrize("workers", [1, 2, 3, 8, 64])
def test_a_long_lesson_occupies_all_workers(tiny: Profile, workers: int) -> None:
    jobs = plan_jobs([part("a", 128)], set(), workers, tiny, Path("store"))
    assert len(jobs) == 2 * workers
    assert max(job.cost for job in jobs) <= 1.1 * min(job.cost for job in jobs)
    assert sorted(n for job in jobs for n in job.beats) == list(range(128))


TEN_WORDS = "one two three four five six seven eight nine ten"  # 4 s when spoken


@pytest.mark.parametrize(
    ("beat", "motion", "last", "frames"),
    [
        (Beat(name="b", say=TEN_WORDS), 10, False, 30),
        (Beat(name="b", say=TEN_WORDS), 100, False, 8),
        (Beat(name="b", say="Why?", ask=True), 100, False, 30),
        (Beat(name="b", say="Done."), 100, True, 50),
        (Beat(name="b", say="differentiability " * 5), 0, False, 45),  # slower to read than to say
    ],
)
def test_hold(beat: Beat, motion: int, last: bool, frames: int) -> None:
    assert hold_frames(beat, [Move("", motion)], fps=10, last=last) == (frames,)


def test_a_hold_is_long_enough_to_join() -> None:
    assert hold_frames(Beat(name="b", say=""), [Move("", 100)], fps=2, last=False) == (3,)


MARKED = Beat(name="b", say=TEN_WORDS, marks={"four": 1.2, "nine": 3.2})


@pytest.mark.parametrize(
    ("moves", "holds"),
    [
        ([("", 5), ("four", 10), ("nine", 4)], (7, 10, 8)),  # 12 and 32 frames in, then 0.8 s
        ([("", 12), ("four", 10), ("nine", 4)], (0, 10, 8)),  # just in time
        ([("", 20), ("four", 3), ("nine", 9)], (0, 9, 8)),  # late for the first word
        ([("", 40), ("four", 3), ("nine", 3)], (0, 0, 8)),  # late for both
        ([("", 10), ("four", 10), ("nine", 20)], (0, 12, 8)),  # two frames are no clip: they go to the next hold
        ([("", 9), ("four", 10), ("nine", 20)], (3, 10, 8)),
        ([("", 5), ("unsaid", 10), ("nine", 4)], (0, 17, 8)),  # a sentence of somebody's own, without that mark
        ([("", 5), ("unsaid", 10)], (0, 25)),
    ],
)
def test_a_motion_waits_for_its_word(moves: list[tuple[str, int]], holds: tuple[int, ...]) -> None:
    assert hold_frames(MARKED, [Move(*move) for move in moves], fps=10, last=False) == holds
