"""Series files: lessons in order, with params, titles, descriptions and sentences of one's own.

title = "Calculus for machine learning"
description = "…"
playlist = "…"                       # the title, if left out
tags = ["calculus", "machine learning"]
credits = ["A. Lecturer, University of Somewhere"]
intro = "intro.mp4"                  # shown before each film on YouTube; outro: after it
links = { Notes = "https://example.org/notes" }

[[episode]]
id = "tangent"
lesson = "tangent-line"
title = "…"                          # shown with the film; the lesson's own if left out
video = "https://youtu.be/…"         # where people watch it, for the handout's links
params = { f = "x*exp(-x)", at = 0.5 }
say = { limit = "[slide] And there it is." }  # a beat's sentence, replaced; its marks start motions
tags = ["derivative"]                # with those of the series
"""

from __future__ import annotations

import tomllib
from collections import Counter
from pathlib import Path
from typing import Annotated, Any

from pydantic import BaseModel, ConfigDict, Field, StringConstraints, ValidationError

from scenes.script.validation import validation_message
from studio.errors import RequestError
from studio.sources.lesson_lookup import find_lesson

Name = Annotated[str, StringConstraints(pattern=r"^[a-z0-9][a-z0-9-]*$", max_length=64)]
Number = int | float
#: A line of text. YouTube takes no angle brackets.
Line = Annotated[str, StringConstraints(pattern=r"^[^<>\x00-\x1f\x7f]+$", min_length=1, max_length=100)]
Tag = Annotated[str, StringConstraints(pattern=r"^[^<>,\x00-\x1f\x7f]+$", min_length=1, max_length=60)]
Link = Annotated[str, StringConstraints(pattern=r"^https?://[^\s<>]+$", max_length=200)]
#: A film of one's own, by its path from the series file on.
FilmFile = Annotated[str, StringConstraints(pattern=r"\.mp4$", max_length=500)]
#: What to write for a key that must be there.
EXAMPLES = {
    "title": 'title = "My course"',
    "episode": '[[episode]] with the lines id = "slopes" and lesson = "tangent-line"',
    "id": 'id = "slopes", a name for its files',
    "lesson": 'lesson = "tangent-line"; render.py lessons shows which there are',
}
Value = str | bool | int | float | list[str | int | float] | list[list[str | int | float]]


class Episode(BaseModel):
    """One film of a series. `params` are the lesson's, `say` replaces sentences by beat name.

    `video` is where people watch it: the handout points there.
    """

    model_config = ConfigDict(frozen=True, extra="forbid")

    id: Name
    lesson: str
    title: str = ""
    description: str = ""
    params: dict[str, Value] = {}
    say: dict[str, str] = {}
    video: Annotated[str, StringConstraints(pattern=r"^(https?://\S+)?$")] = ""
    tags: tuple[Tag, ...] = ()

    @property
    def settings(self) -> dict[str, str]:
        """Return the params as a person would type them after --set."""
        return {key: _typed(value) for key, value in self.params.items()}


class Series(BaseModel):
    """A series file. Its `id` is the file's name without the ending."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    id: Annotated[str, Field(exclude=True)]  # no key of the file
    title: str
    description: str = ""
    language: Annotated[str, StringConstraints(pattern=r"^[a-z]{2,3}(-[A-Za-z0-9]+)*$")] = "en"
    notation: dict[str, str] = {}
    playlist: Line | None = None
    tags: tuple[Tag, ...] = ()
    links: dict[Line, Link] = {}
    credits: tuple[Line, ...] = ()
    intro: FilmFile | None = None
    outro: FilmFile | None = None
    episode: tuple[Episode, ...]

    @classmethod
    def read(cls, path: Path) -> Series:
        """Read a series file.

        Raises:
            RequestError: the file is not there, is not TOML (file and line), or a key is wrong (its path, and the
                nearest real one).
        """
        try:
            data = tomllib.loads(path.read_text(encoding="utf-8"))
        except FileNotFoundError:
            raise RequestError(f"There is no series file {path}.") from None
        except (OSError, UnicodeDecodeError) as error:
            raise RequestError(f"The series file {path} cannot be read: {error}.") from None
        except tomllib.TOMLDecodeError as error:
            raise RequestError(f"{path} is not TOML: {error}.") from None
        if "id" in data:
            raise RequestError(f"{path}: id: a series is called by its file's name; leave this key out.")
        try:
            series = cls.model_validate({"id": path.stem, **data})
        except ValidationError as error:
            raise RequestError(validation_message(error, cls, str(path), examples=EXAMPLES)) from None
        series._check(path)
        return series

    def _check(self, path: Path) -> None:
        for key, file in (("intro", self.intro), ("outro", self.outro)):
            if file is not None and not (path.parent / file).is_file():
                raise RequestError(f"{path}: {key}: there is no file {path.parent / file}.")
        if not self.episode:
            raise RequestError(f"{path}: episode: a series needs one [[episode]] at least.")
        for number, episode in enumerate(self.episode, 1):
            try:
                find_lesson(episode.lesson, path.parent)
            except RequestError as error:
                raise RequestError(f"{path}: episode {number}: lesson: {error}") from None
        twice = [name for name, count in Counter(episode.id for episode in self.episode).items() if count > 1]
        if twice:
            raise RequestError(f"{path}: episode: the id {twice[0]!r} is used twice.")


def _typed(value: Any) -> str:
    if isinstance(value, list):
        return (";" if value and isinstance(value[0], list) else ",").join(_typed(part) for part in value)
    if isinstance(value, bool):
        return str(value).lower()
    return str(value)
