"""Speech engines, each behind the same small seam: a text goes in, a WAV file comes out.

Programs get their arguments as a list, never through a shell.
"""

from __future__ import annotations

import functools
import re
import shlex
import shutil
import subprocess
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol

from studio.errors import RequestError
from studio.store.file_digest import file_digest
from studio.voice.natural_voice import OWN, natural_voice
from studio.voice.pronunciation import AS_WRITTEN, Dialect

#: An engine that needs longer for a sentence has hung (seconds).
PATIENCE = 120
_ENGLISH = Dialect(numbers=True, respellings=True)
_PLACE = re.compile(r"\{wav\}|\{text\}")
SPELLINGS = (
    "hibari[:VOICE], none, takes, flite[:VOICE], espeak-ng[:VOICE], piper:FILE.onnx, command:PROGRAM … {text} … {wav}"
)


class Engine(Protocol):
    """Speaks. `identity` is all that its voice depends on: program, version, voice."""

    @property
    def identity(self) -> str:
        """Return what tells this voice from any other."""

    @property
    def dialect(self) -> Dialect:
        """Return what it is to be given: digits or words, phonemes or respellings."""

    def __call__(self, text: str, wav: Path) -> None:
        """Speak `text` into the file `wav`. Raises `RequestError` where it cannot."""


@dataclass(frozen=True, slots=True)
class Program:
    """An engine that is a program: `{text}` and `{wav}` in its arguments are filled; without `{text}` it reads stdin.

    `wav` must be written by it.
    """

    identity: str
    arguments: tuple[str, ...]
    dialect: Dialect = AS_WRITTEN

    def __call__(self, text: str, wav: Path) -> None:
        """Speak `text` into `wav`."""
        fills = {"{wav}": str(wav), "{text}": text}
        filled = [_PLACE.sub(lambda place: fills[place[0]], part) for part in self.arguments]
        stdin = "" if any("{text}" in part for part in self.arguments) else text
        _speak(filled, stdin)
        if not wav.is_file() or not wav.stat().st_size:
            raise RequestError(f"{self.arguments[0]} ended well and wrote no sound for {text[:60]!r}.")


@dataclass(frozen=True, slots=True)
class Voice:
    """What speaks: takes first, from the folder `takes` or where they lie by custom; then `engine`, if any.

    `cache` is the folder for synthesised speech.
    """

    engine: Engine | None
    cache: Path
    takes: Path | None = None

    @classmethod
    def read(cls, spelling: str | None, takes: Path | None, store: Path) -> Voice | None:
        """Return the voice of --voice and --takes, None for a silent film; speech goes into `store`.

        Raises:
            RequestError: there is no such voice, no such folder, or takes were named for a film without a voice.
        """
        if takes is not None and not takes.is_dir():
            raise RequestError(f"--takes {takes}: there is no such folder.")
        if spelling in (None, "none"):
            if takes is not None:
                raise RequestError(f"--takes {takes} is for a film with a voice: type --voice takes as well.")
            return None
        return cls(engine_called(spelling), store / "voice", takes)


def engine_called(spelling: str) -> Engine | None:
    """Return the engine that a person typed after --voice, None for "takes".

    Raises:
        RequestError: there is no such engine, it is not installed, or has no such voice.
    """
    name, _, rest = spelling.partition(":")
    if spelling == "takes":
        return None
    if name == "hibari":
        return natural_voice(rest or OWN)
    if name == "flite":
        return _flite(rest or "slt")
    if name == "espeak-ng":
        return _espeak(rest or "en-us")
    if name == "piper" and rest:
        return _piper(Path(rest))
    if name == "command" and rest:
        return _command(rest)
    if name in ("piper", "command"):
        raise RequestError(f"--voice {spelling}: what comes after the colon is missing. Type one of: {SPELLINGS}.")
    raise RequestError(f"--voice {spelling}: there is no such voice. Type one of: {SPELLINGS}.")


def _flite(voice: str) -> Engine:
    _installed("flite", "apt-get install flite")
    known = _output_of("flite", "-lv").partition(":")[2].split()
    if voice not in known and not voice.endswith(".flitevox"):
        raise RequestError.unknown("voice of flite called", voice, known)
    version = _output_of("flite", "--version").partition("version:")[2].split()[0].removeprefix("flite-")
    return Program(f"flite {version} {voice}", ("flite", "-voice", voice, "-t", "{text}", "-o", "{wav}"), _ENGLISH)


def _espeak(voice: str) -> Engine:
    _installed("espeak-ng", "apt-get install espeak-ng")
    _speak(["espeak-ng", "-v", voice, "-q", "--stdin"], "a")  # says so if it has no such voice
    version = _output_of("espeak-ng", "--version").partition("Data")[0].rpartition(":")[2].strip()
    dialect = _ENGLISH if voice.startswith("en") else AS_WRITTEN
    arguments = ("espeak-ng", "-v", voice, "-s", "150", "--stdin", "-w", "{wav}")
    return Program(f"espeak-ng {version} {voice}", arguments, dialect)


def _piper(model: Path) -> Engine:
    _installed("piper", "pip install piper-tts")
    if not model.is_file():
        raise RequestError(f"--voice piper:{model}: there is no such file. Type the path of a voice, FILE.onnx.")
    return Program(f"piper {file_digest(model)}", ("piper", "--model", str(model), "--output_file", "{wav}"))


def _command(template: str) -> Engine:
    try:
        arguments = tuple(shlex.split(template))
    except ValueError as error:
        raise RequestError(f"--voice command:{template}: {error}.") from None
    if not any("{wav}" in part for part in arguments):
        raise RequestError(
            f"--voice command:{template}: it does not say where {{wav}} goes. "
            "Type for instance: --voice 'command:say -o {wav} {text}'"
        )
    _installed(arguments[0], "see that it is on the PATH")
    return Program(f"command {shlex.join(arguments)}", arguments)


def _installed(program: str, remedy: str) -> None:
    if shutil.which(program) is None:
        raise RequestError(f"The speech engine {program} is not installed: {remedy}. Or type another --voice.")


@functools.cache
def _output_of(*arguments: str) -> str:
    """Return what a program prints of itself (flite's --version ends with status 1)."""
    done = _run(arguments, "")
    return done.stdout + done.stderr


def _speak(arguments: Sequence[str], stdin: str) -> None:
    """Let a program speak.

    Raises:
        RequestError: it fails, with the last line of its complaint.
    """
    done = _run(arguments, stdin)
    if done.returncode:
        message = (done.stderr.strip() or done.stdout.strip() or f"exit status {done.returncode}").splitlines()[-1]
        raise RequestError(f"{arguments[0]} cannot speak: {message}")


def _run(arguments: Sequence[str], stdin: str) -> subprocess.CompletedProcess[str]:
    try:
        return subprocess.run(
            list(arguments), input=stdin, capture_output=True, encoding="utf-8", errors="replace", timeout=PATIENCE
        )
    except (OSError, subprocess.TimeoutExpired) as error:
        raise RequestError(f"{arguments[0]} cannot speak: {error}.") from None
