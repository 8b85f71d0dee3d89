"""A compass on a map: its needle points along the gradient, or, turned round, against it."""

from __future__ import annotations

import manim as mn
import numpy as np

from scenes.descent_trace import DescentTrace
from scenes.marks import Pointer, plated, polyline_points
from scenes.motion import live
from scenes.theme import LABEL, Theme
from scenes.typesetting import Formula

#: Strokes around the rim, and how long they are, as a share of the radius.
STROKES, STROKE = 16, 0.14
#: The share of a step after which the walker looks again: then the needle turns to where the next step goes.
LOOK = 0.6
#: How far the rim may reach beyond the map (units): the numbers of the axes stand farther out.
BEYOND = 0.08
#: Angles off its way at which a name is tried (degrees).
ASIDE = (0, 40, -40, 80, -80, 120, -120)


class Compass(mn.VGroup):
    """A rim and a needle about the walker of a trace. `turn`: 0 along the gradient there, 1 against it (half turn)."""

    def __init__(self, theme: Theme, trace: DescentTrace, radius: float, turn: float = 0.0) -> None:
        self.turn = mn.ValueTracker(turn)
        self.trace, self.radius = trace, radius
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
        self.up, self.down = (
            plated(Formula(f"{sign}{{{{ nabla f : gradient }}}}", theme, size=LABEL + 4), theme) for sign in ("", "-")
        )
        super().__init__(self.dial, self.needle)
        for name, way in ((self.up, 0), (self.down, 1)):
            name.move_to(self.tip(way))

    @property
    def reach(self) -> float:
        """Return the radius in this frame: at the map's rim the compass shrinks, so as not to cover the numbers."""
        (left, bottom), (right, top) = self.trace.corners[:, :2]
        x, y, _ = self.trace.here
        return float(np.clip(min(x - left, right - x, y - bottom, top - y) + BEYOND, 0.0, self.radius))

    @property
    def direction(self) -> float:
        """Return where the needle points now, in radians."""
        return float(self.gradient_angle + np.pi * self.turn.get_value())

    @property
    def gradient_angle(self) -> float:
        """Return the gradient's direction at the step of this frame, turning to that of the next one before its end."""
        done, share = self.trace.step_now
        last = len(self.angles) - 1
        looked = float(mn.rate_functions.smooth(np.clip((share - LOOK) / (1 - LOOK), 0, 1)))
        here, there = self.angles[min(done, last)], self.angles[min(done + 1, last)]
        return float(here + looked * (there - here))

    def tip(self, way: float) -> np.ndarray:
        """Return the middle of a name beyond the rim, on the way of the gradient (0) or against it (1).

        Where the map ends there, the name stands beside that way.
        """
        low, high = self.trace.corners
        room = np.array([self.up.width, self.up.height, 0.0]) / 2
        for aside in ASIDE:
            angle = self.gradient_angle + np.pi * way + np.radians(aside)
            place = self.trace.here + (self.reach + 0.36) * np.array([np.cos(angle), np.sin(angle), 0.0])
            if np.all((low + room <= place) & (place <= high - room)):
                break
        return np.clip(place, low + room, high - room)

    def _point(self, needle: mn.VGroup) -> None:
        along = 0.86 * self.reach * np.array([np.cos(self.direction), np.sin(self.direction), 0.0])
        tail, head = needle
        tail.span(self.trace.here, self.trace.here - along)
        head.span(self.trace.here, self.trace.here + along)
