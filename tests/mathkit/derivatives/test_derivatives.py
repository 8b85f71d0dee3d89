from __future__ import annotations

import numpy as np
import pytest
import sympy as sp

from mathkit import Function
from tests.mathkit.oracles import autograd_partial, mpmath_partial, richardson
from tests.mathkit.tables import ONE_VARIABLE, TWO_VARIABLES

CASES = [(text, (at,)) for text, at in ONE_VARIABLE] + TWO_VARIABLES


def partials(text, at):
    f = Function.parse(text)
    return f, [(index, f.derivative(name)(*at)) for index, name in enumerate(f.variables)]


@pytest.mark.parametrize(("text", "at"), CASES)
def test_symbolic_is_central_difference(text, at):
    f, found = partials(text, at)
    for index, slope in found:

        def along(t, index=index):
            return f(*(t if position == index else value for position, value in enumerate(at)))

        assert slope == pytest.approx(richardson(along, at[index]), rel=1e-7, abs=1e-9)


@pytest.mark.parametrize(("text", "at"), CASES)
def test_symbolic_is_mpmath_at_50_digits(text, at):
    f, found = partials(text, at)
    for index, slope in found:
        assert slope == pytest.approx(mpmath_partial(f, at, index), rel=1e-12, abs=1e-14)


@pytest.mark.parametrize(("text", "at"), CASES)
def test_symbolic_is_autograd(text, at):
    f, found = partials(text, at)
    for index, slope in found:
        assert slope == pytest.approx(autograd_partial(f, at, index), rel=1e-11, abs=1e-14)


@pytest.mark.parametrize(("text", "at"), CASES)
def test_second_derivative_is_central_difference_of_the_first(text, at):
    f = Function.parse(text)
    first = f.derivative(f.variables[0])
    second = first.derivative(f.variables[0])(*at)
    assert second == pytest.approx(richardson(lambda t: first(t, *at[1:]), at[0]), rel=1e-6, abs=1e-8)


@pytest.mark.parametrize(
    ("text", "x", "slopes"),
    [
        ("|x|", [-2, 3], [-1, 1]),
        ("relu(x)", [-1, 1], [0, 1]),
        ("leaky_relu(x)", [-1, 1], [0.01, 1]),
        ("sign(x)", [-1, 1], [0, 0]),
        ("max(x, 2x - 1)", [0, 3], [1, 2]),
        ("min(x, 2x - 1)", [0, 3], [2, 1]),
        ("|log(x)|", [0.5, 2], [-2, 0.5]),
        ("max(log(x), 0)", [0.5, 2], [0, 0.5]),
        ("|x²-1|", [0.5, 2], [-1, 4]),
        ("sign(x) * |x|^3", [-1, 2], [3, 12]),
        ("|1/x|", [-2, 2], [0.25, -0.25]),
    ],
)
def test_kinked_functions_have_their_slope_almost_everywhere(text, x, slopes):
    derivative = Function.parse(text).derivative()
    assert derivative(np.array(x, dtype=float)) == pytest.approx(slopes)
    assert not derivative.expr.has(sp.DiracDelta, sp.Derivative, sp.re, sp.im)


@pytest.mark.parametrize(
    ("text", "written"),
    [
        ("x exp(-x)", "(1 - x)*exp(-x)"),
        ("x^3 - 3x", "3*x**2 - 3"),
        ("x/(1+x²)", "(1 - x**2)/(1 + x**2)**2"),
        ("x²·y + sin(y)", "2*x*y"),
        ("0.2x²", "0.4*x"),
        ("3", "0"),
    ],
)
def test_a_derivative_reads_as_in_a_book(text, written):
    assert Function.parse(text, ("x", "y")).derivative("x").text == written


def test_a_long_product_is_differentiated_and_rewritten_within_bounds():
    text = "*".join(f"(x+{shift})" for shift in range(1, 20))
    assert Function.parse(text).derivative()(0.0) == pytest.approx(richardson(Function.parse(text), 0.0), rel=1e-9)


@pytest.mark.parametrize("text", ["exp(1.2345 x) + sin(x)", "2^(0.98765 x) + x²", "exp(1e-9 x)/x + exp(x/997)"])
def test_an_exponent_of_many_digits_is_not_factored(text):
    f = Function.parse(text)
    second = f.derivative().derivative()
    assert second(0.4) == pytest.approx(richardson(f.derivative(), 0.4), rel=1e-8)


def test_derivative_is_made_once():
    f = Function.parse("x^2")
    assert f.derivative() is f.derivative("x")
