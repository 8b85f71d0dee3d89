"""Computations that cannot be bounded beforehand, ended after a time: nobody can say what sympy takes for a formula."""

from __future__ import annotations

import signal
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from mathkit.errors import NablaError

#: Seconds after which a computation is told again that did not end.
_AGAIN = 0.5


class CpuLimitError(NablaError):
    """A computation took more time of a processor than it may."""


class _Expired(BaseException):
    """Raised in the middle of a computation. No Exception: sympy goes on after many of those, with something slower."""


@contextmanager
def cpu_limit(seconds: float, message: str) -> Iterator[None]:
    """End the block after so many CPU seconds with `CpuLimitError(message)`.

    A signal of the process's own clock ends it, between two steps of Python: one step that takes long (the power of two
    large integers) is to be bounded by its size. Limits may be nested; the nearer end counts. Where there are no such
    signals (another thread than the main one, Windows), the block runs to its end.
    """
    if not hasattr(signal, "setitimer") or threading.current_thread() is not threading.main_thread():
        yield
        return
    began = time.process_time()
    outer_handler = signal.getsignal(signal.SIGPROF)
    outer_left = signal.getitimer(signal.ITIMER_PROF)[0]
    is_nearer = not outer_left or seconds < outer_left
    signal.signal(signal.SIGPROF, _expire)
    signal.setitimer(signal.ITIMER_PROF, seconds if is_nearer else outer_left, _AGAIN)
    try:
        yield
    except _Expired:
        if is_nearer:
            raise CpuLimitError(message) from None
        raise
    finally:
        left = max(outer_left - (time.process_time() - began), 1e-3) if outer_left else 0.0
        signal.setitimer(signal.ITIMER_PROF, left, _AGAIN if left else 0.0)
        signal.signal(signal.SIGPROF, outer_handler)


def _expire(_signal: int, _frame: Any) -> None:
    raise _Expired
