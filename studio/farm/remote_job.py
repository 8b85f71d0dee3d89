"""The process that a worker of somebody else's cluster draws a job in: `python -m studio.farm.remote_job`, in a bundle.

It reads the job as one line of JSON from stdin, and writes to stdout a line for each report, then its answer. It ends
when stdin does, for then the worker has died.
"""

from __future__ import annotations

import json
import os
import sys
import threading
from dataclasses import asdict
from typing import Any

from pydantic import TypeAdapter

from studio.plan.jobs import Job
from studio.render.limits import Limits
from studio.sources import digests

_JOB = TypeAdapter(Job)


def order(job: Job, limits: Limits) -> dict[str, Any]:
    """Return a job and its limits as JSON values."""
    return {
        "job": _JOB.dump_python(job, mode="json"),
        "limits": asdict(limits),
        "versions": [list(pair) for pair in digests.versions()],
    }


def read_order(order_data: dict[str, Any]) -> tuple[Job, Limits]:
    """Return the job and its limits again."""
    return _JOB.validate_json(json.dumps(order_data["job"])), Limits(**order_data["limits"])


def main() -> None:
    """Draw the job that is read from stdin."""
    from studio.render.worker import render_job

    # What a lesson prints goes to the log: stdout is for the worker.
    answers = os.fdopen(os.dup(1), "w", encoding="utf-8")
    os.dup2(2, 1)
    order_data = json.loads(sys.stdin.readline())
    threading.Thread(target=_end_with_stdin, daemon=True).start()

    def send(value: Any) -> None:
        answers.write(json.dumps(value) + "\n")
        answers.flush()

    own = [list(pair) for pair in digests.versions()]
    if own != order_data["versions"]:
        message = f"the worker has other versions: {own} where {order_data['versions']} were asked for"
        send({"failure": {"beat": "", "place": "worker", "message": message, "details": message}})
        return
    job, limits = read_order(order_data)
    keys = dict(zip(job.beats, job.keys, strict=True))
    result = render_job(job, lambda kind, n: send([kind, n, keys[n]] if kind == "beat" else [kind, n]), limits)
    if isinstance(result, tuple):
        send({"made": len(result)})
    else:
        send({"failure": {name: getattr(result, name) for name in ("beat", "place", "message", "details")}})


def _end_with_stdin() -> None:
    sys.stdin.read()
    os._exit(1)


if __name__ == "__main__":
    main()
    # The thread that waits for stdin holds it: an ordinary exit would wait for that.
    os._exit(0)
