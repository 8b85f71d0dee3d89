"""Lessons and themes by the names that people type, found without importing manim."""

from __future__ import annotations

import importlib
import re
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

import scenes
from studio.errors import RequestError
from studio.sources import ASSETS

if TYPE_CHECKING:
    from scenes.lesson import Lesson


@dataclass(frozen=True, slots=True)
class LessonRef:
    """A lesson by name ("tangent-line") and by where its class is ("scenes.tangent_line:TangentLine")."""

    name: str
    target: str

    @property
    def module(self) -> str:
        """Return the module that defines the lesson."""
        return self.target.partition(":")[0]

    def load(self) -> type[Lesson]:
        """Import the lesson. This imports manim."""
        lesson: type[Lesson] = getattr(importlib.import_module(self.module), self.target.partition(":")[2])
        return lesson


def find_lesson(name: str) -> LessonRef:
    """Return the lesson called `name`: "tangent-line", "tangent_line" or "TangentLine".

    Raises:
        RequestError: there is none; the nearest one is suggested.
    """
    dashed = dashes(name)
    if dashed not in scenes.LESSONS:
        raise RequestError.unknown("lesson", dashed, scenes.LESSONS)
    return LessonRef(dashed, scenes.LESSONS[dashed])


def dashes(name: str) -> str:
    """Return "tangent-line" for "TangentLine" and "tangent_line"."""
    return re.sub(r"(?<=[a-z0-9])(?=[A-Z])", "-", name.strip()).replace("_", "-").lower()


def theme_file(theme: str) -> Path:
    """Return the file of a theme: one of assets/themes by name, or any by path.

    Raises:
        RequestError: there is none; the nearest one is suggested.
    """
    shipped = {path.stem: path for path in sorted((ASSETS / "themes").glob("*.toml"))}
    if theme in shipped:
        return shipped[theme]
    path = Path(theme)
    if not path.is_file():
        raise RequestError.unknown("theme", theme, shipped)
    return path.resolve()
