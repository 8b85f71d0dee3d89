"""Sentences: templates over a lesson's facts, with marks at the words that start a motion.

"Take a second point, [line] and draw the line through both: its slope is {secant.slope:.3g}." A `{fact}` is printed by
the one formatter of spoken numbers. A `[mark]` is not said: the beat waits for it by `Lesson.until("line")`, and what
follows moves with the words behind it.
"""

from __future__ import annotations

import re
from string import Formatter
from typing import Any

from mathkit import spoken_number
from scenes.errors import LessonError
from scenes.script.outline import spoken_seconds

_MARK = re.compile(r"\[([a-z][a-z0-9_]*)\]\s*")


def resolved(template: str, facts: object, beat: str) -> tuple[str, dict[str, float]]:
    """Return what is said, filled from the public attributes of `facts`, and how many seconds into it each mark comes.

    Raises:
        LessonError: the template asks for what is no fact, or has a stray brace or bracket, or a mark twice.
    """
    said, marks = "", dict[str, float]()
    # Split at a group: text, mark, text, mark, …, text.
    for index, piece in enumerate(_MARK.split(template)):
        if index % 2 == 0:
            said += _filled(piece, template, facts, beat)
        elif piece in marks:
            raise LessonError(f"The sentence of beat {beat!r} has the mark [{piece}] twice. Name the second otherwise.")
        else:
            marks[piece] = spoken_seconds(said)
    return said.rstrip(), marks


def _filled(piece: str, template: str, facts: object, beat: str) -> str:
    if re.search(r"[\[\]]", piece):
        raise LessonError(
            f"The sentence of beat {beat!r} has a stray bracket: {template!r}. "
            "A mark is a name in small letters, as in [line]."
        )
    try:
        return _Filler().vformat(piece, (), {"facts": facts})
    except (ValueError, KeyError, IndexError) as error:
        if isinstance(error, LessonError):
            raise
        raise LessonError(f"The sentence of beat {beat!r} has a stray brace: {template!r}.") from None


class _Filler(Formatter):
    """Fills a sentence from the lesson's facts: public attributes only, numbers as they are said."""

    def get_field(self, field_name: str, args: Any, kwargs: Any) -> tuple[Any, str]:
        if not re.fullmatch(r"[a-z]\w*(\.[a-z]\w*)*", field_name):
            raise LessonError(f"A sentence asks for {{{field_name}}}. Write a fact's name, as in {{tangent.slope}}.")
        value: Any = kwargs["facts"]
        for name in field_name.split("."):
            try:
                value = getattr(value, name)
            except AttributeError:
                raise LessonError(f"A sentence asks for {{{field_name}}}, which this lesson does not know.") from None
        if not isinstance(value, str | int | float):
            raise LessonError(f"A sentence asks for {{{field_name}}}, which is neither a number nor a word.")
        return value, field_name

    def convert_field(self, value: Any, conversion: str | None) -> Any:
        if conversion is not None:
            raise LessonError(f"A sentence converts a fact by !{conversion}. Write its name alone.")
        return value

    def format_field(self, value: Any, format_spec: str) -> str:
        if isinstance(value, str):
            return value
        digits = re.fullmatch(r"(?:\.(\d))?g?", format_spec)
        if digits is None:
            raise LessonError(f"A sentence formats a number by {format_spec!r}. Write :.3g, or nothing.")
        return spoken_number(float(value), int(digits[1] or 3))
