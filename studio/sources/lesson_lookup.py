"""Lessons and themes by the names that people type, found without importing manim.

A lesson is one of those in scenes/, by name, or a class in any Python file, by path: "my_lesson.py", or
"my_lesson.py:MyLesson" where the file holds several.
"""

from __future__ import annotations

import ast
import importlib
import importlib.util
import os
import re
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

import scenes
from scenes.drawing.theme.theme_file import read_theme
from scenes.errors import blamed_on
from studio.errors import RequestError
from studio.places import ASSETS, ROOT

if TYPE_CHECKING:
    from collections.abc import Sequence
    from types import ModuleType

    from scenes.drawing.theme.theme import Theme
    from scenes.lesson import Lesson

#: LESSON[/BEAT], where LESSON may be a path with folders.
_WITH_BEAT = re.compile(r"(?P<lesson>.+\.py(?::\w+)?|[^/]*)(?P<slash>/?)(?P<beat>.*)", re.DOTALL)


@dataclass(frozen=True, slots=True)
class LessonRef:
    """A lesson by name ("tangent-line") and by where its class is.

    `target` is "scenes.tangent_line.scene:TangentLine", or "/home/me/my_lesson.py:MyLesson" for one in a file.
    """

    name: str
    target: str

    @property
    def module(self) -> str:
        """Return the module, or the path of the file, that defines the lesson."""
        return self.target.rpartition(":")[0]

    @property
    def file(self) -> Path:
        """Return the file that defines the lesson."""
        return Path(self.module) if self._by_path else ROOT.joinpath(*self.module.split(".")).with_suffix(".py")

    @property
    def _by_path(self) -> bool:
        return self.module.endswith(".py")

    def load(self) -> type[Lesson]:
        """Import the lesson. This imports manim.

        Raises:
            RequestError: the file has no lesson of that name.
        """
        module = _imported(self.file) if self._by_path else importlib.import_module(self.module)
        lesson: type[Lesson] | None = getattr(module, self.target.rpartition(":")[2], None)
        if lesson is None or not hasattr(lesson, "name"):
            raise RequestError(f"{self.target} is no lesson: a lesson is a class with a `name` and a `title`.")
        return lesson

    def forget(self) -> None:
        """Let `load` read the file again, even where Python's compiled copy is of the same second and length."""
        sys.modules.pop(_name_in_a_file(self.file) if self._by_path else self.module, None)
        Path(importlib.util.cache_from_source(str(self.file))).unlink(missing_ok=True)


def find_lesson(name: str, folder: Path = Path()) -> LessonRef:
    """Return the lesson called `name`: "tangent-line", "tangent_line" or "TangentLine", or FILE.py[:CLASS].

    A file is looked for from `folder` on.

    Raises:
        RequestError: there is none; the nearest one is suggested. Or the file is not Python, or holds no lesson.
    """
    path, colon, cls = name.strip().partition(".py:")
    if colon or path.endswith(".py"):
        return _lesson_in(folder / (path.removesuffix(".py") + ".py"), cls)
    dashed = dashes(name)
    if dashed not in scenes.LESSONS:
        file = folder / f"{dashed.replace('-', '_')}.py"
        if file.is_file():
            typed = os.path.join(".", file)  # noqa: PTH118  (a path would lose the dot that tells a file from a lesson)
            raise RequestError(f"There is no lesson {dashed!r}, but there is a file. If you mean that, type {typed}")
        raise RequestError.unknown("lesson", dashed, scenes.LESSONS)
    return LessonRef(dashed, scenes.LESSONS[dashed])


def split_beat(text: str) -> tuple[str, str, str]:
    """Return LESSON[/BEAT] as (lesson, "/" or "", beat): "talks/my_lesson.py/limit" has the beat "limit"."""
    parts = _WITH_BEAT.fullmatch(text)
    assert parts is not None  # the pattern takes any text
    return parts["lesson"], parts["slash"], parts["beat"]


