"""A surface, and a camera that orbits it: the box, its surface and axes, and a point that may walk."""

from __future__ import annotations

import manim as mn

from mathkit import Function, Gradient, SurfaceWindow
from scenes.drawing.canvas.animations import EASE
from scenes.drawing.canvas.stage import Region
from scenes.drawing.space.axes3d import SpaceAxes
from scenes.drawing.space.height_field import HeightField
from scenes.drawing.space.planes import Cut
from scenes.drawing.space.primitives3d import spot
from scenes.drawing.space.projection import Space
from scenes.drawing.surfaces.surface_walk import SurfaceWalk
from scenes.drawing.theme.theme import Theme


class SurfaceView:
    """The surface of f seen from where its point shows best: `space`, `field`, `axes`; the `spot` is on a `walk`.

    It stands in `region`, or while it is stretched in the larger region `wide`.
    """

    def __init__(
        self,
        f: Function,
        gradient: Gradient,
        window: SurfaceWindow,
        region: Region,
        theme: Theme,
        wide: Region | None = None,
    ) -> None:
        self.space = Space(f, window, region, theme, wide=wide)
        self.facing = self.space.facing(gradient)
        self.space.azimuth.set_value(self.facing)
        self.space.stretch.set_value(1.0)
        self.field, self.axes = HeightField(self.space), SpaceAxes(self.space)
        (x, y) = gradient.at
        self.walk = SurfaceWalk((x, y), window, dict(zip(f.variables, gradient.partials, strict=True)))
        self.spot = spot(self.space, "ink", 0.085, lambda: self.space.on_surface(*self.walk.place()))

    def orbit(self, degrees: float, seconds: float) -> mn.Animation:
        """Return the camera's way to some degrees from its place, away from the corner of the box that it is near."""
        away = 1.0 if self.space.eye[0] * self.space.eye[1] > 0 else -1.0
        target = self.facing + away * degrees
        return self.space.azimuth.animate(rate_func=EASE, run_time=seconds).set_value(target).build()

    def step_aside(self, stretch: float) -> mn.Animation:
        """Return the way of the box to its place beside a plot (0), or to the larger one without (1)."""
        return self.space.stretch.animate(rate_func=EASE).set_value(stretch).build()

    def enter(self, axis: int, role: str, place: mn.ValueTracker, opacity: mn.ValueTracker) -> None:
        """Let a plane across `axis` stand at the far side of the box, seen as far as `opacity` is 1."""
        low, high = (self.space.window.x_range, self.space.window.y_range)[axis]
        place.set_value(high if self.space.eye[axis] < 0 else low)
        self.field.cut = Cut(axis, place, role, opacity)
