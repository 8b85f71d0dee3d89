"""Slides: what is in the three decks, and how the one for browsers moves."""

from __future__ import annotations

import base64
import io
import shutil
import subprocess
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np
import pytest
from lxml import html
from PIL import Image
from pptx import Presentation
from pypdf import PdfReader

import scenes
from studio.check.packages import browser
from studio.check.selection import check
from studio.deliver.beat_clips import beat_clip
from studio.deliver.episode_films import EpisodeFilm, films_of
from studio.deliver.slides import reveal
from studio.deliver.slides.package import make_slides
from studio.errors import RequestError
from studio.media.frames import block_differences
from studio.profile import Profile
from studio.requests.film_request import read_request
from studio.sources.lesson_lookup import find_theme
from studio.store.clip_store import Store
from tests.studio.conftest import THEME, WALKING_DOT
from tests.studio.deliver.made_films import here

if TYPE_CHECKING:
    from playwright.sync_api import Page

PROFILE = Profile("tiny", 160, 90, 10, crf=18, x264_preset="veryfast", theme=find_theme(str(THEME)))
LOCK = Path(__file__).parents[3] / "requirements-reveal.lock"
BEATS = ["enter", "walk", "stand", "leave"]


def with_manifest(film: EpisodeFilm, **changes: object) -> EpisodeFilm:
    return replace(film, film=replace(film.film, manifest=film.manifest.model_copy(update=changes)))


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> tuple[EpisodeFilm, Store]:
    """The film of a walk whose third beat is marked to loop."""
    out = tmp_path_factory.mktemp("out")
    with pytest.MonkeyPatch.context() as patch:
        patch.setitem(scenes.LESSONS, WALKING_DOT.name, WALKING_DOT.target)
        (film,) = films_of(read_request("walking-dot", PROFILE, out=out), here).films
    beats = [beat.model_copy(update={"loop": beat.name == "stand"}) for beat in film.manifest.beats]
    return with_manifest(film, title='A <"dot">', beats=beats), Store(out / ".store")


@pytest.fixture(scope="module")
def folder(made: tuple[EpisodeFilm, Store], tmp_path_factory: pytest.TempPathFactory) -> Path:
    film, store = made
    return make_slides(film, "en-GB", PROFILE, store, tmp_path_factory.mktemp("slides") / film.name)


@pytest.mark.slow
def test_a_clip_rests_after_each_move(made: tuple[EpisodeFilm, Store], tmp_path: Path) -> None:
    film, store = made
    walk = beat_clip(film.manifest.beats[1], PROFILE, store, tmp_path / "walk.mp4")
    assert walk.moves == ((0, 4), (12, 16))
    assert walk.frames == 24
    assert walk.cued_words == "It takes one step, ▸ then the rest of 2 steps to the right."
    heard = replace(walk, beat=walk.beat.model_copy(update={"heard": ((0, 1.0),)}))
    assert heard.cued_words == walk.beat.say


@pytest.mark.slow
def test_a_deck_for_browsers(folder: Path) -> None:
    page = html.parse(str(folder / "deck.html")).getroot()
    assert (page.get("lang"), page.findtext(".//title")) == ("en-GB", 'A <"dot">')
    sections = page.xpath("//section")
    assert [section.get("id") for section in sections] == BEATS
    assert [len(section.xpath("span[@class='fragment']")) for section in sections] == [0, 1, 0, 0]
    assert [section.find("video").get("loop") is not None for section in sections] == [False, False, True, False]
    assert [section.findtext("aside") for section in sections][::3] == ["Here is a dot.", "Goodbye."]
    assert sections[2].find("video").get("aria-label") == sections[2].find("img").get("alt") == "It stands."
    addresses = page.xpath("//@src | //@data-src | //link/@href")
    assert len(addresses) == 3 + 2 * len(BEATS)
    assert all(address.startswith("data:") for address in addresses)


