"""A brand's logo on the frame, painted pixel by pixel."""

from __future__ import annotations

import cairo
import manim as mn
import numpy as np

from scenes.brand_logo import Logo
from scenes.marks import polyline_points
from scenes.painting import Context, Painting


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
