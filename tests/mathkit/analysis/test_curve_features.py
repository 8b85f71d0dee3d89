from __future__ import annotations

import math

import numpy as np
import pytest
import sympy as sp
from hypothesis import given, settings
from hypothesis import strategies as st

from mathkit import CurveWindow, DomainError, Features, Function
from tests.mathkit.compiling import compiles, parts
from tests.mathkit.oracles import richardson
from tests.mathkit.tables import ONE_VARIABLE

PI, INF = math.pi, math.inf
GOLDEN = (math.sqrt(5) - 1) / 2


def features(text, low=-5.0, high=5.0):
    return Features.of(Function.parse(text, ("x",)), (low, high))


def at(places):
    return [place.x for place in places]


ROOTS = [
    ("x^3 - 3x", [-math.sqrt(3), 0, math.sqrt(3)]),
    ("x^2", [0]),
    ("(x-1)^2*(x+2)^5", [-2, 1]),
    ("sin(x)", [-PI, 0, PI]),
    ("1 - cos(x)", [0]),
    ("1/x", []),
    ("tan(x)", [-PI, 0, PI]),
    ("exp(x)", []),
    ("sign(x)", [0]),
    ("relu(x)", []),  # zero along a stretch
    ("|x² - 2|", [-math.sqrt(2), math.sqrt(2)]),
    ("sqrt(1 - x²)", [-1, 1]),
    ("x^4 - x - 1", [-0.7244919590005157, 1.2207440846057596]),
    ("log(x)", [1]),
    ("1e-6x - 1e-6", [1]),
    ("x^2 + 1", []),
    ("acos(cos(x - 2))", [2 - 2 * PI, 2]),
    ("acos(cos(2x))", [-PI, 0, PI]),
    ("sqrt(1 - cos(2x))", [-PI, 0, PI]),
]


@pytest.mark.parametrize(("text", "x"), ROOTS)
def test_roots(text, x):
    assert at(features(text).roots) == pytest.approx(x, abs=1e-8)


@pytest.mark.parametrize("text", ["x^3 - 3x", "2x^2 - 3x", "x^2 - 2", "(x-1)^2 (x+2)", "x^4 - 5x^2 + 4", "x/3 - 1/7"])
def test_exact_roots_are_sympys(text):
    f = Function.parse(text)
    assert {place.exact for place in features(text).roots} == set(sp.solve(f.expr, f.symbols[0]))


CRITICAL = [
    ("x^3 - 3x", [(-1, "maximum"), (1, "minimum")]),
    ("x^3", [(0, "inflection")]),
    ("x^4", [(0, "minimum")]),
    ("x^1000", [(0, "minimum")]),
    ("sin(x)", [(-1.5 * PI, "maximum"), (-PI / 2, "minimum"), (PI / 2, "maximum"), (1.5 * PI, "minimum")]),
    ("x exp(-x)", [(1, "maximum")]),
    ("relu(x)", [(-2.5, "flat")]),
    ("tanh(20x)", []),  # rounded to ±1, never level
    ("gelu(x)", [(-0.7517915246935645, "minimum")]),
    ("|x² - 2|", [(0, "maximum")]),
    ("x|x|", [(0, "inflection")]),
    ("1/(x² - 1)", [(0, "maximum")]),
    ("x^x", [(1 / math.e, "minimum")]),
    ("3", []),
    ("2x", []),
]


@pytest.mark.parametrize(("text", "points"), CRITICAL)
def test_critical_points(text, points):
    found = features(text).critical_points
    assert [(point.x, point.kind) for point in found] == [(pytest.approx(x, abs=1e-4), kind) for x, kind in points]


