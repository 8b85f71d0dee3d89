"""How commands make films: on so many workers or a cluster, with bars on stderr and a log."""

from __future__ import annotations

import contextlib
import functools
from dataclasses import replace
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from studio.deliver.episode_films import Produce
    from studio.films.film_build import Outcome
    from studio.profile import Profile
    from studio.requests.film_request import Resolved
    from studio.store.clip_store import Store
    from studio.voice.speech_engines import Voice


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

    limit = None if memory is None else read_size("--memory-limit", memory)
    if cluster is not None:
        from studio.farm.remote_farm import parse_cluster

        parse_cluster(cluster)

    def make(resolved: Sequence[Resolved], profile: Profile, store: Store) -> tuple[Outcome, ...]:
        console = human()
        with run_log(store.root.parent / "logs") as path, contextlib.ExitStack() as stack:
            spoken = voiced(resolved, speaker, lambda message: console.print(visible(message)))
            if cluster is None:
                workers = jobs or local_farm.cores()
                limits = Limits.of(minutes, limit, workers)
                shown = functools.partial(console.print, "dashboard:") if dashboard else None
                work: local_farm.Work = functools.partial(local_farm.work, limits=limits, dashboard=shown)
            else:
                from studio.farm.remote_farm import connected

                there = stack.enter_context(connected(cluster))
                workers = jobs or there.workers
                work = functools.partial(there.work, limits=Limits.of(minutes, limit, 1))
            bars = stack.enter_context(Bars(console))
            outcomes = produce(spoken, profile, store, workers, bars, fresh=fresh, work=work)
        return tuple(_with_log(outcome, path) for outcome in outcomes)

    return make


def _with_log(outcome: Outcome, path: Path) -> Outcome:
    return replace(outcome, failure=replace(outcome.failure, log=str(path))) if outcome.failure else outcome
