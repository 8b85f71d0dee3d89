"""The manifest of a film: what it was made from, beat by beat, as the `.json` beside it has it.

A film that would come out the same is left alone by it; captions, packages and checks follow from it. `start` and all
lengths are in frames, unless they are called seconds.
"""

from __future__ import annotations

import contextlib
import json
from collections.abc import Iterator
from pathlib import Path
from typing import Annotated, Any, ClassVar, Literal

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from scenes.script.outline import Beat
from studio.errors import RequestError
from studio.profile import PRESETS, Profile
from studio.store.atomic_write import publish_text

#: It rises when a field changes its name or meaning.
VERSION: Literal[1] = 1


class _Value(BaseModel):
    model_config = ConfigDict(frozen=True)


class FilmedMove(_Value):
    """One of a beat's moves, the mark that it waits for, and how long its settled frame is held after it."""

    mark: str
    motion: int
    hold: int


class Speech(_Value):
    """What is heard in one go, in seconds from the beat's start; `file` is the name of a recorded take."""

    speaker: str
    file: str | None
    sha256: str
    words: int
    start: float
    seconds: float
    aligned: bool = False


class FilmedBeat(Beat):
    """A beat as it stands in a film: its sentence takes the first `spoken` of its `frames`."""

    spoken: int
    start: int
    frames: int
    motion: int
    hold: int
    moves: tuple[FilmedMove, ...]
    clip: str
    voice: tuple[Speech, ...] = ()


class Chapter(_Value):
    """A chapter's title, and its frames from `start` to `stop` (excluded)."""

    title: str
    start: int
    stop: int


class DrawnText(_Value):
    """Where a text is drawn in a beat: left, top, right, bottom, in fractions of the frame from its upper left."""

    beat: str
    box: tuple[float, float, float, float]
    words: str


class FilmFile(_Value):
    """What tells a film's file from one that somebody has touched."""

    name: str
    bytes: int
    modified_ns: int

    @classmethod
    def of(cls, path: Path) -> FilmFile:
        """Return it for the file at `path`."""
        stat = path.stat()
        return cls(name=path.name, bytes=stat.st_size, modified_ns=stat.st_mtime_ns)


class Manifest(_Value):
    """What a film was made from.

    `file` is its own; `texts` and `chapters` are known of what was made for YouTube alone. Manifests that were written
    before there was a version are of version 1.
    """

    MISSING: ClassVar[str] = "there is no manifest beside it"

    version: Literal[1] = VERSION
    lesson: str
    title: str
    description: str
    params: dict[str, Any]
    preset: str
    width: Annotated[int, Field(gt=0)]
    height: Annotated[int, Field(gt=0)]
    fps: Annotated[int, Field(gt=0)]
    aspect: str
    theme: str
    frames: int
    captions: Literal["beside", "burn"]
    voice: tuple[str, ...]
    beats: tuple[FilmedBeat, ...]
    versions: dict[str, str]
    file: FilmFile | None = None
    texts: tuple[DrawnText, ...] | None = None
    chapters: tuple[Chapter, ...] | None = None

    @property
    def seconds(self) -> float:
        """Return the playing time, to the millisecond."""
        return round(self.frames / self.fps, 3)

    @property
    def profile(self) -> Profile:
        """Return how the film was rendered; the encoder's settings are those of the preset, if it is a known one."""
        known = PRESETS.get(self.preset, PRESETS["preview"])
        size = self.width, self.height, self.fps
        return Profile(self.preset, *size, known.crf, known.x264_preset, aspect=self.aspect)

    @classmethod
    def beside(cls, film: Path) -> Manifest | None:
        """Return the manifest of a film: the file of the same name ending in .json, or the folder's manifest.json.

        Raises:
            RequestError: a manifest is there and is none.
        """
        own, common = film.with_suffix(".json"), film.with_name("manifest.json")
        path = own if own.is_file() else common if common.is_file() else None
        if path is None or (path == common and film.stem not in ("video", "clip")):
            return None
        return cls.read(path)

    @classmethod
    def read(cls, path: Path) -> Manifest:
        """Read a manifest.

        Raises:
            RequestError: the file is none, or one of another version.
        """
        try:
            return cls.model_validate_json(path.read_bytes())
        except ValidationError as error:
            first = error.errors()[0]
            if first["loc"] == ("version",):
                which = f"is a manifest of version {first['input']!r}, where {VERSION} is read. Make its film again."
                raise RequestError(f"{path} {which}") from None
            where = ".".join(str(part) for part in first["loc"]) or "the file"
            raise RequestError(f"{path} is no manifest of a film: {where}: {first['msg']}.") from None

    def write(self, path: Path) -> None:
        """Write it to `path`, whole or not at all."""
        values = {**self.model_dump(mode="json"), "seconds": self.seconds}
        kept = {name: value for name, value in values.items() if value is not None}
        publish_text(path, json.dumps(kept, indent=1, ensure_ascii=False) + "\n")


def clip_keys_below(folder: Path) -> Iterator[str]:
    """Yield the keys of the clips of every film below `folder`, by its manifest."""
    for path in folder.rglob("*.json"):
        if not {"clips", ".store"} <= set(path.parts):
            with contextlib.suppress(OSError, RequestError):
                yield from (beat.clip for beat in Manifest.read(path).beats)
