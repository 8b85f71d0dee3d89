"""Every value of mathkit prints itself, as people write it, in parts that can be told apart."""

from __future__ import annotations

import numpy as np
import pytest

import mathkit
from mathkit import (
    Adam,
    DescentPath,
    Function,
    Gradient,
    GradientDescent,
    Momentum,
    Neuron,
    NewtonDescent,
    NewtonsMethod,
    OneSidedSlopes,
    Prediction,
    Secant,
    Slice,
    Tangent,
    TangentPlane,
)
from mathkit.chain_rule.sum_over_paths import ChainRule
from mathkit.notation.typst_parts import aligned, numbers, words
from tests.mathkit.compiling import compiles, doubled_signs, parts, plain
from tests.mathkit.printed_values import BARE, SAMPLES, WITHOUT_TYPST, sources

CLASSES = {name for name in mathkit.__all__ if isinstance(getattr(mathkit, name), type)}
VALUES = [
    pytest.param(name, value, id=f"{name}-{k}") for name, values in SAMPLES.items() for k, value in enumerate(values)
]


def test_every_public_class_prints_itself_or_has_a_reason():
    assert SAMPLES.keys() | WITHOUT_TYPST.keys() == CLASSES
    assert not SAMPLES.keys() & WITHOUT_TYPST.keys()
    for name, values in SAMPLES.items():
        assert values, name
        assert {type(value) for value in values} == {getattr(mathkit, name)}
        assert all("typst" in sources(value) for value in values), name


@pytest.mark.parametrize(("name", "value"), VALUES)
def test_whatever_is_printed_compiles_with_its_parts(name, value):
    for printed in sources(value).values():
        assert printed.strip()
        assert compiles(printed), printed
        assert not doubled_signs(printed), printed
    assert parts(sources(value)["typst"]) or name in BARE


def f(text, *variables):
    return Function.parse(text, variables or None)


def tangent(text, at):
    return Tangent.of(f(text, "x"), at)


