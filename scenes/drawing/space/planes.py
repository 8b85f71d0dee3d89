"""Planes that a surface is seen with: a cut that stands upright in it, and a patch that leans on it."""

from __future__ import annotations

from dataclasses import dataclass

import manim as mn
import numpy as np

from mathkit import TangentPlane
from scenes.drawing.canvas.animations import live
from scenes.drawing.canvas.painted_mobject import Context, rgb
from scenes.drawing.canvas.primitives import polyline_points
from scenes.drawing.space.primitives3d import see_through
from scenes.drawing.space.projection import Space
from scenes.drawing.space.visibility import panes, plane

#: Opacity of a patch's face and border in sight, and of what shines through the surface.
FACE, BORDER = (0.42, 0.9), (0.16, 0.6)


@dataclass(slots=True)
class Cut:
    """A translucent plane x = value (`axis` 0) or y = value (1) through the surface; what stands before it fades.

    The surface paints it among its own cells, so that each hides the other where it should.
    """

    axis: int
    value: mn.ValueTracker
    role: str
    opacity: mn.ValueTracker

    @property
    def place(self) -> float:
        """Return the plane's x or y."""
        return float(self.value.get_value())

    @property
    def share(self) -> float:
        """Return how far what stands before it has stepped back, 0…1."""
        return float(self.opacity.get_value())

    @property
    def state(self) -> tuple[object, ...]:
        """Return all that its picture depends on, beside the camera."""
        return self.axis, self.role, self.place, self.share

    def beyond(self, middles: np.ndarray, space: Space) -> np.ndarray:
        """Return for each of these places along the axis whether it lies behind the plane, seen from the camera."""
        eye = space.eye[self.axis] * space.half[self.axis] + space.middle[self.axis]
        return np.asarray((middles - self.place) * (eye - self.place) < 0)

    def paint(self, context: Context, space: Space) -> None:
        """Fill the plane where it runs through the box, and draw its border."""
        window = space.window
        (u0, u1), (z0, z1) = (window.x_range, window.y_range)[1 - self.axis], window.z_range
        corners = [(u0, z0), (u1, z0), (u1, z1), (u0, z1)]
        data = np.array([[self.place, u, z] if self.axis == 0 else [u, self.place, z] for u, z in corners])
        color = rgb(space.theme.color(self.role))
        first, *others = space.project(data)[:, :2].tolist()
        context.move_to(*first)
        for point in others:
            context.line_to(*point)
        context.close_path()
        context.set_source_rgba(*color, 0.2 * self.share)
        context.fill_preserve()
        context.set_source_rgba(*color, 0.8 * self.share)
        context.set_line_width(0.018)
        context.stroke()


class Patch(mn.VGroup):
    """A translucent piece of a plane z = value + slopes · (p − at), of `radius` (cube units) around `at`.

    Over the surface it is in sight; under it, or behind, it only shines through: it is one plane, not scraps of one.
    """

    def __init__(
        self,
        space: Space,
        at: np.ndarray,
        value: float,
        slopes: np.ndarray,
        radius: float,
        role: str,
        opacity: mn.ValueTracker,
    ) -> None:
        color = space.theme.color(role)
        self.hint, self.face = (
            mn.VMobject(fill_color=color, stroke_color=color, stroke_width=width) for width in (1.8, 2.4)
        )
        super().__init__(self.hint, self.face)
        corners = at + np.array([[-1, -1], [1, -1], [1, 1], [-1, 1], [-1, -1]]) * radius * space.half[:2]
        outline = np.column_stack([corners, value + (corners - at) @ slopes])
        last: list[object] = [None]

        def update(m: Patch) -> None:
            share = float(opacity.get_value())
            for part, (fill, border) in ((self.hint, BORDER), (self.face, FACE)):
                part.set_fill(opacity=fill * share).set_stroke(opacity=border * share)
            if last[0] != space.state:
                last[0] = space.state
                cube = space.cube(outline)
                self.hint.points = self.face.points = polyline_points([space.place(cube)])
                see_through(self.face, panes(space, [plane(space, cube[:4])]))

        live(self, update)


def tangent_patch(space: Space, plane: TangentPlane, opacity: mn.ValueTracker) -> Patch:
    """Return a piece of a surface's tangent plane, no larger than the box has height for."""
    at, slopes = np.array(plane.at), np.array(plane.slopes)
    climb = float(np.abs(slopes) @ space.half[:2])
    radius = min(0.42, 1.1 * space.half[2] / climb) if climb else 0.42
    return Patch(space, at, plane.value, slopes, radius, "gradient", opacity)
