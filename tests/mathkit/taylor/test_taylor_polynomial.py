from __future__ import annotations

import functools
import math

import mpmath
import numpy as np
import pytest
import sympy as sp
from hypothesis import given, settings
from hypothesis import strategies as st

from mathkit import DomainError, Features, Function, TaylorPolynomial
from mathkit.formula.special_functions import elementary
from mathkit.taylor.power_series import exact_coefficients, taylor_coefficients
from tests.mathkit.compiling import compiles
from tests.mathkit.oracles import plain
from tests.mathkit.tables import ONE_VARIABLE

SMOOTH = ["exp(x)", "sin(3x)", "1/(2 + x)", "tanh(x)", "gelu(x)", "log(3 + x)", "softplus(2x)", "exp(-x²)"]


@functools.cache
def taylor(text, at, order):
    return TaylorPolynomial.of(Function.parse(text, ("x",)), at, order)


def test_mml_example_5_3_taylor_polynomial_of_x4_at_1():
    found = taylor("x^4", 1.0, 6)
    assert found.coefficients.tolist() == [1, 4, 6, 4, 1, 0, 0]
    assert found.polynomial.text == "x**4"
    assert found.remainder(np.linspace(-3, 3, 7)) == pytest.approx(np.zeros(7), abs=1e-12)
    assert found.bound((-3, 3)) == 0


def test_mml_example_5_4_taylor_series_of_sin_plus_cos_at_0():
    found = taylor("sin(x) + cos(x)", 0.0, 5)
    book = [1, 1, -sp.Rational(1, 2), -sp.Rational(1, 6), sp.Rational(1, 24), sp.Rational(1, 120)]
    assert list(found.exact) == book
    assert found.coefficients == pytest.approx([float(number) for number in book], rel=1e-15)
    terms = [
        "{{ 1 : term-0 }} + {{ x : term-1 }} - {{ (x^2) / 2 : term-2 }}",
        "{{ (x^3) / 6 : term-3 }} + {{ (x^4) / 24 : term-4 }} + {{ (x^5) / 120 : term-5 }}",
    ]
    assert found.typst == f"T_5 (x) = {terms[0]} - {terms[1]}"


@pytest.mark.parametrize(
    ("text", "coefficients"),
    [
        ("exp(x)", [1, 1, 1 / 2, 1 / 6, 1 / 24]),
        ("log(1 + x)", [0, 1, -1 / 2, 1 / 3, -1 / 4]),
        ("1/(1 - x)", [1, 1, 1, 1, 1]),
        ("tan(x)", [0, 1, 0, 1 / 3, 0, 2 / 15]),
        ("tanh(x)", [0, 1, 0, -1 / 3, 0, 2 / 15, 0, -17 / 315]),
        ("asin(x)", [0, 1, 0, 1 / 6, 0, 3 / 40]),
        ("atan(x)", [0, 1, 0, -1 / 3, 0, 1 / 5]),
        ("sqrt(1 + x)", [1, 1 / 2, -1 / 8, 1 / 16, -5 / 128]),
        ("sigmoid(x)", [1 / 2, 1 / 4, 0, -1 / 48, 0, 1 / 480]),
    ],
)
def test_abramowitz_and_stegun_chapter_4(text, coefficients):
    assert taylor(text, 0.0, len(coefficients) - 1).coefficients == pytest.approx(coefficients, abs=1e-15)


@pytest.mark.parametrize(("text", "at"), ONE_VARIABLE)
def test_coefficients_are_mpmaths_at_50_digits(text, at):
    f = Function.parse(text)
    found = taylor_coefficients(f.expr, f.symbols[0], np.array(at), 5)
    pieces = elementary(f.expr).replace(sp.Abs, lambda z: sp.Piecewise((z, z > 0), (-z, True), evaluate=False))
    pieces = pieces.replace(sp.sign, lambda z: sp.Piecewise((1, z > 0), (-1, True), evaluate=False))
    with mpmath.workdps(50):
        value = sp.lambdify(f.symbols, pieces, modules="mpmath")
        expected = [float(number) for number in mpmath.taylor(value, mpmath.mpf(at), 5)]
    scale = max(abs(number) for number in expected)
    assert found == pytest.approx(expected, rel=1e-10, abs=1e-13 * max(1.0, scale))


