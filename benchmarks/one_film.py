"""A film of some beats of a lesson by Nabla's own farm: LESSON START STOP WIDTH HEIGHT FPS WORKERS FOLDER.

The same path as `render.py film`, for a size and a window of beats that no preset has.
"""

from __future__ import annotations

import sys
from dataclasses import replace
from pathlib import Path

from studio.farm import local_farm
from studio.films.production import produce
from studio.profile import Profile, preset
from studio.requests.film_request import Order, resolve
from studio.sources.lesson_lookup import find_lesson
from studio.store.clip_store import Store


class Silent:
    """Watches a run and tells nothing."""

    def __getattr__(self, name):
        return lambda *args: None


def main() -> None:
    lesson, folder = sys.argv[1], Path(sys.argv[8])
    start, stop, width, height, fps, workers = map(int, sys.argv[2:8])
    youtube = preset("youtube")
    profile = Profile("benchmark", width, height, fps, youtube.crf, youtube.x264_preset)
    ref = find_lesson(lesson)
    (resolved,) = resolve([Order(ref.name, ref, folder / "film.mp4")], profile, folder / "scripts")
    window = replace(resolved, part=replace(resolved.part, clips=resolved.part.clips[start:stop]))
    (outcome,) = produce([window], profile, Store(folder / "store"), workers, Silent(), work=local_farm.work)
    if outcome.failure is not None:
        sys.exit(str(outcome.failure))


if __name__ == "__main__":
    main()
