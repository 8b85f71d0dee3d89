from __future__ import annotations

import math

import mpmath
import numpy as np
import pytest
import sympy as sp

from mathkit import DifferenceQuotient, DomainError, Function
from mathkit.formula.special_functions import elementary
from tests.mathkit.compiling import compiles, parts

SMOOTH = [("exp(x)", 1.0), ("sin(x)", 1.0), ("x^3 - 3x", 1.5), ("1/x", 1.0), ("gelu(x)", 0.9), ("log(x)", 0.5)]


@pytest.mark.parametrize("central", [False, True])
@pytest.mark.parametrize(("text", "at"), SMOOTH)
def test_truncation_is_the_error_without_rounding(text, at, central):
    """At 50 digits only the truncation is left."""
    quotient = DifferenceQuotient.of(Function.parse(text), at, central=central)
    with mpmath.workdps(50):
        f = sp.lambdify(quotient.function.symbols, elementary(quotient.function.expr), modules="mpmath")
        a, h = mpmath.mpf(at), mpmath.mpf("1e-4")
        measured = (f(a + h) - f(a - h)) / (2 * h) if central else (f(a + h) - f(a)) / h
        error = abs(float(measured - mpmath.diff(f, a)))
    assert quotient.truncation(1e-4) == pytest.approx(error, rel=1e-3)


@pytest.mark.parametrize("central", [False, True])
@pytest.mark.parametrize(("text", "at"), SMOOTH)
def test_the_error_stays_below_truncation_and_round_off(text, at, central):
    quotient = DifferenceQuotient.of(Function.parse(text), at, central=central)
    h = 2.0 ** -np.arange(8.0, 40.0)  # powers of two: a + h is exact
    bound = 1.1 * quotient.truncation(h) + 8 * quotient.round_off(h)  # f itself is right to a few units
    assert (np.abs(quotient.error(h)) <= bound + 1e-15).all()


@pytest.mark.parametrize("central", [False, True])
def test_the_best_step_is_where_the_bound_is_least(central):
    quotient = DifferenceQuotient.of(Function.parse("exp(x)"), 1.0, central=central)
    h = np.geomspace(1e-12, 1e-1, 20_001)
    bound = quotient.truncation(h) + quotient.round_off(h)
    assert quotient.best_h == pytest.approx(h[np.argmin(bound)], rel=5e-3)


def test_nocedal_and_wright_section_8_1_best_steps():
    """√u for forward and ∛u for central differences, where f and its derivatives are about 1."""
    forward, central = (DifferenceQuotient.of(Function.parse("exp(x)"), 0.0, central=c) for c in (False, True))
    assert forward.best_h == pytest.approx(2 * math.sqrt(2.0**-53))
    assert central.best_h == pytest.approx((3 * 2.0**-53) ** (1 / 3))


def test_too_small_a_step_is_worse():
    quotient = DifferenceQuotient.of(Function.parse("exp(x)"), 1.0)
    best, small, large = (abs(quotient.error(h)) for h in (quotient.best_h, 1e-14, 1e-2))
    assert best < 1e-7 < small
    assert best < 1e-7 < large


def test_shapes_and_missing_values():
    quotient = DifferenceQuotient.of(Function.parse("log(x)"), 0.5)
    assert isinstance(quotient(0.1), float)
    assert np.isnan(quotient(np.array([0.0, -0.5, -1.0]))).all()
    assert math.isnan(DifferenceQuotient.of(Function.parse("2x"), 1.0).best_h)
    with pytest.raises(DomainError, match="kink"):
        DifferenceQuotient.of(Function.parse("|x|"), 0.0)


@pytest.mark.parametrize("central", [False, True])
def test_it_prints_itself(central):
    quotient = DifferenceQuotient.of(Function.parse("exp(x)"), 1.0, central=central)
    assert parts(quotient.typst) == ["ahead", "behind", "run", "slope"]
    assert parts(quotient.typst_error) == ["truncation", "round-off", "best"]
    assert compiles(quotient.typst)
    assert compiles(quotient.typst_error)
