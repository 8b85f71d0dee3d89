"""From the secant to the tangent: what a derivative is, what it is good for, and where there is none.

Symbols: f the function, x₀ the point, h the run of a secant, dx the step of a prediction.
"""

from __future__ import annotations

import manim as mn
import numpy as np

from mathkit import (
    CurveWindow,
    Function,
    OneSidedSlopes,
    Secant,
    Tangent,
    secant_slopes,
    typst,
    typst_number,
)
from scenes.lesson import Lesson, beat
from scenes.marks import Pointer, Spot, cut_to, plated, set_dashes, set_runs, stroke
from scenes.motion import EASE, appear, vanish
from scenes.panel import Readout, Table, fit, stack
from scenes.params import Curve, LessonParams, Number
from scenes.plot import Plot
from scenes.stage import Region
from scenes.theme import LABEL, TEXT
from scenes.typesetting import Formula, Words


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

    def prepare(self) -> None:
        f, at = self.params.f, self.params.at
        self.value = float(f(at))
        if not np.isfinite(self.value):
            Tangent.of(f, at)  # raises: says where, and what to type
        self.at = at
        self.sides = OneSidedSlopes.of(f, at)
        if self.sides.kind in ("vertical", "edge"):
            Tangent.of(f, at)
        self.frame = CurveWindow.of(f, at)
        (x0, x1), _ = self.frame.x_range, self.frame.y_range
        reach = x1 - x0
        # The secant leans to the right where there is room for it.
        self.lean = 1.0 if _first_step(f, self.frame, 1.0) >= 0.1 * reach else -1.0
        self.h = self.lean * _first_step(f, self.frame, self.lean)
        self.secant = Secant.of(f, at, self.h)
        steps = self.h * np.array([1, 0.4, 0.2, 0.02, 0.002])
        self.steps = list(zip(steps, secant_slopes(f, at, steps), strict=True))
        self.slope_left, self.slope_right = self.sides.left, self.sides.right
        if self.sides.kind == "smooth":
            self.tangent = Tangent.of(f, at)
            self.derivative = f.derivative()
            low, high = self.frame.y_range
            dx = self.h
            while not low <= self.tangent.predict(dx).predicted <= high:
                dx /= 2
            self.predictions = [self.tangent.predict(dx / 2**k) for k in range(4)]
            self.guess = self.predictions[0]

    # -- beats --------------------------------------------------------------------------------------------------

    @beat(
        "How steep is this curve, right here, where x is {at:.3g}? A straight line has one slope. "
        "A curve has a new one at every point.",
        chapter="The question",
    )
    def question(self) -> None:
        self._draw_figure()
        self.play(*self.say_title("How steep is a curve at one point?"), *appear(self.plot), run_time=1.2)
        self.play(mn.Create(self.curve, rate_func=EASE), *appear(self.formula), run_time=2.2)
        self.play(mn.Create(self.guide), *appear(self.spot), run_time=1)
        self.play(*appear(self.place), run_time=0.8)
        self.play(mn.Flash(self.spot[1], color=self.theme.color("input"), flash_radius=0.4), run_time=1)

    @beat(
        "Take a second point, and draw the line through both: a secant. Its slope is the rise over the run, "
        "and that is {secant.slope:.3g}.",
        chapter="Secants",
    )
    def secant_line(self) -> None:
        self.run = self.tracker(1.0)
        self._draw_secant()
        self.play(*self.say_title("Two points have a slope: rise over run"), run_time=0.8)
        self.play(*appear(self.second), run_time=0.7)
        self.play(mn.Create(self.line), run_time=1.2)
        self.play(mn.Create(self.run_leg), *appear(self.run_name), run_time=0.9)
        self.play(mn.Create(self.rise_leg), *appear(self.rise_name), run_time=0.9)
        self.play(*appear(self.quotient), run_time=0.8)
        self.play(*appear(self.slope_readout), *appear(self.h_readout), run_time=0.8)

    @beat(
        "Now let the second point slide towards the first. What will the slope do? Make a guess.",
        ask=True,
        when=is_smooth,
    )
    def guess_first(self) -> None:
        hint = Pointer(self.theme, "secant").span(*self._hint_ends())
        self.play(*self.say_title("The second point slides closer. What will the slope do?"), run_time=0.8)
        self.play(*appear(hint), run_time=0.6)
        self.play(mn.Indicate(self.slope_readout, color=self.theme.color("secant"), scale_factor=1.08), run_time=1.2)
        self.play(*vanish(hint), run_time=0.5)

    @beat(
        "The slope settles. The closer the second point, the less it changes, and it closes in on "
        "{tangent.slope:.3g}. The run is never zero: nought over nought would say nothing. The limit does.",
        when=is_smooth,
        chapter="The limit",
        short=True,
    )
    def limit(self) -> None:
        table = self._limit_table()
        self.play(*self.say_title("The slope settles: that is the tangent"), *appear(table.head), run_time=0.8)
        legs = mn.VGroup(self.run_leg, self.rise_leg, self.run_name, self.rise_name)
        for index, row in enumerate(table.rows):
            if index:
                share = abs(self.steps[index][0] / self.h)
                fade = vanish(legs) if index == 2 else []
                self.play(self.run.animate(rate_func=EASE, run_time=1.6 if index < 3 else 0.9).set_value(share), *fade)
            self.play(*appear(row), run_time=0.5)
        self._draw_tangent()
        self.play(*vanish(self.line, self.second), mn.Create(self.tangent_line), run_time=1.0)
        self.play(*vanish(self.place, self.quotient), *appear(self.limit_formula), run_time=1.0)

    @beat(
        "Look closer. Under a magnifying glass the curve straightens, until nobody can tell it from its tangent. "
        "That is what smooth means: seen from near, a line.",
        when=is_smooth,
        chapter="Zooming in",
    )
    def zoom(self) -> None:
        lens = self._draw_lens()
        self.play(
            *self.say_title("From near, curve and tangent are one line"),
            *vanish(self.table, self.slope_readout, self.h_readout, self.formula, self.limit_formula),
            run_time=0.8,
        )
        self.play(*appear(lens), run_time=0.9)
        self.play(self.zoom_power.animate(rate_func=EASE).set_value(2.0), run_time=5.5)
        self.lens = lens

    @beat(
        "Every point has its own slope. Let the point walk along the curve, and plot the slope below it. "
        "The new curve is the derivative, f prime. Where the curve is flat, it crosses zero.",
        when=is_smooth,
        chapter="The derivative",
        loop=False,
    )
    def sweep(self) -> None:
        self._draw_two_plots()
        old = [self.plot, self.curve, self.guide, self.spot, self.tangent_line, self.lens]
        self.play(
            *self.say_title("The slope at every point: the derivative"),
            *vanish(*old),
            *appear(self.upper, self.lower, self.upper_curve),
            run_time=1.2,
        )
        self.play(*appear(self.walker, self.walker_tangent, self.lower_spot, self.drop, self.walk_panel), run_time=0.8)
        self.add(self.trace)
        self.bring_to_front(self.lower_spot)
        self.play(self.walk.animate(rate_func=mn.linear).set_value(1.0), run_time=8)
        self.play(*appear(self.prime_formula), run_time=1.0)

    @beat(
        "The tangent also foretells. One step to the side, the value is about f plus slope times the step. "
        "Halve the step, and the error falls to about a quarter: it shrinks like the step squared.",
        when=is_smooth,
        chapter="Prediction",
    )
    def predict(self) -> None:
        self._draw_prediction()
        gone = [self.upper, self.lower, self.upper_curve, self.walker, self.walker_tangent, self.lower_spot]
        gone += [self.drop, self.walk_panel, self.trace, self.prime_formula]
        self.play(
            *self.say_title("The tangent predicts: f(x + dx) ≈ f(x) + f′(x) dx"),
            *vanish(*gone),
            *appear(self.plot, self.curve, self.tangent_line, self.spot, self.guide),
            run_time=1.2,
        )
        self.play(*appear(self.promise), run_time=0.8)
        self.play(*appear(self.ahead), *appear(self.error_table.head), run_time=0.8)
        for index, row in enumerate(self.error_table.rows):
            if index:
                self.play(self.dx.animate(rate_func=EASE).set_value(0.5**index), run_time=1.3)
            self.play(*appear(row), run_time=0.5)
        self.play(self.dx.animate(rate_func=EASE).set_value(1.0), run_time=1.5)

    @beat(
        "So, in one picture. Secants close in on the tangent. The tangent's slope is the derivative. "
        "And near the point, the curve is its tangent.",
        when=is_smooth,
        chapter="Recap",
    )
    def recap(self) -> None:
        panel = self.stage.panel
        lines = [
            "Secants: rise over run.",
            "Their limit: the tangent's slope.",
            "Nearby, the tangent stands for the curve.",
        ]
        codes = [
            "{{ (f(x + h) - f(x)) / h : secant }}",
            f"{{{{ f'({typst_number(self.at)}) : slope }}}} = {typst_number(self.tangent.slope, 4)}",
            "f(x + dif x) approx f(x) + {{ f'(x) : slope }} dif x",
        ]
        items: list[mn.Mobject] = []
        for line, code in zip(lines, codes, strict=True):
            words = Words(line, self.theme, role="muted", width=panel.width)
            formula = fit(Formula(code, self.theme, size=TEXT + 6), panel.width)
            items.append(mn.VGroup(words, formula.next_to(words, mn.DOWN, 0.2, aligned_edge=mn.LEFT)))
        column = stack(panel, *items, gap=0.5)
        self.play(
            *self.say_title("The tangent line"),
            *vanish(self.promise, self.ahead, self.error_table),
            run_time=0.9,
        )
        self.run.set_value(1.0)
        fan = self._secant_fan()
        self.play(mn.LaggedStart(*(mn.Create(m) for m in fan), lag_ratio=0.35), *appear(column[0]), run_time=2)
        self.play(*appear(column[1]), mn.Indicate(self.tangent_line, scale_factor=1), run_time=1.2)
        self.play(*appear(column[2]), run_time=1.0)

    @beat(
        "Come from the right, then from the left. The two secants do not agree.",
        when=is_kinked,
        chapter="Two sides",
        ask=True,
    )
    def two_sides(self) -> None:
        self._draw_sides()
        self.play(
            *self.say_title("From the left, from the right: do they agree?"),
            *vanish(self.line, self.second, self.run_leg, self.rise_leg, self.run_name, self.rise_name),
            *vanish(self.slope_readout, self.h_readout),
            run_time=0.9,
        )
        self.play(*appear(self.side_lines), *appear(self.side_readouts), run_time=0.9)
        self.play(self.run.animate(rate_func=EASE).set_value(0.002), run_time=5)

    @beat(
        lambda lesson: (
            "At a jump there is no slope to speak of: the curve is torn, and there is no tangent."
            if lesson.sides.kind == "jump"
            else "Left of the point the slope is {slope_left:.3g}, right of it {slope_right:.3g}. Two slopes, one "
            "point: here the curve has a kink, and no tangent. Networks meet this at every relu, and just pick a side."
        ),
        when=is_kinked,
        chapter="No tangent",
    )
    def no_tangent(self) -> None:
        word = "jump" if self.sides.kind == "jump" else "kink"
        verdict = Words(f"A {word}: no tangent here.", self.theme, role="error", weight=600)
        fit(verdict, self.stage.panel.width)
        verdict.next_to(self.side_readouts, mn.DOWN, 0.5, aligned_edge=mn.LEFT)
        self.play(*self.say_title(f"At a {word} there is no tangent"), run_time=0.8)
        self.play(*appear(verdict), run_time=0.8)
        self.play(mn.Flash(self.spot[1], color=self.theme.color("error"), flash_radius=0.4), run_time=1)

    # -- what the beats are drawn with --------------------------------------------------------------------------

    def _draw_figure(self) -> None:
        theme, panel = self.theme, self.stage.panel
        self.plot = Plot.of(self.frame, self.stage.figure, theme)
        self.curve = self.plot.curve(self.frame.samples(400))
        here = self.plot.at(self.at, self.value)
        self.spot = Spot(theme, "input").at(here)
        self.guide = self.plot.guides(stroke(theme, "input", 2.5), self.at, self.value)
        self.formula = Formula(
            f"{{{{ f(x) : output }}}} = {typst(self.params.f, {'x': 'input'})}", theme, size=TEXT + 2
        )
        at, value = typst_number(self.at), typst_number(self.value, 4)
        self.place = Formula(f"f({{{{ {at} : input }}}}) = {{{{ {value} : output }}}}", theme)
        stack(panel, self.formula, self.place, gap=0.3)

    def _second(self) -> tuple[float, float]:
        x = self.at + self.h * self.run.get_value()
        return x, float(self.params.f(x))

    def _through(self, x: float, y: float, slope: float) -> np.ndarray:
        """Return the part of a line that lies in the plotting area."""
        (x0, x1), plot = self.plot.x_range, self.plot
        ends = plot.points_at([x0, x1], [y + slope * (x0 - x), y + slope * (x1 - x)])
        return cut_to(*plot.corners, *ends)

    def _secant_at(self, share: float) -> Secant:
        return Secant.of(self.params.f, self.at, self.h * share)

    def _draw_secant(self) -> None:
        theme, plot, live = self.theme, self.plot, self.live
        x, y = self.at, self.value

        def secant() -> Secant:
            return self._secant_at(self.run.get_value())

        self.line = live(stroke(theme, "secant", 4), lambda m: set_runs(m, self._through(x, y, secant().slope)))
        self.second = live(Spot(theme, "secant"), lambda m: m.at(plot.at(*self._second())))
        self.run_leg = live(
            stroke(theme, "input", 3), lambda m: set_dashes(m, plot.at(x, y), plot.at(self._second()[0], y))
        )
        self.rise_leg = live(
            stroke(theme, "output", 3),
            lambda m: set_dashes(m, plot.at(self._second()[0], y), plot.at(*self._second())),
        )
        outward = mn.RIGHT if self.lean > 0 else mn.LEFT
        rises = 1.0 if self.secant.rise >= 0 else -1.0
        self.run_name = live(
            plated(Formula("{{ h : input }}", theme, size=LABEL + 4), theme),
            lambda m: m.next_to(plot.at((x + self._second()[0]) / 2, y), mn.DOWN * rises, 0.1),
        )
        self.rise_name = live(
            plated(Words("rise", theme, size=LABEL + 4, role="output"), theme),
            lambda m: m.next_to(plot.at(self._second()[0], (y + self._second()[1]) / 2), outward, 0.1),
        )
        self.quotient = Formula(
            '{{ upright("slope") : secant }} = upright("rise") / upright("run")'
            " = (f(x + {{ h : input }}) - f(x)) / {{ h : input }}",
            theme,
        )
        span = max(abs(s) for _, s in self.steps)
        self.slope_readout = Readout('{{ upright("slope") : secant }} =', theme, span=span, role="secant")
        self.h_readout = Readout("{{ h : input }} =", theme, span=abs(self.h), role="input", decimals=3)
        place = self.place.get_bottom()[1]
        below = self.stage.panel
        room = Region(below.left, below.right, below.bottom, place - 0.45)
        if self.h_readout.exponent or self.slope_readout.exponent:
            stack(room, self.quotient, self.h_readout, self.slope_readout, gap=0.25)
        else:
            stack(room, self.quotient, self.h_readout)
            self.slope_readout.move_to(self.h_readout, aligned_edge=mn.DL).shift(0.5 * below.width * mn.RIGHT)
            drop = self.h_readout.place.get_bottom()[1] - self.slope_readout.place.get_bottom()[1]
            self.slope_readout.shift(drop * mn.UP)
        self.h_readout.follow(lambda: secant().h)
        self.slope_readout.follow(lambda: secant().slope)

    def _hint_ends(self) -> tuple[np.ndarray, np.ndarray]:
        """Return the ends of an arrow that shows the way of the second point, off the curve."""
        x, y = self._second()
        away = np.array([0, 0.35 if self.secant.rise <= 0 else -0.35, 0])
        start, end = self.plot.at(x, y), self.plot.at(self.at, self.value)
        return start + (end - start) * 0.1 + away, start + (end - start) * 0.45 + away

    def _limit_table(self) -> Table:
        rows = [(typst_number(h), typst_number(s, 4)) for h, s in self.steps]
        panel = self.stage.panel
        heads = ("{{ h : input }}", '{{ upright("slope") : secant }}')
        top = min(self.h_readout.get_bottom()[1], self.slope_readout.get_bottom()[1]) - 0.3
        line = min(0.46, (top - panel.bottom - 0.1) / (len(rows) + 0.6))
        self.table = Table(heads, rows, self.theme, width=min(panel.width, 4.2), line=line)
        self.table.move_to([panel.left, top, 0], aligned_edge=mn.UL)
        return self.table

    def _draw_tangent(self) -> None:
        theme = self.theme
        ends = self._through(self.at, self.value, self.tangent.slope)
        self.tangent_line = set_runs(stroke(theme, "slope", 4.5), ends)
        at = typst_number(self.at)
        quotient = f"(f({at} + {{{{ h : input }}}}) - f({at})) / {{{{ h : input }}}}"
        value = f"= {{{{ {typst_number(self.tangent.slope, 4)} : slope_2 }}}}"
        head = f"{{{{ f'({at}) : slope }}}}"
        panel = self.stage.panel
        self.limit_formula = Formula(f"{head} = lim_(h -> 0) {quotient} {value}", theme)
        if self.limit_formula.width > panel.width:
            self.limit_formula = Formula(f"{head} &= lim_(h -> 0) {quotient} \\ &{value}", theme)
        fit(self.limit_formula, panel.width)
        self.limit_formula.move_to(self.quotient, aligned_edge=mn.DL)

    def _draw_lens(self) -> mn.VGroup:
        """Return a magnifying glass: a square of the figure, drawn again with 10^power times the scale."""
        theme, panel, plot = self.theme, self.stage.panel, self.plot
        self.zoom_power = self.tracker(0.35)
        side = min(panel.width, panel.height - 0.9)
        glass = Region(panel.left, panel.left + side, panel.top - side, panel.top)
        rim = mn.Square(side, stroke_color=theme.color("muted"), stroke_width=2.5).move_to(glass.center)
        here = plot.at(self.at, self.value)

        def power() -> float:
            return float(10 ** self.zoom_power.get_value())

        def magnify(points: np.ndarray) -> np.ndarray:
            return (points - here) * power() + glass.center

        def curve_in(m: mn.VMobject) -> mn.VMobject:
            half = side / 2 / power() / plot.area.width * (plot.x_range[1] - plot.x_range[0])
            x = np.linspace(self.at - half, self.at + half, 200)
            y = self.params.f(x)
            points = magnify(plot.points_at(x, y))
            inside = np.abs(points[:, 1] - glass.center[1]) <= side / 2
            runs = np.split(np.arange(200), np.flatnonzero(np.diff(inside.astype(int))) + 1)
            return set_runs(m, *(points[run] for run in runs if inside[run[0]]))

        def tangent_in(m: mn.VMobject) -> mn.VMobject:
            direction = np.array([1.0, self.tangent.slope * plot.slope_scale, 0.0])
            ends = glass.center - direction * side, glass.center + direction * side
            return set_runs(m, cut_to(glass.point(0, 0), glass.point(1, 1), *ends))

        frame = self.live(
            mn.Square(1, stroke_color=theme.color("muted"), stroke_width=2),
            lambda m: m.set(width=max(side / power(), 0.05)).move_to(here),
        )
        readout = Readout('upright("zoom") times', theme, span=100, decimals=0, signed=False, size=LABEL + 4)
        readout.next_to(rim, mn.DOWN, 0.18, aligned_edge=mn.LEFT)
        readout.follow(power)
        legend = mn.VGroup(
            Formula("{{ f : output }}", theme, size=LABEL + 4),
            Words("tangent", theme, size=LABEL + 4, role="slope"),
        ).arrange(mn.RIGHT, buff=0.4)
        legend.next_to(rim, mn.DOWN, 0.18, aligned_edge=mn.RIGHT)
        tangent = self.live(stroke(theme, "slope", 2.2), tangent_in)
        curve = self.live(stroke(theme, "output", 6), curve_in)
        spot = Spot(theme, "input").at(glass.center)
        return mn.VGroup(rim, curve, tangent, spot, readout, legend, frame)

    def _draw_two_plots(self) -> None:
        theme, stage, f = self.theme, self.stage, self.params.f
        top, bottom = stage.figure.rows(1, 1, gap=0.12)
        frame = self.frame
        slopes = CurveWindow.over(self.derivative, frame.x_range, self.at)
        self.upper = Plot.of(frame, top, theme)
        self.lower = Plot.of(slopes, bottom, theme, y_name="{{ f'(x) : slope }}")
        self.upper_curve = self.upper.curve(frame.samples(400))
        runs = slopes.samples(500)
        xs = np.concatenate([run[:, 0] for run in runs])
        start, end = float(xs[0]), float(xs[-1])
        self.walk = self.tracker(0.0)
        upper, lower = self.upper, self.lower

        def x() -> float:
            return start + (end - start) * self.walk.get_value()

        def seen() -> bool:
            y = float(f(x()))
            return bool(np.isfinite(y)) and frame.y_range[0] <= y <= frame.y_range[1]

        def slope() -> float:
            return float(self.derivative(x()))

        def drawn(m: mn.VMobject) -> mn.VMobject:
            return lower.trace(m, [run[run[:, 0] <= x()] for run in runs])

        def tangent(m: mn.VMobject) -> mn.VMobject:
            if not seen():
                return set_runs(m)
            here = upper.at(x(), float(f(x())))
            direction = np.array([1.0, slope() * upper.slope_scale, 0])
            direction *= 1.1 / np.linalg.norm(direction)
            return set_runs(m, cut_to(*upper.corners, here - direction, here + direction))

        def on_upper(m: mn.Mobject) -> mn.Mobject:
            return m.at(upper.at(x(), upper.inside(float(np.nan_to_num(f(x()))))))

        self.trace = self.live(stroke(theme, "slope", 4.5), drawn)
        self.walker_tangent = self.live(stroke(theme, "slope", 4), tangent)
        self.walker = self.live(Spot(theme, "input"), on_upper)
        self.lower_spot = self.live(
            Spot(theme, "slope"), lambda m: m.at(lower.at(x(), lower.inside(float(np.nan_to_num(slope())))))
        )
        self.drop = self.live(
            stroke(theme, "muted", 2),
            lambda m: set_dashes(m, self.walker[1].get_center(), self.lower_spot[1].get_center()),
        )
        formula = Formula(f"{{{{ f(x) : output }}}} = {typst(f, {'x': 'input'})}", theme, size=TEXT + 2)
        prime = typst(self.derivative, {"x": "input"})
        self.prime_formula = Formula(f"{{{{ f'(x) : slope }}}} = {prime}", theme, size=TEXT + 2)
        (x0, x1), (y0, y1) = frame.x_range, slopes.y_range
        x_now = Readout("{{ x : input }} =", theme, span=max(abs(x0), abs(x1)), role="input")
        s_now = Readout('{{ upright("slope") : slope }} =', theme, span=max(abs(y0), abs(y1)), role="slope")
        stack(stage.panel, formula, x_now, s_now, self.prime_formula, gap=0.4)
        x_now.follow(x)
        s_now.follow(lambda: float(np.clip(np.nan_to_num(slope()), y0, y1)))
        self.walk_panel = mn.VGroup(formula, x_now, s_now)

    def _draw_prediction(self) -> None:
        theme, plot, tangent = self.theme, self.plot, self.tangent
        self.dx = self.tracker(1.0)
        full = self.guess.dx

        def now() -> tuple[float, float, float]:
            p = tangent.predict(full * self.dx.get_value())
            return self.at + p.dx, plot.inside(p.predicted), plot.inside(float(np.nan_to_num(p.actual)))

        guess = self.live(Spot(theme, "slope", 0.075), lambda m: m.at(plot.at(now()[0], now()[1])))
        truth = self.live(Spot(theme, "output", 0.075), lambda m: m.at(plot.at(now()[0], now()[2])))
        gap = self.live(
            stroke(theme, "error", 6),
            lambda m: set_runs(m, np.array([plot.at(now()[0], now()[1]), plot.at(now()[0], now()[2])])),
        )
        step = self.live(
            stroke(theme, "input", 3),
            lambda m: set_dashes(m, plot.at(self.at, self.value), plot.at(now()[0], self.value)),
        )
        self.ahead = mn.VGroup(step, gap, guess, truth)
        self.promise = Formula(
            "{{ f(x + dif x) : output }} approx f(x) + {{ f'(x) : slope }} {{ dif x : input }}", theme
        )
        rows = [
            (typst_number(p.dx), typst_number(p.error, 2), typst_number(p.error / p.dx**2, 2)) for p in self.predictions
        ]
        heads = ("{{ dif x : input }}", '{{ upright("error") : error }}', '{{ upright("error") : error }} / (dif x)^2')
        panel = self.stage.panel
        self.error_table = Table(heads, rows, theme, width=min(panel.width, 5.0), line=0.55)
        stack(panel, self.promise, self.error_table, gap=0.55)

    def _secant_fan(self) -> list[mn.VMobject]:
        """Return secants that close in on the tangent, fainter the farther off they are."""
        fan = []
        for share, opacity in ((1.0, 0.35), (0.6, 0.5), (0.3, 0.7)):
            line = stroke(self.theme, "secant", 2.5, opacity)
            fan.append(set_runs(line, self._through(self.at, self.value, self._secant_at(share).slope)))
        return fan

    def _draw_sides(self) -> None:
        theme, plot = self.theme, self.plot
        self.side_lines, readouts = mn.VGroup(), []
        size = abs(self.h)
        for sign, role, name in ((-1.0, "slope2", "left"), (1.0, "slope", "right")):

            def secant(sign: float = sign) -> Secant:
                return Secant.of(self.params.f, self.at, sign * size * self.run.get_value())

            line = self.live(
                stroke(theme, role, 4),
                lambda m, secant=secant: set_runs(m, self._through(self.at, self.value, secant().slope)),
            )
            spot = self.live(
                Spot(theme, role),
                lambda m, secant=secant: m.at(plot.at(secant().x1, plot.inside(secant().value1))),
            )
            self.side_lines.add(line, spot)
            side = self.slope_left if sign < 0 else self.slope_right
            span = max(abs(secant().slope), abs(side) if np.isfinite(side) else 0.0)
            readout = Readout(f'{{{{ upright("slope, {name}") : {role} }}}} =', theme, span=span, role=role)
            readouts.append((readout, secant))
        panel = self.stage.panel
        below = Region(panel.left, panel.right, panel.bottom, self.quotient.get_bottom()[1] - 0.4)
        stack(below, *(readout for readout, _ in readouts), gap=0.3)
        for readout, secant in readouts:
            readout.follow(lambda secant=secant: secant().slope)
        self.side_readouts = mn.VGroup(*(readout for readout, _ in readouts))


def _first_step(f: Function, frame: CurveWindow, lean: float) -> float:
    """Return a round step, at most 0.3 of the window, from the point to another one that the window shows."""
    (x0, x1), (y0, y1) = frame.x_range, frame.y_range
    power = 10.0 ** np.floor(np.log10(x1 - x0))
    steps = [factor * power / 10**k for k in range(12) for factor in (5, 2, 1)]
    fitting = [h for h in steps if h <= 0.3 * (x1 - x0)]
    for h in fitting:
        y = f(frame.at + lean * h)
        if np.isfinite(y) and y0 <= y <= y1:
            return float(h)
    return float(fitting[-1])
