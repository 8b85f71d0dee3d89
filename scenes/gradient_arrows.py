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
    ticks,
    typst,
    typst_number,
)
from scenes.errors import LessonError
from scenes.height_field import HeightField
from scenes.lesson import Lesson, beat
from scenes.marks import Pointer, Spot, set_runs, stroke
from scenes.motion import EASE, appear, vanish
from scenes.panel import Readout, stack
from scenes.params import Field, LessonParams, Number, Point
from scenes.plot import Plot
from scenes.space import Space, SpaceAxes
from scenes.theme import LABEL, TEXT
from scenes.typesetting import Formula, Words

STEPS = 16
#: Arrows of the field along each side of the map.
ARROWS = 9


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
        self.window_ = SurfaceWindow.of(p.f, p.at)
        self.levels = LevelSet.family(self.window_)
        self.here = LevelSet.at_levels(self.window_, [self.gradient.value])[0]
        self.start = p.start or self._start()
        if not self._inside(np.array([self.start]))[0]:
            raise LessonError(
                f"gradient-arrows: the start {self.start[0]:g},{self.start[1]:g} is outside the map, which shows x from "
                f"{self.window_.x_range[0]:g} to {self.window_.x_range[1]:g} and y from {self.window_.y_range[0]:g} to "
                f"{self.window_.y_range[1]:g}. Choose one on it, or leave start out."
            )
        self.rate = p.rate or self._rate()
        self.down = DescentPath.of(p.f, self.start, self.rate, STEPS)
        self.down_points = self._shown(self.down)
        self.up_points = self._climb()
        self.first_loss, self.last_loss = float(self.down.values[0]), float(self.down.values[len(self.down_points) - 1])
        self.steps_down = len(self.down_points) - 1
        self.falls = self.steps_down > 0 and self.last_loss < self.first_loss

    def _shown(self, path: DescentPath) -> np.ndarray:
        """Return the points of a path up to the first that leaves the window, shape (n, 2), at least the start."""
        points = np.asarray(path.points, float)
        outside = np.flatnonzero(~self._inside(points))
        return points[: max(1, outside[0])] if len(outside) else points

    def _inside(self, points: np.ndarray) -> np.ndarray:
        (x0, x1), (y0, y1) = self.window_.x_range, self.window_.y_range
        x, y = points.T
        return (x >= x0) & (x <= x1) & (y >= y0) & (y <= y1)

    def _start(self) -> tuple[float, float]:
        """Return a start for the way down: on a ring about the middle of the map, rather low but not lowest.

        In a valley that is off its floor, so that the way down has a bend.
        """
        (x0, x1), (y0, y1) = self.window_.x_range, self.window_.y_range
        turns = np.linspace(0, 2 * np.pi, 16, endpoint=False) + np.pi
        x, y = (x0 + x1) / 2 + 0.4 * (x1 - x0) * np.cos(turns), (y0 + y1) / 2 + 0.4 * (y1 - y0) * np.sin(turns)
        heights = self.params.f(x, y)
        ring = np.flatnonzero(np.isfinite(heights))
        if not len(ring):
            return self.params.at
        chosen = ring[np.argsort(heights[ring], kind="stable")[len(ring) // 4]]
        return float(x[chosen]), float(y[chosen])

    def _rate(self) -> float:
        """Return the round rate that gets lowest in the steps there are, every step going down, none off the map."""
        found: list[tuple[float, float]] = []
        for rate in [digit * 10.0**power for power in range(2, -10, -1) for digit in (8, 6, 5, 4, 3, 2, 1)]:
            path = DescentPath.of(self.params.f, self.start, rate, STEPS)
            if len(self._shown(path)) == len(path.points) > 2 and bool(np.all(np.diff(path.values) < 0)):
                found.append((float(path.values[-1]), rate))
            if len(found) == 8:
                break
        return min(found)[1] if found else 1e-9

    def _climb(self) -> np.ndarray:
        """Return an uphill path from the start, by steps small enough to see some before it leaves the window."""
        for halvings in range(12):
            path = self._shown(DescentPath.of(self.params.f, self.start, self.rate / 2**halvings, 40, uphill=True))
            if len(path) >= 6:
                break
        return path

    # -- beats --------------------------------------------------------------------------------------------------

    @beat(
        "Here is a loss, over two weights, x and y. Training means to find the bottom of this valley. "
        "But we feel only the slope under our feet.",
        chapter="A valley",
    )
    def valley(self) -> None:
        self._draw_space()
        self.play(*self.say_title("How do you find the bottom, feeling only the slope?"), run_time=0.9)
        self.field.presence.set_value(0.0)
        self.play(
            *appear(self.axes, self.formula, self.field),
            self.field.presence.animate.set_value(1.0),
            run_time=1.4,
        )
        self.play(self.space.azimuth.animate(rate_func=EASE, run_time=5.5).set_value(-140.0))

    @beat(
        "Draw lines of equal height, and look from above: the landscape becomes a map. "
        "Where the lines crowd, it is steep.",
        chapter="The map",
    )
    def flatten(self) -> None:
        self.play(*self.say_title("Seen from above: a map of equal heights"), *appear(self.contours), run_time=1.4)
        self.play(self.space.flat.animate(rate_func=EASE, run_time=4).set_value(1.0))

    @beat(
        "At every point, an arrow: the gradient. Its parts are the two partial slopes. "
        "It is long where the valley is steep, and short where it is flat.",
        chapter="Arrows",
        short=True,
    )
    def arrows(self) -> None:
        self._draw_arrows()
        self.play(
            *self.say_title("At every point an arrow: the gradient"),
            self.field.presence.animate.set_value(0.55),
            *appear(self.gradient_formula),
            run_time=0.9,
        )
        self.play(mn.LaggedStart(*appear(*self.arrow_field), lag_ratio=0.03), run_time=3.2)

    @beat("Take one point. Of all directions, which one climbs fastest? And which does not climb at all?", ask=True)
    def which_way(self) -> None:
        self._draw_wheel()
        self.play(
            *self.say_title("Which direction climbs fastest?"),
            *vanish(self.arrow_field, self.gradient_formula, self.formula),
            *appear(self.spot),
            run_time=0.9,
        )
        self.play(mn.Create(self.rim), *appear(self.needle), run_time=1.2)
        self.play(*appear(self.dial, self.dial_curve_frame), run_time=0.9)

    @beat(
        "Turn the wheel. The slope in each direction is the length of the gradient times a cosine. "
        "Along the arrow it is largest: {steepest:.3g}. Straight across, it is zero.",
        chapter="The wheel of directions",
    )
    def wheel(self) -> None:
        self.play(*self.say_title("The slope in a direction: |∇f| cos θ"), *appear(self.law), run_time=0.8)
        self.add(self.dial_curve)
        self.bring_to_front(self.dial_spot)
        self.play(*appear(self.dial_spot, self.slope_now), run_time=0.6)
        self.play(self.turn.animate(rate_func=mn.linear, run_time=8).set_value(1.0))
        self.play(*appear(self.arrow), run_time=0.8)

    @beat(
        "Zero slope means equal height: that is the contour. So the arrow stands square on it. "
        "It points up the steepest way from here, which is rarely straight at the top.",
        chapter="Square on the contour",
    )
    def perpendicular(self) -> None:
        self.play(
            *self.say_title("The arrow stands square on the contour"),
            *vanish(self.rim, self.needle, self.slope_now, self.law, self.dial, self.dial_curve_frame),
            *vanish(self.dial_curve, self.dial_spot),
            run_time=0.9,
        )
        self.play(mn.Create(self.contour_here), run_time=1.4)
        self.play(mn.Create(self.square), *appear(self.square_law), run_time=1.0)

    @beat(
        "Now turn the compass round: downhill is minus the gradient. Step against the arrow, look again, step again. "
        "After {steps_down} steps, the loss has gone from {first_loss:.3g} to {last_loss:.3g}.",
        when=lambda lesson: lesson.falls,
        chapter="Downhill",
    )
    def downhill(self) -> None:
        self._play_down("Against the arrow, step by step: downhill")

    @beat(
        "Now turn the compass round: downhill is minus the gradient. But these steps are too long: "
        "they leap across the valley, and the loss does not fall. A smaller rate would.",
        when=lambda lesson: not lesson.falls,
        chapter="Downhill",
    )
    def overshoot(self) -> None:
        self._play_down("Against the arrow, but with steps too long")

    @beat(
        "For comparison, the other way. With the arrow, from the same start, the loss only grows.",
        chapter="Uphill",
    )
    def uphill(self) -> None:
        self.play(*self.say_title("With the arrow: uphill"), run_time=0.8)
        self.add(self.up_path)
        self.play(*appear(self.up_name, self.climber), run_time=0.5)
        self.play(self.climb.animate(rate_func=mn.linear, run_time=3.0).set_value(1.0))

    @beat(
        "To sum up. The gradient points up the steepest way, and its length is that slope. "
        "It stands square on the contours. Against it lies the way down.",
        chapter="Recap",
    )
    def recap(self) -> None:
        self.play(*self.say_title("The gradient points uphill"), *vanish(*self.descent_panel), run_time=0.9)
        width = self.stage.panel.width
        lines = [
            ("{{ nabla f : gradient }}", "points the steepest way up"),
            ("|{{ nabla f : gradient }}|", "is the slope that way"),
            ('{{ nabla f : gradient }} perp "contour"', "no slope along the contour"),
            ("-{{ nabla f : gradient }}", "leads down: gradient descent"),
        ]
        rows = [
            mn.VGroup(
                formula := Formula(code, self.theme, size=TEXT + 2),
                Words(text, self.theme, size=LABEL + 4, role="muted", width=width).next_to(
                    formula, mn.DOWN, 0.14, aligned_edge=mn.LEFT
                ),
            )
            for code, text in lines
        ]
        column = stack(self.stage.panel, *rows, gap=0.5, middle=True)
        self.play(mn.LaggedStart(*appear(*column), lag_ratio=0.5), *appear(self.arrow_field), run_time=3.0)

    # -- what the beats are drawn with --------------------------------------------------------------------------

    def _on_map(self, x: float | np.ndarray, y: float | np.ndarray) -> np.ndarray:
        return self.space.project(self.space.on_surface(np.asarray(x), np.asarray(y)))

    def _draw_space(self) -> None:
        theme, f = self.theme, self.params.f
        self.space = Space(f, self.window_, self.stage.figure, theme)
        self.space.azimuth.set_value(-112.0)
        self.field, self.axes = HeightField(self.space), SpaceAxes(self.space)
        named = {"x": "input", "y": "input2"}
        self.formula = Formula(f"{{{{ f(x, y) : output }}}} = {typst(f, named)}", theme, size=TEXT + 2)
        stack(self.stage.panel, self.formula)
        lines = [
            np.column_stack([line, np.full(len(line), level.level)]) for level in self.levels for line in level.curves
        ]
        self.contours = self.space.lines("ink", lines, width=1.8, opacity=0.6)

    def _draw_arrows(self) -> None:
        theme, window = self.theme, self.window_
        inset = 0.5 / ARROWS
        shares = np.linspace(inset, 1 - inset, ARROWS)
        xs = window.x_range[0] + shares * np.ptp(window.x_range)
        ys = window.y_range[0] + shares * np.ptp(window.y_range)
        gx, gy = (np.nan_to_num(p(*np.meshgrid(xs, ys, indexing="ij"))) for p in self.gradient.partials)
        sizes = np.hypot(gx, gy)
        cap = float(np.percentile(sizes, 96)) or 1.0
        cell = self._cell()
        self.arrow_field = mn.VGroup()
        for i, x in enumerate(xs):
            for j, y in enumerate(ys):
                if sizes[i, j] < 0.02 * cap:
                    continue
                # Lengths tell steepness; above the cap they stop growing, so that no arrow reaches into the next one.
                reach = 0.95 * cell * min(1.0, float(sizes[i, j]) / cap)
                half = np.array([gx[i, j], gy[i, j], 0]) / sizes[i, j] * reach / 2
                middle = self._on_map(x, y)
                self.arrow_field.add(Pointer(theme, "gradient", 2.8, 0.15).span(middle - half, middle + half))
        self.gradient_formula = mn.VGroup(
            Formula(
                "{{ nabla f : gradient }} = vec({{ partial f \\/ partial x : input }},"
                " {{ partial f \\/ partial y : input2 }})",
                theme,
            ),
            *(
                Formula(f"(partial f) / (partial {name}) = {typst(partial, {'x': 'input', 'y': 'input2'})}", theme)
                for name, partial in zip("xy", self.gradient.partials, strict=True)
            ),
        )
        stack(self.stage.panel, self.formula, *self.gradient_formula, gap=0.4)

    def _cell(self) -> float:
        """Return the distance on the stage between two neighbouring arrows."""
        (x0, x1), (y0, _) = self.window_.x_range, self.window_.y_range
        return float(np.linalg.norm(self._on_map(x1, y0) - self._on_map(x0, y0))) / ARROWS

    def _draw_wheel(self) -> None:
        theme, gradient = self.theme, self.gradient
        a, b = self.params.at
        center = self._on_map(a, b)
        radius = 1.25 * self._cell()
        self.spot = Spot(theme, "ink", 0.085).at(center)
        self.turn = self.tracker(0.0)

        def angle() -> float:
            """Return the angle from the gradient, once around from −180° to 180°, in radians."""
            return float(np.pi * (2 * self.turn.get_value() - 1))

        def toward(theta: float) -> np.ndarray:
            return np.array([np.cos(gradient.angle + theta), np.sin(gradient.angle + theta), 0.0])

        self.rim = mn.Circle(radius, stroke_color=theme.color("muted"), stroke_width=2).move_to(center)
        self.needle = self.live(
            Pointer(theme, "slope", 4.5, 0.2), lambda m: m.span(center, center + radius * toward(angle()))
        )
        self.arrow = Pointer(theme, "gradient", 6.5, 0.28).span(center, center + 1.35 * radius * toward(0.0))
        panel = self.stage.panel
        dial, words = panel.columns(1.2, 1) if self.stage.portrait else panel.rows(1.25, 1, gap=0.2)
        top = 1.18 * gradient.norm
        self.dial = Plot(
            dial,
            theme,
            (-180, 180),
            (-top, top),
            [-180, -90, 0, 90, 180],
            [-gradient.norm, 0.0, gradient.norm],
            x_name="{{ theta : slope }}",
            y_name='{{ upright("slope") : slope }}',
        )
        # theta is counted in degrees from the arrow; mathkit's directional slope takes the angle from the x-axis.
        degrees = np.linspace(-180, 180, 241)
        slopes = gradient.directional(gradient.angle + np.radians(degrees))
        curve = np.column_stack([degrees, slopes])
        self.dial_curve_frame = self.dial.trace(
            stroke(theme, "slope", 2, 0.3), [np.array([[-180, v], [180, v]]) for v in (gradient.norm, -gradient.norm)]
        )
        self.dial_curve = self.live(
            stroke(theme, "slope", 4.5),
            lambda m: self.dial.trace(m, [curve[degrees <= np.degrees(angle()) + 1e-9]]),
        )

        def slope() -> float:
            return float(gradient.directional(gradient.angle + angle()))

        self.dial_spot = self.live(
            Spot(theme, "slope", 0.08), lambda m: m.at(self.dial.at(np.degrees(angle()), slope()))
        )
        self.law = Formula(
            '{{ upright("slope") : slope }} = |{{ nabla f : gradient }}| cos {{ theta : slope_2 }}', theme
        )
        self.slope_now = Readout('{{ upright("slope") : slope }} =', theme, span=gradient.norm, role="slope")
        norm = Formula(f"|{{{{ nabla f : gradient }}}}| = {{{{ {typst_number(gradient.norm)} : gradient_2 }}}}", theme)
        stack(words, self.law, norm, self.slope_now, gap=0.3)
        self.law = mn.VGroup(self.law, norm)
        self.slope_now.follow(slope)
        self._draw_contour(center, radius, toward)

    def _draw_contour(self, center: np.ndarray, radius: float, toward: object) -> None:
        theme = self.theme
        level = self.here.level
        self.contour_here = set_runs(
            stroke(theme, "output", 5),
            *(self.space.project(np.column_stack([line, np.full(len(line), level)])) for line in self.here.curves),
        )
        along, across = toward(0.0), toward(np.pi / 2)  # type: ignore[operator]
        size = 0.3 * radius
        corner = [center + size * across, center + size * (across + along), center + size * along]
        self.square = set_runs(stroke(theme, "ink", 3), np.array(corner))
        self.square_law = mn.VGroup(
            Formula("{{ nabla f : gradient }} perp {{ f(x, y) = c : output }}", theme, size=TEXT + 4),
            Words("along the contour: slope 0", theme, role="muted"),
            Words("along the arrow: steepest", theme, role="muted"),
        )
        stack(self.stage.panel, *self.square_law, gap=0.4, middle=True)

    def _play_down(self, title: str) -> None:
        self._draw_descent()
        self.play(
            *self.say_title(title),
            *vanish(self.contour_here, self.square, self.square_law, self.arrow, self.spot),
            *appear(self.arrow_field, self.rule, self.walker),
            run_time=1.0,
        )
        self.play(*appear(self.step_panel), run_time=0.8)
        self.add(self.path, self.loss_trace)
        self.bring_to_front(self.walker)
        self.play(self.progress.animate(rate_func=mn.linear, run_time=max(3.0, 0.55 * self.steps_down)).set_value(1.0))

    def _draw_descent(self) -> None:
        theme, path = self.theme, self.down_points
        self.progress, self.climb = self.tracker(0.0), self.tracker(0.0)
        places = self._on_map(path[:, 0], path[:, 1])
        values = np.asarray(self.down.values[: len(path)], float)

        def walked() -> tuple[int, float]:
            """Return the steps done, and the eased share of the one under way."""
            steps = self.progress.get_value() * (len(path) - 1)
            whole = min(int(steps), len(path) - 1)
            return whole, float(mn.rate_functions.smooth(steps - whole))

        def place() -> np.ndarray:
            whole, share = walked()
            after = places[min(whole + 1, len(places) - 1)]
            return places[whole] + share * (after - places[whole])

        self.path = self.live(
            stroke(theme, "loss", 4.5), lambda m: set_runs(m, np.array([*places[: walked()[0] + 1], place()]))
        )
        self.walker = self.live(Spot(theme, "loss", 0.1), lambda m: m.at(place()))
        ups = self._on_map(self.up_points[:, 0], self.up_points[:, 1])
        self.up_path = self.live(
            stroke(theme, "gradient", 5), lambda m: set_runs(m, _share_of(ups, self.climb.get_value()))
        )
        self.climber = self.live(
            Spot(theme, "gradient", 0.1), lambda m: m.at(_share_of(ups, self.climb.get_value())[-1])
        )
        panel = self.stage.panel
        graph, words = panel.columns(1.2, 1) if self.stage.portrait else panel.rows(1.2, 1, gap=0.2)
        count = max(len(path) - 1, 1)
        top = float(values.max()) * 1.08 if values.max() > 0 else float(values.max()) + 1
        low = min(0.0, float(values.min()))
        steps = np.unique(np.linspace(0, count, 5).round())
        self.loss_plot = Plot(
            graph, theme, (0, count), (low, top), steps, ticks(low, top, count=4), x_name='upright("step")',
            y_name="{{ f : loss }}",
        )  # fmt: skip

        def losses(m: mn.VMobject) -> mn.VMobject:
            whole, share = walked()
            after = values[min(whole + 1, len(values) - 1)]
            now = [whole + share, values[whole] + share * (after - values[whole])]
            done = np.column_stack([np.arange(whole + 1), values[: whole + 1]])
            return self.loss_plot.trace(m, [np.vstack([done, now])])

        self.loss_trace = self.live(stroke(theme, "loss", 4), losses)
        self.rule = Formula("(x, y) <- (x, y) - {{ eta : slope }} {{ nabla f : gradient }}", theme)
        eta = Formula(f"{{{{ eta : slope }}}} = {typst_number(self.rate)}", theme)
        self.loss_now = Readout(
            "{{ f : loss }} =", theme, span=float(np.abs(values).max()), role="loss", signed=low < 0
        )
        stack(words, self.rule, eta, self.loss_now, gap=0.3)
        self.loss_now.follow(lambda: float(values[walked()[0]]))
        self.up_name = Words("uphill", theme, role="gradient", size=LABEL + 4)
        self.up_name.next_to(self.loss_now, mn.DOWN, 0.3, aligned_edge=mn.LEFT)
        self.step_panel = mn.VGroup(self.loss_plot, eta, self.loss_now)
        self.descent_panel = [self.rule, self.step_panel, self.loss_trace, self.up_name]


def _share_of(points: np.ndarray, share: float) -> np.ndarray:
    """Return the first `share` of a path, by its length, shape (k, 3)."""
    lengths = np.concatenate([[0.0], np.cumsum(np.linalg.norm(np.diff(points, axis=0), axis=1))])
    reach = share * lengths[-1]
    done = points[lengths <= reach]
    tip = [np.interp(reach, lengths, points[:, axis]) for axis in range(3)]
    return np.vstack([done, tip])
