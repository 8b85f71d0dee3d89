"""The voice that comes with Nabla: hibari's American English, from inside its package. Nothing is downloaded."""

from __future__ import annotations

import functools
from dataclasses import dataclass
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path
from typing import Any

from studio.errors import RequestError
from studio.voice.pronunciation import Dialect

#: The voice that lies in the package.
OWN = "heart"
#: Of the noise in a voice: the same text gives the same samples.
_SEED = 0
_DIALECT = Dialect(numbers=True, phonemes=True)


@dataclass(frozen=True, slots=True)
class NaturalVoice:
    """Speaks with one of hibari's voices."""

    name: str
    identity: str
    dialect: Dialect = _DIALECT

    def __call__(self, text: str, wav: Path) -> None:
        """Speak `text` into `wav`."""
        _loaded(self.name).save(text, str(wav), seed=_SEED)


def natural_voice(name: str) -> NaturalVoice:
    """Return a voice by its name.

    Raises:
        RequestError: it cannot be had on this machine, there is none of that name, or its file is not here.
    """
    if not is_here():
        raise RequestError(
            "--voice hibari: its engine, onnxruntime, has no package for this machine. Type --voice none for a silent "
            "film, or another voice."
        )
    from hibari.voices import VOICES, cache_dir, voice_path

    if name not in VOICES:
        raise RequestError.unknown("voice of hibari called", name, sorted(VOICES))
    try:
        voice_path(name, download_missing=False)
    except FileNotFoundError:
        raise RequestError(
            f"--voice hibari:{name}: its file of 8 MB is not in {cache_dir()}, and is not fetched unasked. To fetch "
            f"it, type: .venv/bin/hibari --voice {name} Hello -o hello.wav"
        ) from None
    return NaturalVoice(name, f"hibari {version('hibari-tts')} {name}")


def by_default() -> str:
    """Return what to type for the voice of a film for which none was named: none where the engine cannot be had."""
    return "hibari" if is_here() else "none"


def is_here() -> bool:
    """Return whether this machine has the engine."""
    try:
        return bool(version("hibari-tts") and version("onnxruntime"))
    except PackageNotFoundError:
        return False


@functools.cache
def _loaded(name: str) -> Any:
    from hibari import Hibari

    return Hibari(voice=name)
