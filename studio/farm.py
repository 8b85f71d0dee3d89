"""The farm: a local `distributed` cluster, one single-threaded worker process per core.

A worker that dies is replaced and its job tried once more; a job that kills its worker again fails alone. No more jobs
are handed out than there are workers, so that they are done in the plan's order, and results are taken as they come.
"""

from __future__ import annotations

import logging
import os
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

from studio.errors import Failure
from studio.plan import HoldJob, Job

if TYPE_CHECKING:
    from studio.store import Clip

#: What workers report finished beats under.
_TOPIC = "beats"

Task = Job | HoldJob
#: Told of what came back: the task, and its clips, the key of its hold, or why it failed; returns what follows from it.
Take = Callable[[Task, "tuple[Clip, ...] | str | Failure"], Iterable[Task]]
#: Told of each drawn beat as it is finished: (episode, beat index).
Watch = Callable[[str, int], None]
#: What does a run's tasks: `work`, or `work_here`.
Work = Callable[[Iterable[Task], int, Take, Watch], None]


def cores() -> int:
    """Return how many cores this process may use."""
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1


def work(tasks: Iterable[Task], workers: int, take: Take, watch: Watch) -> None:
    """Do `tasks`, and those that `take` returns for a result (ahead of the rest). No task: no cluster is started."""
    waiting = list(tasks)
    if not waiting:
        return
    with _cluster(workers) as client:
        client.subscribe_topic(_TOPIC, lambda event: watch(*event[1]))
        _dispatch(client, waiting, workers, take)


def work_here(tasks: Iterable[Task], workers: int, take: Take, watch: Watch) -> None:
    """Do the same in this process, one task after another: for a process that may die of it."""
    from studio.worker import render_hold, render_job

    waiting = list(tasks)
    while waiting:
        task = waiting.pop(0)
        if isinstance(task, HoldJob):
            waiting[:0] = take(task, render_hold(task))
            continue
        result = render_job(task)
        for index in task.beats if isinstance(result, tuple) else ():
            watch(task.episode, index)
        waiting[:0] = take(task, result)


def _dispatch(client: Any, waiting: list[Task], workers: int, take: Take) -> None:
    from distributed import as_completed

    running: dict[Any, Task] = {}
    results: Any = as_completed()  # type: ignore[no-untyped-call]
    while waiting or running:
        while waiting and len(running) < workers:
            task = waiting.pop(0)
            future = client.submit(_do, task, pure=False)
            running[future] = task
            results.add(future)
        future = next(results)
        task = running.pop(future)
        waiting[:0] = take(task, _result(future, task))


def _result(future: Any, task: Task) -> tuple[Clip, ...] | str | Failure:
    error = future.exception()
    if error is None:
        result: tuple[Clip, ...] | str | Failure = future.result()
        return result
    message = f"{type(error).__name__}: {error}"
    if type(error).__name__ == "KilledWorker":
        message = "the worker process died twice while it drew this (out of memory?)"
    if isinstance(task, HoldJob):
        return Failure("hold", task.key[:12], "studio/worker.py", message, message)
    return Failure(task.lesson, f"{task.start + 1}–{task.stop}", "worker", message, message)


def _do(task: Task) -> tuple[Clip, ...] | str | Failure:
    """Run in a worker."""
    from distributed import get_worker

    from studio.worker import render_hold, render_job

    if isinstance(task, HoldJob):
        return render_hold(task)
    here, episode = get_worker(), task.episode
    return render_job(task, lambda index, key: here.log_event(_TOPIC, [episode, index]))


@contextmanager
def _cluster(workers: int) -> Iterator[Any]:
    import dask
    from distributed import Client, LocalCluster

    # manim gives the root logger a handler that writes to stdout, where only results belong.
    logging.getLogger("distributed").propagate = False

    settings = {
        "logging": {"distributed": "critical", "tornado": "critical"},
        "distributed.scheduler.allowed-failures": 1,
        # A worker that nears its share of memory is ended, not paused: a paused one would wait for ever.
        "distributed.worker.memory.target": False,
        "distributed.worker.memory.spill": False,
        "distributed.worker.memory.pause": False,
        "distributed.comm.timeouts.connect": "10s",
    }
    with (
        dask.config.set(settings),
        LocalCluster(  # type: ignore[no-untyped-call]
            n_workers=workers,
            threads_per_worker=1,
            processes=True,
            host="127.0.0.1",
            # Without a port of its own the scheduler would claim 8787, and warn when another run has it.
            scheduler_kwargs={"dashboard": False, "dashboard_address": "127.0.0.1:0"},
            silence_logs=logging.CRITICAL,
        ) as cluster,
        Client(cluster) as client,  # type: ignore[no-untyped-call]
    ):
        yield client
