"""Pages of a site in a real browser: one as it should be, and others with faults that are found."""

from __future__ import annotations

from pathlib import Path

import pytest

from studio.captions.cues import Cue, webvtt
from studio.check.packages import browser
from studio.check.packages.page import FILM, page_findings
from tests.studio.check.sample_films import failed, film, unseen

CHAPTERS = (Cue(0, 4000, ("The question",)), Cue(4000, 10_000, ("The answer",)))
CAPTIONS = (Cue(0, 3000, ("Look.",)),)
SWITCHED = {"page-chapters", "page-keyboard"}
GOOD = """<!doctype html><title>Film</title>
<video controls src="film.mp4" width="320">
<track kind="captions" src="film.vtt" default><track kind="chapters" src="chapters.vtt"></video>
<button data-start="0">The question</button><button data-start="4">The answer</button>
<script>document.querySelectorAll('[data-start]').forEach(button => button.addEventListener('click', () => {
    document.querySelector('video').currentTime = button.dataset.start }))</script>
"""

needs_browser = pytest.mark.skipif(bool(browser.lacking()), reason=browser.lacking() or "a browser is there")


def page(folder: Path, text: str = GOOD, captions: tuple[Cue, ...] = CAPTIONS) -> Path:
    film(folder / "film.mp4", fps=10, gop=5, frames=100)
    (folder / "film.vtt").write_text(webvtt(captions))
    (folder / "chapters.vtt").write_text(webvtt(CHAPTERS))
    (folder / "index.html").write_text(text)
    return folder / "index.html"


@needs_browser
@pytest.mark.films
@pytest.mark.slow
@pytest.mark.parametrize(
    ("text", "captions", "names"),
    [
        (GOOD, CAPTIONS, set()),
        pytest.param('<a href="other.html">The answer to all</a>' + GOOD, CAPTIONS, set(), marks=pytest.mark.long),
        (
            GOOD.replace('src="film.mp4"', 'src="none.mp4"') + "<img src='http://127.0.0.1:9/logo.png'>",
            CAPTIONS,
            {*FILM, "page-own-host"},
        ),
        pytest.param(GOOD.replace("button", "a"), (), {"page-captions", "page-keyboard"}, marks=pytest.mark.long),
        pytest.param(
            GOOD.replace(" default", "").replace("dataset.start", "dataset.end"),
            CAPTIONS,
            {"page-captions", *SWITCHED},
            marks=pytest.mark.long,
        ),
    ],
)
def test_a_fault_of_a_page_is_found(tmp_path: Path, text: str, captions: tuple[Cue, ...], names: set[str]) -> None:
    told = list(page_findings(page(tmp_path, text, captions)))
    assert failed(told) == names, told


@needs_browser
@pytest.mark.long
def test_a_page_for_other_pages_needs_no_chapters_and_a_front_page_no_film(tmp_path: Path) -> None:
    episode = tmp_path / "episode"
    episode.mkdir()
    page(episode).rename(episode / "embed.html")
    told = list(page_findings(episode / "embed.html", tmp_path))
    assert {finding.name for finding in told} == {"page-plays", "page-seeks", "page-captions", "page-own-host"}
    assert failed(told) == set(), told
    (episode / "index.html").write_text("<p>Nothing here")
    (tmp_path / "index.html").write_text("<p>A series")
    assert failed(page_findings(tmp_path / "index.html", tmp_path)) == set()
    assert failed(page_findings(episode / "index.html")) == set(FILM)


def test_without_a_browser_nothing_passes(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(browser.shutil, "which", lambda name: None)
    told = list(page_findings(page(tmp_path)))
    assert unseen(told) == {*FILM, "page-own-host"}
    assert {finding.figure for finding in told} == {
        "not looked at: Chromium is not installed (apt-get install chromium)"
    }
