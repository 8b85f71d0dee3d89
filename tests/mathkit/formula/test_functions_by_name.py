"""Every function that a formula may name, against mpmath written from its definition: values and slopes."""

from __future__ import annotations

import mpmath as mp
import numpy as np
import pytest

from mathkit import DomainError, Features, Function, Gradient
from mathkit.formula.known_functions import ALIASES, FUNCTIONS, OWN_SYNTAX


def elu(x):
    return x if x > 0 else mp.expm1(x)


def sigmoid(x):
    return 1 / (1 + mp.exp(-x))


def softplus(x):
    return mp.log1p(mp.exp(x))


def clip(x, low, high):
    return min(max(x, mp.mpf(low)), mp.mpf(high))


def real_root(x, n):
    return mp.sign(x) * mp.root(abs(x), n)


#: By what is typed: the definition, and points at which it is smooth.
TYPED = {
    "asinh(x)": (mp.asinh, (-2.5, 0.3, 1e5)),
    "acosh(x)": (mp.acosh, (1.5, 20)),
    "atanh(x)": (mp.atanh, (-0.9, 0.25)),
    "coth(x)": (mp.coth, (-1.5, 0.25)),
    "sech(x)": (mp.sech, (-1.5, 0.25)),
    "csch(x)": (mp.csch, (-1.5, 0.25)),
    "exp2(x)": (lambda x: mp.mpf(2) ** x, (-1.5, 3)),
    "expm1(x)": (mp.expm1, (-1.5, 0.5)),
    "log(x, 3)": (lambda x: mp.log(x, 3), (0.2, 9)),
    "log2(x)": (lambda x: mp.log(x, 2), (0.2, 8)),
    "log10(x)": (mp.log10, (0.2, 1000)),
    "log1p(x)": (mp.log1p, (-0.5, 3)),
    "logaddexp(x, 2x)": (lambda x: mp.log(mp.exp(x) + mp.exp(2 * x)), (-800, -1, 2, 500)),
    "cbrt(x)": (lambda x: real_root(x, 3), (-8, 0.125)),
    "x^(1/5)": (lambda x: real_root(x, 5), (-32, 0.5)),
    "x^(-2/3)": (lambda x: real_root(x, 3) ** -2, (-8, 0.5)),
    "(x-1)^(5/3)": (lambda x: real_root(x - 1, 3) ** 5, (-7, 2)),
    "square(x)": (lambda x: x * x, (-3,)),
    "hypot(x, 3)": (lambda x: mp.hypot(x, 3), (-4, 4)),
    "heaviside(x)": (lambda x: (1 + mp.sign(x)) / 2, (-2, 2)),
    "floor(3x)": (lambda x: mp.floor(3 * x), (-1.5, 0.1)),
    "ceil(3x)": (lambda x: mp.ceil(3 * x), (-1.5, 0.1)),
    "x % 1.5": (lambda x: x - mp.mpf(1.5) * mp.floor(x / mp.mpf(1.5)), (-1.25, 4)),
    "mod(x^2, 3)": (lambda x: x**2 - 3 * mp.floor(x**2 / 3), (-1.25, 2.5)),
    "clip(x^3, -1, 1)": (lambda x: clip(x**3, -1, 1), (-2, 0.5, 3)),
    "erfc(x)": (mp.erfc, (-1, 0.5, 9)),
    "leaky_relu(x, 0.2)": (lambda x: x if x > 0 else x / 5, (-2, 2)),
    "elu(x)": (elu, (-2, 2)),
    "elu(x, 0.5)": (lambda x: x if x > 0 else mp.expm1(x) / 2, (-2, 2)),
    "celu(x, 2)": (lambda x: x if x > 0 else 2 * mp.expm1(x / 2), (-2, 2)),
    "selu(x)": (
        lambda x: mp.mpf("1.0507009873554805") * (x if x > 0 else mp.mpf("1.6732632423543772") * mp.expm1(x)),
        (-2, 2),
    ),
    "silu(x)": (lambda x: x * sigmoid(x), (-2, 0, 2)),
    "mish(x)": (lambda x: x * mp.tanh(softplus(x)), (-2, 0, 2)),
    "softsign(x)": (lambda x: x / (1 + abs(x)), (-2, 2)),
    "relu6(x)": (lambda x: clip(x, 0, 6), (-2, 2, 7)),
    "hardtanh(x)": (lambda x: clip(x, -1, 1), (-2, 0.5, 7)),
    "hardtanh(x, -2, 3)": (lambda x: clip(x, -2, 3), (-2.5, 0.5, 7)),
    "hardsigmoid(x)": (lambda x: clip(x / 6 + mp.mpf(1) / 2, 0, 1), (-4, 1, 4)),
    "hardswish(x)": (lambda x: x * clip(x / 6 + mp.mpf(1) / 2, 0, 1), (-4, 1, 4)),
    "logsigmoid(x)": (lambda x: mp.log(sigmoid(x)), (-40, 0, 3)),
    "tanhshrink(x)": (lambda x: x - mp.tanh(x), (-2, 1)),
    "softshrink(x)": (lambda x: x - clip(x, -0.5, 0.5), (-2, 0.25, 2)),
    "hardshrink(x, 1)": (lambda x: x if abs(x) > 1 else mp.mpf(0), (-2, 0.25, 2)),
    "x if x > 0 else 0.1x": (lambda x: x if x > 0 else x / 10, (-2, 2)),
    "where(x < -1, -1, x > 1, 1, x)": (lambda x: clip(x, -1, 1), (-2, 0.5, 2)),
    "x^2 if x < 1 else 2 - x": (lambda x: x**2 if x < 1 else 2 - x, (0.5, 3)),
    "sqrt(x) if x > 0 else -sqrt(-x)": (lambda x: mp.sign(x) * mp.sqrt(abs(x)), (-4, 4)),
    "atan2(x, 1)": (lambda x: mp.atan2(x, 1), (-2, 3)),
    "atan2(1, x)": (lambda x: mp.atan2(1, x), (-2, 3)),
}


