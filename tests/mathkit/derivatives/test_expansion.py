from __future__ import annotations

import math

import mpmath
import pytest
import sympy as sp
from hypothesis import given
from hypothesis import strategies as st

from mathkit import Function
from mathkit.derivatives.expansion import NoExpansion, OneSidedExpansion, Undefined, both_sides
from mathkit.formula.special_functions import elementary

INF, NAN, PI = math.inf, math.nan, math.pi

# formula, point, side, then limit, slope and second derivative on that side in closed form; None where there is none
ONE_SIDED = [
    ("|x|", 0, 1, 0, 1, 0),
    ("|x|", 0, -1, 0, 1, 0),
    ("relu(x)-relu(-x)", 0, 1, 0, 1, 0),
    ("relu(x)-relu(-x)", 0, -1, 0, -1, 0),
    ("max(0,x)+min(0,e^x-1)", 0, 1, 0, 1, 0),
    ("max(0,x)+min(0,e^x-1)", 0, -1, 0, -1, 1),
    ("cos(|x|)", 0, 1, 1, 0, -1),
    ("cos(|x|)", 0, -1, 1, 0, -1),
    ("sin(x)/x", 0, 1, 1, 0, -1 / 3),
    ("sin(x)/x", 0, -1, 1, 0, -1 / 3),
    ("(1-cos(x))/x^2", 0, 1, 1 / 2, 0, -1 / 12),
    ("(e^x-1)/x", 0, 1, 1, 1 / 2, 1 / 3),
    ("(x^2-1)/(x-1)", 1, 1, 2, 1, 0),
    ("x/tanh(x)", 0, 1, 1, 0, 2 / 3),
    ("x/(e^x-1)", 0, -1, 1, 1 / 2, 1 / 6),
    ("ln(1+x)/x", 0, 1, 1, -1 / 2, 2 / 3),
    ("(tan(x)-x)/x^3", 0, 1, 1 / 3, 0, 4 / 15),
    ("(sin(x)-x+x^3/6)/x^5", 0, 1, 1 / 120, 0, -2 / 5040),
    ("sqrt(x)", 0, 1, 0, INF, -INF),
    ("x sqrt(x)", 0, 1, 0, 0, INF),
    ("x^2 sqrt(x)", 0, 1, 0, 0, 0),
    ("sqrt(1-x)", 1, -1, 0, INF, -INF),
    ("asin(x)", 1, -1, PI / 2, -INF, INF),
    ("acos(x)", -1, 1, PI, -INF, INF),
    ("acos(cos(x))", 0, 1, 0, 1, 0),
    ("acos(cos(x))", 0, -1, 0, 1, 0),
    ("asin(sin(x))", PI / 2, 1, PI / 2, -1, 0),
    ("sqrt(x^2+x^4)", 0, -1, 0, 1, 0),
    ("sqrt(1-cos(x))", 0, 1, 0, 1 / math.sqrt(2), 0),
    ("x ln(x)", 0, 1, 0, -INF, INF),
    ("x^2 ln(x)", 0, 1, 0, 0, -INF),
    ("x^x", 0, 1, 1, -INF, INF),
    ("x/ln(x)", 0, 1, 0, 0, None),
    ("ln(x)", 0, 1, -INF, NAN, NAN),
    ("ln(-x ln(x))", 0, 1, -INF, NAN, NAN),
    ("x ln(-x ln(x))", 0, 1, 0, -INF, INF),
    ("1/x", 0, 1, INF, NAN, NAN),
    ("1/x", 0, -1, -INF, NAN, NAN),
    ("1/x^2", 0, -1, INF, NAN, NAN),
    ("e^(1/x)", 0, 1, INF, NAN, NAN),
    ("e^(1/x)", 0, -1, 0, 0, 0),
    ("e^(-1/x^2)", 0, 1, 0, 0, 0),
    ("x + e^(-1/x^2)", 0, 1, 0, 1, 0),
    ("x/(1+e^(1/x))", 0, 1, 0, 0, 0),
    ("x/(1+e^(1/x))", 0, -1, 0, -1, 0),
    ("1/(1+e^(-1/x))", 0, 1, 1, 0, 0),
    ("1/(1+e^(-1/x))", 0, -1, 0, 0, 0),
    ("tanh(1/x)", 0, 1, 1, 0, 0),
    ("tanh(1/x)", 0, -1, -1, 0, 0),
    ("erf(1/x)", 0, -1, -1, 0, 0),
    ("atan(1/x)", 0, 1, PI / 2, -1, 0),
    ("atan(1/x)", 0, -1, -PI / 2, 1, 0),
    ("x atan(1/x)", 0, 1, 0, PI / 2, -2),
    ("x^2 sin(1/x)", 0, 1, 0, 0, None),
    ("x sin(1/x)", 0, 1, 0, None, None),
    ("sin(1/x)", 0, 1, None, None, None),
    ("x^2 (2+cos(1/x))", 0, -1, 0, 0, None),
    ("sign(x)", 0, 1, 1, 0, 0),
    ("sign(x)", 0, -1, -1, 0, 0),
    ("|x|^1.5", 0, 1, 0, 0, INF),
    ("|x|^3", 0, 1, 0, 0, 0),
    ("|sin(x)|", PI, 1, 0, 1, 0),
    ("|sin(x)|", PI, -1, 0, 1, 0),
    ("|cos(x)|", PI / 2, 1, 0, 1, 0),
    ("|x^2-2|", math.sqrt(2), 1, 0, 2 * math.sqrt(2), 2),
    ("|x^2-2|", math.sqrt(2), -1, 0, 2 * math.sqrt(2), -2),
    ("|x-0.3|", 0.1 + 0.2, -1, 0, 1, 0),
    ("|ln(x)-1|", math.e, 1, 0, 1 / math.e, -1 / math.e**2),
    ("|2^x-3|", math.log2(3), 1, 0, 3 * math.log(2), 3 * math.log(2) ** 2),
    ("tan(x)", PI / 2, 1, -INF, NAN, NAN),
    ("tan(x)", PI / 2, -1, INF, NAN, NAN),
    ("sin(x)/(x-pi)", PI, 1, -1, 0, 1 / 3),
    ("1/cos(x)^2", PI / 2, 1, INF, NAN, NAN),
    ("relu(x-1e-20)", 0, 1, 0, 0, 0),
    ("relu(x-1e-200)", 1e-200, 1, 0, 1, 0),
    ("relu(x-1e-200)", 1e-200, -1, 0, 0, 0),
    ("|x-1e200|", 1e200, -1, 0, 1, 0),
    ("|x-12345.678|", 12345.678, 1, 0, 1, 0),
    ("x ln(x)", 1e-10, 1, -1e-10 * 10 * math.log(10), 1 - 10 * math.log(10), 1e10),
    ("ln(x/(1-x))", 1e-12, 1, math.log(1e-12) + 1e-12, 1e12 + 1, -1e24),
    ("sin(x)/x", 1e-8, 1, 1, -1e-8 / 3, -1 / 3),
    ("(1-cos(x))/x^2", 1e-200, 1, 1 / 2, -1e-200 / 12, -1 / 12),
    ("ln(1+e^x)", 800, 1, 800, 1, 0),
    ("ln(cosh(x))", 800, 1, 800 - math.log(2), 1, 0),
    ("softplus(x)", -800, 1, 0, 0, 0),
    ("sigmoid(x)", -700, 1, math.exp(-700), math.exp(-700), math.exp(-700)),
    ("e^x/(1+e^x)", 1000, 1, 1, 0, 0),
    ("tanh(x)", 400, -1, 1, 0, 0),
    ("sqrt(x^2+1)-x", 1e9, 1, 5e-10, -5e-19, 1e-27),
    ("(x+1)^10-x^10", 1e-18, 1, 1, 10, 90),
    ("gelu(x)", 0, 1, 0, 0.5, 2 / math.sqrt(2 * PI)),
    ("leaky_relu(x)", 0, -1, 0, -0.01, 0),
    ("max(x^2,x)", 1, 1, 1, 2, 2),
    ("max(x^2,x)", 1, -1, 1, -1, 0),
    ("max(x,sin(x))", 0, 1, 0, 1, 0),
    ("max(x,sin(x))", 0, -1, 0, -1, 0),
    ("min(x^2,x^4)", 0, 1, 0, 0, 0),
    ("sqrt(x)-sqrt(x)", 0, 1, 0, 0, 0),
    ("x|x|", 0, -1, 0, 0, -2),
    ("|x|/x", 0, -1, -1, 0, 0),
    ("x^pi", 0, 1, 0, 0, 0),
    ("x^e", 0, 1, 0, 0, 0),
    ("(1+x)^(1/x)", 0, 1, math.e, -math.e / 2, 11 * math.e / 12),
    ("0^x", 2, 1, 0, 0, 0),
    # at infinity the expansion is one in 1/x
    ("(1+1/x)^x", INF, 1, math.e, -math.e / 2, 11 * math.e / 12),
    ("sqrt(x^2+x)-x", INF, 1, 1 / 2, -1 / 8, 1 / 8),
    ("x sin(1/x)", INF, 1, 1, 0, -1 / 3),
    ("atan(x)", -INF, 1, -PI / 2, 1, 0),
    ("ln(x)/x", INF, 1, 0, INF, -INF),
    ("x e^(-x)", INF, 1, 0, 0, 0),
    ("x e^(-x)", -INF, 1, -INF, NAN, NAN),
    ("ln(1+e^x)-x", INF, 1, 0, 0, 0),
    ("ln(cosh(x))-x", INF, 1, -math.log(2), 0, 0),
    ("(2^x+3^x)^(1/x)", INF, 1, 3, 0, 0),
    ("tanh(x)", -INF, 1, -1, 0, 0),
    ("gelu(x)/x", INF, 1, 1, 0, 0),
    ("sin(x)/x", INF, 1, 0, None, None),
    ("sin(x)", INF, 1, None, None, None),
    ("e^x/x^100", INF, 1, INF, NAN, NAN),
    ("ln(x)^5/sqrt(x)", INF, 1, 0, INF, -INF),
]