READ = [
    # what a rule says: the parameters first, then what is taken away from them
    (GradientDescent(0.1).typst, "theta &<- theta - eta nabla L \\ eta &= 0.1"),
    (Momentum(0.1, 0.5).typst, "v &<- beta v + nabla L \\ theta &<- theta - eta v \\ eta &= 0.1, quad beta = 0.5"),
    (
        Adam(0.001).typst,
        "m &<- beta_1 m + (1 - beta_1) nabla L \\ s &<- beta_2 s + (1 - beta_2) (nabla L)^2 \\ "
        "hat(m) &= m / (1 - beta_1^n) \\ hat(s) &= s / (1 - beta_2^n) \\ "
        "theta &<- theta - eta hat(m) / (sqrt(hat(s)) + epsilon) \\ "
        "eta &= 0.001, quad beta_1 = 0.9, quad beta_2 = 0.999, quad epsilon = 10^(-8)",
    ),
    (NewtonDescent().typst, "theta <- theta - H^(-1) nabla L"),
    (NewtonsMethod.of(f("x² - 2"), 1).typst, "x_(n + 1) = x_n - f(x_n) / f'(x_n)"),
    (NewtonsMethod.of(f("x² - 2"), -1).typst_step(0), "-1 - (-1) / (-2) = -1.5"),
    (NewtonsMethod.of(f("1e-6x - 2"), 0).typst_step(0), "0 - (-2) / (10^(-6)) = 2 times 10^6"),
    (DescentPath.of(f("x² + y²"), (1, 1), 0.1, 9).update[0], "(x, y) &<- (x, y) - eta thin nabla f"),
    (DescentPath.of(f("x²"), (1,), 0.1, 9, uphill=True).update[0], "x &<- x + eta thin f'(x)"),
    (
        DescentPath.of(f("x² + y²"), (1, -1), 0.5, 9).typst,
        "(x, y) &<- (x, y) - eta thin nabla f \\ eta &= 0.5 \\ (1, -1) &-> (0, 0) \\ f: 2 &-> 0 \\ "
        '"steps" &= 1 quad "(converged)"',
    ),
    # lines: a 0 is not written, nor a factor of 1; a minus is never doubled
    (tangent("x²", 3).typst, "y = 9 + 6 (x - 3)"),
    (tangent("x²", -3).typst, "y = 9 - 6 (x + 3)"),
    (tangent("-x²", -3).typst, "y = -9 + 6 (x + 3)"),
    (tangent("-x²", 3).typst, "y = -9 - 6 (x - 3)"),
    (tangent("x²/2", 1).typst, "y = 0.5 + (x - 1)"),
    (tangent("-x²/2", 1).typst, "y = -0.5 - (x - 1)"),
    (tangent("x²/2", 1).typst_intercept, "y = x - 0.5"),
    (tangent("-x²", 3).typst_intercept, "y = -6 x + 9"),
    (tangent("x² - 4", 2).typst, "y = 4 (x - 2)"),
    (tangent("4 - x²", 2).typst, "y = -4 (x - 2)"),
    (tangent("x - 2", 2).typst, "y = x - 2"),
    (tangent("2 - x", 2).typst, "y = -(x - 2)"),
    (tangent("x²", 0).typst, "y = 0"),
    (tangent("x²", 0).typst_intercept, "y = 0"),
    (tangent("cos(x)", 0).typst, "y = 1"),
    (tangent("cos(x)", 0).typst_intercept, "y = 1"),
    (tangent("-x", 0).typst, "y = -x"),
    (tangent("1e-9x", 1).typst, "y = 10^(-9) + 10^(-9) (x - 1)"),
    (tangent("-1e8x", 1).typst, "y = -10^8 - 10^8 (x - 1)"),
    (Tangent.of(f("y²"), 1).typst, "z = 1 + 2 (y - 1)"),
    (tangent("x³ - 3x", -0.2).typst, "y = 0.592 - 2.88 (x + 0.2)"),
    (tangent("sin(x)", 1 / 3).typst, "y approx 0.327 + 0.945 (x - 0.333333)"),
    (tangent("0.1x", 3).typst_intercept, "y = 0.1 x"),  # 0.3 − 0.1 · 3 is noise
    (tangent("x²", 3).typst_at, "f'(3) = 6"),
    (tangent("x²", 1 / 3).typst_at, "f'(0.333333) approx 0.6667"),
    (TangentPlane.of(f("x² - y"), (1, -2)).typst, "z = 3 + 2 (x - 1) - (y + 2)"),
    (TangentPlane.of(f("x y"), (0, 0)).typst, "z = 0"),
    (TangentPlane.of(f("-3x + z"), (1, 0)).typst, "w = -3 - 3 (x - 1) + z"),
    # slopes
    (Secant.of(f("x²"), 1, 0.5).typst, "(f(1 + 0.5) - f(1)) / (0.5) = (1.25) / (0.5) = 2.5"),
    (Secant.of(f("x²"), 1, -3).typst, "(f(1 - 3) - f(1)) / (-3) = (3) / (-3) = -1"),
    (Secant.of(f("x²"), 0, -3).typst, "(f(-3) - f(0)) / (-3) = (9) / (-3) = -3"),
    (Secant.of(f("x³"), -2, 0.01).typst, "(f(-2 + 0.01) - f(-2)) / (0.01) approx (0.1194) / (0.01) = 11.94"),
    (Secant.of(f("2/x"), -2, 0.01).typst, "(f(-2 + 0.01) - f(-2)) / (0.01) approx (-0.005025) / (0.01) = -0.5025"),
    (OneSidedSlopes.of(f("|x|"), 0).typst, "f'_(-) (0) = -1, quad f'_(+) (0) = 1 quad \"(kink)\""),
    (OneSidedSlopes.of(f("√x"), 0).typst, 'f\'_(-) (0) = "undefined", quad f\'_(+) (0) = infinity quad "(edge)"'),
    (OneSidedSlopes.of(f("x²"), -1).typst, "f'(-1) = -2"),
    (tangent("x²", 1).predict(0.1).typst, "f(1.1) = 1.21 = 1.2 + 0.01"),
    (tangent("-x²", 1).predict(-0.001).typst, "f(0.999) = -0.998001 = -0.998 - 10^(-6)"),
    (Prediction(1e-9, 2.0, 2.0 + 4e-16, 4e-16, 1.0).typst, 'f(1.000000001) = 2, quad "predicted" 2'),
    (tangent("log(x)", 1).predict(-2).typst, 'f(-1) = "undefined", quad "predicted" -2'),
    (Slice.of(f("x²·y"), (1, -2), "x").typst, "f(x, -2) = -2 x^2"),
    (Slice.of(f("x²·y"), (1, -2), "y").typst_partial, "(partial f) / (partial y) = x^2"),
    (Slice.of(f("x²·y"), (1, -2), "x").typst_at, "(partial f) / (partial x) (1, -2) = -4"),
    (Gradient.of(f("x - y²"), (1, 3)).typst, 'nabla f(x, y) = vec(delim: "[", 1, -2 y)'),
    (Gradient.of(f("x - y²"), (1, 3)).typst_at, 'nabla f (1, 3) = vec(delim: "[", 1, -6)'),
    (Gradient.of(f("x + y - 2z"), (1, 1e8, 1e-9)).typst_at, 'nabla f (1, 10^8, 10^(-9)) = vec(delim: "[", 1, 1, -2)'),
    (
        ChainRule.of(f("u²"), {"u": f("1 - x")}, (3,)).sums[0].paths[0].typst,
        "(partial f) / (partial u) (dif u) / (dif x) = (-4) dot (-1) = 4",
    ),
    (
        Neuron(2, -1, -3, 1, "identity").typst,
        "z &= w x + b = (-1) dot 2 - 3 = -5 \\ a &= z = -5 \\ L &= (a - t)^2 = 36",
    ),
]


