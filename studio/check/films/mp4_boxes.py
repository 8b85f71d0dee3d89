"""The boxes of an MP4 file (ISO/IEC 14496-12): what a player sees before the first picture."""

from __future__ import annotations

import struct
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO

from studio.check.report.finding import Findings, found

#: Boxes that hold nothing but boxes, on the way to an edit list.
_NESTS = (b"moov", b"trak", b"edts")


@dataclass(frozen=True, slots=True)
class Box:
    """A box: its four letters, and where it starts in the file (bytes)."""

    kind: str
    start: int


def boxes(path: Path) -> list[Box]:
    """Return the boxes of a file in order, those inside `moov`, `trak` and `edts` too; none if it is no MP4."""
    with path.open("rb") as file:
        end = file.seek(0, 2)
        return list(_boxes(file, 0, end))


def _boxes(file: BinaryIO, start: int, end: int) -> Iterator[Box]:
    while start + 8 <= end:
        file.seek(start)
        size, kind = struct.unpack(">I4s", file.read(8))
        header = 8
        if size == 1:  # a box of more than 4 GiB has its size after its name
            size, header = int.from_bytes(file.read(8), "big"), 16
        elif size == 0:  # a box that lasts to the end of the file
            size = end - start
        if size < header or start + size > end:
            return
        yield Box(kind.decode("latin-1"), start)
        if kind in _NESTS:
            yield from _boxes(file, start + header, start + size)
        start += size


def container_findings(path: Path) -> Findings:
    """Check whether a file is an MP4 that starts to play before it has been read whole, from its first frame."""
    first: dict[str, int] = {}
    for box in boxes(path):
        first.setdefault(box.kind, box.start)
    yield found("container", "MP4" if "ftyp" in first else "not MP4", "MP4", "ftyp" in first)
    places = ", ".join(f"{kind} at byte {first[kind]}" for kind in ("moov", "mdat") if kind in first) or "neither"
    streams = {"moov", "mdat"} <= first.keys() and first["moov"] < first["mdat"]
    yield found("fast-start", places, "moov before mdat", streams)
    yield found("edit-list", "one" if "elst" in first else "none", "none", "elst" not in first)
