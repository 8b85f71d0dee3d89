from __future__ import annotations

import math

import mpmath
import numpy as np
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


@pytest.mark.parametrize(
    ("text", "start", "course"),
    [
        ("x^2 - 2", 1.0, "fast"),
        ("x^2 - 2", 100.0, "fast"),
        ("1e6 x^2 - 1", 1.0, "fast"),
        ("tanh(x)", 1.0, "fast"),
        ("2x - 4", 1.0, "fast"),
        ("x^2", 1.0, "slow"),  # a double root: the error is halved
        ("x^3", 1.0, "slow"),  # two thirds of it are left: not there in 50 steps
        ("tanh(x)", 1.2, "diverges"),  # beyond 1.0887, the steps grow
        ("x exp(-x)", 2.0, "diverges"),  # x becomes x²/(x − 1), which is more than x + 1
        ("exp(x)", 0.0, "diverges"),  # each step is −1
        ("x^3 - 2x + 2", 0.0, "cycles"),  # 0, 1, 0, 1
        ("x^2 + 1", 1.0, "fails"),  # to 0, where it is level
        ("log(x)", 4.0, "fails"),
        ("x^2 + 1", 0.3, "unsettled"),
    ],
)
def test_how_the_steps_go_on(text, start, course):
    assert NewtonsMethod.of(Function.parse(text), start).course == course


def test_corners_are_on_the_curve_and_on_zero_in_turn():
    found = NewtonsMethod.of(Function.parse("x^2 - 2"), 1.0, most=2)
    assert found.corners == pytest.approx(np.array([(1, -1), (1.5, 0), (1.5, 0.25), (17 / 12, 0), (17 / 12, 1 / 144)]))
    lost = NewtonsMethod.of(Function.parse("log(x)"), 4.0)
    assert lost.corners == pytest.approx(np.array([(4, math.log(4)), (4 - 4 * math.log(4), 0)]))


@pytest.mark.parametrize(
    ("text", "start", "listed"),
    [
        ("x^2 - 2", 1.0, (0, 1, 2, 3, 4)),  # errors 0.4, 0.09, 2e-3, 2e-6, 2e-12
        ("x^2 - 2", 100.0, (0, 1, 7, 8, 9, 10)),
        ("2x - 4", 1.0, (0, 1)),
        ("x^3 - 2x + 2", 0.0, (0, 1, 2, 3, 4, 5)),
        ("log(x)", 4.0, (0, 1)),
    ],
)
def test_the_steps_that_are_listed(text, start, listed):
    assert NewtonsMethod.of(Function.parse(text), start).listed() == listed


@pytest.mark.parametrize(
    ("text", "start"), [("x^2 - 2", 1.0), ("x^2 - 2", 100.0), ("cos(x) - x", 3.5), ("x^2 + 1", 0.9), ("log(x)", 4.0)]
)
def test_its_window_shows_the_first_step_and_the_root(text, start):
    found = NewtonsMethod.of(Function.parse(text), start)
    (x0, x1), (y0, y1) = found.window().x_range, found.window().y_range
    assert y0 < 0 < y1
    for x in (start, found.steps[0].next, *([found.root] if found.stopped == "converged" else [])):
        assert x0 < x < x1
    assert y0 <= found.function(start) <= y1


@pytest.mark.parametrize(
    ("text", "start", "message"),
    [
        ("x^2 - 4", 2.0, "zero there already; choose another start, for example --set at="),
        ("x^2 + 1", 0.0, "level there"),
        ("tanh(x)", 6.0, "so nearly that its tangent is zero only far away"),
        ("5", 1.0, "level there, or so nearly that its tangent is zero only far away; choose another start$"),
    ],
)
def test_a_start_with_no_first_step_to_show_is_refused(text, start, message):
    found = NewtonsMethod.of(Function.parse(text, ("x",)), start)
    with pytest.raises(DomainError, match=message) as refused:
        found.window()
    if "--set at=" in str(refused.value):
        better = float(str(refused.value).partition("--set at=")[2])
        assert NewtonsMethod.of(found.function, better).window().at == better


@pytest.mark.parametrize(
    ("text", "start", "flattest", "stretch"),
    [
        ("x^3 - 2x - 5", 3.5, math.sqrt(2 / 3), None),
        ("x^2 - 2", 2.0, 0.0, None),
        ("x^3", 1.0, None, None),  # level where it is zero: the flattest other start is next to it
        ("log(x) - 1", 1.0, None, (0.0, None)),
    ],
)
def test_where_a_start_is_worst(text, start, flattest, stretch):
    found = NewtonsMethod.of(Function.parse(text), start)
    window = found.window()
    low, high = found.stretch(window)
    worst = found.flattest(window)
    assert window.x_range[0] <= low <= worst <= high <= window.x_range[1]
    slopes = abs(found.function.derivative()(np.linspace(low, high, 999)))
    assert abs(found.function.derivative()(worst)) <= slopes.min() + 1e-3 * slopes.max()
    if flattest is not None and low <= flattest <= high:
        assert worst == pytest.approx(flattest)
    if stretch:
        assert low > stretch[0]


@pytest.mark.parametrize(
    ("text", "start", "x", "leads"),
    [
        ("x^2 - 2", 1.0, 2.0, "nearer"),  # to 1.5
        ("x^2 - 2", 1.0, 0.1, "farther off"),  # to 10.05
        ("x^2 - 2", 1.0, 0.0, "nowhere"),
        ("x^3 - 2x - 5", 3.0, math.sqrt(2 / 3), "nowhere"),  # level but for rounding
        ("tanh(x)", 1.0, 1.08, "nearer"),
        ("tanh(x)", 1.0, 1.09, "farther off"),  # beyond 1.0887
        ("exp(x)", 0.0, 0.0, "farther off"),
    ],
)
def test_where_another_start_leads(text, start, x, leads):
    assert NewtonsMethod.of(Function.parse(text), start).leads(x) == leads


def test_it_prints_itself():
    found = NewtonsMethod.of(Function.parse("x^2 - 2"), 1.0)
    assert parts(found.typst) == ["next", "current", "value", "slope"]
    assert found.typst_step(0) == "{{ 1 : current }} - ({{ -1 : value }}) / ({{ 2 : slope }}) = {{ 1.5 : next }}"
    assert all(compiles(source) for source in (found.typst, found.typst_step(0)))
    assert compiles(NewtonsMethod.of(Function.parse("theta1^2 - 2"), 1.0).typst)


def test_one_variable_and_a_start_with_a_value():
    with pytest.raises(DomainError, match="2 variables"):
        NewtonsMethod.of(Function.parse("x y"), 1.0)
    with pytest.raises(DomainError, match="no value"):
        NewtonsMethod.of(Function.parse("log(x)"), -1.0)
