"""A film: its clips joined, with captions and a manifest beside it.

The manifest says of each beat where it starts, how many frames it moves and holds, and what the film was made from, so
that a film that would come out the same is left alone.
"""

from __future__ import annotations

import contextlib
import json
import math
import tempfile
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import accumulate
from pathlib import Path
from typing import TYPE_CHECKING, Any

from scenes.script.outline import Beat
from studio.captions.cues import Cue, Line, cues, srt, webvtt
from studio.profile import Profile
from studio.sources import digests
from studio.store.atomic_write import publish_text
from studio.store.clip_store import Clip, Store
from studio.voice.timing import Utterance

if TYPE_CHECKING:
    from studio.media.sound_samples import Signal


@dataclass(frozen=True, slots=True)
class Shot:
    """One beat as it stands in a film: each of its moves, and how many frames its settled state is held after it.

    `heard`: its voice, if it has one.
    """

    beat: Beat
    clip: Clip
    holds: tuple[int, ...]
    heard: tuple[Utterance, ...] = ()

    @property
    def frames(self) -> int:
        """Return the beat's length."""
        return self.clip.frames + sum(self.holds)


@dataclass(frozen=True, slots=True)
class Film:
    """A film on disk."""

    path: Path
    frames: int
    fps: int

    @property
    def seconds(self) -> float:
        """Return the playing time."""
        return self.frames / self.fps


def manifest(
    lesson: str,
    title: str,
    description: str,
    params: Mapping[str, Any],
    profile: Profile,
    shots: Sequence[Shot],
    *,
    burn: bool = False,
) -> dict[str, Any]:
    """Return what a film is made from, as JSON values; `start` and all lengths in frames.

    `burn`: captions are in its picture, too.
    """
    beats, start = [], 0
    for shot in shots:
        moves = [
            {"mark": move.mark, "motion": move.frames, "hold": hold}
            for move, hold in zip(shot.clip.moves, shot.holds, strict=True)
        ]
        beats.append({
            **shot.beat.model_dump(mode="json"),
            "spoken": math.ceil(shot.beat.spoken_seconds * profile.fps),
            "start": start, "frames": shot.frames, "motion": shot.clip.frames, "hold": sum(shot.holds),
            "moves": moves, "clip": shot.clip.key, "voice": [_spoken(one) for one in shot.heard],
        })  # fmt: skip
        start += shot.frames
    return {
        "lesson": lesson,
        "title": title,
        "description": description,
        "params": dict(params),
        "preset": profile.name,
        "width": profile.width,
        "height": profile.height,
        "fps": profile.fps,
        "aspect": profile.aspect,
        "theme": profile.theme.id,
        "frames": start,
        "seconds": round(start / profile.fps, 3),
        "captions": "burn" if burn else "beside",
        "voice": sorted({one.speaker for shot in shots for one in shot.heard}),
        "beats": beats,
        "versions": dict(digests.versions()),
    }


def current(path: Path, made_from: Mapping[str, Any], fps: int) -> Film | None:
    """Return the film at `path` if it was made from the same and nobody has touched it or its captions."""
    with contextlib.suppress(OSError, ValueError, KeyError, AttributeError):
        kept = json.loads(path.with_suffix(".json").read_bytes())
        file = kept.pop("file")
        if kept != made_from or file != _stamp(path):
            return None
        if all(side.read_text(encoding="utf-8") == text for side, text in caption_files(path, made_from).items()):
            return Film(path, kept["frames"], fps)
    return None


def make(path: Path, made_from: Mapping[str, Any], shots: Sequence[Shot], store: Store, profile: Profile) -> Film:
    """Join the shots' clips and holds into `path`, and write captions and manifest beside it."""
    from studio.media.join import join

    fps = profile.fps
    clips = [clip for shot in shots for clip in _files(shot, store)]
    with tempfile.TemporaryDirectory(prefix="burn-", dir=store.root) as folder:
        if made_from["captions"] == "burn":
            clips = [_burned(clips, Path(folder), made_from, profile)]
        frames = join(clips, path, fps, _sound(shots, fps))
    for side, text in caption_files(path, made_from).items():
        publish_text(side, text)
    kept = {**made_from, "file": _stamp(path)}
    publish_text(path.with_suffix(".json"), json.dumps(kept, indent=1, ensure_ascii=False) + "\n")
    return Film(path, frames, fps)


def _burned(
    clips: Sequence[tuple[Path, int]], folder: Path, made_from: Mapping[str, Any], profile: Profile
) -> tuple[Path, int]:
    """Return the clips as one in `folder`, with captions in its picture."""
    from studio.films.burn_in import burn
    from studio.media.join import join

    plain, burned = folder / "plain.mp4", folder / "burned.mp4"
    join(clips, plain, profile.fps)
    return burned, burn(plain, burned, _cues(made_from), profile)


def _sound(shots: Sequence[Shot], fps: int) -> Signal | None:
    """Return the film's sound track, None where nobody speaks."""
    starts = list(accumulate((shot.frames for shot in shots), initial=0))
    heard = [(start, one) for start, shot in zip(starts, shots, strict=False) for one in shot.heard]
    if not heard:
        return None
    from studio.voice.sound_track import sound_track

    return sound_track(heard, starts[-1], fps)


def _spoken(one: Utterance) -> dict[str, Any]:
    """Return what is heard in one go as JSON values: seconds are counted from the beat's start."""
    return {
        "speaker": one.speaker,
        "file": one.file.name if one.speaker == "take" else None,
        "sha256": one.sha256,
        "words": one.words,
        "start": round(one.start, 3),
        "seconds": round(one.seconds, 3),
    }


def _files(shot: Shot, store: Store) -> Iterator[tuple[Path, int]]:
    """Yield (file, frames) of the shot's moves and holds, in order."""
    for index, (move, hold) in enumerate(zip(shot.clip.moves, shot.holds, strict=True)):
        yield store.motion_path(shot.clip.key, index), move.frames
        if hold:
            yield store.hold_path(shot.clip.key, index, hold), hold


def caption_files(path: Path, made_from: Mapping[str, Any]) -> dict[Path, str]:
    """Return the caption files that belong beside the film, with their text."""
    cues = _cues(made_from)
    return {path.with_suffix(".srt"): srt(cues), path.with_suffix(".vtt"): webvtt(cues)}


def _cues(made_from: Mapping[str, Any]) -> tuple[Cue, ...]:
    lines = [
        Line(beat["say"], beat["start"], beat["frames"], beat["spoken"], tuple(map(tuple, beat["heard"])))
        for beat in made_from["beats"]
    ]
    return cues(lines, made_from["fps"])


def _stamp(path: Path) -> dict[str, Any]:
    stat = path.stat()
    return {"name": path.name, "bytes": stat.st_size, "modified_ns": stat.st_mtime_ns}
