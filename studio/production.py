"""A run: what was asked is resolved and checked as a whole; then missing clips are drawn and films are joined."""

from __future__ import annotations

import time
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Protocol

from mathkit.errors import NablaError
from scenes.theme import Theme
from studio import farm, film
from studio.closing import ClosingPart, closing_part
from studio.costs import Costs, remember
from studio.errors import Failure, RequestError
from studio.keys import clip_keys
from studio.lessons import LessonRef, theme_file
from studio.outlines import Script, remember_script, resolve_script
from studio.plan import HoldJob, Job, Part, hold_frames, plan_jobs
from studio.profile import Profile
from studio.sound.timing import Utterance
from studio.store import Clip, Store


@dataclass(frozen=True, slots=True)
class Order:
    """One film that was asked for. `beats`: only those; `lingers`: it ends in a rest; `where` says in errors who asked.

    `folder`: where its series file lies; `burn`: captions are set into the picture too.
    """

    id: str
    lesson: LessonRef
    output: Path
    settings: Mapping[str, str] = field(default_factory=dict)
    say: Mapping[str, str] = field(default_factory=dict)
    title: str = ""
    description: str = ""
    beats: tuple[str, ...] = ()
    lingers: bool = True
    where: str = ""
    folder: Path | None = None
    burn: bool = False


