"""What happens while a lesson is watched: files are saved, a storyboard and clips are drawn, or something is wrong.

Events are plain data: most of them come out of another process.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any


@dataclass(frozen=True, slots=True)
class Saved:
    """Files have changed; `at` is when, in seconds since the epoch. No files: watching has begun."""

    files: frozenset[Path]
    at: float


@dataclass(frozen=True, slots=True)
class Read:
    """The lesson's `file` could be read: `files` are those that it is drawn from, itself too, and that are watched."""

    lesson: str
    file: Path
    files: frozenset[Path]


@dataclass(frozen=True, slots=True)
class Sheet:
    """The storyboard is there. `prints`: a digest of each beat, by name; `changed`: the beats of which clips follow."""

    path: Path
    prints: Mapping[str, str]
    changed: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Filmed:
    """The draft clip of a beat is there; `print` is the digest of the beat that it shows."""

    path: Path
    beat: str
    print: str


@dataclass(frozen=True, slots=True)
class Failed:
    """Nothing could be drawn: in `file` at `line` (0: unknown), in a `beat` if one was playing."""

    file: str
    line: int
    beat: str
    message: str

    @classmethod
    def died(cls, lesson: str) -> Failed:
        """Return what is said when a process has died in the middle of drawing `lesson`."""
        return cls(lesson, 0, "", "the process that drew it died (out of memory?)")


@dataclass(frozen=True, slots=True)
class Done:
    """All that was to be drawn is drawn, or could not be."""


Event = Saved | Read | Sheet | Filmed | Failed | Done
#: An event, and the number of the redraw that it comes from (0 for a save).
Numbered = tuple[int, Event]


def describe(event: Event, seconds: float) -> str:
    """Return the line that people read of an event, `seconds` after the save that caused it; "" for none."""
    match event:
        case Sheet():
            follow = f"; now the clip of {', '.join(event.changed)}" if event.changed else ""
            return f"storyboard of {len(event.prints)} beats after {seconds:.1f} s{follow}"
        case Filmed():
            return f"clip of {event.beat} after {seconds:.1f} s"
        case Failed():
            place = f"{event.file}:{event.line}" if event.line else event.file
            return ", ".join(filter(None, (place, event.beat and f"beat {event.beat}"))) + f": {event.message}"
        case _:
            return ""


def as_data(event: Event, seconds: float) -> dict[str, Any] | None:
    """Return an event as JSON values, for editors; None for one that does not concern them."""
    data: dict[str, Any]
    match event:
        case Sheet():
            data = {"event": "storyboard", "file": str(event.path), "beats": [*event.prints], "changed": event.changed}
        case Filmed():
            data = {"event": "clip", "file": str(event.path), "beat": event.beat}
        case Failed():
            data = {"event": "error", "file": event.file, "line": event.line or None, "beat": event.beat or None}
            data["message"] = event.message
        case _:
            return None
    return {**data, "seconds": round(seconds, 3)}
