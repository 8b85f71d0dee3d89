"""The process that a watched lesson is drawn in, which then stays to draw it again.

With our code imported and the lesson's formulas set it is warm, and a fork of it draws in half the time: of all code
only the lesson's own file is read again. Whether that will do (nothing else was saved) is known to who asks.
"""

from __future__ import annotations

import contextlib
import gc
import multiprocessing
import os
import queue
import signal
import sys
import tempfile
import threading
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from multiprocessing.connection import Connection, wait
from pathlib import Path
from typing import Any

from studio.watch.events import Done, Event, Failed, Numbered, Read, Sheet
from studio.watch.redraw import Send, View, draw_clips, draw_sheet, redraw

#: What the process is asked: the number of a redraw, and the prints of the beats whose clips are there.
Request = tuple[int, Mapping[str, str] | None]


def serve_redraws(pipe: Connection, view: View, request: Request) -> None:
    """Redraw, then again for each request from `pipe`, into which (number, event) goes: what a new process runs.

    A redraw ends the one before. The process leaves Ctrl-C to the one that started it; it ends when that one
    terminates it or closes the pipe, or when its own redraw fails, and leaves nothing behind.
    """
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    signal.signal(signal.SIGTERM, lambda number, frame: sys.exit(1))
    os.dup2(sys.stderr.fileno(), sys.stdout.fileno())  # a lesson that prints must not write among the results
    gc.freeze()  # what was imported before stays: to look through it for garbage takes a tenth of a redraw
    with tempfile.TemporaryDirectory(prefix="nabla-watch-") as scratch, contextlib.suppress(BrokenPipeError, EOFError):
        tempfile.tempdir = scratch
        number, shown = request
        sheet = draw_sheet(view, shown, lambda event: pipe.send((number, event)))
        if sheet is None:
            pipe.send((number, Done()))
            return
        gc.freeze()
        _serve_forks(pipe, view, _Fork.of(number, draw_clips, view, sheet))


def end(process: Any) -> None:
    """End a process, which tidies up after itself unless that takes long.

    It is told twice: Python loses what a signal's handler raises while an object is being finalised.
    """
    for patience in (0.5, 1.5):
        process.terminate()
        process.join(patience)
    process.kill()
    process.join()


def _serve_forks(pipe: Connection, view: View, fork: _Fork) -> None:
    """Pass on what a fork says, and replace it by another when asked to."""
    try:
        while True:
            ready = wait([pipe, fork.pipe] if fork.busy else [pipe])
            if pipe in ready:
                number, shown = pipe.recv()
                fork.end()
                fork = _Fork.of(number, redraw, view, shown)
            else:
                for event in fork.receive(view.lesson):
                    pipe.send((fork.number, event))
    finally:
        fork.end()


@dataclass(slots=True)
class _Fork:
    """A copy of this process that draws, and what it says."""

    number: int
    pipe: Connection
    process: Any
    busy: bool = True

    @classmethod
    def of(cls, number: int, draw: Callable[[View, Any, Send], None], view: View, what: Any) -> _Fork:
        """Fork, and call `draw(view, what, send)` in the copy."""
        context = multiprocessing.get_context("fork")
        ours, theirs = context.Pipe(duplex=False)
        process = context.Process(target=_draw, args=(theirs, draw, view, what))
        process.start()
        theirs.close()
        return cls(number, ours, process)

    def receive(self, lesson: str) -> tuple[Event, ...]:
        """Return the next event that it sent; that the copy died in the middle of drawing `lesson` is one too."""
        try:
            events: tuple[Event, ...] = (self.pipe.recv(),)
        except (EOFError, OSError):
            events = Failed.died(lesson), Done()
        self.busy = not isinstance(events[-1], Done)
        return events

    def end(self) -> None:
        """End it, if it is not at its end already."""
        end(self.process)
        self.pipe.close()


def _draw(pipe: Connection, draw: Callable[[View, Any, Send], None], view: View, what: Any) -> None:
    with contextlib.suppress(BrokenPipeError):
        draw(view, what, pipe.send)
        pipe.send(Done())


#: What a warm process imports of others' code. It takes a second, so a process that stays has it ready.
READY = ("manim", "manim.renderer.cairo_renderer", "sympy", "numpy", "typst", "contourpy", "av", "PIL.Image",
         "PIL.ImageDraw", "PIL.ImageFont", "pydantic", "lazy_loader", "typer", "rich")  # fmt: skip


class ForkServer:
    """Draws in other processes, so that what is saved is imported anew, and what was not is there already."""

    def __init__(self, view: View, events: queue.SimpleQueue[Numbered | BaseException]) -> None:
        self._view, self._events = view, events
        self._context = multiprocessing.get_context("forkserver")
        self._context.set_forkserver_preload([*READY])
        self._warm: _WarmProcess | None = None
        self._number = 0

    def draw(self, shown: Mapping[str, str] | None, saved: frozenset[Path]) -> int:
        """End the redraw under way and start another, after files were saved."""
        self._number += 1
        request = self._number, shown
        if self._warm is None or not self._warm.request_redraw(request, saved):
            self.close()
            self._warm = _WarmProcess(self._context, self._view, request, self._events)
        return self._number

    def close(self) -> None:
        """End the redraw under way, if there is one."""
        if self._warm is not None:
            self._warm.end()
            self._warm = None


class _WarmProcess:
    """A process that redraws, and draws again for as long as only the lesson's own file is saved."""

    def __init__(
        self, context: Any, view: View, request: Request, events: queue.SimpleQueue[Numbered | BaseException]
    ) -> None:
        self._view, self._events = view, events
        self._requested = request[0]
        #: What it has imported besides the lesson; None until it is ready to be asked.
        self._rest: frozenset[Path] | None = None
        self._pipe, theirs = context.Pipe()
        self._process = context.Process(target=serve_redraws, args=(theirs, view, request))
        self._process.start()
        theirs.close()
        threading.Thread(target=self._forward_events, daemon=True).start()

    def request_redraw(self, request: Request, saved: frozenset[Path]) -> bool:
        """Make it redraw after files were saved; False if it cannot."""
        if self._rest is None or saved & self._rest:
            return False
        self._requested = request[0]
        try:
            self._pipe.send(request)
        except OSError:
            return False
        return True

    def end(self) -> None:
        """End it, in the middle of a redraw if need be."""
        end(self._process)

    def _forward_events(self) -> None:
        """Put what comes through the pipe among the events; that it died in the middle is an event too."""
        drawn, done = False, 0
        with contextlib.suppress(EOFError, OSError):
            while True:
                number, event = self._pipe.recv()
                match event:
                    case Sheet():
                        drawn = True
                    case Read() if drawn and self._rest is None:
                        self._rest = event.files - {event.file}
                    case Done():
                        done = number
                self._events.put((number, event))
        self._rest = None
        if done < self._requested:
            self._events.put((self._requested, Failed.died(self._view.lesson)))
            self._events.put((self._requested, Done()))
        self._pipe.close()
