"""Handouts: text that can be found, sharp formulas, sentences and links for every beat, no word from poppler."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest
import typst
from PIL import Image

from studio.check.packages.handout import handout_findings, pdf_findings
from tests.studio.check.sample_films import failed, unseen
from tests.studio.manifests import manifest

TOLD = manifest(
    {"name": "one", "say": "Slide the second point closer, and the slope settles at −2.", "frames": 95},
    {"name": "two", "say": "That is the derivative.", "frames": 60},
    fps=30,
)
OF_BEATS = {"handout-sentences", "handout-seconds"}
POPPLER = {"pdf-poppler"} if shutil.which("pdftoppm") is None else set()

GOOD = r"""
#set page(width: 60mm, height: 90mm)
#image("figure.png") Slide the second point closer, and the slope settles at −2. #link("https://example.org/film#t=0")[0:00]
#image("figure.png") That is the derivative. #link("https://example.org/film?t=3s")[0:03]
$ f'(x) = lim_(h -> 0) (f(x + h) - f(x)) / h $
"""


def handout(path: Path, text: str = GOOD) -> Path:
    """Set `text`, which may show figure.png and the raster formula.png."""
    for name, size in (("figure", (640, 360)), ("formula", (600, 100))):
        Image.new("RGB", size, "grey").save(path.with_name(f"{name}.png"))
    path.with_suffix(".typ").write_text(text)
    path.write_bytes(typst.compile(str(path.with_suffix(".typ"))))
    return path


@pytest.mark.parametrize(
    ("text", "names"),
    [
        (GOOD, set()),
        ('#image("figure.png")', {"handout-text", "handout-formulas", "handout-links", *OF_BEATS}),
        (GOOD + '#pagebreak()#image("figure.png")', {"handout-text"}),
        (GOOD + '#image("formula.png")', {"handout-formulas"}),
        (GOOD.partition("$")[0], {"handout-formulas"}),
        (GOOD.replace("−2", "2.1"), {"handout-sentences"}),
        (GOOD.replace("?t=3s", "?t=4s"), {"handout-seconds"}),
        (GOOD.replace("?t=3s", ""), {"handout-seconds"}),
    ],
)  # fmt: skip
def test_a_fault_of_a_handout_is_found(tmp_path: Path, text: str, names: set[str]) -> None:
    told = list(handout_findings(handout(tmp_path / "notes.pdf", text), [TOLD]))
    assert failed(told) == names, told
    assert unseen(told) == POPPLER


def test_which_beats_there_are_must_be_known(tmp_path: Path) -> None:
    told = handout_findings(handout(tmp_path / "notes.pdf"))
    assert unseen(told) == {"handout-sentences", "handout-seconds"} | POPPLER


@pytest.mark.skipif(shutil.which("pdftoppm") is None, reason="poppler is missing: apt-get install poppler-utils")
def test_what_poppler_warns_of_is_found(tmp_path: Path) -> None:
    path = handout(tmp_path / "notes.pdf")
    written = path.read_bytes()
    place = written.index(b"stream\n") + 20
    path.write_bytes(written[:place] + bytes(40) + written[place + 40 :])
    assert failed(pdf_findings(path)) == {"pdf-poppler"}


def test_without_poppler_it_is_said_how_to_get_it(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PATH", "")
    (finding,) = (finding for finding in pdf_findings(handout(tmp_path / "notes.pdf")) if finding.held is None)
    assert finding.figure == "not looked at: poppler is not installed (apt-get install poppler-utils)"
