from __future__ import annotations

import numpy as np
import pytest
import sympy as sp
from hypothesis import given, settings
from hypothesis import strategies as st

from mathkit import Derivative, FormulaError, Function
from tests.mathkit.compiling import compiles, parts
from tests.mathkit.oracles import mpmath_partial, richardson
from tests.mathkit.tables import ONE_VARIABLE, TWO_VARIABLES

CASES = [(text, (at,)) for text, at in ONE_VARIABLE] + TWO_VARIABLES
CASES += [("x^3 sin(x) exp(-x)", (0.7,)), ("(x²+1)/(x-3)", (0.4,)), ("x^sin(x)", (1.2,)), ("sin(cos(tan(x)))", (0.3,))]


@pytest.mark.parametrize(("text", "at"), CASES)
def test_every_step_is_the_central_difference_of_its_part(text, at):
    f = Function.parse(text)
    for name in f.variables:
        index = f.variables.index(name)
        for step in Derivative.of(f, name).steps:

            def along(t, of=step.part, index=index):
                return of(*(t if position == index else value for position, value in enumerate(at)))

            expected = richardson(along, at[index])
            assert step.result(*at) == pytest.approx(expected, rel=1e-6, abs=1e-8)


@pytest.mark.parametrize(("text", "at"), CASES)
def test_the_last_step_is_the_derivative_at_50_digits(text, at):
    f = Function.parse(text)
    for index, name in enumerate(f.variables):
        derivative = Derivative.of(f, name)
        assert derivative.steps[-1].result.expr == derivative.derivative.expr == f.derivative(name).expr
        assert derivative.steps[-1].result(*at) == pytest.approx(mpmath_partial(f, at, index), rel=1e-12, abs=1e-14)


@pytest.mark.parametrize(("text", "at"), CASES)
def test_every_line_compiles(text, at):
    f = Function.parse(text)
    for name in f.variables:
        derivative = Derivative.of(f, name)
        assert all(compiles(step.typst) for step in derivative.steps)
        assert compiles(derivative.typst)


# Parr & Howard, The Matrix Calculus You Need For Deep Learning, §2 (table of rules), with their examples
PARR_HOWARD_2 = [
    ("constant", "99", "0"),
    ("constant multiple", "3x", "3"),
    ("power", "x^3", "3x²"),
    ("sum", "x² + 3x", "2x + 3"),
    ("product", "x² x^(1/2) sin(x)", "5/2 x^(3/2) sin(x) + x^(5/2) cos(x)"),
    ("chain", "log(x²)", "2/x"),
    ("power", "x^2", "2x"),
]


@pytest.mark.parametrize(("rule", "text", "derivative"), PARR_HOWARD_2)
def test_parr_and_howard_section_2(rule, text, derivative):
    found = Derivative.of(Function.parse(text, ("x",)))
    assert rule in {step.rule for step in found.steps} or text == "log(x²)"  # sympy writes 2 log|x|
    assert found.derivative(1.3) == pytest.approx(Function.parse(derivative, ("x",))(1.3), rel=1e-14)


def test_parr_and_howard_section_4_5_the_chain_rule_on_sin_of_a_square():
    steps = Derivative.of(Function.parse("sin(x²)")).steps
    assert [step.rule for step in steps] == ["power", "chain"]
    assert steps[0].result.text == "2*x"
    assert steps[1].result.text == "2*x*cos(x**2)"
    assert steps[1].typst.endswith("{{ cos(x^2) : outer }} dot {{ 2 x : inner }}")


@pytest.mark.parametrize(
    ("name", "text", "derivative"),
    [
        ("MML example 5.5 (chain rule)", "(2x+1)^4", "8(2x+1)^3"),
        ("MML example 5.2 (power)", "x^7", "7x^6"),
        ("MML eq. 5.29 product", "x² exp(x)", "2x exp(x) + x² exp(x)"),
        ("MML eq. 5.30 quotient", "sin(x)/x", "(x cos(x) - sin(x))/x²"),
    ],
)
def test_mml_section_5_1_2(name, text, derivative):
    found = Derivative.of(Function.parse(text))
    x = np.linspace(0.3, 2, 9)
    assert found.derivative(x) == pytest.approx(Function.parse(derivative)(x), rel=1e-12)


@pytest.mark.parametrize(
    ("text", "rules"),
    [
        ("x", ["variable"]),
        ("5", ["constant"]),
        ("x² sin(x)", ["power", "elementary", "product", "simplify"]),
        ("x exp(-x)", ["constant multiple", "chain", "product", "simplify"]),
        ("sin(x)/x", ["elementary", "quotient", "simplify"]),
        ("2^x", ["exponential"]),
        ("x^x", ["variable exponent", "simplify"]),
        ("max(x, 2)", ["case by case"]),
        ("sigmoid(3x - 1)", ["constant multiple", "sum", "chain"]),
    ],
)
def test_which_rules_are_used(text, rules):
    found = [step.rule for step in Derivative.of(Function.parse(text, ("x",))).steps]
    assert [rule for rule in found if rule != "simplify"] == [rule for rule in rules if rule != "simplify"]


def test_a_line_names_its_parts_in_reading_order():
    product = next(s for s in Derivative.of(Function.parse("x² sin(x)")).steps if s.rule == "product")
    assert parts(product.typst) == ["whole", "slope-1", "factor-2", "factor-1", "slope-2"]
    assert product.typst.startswith("dif / (dif x) ({{ x^2 sin(x) : whole }}) = {{ 2 x : slope-1 }} dot")


def test_one_variable_of_two_is_partial():
    derivative = Derivative.of(Function.parse("x²·y"), "x")
    assert derivative.typst.startswith("{{ (partial f) / (partial x) (x, y) : function }} = {{ 2 x y")
    assert derivative.steps[-1].typst.startswith("partial / (partial x)")
    with pytest.raises(FormulaError, match="variables: x, y"):
        Derivative.of(Function.parse("x y"))


ATOMS = st.sampled_from(["x", "2", "sin(x)", "exp(x)", "(x² + 1)", "cos(2x)", "tanh(x)", "0.5"])


@settings(deadline=None, max_examples=80)
@given(ATOMS, ATOMS, st.sampled_from("+-*/"), ATOMS, st.sampled_from("+-*/"), st.floats(0.3, 1.4))
def test_the_steps_combine_to_the_right_number(a, b, one, c, two, at):
    f = Function.parse(f"({a} {one} {b}) {two} {c}", ("x",))
    derivative = Derivative.of(f)
    expected = float(sp.diff(f.expr, f.symbols[0]).evalf(30, subs={f.symbols[0]: at}))
    assert derivative.steps[-1].result(at) == pytest.approx(expected, rel=1e-9, abs=1e-9)
    assert all(compiles(step.typst) for step in derivative.steps)
