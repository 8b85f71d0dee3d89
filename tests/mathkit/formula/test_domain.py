"""Where a formula as typed has a value, whatever sympy makes of it; and where its derivative has one."""

from __future__ import annotations

import copy
import math

import mpmath as mp
import numpy as np
import pytest

from mathkit import Function

#: Typed formula: points where it has a value, and points where it has none.
DOMAINS = {
    "x/x": ((1, -1e-12, 1e200), (0,)),
    "(x^2-1)/(x-1)": ((0, -1, 2, 1.0000001), (1,)),
    "(x^2-4)/(x^2-4)": ((0,), (2, -2)),
    "x^2/x": ((1, 1e-300), (0,)),
    "x^3/x^3": ((0.1,), (0,)),
    "1/(1/x)": ((3,), (0,)),
    "1/(1/(1/x))": ((3,), (0,)),
    "1/(1/(x-2))": ((0,), (2,)),
    "x*(1/x)": ((2,), (0,)),
    "x^-1*x": ((2,), (0,)),
    "0/x": ((2,), (0,)),
    "0*ln(x)": ((2,), (0, -1)),
    "x-x+1/x-1/x": ((2,), (0,)),
    "sqrt(x)^2": ((0, 2), (-1, -1e-12)),
    "√x*√x": ((0, 2), (-1,)),
    "sqrt(x)sqrt(x)": ((2,), (-1,)),
    "sqrt(x-3)^4": ((3, 5), (2,)),
    "sqrt(x^2)": ((-3, 0, 3), ()),
    "sqrt(1-x^2)": ((-1, 0, 1), (1.01, -2)),
    "x^0.5": ((0, 1), (-1,)),
    "x^-0.5": ((1,), (0, -1)),
    "e^ln(x)": ((1, 5), (0, -1)),
    "exp(log(x))": ((1e-300,), (0, -1)),
    "ln(e^x)": ((-5, 0, 800), ()),
    "ln(x)-ln(x)": ((2,), (0, -1)),
    "ln(x^2)": ((-3, 1), (0,)),
    "2ln(x)": ((3,), (-3, 0)),
    "ln(x-1)": ((2, 1.0001), (1, 0)),
    "ln(ln(x))": ((3,), (1, 0.5, -1)),
    "1/ln(x)": ((3, 0.5), (1, 0, -2)),
    "e^(-1/x)": ((1, -1), (0,)),
    "e^(-1/x^2)": ((0.01,), (0,)),
    "atan(1/x)": ((2, -2), (0,)),
    "1/(1+1/x^2)": ((1,), (0,)),
    "tanh(1/x)": ((1,), (0,)),
    "sigmoid(1/x)": ((1,), (0,)),
    "max(0,1/x)": ((1, -1), (0,)),
    "cos(x)/cos(x)": ((0, 1), ()),
    "tan(x)cos(x)": ((0, 1), ()),
    "x*cot(x)": ((1, -0.5), (0,)),
    "sin(x)csc(x)": ((1,), (0,)),
    "sin(x)/x": ((1, 1e-8, -3), (0,)),
    "asin(x)": ((-1, 0, 1), (1.1,)),
    "sin(asin(x))": ((0.5, 1), (2, -3)),
    "acos(x)+asin(x)": ((0.5,), (2,)),
    "x^x": ((0, 1, 0.5), (-1, -0.5)),
    "(x^2)^x": ((-1, 0, 2), ()),
    "(x^2)^(-x^2-1)": ((-1, 2), (0,)),
    "2^x": ((-1e3, 0), ()),
    "x^(1/x)": ((1, 3), (0, -1)),
    "|x|/x": ((1, -1), (0,)),
    "sign(x)/sign(x)": ((1, -2), (0,)),
    "x/|x|": ((5,), (0,)),
    "1/(x^2+1)": ((0, -3), ()),
    "1/(e^x+1)": ((0, -800, 800), ()),
    "sqrt(x^2+1)": ((0, -5), ()),
    "ln(1+e^x)": ((-800, 0, 800), ()),
    "(sqrt(x)-1)/(x-1)": ((0, 4), (1, -1)),
    "x/(x-x^2)": ((2,), (0, 1)),
    "1/(x-1)-1/(x-1)": ((2,), (1,)),
    "sqrt(-x)*sqrt(x)": ((0,), (1, -1)),
    "1/sqrt(x)": ((1,), (0, -1)),
    "ln(√x)": ((1,), (0, -1)),
    "0^(x^2+1)": ((0, 1), ()),
    "0^x": ((2, 1e-9), (0, -1)),
    "x 0^x": ((2,), (-1,)),
    "ln(1-cos(x))": ((1e-9, 1e-200, 1), (0,)),
    "1/(1-cos(x))": ((1e-9,), (0,)),
    "1/(sqrt(1+x^2)-1)": ((1e-12, -1e-20), (0,)),
    "(1-cos(x))/x^2": ((1e-9, 1e-200), (0,)),
    "x^2/x^2": ((1e-200, 1e200), (0,)),
    "ln(e^x-e^(-x))": ((1e-20, 800), (0, -1)),
    "ln(e^(-x)+e^(-2x))": ((800, 1e4, -300), ()),
    "1/(x-0.1)": ((0.2,), (0.1,)),
    "1/(x-1e-300)": ((0, 1),  (1e-300,)),
    "cot(x)": ((1, -2), (0,)),
    "csc(x)sin(x)": ((1,), (0,)),
    "sin(x)^2/sin(x)": ((1,), (0,)),
    "(x^3-x)/(x^2-1)": ((0, 2), (1, -1)),
    "|x-1|/(x-1)": ((0, 2), (1,)),
    "sqrt(x)sqrt(-x)+x": ((0,), (1, -1)),
}  # fmt: skip


