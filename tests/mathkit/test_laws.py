"""The laws of differentiation, for random pairs of functions at random points.

Elsewhere: equal mixed partials (test_hessian), the order of Taylor's error (test_taylor), descent under the rate bound
(test_quadratics), parse(print(f)) = f (test_parsing_print).
"""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from mathkit import Function, Gradient

CURVES = ["x² - 3x", "sin(2x)", "exp(-x²)", "tanh(x) + x", "1/(2 + x²)", "log(3 + x²)", "gelu(x)", "sigmoid(3x)"]
CURVES += ["x|x|", "softplus(-x)", "sqrt(1 + x²)", "atan(x) cos(x)", "erf(x)", "relu(x)^2", "2^x"]
SURFACES = ["x²·y + sin(y)", "exp(-(x² + 2y²)/4)", "x²/2 + 3(y - x)²", "sin(x) cos(y)", "x y/(1 + x² + y²)"]
SURFACES += ["(1 - x)² + 10(y - x²)²", "log(1 + exp(x - 2y))", "tanh(x y) + x"]

curves = st.sampled_from([Function.parse(text) for text in CURVES])
surfaces = st.sampled_from([Function.parse(text) for text in SURFACES])
numbers = st.floats(-2, 2)


def slope(expr, at):
    return Function.of(expr, ("x",)).derivative()(at)


def about(number):
    return pytest.approx(number, rel=1e-9, abs=1e-9)


@settings(deadline=None, max_examples=40)
@given(curves, curves, numbers, numbers, numbers)
def test_the_derivative_is_linear(f, g, a, b, x):
    assert slope(a * f.expr + b * g.expr, x) == about(a * f.derivative()(x) + b * g.derivative()(x))


@settings(deadline=None, max_examples=40)
@given(curves, curves, numbers)
def test_the_product_rule(f, g, x):
    assert slope(f.expr * g.expr, x) == about(f.derivative()(x) * g(x) + f(x) * g.derivative()(x))


@settings(deadline=None, max_examples=40)
@given(curves, curves, numbers)
def test_the_quotient_rule(f, g, x):
    assume(abs(g(x)) > 0.1)
    assert slope(f.expr / g.expr, x) == about((f.derivative()(x) * g(x) - f(x) * g.derivative()(x)) / g(x) ** 2)


@settings(deadline=None, max_examples=40)
@given(curves, curves, numbers)
def test_the_chain_rule(f, g, x):
    composed = f.expr.xreplace({f.symbols[0]: g.expr})
    assert slope(composed, x) == about(f.derivative()(g(x)) * g.derivative()(x))


@settings(deadline=None, max_examples=40)
@given(surfaces, numbers, numbers)
def test_the_gradient_is_perpendicular_to_the_level_set(f, x, y):
    """The chord between two points of the level set, found from values of f alone, lies across the gradient."""
    gradient = Gradient.of(f, (x, y))
    assume(gradient.norm > 0.05)
    u = np.array(gradient.components) / gradient.norm
    bend = max(abs(entry) for entry in second_differences(f, x, y, 1e-3)) + 1.0
    step = 1e-3 * gradient.norm / bend  # over which the gradient turns by a thousandth
    ends = [on_the_level(f, (x, y), u, side * step) for side in (-1.0, 1.0)]
    chord = ends[1] - ends[0]
    assert np.linalg.norm(chord) >= step
    assert abs(chord @ u) <= 1e-4 * np.linalg.norm(chord)


def on_the_level(f, at, u, aside):
    """A point with f = f(at): aside from `at` across u, and then along u by halving between lower and higher."""
    start = np.array(at) + aside * np.array([-u[1], u[0]])
    low, high = -abs(aside), abs(aside)
    assert f(*(start + low * u)) < f(*at) < f(*(start + high * u))
    for _ in range(60):
        middle = (low + high) / 2
        low, high = (middle, high) if f(*(start + middle * u)) < f(*at) else (low, middle)
    return start + low * u


def second_differences(f, x, y, h):
    return [
        (f(x + h, y) - 2 * f(x, y) + f(x - h, y)) / h**2,
        (f(x, y + h) - 2 * f(x, y) + f(x, y - h)) / h**2,
        (f(x + h, y + h) - f(x + h, y) - f(x, y + h) + f(x, y)) / h**2,
    ]
