"""docs/formulas.md does what it says: every command runs, and every function there is stands in its table."""

from __future__ import annotations

import re
import shlex
from pathlib import Path

import pytest

import render
from mathkit.formula.known_functions import FUNCTIONS, OWN_SYNTAX

ROOT = Path(__file__).resolve().parents[1]
PAGE = (ROOT / "docs" / "formulas.md").read_text(encoding="utf-8")
BLOCKS = re.findall(r"^```sh\n(.*?)^```", PAGE, flags=re.MULTILINE | re.DOTALL)
COMMANDS = [shlex.split(line)[2:] for block in BLOCKS for line in block.splitlines()]


@pytest.mark.parametrize("words", COMMANDS, ids=" ".join)
def test_command_runs(words, tmp_path, monkeypatch, capsys):
    monkeypatch.chdir(tmp_path)
    if words[0] == "storyboard":
        words = [*words, "-o", "sheet.png"]
    with pytest.raises(SystemExit) as ended:
        render.main(list(words))
    assert not ended.value.code
    assert capsys.readouterr().out


def test_every_function_is_told():
    table = PAGE.partition("## Functions")[2].partition("\n\n`log(x, 2)`")[0]
    assert set(re.findall(r"`(\w+)`", table)) == {*FUNCTIONS, *OWN_SYNTAX}