@pytest.mark.parametrize("typed", DOMAINS)
def test_a_formula_has_a_value_where_what_was_typed_has_one(typed):
    f = Function.parse(typed)
    inside, outside = DOMAINS[typed]
    assert f.variables == ("x",)
    for x in inside:
        assert math.isfinite(f(float(x))), x
        assert f.defined(float(x)), x
    for x in outside:
        assert math.isnan(f(float(x))), x
        assert math.isnan(f.precise(float(x))), x
        assert not f.defined(float(x)), x
    everywhere = np.array([*inside, *outside], dtype=float)
    assert np.isfinite(f(everywhere)).tolist() == f.defined(everywhere).tolist()
    assert f.defined(everywhere).tolist() == [True] * len(inside) + [False] * len(outside)


#: A derivative lives where its function does.
OF_DERIVATIVES = {
    "ln(x-1)": ((2,), (0, 1)),
    "log(x)": ((0.01,), (-1, 0)),
    "sqrt(x)^2": ((1,), (-1, 0)),
    "sqrt(x)": ((1,), (-1, 0)),
    "x^1.5": ((1,), (-1, 0)),
    "asin(x)": ((0.5,), (1, -2)),
    "ln(ln(x))": ((2,), (0.5, 1)),
    "x/x": ((1,), (0,)),
    "(x^2-1)/(x-1)": ((2,), (1,)),
    "ln(x)/x": ((1,), (-1, 0)),
    "x ln(x)": ((1,), (-1, 0)),
    "atan(1/x)": ((1,), (0,)),
    "ln(sqrt(x))": ((1,), (-2,)),
    "sin(x)/x": ((1,), (0,)),
}


@pytest.mark.parametrize("typed", OF_DERIVATIVES)
def test_a_derivative_lives_where_its_function_does(typed):
    slope = Function.parse(typed).derivative()
    for f in (slope, slope.derivative()):
        inside, outside = OF_DERIVATIVES[typed]
        assert np.isfinite([f(float(x)) for x in inside]).all()
        assert np.isnan([f(float(x)) for x in outside]).all()


def test_what_a_quotient_is_wherever_it_is_anything_is_written_short():
    assert Function.parse("(x^2-1)/(x-1)").derivative().text == "1"
    assert Function.parse("x/x").derivative().text == "0"


