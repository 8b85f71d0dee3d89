from __future__ import annotations

import copy
import math

import pytest
import sympy as sp

from mathkit import (
    Function,
    Neuron,
    agreeing_decimals,
    format_number,
    typst,
    typst_column,
    typst_equals,
    typst_factor,
    typst_number,
    typst_settling,
)
from mathkit.networks.neuron import ACTIVATIONS
from mathkit.notation.typst_parts import valued
from tests.mathkit.compiling import compiles
from tests.mathkit.tables import ONE_VARIABLE, TWO_VARIABLES

PRINTED = [
    ("x²/2", "(x^2) / 2"),
    ("x²·y + sin(y)", "x^2 y + sin(y)"),
    ("sin(y) + x²·y", "sin(y) + x^2 y"),
    ("-1 + x", "-1 + x"),
    ("1 - x", "1 - x"),
    ("3 + 2x + x²", "3 + 2 x + x^2"),
    ("-x² + 2x + 1", "-x^2 + 2 x + 1"),
    ("(1 - x) exp(-x)", "(1 - x) e^(-x)"),
    ("1/(1+exp(-5x))", "1 / (1 + e^(-5 x))"),
    ("-2x exp(-x²)", "-2 x e^(-x^2)"),
    ("1/x", "1 / x"),
    ("exp(-x²/2)", "e^(-x^2 slash 2)"),
    ("x^(2/3)", "x^(2 slash 3)"),
    ("exp(1/(2x))", "e^(1 slash (2 x))"),
    ("sigmoid(x)(1 - sigmoid(x))", "sigma(x) (1 - sigma(x))"),
    ("-2/(x-1)^3", "-2 / ((x - 1)^3)"),
    ("√x", "sqrt(x)"),
    ("1/√x", "1 / (sqrt(x))"),
    ("x^(1/3)", "root(3, x)"),
    ("sin²(x)", "sin^2 (x)"),
    ("log(x)/x", "(ln(x)) / x"),
    ("|x - 1|", "abs(x - 1)"),
    ("max(x, 0)", "max(x, 0)"),
    ("sigmoid(z)", "sigma(z)"),
    ("θ - η g", "theta - eta g"),
    ("0.2x²", "0.2 x^2"),
    ("x/5", "x / 5"),
    ("2^x * 2", "2 dot 2^x"),
    ("3*2^x", "3 dot 2^x"),
    ("π x", "pi x"),
    ("1e-6 x", "10^(-6) x"),
    ("(x+1)(x-1)", "(x + 1) (x - 1)"),
    ("x^(2y)", "x^(2 y)"),
    ("(x+y)²/2", "((x + y)^2) / 2"),
    ("(-x)^3", "-x^3"),
    ("x1 + w12", "x_1 + w_(12)"),
]


@pytest.mark.parametrize(("text", "source"), PRINTED)
def test_formulas_are_printed_as_people_write_them(text, source):
    assert typst(Function.parse(text)) == source


@pytest.mark.parametrize("text", [text for text, *_ in ONE_VARIABLE + TWO_VARIABLES + PRINTED])
def test_every_formula_and_its_derivative_compile(text):
    f = Function.parse(text)
    labels = {name: f"part-{name.rstrip('0123456789')}" for name in f.variables}
    for formula in (f, *(f.derivative(name) for name in f.variables)):
        assert compiles(typst(formula))
        assert compiles(typst(formula, labels))


@pytest.mark.parametrize(
    "expr",
    [
        sp.Heaviside(sp.Symbol("x")),
        sp.Max(sp.Symbol("x"), 1, sp.Symbol("y")),
        sp.Piecewise((sp.Symbol("x"), sp.Symbol("x") > 0), (-1, True)),
        sp.Symbol("rate") * sp.Symbol("theta1") ** -1,
        sp.oo,
        sp.nan,
        sp.Float(1.5e-9) * sp.Symbol("x"),
        sp.Rational(10**12, 7),
        sp.Derivative(sp.Function("f")(sp.Symbol("x")), sp.Symbol("x")),
        sp.Symbol("x") ** sp.Rational(-3, 2),
    ],
)
def test_whatever_sympy_makes_compiles(expr):
    assert compiles(typst(expr))


