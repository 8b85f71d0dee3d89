"""What the page on slides and clips tells people to type is understood."""

from __future__ import annotations

import re
import shlex
from pathlib import Path

import pytest
import typer.main

import render

PAGE = (Path(__file__).resolve().parents[1] / "docs" / "slides-and-embeds.md").read_text(encoding="utf-8")
LINES = [
    shlex.split(line)[2:]
    for block in re.findall(r"^```sh\n(.*?)^```", PAGE, flags=re.MULTILINE | re.DOTALL)
    for line in block.splitlines()
]


@pytest.mark.parametrize("words", LINES, ids=" ".join)
def test_command_parses(words: list[str]) -> None:
    command = typer.main.get_command(render.app)
    while hasattr(command, "commands"):
        name, *words = words
        command = command.commands[name]
    assert not command.make_context(name, words).args
