"""What a worker of somebody else's cluster runs. It may not have this project: these functions travel by value.

So each imports what it needs, and needs nothing of this module. A job is drawn in a process of its own, so that code of
several versions can be at work on one worker, and what a job leaves behind ends with it.
"""

from __future__ import annotations

from typing import Any


def versions(names: tuple[str, ...]) -> dict[str, str]:
    """Return the versions of Python and of the libraries called `names`; "missing" where there is none."""
    import importlib.metadata
    import platform

    found = {"python": ".".join(platform.python_version_tuple()[:2])}
    for name in names:
        try:
            found[name] = importlib.metadata.version(name)
        except importlib.metadata.PackageNotFoundError:
            found[name] = "missing"
    return found


def draw(  # noqa: PLR0915  (it travels alone)
    zipped: bytes, digest: str, order: dict[str, Any], topic: str, stored: str, patience: float
) -> dict[str, Any]:
    """Draw a job with the code and assets in `zipped`; return {"made": …}, or {"failure": …}.

    `order` is the job as JSON values. Beats whose keys are in the variable called `stored` came back from a worker that
    died: they are not drawn again. After `patience` seconds the job's process is ended.
    """
    import io
    import json
    import os
    import pathlib
    import shutil
    import subprocess
    import sys
    import tempfile
    import threading
    import zipfile

    from distributed import Variable, get_client, get_worker

    here = get_worker()
    folder = pathlib.Path(here.local_directory).absolute()
    root = folder / f"nabla-{digest[:16]}"
    if not root.is_dir():
        draft = pathlib.Path(tempfile.mkdtemp(prefix="nabla-part-", dir=folder))
        with zipfile.ZipFile(io.BytesIO(zipped)) as archive:
            archive.extractall(draft)
        try:
            draft.rename(root)
        except OSError:  # another thread of this worker was faster
            shutil.rmtree(draft, ignore_errors=True)
    scratch = pathlib.Path(tempfile.mkdtemp(prefix="nabla-job-", dir=folder))
    variable: Any = Variable
    there = set(variable(stored, client=get_client()).get(timeout=30))
    job = order["job"]
    while job["keys"] and job["keys"][0] in there:
        job = {**job, "start": job["start"] + 1, "keys": job["keys"][1:]}
    if not job["keys"]:
        return {"made": 0}
    sent = json.dumps({**order, "job": {**job, "store": str(scratch)}})
    answer: dict[str, Any] = {}
    late = threading.Event()
    with (scratch / "log").open("w") as log:
        process = subprocess.Popen(
            [sys.executable, "-m", "studio.farm.remote_job"],
            cwd=root, env={**os.environ, "PYTHONPATH": str(root)},
            stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=log, text=True,
        )  # fmt: skip
        assert process.stdin is not None
        assert process.stdout is not None

        def end() -> None:
            late.set()
            process.kill()

        timer = threading.Timer(patience, end)
        timer.daemon = True
        timer.start()
        try:
            process.stdin.write(sent + "\n")
            process.stdin.flush()
            for line in process.stdout:
                message = json.loads(line)
                if isinstance(message, dict):
                    answer = message
                    break
                here.log_event(
                    topic, [message[0], job["episode"], message[1], here.address, str(scratch), *message[2:]]
                )
        except BrokenPipeError:
            pass
        finally:
            timer.cancel()
            process.kill()
            process.wait()
    if not answer:
        what = "it did not stop when its time was over (--time-limit)" if late.is_set() else "its process died"
        text = (scratch / "log").read_text(errors="replace")[-8000:]
        answer = {"failure": {"beat": "", "place": here.address, "message": what, "details": f"{what}\n{text}"}}
    return answer


def fetch(folder: str, key: str) -> dict[str, bytes]:
    """Return the files of clip `key` in the scratch store `folder`, by name."""
    import pathlib

    found = pathlib.Path(folder, "clips", key[:2]).glob(f"{key}*")
    return {path.name: path.read_bytes() for path in found}


def forget(folder: str, key: str) -> None:
    """Remove the files of clip `key` from the scratch store `folder`: they have come home."""
    import pathlib

    for path in pathlib.Path(folder, "clips", key[:2]).glob(f"{key}*"):
        path.unlink(missing_ok=True)
