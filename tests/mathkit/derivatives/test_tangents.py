from __future__ import annotations

import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from mathkit import (
    DomainError,
    Function,
    Gradient,
    OneSidedSlopes,
    Secant,
    Slice,
    Tangent,
    TangentPlane,
    secant_slopes,
    tangents,
)
from mathkit.derivatives import expansion
from tests.mathkit.oracles import richardson
from tests.mathkit.tables import ONE_VARIABLE, TWO_VARIABLES

INF = math.inf

SIDES = [
    ("x**2", 1, "smooth", 2, 2),
    ("x**2", 0, "smooth", 0, 0),
    ("3", 1, "smooth", 0, 0),
    ("1e-6*x", 0, "smooth", 1e-6, 1e-6),
    ("1e-6*x", 5, "smooth", 1e-6, 1e-6),
    ("1e6*x^2", 3, "smooth", 6e6, 6e6),
    ("1e6*x^2", 0, "smooth", 0, 0),
    ("tanh(20x)", 0, "smooth", 20, 20),
    ("tanh(2000x)", 0, "smooth", 2000, 2000),
    ("softplus(50x)", 0, "smooth", 25, 25),
    ("sin(1e4*x)", 0, "smooth", 1e4, 1e4),
    ("x|x|", 0, "smooth", 0, 0),
    ("|x|^1.5", 0, "smooth", 0, 0),
    ("x^2", 1e6, "smooth", 2e6, 2e6),
    ("exp(x)", 20, "smooth", math.exp(20), math.exp(20)),
    ("|x|", 0, "kink", -1, 1),
    ("|x|", 1e-3, "smooth", 1, 1),
    ("1e-6*|x|", 0, "kink", -1e-6, 1e-6),
    ("1e6*|x - 1|", 1, "kink", -1e6, 1e6),
    ("relu(x)", 0, "kink", 0, 1),
    ("leaky_relu(x)", 0, "kink", 0.01, 1),
    ("max(x^2, x)", 1, "kink", 1, 2),
    ("|sin(x)|", 0, "kink", -1, 1),
    ("x + |x-2|^1", 2, "kink", 0, 2),
    ("sign(x)", 0, "jump", INF, INF),
    ("x + 3sign(x-1)", 1, "jump", INF, INF),
    ("sign(x) sqrt(|x|)", 0, "vertical", INF, INF),
    ("sqrt(|x|)", 0, "cusp", -INF, INF),
    ("sqrt(x)", 0, "edge", math.nan, INF),
    ("x sqrt(x)", 0, "edge", math.nan, 0),
    ("sqrt(1-x)", 1, "edge", -INF, math.nan),
]


@pytest.mark.parametrize(("text", "at", "kind", "left", "right"), SIDES)
def test_one_sided_slopes(text, at, kind, left, right):
    sides = OneSidedSlopes.of(Function.parse(text, ("x",)), at)
    assert sides.kind == kind
    assert (sides.left, sides.right) == pytest.approx((left, right), rel=1e-9, abs=1e-8, nan_ok=True)


@pytest.mark.parametrize(("text", "at"), ONE_VARIABLE)
def test_tangent_is_central_difference(text, at):
    f = Function.parse(text)
    tangent = Tangent.of(f, at)
    assert tangent.slope == pytest.approx(richardson(f, at), rel=1e-7)
    assert tangent.line(at) == f(at)
    assert tangent.line(0.0) == pytest.approx(tangent.intercept)


def test_prediction_error_shrinks_like_the_square():
    tangent = Tangent.of(Function.parse("exp(x)"), 0.0)
    errors = [tangent.predict(dx).error for dx in (0.1, 0.05, 0.025)]
    assert errors[0] / errors[1] == pytest.approx(4, rel=0.05)
    assert errors[1] / errors[2] == pytest.approx(4, rel=0.03)
    near = tangent.predict(0.1)
    assert near.predicted == pytest.approx(1.1)
    assert near.actual - near.predicted == near.error


@pytest.mark.parametrize(
    ("text", "at", "message"),
    [
        ("log(x)", -1, r"f\(x\) = log\(x\) has no value at x = −1; .* for example --set at=1"),
        ("1/x", 0, r"f\(x\) = 1/x has no value at x = 0; .* --set at=1"),
        ("|x|", 0, r"kink .*slope from the left −1, from the right 1"),
        ("sign(x)", 0, "jumps"),
        ("sign(x) sqrt(|x|)", 0, "vertical"),
        ("sqrt(x)", 0, "one side only"),
    ],
)
def test_no_tangent_says_why(text, at, message):
    with pytest.raises(DomainError, match=message):
        Tangent.of(Function.parse(text), at)


@pytest.mark.parametrize(
    "text", [text for text, _ in ONE_VARIABLE] + ["|x|", "sign(x)", "sqrt(x)", "3", "1/x", "x^(1/3)"]
)
def test_a_thousand_tangents_are_the_tangents_one_by_one(text):
    f = Function.parse(text, ("x",))
    points = np.linspace(-3, 3, 25)
    values, slopes = tangents(f, points)
    for x, value, slope in zip(points, values, slopes, strict=True):
        try:
            tangent = Tangent.of(f, x)
        except DomainError:
            assert np.isnan(value)
            assert np.isnan(slope)
        else:
            assert (value, slope) == pytest.approx((tangent.value, tangent.slope), rel=1e-6)


