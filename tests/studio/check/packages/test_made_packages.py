"""What `deliver` makes holds, but for the size of what tests can afford."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from studio.check import check
from studio.deliver.episode_films import films_of
from studio.deliver.youtube.intro_outro import around
from studio.deliver.youtube.package import make_package
from studio.deliver.youtube.short import short_beats
from studio.profile import Profile
from studio.requests.film_request import read_request
from studio.sources.lesson_lookup import LessonRef
from tests.studio.check.sample_films import failed, unseen
from tests.studio.deliver.made_films import here


@pytest.mark.slow
def test_an_upload_holds(tmp_path: Path, passing_words: LessonRef, tiny: Profile) -> None:
    request = read_request("passing-words", tiny, out=tmp_path)
    upright = replace(request, profile=tiny.for_short())
    (film,) = films_of(request, here).films
    (short,) = films_of(upright, here, beats=short_beats([film])).films
    pieces = around(request, [film], here).pieces(film)
    folder = make_package(film, pieces, short, request.series, tiny, request.store, tmp_path / "package")
    told = check([folder])
    # A word of this lesson walks out of an upright frame.
    assert failed(finding for _, finding in told) == {"shorts-size", "shorts-text"}, told
    assert unseen(finding for _, finding in told) == set()
