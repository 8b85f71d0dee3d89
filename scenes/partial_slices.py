"""Slicing a surface: what ∂f/∂x and ∂f/∂y are, and how both together make the gradient.

Symbols: f(x, y) the surface, (a, b) the point; the slice along x is x ↦ f(x, b), the slice along y is y ↦ f(a, y).
"""

from __future__ import annotations

import manim as mn
import numpy as np

from mathkit import Function, Gradient, Slice, SurfaceWindow, TangentPlane, typst_number
from scenes.first_order_formulas import gradient_formulas, plane_equation
from scenes.height_field import HeightField
from scenes.lesson import Lesson, beat
from scenes.motion import EASE, appear, run_along, vanish
from scenes.panel import stack
from scenes.params import Field, LessonParams, Point
from scenes.space import Space
from scenes.space_axes import SpaceAxes
from scenes.space_marks import spot
from scenes.stage import Region
from scenes.stroll import Stroll
from scenes.surface_arrows import axis_arrows, uphill_arrow
from scenes.surface_slice import VARIABLE_ROLES, SurfaceSlice
from scenes.theme import TEXT
from scenes.translucent_planes import Cut, Patch
from scenes.typesetting import Formula
from scenes.vector_legs import VectorLegs


class PartialSlices(Lesson):
    """A surface, two cuts through it, and a slope along each."""

    name = "partial-slices"
    title = "Partial derivatives are slices"

    class Params(LessonParams):
        """f: a function of x and y; at: the point."""

        f: Field = Function.parse("x**2*y + sin(y)", ("x", "y"))
        at: Point = (1.0, 0.5)

    params: Params

    def prepare(self) -> None:
        f, at = self.params.f, self.params.at
        self.gradient = Gradient.of(f, at)
        self.a, self.b = at
        self.value = self.gradient.value
        self.slices = {along: Slice.of(f, at, along) for along in ("x", "y")}
        self.slope_x, self.slope_y = self.slices["x"].slope, self.slices["y"].slope
        self.plane = TangentPlane.of(f, at)
        self.window_ = SurfaceWindow.of(f, at)
        self.partials = {along: cut.partial for along, cut in self.slices.items()}

    # -- beats --------------------------------------------------------------------------------------------------

    @beat(
        "How steep is a landscape? It has two inputs: x and y choose the place, and f is the height. "
        "[stand] Let us stand at x {a:.3g}, y {b:.3g}, and look around.",
        chapter="A landscape",
    )
    def landscape(self) -> None:
        self._draw_landscape()
        self._draw_cuts()
        self.field.rise.set_value(0.0)
        self.play(*self.say_title("How steep is a landscape?"), *appear(self.axes, self.formula), run_time=1.0)
        self.add(self.field, self.axes)
        self.field.presence.set_value(0)
        self.play(
            self.field.presence.animate(run_time=0.6).set_value(1.0),
            self.field.rise.animate(run_time=2.4, rate_func=EASE).set_value(1.0),
        )
        self._look_around(-24.0, 5)
        self.play(*appear(self.spot, self.place), run_time=0.8, at="stand")
        self._look_around(0.0, 3)

    @beat("How steep is it here? Before you answer: [ways] in which direction do you walk?", ask=True)
    def which_way(self) -> None:
        self.ways = axis_arrows(self.space, self.gradient)
        self.play(*self.say_title("How steep is it here? Which way do you walk?"), run_time=0.8)
        self.play(*appear(*self.ways), run_time=1.6, at="ways")
        self.add(self.spot)

    @beat(
        "Walk along x alone. [held] Then y stays {b:.3g}: a constant. [plane] That cuts the landscape with a plane, "
        "[curve] and in the cut there is only a curve. [known] A curve of one variable: we know what to do.",
        chapter="Slice along x",
    )
    def cut_along_x(self) -> None:
        gone = [self.formula, self.place, *self.ways]
        self.play(*self.say_title("Hold y still: a plane cuts out a curve"), *vanish(*gone), run_time=0.8)
        self._play_cut("x")
        self.play(run_along(self.cuts["x"].plot_curve, self.theme.color("ink"), 2.5), at="known")

    @beat(
        "Its slope [tangent] is the partial derivative of f by x. [symbols] Y is treated as a number, nothing more. "
        "[value] Here it is {slope_x:.3g}.",
        short=True,
    )
    def slope_along_x(self) -> None:
        self.play(*self.say_title("Its slope is the partial derivative by x"), run_time=0.8)
        self._play_slope("x", "tangent", "symbols", "value")

    @beat(
        "The same the other way: [held] hold x at {a:.3g}, [plane] and walk along y. Another plane, [curve] another "
        "curve, [slope] another slope: {slope_y:.3g}.",
        chapter="Slice along y",
    )
    def cut_along_y(self) -> None:
        gone = self.cuts["x"]
        self.play(
            *self.say_title("Hold x still: another slice, another slope"),
            self.cut_opacity.animate.set_value(0.0),
            *vanish(gone.curve, gone.tangent, *gone.panel),
            run_time=1.0,
        )
        self._play_cut("y")
        self._play_slope("y", "slope")

    @beat(
        "Put both tangents back. [plane] Two lines through one point span a plane: the tangent plane. "
        "It is to the surface what the tangent is to a curve.",
        chapter="Tangent plane",
    )
    def tangent_plane(self) -> None:
        gone = self.cuts["y"]
        self.equation = plane_equation(self.plane, self.stage.panel, self.theme)
        self.play(
            *self.say_title("Both tangents span the tangent plane"),
            self.cut_opacity.animate.set_value(0.0),
            *vanish(gone.curve, *gone.panel),
            run_time=0.8,
        )
        self.play(*appear(self.cuts["x"].tangent, self.spot), run_time=0.8)
        self.patch_opacity = self.tracker(0.0)
        at, slopes = np.array(self.plane.at), np.array(self.plane.slopes)
        # No larger than the box has height for.
        climb = float(np.abs(slopes) @ self.space.half[:2])
        radius = min(0.42, 1.1 * self.space.half[2] / climb) if climb else 0.42
        self.patch = Patch(self.space, at, self.plane.value, slopes, radius, "gradient", self.patch_opacity)
        self.add(self.patch, *(cut.tangent for cut in self.cuts.values()), self.spot)
        self.play(self.patch_opacity.animate.set_value(1.0), run_time=1.2, at="plane")
        self._look_around(18.0, 3.5)
        self._look_around(0.0, 2.5)
        self.play(*appear(self.equation), run_time=0.8)

    @beat(
        "Now walk, first along y alone. [watch] Watch the slope by x: it changes all the same. A common slip is to "
        "think that it cares about x only. Each slope depends on both inputs.",
        chapter="Both slopes move",
    )
    def walk_around(self) -> None:
        self.play(
            *self.say_title("Walk: both slopes follow"),
            self.patch_opacity.animate.set_value(0.0),
            *vanish(self.equation),
            run_time=0.9,
        )
        self.remove(self.patch)
        self.slope_readouts = self.stroll.readouts(self.partials, self.stage.panel, self.theme)
        self.play(*appear(self.slope_readouts), run_time=0.8)
        self.add(self.spot)
        slope_x = self.slope_readouts[2]
        self.play(
            mn.Indicate(slope_x.formula, color=self.theme.color("slope"), scale_factor=1.1), run_time=0.8, at="watch"
        )
        self.play(self.stroll.turn.animate(rate_func=EASE, run_time=4.5).set_value(1.0))
        self.play(self.stroll.turn.animate(rate_func=EASE, run_time=7).set_value(2.0))

    @beat(
        "Write the two slopes one under the other, [gradient] and you have the gradient: for this place, {slope_x:.3g} "
        "and {slope_y:.3g}. [each] One slice for each input; one number from each slice.",
        chapter="The gradient",
    )
    def gradient_of_both(self) -> None:
        upper, lower = self._panel_parts()
        legs = VectorLegs(self.gradient.components, upper, self.theme)
        symbols, values = gradient_formulas(self.gradient, lower, self.theme)
        uphill = uphill_arrow(self.space, self.gradient)
        self.play(*self.say_title("Two slopes together: the gradient"), *vanish(self.slope_readouts), run_time=0.8)
        self.play(*appear(symbols), run_time=1.0)
        self.until("gradient")
        for leg, name in zip(legs.legs, legs.names, strict=True):
            self.play(*appear(leg, name), run_time=0.8)
        self.play(*appear(values), run_time=0.8)
        self.play(*appear(legs.arrow, uphill), run_time=1.0, at="each")
        self.add(self.spot)

    # -- what several beats share -------------------------------------------------------------------------------

    def _draw_landscape(self) -> None:
        theme, panel = self.theme, self.stage.panel
        self.space = Space(self.params.f, self.window_, self.stage.figure, theme)
        self.facing = self.space.facing(self.gradient)
        self.space.azimuth.set_value(self.facing)
        self.field = HeightField(self.space)
        self.axes = SpaceAxes(self.space)
        self.stroll = Stroll((self.a, self.b), self.window_)
        self.spot = spot(self.space, "ink", 0.085, lambda: self.space.on_surface(*self.stroll.place()))
        self.formula = Formula(self.params.f.typst, theme, size=TEXT + 8)
        a, b, value = typst_number(self.a), typst_number(self.b), typst_number(self.value)
        self.place = Formula(
            f"f({{{{ {a} : input }}}}, {{{{ {b} : input2 }}}}) = {{{{ {value} : output }}}}", theme, size=TEXT + 8
        )
        stack(panel, self.formula, self.place, gap=0.5, middle=True)

    def _look_around(self, degrees: float, seconds: float) -> None:
        """Walk the camera round to some degrees from its place, away from the corner of the box that it is near."""
        away = 1.0 if self.space.eye[0] * self.space.eye[1] > 0 else -1.0
        target = self.facing + away * degrees
        self.play(self.space.azimuth.animate(rate_func=EASE, run_time=seconds).set_value(target))

    def _draw_cuts(self) -> None:
        self.cut_value, self.cut_opacity = self.tracker(0.0), self.tracker(0.0)
        rooms = self._panel_parts()
        self.cuts = {
            along: SurfaceSlice(cut, self.space, self.cut_value, self.stroll.place, *rooms)
            for along, cut in self.slices.items()
        }

    def _panel_parts(self) -> tuple[Region, Region]:
        """Return room for a plot and for formulas: side by side in a portrait frame, else one above the other."""
        panel = self.stage.panel
        upper, lower = panel.columns(1, 1) if self.stage.portrait else panel.rows(1.05, 1, gap=0.15)
        return upper, lower

    def _play_cut(self, along: str) -> None:
        """Say what is held; move a plane into the surface, from the far side of the box to the point; plot the cut."""
        props, cut = self.cuts[along], self.slices[along]
        axis = "xy".index(cut.fixed_name)
        low, high = (self.window_.x_range, self.window_.y_range)[axis]
        self.play(*appear(props.held), run_time=0.8, at="held")
        self.until("plane")
        self.cut_value.set_value(high if self.space.eye[axis] < 0 else low)
        self.field.cut = Cut(axis, self.cut_value, VARIABLE_ROLES[cut.fixed_name], self.cut_opacity)
        self.add(props.curve, self.spot)
        self.play(
            self.cut_opacity.animate(run_time=0.8).set_value(1.0),
            self.cut_value.animate(rate_func=EASE, run_time=2.6).set_value(cut.fixed_value),
            *appear(props.plot),
        )
        self.play(mn.Create(props.plot_curve, rate_func=EASE), *appear(props.plot_spot), run_time=2.4, at="curve")

    def _play_slope(self, along: str, tangent: str, symbols: str = "", value: str = "") -> None:
        """Draw the tangent, write the partial derivative and its value, each at its mark if it has one."""
        props = self.cuts[along]
        self.play(mn.Create(props.plot_tangent), *appear(props.tangent, self.spot), run_time=1.2, at=tangent)
        self.play(*appear(props.partial[0]), run_time=0.9, at=symbols)
        self.play(*appear(props.partial[1]), run_time=0.9, at=value)
