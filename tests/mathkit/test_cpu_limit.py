"""Computations are ended where they are, and what stands around them goes on."""

from __future__ import annotations

import signal
import threading

import pytest

from mathkit.cpu_limit import CpuLimitError, cpu_limit


def _for_ever():
    while True:
        try:
            sum(range(1000))
        except Exception:  # noqa: BLE001 -- as sympy does in many places
            continue


def test_what_does_not_end_is_ended_though_it_catches_exceptions():
    with pytest.raises(CpuLimitError, match="too long"), cpu_limit(0.05, "too long"):
        _for_ever()


def test_what_ends_in_time_leaves_nothing_behind():
    before = signal.getsignal(signal.SIGPROF)
    with cpu_limit(30, "too long"):
        assert signal.getitimer(signal.ITIMER_PROF)[0] > 0
    assert signal.getitimer(signal.ITIMER_PROF) == (0, 0)
    assert signal.getsignal(signal.SIGPROF) is before


@pytest.mark.parametrize(("outer", "inner", "message"), [(0.05, 30, "outer"), (30, 0.05, "inner")])
def test_of_two_limits_the_nearer_one_counts(outer, inner, message):
    with pytest.raises(CpuLimitError, match=message), cpu_limit(outer, "outer"), cpu_limit(inner, "inner"):
        _for_ever()


def test_an_outer_limit_still_counts_after_an_inner_one():
    def one_after_the_other():
        with pytest.raises(CpuLimitError, match="inner"), cpu_limit(0.02, "inner"):
            _for_ever()
        _for_ever()

    with pytest.raises(CpuLimitError, match="outer"), cpu_limit(0.1, "outer"):
        one_after_the_other()


def test_an_error_inside_passes_through():
    with pytest.raises(ZeroDivisionError), cpu_limit(30, "too long"):
        1 / 0  # noqa: B018


def test_another_thread_runs_to_its_end():
    done = []

    def work():
        with cpu_limit(1e-6, "too long"):
            done.append(sum(range(100_000)))

    thread = threading.Thread(target=work)
    thread.start()
    thread.join()
    assert done == [4_999_950_000]
