"""A Short: its beats, laid out anew, and where its texts stand."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path

import av
import pytest

from scenes.drawing.canvas.stage import SHORT_SHARE, Stage
from studio.deliver.episode_films import films_of
from studio.deliver.youtube.intro_outro import NOTHING
from studio.deliver.youtube.package import make_package
from studio.deliver.youtube.short import fits, short_beats, too_long_message
from studio.films.film import Film
from studio.profile import Profile, preset
from studio.requests.film_request import read_request
from studio.sources.lesson_lookup import LessonRef
from tests.studio.deliver.made_films import here


@pytest.mark.parametrize(
    ("name", "size"),
    [("draft", (480, 854)), ("youtube", (1080, 1920)), ("4k", (1080, 1920)), ("lecture", (1080, 1920))],
)
def test_a_short_is_upright_and_no_larger_than_youtube_shows_it(name: str, size: tuple[int, int]) -> None:
    short = preset(name).for_short()
    assert (short.width, short.height, short.aspect, short.short) == (*size, "9:16", True)


def test_a_short_has_a_stage_that_nothing_is_laid_over() -> None:
    tall, short = (Stage.of(8, 8 * 16 / 9, short=short) for short in (False, True))
    clear = SHORT_SHARE * short.frame.height / 2
    for region in (short.safe, short.title, short.body, short.figure, short.panel):
        assert -clear < region.bottom < region.top < clear
    assert tall.safe.top > clear
    assert short.panel.bottom < short.panel.top <= short.figure.bottom < short.figure.top <= short.title.bottom


@pytest.mark.slow
def test_a_short_of_the_marked_beats(tmp_path: Path, passing_words: LessonRef, tiny: Profile) -> None:
    request = read_request("passing-words", tiny, out=tmp_path)
    upright = replace(request, profile=tiny.for_short())
    made = films_of(request, here)
    (short,) = films_of(upright, here, beats=short_beats(made.films)).films
    folder = make_package(
        made.films[0], NOTHING.pieces(made.films[0]), short, request.series, tiny, request.store, tmp_path / "package"
    )

    with av.open(str(folder / "short.mp4")) as film:
        assert (film.streams.video[0].width, film.streams.video[0].height) == (90, 160)
        assert sum(1 for _ in film.decode(video=0)) == short.film.frames
    manifest = json.loads((folder / "short.json").read_text())
    assert [beat["name"] for beat in manifest["beats"]] == ["walk"]
    assert manifest["beats"][0]["hold"] < 5 * tiny.fps
    boxes = {text["words"]: text["box"] for text in manifest["texts"]}
    assert {text["beat"] for text in manifest["texts"]} == {"walk"}
    left, top, right, bottom = boxes["stander"]
    assert (left + right) / 2 == pytest.approx(0.5, abs=0.02)
    assert 0.46 < top < bottom < 0.54
    # It goes from one edge to the other: its box is around all of its way.
    assert boxes["walker"][0] < 0.05
    assert boxes["walker"][2] > 0.95
    metadata = json.loads((folder / "metadata.json").read_text())
    assert metadata["short"]["beats"] == ["walk"]
    assert metadata["short"]["title"].endswith(" #Shorts")
    assert {"short.mp4", "short.srt", "short.vtt", "short.json"} <= set(metadata["files"])

    long = replace(short, film=Film(short.film.path, short.manifest.model_copy(update={"frames": 601})))
    assert fits(short)
    assert not fits(long)
    assert too_long_message(long).startswith(
        "passing-words: no Short: its beats take 60.1 s, a Short 60 s at most. Mark fewer"
    )
    folder = make_package(
        made.films[0], NOTHING.pieces(made.films[0]), long, request.series, tiny, request.store, tmp_path / "package"
    )
    assert not list(folder.glob("short.*"))
    assert json.loads((folder / "metadata.json").read_text())["short"]["fits"] is False
