"""A body that takes too much is stopped at the line that it is at."""

from __future__ import annotations

import threading
import traceback

import pytest

from studio.render.limits import GIGABYTE, LimitError, Limits, guarded

AMPLE = Limits(seconds=3600, memory=1000 * GIGABYTE, still=3600)


def loop_for_ever() -> None:
    while True:
        pass


def test_a_loop_is_stopped_at_its_line() -> None:
    with (
        pytest.raises(LimitError, match=r"longer than 0\.05 s \(--time-limit") as caught,
        guarded(Limits(0.05, AMPLE.memory)),
    ):
        loop_for_ever()
    assert traceback.extract_tb(caught.value.__traceback__)[-1].name == "loop_for_ever"


def test_a_body_that_draws_nothing_is_stopped() -> None:
    with pytest.raises(LimitError, match=r"no frame was drawn for 0\.05 s"), guarded(Limits(3600, AMPLE.memory, 0.05)):
        loop_for_ever()


def test_a_body_that_takes_memory_is_stopped() -> None:
    with (
        pytest.raises(LimitError, match=r"more than 1e-06 GB of memory \(--memory-limit"),
        guarded(Limits(memory=1000)),
    ):
        loop_for_ever()


def test_within_limits_nothing_happens_nor_after() -> None:
    reached = []
    with guarded(AMPLE) as guard:
        guard.moved()
        reached.append("inside")
    reached.append("after")
    assert reached == ["inside", "after"]
    assert not [thread for thread in threading.enumerate() if thread.name == "limits"]


@pytest.mark.parametrize(("minutes", "seconds", "still"), [(None, 3600, 300), (2, 120, 120), (10, 600, 300)])
def test_what_was_asked_for_is_what_counts(minutes: float | None, seconds: float, still: float) -> None:
    limits = Limits.of(minutes, 123, workers=1)
    assert (limits.seconds, limits.still, limits.memory) == (seconds, still, 123)
    assert 0 < Limits.of(None, None, workers=1000).memory < Limits.of(None, None, workers=1).memory <= 4 * GIGABYTE
