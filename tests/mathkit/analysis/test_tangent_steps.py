"""Steps chosen for showing: slopes that settle, errors that fall as the second derivative says."""

from __future__ import annotations

import itertools

import numpy as np
import pytest

from mathkit import Function, Tangent, halved_predictions, prediction_window, settling_run


@pytest.mark.parametrize(("text", "at"), [("sin(20x)", 0.3), ("sin(x) + x/2", 1.0), ("x*exp(-x)", 0.5), ("3", 1.0)])
def test_slopes_come_closer_from_share_to_share(text, at):
    f = Function.parse(text, ("x",))
    tangent = Tangent.of(f, at)
    h = settling_run(tangent, 0.5, (1, 0.4, 0.2, 0.02))
    slopes = [(f(at + h * share) - f(at)) / (h * share) for share in (1, 0.4, 0.2, 0.02)]
    misses = np.abs(np.array(slopes) - tangent.slope)
    assert all(b <= a + 1e-8 * (1 + abs(tangent.slope)) for a, b in itertools.pairwise(misses))


@pytest.mark.parametrize(("text", "at"), [("sin(20x)", 0.3), ("x**2", 1.0), ("exp(x)", 1.0)])
def test_errors_are_half_the_second_derivative_times_dx_squared(text, at):
    f = Function.parse(text, ("x",))
    last = halved_predictions(Tangent.of(f, at), 0.5, 6)[-1]
    assert last.error / last.dx**2 == pytest.approx(f.derivative().derivative()(at) / 2, rel=0.1)


def test_a_line_needs_no_shorter_step():
    f = Function.parse("x/3 + 0.1", ("x",))
    assert halved_predictions(Tangent.of(f, 0.7), 1.0, 3)[0].dx == 1.0


def test_an_error_too_small_to_be_seen_needs_a_longer_step():
    first, *rest = halved_predictions(Tangent.of(Function.parse("sin(3x)", ("x",)), 0.0), 0.2, 3)
    assert first.dx == 0.4
    assert [told.dx for told in rest] == [0.2, 0.1, 0.05]


@pytest.mark.parametrize("text", ["abs(x - 3) + 0.01x**2", "max(0, x - 3)"])
def test_a_longer_step_does_not_go_past_a_kink(text):
    assert halved_predictions(Tangent.of(Function.parse(text, ("x",)), 2.0), 0.5, 3)[0].dx == 0.5


@pytest.mark.parametrize(
    ("text", "at", "dx"), [("1e6*x**2", 1.0, 0.5), ("1/x", 1.0, 0.4), ("x**2", 0.0, -1.0), ("3", 1.0, 1.0)]
)
def test_a_window_of_a_prediction_holds_the_point_the_guess_and_the_truth(text, at, dx):
    f = Function.parse(text, ("x",))
    tangent = Tangent.of(f, at)
    window, told = prediction_window(tangent, dx), tangent.predict(dx)
    (left, right), (low, high) = window.x_range, window.y_range
    assert left < min(at, at + dx) < max(at, at + dx) < right
    assert low < min(f(at), told.predicted, told.actual) <= max(f(at), told.predicted, told.actual) < high


def test_a_window_of_a_prediction_that_leaves_the_domain_holds_the_guess():
    tangent = Tangent.of(Function.parse("log(x)", ("x",)), 1.0)
    low, high = prediction_window(tangent, -2.0).y_range
    assert low < tangent.predict(-2.0).predicted < high
