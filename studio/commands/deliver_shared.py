"""What the commands of `deliver` share: films with bars on stderr, and how a run is told."""

from __future__ import annotations

import contextlib
import functools
import json
from dataclasses import replace
from typing import TYPE_CHECKING

import typer

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from pathlib import Path

    from studio.deliver.episode_films import Produce, Request
    from studio.errors import Failure
    from studio.films.film_build import Outcome
    from studio.profile import Profile
    from studio.requests.film_request import Resolved
    from studio.requests.spoken_request import Voice
    from studio.store.clip_store import Store

#: Targets whose packages are checked when they have been made; the others' checks need a browser.
CHECKED = ("youtube",)


def asked(
    what: str,
    settings: Sequence[str] | None,
    only: Sequence[str] | None,
    out: Path,
    profile: tuple[str, str, str],
) -> tuple[Request, Profile, Store]:
    """Return what was asked for (a series or a lesson with its params), how films are made, and the store in `out`.

    `profile` is a preset, a theme and an aspect, as they were typed.

    Raises:
        RequestError: one of them is wrong; nothing has been written.
    """
    from studio.deliver.episode_films import Request
    from studio.sources.lesson_lookup import read_settings
    from studio.store.atomic_write import check_folder
    from studio.store.clip_store import Store
    from studio.terminal.theme_request import asked_profile

    request = Request.read(what, read_settings(settings or ()), only or ())
    return request, asked_profile(*profile), Store(check_folder(out) / ".store")


def producer(
    jobs: int | None,
    *,
    fresh: bool,
    speaker: Voice | None = None,
    minutes: float | None = None,
    memory: str | None = None,
    cluster: str | None = None,
    dashboard: bool = False,
) -> Produce:
    """Return what makes films on so many workers (None: one per core), with bars on stderr and a log by the store.

    `speaker` speaks, if anybody. A job may take `minutes` and its worker `memory` ("2GB"); `dashboard` shows Dask's.
    With `cluster` the jobs go to the Dask scheduler there.

    Raises:
        RequestError: `memory` is no size, or `cluster` a file that is not there.
    """
    from studio.farm import local_farm
    from studio.farm.run_log import run_log
    from studio.films.production import produce
    from studio.render.limits import Limits
    from studio.requests.spoken_request import voiced
    from studio.terminal.console import human, visible
    from studio.terminal.progress_bars import Bars
    from studio.terminal.sizes import read_size

    asked = None if memory is None else read_size("--memory-limit", memory)
    if cluster is not None:
        from studio.farm.remote_farm import asked_cluster

        asked_cluster(cluster)

    def make(resolved: Sequence[Resolved], profile: Profile, store: Store) -> tuple[Outcome, ...]:
        console = human()
        with run_log(store.root.parent / "logs") as path, contextlib.ExitStack() as stack:
            spoken = voiced(resolved, speaker, lambda told: console.print(visible(told)))
            if cluster is None:
                workers = jobs or local_farm.cores()
                limits = Limits.of(minutes, asked, workers)
                shown = functools.partial(console.print, "dashboard:") if dashboard else None
                work: local_farm.Work = functools.partial(local_farm.work, limits=limits, dashboard=shown)
            else:
                from studio.farm.remote_farm import connected

                there = stack.enter_context(connected(cluster))
                workers = jobs or there.workers
                work = functools.partial(there.work, limits=Limits.of(minutes, asked, 1))
            bars = stack.enter_context(Bars(console))
            outcomes = produce(spoken, profile, store, workers, bars, fresh=fresh, work=work)
        return tuple(_with_log(outcome, path) for outcome in outcomes)

    return make


def _with_log(outcome: Outcome, path: Path) -> Outcome:
    return replace(outcome, failure=replace(outcome.failure, log=str(path))) if outcome.failure else outcome


def tell(target: str, packages: Sequence[Path], failures: Mapping[str, Failure], *, as_json: bool) -> None:
    """Print the packages for people, or for programs; end with status 1 if an episode failed.

    Of packages that are checked at once it is said what their target misses, such as the size in a draft.
    """
    from studio.terminal.console import human, link, visible

    for log in {failure.log for failure in failures.values() if failure.log}:
        human().print("what failed is told in full in", link(log))
    for episode, failure in failures.items():
        human().print(f"{episode}: failed: {visible(str(failure))}")
    if target in CHECKED and packages:
        from studio.check import check
        from studio.check.report.table import complaints

        for line in complaints(check(packages)):
            human().print(f"not as {target} wants it: {visible(line)}")
    if as_json:
        failed = {episode: str(failure) for episode, failure in failures.items()}
        told = {"target": target, "packages": [str(package) for package in packages], "failed": failed}
        print(json.dumps(told, ensure_ascii=False))
    else:
        for package in packages:
            print(package)
    if failures:
        raise typer.Exit(1)
