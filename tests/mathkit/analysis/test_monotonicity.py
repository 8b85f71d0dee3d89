"""What a curve does over all of an interval, against what calculus books say of it."""

from __future__ import annotations

import pytest

from mathkit import Function
from mathkit.analysis.monotonicity import Monotonicity, is_straight


@pytest.mark.parametrize(
    ("text", "interval", "seen"),
    [
        ("exp(x)", (-2, 2), "positive connected rises"),
        ("exp(-x)", (-2, 2), "negative connected falls"),
        ("x**3", (-1, 1), "connected rises"),  # level at 0, which is among the samples
        ("sqrt(x**2 - 4)", (-5, 5), ""),  # falls, a gap, rises
        ("sqrt(x)", (-1, 4), "positive connected rises"),
        ("-1/x", (-2, 2.1), "positive connected"),  # falls across the pole, which is between two samples
        ("x**2", (-1, 2), "connected"),
        ("3", (0, 1), "connected"),
    ],
)
def test_what_holds_throughout(text, interval, seen):
    course = Monotonicity.of(Function.parse(text, ("x",)), interval)
    names = ("positive", "negative", "connected", "rises", "falls")
    assert " ".join(name for name in names if getattr(course, name)) == seen


@pytest.mark.parametrize(("text", "turns"), [("x**2", 1), ("x**4 - 4x**3", 1), ("sin(x)", 4), ("x", 0)])
def test_turns_are_counted(text, turns):
    assert Monotonicity.of(Function.parse(text, ("x",)), (-6.1, 6.2)).turns == turns


@pytest.mark.parametrize(
    ("text", "interval", "straight"),
    [
        ("2x + 1", (-1, 1), True),
        ("1e12 + x", (0, 1), True),
        ("1e-9*x", (0, 1), True),
        ("relu(x)", (0.1, 3), True),
        ("relu(x)", (-0.1, 3), False),
        ("sign(x)", (-1, 1), False),  # its slope is 0 wherever it has one
        ("sqrt(x)**2", (-1, 1), False),
        ("x + 1e-6*x**2", (0, 1), False),
        ("cos(x)**2 + sin(x)**2", (-3, 3), True),
    ],
)
def test_a_straight_line_is_straight_everywhere(text, interval, straight):
    assert is_straight(Function.parse(text, ("x",)), interval) is straight
