"""A beat for other people's pages: every file of the package, and that what is pasted works where it is pasted."""

from __future__ import annotations

import json
import shutil
import subprocess
from pathlib import Path
from typing import Any

import av
import numpy as np
import pytest
from PIL import Image
from pypdf import PdfReader

import scenes
from studio.check.packages import browser
from studio.check.selection import check
from studio.deliver.embed.animated_gif import make_gif
from studio.deliver.embed.package import make_embed, parse_beats
from studio.deliver.embed.snippets import snippets
from studio.deliver.embed.transparent_clip import straight
from studio.deliver.episode_films import EpisodeFilm, films_of
from studio.deliver.slides.reveal import reveal_folder
from studio.errors import RequestError
from studio.media.frames import block_differences, ends, frames, match
from studio.profile import Profile
from studio.requests.film_request import read_request
from studio.sources.lesson_lookup import LessonRef, find_theme
from studio.store.clip_store import Store
from tests.studio.conftest import THEME, WALKING_DOT
from tests.studio.deliver.made_films import here

PROFILE = Profile("tiny", 160, 90, 10, crf=18, x264_preset="veryfast", theme=find_theme(str(THEME)))


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> tuple[EpisodeFilm, Store]:
    out = tmp_path_factory.mktemp("out")
    with pytest.MonkeyPatch.context() as patch:
        patch.setitem(scenes.LESSONS, WALKING_DOT.name, WALKING_DOT.target)
        (film,) = films_of(
            read_request("walking-dot", PROFILE, out=out), here, beats={"walking-dot": ("walk", "stand")}
        ).films
    return film, Store(out / ".store")


