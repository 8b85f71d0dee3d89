"""Windows that are typed, and windows that must take something in."""

from __future__ import annotations

import pytest

from mathkit import CurveWindow, DomainError, Function, NablaError, SurfaceWindow, parse_box, parse_range


@pytest.mark.parametrize(("typed", "extent"), [("-2,3", (-2, 3)), (" 0 , 1e3 ", (0, 1000)), ((1, 2.5), (1, 2.5))])
def test_a_range_is_two_numbers(typed, extent):
    assert parse_range(typed) == extent
    assert parse_box(f"{extent[0]},{extent[1]}") == (extent, extent)


def test_a_box_is_two_ranges():
    assert parse_box("-2,3; 0,1") == parse_box("-2,3,0,1") == ((-2, 3), (0, 1)) == parse_box(((-2, 3), (0, 1)))


@pytest.mark.parametrize("typed", ["3,-2", "1", "1,1", "1,2,3", "a,2", "", "1,inf", "nan,1"])
def test_what_is_no_range_says_what_to_type(typed):
    for parse in (parse_range, parse_box):
        with pytest.raises(NablaError):
            parse(typed)


def test_a_window_is_the_one_that_was_typed():
    assert CurveWindow.of(Function.parse("x^2"), 1.0, (-2.0, 3.0)).x_range == (-2, 3)
    f = Function.parse("x^2 + y")
    assert SurfaceWindow.of(f, (0, 0), box=((-2, 3), (-1, 1))).y_range == (-1, 1)
    assert SurfaceWindow.of(f, (0, 0), square=True, box=((-2, 3), (-1, 1))).y_range == (-2.5, 2.5)


def test_the_point_must_be_inside_the_window():
    with pytest.raises(DomainError, match="x = 1 is not inside the window from 2 to 5"):
        CurveWindow.of(Function.parse("x^2"), 1.0, (2.0, 5.0))
    with pytest.raises(DomainError, match="y = 4"):
        SurfaceWindow.of(Function.parse("x + y"), (0, 4), box=((-1, 1), (-1, 1)))


@pytest.mark.parametrize(
    ("text", "at", "minimum"),
    [
        ("(1-x)^2 + 100(y-x^2)^2", (-1.2, 1.0), (1.0, 1.0)),  # Rosenbrock (1960)
        ("(x-2)^2 + (y+1)^2", (0.0, 0.0), (2.0, -1.0)),
        ("(x-2)^2 + 20(y-1)^2 + x y", (0.5, 0.5), (120 / 79, 76 / 79)),  # 2(x − 2) + y = 0, 40(y − 1) + x = 0
        ("exp((x-1)^2 + (y-2)^2)", (0.0, 0.5), (1.0, 2.0)),
    ],
)
def test_a_near_minimum_is_in_the_window(text, at, minimum):
    for square in (False, True):
        shown = SurfaceWindow.of(Function.parse(text, ("x", "y")), at, square)
        for coordinate, (low, high) in zip(minimum, (shown.x_range, shown.y_range), strict=True):
            assert low + 0.05 * (high - low) <= coordinate <= high - 0.05 * (high - low)


@pytest.mark.parametrize(
    ("text", "at", "narrowest", "widest"),
    [
        ("sqrt(1e-6 - x^2 - y^2)", (0, 0), 2e-3, 1e-2),  # a half ball of radius 1e-3
        ("asin(1000x) + y^2", (0, 0), 2e-3, 3e-2),
        ("exp(-1000((x-1)^2 + y^2))", (1, 0), 0.1, 0.6),
        ("1/(x^2 + y^2)", (1e-6, 0), 1e-6, 1e-4),
        ("x^2 + y^2", (1e8, 1), 1e6, 1e9),
    ],
)
def test_a_box_is_as_wide_as_the_surface_is_at_its_point(text, at, narrowest, widest):
    for square in (False, True):
        shown = SurfaceWindow.of(Function.parse(text, ("x", "y")), at, square)
        assert narrowest <= shown.x_range[1] - shown.x_range[0] <= widest
        assert shown.x_range[0] < at[0] < shown.x_range[1]
        assert shown.y_range[0] < at[1] < shown.y_range[1]
