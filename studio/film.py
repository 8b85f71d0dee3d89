"""A film: its clips joined, with captions and a manifest beside it.

The manifest says of each beat where it starts and how many frames it moves and holds, and what the film was made from,
so that a film that would come out the same is left alone.
"""

from __future__ import annotations

import contextlib
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from scenes.outline import Beat
from studio import captions, sources
from studio.profile import Profile
from studio.publish import publish_text
from studio.store import Clip, Store


@dataclass(frozen=True, slots=True)
class Shot:
    """One beat as it stands in a film: what moves, then `hold` frames of its settled state."""

    beat: Beat
    clip: Clip
    hold: int

    @property
    def frames(self) -> int:
        """Return the beat's length."""
        return self.clip.frames + self.hold


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
    lesson: str, title: str, description: str, params: Mapping[str, Any], profile: Profile, shots: Sequence[Shot]
) -> dict[str, Any]:
    """Return what a film is made from, as JSON values; `start` and all lengths in frames."""
    beats, start = [], 0
    for shot in shots:
        beats.append({
            **shot.beat.model_dump(mode="json"),
            "start": start, "frames": shot.frames, "motion": shot.clip.frames, "hold": shot.hold, "clip": shot.clip.key,
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
        "theme": Path(profile.theme).stem,
        "frames": start,
        "seconds": round(start / profile.fps, 3),
        "beats": beats,
        "versions": dict(sources.versions()),
    }


def current(path: Path, made_from: Mapping[str, Any], fps: int) -> Film | None:
    """Return the film at `path` if it was made from the same and nobody has touched it or its captions."""
    with contextlib.suppress(OSError, ValueError, KeyError, AttributeError):
        kept = json.loads(path.with_suffix(".json").read_bytes())
        file = kept.pop("file")
        if kept != made_from or file != _stamp(path):
            return None
        if all(side.read_text(encoding="utf-8") == text for side, text in _sides(path, made_from).items()):
            return Film(path, kept["frames"], fps)
    return None


def make(path: Path, made_from: Mapping[str, Any], shots: Sequence[Shot], store: Store, fps: int) -> Film:
    """Join the shots' clips and holds into `path`, and write captions and manifest beside it."""
    from studio.join import join

    clips = [
        part
        for shot in shots
        for part in ((shot.clip.motion, shot.clip.frames), (store.hold_path(shot.clip.key, shot.hold), shot.hold))
    ]
    frames = join(clips, path, fps)
    for side, text in _sides(path, made_from).items():
        publish_text(side, text)
    kept = {**made_from, "file": _stamp(path)}
    publish_text(path.with_suffix(".json"), json.dumps(kept, indent=1, ensure_ascii=False) + "\n")
    return Film(path, frames, fps)


def _sides(path: Path, made_from: Mapping[str, Any]) -> dict[Path, str]:
    """Return the caption files that belong beside the film, with their text."""
    lines = [captions.Line(beat["say"], beat["start"], beat["frames"]) for beat in made_from["beats"]]
    cues = captions.cues(lines, made_from["fps"])
    return {path.with_suffix(".srt"): captions.srt(cues), path.with_suffix(".vtt"): captions.webvtt(cues)}


def _stamp(path: Path) -> dict[str, Any]:
    stat = path.stat()
    return {"name": path.name, "bytes": stat.st_size, "modified_ns": stat.st_mtime_ns}
