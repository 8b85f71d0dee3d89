"""Engines behind their seam: programs get a list of arguments, and what they lack is said."""

from __future__ import annotations

import shutil
import stat
from pathlib import Path

import pytest

from studio.errors import RequestError
from studio.media.sound_samples import RATE, read_signal
from studio.voice.speech_engines import engine_called
from tests.studio.voice.whistle import tone, write_signal


@pytest.fixture
def on_path(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A program that copies a sound to its last argument and writes down what it was given."""
    write_signal(tmp_path / "tone.wav", tone(0.5))
    program = tmp_path / "piper"
    program.write_text(
        f'#!/bin/sh\nfor a; do echo "<$a>"; last=$a; done > {tmp_path}/given\ncat >> {tmp_path}/given\n'
        f'cp {tmp_path}/tone.wav "$last"\n'
    )
    program.chmod(program.stat().st_mode | stat.S_IEXEC)
    monkeypatch.setenv("PATH", f"{tmp_path}:/usr/bin:/bin")
    return tmp_path


def test_piper_reads_stdin(on_path: Path) -> None:
    model = on_path / "amy.onnx"
    model.write_bytes(b"weights")
    engine = engine_called(f"piper:{model}")
    assert engine is not None
    engine("It is 2.", on_path / "a.wav")
    assert (on_path / "given").read_text() == f"<--model>\n<{model}>\n<--output_file>\n<{on_path}/a.wav>\nIt is 2."
    model.write_bytes(b"others")
    other = engine_called(f"piper:{model}")
    assert other is not None
    assert other.identity != engine.identity


def test_a_command_is_no_shell(on_path: Path) -> None:
    engine = engine_called("command:piper --text={text} 'a b' {wav}")
    assert engine is not None
    engine("$(rm -rf x); `id` {wav} | *", on_path / "a b.wav")
    assert (on_path / "given").read_text() == f"<--text=$(rm -rf x); `id` {{wav}} | *>\n<a b>\n<{on_path}/a b.wav>\n"
    assert len(read_signal(on_path / "a b.wav")) == pytest.approx(0.5 * RATE, rel=0.1)


@pytest.mark.parametrize(
    ("spelling", "message"),
    [
        ("robot", "--voice robot: there is no such voice. Type one of: hibari[:VOICE], none, takes, "),
        ("piper", "--voice piper: what comes after the colon is missing."),
        ("command:say {text}", "--voice command:say {text}: it does not say where {wav} goes."),
        ("command:say 'a {wav}", "--voice command:say 'a {wav}: No closing quotation."),
        ("command:no-such-program {wav}", "The speech engine no-such-program is not installed"),
        ("piper:nowhere.onnx", "--voice piper:nowhere.onnx: there is no such file."),
    ],
)
def test_what_is_wrong_is_said(on_path: Path, spelling: str, message: str) -> None:
    with pytest.raises(RequestError) as raised:
        engine_called(spelling)
    assert str(raised.value).startswith(message)


def test_an_engine_that_is_not_installed(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))
    with pytest.raises(RequestError, match="flite is not installed: apt-get install flite"):
        engine_called("flite")


@pytest.mark.parametrize(
    ("command", "message"),
    [
        ("command:false {wav}", "false cannot speak: exit status 1"),
        ("command:true {wav}", "true ended well and wrote no"),
    ],
)
def test_an_engine_that_fails(tmp_path: Path, command: str, message: str) -> None:
    engine = engine_called(command)
    assert engine is not None
    with pytest.raises(RequestError, match=message):
        engine("Hello.", tmp_path / "a.wav")


@pytest.mark.parametrize("name", ["flite", "espeak-ng"])
def test_an_engine_of_the_machine_speaks(tmp_path: Path, name: str) -> None:
    if shutil.which(name) is None:
        pytest.skip(f"{name} is missing: apt-get install {name}")
    engine = engine_called(name)
    assert engine is not None
    assert engine.identity.startswith(name)
    lengths = []
    for text in ("It is minus 0.7.", "It is minus 0.7, and it takes far longer to say so in this sentence."):
        engine(text, tmp_path / "a.wav")
        lengths.append(len(read_signal(tmp_path / "a.wav")) / RATE)
    assert 0.8 < lengths[0] < lengths[1] < 8
    with pytest.raises(RequestError, match="voice"):
        engine_called(f"{name}:nobody")
