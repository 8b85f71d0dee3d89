from __future__ import annotations

import math

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from mathkit import DirectionalDerivative, DomainError, Function, Gradient, Hessian, QuadraticModel
from tests.mathkit.compiling import compiles, parts
from tests.mathkit.oracles import autograd_hessian, mpmath_second, richardson
from tests.mathkit.tables import ONE_VARIABLE, TWO_VARIABLES

CASES = [
    *((text, (at,)) for text, at in ONE_VARIABLE),
    *TWO_VARIABLES,
    ("x² y + y² z + z² x", (1.0, 2.0, 3.0)),
    ("exp(x y z) + tanh(x - z)", (0.3, -0.4, 0.5)),
    ("log(exp(x) + exp(y) + exp(z))", (0.3, -0.4, 0.5)),
]
numbers = st.floats(-2, 2)


@pytest.mark.parametrize(("text", "at"), CASES)
def test_second_derivatives_are_those_of_three_oracles(text, at):
    f = Function.parse(text)
    hessian = Hessian.of(f, at)
    scale = max(1.0, np.abs(hessian.matrix).max())
    assert hessian.matrix == pytest.approx(autograd_hessian(f, at), rel=1e-10, abs=1e-12 * scale)
    for i, row in enumerate(f.variables):
        for j in range(len(at)):
            entry, first = hessian.matrix[i, j], f.derivative(row)
            assert entry == pytest.approx(mpmath_second(f, at, i, j), rel=1e-10, abs=1e-12 * scale)
            along = richardson(lambda t, j=j, first=first: first(*at[:j], t, *at[j + 1 :]), at[j])
            assert entry == pytest.approx(along, rel=1e-6, abs=1e-8 * scale)


@pytest.mark.parametrize(("text", "at"), CASES)
def test_the_eigenvectors_are_the_axes_of_the_form(text, at):
    hessian = Hessian.of(Function.parse(text), at)
    vectors, values = hessian.eigenvectors, hessian.eigenvalues
    assert vectors.T @ vectors == pytest.approx(np.eye(len(at)), abs=1e-12)
    assert vectors @ np.diag(values) @ vectors.T == pytest.approx(hessian.matrix, abs=1e-12 * np.abs(values).max())
    for value, vector in zip(values, vectors.T, strict=True):
        assert hessian.curvature(3 * vector) == pytest.approx(value, abs=1e-12 * np.abs(values).max())
    assert hessian.determinant == pytest.approx(np.linalg.det(hessian.matrix), abs=1e-9)


ROSENBROCK = "(1-x)² + 100(y-x²)²"
HIMMELBLAU = "(x²+y-11)² + (x+y²-7)²"
BEALE = "(1.5-x+x y)² + (2.25-x+x y²)² + (2.625-x+x y³)²"

LEVEL_POINTS = [
    pytest.param(ROSENBROCK, (1, 1), "minimum", id="Rosenbrock's minimum"),
    pytest.param(HIMMELBLAU, (3, 2), "minimum", id="Himmelblau's minimum in integers"),
    pytest.param(HIMMELBLAU, (-2.805118086952745, 3.131312518250573), "minimum", id="Himmelblau's second minimum"),
    pytest.param(HIMMELBLAU, (-3.779310253377747, -3.283185991286170), "minimum", id="Himmelblau's third minimum"),
    pytest.param(HIMMELBLAU, (3.584428340330492, -1.848126526964404), "minimum", id="Himmelblau's fourth minimum"),
    pytest.param(HIMMELBLAU, (-0.270844590667, -0.923038522), "maximum", id="Himmelblau's maximum"),
    pytest.param(HIMMELBLAU, (3.385154183607, 0.073851879837), "saddle", id="Himmelblau's saddle"),
    pytest.param(BEALE, (3, 0.5), "minimum", id="Beale's minimum"),
    pytest.param(BEALE, (0, 1), "saddle", id="Beale's saddle"),
    pytest.param("x² - y²", (0, 0), "saddle", id="the saddle"),
    pytest.param("x³ - 3x y²", (0, 0), "flat", id="the monkey saddle"),
    pytest.param("(x + y)²", (1, -1), "flat", id="a valley"),
    pytest.param("3", (), None, id="no variables"),
    pytest.param("-x⁴", (0,), "flat", id="flatter than a parabola"),
]


