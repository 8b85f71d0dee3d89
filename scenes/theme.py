"""Colour and type by role. A lesson asks for `theme.color("slope")`, never for a hue."""

from __future__ import annotations

import tomllib
from functools import lru_cache
from pathlib import Path
from typing import Annotated

from pydantic import BaseModel, ConfigDict, StringConstraints, ValidationError

from mathkit.errors import NablaError
from scenes.errors import LessonError

ASSETS = Path(__file__).resolve().parent.parent / "assets"

#: Type sizes in manim points (96 points of size are one em of one unit; the shorter side of a frame is 8 units).
#: LABEL is 2.9 % of the shorter side: nothing on screen is set smaller.
TITLE, TEXT, LABEL = 42, 32, 23

Hex = Annotated[str, StringConstraints(pattern=r"^#[0-9a-fA-F]{6}$")]


def frame_size(aspect: str) -> tuple[float, float]:
    """Return the frame's width and height in manim units; its shorter side is always 8.

    Raises `NablaError` for an aspect that is not W:H.
    """
    try:
        width, height = (int(part) for part in aspect.split(":"))
        scale = 8 / min(width, height)
    except (ValueError, ZeroDivisionError):
        raise NablaError(f"The aspect {aspect!r} is not one of 16:9, 9:16, 1:1.") from None
    return width * scale, height * scale


class Surface(BaseModel):
    """A height field's colour map, low to high, its mesh lines, how bright it is in the shade and what light adds."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    stops: tuple[Hex, ...]
    mesh: Hex
    shade: float = 0.7
    glow: float = 0.4


class Theme(BaseModel):
    """A theme file: a colour for every role, and the height field's colour map.

    `type_scale` multiplies every type size: a file may set it, and the stage's own comes on top.
    """

    model_config = ConfigDict(frozen=True, extra="forbid")

    name: str
    roles: dict[str, Hex]
    surface: Surface
    type_scale: float = 1.0

    @classmethod
    @lru_cache(maxsize=8)
    def load(cls, name: str) -> Theme:
        """Read `assets/themes/<name>.toml`, or the file that `name` is a path of.

        Raises `LessonError` when there is no such theme, or a key of it is wrong.
        """
        shipped = ASSETS / "themes" / f"{name}.toml"
        path = shipped if shipped.is_file() else Path(name)
        if not path.is_file():
            known = ", ".join(sorted(p.stem for p in shipped.parent.glob("*.toml")))
            raise LessonError(f"There is no theme {name!r}. Type one of {known}, or the path of a theme file.")
        try:
            return cls.model_validate(tomllib.loads(path.read_text(encoding="utf-8")))
        except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
            raise LessonError(f"The theme {path} cannot be read: {error}.") from None
        except ValidationError as error:
            first = error.errors()[0]
            key = ".".join(str(part) for part in first["loc"])
            raise LessonError(f"The theme {path} is wrong at {key!r}: {first['msg']}.") from None

    def scaled(self, type_scale: float) -> Theme:
        """Return the theme with all type larger or smaller by this factor."""
        return self.model_copy(update={"type_scale": self.type_scale * type_scale})

    @property
    def background(self) -> str:
        """Return the frame's colour as #rrggbb."""
        return self.roles["background"]

    def color(self, role: str) -> str:
        """Return a role's colour as #rrggbb."""
        return self.roles[role]
