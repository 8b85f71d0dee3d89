from __future__ import annotations

import functools

import numpy as np
import pytest
import sympy as sp
from hypothesis import given, settings
from hypothesis import strategies as st

from mathkit import CurveWindow, DomainError, Function, SurfaceWindow, format_number, tick_decimals
from mathkit.windows import axis_ticks
from tests.mathkit.tables import ONE_VARIABLE, TWO_VARIABLES

CURVES = [*ONE_VARIABLE, ("3", 0.0), ("sqrt(x)", 0.01), ("tanh(20x)", 0.5), ("1/(1+exp(-5x))", 3.0), ("x", 100.0)]
CURVES += [
    ("x^5", 0.2),
    ("sign(x)", 1.0),
    ("1/(x-1)^2", 2.0),
    ("sin(1/x)", 1.0),
    ("-1e9", 2.0),
    ("x^2", -1000.0),
    ("x^1e3", 0.7),
    ("x^1e3", 1.0),
]
SURFACES = [*TWO_VARIABLES, ("3", (0, 0)), ("1/(x²+y²)", (1, 1)), ("log(x y)", (1, 1)), ("sqrt(x)+y", (0.1, 0))]
SURFACES += [("x y", (100, 2)), ("sin(5x) cos(5y)", (0, 0)), ("1e-6 x", (1, 1))]


@functools.cache
def window(text, at):
    return CurveWindow.of(Function.parse(text, ("x",)), at)


@pytest.mark.parametrize(("text", "at"), CURVES)
def test_the_point_stands_well_inside(text, at):
    shown = window(text, at)
    for (low, high), value in ((shown.x_range, at), (shown.y_range, shown.function(at))):
        assert 0.12 <= (value - low) / (high - low) <= 0.88


@pytest.mark.parametrize(("text", "at"), CURVES)
def test_ticks_are_few_and_inside(text, at):
    shown = window(text, at)
    for (low, high), ticks in ((shown.x_range, shown.x_ticks), (shown.y_range, shown.y_ticks)):
        assert 4 <= len(ticks) <= 9
        assert low - 1e-9 * (high - low) <= ticks[0] <= ticks[-1] <= high + 1e-9 * (high - low)
        assert np.ptp(np.diff(ticks)) <= 1e-6 * (high - low)


@pytest.mark.parametrize(("text", "at"), CURVES)
def test_runs_lie_inside_on_the_curve_and_through_the_point(text, at):
    shown = window(text, at)
    runs = shown.samples(300)
    (left, right), (low, high) = shown.x_range, shown.y_range
    for run in runs:
        x, y = run.T
        assert (np.diff(x) > 0).all()
        assert left <= x[0]
        assert x[-1] <= right
        assert low <= y.min()
        assert y.max() <= high
        assert shown.function(x[1:-1]) == pytest.approx(y[1:-1], abs=0.02 * (high - low))
    assert any(run[0, 0] <= at <= run[-1, 0] for run in runs)


@pytest.mark.parametrize(("text", "at"), CURVES)
def test_the_curve_fills_its_window(text, at):
    shown = window(text, at)
    heights = np.concatenate([run[:, 1] for run in shown.samples(300)])
    if np.ptp(heights):
        assert np.ptp(heights) > 0.6 * (shown.y_range[1] - shown.y_range[0])


@pytest.mark.parametrize(
    ("text", "at", "cut"),
    [
        ("1/x", 1.0, 0.0),
        ("tan(x)", 0.5, np.pi / 2),
        ("1/(x-1)^2", 2.0, 1.0),
        ("sign(x)", 1.0, 0.0),
        ("log(|x|)", -2, 0),
    ],
)
def test_no_run_crosses_a_pole_or_a_jump(text, at, cut):
    shown = window(text, at)
    assert shown.x_range[0] < cut < shown.x_range[1]
    runs = shown.samples(300)
    assert len(runs) >= 2
    assert not any(run[0, 0] < cut - 1e-9 and run[-1, 0] > cut + 1e-9 for run in runs)


def test_a_run_ends_exactly_on_the_border_or_the_domains_edge():
    reciprocal = window("1/x", 1.0)
    left, right = reciprocal.samples(300)
    assert left[-1, 1] == reciprocal.y_range[0]
    assert right[0, 1] == reciprocal.y_range[1]
    (root,) = window("sqrt(x)", 0.01).samples(300)
    assert root[0] == pytest.approx([0, 0], abs=1e-6)


def test_a_steep_curve_is_one_run():
    assert len(window("tanh(20x)", 0.5).samples(50)) == 1


@pytest.mark.parametrize(
    ("text", "at", "x"),
    [
        ("x^3 - 3x", 1.5, (-1, 1)),
        ("1/(1+exp(-5x))", 3.0, (0,)),
        ("x exp(-x)", 0.5, (0, 1)),
        ("sin(20x)", 0.1, (0.0785,)),
    ],
)
def test_what_is_interesting_is_shown(text, at, x):
    low, high = window(text, at).x_range
    assert all(low < feature < high for feature in x)


