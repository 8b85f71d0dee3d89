"""A compass on a map: its needle points along the gradient, or, turned round, against it."""

from __future__ import annotations

import manim as mn
import numpy as np

from mathkit import Function
from mathkit.notation.typst_parts import part
from scenes.drawing.canvas.animations import EASE, live, vanish
from scenes.drawing.canvas.primitives import Pointer, plated, polyline_points
from scenes.drawing.maps.descent_trace import DescentTrace
from scenes.drawing.text.typesetting import Formula
from scenes.drawing.theme.theme import LABEL, Theme

#: Strokes around the rim, and how long they are, as a share of the radius.
STROKES, STROKE = 16, 0.14
#: The share of a step after which the walker stops: then the needle turns to where the next step goes.
PAUSE = 0.6
#: How far the rim may reach beyond the map (units): the numbers of the axes stand farther out.
BEYOND = 0.08
#: The name of what the needle points along stands so far off the rim (units), on the needle's way or, where the map
#: ends there, the first of these angles aside that will do (degrees), towards the needle's other way.
OFF = 0.06
ASIDE = (0, 30, 60, 90, 120, -30, -60, -90, -120)


class Compass(mn.VGroup):
    """A rim and a needle about the walker of a trace. `turn`: 0 along the gradient there, 1 against it (half turn).

    `radius` is a tracker: large to be read, smaller on the way. `name` tells what the needle points along: ∇f, to
    which the turn brings its minus.
    """

    def __init__(self, theme: Theme, trace: DescentTrace, radius: float, turn: float = 0.0) -> None:
        self.turn = mn.ValueTracker(turn)
        self.trace, self.radius = trace, mn.ValueTracker(radius)
        #: Which way it turns round (1: anticlockwise): over the larger part of the map.
        across = trace.corners.mean(axis=0) - trace.places[0]
        (x, y), (along, up) = trace.path.gradients[0], across[:2]
        self.spin = 1.0 if x * up - y * along >= 0 else -1.0
        self.angles = np.unwrap(np.arctan2(*trace.path.gradients.T[::-1]))
        rim = mn.Circle(radius, stroke_color=theme.color("ink"), stroke_width=2.5)
        angles = np.linspace(0, 2 * np.pi, STROKES, endpoint=False)
        rays = np.column_stack([np.cos(angles), np.sin(angles), np.zeros(STROKES)]) * radius
        strokes = mn.VMobject(stroke_color=theme.color("ink"), stroke_width=1.8, stroke_opacity=0.7)
        strokes.points = polyline_points([np.array([(1 - STROKE) * ray, ray]) for ray in rays])
        disc = mn.Circle(radius, stroke_width=0, fill_color=theme.background, fill_opacity=0.35)
        self.dial = live(
            mn.VGroup(disc, strokes, rim), lambda m: m.move_to(trace.here).set(width=2 * max(self.reach, 0.02))
        )
        tail = Pointer(theme, "muted", 4, 0.0)
        head = Pointer(theme, "gradient", 5.5, 0.26)
        self.needle = live(mn.VGroup(tail, head), self._point)
        super().__init__(self.dial, self.needle)
        f = trace.path.function
        uphill = part(f"nabla {f.letter if isinstance(f, Function) else 'L'}", "gradient")
        self._formula = Formula(f"{{{{ - : minus }}}} {uphill}", theme, size=LABEL + 4)
        self.name = plated(self._formula, theme)
        self._asides = [self._aside(half) for half in (0, 1)]
        self._turned: float | None = None
        self.name = live(self.name, self._put_name)

    @property
    def reach(self) -> float:
        """Return the radius in this frame: at the map's rim the compass shrinks, so as not to cover the numbers."""
        (left, bottom), (right, top) = self.trace.corners[:, :2]
        x, y, _ = self.trace.here
        return float(np.clip(min(x - left, right - x, y - bottom, top - y) + BEYOND, 0.0, self.radius.get_value()))

    @property
    def direction(self) -> float:
        """Return where the needle points now, in radians."""
        return float(self.gradient_angle + self.spin * np.pi * self.turn.get_value())

    @property
    def gradient_angle(self) -> float:
        """Return the gradient's direction at the step of this frame, turning to that of the next one before its end."""
        done, share = self.trace.step_now
        last = len(self.angles) - 1
        progress = float(mn.rate_functions.smooth(np.clip((share - PAUSE) / (1 - PAUSE), 0, 1)))
        here, there = self.angles[min(done, last)], self.angles[min(done + 1, last)]
        return float(here + progress * (there - here))

    def set_off(self, radius: float) -> list[mn.Animation]:
        """Return the animations in which a compass that has been read loses its name and makes room for the way."""
        return [self.radius.animate(rate_func=EASE).set_value(radius), *vanish(self.name)]

    def _put_name(self, name: mn.VGroup) -> None:
        """Put the name where the needle points; its minus comes in the second half of the turn."""
        turn = float(self.turn.get_value())
        if turn != self._turned:
            # Only as it turns: when it rests, the name may fade.
            self._turned = turn
            self._formula.part("minus").set_fill(opacity=float(mn.rate_functions.smooth(np.clip(2 * turn - 1, 0, 1))))
        one, other = self._asides
        # It may lean on the map's edge from outside as it turns; what is told stands farther off.
        low, high = self.trace.corners
        place = self._beyond_rim(self.direction + one + turn * (other - one))
        name.move_to(np.clip(place, low - self._room, high + self._room))

    def _beyond_rim(self, angle: float) -> np.ndarray:
        """Return the middle of the name so that it just leaves the rim free in that direction."""
        ray = np.array([np.cos(angle), np.sin(angle), 0.0])
        half = 0.5 * float(np.hypot(self.name.width, self.name.height))
        return self.trace.here + (self.reach + OFF + half) * ray

    def _aside(self, half: float) -> float:
        """Return how far aside the name stands (radians), so as to be on the map, the needle turned to this `way`."""
        low, high = self.trace.corners
        inward = self.spin if half == 0 else -self.spin
        for aside in (inward * np.radians(ASIDE)).tolist():
            place = self._beyond_rim(self.gradient_angle + np.pi * half + aside)
            if np.all((low + self._room <= place) & (place <= high - self._room)):
                return float(aside)
        return 0.0

    @property
    def _room(self) -> np.ndarray:
        """Return half of the name's width and height."""
        return np.array([self.name.width, self.name.height, 0.0]) / 2

    def _point(self, needle: mn.VGroup) -> None:
        along = 0.86 * self.reach * np.array([np.cos(self.direction), np.sin(self.direction), 0.0])
        tail, head = needle
        tail.span(self.trace.here, self.trace.here - along)
        head.span(self.trace.here, self.trace.here + along)
