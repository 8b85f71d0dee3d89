"""Somebody else's cluster: the same jobs, drawn by Dask workers that share nothing with this machine.

Code, assets and params travel with the jobs (`bundle`); clips come back as bytes, beat by beat, and are believed when
their digests and frame counts hold. Holds are encoded here.
"""

from __future__ import annotations

import contextlib
import hashlib
import json
import os
import secrets
import time
import types
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import TYPE_CHECKING, Any

import av

from studio.errors import Failure, RequestError
from studio.farm import local_farm, remote_functions
from studio.farm.bundle import Bundle, bundle, travelling
from studio.farm.remote_job import order
from studio.plan.jobs import HoldJob, Job
from studio.render.limits import Limits
from studio.sources import digests
from studio.store.atomic_write import published
from studio.store.clip_store import Clip, Move, Store

if TYPE_CHECKING:
    from studio.farm.local_farm import Coordinator, Task

#: Who is not heard of for so long, in seconds, is taken to be gone.
_PATIENCE = 30.0


def by_value(function: Callable[..., Any]) -> Callable[..., Any]:
    """Return a function that is pickled with its code: who unpickles it need not have its module."""
    copy = types.FunctionType(function.__code__, {"__builtins__": __builtins__}, function.__name__)
    copy.__module__ = "__main__"
    return copy


class Cluster:
    """A connection to the scheduler at `address`, tcp://… or tls://…, or in a Dask scheduler file."""

    def __init__(self, address: str, client: Any) -> None:
        self.address, self.client = address, client

    @property
    def workers(self) -> int:
        """Return how many jobs the cluster does at once."""
        return sum(self.client.nthreads().values())

    def work(self, tasks: Iterable[Task], workers: int, coordinator: Coordinator, limits: Limits) -> None:
        """Do `tasks`, and those that the coordinator returns for a result, ahead of the rest."""
        waiting = list(tasks)
        jobs = [task for task in waiting if isinstance(task, Job)]
        if waiting:
            with ThreadPoolExecutor(local_farm.cores()) as here:
                _RemoteDispatch(self, here, bundle(jobs), workers, coordinator, limits).run(waiting)


def parse_cluster(address: str) -> dict[str, str]:
    """Return where Dask finds the scheduler that was asked for, by its address or its file.

    Raises:
        RequestError: there is no such file.
    """
    if not address.endswith(".json"):
        return {"address": address}
    if not Path(address).is_file():
        raise RequestError(f"There is no scheduler file {address}. Type the path that dask scheduler was given.")
    return {"scheduler_file": address}


@contextlib.contextmanager
def connected(address: str) -> Iterator[Cluster]:
    """Connect to a scheduler, and see that its workers have the libraries that this machine has.

    Raises:
        RequestError: there is no scheduler, it has no workers, or they have other versions.
    """
    from distributed import Client

    where = parse_cluster(address)
    with local_farm.quiet():
        try:
            client = Client(**where, timeout="10s")  # type: ignore[no-untyped-call]
        except (OSError, ValueError) as error:
            raise RequestError(
                f"No Dask scheduler answers at {address} ({error}). Start one with: dask scheduler"
            ) from error
        with client:
            cluster = Cluster(address, client)
            _check_workers(cluster)
            yield cluster


def _check_workers(cluster: Cluster) -> None:
    names = tuple(name for name, _ in digests.versions())
    there = cluster.client.run(by_value(remote_functions.versions), names)
    if not there:
        raise RequestError(f"The scheduler at {cluster.address} has no workers. Start some with: dask worker ADDRESS")
    own = remote_functions.versions(names)
    for worker, versions in there.items():
        other = [f"{name} {versions[name]} (here {own[name]})" for name in own if versions[name] != own[name]]
        if other:
            raise RequestError(
                f"The worker at {worker} would draw other pictures: it has {', '.join(other)}. "
                "Install the versions of requirements.lock there."
            )