BROKEN = [
    ("1/x", [0], [], []),
    ("log(x)", [0], [], []),
    ("log(|x|)", [0], [], []),
    ("tan(x)", [-1.5 * PI, -PI / 2, PI / 2, 1.5 * PI], [], []),
    ("1/(x²-1)", [-1, 1], [], []),
    ("1/(x²-2)^2", [-math.sqrt(2), math.sqrt(2)], [], []),
    ("e^x/(e^x-1)", [0], [], []),
    ("1/sin(x)", [-PI, 0, PI], [], []),
    ("(x²-1)/(x-1)", [], [], []),  # a hole is no pole
    ("sin(x)/x", [], [], []),
    ("sqrt(x)", [], [], []),
    ("|x|", [], [0], []),
    ("relu(x) + relu(2x - 1)", [], [0, 0.5], []),
    ("max(x, 1 - x²)", [], [-GOLDEN - 1, GOLDEN], []),
    ("min(sin(x), cos(x))", [], [-0.75 * PI, PI / 4, 1.25 * PI], []),
    ("|sin(x)|", [], [-PI, 0, PI], []),
    ("√|x|", [], [0], []),
    ("x|x|", [], [], []),
    ("|x|^3", [], [], []),
    ("sqrt(x² (x-1)²)", [], [0, 1], []),
    ("sign(x)", [], [], [0]),
    ("sign(x² - 2)", [], [], [-math.sqrt(2), math.sqrt(2)]),
    ("atan(1/x)", [], [], [0]),
    ("sin(1/x)", [], [], []),
    ("tanh(200x)", [], [], []),
    ("softplus(100x)", [], [], []),
    ("acos(cos(x))", [], [-PI, 0, PI], []),  # cos(x) is 1 to the last bit near 0: 60 digits tell
    ("asin(sin(x))", [], [-1.5 * PI, -PI / 2, PI / 2, 1.5 * PI], []),
    ("atan(tan(x))", [], [], [-1.5 * PI, -PI / 2, PI / 2, 1.5 * PI]),
    ("acos(1 - x²)", [], [0], []),
    ("asin(2x/(1+x²))", [], [-1, 1], []),
    ("acos(tanh(x))", [], [], []),
    ("sqrt(1 - cos(x))", [], [0], []),
    ("(x²)^(1/2)", [], [0], []),
    ("|x|^(2/3)", [], [0], []),
    ("x^(2/3)", [], [0], []),  # no real value left of 0 here
    ("relu(sin(x))", [], [-PI, 0, PI], []),  # sin is 1e-16 at the float64 nearest to π: no jump
    ("relu(x² - 1)", [], [-1, 1], []),
    ("exp(-1/x)", [0], [], []),
    ("exp(-1/x²)", [], [], []),
    ("exp(tan(x))", [-1.5 * PI, -PI / 2, PI / 2, 1.5 * PI], [], []),
    ("1/(1 + exp(1/x))", [], [], [0]),
    ("1/relu(x)", [0], [], []),
    ("1/(x - 0.3333333)", [0.3333333], [], []),
    ("exp(exp(x))", [], [], []),
    ("x exp(20x)", [], [], []),
]


@pytest.mark.parametrize(("text", "poles", "kinks", "jumps"), BROKEN)
def test_poles_kinks_and_jumps(text, poles, kinks, jumps):
    found = features(text)
    assert at(found.poles) == pytest.approx(poles, abs=1e-8)
    assert at(found.kinks) == pytest.approx(kinks, abs=1e-8)
    assert at(found.jumps) == pytest.approx(jumps, abs=1e-8)


def test_a_piecewise_function_jumps_and_bends_where_it_says():
    x = sp.Symbol("x")
    f = Function.of(sp.Piecewise((x**2, x < 1), (2 - x, x < 3), (5, True)))
    found = Features.of(f, (-5, 5))
    assert (at(found.kinks), at(found.jumps)) == ([1.0], [3.0])


@pytest.mark.parametrize(
    ("text", "runs"),
    [
        ("x", [(-5, 5)]),
        ("log(x)", [(0, 5)]),
        ("1/x", [(-5, 0), (0, 5)]),
        ("(x^2-1)/(x-1)", [(-5, 1), (1, 5)]),
        ("x^2 sin(1/x)", [(-5, 0), (0, 5)]),
        ("sqrt(x² - 4)", [(-5, -2), (2, 5)]),
        ("asin(x)", [(-1, 1)]),
        ("sqrt(sin(x))", [(-5, -PI), (0, PI)]),
        ("x^x", [(0, 5)]),
        ("log(sin(x) - 2)", []),
    ],
)
def test_domain(text, runs):
    assert [end for run in features(text).domain for end in run] == pytest.approx(
        [end for run in runs for end in run], abs=1e-8
    )


@pytest.mark.parametrize(("text", "point"), ONE_VARIABLE)
def test_features_hold_against_the_values_alone(text, point):
    f = Function.parse(text)
    found = Features.of(f, CurveWindow.of(f, point))
    step = 1e-6 * (found.interval[1] - found.interval[0])
    for place in found.roots:
        near = f(place.x + step * np.array([-1.0, 0.0, 1.0]))
        assert np.nanmin(np.abs(near)) < 1e-4
    for level in found.critical_points:
        if found.interval[0] < level.x < found.interval[1]:
            assert abs(richardson(f, level.x, 1e-4)) < 1e-4
    assert compiles(found.typst or "0")


@settings(max_examples=15, deadline=None)
@given(st.lists(st.integers(-4, 4), min_size=1, max_size=3, unique=True))
def test_a_product_has_the_roots_of_its_factors(zeros):
    product = "*".join(f"(x - {zero})" for zero in sorted(zeros)).replace("- -", "+ ")
    assert at(features(product).roots) == sorted(zeros)
    assert at(features(f"1/({product})").poles) == pytest.approx(sorted(zeros))


