"""docs/checks.md tells every check that there is, by its name, and no other."""

from __future__ import annotations

import re
import shlex
from pathlib import Path

import pytest
import typer.main

import render
from studio.check.films.calibration import CHART

ROOT = Path(__file__).resolve().parents[1]
PAGE = (ROOT / "docs" / "checks.md").read_text(encoding="utf-8")
CODE = "\n".join(path.read_text(encoding="utf-8") for path in sorted((ROOT / "studio" / "check").rglob("*.py")))
RENDERS = [shlex.split(line)[2:] for line in PAGE.splitlines() if line.startswith(".venv/bin/python render.py")]


def told() -> list[str]:
    rows = [line.split("|")[1] for line in PAGE.splitlines() if line.startswith("| `")]
    return [name for row in rows for name in re.findall(r"`([a-z0-9-]+)`", row)]


def named() -> set[str]:
    """Return the names that findings are given in the code; two kinds are put together there."""
    given = set(re.findall(r'(?:found|same|unseen)\(\s*"([a-z0-9-]+)"', CODE))
    given |= set(re.findall(r'^ *"((?:deck|page)-[a-z-]+)": "', CODE, flags=re.MULTILINE))
    given |= set(re.findall(r'(?:name|sentences|starts), (?:limit|starts) = "([a-z-]+)"', CODE))
    given |= {"handout-sentences", "handout-seconds"} & set(re.findall(r'"(handout-[a-z]+)"', CODE))
    given |= {f"colour-{colour}" for colour in CHART}
    return given | {f"still-{name}{ending}" for name in ("first", "last") for ending in ("", "-format")}


def test_every_check_is_told_once():
    assert len(told()) == len(set(told()))
    assert set(told()) == named()


@pytest.mark.parametrize("words", RENDERS, ids=" ".join)
def test_check_command_parses(words):
    command = typer.main.get_command(render.app).commands["check"]
    # click asks for the paths to be given, not to be there.
    assert command.make_context("check", list(words[1:]), resilient_parsing=True).params["paths"]
