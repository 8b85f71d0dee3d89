"""The lessons as a user of manim would have them: their surfaces drawn by manim's own `Surface`, all else as it is.

`write_scene` writes a file for manim's command line. A surface has as many cells as ours and is seen by manim's own 3D
camera from where our camera stands. It is drawn again only where the view changes, which is in manim's favour.
"""

from __future__ import annotations

from pathlib import Path

import cairo
import manim as mn
import numpy as np
from manim.camera.three_d_camera import ThreeDCamera

from scenes import LESSONS
from scenes.drawing.canvas.painted_mobject import Context
from scenes.drawing.space.height_field import HALF_HEIGHT, HeightField


def write_scene(lesson: str, beats: range, folder: Path) -> tuple[Path, str]:
    """Write a scene that plays these beats of a lesson as manim does; return its file and its class' name."""
    module, name = LESSONS[lesson].split(":")
    path = folder / f"{name.lower()}_film.py"
    path.write_text(
        "from benchmarks.as_manim import draw_surfaces_by_manim\n"
        f"from {module} import {name}\n\n"
        "draw_surfaces_by_manim()\n\n\n"
        f"class {name}Film({name}):\n"
        "    def __init__(self, *args, **options):\n"
        f"        super().__init__(*args, beats={beats!r}, **options)\n"
    )
    return path, f"{name}Film"


def draw_surfaces_by_manim() -> None:
    """Let every height field of this process be painted by manim."""
    HeightField._paint_scene = _paint_by_manim  # type: ignore[method-assign]


def _paint_by_manim(self: HeightField, context: Context, pixel: float) -> None:
    cameras = self.__dict__.setdefault("_manim_camera", [])
    if not cameras:
        cells = self.space.sheet.cells
        camera = ThreeDCamera(frame_width=mn.config.frame_width, frame_height=mn.config.frame_height)
        camera.background_opacity = 0.0
        camera.init_background()
        surface = mn.Surface(
            lambda u, v: self._point(u, v), u_range=(-1, 1), v_range=(-1, 1), resolution=(cells, cells)
        )
        cameras += [camera, surface]
    camera, surface = cameras
    azimuth, elevation, _ = self.space.pose
    camera.set_phi(np.pi / 2 - elevation)
    camera.set_theta(azimuth)
    camera.set_zoom(float(self.space.framing.scale))
    camera.reset()
    camera.capture_mobjects([surface])
    pixels = bytearray(np.ascontiguousarray(camera.pixel_array).tobytes())
    height, width = camera.pixel_array.shape[:2]
    image = cairo.ImageSurface.create_for_data(pixels, cairo.FORMAT_ARGB32, width, height, 4 * width)
    centre = self.space.framing.center
    context.identity_matrix()
    context.set_source_surface(image, centre[0] / pixel, -centre[1] / pixel)
    context.paint()
    image.finish()


def _point(self: HeightField, u: float, v: float) -> np.ndarray:
    height = float(np.nan_to_num(self.space.sheet.at(np.array([u]), np.array([v]))[0], nan=-HALF_HEIGHT))
    return np.array([u, v, height])


HeightField._point = _point  # type: ignore[attr-defined]
