"""docs/voice.md does what it says: the sheet is written, takes beside it are found, and every command parses."""

from __future__ import annotations

import re
import shlex
from pathlib import Path

import numpy as np
import pytest
import typer.main

import render
from studio.media.sound_samples import RATE
from studio.voice.speech_engines import SPELLINGS
from tests.studio.voice.whistle import write_signal

ROOT = Path(__file__).resolve().parents[1]
PAGE = (ROOT / "docs" / "voice.md").read_text(encoding="utf-8")
BLOCKS = re.findall(r"^```sh\n(.*?)^```", PAGE, flags=re.MULTILINE | re.DOTALL)
COMMANDS = [shlex.split(line)[2:] for block in BLOCKS for line in block.splitlines()]


@pytest.mark.parametrize("words", COMMANDS, ids=" ".join)
def test_command_parses(words):
    command = typer.main.get_command(render.app).commands[words[0]]
    assert not command.make_context(words[0], words[1:]).args


def test_every_voice_is_told():
    told = {
        name.partition(":")[0]
        for name in re.findall(r"`'?([a-z-]+)[^`]*`", PAGE.split("|---|---|---|")[1].split("\n\n")[0])
    }
    assert {spelling.split("[")[0].split(":")[0] for spelling in SPELLINGS.split(", ")} <= told


@pytest.mark.slow
def test_takes_recorded_from_the_sheet_are_found_and_others_refused(tmp_path, monkeypatch, capsys):
    monkeypatch.chdir(tmp_path)

    def run(*words, status=0):
        with pytest.raises(SystemExit) as ended:
            render.main(list(words))
        assert (ended.value.code or 0) == status
        return capsys.readouterr()

    printed = run(*next(words for words in COMMANDS if "--record-sheet" in words))
    assert "limit  (no take)" in printed.out
    assert "tangent-line: no take for question, " in printed.err
    takes = tmp_path / "takes" / "tangent-line"
    texts = sorted(path.stem for path in takes.glob("*.txt") if path.name != "record-sheet.txt")
    assert "limit" in texts
    for name in texts:
        write_signal(takes / f"{name}.wav", np.sin(np.arange(4 * RATE) / 20).astype(np.float32))

    found = run("script", "tangent-line", "--takes", "takes")
    assert found.out.count("(take)") == len(texts)
    assert "no take" not in found.err

    moved = run("script", "tangent-line", "--takes", "takes", "--set", "at=0.5")
    assert "limit.wav was recorded for another sentence" in moved.err
    assert "no take for question, " in moved.err

    (takes / "limit.wav").write_bytes(b"RIFF")
    film = ("film", "tangent-line", "--preset", "draft", "--voice", "takes", "--takes", "takes", "-o", "film.mp4")
    damaged = run(*film, status=2)
    assert "takes/tangent-line/limit.wav cannot be read as sound" in damaged.err
    assert not list(tmp_path.glob("film.*"))


@pytest.mark.parametrize("target", sorted(set(re.findall(r"\]\(([^)#]+)\)", PAGE))))
def test_linked_file_is_there(target):
    assert (ROOT / "docs" / target).is_file()
