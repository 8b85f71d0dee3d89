"""Beats by themselves, as clips: what moves, without the time that a film takes to say the sentence.

They are joined of what the store holds of a film. After each move its settled frame rests for a moment, so that two
moves do not run into each other, and a player that pauses there shows what the beat has come to.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from pathlib import Path

from studio.manifest import FilmedBeat
from studio.media.join import join
from studio.plan.jobs import HoldJob
from studio.profile import MIN_FRAMES, Profile
from studio.render.worker import render_hold
from studio.store.clip_store import Store

#: How long a settled frame rests after each move, in seconds: nobody has to read it before the next one.
REST = 0.8


@dataclass(frozen=True, slots=True)
class BeatClip:
    """A beat's clip: its file, its settled frame (PNG), and when it moves: (first frame, frame after the last) each.

    `beat` is the beat as the film's manifest has it.
    """

    beat: FilmedBeat
    path: Path
    still: Path
    moves: tuple[tuple[int, int], ...]
    frames: int

    @property
    def cued_words(self) -> str:
        """Return the sentence with "▸" before each word that a move waits for, as far as the words set the time."""
        words = self.beat.say.split()
        if not self.beat.heard:
            for place in sorted(self.beat.mark_words.values(), reverse=True):
                words.insert(place, "▸")
        return " ".join(words)


def rest_frames(profile: Profile) -> int:
    """Return for how many frames a settled frame rests after each move."""
    return max(MIN_FRAMES, math.ceil(REST * profile.fps))


def beat_clip(beat: FilmedBeat, profile: Profile, store: Store, path: Path) -> BeatClip:
    """Join the clip of a beat into the file `path`."""
    key, rest = beat.clip, rest_frames(profile)
    parts, moves, frames = [], [], 0
    for index, move in enumerate(beat.moves):
        parts += [(store.motion_path(key, index), move.motion), (_held(key, index, rest, profile, store), rest)]
        moves.append((frames, frames + move.motion))
        frames += move.motion + rest
    join(parts, path, profile.fps)
    return BeatClip(beat, path, store.still_path(key, len(moves) - 1), tuple(moves), frames)


def _held(key: str, move: int, frames: int, profile: Profile, store: Store) -> Path:
    held = store.hold(key, move, frames)
    if held is None:
        render_hold(HoldJob(key, move, frames, profile, store.root))
        held = store.hold_path(key, move, frames)
    return held
