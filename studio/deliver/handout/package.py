"""The handouts of a series: one PDF for each episode and one for all, beside the films that they point into."""

from __future__ import annotations

import shutil
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from studio.deliver.handout.content import Handout
from studio.deliver.handout.figures import settled_pictures
from studio.deliver.handout.typeset import Book, make_handout
from studio.store.atomic_write import published_folder

if TYPE_CHECKING:
    from studio.deliver.episode_films import EpisodeFilm
    from studio.profile import Profile
    from studio.requests.series import Series

#: Where the films lie in the package, and the folder for pictures while it is made.
FILMS, PICTURES = "films", "pictures"


def make_handouts(
    series: Series, films: Sequence[EpisodeFilm], pictures: Profile, seed: int, target: Path
) -> tuple[Path, ...]:
    """Make the folder `target` with a PDF for each film, one for all where there are several, films and manifests.

    `pictures` says in which theme and aspect the figures are drawn; `seed` draws the exercises. Returns the PDFs.
    """
    with published_folder(target) as draft:
        drawn = draft / PICTURES
        drawn.mkdir()
        handouts = [_handout(film, pictures, seed, draft) for film in films]
        names = []
        for film, handout in zip(films, handouts, strict=True):
            book = Book(film.manifest.title, "", series.language, (handout,))
            names.append(make_handout(book, drawn, pictures.theme, draft / f"{film.name}.pdf").name)
            film.manifest.write(draft / f"{film.name}.json")
        if len(handouts) > 1:
            book = Book(series.title, series.description, series.language, handouts)
            names.append(make_handout(book, drawn, pictures.theme, draft / f"{series.id}.pdf").name)
        shutil.rmtree(drawn)
    return tuple(target / name for name in names)


def _handout(film: EpisodeFilm, pictures: Profile, seed: int, draft: Path) -> Handout:
    order = film.order
    cls = order.lesson.load()
    params = cls.read_params(order.settings)
    made = cls.companion("exercises")
    exercises = made(cls.facts_of(params), seed) if made else ()
    names = {}
    for beat, picture in settled_pictures(cls, order.settings, pictures).items():
        names[beat] = f"{film.name}-{beat}.svg"
        (draft / PICTURES / names[beat]).write_bytes(picture)
    video = watched_at(film.episode.video) if film.episode.video else _beside(film, draft)
    return Handout(film.manifest, cls.notes_of(params), exercises, names, video)


def _beside(film: EpisodeFilm, draft: Path) -> str:
    """Put the film into the package, and return where the PDFs find it."""
    path = draft / FILMS / f"{film.name}.mp4"
    path.parent.mkdir(exist_ok=True)
    shutil.copyfile(film.film.path, path)
    return f"{FILMS}/{path.name}#t={{seconds}}"


def watched_at(address: str) -> str:
    """Return a film's address on the web with a place for the second: as YouTube takes it, else as browsers do."""
    host = urlsplit(address).hostname or ""
    if host.removeprefix("www.") in ("youtube.com", "youtu.be"):
        return f"{address}{'&' if '?' in address else '?'}t={{seconds}}s"
    return f"{address}#t={{seconds}}"
