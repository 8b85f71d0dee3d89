"""The arrow of the gradient on a walk along the contour that it stands on: it stays square on it all the way."""

from __future__ import annotations

import math

import manim as mn
import numpy as np

from mathkit import LevelSet
from scenes.drawing.maps.arrow_field import map_region
from scenes.drawing.maps.direction_wheel import ARROW, DirectionWheel
from scenes.drawing.space.projection import Space

#: How far the walk leads to either side, in radii of the wheel; and how long the arrow may become, as shares of what
#: it is in the middle: its length is the slope, so the walk ends where that leads beyond these.
REACH = 1.7
SHORTEST, LONGEST = 0.3, 1.6
#: Places along each side at which that is seen to.
SAMPLES = 48
#: How far the arrow may reach beyond the map (units).
BEYOND = 0.08


class ContourWalk(mn.Animation):
    """To one side of the wheel's point, to the other, and home. The space must lie flat, as for the wheel.

    It leads no farther than the arrow can show its slope: there, and wholly on the map.
    """

    def __init__(self, space: Space, wheel: DirectionWheel, contour: LevelSet, run_time: float = 6.0) -> None:
        super().__init__(mn.VGroup(wheel.arrow, wheel.square, wheel.spot), run_time=run_time)
        self._wheel = wheel
        curve = min(contour.curves, key=lambda c: float(np.hypot(*(c - wheel.gradient.at).T).min()))
        nearest = int(np.argmin(np.hypot(*(curve - wheel.gradient.at).T)))
        # Through the point itself, which lies between two of the curve's.
        self._places = np.vstack([curve[:nearest], [wheel.gradient.at], curve[nearest + 1 :]])
        area = map_region(space)
        self._corners = np.array([area.point(0, 0), area.point(1, 1)])
        self._feet = space.project(space.on_surface(*self._places.T))
        self._distances = np.concatenate([[0.0], np.cumsum(np.linalg.norm(np.diff(self._feet, axis=0), axis=1))])
        self._home, total = float(self._distances[nearest]), float(self._distances[-1])
        self._closed = bool(np.allclose(curve[0], curve[-1]))
        room = total / 4 if self._closed else min(self._home, total - self._home)
        room = min(REACH * wheel.radius, 0.9 * room)
        self._ahead, self._back = (self._reach(sign * room) for sign in (1.0, -1.0))

    def interpolate_mobject(self, alpha: float) -> None:
        """Stand where the share `alpha` of the time has led; slow where it turns, as fast on each side."""
        whole = self._ahead + self._back
        if not whole:
            return
        time, first = float(self.rate_func(alpha)), self._ahead / whole
        if time < first:
            off = self._ahead * math.sin(math.pi * time / first)
        else:
            off = -self._back * math.sin(math.pi * (time - first) / (1 - first)) if first < 1 else 0.0
        foot, angle, stretch = self._arrow(off)
        at_home = math.isclose(off, 0.0, abs_tol=1e-9)
        self._wheel.put_arrow(foot, *((self._wheel.gradient.angle, 1.0) if at_home else (angle, stretch)))

    def _arrow(self, off: float) -> tuple[np.ndarray, float, float]:
        """Return the arrow so far off home along the contour: its foot, its angle, and its length as a share."""
        distance = self._home + off
        if self._closed:
            distance %= float(self._distances[-1])
        place, foot = (
            np.array([np.interp(distance, self._distances, axis) for axis in a.T]) for a in (self._places, self._feet)
        )
        gradient = self._wheel.gradient
        slopes = np.array([float(np.nan_to_num(partial(*place))) for partial in gradient.partials])
        return foot, math.atan2(slopes[1], slopes[0]), float(np.hypot(*slopes)) / gradient.norm

    def _reach(self, most: float) -> float:
        """Return how far the walk may lead to the side of `most`, and at most as far as that."""
        reached = 0.0
        for off in np.linspace(0, most, SAMPLES)[1:].tolist():
            foot, angle, stretch = self._arrow(off)
            if not (SHORTEST <= stretch <= LONGEST and stretch <= self._room(foot, angle)):
                break
            reached = abs(off)
        return reached

    def _room(self, foot: np.ndarray, angle: float) -> float:
        """Return how long the arrow may be at `foot`, so as not to reach over the numbers beside the map."""
        step = ARROW * self._wheel.radius * np.array([math.cos(angle), math.sin(angle)])
        low, high = self._corners[:, :2]
        reaches = np.where(step > 0, high + BEYOND - foot[:2], foot[:2] - low + BEYOND) / np.maximum(np.abs(step), 1e-9)
        return max(0.0, float(reaches.min()))