@pytest.mark.parametrize(("text", "at", "side", "limit", "slope", "second"), ONE_SIDED)
def test_one_side_in_closed_form(text, at, side, limit, slope, second):
    expansion = OneSidedExpansion.of(Function.parse(text, ("x",)), (at,), (side,), 2)
    for order, right in enumerate((limit, slope, second)):
        if right is None:
            if order == 2 and text == "x/ln(x)":
                continue
            with pytest.raises(NoExpansion):
                expansion.derivative(order)
        else:
            tiny = 1e-300 if right == 0 else 0
            assert expansion.derivative(order) == pytest.approx(right, rel=1e-14, abs=tiny, nan_ok=True)


SMOOTH = [
    "x^3-2x+1", "x exp(-x)", "sin(3x)/(1+x^2)", "tanh(x)+atan(x)", "sigmoid(5x-1)", "erf(x)/2", "gelu(x)",
    "softplus(x)", "log(2+sin(x))", "sqrt(1+x^4)", "x^x", "2^sin(x)", "asin(x/3)", "acos(x/4)", "cosh(x)-sinh(2x)",
    "tan(x/2)", "(1+x^2)^(-3/2)", "exp(-x^2)cos(5x)", "|x-5|^3", "relu(x)^2 sin(x)", "max(x, 2x-9)", "1/(1+exp(-3x))^2",
]  # fmt: skip


