"""From the secant to the tangent: what a derivative is, what it is good for, and where there is none.

Symbols: f the function, x₀ the point, h the run of a secant, dx the step of a prediction.
"""

from __future__ import annotations

import manim as mn
import numpy as np

from mathkit import (
    CurveWindow,
    Features,
    Function,
    OneSidedSlopes,
    Secant,
    Tangent,
    halved_predictions,
    secant_slopes,
    settling_run,
)
from scenes.drawing import (
    EASE,
    QUOTIENT,
    RULE,
    CurvePoint,
    DerivativeTrace,
    DifferenceQuotient,
    MagnifyingGlass,
    OneSidedSecants,
    SlidingSecant,
    TangentPrediction,
    Tint,
    Words,
    appear,
    first_run,
    fit,
    recap_column,
    run_along,
    set_runs,
    step_back,
    stroke,
    vanish,
)
from scenes.lesson import Lesson, beat
from scenes.script.notes import Notes
from scenes.script.params import Curve, LessonParams, Number
from scenes.tangent_line import narration as words
from scenes.tangent_line.notes import notes

#: The runs of the limit's table, as shares of the first secant's; the step of a prediction is halved this often.
SHARES = (1, 0.4, 0.2, 0.02, 0.002)
HALVINGS = 3


def is_smooth(lesson: TangentLine) -> bool:
    """Tell whether the curve has a tangent at the point."""
    return lesson.sides.kind == "smooth"


def is_kinked(lesson: TangentLine) -> bool:
    """Tell whether the two sides of the point disagree."""
    return not is_smooth(lesson)


