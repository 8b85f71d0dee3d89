"""What can change a pixel, as digests: the code of a lesson, the assets it draws with, the libraries' versions.

Code is followed by the modules that define the names which a lesson uses: what a face such as `mathkit` offers besides
them is no part of it. It is compared by its syntax tree, so that comments, layout and docstrings redraw nothing. The
digest that clips are keyed by also leaves out what is only said or written (sentences and chapters, a lesson's title,
its notes); the one that outlines are keyed by keeps it.
"""

from __future__ import annotations

import ast
import functools
import hashlib
import importlib.metadata
import importlib.util
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path

from studio.places import ASSETS, ROOT
from studio.store.file_digest import files_digest

_DOCUMENTED = (ast.Module, ast.ClassDef, ast.FunctionDef, ast.AsyncFunctionDef)

FLOORS = ("scenes", "mathkit")
#: Libraries whose version can move a pixel.
LIBRARIES = ("manim", "typst", "numpy", "sympy", "contourpy", "pycairo", "av")
#: Folders of assets/ that are keyed on their own, or that are not drawn from.
NOT_DRAWN = ("series", "narration", "themes", "voice")
#: Calls that give a beat its text, and the arguments of theirs that are only said.
TEXTS, SPOKEN_KEYWORDS = ("beat", "BeatText"), ("say", "chapter")
#: What is written about a lesson, or drawn beside its film: functions and modules that no clip depends on.
BESIDE_FILM = ("notes", "thumbnail")
#: The modules of sentences, of which a clip depends on single definitions: titles and labels.
NARRATION = "narration"


@functools.cache
def code_digest(module: str, *, sentences: bool) -> str:
    """Return the digest of `module` (a name, or a file's path) and of all modules that define what it uses."""
    digest = hashlib.sha256()
    for name, code in sorted(_reached(module, sentences=sentences).items()):
        digest.update(f"{name}\0{code.digest}\0".encode())
    return digest.hexdigest()


@functools.cache
def code_files(module: str) -> dict[str, Path]:
    """Return the files of `module` (a name, or a file's path) and of all modules that define what it uses, by name.

    Followed are the modules of scenes/ and mathkit/, and those beside a lesson that is given by its file's path.
    """
    return {name: code.path for name, code in _reached(module, sentences=True).items()}


def tree_digest(path: Path, *, sentences: bool) -> str:
    """Return the digest of one file's syntax tree without docstrings and, if asked, without sentences."""
    return _source(path, _stamp(path)).code(sentences=sentences).digest


def node_digest(node: ast.AST) -> str:
    """Return the digest of a piece of a syntax tree, which loses its docstrings by it."""
    _undocument(node)
    return _dumped(node)


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


def defining_module(module: str, name: str) -> str:
    """Return the module that `from module import name` takes the name from: a face's own modules, or a submodule."""
    return _face(module).get(name) or (f"{module}.{name}" if _module_path(f"{module}.{name}") else module)


def module_file(module: str, beside: Path | None = None) -> Path | None:
    """Return the file of a module of a floor, or of one in the folder `beside`; None for others."""
    if module.partition(".")[0] in FLOORS:
        return _module_path(module)
    path = beside / f"{module.replace('.', '/')}.py" if beside else None
    return path if path and path.is_file() else None


def forget() -> None:
    """Let what is remembered of modules be found again: a file has been saved."""
    for remembered in (code_digest, code_files, _face, _module_path):
        remembered.cache_clear()


# -- what a lesson reaches --------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class _Import:
    """One name that a file imports: `from module import name as bound`, or `import module` (`name` is empty)."""

    module: str
    name: str
    bound: str


@dataclass(frozen=True, slots=True)
class _Code:
    """A file, or one definition of it, as a digest, and what it uses: imports, attributes of what is imported, names.

    `local`: other definitions of its file.
    """

    path: Path
    digest: str
    imports: tuple[_Import, ...]
    attributes: Mapping[str, frozenset[str]]
    names: frozenset[str]
    local: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class _Source:
    """A file as it is said and as it is drawn; `definitions`: each by its name, drawn, where the file is narration."""

    said: _Code
    drawn: _Code
    definitions: Mapping[str, _Code] = field(default_factory=dict)

    def code(self, *, sentences: bool) -> _Code:
        return self.said if sentences else self.drawn


