"""The voice of a run: every beat is given its takes or its speech, before anything is drawn."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from scenes.script.outline import Beat
from studio.errors import RequestError
from studio.media.sound_samples import RATE, read_signal
from studio.places import ASSETS
from studio.requests.film_request import Order, Resolved
from studio.store.file_digest import file_digest
from studio.voice.alignment import word_starts
from studio.voice.speech_cache import spoken
from studio.voice.speech_engines import Engine, Voice
from studio.voice.takes import Refused, Take, find_take, take_folders
from studio.voice.timing import (
    PAUSE,
    Utterance,
    characters,
    cut_times,
    pieces,
    sentences,
    stretched,
)


@dataclass(frozen=True, slots=True)
class Reading:
    """How one beat is spoken: what is heard, the takes that it lacks or that were refused, and what to say of them."""

    beat: Beat
    heard: tuple[Utterance, ...]
    lacking: tuple[str, ...] = ()
    troubles: tuple[str, ...] = ()


def voiced(resolved: Iterable[Resolved], voice: Voice | None, report: Callable[[str], None]) -> tuple[Resolved, ...]:
    """Return the films with their beats stretched to their voice; `report` hears of takes that lack, or are odd.

    Raises:
        RequestError: a take is damaged, the engine fails, or there are no takes at all and nobody else to speak.
    """
    if voice is None:
        return tuple(resolved)
    return tuple(_voiced(one, voice, report) for one in resolved)


def read_beat(beat: Beat, voice: Voice, folders: Sequence[Path], where: str) -> Reading:
    """Return how `beat` is spoken: by its take, or sentence by sentence.

    Raises:
        RequestError: a take is damaged, or the engine fails.
    """
    if not beat.say:
        return Reading(beat, ())
    whole = find_take(folders, beat.name, beat.say)
    if isinstance(whole, Take):
        alone = (_of_take(whole, voice.cache, beat, beat.say, 0, 0.0),)
        return Reading(stretched(beat, alone), alone, troubles=(whole.trouble,) if whole.trouble else ())
    lacking: list[str] = []
    troubles = [whole.trouble] if whole else []
    utterances: list[Utterance] = []
    first, start, silent = 0, 0.0, False
    parts = sentences(beat.say)
    for number, sentence in enumerate(parts, 1):
        found = find_take(folders, f"{beat.name}.{number}", sentence)
        if isinstance(found, Take | Refused) and found.trouble:
            troubles.append(found.trouble)
        if isinstance(found, Take):
            one = _of_take(found, voice.cache, beat, sentence, first, start)
        else:
            lacking.append(beat.name if len(parts) == 1 else f"{beat.name}.{number}")
            if voice.engine is None:
                silent = True
                continue
            one = _of_engine(voice.engine, voice.cache, beat, sentence, first, start, f"{where}, beat {beat.name}")
        utterances.append(one)
        first, start = first + one.words, one.start + one.seconds + PAUSE
    if len(lacking) == len(parts):
        lacking = [beat.name]
    # A beat that lacks one of its sentences would be spoken in part, and out of step.
    heard = () if silent else tuple(utterances)
    return Reading(stretched(beat, heard) if heard else beat, heard, tuple(lacking), tuple(troubles))


def folders_of_takes(order: Order, voice: Voice) -> tuple[Path, ...]:
    """Return where the takes of a film lie, the first place first."""
    of_file = Path(order.lesson.module).parent if order.lesson.module.endswith(".py") else None
    own = [folder for folder in (order.folder, of_file) if folder and ASSETS not in folder.resolve().parents]
    return take_folders((order.id, order.lesson.name), own, voice.takes)


def _voiced(resolved: Resolved, voice: Voice, report: Callable[[str], None]) -> Resolved:
    order = resolved.order
    folders = folders_of_takes(order, voice)
    readings = {index: read_beat(beat, voice, folders, order.id) for index, beat, _ in resolved.part.clips}
    lacking = [name for reading in readings.values() for name in reading.lacking]
    for trouble in (trouble for reading in readings.values() for trouble in reading.troubles):
        report(f"{order.id}: {trouble}")
    if voice.engine is None and not any(reading.heard for reading in readings.values()):
        places = " or ".join(str(folder) for folder in folders)
        raise RequestError(
            f"{order.where or order.id}: there is no take for any beat. Looked in {places}. "
            f"Write the sheet to record from with: render.py script {order.lesson.name} --record-sheet"
        )
    if lacking:
        by = "the beat stays silent" if voice.engine is None else f"{voice.engine.identity} speaks"
        some = any(one.speaker == "take" for reading in readings.values() for one in reading.heard)
        report(f"{order.id}: {'no take for ' + ', '.join(lacking) if some else 'no takes'}: {by}")
    clips = tuple((index, readings[index].beat, key) for index, _, key in resolved.part.clips)
    return replace(
        resolved,
        part=replace(resolved.part, clips=clips),
        heard={readings[index].beat.name: readings[index].heard for index in readings},
    )


def _of_take(take: Take, cache: Path, beat: Beat, say: str, first: int, start: float) -> Utterance:
    if cuts := _heard_cuts(take.file, say, cache):
        return Utterance(take.file, "take", take.sha256, first, len(say.split()), start, take.seconds, cuts, True)
    parts = pieces(say, first, _cuts(beat))
    cuts = cut_times(parts, [characters(part) for part in parts], take.seconds)
    return Utterance(take.file, "take", take.sha256, first, len(say.split()), start, take.seconds, cuts)


def _of_engine(engine: Engine, cache: Path, beat: Beat, say: str, first: int, start: float, where: str) -> Utterance:
    file = spoken(engine, say, cache, where)
    seconds = _seconds(file)
    if cuts := _heard_cuts(file, say, cache):
        return Utterance(
            file, engine.identity, file_digest(file), first, len(say.split()), start, seconds, cuts, True
        )  # fmt: skip
    parts = pieces(say, first, _cuts(beat))
    shares = [1.0]
    if len(parts) > 1:
        shares = [_seconds(spoken(engine, part, cache, where)) for part in parts]
    return Utterance(
        file, engine.identity, file_digest(file), first, len(say.split()), start, seconds,
        cut_times(parts, shares, seconds),
    )  # fmt: skip


def _heard_cuts(file: Path, say: str, cache: Path) -> tuple[tuple[int, float], ...]:
    """Return (words said, seconds) at the beginning of each word but the first; nothing where that is not known."""
    starts = word_starts(file, say, cache)
    return () if starts is None else tuple(enumerate(starts))[1:]


def _cuts(beat: Beat) -> tuple[int, ...]:
    """Return before which words of the beat a time is wanted: at its marks, and where its sentences begin."""
    begins, words = set[int](), 0
    for sentence in sentences(beat.say):
        begins.add(words)
        words += len(sentence.split())
    return tuple(sorted({*beat.mark_words.values(), *begins}))


def _seconds(file: Path) -> float:
    return len(read_signal(file)) / RATE