def read_settings(texts: Sequence[str]) -> dict[str, str]:
    """Return params as they were typed, KEY=VALUE each, by key.

    Raises:
        RequestError: one of the texts is not KEY=VALUE.
    """
    pairs = [text.partition("=") for text in texts]
    for key, equals, _ in pairs:
        if not (equals and key.strip()):
            raise RequestError(f"--set {key[:80]!r} is not KEY=VALUE. Type, for example, --set at=0.5.")
    return {key.strip(): value.strip() for key, _, value in pairs}


def dashes(name: str) -> str:
    """Return "tangent-line" for "TangentLine" and "tangent_line"."""
    return re.sub(r"(?<=[a-z0-9])(?=[A-Z])", "-", name.strip()).replace("_", "-").lower()


def shipped_themes() -> dict[str, Path]:
    """Return the themes of assets/themes, by name."""
    return {path.stem: path for path in sorted((ASSETS / "themes").glob("*.toml"))}


def find_theme(theme: str) -> Theme:
    """Return a theme: one of assets/themes by name, or any by the path of its file.

    Raises:
        NablaError: there is none (the nearest one is suggested), or a key of its file is wrong.
    """
    path = shipped_themes().get(theme, Path(theme))
    if not path.is_file():
        raise RequestError.unknown("theme", theme, shipped_themes())
    return read_theme(path.resolve())


def _lesson_in(path: Path, wanted: str) -> LessonRef:
    """Return the lesson of a file, which is read but not run."""
    if not path.is_file():
        raise RequestError(f"There is no file {path}. To begin a lesson, type: render.py new {dashes(path.stem)}")
    try:
        tree = ast.parse(path.read_text(encoding="utf-8"), filename=str(path))
    except SyntaxError as error:
        raise RequestError(f"{path.name}:{error.lineno}: this is not Python: {error.msg}.") from error
    except (OSError, ValueError) as error:
        raise RequestError(f"{path} cannot be read: {error}.") from error
    classes = {node.name: node for node in tree.body if isinstance(node, ast.ClassDef)}
    lessons = [cls for cls, node in classes.items() if _is_lesson(node)]
    if wanted and wanted not in classes:
        raise RequestError.unknown(f"class in {path.name} called", wanted, lessons)
    if not wanted and len(lessons) != 1:
        found = f"It holds {', '.join(lessons)}: type {path.name}:{lessons[0]}." if lessons else "It holds none."
        raise RequestError(f"{path} is to hold one lesson, a class with @beat methods. {found}")
    cls = wanted or lessons[0]
    here = path.resolve()
    inside = ROOT / "scenes" in here.parents
    module = ".".join(here.relative_to(ROOT).with_suffix("").parts) if inside else str(here)
    return LessonRef(_called(classes[cls]), f"{module}:{cls}")


def _is_lesson(node: ast.ClassDef) -> bool:
    bases = {ast.unparse(base).split(".")[-1] for base in node.bases}
    methods = [statement for statement in node.body if isinstance(statement, ast.FunctionDef)]
    beats = (decorator for method in methods for decorator in method.decorator_list if isinstance(decorator, ast.Call))
    return "Lesson" in bases or any(ast.unparse(call.func).split(".")[-1] == "beat" for call in beats)


def _called(node: ast.ClassDef) -> str:
    """Return the `name` that a lesson's class states, or one made of the class's own."""
    for statement in node.body:
        match statement:
            case ast.Assign(targets=[ast.Name(id="name")], value=ast.Constant(value=str() as name)):
                return dashes(name)
    return dashes(node.name)


def _name_in_a_file(path: Path) -> str:
    """Return the name, which no other module has, under which a lesson's file is imported."""
    return f"lesson in {path}"


def _imported(path: Path) -> ModuleType:
    """Import a lesson's file; modules beside it can be imported by it."""
    name = _name_in_a_file(path)
    if name in sys.modules:
        return sys.modules[name]
    if str(path.parent) not in sys.path:
        sys.path.append(str(path.parent))
    spec = importlib.util.spec_from_file_location(name, path)
    if spec is None or spec.loader is None or not path.is_file():
        raise RequestError(f"There is no file {path}.")
    module = sys.modules[name] = importlib.util.module_from_spec(spec)
    try:
        with blamed_on(compile("", str(path), "exec")):
            spec.loader.exec_module(module)
    except BaseException:
        del sys.modules[name]
        raise
    return module