def _reached(module: str, *, sentences: bool) -> dict[str, _Code]:
    """Return what the code of `module` is made of, by module, or by "module:definition" for narration that is drawn."""
    beside = Path(module).parent if module.endswith(".py") else None
    found: dict[str, _Code] = {}
    waiting = [module]
    while waiting:
        name = waiting.pop()
        home, _, definition = name.partition(":")
        path = Path(module) if beside and name == module else module_file(home, beside) or _outside(name, module)
        if name in found or path is None:
            continue
        source = _source(path, _stamp(path))
        code = source.definitions.get(definition) if definition else source.code(sentences=sentences)
        if code is None:
            continue
        found[name] = code
        waiting.extend(f"{home}:{other}" for other in code.local)
        waiting.extend(
            target
            for one in code.imports
            for target in _targets(one, code, narrated=not sentences)
            if module_file(target.partition(":")[0], beside)
        )
    return found


def _targets(one: _Import, code: _Code, *, narrated: bool) -> Iterator[str]:
    """Yield what an import leads to: modules, or definitions of a module of narration."""
    if not one.name:
        yield from {one.module, *_face(one.module).values()}
        return
    module = defining_module(one.module, one.name)
    if not (narrated and module.rpartition(".")[2] == NARRATION):
        yield module
    elif module == one.module:
        yield f"{module}:{one.name}"
    else:
        yield from (f"{module}:{attribute}" for attribute in code.attributes.get(one.bound, ()))


@functools.cache
def _face(package: str) -> dict[str, str]:
    """Return name → module of a package whose face is lazy and stands in a stub; of others nothing."""
    stub = ROOT.joinpath(*package.split("."), "__init__.pyi")
    if package.partition(".")[0] not in FLOORS or not stub.is_file():
        return {}
    lines = (node for node in ast.parse(stub.read_text(encoding="utf-8")).body if isinstance(node, ast.ImportFrom))
    return {alias.asname or alias.name: f"{package}.{line.module}" for line in lines for alias in line.names}


@functools.cache
def _module_path(module: str) -> Path | None:
    """Return the file of a module of a floor, without importing it."""
    stem = ROOT.joinpath(*module.split("."))
    return next((path for path in (stem.with_suffix(".py"), stem / "__init__.py") if path.is_file()), None)


def _outside(name: str, module: str) -> Path | None:
    """Return the file of the lesson itself, where it stands on no floor (its packages are imported)."""
    spec = importlib.util.find_spec(name) if name == module else None
    return Path(spec.origin) if spec and spec.origin else None


# -- one file ---------------------------------------------------------------------------------------------------


def _files(folder: Path) -> Iterator[Path]:
    return (path for path in folder.rglob("*") if path.is_file() and not path.name.startswith("."))


def _stamp(path: Path) -> tuple[int, int]:
    """Return what tells a file from what it was before it was saved again: its time (ns) and its size."""
    status = path.stat()
    return status.st_mtime_ns, status.st_size


@functools.cache
def _source(path: Path, _: tuple[int, int]) -> _Source:
    """Read a file once: lessons share most of their files, and a hundred of them take a second."""
    text = path.read_text(encoding="utf-8")
    tree = ast.parse(text, filename=str(path))
    _undocument(tree)
    said = drawn = _code(path, tree)
    if any(word in text for word in (*TEXTS, *BESIDE_FILM, "title")):
        _WithoutNarration().visit(tree)
        # What only sentences and notes use is not imported for a picture.
        unused = said.names - _names(tree)
        for node in ast.walk(tree):
            if isinstance(node, ast.Import | ast.ImportFrom):
                node.names = [alias for alias in node.names if _bound(alias) not in unused]
        drawn = _code(path, tree)
    if path.stem != NARRATION:
        return _Source(said, drawn)
    nodes = dict(defined(tree.body))
    return _Source(said, drawn, {name: _definition(path, node, drawn, set(nodes)) for name, node in nodes.items()})