@pytest.mark.parametrize(("text", "at"), ONE_VARIABLE)
def test_exact_coefficients_are_the_symbolic_derivatives(text, at):
    f = Function.parse(text)
    point = sp.Rational(repr(at))
    exact = exact_coefficients(f.expr, f.symbols[0], point, 3)
    derivative = f
    for k, number in enumerate(exact):
        expected = derivative(at) / math.factorial(k)
        assert float(elementary(number).evalf(20)) == pytest.approx(expected, rel=1e-10, abs=1e-12)
        derivative = derivative.derivative()


@pytest.mark.parametrize(("text", "at"), ONE_VARIABLE)
def test_the_remainder_stays_below_lagranges_bound(text, at):
    found = taylor(text, at, 3)
    interval = (at - 0.05, at + 0.05)
    x = np.linspace(*interval, 41)
    rounding = 1e-13 * max(1.0, float(np.nanmax(np.abs(found.function(x)))))
    assert np.abs(found.remainder(x)).max() <= found.bound(interval) * (1 + 1e-9) + rounding
    assert abs(found.remainder(interval[1])) <= found.bound_at(interval[1]) * (1 + 1e-9) + rounding
    assert compiles(found.typst)
    assert compiles(found.typst_general)


def true_errors(found, interval):
    """(x, |f − Tₙ|) at points of the interval, at 50 digits."""
    with mpmath.workdps(50):
        value = sp.lambdify(found.function.symbols, plain(found.function.expr), modules="mpmath")
        series = mpmath.taylor(value, mpmath.mpf(found.at), found.order)[::-1]
        points = [mpmath.mpf(x) for x in np.linspace(*interval, 20).tolist()]
        rounding = mpmath.mpf(10) ** -35  # of the differences that mpmath makes derivatives of
        return [(x, abs(value(x) - mpmath.polyval(series, x - mpmath.mpf(found.at))) - rounding) for x in points]


def densely(found, interval):
    """max |f⁽ⁿ⁺¹⁾|/(n + 1)! over many samples."""
    f, order = found.function, found.order + 1
    return float(np.abs(taylor_coefficients(f.expr, f.symbols[0], np.linspace(*interval, 5001), order)[order]).max())


@pytest.mark.parametrize("reach", [pytest.param(0.05, marks=pytest.mark.films), 0.25])
@pytest.mark.parametrize(("text", "at"), ONE_VARIABLE)
def test_the_bound_is_proven_true_and_tight(text, at, reach):
    found, interval = taylor(text, at, 2), (at - reach, at + reach)
    bound = found.remainder_bound(interval)
    assert bound.proven
    assert bound.size < math.inf or Features.of(found.function, interval).kinks
    errors = true_errors(found, interval)
    assert all(error <= bound.size for _, error in errors)
    assert all(error <= found.bound_at(float(x)) for x, error in errors[::6])
    assert densely(found, interval) * reach**3 <= bound.size * (1 + 1e-9)
    if bound.size < math.inf:
        assert bound.size <= 1.01 * densely(found, interval) * reach**3


@settings(deadline=None, max_examples=15)
@given(st.sampled_from(SMOOTH), st.floats(-1, 1), st.integers(0, 9), st.floats(0.01, 0.8))
def test_the_bound_holds_at_any_order(text, at, order, reach):
    found, interval = taylor(text, at, order), (at - reach, at + reach)
    bound = found.remainder_bound(interval)
    assert bound.proven
    assert all(error <= bound.size for _, error in true_errors(found, interval))
    assert bound.size <= 1.5 * densely(found, interval) * reach ** (order + 1) * (1 + 1e-9)


@pytest.mark.parametrize("text", ["sin(1000x)", "exp(sin(exp(2x)))", "1/(x² + 1e-4)"])
def test_a_peak_between_samples_is_not_missed(text):
    found = taylor(text, 0.3, 3)
    bound = found.bound((-1.0, 1.0))
    x = np.random.default_rng(0).uniform(-1, 1, 20_000)
    largest = np.abs(taylor_coefficients(found.function.expr, found.function.symbols[0], x, 4)[4]).max()
    assert largest * 1.3**4 <= bound <= 1.5 * largest * 1.3**4


def test_where_no_interval_is_known_the_bound_is_an_estimate():
    x = sp.Symbol("x")
    f = Function.of(sp.Piecewise((sp.exp(x), x < 5), (1, True)), ("x",))
    bound = TaylorPolynomial.of(f, 0.0, 2).remainder_bound((-1.0, 1.0))
    assert not bound.proven
    assert bound.size == pytest.approx(math.e / 6)