@pytest.mark.parametrize(("text", "at", "kind"), LEVEL_POINTS)
def test_kinds_of_known_level_points(text, at, kind):
    f = Function.parse(text)
    if kind is None:
        with pytest.raises(DomainError, match="no variables"):
            Hessian.of(f, at)
        return
    hessian = Hessian.of(f, at)
    assert hessian.gradient.components == pytest.approx((0.0,) * len(at), abs=1e-6)
    assert hessian.kind == kind


def test_rosenbrock_at_its_minimum_is_ill_conditioned():
    # ∇²f(1, 1) = [802 −400; −400 200], det 400 (Nocedal & Wright, Numerical Optimization, exercise 2.1)
    hessian = Hessian.of(Function.parse(ROSENBROCK), (1, 1))
    assert hessian.matrix.tolist() == [[802, -400], [-400, 200]]
    assert hessian.determinant == pytest.approx(400)
    assert hessian.condition == pytest.approx(2508, abs=1)


def test_mml_example_5_15_taylor_of_a_bivariate_function():
    # f = x² + 2xy + y³ at (1, 2): 13 + 6(x−1) + 14(y−2) + (x−1)² + 2(x−1)(y−2) + 6(y−2)², remainder (y−2)³
    model = QuadraticModel.of(Function.parse("x² + 2x y + y³"), (1, 2))
    assert model.value == 13
    assert model.gradient.tolist() == [6, 14]
    assert model.hessian.matrix.tolist() == [[2, 2], [2, 12]]
    x, y = np.meshgrid(np.linspace(-1, 3, 5), np.linspace(0, 4, 5))
    by_hand = 13 + 6 * (x - 1) + 14 * (y - 2) + (x - 1) ** 2 + 2 * (x - 1) * (y - 2) + 6 * (y - 2) ** 2
    assert model(x, y) == pytest.approx(by_hand)
    assert model.error(x, y) == pytest.approx((y - 2) ** 3)


@pytest.mark.parametrize(("text", "at"), TWO_VARIABLES[:-1])
def test_the_models_error_is_of_third_order(text, at):
    model = QuadraticModel.of(Function.parse(text), at)
    errors = [abs(model.error(at[0] + h, at[1] + h / 2)) for h in (1e-2, 5e-3)]
    assert model(*at) == model.value == model.function(*at)
    assert errors[0] <= 1e-12 or errors[0] / errors[1] > 6


def test_newton_lands_on_the_vertex_of_a_quadratic():
    model = QuadraticModel.of(Function.parse("(x-3)² + 2(y+1)² + x y"), (5, 5))
    assert Gradient.of(model.function, model.stationary).norm == pytest.approx(0, abs=1e-12)
    assert QuadraticModel.of(Function.parse("(x+y)²"), (1, 2)).stationary is None


SMOOTH = [Function.parse(text) for text, _ in TWO_VARIABLES if "|" not in text and "sqrt" not in text]


@settings(deadline=None)
@given(st.sampled_from(SMOOTH), numbers, numbers)
def test_mixed_partials_are_equal(f, x, y):
    one, other = f.derivative("x").derivative("y")(x, y), f.derivative("y").derivative("x")(x, y)
    assert one == pytest.approx(other, rel=1e-9, abs=1e-9)


