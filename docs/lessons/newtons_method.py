"""Newton's method: put the tangent in place of the curve, go to where it is zero, and do it again."""

from __future__ import annotations

import manim as mn

from mathkit import Function, NewtonsMethod, Tangent
from scenes.drawing import (
    EASE,
    NEWTON_RULE,
    RATE,
    CurvePoint,
    Glide,
    MagnifyingGlass,
    Morph,
    TangentWalk,
    recap_column,
    run_along,
    stack,
)
from scenes.lesson import Lesson, beat
from scenes.script.params import Curve, LessonParams, Number

COURSES = {  # how the steps go on: the title over them, and what is said
    "fast": ("The right digits double", "watch the right digits: [end] near the zero, each step doubles them."),
    "slow": ("A level zero is slow to reach", "the digits come slowly: [end] at its zero, the curve is level."),
    "diverges": ("Farther off with each step", "the guesses run away. [end] Each tangent leads farther from any zero."),
    "fails": ("A guess that leads nowhere", "a guess lands [end] where no tangent leads on, and the search is over."),
    "cycles": ("Round in a circle", "the guesses come back to where they were. [end] They never find a zero."),
    "unsettled": ("The guesses do not settle", "the guesses jump about, [end] and do not settle."),
}


class NewtonsMethodLesson(Lesson):
    """A guess at a zero of a curve, and how tangents make it a better one."""

    name = "newtons-method"
    title = "Newton's method"

    class Params(LessonParams):
        """f: a function of x; at: the first guess at its zero."""

        f: Curve = Function.parse("x**2 - 2", ("x",))
        at: Number = 3.0

    params: Params

    def prepare(self) -> None:
        typed = self.params.f, self.params.at
        self.tangent, self.newton = Tangent.of(*typed), NewtonsMethod.of(*typed)
        self.frame, self.next = self.newton.window(), self.newton.steps[0].next
        self.flat, self.stretch = self.newton.flattest(self.frame), self.newton.stretch(self.frame)
        self.leads = self.newton.leads(self.flat)

    @beat(
        "Where is this curve zero? [zero] That is, where does it meet this line? There is seldom a formula. [guess] So "
        "guess: say, x is {tangent.at:.3g}. There, f is {tangent.value:.3g}.",
        chapter="The question",
        short=True,
    )
    def question(self) -> None:
        self.point = CurvePoint(self.frame, self.tangent.value, self.stage.figure, self.stage.panel, self.theme)
        self.walk = TangentWalk(self.newton, self.point.plot, self.theme)
        self.point.alone()
        self.show(self.point.plot, title="Where is this curve zero?", run_time=1)
        self.show(mn.Create(self.point.curve, rate_func=EASE), self.point.formula, run_time=1.8)
        self.play(run_along(self.walk.zero, self.theme.color("ink"), 2), at="zero")
        self.show(mn.Create(self.walk.height), self.walk.spot, self.point.value, run_time=1, at="guess")

    @beat(
        "Here, [tangent] let the tangent stand for the curve. [walk] Follow it to where it is zero. [next] That is the "
        "next guess: {next:.3g}.",
        short=True,
    )
    def step(self) -> None:
        self.show(self.point.home(), title="Follow the tangent to its zero", run_time=0.8)
        self.play(mn.Create(self.walk.touch), run_time=1.2, at="tangent")
        self.add(*self.walk.moving)
        self.play(self.walk.walked.animate(rate_func=EASE).set_value(1.0), run_time=1.5, at="walk")
        self.show(*self.walk.names, run_time=0.6, at="next")

    @beat("How far is that? [slope] The slope is height over step. [turn] So the step is f over f prime.", short=True)
    def rule(self) -> None:
        slope, self.formula, self.numbers = self.walk.formulas(self.point.below)
        self.show(mn.Create(self.walk.step), title="The slope is height over step", run_time=1)
        self.show(slope, run_time=0.8, at="slope")
        self.play(Morph(slope, self.formula), at="turn")
        self.show(self.numbers, run_time=0.8)

    @beat("The same again, from there. [rows] Where does that lead, and how fast? Predict it.", ask=True, short=True)
    def guess(self) -> None:
        walk, panel = self.walk, self.stage.panel
        gone = [*self.point.written, self.numbers, walk.touch, walk.spot, walk.step, walk.height, *walk.names]
        self.show(leave=gone, title="And again: where will it go?", run_time=0.8)
        self.play(Glide(self.formula, (panel.top - self.formula.get_top()[1]) * mn.UP), run_time=0.7)
        self.table = walk.table(panel.inset(top=self.formula.height + 0.45))
        self.show(self.table.head, self.table.rows[0], run_time=0.6, at="rows")
        self.show(walk.walked.animate(rate_func=EASE).set_value(2.0), self.table.rows[1], run_time=1)

    @beat(lambda lesson: "[run] Step by step, " + COURSES[lesson.newton.course][1], chapter="Steps", short=True)
    def again(self) -> None:
        self.show(title=COURSES[self.newton.course][0])
        self.until("run")
        for n, row in list(zip(self.newton.listed(), self.table.rows, strict=True))[2:]:
            self.play(self.walk.walked.animate(rate_func=EASE).set_value(2.0 * n), run_time=1.6 if n < 4 else 0.8)
            self.show(row, run_time=0.4)
        self.play(mn.Indicate(self.table.rows[-1], color=None, scale_factor=1.06), at="end")

    @beat(
        "Why so fast? [zoom] Seen from near, the curve is its tangent. So the zero of one is almost that of the other.",
        when=lambda lesson: lesson.newton.course == "fast",
        chapter="Why it is fast",
    )
    def zoom(self) -> None:
        at_zero = Tangent.of(self.params.f, self.newton.root)
        glass = MagnifyingGlass(at_zero, self.point.plot, self.stage.panel, self.theme)
        self.show(glass, leave=[self.table, self.formula], title="From near, the curve is its tangent")
        self.play(glass.power.animate(rate_func=EASE).set_value(2.0), run_time=5, at="zoom")

    @beat(
        "Is each guess better than the last? [flat] Look where the curve is flattest: [far] the tangent leads {leads}.",
        chapter="What can go wrong",
    )
    def wrong(self) -> None:
        walk, numbers = self.walk, stack(self.stage.panel.inset(top=self.formula.height + 0.5), self.walk.numbers())
        self.now, kept = [self.formula, walk.touch, walk.bar, walk.spot, numbers], [self.point.plot, self.point.curve]
        self.show(*self.now, clear=True, keep=[*kept, walk.zero], title="When is the next guess worse?")
        self.play(walk.guess.animate(rate_func=EASE).set_value(self.flat), run_time=3, at="flat")
        self.play(run_along(walk.touch, self.theme.color("ink"), 2), at="far")

    @beat("Move the guess along. The steeper the curve, the shorter the step. The flatter, the longer.", loop=True)
    def sweep(self) -> None:
        for end in (*self.stretch, self.flat):
            self.play(self.walk.guess.animate(rate_func=EASE).set_value(end), run_time=3)

    @beat(
        "So: follow the tangent to zero, and again. [near] Once near, that is fast. [loss] And the lowest loss is "
        "found in the same way: it is a zero of the slope.",
        chapter="Recap",
    )
    def recap(self) -> None:
        lines = [
            ("Go where the tangent is zero.", NEWTON_RULE),
            ("Near a simple zero $r$, the digits double.", RATE),
            ("The lowest loss is a zero of its slope.", NEWTON_RULE.replace("f'(", "f''(").replace("f(", "f'(")),
        ]
        column = recap_column(lines, self.stage.panel, self.theme)
        self.show(*self.walk.moving, column[0], leave=self.now, title="Newton's method")
        self.show(column[1], at="near")
        self.show(column[2], at="loss")
