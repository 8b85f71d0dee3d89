"""Every error that Nabla raises on purpose.

NablaError                  what was asked is wrong; the message says what to type instead
├── FormulaError            a formula that does not parse, or is too large (mathkit)
├── DomainError             a point where a function has no value or no slope (mathkit)
├── LessonError             a param or theme that a lesson cannot take (scenes)
└── RequestError            a series file, preset, lesson name or option that is wrong (studio)
"""

from __future__ import annotations


class NablaError(ValueError):
    """What was asked is wrong. `str(error)` is ready to be shown: what was asked, what is wrong, what to type."""


class FormulaError(NablaError):
    """A formula that does not parse. `position` is the 0-based column of the fault in `text`."""

    def __init__(self, message: str, text: str = "", position: int | None = None) -> None:
        self.text = text
        self.position = position
        if text and position is not None and len(text) <= 200:
            message = f"{message}\n  {text}\n  {' ' * position}^"
        super().__init__(message)


class DomainError(NablaError):
    """A point where the function has no value, or no slope."""
