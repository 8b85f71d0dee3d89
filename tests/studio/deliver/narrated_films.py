"""Films with the script of a real lesson whose every beat is a flat colour: cheap, and a frame tells its beat."""

from __future__ import annotations

import colorsys
from pathlib import Path

import numpy as np
from PIL import Image

from scenes.drawing.theme.theme import Theme
from studio.deliver.episode_films import EpisodeFilm
from studio.films.film import Film, caption_files
from studio.media.encode import ClipEncoder
from studio.profile import Profile
from studio.requests.film_request import FilmRequest
from studio.sources.script_cache import resolve_script
from studio.store.clip_store import Store
from tests.studio.manifests import manifest

#: How long each beat is (s), and the films' size.
SECONDS = 6
PROFILE = Profile("told", 320, 180, 15, crf=18, x264_preset="veryfast")


def narrated_films(folder: Path, request: FilmRequest) -> tuple[EpisodeFilm, ...]:
    return tuple(_narrated_film(folder, request, number) for number in range(len(request.orders(folder))))


def beat_colour(index: int, count: int) -> tuple[int, int, int]:
    red, green, blue = colorsys.hsv_to_rgb(index / count, 0.8, 0.9)
    return round(255 * red), round(255 * green), round(255 * blue)


def flat_poster(film: EpisodeFilm, theme: Theme, store: Store) -> Path:
    path = store.root / f"{film.episode.id}-{theme.id}.png"
    path.parent.mkdir(parents=True, exist_ok=True)
    Image.new("RGB", (320, 180), "#223355" if theme.id == "dark" else "#ccddee").save(path)
    return path


def _narrated_film(folder: Path, request: FilmRequest, number: int) -> EpisodeFilm:
    order = request.orders(folder)[number]
    script = resolve_script(order.lesson, order.settings, order.say, None)
    each, beats = SECONDS * PROFILE.fps, script.outline.beats
    path = folder / f"{order.id}.mp4"
    encoder = ClipEncoder(path, PROFILE)
    for index in range(len(beats)):
        colour = (*beat_colour(index, len(beats)), 255)
        encoder.write(np.full((PROFILE.height, PROFILE.width, 4), colour, np.uint8), each)
    encoder.close()
    made = manifest(
        *({**beat.model_dump(), "frames": each, "spoken": each} for beat in beats),
        profile=PROFILE, lesson=order.lesson.name, title=order.title, description=order.description,
        params=dict(script.params),
    )  # fmt: skip
    for side, text in caption_files(path, made).items():
        side.write_text(text, encoding="utf-8")
    made.write(path.with_suffix(".json"))
    episode = request.series.episode[number]
    return EpisodeFilm(number + 1, episode, order, Film(path, made))
