"""The script of a film, to be read aloud: each sentence, when it is said, and what has been recorded of it."""

from __future__ import annotations

import textwrap
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from scenes.script.outline import BREATH, spoken_seconds
from studio.captions.clock import clock
from studio.plan.jobs import hold_frames
from studio.profile import Profile
from studio.requests.film_request import Resolved
from studio.requests.spoken_request import Reading, folders_of_takes, read_beat
from studio.store.atomic_write import publish_text
from studio.store.clip_store import Store
from studio.voice.speech_engines import Voice
from studio.voice.takes import ENDINGS, Refused, Take, find_take, recording
from studio.voice.timing import sentences

SHEET = "record-sheet.txt"
_WIDTH = 96


@dataclass(frozen=True, slots=True)
class Row:
    """A beat of the script: `start` in the film and `seconds` that its sentence takes."""

    name: str
    say: str
    start: float
    seconds: float
    voice: str
    lacking: tuple[str, ...]
    troubles: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class ReadScript:
    """A film's script. `exact`: what moves has been drawn, so the starts are the film's; else they are the earliest."""

    id: str
    title: str
    exact: bool
    rows: tuple[Row, ...]

    @property
    def as_data(self) -> dict[str, Any]:
        """Return the script as JSON values."""
        beats = [{field: getattr(row, field) for field in Row.__dataclass_fields__} for row in self.rows]
        return {"id": self.id, "title": self.title, "exact": self.exact, "beats": beats}


def read_script(resolved: Resolved, voice: Voice, profile: Profile, store: Store) -> ReadScript:
    """Return the script of a film with the voice that it would have.

    Raises:
        RequestError: a take is damaged, or the engine fails.
    """
    order = resolved.order
    folders = folders_of_takes(order, voice)
    readings = [read_beat(beat, voice, folders, order.id) for _, beat, _ in resolved.part.clips]
    starts, exact = _starts(resolved, readings, profile, store)
    rows = tuple(
        Row(
            one.beat.name, one.beat.say, round(start, 3), round(one.beat.spoken_seconds, 3),
            " and ".join(sorted({heard.speaker for heard in one.heard})), one.lacking, one.troubles,
        )
        for one, start in zip(readings, starts, strict=True)
    )  # fmt: skip
    return ReadScript(order.id, order.title or resolved.script.outline.title, exact, rows)


def to_read(script: ReadScript) -> str:
    """Return the script as text to read aloud."""
    seconds = sum(row.seconds for row in script.rows)
    note = "" if script.exact else ". Starts are the earliest: what moves has not been drawn yet"
    lines = [f"{script.title} ({script.id}): {len(script.rows)} beats, {seconds:.0f} s to say{note}", ""]
    for number, row in enumerate(script.rows, 1):
        voice = row.voice or "no take"
        lines.append(f"{number:>2}  {clock(row.start, tenths=True)}  {row.seconds:>4.1f} s  {row.name}  ({voice})")
        lines += [*textwrap.wrap(row.say, _WIDTH, initial_indent=" " * 4, subsequent_indent=" " * 4), ""]
    return "\n".join(lines)


def write_record_sheet(script: ReadScript, folder: Path, *, by_sentence: bool) -> tuple[str, ...]:
    """Write the sheet to record from, and for each take the sentence that it is for; return what was left alone.

    The sentence of a take that is there already stays as it was recorded for.
    """
    entries, kept = [], []
    for row in script.rows:
        parts = sentences(row.say)
        whole = not by_sentence or len(parts) == 1
        named = [(row.name, row.say)] if whole else [(f"{row.name}.{n}", part) for n, part in enumerate(parts, 1)]
        for name, sentence in named:
            found = find_take([folder], name, sentence)
            entries.append(_entry(name, sentence, found))
            if isinstance(found, Refused):
                kept.append(found.file.name)
            elif not (folder / f"{name}.txt").is_file() or recording([folder], name) is None:
                publish_text(folder / f"{name}.txt", sentence + "\n")
    ending = " or ".join(ending.removeprefix(".").upper() for ending in ENDINGS)
    head = (
        f"{script.title} ({script.id})\n\n"
        f"Record each sentence into the file named beside it, as {ending}, in {folder}.\n"
        "Silence before and after it is cut, and the loudness is set for you.\n"
        "The .txt beside a take says which sentence it is for. When the film says another one, it is not used.\n\n"
    )
    publish_text(folder / SHEET, head + "\n".join(entries))
    return tuple(kept)


def _entry(name: str, sentence: str, found: Take | Refused | None) -> str:
    state = (
        "recorded" if isinstance(found, Take) else "record it again" if found else f"{spoken_seconds(sentence):.0f} s"
    )
    text = "\n".join(textwrap.wrap(sentence, _WIDTH, initial_indent=" " * 4, subsequent_indent=" " * 4))
    return f"{name}.wav  ({state})\n{text}\n"


def _starts(
    resolved: Resolved, readings: Sequence[Reading], profile: Profile, store: Store
) -> tuple[list[float], bool]:
    """Return when the beats start, in seconds: in the film, or where a clip of it lacks, the earliest."""
    clips = [store.clip(key, read=False) for _, _, key in resolved.part.clips]
    exact = all(clip is not None for clip in clips)
    starts, now = [], 0.0
    for number, (reading, clip) in enumerate(zip(readings, clips, strict=True)):
        starts.append(now)
        if exact and clip is not None:
            holds = hold_frames(reading.beat, clip.moves, profile.fps, last=number == len(readings) - 1)
            now += (clip.frames + sum(holds)) / profile.fps
        else:
            now += reading.beat.spoken_seconds + (BREATH if reading.heard else 0)
    return starts, exact
