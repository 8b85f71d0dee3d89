"""What README tells people to type exists: every command parses, every target and every table is true."""

from __future__ import annotations

import ast
import re
import shlex
from pathlib import Path

import pytest
import typer.main

import render
from scenes import LESSONS
from studio.profile import PRESETS

ROOT = Path(__file__).resolve().parents[1]
README = (ROOT / "README.md").read_text(encoding="utf-8")
BLOCKS = re.findall(r"^```sh\n(.*?)^```", README, flags=re.MULTILINE | re.DOTALL)
LINES = [line for block in BLOCKS for line in block.splitlines() if line.strip()]
RENDERS = [shlex.split(line)[2:] for line in LINES if line.startswith(".venv/bin/python render.py")]


def table_column(heading: str) -> list[str]:
    """Return the first column of the table whose first heading is `heading`."""
    rows = README.split(f"\n| {heading} |", 1)[1].split("\n\n", 1)[0].splitlines()[2:]
    return [row.split("|")[1].strip(" `") for row in rows]


def test_every_line_to_type_is_make_or_render():
    strangers = [line for line in LINES if not line.startswith(("make ", ".venv/bin/python render.py"))]
    assert not strangers


@pytest.mark.parametrize("line", [line for line in LINES if line.startswith("make ")])
def test_make_target_exists(line):
    target = line.split()[1]
    assert re.search(rf"^{target}:", (ROOT / "Makefile").read_text(encoding="utf-8"), flags=re.MULTILINE)


@pytest.mark.parametrize("words", RENDERS, ids=" ".join)
def test_render_command_parses(words):
    command = typer.main.get_command(render.app)
    while hasattr(command, "commands"):
        name, *words = words
        command = command.commands[name]
    assert not command.make_context(name, words).args


def test_lessons_are_all_told():
    assert sorted(table_column("lesson")) == list(LESSONS)


def test_presets_are_all_told_with_their_size():
    rows = {name: f"| `{name}` | {p.width}×{p.height} | {p.fps} |" for name, p in PRESETS.items()}
    assert table_column("preset") == list(rows)
    assert [name for name, row in rows.items() if row not in README] == []


def test_rooms_are_all_told_by_their_own_docstring():
    rooms = [path for floor in ("mathkit", "scenes", "studio") for path in (ROOT / floor).glob("**/*/__init__.py")]
    docstrings = {path: ast.get_docstring(ast.parse(path.read_text(encoding="utf-8"))) or "" for path in rooms}
    told = {
        f"| `{path.parent.relative_to(ROOT).as_posix()}/` | {' '.join(docstring.split(chr(10) * 2)[0].split())} |"
        for path, docstring in docstrings.items()
    }
    assert {line for line in README.splitlines() if re.match(r"\| `(mathkit|scenes|studio)/\w", line)} == told


@pytest.mark.parametrize("target", sorted(set(re.findall(r"\]\((?!https?:)([^)#]+)\)", README))))
def test_linked_file_is_there(target):
    assert (ROOT / target).is_file()
