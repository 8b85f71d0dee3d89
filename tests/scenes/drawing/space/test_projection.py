"""The box, its camera and what the surface hides."""

from __future__ import annotations

import numpy as np
import pytest

from mathkit import Function, SurfaceWindow
from scenes.drawing.canvas.stage import Region
from scenes.drawing.space.projection import Space
from scenes.drawing.theme.theme_file import load_theme

REGION = Region(-4.0, 4.0, -3.0, 3.0)


def space(formula: str) -> Space:
    f = Function.parse(formula, ("x", "y"))
    return Space(f, SurfaceWindow.of(f, (0.0, 0.0)), REGION, load_theme("dark"))


def test_a_hill_hides_what_stands_behind_it_and_nothing_else() -> None:
    hill = space("2*exp(-2*x**2-2*y**2)")
    hill.azimuth.set_value(-90.0)
    hill.elevation.set_value(12.0)
    points = hill.on_surface(np.zeros(3), np.array([1.3, 0.0, -1.3]))
    assert hill.visible(points).tolist() == [False, True, True]
    hill.azimuth.set_value(90.0)
    assert hill.visible(points).tolist() == [True, True, False]


@pytest.mark.parametrize("azimuth", [-150.0, -118.0, -60.0, 20.0])
def test_from_above_everything_is_in_sight(azimuth: float) -> None:
    hill = space("exp(-x**2-y**2)")
    hill.azimuth.set_value(azimuth)
    hill.elevation.set_value(89.0)
    line = np.linspace(-1.5, 1.5, 60)
    assert hill.visible(hill.on_surface(line, line[::-1])).all()


def test_what_is_hidden_is_what_the_line_of_sight_meets() -> None:
    """Oracle: a dense walk along each line of sight, point by point, in plain Python."""
    waves = space("sin(2*x)*cos(2*y)")
    waves.elevation.set_value(18.0)
    rng = np.random.default_rng(0)
    points = waves.on_surface(*rng.uniform(-1.4, 1.4, (2, 40)))
    points[:, 2] += 0.15
    gaps = []
    for point in points:
        start = waves.cube(point)
        sight = waves.eye - start
        gap = np.inf  # how far the line of sight stays above the surface, at its lowest
        for share in np.linspace(0.002, 1, 2000):
            here = start + share * sight
            if np.abs(here[:2]).max() > 1:
                break
            x, y = here[:2] * waves.half[:2] + waves.middle[:2]
            gap = min(gap, here[2] - waves.cube(waves.on_surface(x, y))[2])
        gaps.append(gap)
    clear = np.abs(gaps) > 0.02  # a line that grazes the surface may fall either way
    assert clear.sum() > 30
    assert np.array_equal(waves.visible(points)[clear], np.array(gaps)[clear] > 0)
    assert 0.1 < np.mean(np.array(gaps) > 0) < 0.95


def test_flat_the_space_is_a_map() -> None:
    plane = space("x + y")
    plane.flat.set_value(1.0)
    low, high = plane.window.x_range[0], plane.window.x_range[1]
    a, b, c = plane.project(plane.on_surface(np.array([low, high, low]), np.array([low, low, high])))
    right, up = b - a, c - a
    assert right[0] > 0
    assert up[1] > 0
    assert np.allclose([right[1], up[0]], 0, atol=1e-9)
    assert right[0] == pytest.approx(up[1])
