"""Films to deliver: made where they are missing, or named."""

from __future__ import annotations

from pathlib import Path

import pytest

from studio.deliver.episode_films import films_of
from studio.errors import RequestError
from studio.profile import Profile
from studio.requests.film_request import read_request
from studio.sources.lesson_lookup import LessonRef
from studio.store.atomic_write import published_folder
from tests.studio.deliver.made_films import here

SERIES = """
title = "Walks"
[[episode]]
id = "short-walk"
lesson = "walking-dot"
[[episode]]
id = "long-walk"
lesson = "walking-dot"
params = { steps = 3 }
[[episode]]
id = "fall"
lesson = "walking-dot"
params = { broken = true }
"""


@pytest.fixture
def series(tmp_path: Path) -> Path:
    path = tmp_path / "walks.toml"
    path.write_text(SERIES)
    return path


@pytest.mark.slow
def test_missing_films_are_made_and_a_failure_keeps_none_back(
    tmp_path: Path, series: Path, walking_dot: LessonRef, tiny: Profile
) -> None:
    with pytest.raises(RequestError, match=r"aspect 16:9: short-walk, long-walk, fall. Leave out --no-render"):
        films_of(read_request(str(series), tiny, out=tmp_path), here, render=False)
    made = films_of(read_request(str(series), tiny, out=tmp_path), here)
    assert [film.name for film in made.films] == ["01-short-walk", "02-long-walk"]
    assert [film.manifest.params["steps"] for film in made.films] == [2, 3]
    assert "the dot fell over" in made.failures["fall"].message
    only = read_request(str(series), tiny, only=["long-walk"], out=tmp_path)
    (again,) = films_of(only, here, render=False).films
    assert (again.number, again.episode.id, again.film) == (2, "long-walk", made.films[1].film)
    (cut,) = films_of(only, here, render=False, beats={"long-walk": ("enter", "stand")}).films
    assert [beat.name for beat in cut.manifest.beats] == ["enter", "stand"]
    assert cut.film.path != again.film.path


def test_a_lesson_is_a_series_of_one_episode(walking_dot: LessonRef, tiny: Profile) -> None:
    request = read_request("walking_dot", tiny, settings=["steps=4"])
    (order,) = request.orders(Path("out"))
    assert request.series.id == "walking-dot"
    assert (order.output, order.settings) == (Path("out/walking-dot/01-walking-dot.mp4"), {"steps": "4"})


@pytest.mark.parametrize(
    ("what", "settings", "only", "message"),
    [
        ("walking-dog", [], [], "Did you mean 'walking-dot'"),
        ("walking-dot", [], ["walk"], "Did you mean 'walking-dot'"),
        ("none.toml", [], [], "no series file none.toml"),
        ("walks.toml", ["steps=3"], [], "--set is for one lesson"),
    ],
)
def test_wrong_requests(
    walking_dot: LessonRef, tiny: Profile, what: str, settings: list[str], only: list[str], message: str
) -> None:
    with pytest.raises(RequestError, match=message):
        read_request(what, tiny, settings=settings, only=only)


def test_a_folder_is_replaced_whole_or_not_at_all(tmp_path: Path) -> None:
    target = tmp_path / "package"

    def write(*names: str) -> list[str]:
        with published_folder(target) as draft:
            for name in names:
                (draft / name).write_text("")
        return sorted(path.name for path in tmp_path.rglob("*"))

    assert write("old.txt") == ["old.txt", "package"]
    with pytest.raises(FileNotFoundError):
        write("new.txt", "no/folder.txt")
    assert sorted(path.name for path in tmp_path.rglob("*")) == ["old.txt", "package"]
    assert write("new.txt") == ["new.txt", "package"]
