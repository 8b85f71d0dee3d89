"""Recorded takes: found by name, and used only for the sentence that they were recorded for.

A beat's take is `<beat>.wav` (or .flac), or one for each of its sentences: `<beat>.1.wav`, `<beat>.2.wav`, …. Beside it
lies `<beat>.txt` (`<beat>.1.txt`, …) with the sentence. The folder is called as the episode is, or the lesson.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from scenes.script.outline import spoken_seconds
from studio.errors import RequestError
from studio.media.sound_samples import RATE, read_signal
from studio.places import ASSETS
from studio.store.file_digest import file_digest

ENDINGS = (".wav", ".flac")
#: A take that lasts so many times as long as its sentence takes to read, and a second more, is told as overlong.
OVERLONG = 1.5


@dataclass(frozen=True, slots=True)
class Take:
    """A recording that may be used: the file and its length in seconds; `trouble` is told all the same."""

    file: Path
    seconds: float
    sha256: str
    trouble: str = ""


@dataclass(frozen=True, slots=True)
class Refused:
    """A recording that is not to be played, and why."""

    file: Path
    trouble: str


def take_folders(names: Sequence[str], beside: Sequence[Path], given: Path | None) -> tuple[Path, ...]:
    """Return where takes for an episode or lesson (by any of `names`) lie: in `given`, or else in a folder voice/."""
    roots = [given] if given else [*(folder / "voice" for folder in beside), ASSETS / "voice"]
    return tuple(dict.fromkeys(root / name for root in roots for name in names))


def find_take(folders: Sequence[Path], name: str, sentence: str) -> Take | Refused | None:
    """Return the take called `name` if one of `folders` has one, the first of them first.

    Raises:
        RequestError: it is damaged or silent; the file is named.
    """
    file = recording(folders, name)
    if file is None:
        return None
    text = file.with_suffix(".txt")
    try:
        recorded = text.read_text(encoding="utf-8-sig")
    except FileNotFoundError:
        return Refused(file, f"{file} has no {text.name} beside it that says which sentence it was recorded for")
    except (OSError, UnicodeDecodeError) as error:
        raise RequestError(f"{text} cannot be read: {error}.") from None
    if recorded.split() != sentence.split():
        old, new = " ".join(recorded.split()), " ".join(sentence.split())
        return Refused(file, f"{file} was recorded for another sentence. It has: {old!r}. The film says: {new!r}")
    seconds, expected = len(read_signal(file)) / RATE, spoken_seconds(sentence)
    trouble = ""
    if seconds > OVERLONG * expected + 1:
        trouble = f"{file} lasts {seconds:.1f} s, and its sentence takes {expected:.1f} s to read: is it overlong?"
    return Take(file, seconds, file_digest(file), trouble)


def recording(folders: Sequence[Path], name: str) -> Path | None:
    """Return the file of the take called `name`, whatever was recorded in it."""
    files = (folder / f"{name}{ending}" for folder in folders for ending in ENDINGS)
    return next((file for file in files if file.is_file()), None)
