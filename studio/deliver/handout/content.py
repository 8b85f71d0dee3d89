"""What a handout says, as plain data: handout.typ sets it, and reads nothing else."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from studio.captions.clock import clock
from studio.deliver.handout.role_labels import relabelled
from studio.manifest import FilmedBeat, Manifest

if TYPE_CHECKING:
    from mathkit.exercises.exercise import Exercise
    from scenes.script.notes import Notes

_DIGITS = str.maketrans("0123456789", "abcdefghij")


@dataclass(frozen=True, slots=True)
class Handout:
    """One episode on paper: its film's manifest, what is written about it, its exercises, and its pictures by beat.

    `video` is where the film can be watched; "{seconds}" in it stands for a beat's second.
    """

    manifest: Manifest
    notes: Notes | None
    exercises: Sequence[Exercise]
    pictures: Mapping[str, str]
    video: str

    def page(self) -> dict[str, Any]:
        """Return it as handout.typ reads it."""
        made, notes = self.manifest, self.notes
        return {
            "title": made.title,
            "description": " ".join(made.description.split()),
            "length": clock(made.seconds),
            "video": self._link(0),
            "figures": self._figures(),
            "formula": coloured(notes.formula) if notes else None,
            "derivation": [[line.why, coloured(line.typst)] for line in notes.derivation] if notes else [],
            "facts": [[name, coloured(value)] for name, value in notes.facts] if notes else [],
            "references": [[book.work, book.sections] for book in notes.references] if notes else [],
            "exercises": [
                {"task": one.task, "solution": [coloured(line) for line in one.solution]} for one in self.exercises
            ],
        }

    def _figures(self) -> list[dict[str, Any]]:
        """Return each picture with what is said over it: a loop shares that of the beat before, as which it ends."""
        figures: list[dict[str, Any]] = []
        for beat in self.manifest.beats:
            if beat.name not in self.pictures:
                continue
            if not (beat.loop and figures):
                figures.append({"picture": self.pictures[beat.name], "beats": []})
            figures[-1]["beats"].append(self._beat(beat))
        return figures

    def _beat(self, beat: FilmedBeat) -> dict[str, Any]:
        seconds = beat.start / self.manifest.fps
        return {"chapter": beat.chapter, "say": beat.say, "time": clock(seconds), "link": self._link(seconds)}

    def _link(self, seconds: float) -> str:
        return self.video.replace("{seconds}", str(int(seconds)))


def role_function(role: str) -> str:
    """Return the name under which handout.typ colours a role: letters only, as Typst's mathematics asks for."""
    return f"role{role.translate(_DIGITS)}"


def coloured(source: str) -> str:
    """Return Typst mathematics whose labelled parts `{{ x : input }}` are coloured by role."""
    return relabelled(source, lambda role, part: f"{role_function(role)}({part})" if part else "")
