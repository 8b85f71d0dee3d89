"""A Short of an episode: the beats that its lesson marks for it, laid out anew for an upright frame."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from studio.deliver.episode_films import EpisodeFilm
from studio.deliver.youtube.upload import write_upload
from studio.films.film import caption_files
from studio.profile import Profile
from studio.render.drawn_texts import drawn_texts

#: The longest Short, in seconds.
LONGEST = 60


def short_beats(films: Sequence[EpisodeFilm]) -> dict[str, tuple[str, ...]]:
    """Return the names of the beats for a Short by episode id, of those episodes that have any."""
    marked = {film.episode.id: tuple(beat.name for beat in film.manifest.beats if beat.short) for film in films}
    return {episode: names for episode, names in marked.items() if names}


def fits(short: EpisodeFilm) -> bool:
    """Return whether a film is short enough."""
    return short.film.seconds <= LONGEST


def write_short(short: EpisodeFilm, title: str, profile: Profile, texts: Path, folder: Path) -> None:
    """Write short.mp4 with captions and manifest into `folder`; where texts are drawn is kept in the folder `texts`."""
    made_from = short.manifest
    write_upload([(short.film.path, short.film.frames)], folder / "short.mp4", made_from.fps, title, ())
    for side, text in caption_files(folder / "short.mp4", made_from).items():
        side.write_text(text, encoding="utf-8", newline="\n")
    keys = {beat.name: beat.clip for beat in made_from.beats}
    drawn = drawn_texts(short.order.lesson, short.order.settings, profile, keys, texts)
    made_from.model_copy(update={"texts": drawn, "file": None}).write(folder / "short.json")


def short_metadata(short: EpisodeFilm, title: str) -> Mapping[str, Any]:
    """Return what the metadata say of a Short; one that is too long is not in the folder."""
    beats = [beat.name for beat in short.manifest.beats]
    return {"title": title, "seconds": round(short.film.seconds, 2), "beats": beats, "fits": fits(short)}


def too_long_message(short: EpisodeFilm) -> str:
    """Say of a film that it is too long for a Short."""
    beats = ", ".join(beat.name for beat in short.manifest.beats)
    return (
        f"{short.episode.id}: no Short: its beats take {short.film.seconds:.1f} s, a Short {LONGEST} s at most. "
        f"Mark fewer than {beats}, or say less in them."
    )
