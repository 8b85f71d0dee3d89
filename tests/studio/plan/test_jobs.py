"""Plans as tables: what is missing becomes jobs, and every beat is held long enough."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from scenes.script.outline import Beat
from studio.plan.draw_costs import SETTING_UP, Costs, remember
from studio.plan.jobs import Part, hold_frames, plan_jobs
from studio.profile import Profile
from studio.store.clip_store import Clip, Move


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
    assert sorted((job.episode, job.start, job.stop) for job in jobs) == sorted(expected)
    assert [job.cost for job in jobs] == sorted((job.cost for job in jobs), reverse=True)
    assert all(job.keys == tuple(f"{job.episode}{n}" for n in job.beats) for job in jobs)


@pytest.mark.parametrize("workers", [1, 2, 3, 8, 64])
def test_a_long_lesson_occupies_all_workers(tiny: Profile, workers: int) -> None:
    jobs = plan_jobs([part("a", 128)], set(), workers, tiny, Path("store"))
    assert len(jobs) == 2 * workers
    lengths = [len(job.beats) for job in jobs]
    assert max(lengths) - min(lengths) <= 1
    assert sorted(n for job in jobs for n in job.beats) == list(range(128))


TEN_WORDS = "one two three four five six seven eight nine ten"  # 4 s when spoken


@pytest.mark.parametrize(
    ("beat", "motion", "last", "frames"),
    [
        (Beat(name="b", say=TEN_WORDS), 10, False, 30),
        (Beat(name="b", say=TEN_WORDS), 100, False, 15),
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
        ([("", 5), ("four", 10), ("nine", 4)], (7, 10, 15)),  # 12 and 32 frames in, then 1.5 s
        ([("", 12), ("four", 10), ("nine", 4)], (0, 10, 15)),  # just in time
        ([("", 20), ("four", 3), ("nine", 9)], (0, 9, 15)),  # late for the first word
        ([("", 40), ("four", 3), ("nine", 3)], (0, 0, 15)),  # late for both
        ([("", 10), ("four", 10), ("nine", 20)], (0, 12, 15)),  # two frames are no clip: they go to the next hold
        ([("", 9), ("four", 10), ("nine", 20)], (3, 10, 15)),
        ([("", 5), ("unsaid", 10), ("nine", 4)], (0, 17, 15)),  # a sentence of somebody's own, without that mark
        ([("", 5), ("unsaid", 10)], (0, 25)),
    ],
)
def test_a_motion_waits_for_its_word(moves: list[tuple[str, int]], holds: tuple[int, ...]) -> None:
    assert hold_frames(MARKED, [Move(*move) for move in moves], fps=10, last=False) == holds


def measured(seconds: dict[str, list[float]], ways: dict[tuple[str, int], float] | None = None) -> Costs:
    beats = {(name, f"b{n}"): cost for name, each in seconds.items() for n, cost in enumerate(each)}
    return Costs(beats, ways or {})


@pytest.mark.parametrize(
    ("seconds", "workers", "expected"),
    [
        ({"a": [10, 10, 10, 10]}, 1, [("a", 0, 4)]),  # alone, nobody waits: the way is gone once
        ({"a": [10, 10, 10, 10]}, 2, [("a", 0, 2), ("a", 2, 4)]),
        ({"a": [30, 1, 1, 1]}, 2, [("a", 0, 1), ("a", 1, 4)]),
        ({"a": [10, 10], "b": [10, 10]}, 2, [("a", 0, 2), ("b", 0, 2)]),
        ({"a": [40, 40], "b": [1, 1]}, 2, [("a", 0, 1), ("a", 1, 2), ("b", 0, 2)]),
    ],
)
def test_measured_jobs_keep_all_workers_busy(
    tiny: Profile, seconds: dict[str, list[float]], workers: int, expected: list[tuple[str, int, int]]
) -> None:
    parts = [part(name, len(each)) for name, each in seconds.items()]
    jobs = plan_jobs(parts, set(), workers, tiny, Path("store"), measured(seconds))
    assert sorted((job.episode, job.start, job.stop) for job in jobs) == expected


def test_a_way_that_was_measured_counts(tiny: Profile) -> None:
    """A lesson whose second half takes as long to get to as to draw the first is not worth dividing."""
    seconds = {"a": [10.0, 10.0]}
    near = plan_jobs([part("a", 2)], set(), 2, tiny, Path("store"), measured(seconds, {("a", 1): 1.0}))
    far = plan_jobs([part("a", 2)], set(), 2, tiny, Path("store"), measured(seconds, {("a", 1): 12.0}))
    assert [len(near), len(far)] == [2, 1]
    assert [job.cost for job in near] == [11.0, pytest.approx(10 + SETTING_UP)]


def test_costs_are_remembered_by_beat_and_outlive_their_clips(tiny: Profile, tmp_path: Path) -> None:
    first = [Clip("k0", (Move("", 3),), 4.0, 0.5), Clip("k1", (Move("", 3),), 2.0)]
    remember(tmp_path, "a", ["b0", "b1"], 0, first, tiny)
    remember(tmp_path, "a", ["b1"], 1, [Clip("other", (Move("", 3),), 3.0, 1.5)], tiny)
    known = Costs.read(tmp_path, ["a", "unknown"], tiny)
    assert known == Costs({("a", "b0"): 4.0, ("a", "b1"): 3.0}, {("a", 0): 0.5, ("a", 1): 1.5})
    assert Costs.read(tmp_path, ["a"], replace(tiny, width=320)) == Costs()


def test_a_broken_record_of_costs_counts_for_nothing(tiny: Profile, tmp_path: Path) -> None:
    remember(tmp_path, "a", ["b0"], 0, [Clip("k0", (Move("", 3),), 4.0)], tiny)
    (record,) = (tmp_path / "costs").iterdir()
    record.write_text('{"beats": 3}')
    assert Costs.read(tmp_path, ["a"], tiny) == Costs()
