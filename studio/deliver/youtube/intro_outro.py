"""What stands around a film on YouTube: cards drawn in its theme, or films of somebody's own."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from studio.deliver.episode_films import EpisodeFilm, Produce
from studio.deliver.youtube.conform import check_film, conformed
from studio.errors import Failure
from studio.manifest import FilmedBeat, FilmedMove, Manifest
from studio.profile import Profile
from studio.requests.film_request import FilmRequest, Order, resolve
from studio.sources.lesson_lookup import LessonRef
from studio.store.clip_store import Store

INTRO = LessonRef("intro-card", "scenes.cards.youtube_cards:IntroCard")
END = LessonRef("end-card", "scenes.cards.youtube_cards:EndCard")


@dataclass(frozen=True, slots=True)
class Piece:
    """A film that becomes a part of a longer one."""

    path: Path
    beats: tuple[FilmedBeat, ...]

    @property
    def frames(self) -> int:
        """Return its length."""
        return sum(beat.frames for beat in self.beats)


@dataclass(frozen=True, slots=True)
class Around:
    """What comes before and after each film, by episode id, and which cards could not be drawn."""

    before: Mapping[str, Piece]
    after: Mapping[str, Piece]
    failures: Mapping[str, Failure]

    def pieces(self, film: EpisodeFilm) -> tuple[Piece, ...]:
        """Return all pieces of an upload, in order."""
        own = Piece(film.film.path, film.manifest.beats)
        around = (self.before.get(film.episode.id), own, self.after.get(film.episode.id))
        return tuple(piece for piece in around if piece is not None)


NOTHING = Around({}, {}, {})


def check_own_films(request: FilmRequest) -> None:
    """See that the intro and the outro of a series file, if it names any, can be read.

    Raises:
        RequestError: they cannot.
    """
    for file in (request.series.intro, request.series.outro):
        if file is not None:
            check_film(request.folder / file)


def around(request: FilmRequest, films: Sequence[EpisodeFilm], produce: Produce) -> Around:
    """Make what comes before and after films: the series' own intro and outro, else cards.

    A theme that closes its films with a card of its own gets no second one.
    """
    series, profile, store = request.series, request.profile, request.store
    own = {
        name: _own(request.folder / file, name, profile, store)
        for name, file in (("intro", series.intro), ("outro", series.outro))
        if file is not None
    }
    folder = store.root / "films" / "cards" / f"{profile.name}-{profile.theme.id}"
    orders = [
        order
        for film in films
        for order in _card_orders(request, film, folder / series.id)
        if not (order.lesson is INTRO and series.intro)
        and not (order.lesson is END and (series.outro or profile.theme.outro is not None))
    ]
    outcomes = produce(resolve(orders, profile, request.scripts), profile, store) if orders else ()
    drawn = {
        outcome.order.id: Piece(outcome.film.path, outcome.film.manifest.beats)
        for outcome in outcomes
        if outcome.film is not None
    }
    failures = {outcome.order.id: outcome.failure for outcome in outcomes if outcome.failure is not None}
    ids = [film.episode.id for film in films]
    before, after = (
        {id_: piece for id_ in ids if (piece := own.get(name) or drawn.get(f"{id_} ({name})")) is not None}
        for name in ("intro", "outro")
    )
    return Around(before, after, failures)


def _card_orders(request: FilmRequest, film: EpisodeFilm, folder: Path) -> Iterator[Order]:
    """Yield the orders for the card before a film and for the one after it."""
    series = request.series
    following = series.episode[film.number] if film.number < len(series.episode) else None
    params = {"series": series.title}
    yield Order(
        f"{film.episode.id} (intro)", INTRO, folder / f"{film.name}-intro.mp4",
        params | {"title": film.manifest.title}, beats=("intro",), lingers=False,
    )  # fmt: skip
    yield Order(
        f"{film.episode.id} (outro)", END, folder / f"{film.name}-outro.mp4",
        params | {"title": following.title if following else ""}, beats=("end",),
    )  # fmt: skip


def _own(path: Path, name: str, profile: Profile, store: Store) -> Piece:
    """Return a film of somebody's own as the piece of one beat over which nothing is said."""
    made, frames = conformed(path, profile, profile.theme.background, store.root / "conformed")
    moves = (FilmedMove(mark="", motion=frames, hold=0),)
    beat = FilmedBeat(
        name=name, say="", spoken=0, start=0, frames=frames, motion=frames, hold=0, moves=moves, clip=made.stem
    )
    return Piece(made, (beat,))


def as_one(pieces: Sequence[Piece], film: Manifest) -> Manifest:
    """Return a film's manifest for all pieces one after the other; its file is not in it."""
    beats: list[FilmedBeat] = []
    start = 0
    for piece in pieces:
        beats += [beat.model_copy(update={"start": beat.start + start}) for beat in piece.beats]
        start += piece.frames
    return film.model_copy(update={"frames": start, "beats": tuple(beats), "file": None})
