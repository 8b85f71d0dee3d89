"""The errors of this floor (the whole tree is drawn in mathkit.errors)."""

from __future__ import annotations

import difflib
from collections.abc import Iterable

from mathkit.errors import NablaError


class LessonError(NablaError):
    """A lesson was asked for something it cannot tell: an unknown param, a value out of range, a theme not there."""


def suggestion(name: str, known: Iterable[str]) -> str:
    """Return which of `known` was probably meant by `name`, and which there are."""
    names = list(known)
    near = difflib.get_close_matches(name, names, n=1, cutoff=0.5)
    meant = f"Did you mean {near[0]!r}? " if near else ""
    return f"{meant}There are: {', '.join(names) or 'none'}."