@dataclass(frozen=True, slots=True)
class Resolved:
    """An order whose lesson, params, sentences and beats are known to be right, and the card that closes its film.

    `heard`: the voice of each beat, by name, where one was asked for.
    """

    order: Order
    script: Script
    part: Part
    closing: ClosingPart | None = None
    heard: Mapping[str, tuple[Utterance, ...]] = field(default_factory=dict)

    @property
    def parts(self) -> tuple[Part, ...]:
        """Return what the film is drawn from, in order."""
        return (self.part, self.closing.part) if self.closing else (self.part,)


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of an order: a film or a failure, how many clips were drawn and reused, and the seconds it took."""

    order: Order
    film: film.Film | None
    failure: Failure | None
    rendered: int
    reused: int
    seconds: float


class Watcher(Protocol):
    """Is told how a run goes. Calls may come from another thread."""

    def planned(self, clips: Mapping[str, int]) -> None:
        """Hear how many clips each episode lacks (episode id → number), once."""

    def drawn(self, episode: str, index: int) -> None:
        """Hear that a beat has been drawn."""

    def moved(self, episode: str, frames: int) -> None:
        """Hear that so many more frames have been drawn."""

    def finished(self, outcome: Outcome) -> None:
        """Hear that an order is done."""


def resolve(orders: Iterable[Order], profile: Profile, scripts: Path) -> tuple[Resolved, ...]:
    """Check every order and return them resolved; `scripts` is the folder where scripts are remembered.

    Raises:
        NablaError: the theme or one of the orders is wrong. Nothing has been written then.
    """
    Theme.load(str(theme_file(profile.theme)))
    resolved = tuple(_resolved(order, profile, scripts) for order in orders)
    for one in resolved:
        remember_script(one.order.lesson, one.order.settings, one.order.say, one.script, scripts)
    return resolved


def produce(
    resolved: Sequence[Resolved],
    profile: Profile,
    store: Store,
    workers: int,
    watcher: Watcher,
    *,
    fresh: bool = False,
    work: farm.Work = farm.work,
) -> tuple[Outcome, ...]:
    """Make the films; with `fresh`, draw everything again. A film that fails does not keep the others from being made.

    A film that is there and would come out the same is left as it is.
    """
    with store.in_use():
        store.sweep()
        return _produce(resolved, profile, store, workers, watcher, fresh=fresh, work=work)


def _produce(
    resolved: Sequence[Resolved],
    profile: Profile,
    store: Store,
    workers: int,
    watcher: Watcher,
    *,
    fresh: bool,
    work: farm.Work,
) -> tuple[Outcome, ...]:
    run = _Run(profile, store, watcher, [_Making(one, profile, store) for one in resolved])
    for making in run.makings:
        making.look(fresh=fresh)
    parts = [part for making in run.makings for part in making.parts]
    costs = Costs.read(store.root, [part.lesson for part in parts], profile)
    planned = plan_jobs(parts, run.stored(), workers, profile, store.root, costs)
    jobs = [replace(job, fresh=fresh) for job in planned]
    watcher.planned({making.part.episode: making.missing for making in run.makings})
    for making in run.makings:
        farm.log.info("%s: %d clips, of which %d are missing", making.order.id, len(making.keys), making.missing)
    for making in run.makings:
        if making.outcome is not None:
            watcher.finished(making.outcome)
        run.close_if_ready(making)
    holds = {hold: None for making in run.makings for hold in making.lacking_holds()}
    run.ordered_holds.update(holds)
    work([*holds, *jobs], workers, run)
    return tuple(making.outcome for making in run.makings if making.outcome is not None)


def _resolved(order: Order, profile: Profile, scripts: Path) -> Resolved:
    try:
        script = resolve_script(order.lesson, order.settings, order.say, scripts)
    except NablaError as error:
        if not order.where:
            raise
        raise RequestError(f"{order.where}: {error}") from error
    beats = script.outline.beats
    names = [beat.name for beat in beats]
    for name in order.say:
        if name not in names:
            raise RequestError(f"{order.where or order.id}: say.{name}: {RequestError.unknown('beat', name, names)}")
    wanted = [name.replace("-", "_") for name in order.beats]
    for name in wanted:
        if name not in names:
            raise RequestError.unknown(f"beat of {order.lesson.name} called", name, names)
    keys = clip_keys(order.lesson, script.params, names, profile)
    clips = tuple((index, beat, keys[index]) for index, beat in enumerate(beats) if not wanted or beat.name in wanted)
    part = Part(order.id, order.lesson.name, order.lesson.target, dict(order.settings), clips)
    return Resolved(order, script, part, None if wanted else closing_part(order.id, profile))


class _Making:
    """A film in the making: which of its clips are in, and what came of it."""

    def __init__(self, resolved: Resolved, profile: Profile, store: Store) -> None:
        self.order, self.part, self.parts = resolved.order, resolved.part, resolved.parts
        self.keys = [key for part in resolved.parts for _, _, key in part.clips]
        self._closing = resolved.closing
        self._heard = resolved.heard
        self.clips: dict[str, Clip] = {}
        self.missing = 0
        self.outcome: Outcome | None = None
        self.held: set[tuple[str, int, int]] = set()
        self._script, self._profile, self._store = resolved.script, profile, store
        self._began = time.perf_counter()

    def look(self, *, fresh: bool) -> None:
        """Look for the film, then for its clips."""
        if not fresh:
            self._find(read=False)
            made = film.current(self.order.output, self._made_from(), self._profile.fps) if self.complete else None
            if made is not None:
                self.close(made, None)
                return
            self._find(read=True)
        self.missing = len(self.keys) - len(self.clips)

    @property
    def complete(self) -> bool:
        """Return whether what moves is there of every beat."""
        return len(self.clips) == len(set(self.keys))

    def lacking_holds(self) -> list[HoldJob]:
        """Return the holds of clips that are in, and that have not been encoded yet."""
        if self.outcome is not None:
            return []
        wanted = {
            (shot.clip.key, move, frames) for shot in self._shots() for move, frames in enumerate(shot.holds) if frames
        } - self.held
        self.held |= {hold for hold in wanted if self._store.hold(*hold) is not None}
        return [HoldJob(*hold, self._profile, self._store.root) for hold in sorted(wanted - self.held)]

    def begun(self, task: farm.Task) -> str:
        """Return the name of the beat that a task which was lost was at: its first that is not in the store."""
        lost = set(task.keys) if isinstance(task, Job) else {task.key}
        beats = [(beat.name, key) for part in self.parts for _, beat, key in part.clips if key in lost]
        return next((name for name, key in beats if self._store.clip(key, read=False) is None), beats[-1][0])

    def join(self) -> None:
        """Make the film of the clips and holds that are in."""
        try:
            made = film.make(self.order.output, self._made_from(), self._shots(), self._store, self._profile)
        except (OSError, ValueError) as error:
            place = self.order.output.name
            self.close(
                None, Failure(self.part.lesson, "none", place, f"the film cannot be written: {error}", repr(error))
            )
        else:
            self.close(made, None)

    def close(self, made: film.Film | None, failure: Failure | None) -> None:
        """Note what came of this film."""
        seconds = time.perf_counter() - self._began
        reused = len(self.keys) - self.missing
        rendered = self.missing if made else max(0, len(self.clips) - reused)
        self.outcome = Outcome(self.order, made, failure, rendered, reused, seconds)

    def _find(self, *, read: bool) -> None:
        found = (self._store.clip(key, read=read) for key in self.keys)
        self.clips = {clip.key: clip for clip in found if clip is not None}

    def _shots(self) -> list[film.Shot]:
        last = self.part.clips[-1][0] if self.order.lingers else -1
        shots = [
            film.Shot(
                beat,
                clip,
                hold_frames(beat, clip.moves, self._profile.fps, last=index == last),
                self._heard.get(beat.name, ()),
            )
            for index, beat, key in self.part.clips
            if (clip := self.clips.get(key)) is not None
        ]
        if self._closing and (card := self.clips.get(self._closing.key)) is not None:
            shots.append(film.Shot(self._closing.beat, card, (self._closing.hold,)))
        return shots

    def _made_from(self) -> dict[str, object]:
        outline = self._script.outline
        title = self.order.title or outline.title
        return film.manifest(
            outline.lesson,
            title,
            self.order.description,
            self._script.params,
            self._profile,
            self._shots(),
            burn=self.order.burn,
        )


@dataclass(slots=True)
class _Run:
    """All films of a run, and what comes back from the farm for them."""

    profile: Profile
    store: Store
    watcher: Watcher
    makings: list[_Making]
    ordered_holds: dict[HoldJob, None] = field(default_factory=dict)

    def stored(self) -> set[str]:
        """Return the keys that nobody needs to draw: those in store, and those of films that are done."""
        done = (key for making in self.makings if making.outcome for key in making.keys)
        return {*done, *(key for making in self.makings for key in making.clips)}

    def wanted(self, task: farm.Task) -> bool:
        """Return whether a film that has not failed waits for a task."""
        return bool(self._concerned(task))

    def drew(self, episode: str, index: int) -> None:
        """Pass on that a beat has been drawn."""
        self.watcher.drawn(episode, index)

    def moved(self, episode: str, frames: int) -> None:
        """Pass on that frames have been drawn."""
        self.watcher.moved(episode, frames)

    def take(self, task: farm.Task, result: tuple[Clip, ...] | str | Failure) -> list[HoldJob]:
        """Take what a worker made and return the holds that can be encoded now."""
        holds: list[HoldJob] = []
        if isinstance(task, Job) and isinstance(result, tuple):
            self._remember_costs(task, result)
        for making in self._concerned(task):
            if isinstance(result, Failure):
                making.close(None, result if result.beat else replace(result, beat=making.begun(task)))
                self.watcher.finished(_closed(making))
            elif isinstance(task, HoldJob):
                making.held.add((task.key, task.move, task.frames))
            elif isinstance(result, tuple):
                making.clips.update({clip.key: clip for clip in result if clip.key in making.keys})
                holds += [hold for hold in making.lacking_holds() if hold not in self.ordered_holds]
                self.ordered_holds.update(dict.fromkeys(holds))
            self.close_if_ready(making)
        return holds

    def _remember_costs(self, job: Job, clips: Sequence[Clip]) -> None:
        parts = (part for making in self.makings for part in making.parts if part.lesson == job.lesson)
        names = {key: beat.name for part in parts for _, beat, key in part.clips}
        remember(self.store.root, job.lesson, [names[clip.key] for clip in clips], job.start, clips, self.profile)

    def _concerned(self, task: farm.Task) -> list[_Making]:
        """Return the films in the making that have a clip or a hold of `task`."""
        keys = set(task.keys) if isinstance(task, Job) else {task.key}
        return [making for making in self.makings if making.outcome is None and not keys.isdisjoint(making.keys)]

    def close_if_ready(self, making: _Making) -> None:
        """Join a film whose clips and holds are all in."""
        if making.outcome is None and making.complete and not making.lacking_holds():
            making.join()
            self.watcher.finished(_closed(making))


def _closed(making: _Making) -> Outcome:
    assert making.outcome is not None
    return making.outcome
