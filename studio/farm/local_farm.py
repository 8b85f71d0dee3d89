"""The farm: a local `distributed` cluster, one single-threaded worker process per core.

A worker that dies is replaced and its job tried once more, from the first beat that is not in the store; a job that
kills its worker again fails alone. No more jobs are handed out than there are workers, so that they are done in the
plan's order, and results are taken as they come.
"""

from __future__ import annotations

import contextlib
import functools
import logging
import os
import queue
import signal
import time
import warnings
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any, Protocol

from studio.errors import Failure
from studio.plan.jobs import HoldJob, Job
from studio.render.limits import Limits

if TYPE_CHECKING:
    from studio.store.clip_store import Clip

#: What workers report under, as (what, who, how many): "began" (the task's number, the process), "frames" (episode,
#: frames), "beat" (episode, beat index).
_TOPIC = "nabla"
#: How long a job that is past its time is waited for until its process is ended, in seconds.
GRACE = 20.0
#: A worker is ended by Dask when it holds this much more than a job may: when the job could not be stopped.
_ROOM = 1.25

Task = Job | HoldJob

log = logging.getLogger("nabla")


class Coordinator(Protocol):
    """What knows which tasks a run still needs, and takes their results."""

    def needs(self, task: Task) -> bool:
        """Return whether a task still needs to be done; asked before it is begun."""

    def take(self, task: Task, result: tuple[Clip, ...] | str | Failure) -> Iterable[Task]:
        """Take a result; return the tasks that follow from it."""

    def drew(self, episode: str, index: int) -> None:
        """Note that a beat has been finished."""

    def moved(self, episode: str, frames: int) -> None:
        """Note that so many more frames have been drawn."""


class Work(Protocol):
    """What does a run's tasks: `work`, or `work_here`."""

    def __call__(self, tasks: Iterable[Task], workers: int, coordinator: Coordinator) -> None:
        """Do `tasks`, and those that the coordinator returns for a result, ahead of the rest."""


def cores() -> int:
    """Return how many cores this process may use."""
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1


def work(
    tasks: Iterable[Task],
    workers: int,
    coordinator: Coordinator,
    limits: Limits | None = None,
    *,
    dashboard: Callable[[str], object] | None = None,
) -> None:
    """Do `tasks`, and those that follow from them, on a cluster of this machine. No task: no cluster is started.

    With `dashboard`, Dask's is shown meanwhile, and its address handed to that function.
    """
    waiting = list(tasks)
    if not waiting:
        return
    limits = limits or Limits.of(None, None, workers)
    with _cluster(workers, limits, dashboard=dashboard) as client:
        Dispatch(client, workers, coordinator, limits).run(waiting)


def work_here(tasks: Iterable[Task], workers: int, coordinator: Coordinator) -> None:
    """Do the same in this process, one task after another: for a process that may die of it."""
    from studio.render.worker import render_hold, render_job

    waiting = list(tasks)
    while waiting:
        task = waiting.pop(0)
        if not coordinator.needs(task):
            continue
        if isinstance(task, HoldJob):
            waiting[:0] = coordinator.take(task, render_hold(task))
            continue
        waiting[:0] = coordinator.take(task, render_job(task, functools.partial(report, coordinator, task.episode)))


def report(coordinator: Coordinator, episode: str, kind: str, number: int) -> None:
    """Pass on what a worker reported."""
    if kind == "beat":
        coordinator.drew(episode, number)
    else:
        coordinator.moved(episode, number)


