from __future__ import annotations

import numpy as np
import pytest

from mathkit import DescentAndAscent, DomainError, Function, SurfaceWindow


def ways(text="x² + y²", at=(1.0, 1.0), start=None, rate=None):
    return DescentAndAscent.of(SurfaceWindow.of(Function.parse(text, ("x", "y")), at, square=True), 16, start, rate)


def test_both_ways_start_at_one_place_and_part():
    both = ways("(x - y)² + (x + y)²/8")
    assert both.down.points[0] == pytest.approx(both.up.points[0])
    assert both.last < both.first < both.up.values[-1]
    assert both.falls
    assert both.arrives
    assert both.valley
    assert both.leap is None
    assert both.steps == len(both.down.points) - 1 > 3


def test_the_leap_of_a_bowl_by_hand():
    # ∇f = 2(x, y): at rate 5 the first step from (1, 1) is to (−9, −9), out of the window at its corner (−2, −2).
    both = ways(start=(1, 1), rate=5)
    assert both.steps == 0
    assert both.leap == pytest.approx(np.array([-2, -2]))
    assert not both.falls


def test_a_plane_leads_off_the_map_straight_ahead():
    # From (0, 1) against (1, 1): y falls as x does, and x reaches −2 as y reaches −1.
    both = ways("x + y", (0, 0), (0, 1), 100)
    assert both.leap == pytest.approx(np.array([-2, -1]))
    assert not both.valley


def test_a_zigzag_that_grows_stays_on_the_map_for_a_while():
    # Each step multiplies x by 1 − 2·1.05 = −1.1.
    both = ways("x²", (1, 0), (0.1, 0), 1.05)
    assert both.leap is None
    assert not both.falls
    assert both.last == pytest.approx(0.01 * 1.1**32)


def test_rounding_is_no_height():
    assert ways("x + y", (0, 0), (-1, 1 + 1e-15)).first == 0


@pytest.mark.parametrize(
    ("options", "words"),
    [
        ({"rate": 0.0}, "Type a positive one: rate=0.1"),
        ({"rate": float("nan")}, "not a step size"),
        ({"start": (50, 50)}, "50,50 is outside the map"),
        (
            {"start": (0, 0)},
            "at the start 0,0 x² + y² is level: no way leads down. Choose one such as start=1.13,-1.13",
        ),
    ],
)
def test_what_is_no_way_is_told(options, words):
    with pytest.raises(DomainError, match=words.replace(".", r"\.").replace("+", r"\+")):
        ways(**options)
