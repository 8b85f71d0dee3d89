"""What is printed is read as the same function: parse(print(f)) = f, over the whole language."""

from __future__ import annotations

import mpmath
import sympy as sp
from hypothesis import given, settings
from hypothesis import strategies as st

from mathkit import Function
from mathkit.formula.known_functions import FUNCTIONS, symbol
from mathkit.formula.size_limits import fault_of_power, fault_of_value
from mathkit.notation.term_order import plain_text
from tests.mathkit.oracles import plain

VARIABLES = ("theta", "w1", "x", "y")


def powered(base, exponent):
    return base if fault_of_power(base, exponent) else base**exponent


KINDS = [
    lambda a, b: a + b,
    lambda a, b: a * b,
    lambda a, b: a - 2 * b,
    lambda a, b: a * powered(b, sp.S.NegativeOne),
    lambda a, _: -a,
] * 3
KINDS += [powered, powered, lambda a, b: powered(a, -b), lambda a, _: a**2, lambda a, _: powered(a, sp.Integer(-3))]
KINDS += [
    (lambda a, b, build=known.build: build(a, b)) if known.least == 2 else (lambda a, _, build=known.build: build(a))
    for known in FUNCTIONS.values()
    if known.least < 3
]


def combined(kind, a, b):
    """Two expressions made one, unless the parser would refuse it."""
    made = kind(a, b)
    return a if fault_of_value(made) else made


rationals = st.builds(sp.Rational, st.integers(-20, 20), st.integers(1, 12))
names = st.sampled_from([symbol(name) for name in VARIABLES])
atoms = st.one_of(names, names, st.sampled_from([sp.pi, sp.E, sp.S.Half, sp.sqrt(2)]), rationals)
expressions = st.recursive(atoms, lambda inner: st.builds(combined, st.sampled_from(KINDS), inner, inner), max_leaves=9)
points = st.tuples(*[st.floats(0.1, 3.0).map(lambda value: round(value, 6))] * len(VARIABLES))


def at_fifty_digits(expr, point):
    """The value, real or complex; None where there is none."""
    with mpmath.workdps(50):
        try:
            value = sp.lambdify([symbol(name) for name in VARIABLES], plain(expr), modules="mpmath")
            return mpmath.mpmathify(value(*map(mpmath.mpf, point)))
        except (ZeroDivisionError, OverflowError, TypeError, ValueError):
            return None


def assert_same(f, text, point):
    again = Function.parse(text, VARIABLES)
    if again == f:
        return
    one, other = at_fifty_digits(f.expr, point), at_fifty_digits(again.expr, point)
    if one is None or not mpmath.isfinite(one):
        return
    assert other is not None, f"{text} was read as {again.expr}, which has no value at {point}"
    # Beside a zero, as of a cosine, the rounding of a printed number is large against the value itself.
    assert abs(one - other) <= 1e-12 * max(abs(one), abs(other), 0.1), f"{text} was read as {again.expr}"


@settings(deadline=None, max_examples=300)
@given(expressions, points)
def test_what_is_printed_is_read_as_the_same_function(expr, point):
    f = Function.of(expr, VARIABLES)
    for text in (f.text, plain_text(expr, decimal=True), str(expr)):
        assert_same(f, text, point)


@settings(deadline=None, max_examples=100)
@given(expressions, st.sampled_from(VARIABLES), points)
def test_a_derivative_is_printed_as_it_could_be_typed(expr, name, point):
    slope = Function.of(expr, VARIABLES).derivative(name)
    assert fault_of_value(slope.expr) or assert_same(slope, slope.text, point) is None