@pytest.mark.parametrize("text", SMOOTH)
@pytest.mark.parametrize("at", [0.7, 1.3, 2**-30, 2.718281828459045, 0.30000000000000004])
def test_smooth_points_are_differences_at_many_digits(text, at):
    f = Function.parse(text, ("x",))
    value = sp.lambdify(f.symbols, elementary(f.expr), modules="mpmath")
    left, right = both_sides(f, (at,), (1.0,), 3)
    with mpmath.workdps(80):
        step = mpmath.mpf(at) * mpmath.mpf(10) ** -20
        for order in range(4):
            expected = float(mpmath.diff(value, mpmath.mpf(at), order, h=step))
            assert right.derivative(order) == pytest.approx(expected, rel=1e-12, abs=1e-13)
            assert left.derivative(order) == pytest.approx((-1) ** order * expected, rel=1e-12, abs=1e-13)


@given(
    st.integers(-200, 200), st.sampled_from(["|x|", "x^2/(1+x^2)", "sin(x)/x", "relu(x)-x/2", "sqrt(1+x)", "ln(1+x)"])
)
def test_expansions_do_not_depend_on_the_scale(exponent, text):
    x = sp.Symbol("x", real=True)
    plain = Function.parse(text, ("x",))
    stretched = Function.of(plain.expr.xreplace({x: x * sp.Rational(10) ** exponent}), ("x",))
    for at, side in ((0.0, 1), (3.0, 1), (3.0, -1)):
        here = OneSidedExpansion.of(plain, (at,), (side,), 1)
        there = OneSidedExpansion.of(stretched, (float(f"{at}e{-exponent}"),), (side,), 1)
        assert there.limit == pytest.approx(here.limit, rel=1e-14, abs=0)
        assert there.slope == pytest.approx(here.slope * float(f"1e{exponent}"), rel=1e-14, abs=0)


