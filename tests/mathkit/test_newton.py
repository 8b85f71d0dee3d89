import math

import mpmath
import pytest
import sympy as sp

from mathkit import DomainError, Function, NewtonsMethod
from tests.mathkit.compiling import compiles, parts


@pytest.mark.parametrize(
    ("text", "start"), [("x^2 - 2", 1.0), ("cos(x) - x", 1.0), ("exp(x) - 3", 0.0), ("x^3 - x - 2", 1.5), ("x", 0.0)]
)
def test_the_root_is_mpmaths_at_50_digits(text, start):
    found = NewtonsMethod.of(Function.parse(text), start)
    assert found.stopped == "converged"
    with mpmath.workdps(50):
        f = sp.lambdify(found.function.symbols, found.function.expr, modules="mpmath")
        assert found.root == pytest.approx(float(mpmath.findroot(f, start)), rel=1e-15, abs=1e-15)


def test_herons_square_root_of_2():
    """Heron's rule: each iterate is the mean of x and 2/x; 1, 3/2, 17/12, 577/408."""
    iterates = NewtonsMethod.of(Function.parse("x^2 - 2"), 1.0).iterates
    assert iterates[:4] == pytest.approx([1, 3 / 2, 17 / 12, 577 / 408], rel=1e-15)


def test_the_number_of_right_digits_doubles():
    """For x² − 2 the error e becomes e²/2x exactly."""
    root = math.sqrt(2)
    for step in NewtonsMethod.of(Function.parse("x^2 - 2"), 1.0).steps[:3]:
        assert step.next - root == pytest.approx((step.x - root) ** 2 / (2 * step.x), rel=1e-6)


@pytest.mark.parametrize(
    ("text", "start", "why"),
    [
        ("x^2 + 1", 0.0, "level"),
        ("x^2 + 1", 0.3, "out of steps"),
        ("x^3 - 2x + 2", 0.0, "out of steps"),  # the cycle 0, 1, 0, 1
        ("log(x)", 4.0, "left the domain"),
    ],
)
def test_why_it_may_not_settle(text, start, why):
    found = NewtonsMethod.of(Function.parse(text), start)
    assert found.stopped == why
    assert math.isnan(found.root)
    assert len(found.steps) <= 50


def test_a_double_root_is_approached_by_halves():
    steps = NewtonsMethod.of(Function.parse("x^2"), 1.0).iterates
    assert steps[:4] == (1.0, 0.5, 0.25, 0.125)


def test_it_prints_itself():
    found = NewtonsMethod.of(Function.parse("x^2 - 2"), 1.0)
    assert parts(found.typst) == ["next", "current", "value", "slope"]
    assert found.typst_step(0) == "{{ 1 : current }} - ({{ -1 : value }}) / ({{ 2 : slope }}) = {{ 1.5 : next }}"
    assert all(compiles(source) for source in (found.typst, found.typst_function, found.typst_step(0)))
    assert compiles(NewtonsMethod.of(Function.parse("theta1^2 - 2"), 1.0).typst)


def test_one_variable_and_a_start_with_a_value():
    with pytest.raises(DomainError, match="2 variables"):
        NewtonsMethod.of(Function.parse("x y"), 1.0)
    with pytest.raises(DomainError, match="no value"):
        NewtonsMethod.of(Function.parse("log(x)"), -1.0)