def _code(path: Path, tree: ast.AST) -> _Code:
    """Return a file's, or a definition's, digest and what it uses, in one walk."""
    names, imports, attributes = set[str](), list[_Import](), dict[str, set[str]]()
    for node in ast.walk(tree):
        match node:
            case ast.Name(id=name):
                names.add(name)
            case ast.Attribute(value=ast.Name(id=name), attr=attribute):
                attributes.setdefault(name, set()).add(attribute)
            case ast.Import():
                imports.extend(_Import(alias.name, "", _bound(alias)) for alias in node.names)
            case ast.ImportFrom(module=str() as module):
                imports.extend(_Import(module, alias.name, _bound(alias)) for alias in node.names)
    used = {one.bound: frozenset(attributes[one.bound]) for one in imports if one.bound in attributes}
    return _Code(path, _dumped(tree), tuple(imports), used, frozenset(names))


def _definition(path: Path, node: ast.stmt, file: _Code, others: set[str]) -> _Code:
    """Return one definition of a file, which uses some of the file's imports and other definitions."""
    own = _code(path, node)
    imports = tuple(one for one in file.imports if one.bound in own.names)
    return replace(own, imports=imports, attributes=file.attributes, local=own.names & others)


def defined(body: Iterable[ast.stmt]) -> Iterator[tuple[str, ast.stmt]]:
    """Yield (name, node) of each function, class and variable that a body defines."""
    for node in body:
        if isinstance(node, ast.FunctionDef | ast.ClassDef):
            yield node.name, node
        elif isinstance(node, ast.Assign | ast.AnnAssign):
            targets = node.targets if isinstance(node, ast.Assign) else [node.target]
            names = (part for target in targets for part in ast.walk(target) if isinstance(part, ast.Name))
            yield from ((name.id, node) for name in names)


def _dumped(node: ast.AST) -> str:
    return hashlib.sha256(ast.dump(node).encode()).hexdigest()


def _names(tree: ast.AST) -> set[str]:
    return {node.id for node in ast.walk(tree) if isinstance(node, ast.Name)}


def _bound(alias: ast.alias) -> str:
    return alias.asname or alias.name.partition(".")[0]


def _undocument(node: ast.AST) -> None:
    """Take out of a syntax tree what is never run: docstrings, and imports for types alone."""
    for name in ("body", "orelse", "finalbody", "handlers"):
        body = getattr(node, name, None)
        if not isinstance(body, list):
            continue
        if name == "body" and isinstance(node, _DOCUMENTED) and ast.get_docstring(node, clean=False) is not None:
            del body[0]
        body[:] = [each for each in body if not _is_for_types(each)]
        for each in body:
            _undocument(each)


def _is_for_types(node: ast.stmt) -> bool:
    return isinstance(node, ast.If) and isinstance(node.test, ast.Name) and node.test.id == "TYPE_CHECKING"


class _WithoutNarration(ast.NodeTransformer):
    """Takes out of a syntax tree what is only said or written."""

    def visit_Module(self, node: ast.Module) -> ast.AST:
        return self._unwritten(node)

    def visit_ClassDef(self, node: ast.ClassDef) -> ast.AST:
        node.body = [statement for statement in node.body if not _is_title(statement)]
        return self._unwritten(node)

    def _unwritten(self, node: ast.Module | ast.ClassDef) -> ast.AST:
        node.body = [each for each in node.body if not (isinstance(each, ast.FunctionDef) and each.name in BESIDE_FILM)]
        return self.generic_visit(node)

    def visit_Call(self, node: ast.Call) -> ast.AST:
        """Take sentences and chapters out of `beat(…)` and `BeatText(…)`; a text by name stays, for its title."""
        if ast.unparse(node.func).rpartition(".")[2] in TEXTS:
            node.args = [each for each in node.args if isinstance(each, ast.Name | ast.Attribute)]
            node.keywords = [keyword for keyword in node.keywords if keyword.arg not in SPOKEN_KEYWORDS]
        return self.generic_visit(node)


def _is_title(statement: ast.stmt) -> bool:
    match statement:
        case ast.Assign(targets=[ast.Name(id="title")], value=ast.Constant(value=str()) | ast.JoinedStr()):
            return True
        case ast.AnnAssign(target=ast.Name(id="title"), value=ast.Constant(value=str()) | ast.JoinedStr()):
            return True
        case _:
            return False