def test_labels_name_every_occurrence():
    source = typst(Function.parse("x²·y + sin(y)"), {"x": "input", "y": "second"})
    assert source == "{{ x : input }}^2 {{ y : second }} + sin({{ y : second }})"
    squared = typst(Function.parse("θ1² + x²"), {"theta1": "weight", "x": "input"})
    assert squared == "{{ theta_1^2 : weight }} + {{ x : input }}^2"  # hiding θ₁ alone would move its exponent
    with pytest.raises(ValueError, match="no part name"):
        typst(Function.parse("x"), {"x": "a, b"})


@pytest.mark.parametrize("activation", ACTIVATIONS)
def test_neuron_formulas_compile(activation):
    for loss in ("squared", "cross_entropy") if activation == "sigmoid" else ("squared",):
        formulas = Neuron(1, 1, 0, 0, activation, loss).formulas
        assert set(formulas) == {"z", "a", "loss", "dz_dw", "dz_dx", "dz_db", "da_dz", "dloss_da"}
        assert all(compiles(source) for source in formulas.values())


NUMBERS = [
    (0, "0", "0"),
    (-0.0, "0", "0"),
    (1, "1", "1"),
    (-1, "−1", "-1"),
    (2.5, "2.5", "2.5"),
    (3.14159, "3.14", "3.14"),
    (-0.3333, "−0.333", "-0.333"),
    (1234.5, "1235", "1235"),
    (99999, "99999", "99999"),
    (123456, "1.23×10⁵", "1.23 times 10^5"),
    (1e5, "10⁵", "10^5"),
    (-1e-6, "−10⁻⁶", "-10^(-6)"),
    (1.2e-6, "1.2×10⁻⁶", "1.2 times 10^(-6)"),
    (0.001, "0.001", "0.001"),
    (0.0009999, "0.001", "0.001"),
    (9.999, "10", "10"),
    (0.1 + 0.2, "0.3", "0.3"),
    (1e300, "10³⁰⁰", "10^(300)"),
    (math.nan, "undefined", '"undefined"'),
    (math.inf, "∞", "infinity"),
    (-math.inf, "−∞", "-infinity"),
]


@pytest.mark.parametrize(("value", "shown", "source"), NUMBERS)
def test_numbers_read_well(value, shown, source):
    assert format_number(value) == shown
    assert typst_number(value) == source
    assert compiles(source)


def test_fixed_decimals_keep_their_zeros():
    assert format_number(1.5, decimals=2) == "1.50"
    assert format_number(-0.001, decimals=2) == "0.00"
    assert format_number(-2, decimals=1) == "−2.0"
    assert typst_number(-2, decimals=1) == "-2.0"
    assert format_number(1.23456, digits=5) == "1.2346"


@pytest.mark.parametrize(
    ("values", "options", "sign"),
    [
        ((0.5, -0.7, 0.0), {}, "="),
        ((0.3 * 3,), {}, "="),
        ((0.5, 1 / 3), {}, "approx"),
        ((1.234,), {"decimals": 2}, "approx"),
        ((1e-9,), {"decimals": 2}, "approx"),
        ((1.5e-9,), {}, "="),
        ((math.inf, math.nan), {}, "="),
    ],
)
def test_a_rounded_number_is_not_said_to_be_equal(values, options, sign):
    assert typst_equals(*values, **options) == sign


def test_a_value_stands_after_the_sign_that_it_deserves():
    assert valued("f(2)", 0.5, "slope") == "f(2) = {{ 0.5 : slope }}"
    assert valued("f(2)", 1.341471, "slope", 4) == "f(2) approx {{ 1.341 : slope }}"
    assert valued("f(2)", -1 / 3) == "f(2) approx -0.333"


@pytest.mark.parametrize(
    ("products", "total", "decimals"),
    [
        ([(0.5, 0.5)], 0.25, 2),
        # 0.03 · 0.5 − 0.04 · 0.9 + 0.23 · 0.6 = 0.117, and rounded before that 0.12: as it is written.
        ([(0.0345, 0.5), (-0.0403, 0.9), (0.23, 0.6)], 0.0345 * 0.5 - 0.0403 * 0.9 + 0.138, 2),
        ([(-0.0345, -0.5), (0.0403, 0.9), (-0.23, 0.6)], -0.08448, 3),
        ([(1e-7, 1e6)], 0.1, 6),
    ],
)
def test_factors_are_written_so_that_their_sum_is_seen_to_be_right(products, total, decimals):
    assert agreeing_decimals(products, total) == decimals


