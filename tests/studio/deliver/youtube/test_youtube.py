"""The folder for an upload: what is in it, and what YouTube takes of it."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path

import av
import pytest

from studio.deliver.episode_films import EpisodeFilm
from studio.deliver.youtube.intro_outro import NOTHING
from studio.deliver.youtube.package import description, make_package, metadata, shortened
from studio.errors import RequestError
from studio.films.film import Film, caption_files
from studio.manifest import Manifest
from studio.profile import Profile
from studio.requests.film_request import FilmRequest, read_request
from studio.sources.lesson_lookup import LessonRef
from studio.store.clip_store import Store
from tests.studio.deliver.made_films import long_film
from tests.studio.manifests import manifest

SERIES = """
title = "Walks"
description = "Dots that walk."
language = "en-GB"
tags = ["dots", "walks <"]
credits = ["A. Walker"]
links = { Notes = "https://example.org/notes" }

[[episode]]
id = "walk"
lesson = "walking-dot"
title = "Is a < b?"
description = "A dot\\nwalks."
tags = ["dots", "steps"]
"""


@pytest.fixture
def request_(tmp_path: Path, walking_dot: LessonRef, tiny: Profile) -> FilmRequest:
    path = tmp_path / "walks.toml"
    path.write_text(SERIES.replace(', "walks <"', ""))
    return read_request(str(path), tiny)


def decoded(path: Path) -> list[bytes]:
    with av.open(str(path)) as film:
        return [frame.to_ndarray(format="yuv420p").tobytes() for frame in film.decode(video=0)]


@pytest.mark.slow
def test_a_package(tmp_path: Path, request_: FilmRequest, tiny: Profile) -> None:
    film = long_film(tmp_path, request_, tiny)
    folder = make_package(
        film,
        NOTHING.pieces(film),
        None,
        request_.series,
        tiny,
        Store(tmp_path / ".store"),
        tmp_path / "out" / film.name,
    )
    told = json.loads((folder / "metadata.json").read_text())
    assert folder.name == "01-walk"
    assert told["files"] == sorted(path.name for path in folder.iterdir())
    assert (told["order"], told["language"], told["playlist"]) == (1, "en-GB", "Walks")
    assert told["tags"] == ["dots", "steps"]
    assert told["title"] == "Is a ‹ b?"
    assert (folder / "description.txt").read_text() == told["description"]
    with av.open(str(folder / "video.mp4")) as video:
        inside = [
            (chapter["start"] * chapter["time_base"], chapter["metadata"]["title"]) for chapter in video.chapters()
        ]
        assert video.metadata["title"] == told["title"]
    assert inside == [(0, "First"), (12, "Second"), (24, "Third")]
    assert (
        "Chapters\n00:00 First\n00:12 Second\n00:24 Third\n\nLinks\nNotes: https://example.org/notes\n"
        in told["description"]
    )
    assert decoded(folder / "video.mp4") == decoded(film.film.path)
    for side, text in caption_files(folder / "captions.mp4", film.manifest).items():
        assert side.read_text() == text
    assert Manifest.read(folder / "manifest.json").beats == film.manifest.beats


def test_a_description_that_is_too_long_is_refused(tmp_path: Path, request_: FilmRequest) -> None:
    made_from = manifest(description="word " * 1200)
    film = EpisodeFilm(1, request_.series.episode[0], request_.orders(tmp_path)[0], Film(tmp_path, made_from))
    with pytest.raises(RequestError, match=r"walk has 6.* YouTube takes 5000"):
        description(film, request_.series, made_from, [])


def test_titles_and_tags_are_as_long_as_youtube_takes(tmp_path: Path, request_: FilmRequest) -> None:
    assert shortened("word " * 40, 100) == ("word " * 19 + "word…")[:100]
    episode = request_.series.episode[0].model_copy(update={"tags": tuple(f"tag {n:03} {'x' * 40}" for n in range(20))})
    film = EpisodeFilm(1, episode, request_.orders(tmp_path)[0], Film(tmp_path, manifest()))
    tags = metadata(film, request_.series, "", "")["tags"]
    assert isinstance(tags, list)
    assert 8 <= len(tags) < 20
    assert len(",".join(f'"{tag}"' for tag in tags)) <= 500


@pytest.mark.parametrize(
    ("old", "new", "message"),
    [
        ('"walks <"', '"walks <"', r"walks.toml is wrong at tags 2 = "),
        ('"https://example.org/notes"', '"example.org"', r"walks.toml is wrong at links.Notes = "),
        ("language =", 'intro = "intro.avi"\nlanguage =', r"walks.toml is wrong at intro = "),
        ("language =", 'outro = "outro.mp4"\nlanguage =', r"walks.toml: outro: there is no file .*outro.mp4"),
        (
            "language =",
            'playlists = "x"\nlanguage =',
            r"walks.toml has an unknown key .playlists.. Did you mean 'playlist'",
        ),
    ],
)
def test_what_is_wrong_in_the_series_file_is_named(
    tmp_path: Path, walking_dot: LessonRef, tiny: Profile, old: str, new: str, message: str
) -> None:
    path = tmp_path / "walks.toml"
    text = SERIES if old == new else SERIES.replace(', "walks <"', "")
    path.write_text(text.replace(old, new, 1))
    with pytest.raises(RequestError, match=message):
        read_request(str(path), tiny)


def test_films_of_one_episode_have_no_part(tmp_path: Path, request_: FilmRequest) -> None:
    made_from = manifest()
    film = EpisodeFilm(1, request_.series.episode[0], request_.orders(tmp_path)[0], Film(tmp_path, made_from))
    alone = description(film, request_.series, made_from, [])
    two = request_.series.model_copy(update={"episode": request_.series.episode * 2})
    assert "Part" not in alone
    assert "Part 2 of 2 of “Walks”. Dots that walk." in description(replace(film, number=2), two, made_from, [])
