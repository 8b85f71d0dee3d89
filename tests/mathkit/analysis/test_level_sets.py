"""Level sets against f itself: its values along the curves, and its gradient by central differences across them."""

from __future__ import annotations

import functools

import numpy as np
import pytest

from mathkit import Function, LevelSet, SurfaceWindow

FIELDS = [
    ("(x - y)**2 + (x + y)**2/8", (1.0, -0.5)),
    ("x*y", (1.0, 0.5)),
    ("x²/2 + 3(y - x)²", (1.0, -1.0)),
    ("exp(-(x²+y²)/2)", (0.5, 0.5)),
    ("sin(x) cos(y)", (0.3, 0.8)),
    ("x y / (1 + x² + y²)", (1.0, 0.5)),
    ("1e6 (x + 2y)", (1.0, 1.0)),
    ("1e-6 x² + 1e-6 y²", (1.0, 1.0)),
]


@functools.cache
def window(text, at):
    return SurfaceWindow.of(Function.parse(text, ("x", "y")), at)


def gradient(f, points, step=1e-5):
    x, y = points.T
    across = (f(x + step, y) - f(x - step, y)) / (2 * step)
    return np.stack([across, (f(x, y + step) - f(x, y - step)) / (2 * step)], axis=-1)


@pytest.mark.parametrize(("text", "at"), FIELDS)
def test_f_has_its_level_all_along_the_curves(text, at):
    box = window(text, at)
    family = LevelSet.family(box)
    assert any(level.curves for level in family)
    for level in family:
        for curve in level.curves:
            assert box.contains(curve).all()
            assert box.function(*curve.T) == pytest.approx(level.level, abs=2e-3 * np.ptp(box.z_range))


@pytest.mark.parametrize(("text", "at"), FIELDS)
def test_the_curves_run_perpendicular_to_the_gradient(text, at):
    box = window(text, at)
    cell = np.ptp(box.x_range) / 160
    checked = 0
    for level in LevelSet.family(box):
        for curve in level.curves:
            steps = np.diff(curve, axis=0)
            lengths = np.linalg.norm(steps, axis=1)
            slopes = gradient(box.function, (curve[:-1] + curve[1:]) / 2)
            steepness = np.linalg.norm(slopes, axis=1)
            # Corners that marching squares cuts off are too short to have a direction; flat places have no gradient.
            clear = (lengths > 0.3 * cell) & (steepness > 0.1 * np.ptp(box.z_range) / np.ptp(box.x_range))
            cosines = np.sum(steps * slopes, axis=1)[clear] / (lengths * steepness)[clear]
            assert np.abs(cosines) == pytest.approx(0, abs=0.06)
            checked += len(cosines)
    assert checked > 500


def test_a_circle_by_hand():
    # x² + y² = c is the circle of radius √c: closed, and of length 2π√c.
    box = window("x² + y²", (0.5, 0.5))
    (level,) = LevelSet.at_levels(box, [1.0])
    (curve,) = level.curves
    assert curve[0] == pytest.approx(curve[-1])
    assert np.linalg.norm(curve, axis=1) == pytest.approx(1, abs=1e-3)
    assert np.linalg.norm(np.diff(curve, axis=0), axis=1).sum() == pytest.approx(2 * np.pi, rel=1e-3)


def test_a_level_out_of_reach_has_no_curves():
    assert LevelSet.at_levels(window("x² + y²", (0.5, 0.5)), [-1.0])[0].curves == ()


def test_levels_are_even_steps_of_height_so_that_lines_crowd_where_it_is_steep():
    box = window("x² + y²", (0.5, 0.5))
    levels = np.array([level.level for level in LevelSet.family(box)])
    low, high = box.z_range
    assert np.diff([low, *levels, high]) == pytest.approx(np.full(len(levels) + 1, (high - low) / (len(levels) + 1)))
    # Circles of radius √level: the steeper outside, the nearer to one another.
    radii = np.sqrt(levels[levels > 0])
    assert (np.diff(radii, 2) < 0).all()


def test_a_family_can_be_moved_to_run_through_a_height():
    box = window("x² + y²", (0.5, 0.5))
    low, high = box.z_range
    for height in np.linspace(low + (high - low) / 10, high - (high - low) / 10, 7):
        levels = np.array([level.level for level in LevelSet.family(box, through=float(height))])
        assert np.abs(levels - height).min() == pytest.approx(0, abs=1e-12)
        assert np.diff(levels) == pytest.approx(np.full(13, (high - low) / 15))
        assert levels.min() > low
        assert levels.max() < high
