"""Props of one variable, in their states: plots, secants, tangents, number lines."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache

import manim as mn
import numpy as np

from mathkit import (
    CurveWindow,
    DescentPath,
    Function,
    NewtonsMethod,
    OneSidedSlopes,
    Secant,
    Tangent,
    halved_predictions,
    secant_slopes,
    ticks,
    typst_number,
)  # fmt: skip
from mathkit.analysis.tangent_steps import first_run
from mathkit.optimisation import datasets
from scenes.drawing.canvas.primitives import set_runs, stroke
from scenes.drawing.catalogue.states import Board, state
from scenes.drawing.plots.change_lines import Change, ChangeLines
from scenes.drawing.plots.curve_descent import CurveDescent
from scenes.drawing.plots.curve_point import CurvePoint, curve_formula
from scenes.drawing.plots.derivative_trace import DerivativeTrace
from scenes.drawing.plots.fitted_line import FittedLine
from scenes.drawing.plots.legend import Legend, Sign
from scenes.drawing.plots.loss_plot import LossCurve, LossPlot
from scenes.drawing.plots.magnifying_glass import MagnifyingGlass
from scenes.drawing.plots.newton_walk import TangentWalk
from scenes.drawing.plots.number_line import NumberLine
from scenes.drawing.plots.one_sided_secants import OneSidedSecants
from scenes.drawing.plots.plot import Plot
from scenes.drawing.plots.quotient_panel import DifferenceQuotient
from scenes.drawing.plots.slider import Slider
from scenes.drawing.plots.sliding_secant import SlidingSecant
from scenes.drawing.plots.tangent_prediction import TangentPrediction

RATE = 0.12


@cache
def _window(text: str = "x**3/3 - x", at: float = 1.4) -> CurveWindow:
    return CurveWindow.of(Function.parse(text, ("x",)), at)


@cache
def _tangent() -> Tangent:
    return Tangent.of(_window().function, _window().at)


def _curve(board: Board, text: str, at: float) -> list[mn.Mobject]:
    window = _window(text, at)
    plot = Plot.of(window, board.room, board.theme)
    return [plot, plot.curve(window.samples(400))]


@state("a curve", Plot)
def plot_of_a_curve(board: Board) -> Sequence[mn.Mobject]:
    return _curve(board, "x**3/3 - x", 1.4)


@state("a pole", Plot)
def plot_with_a_pole(board: Board) -> Sequence[mn.Mobject]:
    return _curve(board, "1/x", 1.0)


@state("a kink", Plot)
def plot_with_a_kink(board: Board) -> Sequence[mn.Mobject]:
    return _curve(board, "abs(x - 1)", 0.0)


@state("large numbers", Plot)
def plot_of_large_numbers(board: Board) -> Sequence[mn.Mobject]:
    return _curve(board, "1e6*x**2", 1.0)


@state("with its formulas", CurvePoint, curve_formula)
def curve_point(board: Board) -> Sequence[mn.Mobject]:
    point = CurvePoint(_window(), _tangent().value, *board.parts(1.5, 1), board.theme)
    return [*point.figure, point.formula, point.value]


@state("of another variable", CurvePoint, Plot)
def curve_point_of_a_weight(board: Board) -> Sequence[mn.Mobject]:
    f = Function.parse("(w - 1)**2 + 0.5", ("w",))
    point = CurvePoint(CurveWindow.of(f, 2.0), float(f(2.0)), *board.parts(1.5, 1), board.theme, name="L")
    return [*point.figure, point.formula, point.value]


def _secant(board: Board, share: float) -> list[mn.Mobject]:
    figure, panel = board.parts(1, 1.1)
    window, theme = _window(), board.theme
    point = CurvePoint(window, _tangent().value, figure, panel, theme)
    secant = SlidingSecant(window.function, Secant.of(window.function, window.at, first_run(window)), point.plot, theme)
    secant.share.set_value(share)
    runs = secant.widest.h * np.array([1.0, 0.1, 0.01])
    steps = list(zip(runs, secant_slopes(window.function, window.at, runs), strict=True))
    quotient = DifferenceQuotient(lambda: secant.now, steps, panel, point.below, theme, signed=secant.falls)
    legs = secant.legs if share > 0.1 else []  # then they are shorter than their names, and have left
    return [*point.figure, secant.line, *legs, point.spot, secant.second, quotient.h, quotient.slope]


@state("wide", SlidingSecant)
def secant_wide(board: Board) -> Sequence[mn.Mobject]:
    return _secant(board, 1.0)


@state("half the way", SlidingSecant)
def secant_half(board: Board) -> Sequence[mn.Mobject]:
    return _secant(board, 0.5)


@state("nearly the limit", SlidingSecant)
def secant_near(board: Board) -> Sequence[mn.Mobject]:
    return _secant(board, 0.02)


@state("with its table", DifferenceQuotient)
def difference_quotient(board: Board) -> Sequence[mn.Mobject]:
    f, at = _window().function, _window().at
    runs = first_run(_window()) * np.array([1.0, 0.1, 0.01])
    steps = list(zip(runs, secant_slopes(f, at, runs), strict=True))
    quotient = DifferenceQuotient(lambda: Secant.of(f, at, float(runs[0])), steps, board.room, board.room, board.theme)
    return [quotient.formula, quotient.h, quotient.slope, quotient.table(_tangent())]


def _glass(board: Board, power: float) -> list[mn.Mobject]:
    figure, panel = board.parts(1.2, 1)
    point = CurvePoint(_window(), _tangent().value, figure, panel, board.theme)
    ends = point.plot.straight(_tangent().at, _tangent().value, _tangent().slope)
    glass = MagnifyingGlass(_tangent(), point.plot, panel, board.theme)
    glass.power.set_value(power)
    return [*point.figure[:2], set_runs(stroke(board.theme, "slope", 4), ends), point.spot, glass]


@state("near", MagnifyingGlass)
def glass_near(board: Board) -> Sequence[mn.Mobject]:
    return _glass(board, 0.35)


@state("nearer", MagnifyingGlass)
def glass_nearer(board: Board) -> Sequence[mn.Mobject]:
    return _glass(board, 1.3)


def _trace(board: Board, share: float) -> list[mn.Mobject]:
    window = _window()
    slopes = CurveWindow.over(window.function.derivative(), window.x_range, window.at)
    trace = DerivativeTrace(window, slopes, *board.parts(1.5, 1), board.theme)
    trace.share.set_value(share)
    trace.traced.set_value(share)
    return [*trace.plots, trace.trace, *trace.moving, *([trace.prime_formula] if share == 1 else [])]


@state("on its way", DerivativeTrace)
def trace_on_its_way(board: Board) -> Sequence[mn.Mobject]:
    return _trace(board, 0.55)


@state("whole", DerivativeTrace)
def trace_whole(board: Board) -> Sequence[mn.Mobject]:
    return _trace(board, 1.0)


def _prediction(board: Board, share: float) -> list[mn.Mobject]:
    foretold = halved_predictions(_tangent(), first_run(_window()), 3)
    prediction = TangentPrediction(_tangent(), foretold, *board.parts(1.1, 1), board.theme, exact=False)
    prediction.share.set_value(share)
    return [*prediction.still, prediction.figure, prediction.names, prediction.rule, prediction.table]


@state("one step", TangentPrediction)
def prediction_far(board: Board) -> Sequence[mn.Mobject]:
    return _prediction(board, 1.0)


@state("half a step", TangentPrediction)
def prediction_half(board: Board) -> Sequence[mn.Mobject]:
    return _prediction(board, 0.5)


def _sides(board: Board, share: float) -> list[mn.Mobject]:
    figure, panel = board.parts(1.4, 1)
    window = _window("abs(x - 1)", 1.0)
    plot = Plot.of(window, figure, board.theme)
    sides = OneSidedSlopes.of(window.function, 1.0)
    pair = OneSidedSecants(window.function, sides, 1.0, plot, panel, board.theme)
    pair.share.set_value(share)
    return [plot, plot.curve(window.samples(400)), *pair.side(0), *pair.side(1)]


@state("wide", OneSidedSecants)
def sides_wide(board: Board) -> Sequence[mn.Mobject]:
    return _sides(board, 1.0)


@state("close", OneSidedSecants)
def sides_close(board: Board) -> Sequence[mn.Mobject]:
    return _sides(board, 0.2)


@cache
def _descent() -> tuple[np.ndarray, np.ndarray]:
    """Return places and losses of a descent on the curve, from a point on its right: 9 each."""
    f, slope = _window().function, _window().function.derivative()
    places = [2.0]
    for _ in range(8):
        places.append(places[-1] - RATE * float(slope(places[-1])))
    return np.array(places), f(np.array(places)) - f(1.0)


def _losses(board: Board, step: float) -> list[mn.Mobject]:
    losses = _descent()[1]
    plot = LossPlot(board.room, board.theme, losses)
    now = step, float(np.interp(step, np.arange(len(losses)), losses))
    return [plot, *LossCurve(plot, losses, lambda: now).parts]


@state("on its way", LossPlot, LossCurve)
def losses_on_their_way(board: Board) -> Sequence[mn.Mobject]:
    return _losses(board, 2.6)


@state("done", LossPlot, LossCurve)
def losses_done(board: Board) -> Sequence[mn.Mobject]:
    return _losses(board, 8.0)


@state("two tangents down", TangentWalk)
def tangent_walk(board: Board) -> Sequence[mn.Mobject]:
    window = _window("x**2 / 2 - 1", 3.0)
    plot = Plot.of(window, board.room, board.theme)
    walk = TangentWalk(NewtonsMethod.of(window.function, window.at), plot, board.theme)
    walk.walked.set_value(4.0)
    return [plot, plot.curve(window.samples(400)), *walk.moving, *walk.names]


def _descent_on_curve(board: Board, progress: float) -> list[mn.Mobject]:
    path = DescentPath.of(Function.parse("(w - 1)**2 + 0.2", ("w",)), [-1.5], rate=0.15, steps=8)
    descent = CurveDescent(path, *board.parts(1.2, 1), board.theme, role="weight")
    descent.progress.set_value(progress)
    return descent.parts


@state("at its start", CurveDescent)
def ball_at_its_start(board: Board) -> Sequence[mn.Mobject]:
    return _descent_on_curve(board, 0.0)


@state("on its way", CurveDescent)
def ball_on_its_way(board: Board) -> Sequence[mn.Mobject]:
    return _descent_on_curve(board, 0.3)


@state("arrived", CurveDescent)
def ball_arrived(board: Board) -> Sequence[mn.Mobject]:
    return _descent_on_curve(board, 1.0)


@state("over the bottom", CurveDescent)
def ball_over_the_bottom(board: Board) -> Sequence[mn.Mobject]:
    path = DescentPath.of(Function.parse("t**2/2 + 0.5", ("t",)), [-2.0], rate=1.7, steps=6)
    descent = CurveDescent(path, *board.parts(1.2, 1), board.theme, name="f")
    descent.progress.set_value(0.6)
    return descent.parts


def _fitted(board: Board, share: float) -> list[mn.Mobject]:
    """Return a line that has come this share of the way from level to the fit of least squares."""
    fitted = FittedLine(datasets.linear(14, noise=0.6), board.room, board.theme)
    slope, intercept = share * fitted.best.solution
    fitted.slope.set_value(slope)
    fitted.intercept.set_value(intercept)
    return fitted.parts


@state("a first guess", FittedLine)
def line_first_guess(board: Board) -> Sequence[mn.Mobject]:
    return _fitted(board, 0.0)


@state("on its way", FittedLine)
def line_on_its_way(board: Board) -> Sequence[mn.Mobject]:
    return _fitted(board, 0.6)


@state("of least squares", FittedLine)
def line_of_least_squares(board: Board) -> Sequence[mn.Mobject]:
    return _fitted(board, 1.0)


def _slider(board: Board, value: float, span: tuple[float, float], name: str, role: str) -> list[mn.Mobject]:
    return [Slider(mn.ValueTracker(value), span, board.room, board.theme, name=name, role=role)]


@state("a rate", Slider)
def slider_of_a_rate(board: Board) -> Sequence[mn.Mobject]:
    return _slider(board, 0.3, (0.0, 1.0), "eta", "gradient")


@state("below zero", Slider)
def slider_below_zero(board: Board) -> Sequence[mn.Mobject]:
    return _slider(board, -1.25, (-2.0, 2.0), "w", "weight")


def _line(board: Board) -> NumberLine:
    return NumberLine(board.room, board.theme, (0.0, 2.5), ticks(0.0, 2.5))


@state("plain", NumberLine)
def number_line_plain(board: Board) -> Sequence[mn.Mobject]:
    return [_line(board)]


@state("with a point", NumberLine)
def number_line_with_a_point(board: Board) -> Sequence[mn.Mobject]:
    line, start = _line(board), float(_descent()[0][0])
    return [line, line.spot(lambda: start), line.label(f"x = {typst_number(start)}", lambda: start, "input")]


@state("one step", NumberLine)
def number_line_with_a_step(board: Board) -> Sequence[mn.Mobject]:
    line, (start, end) = _line(board), _descent()[0][:2].tolist()
    name = line.label("-eta thin f'(x)", lambda: (start + end) / 2, "gradient")
    return [
        line,
        line.spot(lambda: start, "muted"),
        line.step(lambda: start, lambda: end),
        line.spot(lambda: end),
        name,
    ]


@state("a nudge passed on", ChangeLines, Change)
def change_lines(board: Board) -> Sequence[mn.Mobject]:
    tangent, nudge = _tangent(), 0.2
    through = float(_window().function(tangent.at + nudge)) - tangent.value
    changes = [Change("x", "input", lambda: nudge, nudge), Change("f", "output", lambda: through, abs(through))]
    lines = ChangeLines(board.room, board.theme, changes, [tangent.slope])
    return [lines.lines, lines.factors]


SIGNS = (
    Sign("line", "output", "the loss"),
    Sign("dashes", "muted", "what it was"),
    Sign("spot", "input", "where we are"),
    Sign("arrow", "gradient", "the gradient"),
    Sign("area", "error", "the error"),
)


@state("in a column", Legend, Sign)
def legend_column(board: Board) -> Sequence[mn.Mobject]:
    return [Legend(SIGNS, board.theme).move_to(board.room.center)]


@state("across", Legend, Sign)
def legend_across(board: Board) -> Sequence[mn.Mobject]:
    return [Legend(SIGNS[:2], board.theme, across=True).move_to(board.room.center)]
