"""manim's camera, and a seam for mobjects that paint themselves from arrays."""

from __future__ import annotations

from typing import Any, TypeAlias

import cairo
import manim as mn

#: Paintings draw on images only.
Context: TypeAlias = "cairo.Context[cairo.ImageSurface]"

Rgb: TypeAlias = tuple[float, float, float]


def rgb(color: str) -> Rgb:
    """Return #rrggbb as blue, green, red in 0…1: manim reads Cairo's pixels in that order."""
    red, green, blue = (int(color[i : i + 2], 16) / 255 for i in (1, 3, 5))
    return blue, green, red


class Painting(mn.VMobject):
    """A mobject that draws itself into a Cairo context. Its `points` only mark its extent."""

    def paint(self, context: Context, pixels_per_unit: float) -> None:
        """Draw; the context's user space is manim's units, y up. Colours are given blue first (see `rgb`)."""
        raise NotImplementedError


class StageCamera(mn.Camera):
    """Draws vectorised mobjects as manim does, and paintings by their own hand."""

    def display_vectorized(self, vmobject: mn.VMobject, ctx: Context) -> Any:
        """Draw one mobject into the frame."""
        if not isinstance(vmobject, Painting):
            return super().display_vectorized(vmobject, ctx)
        ctx.save()
        ctx.new_path()
        vmobject.paint(ctx, self.pixel_width / self.frame_width)
        ctx.restore()
        return self
