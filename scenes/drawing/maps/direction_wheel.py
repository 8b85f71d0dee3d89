"""A wheel of directions about a point of the map, and the dial on which it writes the slope in each of them.

Directions are told by θ, their angle from the gradient, in radians, anticlockwise.
"""

from __future__ import annotations

import manim as mn
import numpy as np

from mathkit import Gradient
from mathkit.notation.typst_parts import part
from scenes.drawing.canvas.animations import EASE, live
from scenes.drawing.canvas.primitives import Pointer, Spot, kept_in, plated, set_dashes, set_runs, stroke
from scenes.drawing.canvas.stage import Region
from scenes.drawing.maps.arrow_field import map_region
from scenes.drawing.plots.plot import Plot
from scenes.drawing.space.projection import Space
from scenes.drawing.text.panel import Readout
from scenes.drawing.text.typesetting import Formula
from scenes.drawing.theme.theme import LABEL, Theme

#: Where the needle rests until the wheel turns: neither up, nor down, nor level, so that it gives nothing away.
PARKED = -127.0
#: How long the gradient's arrow is, in radii of the wheel.
ARROW = 1.35
#: The arc of θ, and its name, are so far from the middle, in radii; the name has room from the one angle on, and
#: shows in full from the other (degrees).
ARC, ARC_NAME = 0.36, 0.66
NARROW, WIDE = 30.0, 50.0
#: The wheel stops as far on either side of the arrow (degrees): there it is equally steep.
EVEN = 60.0


class DirectionWheel:
    """A spot, a rim about it, the gradient's arrow with its name, a needle `degrees` from it, and the arc between.

    The space must lie flat: on a map, and nowhere else, angles are what they are in the plane of x and y.
    """

    def __init__(self, space: Space, gradient: Gradient, radius: float) -> None:
        self.gradient, self.radius = gradient, radius
        self.degrees = mn.ValueTracker(PARKED)
        self.center = space.project(space.on_surface(*gradient.at))
        theme = space.theme
        self.spot = Spot(theme, "ink", 0.085)
        self.rim = mn.Circle(radius, stroke_color=theme.color("muted"), stroke_width=2).move_to(self.center)
        self.needle = live(Pointer(theme, "slope", 4.5, 0.2), lambda m: m.span(self.center, self.toward(self.theta)))
        self.arrow, self.square = Pointer(theme, "gradient", 6.5, 0.28), stroke(theme, "ink", 3)
        self.put_arrow(self.center, gradient.angle)
        # Beyond the arrow's tip, on the map.
        name = plated(Formula(part(f"nabla {gradient.function.letter}", "gradient"), theme, size=LABEL + 4), theme)
        beyond = 0.08 + 0.5 * float(np.hypot(name.width, name.height))
        self.name = kept_in(name.move_to(self.toward(0.0, ARROW + beyond / radius)), map_region(space))
        self._theta = plated(Formula("theta", theme, size=LABEL + 4), theme, 0.03)
        self._drawn: float | None = None
        self.opening = live(mn.VGroup(stroke(theme, "ink", 3), self._theta), self._open)

    @property
    def theta(self) -> float:
        """Return the needle's direction, from −π to π."""
        return float(np.radians(self.degrees.get_value()))

    @property
    def slope(self) -> float:
        """Return the slope in the needle's direction."""
        return float(self.gradient.directional(self.gradient.angle + self.theta))

    def toward(self, theta: float, share: float = 1.0) -> np.ndarray:
        """Return the place in direction `theta`, this share of the radius from the middle."""
        angle = self.gradient.angle + theta
        return self.center + share * self.radius * np.array([np.cos(angle), np.sin(angle), 0.0])

    def turn(self, degrees: float, run_time: float) -> mn.Animation:
        """Return the animation that turns the needle to `degrees` from the arrow, in `run_time` seconds."""
        turned: mn.Animation = self.degrees.animate(rate_func=EASE, run_time=run_time).set_value(degrees)
        return turned

    def _open(self, opening: mn.VGroup) -> None:
        """Draw the arc of θ and put its name into it, where it has room there."""
        # Only as the needle turns: when it rests, the arc may fade.
        if self._drawn == (degrees := float(self.degrees.get_value())):
            return
        self._drawn = degrees
        arc, name = opening
        set_runs(arc, np.array([self.toward(theta, ARC) for theta in np.linspace(0, self.theta, 40)]))
        shown = float(np.clip((abs(degrees) - NARROW) / (WIDE - NARROW), 0, 1))
        name.move_to(self.toward(self.theta / 2, ARC_NAME)).set_fill(opacity=shown)

    def put_arrow(self, foot: np.ndarray, angle: float, stretch: float = 1.0) -> None:
        """Put the spot, the arrow and its sign for a right angle at `foot`, the arrow in direction `angle`."""
        along = self.radius * np.array([np.cos(angle), np.sin(angle), 0.0])
        across = np.array([-along[1], along[0], 0.0])
        self.spot.at(foot)
        self.arrow.span(foot, foot + ARROW * stretch * along)
        set_runs(self.square, foot + 0.3 * np.array([across, across + along, along]))


