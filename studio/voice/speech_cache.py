"""Synthesised speech, remembered by content: the engine's identity, the text, and how words are said."""

from __future__ import annotations

import functools
from pathlib import Path

from studio.errors import RequestError
from studio.media.sound_samples import read_signal
from studio.store.atomic_write import published
from studio.store.file_digest import digest
from studio.voice import pronunciation
from studio.voice.pronunciation import TABLE, pronounced
from studio.voice.speech_engines import Engine


@functools.cache
def _rules() -> str:
    """Return a digest of what makes words of a sentence."""
    return digest([Path(pronunciation.__file__).read_text(encoding="utf-8"), TABLE.read_text(encoding="utf-8")])


def spoken(engine: Engine, say: str, cache: Path, where: str = "") -> Path:
    """Return the file in which `engine` speaks `say`, from the folder `cache` if it has been spoken before.

    Raises:
        RequestError: a symbol has no spoken form (`where` is named), the engine fails, or what it wrote is no sound.
    """
    key = digest([engine.identity, say, _rules()])
    path = cache / key[:2] / f"{key}.wav"
    if not path.is_file():
        text = pronounced(say, where, engine.dialect)
        with published(path) as draft:
            engine(text, draft)
            try:
                read_signal(draft)
            except RequestError:
                raise RequestError(f"{engine.identity} wrote nothing that can be heard for {text[:60]!r}.") from None
    return path
