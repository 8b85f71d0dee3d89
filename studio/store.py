"""The clip store: what was rendered once, by content.

A key stands for everything that can change a pixel (`keys`). Under it lie `<key>.mp4` (what moves), `<key>.png` (the
settled frame) and `<key>.json` (frame count, time taken, size and digest of the two); beside them one
`<key>-hold-<n>.mp4` and `.json` for each length of closing hold that was asked for. The record is written last: files
without one, or with one that they do not match, count as absent.
"""

from __future__ import annotations

import contextlib
import json
import time
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from studio.publish import publish_text
from studio.sources import file_digest

#: No clip takes longer to draw than this, in seconds.
DRAFT_AGE = 24 * 3600


@dataclass(frozen=True, slots=True)
class Clip:
    """One rendered beat: the file of its motion, its settled frame, its length and what it cost to draw."""

    key: str
    motion: Path
    still: Path
    frames: int
    seconds: float


@dataclass(frozen=True, slots=True)
class Store:
    """A folder of clips. Several processes may use it at once."""

    root: Path

    def motion_path(self, key: str) -> Path:
        """Return where the motion of clip `key` lies."""
        return self._folder(key) / f"{key}.mp4"

    def still_path(self, key: str) -> Path:
        """Return where the settled frame of clip `key` lies."""
        return self._folder(key) / f"{key}.png"

    def hold_path(self, key: str, frames: int) -> Path:
        """Return where the closing hold of `frames` frames lies."""
        return self._folder(key) / f"{key}-hold-{frames}.mp4"

    def add_clip(self, key: str, frames: int, seconds: float) -> Clip:
        """Record that the motion and the still of `key` have been written."""
        motion, still = self.motion_path(key), self.still_path(key)
        _record(self._folder(key) / f"{key}.json", (motion, still), {"frames": frames, "seconds": round(seconds, 3)})
        return Clip(key, motion, still, frames, seconds)

    def add_hold(self, key: str, frames: int) -> Path:
        """Record that a hold has been written."""
        path = self.hold_path(key, frames)
        _record(path.with_suffix(".json"), (path,), {"frames": frames})
        return path

    def clip(self, key: str, *, read: bool = True) -> Clip | None:
        """Return the clip `key` if it is there and sound. With `read` its bytes are checked, else only their sizes."""
        record = _sound(self._folder(key) / f"{key}.json", read=read)
        if record is None:
            return None
        return Clip(key, self.motion_path(key), self.still_path(key), record["frames"], record["seconds"])

    def hold(self, key: str, frames: int, *, read: bool = True) -> Path | None:
        """Return the hold of `frames` frames of clip `key` if it is there and sound."""
        path = self.hold_path(key, frames)
        return path if _sound(path.with_suffix(".json"), read=read) else None

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
    except (OSError, ValueError, KeyError, TypeError, AttributeError):
        return None
    return record
