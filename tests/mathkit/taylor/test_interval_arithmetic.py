"""Intervals hold what they must: against exact fractions, and against mpmath at 50 digits."""

from __future__ import annotations

import math
from fractions import Fraction

import mpmath
import numpy as np
import pytest
import sympy as sp
from hypothesis import given
from hypothesis import strategies as st

from mathkit.formula.evaluation import erf, sigmoid, softplus
from mathkit.taylor.interval_arithmetic import Interval, applied, sine

numbers = st.floats(-1e6, 1e6)
pairs = st.tuples(numbers, numbers).map(sorted)
shares = st.integers(0, 64).map(lambda share: Fraction(share, 64))


def inside(pair, share):
    """An exact number of the interval."""
    return Fraction(pair[0]) + share * (Fraction(pair[1]) - Fraction(pair[0]))


def holds(interval, number):
    low, high = float(interval.low), float(interval.high)
    return (low == -math.inf or Fraction(low) <= number) and (high == math.inf or number <= Fraction(high))


@given(pairs, pairs, shares, shares)
def test_arithmetic_holds_every_exact_result(one, two, s, t):
    a, b = inside(one, s), inside(two, t)
    left, right = Interval(*one), Interval(*two)
    assert holds(left + right, a + b)
    assert holds(left - right, a - b)
    assert holds(left * right, a * b)
    assert holds(left * 3, a * 3)
    assert holds(1 - left, 1 - a)
    assert holds(left ** Interval(3.0, 3.0), a**3)
    if b:
        assert holds(left / right, a / b)
        assert holds(right ** Interval(-2.0, -2.0), 1 / b**2)


FUNCTIONS = [
    (np.exp, mpmath.exp, -50, 50),
    (np.log, mpmath.log, 1e-9, 1e9),
    (np.tanh, mpmath.tanh, -30, 30),
    (np.arcsin, mpmath.asin, -1, 1),
    (np.arctan, mpmath.atan, -1e6, 1e6),
    (erf, mpmath.erf, -8, 8),
    (sigmoid, lambda z: 1 / (1 + mpmath.exp(-z)), -40, 40),
    (softplus, lambda z: mpmath.log1p(mpmath.exp(z)), -40, 40),
]


@pytest.mark.parametrize(("rising", "precise", "low", "high"), FUNCTIONS)
def test_functions_hold_the_value_at_50_digits(rising, precise, low, high):
    x = np.random.default_rng(0).uniform(low, high, 2000)
    found = applied(rising, Interval(x, x))
    with mpmath.workdps(50):
        for at, below, above in zip(x, found.low, found.high, strict=True):
            assert below <= precise(mpmath.mpf(float(at))) <= above


@given(st.floats(-100, 100), st.floats(0, 10), shares)
def test_waves_hold_their_crests(start, width, share):
    z = Interval(start, start + width)
    at = mpmath.mpf(start) + mpmath.mpf(share.numerator) / 64 * (mpmath.mpf(float(z.high)) - mpmath.mpf(start))
    for phase, wave in ((0.0, mpmath.sin), (math.pi / 2, mpmath.cos)):
        found = sine(z, phase)
        assert float(found.low) <= wave(at) <= float(found.high)
        assert -1 <= float(found.low) <= float(found.high) <= 1


def test_what_is_not_known_is_the_whole_line():
    assert (float((1 / Interval(-1.0, 1.0)).low), float((1 / Interval(-1.0, 1.0)).high)) == (-math.inf, math.inf)
    assert float(applied(np.log, Interval(-1.0, 2.0)).low) == -math.inf


def test_constants_lie_between_their_neighbours():
    third, half = Interval.around(sp.Rational(1, 3)), Interval.around(sp.S.Half)
    assert Fraction(float(third.low)) < Fraction(1, 3) < Fraction(float(third.high))
    assert float(half.low) == float(half.high) == 0.5
    assert float(Interval(0.0, 0.0).magnitude) == float((Interval(0.0, 0.0) * Interval(1.0, 2.0)).magnitude) == 0.0
