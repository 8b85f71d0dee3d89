"""The gradient as an arrow: where it points, how long it is, and the way down against it.

Symbols: f(x, y) the height or loss, ∇f its gradient, θ the angle between a direction and ∇f, η the learning rate.
"""

from __future__ import annotations

import manim as mn

from scenes.drawing import (
    EASE,
    EVEN,
    ArrowField,
    Compass,
    ContourWalk,
    DescentTrace,
    DirectionWheel,
    DrawOutward,
    HeightField,
    Layout,
    SlopeDial,
    Space,
    SpaceAxes,
    appear,
    cell_width,
    contour_map,
    highlighted_contour,
    late,
    lay,
    missed_minimum_mark,
    slope_readout,
    spot,
    start_mark,
    step_back,
    uphill_arrow,
    vanish,
)
from scenes.gradient_arrows import narration
from scenes.gradient_arrows.descent_panel import DescentPanel
from scenes.gradient_arrows.facts import GradientFacts, GradientParams
from scenes.gradient_arrows.formulas import contour_law, function_formula, gradient_rows, slope_law, summary
from scenes.lesson import Lesson, beat


class GradientArrows(Lesson):
    """A valley, its map, the arrows on the map, and the way down."""

    name = "gradient-arrows"
    title = "The gradient points uphill"

    Params, Facts = GradientParams, GradientFacts

    params: GradientParams
    facts: GradientFacts

    @beat(narration.valley, short=True)
    def valley(self) -> None:
        self._draw_space()
        # The land is there from the first frame on.
        self.add(self.field, self.axes)
        self.show(run_time=0.9)
        self.play(*appear(self.formula), run_time=0.9)
        self.play(self.space.azimuth.animate(rate_func=EASE, run_time=4.2).set_value(-130.0), at="look")
        self.play(*appear(self.foot, self.underfoot), run_time=0.9, at="feet")

    @beat(narration.flatten, short=True)
    def flatten(self) -> None:
        self.show(*appear(self.contours), leave=[self.foot, self.underfoot], run_time=1.4)
        flat, stretch = self.space.flat.animate(rate_func=EASE), self.space.stretch.animate(rate_func=EASE)
        beside = self.layout["words" if self.layout.across else "panel"]
        self.formula_beside = function_formula(self.facts.gradient.function, beside, self.theme)
        moved = mn.Transform(self.formula, self.formula_beside, rate_func=EASE)
        self.play(flat.set_value(1.0), stretch.set_value(0.0), moved, run_time=4, at="above")

    @beat(narration.arrows, short=True)
    def arrows(self) -> None:
        self._draw_arrows()
        self.show(
            self.field.presence.animate.set_value(0.55),
            mn.Transform(self.formula, self.formula_above),
            run_time=0.9,
        )
        self.play(mn.LaggedStart(*appear(*self.arrow_field), lag_ratio=0.03), run_time=2.4)
        self.play(*appear(self.gradient_formula), run_time=0.7, at="parts")
        if self.facts.even:
            self.play(*step_back(self.contours), run_time=2.4, at="same")
            return
        self.play(*step_back(*self.arrow_field.short), run_time=2.4, at="long")
        self.play(*step_back(*self.arrow_field.long), run_time=2.0, at="short")

    @beat(narration.which_way, ask=True)
    def which_way(self) -> None:
        self._draw_wheel()
        gone = [self.arrow_field, self.gradient_formula, self.formula]
        self.show(*appear(self.directions.spot), leave=gone, run_time=0.9)
        self.play(mn.Create(self.directions.rim), *appear(self.directions.needle), run_time=1.2, at="wheel")
        self.play(*appear(self.dial.plot, self.dial.limits), run_time=0.9, at="dial")

    @beat(narration.wheel)
    def wheel(self) -> None:
        self.show(self.law, run_time=0.8)
        degrees, swept = self.directions.degrees, self.dial.swept
        came = appear(self.directions.arrow, self.directions.name)
        self.play(*came, self.directions.turn(-180.0, 0.8))
        self.add(self.dial.curve)
        self.bring_to_front(self.directions.needle, self.dial.spot)
        self.play(*appear(self.directions.opening, self.dial.spot, self.slope_now), run_time=0.5)
        self.play(*(each.animate(rate_func=EASE, run_time=5.4).set_value(180.0) for each in (degrees, swept)))
        # Along the arrow, straight across, and back to where the wheel is read as a still.
        for mark, theta in (("along", 0.0), ("across", 90.0), ("back", 0.0)):
            self.play(self.directions.turn(theta, 1.0), at=mark)

    @beat(narration.swing, loop=True)
    def swing(self) -> None:
        self.play(self.directions.turn(EVEN, 1.4), at="left")
        self.wait(0.8)
        self.play(self.directions.turn(-EVEN, 2.0), *appear(self.dial.even[0]), at="right")
        self.play(*appear(*self.dial.even[1:]), run_time=0.6)
        self.play(self.directions.turn(-180.0, 1.6), at="back")
        self.wait(1.0)
        self.play(self.directions.turn(0.0, 1.6), *vanish(self.dial.even))

    @beat(narration.perpendicular)
    def perpendicular(self) -> None:
        self._draw_contour()
        self.show(self.directions.turn(90.0, 0.9), *vanish(self.law, self.slope_now), run_time=0.9)
        self.until("contour")
        wheel = self.directions
        self.add(self.contour_here, wheel.opening, wheel.arrow, wheel.name, wheel.needle, wheel.spot)
        self.play(DrawOutward(self.contour_here, wheel.center), *appear(self.dial.level))
        gone = (wheel.needle, wheel.opening, wheel.name, wheel.rim, self.dial.spot)
        self.play(*vanish(*gone), run_time=0.6, at="square")
        self.play(mn.Create(self.directions.square), *appear(self.dial.peak, *self.square_law), run_time=0.8)
        self.play(ContourWalk(self.space, self.directions, self.facts.here), at="walk")
        if self.facts.misses:
            self.play(*appear(self.missed_mark), at="miss")

    @beat(narration.downhill, when="falls", short=True)
    def downhill(self) -> None:
        self._play_down()

    @beat(narration.overshoot, when="too_long", short=True)
    def overshoot(self) -> None:
        self._play_down()

    @beat(narration.uphill)
    def uphill(self) -> None:
        panel, climb, compass = self.descent_panel, self.climb, self.compass_up
        self.show(*appear(compass, compass.name, climb.walker), leave=[self.start], run_time=0.8)
        turned = compass.turn.animate(rate_func=EASE).set_value(0.0)
        self.play(turned, *panel.turn_up(), run_time=1.6, at="turn")
        if self.facts.smaller:
            self.play(*panel.change_rate(), run_time=1.2, at="rate")
        self.add(panel.rising.line, climb.line, climb.dots, climb.walker)
        self.play(*appear(panel.rising.spot), *compass.set_off(0.85 * cell_width(self.space)), run_time=0.5)
        run_time = min(max(0.5 * len(climb.losses), 4.0), 8.0)
        self.play(*self._walk(climb, run_time), at="climb")
        self.play(*appear(panel.up_name), *vanish(compass), run_time=0.5)

    @beat(narration.recap)
    def recap(self) -> None:
        self.show(leave=[*self.descent_panel.curves, *self.descent_panel.words_up], run_time=0.9)
        rows = summary(self.facts.gradient, self.layout, self.theme)
        for row, mark in zip(rows, ("up", "length", "square", "down"), strict=True):
            self.play(*appear(row), at=mark)

    # -- what the beats are drawn with --------------------------------------------------------------------------

    def _draw_space(self) -> None:
        self.layout = Layout.of(self.stage, "map+plot+words")
        opening = Layout.of(self.stage, "surface+words")
        facts, f = self.facts, self.facts.gradient.function
        self.space = Space(f, facts.window, self.layout["map"], self.theme, wide=opening["surface"])
        self.space.azimuth.set_value(-112.0)
        self.space.stretch.set_value(1.0)
        self.field, self.axes = HeightField(self.space), SpaceAxes(self.space)
        self.contours = contour_map(self.space, facts.levels)
        self.formula = function_formula(f, opening["words"], self.theme)
        self.foot = spot(self.space, "ink", 0.085, lambda: self.space.on_surface(*facts.gradient.at))
        self.underfoot = uphill_arrow(self.space, facts.gradient)

    def _draw_arrows(self) -> None:
        self.arrow_field = ArrowField(self.space, self.facts.gradient)
        self.formula_above, self.gradient_formula = gradient_rows(self.facts.gradient, self.layout, self.theme)

    def _draw_wheel(self) -> None:
        self.directions = DirectionWheel(self.space, self.facts.gradient, 1.4 * cell_width(self.space))
        self.dial = SlopeDial(self.layout["plot"], self.theme, self.directions)
        self.law = slope_law(self.facts.gradient, self.theme)
        self.slope_now = slope_readout(self.directions, self.theme)
        lay(self.layout["words"], *self.law, self.slope_now)
        self.slope_now.follow(lambda: self.directions.slope)

    def _draw_contour(self) -> None:
        self.contour_here = highlighted_contour(self.space, self.facts.here)
        self.missed_mark = missed_minimum_mark(self.space, self.facts.gradient, self.facts.missed)
        self.square_law = contour_law(self.facts.gradient, self.theme)
        lay(self.layout["words"], *self.square_law)

    def _draw_descent(self) -> None:
        radius, ways = 1.5 * cell_width(self.space), self.facts.ways
        self.descent = DescentTrace(self.space, ways.down, "output", ways.leap)
        self.climb = DescentTrace(self.space, ways.up, "gradient")
        self.compass = Compass(self.theme, self.descent, radius)
        self.compass_up = Compass(self.theme, self.climb, radius, turn=1.0)
        self.start = start_mark(self.space, self.descent, self.climb)
        plot, words = self.layout["plot"], self.layout["words"]
        self.descent_panel = DescentPanel(plot, words, self.theme, self.descent, self.climb)
        self.arrow_field.step_back(0.3)

    def _play_down(self) -> None:
        self._draw_descent()
        panel, descent, compass = self.descent_panel, self.descent, self.compass
        wheel = (self.directions.square, self.directions.arrow, self.directions.spot)
        gone = (self.contour_here, *wheel, self.missed_mark, *self.dial.all_parts, self.square_law)
        if self.short:
            # It comes here from the arrows, and has shown none of these.
            self.remove(*(part for each in gone for part in each.get_family()))
            gone = ()
        self.show(leave=gone, run_time=0.8)
        came = appear(self.arrow_field, panel.plot, compass, compass.name, descent.walker, panel.falling.spot)
        self.play(*came, run_time=1.0)
        self.play(compass.turn.animate(rate_func=EASE).set_value(1.0), run_time=2.0, at="turn")
        self.play(*appear(panel.down), run_time=0.8)
        self.add(descent.line, descent.dots, *panel.falling.parts, descent.walker)
        self.play(*compass.set_off(0.85 * cell_width(self.space)), run_time=0.5, at="step")
        self.play(*self._walk(descent, max(3.0, 0.55 * len(descent.places))))
        self.play(*vanish(compass), run_time=0.5)

    def _walk(self, trace: DescentTrace, run_time: float) -> list[mn.Animation]:
        """Walk all of the way; the start is marked once the compass has left it."""
        walked = trace.progress.animate(rate_func=mn.linear, run_time=run_time).set_value(1.0)
        return [walked, *appear(self.start, rate_func=late, run_time=min(run_time, 2.0))]