def test_a_slice_has_the_domain_of_its_surface():
    f = Function.parse("x y/(x y)")
    assert math.isnan(f(0.0, 1.0))
    cut = f.substitute(y=2.0)
    assert math.isnan(cut(0.0))
    assert cut(1.0) == 1
    assert not Function.parse("x/y").substitute(y=0.0).defined(1.0)
    power = Function.parse("x^y").substitute(x=0.0)
    assert (power(2.0), power.derivative()(2.0)) == (0, 0)
    assert math.isnan(power(-1.0))


def test_functions_differ_by_their_domains_and_keep_them():
    hole, whole = Function.parse("x/x"), Function.parse("1", ("x",))
    assert hole != whole
    copied = copy.deepcopy(hole)  # as pickle does it
    assert copied == hole
    assert math.isnan(copied(0.0))
    assert Function.of(hole.expr, ("x",))(0.0) == 1


#: Float64 overflows on the way, or cancels: the value at 50 digits, by mpmath alone.
PRECISE = {
    "ln(1+e^x)": (lambda x: mp.log1p(mp.exp(x)), (800, -800, 1e5)),
    "ln(cosh(x))": (lambda x: mp.log(mp.cosh(x)), (800, -800, 1e6)),
    "(e^x-e^-x)/(e^x+e^-x)": (mp.tanh, (800, -800, 1e-9)),
    "e^x/(1+e^x)": (lambda x: 1 / (1 + mp.exp(-x)), (800, 5e4)),
    "ln(e^x+e^(2x))": (lambda x: mp.log(mp.exp(x) + mp.exp(2 * x)), (500, 1000)),
    "sinh(x)/cosh(x)": (mp.tanh, (800, -1e4)),
    "ln(1/(1+e^x))": (lambda x: -mp.log1p(mp.exp(x)), (800,)),
    "(1-cos(x))/x^2": (lambda x: 2 * (mp.sin(x / 2) / x) ** 2, (1e-9, 1e-4, 3)),
    "sin(x)-x": (lambda x: mp.sin(x) - x, (1e-8, 1e-3)),
    "(x+1)^2-x^2-2x": (lambda x: mp.mpf(1), (1e12, 1e9)),
    "sqrt(x^2+1)-x": (lambda x: 1 / (mp.sqrt(x * x + 1) + x), (1e9, 1e12)),
    "ln(1+x)": (mp.log1p, (1e-17, 1e-300)),
    "(e^x-1)/x": (lambda x: mp.expm1(x) / x, (1e-12, 1e-20)),
    "1/(1-x)-1/(1+x)": (lambda x: 2 * x / (1 - x * x), (1e-18,)),
}


@pytest.mark.parametrize("typed", PRECISE)
def test_a_value_is_right_where_floats_overflow_or_cancel(typed):
    oracle, points = PRECISE[typed]
    f = Function.parse(typed)
    for x in points:
        with mp.workdps(80):
            right = float(oracle(mp.mpf(x)))
        assert f.precise(x) == pytest.approx(right, rel=1e-15, abs=0)
        assert math.isfinite(f(x))


#: A number of many digits is the one that a person means by it: f, the point, and the value that it has there, if any.
TYPED_NUMBERS = {
    "tan(x)": (math.pi / 2, None),
    "sec(x)": (-math.pi / 2, None),
    "cot(x)": (math.pi, None),
    "csc(x)": (2 * math.pi, None),
    "1/sin(x)": (math.pi, None),
    "ln(sin(x))": (math.pi, None),
    "1/(x^2-2)": (math.sqrt(2), None),
    "1/(1-sin(x))": (math.pi / 2, None),
    "1/(1+cos(x))": (math.pi, None),
    "sqrt(2-x^2)": (math.sqrt(2), 0.0),
    "sqrt(cos(x))": (math.pi / 2, 0.0),
    "sqrt(sin(x))": (-math.pi, 0.0),
    "sin(x)": (math.pi, 0.0),
    "1/cot(x)": (math.pi / 4, 1.0),
    "ln(3x-1.2)": (0.4, None),
    "1/(x-0.3)": (0.1 + 0.2, None),
}


