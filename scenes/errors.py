"""The errors of this floor (the whole tree is drawn in mathkit.errors)."""

from mathkit.errors import NablaError


class LessonError(NablaError):
    """A lesson was asked for something it cannot tell: an unknown param, a value out of range, a theme not there."""