@pytest.mark.parametrize(
    ("text", "at"),
    [("x**2 / 2", 1), ("sin(20x)", 0.1), ("1e6*x**2", 1), ("1e-6*x", 1), ("tanh(20x)", 0), ("exp(x)", 1)],
)
def test_the_slope_can_be_seen(text, at):
    shown = window(text, at)
    width, height = np.ptp(shown.x_range), np.ptp(shown.y_range)
    assert 0.3 < abs(shown.function.derivative()(at)) * width / height < 3


def test_no_window_where_there_is_no_value():
    with pytest.raises(DomainError, match="--set at=1"):
        window("log(x)", -1)


@pytest.mark.parametrize(("text", "at"), SURFACES)
def test_surfaces(text, at):
    shown = SurfaceWindow.of(Function.parse(text, ("x", "y")), at)
    value = shown.function(*at)
    for (low, high), coordinate in zip((shown.x_range, shown.y_range, shown.z_range), (*at, value), strict=True):
        assert 0.1 <= (coordinate - low) / (high - low) <= 0.9
    x, y, z = shown.grid(20)
    assert (x.shape, y.shape, z.shape) == ((20,), (20,), (20, 20))
    assert np.isfinite(z).all()
    assert shown.z_range[0] <= z.min()
    assert z.max() <= shown.z_range[1]
    assert min(len(shown.x_ticks), len(shown.y_ticks), len(shown.z_ticks)) >= 4


def test_a_surface_is_indexed_x_first():
    x, _, z = SurfaceWindow.of(Function.parse("x", ("x", "y")), (0, 0)).grid(5)
    assert z[:, 0] == pytest.approx(x)


TINY = st.floats(-1e-9, 1e-9)
KINDS = st.sampled_from(["scaled", "tilted", "shifted"])


@functools.cache
def surface(text, at):
    return SurfaceWindow.of(Function.parse(text, ("x", "y")), at)


def changed(f, kind, size, height):
    """The function with a tiny change: scaled, tilted or shifted by a share of its window's height."""
    first = f.symbols[0]
    change = {"scaled": size * f.expr, "tilted": size * height * first, "shifted": sp.Float(size * height)}[kind]
    return Function.of(f.expr + change, f.variables)


@pytest.mark.films
@settings(deadline=None, max_examples=60)
@given(st.sampled_from([case for case in CURVES if case[0] != "x^1e3"]), KINDS, TINY)
def test_a_curves_window_does_not_hang_on_tiny_changes(case, kind, size):
    shown = window(*case)
    height, width = np.ptp(shown.y_range), np.ptp(shown.x_range)
    other = CurveWindow.of(changed(shown.function, kind, size, height), case[1])
    assert other.x_range == pytest.approx(shown.x_range, abs=1e-6 * width)
    assert other.y_range == pytest.approx(shown.y_range, abs=1e-4 * height)


@settings(deadline=None, max_examples=10)
@given(st.sampled_from(SURFACES), KINDS, TINY)
def test_a_surfaces_window_does_not_hang_on_tiny_changes(case, kind, size):
    shown = surface(*case)
    height = np.ptp(shown.z_range)
    other = SurfaceWindow.of(changed(shown.function, kind, size, height), case[1])
    assert other.x_range == pytest.approx(shown.x_range, abs=1e-6 * np.ptp(shown.x_range))
    assert other.y_range == pytest.approx(shown.y_range, abs=1e-6 * np.ptp(shown.y_range))
    assert other.z_range == pytest.approx(shown.z_range, abs=1e-4 * height)


@pytest.mark.parametrize("text", ["x^2 + 1", "-x^2 - 1", "x^2 - 2", "3"])
def test_zero_is_in_sight_where_it_is_asked_for(text):
    window = CurveWindow.over(Function.parse(text, ("x",)), (0.0, 1.0), 0.9, zero=True)
    low, high = window.y_range
    assert low < 0 < high
    assert 0.0 in window.y_ticks
    assert low <= window.function(0.9) <= high


@pytest.mark.parametrize(("text", "at"), CURVES)
@pytest.mark.parametrize("stretch", [1.0, 2.5])
def test_a_window_of_another_ratio_shows_more_about_the_same_middle(text, at, stretch):
    shown = window(text, at)
    taller = shown.at_ratio(stretch * shown.ratio)
    (low, high), (lower, higher) = shown.y_range, taller.y_range
    assert taller.x_range == shown.x_range
    assert taller.ratio == pytest.approx(stretch * shown.ratio)
    assert lower + higher == pytest.approx(low + high, abs=1e-9 * (high - low))
    assert lower - 1e-9 * (high - low) <= taller.y_ticks[0] < taller.y_ticks[-1] <= higher + 1e-9 * (high - low)


