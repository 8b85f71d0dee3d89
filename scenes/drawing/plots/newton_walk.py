"""The way of Newton's method on a plot: along a tangent to where it is zero, over to the curve, along the next one."""

from __future__ import annotations

from itertools import pairwise

import manim as mn
import numpy as np

from mathkit import NewtonsMethod, typst_number, typst_settling
from scenes.drawing.canvas.animations import live
from scenes.drawing.canvas.arrange import fit, stack
from scenes.drawing.canvas.primitives import Spot, cut_to, kept_in, plated, set_runs, stroke
from scenes.drawing.canvas.stage import Region
from scenes.drawing.plots.plot import Plot
from scenes.drawing.text.panel import Readout
from scenes.drawing.text.table import Table
from scenes.drawing.text.typesetting import Formula
from scenes.drawing.theme.theme import LABEL, Theme

#: What the slope is, the rule that this comes to, and how fast the way to a simple root r is.
SLOPE = "{{ f'(x_n) : slope }} = {{ f(x_n) : output }} / ({{ x_n : input }} - {{ x_(n + 1) : input_2 }})"
NEWTON_RULE = "{{ x_(n + 1) : input_2 }} = {{ x_n : input }} - {{ f(x_n) : output }} / {{ f'(x_n) : slope }}"
RATE = "{{ x_(n + 1) - r : error }} approx c thin ({{ x_n - r : error_2 }})^2"
#: Half the length of the bar where a tangent is zero, in units.
BAR = 0.16


