"""The arrow of the gradient on a walk along the contour that it stands on: it stays square on it all the way."""

from __future__ import annotations

import math

import manim as mn
import numpy as np

from mathkit import LevelSet
from scenes.direction_wheel import ARROW, DirectionWheel
from scenes.space import Space

#: How far the walk leads to either side, in radii of the wheel; and how long the arrow may become, as shares of it.
REACH = 1.7
SHORTEST, LONGEST = 0.4, 1.25
#: How far the arrow may reach beyond the map (units).
BEYOND = 0.08


class ContourWalk(mn.Animation):
    """To one side of the wheel's point, to the other, and home. The space must lie flat, as for the wheel."""

    def __init__(self, space: Space, wheel: DirectionWheel, contour: LevelSet, run_time: float = 6.0) -> None:
        super().__init__(mn.VGroup(wheel.arrow, wheel.square, wheel.spot), run_time=run_time)
        self._wheel = wheel
        curve = min(contour.curves, key=lambda c: float(np.hypot(*(c - wheel.gradient.at).T).min()))
        nearest = int(np.argmin(np.hypot(*(curve - wheel.gradient.at).T)))
        # Through the point itself, which lies between two of the curve's.
        self._places = np.vstack([curve[:nearest], [wheel.gradient.at], curve[nearest + 1 :]])
        (x0, x1), (y0, y1) = space.window.x_range, space.window.y_range
        self._corners = space.project(space.on_surface(np.array([x0, x1]), np.array([y0, y1])))
        self._feet = space.project(space.on_surface(*self._places.T))
        self._way = np.concatenate([[0.0], np.cumsum(np.linalg.norm(np.diff(self._feet, axis=0), axis=1))])
        self._home, total = float(self._way[nearest]), float(self._way[-1])
        self._closed = bool(np.allclose(curve[0], curve[-1]))
        room = total / 4 if self._closed else min(self._home, total - self._home)
        self._reach = min(REACH * wheel.radius, 0.9 * room)

    def interpolate_mobject(self, alpha: float) -> None:
        """Stand where the share `alpha` of the time has led; slow at both ends of the walk."""
        way = self._home + self._reach * math.sin(2 * math.pi * float(self.rate_func(alpha)))
        if self._closed:
            way %= float(self._way[-1])
        place, foot = (np.array([np.interp(way, self._way, axis) for axis in a.T]) for a in (self._places, self._feet))
        gradient = self._wheel.gradient
        slopes = np.array([float(np.nan_to_num(partial(*place))) for partial in gradient.partials])
        stretch = float(np.clip(np.hypot(*slopes) / gradient.norm, SHORTEST, LONGEST))
        at_home = math.isclose(way, self._home, abs_tol=1e-9)
        angle = gradient.angle if at_home or not slopes.any() else math.atan2(slopes[1], slopes[0])
        self._wheel.put_arrow(foot, angle, 1.0 if at_home else min(stretch, self._room(foot, angle)))

    def _room(self, foot: np.ndarray, angle: float) -> float:
        """Return how long the arrow may be at `foot`, so as not to reach over the numbers beside the map."""
        step = ARROW * self._wheel.radius * np.array([math.cos(angle), math.sin(angle)])
        low, high = self._corners[:, :2]
        reaches = np.where(step > 0, high + BEYOND - foot[:2], foot[:2] - low + BEYOND) / np.maximum(np.abs(step), 1e-9)
        return max(0.0, float(reaches.min()))
