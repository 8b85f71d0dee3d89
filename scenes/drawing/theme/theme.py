"""Colour and type by role. A lesson asks for `theme.color("slope")`, never for a hue."""

from __future__ import annotations

import hashlib
from pathlib import Path
from typing import Annotated

from pydantic import BaseModel, ConfigDict, Field, StringConstraints

from scenes.drawing.theme.font import Font
from scenes.drawing.theme.logo import Logo
from scenes.errors import LessonError, suggestion
from scenes.script.outline import LAST_HOLD, spoken_seconds

#: The folder of fonts, themes and data.
ASSETS = Path(__file__).resolve().parents[3] / "assets"

#: Type sizes in manim points (96 points of size are one em of one unit; the shorter side of a frame is 8 units).
#: LABEL is 2.9 % of the shorter side: nothing on screen is set smaller.
TITLE, TEXT, LABEL = 42, 32, 23

Hex = Annotated[str, StringConstraints(pattern=r"^#[0-9a-fA-F]{6}$")]
#: A line of a closing card: no control characters.
Line = Annotated[str, StringConstraints(pattern=r"^[^\x00-\x1f\x7f]+$", min_length=1, max_length=80)]
Link = Annotated[str, StringConstraints(pattern=r"^https?://[^\s\x00-\x1f\x7f]+$", max_length=100)]


class Surface(BaseModel):
    """A height field's colour map, low to high, its mesh lines, how bright it is in the shade and what light adds."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    stops: Annotated[tuple[Hex, ...], Field(min_length=2)]
    mesh: Hex
    shade: Annotated[float, Field(ge=0, le=1)] = 0.7
    glow: Annotated[float, Field(ge=0, le=1)] = 0.4


class Outro(BaseModel):
    """What the card at the end of a film says; the first line is the largest, the link comes last."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    lines: Annotated[tuple[Line, ...], Field(min_length=1, max_length=6)]
    link: Link = ""

    @property
    def shown_link(self) -> str:
        """Return the link as people write it, without https://."""
        return self.link.partition("://")[2].rstrip("/")

    @property
    def seconds(self) -> float:
        """Return how long the card stays: as long as it takes to read aloud, a link letter by letter."""
        return max(LAST_HOLD, 1.5 + spoken_seconds(" ".join(self.lines)) + 0.1 * len(self.shown_link))


class Theme(BaseModel):
    """A theme as its file says: a colour for every role, the height field's colour map, and what makes a brand of it.

    `type_scale` multiplies every type size: a file may set it, and the stage's own comes on top. `files` are all that
    were read for it, its own first. They are not needed again: the bytes of font and logo are in here, so that a theme
    can travel, pickled or as JSON.
    """

    model_config = ConfigDict(frozen=True, extra="forbid", ser_json_bytes="base64", val_json_bytes="base64")

    name: str
    roles: dict[str, Hex]
    surface: Surface
    type_scale: float = 1.0
    font: Font | None = None
    logo: Logo | None = None
    outro: Outro | None = None
    files: tuple[Path, ...] = ()

    def scaled(self, type_scale: float) -> Theme:
        """Return the theme with all type larger or smaller by this factor."""
        return self.model_copy(update={"type_scale": self.type_scale * type_scale})

    @property
    def id(self) -> str:
        """Return what the theme is called on disk: its file's name without the ending."""
        return self.files[0].stem

    @property
    def background(self) -> str:
        """Return the frame's colour as #rrggbb."""
        return self.roles["background"]

    @property
    def digest(self) -> str:
        """Return the digest of all that a lesson is drawn with: what it is called and its closing card are not."""
        parts = self.model_dump_json(include={"roles", "surface", "type_scale"}), self.font, self.logo
        named = [part.digest if isinstance(part, Font | Logo) else str(part) for part in parts]
        return hashlib.sha256("\0".join(named).encode()).hexdigest()

    def color(self, role: str) -> str:
        """Return a role's colour as #rrggbb. Raises LessonError where there is no such role."""
        if role not in self.roles:
            raise LessonError(f"There is no colour role {role!r}. {suggestion(role, self.roles)}")
        return self.roles[role]