@pytest.mark.parametrize(
    ("text", "at", "lowest", "highest"),
    [
        ("1/(1+exp(-x))", 20.0, 0.0, 0.25),
        ("1/(1+exp(-x))", 3.0, 0.0, 0.25),
        ("tanh(x)", 12.0, 0.0, 1.0),
        ("exp(-x^2/2)", 9.0, -np.exp(-0.5), np.exp(-0.5)),
        ("atan(5x)", 0.0, 0.0, 5.0),
        ("sin(50x)", 1.0, -50.0, 50.0),
    ],
)
def test_a_bounded_derivative_is_shown_whole(text, at, lowest, highest):
    shown = window(text, at)
    slopes = CurveWindow.over(shown.function.derivative(), shown.x_range, at)
    x = np.linspace(*shown.x_range, 20_001)
    seen = slopes.function(x)
    assert lowest - 1e-9 <= seen.min()
    assert seen.max() <= highest + 1e-9
    assert slopes.y_range[0] < seen.min()
    assert seen.max() < slopes.y_range[1]


@pytest.mark.parametrize("text", ["1/x", "log(abs(x))", "1/(x-0.3)^2", "tan(x)", "sqrt(abs(x-0.1))"])
def test_a_derivative_is_cut_off_at_a_pole(text):
    slopes = CurveWindow.over(Function.parse(text).derivative(), (-1.0, 2.0), 1.0)
    assert max(map(abs, slopes.y_range)) < 1e5


@pytest.mark.parametrize(
    ("text", "at"), [("exp(-200*(x-1)^2)", 0.0), ("exp(-x^2)", 3.0), ("x^3-3x", 0.0), ("sin(x)/(1+x^2)", 4.0)]
)
def test_no_turn_of_a_curve_is_cut_off(text, at):
    shown = window(text, at)
    x = np.linspace(*shown.x_range, 4001)
    y = shown.function(x)
    inner = (y[1:-1] > y[:-2]) & (y[1:-1] > y[2:]) & (np.abs(y[1:-1]) < 1e6)
    highest = y[1:-1][inner].max(initial=-np.inf)
    if highest >= np.nanmax(y):
        assert highest <= shown.y_range[1]


@pytest.mark.parametrize(
    "extent",
    [(0.9985, 1.0012), (0.99951, 1.00049), (1.0, 1.0 + 1e-9), (99999980, 100000115), (-1.00002, -0.99998), (0, 3),
     (12345.1, 12345.4), (0.1234, 0.1239), (-0.0301, -0.0299)],
)  # fmt: skip
def test_numbers_beside_ticks_differ_and_say_where_they_stand(extent):
    found = axis_ticks.ticks(*extent)
    power = 8 if extent[0] > 1e7 else 0
    decimals = tick_decimals(found / 10.0**power)
    texts = [format_number(tick / 10.0**power, decimals=decimals) for tick in found]
    assert len(set(texts)) == len(texts)
    told = np.array([float(text.replace("\N{MINUS SIGN}", "-")) for text in texts])
    assert np.abs(told * 10.0**power - found).max() <= 0.02 * np.diff(found).min() + 1e-15


@pytest.mark.parametrize(
    ("text", "at", "narrowest", "widest"),
    [
        ("sqrt(x) + sqrt(0.001 - x)", 0.0005, 1e-3, 1e-2),
        ("sqrt(1e-12 - x^2)", 0.0, 2e-6, 1e-5),
        ("asin(1000000x)", 0.0, 2e-6, 1e-5),
        ("asin(x - 12345)", 12345.2, 1.0, 4.0),
        ("sin(1000000x)", 1.0, 3e-6, 1e-4),  # a period is 6.3e-6
        ("sin(x)", 1e8, 3.0, 60.0),
        ("(x - 100000000)^2", 100000001.0, 2.0, 100.0),
        ("sqrt(x)", 1e-12, 1e-12, 1e-9),
        ("sqrt(x)", 1e-200, 1e-200, 1e-197),
        ("1/x", 1e-12, 1e-12, 1e-9),
        ("log(x)", 1e-9, 1e-9, 1e-6),
        ("x^2", 1e8, 1e7, 1e9),
        ("sqrt(x)", 1e200, 1e199, 1e202),
        ("x", 1e-200, 1.0, 20.0),
    ],
)
def test_a_window_is_as_wide_as_the_curve_is_at_its_point(text, at, narrowest, widest):
    shown = window(text, at)
    (x0, x1), (y0, y1) = shown.x_range, shown.y_range
    assert narrowest <= x1 - x0 <= widest
    assert x0 + 0.1 * (x1 - x0) <= at <= x1 - 0.1 * (x1 - x0)
    assert y0 < shown.function(at) < y1
    assert sum(len(run) for run in shown.samples(400)) > 60
    found = [*shown.x_ticks]
    power = int(np.floor(np.log10(np.abs(found).max())))
    scaled = [tick / 10.0**power for tick in found] if abs(power) > 6 else found
    texts = [format_number(tick, decimals=tick_decimals(scaled)) for tick in scaled]
    assert len(set(texts)) == len(texts)