@pytest.mark.parametrize(
    ("text", "interval"),
    [
        ("ln(1+e^x)", (790, 810)),
        ("ln(cosh(x))", (-810, -790)),
        ("e^x", (695, 715)),
        ("x^400", (5, 7)),
        ("1e300x^2", (1e3, 1e5)),
        ("sqrt(e^x)/e^(x/2)", (1500, 1600)),
    ],
)
def test_a_formula_is_defined_where_float64_overflows(text, interval):
    (run,) = Features.of(Function.parse(text), interval).domain
    assert tuple(run) == interval
    assert run.start_closed
    assert run.end_closed


def test_parts_are_numbered():
    assert set(parts(features("x^3 - 3x").typst)) == {"root-1", "root-2", "root-3", "maximum-1", "minimum-1"}


def test_wrong_requests():
    with pytest.raises(DomainError, match="2 variables"):
        Features.of(Function.parse("x y"), (0, 1))
    with pytest.raises(DomainError, match="smaller number to a larger"):
        features("x", 1, 1)


def test_mml_equation_7_1_has_two_minima_and_a_maximum():
    found = features("x^4 + 7x^3 + 5x^2 - 17x + 3", -6, 2).critical_points
    assert [point.kind for point in found] == ["minimum", "maximum", "minimum"]
    assert [point.x for point in found] == pytest.approx([-4.5, -1.4, 0.7], abs=0.05)


@pytest.mark.parametrize(
    ("text", "at", "limit"),
    [
        ("(x^2-1)/(x-1)", 1, 2),
        ("sin(x)/x", 0, 1),
        ("x/x", 0, 1),
        ("1/(1/x)", 0, 0),
        ("(1-cos(x))/x^2", 0, 0.5),
        ("(e^x-1)/x", 0, 1),
        ("(x^3-8)/(x-2)", 2, 12),
        ("(sqrt(x+4)-2)/x", 0, 0.25),
        ("ln(1+x)/x", 0, 1),
        ("x^2/|x|", 0, 0),
        ("1/x-1/x", 0, 0),
        ("x cot(x)", 0, 1),
        ("e^(-1/x^2)", 0, 0),
        ("(x-1)/ln(x)", 1, 1),
    ],
)
def test_a_point_that_is_missing_is_a_hole_with_its_limit(text, at, limit):
    found = Features.of(Function.parse(text), (-3.9, 4.1))
    hole = next(hole for hole in found.holes if abs(hole.x - at) < 1e-12)
    assert hole.limit == pytest.approx(limit, abs=1e-12)
    assert not any(low < at < high for low, high in found.domain)
    assert all(abs(place.x - at) > 0.5 for place in (*found.poles, *found.jumps))


@pytest.mark.parametrize(
    ("text", "left", "right", "value"),
    [
        ("sign(x)", -1, 1, 0),
        ("x/|x|", -1, 1, math.nan),
        ("atan(1/x)", -math.pi / 2, math.pi / 2, math.nan),
        ("x+sign(x)", -1, 1, 0),
        ("1/(1+e^(1/x))", 1, 0, math.nan),
        ("tanh(1/x)", -1, 1, math.nan),
    ],
)
def test_a_jump_has_its_limits_and_its_value(text, left, right, value):
    (jump,) = Features.of(Function.parse(text), (-3.9, 4.1)).jumps
    assert (jump.x, jump.left, jump.right) == pytest.approx((0, left, right), abs=1e-12)
    assert jump.value == pytest.approx(value, nan_ok=True)


@pytest.mark.parametrize("text", ["relu(x)-relu(-x)", "max(0,x)+min(0,e^x-1)", "max(x,x^3-x^3)-max(-x,0)"])
def test_what_only_looks_bent_has_neither_kink_nor_level_point(text):
    found = Features.of(Function.parse(text), (-5, 5))
    assert found.kinks == found.critical_points == ()


@pytest.mark.parametrize("text", ["sin(1/x)", "x sin(1/x)", "x^2 sin(1/x)", "cos(1/x^2)"])
def test_where_there_is_no_end_of_level_points_it_is_said_and_none_is_listed(text):
    found = Features.of(Function.parse(text), (-5, 5))
    assert [place.x for place in found.unsettled] == [0]
    assert all(abs(point.x) >= 0.05 for point in found.critical_points)
    assert all(point.kind in ("minimum", "maximum") for point in found.critical_points)


@pytest.mark.parametrize("scale", [1e-100, 1e-12, 1e-6, 1.0, 1e8, 1e100])
def test_features_are_the_same_at_every_scale(scale):
    f = Function.of(_scaled(scale))
    found = Features.of(f, (-3 * scale, 3 * scale))
    assert [point.x / scale for point in found.critical_points] == pytest.approx([-1, 1])
    assert [point.kind for point in found.critical_points] == ["maximum", "minimum"]
    assert [place.x / scale for place in found.roots] == pytest.approx([-math.sqrt(3), 0, math.sqrt(3)], abs=1e-9)


def _scaled(scale):
    x = sp.Symbol("x", real=True) / sp.Float(scale)
    return x**3 - 3 * x
