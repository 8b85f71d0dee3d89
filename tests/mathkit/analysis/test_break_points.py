"""Circles at the breaks of a curve, against jumps and limits done by hand."""

from __future__ import annotations

import pytest

from mathkit import Features, Function, break_points

CASES = {
    "sign(x) + x/4": [(0, -1, False), (0, 0, True), (0, 1, False)],
    "(x**2 - 1)/(x - 1)": [(1, 2, False)],
    "sin(x)/x": [(0, 1, False)],
    "abs(x)/x": [(0, -1, False), (0, 1, False)],
    "1/x": [],
    "abs(x)": [],
}


@pytest.mark.parametrize(("text", "circles"), CASES.items())
def test_a_curve_has_circles_where_it_breaks(text, circles):
    points = break_points(Features.of(Function.parse(text), (-2.0, 2.5)))
    assert [(point.x, pytest.approx(point.y), point.filled) for point in points] == circles


def test_a_derivative_is_open_on_both_sides_of_a_kink():
    points = break_points(Features.of(Function.parse("abs(x - 1)").derivative(), (-2.0, 2.5)))
    assert [(point.x, point.y, point.filled) for point in points] == [(1, -1, False), (1, 1, False)]
