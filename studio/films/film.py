"""A film: its clips joined, with captions and a manifest beside it.

The manifest says of each beat where it starts, how many frames it moves and holds, and what the film was made from, so
that a film that would come out the same is left alone.
"""

from __future__ import annotations

import contextlib
import math
import tempfile
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import accumulate
from pathlib import Path
from typing import TYPE_CHECKING, Any

from scenes.script.outline import Beat
from studio.captions.cues import cues, srt, webvtt
from studio.manifest import FilmedBeat, FilmedMove, FilmFile, Manifest, Speech
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
    """A film on disk, and what it was made from."""

    path: Path
    manifest: Manifest

    @property
    def frames(self) -> int:
        """Return its length."""
        return self.manifest.frames

    @property
    def seconds(self) -> float:
        """Return the playing time."""
        return self.manifest.frames / self.manifest.fps


def manifest(
    lesson: str,
    title: str,
    description: str,
    params: Mapping[str, Any],
    profile: Profile,
    shots: Sequence[Shot],
    *,
    burn: bool = False,
) -> Manifest:
    """Return what a film is made from. `burn`: captions are in its picture, too."""
    starts = list(accumulate((shot.frames for shot in shots), initial=0))
    return Manifest(
        lesson=lesson,
        title=title,
        description=description,
        params=dict(params),
        preset=profile.name,
        width=profile.width,
        height=profile.height,
        fps=profile.fps,
        aspect=profile.aspect,
        theme=profile.theme.id,
        frames=starts[-1],
        captions="burn" if burn else "beside",
        voice=tuple(sorted({one.speaker for shot in shots for one in shot.heard})),
        beats=tuple(_filmed(shot, start, profile.fps) for shot, start in zip(shots, starts, strict=False)),
        versions=dict(digests.versions()),
    )


def _filmed(shot: Shot, start: int, fps: int) -> FilmedBeat:
    pairs = zip(shot.clip.moves, shot.holds, strict=True)
    return FilmedBeat(
        **shot.beat.model_dump(),
        spoken=math.ceil(shot.beat.spoken_seconds * fps),
        start=start,
        frames=shot.frames,
        motion=shot.clip.frames,
        hold=sum(shot.holds),
        moves=tuple(FilmedMove(mark=move.mark, motion=move.frames, hold=hold) for move, hold in pairs),
        clip=shot.clip.key,
        voice=tuple(_speech(one) for one in shot.heard),
    )


def _speech(one: Utterance) -> Speech:
    return Speech(
        speaker=one.speaker,
        file=one.file.name if one.speaker == "take" else None,
        sha256=one.sha256,
        words=one.words,
        start=round(one.start, 3),
        seconds=round(one.seconds, 3),
        aligned=one.aligned,
    )


def current(path: Path, made_from: Manifest) -> Film | None:
    """Return the film at `path` if it was made from the same and nobody has touched it or its captions."""
    with contextlib.suppress(OSError, ValueError):
        film = _with_its_file(path, made_from)
        sides = caption_files(path, made_from)
        if Manifest.read(path.with_suffix(".json")) == film.manifest and all(
            side.read_text(encoding="utf-8") == text for side, text in sides.items()
        ):
            return film
    return None


def make(path: Path, made_from: Manifest, shots: Sequence[Shot], store: Store, profile: Profile) -> Film:
    """Join the shots' clips and holds into `path`, and write captions and manifest beside it."""
    from studio.media.join import join

    clips = [clip for shot in shots for clip in _files(shot, store)]
    with tempfile.TemporaryDirectory(prefix="burn-", dir=store.root) as folder:
        if made_from.captions == "burn":
            clips = [_burned(clips, Path(folder), made_from, profile)]
        join(clips, path, profile.fps, _sound(shots, profile.fps))
    for side, text in caption_files(path, made_from).items():
        publish_text(side, text)
    film = _with_its_file(path, made_from)
    film.manifest.write(path.with_suffix(".json"))
    return film


def _burned(clips: Sequence[tuple[Path, int]], folder: Path, made_from: Manifest, profile: Profile) -> tuple[Path, int]:
    """Return the clips as one in `folder`, with captions in its picture."""
    from studio.films.burn_in import burn
    from studio.media.join import join

    plain, burned = folder / "plain.mp4", folder / "burned.mp4"
    join(clips, plain, profile.fps)
    return burned, burn(plain, burned, cues(made_from.beats, profile.fps), profile)


def _sound(shots: Sequence[Shot], fps: int) -> Signal | None:
    """Return the film's sound track, None where nobody speaks."""
    starts = list(accumulate((shot.frames for shot in shots), initial=0))
    heard = [(start, one) for start, shot in zip(starts, shots, strict=False) for one in shot.heard]
    if not heard:
        return None
    from studio.voice.sound_track import sound_track

    return sound_track(heard, starts[-1], fps)


def _files(shot: Shot, store: Store) -> Iterator[tuple[Path, int]]:
    """Yield (file, frames) of the shot's moves and holds, in order."""
    for index, (move, hold) in enumerate(zip(shot.clip.moves, shot.holds, strict=True)):
        yield store.motion_path(shot.clip.key, index), move.frames
        if hold:
            yield store.hold_path(shot.clip.key, index, hold), hold


def caption_files(path: Path, made_from: Manifest) -> dict[Path, str]:
    """Return the caption files that belong beside the film, with their text."""
    made = cues(made_from.beats, made_from.fps)
    return {path.with_suffix(".srt"): srt(made), path.with_suffix(".vtt"): webvtt(made)}


def _with_its_file(path: Path, made_from: Manifest) -> Film:
    return Film(path, made_from.model_copy(update={"file": FilmFile.of(path)}))
