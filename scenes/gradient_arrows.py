"""The gradient as an arrow: where it points, how long it is, and the way down against it.

Symbols: f(x, y) the height or loss, ∇f its gradient, θ the angle between a direction and ∇f, η the learning rate.
"""

from __future__ import annotations

import manim as mn
import numpy as np

from mathkit import (
    DescentPath,
    Function,
    Gradient,
    LevelSet,
    SurfaceWindow,
    choose_climb,
    choose_rate,
    choose_start,
    format_number,
    within_window,
)
from mathkit.descent_choices import arrives, has_bottom
from scenes.arrow_field import ArrowField, cell_width
from scenes.contour_map import contour_map, highlighted_contour
from scenes.contour_walk import ContourWalk
from scenes.descent_panel import DescentPanel
from scenes.descent_trace import DescentTrace, start_mark
from scenes.direction_wheel import DirectionWheel, SlopeDial
from scenes.errors import LessonError
from scenes.gradient_formulas import contour_law, function_formula, partials_formula, slope_law, summary
from scenes.height_field import HeightField
from scenes.lesson import Lesson, beat
from scenes.motion import EASE, appear, step_back, vanish
from scenes.panel import Readout, fit, stack
from scenes.params import Field, LessonParams, Number, Point
from scenes.space import Space
from scenes.space_axes import SpaceAxes
from scenes.stage import Region

STEPS = 16