def test_tangents_keep_the_shape_of_their_points():
    values, slopes = tangents(Function.parse("x²"), np.ones((2, 3)))
    assert values.tolist() == [[1] * 3] * 2
    assert slopes.tolist() == [[2] * 3] * 2


def test_secant():
    secant = Secant.of(Function.parse("x²/2"), 1.0, 2.0)
    assert (secant.x1, secant.value, secant.value1, secant.rise, secant.run, secant.slope) == (3, 0.5, 4.5, 4, 2, 2)
    assert secant.line(3.0) == 4.5
    with pytest.raises(DomainError, match="other than 0"):
        Secant.of(Function.parse("x"), 1.0, 0.0)
    with pytest.raises(DomainError, match="no value"):
        Secant.of(Function.parse("log(x)"), 1.0, -2.0)


def test_secant_slopes_settle_at_the_tangent():
    f = Function.parse("x exp(-x)")
    slopes = secant_slopes(f, 0.5, np.array([1.0, 0.1, 1e-4, 1e-6, 0.0]))
    assert slopes[3] == pytest.approx(Tangent.of(f, 0.5).slope, rel=1e-5)
    assert np.isnan(slopes[4])


@given(st.floats(-3, 3), st.floats(-3, 3), st.floats(-2, 2))
def test_slope_is_linear(a, b, at):
    f = Function.parse("sin(x)")
    mixed = Function.of(a * f.expr + b * Function.parse("x^2").expr, ("x",))
    assert mixed.derivative()(at) == pytest.approx(a * math.cos(at) + 2 * b * at, abs=1e-12)


@pytest.mark.parametrize(("text", "at"), TWO_VARIABLES)
def test_slices_span_the_gradient_and_the_plane(text, at):
    f = Function.parse(text)
    gradient, plane = Gradient.of(f, at), TangentPlane.of(f, at)
    slopes = tuple(Slice.of(f, at, name).slope for name in f.variables)
    assert gradient.components == plane.slopes == pytest.approx(slopes, rel=1e-14)
    assert gradient.value == plane(*at) == f(*at)
    assert gradient.norm == pytest.approx(math.hypot(*slopes))
    assert gradient.directional(gradient.angle) == pytest.approx(gradient.norm)
    assert gradient.directional(gradient.angle + math.pi / 2) == pytest.approx(0, abs=1e-12 * gradient.norm)
    assert plane(at[0] + 1, at[1] + 2) == pytest.approx(f(*at) + slopes[0] + 2 * slopes[1])


@given(st.floats(-6, 6))
def test_directional_derivative_is_the_slope_along_the_direction(theta):
    f = Function.parse("x²·y + sin(y)")
    gradient = Gradient.of(f, (1.0, 2.0))
    along = richardson(lambda t: f(1 + t * math.cos(theta), 2 + t * math.sin(theta)), 0.0)
    assert gradient.directional(theta) == pytest.approx(along, abs=1e-8)
    assert gradient.directional(theta) == pytest.approx(gradient.norm * math.cos(theta - gradient.angle), abs=1e-12)


def test_directional_of_an_array_keeps_its_shape():
    gradient = Gradient.of(Function.parse("x + 2y"), (0, 0))
    assert gradient.directional(np.array([0, np.pi / 2])) == pytest.approx([1, 2])


def test_slice_names_what_is_held():
    cut = Slice.of(Function.parse("x²·y + sin(y)"), (1, 2), "x")
    assert (cut.along, cut.fixed_name, cut.fixed_value, cut.at) == ("x", "y", 2.0, (1.0, 2.0))
    assert cut.function.variables == ("x",)
    assert cut.partial.text == "2*x*y"
    assert cut.tangent.value == pytest.approx(2 + math.sin(2))


@pytest.mark.parametrize(
    ("text", "at", "message"),
    [
        ("sqrt(x²+y²)", (0, 0), "kink"),
        ("log(x y)", (-1, 1), "no value at x = −1, y = 1; .*--set at=1,1"),
        ("x", (0,), "1 variables; 2 are needed"),
        ("x y", (0,), "2 numbers"),
    ],
)
def test_where_there_is_no_plane(text, at, message):
    with pytest.raises(DomainError, match=message):
        TangentPlane.of(Function.parse(text), at)


@pytest.mark.parametrize(("text", "slope"), [("3x^2 + x", 7.0), ("e^x", math.e), ("|x-1|", None), ("relu(1-x)", None)])
def test_beyond_the_bounds_of_the_work_the_derivative_by_rule_needs_both_sides(text, slope, monkeypatch):
    monkeypatch.setattr("mathkit.derivatives.expansion._MOST_NODES", 0)
    expansion._expanded.cache_clear()
    try:
        sides = OneSidedSlopes.of(Function.parse(text), 1.0)
    finally:
        expansion._expanded.cache_clear()
    assert sides.reason == "the formula is too long"
    assert sides.kind == ("unsettled" if slope is None else "smooth")
    assert sides.left == pytest.approx(math.nan if slope is None else slope, rel=1e-15, nan_ok=True)
