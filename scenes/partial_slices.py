"""Slicing a surface: what ∂f/∂x and ∂f/∂y are, and how both together make the gradient.

Symbols: f(x, y) the surface, (a, b) the point; the slice along x is x ↦ f(x, b), the slice along y is y ↦ f(a, y).
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import manim as mn
import numpy as np

from mathkit import CurveWindow, Function, Gradient, Slice, SurfaceWindow, TangentPlane, typst, typst_number
from scenes.height_field import HeightField
from scenes.translucent_planes import Cut, Patch
from scenes.lesson import Lesson, beat
from scenes.marks import Pointer, Spot, cut_to, set_runs, stroke
from scenes.motion import EASE, appear, vanish
from scenes.panel import Readout, fit, stack
from scenes.params import Field, LessonParams, Point
from scenes.plot import Plot
from scenes.space import Space, SpaceAxes
from scenes.stage import Region
from scenes.theme import LABEL, TEXT
from scenes.typesetting import Formula, Words

#: Which role a slice's own variable, its constant and its slope have.
ROLES = {"x": ("input", "input2", "slope"), "y": ("input2", "input", "slope2")}


@dataclass(slots=True)
class SliceProps:
    """What shows one slice: on the surface and in the panel."""

    curve: mn.VGroup
    tangent: mn.VGroup
    plot: Plot
    plot_curve: mn.VMobject
    plot_tangent: mn.VMobject
    plot_spot: Spot
    held: mn.VGroup
    partial: mn.VGroup


class PartialSlices(Lesson):
    """A surface, two cuts through it, and a slope along each."""

    name = "partial-slices"
    title = "Partial derivatives are slices"

    class Params(LessonParams):
        """f: a function of x and y; at: the point."""

        f: Field = Function.parse("x**2*y + sin(y)", ("x", "y"))
        at: Point = (1.0, 0.5)

    def prepare(self) -> None:
        f, at = self.params.f, self.params.at
        self.gradient = Gradient.of(f, at)
        self.a, self.b = at
        self.value = self.gradient.value
        self.slices = {along: Slice.of(f, at, along) for along in ("x", "y")}
        self.slope_x, self.slope_y = self.slices["x"].slope, self.slices["y"].slope
        self.plane = TangentPlane.of(f, at)
        self.window_ = SurfaceWindow.of(f, at)
        self.partials = tuple(s.partial for s in self.slices.values())

    # -- beats --------------------------------------------------------------------------------------------------

    @beat(
        "A function of two inputs is a landscape: x and y choose the place, f is the height. "
        "Let us stand at x {a:.3g}, y {b:.3g}, and look around.",
        chapter="A landscape",
    )
    def landscape(self) -> None:
        self._draw_space()
        self.field.rise.set_value(0.0)
        self.play(*self.say_title("Two inputs make a landscape"), *appear(self.axes, self.formula), run_time=1.0)
        self.add(self.field, self.axes)
        self.field.presence.set_value(0)
        self.play(
            self.field.presence.animate(run_time=0.6).set_value(1.0),
            self.field.rise.animate(run_time=2.4, rate_func=EASE).set_value(1.0),
        )
        self.play(self.space.azimuth.animate(rate_func=EASE, run_time=5).set_value(-142.0))
        self.play(self.space.azimuth.animate(rate_func=EASE, run_time=3).set_value(-124.0))
        self.play(*appear(self.spot, self.place), run_time=0.8)

    @beat("How steep is it here? Before you answer: in which direction do you walk?", ask=True)
    def which_way(self) -> None:
        here = np.array([self.a, self.b, self.value])
        arrows = mn.VGroup()
        for axis, role in ((0, "slope"), (1, "slope2")):
            for sign in (-1, 1):
                step = np.zeros(3)
                step[axis] = 0.42 * sign * self.space.half[axis]
                end = here + step
                end = self.space.on_surface(end[0], end[1])
                arrows.add(Pointer(self.theme, role, 4).span(*self.space.project(np.array([here, end]))))
        self.play(*self.say_title("How steep is it here? Which way do you walk?"), run_time=0.8)
        self.play(mn.LaggedStart(*appear(*arrows), lag_ratio=0.3), *appear(self.spot), run_time=1.6)
        self.play(*vanish(arrows), run_time=0.6)

    @beat(
        "Walk along x alone. Then y stays {b:.3g}: a constant. That cuts the landscape with a plane, and in the cut "
        "there is only a curve. A curve of one variable: we know what to do.",
        chapter="Slice along x",
    )
    def cut_along_x(self) -> None:
        self.play(
            *self.say_title("Hold y still: a plane cuts out a curve"), *vanish(self.formula, self.place), run_time=0.8
        )
        self._play_cut("x")

    @beat(
        "Its slope is the partial derivative of f by x. Y is treated as a number, nothing more. "
        "Here it is {slope_x:.3g}.",
        short=True,
    )
    def slope_along_x(self) -> None:
        self.play(*self.say_title("Its slope is the partial derivative by x"), run_time=0.8)
        self._play_slope("x")

    @beat(
        "The same the other way: hold x at {a:.3g}, and walk along y. Another plane, another curve, another slope: "
        "{slope_y:.3g}.",
        chapter="Slice along y",
    )
    def cut_along_y(self) -> None:
        gone = self.props["x"]
        panel = [gone.plot, gone.plot_curve, gone.plot_tangent, gone.plot_spot, gone.held, gone.partial]
        self.play(
            *self.say_title("Hold x still: another slice, another slope"),
            self.cut_opacity.animate.set_value(0.0),
            *vanish(gone.curve, gone.tangent, *panel),
            run_time=1.0,
        )
        self._play_cut("y")
        self._play_slope("y")

    @beat(
        "Put both tangents back. Two lines through one point span a plane: the tangent plane. "
        "It is to the surface what the tangent is to a curve.",
        chapter="Tangent plane",
    )
    def tangent_plane(self) -> None:
        gone = self.props["y"]
        panel = [gone.plot, gone.plot_curve, gone.plot_tangent, gone.plot_spot, gone.held, gone.partial]
        self.play(
            *self.say_title("Both tangents span the tangent plane"),
            self.cut_opacity.animate.set_value(0.0),
            *vanish(gone.curve, *panel),
            *appear(self.props["x"].tangent, self.equation),
            run_time=1.2,
        )
        self.patch_opacity.set_value(0.0)
        self.field.patch = self.patch
        self.play(self.patch_opacity.animate.set_value(1.0), run_time=1.2)
        self.play(self.space.azimuth.animate(rate_func=EASE, run_time=4).set_value(-104.0))
        self.play(self.space.azimuth.animate(rate_func=EASE, run_time=3).set_value(-124.0))

    @beat(
        "Now walk. Both slopes change at every step, and each depends on both inputs. "
        "A common slip is to think that the slope by x cares about x only. Watch: it does not.",
        chapter="Both slopes move",
    )
    def walk_around(self) -> None:
        self.play(
            *self.say_title("Walk: both slopes follow"),
            self.patch_opacity.animate.set_value(0.0),
            *vanish(self.equation),
            run_time=0.9,
        )
        self.field.patch = None
        self.play(*appear(self.slope_readouts), run_time=0.8)
        self.play(self.stroll.animate(rate_func=EASE, run_time=9).set_value(1.0))

    @beat(
        "Write the two slopes one under the other, and you have the gradient: for this place, {slope_x:.3g} and "
        "{slope_y:.3g}. One slice for each input; one number from each slice.",
        chapter="The gradient",
    )
    def gradient_of_both(self) -> None:
        self._draw_gradient()
        self.play(*self.say_title("Two slopes together: the gradient"), *vanish(self.slope_readouts), run_time=0.8)
        self.play(*appear(self.pieces), run_time=1.0)
        self.play(*appear(self.legs[0], self.leg_names[0]), run_time=0.8)
        self.play(*appear(self.legs[1], self.leg_names[1]), run_time=0.8)
        self.play(*appear(self.arrow, self.uphill, self.vector), run_time=1.0)
        self.add(self.spot)

    # -- what the beats are drawn with --------------------------------------------------------------------------

    def _draw_space(self) -> None:
        theme, f = self.theme, self.params.f
        self.space = Space(f, self.window_, self.stage.figure, theme)
        self.space.azimuth.set_value(-112.0)
        self.field = HeightField(self.space)
        self.axes = SpaceAxes(self.space)
        self.stroll = self.tracker(0.0)
        self.spot = self.live(
            Spot(theme, "ink", 0.085), lambda m: m.at(self.space.project(self.space.on_surface(*self._place())))
        )
        named = {"x": "input", "y": "input2"}
        self.formula = Formula(f"{{{{ f(x, y) : output }}}} = {typst(f, named)}", theme, size=TEXT + 2)
        a, b, value = typst_number(self.a), typst_number(self.b), typst_number(self.value)
        self.place = Formula(f"f({{{{ {a} : input }}}}, {{{{ {b} : input2 }}}}) = {{{{ {value} : output }}}}", theme)
        stack(self.stage.panel, self.formula, self.place)
        self.cut_value, self.cut_opacity = self.tracker(0.0), self.tracker(0.0)
        self.patch_opacity = self.tracker(0.0)
        self.patch = Patch(
            np.array([self.a, self.b]), self.value, np.array(self.plane.slopes), 0.42, "gradient", self.patch_opacity
        )
        self.props = {along: self._slice_props(along) for along in ("x", "y")}
        self._draw_plane_panel()

    def _place(self) -> tuple[float, float]:
        """Return where the point stands: at (a, b), or on its round trip from there and back."""
        turn = 2 * np.pi * float(self.stroll.get_value())
        (x0, x1), (y0, y1) = self.window_.x_range, self.window_.y_range
        # A loop that stays in the box: it leans towards the middle from wherever the point is.
        dx = -0.24 * (x1 - x0) * np.sign(self.a - (x0 + x1) / 2 + 1e-9)
        dy = -0.24 * (y1 - y0) * np.sign(self.b - (y0 + y1) / 2 + 1e-9)
        return self.a + dx * (1 - np.cos(turn)) / 1.0, self.b + dy * np.sin(turn)

    def _slice_props(self, along: str) -> SliceProps:
        theme, cut, window = self.theme, self.slices[along], self.window_
        own, other, slope = ROLES[along]
        span = window.x_range if along == "x" else window.y_range
        line = np.linspace(*span, 240)

        def on_cut() -> np.ndarray:
            held = self.cut_value.get_value()
            return self.space.on_surface(line, held) if along == "x" else self.space.on_surface(held, line)

        def tangent() -> np.ndarray:
            a, b = self._place()
            here = self.space.on_surface(a, b)
            steepness = float(cut.partial(a, b))
            reach = 0.3 * (span[1] - span[0]) * np.linspace(-1, 1, 41)
            along_x = along == "x"
            step = np.stack([reach * along_x, reach * (not along_x), reach * np.nan_to_num(steepness)], axis=-1)
            line = here + step
            low, high = window.z_range
            (x0, x1), (y0, y1) = window.x_range, window.y_range
            inside = (line[:, 2] >= low) & (line[:, 2] <= high)
            inside &= (line[:, 0] >= x0) & (line[:, 0] <= x1) & (line[:, 1] >= y0) & (line[:, 1] <= y1)
            return line[inside]

        upper, lower = self._panel_parts()
        frame = CurveWindow.over(cut.function, span, self.params.at[along == "y"])
        name = f"{{{{ {along} : {own} }}}}"
        a, b = typst_number(self.a), typst_number(self.b)
        head = f"f({name}, {{{{ {b} : {other} }}}})" if along == "x" else f"f({{{{ {a} : {other} }}}}, {name})"
        plot = Plot.of(frame, upper, theme, x_name=name, y_name=f"{{{{ {head} : output }}}}")
        at = self.params.at[along == "y"]
        here = plot.at(at, self.value)
        ends = plot.points_at(span, [self.value + cut.slope * (x - at) for x in span])
        grey = {"x": "input", "y": "muted"} if along == "x" else {"x": "muted", "y": "input2"}
        held_name, held_value = ("y", self.b) if along == "x" else ("x", self.a)
        held = mn.VGroup(
            Formula(f"f(x, y) = {typst(self.params.f, grey)}", theme),
            Formula(f'{{{{ {held_name} = {typst_number(held_value)} : {other} }}}} quad upright("constant")', theme),
        )
        partial = mn.VGroup(
            Formula(
                f"{{{{ (partial f) / (partial {along}) : {slope} }}}} = "
                f"{typst(cut.partial, {'x': 'input', 'y': 'input2'})}",
                theme,
            ),
            Formula(
                f"{{{{ (partial f) / (partial {along}) : {slope} }}}} ({a}, {b}) = "
                f"{{{{ {typst_number(cut.slope)} : {slope}_2 }}}}",
                theme,
            ),
        )
        stack(lower, *held, *partial, gap=0.2)
        fit(mn.VGroup(held, partial), lower.width, lower.height)
        return SliceProps(
            self.space.line("output", on_cut, 5.5),
            self.space.line(slope, tangent, 6),
            plot,
            plot.curve(frame.samples(300), width=5),
            set_runs(stroke(theme, slope, 5), cut_to(*plot.corners, *ends)),
            Spot(theme, "ink", 0.08).at(here),
            held,
            partial,
        )

    def _panel_parts(self) -> tuple[Region, ...]:
        """Return room for a plot and for formulas: side by side in a portrait frame, else one above the other."""
        panel = self.stage.panel
        return panel.columns(1, 1) if self.stage.portrait else panel.rows(1.05, 1, gap=0.15)

    def _play_cut(self, along: str) -> None:
        props = self.props[along]
        axis, held, role = (1, self.b, "input2") if along == "x" else (0, self.a, "input")
        low, high = (self.window_.y_range, self.window_.x_range)[1 - axis]
        far = high if self.space.eye[axis] < 0 else low
        self.cut_value.set_value(far)
        self.field.cut = Cut(axis, self.cut_value, role, self.cut_opacity)
        self.add(props.curve, self.spot)
        self.play(
            self.cut_opacity.animate(run_time=0.8).set_value(1.0),
            self.cut_value.animate(rate_func=EASE, run_time=2.6).set_value(held),
        )
        self.play(*appear(props.held), run_time=0.8)
        self.play(*appear(props.plot), run_time=0.8)
        self.play(mn.Create(props.plot_curve, rate_func=EASE), *appear(props.plot_spot), run_time=2.0)

    def _play_slope(self, along: str) -> None:
        props = self.props[along]
        self.play(mn.Create(props.plot_tangent), *appear(props.tangent, self.spot), run_time=1.2)
        self.play(*appear(props.partial[0]), run_time=0.9)
        self.play(*appear(props.partial[1]), run_time=0.9)

    def _draw_plane_panel(self) -> None:
        theme, panel = self.theme, self.stage.panel
        a, b = typst_number(self.a), typst_number(self.b)
        sx, sy, value = (typst_number(v) for v in (self.slope_x, self.slope_y, self.value))
        rows = [
            Formula(f"z = {{{{ {value} : output }}}}", theme, size=TEXT + 6),
            Formula(f"quad + {{{{ {_bracketed(sx)} : slope }}}} (x - {_bracketed(a)})", theme, size=TEXT + 6),
            Formula(f"quad + {{{{ {_bracketed(sy)} : slope2 }}}} (y - {_bracketed(b)})", theme, size=TEXT + 6),
        ]
        self.equation = stack(panel, Words("tangent plane", theme, role="gradient"), *rows, gap=0.35, middle=True)
        spans = [float(np.nanmax(np.abs(p(*np.meshgrid(*self._grid()))))) for p in self.partials]

        def slope(index: int) -> Callable[[], float]:
            return lambda: float(np.nan_to_num(self.partials[index](*self._place())))

        readouts = mn.VGroup()
        for name, span in zip("xy", spans, strict=True):
            role = ROLES[name][2]
            code = f"{{{{ (partial f) / (partial {name}) : {role} }}}} ="
            readouts.add(Readout(code, theme, span=span, role=role, decimals=2, size=TEXT + 6))
        places = [
            Readout(
                f"{{{{ {name} : {ROLES[name][0]} }}}} =",
                theme,
                span=10.0,
                role=ROLES[name][0],
                decimals=2,
                size=TEXT + 6,
            )
            for name in "xy"
        ]
        stack(panel, *places, *readouts, gap=0.5, middle=True)
        for index in range(2):
            readouts[index].follow(slope(index))
            places[index].follow(lambda index=index: self._place()[index])
        self.slope_readouts = mn.VGroup(*places, *readouts)

    def _grid(self) -> tuple[np.ndarray, np.ndarray]:
        return np.linspace(*self.window_.x_range, 21), np.linspace(*self.window_.y_range, 21)

    def _steepest_step(self) -> tuple[np.ndarray, np.ndarray]:
        """Return the ends of an arrow on the stage: from the point, along the tangent plane, the steepest way up."""
        here, step = np.array([self.a, self.b, self.value]), np.array([*self.gradient.components, 0.0])
        step[2] = self.gradient.norm**2
        # As long as a third of the box, seen in its own units.
        length = float(np.linalg.norm(step / self.space.half)) or 1.0
        return tuple(self.space.project(np.array([here, here + 0.62 * step / length])))

    def _draw_gradient(self) -> None:
        """Draw the two slopes as legs in the ground plane's directions, and the gradient as their sum, in the panel."""
        theme = self.theme
        upper, lower = self._panel_parts()
        sx, sy = self.gradient.components
        longest = max(abs(sx), abs(sy), 1e-12)
        box = upper.inset(0.3, 0.3, 0.35, 0.35)
        unit = min(box.width, box.height) / longest
        width, height = abs(sx) * unit, abs(sy) * unit
        factor = min(1.0, box.width / max(width, 1e-9), box.height / max(height, 1e-9))
        step = np.array([sx, sy]) * unit * factor
        start = box.center - np.array([step[0] / 2, step[1] / 2, 0])
        corner, end = start + step[0] * mn.RIGHT, start + step[0] * mn.RIGHT + step[1] * mn.UP
        self.uphill = Pointer(theme, "gradient", 7, 0.28).span(*self._steepest_step())
        self.legs = mn.VGroup(
            Pointer(theme, "slope", 5).span(start, corner), Pointer(theme, "slope2", 5).span(corner, end)
        )
        self.arrow = Pointer(theme, "gradient", 7, 0.3).span(start, end)
        below, beside = (mn.DOWN if sy >= 0 else mn.UP), (mn.RIGHT if sx >= 0 else mn.LEFT)
        first = Formula(f"{{{{ {typst_number(sx)} : slope }}}}", theme, size=LABEL + 4)
        second = Formula(f"{{{{ {typst_number(sy)} : slope2 }}}}", theme, size=LABEL + 4)
        first.next_to((start + corner) / 2, below, 0.14)
        second.next_to((corner + end) / 2, beside, 0.14)
        self.leg_names = mn.VGroup(first, second)
        self.pieces = Formula(
            "{{ nabla f : gradient }} = vec({{ partial f \\/ partial x : slope }}, {{ partial f \\/ partial y : slope2 }})",
            theme,
            size=TEXT + 2,
        )
        a, b = typst_number(self.a), typst_number(self.b)
        self.vector = Formula(
            f"{{{{ nabla f : gradient }}}} ({a}, {b}) = "
            f"vec({{{{ {typst_number(sx)} : slope }}}}, {{{{ {typst_number(sy)} : slope2 }}}})",
            theme,
            size=TEXT + 2,
        )
        stack(lower, self.pieces, self.vector, gap=0.35)
        fit(mn.VGroup(self.pieces, self.vector), lower.width, lower.height)


def _bracketed(number: str) -> str:
    return f"({number})" if number.startswith("-") else number
