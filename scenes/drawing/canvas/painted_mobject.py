"""Mobjects that paint themselves from arrays, and panes that others are drawn through."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, TypeAlias

import cairo
import manim as mn
import numpy as np

from scenes.drawing.canvas.primitives import polyline_points
from scenes.drawing.theme.logo import Logo

#: Of an image, or of a picture for paper.
Context: TypeAlias = "cairo.Context[Any]"

Rgb: TypeAlias = tuple[float, float, float]


def rgb(color: str) -> Rgb:
    """Return #rrggbb as blue, green, red in 0…1: manim reads Cairo's pixels in that order."""
    red, green, blue = (int(color[i : i + 2], 16) / 255 for i in (1, 3, 5))
    return blue, green, red


@dataclass(frozen=True, slots=True)
class Pane:
    """What a mobject is drawn through: polygons on the stage (None: the whole frame), and how clear they are, 0…1.

    A mobject with a `panes` attribute is drawn once through each of them.
    """

    shape: list[list[list[float]]] | None
    opacity: float

    def clip(self, context: Context) -> None:
        """Draw from now on inside the shape only."""
        if self.shape is None:
            return
        context.new_path()
        for polygon in self.shape:
            # All turned one way: where two overlap they must not cancel out.
            for place, point in enumerate(polygon if _area(polygon) > 0 else reversed(polygon)):
                (context.line_to if place else context.move_to)(*point)
            context.close_path()
        context.clip()


def _area(polygon: list[list[float]]) -> float:
    """Return twice the area, negative for a polygon that turns clockwise."""
    total, (x, y) = 0.0, polygon[-1]
    for a, b in polygon:
        total += x * b - a * y
        x, y = a, b
    return total


def panes_of(part: mn.Mobject) -> tuple[Pane, ...] | None:
    """Return the panes that a mobject is seen through; None if nothing is before it."""
    # manim makes up for attributes that are not there, which takes its time.
    panes: tuple[Pane, ...] | None = part.__dict__.get("panes")
    return panes


class Painting(mn.VMobject):
    """A mobject that draws itself into a Cairo context. Its `points` only mark its extent."""

    def paint(self, context: Context, pixels_per_unit: float) -> None:
        """Draw; the context's user space is manim's units, y up. Colours are given blue first (see `rgb`)."""
        raise NotImplementedError

    def state(self, pixels_per_unit: float) -> object | None:
        """Return all that the picture depends on; None: it may be another one in every frame."""
        return None

    def extent(self) -> np.ndarray | None:
        """Return points, shape (n, 3), between which all of the picture lies; None: it may be anywhere."""
        return None


#: Lines of a painting are wide: it may reach so far beyond its extent (units).
MARGIN = 0.1


class LogoMark(Painting):
    """A logo as large as fits into a box of `width` × `height` units."""

    def __init__(self, logo: Logo, width: float, height: float) -> None:
        super().__init__(stroke_width=0, fill_opacity=1)
        self.logo = logo
        x, y = (side / 2 for side in logo.within(width, height))
        self.points = polyline_points([np.array([[-x, -y, 0], [x, -y, 0], [x, y, 0], [-x, y, 0], [-x, -y, 0]])])

    def state(self, pixels_per_unit: float) -> object:
        return pixels_per_unit, self.points.tobytes(), float(self.fill_rgbas[0][3])

    def extent(self) -> np.ndarray:
        return self.points

    def paint(self, context: Context, pixels_per_unit: float) -> None:
        """Draw it on whole pixels, so that it is as crisp as it can be."""
        corner = self.get_corner(mn.UL)
        size = [max(1, round(side * pixels_per_unit)) for side in (self.width, self.height)]
        left, top = (round(place) for place in context.user_to_device(corner[0], corner[1]))
        context.identity_matrix()
        # The camera's pixels are red first, and so are these: what Cairo calls them does not matter.
        pixels = bytearray(self.logo.pixels(size[0], size[1]).tobytes())
        surface = cairo.ImageSurface.create_for_data(pixels, cairo.FORMAT_ARGB32, size[0], size[1], size[0] * 4)
        context.set_source_surface(surface, left, top)
        context.paint_with_alpha(float(self.fill_rgbas[0][3]))
        surface.finish()
