"""What can change a pixel, as digests: the code of a lesson, the assets it draws with, the libraries' versions.

Code is compared by its syntax tree, so that comments, layout and docstrings redraw nothing. The digest that clips are
keyed by also leaves out what is only said (the sentences and chapters of `@beat`, a lesson's `title`); the one that
outlines are keyed by keeps it.
"""

from __future__ import annotations

import ast
import functools
import hashlib
import importlib.metadata
import importlib.util
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import TypeVar

from studio.places import ASSETS, ROOT
from studio.store.file_digest import files_digest

Node = TypeVar("Node", ast.Module, ast.FunctionDef, ast.ClassDef)

FLOORS = ("scenes", "mathkit")
#: Libraries whose version can move a pixel.
LIBRARIES = ("manim", "typst", "numpy", "sympy", "contourpy", "pycairo", "av")
#: Folders of assets/ that are keyed on their own, or that are not drawn from.
NOT_DRAWN = ("series", "narration", "themes", "voice")
#: Modules with what is written about a lesson, and the method that gives it: no picture depends on them.
WRITTEN, WRITTEN_BY = ("scenes.script.notes", "scenes.lesson_notes"), "notes"


@functools.cache
def code_digest(module: str, *, sentences: bool) -> str:
    """Return the digest of `module` (a name, or a file's path) and of all modules that `code_files` finds for it."""
    digest = hashlib.sha256()
    for name, path in sorted(code_files(module).items()):
        if name in WRITTEN and not sentences:
            continue
        digest.update(f"{name}\0{tree_digest(path, sentences=sentences)}\0".encode())
    return digest.hexdigest()


def tree_digest(path: Path, *, sentences: bool) -> str:
    """Return the digest of one file's syntax tree without docstrings and, if asked, without sentences."""
    source = _source(path, _stamp(path))
    return source.said if sentences else source.drawn


def node_digest(node: ast.AST, *, sentences: bool = True) -> str:
    """Return the digest of a piece of a syntax tree, which loses its docstrings (and sentences) by it."""
    shown = ast.dump(_Drawn(sentences=sentences).visit(node))
    return hashlib.sha256(shown.encode()).hexdigest()


@functools.cache
def assets_digest() -> str:
    """Return the digest of every file in assets/ that lessons draw with (fonts, data), by path and content."""
    files = (path for path in _files(ASSETS) if path.relative_to(ASSETS).parts[0] not in NOT_DRAWN)
    return files_digest(files, ASSETS)


@functools.cache
def narration_digest() -> str:
    """Return the digest of the sentences in assets/narration."""
    return files_digest(_files(ASSETS / "narration"), ASSETS)


@functools.cache
def versions() -> tuple[tuple[str, str], ...]:
    """Return (library, version) for the libraries that draw and encode."""
    return tuple((name, importlib.metadata.version(name)) for name in LIBRARIES)


def _files(folder: Path) -> Iterator[Path]:
    return (path for path in folder.rglob("*") if path.is_file() and not path.name.startswith("."))


@functools.cache
def code_files(module: str) -> dict[str, Path]:
    """Return the files of `module` and of what it imports, directly or not, by name.

    Followed are the modules of scenes/ and mathkit/, and those beside a lesson that is given by its file's path.
    """
    beside = Path(module).parent if module.endswith(".py") else None
    found: dict[str, Path] = {}
    waiting = [module]
    while waiting:
        name = waiting.pop()
        path = Path(module) if beside and name == module else _module_path(name, beside)
        if name in found or path is None:
            continue
        found[name] = path
        waiting.extend(
            imported
            for imported in _imported(path, name)
            if imported.partition(".")[0] in FLOORS or _beside(imported, beside)
        )
    return found


def _beside(name: str, folder: Path | None) -> Path | None:
    path = folder / f"{name.replace('.', '/')}.py" if folder else None
    return path if path and path.is_file() else None


