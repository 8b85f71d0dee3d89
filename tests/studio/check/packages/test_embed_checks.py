"""Clips to embed: no seam, real transparency, light enough, with words for those who do not see them."""

from __future__ import annotations

import shutil
from pathlib import Path

import av
import numpy as np
import pytest
from PIL import Image

from studio.check import check
from studio.check.films.stills import still_findings
from studio.check.packages.embed import gif_findings, loop_seam, poster_findings, snippet_findings, webm_findings
from studio.manifest import Manifest
from studio.media.frames import ends
from tests.studio.check.sample_films import FPS, failed, film, noise, unseen
from tests.studio.manifests import manifest

FRAMES = 30


def there_and_back(number: int, height: int, width: int) -> np.ndarray:
    """Draw a square that is back where it began when the clip ends."""
    pixels = np.full((height, width, 3), 20, np.uint8)
    left = 2 * min(number, FRAMES - 1 - number)
    pixels[8:40, left : left + 32] = (230, 180, 60)
    return pixels


def webm(path: Path, *, codec: str = "libvpx-vp9", pixels: str = "yuva420p", clear: bool = True) -> Path:
    with av.open(str(path), "w", format="webm") as made:
        stream = made.add_stream(
            codec, rate=FPS, options={"deadline": "realtime", "cpu-used": "8", "auto-alt-ref": "0"}
        )
        stream.width, stream.height, stream.pix_fmt = 160, 90, pixels
        if pixels == "yuva420p":
            stream.metadata["alpha_mode"] = "1"
        for number in range(6):
            drawn = np.full((90, 160, 4), (20, 20, 20, 0 if clear else 255), np.uint8)
            drawn[8:40, number : number + 32] = (230, 180, 60, 255)
            frame = av.VideoFrame.from_ndarray(drawn, format="rgba").reformat(format=pixels)
            frame.pts = number
            made.mux(stream.encode(frame))
        made.mux(stream.encode())
    return path


@pytest.mark.parametrize(
    ("fault", "names"),
    [
        ({}, set()),
        ({"clear": False}, {"webm-transparent"}),
        ({"pixels": "yuv420p"}, {"webm-alpha-mode", "webm-transparent"}),
        ({"codec": "libvpx", "pixels": "yuv420p"}, {"webm-codec", "webm-alpha-mode", "webm-transparent"}),
    ],
)
def test_a_fault_of_a_webm_is_found(tmp_path: Path, fault: dict, names: set[str]) -> None:
    assert failed(webm_findings(webm(tmp_path / "clip.webm", **fault))) == names


def gif(path: Path, *, pictures: int = 3, loop: int = 0, padding: int = 0) -> Path:
    drawn = [Image.fromarray(noise(number, 64, 64)) for number in range(pictures)]
    drawn[0].save(path, "GIF", save_all=True, append_images=drawn[1:], loop=loop)
    path.write_bytes(path.read_bytes() + bytes(padding))
    return path


@pytest.mark.parametrize(
    ("fault", "names"),
    [
        ({}, set()),
        ({"loop": 3}, {"gif-loops"}),
        ({"pictures": 1}, {"gif-moves"}),
        ({"padding": 8_000_000}, {"gif-bytes"}),
    ],
)
def test_a_fault_of_a_gif_is_found(tmp_path: Path, fault: dict, names: set[str]) -> None:
    assert failed(gif_findings(gif(tmp_path / "clip.gif", **fault))) == names


def test_a_loop_has_no_seam(tmp_path: Path) -> None:
    assert loop_seam(film(tmp_path / "loop.mp4", frames=FRAMES, draw=there_and_back)).held
    torn = loop_seam(film(tmp_path / "torn.mp4", frames=FRAMES))
    assert not torn.held
    assert float(torn.figure.partition("/")[0]) > 100


GOOD = '<video src="clip.mp4" autoplay loop muted playsinline poster="poster.png" aria-label="A dot walks."></video>'


