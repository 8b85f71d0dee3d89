"""When each word of an utterance is heard: its words laid along its sound by a recogniser's acoustic model (English).

pocketsphinx has the model and a dictionary inside its package. What its dictionary lacks is spelled out in ARPAbet:
from the table of pronunciations, or as the natural voice would say it.
"""

from __future__ import annotations

import functools
import json
import re
from collections.abc import Sequence
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path
from typing import Any

import av
import numpy as np

from studio.errors import RequestError
from studio.media.sound_samples import RATE, Signal, read_signal
from studio.store.atomic_write import publish_text
from studio.store.file_digest import digest, file_digest
from studio.voice.natural_voice import is_here
from studio.voice.pronunciation import Dialect, pronounced, table

_MODEL_RATE, _FRAMES = 16_000, 100  # samples and steps of the acoustic model in a second
_WORDS = Dialect(numbers=True)
_TOKEN = re.compile(r"[a-z]+(?:'[a-z]+)?")
#: The natural voice's phonemes in those of the dictionary; what is none of them is stress.
_ARPABET = {
    "ɜɹ": "ER", "A": "EY", "I": "AY", "O": "OW", "W": "AW", "Y": "OY", "i": "IY", "u": "UW", "ɑ": "AA", "ɔ": "AO",
    "ɛ": "EH", "ɜ": "ER", "ɪ": "IH", "ʊ": "UH", "ʌ": "AH", "æ": "AE", "ə": "AH", "ᵊ": "AH", "ᵻ": "IH", "a": "AA",
    "b": "B", "d": "D", "f": "F", "h": "HH", "j": "Y", "k": "K", "l": "L", "m": "M", "n": "N", "p": "P", "s": "S",
    "t": "T", "v": "V", "w": "W", "z": "Z", "ɡ": "G", "ŋ": "NG", "ɹ": "R", "ʃ": "SH", "ʒ": "ZH", "ð": "DH", "θ": "TH",
    "ʤ": "JH", "ʧ": "CH", "ɾ": "D", "T": "D", "ʔ": "T",
}  # fmt: skip
_PHONEME = re.compile("|".join(_ARPABET))


def word_starts(file: Path, say: str, cache: Path) -> tuple[float, ...] | None:
    """Return when each word of `say` begins in the sound `file`, in seconds; None where that is not found out.

    What was found once is kept in the folder `cache`.
    """
    if not _version() or not say.split():
        return None
    path = cache / "words" / f"{digest([file_digest(file), say, _version()])}.json"
    if path.is_file():
        try:
            kept = json.loads(path.read_bytes())
            return None if kept is None else tuple(map(float, kept))
        except (ValueError, TypeError):
            pass  # damaged: found out again
    found = _aligned(read_signal(file), say.split())
    publish_text(path, json.dumps(found))
    return found


def _aligned(signal: Signal, words: Sequence[str]) -> tuple[float, ...] | None:
    """Return the start of each word; None if they cannot be told apart, or are not those that are heard."""
    tokens = [_tokens(word) for word in words]
    if not all(tokens) or [t for each in tokens for t in each] != _tokens(" ".join(words)):
        return None
    decoder = _decoder()
    for token in {token for each in tokens for token in each}:
        if decoder.lookup_word(token) is None:
            phones = _phones(token)
            if phones is None:
                return None
            decoder.add_word(token, phones, True)
    try:
        decoder.set_align_text(" ".join(token for each in tokens for token in each))
        decoder.start_utt()
        decoder.process_raw(_as_heard(signal), full_utt=True)
        decoder.end_utt()
        heard = [(re.sub(r"\(\d+\)$", "", each.word), each.start_frame) for each in decoder.seg()]
    except (RuntimeError, TypeError):
        return None
    heard = [(word, frame) for word, frame in heard if _TOKEN.fullmatch(word)]
    if [word for word, _ in heard] != [token for each in tokens for token in each]:
        return None
    starts, place = [], 0
    for each in tokens:
        starts.append(heard[place][1] / _FRAMES)
        place += len(each)
    return tuple(starts)


def _tokens(text: str) -> list[str]:
    """Return what is said of a text, word by word in small letters; nothing if it has no spoken form."""
    try:
        return _TOKEN.findall(pronounced(text, "", _WORDS).lower())
    except RequestError:
        return []


def _phones(word: str) -> str | None:
    entries = {name.lower(): entry for name, entry in table().items()}
    if word in entries:
        return entries[word]["arpabet"]
    reader = _reader()
    return None if reader is None else " ".join(_ARPABET[found] for found in _PHONEME.findall(reader(word))) or None


@functools.cache
def _reader() -> Any:
    """Return what reads a word to the natural voice; None where that is not here."""
    if not is_here():
        return None
    from hibari.g2p import G2P

    return G2P()


@functools.cache
def _decoder() -> Any:
    from pocketsphinx import Decoder

    return Decoder(lm=None, samprate=_MODEL_RATE, loglevel="FATAL")


@functools.cache
def _version() -> str:
    try:
        return f"pocketsphinx {version('pocketsphinx')} 1"
    except PackageNotFoundError:
        return ""


def _as_heard(signal: Signal) -> bytes:
    """Return the sound as the model takes it: 16 bits, 16 kHz."""
    resampler = av.AudioResampler(format="s16", layout="mono", rate=_MODEL_RATE)
    frame = av.AudioFrame.from_ndarray(np.asarray(signal, np.float32)[np.newaxis], format="flt", layout="mono")
    frame.sample_rate = RATE
    parts = [part.to_ndarray()[0] for part in (*resampler.resample(frame), *resampler.resample(None))]
    return bytes(np.concatenate(parts).tobytes())
