"""A run's log: what was decided, what was handed out, and the tracebacks of workers, in out/logs/<time>.log."""

from __future__ import annotations

import contextlib
import logging
import os
import platform
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from studio.farm.local_farm import log
from studio.sources import digests

#: So many logs are kept.
KEPT = 50


@contextmanager
def run_log(folder: Path) -> Iterator[Path]:
    """Write what is logged during the body, and what it raises, to a new file in `folder`; yield its path.

    A log that cannot be written (the disk is full) keeps nothing from being made.
    """
    path = folder / f"{time.strftime('%Y%m%d-%H%M%S')}-{os.getpid()}.log"
    handler = _Quiet(path, encoding="utf-8", delay=True)
    handler.setFormatter(logging.Formatter("%(asctime)s %(message)s"))
    level, passed_on = log.level, log.propagate
    with contextlib.suppress(OSError):
        folder.mkdir(parents=True, exist_ok=True)
        for old in sorted(folder.glob("*.log"))[: -(KEPT - 1)]:
            old.unlink(missing_ok=True)
    log.addHandler(handler)
    log.setLevel(logging.INFO)
    log.propagate = False
    try:
        log.info("Python %s, %s", platform.python_version(), ", ".join(map(" ".join, digests.versions())))
        yield path
    except BaseException as error:
        log.info("the run ended with %s", type(error).__name__, exc_info=True)
        raise
    finally:
        log.removeHandler(handler)
        with contextlib.suppress(OSError):  # its last lines may not fit on the disk
            handler.close()
        log.setLevel(level)
        log.propagate = passed_on


class _Quiet(logging.FileHandler):
    """Says nothing when a line cannot be written."""

    def handleError(self, record: logging.LogRecord) -> None:  # noqa: N802  (logging's own name)
        """The run goes on without the line."""
