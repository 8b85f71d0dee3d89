"""A scene as a vector picture, for paper: every glyph, curve and arrow an outline, sharp at any size.

What paints itself from arrays (the height field) is a picture of pixels in it, fine enough for print.
"""

from __future__ import annotations

from io import BytesIO
from typing import Any

import cairo
import manim as mn
import numpy as np

from scenes.drawing.canvas.camera import StageCamera
from scenes.drawing.canvas.painted_mobject import Context, Painting

#: A unit of the stage is this long on paper, in points; a painting has so many pixels to the point.
POINTS, PIXELS = 36, 4


def svg_of(scene: mn.Scene) -> bytes:
    """Return the scene as it stands now, on its background, as SVG.

    Raises:
        TypeError: it holds a mobject that has no outline, such as an image.
    """
    camera = VectorCamera(background_color=scene.camera.background_color)
    return camera.picture(scene.mobjects)


class VectorCamera(StageCamera):
    """Draws into an SVG document what its base draws into pixels."""

    def picture(self, mobjects: list[mn.Mobject]) -> bytes:
        """Return the mobjects on the background as SVG; raise TypeError for one without an outline."""
        shown = self.get_mobjects_to_display(mobjects)
        for mobject in shown:
            if isinstance(mobject, mn.ImageMobject | mn.PMobject):
                raise TypeError(f"{type(mobject).__name__} has no outline that could be drawn on paper.")
        file, size = BytesIO(), (self.frame_width * POINTS, self.frame_height * POINTS)
        surface = cairo.SVGSurface(file, *size)
        context = cairo.Context(surface)
        context.set_matrix(cairo.Matrix(POINTS, 0, 0, -POINTS, size[0] / 2, size[1] / 2))
        context.set_source_rgb(*self.background_color.to_rgb())
        context.paint()
        for mobject in shown:
            if isinstance(mobject, mn.VMobject):  # trackers are none: they are numbers on the stage
                self.display_vectorized(mobject, context)
        surface.finish()
        return file.getvalue()

    def set_cairo_context_color(self, ctx: Context, rgbas: Any, vmobject: mn.VMobject) -> Any:
        """Give the context the mobject's colour, red first: here Cairo names colours as they are."""
        return super().set_cairo_context_color(ctx, np.asarray(rgbas)[:, [2, 1, 0, 3]], vmobject)

    def _display(self, vmobject: mn.VMobject, ctx: Context) -> Any:
        if not isinstance(vmobject, Painting):
            return super()._display(vmobject, ctx)
        width, height = round(self.frame_width * POINTS * PIXELS), round(self.frame_height * POINTS * PIXELS)
        layer = cairo.ImageSurface(cairo.FORMAT_ARGB32, width, height)
        own = cairo.Context(layer)
        scale = POINTS * PIXELS
        own.set_matrix(cairo.Matrix(scale, 0, 0, -scale, width / 2, height / 2))
        vmobject.paint(own, scale)
        left, top, picture = _cropped(layer)
        ctx.save()
        ctx.identity_matrix()
        ctx.scale(1 / PIXELS, 1 / PIXELS)
        ctx.set_source_surface(picture, left, top)
        ctx.paint()
        ctx.restore()
        return self


def _cropped(layer: cairo.ImageSurface) -> tuple[int, int, cairo.ImageSurface]:
    """Return what there is on a layer, with red and blue changed over, and where its corner is (pixels)."""
    layer.flush()
    pixels = np.ndarray((layer.get_height(), layer.get_width(), 4), np.uint8, bytearray(layer.get_data()))
    rows, columns = (np.flatnonzero(pixels[..., 3].any(axis=axis)) for axis in (1, 0))
    if not len(rows):
        return 0, 0, cairo.ImageSurface(cairo.FORMAT_ARGB32, 1, 1)
    part = pixels[rows[0] : rows[-1] + 1, columns[0] : columns[-1] + 1][..., [2, 1, 0, 3]]
    height, width = part.shape[:2]
    picture = cairo.ImageSurface.create_for_data(
        bytearray(part.tobytes()), cairo.FORMAT_ARGB32, width, height, width * 4
    )
    return int(columns[0]), int(rows[0]), picture
