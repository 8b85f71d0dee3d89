"""Synthesised speech, remembered by content: the engine's identity and the text."""

from __future__ import annotations

from pathlib import Path

from studio.errors import RequestError
from studio.media.sound_samples import read_signal
from studio.store.atomic_write import published
from studio.store.file_digest import digest
from studio.voice.speech_engines import Engine


def spoken(engine: Engine, text: str, cache: Path) -> Path:
    """Return the file in which `engine` speaks `text`, from the folder `cache` if it has been spoken before.

    Raises:
        RequestError: the engine fails, or what it wrote is no sound.
    """
    key = digest([engine.identity, text])
    path = cache / key[:2] / f"{key}.wav"
    if not path.is_file():
        with published(path) as draft:
            engine(text, draft)
            try:
                read_signal(draft)
            except RequestError:
                raise RequestError(f"{engine.identity} wrote nothing that can be heard for {text[:60]!r}.") from None
    return path
