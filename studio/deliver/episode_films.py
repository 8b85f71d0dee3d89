"""The films of a series, to be delivered: made where they are missing, in a place of their own in the store.

They are not those of `batch` in `out`, which stay in the preset and theme that they were made in; both are joined of
the same clips.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace

from studio.errors import Failure, RequestError
from studio.films.film import Film
from studio.films.film_build import Outcome
from studio.manifest import Manifest
from studio.profile import Profile
from studio.requests.film_request import FilmRequest, Order, Resolved, resolve
from studio.requests.series import Episode
from studio.store.clip_store import Store

#: Makes films of resolved orders: `studio.films.production.produce`, with its workers and a watcher chosen.
Produce = Callable[[Sequence[Resolved], Profile, Store], tuple[Outcome, ...]]


@dataclass(frozen=True, slots=True)
class EpisodeFilm:
    """An episode, its number in the series from 1, its film, and the order that this was made for."""

    number: int
    episode: Episode
    order: Order
    film: Film

    @property
    def manifest(self) -> Manifest:
        """Return what the film was made from."""
        return self.film.manifest

    @property
    def name(self) -> str:
        """Return what a folder or file of the episode is called: "02-partial-slices"."""
        return f"{self.number:02}-{self.episode.id}"


@dataclass(frozen=True, slots=True)
class Films:
    """What was made for a request: films in the order of the series, and what went wrong, by episode id."""

    films: tuple[EpisodeFilm, ...]
    failures: dict[str, Failure]


def films_of(
    request: FilmRequest,
    produce: Produce,
    *,
    render: bool = True,
    beats: Mapping[str, tuple[str, ...]] | None = None,
) -> Films:
    """Return the films of a request; what is missing of them is drawn, or with `render` off named in an error.

    `beats` (episode id → names) makes films of these beats alone, which end without a rest, and none of
    episodes that it does not name.

    Raises:
        RequestError: the request is wrong, or `render` is off and a film is missing. No film has been written then.
    """
    profile, store = request.profile, request.store
    size = f"{profile.width}x{profile.height}"
    orders = request.orders(store.root / "films" / f"{profile.name}-{profile.theme.id}-{size}")
    if beats is not None:
        orders = tuple(
            replace(
                order, beats=beats[order.id], lingers=False, output=order.output.with_stem(f"{order.output.stem}-cut")
            )
            for order in orders
            if order.id in beats
        )
    resolved = resolve(orders, profile, request.scripts)
    if not render:
        _check_there(resolved, profile, store)
    outcomes = produce(resolved, profile, store)
    made = tuple(
        EpisodeFilm(*_episode(request, outcome.order), outcome.order, outcome.film)
        for outcome in outcomes
        if outcome.film is not None
    )
    return Films(made, {outcome.order.id: outcome.failure for outcome in outcomes if outcome.failure is not None})


def _check_there(resolved: Sequence[Resolved], profile: Profile, store: Store) -> None:
    """See that of every film all clips have been drawn; joining them is no rendering."""
    missing = [
        one.order.id
        for one in resolved
        if any(store.clip(key) is None for part in one.parts for _, _, key in part.clips)
    ]
    if missing:
        raise RequestError(
            f"These films have not been rendered with preset {profile.name}, theme {profile.theme.id}, "
            f"aspect {profile.aspect}: {', '.join(missing)}. Leave out --no-render to render them now."
        )


def _episode(request: FilmRequest, order: Order) -> tuple[int, Episode]:
    """Return the number, from 1, and the record of the episode that an order is for."""
    return next((n, one) for n, one in enumerate(request.series.episode, 1) if one.id == order.id)
