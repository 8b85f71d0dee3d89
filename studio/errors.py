"""The errors of this floor: a wrong request, and a beat that could not be drawn."""

from __future__ import annotations

import errno
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Self

from mathkit.errors import NablaError
from scenes.errors import suggestion


class RequestError(NablaError):
    """A series file, preset, lesson name or option that is wrong."""

    @classmethod
    def unknown(cls, noun: str, value: str, known: Iterable[str]) -> Self:
        """Say that no `noun` is called `value`, and which one was probably meant."""
        return cls(f"There is no {noun} {_shortened(value)!r}. {suggestion(value, known)}")


def _shortened(value: str, limit: int = 80) -> str:
    return value if len(value) <= limit else value[: limit - 1] + "…"


@dataclass(frozen=True, slots=True)
class Failure:
    """Why a beat could not be drawn: what was raised, and the innermost line of our code that was at work.

    `log` is the file in which the run's log stands, if one is kept.
    """

    lesson: str
    beat: str
    place: str
    message: str
    details: str
    log: str = ""

    def __str__(self) -> str:
        return f"{self.lesson}, beat {self.beat}: {self.message} ({self.place})"


class DrawingError(Exception):
    """A lesson raised while a beat was drawn. `failure` says where."""

    def __init__(self, failure: Failure) -> None:
        self.failure = failure
        super().__init__(failure)


def error_message(error: Exception) -> str:
    """Return the message of an error; a full disk, what to type as well."""
    if isinstance(error, OSError) and error.errno in (errno.ENOSPC, errno.EDQUOT):
        return f"{error}. Free some space, for instance of old clips: render.py store trim --keep 1GB"
    if isinstance(error, NablaError | OSError | DrawingError):
        return str(error) or type(error).__name__
    return f"{type(error).__name__}: {error}" if str(error) else type(error).__name__


def message_and_status(error: Exception) -> tuple[str, int]:
    """Return the message of an error for a person, and the exit status: 2 if the request is wrong, else 1."""
    return error_message(error), 2 if isinstance(error, NablaError) else 1
