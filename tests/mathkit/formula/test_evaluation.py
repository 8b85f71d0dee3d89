from __future__ import annotations

import math
from fractions import Fraction

import numpy as np
import pytest

from mathkit import Function
from mathkit.formula.evaluation import integer_power, reports_infinity

MANY = 70_000  # more than what is looked at again value by value

# whether numpy reports each new infinity, and an argument that makes its value no real number
FORMULAS = [
    ("x + x/3", True, 1.6e308),
    ("x² - x", True, 1e200),
    ("3x³ - 2x", True, -1e120),
    ("1/x", True, 0.0),
    ("1/(x-2)²", True, 2.0),
    ("√x", True, -1.0),
    ("max(x, 1/(x+1))", True, -1.0),
    ("leaky_relu(x)/|x|", True, 0.0),
    ("pi x", True, 1.7e308),
    ("exp(x)", True, 1000.0),
    ("exp(-x)", True, -710.0),
    ("exp(x²)", True, 30.0),
    ("log(x)", True, 0.0),
    ("log(2-x)", True, 2.0),
    ("log(|x-2|)", True, 2.0),
    ("log(x)", True, -1.0),
    ("asin(x/2)", True, 3.0),
    ("sin(1/x)", True, 0.0),
    ("sigmoid(x)/x", True, 0.0),
    ("x softplus(x)", True, 1e200),
    ("x gelu(x)", True, 1e200),
    ("x^9", False, 1e50),
    ("x^x", False, 1e50),
    ("2^x", False, 2000.0),
    ("cosh(x)", False, 1000.0),
    ("1e200 x", False, 1e200),
]


@pytest.mark.parametrize(("text", "reporting", "bad"), FORMULAS)
@pytest.mark.parametrize("spoiled", [True, False])
def test_many_values_are_those_of_few(text, reporting, bad, spoiled):
    f = Function.parse(text)
    assert reports_infinity(f.expr) is reporting
    x = np.linspace(0.5, 1.5, MANY)
    x[12_345] = bad if spoiled else 1.0
    values = f(x)
    assert np.isnan(values).nonzero()[0].tolist() == ([12_345] if spoiled else [])
    np.testing.assert_array_equal(values[:20_000], f(x[:20_000]))  # NaN equals NaN
    assert math.isnan(f(bad))


def test_nan_among_the_arguments_stays_where_it_is():
    x = np.ones(MANY)
    x[7] = np.nan
    assert np.isnan(Function.parse("x² + 1")(x)).nonzero()[0].tolist() == [7]


@pytest.mark.parametrize("size", [3, MANY])
@pytest.mark.parametrize("text", ["x", "2", "x y", "|x|", "max(x, x)"])
def test_a_result_is_an_array_of_its_own(text, size):
    f = Function.parse(text, ("x", "y"))
    x, y = np.full(size, 0.25), np.full(size, 4.0)
    expected = f(0.25, 4.0)
    values = f(x, y)
    values[:] = -1
    assert (x == 0.25).all()
    assert (y == 4.0).all()
    assert (f(x, y) == expected).all()


def test_arguments_spread_out_against_one_another():
    x, y = np.linspace(0, 1, 400)[:, None], np.linspace(1, 2, 300)
    assert (Function.parse("x/y")(x, y) == x / y).all()
    assert (Function.parse("y²", ("x", "y"))(x, y) == np.broadcast_to(y**2, (400, 300))).all()


@pytest.mark.parametrize("n", range(3, 9))
def test_integer_powers_are_the_exact_ones_to_a_few_units(n):
    x = np.random.default_rng(n).uniform(-3, 3, 200)
    exact = np.array([float(Fraction(value) ** n) for value in x])
    assert (np.abs(integer_power(x, n) - exact) <= 4 * np.spacing(np.abs(exact))).all()
    assert integer_power(x[0], n) == integer_power(x, n)[0]
    assert (x == np.random.default_rng(n).uniform(-3, 3, 200)).all()


@pytest.mark.parametrize(
    ("text", "by_hand"),
    [
        ("1/x + y", lambda x, y: 1 / x + y),
        ("(1/x)^y", lambda x, y: (1 / x) ** y),
        ("1/(1 + x²) - y", lambda x, y: 1 / (1 + x**2) - y),
        ("(x + y)/2 - x y", lambda x, y: (x + y) / 2 - x * y),
        ("-(x² + y²)/2", lambda x, y: -(x**2 + y**2) / 2),
        ("x - (x + y)/7", lambda x, y: x - (x + y) / 7),
        ("exp(-(x² + y²)/2)^3", lambda x, y: np.exp(-(x**2 + y**2) / 2) ** 3),
        ("(0.3x + 0.3y)²/x", lambda x, y: (0.3 * x + 0.3 * y) ** 2 / x),
        ("x^-3 y^-2", lambda x, y: 1 / (x**3 * y**2)),
        ("5/(2(x - 3y))^4", lambda x, y: 5 / (2 * (x - 3 * y)) ** 4),
        ("2^(-3x) + 3^(x + y)", lambda x, y: 2 ** (-3 * x) + 3 ** (x + y)),
        ("1/√(x + 2y) + √(x/3 + y/3)", lambda x, y: 1 / np.sqrt(x + 2 * y) + np.sqrt((x + y) / 3)),
    ],
)
def test_what_is_printed_for_numpy_is_what_was_typed(text, by_hand):
    x, y = np.random.default_rng(0).uniform(0.5, 2, (2, 100))
    assert Function.parse(text)(x, y) == pytest.approx(by_hand(x, y), rel=1e-12, abs=1e-13)
    assert Function.parse(text)(float(x[0]), float(y[0])) == pytest.approx(by_hand(x[0], y[0]), rel=1e-12)
