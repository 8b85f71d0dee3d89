"""Theme files: all roles of a theme of its own, or what a brand changes in one that is there.

    extends = "light"
    font = "fonts/MyUni.ttf"        # a file, or a folder with the weights of one family
    logo = "logo.svg"
    [roles]
    ink = "#102a4c"
    [outro]
    lines = ["University of Somewhere"]
    link = "https://example.org"

Paths are relative to the file. Nothing in it, or in what it names, is executed or fetched.
"""

from __future__ import annotations

import tomllib
from collections.abc import Iterable, Mapping
from functools import lru_cache
from pathlib import Path
from typing import Annotated, Any

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from scenes.drawing.theme.font import read_font, unwritable
from scenes.drawing.theme.logo import read_logo
from scenes.drawing.theme.theme import ASSETS, Hex, Outro, Surface, Theme
from scenes.errors import LessonError, suggestion
from scenes.script.validation import shortened, validation_message

#: A theme file is a page of text, in bytes.
LARGEST = 100_000
#: The themes that a file may extend: they come with Nabla and have all roles.
BASES = ("dark", "light")

#: What is allowed, by key: the beginnings of keys as they are written.
_ALLOWED = {
    "roles.": "a colour, written as #rrggbb",
    "surface.stops": "two or more colours from low to high, each written as #rrggbb",
    "surface.mesh": "a colour, written as #rrggbb",
    "surface.": "a number from 0 to 1",
    "type_scale": "a number from 0.95 to 1.25",
    "font": "the path of a font file or of a folder with fonts",
    "logo": "the path of a PNG or SVG",
    "outro.lines": "one to six lines of at most 80 characters each",
    "outro.link": "a link that begins with https://, at most 100 characters",
    "name": "a text",
    "roles": 'a table of colours by role: [roles], and below it slope = "#eea664"',
    "surface": "a table: [surface], and below it stops, mesh, shade and glow",
    "outro": "a table: [outro], and below it lines and link",
}


class ThemeFile(BaseModel):
    """A theme file as it is written, its base filled in."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    extends: str | None = None
    name: str = ""
    roles: dict[str, Hex]
    surface: Surface
    type_scale: Annotated[float, Field(ge=0.95, le=1.25)] = 1.0
    font: Annotated[str, Field(min_length=1)] | None = None
    logo: Annotated[str, Field(min_length=1)] | None = None
    outro: Outro | None = None


def load_theme(name: str) -> Theme:
    """Return the theme of assets/themes with this name, or the one in the file with this path.

    Raises `LessonError` when there is no such theme, or a key of it is wrong.
    """
    shipped = ASSETS / "themes" / f"{name}.toml"
    path = shipped if shipped.is_file() else Path(name)
    if not path.is_file():
        known = ", ".join(sorted(p.stem for p in shipped.parent.glob("*.toml")))
        raise LessonError(f"There is no theme {name!r}. Type one of {known}, or the path of a theme file.")
    return read_theme(path)


def read_theme(path: Path) -> Theme:
    """Read a theme file and what it names.

    Raises `LessonError`: it says which file, which key, what is wrong with it and what is allowed.
    """
    if path.parent == ASSETS / "themes" and path.stem in BASES:
        return _shipped(path.stem)
    try:
        return _read(path)
    except OSError as error:
        raise LessonError(f"The theme {path} cannot be read: {error.strerror}.") from error


@lru_cache
def _shipped(name: str) -> Theme:
    return _read(ASSETS / "themes" / f"{name}.toml")


def _read(path: Path) -> Theme:
    raw = _table(path)
    base = _base(path, raw)
    written = _validated(path, _merged(raw, base))
    _check_roles(path, written.roles)
    font = read_font(path.parent / written.font, f"The theme {path}: font = {written.font!r}") if written.font else None
    logo = read_logo(path.parent / written.logo, f"The theme {path}: logo = {written.logo!r}") if written.logo else None
    _check_outro(path, written.outro, font)
    reached = [*(font.files if font else ()), *([logo.path] if logo else ()), *(base.files if base else ())]
    return Theme(
        name=written.name or path.stem, roles=written.roles, surface=written.surface, type_scale=written.type_scale,
        font=font, logo=logo, outro=written.outro, files=(path, *reached),
    )  # fmt: skip


def _table(path: Path) -> dict[str, Any]:
    if path.stat().st_size > LARGEST:
        raise LessonError(f"The theme {path} is larger than {LARGEST // 1000} kB. Is it a theme file?")
    try:
        return tomllib.loads(path.read_text(encoding="utf-8"))
    except (tomllib.TOMLDecodeError, UnicodeDecodeError, RecursionError) as error:
        raise LessonError(f"The theme {path} cannot be read: {error}.") from None


def _base(path: Path, raw: Mapping[str, Any]) -> Theme | None:
    extends = raw.get("extends")
    if extends is None:
        return None
    if extends not in BASES:
        raise LessonError(f"The theme {path} is wrong at extends = {shortened(extends)}: write {_listed(BASES)}.")
    return _shipped(extends)


def _merged(raw: Mapping[str, Any], base: Theme | None) -> dict[str, Any]:
    """Return what is written over what the base says; a value of a wrong kind stays as it is, to be told of."""
    merged = dict(raw)
    if base is not None:
        for key, below in (("roles", base.roles), ("surface", base.surface.model_dump())):
            own = raw.get(key, {})
            merged[key] = {**below, **own} if isinstance(own, dict) else own
    return merged


def _validated(path: Path, merged: Mapping[str, Any]) -> ThemeFile:
    try:
        return ThemeFile.model_validate(merged)
    except ValidationError as error:
        examples = dict.fromkeys(("roles", "surface"), 'extends = "dark"')
        message = validation_message(error, ThemeFile, f"The theme {path}", allowed=_ALLOWED, examples=examples)
        raise LessonError(message) from None


def _check_roles(path: Path, roles: Mapping[str, str]) -> None:
    """See that the roles are those of the themes that come with Nabla, all of them."""
    if path.parent == ASSETS / "themes":
        return
    known = _shipped(BASES[0]).roles
    for role in roles:
        if role not in known:
            raise LessonError(f"The theme {path} has an unknown role {role!r}. {suggestion(role, known)}")
    missing = [role for role in known if role not in roles]
    if missing:
        raise LessonError(
            f'The theme {path} lacks the roles {", ".join(missing)}. Write them, or extends = "dark" above all.'
        )


def _check_outro(path: Path, outro: Outro | None, font: Any) -> None:
    """See that there is a glyph for everything that the closing card says."""
    for line in (*outro.lines, outro.link) if outro else ():
        strange = unwritable(line, font)
        if strange:
            raise LessonError(
                f"The theme {path} is wrong at outro: {shortened(line)} has {' '.join(strange)}, which the font cannot "
                "write. Leave that out, or give a font that has it."
            )


def _listed(names: Iterable[str]) -> str:
    return " or ".join(f'"{name}"' for name in names)
