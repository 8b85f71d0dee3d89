"""Decks: a PowerPoint file's films and posters; a reveal.js file led by its keys in a real browser."""

from __future__ import annotations

import base64
import io
from pathlib import Path

import pytest
from PIL import Image
from pptx import Presentation

from studio.check.packages import browser
from studio.check.packages.deck import deck_findings, is_deck
from studio.check.packages.slides import pptx_findings
from studio.media.frames import ends
from tests.studio.check.sample_films import failed, film, unseen

REST = {"frames": 40, "fps": 20, "gop": 10}


def powerpoint(path: Path, *, poster: str = "last", bare: bool = False, **fault: object) -> Path:
    """Make a deck of two slides with a film each; `poster`: its last picture, its first, or PowerPoint's own."""
    deck = Presentation()
    clip = film(path.with_name("clip.mp4"), **{**REST, **fault})
    pictures = dict(zip(("first", "last"), ends(clip), strict=True))
    for _ in range(2):
        slide, still = deck.slides.add_slide(deck.slide_layouts[6]), io.BytesIO()
        if poster in pictures:
            Image.fromarray(pictures[poster]).save(still, "PNG")
        shown = {"poster_frame_image": still} if poster in pictures else {}
        slide.shapes.add_movie(str(clip), 0, 0, 1600, 900, mime_type="video/mp4", **shown)
    if bare:
        deck.slides.add_slide(deck.slide_layouts[6])
    deck.save(str(path))
    return path


@pytest.mark.parametrize(
    ("fault", "names"),
    [
        ({}, set()),
        ({"poster": "first"}, {"pptx-posters"}),
        ({"poster": "PowerPoint's own"}, {"pptx-posters"}),
        ({"bare": True}, {"pptx-films"}),
        ({"pixels": "yuv444p", "profile": "High444"}, {"pptx-format"}),
        ({"codec": "mpeg4"}, {"pptx-format"}),
        ({"kind": "matroska"}, {"pptx-format"}),
    ],
)
def test_a_fault_of_a_powerpoint_file_is_found(tmp_path: Path, fault: dict, names: set[str]) -> None:
    assert failed(pptx_findings(powerpoint(tmp_path / "deck.pptx", **fault))) == names


def test_an_empty_powerpoint_file(tmp_path: Path) -> None:
    Presentation().save(str(tmp_path / "deck.pptx"))
    assert failed(pptx_findings(tmp_path / "deck.pptx")) == {"pptx-films", "pptx-format", "pptx-posters"}


#: What of reveal.js' face a deck is led by.
REVEAL = """
<script>
const slides = [...document.querySelectorAll('section')]; let at = 0
const show = to => { at = Math.max(0, Math.min(slides.length - 1, to)); slides[at].querySelector('video')?.play() }
window.Reveal = {isReady: () => true, getIndices: () => ({h: at, v: 0}), getTotalSlides: () => slides.length,
    getCurrentSlide: () => slides[at]}
document.addEventListener('keydown', event => {
    if (event.key === 'ArrowRight') show(at + 1); if (event.key === 'ArrowLeft') show(at - 1) })
</script>"""


def reveal(folder: Path, script: str = REVEAL, more: str = "", marked: str = "loop") -> Path:
    clip = base64.b64encode(film(folder / "clip.mp4", **REST).read_bytes()).decode()
    shown = f'<video muted src="data:video/mp4;base64,{clip}"'
    sections = f"<section>{shown}></video></section><section>{shown} {marked}></video></section><section>End</section>"
    path = folder / "deck.html"
    path.write_text(f'<!doctype html><body class="reveal"><div class="slides">{sections}</div>{script}{more}</body>')
    return path


needs_browser = pytest.mark.skipif(bool(browser.lacking()), reason=browser.lacking() or "a browser is there")
FETCH = "fetch('https://nabla.invalid/x').catch(() => 0)"
AUTOMATIC = "document.querySelectorAll('video').forEach(film => film.addEventListener('ended', () => show(at + 1)))"
UNLOOPED = "document.querySelectorAll('video').forEach(film => film.addEventListener('seeked', () => film.pause()))"


@needs_browser
@pytest.mark.films
@pytest.mark.slow
@pytest.mark.parametrize(
    ("fault", "names"),
    [
        ({}, set()),
        (
            {"script": REVEAL.replace("show(at + 1)", "0"), "more": '<img src="picture.png">'},
            {"deck-one-file", "deck-offline", "deck-forward"},
        ),
        (
            {"script": REVEAL.replace("show(at - 1)", "0"), "more": f"<script>{AUTOMATIC}; {FETCH}</script>"},
            {"deck-offline", "deck-pauses", "deck-back"},
        ),
        pytest.param({"more": f"<script>{UNLOOPED}</script>"}, {"deck-loops", "deck-pauses"}, marks=pytest.mark.long),
        ({"script": ""}, {"deck-offline", "deck-forward", "deck-pauses", "deck-loops", "deck-back"}),
    ],
)
def test_a_fault_of_a_deck_is_found(tmp_path: Path, fault: dict, names: set[str]) -> None:
    told = list(deck_findings(reveal(tmp_path, **fault)))
    assert failed(told) == names, told


def test_a_deck_is_told_from_a_page(tmp_path: Path) -> None:
    assert is_deck(reveal(tmp_path))
    (tmp_path / "page.html").write_text("<p>No deck")
    assert not is_deck(tmp_path / "page.html")


def test_without_a_browser_it_is_said_how_to_get_one(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(browser.shutil, "which", lambda name: None)
    told = list(deck_findings(reveal(tmp_path)))
    assert unseen(told) == {"deck-offline", "deck-forward", "deck-pauses", "deck-loops", "deck-back"}
    assert any("apt-get install chromium" in finding.figure for finding in told)
