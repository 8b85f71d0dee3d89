"""Fitted lines, balls on curves and sliders follow their trackers, and names their functions' variables."""

from __future__ import annotations

import manim as mn
import numpy as np
import pytest

from mathkit import CurveWindow, Dataset, DescentPath, DomainError, Function
from mathkit.optimisation import datasets
from scenes.drawing.canvas.stage import Region, Stage
from scenes.drawing.plots.curve_descent import CurveDescent
from scenes.drawing.plots.curve_point import CurvePoint
from scenes.drawing.plots.fitted_line import FittedLine
from scenes.drawing.plots.slider import Slider
from scenes.drawing.text.function_names import value_name, variable_name
from scenes.drawing.theme.theme_file import load_theme

THEME, STAGE = load_theme("dark"), Stage.of(8 * 16 / 9, 8)


def legs(fitted: FittedLine) -> np.ndarray:
    """Return the ends of the residuals' legs as they are drawn, shape (n, 2, 3)."""
    fitted.residuals.update(0)
    return fitted.residuals.points.reshape(-1, 4, 3)[:, [0, 3]]


@pytest.mark.parametrize(("slope", "intercept"), [(0.0, 0.5), (0.4, 0.9), (0.65, 0.6)])
def test_residuals_reach_from_the_points_to_the_line(slope: float, intercept: float) -> None:
    x, y = np.array([[0.0], [1.0], [2.0], [3.0]]), np.array([[0.2], [1.6], [1.4], [2.6]])
    fitted = FittedLine(Dataset("four points", x, y, "y"), STAGE.figure, THEME)
    fitted.slope.set_value(slope)
    fitted.intercept.set_value(intercept)
    ends = legs(fitted)
    assert ends[:, 0] == pytest.approx(fitted.plot.points_at(x[:, 0], y[:, 0]))
    assert ends[:, 1] == pytest.approx(fitted.plot.points_at(x[:, 0], slope * x[:, 0] + intercept))
    assert fitted.loss == pytest.approx(np.sum((slope * x + intercept - y) ** 2))


def test_a_line_settles_where_the_squares_are_least() -> None:
    fitted = FittedLine(datasets.linear(12), STAGE.figure, THEME)
    for animation in fitted.settle():
        animation.begin()
        animation.finish()
    weight, bias = np.polyfit(fitted.data.inputs[:, 0], fitted.data.targets[:, 0], 1)
    assert (fitted.slope.get_value(), fitted.intercept.get_value()) == pytest.approx((weight, bias))


def test_a_line_takes_data_of_one_input() -> None:
    with pytest.raises(DomainError, match="2 inputs"):
        FittedLine(datasets.xor(), STAGE.figure, THEME)


def test_a_ball_is_where_its_path_is_and_looks_the_same_whichever_way_it_came() -> None:
    path = DescentPath.of(Function.parse("(w - 1)**2 + 0.2"), [-1.5], rate=0.15, steps=8)
    descent = CurveDescent(path, STAGE.figure, STAGE.panel, THEME)
    seen = {}
    for progress in (0.0, 0.5, 1.0, 0.5, 0.0):
        descent.progress.set_value(progress)
        for part in descent.parts:
            part.update(0)
        step = round(8 * progress)
        assert descent.ball[1].get_center() == pytest.approx(
            descent.plot.at(float(path.points[step, 0]), float(path.values[step]))
        )
        assert [bool(dot[1].get_fill_opacity()) for dot in descent.dots] == [k <= step for k in range(9)]
        assert descent.now == pytest.approx((step, path.values[step]))
        before = seen.setdefault(progress, descent.trail.points.copy())
        assert descent.trail.points == pytest.approx(before)


def test_a_ball_takes_a_path_in_one_variable() -> None:
    path = DescentPath.of(Function.parse("x**2 + y**2"), [1.0, 1.0], rate=0.1, steps=2)
    with pytest.raises(DomainError, match="one variable"):
        CurveDescent(path, STAGE.figure, STAGE.panel, THEME)


@pytest.mark.parametrize("away", [(0.0, 0.0), (0.5, -1.0)])
def test_a_knob_stands_at_its_number_wherever_its_slider_is(away: tuple[float, float]) -> None:
    room, value = Region(-3.0, 3.0, 0.0, 2.0), mn.ValueTracker(0.0)
    slider = Slider(value, (-1.0, 3.0), room, THEME, name="w")
    assert slider.get_right()[0] <= room.right + 0.05
    slider.shift([*away, 0])
    for number, share in ((-1.0, 0.0), (0.0, 0.25), (3.0, 1.0), (9.0, 1.0)):
        value.set_value(number)
        slider.update(0)
        left, right = slider.track.points[[0, 3]]
        assert slider.knob[1].get_center() == pytest.approx(left + share * (right - left))
        assert slider.number.number.text == f"{number:.2f}".replace("-", "\N{MINUS SIGN}")
    assert slider.track.points[0][1] == pytest.approx(1.0 + away[1])


@pytest.mark.parametrize(
    ("text", "name", "variable", "value"),
    [
        pytest.param("x**2", "f", "{{ x : input }}", "{{ f(x) : output }}", id="as they are called without a word"),
        pytest.param("exp(-t)", "g", "{{ t : input }}", "{{ g(t) : output }}", id="time"),
        pytest.param("(theta - 1)**2", "L", "{{ theta : input }}", "{{ L(theta) : output }}", id="a Greek letter"),
        pytest.param("2", "f", "{{ x : input }}", "{{ f(x) : output }}", id="a constant"),
    ],
)
def test_axes_are_named_after_the_variable(text: str, name: str, variable: str, value: str) -> None:
    f = Function.parse(text)
    assert (variable_name(f), value_name(f, name)) == (variable, value)


def test_a_point_of_a_loss_is_written_in_its_own_letters() -> None:
    f = Function.parse("(w - 1)**2 + 0.5")
    point = CurvePoint(CurveWindow.of(f, 2.0), 1.5, STAGE.figure, STAGE.panel, THEME, name="L")
    written = {glyph.setting.text for glyph in point.written.family_members_with_points()}
    assert written == {"L(w) = (w - 1)^2 + 0.5", "L(2) = 1.5"}