@pytest.mark.parametrize(("text", "x"), [(text, x) for text, (_, points) in TYPED.items() for x in points])
def test_value_and_slope(text, x):
    f, right = Function.parse(text, ("x",)), TYPED[text][0]
    with mp.workdps(60):
        value = float(right(mp.mpf(x)))
        at, step = mp.mpf(x), mp.mpf(10) ** -25
        slope = float((right(at + step) - right(at - step)) / (2 * step))
    assert f(float(x)) == pytest.approx(value, rel=1e-12, abs=1e-300)
    assert f(np.array([float(x)]))[0] == pytest.approx(value, rel=1e-12, abs=1e-300)
    assert f.precise(float(x)) == pytest.approx(value, rel=1e-15, abs=1e-300)
    assert Gradient.of(f, (float(x),)).components[0] == pytest.approx(slope, rel=1e-12, abs=1e-30)
    assert f.derivative()(float(x)) == pytest.approx(slope, rel=1e-11, abs=1e-30)


@pytest.mark.parametrize(
    ("text", "x", "reason"),
    [
        ("floor(x)", 2, "its value jumps there (limit from the left 1, from the right 2, value 2)"),
        ("ceil(x)", 2, "limit from the left 2, from the right 3, value 2"),
        ("x % 1", -3, "limit from the left 1, from the right 0, value 0"),
        ("heaviside(x)", 0, "limit from the left 0, from the right 1, value 0.5"),
        ("heaviside(x, 1)", 0, "limit from the left 0, from the right 1, value 1"),
        ("1 if x > 2 else 0", 2, "limit from the left 0, from the right 1, value 0"),
        ("cbrt(x)", 0, "it is vertical there"),
        ("x^(2/3)", 0, "it has a cusp there"),
        ("elu(x, 2)", 0, "slope from the left 2, from the right 1"),
        ("hardtanh(x)", 1, "slope from the left 1, from the right 0"),
        ("clip(x, 0, 1)", 0, "slope from the left 0, from the right 1"),
        ("hardshrink(x)", 0.5, "its value jumps there"),
        ("relu6(x)", 6, "it has a kink there"),
        ("sqrt(x) if x > 0 else 0", 0, "it is vertical there"),
    ],
)
def test_where_pieces_meet_there_is_no_slope(text, x, reason):
    f = Function.parse(text)
    with pytest.raises(DomainError) as told:
        Gradient.of(f, (x,))
    assert reason in str(told.value)
    assert np.isnan(f.derivative()(float(x)))


