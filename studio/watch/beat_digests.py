"""Which beats of a lesson changed: a digest of each beat's own code, of what it says and of how it settles.

A clip's key stands for all of a lesson's code, so that nothing stale is ever shown. Here the question is another one:
which beat has its author been working on?
"""

from __future__ import annotations

import ast
import hashlib
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path

from scenes.script.outline import Beat
from studio.sources import digests
from studio.store.file_digest import digest


def beat_prints(file: Path, cls: str, beats: Iterable[Beat], stills: Mapping[str, bytes]) -> dict[str, str]:
    """Return a digest of each of `beats` of the class `cls` in `file`; `stills` has the bytes of the settled frames."""
    code = _beat_code(file, cls)
    return {
        beat.name: digest(
            [code.get(beat.name), beat.model_dump(mode="json"), hashlib.sha256(stills[beat.name]).hexdigest()]
        )
        for beat in beats
    }


def _beat_code(file: Path, cls: str) -> dict[str, str]:
    """Return the digest of each method of `cls`, and of what it calls in the same file or imports from scenes/."""
    tree = ast.parse(file.read_text(encoding="utf-8"))
    lesson = next((node for node in tree.body if isinstance(node, ast.ClassDef) and node.name == cls), None)
    if lesson is None:
        return {}
    known = {
        name: node for body in (tree.body, lesson.body) for name, node in digests.defined(body) if node is not lesson
    }
    beats = {name for name, node in known.items() if isinstance(node, ast.FunctionDef) and node.decorator_list}
    imported = dict(_imported(tree))
    return {name: _reach(name, known, beats, imported) for name in beats}


def _reach(start: str, known: Mapping[str, ast.stmt], beats: Iterable[str], imported: Mapping[str, Path]) -> str:
    """Return the digest of the definition of `start` and of all that it names, directly or not, but other beats."""
    found: dict[str, str] = {}
    waiting = [start]
    while waiting:
        name = waiting.pop()
        if name in found or (name in beats and name != start):
            continue
        if name in known:
            found[name] = digests.node_digest(known[name])
            waiting.extend(_names(known[name]))
        elif name in imported:
            found[name] = digests.tree_digest(imported[name], sentences=True)
    return digest(found)


def _names(node: ast.AST) -> Iterator[str]:
    for part in ast.walk(node):
        if isinstance(part, ast.Name):
            yield part.id
        elif isinstance(part, ast.Attribute):
            yield part.attr


def _imported(tree: ast.Module) -> Iterator[tuple[str, Path]]:
    """Yield (name, file) of what is imported by name from a module of scenes/: props, not the mathematics."""
    for node in tree.body:
        if isinstance(node, ast.ImportFrom) and (node.module or "").partition(".")[0] == "scenes":
            for alias in node.names:
                path = digests.module_file(digests.defining_module(node.module or "", alias.name))
                if path is not None:
                    yield alias.asname or alias.name, path
