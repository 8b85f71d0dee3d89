"""The lessons, each in a folder or a file of its own, and what they are written and drawn with.

A lesson is found by looking: a folder here that holds `scene.py`, or a file. Its class is called as the folder or file
is, in capitals: `tangent_line/scene.py` holds `TangentLine`. Nothing is imported to find it: manim takes a second, and
most of what studio does with a lesson (plans, captions, chapters) needs only its outline.
"""

from __future__ import annotations

import importlib
from pathlib import Path
from typing import TYPE_CHECKING

from scenes.errors import LessonError
from scenes.script.outline import Beat, Outline

if TYPE_CHECKING:
    from scenes.lesson import Lesson

__all__ = ["LESSONS", "Beat", "LessonError", "Outline", "find_lessons", "load_lesson"]

#: Files here that hold no lesson.
_NOT_LESSONS = {"__init__", "errors", "lesson"}


def find_lessons(folder: Path) -> dict[str, str]:
    """Return name → "module:Class" of the lessons in a folder like this one, in alphabetical order."""
    homes = {path.parent.name: f"scenes.{path.parent.name}.scene" for path in folder.glob("*/scene.py")}
    homes |= {path.stem: f"scenes.{path.stem}" for path in folder.glob("*.py") if path.stem not in _NOT_LESSONS}
    return {
        home.replace("_", "-"): f"{module}:{''.join(word.capitalize() for word in home.split('_'))}"
        for home, module in sorted(homes.items())
    }


#: Lesson name → "module:Class".
LESSONS = find_lessons(Path(__file__).parent)


def load_lesson(name: str) -> type[Lesson]:
    """Import the lesson `name` (a key of `LESSONS`).

    Raises:
        LessonError: its file does not hold the class that is called as the file is.
    """
    module, _, cls = LESSONS[name].partition(":")
    lesson: type[Lesson] | None = getattr(importlib.import_module(module), cls, None)
    if lesson is None:
        raise LessonError(f"{module.replace('.', '/')}.py is to hold the lesson's class, {cls}. Call it so.")
    return lesson
