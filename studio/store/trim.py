"""What a store holds, by lesson, and what may leave it: what was used longest ago, and never what films are made of."""

from __future__ import annotations

import contextlib
import json
import time
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from studio.store.clip_store import DRAFT_AGE, Store

#: Ends of the names under a clip's key: "<key>", "<key>-<move>", "<key>-<move>-hold-<n>".
_KEY_LENGTH = 64


@dataclass(frozen=True, slots=True)
class Kept:
    """All that lies under one key: its files, bytes, the time of its last use (seconds since 1970), its lesson."""

    key: str
    lesson: str
    files: tuple[Path, ...]
    size: int
    used: float


def kept(store: Store) -> tuple[Kept, ...]:
    """Return what is in the store, the longest unused first."""
    by_key: dict[str, list[Path]] = {}
    for path in store.root.glob("clips/*/*"):
        if not path.name.startswith("."):
            by_key.setdefault(path.name[:_KEY_LENGTH].split(".")[0], []).append(path)
    found = (_kept(key, files) for key, files in by_key.items())
    return tuple(sorted((one for one in found if one.files), key=lambda one: (one.used, one.key)))


def trim(store: Store, room: int, needed: Iterable[str]) -> tuple[Kept, ...]:
    """Remove clips until the rest takes up `room` bytes at most; return those removed, the longest unused first.

    Clips under the keys in `needed` stay, and so do files without a record that are younger than a day: they are
    being written. More than `room` may stay because of that.

    Raises:
        RequestError: a run is using the store.
    """
    needed = frozenset(needed)
    with store.in_use(alone=True):
        store.sweep()
        there = kept(store)
        size = sum(one.size for one in there)
        gone = []
        for one in there:
            if size <= room:
                break
            if one.key not in needed and not _being_written(one):
                # The record first: without one, files count as absent.
                for file in sorted(one.files, key=lambda path: path.suffix != ".json"):
                    file.unlink(missing_ok=True)
                size -= one.size
                gone.append(one)
        return tuple(gone)


def _kept(key: str, files: Iterable[Path]) -> Kept:
    there, size, used, lesson = [], 0, 0.0, ""
    for path in files:
        with contextlib.suppress(OSError):
            stat = path.stat()
            there.append(path)
            size += stat.st_size
            used = max(used, stat.st_mtime)
            if path.name == f"{key}.json":
                with contextlib.suppress(ValueError, AttributeError):
                    lesson = str(json.loads(path.read_bytes()).get("lesson", ""))
    return Kept(key, lesson or "unknown", tuple(there), size, used)


def _being_written(one: Kept) -> bool:
    recorded = any(path.name == f"{one.key}.json" for path in one.files)
    return not recorded and one.used > time.time() - DRAFT_AGE