class TangentLine(Lesson):
    """One curve, one point: secant, limit, tangent, derivative, prediction."""

    name = "tangent-line"
    title = "The tangent line"

    class Params(LessonParams):
        """f: a function of x; at: the point."""

        f: Curve = Function.parse("sin(x) + x/2", ("x",))
        at: Number = 1.0

    params: Params

    def prepare(self) -> None:
        f, at = self.params.f, self.params.at
        self.at, self.value = at, float(f(at))
        if not np.isfinite(self.value):
            Tangent.of(f, at)  # raises: says where, and what to type
        self.sides = OneSidedSlopes.of(f, at)
        if self.sides.kind in ("vertical", "edge"):
            Tangent.of(f, at)
        self.slope_left, self.slope_right = self.sides.left, self.sides.right
        self.frame = CurveWindow.of(f, at)
        self.h = first_run(self.frame)
        self.straight = False
        if is_smooth(self):
            self.tangent = Tangent.of(f, at)
            self._look_along()
            self.h = settling_run(self.tangent, self.h, SHARES[:4])
        self.secant = Secant.of(f, at, self.h)
        runs = self.h * np.array(SHARES)
        self.steps = list(zip(runs, secant_slopes(f, at, runs), strict=True))
        if is_smooth(self):
            self.predictions = halved_predictions(self.tangent, self.h, HALVINGS)
            errors = [abs(p.error) for p in self.predictions]
            self.exact = max(errors) <= 1e-12 * max(1.0, abs(self.value))
            self.fall = errors[-2] / errors[-1] if errors[-1] else np.inf

    def _look_along(self) -> None:
        """Find out what is to be said of the curve and of its slope there."""
        self.slope = self.tangent.slope
        self.features = Features.of(self.params.f, self.frame)
        low, high = self.frame.y_range
        slopes = self.params.f.derivative()(np.linspace(*self.frame.x_range, 201))
        even = (high - low) / (self.frame.x_range[1] - self.frame.x_range[0])
        self.straight = bool(np.isfinite(slopes).all() and np.ptp(slopes) <= 1e-9 * max(np.abs(slopes).max(), even))
        self.level = abs(self.slope) <= 1e-9 * even
        self.rising = bool(np.nanmean(slopes) > 0)
        self.goes = "rises" if self.rising else "falls"

    def notes(self) -> Notes:
        return notes(self.params.f, self.at, self.sides, self.tangent if is_smooth(self) else None)

    # -- beats --------------------------------------------------------------------------------------------------

    @beat(words.question, chapter="The question", short=True)
    def question(self) -> None:
        self.point = CurvePoint(self.frame, self.value, self.stage.figure, self.stage.panel, self.theme)
        point = self.point
        point.alone()
        self.play(*self.say_title("How steep is a curve at one point?"), *appear(point.plot), run_time=1.2)
        self.play(mn.Create(point.curve, rate_func=EASE), *appear(point.formula), run_time=2.2)
        self.play(mn.Create(point.guide), *appear(point.spot), run_time=1, at="here")
        self.play(*appear(point.value), point.flash(self.theme.color("input")), run_time=1, at="where")
        self.play(run_along(point.curve, self.theme.color("ink"), 2.5), at="every")

    @beat(
        "Take a second point, [line] and draw the line through both: a secant. [rise] Its slope is the rise "
        "[run] over the run, [slope] and that is {secant.slope:.3g}.",
        chapter="Secants",
        short=True,
    )
    def secant_line(self) -> None:
        self.sliding = SlidingSecant(self.params.f, self.secant, self.point.plot, self.theme)
        home = self.point.home()
        sliding, panel, below = self.sliding, self.stage.panel, self.point.below
        quotient = self.quotient = DifferenceQuotient(
            lambda: sliding.now, self.steps, panel, below, self.theme, signed=sliding.falls
        )
        self.play(*self.say_title("Two points have a slope: rise over run"), home, run_time=0.8)
        self.play(*appear(sliding.second), run_time=0.7)
        self.play(mn.Create(sliding.line), run_time=1.8, at="line")
        self.play(mn.Create(sliding.rise_leg), *appear(sliding.rise_name), run_time=0.9, at="rise")
        self.play(mn.Create(sliding.run_leg), *appear(sliding.run_name), run_time=0.9, at="run")
        self.play(*appear(quotient.formula), run_time=0.8)
        self.play(*appear(quotient.slope, quotient.h), run_time=0.8, at="slope")

    @beat(
        "Now let [slide] the second point slide towards the first. [what] What will the slope do? Make a guess.",
        ask=True,
        when=is_smooth,
        short=True,
    )
    def guess_first(self) -> None:
        self.hint = self.sliding.way_in()
        self.play(*self.say_title("What will the slope do?"), run_time=0.8)
        self.play(*appear(self.hint), run_time=0.6, at="slide")
        told = (*self.point.written, self.quotient.formula, self.quotient.h)
        self.play(*(Tint(item, self.theme.color("muted")) for item in told), at="what")

    @beat(words.limit, when=is_smooth, chapter="The limit", short=True)
    def limit(self) -> None:
        sliding, quotient = self.sliding, self.quotient
        changes = [*vanish(self.hint, *self.point.written), Tint(quotient.formula, None), Tint(quotient.h, None)]
        self.play(*self.say_title("The slope settles: that is the tangent"), *changes, run_time=0.6)
        self.play(*quotient.rise(quotient.h, quotient.slope), run_time=0.5)
        self.table = quotient.table(self.tangent)
        self.play(*appear(self.table.head), run_time=0.3)
        legs = mn.VGroup(*sliding.legs)
        for index, row in enumerate(self.table.rows[:-1]):
            if index:
                slide = sliding.share.animate(rate_func=EASE, run_time=1.3 if index < 3 else 0.6)
                self.play(slide.set_value(SHARES[index]), *(vanish(legs) if index == 2 else []))
            self.play(*appear(row), run_time=0.4)
        ends = self.point.plot.straight(self.at, self.value, self.tangent.slope)
        self.tangent_line = set_runs(stroke(self.theme, "slope", 4.5), ends)
        gone = vanish(sliding.line, sliding.second, quotient.h, quotient.slope)
        self.play(*gone, mn.Create(self.tangent_line), run_time=1.0, at="never")
        self.limit_formula, turns = quotient.to_limit()
        rises = quotient.bring_up(self.table, self.limit_formula)
        self.play(turns, *rises, run_time=1.4, at="does")
        self.play(*appear(self.table.rows[-1]), run_time=0.5)

    @beat(words.zoom, when=is_smooth, chapter="Zooming in", short=True)
    def zoom(self) -> None:
        self.glass = MagnifyingGlass(self.tangent, self.point.plot, self.stage.panel, self.theme)
        gone = vanish(self.table, self.limit_formula)
        self.play(*self.say_title("From near, curve and tangent are one line"), *gone, run_time=0.8)
        self.play(*appear(self.glass), run_time=0.9)
        self.play(self.glass.power.animate(rate_func=EASE).set_value(2.0), run_time=6.5, at="zoom")

    @beat(words.sweep, when=is_smooth, chapter="The derivative")
    def sweep(self) -> None:
        slopes = CurveWindow.over(self.params.f.derivative(), self.frame.x_range, self.at)
        self.walk = DerivativeTrace(self.frame, slopes, self.stage.figure, self.stage.panel, self.theme)
        level = self.walk.level(words.level_points(self))
        walk = self.walk
        gone = [*self.point.figure, self.tangent_line, self.glass]
        self.swap(gone, walk.plots, "The slope at every point: the derivative")
        self.play(*appear(*walk.moving), run_time=0.8)
        self.add(walk.trace)
        self.bring_to_front(walk.follower)
        both = (walk.share, walk.traced)
        self.play(*(each.animate(rate_func=mn.linear).set_value(1.0) for each in both), run_time=8, at="walk")
        self.play(*appear(walk.prime_formula), run_time=1.0, at="prime")
        if len(level):
            self.play(*appear(level), run_time=0.8, at="flat")

    @beat(words.back_and_forth, when=is_smooth, loop=True)
    def back_and_forth(self) -> None:
        for end in (0.0, 1.0):
            self.play(self.walk.share.animate(rate_func=EASE).set_value(end), run_time=4.5)

    @beat(words.predict, when=is_smooth, chapter="Prediction")
    def predict(self) -> None:
        figure, panel, walk = self.stage.figure, self.stage.panel, self.walk
        self.prediction = TangentPrediction(self.tangent, self.predictions, figure, panel, self.theme, exact=self.exact)
        prediction = self.prediction
        gone = [*walk.plots, *walk.moving, walk.trace, walk.prime_formula, walk.level_marks]
        self.swap(gone, prediction.still, "The tangent predicts what comes next")
        self.play(*appear(prediction.figure, prediction.names), run_time=0.8, at="step")
        self.play(*appear(prediction.rule), run_time=1.2, at="rule")
        self.play(*appear(prediction.table.head, prediction.table.rows[0]), run_time=0.8)
        self.play(*vanish(prediction.names), run_time=0.4, at="halve")
        for index, row in enumerate(prediction.table.rows[1:], 1):
            self.play(prediction.share.animate(rate_func=EASE).set_value(0.5**index), run_time=1.3)
            self.play(*appear(row), run_time=0.5)
        self.play(prediction.share.animate(rate_func=EASE).set_value(1.0), run_time=1.5)
        self.play(*appear(prediction.names), run_time=0.5)

    @beat(
        "So, in one picture. [secants] Secants close in on the tangent. [slope] The tangent's slope is the derivative. "
        "[near] And near the point, the curve is its tangent.",
        when=is_smooth,
        chapter="Recap",
    )
    def recap(self) -> None:
        lines = [
            ("Secants: rise over run.", QUOTIENT),
            ("Their limit: the tangent's slope.", self.tangent.typst_at),
            ("Nearby, the tangent stands for the curve.", RULE),
        ]
        column = recap_column(lines, self.stage.panel, self.theme)
        told = self.prediction
        gone = [*told.still, told.figure, told.names, told.rule, told.table]
        self.swap(gone, [*self.point.figure, self.tangent_line], "The tangent line")
        fan = [mn.Create(line) for line in self.sliding.fan()]
        self.play(mn.LaggedStart(*fan, lag_ratio=0.35), *appear(column[0]), run_time=2, at="secants")
        self.play(
            *appear(column[1]),
            mn.Indicate(self.tangent_line, color=self.theme.color("ink"), scale_factor=1),
            run_time=1.2,
            at="slope",
        )
        self.play(*appear(column[2]), run_time=1.0, at="near")

    @beat(
        "Now come from the right, [left] and from the left. Will the two secants agree? Make a guess.",
        when=is_kinked,
        ask=True,
        short=True,
    )
    def guess_sides(self) -> None:
        sliding, quotient, plot = self.sliding, self.quotient, self.point.plot
        self.pair = OneSidedSecants(self.params.f, self.sides, abs(self.h), plot, quotient.below, self.theme)
        gone = vanish(*self.point.written, sliding.line, sliding.second, *sliding.legs, quotient.slope, quotient.h)
        self.play(*self.say_title("From the left, from the right: will they agree?"), *gone, run_time=0.7)
        self.play(*quotient.rise(), run_time=0.6)
        for side, mark in ((1, ""), (0, "left")):
            self.play(*appear(*self.pair.side(side)), run_time=0.9, at=mark)

    @beat(
        "They do not. However close the second point comes, the secants keep two different slopes.",
        when=is_kinked,
        chapter="Two sides",
        short=True,
    )
    def two_sides(self) -> None:
        self.play(*self.say_title("However close: two different slopes"), run_time=0.8)
        self.play(self.pair.share.animate(rate_func=EASE).set_value(SHARES[-1]), run_time=5)

    @beat(words.no_tangent, when=is_kinked, chapter="No tangent", short=True)
    def no_tangent(self) -> None:
        word, pair = self.sides.kind, self.pair
        verdict = Words(f"A {word}: no tangent here.", self.theme, role="error", weight=600)
        fit(verdict, self.stage.panel.width)
        verdict.next_to(pair.readouts, mn.DOWN, 0.5, aligned_edge=mn.LEFT)
        self.play(*self.say_title(f"At a {word} there is no tangent"), run_time=0.8)
        if word == "kink":
            for other, mark in ((1, ""), (0, "right")):
                self.play(*step_back(*pair.side(other)), at=mark)
        self.play(*appear(verdict), run_time=0.8, at="kink")
        self.play(self.point.flash(self.theme.color("error")), run_time=1)
        if word == "kink":
            self.play(*step_back(*pair.side(1)), at="side")