def _module_path(name: str, folder: Path | None = None) -> Path | None:
    """Return the file of a module, of one in `folder` first, without importing it (its packages are imported)."""
    if name.partition(".")[0] in FLOORS:
        stem = ROOT.joinpath(*name.split("."))
        # A floor with a lazy face names its modules in the stub.
        faces = (stem.with_suffix(".py"), stem / "__init__.pyi", stem / "__init__.py")
        return next((path for path in faces if path.is_file()), None)
    if near := _beside(name, folder):
        return near
    spec = importlib.util.find_spec(name)
    return Path(spec.origin) if spec and spec.origin else None


def forget() -> None:
    """Let what is remembered of modules be found again: a file has been saved."""
    code_digest.cache_clear()
    code_files.cache_clear()


def _stamp(path: Path) -> tuple[int, int]:
    """Return what tells a file from what it was before it was saved again: its time (ns) and its size."""
    status = path.stat()
    return status.st_mtime_ns, status.st_size


@dataclass(frozen=True, slots=True)
class _Source:
    """What is asked of a file: its imports, and the digests of its syntax tree with and without sentences."""

    imports: tuple[ast.Import | ast.ImportFrom, ...]
    said: str
    drawn: str


@functools.cache
def _source(path: Path, _: tuple[int, int]) -> _Source:
    """Read a file once: lessons share most of their files, and a hundred of them take a second."""
    text = path.read_text(encoding="utf-8")
    tree = ast.parse(text, filename=str(path))
    imports = tuple(node for node in ast.walk(tree) if isinstance(node, ast.Import | ast.ImportFrom))
    said = node_digest(tree)
    told = any(word in text for word in ("beat(", "title", WRITTEN_BY))
    return _Source(imports, said, node_digest(tree, sentences=False) if told else said)


def _imported(path: Path, module: str) -> Iterator[str]:
    """Yield the modules that a file names in its imports."""
    package = module if path.stem == "__init__" else module.rpartition(".")[0]
    for node in _source(path, _stamp(path)).imports:
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        else:
            parents = package.split(".")[: len(package.split(".")) - node.level + 1] if node.level else []
            base = ".".join([*parents, *([node.module] if node.module else [])])
            yield base
            yield from (f"{base}.{alias.name}" for alias in node.names)


class _Drawn(ast.NodeTransformer):
    """Takes out of a syntax tree what is never drawn."""

    def __init__(self, *, sentences: bool) -> None:
        self._sentences = sentences

    def visit_Module(self, node: ast.Module) -> ast.Module:
        return self._undocumented(node)

    def visit_FunctionDef(self, node: ast.FunctionDef) -> ast.FunctionDef:
        if not self._sentences:
            node.decorator_list = [_unsaid(decorator) for decorator in node.decorator_list]
        return self._undocumented(node)

    def visit_ClassDef(self, node: ast.ClassDef) -> ast.ClassDef:
        if not self._sentences:
            node.body = [statement for statement in node.body if not (_is_title(statement) or _is_written(statement))]
        return self._undocumented(node)

    def _undocumented(self, node: Node) -> Node:
        if ast.get_docstring(node, clean=False) is not None:
            node.body = node.body[1:]
        self.generic_visit(node)
        return node


def _unsaid(decorator: ast.expr) -> ast.expr:
    """Return `@beat("sentence", chapter="…", …)` without what is only said; other decorators as they are."""
    if not (isinstance(decorator, ast.Call) and ast.unparse(decorator.func).split(".")[-1] == "beat"):
        return decorator
    decorator.args = []
    decorator.keywords = [keyword for keyword in decorator.keywords if keyword.arg not in ("say", "chapter")]
    return decorator


def _is_text(node: ast.expr) -> bool:
    return isinstance(node, ast.JoinedStr) or (isinstance(node, ast.Constant) and isinstance(node.value, str))


def _is_written(statement: ast.stmt) -> bool:
    return isinstance(statement, ast.FunctionDef) and statement.name == WRITTEN_BY


def _is_title(statement: ast.stmt) -> bool:
    match statement:
        case ast.Assign(targets=[ast.Name(id="title")], value=value):
            return _is_text(value)
        case ast.AnnAssign(target=ast.Name(id="title"), value=ast.expr() as value):
            return _is_text(value)
        case _:
            return False