class _RemoteDispatch(local_farm.Dispatch):
    """Hands jobs to the cluster and fetches their clips."""

    def __init__(
        self,
        cluster: Cluster,
        here: ThreadPoolExecutor,
        bundled: Bundle,
        workers: int,
        coordinator: Coordinator,
        limits: Limits,
    ) -> None:
        from distributed import Variable

        super().__init__(cluster.client, workers, coordinator, limits)
        self._cluster, self._here, self._bundled = cluster, here, bundled
        self._name = f"nabla-{os.getpid()}-{secrets.token_hex(4)}"
        self._topic = self._name
        variable: Any = Variable
        self._stored = variable(self._name, client=cluster.client)
        self._stored.set([])
        self._fetched: dict[str, Clip] = {}
        self._seen = time.monotonic()
        self._gone = ""
        # A task, not a scattered value: the scheduler makes it again when the workers that hold it die.
        self._zip = cluster.client.submit(bytes, bundled.data, key=f"nabla-{bundled.digest}")
        cluster.client.subscribe_topic(self._topic, lambda event: self._news.put(tuple(event[1])))

    def _submit(self, task: Task) -> Any:
        from studio.render.worker import render_hold

        if isinstance(task, HoldJob):
            return self._here.submit(render_hold, task)
        if self._gone:
            return self._here.submit(dict)
        return self._client.submit(
            by_value(remote_functions.draw), self._zip, self._bundled.digest, order(travelling(task), self._limits),
            self._topic, self._name, self._limits.seconds + local_farm.GRACE, pure=False,
        )  # fmt: skip

    def _handle_progress(self, kind: str, who: str, number: int, *more: Any) -> None:
        if kind == "beat":
            address, folder, key = more
            self._fetch_clip(address, folder, key)
        local_farm.report(self._coordinator, who, kind, number)

    def _fetch_clip(self, address: str, folder: str, key: str) -> None:
        """Fetch a finished clip, and again if it does not come whole."""
        task = next((task for task in self._running.values() if isinstance(task, Job) and key in task.keys), None)
        for _ in range(2):
            if task is None or key in self._fetched:
                return
            with contextlib.suppress(OSError, ValueError, KeyError, TypeError):
                got = self._client.run(by_value(remote_functions.fetch), folder, key, workers=[address])
                self._fetched[key] = store_fetched(got[address], key, Store(task.store), task.lesson)
                self._stored.set(list(self._fetched))
                self._client.run(by_value(remote_functions.forget), folder, key, workers=[address])
                return
            local_farm.log.info("clip %s did not come whole from %s", key[:12], address)

    def _result(self, future: Any, task: Task) -> tuple[Clip, ...] | str | Failure:
        if isinstance(task, HoldJob):
            return super()._result(future, task)
        try:
            answer = {} if self._gone else future.result(timeout=_PATIENCE)
        except Exception as error:  # noqa: BLE001  (whatever a worker died of is told)
            if type(error).__name__ in ("CancelledError", "FutureCancelledError"):
                self._gone = self._gone or f"the scheduler at {self._cluster.address} is gone"
                return local_farm.task_failure(task, self._gone)
            return super()._result(future, task)
        if "failure" in answer:
            return Failure(task.lesson, **answer["failure"])
        if self._gone:
            return local_farm.task_failure(task, self._gone)
        if any(key not in self._fetched for key in task.keys):
            return local_farm.task_failure(task, "a clip did not come back whole from its worker")
        return tuple(self._fetched[key] for key in task.keys)

    def _overdue(self) -> list[Task]:
        """See whether scheduler and workers are still there; what waits for them fails if not."""
        if self._client.status == "running" and self._client.scheduler_info()["workers"]:
            self._seen = time.monotonic()
        if not self._gone and time.monotonic() - self._seen > _PATIENCE:
            self._gone = f"the scheduler at {self._cluster.address}, or its last worker, is gone"
        following: list[Task] = []
        for future, task in list(self._running.items()) if self._gone else ():
            if isinstance(task, Job):
                following += self._end(future, local_farm.task_failure(task, self._gone))
        return following


def store_fetched(files: dict[str, bytes], key: str, store: Store, lesson: str) -> Clip:
    """Put a clip that came as bytes into the store.

    Raises:
        ValueError: a digest or a frame count is not what the clip's record says.
    """
    record = json.loads(files[f"{key}.json"])
    moves = tuple(Move(**move) for move in record["moves"])
    for index, move in enumerate(moves):
        for target in (store.motion_path(key, index), store.still_path(key, index)):
            data = files[target.name]
            if hashlib.sha256(data).hexdigest() != record["files"][target.name]["sha256"]:
                raise ValueError(f"{target.name} has another digest than its record says.")
            with published(target) as draft:
                draft.write_bytes(data)
                if target.suffix == ".mp4" and count_frames(draft) != move.frames:
                    raise ValueError(f"{target.name} has not the {move.frames} frames that its record says.")
    return store.add_clip(key, moves, record["seconds"], lesson)


def count_frames(path: Path) -> int:
    """Return how many frames a clip has, without decoding it."""
    with av.open(str(path)) as clip:
        return sum(packet.pts is not None for packet in clip.demux(video=0))