def test_lagranges_bound_of_sin_is_the_textbooks():
    found = taylor("sin(x)", 0.0, 3)
    assert found.bound((-1, 1)) == pytest.approx(math.sin(1) / 24, rel=1e-6)  # max|sin| on [−1, 1] over 4!
    assert taylor("exp(x)", 0.0, 2).bound((-1, 1)) == pytest.approx(math.e / 6, rel=1e-6)


def test_no_bound_across_a_kink_or_a_pole():
    assert taylor("|x|", 1.0, 1).bound((-1, 2)) == math.inf
    assert taylor("1/x", 1.0, 1).bound((-1, 2)) == math.inf
    assert taylor("|x|", 1.0, 1).bound((0.5, 2)) == 0


@settings(deadline=None, max_examples=50)
@given(st.sampled_from(SMOOTH), st.floats(-1, 1), st.integers(0, 4))
def test_the_error_is_of_order_n_plus_1(text, at, order):
    """Halving the distance divides the error by 2ⁿ⁺¹, unless the next coefficient happens to be small."""
    found = taylor(text, at, order)
    following = taylor_coefficients(found.function.expr, found.function.symbols[0], np.array(found.at), order + 2)
    if abs(following[order + 1]) < 0.05 * max(1.0, abs(following[order + 2])):
        return
    h = 0.02
    with mpmath.workdps(50):
        value = sp.lambdify(found.function.symbols, elementary(found.function.expr), modules="mpmath")
        series = mpmath.taylor(value, mpmath.mpf(found.at), order)
        errors = [value(mpmath.mpf(found.at) + d) - mpmath.polyval(series[::-1], mpmath.mpf(d)) for d in (h, h / 2)]
        assert float(errors[0] / errors[1]) == pytest.approx(2 ** (order + 1), rel=0.25)


@given(st.floats(-3, 3), st.floats(-3, 3), st.floats(0.2, 2))
def test_series_are_linear(a, b, at):
    f, g = Function.parse("sin(x)"), Function.parse("x log(x)")
    mixed = taylor_coefficients(a * f.expr + b * g.expr, f.symbols[0], np.array(at), 5)
    alone = [taylor_coefficients(h.expr, f.symbols[0], np.array(at), 5) for h in (f, g)]
    assert mixed == pytest.approx(a * alone[0] + b * alone[1], rel=1e-9, abs=1e-12)


def test_the_linear_approximation_is_that_of_order_1():
    linear = taylor("sqrt(x)", 4.0, 1)
    assert linear.coefficients.tolist() == [2.0, 0.25]
    assert linear(4.1) == pytest.approx(2.025)
    assert linear.bound((4, 5)) == pytest.approx(1 / 64, rel=1e-6)  # |f″(4)|/2 · 1²
    assert abs(linear.remainder(5.0)) < linear.bound((4, 5))
    assert linear.typst == "T_1 (x) = {{ 2 : term-0 }} + {{ (x - 4) / 4 : term-1 }}"


def test_terms_are_written_about_the_point():
    assert taylor("x^3", -1.0, 2).typst == (
        "T_2 (x) = -{{ 1 : term-0 }} + {{ 3 (x + 1) : term-1 }} - {{ 3 (x + 1)^2 : term-2 }}"
    )
    assert compiles(taylor("exp(x)", 1.0, 12).typst)
    assert taylor("0x", 2.0, 2).typst == "T_2 (x) = {{ 0 : term-0 }}"


def test_a_polynomial_of_an_array_keeps_its_shape():
    assert taylor("exp(x)", 0.0, 3)(np.zeros((2, 3))).shape == (2, 3)
    assert isinstance(taylor("exp(x)", 0.0, 3)(1.0), float)


@pytest.mark.parametrize(
    ("text", "at", "order", "message"),
    [
        ("log(x)", -1, 2, "no value"),
        ("|x|", 0, 2, "kink"),
        ("x", 0, 99, "from 0 to 40"),
        ("x^2.5", 0, 4, "derivative|side"),
    ],
)
def test_where_there_is_no_polynomial(text, at, order, message):
    with pytest.raises(DomainError, match=message):
        taylor(text, at, order)
