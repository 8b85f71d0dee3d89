"""What a job may take: time, memory, and time without a frame. A lesson that takes more is stopped where it is.

The exception is raised in the thread that draws, at the line that it is at, so that the failure names beat and line.
A thread that is deep in a library's compiled code hears of it when that returns; who waits for the job ends its
process if it does not.
"""

from __future__ import annotations

import ctypes
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass

from mathkit.errors import NablaError

MINUTE = 60.0
GIGABYTE = 1_000_000_000
#: How often time and memory are looked at, in seconds, and how often a thread is told again that does not stop.
_PERIOD, _AGAIN = 0.1, 5.0


class LimitError(NablaError):
    """A job took more than it may. `reason` says of what."""

    reason = ""

    def __str__(self) -> str:
        return self.reason


@dataclass(frozen=True, slots=True)
class Limits:
    """`seconds` that a job may take, `still` seconds without a frame, `memory` bytes that its process may hold."""

    seconds: float = 60 * MINUTE
    memory: int = 4 * GIGABYTE
    still: float = 5 * MINUTE

    @classmethod
    def of(cls, minutes: float | None, memory: int | None, workers: int) -> Limits:
        """Return the limits that were asked for; memory not asked for is 4 GB, or a worker's share if that is less."""
        from psutil import virtual_memory

        seconds = cls().seconds if minutes is None else minutes * MINUTE
        share = virtual_memory().total // max(1, workers)
        return cls(seconds, memory or min(cls().memory, share), min(cls().still, seconds))


class Guard:
    """Watches over the thread that made it: told of frames by `moved`."""

    def __init__(self, limits: Limits) -> None:
        self._limits = limits
        self._thread = threading.get_ident()
        self._over = threading.Event()
        self._began = self._moved = time.monotonic()

    def moved(self) -> None:
        """Note that a frame was drawn."""
        self._moved = time.monotonic()

    def watch(self) -> None:
        """Stop the thread when it takes too much."""
        pause = _PERIOD
        while not self._over.wait(pause):
            reason = self._too_much()
            if reason:
                _raise_in(self._thread, type("LimitError", (LimitError,), {"reason": reason}))
                pause = _AGAIN

    def end(self) -> None:
        """Leave off watching."""
        self._over.set()

    def _too_much(self) -> str:
        from psutil import Process

        now, limits = time.monotonic(), self._limits
        if now - self._began > limits.seconds:
            return f"the job took longer than {_spell(limits.seconds)} (--time-limit allows more)"
        if now - self._moved > limits.still:
            return f"no frame was drawn for {_spell(limits.still)}: does it loop for ever?"
        if Process().memory_info().rss > limits.memory:
            return f"the worker took more than {limits.memory / GIGABYTE:.3g} GB of memory (--memory-limit allows more)"
        return ""


@contextmanager
def guarded(limits: Limits | None) -> Iterator[Guard]:
    """Run the body within `limits`.

    Raises:
        LimitError: the body took more, at the line where it was then.
    """
    guard = Guard(limits or Limits())
    if limits is None:
        yield guard
        return
    watcher = threading.Thread(target=guard.watch, name="limits", daemon=True)
    watcher.start()
    try:
        yield guard
    finally:
        guard.end()
        watcher.join()
        _raise_in(threading.get_ident(), None)


def _raise_in(thread: int, error: type[BaseException] | None) -> None:
    """Raise `error` in a thread at its next line; None takes back what has not been raised yet."""
    ctypes.pythonapi.PyThreadState_SetAsyncExc(ctypes.c_ulong(thread), ctypes.py_object(error) if error else None)


def _spell(seconds: float) -> str:
    return f"{seconds / MINUTE:.3g} minutes" if seconds > 2 * MINUTE else f"{seconds:.3g} s"
