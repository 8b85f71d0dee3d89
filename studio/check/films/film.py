"""A film with what lies beside it: captions, manifest, chapters; and what its target asks besides."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from studio.check.films.calibration import colour_findings
from studio.check.films.captions import agreement, caption_findings
from studio.check.films.chapters import chapter_findings
from studio.check.films.mp4_boxes import container_findings
from studio.check.films.video import sound_findings, video_findings
from studio.check.films.youtube import bit_rate, end_findings, shorts_findings
from studio.check.report.finding import Checked, Findings, Target, found
from studio.manifest import Manifest
from studio.media.track_info import Track, read_track


def checked_film(path: Path, target: Target | None, manifest: Manifest | None = None) -> Iterator[Checked]:
    """Yield what there is to say of a film and of the captions beside it; its manifest is the one beside it, too."""
    track, manifest = read_track(path), manifest or Manifest.beside(path)
    for finding in _film_findings(track, manifest, target):
        yield path, finding
    yield from _captions(path, track, required=target is Target.YOUTUBE)


def film_seconds(path: Path) -> float | None:
    """Return how long the film is that a captions file or a description belongs to, or None if there is none."""
    names = [path.stem] if path.stem not in ("captions", "description") else ["video", "clip"]
    film = next((film for name in names if (film := path.with_name(f"{name}.mp4")).is_file()), None)
    return read_track(film).seconds if film else None


def _film_findings(track: Track, manifest: Manifest | None, target: Target | None) -> Findings:
    yield from container_findings(track.path)
    yield from video_findings(track, manifest)
    yield from colour_findings(track, manifest)
    if target is not Target.YOUTUBE:
        return
    yield bit_rate(track)
    yield from sound_findings(track)
    if track.height > track.width:
        yield from shorts_findings(track, manifest)
    else:
        yield from chapter_findings(track.chapters, track.seconds)
        yield from end_findings(track)


def _captions(film: Path, track: Track, *, required: bool) -> Iterator[Checked]:
    stem = "captions" if film.stem == "video" else film.stem
    files = [file for ending in (".srt", ".vtt") if (file := film.with_name(stem + ending)).is_file()]
    if required or files:
        names = ", ".join(file.name for file in files) or "none"
        yield film, found("captions-files", names, "SRT and WebVTT", len(files) == 2)
    for file in files:
        for finding in caption_findings(file, track.seconds):
            yield file, finding
    if len(files) == 2:
        yield files[0], agreement(*files)
