"""Which checks a path is held to: by what it is, and by where it goes."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from pathlib import Path

from studio.check.films.captions import caption_findings
from studio.check.films.film import checked_film, film_seconds
from studio.check.films.thumbnail import thumbnail_findings
from studio.check.packages import deck, embed, handout, slides
from studio.check.packages.packages import checked_deck, checked_embed, checked_handouts, checked_site, checked_youtube
from studio.check.packages.page import page_findings
from studio.check.report.finding import Checked, Findings, Target
from studio.errors import RequestError
from studio.manifest import Manifest


def check(paths: Sequence[Path], target: Target | None = None) -> list[Checked]:
    """Hold files, and the files in folders, to what `target` demands; without one, to what their place says.

    Raises:
        RequestError: a path is not there, is nothing that can be checked, or is not what its name says.
    """
    for path in paths:
        if not path.exists():
            raise RequestError(f"There is no file or folder {path}.")
        if path.is_file() and path.suffix.lower() not in KINDS:
            raise RequestError(f"{path} is nothing that can be checked. There are: {', '.join(KINDS)}, and folders.")
    checked = [one for path in paths for one in (_folder(path, target) if path.is_dir() else _file(path, target))]
    if not checked:
        raise RequestError(f"There is nothing to check in {', '.join(map(str, paths))}: no film, page, deck or PDF.")
    return checked


def _folder(folder: Path, target: Target | None) -> Iterator[Checked]:
    """Yield what there is to say of a package, or of all that a folder holds."""
    names = {entry.name for entry in folder.iterdir() if not entry.name.startswith(".")}
    if {"video.mp4", "description.txt", "metadata.json"} & names:
        yield from checked_youtube(folder)
    elif "clip.mp4" in names:
        yield from checked_embed(folder, lambda path: _file(path, target))
    elif {"deck.html", "deck.pptx"} & names:
        yield from checked_deck(folder, lambda path: _file(path, Target.SLIDES))
    elif "index.html" in names:
        yield from checked_site(folder)
    elif any(name.endswith(".pdf") for name in names):
        yield from checked_handouts(folder)
    else:
        for name in sorted(names):
            entry = folder / name
            # Captions are looked at with their film, and a picture by itself is held to nothing.
            if entry.is_dir():
                yield from _folder(entry, target)
            elif entry.suffix.lower() in KINDS and entry.suffix.lower() not in (
                ".srt",
                ".vtt",
                ".png",
                ".jpg",
                ".jpeg",
            ):
                yield from _file(entry, target)


def _file(path: Path, target: Target | None) -> Iterator[Checked]:
    """Yield what there is to say of one file."""
    suffix = path.suffix.lower()
    if suffix == ".mp4":
        yield from checked_film(path, target or _place(path))
        return
    for finding in KINDS[suffix](path, target):
        yield path, finding


def _place(path: Path) -> Target | None:
    """Return where a film goes, by what lies beside it."""
    return Target.YOUTUBE if path.with_name("description.txt").is_file() else None


def _captions(path: Path, _: Target | None) -> Findings:
    return caption_findings(path, film_seconds(path))


def _pdf(path: Path, target: Target | None) -> Findings:
    if target is Target.SLIDES:
        return handout.pdf_findings(path)
    own = Manifest.beside(path)
    return handout.handout_findings(path, [own] if own else [])


def _page(path: Path, target: Target | None) -> Findings:
    """Check an HTML file: a deck, a snippet for somebody's page, or a page of a site."""
    if target is Target.SLIDES or (target is None and deck.is_deck(path)):
        return deck.deck_findings(path)
    if target is None and path.parent.name == "snippets":
        return embed.snippet_findings(path)
    return page_findings(path)


#: What looks at a file of each ending; films are looked at with what lies beside them.
KINDS: dict[str, Callable[[Path, Target | None], Findings]] = {
    ".mp4": lambda path, target: iter(()),
    ".srt": _captions,
    ".vtt": _captions,
    ".png": lambda path, target: thumbnail_findings(path),
    ".jpg": lambda path, target: thumbnail_findings(path),
    ".jpeg": lambda path, target: thumbnail_findings(path),
    ".webm": lambda path, target: embed.webm_findings(path),
    ".gif": lambda path, target: embed.gif_findings(path),
    ".html": _page,
    ".pptx": lambda path, target: slides.pptx_findings(path),
    ".pdf": _pdf,
}
