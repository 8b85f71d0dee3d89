"""A new lesson: a file that already runs, made from `lesson.py.txt` beside this module."""

from __future__ import annotations

import ast
import importlib.util
import keyword
import re
from pathlib import Path
from string import Template

import scenes
from studio.errors import RequestError
from studio.sources.lesson_lookup import dashes
from studio.store.atomic_write import check_folder, publish_text

TEMPLATE = Path(__file__).with_name("lesson.py.txt")


def write_lesson(name: str, folder: Path) -> Path:
    """Write a lesson called `name` ("my-lesson", "my_lesson" or "MyLesson") into `folder`; return its file.

    Raises:
        RequestError: the name cannot be that of a lesson, or is taken. Nothing has been written then.
    """
    dashed = dashes(name)
    module = _module_name(name, dashed)
    target = check_folder(folder) / f"{module}.py"
    if target.exists():
        raise RequestError(f"{target} is there already. Type another name, or go on with it: render.py watch {target}")
    if keyword.iskeyword(module) or keyword.issoftkeyword(module) or _is_installed(module):
        raise RequestError(f"{module!r} means something else to Python. Type another name: render.py new my-{dashed}")
    text = Template(TEMPLATE.read_text(encoding="utf-8"))
    title = dashed.replace("-", " ").capitalize()
    publish_text(target, text.substitute(name=dashed, title=title, cls=_class_name(dashed)))
    return target


def _module_name(name: str, dashed: str) -> str:
    module = dashed.replace("-", "_")
    if not re.fullmatch(r"[a-z][a-z0-9]*(_[a-z0-9]+)*", module) or len(module) > 40:
        raise RequestError(
            f"{name[:60]!r} cannot be the name of a lesson. Use up to 40 letters a to z and digits, words joined by "
            "dashes: render.py new my-lesson"
        )
    if dashed in scenes.LESSONS:
        raise RequestError(f"There is a lesson {dashed!r} already. Type another name: render.py new my-{dashed}")
    return module


def _is_installed(module: str) -> bool:
    """Return whether Python has a module of this name: one that is not just a file in the folder where it runs."""
    spec = importlib.util.find_spec(module)
    return spec is not None and (spec.origin is None or Path(spec.origin).parent != Path.cwd())


def _class_name(dashed: str) -> str:
    """Return "MyLesson" for "my-lesson"; not the name of something that the skeleton uses."""
    name = "".join(word.capitalize() for word in dashed.split("-"))
    used = {part.id for part in ast.walk(_skeleton()) if isinstance(part, ast.Name)}
    return f"{name}Lesson" if name in used else name


def _skeleton() -> ast.Module:
    return ast.parse(Template(TEMPLATE.read_text(encoding="utf-8")).substitute(name="x", title="X", cls="X"))
