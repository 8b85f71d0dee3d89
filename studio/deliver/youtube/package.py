"""A folder for an upload to YouTube: the film with its chapters, captions, description, metadata and manifest.

With it goes a Short, where the lesson has one.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

from studio.captions.chapters import chapters
from studio.captions.clock import clock
from studio.deliver.episode_films import EpisodeFilm
from studio.deliver.youtube.intro_outro import Piece, as_one
from studio.deliver.youtube.short import fits, short_metadata, write_short
from studio.deliver.youtube.thumbnail import write_thumbnail
from studio.deliver.youtube.upload import write_upload
from studio.errors import RequestError
from studio.films.film import caption_files
from studio.manifest import Chapter, Manifest
from studio.profile import Profile
from studio.requests.series import Series
from studio.store.atomic_write import published_folder
from studio.store.clip_store import Store

#: The most characters that YouTube takes of a title and of all tags together, and bytes of a description.
TITLE, TAGS, DESCRIPTION = 100, 500, 5000
#: What the title of a Short ends in.
HASHTAG = " #Shorts"
#: YouTube's number for education.
EDUCATION = "27"


def make_package(
    film: EpisodeFilm,
    pieces: Sequence[Piece],
    short: EpisodeFilm | None,
    series: Series,
    profile: Profile,
    store: Store,
    folder: Path,
) -> Path:
    """Publish the package of a film, and of its Short if it has one, as `folder` and return that.

    `pieces` are the film and what stands around it; all were rendered as `profile` says.

    Raises:
        RequestError: the description is longer than YouTube takes.
    """
    made_from = as_one(pieces, film.manifest)
    parts = chapters(made_from)
    title = shortened(made_from.title, TITLE)
    about = description(film, series, made_from, parts)
    with published_folder(folder) as draft:
        write_upload([(piece.path, piece.frames) for piece in pieces], draft / "video.mp4", made_from.fps, title, parts)
        for side, text in caption_files(draft / "captions.mp4", made_from).items():
            side.write_text(text, encoding="utf-8", newline="\n")
        (draft / "description.txt").write_text(about, encoding="utf-8", newline="\n")
        made_from.model_copy(update={"chapters": parts}).write(draft / "manifest.json")
        write_thumbnail(film.order.lesson, film.order.settings, made_from.title, profile, draft / "thumbnail.png")
        data = metadata(film, series, title, about)
        if short is not None:
            data |= {"short": _write_short(short, profile.for_short(), title, store, draft)}
        files = [*(path.name for path in draft.iterdir()), "metadata.json"]
        _write_json(draft / "metadata.json", {**data, "files": sorted(files)})
    return folder


def description(film: EpisodeFilm, series: Series, made_from: Manifest, parts: Sequence[Chapter]) -> str:
    """Return what stands below the video: what it is about, chapters, links and credits.

    Raises:
        RequestError: it is longer than YouTube takes.
    """
    sections = (
        [" ".join(made_from.description.split())],
        ["Chapters", *(f"{clock(part.start // made_from.fps, padded=True)} {part.title}" for part in parts)]
        if parts
        else [],
        ["Links", *(f"{name}: {link}" for name, link in series.links.items())] if series.links else [],
        list(_part_of(film, series)),
        list(series.credits),
    )
    text = "\n\n".join("\n".join(lines) for lines in sections if any(lines)) + "\n"
    text = text.replace("<", "‹").replace(">", "›")
    length = len(text.encode())
    if length > DESCRIPTION:
        raise RequestError(
            f"The description of {film.episode.id} has {length} bytes with chapters, links and credits; YouTube takes "
            f"{DESCRIPTION}. Shorten description, links or credits in the series file."
        )
    return text


def metadata(film: EpisodeFilm, series: Series, title: str, text: str) -> dict[str, Any]:
    """Return what an upload says besides its files, under the names that youtubeuploader's -metaJSON reads.

    `playlist` and `order` are for people and for other programs.
    """
    playlist = series.playlist or series.title
    return {
        "title": title,
        "description": text,
        "tags": list(_tags([*film.episode.tags, *series.tags])),
        "language": series.language,
        "categoryId": EDUCATION,
        "privacyStatus": "private",
        "madeForKids": False,
        "playlistTitles": [playlist] if playlist else [],
        "playlist": playlist,
        "order": film.number,
    }


def _write_short(short: EpisodeFilm, profile: Profile, title: str, store: Store, folder: Path) -> Mapping[str, Any]:
    """Write a Short that is short enough into the folder, and return what the metadata say of it."""
    named = shortened(title, TITLE - len(HASHTAG)) + HASHTAG
    if fits(short):
        write_short(short, named, profile, store.root / "texts", folder)
    return short_metadata(short, named)


def shortened(title: str, most: int) -> str:
    """Return a title as YouTube takes it: on one line, without angle brackets, not too long."""
    title = " ".join(title.replace("<", "‹").replace(">", "›").split())
    return title if len(title) <= most else title[: most - 1].rstrip() + "…"


def _part_of(film: EpisodeFilm, series: Series) -> Iterator[str]:
    if len(series.episode) > 1:
        yield f"Part {film.number} of {len(series.episode)} of “{series.title}”. {series.description}".strip()


def _tags(wanted: Sequence[str]) -> Iterator[str]:
    """Yield the tags once each, as many as YouTube takes: it counts the commas, and quotes around spaces."""
    used = 0
    for tag in dict.fromkeys(wanted):
        used += len(tag) + 1 + 2 * (" " in tag)
        if used > TAGS:
            return
        yield tag


def _write_json(path: Path, data: Mapping[str, Any]) -> None:
    path.write_text(json.dumps(data, indent=1, ensure_ascii=False) + "\n", encoding="utf-8", newline="\n")
