"""Where a watched lesson is drawn, seen from the process that watches: a keeper (`watch_keeper`), or a new one."""

from __future__ import annotations

import contextlib
import multiprocessing
import queue
import threading
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from studio.watch_events import Done, Numbered, Read, Sheet, Wrong
from studio.watch_keeper import Request, end, keep
from studio.watch_redraw import View

#: What a keeper imports of others' code. It takes a second, so a process that stays has it ready.
READY = ("manim", "manim.renderer.cairo_renderer", "sympy", "numpy", "typst", "contourpy", "av", "PIL.Image",
         "PIL.ImageDraw", "PIL.ImageFont", "pydantic", "lazy_loader", "typer", "rich")  # fmt: skip


class WarmEasel:
    """Draws in other processes, so that what is saved is imported anew, and what was not is there already."""

    def __init__(self, view: View, events: queue.SimpleQueue[Numbered | BaseException]) -> None:
        self._view, self._events = view, events
        self._context = multiprocessing.get_context("forkserver")
        self._context.set_forkserver_preload([*READY])
        self._keeper: _Keeper | None = None
        self._number = 0

    def draw(self, shown: Mapping[str, str] | None, saved: frozenset[Path]) -> int:
        """End the redraw under way and start another, after files were saved."""
        self._number += 1
        request = self._number, shown
        if self._keeper is None or not self._keeper.ask(request, saved):
            self.close()
            self._keeper = _Keeper(self._context, self._view, request, self._events)
        return self._number

    def close(self) -> None:
        """End the redraw under way, if there is one."""
        if self._keeper is not None:
            self._keeper.end()
            self._keeper = None


class _Keeper:
    """A process that redraws, and draws again for as long as only the lesson's own file is saved."""

    def __init__(
        self, context: Any, view: View, request: Request, events: queue.SimpleQueue[Numbered | BaseException]
    ) -> None:
        self._view, self._events = view, events
        self._asked = request[0]
        #: What it has imported besides the lesson; None until it is ready to be asked.
        self._rest: frozenset[Path] | None = None
        self._pipe, theirs = context.Pipe()
        self._process = context.Process(target=keep, args=(theirs, view, request))
        self._process.start()
        theirs.close()
        threading.Thread(target=self._pass_on, daemon=True).start()

    def ask(self, request: Request, saved: frozenset[Path]) -> bool:
        """Have it redraw after files were saved; False if it cannot."""
        if self._rest is None or saved & self._rest:
            return False
        self._asked = request[0]
        try:
            self._pipe.send(request)
        except OSError:
            return False
        return True

    def end(self) -> None:
        """End it, in the middle of a redraw if need be."""
        end(self._process)

    def _pass_on(self) -> None:
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
        if done < self._asked:
            self._events.put((self._asked, Wrong.died(self._view.lesson)))
            self._events.put((self._asked, Done()))
        self._pipe.close()
