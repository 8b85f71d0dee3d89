"""docs/your-own-colours.md does what it says: the file that is shown, a whole table, and commands that run."""

from __future__ import annotations

import re
import shlex
import subprocess
import sys
from pathlib import Path

import pytest
import typer.main

import render
from scenes.drawing.theme.colour_findings import colour_findings
from scenes.drawing.theme.theme_file import ThemeFile, load_theme

ROOT = Path(__file__).resolve().parents[1]
TEXT = (ROOT / "docs" / "your-own-colours.md").read_text(encoding="utf-8")
BLOCKS = re.findall(r"^```(\w+)\n(.*?)^```", TEXT, flags=re.MULTILINE | re.DOTALL)
PROMPT = ".venv/bin/python render.py "
COMMANDS = [line.removeprefix(PROMPT) for kind, block in BLOCKS if kind == "sh" for line in block.splitlines()]
BRAND = ROOT / "docs" / "brand" / "saltmarsh.toml"


def test_the_file_is_the_one_that_is_shown():
    assert [block for kind, block in BLOCKS if kind == "toml"] == [BRAND.read_text(encoding="utf-8")]


def test_its_colours_do():
    assert colour_findings(load_theme(str(BRAND))) == []


def test_the_table_tells_every_key():
    keys = re.findall(r"^\| `(\w+)` \|", TEXT, flags=re.MULTILINE)
    assert sorted(keys) == sorted(ThemeFile.model_fields)


@pytest.mark.parametrize("command", COMMANDS)
def test_command_parses(command):
    words = shlex.split(command)
    context = typer.main.get_command(render.app).commands[words[0]].make_context(words[0], words[1:])
    assert not context.args


@pytest.mark.films
@pytest.mark.slow
def test_the_storyboard_is_drawn_as_it_is_typed(tmp_path):
    words = shlex.split(COMMANDS[0])
    words = [str(ROOT / word) if word.endswith(".toml") else word for word in words]
    command = [sys.executable, str(ROOT / "render.py"), *words]
    done = subprocess.run(command, cwd=tmp_path, capture_output=True, text=True, check=False)
    assert (done.returncode, done.stderr) == (0, "")
    assert (tmp_path / "out" / "saltmarsh.png").is_file()


@pytest.mark.parametrize("target", sorted(set(re.findall(r"\]\(([^)#]+)\)", TEXT))))
def test_linked_file_is_there(target):
    assert (ROOT / "docs" / target).is_file()
