"""What is drawn anew in boxes is what would be drawn whole."""

from __future__ import annotations

import itertools
from pathlib import Path
from typing import Any

import manim as mn
import numpy as np
import pytest

from scenes.drawing.canvas.camera import StageCamera
from scenes.drawing.canvas.dirty_regions import Box, merged, overlap
from scenes.drawing.canvas.painted_mobject import Pane
from scenes.drawing.text.typesetting import Words
from scenes.drawing.theme.theme_file import load_theme

WIDTH, HEIGHT = 320, 180


@pytest.fixture(autouse=True)
def small_frame(tmp_path: Path) -> Any:
    size = {"pixel_width": WIDTH, "pixel_height": HEIGHT, "frame_width": 128 / 9, "frame_height": 8.0}
    with mn.tempconfig({**size, "dry_run": True, "media_dir": str(tmp_path)}):
        yield


def stage() -> dict[str, mn.Mobject]:
    corner = [[-1, 0, 0], [1, 1.5, 0], [-0.9, 0.05, 0]]
    return {
        "words": Words("What stands still", load_theme("dark")).move_to([-3, 2, 0]),
        "tip": mn.VMobject(stroke_width=14).set_points_as_corners(corner),
        "disc": mn.Dot(radius=0.7, color=mn.RED, fill_opacity=0.6, stroke_width=3),
        "shaded": mn.Square(1.5, fill_opacity=0.8).set_fill([mn.BLUE, mn.YELLOW]).shift([4, -1, 0]),
        "tracker": mn.ValueTracker(0.0),
        "line": mn.Line([-6, -3, 0], [0, 1, 0], stroke_width=2),
    }


def walk(s: dict[str, mn.Mobject]) -> None:
    s["disc"].shift([0.13, 0.07, 0])


def turn(s: dict[str, mn.Mobject]) -> None:
    s["tip"].rotate(0.3)


def fade(s: dict[str, mn.Mobject]) -> None:
    s["words"].set_opacity(0.4)


def recolour(s: dict[str, mn.Mobject]) -> None:
    s["shaded"].set_fill([mn.RED, mn.GREEN])


def lean(s: dict[str, mn.Mobject]) -> None:
    s["shaded"].set_sheen_direction(mn.RIGHT)


def leave(s: dict[str, mn.Mobject]) -> None:
    del s["disc"]


def enter(s: dict[str, mn.Mobject]) -> None:
    s["new"] = mn.Circle(1.0, stroke_width=8)


def hide(s: dict[str, mn.Mobject]) -> None:
    s["line"].panes = (Pane([[[-5, -2], [0, -2], [0, 1], [-5, 1]]], 0.5),)  # type: ignore[attr-defined]


def leave_the_frame(s: dict[str, mn.Mobject]) -> None:
    s["tip"].shift([20, 0, 0])


def whole(camera: StageCamera, parts: list[mn.Mobject]) -> np.ndarray:
    camera.reset()
    camera.capture_mobjects(parts)
    return camera.pixel_array.copy()


@pytest.mark.parametrize("change", [walk, turn, fade, recolour, lean, leave, enter, hide, leave_the_frame])
def test_a_frame_redrawn_is_the_frame_drawn_whole(change: Any) -> None:
    camera, other, shown = StageCamera(), StageCamera(), stage()
    assert camera.redraw(shown.values(), camera.background) is None
    before = camera.pixel_array.copy()
    change(shown)
    boxes = camera.redraw(shown.values(), camera.background)
    assert boxes
    assert sum((b[2] - b[0]) * (b[3] - b[1]) for b in boxes) < 0.7 * WIDTH * HEIGHT
    assert np.array_equal(camera.pixel_array, whole(other, list(shown.values())))
    assert not np.array_equal(camera.pixel_array, before)
    for left, top, right, bottom in boxes:
        before[top:bottom, left:right] = camera.pixel_array[top:bottom, left:right]
    assert np.array_equal(camera.pixel_array, before)


def test_what_does_not_change_is_not_drawn() -> None:
    camera, shown = StageCamera(), stage()
    camera.redraw(shown.values(), camera.background)
    camera.display_vectorized = pytest.fail
    assert camera.redraw(shown.values(), camera.background) == ()


def test_all_is_drawn_when_another_frame_came_between_or_the_order_changes() -> None:
    camera, shown = StageCamera(), stage()
    camera.redraw(shown.values(), camera.background)
    whole(camera, [])
    assert camera.redraw(shown.values(), camera.background) is None
    turned = list(reversed(shown.values()))
    assert camera.redraw(turned, camera.background) is None
    assert np.array_equal(camera.pixel_array, whole(StageCamera(), turned))


@pytest.mark.parametrize("seed", range(20))
def test_merged_boxes_hold_all_and_do_not_overlap(seed: int) -> None:
    rng = np.random.default_rng(seed)
    corners = rng.integers(0, 900, size=(25, 2))
    boxes: list[Box] = [
        (x, y, x + w, y + h) for (x, y), (w, h) in zip(corners, rng.integers(1, 90, (25, 2)), strict=True)
    ]
    kept = merged(boxes)
    assert len(kept) <= 6
    assert not any(overlap(a, b) for a, b in itertools.combinations(kept, 2))
    for box in boxes:
        assert any(k[0] <= box[0] and k[1] <= box[1] and box[2] <= k[2] and box[3] <= k[3] for k in kept)