@pytest.mark.parametrize(("printed", "read"), READ)
def test_terms_stand_in_the_order_in_which_people_write_them(printed, read):
    assert plain(printed) == read
    assert compiles(printed)


def test_the_parts_of_a_value_carry_the_roles_of_its_quantities():
    assert parts(tangent("x²", 3).typst) == ["output", "output_2", "slope", "input"]
    assert parts(Secant.of(f("x²"), 1, 2).typst) == ["input_h", "input_h", "output_rise", "input_h", "secant"]
    assert parts(TangentPlane.of(f("x² - 2y"), (1, 0)).typst) == [
        "output", "output_2", "slope", "input", "slope2", "input2",
    ]  # fmt: skip
    assert parts(Gradient.of(f("a b c"), (1, 2, 3)).typst_at) == ["gradient", "slope", "slope2", "slope_3"]
    assert parts(Slice.of(f("x y"), (1, 2), "y").typst) == ["input", "input2", "output", "input2"]


def test_a_sign_that_follows_a_sign_is_found():
    assert doubled_signs("{{ 1 : a }} - {{ -2 : b }}")
    assert doubled_signs("3 dot -2")
    assert not doubled_signs('x <- -1 - e^(-x) -> "a - -b" + (-1) dot (-2)')


def test_large_arrays_print_their_corners():
    table = numbers(mathkit.Hessian.of(f("x² y"), (1, 2)).matrix)
    assert table == 'mat(delim: "[", 4, 2; 2, 0)'
    column, wide = numbers(np.arange(9.0)), numbers(np.arange(14.0).reshape(2, 7))
    assert column == 'vec(delim: "[", 0, 1, 2, 3, dots.v, 8)'
    assert wide == 'mat(delim: "[", 0, 1, 2, 3, dots.c, 6; 7, 8, 9, 10, dots.c, 13)'
    assert "dots.v, dots.v, dots.v, dots.v, dots.down, dots.v" in numbers(np.ones((7, 7)))
    assert compiles(numbers(np.ones((70, 3))))


def test_words_are_taken_as_they_are():
    assert words('a "b" \\ \n c') == '"a \\"b\\" \\\\ c"'
    assert compiles(words('a "b" \\ # $ c'))


def test_lines_are_aligned_at_their_first_relation():
    assert aligned(["a <- a = b", "x = y = z"]) == "a &<- a = b \\ x &= y = z"
