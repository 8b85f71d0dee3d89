"""Walkers on a map, and the traces that they leave: step by step, down or up."""

from __future__ import annotations

from itertools import pairwise

import manim as mn
import numpy as np

from mathkit import DescentPath
from scenes.drawing.canvas.animations import live, step_under_way
from scenes.drawing.canvas.primitives import Spot, plated, polyline_points, set_runs, stroke
from scenes.drawing.maps.arrow_field import map_region
from scenes.drawing.space.projection import Space
from scenes.drawing.text.typesetting import Words
from scenes.drawing.theme.theme import LABEL

#: The corner directions of a dot, as a polygon round enough at its size.
ROUND = np.array([[np.cos(a), np.sin(a), 0.0] for a in np.linspace(0, 2 * np.pi, 13)])


class DescentTrace:
    """A walker that takes the steps of a path one by one as `progress` goes from 0 to 1; a dot stays at each step.

    With a `leap`, shape (2,), the last step leads to that place on the map's rim, and off it. The space must lie flat.
    """

    def __init__(self, space: Space, path: DescentPath, role: str, leap: np.ndarray | None = None) -> None:
        self.progress = mn.ValueTracker(0.0)
        self.path, self.losses = path, path.values
        x, y = (path.points if leap is None else np.vstack([path.points, leap])).T
        self.places = space.project(space.on_surface(x, y))
        area = map_region(space)
        #: The map's lower left and upper right corner, shape (2, 3).
        self.corners = np.array([area.point(0, 0), area.point(1, 1)])
        self.line = live(stroke(space.theme, role, 4), lambda m: set_runs(m, self._walked()))
        dots = mn.VMobject(fill_color=space.theme.color(role), fill_opacity=1, stroke_width=0)
        self.dots = live(dots, self._set_dots)
        self.walker = live(Spot(space.theme, role, 0.085), lambda m: m.at(self._walked()[-1]))

    @property
    def parts(self) -> list[mn.Mobject]:
        """Return the trace, its dots, and the walker over them."""
        return [self.line, self.dots, self.walker]

    @property
    def now(self) -> tuple[float, float]:
        """Return the step of this frame, and the loss between those at the step's ends; off the map it has none."""
        done, share = self.step_now
        last = len(self.losses) - 1
        return min(done + share, last), float(_between(self.losses, min(done, last), share))

    @property
    def loss_reached(self) -> float:
        """Return the loss after the last step that is done."""
        return float(self.losses[min(self.step_now[0], len(self.losses) - 1)])

    @property
    def step_now(self) -> tuple[int, float]:
        """Return how many steps are done in this frame, and the eased share of the one under way."""
        last = len(self.places) - 1
        return step_under_way(self.progress.get_value() * last, last)

    @property
    def here(self) -> np.ndarray:
        """Return where the walker stands in this frame, shape (3,)."""
        return np.asarray(self._walked()[-1])

    def _walked(self) -> np.ndarray:
        done, share = self.step_now
        return np.array([*self.places[: done + 1], _between(self.places, done, share)])

    def _set_dots(self, dots: mn.VMobject) -> None:
        dots.points = polyline_points([place + 0.055 * ROUND for place in self.places[: self.step_now[0] + 1]])


def start_mark(space: Space, *traces: DescentTrace) -> mn.VGroup:
    """Return a ring about the point where the traces start, and its name on the side where they leave most room."""
    start = traces[0].places[0]
    ring = mn.Circle(0.17, stroke_color=space.theme.color("ink"), stroke_width=3).move_to(start)
    name = plated(Words("start", space.theme, size=LABEL), space.theme)
    walked = np.concatenate([_filled(trace.places) for trace in traces])
    low, high = traces[0].corners

    def room(side: np.ndarray) -> float:
        middle = name.next_to(ring, side, 0.06).get_center()
        inside = bool(np.all((low + 0.1 < name.get_corner(mn.DL))[:2] & (name.get_corner(mn.UR) < high - 0.1)[:2]))
        return float(np.linalg.norm(walked - middle, axis=1).min()) + 10.0 * inside

    best = max((mn.RIGHT, mn.LEFT, mn.UP, mn.DOWN, mn.UR, mn.UL, mn.DR, mn.DL), key=room)
    return mn.VGroup(ring, name.next_to(ring, best, 0.06))


def _filled(places: np.ndarray) -> np.ndarray:
    """Return places along a trace, close enough to see where it runs through something; shape (n, 3)."""
    shares = np.linspace(0, 1, 12)[:, None]
    runs = [one + shares * (other - one) for one, other in pairwise(places)]
    return np.concatenate([places[:1], *runs])


def _between(values: np.ndarray, index: int, share: float) -> np.ndarray:
    """Return the value at `index`, moved by `share` towards the next one, or the last one itself."""
    after = values[min(index + 1, len(values) - 1)]
    return np.asarray(values[index] + share * (after - values[index]))
