"""Derivatives of formulas in pieces: with people's conditions, silent at kinks, and right where both sides agree."""

from __future__ import annotations

import math

import mpmath as mp
import numpy as np
import pytest

from mathkit import Function
from mathkit.formula.precise import at_many_digits

#: Formula: its derivative as it is written, and where it has none though the formula has a value.
DERIVATIVES = {
    "relu(x)": ("0 if x < 0, 1 if x > 0", [0]),
    "max(0, x)": ("0 if x < 0, 1 if x > 0", [0]),
    "max(x, 0.1x)": ("0.1 if x < 0, 1 if x > 0", [0]),
    "leaky_relu(x)": ("1/100 if x < 0, 1 if x > 0", [0]),
    "min(x, 1)": ("1 if x < 1, 0 if x > 1", [1]),
    "max(0, 1-x)": ("-1 if x < 1, 0 if x > 1", [1]),
    "max(-1, min(1, x))": ("0 if x < -1, 1 if -1 < x < 1, 0 if x > 1", [-1, 1]),
    "relu(x)-relu(-x)": ("1", []),
    "max(0,x)+min(0,x)": ("1", []),
    "max(0,x)+min(0,e^x-1)": ("exp(x) if x < 0, 1 if x >= 0", []),
    "relu(x)^2": ("0 if x < 0, 2*x if x >= 0", []),
    "max(x,-x,x^2)": ("2*x if x < -1, -1 if -1 < x < 0, 1 if 0 < x < 1, 2*x if x > 1", [-1, 0, 1]),
    "relu(x)+relu(x-1)-2relu(x-3)": ("0 if x < 0, 1 if 0 < x < 1, 2 if 1 < x < 3, 0 if x > 3", [0, 1, 3]),
    "|x|": ("sign(x)", [0]),
    "|x^2-1|": ("2*x*sign(x**2 - 1)", [-1, 1]),
    "x|x|": ("2*abs(x)", []),
    "|x|^3": ("3*x*abs(x)", []),
    "sign(x)": ("0", [0]),
    "max(x^2, 2x)": ("2*x if x < 0, 2 if 0 < x < 2, 2*x if x > 2", [0, 2]),
    "max(x, x)": ("1", []),
}  # fmt: skip


@pytest.mark.parametrize("text", DERIVATIVES)
def test_a_derivative_is_written_with_peoples_conditions_and_is_silent_at_kinks(text):
    f = Function.parse(text)
    written, kinks = DERIVATIVES[text]
    slope = f.derivative()
    assert slope.text == written
    assert all(math.isnan(slope(float(kink))) for kink in kinks)
    with mp.workdps(60):
        value = at_many_digits(f.expr, f.symbols)
        for x in (-2, -1, -0.5, 0, 0.25, 1, 2, 3, 4.5):
            if x not in kinks:
                h = mp.mpf(10) ** -20
                sides = [(value(x + sign * h) - value(x)) / (sign * h) for sign in (-1, 1)]
                assert slope(float(x)) == pytest.approx(float(sides[0]), abs=1e-15)
                assert slope(float(x)) == pytest.approx(float(sides[1]), abs=1e-15)


def test_second_derivatives_have_no_value_where_the_slope_has_a_kink():
    bend = Function.parse("max(0,x)+min(0,e^x-1)").derivative().derivative()
    assert bend.text == "exp(x) if x < 0, 0 if x > 0"
    assert math.isnan(bend(0.0))
    assert bend(np.array([-1.0, 1.0])) == pytest.approx([math.exp(-1), 0])


#: Of several variables: the derivative by x as it is written, and at points: a number, or none where the sides differ.
ACROSS_TIES = {
    "max(x, y)": ("1 if x > y, 0 if x < y", {(2, 1): 1, (1, 2): 0, (1, 1): None}),
    "max(x, y)+min(x, y)": ("1", {(1, 1): 1, (3, 2): 1}),
    "relu(x-y)-relu(y-x)": ("1", {(1, 1): 1}),
    "relu(y-x)": (None, {(1, 1): None, (0, 1): -1, (1, 0): 0}),
    "|x-y|^2": (None, {(1, 1): 0, (3, 1): 4}),
    "|x-y|^3": (None, {(1, 1): 0, (3, 1): 12}),
    "cos(|x-y|)": (None, {(1, 1): 0, (0, math.pi / 2): 1}),
    "relu(x-y)^2": (None, {(1, 1): 0, (3, 1): 4, (1, 3): 0}),
    "x max(x, y)": ("x*(1 if x > y, 0 if x < y) + max(x, y)", {(1, 1): None, (2, 1): 4, (1, 2): 2}),
    "|x| y": (None, {(0, 1): None, (0, 0): 0, (-2, 3): -3}),
    "|y| x": (None, {(0, 0): 0, (1, -2): 2}),
    "sign(x-y)": (None, {(1, 1): None, (2, 1): 0}),
    "x sign(y)": (None, {(1, 0): 0, (1, -1): -1}),
    "max(0, x) max(0, y)": (None, {(0, 1): None, (0, -1): 0, (1, 2): 2}),
    "max(x^2, y^2)": ("2*x if x**2 > y**2, 0 if x**2 < y**2", {(1, 1): None, (1, -1): None, (2, 1): 4}),
    "max(x, y, 0)": (None, {(0, 0): None, (-1, -1): 0, (-1, -2): 0, (1, 1): None, (2, 1): 1, (0, -1): None}),
    "log(max(x, y))": (None, {(1, 1): None, (2, 1): 0.5}),
    "max(x, y, -x, -y, x y)": (None, {(1.3, 0.7): 1, (-3, 1): -1, (2, 3): 3, (1, 1): None}),
}  # fmt: skip


@pytest.mark.parametrize("text", ACROSS_TIES)
def test_of_several_variables_a_derivative_has_no_value_where_the_sides_differ(text):
    written, points = ACROSS_TIES[text]
    slope = Function.parse(text, ("x", "y")).derivative("x")
    assert written is None or slope.text == written
    grid = slope(*np.array(list(points), dtype=float).T)
    for point, found, right in zip(points, np.broadcast_to(grid, len(points)), points.values(), strict=True):
        expected = pytest.approx(math.nan if right is None else right, abs=1e-15, nan_ok=True)
        assert slope(*map(float, point)) == expected, point
        assert slope.precise(*map(float, point)) == expected, point
        assert found == expected, point


def test_a_kink_that_is_found_by_no_formula_is_none_of_the_pieces():
    slope = Function.parse("max(0, x-cos(x))").derivative()
    assert slope.text == "0 if x - cos(x) < 0, 1 + sin(x) if x - cos(x) > 0"
    assert slope(np.array([0.5, 1.0])) == pytest.approx([0, 1 + math.sin(1)])


@pytest.mark.parametrize(
    ("text", "kink", "picked"),
    [("relu(x)", 0, 0), ("leaky_relu(x)", 0, 0.01), ("|x|", 0, 0), ("max(x, 1)", 1, 0), ("relu(x-2)", 2, 0)],
)
def test_a_descent_goes_on_at_a_kink_with_the_slope_of_one_side(text, kink, picked):
    f = Function.parse(text)
    assert math.isnan(f.derivative()(float(kink)))
    assert f.picked_derivative()(float(kink)) == picked
