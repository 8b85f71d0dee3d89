"""Ways up and down from level points whose kind is known from books."""

from __future__ import annotations

import pytest

from mathkit import DomainError, Function
from mathkit.analysis.ways_from_a_point import WaysFromAPoint


@pytest.mark.parametrize(
    ("text", "up", "down"),
    [
        ("x**2 + y**2", True, False),
        ("-x**4 - y**4", False, True),
        ("x*y", True, True),
        ("x**3 - 3*x*y**2", True, True),  # the monkey saddle
        ("x**2", True, False),
        ("x**2*y**2", True, False),
        ("x**3 + y**2", True, True),
        ("(y - x**2)*(y - 3*x**2)", True, True),  # Peano's: up along every line, down between two parabolas
        ("1e-200*(x**2 + y**2)", True, False),
        ("1 + 1e-12*(x**4 + y**4)", True, False),
        ("3", False, False),
    ],
)
def test_the_ways_from_the_origin(text, up, down):
    assert WaysFromAPoint.of(Function.parse(text, ("x", "y")), (0, 0), 4.0) == WaysFromAPoint(up, down, sure=True)


def test_nothing_is_known_at_the_edge_of_a_domain():
    assert not WaysFromAPoint.of(Function.parse("sqrt(x)*y", ("x", "y")), (0, 0), 4.0).sure


def test_ways_are_looked_for_on_a_surface():
    with pytest.raises(DomainError, match="of two"):
        WaysFromAPoint.of(Function.parse("x**2", ("x",)), (0,), 1.0)