@pytest.mark.parametrize(
    ("snippet", "names"),
    [
        (GOOD, set()),
        (GOOD.replace(' aria-label="A dot walks."></video>', '>A dot walks.</video>'), set()),
        (f"# A page\n\n{GOOD}\n", set()),
        (f"<p id='what'>A dot walks.</p>{GOOD.replace('label', 'labelledby').replace('A dot walks.', 'what')}", set()),
        ("<p>nothing</p>", {"snippet-video", "snippet-attributes", "snippet-text"}),
        (GOOD.replace("A dot walks.", ""), {"snippet-text"}),
        (GOOD.replace(" autoplay", ""), {"snippet-attributes"}),
        (GOOD.replace(" loop", ""), {"snippet-attributes"}),
        (GOOD.replace(" muted", ""), {"snippet-attributes"}),
        (GOOD.replace(" playsinline", ""), {"snippet-attributes"}),
        (GOOD.replace(' poster="poster.png"', ""), {"snippet-attributes"}),
    ],
)  # fmt: skip
def test_a_fault_of_a_snippet_is_found(tmp_path: Path, snippet: str, names: set[str]) -> None:
    path = tmp_path / "clip.html"
    path.write_text(snippet)
    assert failed(snippet_findings(path)) == names


def test_a_poster_is_a_png(tmp_path: Path) -> None:
    Image.new("RGB", (16, 9)).save(tmp_path / "poster.png", "JPEG")
    assert failed(poster_findings(tmp_path / "poster.png")) == {"poster-format"}
    Image.new("RGB", (16, 9)).save(tmp_path / "poster.png")
    assert failed(poster_findings(tmp_path / "poster.png")) == set()


def told(hold: int) -> Manifest:
    return manifest({"frames": 40, "hold": hold}, fps=FPS)


def stills(folder: Path) -> tuple[Path, Path, Path]:
    clip = film(folder / "clip.mp4", frames=40)
    first, last = (folder / f"{name}.png" for name in ("first", "last"))
    for path, picture in zip((first, last), ends(clip), strict=True):
        Image.fromarray(picture).save(path)
    return first, last, clip


def test_stills_are_a_clips_first_and_last_picture(tmp_path: Path) -> None:
    first, last, clip = stills(tmp_path)
    assert failed(still_findings(first, last, clip, told(hold=15))) == set()
    assert failed(still_findings(last, first, clip, None)) == {"still-first", "still-last"}
    assert failed(still_findings(first, last, clip, told(hold=35))) == {"still-settled"}
    assert unseen(still_findings(first, last, clip, None)) == {"still-settled"}
    Image.open(last).save(last, "JPEG")
    assert failed(still_findings(first, last, clip, told(hold=15))) == {"still-last-format"}


def package(folder: Path) -> Path:
    """Make the folder of a clip as it should be."""
    clip = film(folder / "clip.mp4", frames=FRAMES, draw=there_and_back)
    manifest({"frames": FRAMES, "loop": True}, fps=FPS).write(folder / "manifest.json")
    webm(folder / "clip.webm")
    pictures = [Image.fromarray(picture) for picture in ends(clip)]
    for name, picture in zip(("first", "last", "poster"), (*pictures, pictures[1]), strict=True):
        picture.save(folder / f"{name}.png")
    pictures[0].save(folder / "clip.gif", save_all=True, append_images=[pictures[1].rotate(180), pictures[1]], loop=0)
    (folder / "snippets").mkdir()
    (folder / "snippets" / "clip.html").write_text(GOOD)
    return folder


def test_a_package_to_embed(tmp_path: Path) -> None:
    checked = check([package(tmp_path)])
    assert failed(finding for _, finding in checked) == {"loop-seam"}  # of the WebM above, whose square walks on
    assert unseen(finding for _, finding in checked) == set()
    assert {path.name for path, finding in checked if finding.held is False} == {"clip.webm"}


def test_what_a_package_lacks_is_named(tmp_path: Path) -> None:
    folder = package(tmp_path)
    shutil.rmtree(folder / "snippets")
    (folder / "clip.gif").unlink()
    lacking = [finding for _, finding in check([folder]) if finding.held is False and finding.name != "loop-seam"]
    assert {finding.name: finding.figure for finding in lacking} == {
        "package-files": "without clip.gif",
        "embed-snippets": "0 HTML snippets",
    }