class Dispatch:
    """Hands tasks out, a few at a time, and follows how they go."""

    def __init__(self, client: Any, workers: int, coordinator: Coordinator, limits: Limits) -> None:
        self._client, self._workers, self._coordinator, self._limits = client, workers, coordinator, limits
        self._news: queue.SimpleQueue[tuple[Any, ...]] = queue.SimpleQueue()
        self._running: dict[Any, Task] = {}
        self._deadlines: dict[Any, tuple[float, int]] = {}
        client.subscribe_topic(_TOPIC, lambda event: self._news.put(tuple(event[1])))

    def run(self, waiting: list[Task]) -> None:
        """Do `waiting`, and what follows from it."""
        while True:
            while waiting and len(self._running) < self._workers:
                task = waiting.pop(0)
                if self._coordinator.needs(task):
                    self._begin(task)
                else:
                    log.info("%s is not needed any more", describe(task))
            if not self._running:
                return
            with contextlib.suppress(queue.Empty):
                waiting[:0] = self._handle(*self._news.get(timeout=1.0))
            waiting[:0] = self._overdue()

    def _begin(self, task: Task) -> None:
        log.info("handed out: %s", describe(task))
        future = self._submit(task)
        self._running[future] = task
        future.add_done_callback(lambda done: self._news.put(("done", done, 0)))

    def _submit(self, task: Task) -> Any:
        return self._client.submit(_do, task, self._limits, pure=False)

    def _handle(self, kind: str, who: Any, number: int, *more: Any) -> list[Task]:
        if kind == "began":
            self._deadlines[who] = (time.monotonic() + self._limits.seconds + GRACE, number)
        elif kind != "done":
            self._handle_progress(kind, who, number, *more)
        elif who in self._running:
            return self._end(who, self._result(who, self._running[who]))
        return []

    def _handle_progress(self, kind: str, who: str, number: int) -> None:
        report(self._coordinator, who, kind, number)

    def _result(self, future: Any, task: Task) -> tuple[Clip, ...] | str | Failure:
        error = future.exception()
        if error is None:
            result: tuple[Clip, ...] | str | Failure = future.result()
            return result
        if type(error).__name__ == "KilledWorker":
            return task_failure(task, "the worker process died again and again while it drew this (out of memory?)")
        return task_failure(task, f"{type(error).__name__}: {error}")

    def _end(self, future: Any, result: tuple[Clip, ...] | str | Failure) -> list[Task]:
        task = self._running.pop(future)
        self._deadlines.pop(getattr(future, "key", None), None)
        if isinstance(result, Failure):
            log.info("failed: %s: %s\n%s", describe(task), result, result.details)
        else:
            log.info("done: %s", describe(task))
        return list(self._coordinator.take(task, result))

    def _overdue(self) -> list[Task]:
        """End the processes of jobs that could not be stopped in time."""
        following: list[Task] = []
        for future, task in list(self._running.items()):
            deadline, process = self._deadlines.get(future.key, (float("inf"), 0))
            if time.monotonic() > deadline:
                future.cancel()
                with contextlib.suppress(ProcessLookupError):
                    os.kill(process, signal.SIGKILL)
                following += self._end(
                    future, task_failure(task, "it did not stop when its time was over (--time-limit)")
                )
        return following


def describe(task: Task) -> str:
    """Return what a task is, for the log."""
    if isinstance(task, HoldJob):
        return f"hold of {task.frames} frames for clip {task.key[:12]}"
    return f"{task.episode}, beats {task.start + 1} to {task.stop} of {task.lesson}"


def task_failure(task: Task, message: str) -> Failure:
    """Return the failure of a task that could not say itself what went wrong."""
    if isinstance(task, HoldJob):
        return Failure("hold", task.key[:12], "studio/render/worker.py", message, message)
    return Failure(task.lesson, "", "worker", message, message)


def _do(task: Task, limits: Limits) -> tuple[Clip, ...] | str | Failure:
    """Run in a worker."""
    from distributed import get_worker

    from studio.render.worker import render_hold, render_job

    here = get_worker()
    if isinstance(task, HoldJob):
        return render_hold(task)
    episode = task.episode
    here.log_event(_TOPIC, ["began", here.get_current_task(), os.getpid()])
    return render_job(task, lambda kind, number: here.log_event(_TOPIC, [kind, episode, number]), limits)


@contextmanager
def quiet() -> Iterator[None]:
    """Keep Dask's own messages off the terminal, and its workers from pausing for ever when memory is short."""
    import dask
    import distributed  # noqa: F401  (it sets its loggers up, this one by itself, when it is first imported)

    for name in ("distributed", "distributed.client"):
        logging.getLogger(name).setLevel(logging.CRITICAL)
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
    with dask.config.set(settings), warnings.catch_warnings():
        # Where another run has the dashboard's port, any will do.
        warnings.filterwarnings("ignore", r"\s*Port \d+ is already in use", UserWarning)
        yield


@contextmanager
def _cluster(workers: int, limits: Limits, *, dashboard: Callable[[str], object] | None) -> Iterator[Any]:
    from distributed import Client, LocalCluster

    # The process that looks after semaphores would tell people of those of a worker that died.
    os.environ.setdefault("PYTHONWARNINGS", "ignore:resource_tracker:UserWarning")
    address = "127.0.0.1:8787" if dashboard else "127.0.0.1:0"
    with (
        quiet(),
        LocalCluster(  # type: ignore[no-untyped-call]
            n_workers=workers,
            threads_per_worker=1,
            processes=True,
            host="127.0.0.1",
            memory_limit=int(limits.memory * _ROOM),
            # Without a port of its own the scheduler would claim 8787, and warn when another run has it.
            scheduler_kwargs={"dashboard": dashboard is not None, "dashboard_address": address},
            silence_logs=logging.CRITICAL,
        ) as cluster,
        Client(cluster) as client,  # type: ignore[no-untyped-call]
    ):
        if dashboard is not None:
            log.info("dashboard: %s", cluster.dashboard_link)
            dashboard(cluster.dashboard_link)
        try:
            yield client
        except BaseException:
            # Dask would wait for the jobs at hand.
            _kill(cluster)
            raise


def _kill(cluster: Any) -> None:
    for nanny in cluster.workers.values():
        nanny.auto_restart = False
        with contextlib.suppress(AttributeError, TypeError, ProcessLookupError):
            os.kill(nanny.pid, signal.SIGKILL)
