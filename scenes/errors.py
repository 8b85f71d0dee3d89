"""The errors of this floor (the whole tree is drawn in mathkit.errors)."""

from __future__ import annotations

import difflib
import traceback
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path
from types import CodeType

from mathkit.errors import NablaError


class LessonError(NablaError):
    """A lesson was asked for something it cannot tell: an unknown param, a value out of range, a theme not there."""


class AuthorError(LessonError):
    """What stands in a lesson's own file is wrong: at `line` of `file`, in a `beat` if it is about one."""

    def __init__(self, reason: str, file: str, line: int, beat: str = "") -> None:
        super().__init__(reason, file, line, beat)
        self.reason, self.file, self.line, self.beat = reason, file, line, beat

    @property
    def place(self) -> str:
        """Return "my_lesson.py:12"."""
        return f"{Path(self.file).name}:{self.line}"

    def __str__(self) -> str:
        beat = f", beat {self.beat}" if self.beat else ""
        return f"{self.place}{beat}: {self.reason}"


@contextmanager
def blamed_on(code: CodeType, beat: str = "", errors: type[Exception] | tuple[()] = Exception) -> Iterator[None]:
    """Turn what is raised in the block, of these kinds, into an `AuthorError` at a line of the author's.

    That is the innermost one that it came through in the file of `code` or beside it, or else where `code` begins.
    """
    try:
        yield
    except AuthorError:
        raise
    except errors as error:
        file, line = authors_place(error, code.co_filename) or (code.co_filename, code.co_firstlineno)
        kind = "" if isinstance(error, NablaError) else type(error).__name__
        raise AuthorError(": ".join(filter(None, (kind, str(error)))), file, line, beat) from error


def authors_place(error: BaseException, file: str) -> tuple[str, int] | None:
    """Return the innermost line (file, line) of a lesson's own code that an error came through.

    That is code of `file`, or of one beside it; None where it came through none.
    """
    folder = Path(file).parent
    shared = folder == Path(__file__).parent  # a lesson of one file among those that belong to all lessons
    frames = [
        frame
        for frame in traceback.extract_tb(error.__traceback__)
        if (frame.filename == file if shared else Path(frame.filename).parent == folder)
    ]
    return (frames[-1].filename, frames[-1].lineno or 0) if frames else None


def suggestion(name: str, known: Iterable[str]) -> str:
    """Return which of `known` was probably meant by `name`, and which there are."""
    names = list(known)
    near = difflib.get_close_matches(name, names, n=1, cutoff=0.5)
    meant = f"Did you mean {near[0]!r}? " if near else ""
    return f"{meant}There are: {', '.join(names) or 'none'}."
