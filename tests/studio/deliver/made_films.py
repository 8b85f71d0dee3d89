"""Films that are cheap to make: encoded from flat frames, with a manifest that says what they would be."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import numpy as np

from studio.deliver.episode_films import EpisodeFilm
from studio.farm import local_farm
from studio.films.film import Film
from studio.films.film_build import Outcome
from studio.films.production import produce
from studio.media.encode import ClipEncoder
from studio.profile import Profile
from studio.requests.film_request import FilmRequest, Resolved
from studio.store.clip_store import Store
from tests.studio.manifests import manifest

#: The chapters of a film, and how long each is, in seconds.
CHAPTERS, SECONDS = ("First", "Second", "Third"), 12


def flat_clip(path: Path, profile: Profile, frames: int, colour: tuple[int, int, int] = (200, 30, 30)) -> Path:
    """Encode frames of one colour."""
    encoder = ClipEncoder(path, profile)
    encoder.write(np.full((profile.height, profile.width, 4), (*colour, 255), np.uint8), frames)
    encoder.close()
    return path


def long_film(folder: Path, request: FilmRequest, profile: Profile) -> EpisodeFilm:
    """Return a film of three beats, each long enough to be a chapter, of the first episode of a request."""
    (order,) = request.orders(folder)
    path, each = folder / "film.mp4", SECONDS * profile.fps
    flat_clip(path, profile, each * len(CHAPTERS))
    held = {"frames": each, "hold": each - 3, "spoken": 20}
    made = manifest(
        *({"name": title.lower(), "say": f"This is the {title.lower()} beat.", "chapter": title, **held}
          for title in CHAPTERS),
        profile=profile, lesson=order.lesson.name, title=order.title, description=order.description,
    )  # fmt: skip
    made.write(path.with_suffix(".json"))
    return EpisodeFilm(1, request.series.episode[0], order, Film(path, made))


class Quiet:
    """A watcher that tells nobody."""

    def planned(self, clips: object) -> None: ...
    def drawn(self, episode: str, index: int) -> None: ...
    def moved(self, episode: str, frames: int) -> None: ...
    def finished(self, outcome: Outcome) -> None: ...


def here(resolved: Sequence[Resolved], profile: Profile, store: Store) -> tuple[Outcome, ...]:
    """Make films in this process."""
    return produce(resolved, profile, store, 1, Quiet(), work=local_farm.work_here)