class GradientArrows(Lesson):
    """A valley, its map, the arrows on the map, and the way down."""

    name = "gradient-arrows"
    title = "The gradient points uphill"

    class Params(LessonParams):
        """f: a function of x and y; at: where the wheel turns; start, rate: of the way down, chosen where not given."""

        f: Field = Function.parse("(x - y)**2 + (x + y)**2/8", ("x", "y"))
        at: Point = (1.0, -0.5)
        start: Point | None = None
        rate: Number | None = None

    params: Params

    def prepare(self) -> None:
        p = self.params
        if p.rate is not None and not 0 < p.rate < np.inf:
            raise LessonError(f"gradient-arrows: rate = {p.rate:g} is not a step size. Type a positive one: rate=0.1.")
        self.gradient = Gradient.of(p.f, p.at)
        if self.gradient.norm < 1e-12:
            raise LessonError(
                f"gradient-arrows: the gradient of {p.f.text} is zero at {p.at[0]:g},{p.at[1]:g}: there is no arrow to "
                "show. Choose a point on a slope, for example --set at=1,0.5."
            )
        self.steepest = self.gradient.norm
        self.box = SurfaceWindow.of(p.f, p.at)
        self.levels = LevelSet.family(self.box)
        self.here = LevelSet.at_levels(self.box, [self.gradient.value])[0]
        self._prepare_descent()

    def _prepare_descent(self) -> None:
        p, box = self.params, self.box
        start = p.start or choose_start(box)
        if not box.contains(np.array(start)):
            raise LessonError(
                f"gradient-arrows: the start {start[0]:g},{start[1]:g} is outside the map, which shows x from "
                f"{box.x_range[0]:g} to {box.x_range[1]:g} and y from {box.y_range[0]:g} to "
                f"{box.y_range[1]:g}. Choose one on it, or leave start out."
            )
        rate = p.rate or choose_rate(box, start, STEPS)
        self.down = within_window(DescentPath.of(p.f, start, rate, STEPS), box)
        self.up = choose_climb(box, start, rate)
        self.first_loss, self.last_loss = float(self.down.values[0]), float(self.down.values[-1])
        self.last_told = format_number(self.last_loss)
        if abs(self.last_loss) < 1e-3 <= 0.1 * abs(self.first_loss):
            self.last_told = "almost zero"
        self.steps_down = len(self.down.points) - 1
        self.falls = self.steps_down > 0 and self.last_loss < self.first_loss
        self.arrives = arrives(self.down)
        self.has_valley = has_bottom(box, start)
        self.land = "valley" if self.has_valley else "landscape"

    # -- beats --------------------------------------------------------------------------------------------------

    @beat(
        lambda lesson: (
            "Here is a loss, over two weights, x and y. [look] Training means to "
            + ("find the bottom of this valley. " if lesson.has_valley else "get lower. ")
            + "But we feel only the slope under our feet."
        ),
        chapter="The landscape",
    )
    def valley(self) -> None:
        self._draw_space()
        goal = "find the bottom" if self.has_valley else "get lower"
        self.play(*self.say_title(f"How do you {goal}, feeling only the slope?"), run_time=0.9)
        self.field.presence.set_value(0.0)
        came = appear(self.axes, self.formula, self.field)
        self.play(*came, self.field.presence.animate.set_value(1.0), run_time=1.4)
        self.play(self.space.azimuth.animate(rate_func=EASE, run_time=5.5).set_value(-140.0), at="look")

    @beat(
        "Draw lines of equal height, [above] and look from above: the landscape becomes a map. "
        "Where the lines crowd, it is steep.",
        chapter="The map",
    )
    def flatten(self) -> None:
        self.play(*self.say_title("Seen from above: a map of equal heights"), *appear(self.contours), run_time=1.4)
        self.play(self.space.flat.animate(rate_func=EASE, run_time=4).set_value(1.0), at="above")

    @beat(
        "At every point, an arrow: the gradient. [parts] Its parts are the two partial slopes. "
        "[long] It is long where the {land} is steep, [short] and short where it is flat.",
        chapter="Arrows",
        short=True,
    )
    def arrows(self) -> None:
        self._draw_arrows()
        self.play(
            *self.say_title("At every point an arrow: the gradient"),
            self.field.presence.animate.set_value(0.55),
            self.formula.animate.become(self.formula_above),
            run_time=0.9,
        )
        self.play(mn.LaggedStart(*appear(*self.arrow_field), lag_ratio=0.03), run_time=2.4)
        self.play(*appear(self.gradient_formula), run_time=0.7, at="parts")
        self.play(*step_back(*self.arrow_field.short), run_time=2.4, at="long")
        self.play(*step_back(*self.arrow_field.long), run_time=2.0, at="short")

    @beat(
        "Take one point. [wheel] Of all directions, which one climbs fastest? [dial] And which does not climb at all?",
        ask=True,
    )
    def which_way(self) -> None:
        self._draw_wheel()
        self.play(
            *self.say_title("Which direction climbs fastest?"),
            *vanish(self.arrow_field, self.gradient_formula, self.formula),
            *appear(self.directions.spot),
            run_time=0.9,
        )
        self.play(mn.Create(self.directions.rim), *appear(self.directions.needle), run_time=1.2, at="wheel")
        self.play(*appear(self.dial.plot, self.dial.limits), run_time=0.9, at="dial")

    @beat(
        "Turn the wheel. The slope in each direction is the length of the gradient times a cosine. "
        "[along] Along the arrow it is largest: {steepest:.3g}. [across] Straight across, it is zero. [back]",
        chapter="The wheel of directions",
    )
    def wheel(self) -> None:
        self.play(*self.say_title("The slope in a direction: |∇f| cos θ"), *appear(self.law), run_time=0.8)
        degrees, swept = self.directions.degrees, self.dial.swept
        self.play(*appear(self.directions.arrow), degrees.animate(rate_func=EASE).set_value(-180.0), run_time=0.8)
        self.add(self.dial.curve)
        self.bring_to_front(self.directions.needle, self.dial.spot)
        self.play(*appear(self.dial.spot, self.slope_now), run_time=0.5)
        self.play(*(each.animate(rate_func=EASE, run_time=5.4).set_value(180.0) for each in (degrees, swept)))
        # Along the arrow, straight across, and back to where the wheel is read as a still.
        for mark, theta in (("along", 0.0), ("across", 90.0), ("back", 0.0)):
            self.play(degrees.animate(rate_func=EASE, run_time=1.0).set_value(theta), at=mark)

    @beat(
        "Zero slope means equal height: [contour] that is the contour. [square] So the arrow stands square on it. "
        "[walk] It points up the steepest way from here, which is rarely straight at the top.",
        chapter="Square on the contour",
    )
    def perpendicular(self) -> None:
        self._draw_contour()
        self.play(
            *self.say_title("The arrow stands square on the contour"),
            *vanish(self.directions.rim, self.directions.needle, self.slope_now, self.law),
            *vanish(self.dial.plot, self.dial.limits, self.dial.curve, self.dial.spot),
            run_time=0.9,
        )
        self.play(mn.Create(self.contour_here), run_time=1.4, at="contour")
        self.play(mn.Create(self.directions.square), *appear(self.square_law), run_time=1.0, at="square")
        self.play(ContourWalk(self.space, self.directions, self.here), at="walk")

    @beat(
        lambda lesson: (
            "Now turn the compass round: downhill is minus the gradient. "
            "[step] Step against the arrow, look again, step again. "
            "After {steps_down} steps, the loss has fallen from {first_loss:.3g} to {last_told}"
            + ("." if lesson.arrives else ", and the way goes on.")
        ),
        when=lambda lesson: lesson.falls,
        chapter="Downhill",
    )
    def downhill(self) -> None:
        self._play_down("Against the arrow, step by step: downhill")

    @beat(
        "Now turn the compass round: downhill is minus the gradient. [step] But these steps are too long: "
        "they leap across the {land}, and the loss does not fall. A smaller rate would.",
        when=lambda lesson: not lesson.falls,
        chapter="Downhill",
    )
    def overshoot(self) -> None:
        self._play_down("Against the arrow, but with steps too long")

    @beat(
        "For comparison, the other way: plus instead of minus. "
        "[climb] With the arrow, from the same start, the loss only grows.",
        chapter="Uphill",
    )
    def uphill(self) -> None:
        panel, climb = self.descent_panel, self.climb
        self.play(*self.say_title("With the arrow: uphill"), *vanish(panel.down), run_time=0.8)
        self.add(panel.rising.line, climb.line, climb.dots)
        self.play(*appear(panel.up, climb.walker, panel.rising.spot), run_time=0.7)
        run_time = float(np.clip(0.5 * len(self.up.points), 4.0, 8.0))
        self.play(climb.progress.animate(rate_func=mn.linear, run_time=run_time).set_value(1.0), at="climb")
        self.play(*appear(panel.up_name), run_time=0.5)

    @beat(
        "To sum up. [up] The gradient points up the steepest way, [length] and its length is that slope. "
        "[square] It stands square on the contours. [down] Against it lies the way down.",
        chapter="Recap",
    )
    def recap(self) -> None:
        self.play(
            *self.say_title("The gradient points uphill"),
            *vanish(*self.descent_panel.curves, self.descent_panel.up),
            run_time=0.9,
        )
        column = stack(self.stage.panel, *summary(self.theme, self.stage.panel.width), gap=0.5, middle=True)
        for row, mark in zip(column, ("up", "length", "square", "down"), strict=True):
            self.play(*appear(row), at=mark)

    # -- what the beats are drawn with --------------------------------------------------------------------------

    def _draw_space(self) -> None:
        self.space = Space(self.params.f, self.box, self.stage.figure, self.theme)
        self.space.azimuth.set_value(-112.0)
        self.field, self.axes = HeightField(self.space), SpaceAxes(self.space)
        self.contours = contour_map(self.space, self.levels)
        self.formula = function_formula(self.params.f, self.theme)
        fit(self.formula, self.stage.panel.width).move_to(self.stage.panel.center)

    def _draw_arrows(self) -> None:
        self.arrow_field = ArrowField(self.space, self.gradient)
        self.gradient_formula = partials_formula(self.gradient, self.theme)
        self.formula_above = self.formula.copy()
        stack(self.stage.panel, self.formula_above, *self.gradient_formula, gap=0.5, middle=True)

    def _draw_wheel(self) -> None:
        plot, words = self._panel_parts(1.25)
        self.directions = DirectionWheel(self.space, self.gradient, 1.25 * cell_width(self.space))
        self.dial = SlopeDial(plot, self.theme, self.directions)
        self.law = slope_law(self.gradient, self.theme)
        norm, name = self.gradient.norm, '{{ upright("slope") : slope }} ='
        # To as many digits as the voice says, and the law beside it shows.
        decimals = int(np.clip(2 - np.floor(np.log10(norm)), 1, 4)) if 1e-2 <= norm < 1e4 else 2
        self.slope_now = Readout(name, self.theme, span=norm, role="slope", decimals=decimals)
        stack(words, *self.law, self.slope_now, gap=0.3)
        self.slope_now.follow(lambda: self.directions.slope)

    def _draw_contour(self) -> None:
        self.contour_here = highlighted_contour(self.space, self.here)
        self.square_law = contour_law(self.theme)
        stack(self.stage.panel, *self.square_law, gap=0.4, middle=True)

    def _draw_descent(self) -> None:
        self.descent = DescentTrace(self.space, self.down, "output")
        self.climb = DescentTrace(self.space, self.up, "gradient")
        self.start = start_mark(self.space, self.descent, self.climb)
        self.descent_panel = DescentPanel(*self._panel_parts(1.2), self.theme, self.descent, self.climb)
        self.arrow_field.step_back(0.3)

    def _play_down(self, title: str) -> None:
        self._draw_descent()
        panel, descent = self.descent_panel, self.descent
        gone = (self.contour_here, self.directions.square, self.square_law, self.directions.arrow, self.directions.spot)
        self.play(*self.say_title(title), *vanish(*gone), run_time=0.8)
        self.play(*appear(self.arrow_field, self.start, descent.walker, panel.down, panel.plot), run_time=1.0)
        self.add(descent.line, descent.dots, *panel.falling.parts)
        self.bring_to_front(descent.walker)
        run_time = max(3.0, 0.55 * self.steps_down)
        self.play(descent.progress.animate(rate_func=mn.linear, run_time=run_time).set_value(1.0), at="step")

    def _panel_parts(self, share: float) -> tuple[Region, Region]:
        """Return room for a plot and for the words beside it, or under it: `share` times as high as they are."""
        panel = self.stage.panel
        plot, words = panel.columns(1.2, 1) if self.stage.portrait else panel.rows(share, 1, gap=0.2)
        return plot, words
