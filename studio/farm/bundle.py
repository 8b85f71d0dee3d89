"""What travels to a worker that shares nothing with this machine: one zip with all that a lesson is drawn with.

The floors, assets/, and the modules beside a lesson that is given by its file. Jobs name their files by the places that
those have in the zip, and bring their theme with them.
"""

from __future__ import annotations

import hashlib
import io
import zipfile
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from pathlib import Path

from studio.places import ROOT
from studio.plan.jobs import Job
from studio.sources import digests

#: Floors and folders that travel whole.
_WHOLE = ("mathkit", "scenes", "studio", "assets")
#: Dates would change the digest.
_DATE = (1980, 1, 1, 0, 0, 0)


@dataclass(frozen=True, slots=True)
class Bundle:
    """A zip and the digest of it."""

    data: bytes
    digest: str


def bundle(jobs: Iterable[Job]) -> Bundle:
    """Return what all of `jobs` are drawn with."""
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, path in sorted(dict(_files(tuple(jobs))).items()):
            archive.writestr(zipfile.ZipInfo(name, _DATE), path.read_bytes(), zipfile.ZIP_DEFLATED)
    data = packed.getvalue()
    return Bundle(data, hashlib.sha256(data).hexdigest())


def travelling(job: Job) -> Job:
    """Return a job whose lesson is named by its place in the bundle."""
    module, _, cls = job.target.rpartition(":")
    target = f"{_beside(Path(module))}/{Path(module).name}:{cls}" if module.endswith(".py") else job.target
    return replace(job, target=target, store=Path())


def _files(jobs: Iterable[Job]) -> Iterator[tuple[str, Path]]:
    for folder in _WHOLE:
        for path in (ROOT / folder).rglob("*"):
            if path.is_file() and "__pycache__" not in path.parts and not path.name.startswith("."):
                yield path.relative_to(ROOT).as_posix(), path
    for module in {job.target.rpartition(":")[0] for job in jobs}:
        if module.endswith(".py"):
            for path in digests.code_files(module).values():
                if path.is_relative_to(Path(module).parent) and not path.is_relative_to(ROOT / "scenes"):
                    yield f"{_beside(Path(module))}/{path.relative_to(Path(module).parent).as_posix()}", path


def _beside(file: Path) -> str:
    """Return the bundle's folder for a file from elsewhere and what lies beside it."""
    return f"beside/{hashlib.sha256(str(file.parent).encode()).hexdigest()[:12]}"
