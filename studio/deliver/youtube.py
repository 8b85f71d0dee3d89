"""A folder for an upload to YouTube: the film, its captions and manifest."""

from __future__ import annotations

import shutil
from pathlib import Path

from studio.deliver.films import EpisodeFilm
from studio.publish import published_folder


def make_package(film: EpisodeFilm, folder: Path) -> Path:
    """Publish the package of a film as `folder` and return that."""
    with published_folder(folder) as draft:
        shutil.copyfile(film.film.path, draft / "video.mp4")
        for ending, name in ((".srt", "captions.srt"), (".vtt", "captions.vtt"), (".json", "manifest.json")):
            shutil.copyfile(film.film.path.with_suffix(ending), draft / name)
    return folder
