"""How a run goes, for people: a bar for each episode on a terminal, plain lines in a pipe or in CI."""

from __future__ import annotations

import threading
import time
from collections.abc import Mapping
from types import TracebackType
from typing import Self

from rich.console import Console
from rich.progress import BarColumn, Progress, TaskID, TextColumn, TimeRemainingColumn

from studio.captions.clock import clock
from studio.films.film_build import Outcome
from studio.terminal.console import visible

#: The rate of drawing is that of the last so many seconds.
_WINDOW = 10.0
#: A beat is taken to have so many frames until one has been finished.
_FRAMES = 150.0


class Bars:
    """A watcher that draws a progress bar for each episode; plain lines where stderr is no terminal."""

    def __init__(self, console: Console) -> None:
        self._console = console
        self._plain = not console.is_terminal
        self._wanted: dict[str, int] = {}
        self._tasks: dict[str, TaskID] = {}
        self._drawn: dict[str, int] = {}
        self._rates: dict[str, _Rate] = {}
        self._failed: set[str] = set()
        self._began = time.monotonic()
        self._lock = threading.Lock()
        self._progress = Progress(
            TextColumn("{task.description}", markup=False),
            BarColumn(),
            TextColumn("{task.fields[beats]}", markup=False),
            TextColumn("{task.fields[rate]}", markup=False, justify="right"),
            TimeRemainingColumn(compact=True),
            TextColumn("left"),
            console=console,
            disable=self._plain,
        )

    def __enter__(self) -> Self:
        self._progress.start()
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        self._progress.stop()

    def planned(self, clips: Mapping[str, int]) -> None:
        """Show a bar for each episode of which clips are missing."""
        self._wanted = {episode: count for episode, count in clips.items() if count}
        self._drawn = dict.fromkeys(self._wanted, 0)
        self._rates = {name: _Rate() for name in self._wanted}
        self._tasks = {
            name: self._progress.add_task(name, total=count, beats=f"0 of {count} beats", rate="waiting")
            for name, count in self._wanted.items()
        }
        self._began = time.monotonic()
        if self._plain and self._wanted:
            self._console.print(f"drawing {sum(self._wanted.values())} beats of {len(self._wanted)} lessons")

    def drawn(self, episode: str, index: int) -> None:
        """Advance an episode's bar by a beat."""
        if episode not in self._tasks or episode in self._failed:
            return
        self._drawn[episode] += 1
        self._rates[episode].beat()
        self._show(episode)
        if self._plain:
            done, wanted, rate = self._drawn[episode], self._wanted[episode], self._rates[episode].speed
            self._console.print(f"{episode}: {done} of {wanted} beats drawn{rate and f', {rate}'}{self._left()}")

    def moved(self, episode: str, frames: int) -> None:
        """Advance an episode's bar within a beat."""
        if episode in self._tasks and episode not in self._failed:
            self._rates[episode].add(frames)
            self._show(episode)

    def finished(self, outcome: Outcome) -> None:
        """Fill an episode's bar, or say that it failed."""
        episode = outcome.order.id
        if outcome.failure is not None:
            self._failed.add(episode)
            self._console.print(f"{episode}: failed: {visible(str(outcome.failure))}")
            if episode in self._tasks:
                self._progress.update(self._tasks[episode], rate="failed")
                self._progress.stop_task(self._tasks[episode])
        elif episode in self._tasks:
            count = self._wanted[episode]
            self._progress.update(
                self._tasks[episode], completed=count, beats=f"{count} of {count} beats", rate="made", refresh=True
            )
            if self._plain:
                self._console.print(f"{episode}: made")

    def _show(self, episode: str) -> None:
        done, wanted, rate = self._drawn[episode], self._wanted[episode], self._rates[episode]
        self._progress.update(
            self._tasks[episode],
            completed=min(wanted, done + rate.part),
            beats=f"{min(done, wanted)} of {wanted} beats",
            rate=rate.speed,
        )

    def _left(self) -> str:
        """Return how long all episodes will take, by the beats that have been drawn so far."""
        done = sum(self._drawn[episode] for episode in self._drawn if episode not in self._failed)
        left = sum(
            self._wanted[episode] - count for episode, count in self._drawn.items() if episode not in self._failed
        )
        seconds = (time.monotonic() - self._began) / done * left if done else 0
        return f", about {clock(round(seconds))} left" if left else ""


class _Rate:
    """How fast an episode is drawn, and how much of the beats at hand."""

    def __init__(self) -> None:
        self._seen: list[tuple[float, int]] = []
        self._frames = self._since = self._beats = 0

    def add(self, frames: int) -> None:
        now = time.monotonic()
        self._seen = [(when, count) for when, count in self._seen if when > now - _WINDOW]
        self._seen.append((now, frames))
        self._frames += frames
        self._since += frames

    def beat(self) -> None:
        self._beats += 1
        self._since = 0

    @property
    def part(self) -> float:
        """Return how much of a beat has been drawn since the last one was finished."""
        usual = self._frames / self._beats if self._beats else _FRAMES
        return min(0.9, self._since / usual) if usual else 0.0

    @property
    def speed(self) -> str:
        """Return "38 frames/s", or nothing while that is not known."""
        if len(self._seen) < 2:
            return ""
        (began, _), (ended, _) = self._seen[0], self._seen[-1]
        frames = sum(count for _, count in self._seen[1:])
        return f"{frames / (ended - began):.0f} frames/s" if ended > began else ""
