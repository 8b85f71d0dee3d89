"""From the secant to the tangent: what a derivative is, what it is good for, and where there is none."""

from __future__ import annotations

import manim as mn

from mathkit import CurveWindow
from scenes.drawing import (
    EASE,
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
    fit,
    linear_rule,
    quotient,
    recap_column,
    run_along,
    set_runs,
    step_back,
    stroke,
    vanish,
)
from scenes.lesson import Lesson, beat
from scenes.tangent_line import narration
from scenes.tangent_line.facts import SHARES, TangentFacts, TangentParams


class TangentLine(Lesson):
    """One curve, one point: secant, limit, tangent, derivative, prediction."""

    name = "tangent-line"
    title = "The tangent line"
    Params, Facts = TangentParams, TangentFacts

    params: TangentParams
    facts: TangentFacts

    @beat(narration.question, short=True)
    def question(self) -> None:
        facts, stage = self.facts, self.stage
        self.point = CurvePoint(facts.frame, facts.value, stage.figure, stage.panel, self.theme, breaks=facts.breaks)
        point = self.point
        point.alone()
        self.show(*appear(point.plot), run_time=1.2)
        self.play(mn.Create(point.curve, rate_func=EASE), *appear(point.formula), run_time=2.2)
        if len(point.breaks):
            self.show(point.breaks, run_time=0.6)
        self.play(mn.Create(point.guide), *appear(point.spot), run_time=1, at="here")
        self.play(*appear(point.value), point.flash(self.theme.color("input")), run_time=1, at="where")
        self.play(run_along(point.curve, self.theme.color("ink"), 2.5), at="every")

    @beat(narration.secant_line, short=True)
    def secant_line(self) -> None:
        self.sliding = SlidingSecant(self.facts.f, self.facts.secant, self.point.plot, self.theme)
        home = self.point.home()
        sliding, panel, below = self.sliding, self.stage.panel, self.point.below
        quotient = self.quotient = DifferenceQuotient(
            lambda: sliding.now, self.facts.steps, panel, below, self.theme, signed=sliding.falls, f=self.facts.f
        )
        self.show(home, run_time=0.8)
        self.show(sliding.second, run_time=0.7)
        self.play(mn.Create(sliding.line), run_time=1.8, at="line")
        self.play(mn.Create(sliding.rise_leg), *appear(sliding.rise_name), run_time=0.9, at="rise")
        self.play(mn.Create(sliding.run_leg), *appear(sliding.run_name), run_time=0.9, at="run")
        self.show(quotient.formula, run_time=0.8)
        self.show(quotient.slope, quotient.h, run_time=0.8, at="slope")

    @beat(narration.guess_first, when="smooth", ask=True, short=True)
    def guess_first(self) -> None:
        self.hint = self.sliding.way_in()
        self.show(run_time=0.8)
        self.show(self.hint, run_time=0.6, at="slide")
        told = (*self.point.written, self.quotient.formula, self.quotient.h)
        self.play(*(Tint(item, self.theme.color("muted")) for item in told), at="what")

    @beat(narration.limit, when="smooth", short=True)
    def limit(self) -> None:
        sliding, quotient = self.sliding, self.quotient
        own = (Tint(quotient.formula, None), Tint(quotient.h, None))
        self.show(*own, leave=[self.hint, *self.point.written], run_time=0.6)
        self.play(*quotient.rise(quotient.h, quotient.slope), run_time=0.5)
        self.table = quotient.table(self.facts.tangent)
        self.show(self.table.head, run_time=0.3)
        legs = mn.VGroup(sliding.run_leg, sliding.rise_leg)
        for index, row in enumerate(self.table.rows[:-1]):
            if index == 1:
                self.play(*vanish(sliding.run_name, sliding.rise_name), run_time=0.3)
            if index:
                slide = sliding.share.animate(rate_func=EASE, run_time=1.3 if index < 3 else 0.6)
                self.play(slide.set_value(SHARES[index]), *(vanish(legs) if index == 2 else []))
            self.show(row, run_time=0.4)
        ends = self.point.plot.straight(self.facts.at, self.facts.value, self.facts.tangent.slope)
        self.tangent_line = set_runs(stroke(self.theme, "slope", 4.5), ends)
        gone = [sliding.line, sliding.second, quotient.h, quotient.slope]
        self.show(mn.Create(self.tangent_line), leave=gone, run_time=1.0, at="never")
        self.limit_formula, turns = quotient.to_limit()
        rises = quotient.bring_up(self.table, self.limit_formula)
        self.play(turns, *rises, run_time=1.4, at="does")
        self.show(self.table.rows[-1], run_time=0.5)

    @beat(narration.zoom, when="smooth", short=True)
    def zoom(self) -> None:
        self.glass = MagnifyingGlass(self.facts.tangent, self.point.plot, self.stage.panel, self.theme)
        self.show(leave=[self.table, self.limit_formula], run_time=0.8)
        self.show(self.glass, run_time=0.9)
        self.play(self.glass.power.animate(rate_func=EASE).set_value(2.0), run_time=6.5, at="zoom")

    @beat(narration.sweep, when="smooth")
    def sweep(self) -> None:
        slopes = CurveWindow.over(self.facts.f.derivative(), self.facts.frame.x_range, self.facts.at)
        self.walk = DerivativeTrace(
            self.facts.frame,
            slopes,
            self.stage.figure,
            self.stage.panel,
            self.theme,
            breaks=(self.facts.breaks, self.facts.slope_breaks),
        )
        level = self.walk.level(self.facts.level_points)
        walk = self.walk
        self.show(*walk.plots, clear=True)
        self.show(*walk.moving)
        self.add(walk.trace)
        self.bring_to_front(walk.follower)
        both = (walk.share, walk.traced)
        self.play(*(each.animate(rate_func=mn.linear).set_value(1.0) for each in both), run_time=8, at="walk")
        self.show(walk.prime_formula, run_time=1.0, at="prime")
        if len(level):
            self.show(level, run_time=0.8, at="flat")

    @beat(narration.back_and_forth, when="smooth", loop=True)
    def back_and_forth(self) -> None:
        for end in (0.0, 1.0):
            self.play(self.walk.share.animate(rate_func=EASE).set_value(end), run_time=4.5)

    @beat(narration.predict, when="smooth")
    def predict(self) -> None:
        facts, stage = self.facts, self.stage
        prediction = TangentPrediction(
            facts.tangent,
            facts.predictions,
            stage.figure,
            stage.panel,
            self.theme,
            exact=facts.exact,
            breaks=facts.breaks,
        )
        self.show(*prediction.still, clear=True)
        self.show(prediction.figure, prediction.names, run_time=0.8, at="step")
        self.show(prediction.rule, run_time=1.2, at="rule")
        self.show(prediction.table.head, prediction.table.rows[0], run_time=0.8)
        self.play(*vanish(prediction.names), run_time=0.4, at="halve")
        for index, row in enumerate(prediction.table.rows[1:], 1):
            self.play(prediction.share.animate(rate_func=EASE).set_value(0.5**index), run_time=1.3)
            self.show(row, run_time=0.5)
        self.play(prediction.share.animate(rate_func=EASE).set_value(1.0), run_time=1.5)
        self.show(prediction.names, run_time=0.5)

    @beat(narration.recap, when="smooth")
    def recap(self) -> None:
        f = self.facts.f
        formulas = {"secants": quotient(f), "limit": self.facts.tangent.typst_at, "near": linear_rule(f)}
        lines = [(self.label(name), formula) for name, formula in formulas.items()]
        column = recap_column(lines, self.stage.panel, self.theme)
        self.show(*self.point.figure, self.tangent_line, clear=True)
        fan = [mn.Create(line) for line in self.sliding.fan()]
        self.play(mn.LaggedStart(*fan, lag_ratio=0.35), *appear(column[0]), run_time=2, at="secants")
        self.play(
            *appear(column[1]),
            mn.Indicate(self.tangent_line, color=self.theme.color("ink"), scale_factor=1),
            run_time=1.2,
            at="slope",
        )
        self.show(column[2], run_time=1.0, at="near")

    @beat(narration.guess_sides, when="kinked", ask=True, short=True)
    def guess_sides(self) -> None:
        sliding, quotient, plot = self.sliding, self.quotient, self.point.plot
        self.pair = OneSidedSecants(self.facts.f, self.facts.sides, abs(self.facts.h), plot, quotient.below, self.theme)
        secant = [sliding.line, sliding.second, *sliding.legs, quotient.slope, quotient.h]
        self.show(leave=[*self.point.written, *secant], run_time=0.7)
        self.play(*quotient.rise(), run_time=0.6)
        for side, mark in ((1, ""), (0, "left")):
            self.show(*self.pair.side(side), run_time=0.9, at=mark)

    @beat(narration.two_sides, when="kinked", short=True)
    def two_sides(self) -> None:
        self.show(run_time=0.8)
        self.play(self.pair.share.animate(rate_func=EASE).set_value(SHARES[-1]), run_time=5)

    @beat(narration.no_tangent, when="kinked", short=True)
    def no_tangent(self) -> None:
        word, pair = self.facts.sides.kind, self.pair
        verdict = Words(self.label("verdict"), self.theme, role="error", weight=600)
        fit(verdict, self.stage.panel.width)
        verdict.next_to(pair.readouts, mn.DOWN, 0.5, aligned_edge=mn.LEFT)
        self.show(run_time=0.8)
        if word == "kink":
            for other, mark in ((1, ""), (0, "right")):
                self.play(*step_back(*pair.side(other)), at=mark)
        self.show(verdict, run_time=0.8, at="kink")
        self.play(self.point.flash(self.theme.color("error")), run_time=1)
        if word == "kink":
            self.play(*step_back(*pair.side(1)), at="side")