@pytest.fixture(scope="module")
def folder(made: tuple[EpisodeFilm, Store], tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The package of a beat that does not end as it began."""
    film, store = made
    return make_embed(film, film.manifest.beats[0], PROFILE, store, tmp_path_factory.mktemp("embed") / "walk")


def decoded(path: Path) -> list[np.ndarray[Any, Any]]:
    """Return the pictures of a WebM with their alpha."""
    with av.open(str(path)) as film:
        decoder: Any = av.CodecContext.create("libvpx-vp9", "r")
        pictures = [frame for packet in film.demux(film.streams.video[0]) for frame in decoder.decode(packet)]
        assert {picture.format.name for picture in pictures} == {"yuva420p"}
        return [picture.to_ndarray(format="rgba") for picture in pictures]


@pytest.mark.slow
def test_what_is_drawn_before_nothing_is_what_is_drawn(folder: Path) -> None:
    clear, opaque = decoded(folder / "clip.webm"), list(frames(folder / "clip.mp4"))
    assert len(clear) == len(opaque) == 24
    ground = opaque[0][0, 0].astype(float)
    for picture, wanted in zip(clear, opaque, strict=True):
        assert picture[0, 0, 3] == 0
        alpha = picture[..., 3:] / 255
        laid = picture[..., :3] * alpha + ground * (1 - alpha)
        assert block_differences(laid.astype(np.uint8), wanted).max() < 12
    assert (clear[0][..., 3] == 255).any()
    poster = np.asarray(Image.open(folder / "poster.png"))
    assert np.abs(poster[..., 3].astype(int) - clear[-1][..., 3]).max() < 16


@pytest.mark.slow
def test_a_package_holds_to_its_checks_and_says_that_it_ends(folder: Path) -> None:
    assert [finding for _, finding in check([folder]) if not finding.held] == []
    told = json.loads((folder / "manifest.json").read_text())
    assert [(beat["name"], beat["loop"], beat["start"], beat["frames"]) for beat in told["beats"]] == [
        ("walk", False, 0, 24)
    ]
    assert all(" loop" not in path.read_text() for path in (folder / "snippets").glob("*.html"))
    with Image.open(folder / "clip.gif") as image:
        assert "loop" not in image.info


@pytest.mark.slow
def test_a_beat_that_loops_goes_on_for_ever(made: tuple[EpisodeFilm, Store], tmp_path: Path) -> None:
    film, store = made
    stand = film.manifest.beats[1].model_copy(update={"loop": True})
    folder = make_embed(film, stand, PROFILE, store, tmp_path / "stand")
    # What stands still is a loop, and hardly a moving picture.
    assert {finding.name for _, finding in check([folder]) if not finding.held} <= {"gif-moves"}
    assert " loop " in (folder / "snippets" / "page.html").read_text()


@pytest.mark.slow
def test_a_gif_shows_what_its_clip_shows_first_and_last(folder: Path, tmp_path: Path) -> None:
    gif = tmp_path / "clip.gif"
    make_gif(folder / "clip.mp4", 10, gif, loop=False, most_bytes=8_000_000)
    for drawn, shown in zip(ends(folder / "clip.mp4"), ends(gif), strict=True):
        picture = Image.fromarray(drawn).resize(shown.shape[1::-1], Image.Resampling.LANCZOS)
        assert match(np.asarray(picture), shown)[1]


@pytest.mark.slow
def test_a_gif_lasts_as_long_as_its_clip_and_gets_smaller_until_it_fits(folder: Path, tmp_path: Path) -> None:
    gif = tmp_path / "clip.gif"
    make_gif(folder / "clip.mp4", 10, gif, loop=True, most_bytes=8_000_000)
    with Image.open(gif) as image:
        assert image.info["loop"] == 0
        lasts = 0
        for place in range(image.n_frames):
            image.seek(place)
            lasts += image.info["duration"]
    assert lasts == pytest.approx(2400, abs=50)
    large = gif.stat().st_size
    make_gif(folder / "clip.mp4", 10, gif, loop=True, most_bytes=large)
    assert gif.stat().st_size < large
    with pytest.raises(RequestError, match="too long for a GIF"):
        make_gif(folder / "clip.mp4", 10, gif, loop=True, most_bytes=100)


def test_colours_that_were_multiplied_by_their_alpha() -> None:
    drawn = np.array([[[50, 0, 0, 100], [0, 0, 0, 0]], [[0, 0, 0, 0], [0, 90, 0, 255]]], np.uint8)
    shown = straight(np.tile(drawn, (1, 2, 1)), np.array([1, 2, 3], np.uint8))
    np.testing.assert_array_equal(shown[0, 0], [128, 0, 0, 100])
    np.testing.assert_array_equal(shown[1, 1], [0, 90, 0, 255])
    np.testing.assert_array_equal(shown[0, 1], [36, 65, 0, 0])
    nothing = straight(np.zeros((2, 2, 4), np.uint8), np.array([1, 2, 3], np.uint8))
    np.testing.assert_array_equal(nothing, np.tile(np.array([1, 2, 3, 0], np.uint8), (2, 2, 1)))


def test_beats_that_are_asked_for(walking_dot: LessonRef, tmp_path: Path) -> None:
    (one,) = parse_beats(["walking-dot/stand", "WalkingDot/walk", "walking-dot/stand"], {}, tmp_path)
    assert one.beats == ("stand", "walk")
    (every,) = parse_beats(["walking-dot"], {}, tmp_path)
    assert every.beats == ("enter", "walk", "stand", "leave")
    (loops,) = parse_beats(["tangent-line"], {}, tmp_path)
    assert loops.beats == ("back_and_forth",)
    with pytest.raises(RequestError, match=r"Did you mean 'stand'\? There are: enter, walk, stand, leave\."):
        parse_beats(["walking-dot", "walking-dot/stant"], {}, tmp_path)


def test_words_are_words_wherever_they_are_pasted() -> None:
    made = snippets('Is a*b < "c_d" [e]?', 1280, 720, loop=True)
    assert 'aria-label="Is a*b &lt; &quot;c_d&quot; [e]?"' in made["page.html"]
    assert r'[![Is a\*b \< "c\_d" \[e\]?](clip.gif)](clip.mp4)' in made["markdown.md"]
    assert "<video data-autoplay loop muted playsinline" in made["reveal.html"]
    assert "height=0.5625\\linewidth" in made["beamer.tex"]


def installed(program: str, package: str) -> None:
    assert shutil.which(program), f"{program} is not installed (apt-get install {package})"


@pytest.mark.long
def test_a_page_plays_it(folder: Path) -> None:
    assert not browser.lacking(), browser.lacking()
    page_file = folder / "page.html"
    page_file.write_text(f"<!doctype html><body style='background: #0f0'>{(folder / 'snippets/page.html').read_text()}")
    with browser.opened_page() as page:
        page.goto(page_file.as_uri())
        page.wait_for_function("() => document.querySelector('video').currentTime > 0.2")
        assert page.evaluate("() => document.querySelector('video').currentSrc").endswith("clip.webm")
        # Drawn onto a canvas, its corner is as clear as the page's green is there.
        corner = """() => { const c = document.createElement('canvas'), p = c.getContext('2d');
            p.drawImage(document.querySelector('video'), 0, 0); try { return [...p.getImageData(2, 2, 1, 1).data] }
            catch (e) { return e.name } }"""
        seen = page.evaluate(corner)
        if seen == "SecurityError":  # a file may not be read back: then the screen tells
            page.screenshot(path=str(folder / "seen.png"), clip=page.locator("video").bounding_box())
            seen = list(Image.open(folder / "seen.png").convert("RGB").getpixel((2, 2)))
            assert seen == [0, 255, 0]
        else:
            assert seen[3] == 0


@pytest.mark.long
def test_a_deck_of_reveal_plays_it_when_its_slide_is_shown(folder: Path) -> None:
    assert not browser.lacking(), browser.lacking()
    for file in ("reveal.css", "reveal.js"):
        shutil.copy(reveal_folder() / "dist" / file, folder)
    deck = folder / "deck.html"
    deck.write_text(
        "<!doctype html><link rel=stylesheet href=reveal.css>"
        "<div class=reveal><div class=slides><section>First</section>"
        f"{(folder / 'snippets/reveal.html').read_text()}</div></div><script src=reveal.js></script>"
        "<script>Reveal.initialize()</script>"
    )
    with browser.opened_page() as page:
        page.goto(deck.as_uri())
        page.wait_for_function("() => Reveal.isReady()")
        assert page.evaluate("() => document.querySelector('video').paused")
        page.keyboard.press("ArrowRight")
        page.wait_for_function("() => document.querySelector('video').currentTime > 0.2")
        assert page.evaluate("() => document.querySelector('video').currentSrc").endswith("clip.webm")


@pytest.mark.long
def test_pandoc_takes_the_markdown_and_what_quarto_is_given(folder: Path) -> None:
    installed("pandoc", "pandoc")

    def written(name: str, to: str) -> str:
        command = ["pandoc", "-f", "markdown", "-t", to, f"snippets/{name}"]
        return subprocess.run(command, cwd=folder, check=True, capture_output=True, text=True, timeout=60).stdout

    words = "It takes one step, then the rest of 2 steps to the right."
    page = " ".join(written("markdown.md", "html").split())
    assert '<a href="clip.mp4"><img src="clip.gif" alt="' + words in page
    assert '<video autoplay muted playsinline poster="poster.png"' in written("quarto.qmd", "html")
    assert written("quarto.qmd", "latex").strip() == "\\includegraphics{last.png}"


@pytest.mark.long
def test_beamer_takes_it(folder: Path, tmp_path: Path) -> None:
    installed("pdflatex", "texlive-latex-recommended texlive-pictures")
    snippet = (folder / "snippets" / "beamer.tex").read_text()
    (folder / "talk.tex").write_text(
        "\\documentclass{beamer}\\usepackage{multimedia}\\begin{document}\n"
        f"\\begin{{frame}}\n{snippet}\\end{{frame}}\n\\end{{document}}\n"
    )
    command = ["pdflatex", "-interaction=nonstopmode", "-halt-on-error", f"-output-directory={tmp_path}", "talk.tex"]
    done = subprocess.run(command, cwd=folder, check=False, capture_output=True, timeout=300)
    assert done.returncode == 0, done.stdout[-2000:]
    (page,) = PdfReader(tmp_path / "talk.pdf").pages
    shown = [annotation.get_object() for annotation in page["/Annots"]]
    assert [one["/Movie"]["/F"] for one in shown if one["/Subtype"] == "/Movie"] == ["clip.mp4"]


@pytest.mark.long
def test_libreoffice_shows_the_slide(folder: Path, tmp_path: Path) -> None:
    installed("soffice", "libreoffice-impress")
    installed("pdftoppm", "poppler-utils")
    home = f"-env:UserInstallation={(tmp_path / 'home').as_uri()}"
    command = ["soffice", home, "--headless", "--convert-to", "pdf", "--outdir", str(tmp_path)]
    subprocess.run([*command, "snippets/powerpoint.pptx"], cwd=folder, check=True, capture_output=True, timeout=300)
    subprocess.run(["pdftoppm", "-png", "-r", "30", "powerpoint.pdf", "page"], cwd=tmp_path, check=True, timeout=60)
    shown = np.asarray(Image.open(tmp_path / "page-1.png").convert("RGB").resize((160, 90)))
    assert block_differences(shown, np.asarray(Image.open(folder / "last.png"))).max() < 16


@pytest.mark.slow
def test_a_package_that_cannot_be_made_leaves_nothing(made: tuple[EpisodeFilm, Store], tmp_path: Path) -> None:
    film, store = made
    lost = film.manifest.beats[1].model_copy(update={"clip": "0" * 64})
    with pytest.raises(OSError, match="0000"):
        make_embed(film, lost, PROFILE, store, tmp_path / "stand")
    assert list(tmp_path.iterdir()) == []