class SlopeDial:
    """The slope in every direction over θ (degrees): its curve as far as `swept`, and how high and low it can get."""

    def __init__(self, region: Region, theme: Theme, wheel: DirectionWheel) -> None:
        norm = wheel.gradient.norm
        self.swept = mn.ValueTracker(-180.0)
        self.plot = Plot(
            region.inset(right=0.3),
            theme,
            (-180, 180),
            (-1.18 * norm, 1.18 * norm),
            [-180, -90, 0, 90, 180] if region.width > 4 else [-180, 0, 180],
            [-norm, 0.0, norm],
            x_name="theta",
            y_name='{{ upright("slope") : slope }}',
        )
        for number in self.plot.x_numbers:
            degree = Formula("degree", theme, size=LABEL, role="muted")
            self.plot.add(degree.next_to(number, mn.RIGHT, 0.02, aligned_edge=mn.UP))
        self.plot.lower_x_name()
        self.plot.x_name.shift(0.12 * mn.RIGHT)
        extremes = [np.array([[-180, slope], [180, slope]]) for slope in (norm, -norm)]
        self.limits = self.plot.trace(stroke(theme, "slope", 2, 0.3), extremes)
        degrees = np.linspace(-180, 180, 241)
        curve = np.column_stack([degrees, wheel.gradient.directional(wheel.gradient.angle + np.radians(degrees))])
        self.curve = live(
            stroke(theme, "slope", 4.5),
            lambda m: self.plot.trace(m, [curve[degrees <= self.swept.get_value() + 1e-9]]),
        )
        self.spot = live(
            Spot(theme, "slope", 0.08), lambda m: m.at(self.plot.at(float(np.degrees(wheel.theta)), wheel.slope))
        )

        # What the curve has to tell: no slope along the contour, the most along the arrow.
        self.level = mn.VGroup(*(Spot(theme, "output", 0.1).at(self.plot.at(degree, 0)) for degree in (-90, 90)))
        self.peak = Spot(theme, "gradient", 0.1).at(self.plot.at(0, norm))

        # Equally far from the arrow, either way, it is equally steep.
        even = [self.plot.at(sign * EVEN, norm * float(np.cos(np.radians(EVEN)))) for sign in (1, -1)]
        one, other = (Spot(theme, "slope", 0.08).at(place) for place in even)
        between = set_dashes(stroke(theme, "ink", 3), even[0] + 0.15 * mn.LEFT, even[1] + 0.15 * mn.RIGHT)
        self.even = mn.VGroup(one, between, other)

    @property
    def all_parts(self) -> list[mn.Mobject]:
        """Return the axes and all that stays on them: not the spot that follows the needle."""
        return [self.plot, self.limits, self.curve, self.level, self.peak]


def slope_readout(wheel: DirectionWheel, theme: Theme) -> Readout:
    """Return the slope in the needle's direction as a number; the caller lets it follow, once it has its place."""
    norm = wheel.gradient.norm
    # To as many digits as the voice says, and the law beside it shows.
    decimals = int(np.clip(2 - np.floor(np.log10(norm)), 1, 4)) if 1e-2 <= norm < 1e4 else 2
    name = '{{ upright("slope") : slope }} ='
    return Readout(name, theme, span=norm, role="slope", decimals=decimals, pushed=True).keep_room()
