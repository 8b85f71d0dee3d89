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


def test_of_two_variables_each_case_stays_with_its_condition():
    assert Function.parse("max(x, y)").derivative("x").text == "1 if x > y else 0"
    assert Function.parse("x max(x, y)").derivative("x").text == "x*(1 if x > y else 0) + max(x, y)"