@pytest.mark.parametrize(
    ("text", "at", "side"),
    [("sqrt(x)", 0, -1), ("ln(x)", 0, -1), ("asin(x)", 1, 1), ("x^x", 0, -1), ("sqrt(x)-ln(-x)", 0, 1)],
)
def test_sides_without_values(text, at, side):
    with pytest.raises(Undefined):
        OneSidedExpansion.of(Function.parse(text, ("x",)), (at,), (side,))


@pytest.mark.parametrize(
    ("text", "at", "value"),
    [
        ("sin(x)/x", 0, None), ("x/x^2", 0, None), ("|x|", 0, 0), ("sign(x)", 0, 0), ("x^x", 0, 1), ("0^x", 2, 0),
        ("e^x", 1, math.e), ("sqrt(x)", 0, 0), ("ln(x)", 0, None), ("tan(x)", PI / 2, None), ("sin(x)", PI, 0),
        ("cos(x)", PI / 3, 0.5), ("x^2", math.sqrt(2), 2), ("ln(x)", math.e, 1), ("(1-cos(x))/x^2", 1e-9, 0.5),
    ],
)  # fmt: skip
def test_values_at_the_point_itself(text, at, value):
    f = Function.parse(text, ("x",))
    if value is None:
        with pytest.raises(Undefined):
            OneSidedExpansion.of(f, (at,), (0.0,), 0)
    else:
        found = OneSidedExpansion.of(f, (at,), (0.0,), 0).limit
        assert found == (0 if value == 0 else pytest.approx(value, rel=1e-15))


@pytest.mark.parametrize(
    ("text", "at", "analytic"),
    [
        ("x^2 sin(x)", 0, True), ("|x|", 0, False), ("|x|", 1, True), ("sqrt(x)", 0, False), ("sqrt(x)", 1, True),
        ("sin(x)/x", 0, False), ("relu(x-1)", 1, False), ("e^(-1/x^2)", 0, False), ("1/(1+x)", 0, True),
    ],
)  # fmt: skip
def test_whether_a_function_has_a_power_series(text, at, analytic):
    assert OneSidedExpansion.of(Function.parse(text, ("x",)), (at,), (1.0,)).analytic is analytic