def test_a_negative_factor_stands_in_brackets():
    assert [typst_factor(value) for value in (-0.5, 0.5, -0.0, -1e-6)] == ["(-0.5)", "0.5", "0", "(-10^(-6))"]


@pytest.mark.parametrize(
    ("values", "options", "cells", "exponent"),
    [
        ((0.56782, 0.85994, 1.0389), {}, ["0.568", "0.860", "1.039"], 0),
        ((1, 0.4, 0.02, 0.00025), {"digits": 1, "least": 3, "zeros": False}, ["1", "0.4", "0.02", "0.00025"], 0),
        ((-0.11, -0.0283, -0.00167), {"digits": 2, "least": 2}, ["-0.1100", "-0.0283", "-0.0017"], 0),
        ((2.002e6, -1e6), {}, ["2.002", "-1.000"], 6),
        ((1.2e-8, 0), {"digits": 2}, ["1.2", "0.0"], -8),
        ((-1e-9, 1), {"digits": 2}, ["0.0", "1.0"], 0),
        ((0.0, 0.0), {}, ["0", "0"], 0),
        ((20000.0, 500.0), {}, ["20000", "500"], 0),
    ],
)
def test_numbers_under_one_another(values: tuple[float, ...], options: dict, cells: list[str], exponent: int) -> None:
    assert typst_column(values, **options) == (cells, exponent)


@pytest.mark.parametrize(
    ("values", "limit", "cells", "exponent"),
    [
        (
            [1.0, 17 / 12],
            math.sqrt(2),
            ["{{ 1. : input }}{{ 0000000 : muted }}", "{{ 1.41 : input }}{{ 66667 : muted }}"],
            0,
        ),
        ([10.0, 1.0], 1.0, ["{{ 10.000000 : muted }}", "{{ 1.000000 : input }}"], 0),  # the 1 of 10 is no 1
        ([-1.0, 1.0], -1.0, ["{{ -1.0000000 : input }}", "{{ 1.0000000 : muted }}"], 0),
        ([2.5e-6], 2e-6, ["{{ 2. : input }}{{ 5000000 : muted }}"], -6),
        ([1.0, 2.5e35], math.nan, ["{{ 1 : input }}", "{{ 2.5 times 10^(35) : input }}"], 0),
    ],
)
def test_digits_that_have_settled(values, limit, cells, exponent):
    assert typst_settling(values, limit) == (cells, exponent)
    assert all(compiles(cell) for cell in cells)


@pytest.mark.parametrize(
    ("text", "source", "slope"),
    [
        ("sqrt(1-x^2-y^2)", "sqrt(1 - x^2 - y^2)", "-x / (sqrt(1 - x^2 - y^2))"),
        ("4-x²-y²", "4 - x^2 - y^2", "-2 x"),
        ("0.5 - 0.1x", "0.5 - 0.1 x", "-0.1"),
        ("e^(1-x)", "e^(1 - x)", "-e^(1 - x)"),
        ("3-(x-1)", "4 - x", "-1"),
        ("x+x+1", "2 x + 1", "2"),
        ("2(x+1)", "2 (x + 1)", "2"),
        ("-(x+1)", "-(x + 1)", "-1"),
        ("(x+3)/2", "(x + 3) / 2", "1 / 2"),
        ("x² - 2(x+1)", "x^2 - 2 (x + 1)", "2 x - 2"),
        ("1-(x²+x)", "1 - (x^2 + x)", "-2 x - 1"),
        ("(2x)^2", "(2 x)^2", "8 x"),
        ("sin(x) x", "sin(x) x", "x cos(x) + sin(x)"),
        ("x*2", "2 x", "2"),
        ("1/2*x^2", "(x^2) / 2", "x"),
        ("e^(-x)*x", "e^(-x) x", "(1 - x) e^(-x)"),
        ("e^(2(x+1))", "e^(2 (x + 1))", "2 e^(2 (x + 1))"),
        ("0.5(x+1)", "0.5 (x + 1)", "0.5"),
        ("sin(2(1+x))", "sin(2 (1 + x))", "2 cos(2 (1 + x))"),
        ("1x + 0", "x", "1"),
    ],
)
def test_a_formula_is_printed_as_it_was_typed(text, source, slope):
    f = Function.parse(text)
    assert typst(f) == source
    assert typst(copy.deepcopy(f)) == source
    assert typst(f.derivative("x")) == slope