@pytest.mark.parametrize(
    ("text", "x", "slope"),
    [
        ("elu(x)", 0, 1),  # both sides agree
        ("celu(x)", 0, 1),
        ("softsign(x)", 0, 1),
        ("x^2 if x < 1 else 2x - 1", 1, 2),
        ("(x - 1)^(5/3)", 1, 0),
        ("where(x > 0, x^2, -x^2)", 0, 0),
        ("sin(x)/x if x != 0 else 1", 0, 0),
    ],
)
def test_where_pieces_meet_smoothly_there_is_one(text, x, slope):
    assert Gradient.of(Function.parse(text), (x,)).components[0] == pytest.approx(slope)


@pytest.mark.parametrize(
    ("text", "places"),
    [
        ("floor(x)", [-1, 0, 1, 2]),
        ("ceil(2x)", [-1.5, -1, -0.5, 0, 0.5, 1, 1.5, 2]),
        ("x % 1.5", [-1.5, 0, 1.5]),
        ("heaviside(x - 1)", [1]),
        ("1 if 0 < x < 1 else 0", [0, 1]),
        ("hardshrink(x)", [-0.5, 0.5]),
    ],
)
def test_jumps_are_found_with_their_values(text, places):
    f = Function.parse(text)
    jumps = Features.of(f, (-1.75, 2.25)).jumps
    assert [jump.x for jump in jumps] == pytest.approx(places)
    assert [jump.value for jump in jumps] == pytest.approx([f(jump.x) for jump in jumps])


@pytest.mark.parametrize(
    ("text", "inside", "outside"),
    [
        ("log(x, 2)", 0.1, 0.0),
        ("acosh(x)", 1.0, 0.99),
        ("atanh(x)", 0.99, 1.0),
        ("log1p(x)", -0.99, -1.0),
        ("x if x > 0", 0.1, -0.1),
        ("1 if x < 0, 2 if x > 1", 1.5, 0.5),
        ("x % x", 0.5, 0.0),
        ("x^(-1/3)", -8.0, 0.0),
    ],
)
def test_a_formula_is_defined_where_it_was_typed_to_be(text, inside, outside):
    f = Function.parse(text)
    assert f.defined(inside)
    assert not f.defined(outside)
    assert np.isfinite(f(inside))
    assert np.isnan(f(outside))


def test_every_function_has_a_test():
    tried = " ".join(TYPED)
    old = {
        "sin",
        "cos",
        "tan",
        "cot",
        "sec",
        "csc",
        "asin",
        "acos",
        "atan",
        "sinh",
        "cosh",
        "tanh",
        "exp",
        "ln",
        "sqrt",
    }
    old |= {"abs", "sign", "max", "min", "erf", "sigmoid", "sigma", "relu", "softplus", "gelu"}  # tested elsewhere
    assert [name for name in FUNCTIONS if f"{name}(" not in tried and name not in old] == []


def test_aliases_name_functions():
    assert {name for name in ALIASES.values() if name not in (*FUNCTIONS, *OWN_SYNTAX)} == set()
    assert not set(ALIASES) & set(FUNCTIONS)