@pytest.mark.parametrize("typed", TYPED_NUMBERS)
def test_a_point_is_the_number_that_was_typed(typed):
    x, right = TYPED_NUMBERS[typed]
    f = Function.parse(typed)
    assert f.defined(x) == (right is not None)
    assert f.precise(x) == pytest.approx(math.nan if right is None else right, rel=0.3, abs=1e-300, nan_ok=True)


#: A part overflows or vanishes, and leaves a finite value that is wrong.
HIDDEN = {
    "1/ln(1+e^x)": (lambda x: 1 / mp.log1p(mp.exp(x)), (800, 1000, 5)),
    "x/sqrt(x^2+1)": (lambda x: x / mp.sqrt(x * x + 1), (1e200, -1e180, 2)),
    "atan(ln(1+e^x)/1000)": (lambda x: mp.atan(mp.log1p(mp.exp(x)) / 1000), (2000, 1)),
    "max(0, 5-ln(cosh(x)))": (lambda x: max(0, 5 - mp.log(mp.cosh(x))), (800, 2)),
    "tanh(ln(1+e^x)/1e4)": (lambda x: mp.tanh(mp.log1p(mp.exp(x)) / 10000), (3000, 0)),
}


@pytest.mark.parametrize("typed", HIDDEN)
def test_an_overflow_does_not_hide_in_a_finite_value(typed):
    oracle, points = HIDDEN[typed]
    f = Function.parse(typed)
    with mp.workdps(60):
        right = [float(oracle(mp.mpf(x))) for x in points]
    assert [f(float(x)) for x in points] == pytest.approx(right, rel=1e-14)
    assert f(np.array(points, dtype=float)) == pytest.approx(np.array(right), rel=1e-14)


def test_a_vanishing_part_does_not_either():
    assert Function.parse("sqrt(x^2+y^2)")(3e-200, 4e-200) == pytest.approx(5e-200, rel=1e-14)


#: Slopes far out, by the rule of the derivative, against closed forms.
SLOPES = {
    "ln(1+e^x)": (lambda x: 1 / (1 + mp.exp(-x)), (800, -600)),
    "ln(cosh(x))": (mp.tanh, (800, -800)),
    "1/(1+e^-x)": (lambda x: mp.exp(-x) / (1 + mp.exp(-x)) ** 2, (600, -600)),
    "e^x/(1+e^x)": (lambda x: mp.exp(x) / (1 + mp.exp(x)) ** 2, (600, -600)),
    "sqrt(1+x^2)": (lambda x: x / mp.sqrt(1 + x * x), (1e200,)),
    "(1-cos(x))/x": (lambda x: mp.sin(x) / x - 2 * (mp.sin(x / 2) / x) ** 2, (1e-9, 1e-30)),
    "cot(x)": (lambda x: -1 / mp.sin(x) ** 2, (1, math.pi / 2)),
    "0^x": (lambda x: mp.mpf(0), (2,)),
}


@pytest.mark.parametrize("typed", SLOPES)
def test_a_slope_is_right_where_floats_overflow_or_cancel(typed):
    oracle, points = SLOPES[typed]
    slope = Function.parse(typed).derivative()
    for x in points:
        with mp.workdps(80):
            right = float(oracle(mp.mpf(x)))
        assert slope.precise(float(x)) == pytest.approx(right, rel=1e-14, abs=0)


def test_an_array_has_its_values_too_where_floats_overflow():
    x = np.linspace(-2000, 2000, 41)
    assert Function.parse("ln(1+e^x)")(x) == pytest.approx(np.logaddexp(0, x), abs=1e-12)


def test_what_is_beyond_float64_or_too_large_to_work_out_is_no_number():
    for typed in ("e^x", "e^e^x", "e^e^e^e^x", "x^1000", "cosh(e^x)", "sin(e^e^e^x)"):
        assert math.isnan(Function.parse(typed)(5000.0))
