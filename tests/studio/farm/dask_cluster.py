"""A Dask cluster as somebody else would start it: a scheduler and workers that share nothing with this project."""

from __future__ import annotations

import contextlib
import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import psutil


@contextlib.contextmanager
def cluster(folder: Path, workers: int = 2, **environment: str) -> Iterator[tuple[Path, subprocess.Popen[bytes]]]:
    """Yield a scheduler's file and its process: it and its workers run in folders of their own without this project."""
    file, running = folder / "scheduler.json", []
    quiet = {"stdout": subprocess.DEVNULL, "stderr": subprocess.DEVNULL, "env": {**os.environ, **environment}}
    options = ["--host", "127.0.0.1", "--port", "0", "--no-dashboard", "--dashboard-address", "127.0.0.1:0"]
    commands = [["dask_scheduler", "--scheduler-file", str(file), *options]]
    commands += workers * [["dask_worker", "--scheduler-file", str(file), "--nthreads", "1", "--no-dashboard"]]
    try:
        for number, (command, *more) in enumerate(commands):
            place = folder / f"machine-{number}"
            place.mkdir()
            module = f"distributed.cli.{command}"
            running.append(subprocess.Popen([sys.executable, "-P", "-m", module, *more], cwd=place, **quiet))  # type: ignore[call-overload]
        _wait_for_workers(file, workers)
        yield file, running[0]
    finally:
        for process in reversed(running):
            for child in psutil.Process(process.pid).children(recursive=True) if process.poll() is None else ():
                with contextlib.suppress(psutil.NoSuchProcess):
                    child.kill()
            process.kill()
            process.wait()


def _wait_for_workers(file: Path, count: int) -> None:
    from distributed import Client

    with Client(scheduler_file=str(file), timeout="60s") as client:
        client.wait_for_workers(count, timeout=60)