class TangentWalk:
    """`walked` tells how far the walker is: 2n at the curve over guess n, 2n + 1 where its tangent is zero.

    `guess` is where the tangent `touch` stands, with its point and the bar where it is zero; it is the start at first.

    Example:
        walk = TangentWalk(NewtonsMethod.of(f, 3.5), plot, theme)
        play(mn.Create(walk.touch), *appear(*walk.moving))
        play(walk.walked.animate.set_value(4.0))
    """

    def __init__(self, newton: NewtonsMethod, plot: Plot, theme: Theme) -> None:
        self.newton, self.plot, self.theme = newton, plot, theme
        self.guess, self.walked = mn.ValueTracker(newton.start), mn.ValueTracker(0.0)
        self._corners = plot.points_at(*newton.corners.T)
        self.touch = live(stroke(theme, "slope", 2.5), lambda m: set_runs(m, plot.straight(*self.now)))
        self.spot = live(Spot(theme, "input"), lambda m: m.at(plot.at(*self.now[:2])))
        self.bar = live(stroke(theme, "input", 5), self._draw_bar)
        self.slides = live(stroke(theme, "slope", 4.5), lambda m: set_runs(m, *self._runs(0)))
        self.climbs = live(stroke(theme, "input", 2.5), lambda m: set_runs(m, *self._runs(1)))
        self.walker = live(Spot(theme, "input"), lambda m: m.at(self._here()))
        ends = plot.points_at(plot.x_range, (0.0, 0.0))
        #: Where the curve is to be found: the line on which it is zero.
        self.zero = set_runs(stroke(theme, "muted", 2), ends)
        start, foot, *_ = self._corners
        below = np.array([start[0], foot[1], 0.0])
        self.height = set_runs(stroke(theme, "output", 6), np.array([below, start]))
        self.step = set_runs(stroke(theme, "input", 6), np.array([below, foot]))
        away = mn.RIGHT if start[0] > foot[0] else mn.LEFT
        # On the side of zero where neither curve nor tangent is.
        free = mn.DOWN if newton.steps[0].value > 0 else mn.UP
        self.names = [self._name(n, at, free + way, theme) for n, at, way in ((0, below, away), (1, foot, away))]

    @property
    def now(self) -> tuple[float, float, float]:
        """Return x, f(x) and f′(x) at the guess."""
        x, f = float(self.guess.get_value()), self.newton.function
        return x, float(f(x)), float(f.derivative()(x))

    @property
    def moving(self) -> list[mn.Mobject]:
        """Return the way and the walker, from the back to the front."""
        return [self.climbs, self.slides, self.walker]

    def formulas(self, region: Region) -> tuple[Formula, Formula, Formula]:
        """Return at the top of `region` the slope, in its place the rule, and under it the first step in numbers."""
        step = self.newton.typst_step(0)
        for label, role in (("current", "input"), ("value", "output"), ("next", "input_2")):
            step = step.replace(f" : {label} }}}}", f" : {role} }}}}")
        slope, rule, numbers = (
            Formula(code, self.theme) for code in (SLOPE, NEWTON_RULE, f"{{{{ x_1 : input_3 }}}} = {step}")
        )
        stack(region, rule, numbers)
        return fit(slope, region.width).move_to(region.point(0, 1), aligned_edge=mn.UL), rule, numbers

    def table(self, room: Region) -> Table:
        """Return the guesses that are listed and their heights, in a table at the top of `room`.

        The digits that are right, where there is a root, are those in the colour of x.
        """
        f, root, listed = self.newton.function, self.newton.root, self.newton.listed()
        guesses = [self.newton.iterates[n] for n in listed]
        cells, power = typst_settling(guesses, root, 10 if np.isfinite(root) else 5)
        heights = [f"{{{{ {typst_number(f(x), 2)} : output }}}}" for x in guesses]
        times = f" slash 10^({power})" if power else ""
        heads = ("n", f"{{{{ x_n : input }}}}{times}", "{{ f(x_n) : output }}")
        rows = list(zip(map(str, listed), cells, heights, strict=True))
        table = Table(heads, rows, self.theme, right=(True, np.isfinite(root), False), room=room)
        return table.move_to(room.point(0, 1), aligned_edge=mn.UL)

    def numbers(self) -> mn.VGroup:
        """Return where the guess is, and the slope there, as live numbers under one another."""
        (x0, x1), f = self.plot.x_range, self.newton.function
        slopes = f.derivative()(np.linspace(x0, x1, 101))
        span = float(np.abs(slopes[np.isfinite(slopes)]).max())
        x = Readout("{{ x_n : input }} =", self.theme, span=max(abs(x0), abs(x1)), role="input", signed=x0 < 0)
        slope = Readout("{{ f'(x_n) : slope }} =", self.theme, span=span, role="slope", signed=bool((slopes < 0).any()))
        mn.VGroup(x, slope).arrange(mn.DOWN, buff=0.35, aligned_edge=mn.LEFT)
        return mn.VGroup(x.follow(lambda: self.now[0]), slope.follow(lambda: self.now[2]))

    def _runs(self, odd: int) -> list[np.ndarray]:
        """Return what is walked of the ways along tangents (0), or between zero and the curve (1)."""
        walked = float(self.walked.get_value())
        runs = [
            (k, start, end) for k, (start, end) in enumerate(pairwise(self._corners)) if k % 2 == odd and k < walked
        ]
        return [
            cut_to(*self.plot.corners, start, start + min(1.0, walked - k) * (end - start)) for k, start, end in runs
        ]

    def _here(self) -> np.ndarray:
        """Return where the walker is; at the plot's border where it has left it."""
        walked, count = float(self.walked.get_value()), np.arange(len(self._corners))
        return np.clip([np.interp(walked, count, places) for places in self._corners.T], *self.plot.corners)

    def _draw_bar(self, bar: mn.VMobject) -> mn.VMobject:
        """Stand where the tangent at the guess is zero; nowhere where that is off the plot."""
        x, y, slope = self.now
        (x0, x1), zero = self.plot.x_range, x - y / slope if slope else np.inf
        if not x0 <= zero <= x1:
            return set_runs(bar)
        return set_runs(bar, self.plot.at(zero, 0.0) + np.array([[0, -BAR, 0], [0, BAR, 0]]))

    def _name(self, n: int, at: np.ndarray, beside: np.ndarray, theme: Theme) -> mn.VGroup:
        name = plated(Formula(f"{{{{ x_{n} : input }}}}", theme, size=LABEL + 4), theme)
        return kept_in(name.next_to(at, beside, 0.08), self.plot.area)
