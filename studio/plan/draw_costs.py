"""What beats cost to draw, measured in earlier runs and kept by lesson, beat and size: a change of code keeps it.

A job pays twice: for its beats, and for the way there, since it plays through the beats before its own without drawing
them. Both are CPU seconds of the worker, so that a busy machine does not look like a dear beat.
"""

from __future__ import annotations

import contextlib
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from scenes.script.outline import Beat
from studio.profile import Profile
from studio.store.atomic_write import publish_text
from studio.store.clip_store import Clip

#: A beat whose length nobody measured is taken to cost no less than a beat of this length, in seconds.
LEAST_COST = 2.0
#: The way to a beat where nobody measured it: so many seconds, and this share of the cost of the beats before it. The
#: share was found to be 0.0125 at 1920 × 1080 and 60 frames/s, and is larger where frames are smaller or fewer.
SETTING_UP, PLAYING_THROUGH = 0.5, 0.04


@dataclass(frozen=True, slots=True)
class Costs:
    """CPU seconds at one size, as far as they are known: of a lesson's beats by name, and of getting to its beats."""

    beats: Mapping[tuple[str, str], float] = field(default_factory=dict)
    setups: Mapping[tuple[str, int], float] = field(default_factory=dict)

    @classmethod
    def read(cls, root: Path, lessons: Sequence[str], profile: Profile) -> Costs:
        """Return what is remembered of these lessons in the store at `root`."""
        beats: dict[tuple[str, str], float] = {}
        setups: dict[tuple[str, int], float] = {}
        for lesson in dict.fromkeys(lessons):
            kept = _read(_path(root, lesson, profile))
            beats |= {(lesson, name): seconds for name, seconds in kept["beats"].items()}
            setups |= {(lesson, int(start)): seconds for start, seconds in kept["ways"].items()}
        return cls(beats, setups)

    def of(self, lesson: str, beat: Beat) -> float:
        """Return what it costs to draw a beat, estimated from its length where nobody measured it."""
        return self.beats.get((lesson, beat.name), max(LEAST_COST, beat.spoken_seconds))

    def setup(self, lesson: str, start: int, before: float) -> float:
        """Return what it costs to get to beat `start`, if those `before` it cost so much to draw."""
        return self.setups.get((lesson, start), SETTING_UP + PLAYING_THROUGH * before)


def remember(
    root: Path, lesson: str, names: Sequence[str], start: int, clips: Sequence[Clip], profile: Profile
) -> None:
    """Keep what a job from beat `start` on has cost: `clips` are those of the beats called `names`, in order."""
    if not clips:
        return
    path = _path(root, lesson, profile)
    kept = _read(path)
    kept["beats"].update({name: round(clip.seconds, 3) for name, clip in zip(names, clips, strict=True)})
    if clips[0].way:
        kept["ways"][str(start)] = round(clips[0].way, 3)
    with contextlib.suppress(OSError):  # a full disk is told of where a film is written
        publish_text(path, json.dumps(kept, indent=1) + "\n")


def _path(root: Path, lesson: str, profile: Profile) -> Path:
    return root / "costs" / f"{lesson}-{profile.width}x{profile.height}-{profile.fps}.json"


def _read(path: Path) -> dict[str, dict[str, float]]:
    """Return what is kept at `path`: nothing, where that cannot be read, since a cost is no more than a guess."""
    with contextlib.suppress(OSError, ValueError, KeyError, TypeError, AttributeError):
        kept = json.loads(path.read_bytes())
        return {part: {name: float(cost) for name, cost in kept[part].items()} for part in ("beats", "ways")}
    return {"beats": {}, "ways": {}}