@pytest.mark.slow
def test_a_deck_names_the_licence_of_what_moves_it(folder: Path) -> None:
    page = html.parse(str(folder / "deck.html")).getroot()
    style, script, *_ = page.xpath("//link/@href | //script/@src")
    for part in (style, script):
        notice, *_ = base64.b64decode(part.partition("base64,")[2]).decode().partition("*/")
        assert "MIT licensed" in notice
        assert "Hakim El Hattab" in notice


@pytest.mark.parametrize(
    ("name", "value", "told"),
    [
        ("PACKAGE", "nobodys-reveal", "nobodys-reveal, and that is not installed"),
        ("FILES", ("dist/reveal.js", "dist/lost.js"), "is here without dist/lost.js"),
    ],
)
def test_without_reveal_it_is_said_what_to_type(
    monkeypatch: pytest.MonkeyPatch, name: str, value: object, told: str
) -> None:
    monkeypatch.setattr(reveal, name, value)
    with pytest.raises(RequestError, match=f"{told}. Type: .* {LOCK.name}"):
        reveal.reveal_folder()


def test_the_package_with_reveal_is_pinned() -> None:
    assert f"\n{reveal.PACKAGE}==" in f"\n{LOCK.read_text()}"


@pytest.mark.slow
def test_a_deck_for_powerpoint(folder: Path, made: tuple[EpisodeFilm, Store]) -> None:
    film, store = made
    deck = Presentation(str(folder / "deck.pptx"))
    assert (deck.slide_width, deck.slide_height) == (12192000, 6858000)
    for slide, beat in zip(deck.slides, film.manifest.beats, strict=True):
        (movie,) = slide.shapes
        still = store.still_path(beat.clip, len(beat.moves) - 1)
        assert movie.poster_frame.blob == still.read_bytes()
        assert slide.notes_slide.notes_text_frame.text == beat.say
        assert movie.element.nvPicPr.cNvPr.get("descr") == beat.say
        repeats = slide.element.xpath(".//p:video//p:cTn/@repeatCount")
        assert repeats == (["indefinite"] if beat.loop else [])
        assert len([rel for rel in slide.part.rels.values() if rel.reltype.endswith("/image")]) == 1


@pytest.mark.slow
def test_a_deck_on_paper(folder: Path, made: tuple[EpisodeFilm, Store]) -> None:
    film, store = made
    reader = PdfReader(folder / "deck.pdf")
    assert reader.metadata is not None
    assert reader.metadata.title == film.manifest.title
    for page, beat in zip(reader.pages, film.manifest.beats, strict=True):
        (picture,) = page.images
        assert picture.image is not None
        drawn = np.asarray(Image.open(store.still_path(beat.clip, len(beat.moves) - 1)))
        np.testing.assert_array_equal(np.asarray(picture.image.convert("RGB")), drawn)
        assert (page.mediabox.width, page.mediabox.height) == (960, 540)


@pytest.mark.slow
def test_a_deck_that_cannot_be_written_leaves_the_old_one(
    folder: Path, made: tuple[EpisodeFilm, Store], tmp_path: Path
) -> None:
    film, store = made
    shutil.copytree(folder, tmp_path / "deck")
    before = (tmp_path / "deck" / "deck.html").read_bytes()
    lost = [beat.model_copy(update={"clip": "0" * 64}) for beat in film.manifest.beats]
    with pytest.raises(OSError, match="0000"):
        make_slides(with_manifest(film, beats=lost), "en", PROFILE, store, tmp_path / "deck")
    assert [path.name for path in tmp_path.iterdir()] == ["deck"]
    assert (tmp_path / "deck" / "deck.html").read_bytes() == before


@pytest.mark.long
def test_the_decks_hold_to_what_is_asked_of_slides(folder: Path) -> None:
    assert [finding for _, finding in check([folder]) if not finding.held] == []


@pytest.fixture
def deck(folder: Path) -> Iterator[Page]:
    assert not browser.lacking(), browser.lacking()
    with browser.opened_page() as page:
        page.goto((folder / "deck.html").as_uri())
        page.wait_for_function("() => Reveal.isReady()")
        yield page


