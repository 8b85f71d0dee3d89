"""docs/youtube.md does what it says: its commands parse, its series file reads, its links lead somewhere."""

from __future__ import annotations

import re
import shlex
from pathlib import Path

import pytest
import typer.main

import render
from studio.requests.series import Series

PAGE = (Path(__file__).resolve().parents[1] / "docs" / "youtube.md").read_text(encoding="utf-8")
COMMANDS = [line for block in re.findall(r"^```sh\n(.*?)^```", PAGE, flags=re.M | re.S) for line in block.splitlines()]
SERIES = "".join(re.findall(r"^```toml\n(.*?)^```", PAGE, flags=re.M | re.S))


@pytest.mark.parametrize("line", COMMANDS)
def test_command_parses(line: str) -> None:
    start, *words = line.split("render.py ")
    assert start == ".venv/bin/python "
    command = typer.main.get_command(render.app)
    words = shlex.split(words[0])
    while hasattr(command, "commands"):
        name, *words = words
        command = command.commands[name]
    assert not command.make_context(name, words).args


def test_the_series_file_can_be_read(tmp_path: Path) -> None:
    path = tmp_path / "my-series.toml"
    path.write_text(SERIES)
    for name in ("intro.mp4", "outro.mp4"):
        (tmp_path / name).touch()
    series = Series.read(path)
    assert (series.playlist, series.intro, series.outro) == ("Calculus, winter term", "intro.mp4", "outro.mp4")
    assert series.links == {"Lecture notes": "https://example.org/notes"}


def test_linked_pages_are_there() -> None:
    links = re.findall(r"\]\((?!https?:)([^)#]+)\)", PAGE)
    assert links
    assert [link for link in links if not (Path(__file__).resolve().parents[1] / "docs" / link).is_file()] == []
