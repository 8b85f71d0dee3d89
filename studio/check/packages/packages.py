"""Folders that `deliver` makes: what must be in them, and what each file in them is held to."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from pathlib import Path

from studio.check.films.chapters import agreement, chapter_findings, read_chapters
from studio.check.films.film import checked_film
from studio.check.films.stills import still_findings
from studio.check.films.thumbnail import thumbnail_findings
from studio.check.packages.embed import loop_seam, loops_beside, poster_findings, snippet_findings
from studio.check.packages.handout import handout_findings
from studio.check.packages.page import page_findings
from studio.check.report.finding import Checked, Finding, Target, found
from studio.manifest import Manifest
from studio.media.track_info import read_track

_VIDEO = ("video.mp4", "captions.srt", "captions.vtt", "description.txt", "metadata.json")
_CLIP = ("clip.mp4", "clip.webm", "clip.gif", "poster.png", "first.png", "last.png")
_DECK = ("deck.html", "deck.pptx", "deck.pdf")


def checked_youtube(folder: Path) -> Iterator[Checked]:
    """Yield what there is to say of an episode's upload folder."""
    thumbnails = [path for ending in ("png", "jpg") if (path := folder / f"thumbnail.{ending}").is_file()]
    names = (*_VIDEO, thumbnails[0].name if thumbnails else "thumbnail.png")
    yield folder, package_files(folder, names)
    for film in (folder / "video.mp4", folder / "short.mp4"):
        if film.is_file():
            yield from checked_film(film, Target.YOUTUBE)
    for path in thumbnails:
        for finding in thumbnail_findings(path):
            yield path, finding
    description, video = folder / "description.txt", folder / "video.mp4"
    if description.is_file() and video.is_file():
        track, listed = read_track(video), read_chapters(description.read_text(encoding="utf-8"))
        for finding in (*chapter_findings(listed, track.seconds), agreement(listed, track.chapters)):
            yield description, finding


def checked_embed(folder: Path, checked_file: Callable[[Path], Iterator[Checked]]) -> Iterator[Checked]:
    """Yield what there is to say of the folder of a clip for other people's pages."""
    yield folder, package_files(folder, _CLIP)
    loop = loops_beside(folder / "clip.mp4")
    clip, first, last = (folder / name for name in ("clip.mp4", "first.png", "last.png"))
    for name in _CLIP[:3]:
        path = folder / name
        if path.is_file():
            yield from checked_file(path)
            if loop:
                yield path, loop_seam(path)
    for finding in poster_findings(folder / "poster.png") if (folder / "poster.png").is_file() else ():
        yield folder / "poster.png", finding
    if clip.is_file() and first.is_file() and last.is_file():
        for finding in still_findings(first, last, clip, Manifest.beside(clip)):
            yield first if "first" in finding.name else last, finding
    snippets = sorted((folder / "snippets").glob("*.html"))
    yield folder, found("embed-snippets", f"{len(snippets)} HTML snippets", "≥ 1", bool(snippets))
    for snippet in snippets:
        for finding in snippet_findings(snippet, loop=loop):
            yield snippet, finding


def package_files(folder: Path, names: Sequence[str]) -> Finding:
    """Return which files a package lacks."""
    missing = [name for name in names if not (folder / name).is_file()]
    figure = f"without {', '.join(missing)}" if missing else "all there"
    return found("package-files", figure, ", ".join(names), not missing)


def checked_deck(folder: Path, checked_file: Callable[[Path], Iterator[Checked]]) -> Iterator[Checked]:
    """Yield what there is to say of a folder of slides."""
    yield folder, package_files(folder, _DECK)
    for name in _DECK:
        if (folder / name).is_file():
            yield from checked_file(folder / name)


def checked_handouts(folder: Path) -> Iterator[Checked]:
    """Yield what there is to say of a folder of handouts."""
    manifests = {path.stem: Manifest.read(path) for path in sorted(folder.glob("*.json"))}
    for path in sorted(folder.glob("*.pdf")):
        own = [manifests[path.stem]] if path.stem in manifests else list(manifests.values())
        for finding in handout_findings(path, own):
            yield path, finding
    for film in sorted(folder.glob("films/*.mp4")):
        yield from checked_film(film, Target.WEB, manifests.get(film.stem))


def checked_site(folder: Path) -> Iterator[Checked]:
    """Yield what there is to say of a site: of each of its pages and films."""
    for path in sorted(folder.rglob("*.html")):
        for finding in page_findings(path, folder):
            yield path, finding
    for film in sorted(folder.rglob("*.mp4")):
        yield from checked_film(film, Target.WEB)
