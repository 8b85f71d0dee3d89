"""One MP4 of several, packet by packet, with chapters inside: what is uploaded."""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction
from pathlib import Path
from tempfile import TemporaryDirectory

import av
import numpy as np

from studio.manifest import Chapter
from studio.media.encode import MP4_OPTIONS
from studio.media.join import join, moved
from studio.media.sound_samples import RATE


def write_upload(
    films: Sequence[tuple[Path, int]], target: Path, fps: int, title: str, chapters: Sequence[Chapter]
) -> int:
    """Write `films` (path, frames) one after the other into `target` and return the frame count.

    All are encoded as `media.encode` does, in one size. Where one has sound, those that have none are silent for as
    long as they last: without an edit list nothing else says when sound begins.
    """
    sounding = any(_sounds(path) for path, _ in films)
    with TemporaryDirectory(prefix="nabla-") as scratch:
        paths = [
            _silenced(path, count, Path(scratch) / f"{number}.mp4", fps) if sounding and not _sounds(path) else path
            for number, (path, count) in enumerate(films)
        ]
        return _write(paths, target, fps, title, chapters)


def _sounds(path: Path) -> bool:
    with av.open(str(path)) as film:
        return bool(film.streams.audio)


def _silenced(path: Path, frames: int, target: Path, fps: int) -> Path:
    """Write a film with a silent sound track and return where."""
    join([(path, frames)], target, fps, np.zeros(frames * RATE // fps, np.float32))
    return target


def _write(films: Sequence[Path], target: Path, fps: int, title: str, chapters: Sequence[Chapter]) -> int:
    frames, time_base = 0, Fraction(1, fps)
    with av.open(str(target), "w", format="mp4", options=MP4_OPTIONS) as upload:
        upload.metadata["title"] = title
        if chapters:
            upload.set_chapters([_entry(number, chapter, time_base) for number, chapter in enumerate(chapters)])
        streams: dict[str, av.stream.Stream] = {}
        for path in films:
            with av.open(str(path)) as film:
                sources = [*film.streams.video[:1], *film.streams.audio[:1]]
                streams = streams or {source.type: _opened(upload, source, time_base) for source in sources}
                frames += _copy(film, [one for one in sources if one.type in streams], upload, streams, frames, fps)
    return frames


def _entry(number: int, chapter: Chapter, time_base: Fraction) -> av.container.Chapter:
    named = {"title": chapter.title}
    return {"id": number, "start": chapter.start, "end": chapter.stop, "time_base": time_base, "metadata": named}


def _opened(upload: av.container.OutputContainer, source: av.stream.Stream, time_base: Fraction) -> av.stream.Stream:
    stream = upload.add_stream_from_template(source)
    if source.type == "video":
        stream.time_base = time_base
    return stream


def _copy(
    film: av.container.InputContainer,
    sources: Sequence[av.stream.Stream],
    upload: av.container.OutputContainer,
    streams: dict[str, av.stream.Stream],
    start: int,
    fps: int,
) -> int:
    """Copy the packets of a film, moved on by `start` frames, and return how many frames it has."""
    copied = 0
    for packet in film.demux(*sources):
        if packet.pts is None:
            continue
        stream = streams[packet.stream.type]
        if isinstance(stream, av.VideoStream):
            upload.mux(moved(packet, stream, start, copied, Fraction(1, fps)))
            copied += 1
        else:
            later = round(Fraction(start, fps) / packet.time_base)
            packet.pts, packet.dts = packet.pts + later, packet.pts + later
            packet.stream = stream
            upload.mux(packet)
    return copied
