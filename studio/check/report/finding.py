"""What a check found: its figure beside its limit."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path
from typing import Literal

#: What a check reads: any file; the film's manifest beside it; a test chart rendered by the same profile.
Kind = Literal["file", "manifest", "calibration"]


@dataclass(frozen=True, slots=True)
class Finding:
    """A requirement's name, what was measured, and what it may be. `held` is None where nobody could look."""

    name: str
    kind: Kind
    figure: str
    limit: str
    held: bool | None


Findings = Iterator[Finding]
#: The file that was looked at, and a finding about it.
Checked = tuple[Path, Finding]


def found(name: str, figure: object, limit: str, held: bool, kind: Kind = "file") -> Finding:
    """Return what was measured as a finding."""
    return Finding(name, kind, str(figure), limit, held)


def same(name: str, figure: object, wanted: object, kind: Kind = "file") -> Finding:
    """Return a finding of what must be one value exactly."""
    return Finding(name, kind, str(figure), str(wanted), figure == wanted)


def unseen(name: str, why: str, limit: str, kind: Kind = "file") -> Finding:
    """Return that nobody could look, and why: never a pass."""
    return Finding(name, kind, f"not looked at: {why}", limit, None)


class Target(StrEnum):
    """Somebody to whom files are delivered."""

    YOUTUBE = "youtube"
    SLIDES = "slides"
    WEB = "web"
