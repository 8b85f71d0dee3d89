"""A run: what was ordered is planned; then missing clips are drawn and films are joined."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Protocol

from studio.errors import Failure
from studio.farm import local_farm
from studio.films.film_build import FilmBuild, Outcome
from studio.plan.draw_costs import Costs, remember
from studio.plan.jobs import HoldJob, Job, plan_jobs
from studio.profile import Profile
from studio.requests.film_request import Resolved
from studio.store.clip_store import Clip, Store


class Watcher(Protocol):
    """Follows how a run goes. Calls may come from another thread."""

    def planned(self, clips: Mapping[str, int]) -> None:
        """Note how many clips each episode lacks (episode id → number), once."""

    def drawn(self, episode: str, index: int) -> None:
        """Note that a beat has been drawn."""

    def moved(self, episode: str, frames: int) -> None:
        """Note that so many more frames have been drawn."""

    def finished(self, outcome: Outcome) -> None:
        """Note that an order is done."""


def produce(
    resolved: Sequence[Resolved],
    profile: Profile,
    store: Store,
    workers: int,
    watcher: Watcher,
    *,
    fresh: bool = False,
    work: local_farm.Work = local_farm.work,
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
    work: local_farm.Work,
) -> tuple[Outcome, ...]:
    run = _Run(profile, store, watcher, [FilmBuild(one, profile, store) for one in resolved])
    for build in run.builds:
        build.find_existing(fresh=fresh)
    parts = [part for build in run.builds for part in build.parts]
    costs = Costs.read(store.root, [part.lesson for part in parts], profile)
    planned = plan_jobs(parts, run.stored(), workers, profile, store.root, costs)
    jobs = [replace(job, fresh=fresh) for job in planned]
    watcher.planned({build.part.episode: build.missing for build in run.builds})
    for build in run.builds:
        local_farm.log.info("%s: %d clips, of which %d are missing", build.order.id, len(build.keys), build.missing)
    for build in run.builds:
        if build.outcome is not None:
            watcher.finished(build.outcome)
        run.close_if_ready(build)
    holds = {hold: None for build in run.builds for hold in build.missing_holds()}
    run.ordered_holds.update(holds)
    work([*holds, *jobs], workers, run)
    return tuple(build.outcome for build in run.builds if build.outcome is not None)


@dataclass(slots=True)
class _Run:
    """All films of a run, and what comes back from the farm for them."""

    profile: Profile
    store: Store
    watcher: Watcher
    builds: list[FilmBuild]
    ordered_holds: dict[HoldJob, None] = field(default_factory=dict)

    def stored(self) -> set[str]:
        """Return the keys that nobody needs to draw: those in store, and those of films that are done."""
        done = (key for build in self.builds if build.outcome for key in build.keys)
        return {*done, *(key for build in self.builds for key in build.clips)}

    def needs(self, task: local_farm.Task) -> bool:
        """Return whether a film that has not failed waits for a task."""
        return bool(self._builds_of(task))

    def drew(self, episode: str, index: int) -> None:
        """Pass on that a beat has been drawn."""
        self.watcher.drawn(episode, index)

    def moved(self, episode: str, frames: int) -> None:
        """Pass on that frames have been drawn."""
        self.watcher.moved(episode, frames)

    def take(self, task: local_farm.Task, result: tuple[Clip, ...] | str | Failure) -> list[HoldJob]:
        """Take what a worker made and return the holds that can be encoded now."""
        holds: list[HoldJob] = []
        if isinstance(task, Job) and isinstance(result, tuple):
            self._remember_costs(task, result)
        for build in self._builds_of(task):
            if isinstance(result, Failure):
                build.close(None, result if result.beat else replace(result, beat=build.begun(task)))
                self.watcher.finished(_closed(build))
            elif isinstance(task, HoldJob):
                build.held.add((task.key, task.move, task.frames))
            elif isinstance(result, tuple):
                build.clips.update({clip.key: clip for clip in result if clip.key in build.keys})
                holds += [hold for hold in build.missing_holds() if hold not in self.ordered_holds]
                self.ordered_holds.update(dict.fromkeys(holds))
            self.close_if_ready(build)
        return holds

    def _remember_costs(self, job: Job, clips: Sequence[Clip]) -> None:
        parts = (part for build in self.builds for part in build.parts if part.lesson == job.lesson)
        names = {key: beat.name for part in parts for _, beat, key in part.clips}
        remember(self.store.root, job.lesson, [names[clip.key] for clip in clips], job.start, clips, self.profile)

    def _builds_of(self, task: local_farm.Task) -> list[FilmBuild]:
        """Return the films in the making that have a clip or a hold of `task`."""
        keys = set(task.keys) if isinstance(task, Job) else {task.key}
        return [build for build in self.builds if build.outcome is None and not keys.isdisjoint(build.keys)]

    def close_if_ready(self, build: FilmBuild) -> None:
        """Join a film whose clips and holds are all in."""
        if build.outcome is None and build.complete and not build.missing_holds():
            build.join()
            self.watcher.finished(_closed(build))


def _closed(build: FilmBuild) -> Outcome:
    assert build.outcome is not None
    return build.outcome
