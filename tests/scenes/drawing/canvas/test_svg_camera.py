"""A scene on paper: the colours that were meant, outlines as outlines, surfaces in the right place."""

from __future__ import annotations

import re
from base64 import b64decode
from io import BytesIO

import manim as mn
import numpy as np
import pytest
from PIL import Image

from scenes.drawing.canvas.painted_mobject import Painting
from scenes.drawing.canvas.svg_camera import VectorCamera


@pytest.fixture
def camera() -> VectorCamera:
    with mn.tempconfig({"pixel_width": 160, "pixel_height": 90, "frame_width": 16, "frame_height": 9}):
        return VectorCamera(background_color="#102030")


def percent(colour: str) -> list[float]:
    return [float(part) for part in re.findall(r"([\d.]+)%", colour)]


def test_colours_are_red_first(camera: VectorCamera) -> None:
    drawn = camera.picture([mn.Square(fill_color="#ff8000", fill_opacity=1, stroke_width=0)]).decode()
    background, square = (percent(fill) for fill in re.findall(r"fill:(rgb\(.*?\))", drawn)[:2])
    assert background == pytest.approx([100 * part / 255 for part in (0x10, 0x20, 0x30)], abs=0.5)
    assert square == pytest.approx([100, 100 * 128 / 255, 0], abs=0.5)


def test_nothing_is_a_picture_of_pixels(camera: VectorCamera) -> None:
    drawn = camera.picture([mn.Circle(), mn.Arrow(), mn.ValueTracker(1)])
    assert b"<path" in drawn
    assert b"<image" not in drawn


def test_an_image_is_refused(camera: VectorCamera) -> None:
    with pytest.raises(TypeError, match="ImageMobject"):
        camera.picture([mn.ImageMobject(np.zeros((2, 2, 3), np.uint8))])


def test_a_painting_stands_where_it_stands_on_the_stage(camera: VectorCamera) -> None:
    class Patch(Painting):
        def paint(self, context, pixels_per_unit):
            context.rectangle(2, 1, 2, 1)
            context.set_source_rgb(0.0, 0.5, 1.0)  # blue first: this is red, half green
            context.fill()

    drawn = camera.picture([Patch().set_points_as_corners([mn.UL, mn.DR])]).decode()
    picture = Image.open(BytesIO(b64decode(re.search(r"base64,([^\"]+)", drawn)[1]))).convert("RGB")
    pixels = np.asarray(picture)
    assert pixels[pixels.shape[0] // 2, pixels.shape[1] // 2].tolist() == pytest.approx([255, 128, 0], abs=1)
    assert picture.width / picture.height == pytest.approx(2, rel=0.02)