def still(store: Store, film: EpisodeFilm, beat: int, move: int) -> np.ndarray[Any, Any]:
    return np.asarray(Image.open(store.still_path(film.manifest.beats[beat].clip, move)))


def settled(page: Page) -> np.ndarray[Any, Any]:
    """Return the slide as it is shown once its film has stopped."""
    page.wait_for_function("() => { const f = film(Reveal.getCurrentSlide()); return f.paused && !f.seeking }")
    page.evaluate("() => new Promise(done => requestAnimationFrame(() => requestAnimationFrame(done)))")
    shown = page.locator("section.present")
    return np.asarray(Image.open(io.BytesIO(shown.screenshot())).convert("RGB").resize((160, 90)))


@pytest.mark.slow
@pytest.mark.skipif(bool(browser.lacking()), reason=browser.lacking() or "a browser is there")
def test_a_slide_waits_where_the_film_waits_for_a_word(deck: Page, made: tuple[EpisodeFilm, Store]) -> None:
    film, store = made
    deck.keyboard.press("ArrowRight")
    places = []
    for move in (0, 1):
        assert block_differences(settled(deck), still(store, film, 1, move)).max() < 16
        places.append(deck.evaluate("() => film(Reveal.getCurrentSlide()).currentTime"))
        deck.keyboard.press("ArrowRight")
    assert places == [pytest.approx(0.55), pytest.approx(2.4)]
    assert deck.evaluate("() => Reveal.getCurrentSlide().id") == "stand"


@pytest.mark.long
def test_going_back_shows_what_a_slide_had_come_to(deck: Page, made: tuple[EpisodeFilm, Store]) -> None:
    film, store = made
    for _ in range(3):
        deck.keyboard.press("ArrowRight")
    for move in (1, 0):
        deck.keyboard.press("ArrowLeft")
        assert deck.evaluate("() => Reveal.getCurrentSlide().id") == "walk"
        assert block_differences(settled(deck), still(store, film, 1, move)).max() < 16
    assert block_differences(still(store, film, 1, 0), still(store, film, 1, 1)).max() > 32


@pytest.mark.long
def test_the_overview_shows_settled_frames(deck: Page) -> None:
    deck.keyboard.press("Escape")
    shown = deck.locator("section.present > img")
    assert shown.evaluate("image => getComputedStyle(image).visibility") == "visible"


@pytest.mark.long
def test_the_speaker_sees_the_sentence(deck: Page) -> None:
    deck.keyboard.press("ArrowRight")
    with deck.expect_popup() as opened:
        deck.keyboard.press("s")
    notes = opened.value.locator(".speaker-controls-notes", has_text="▸ then the rest of 2 steps")
    notes.wait_for()


@pytest.mark.slow
@pytest.mark.skipif(
    not shutil.which("soffice"), reason="soffice is not installed (apt-get install libreoffice-impress)"
)
@pytest.mark.skipif(not shutil.which("pdftoppm"), reason="pdftoppm is not installed (apt-get install poppler-utils)")
def test_libreoffice_shows_the_posters(folder: Path, made: tuple[EpisodeFilm, Store], tmp_path: Path) -> None:
    film, store = made
    home = f"-env:UserInstallation={(tmp_path / 'home').as_uri()}"
    command = ["soffice", home, "--headless", "--convert-to", "pdf", "--outdir", str(tmp_path)]
    subprocess.run([*command, str(folder / "deck.pptx")], check=True, capture_output=True, timeout=300)
    subprocess.run(["pdftoppm", "-png", "-r", "30", "deck.pdf", "page"], cwd=tmp_path, check=True, timeout=60)
    pages = sorted(tmp_path.glob("page-*.png"))
    for page, beat in zip(pages, film.manifest.beats, strict=True):
        shown = np.asarray(Image.open(page).convert("RGB").resize((160, 90)))
        wanted = still(store, film, film.manifest.beats.index(beat), len(beat.moves) - 1)
        assert block_differences(shown, wanted).max() < 16, beat.name
