"""Thumbnails: size, weight, the corner of the badge, and text that is large enough."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
from PIL import Image, ImageDraw, ImageFont

from studio.check import Target, check
from studio.check.films.thumbnail import thumbnail_findings
from studio.errors import RequestError
from studio.places import ASSETS
from tests.studio.check.sample_films import failed


def thumbnail(path: Path, *, size: tuple[int, int] = (1280, 720), points: int = 110, corner: bool = False) -> Path:
    """Draw two lines of text on a ground that grows lighter, and a word in the corner if asked."""
    ground = np.linspace(20, 60, size[0])[None, :, None].repeat(size[1], 0).repeat(3, 2).astype(np.uint8)
    image = Image.fromarray(ground)
    pen = ImageDraw.Draw(image)
    font = ImageFont.truetype(str(ASSETS / "fonts" / "Lato-Regular.ttf"), points)
    pen.multiline_text((60, 60), "The slope of\na tangent line", font=font, fill="white")
    if corner:
        pen.text((size[0] - 150, size[1] - 90), "f(x)", font=font.font_variant(size=60), fill="white")
    image.save(path)
    return path


@pytest.mark.parametrize(
    ("name", "drawn", "names"),
    [
        ("t.png", {}, set()),
        ("t.jpg", {}, set()),
        ("t.png", {"size": (1920, 1080)}, {"thumbnail-size"}),
        ("t.png", {"corner": True}, {"thumbnail-badge"}),
        ("t.png", {"points": 24}, {"thumbnail-readable"}),
        ("t.gif", {}, {"thumbnail-format"}),
    ],
)
def test_a_fault_of_a_thumbnail_is_found(tmp_path: Path, name: str, drawn: dict, names: set[str]) -> None:
    assert failed(thumbnail_findings(thumbnail(tmp_path / name, **drawn))) == names


def test_a_heavy_thumbnail_is_found(tmp_path: Path) -> None:
    path = tmp_path / "t.png"
    Image.fromarray(np.random.default_rng(0).integers(0, 255, (720, 1280, 3), dtype=np.uint8)).save(path)
    assert "thumbnail-bytes" in failed(thumbnail_findings(path))


def test_an_empty_thumbnail_cannot_be_read(tmp_path: Path) -> None:
    Image.new("RGB", (1280, 720)).save(tmp_path / "t.png")
    assert failed(thumbnail_findings(tmp_path / "t.png")) == {"thumbnail-readable"}


def test_what_is_no_picture_is_refused(tmp_path: Path) -> None:
    (tmp_path / "t.png").write_text("no picture")
    with pytest.raises(RequestError, match=r"t\.png cannot be read as a picture"):
        check([tmp_path / "t.png"], Target.YOUTUBE)
