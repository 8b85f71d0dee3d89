"""How fast a surface is drawn, against manim's `Surface` in a `ThreeDScene`: `make bench`.

Both draw the same function over as many cells, camera on its way round, into frames of 1920 × 1080. They take turns
within one run, and of each the median frame counts. CPU time is taken: another program's share is not ours.
"""

from __future__ import annotations

import statistics
import time

import manim as mn
import numpy as np
import pytest

from mathkit import Function, SurfaceWindow
from scenes.drawing.canvas.camera import StageCamera
from scenes.drawing.canvas.stage import Stage
from scenes.drawing.space.height_field import HeightField
from scenes.drawing.space.projection import Space
from scenes.drawing.theme.theme_file import load_theme

FORMULA = "x**2*y + sin(y)"
FRAME = {"pixel_width": 1920, "pixel_height": 1080, "frame_width": 128 / 9, "frame_height": 8.0}


@pytest.fixture(autouse=True)
def full_frame(tmp_path):
    settings = {"dry_run": True, "disable_caching": True, "progress_bar": "none", "media_dir": str(tmp_path)}
    with mn.tempconfig(FRAME | settings):
        yield


def our_frames(cells):
    """Draw a height field from the next place of an orbit, each time it is called."""
    f = Function.parse(FORMULA, ("x", "y"))
    stage = Stage.of(FRAME["frame_width"], FRAME["frame_height"])
    space = Space(f, SurfaceWindow.of(f, (1.0, 0.5)), stage.figure, load_theme("dark"), cells=cells)
    field, camera = HeightField(space), StageCamera()

    def frame():
        space.azimuth.increment_value(1.0)
        camera.reset()
        camera.capture_mobjects([field])
        return camera.pixel_array

    return frame


def manim_frames(cells):
    """The same by manim, in the size that it has in our figure."""
    scene = mn.ThreeDScene()
    surface = mn.Surface(
        lambda x, y: np.array([x, y, 0.12 * (x**2 * y + np.sin(y))]),
        u_range=(-2, 2),
        v_range=(-2, 2),
        resolution=(cells, cells),
    )
    scene.add(surface)
    scene.set_camera_orientation(phi=60 * mn.DEGREES, theta=-118 * mn.DEGREES)
    camera = scene.renderer.camera

    def frame():
        camera.set_theta(camera.get_theta() + mn.DEGREES)
        scene.renderer.update_frame(scene)
        return camera.pixel_array

    return frame


def medians(*sides, rounds):
    """The median CPU time of each side in seconds, called in turns."""
    times = [[] for _ in sides]
    for _ in range(rounds):
        for side, taken in zip(sides, times, strict=True):
            start = time.process_time()
            side()
            taken.append(time.process_time() - start)
    return [statistics.median(taken) for taken in times]


def test_a_surface_is_drawn_15_times_as_fast_as_by_manim(benchmark):
    ours, theirs = our_frames(32), manim_frames(32)
    assert (np.asarray(ours())[..., :3].max(axis=2) > 30).mean() > 0.05
    assert (np.asarray(theirs())[..., :3].max(axis=2) > 30).mean() > 0.05
    own, other = medians(ours, theirs, rounds=11)
    ratio = other / own
    print(f"\n32 × 32 cells: {1e3 * own:.1f} ms a frame, manim {1e3 * other:.0f} ms: {ratio:.1f} times as fast")
    benchmark.extra_info |= {"times as fast as manim": round(ratio, 1), "manim ms": round(1e3 * other, 1)}
    benchmark.pedantic(ours, rounds=10)
    assert ratio >= 15


def test_128_by_128_cells_stay_above_10_frames_a_second(benchmark):
    ours = our_frames(128)
    ours()
    (own,) = medians(ours, rounds=11)
    print(f"\n128 × 128 cells: {1e3 * own:.1f} ms a frame, {1 / own:.1f} frames/s")
    benchmark.extra_info["frames a second"] = round(1 / own, 1)
    benchmark.pedantic(ours, rounds=5)
    assert own < 0.1