@settings(deadline=None)
@given(numbers, numbers, st.floats(-math.pi, math.pi))
def test_directional_derivative_is_the_slope_along_the_line(x, y, theta):
    f = Function.parse("x²·y + sin(y)")
    u = (2 * math.cos(theta), 2 * math.sin(theta))
    derivative = DirectionalDerivative.of(f, (x, y), u)
    along = richardson(lambda t: f(x + t * derivative.unit[0], y + t * derivative.unit[1]), 0.0)
    assert derivative.value == pytest.approx(along, abs=1e-7)
    assert np.linalg.norm(derivative.unit) == pytest.approx(1)
    if derivative.gradient.norm > 1e-6:
        assert derivative.value == pytest.approx(derivative.gradient.norm * math.cos(derivative.angle), abs=1e-9)


def test_rounding_of_a_straight_line_is_no_kink_of_its_slope():
    assert Hessian.of(Function.parse("acos(cos(x))"), (0.3,)).matrix[0, 0] == pytest.approx(0, abs=1e-12)


def test_along_the_gradient_is_steepest_and_across_it_is_level():
    f = Function.parse("x² y + y² z + z² x")
    steepest = Gradient.of(f, (1, 2, 3))
    assert DirectionalDerivative.of(f, (1, 2, 3), steepest.components).value == pytest.approx(steepest.norm)
    across = np.cross(steepest.components, (1, 0, 0))
    assert DirectionalDerivative.of(f, (1, 2, 3), across).value == pytest.approx(0, abs=1e-12)


@pytest.mark.parametrize(
    ("text", "at"),
    [("x|x| + y²", (0, 1)), ("|x|^1.5", (0,)), ("relu(x)² + y", (0, 1)), ("max(x,y)²", (0, 0)), ("|x|", (0,))],
)
def test_no_second_derivative_at_a_kink(text, at):
    with pytest.raises(DomainError, match=r"kink|no tangent"):
        Hessian.of(Function.parse(text), at)


@pytest.mark.parametrize("direction", [(0, 0), (1, 2, 3), (math.inf, 1), (math.nan, 1)])
def test_wrong_directions(direction):
    with pytest.raises(DomainError, match=r"points nowhere|2 numbers"):
        DirectionalDerivative.of(Function.parse("x y"), (1, 1), direction)


def test_tiny_directions_are_directions():
    assert DirectionalDerivative.of(Function.parse("x y"), (1, 1), (1e-200, 0)).value == 1


def test_values_do_not_change():
    hessian = Hessian.of(Function.parse("x y"), (1, 1))
    for array in (hessian.matrix, hessian.eigenvalues, hessian.eigenvectors):
        with pytest.raises(ValueError, match="read-only"):
            array[...] = 0


@pytest.mark.parametrize(("text", "at"), CASES)
def test_everything_printed_compiles(text, at):
    f = Function.parse(text)
    hessian, model = Hessian.of(f, at), QuadraticModel.of(f, at)
    assert compiles(hessian.typst)
    assert compiles(hessian.typst_at)
    assert (
        parts(hessian.typst) == parts(hessian.typst_at) == [f"second-{a}-{b}" for a in f.variables for b in f.variables]
    )
    assert compiles(hessian.typst_eigen)
    assert compiles(model.typst)
    assert compiles(model.typst_at)
    assert parts(model.typst) == parts(model.typst_at) == ["value", "linear", "quadratic"]
    derivative = DirectionalDerivative.of(f, at, tuple(range(1, len(at) + 1)))
    assert compiles(derivative.typst)
    assert parts(derivative.typst) == ["gradient", "direction", "slope"]


def test_it_reads_as_in_a_book():
    f = Function.parse("x²·y + sin(y)")
    hessian = Hessian.of(f, (1, 2))
    assert hessian.typst.startswith('nabla^2 f(x, y) = mat(delim: "[", {{ 2 y : second-x-x }}, {{ 2 x : second-x-y }};')
    assert (
        hessian.typst_eigen
        == "lambda_1 approx {{ 4.71 : eigenvalue-1 }}, quad lambda_2 approx {{ -1.62 : eigenvalue-2 }}"
    )
    slope = DirectionalDerivative.of(Function.parse("x y"), (3, -2), (0, -1))
    assert slope.typst.endswith("= (-2) dot 0 + 3 dot (-1) = {{ -3 : slope }}")
