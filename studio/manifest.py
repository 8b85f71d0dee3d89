"""The manifest beside a film, as far as checks need it: its clips, its beats, and the text drawn in it."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated, ClassVar

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from studio.errors import RequestError
from studio.profile import PRESETS, Profile


class FilmedBeat(BaseModel):
    """A beat as it stands in a film; `start`, `frames` and `hold` in frames."""

    model_config = ConfigDict(frozen=True)

    name: str
    say: str
    start: int
    frames: int
    hold: int = 0
    loop: bool = False
    chapter: str | None = None


class DrawnText(BaseModel):
    """Where a text is drawn in a beat: left, top, right, bottom, in fractions of the frame from its upper left."""

    model_config = ConfigDict(frozen=True)

    beat: str
    box: tuple[float, float, float, float]
    words: str = ""


class Manifest(BaseModel):
    """What a film was made from. `texts` is None where nobody wrote down what is drawn where."""

    model_config = ConfigDict(frozen=True)

    MISSING: ClassVar[str] = "there is no manifest beside it"

    preset: str
    width: Annotated[int, Field(gt=0)]
    height: Annotated[int, Field(gt=0)]
    fps: Annotated[int, Field(gt=0)]
    frames: int
    theme: str = "dark"
    aspect: str = "16:9"
    beats: tuple[FilmedBeat, ...]
    texts: tuple[DrawnText, ...] | None = None

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
            RequestError: the file is none.
        """
        try:
            return cls.model_validate_json(path.read_bytes())
        except ValidationError as error:
            first = error.errors()[0]
            where = ".".join(str(part) for part in first["loc"]) or "the file"
            raise RequestError(f"{path} is no manifest of a film: {where}: {first['msg']}.") from None
