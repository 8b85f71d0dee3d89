"""Slicing a surface: what ∂f/∂x and ∂f/∂y are, and how both together make the gradient.

Symbols: f(x, y) the surface, (a, b) the point; the slice along x is x ↦ f(x, b), the slice along y is y ↦ f(a, y).
"""

from __future__ import annotations

import manim as mn

from mathkit.notation.typst_parts import axis_role
from scenes.drawing import (
    EASE,
    Layout,
    Morph,
    SurfaceSlice,
    SurfaceView,
    VectorLegs,
    appear,
    axis_arrows,
    run_along,
    slice_windows,
    tangent_patch,
    uphill_arrow,
    vanish,
)
from scenes.lesson import Lesson, beat
from scenes.partial_slices import narration
from scenes.partial_slices.facts import SliceFacts, SliceParams
from scenes.partial_slices.formulas import function_at, gradient_formulas, plane_equation


class PartialSlices(Lesson):
    """A surface, two cuts through it, and a slope along each."""

    name = "partial-slices"
    title = "Partial derivatives are slices"

    Params, Facts = SliceParams, SliceFacts

    params: SliceParams
    facts: SliceFacts

    @beat(narration.landscape, short=True)
    def landscape(self) -> None:
        self._draw()
        land = self.land
        land.field.rise.set_value(0.0)
        self.show(land.axes, self.formula, run_time=1.0)
        self.add(land.field, land.axes)
        land.field.presence.set_value(0)
        self.play(
            land.field.presence.animate(run_time=0.6).set_value(1.0),
            land.field.rise.animate(run_time=2.4, rate_func=EASE).set_value(1.0),
        )
        self.play(land.orbit(-24.0, 5))
        self.play(*appear(land.spot, self.place), run_time=0.8, at="stand")
        self.play(land.orbit(0.0, 3))

    @beat(narration.which_way, ask=True, short=True)
    def which_way(self) -> None:
        self.ways = axis_arrows(self.land.space, self.facts.gradient)
        self.show(run_time=0.8)
        self.until("ways")
        self.add(*self.ways, self.land.spot)
        self.play(*appear(*self.ways), run_time=1.6)

    @beat(narration.cut_along_x, short=True)
    def cut_along_x(self) -> None:
        props = self.cuts[self._names[0]]
        way, other = self.ways
        self.show(leave=[self.place, other], run_time=0.8)
        self.until("held")
        held = Morph(self.formula, props.held[0], {"input2": "muted"}, run_time=1.2)
        self.play(*vanish(way, run_time=0.5), self.land.step_aside(0.0), held)
        self._play_cut(self._names[0], props.held[1])
        glints = [run_along(curve, self.theme.color("ink"), 2.5) for curve in (props.plot_curve, props.curve[-1])]
        self.play(*glints, at="known")

    @beat(narration.slope_along_x, short=True)
    def slope_along_x(self) -> None:
        self.show(run_time=0.8)
        self._play_slope(self._names[0], "tangent", "symbols", "value")

    @beat(narration.cut_along_y, short=True)
    def cut_along_y(self) -> None:
        self._leave(self._names[0], tangent=True)
        self.play(*appear(self.cuts[self._names[1]].held[0]), run_time=0.8, at="held")
        self._play_cut(self._names[1], self.cuts[self._names[1]].held[1])
        self._play_slope(self._names[1], "slope")

    @beat(narration.tangent_plane)
    def tangent_plane(self) -> None:
        self._leave(self._names[1])
        equation = plane_equation(self.facts.plane, self.notes["notes"], self.theme)
        tangents = [cut.tangent for cut in self.cuts.values()]
        self.add(*tangents, self.land.spot)
        self.play(self.land.step_aside(1.0), *appear(tangents[0]), run_time=1.0)
        opacity = self.tracker(0.0)
        self.patch = tangent_patch(self.land.space, self.facts.plane, opacity)
        self.add(self.patch, *tangents, self.land.spot)
        self.play(opacity.animate.set_value(1.0), run_time=1.2, at="plane")
        self.play(self.land.orbit(-24.0, 3.5), *appear(equation))
        self.play(self.land.orbit(0.0, 2.5))
        self.plane_parts = [self.patch, equation]

    @beat(narration.walk_around)
    def walk_around(self) -> None:
        walk = self.land.walk
        self.show(leave=self.plane_parts, run_time=0.9)
        self.readouts = walk.readouts(self.notes["notes"], self.theme, across=self.layout.across)
        self.play(*appear(self.readouts), run_time=0.8)
        self.add(self.land.spot)
        slope_x = self.readouts[2].formula
        self.play(mn.Indicate(slope_x, color=self.theme.color("slope"), scale_factor=1.1), run_time=0.8, at="watch")
        self.play(walk.turn.animate(rate_func=EASE, run_time=9).set_value(1.0))

    @beat(narration.once_around, loop=True)
    def once_around(self) -> None:
        self.play(self.land.walk.turn.animate(rate_func=EASE, run_time=7).set_value(2.0))

    @beat(narration.gradient_of_both)
    def gradient_of_both(self) -> None:
        layout, land, gradient = self.layout, self.land, self.facts.gradient
        legs = VectorLegs(gradient.components, layout["plot"], self.theme)
        symbols, values = gradient_formulas(gradient, layout["words"], self.theme, across=layout.across)
        uphill = uphill_arrow(land.space, gradient)
        self.show(leave=[self.readouts], run_time=0.8)
        self.play(land.step_aside(0.0), *appear(symbols), run_time=1.0)
        self.until("gradient")
        for leg, name in zip(legs.legs, legs.names, strict=True):
            self.play(*appear(leg, name), run_time=0.8)
        self.add(uphill, land.spot)
        self.play(*appear(values, legs.arrow, uphill), run_time=1.0)
        self.play(land.orbit(-24.0, 2.5))
        self.until("each")
        curves, tangents = ([getattr(cut, part) for cut in self.cuts.values()] for part in ("curve", "tangent"))
        self.add(*curves, *tangents, uphill, land.spot)
        self.play(*appear(*curves), run_time=1.2)

    # -- what several beats share -------------------------------------------------------------------------------

    @property
    def _names(self) -> tuple[str, ...]:
        return self.facts.gradient.function.variables

    def _draw(self) -> None:
        facts, theme = self.facts, self.theme
        self.layout = Layout.of(self.stage, "figure+plot+words")
        self.notes = Layout.of(self.stage, "figure+notes")
        f, figure = facts.gradient.function, self.layout["figure"]
        self.land = SurfaceView(f, facts.gradient, facts.window, figure, theme, self.notes["figure"])
        self.cut_values = {along: self.tracker(cut.fixed_value) for along, cut in facts.slices.items()}
        self.cut_opacity = self.tracker(0.0)
        windows = slice_windows(facts.slices, facts.window)
        self.cuts = {
            along: SurfaceSlice(
                cut, self.land.space, self.cut_values[along], self.land.walk.place, self.layout, windows[along]
            )
            for along, cut in facts.slices.items()
        }
        self.formula, self.place = function_at(facts.gradient, self.notes["notes"], theme)

    def _play_cut(self, along: str, constant: mn.Mobject) -> None:
        """Say what is constant; move a plane into the surface, from the far side to the point; plot the cut."""
        props, cut = self.cuts[along], self.facts.slices[along]
        self.play(*appear(constant), run_time=0.6)
        self.until("plane")
        value, axis = self.cut_values[along], self._names.index(cut.fixed_name)
        self.land.enter(axis, axis_role("input", axis), value, self.cut_opacity)
        self.add(props.curve, self.land.spot)
        self.play(
            self.cut_opacity.animate(run_time=0.8).set_value(1.0),
            value.animate(rate_func=EASE, run_time=2.6).set_value(cut.fixed_value),
            *appear(props.curve, props.plot),
        )
        self.play(mn.Create(props.plot_curve, rate_func=EASE), run_time=2.4, at="curve")
        self.play(*appear(props.plot_spot), run_time=0.4)

    def _play_slope(self, along: str, tangent: str, symbols: str = "", value: str = "") -> None:
        """Draw the tangent, write the partial derivative and its value, each at its mark if it has one."""
        props = self.cuts[along]
        self.until(tangent)
        self.add(props.tangent, self.land.spot)
        self.play(mn.Create(props.plot_tangent), *appear(props.tangent), run_time=1.2)
        self.play(*appear(props.partial[0]), run_time=0.9, at=symbols)
        self.play(*appear(props.partial[1]), run_time=0.9, at=value)

    def _leave(self, along: str, *, tangent: bool = False) -> None:
        """Take a cut away, with its plot and formulas; its tangent may stay."""
        props = self.cuts[along]
        gone = [props.curve, *props.panel, *([props.tangent] if tangent else [])]
        self.show(self.cut_opacity.animate.set_value(0.0), leave=gone, run_time=0.9)
