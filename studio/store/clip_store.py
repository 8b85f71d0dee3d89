"""The clip store: what was rendered once, by content.

A key stands for everything that can change a pixel (`keys`). A clip is cut where its motion waits for a word; under
its key lie `<key>-<move>.mp4` (what moves) and `<key>-<move>.png` (the settled frame after it) for each move, counted
from 0, and `<key>.json` (marks, frame counts, time taken, size and digest of those files); beside them one
`<key>-<move>-hold-<n>.mp4` and `.json` for each length of hold that was asked for. The record is written last: files
without one, or with one that they do not match, count as absent.
"""

from __future__ import annotations

import contextlib
import fcntl
import json
import os
import time
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from studio.errors import RequestError
from studio.store.atomic_write import publish_text
from studio.store.file_digest import file_digest

#: No clip takes longer to draw than this, in seconds.
DRAFT_AGE = 24 * 3600
#: A use is written down if the last one that was is older than this, in seconds.
_USE = 600.0


@dataclass(frozen=True, slots=True)
class Move:
    """What moves in one go: `frames` frames that start at the word behind `mark`, or with the beat if that is empty."""

    mark: str
    frames: int


@dataclass(frozen=True, slots=True)
class Clip:
    """One rendered beat: its moves in order, and the CPU seconds that it cost to draw, and to get to it."""

    key: str
    moves: tuple[Move, ...]
    seconds: float
    way: float = 0.0

    @property
    def frames(self) -> int:
        """Return for how many frames it moves."""
        return sum(move.frames for move in self.moves)


@dataclass(frozen=True, slots=True)
class Store:
    """A folder of clips. Several processes may use it at once."""

    root: Path

    def motion_path(self, key: str, move: int) -> Path:
        """Return where the frames of a move of clip `key` lie."""
        return self._folder(key) / f"{key}-{move}.mp4"

    def still_path(self, key: str, move: int) -> Path:
        """Return where the settled frame after a move of clip `key` lies."""
        return self._folder(key) / f"{key}-{move}.png"

    def hold_path(self, key: str, move: int, frames: int) -> Path:
        """Return where the hold of `frames` frames after a move lies."""
        return self._folder(key) / f"{key}-{move}-hold-{frames}.mp4"

    def add_clip(self, key: str, moves: Sequence[Move], seconds: float, lesson: str = "") -> Clip:
        """Record that the motion and the still of each move of `key`, a beat of `lesson`, have been written."""
        files = (path(key, index) for index in range(len(moves)) for path in (self.motion_path, self.still_path))
        facts = {"moves": [asdict(move) for move in moves], "seconds": round(seconds, 3), "lesson": lesson}
        _record(self._folder(key) / f"{key}.json", files, facts)
        return Clip(key, tuple(moves), seconds)

    def add_hold(self, key: str, move: int, frames: int) -> Path:
        """Record that a hold has been written."""
        path = self.hold_path(key, move, frames)
        _record(path.with_suffix(".json"), (path,), {"frames": frames})
        return path

    def clip(self, key: str, *, read: bool = True) -> Clip | None:
        """Return the clip `key` if it is there and sound. With `read` its bytes are checked, else only their sizes."""
        record = _sound(self._folder(key) / f"{key}.json", read=read)
        if record is None:
            return None
        return Clip(key, tuple(Move(**move) for move in record["moves"]), record["seconds"])

    def hold(self, key: str, move: int, frames: int, *, read: bool = True) -> Path | None:
        """Return the hold of `frames` frames after a move of clip `key` if it is there and sound."""
        path = self.hold_path(key, move, frames)
        return path if _sound(path.with_suffix(".json"), read=read) else None

    @contextlib.contextmanager
    def in_use(self, *, alone: bool = False) -> Iterator[None]:
        """Let others use the store too, but not trim it; `alone`: keep every run off. The lock ends with the process.

        Raises:
            RequestError: a run is using it, and it is wanted `alone`.
        """
        self.root.mkdir(parents=True, exist_ok=True)
        with (self.root / "lock").open("a") as file:
            try:
                fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB if alone else fcntl.LOCK_SH)
            except BlockingIOError:
                raise RequestError(f"{self.root} is in use by a run: type the same again when it is done.") from None
            yield

    def sweep(self) -> None:
        """Remove the drafts that killed workers left behind more than a day ago."""
        for draft in self.root.glob("clips/*/.*.part.*"):
            with contextlib.suppress(OSError):
                if draft.stat().st_mtime < time.time() - DRAFT_AGE:
                    draft.unlink()

    def _folder(self, key: str) -> Path:
        return self.root / "clips" / key[:2]


def _record(path: Path, files: Iterable[Path], facts: Mapping[str, Any]) -> None:
    listed = {file.name: {"bytes": file.stat().st_size, "sha256": file_digest(file)} for file in files}
    publish_text(path, json.dumps({**facts, "files": listed}))


def _sound(path: Path, *, read: bool) -> dict[str, Any] | None:
    """Return the record at `path` if every file that it lists is as it was written."""
    try:
        record: dict[str, Any] = json.loads(path.read_bytes())
        for name, written in record["files"].items():
            file = path.with_name(name)
            if file.stat().st_size != written["bytes"] or (read and file_digest(file) != written["sha256"]):
                return None
        if path.stat().st_mtime < time.time() - _USE:
            os.utime(path)
    except (OSError, ValueError, KeyError, TypeError, AttributeError):
        return None
    return record
