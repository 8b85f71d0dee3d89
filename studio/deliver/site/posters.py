"""Posters: the frame that stands for a film, in the colours of each theme of the page."""

from __future__ import annotations

from pathlib import Path

from PIL import Image

from scenes.drawing.theme.theme import Theme
from scenes.script.outline import Beat
from studio.deliver.episode_films import EpisodeFilm
from studio.profile import preset
from studio.sources.clip_keys import clip_keys
from studio.sources.script_cache import resolve_script
from studio.store.atomic_write import published
from studio.store.clip_store import Store


def poster(film: EpisodeFilm, theme: Theme, store: Store) -> Path:
    """Return the PNG of a film's poster in a theme, drawn unless it is in the store.

    Raises:
        DrawingError: the lesson cannot be drawn.
    """
    order = film.order
    profile = preset("preview").for_aspect(film.manifest.aspect).for_theme(theme)
    script = resolve_script(order.lesson, order.settings, order.say, store.root / "scripts")
    beats = script.outline.beats
    index = poster_beat(beats)
    title = order.title or script.outline.title
    keys = clip_keys(order.lesson, script.params, beats, profile, title)
    path = store.root / "posters" / f"{keys[index]}.png"
    if not path.is_file():
        from studio.render.worker import settled_frames

        lesson = order.lesson.load()
        window = range(index, index + 1)
        frames = settled_frames(lesson, lesson.read_params(order.settings), profile, window, title)
        with published(path) as draft:
            Image.fromarray(frames[index][..., :3]).save(draft, optimize=True)
    return path


def poster_beat(beats: tuple[Beat, ...]) -> int:
    """Return the number of the beat whose settled frame stands for the film, from 0.

    It is the last that is marked for a short cut and does not ask, since that answers the question of the lesson; where
    none is marked, the last that does not ask.
    """
    marked = [index for index, beat in enumerate(beats) if beat.short and not beat.ask]
    telling = [index for index, beat in enumerate(beats) if not beat.ask]
    return marked[-1] if marked else telling[-1] if telling else len(beats) - 1
