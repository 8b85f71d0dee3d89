"""Watching a lesson: whenever a file that it is drawn from is saved, it is drawn again.

One queue takes what is saved and what is drawn. A save ends the redraw under way, whose picture nobody wants any more,
and starts the next; a redraw that fails leaves the last good pictures where they are.
"""

from __future__ import annotations

import contextlib
import queue
import threading
import time
from collections.abc import Callable, Iterable, Iterator, Mapping
from pathlib import Path
from typing import Protocol

from studio.errors import RequestError
from studio.places import ROOT
from studio.profile import Profile
from studio.sources import digests
from studio.sources.lesson_lookup import find_lesson
from studio.watch.events import Event, Failed, Filmed, Numbered, Read, Saved, Sheet
from studio.watch.fork_server import ForkServer
from studio.watch.redraw import View

#: Files of lessons and themes. What else is saved beside them matters only if the lesson is drawn from it.
SUFFIXES = (".py", ".pyi", ".toml")
#: Saves closer together than this are one; how long to wait for saves before testing whether to stop, in milliseconds.
BURST, PATIENCE = 50, 200
#: Called with each event, and the seconds since the save that caused it.
Report = Callable[[Event, float], None]


class Redrawer(Protocol):
    """Draws the lesson; what comes of it arrives among the events, under the number that `draw` returns."""

    def draw(self, shown: Mapping[str, str] | None, saved: frozenset[Path]) -> int:
        """End the redraw under way and start another, after files were saved.

        Clips are drawn of beats whose print is not in `shown`.
        """


def follow(events: Iterable[Numbered], redrawer: Redrawer, report: Report) -> None:
    """Draw once, then again whenever a file is saved that the lesson is drawn from, until the events end."""
    files: frozenset[Path] = frozenset()
    shown: dict[str, str] | None = None
    number, saved, good = 0, 0.0, False
    for source, event in events:
        if isinstance(event, Saved):
            # After a failure the file at fault may be one that nobody has been able to read yet.
            if not (event.files and files and good) or event.files & files:
                number, saved = redrawer.draw(shown, event.files), event.at
            continue
        if source != number:
            continue
        match event:
            case Read():
                files = event.files
            case Sheet():
                good = True
                shown = dict(event.prints) if shown is None else shown
            case Filmed():
                shown = {**(shown or {}), event.beat: event.print}
            case Failed():
                good = False
        report(event, time.time() - saved)


def watch(view: View, folders: Iterable[Path], report: Report) -> None:
    """Watch a lesson until Ctrl-C (KeyboardInterrupt); `folders` are those in which it and what it uses lie."""
    events: queue.SimpleQueue[Numbered | BaseException] = queue.SimpleQueue()
    redrawer, watcher = ForkServer(view, events), FileWatcher(events)
    try:
        watcher.add_folders(folders)
        follow(_taken(events, watcher), redrawer, report)
    finally:
        watcher.close()
        redrawer.close()


def _taken(events: queue.SimpleQueue[Numbered | BaseException], watcher: FileWatcher) -> Iterator[Numbered]:
    while True:
        event = events.get()
        if isinstance(event, BaseException):
            raise event
        if isinstance(event[1], Read):
            watcher.read(event[1].files)
        yield event


def folders_of(lesson: str, profile: Profile) -> tuple[Path, ...]:
    """Return the folders to watch for a lesson, by name or by path, drawn in a profile's theme.

    Raises:
        RequestError: there is no such lesson. A file that is not Python yet will do.
    """
    try:
        module = find_lesson(lesson).module
    except RequestError as error:
        if not isinstance(error.__cause__, SyntaxError):
            raise
        module = lesson.rpartition(".py")[0] + ".py"
    own = (Path(module).resolve().parent,) if module.endswith(".py") else ()
    floors = (ROOT / floor for floor in digests.FLOORS)
    return tuple(dict.fromkeys((*own, *floors, profile.theme.files[0].parent)))


class FileWatcher:
    """Puts what is saved among the events: code and themes, and whatever the lesson is drawn from.

    `add_folders` returns once its folders are watched. A first event without files says that watching has begun.
    """

    def __init__(self, events: queue.SimpleQueue[Numbered | BaseException]) -> None:
        self._events = events
        self._folders: set[Path] = set()
        self._drawn_from: frozenset[Path] = frozenset()
        self._stop = threading.Event()
        self._threads: list[threading.Thread] = []

    def add_folders(self, folders: Iterable[Path]) -> None:
        """Watch these folders too."""
        new = {folder for folder in folders if folder not in self._folders and folder.is_dir()}
        if not new:
            return
        self._folders |= new
        begun = threading.Event()
        thread = threading.Thread(target=self._report_saves, args=(new, begun), daemon=True)
        self._threads.append(thread)
        thread.start()
        begun.wait()
        if len(self._threads) == 1:
            self._events.put((0, Saved(frozenset(), time.time())))

    def read(self, files: frozenset[Path]) -> None:
        """Take note of what the lesson is drawn from: a logo and fonts may lie anywhere."""
        self._drawn_from = files
        self.add_folders({file.parent for file in files})

    def close(self) -> None:
        """Stop watching."""
        self._stop.set()
        for thread in self._threads:
            thread.join()

    def _matters(self, _: object, path: str) -> bool:
        return path.endswith(SUFFIXES) or Path(path) in self._drawn_from

    def _report_saves(self, folders: Iterable[Path], begun: threading.Event) -> None:
        import watchfiles

        try:
            for changes in watchfiles.watch(
                *folders, watch_filter=self._matters, stop_event=self._stop, step=BURST, rust_timeout=PATIENCE,
                yield_on_timeout=True, recursive=False, raise_interrupt=False,
            ):  # fmt: skip
                begun.set()
                if changes:
                    files = frozenset(Path(path) for _, path in changes)
                    self._events.put((0, Saved(files, _saved_at(files))))
        except BaseException as error:  # noqa: BLE001 -- passed on to the thread that waits for events
            self._events.put(error)
        finally:
            begun.set()


def _saved_at(files: Iterable[Path]) -> float:
    """Return when the newest of `files` was written; now, if there is none."""
    times = []
    for file in files:
        with contextlib.suppress(OSError):
            times.append(file.stat().st_mtime)
    return max(times, default=time.time())
