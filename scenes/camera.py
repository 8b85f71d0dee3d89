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
    """Draws vectorised mobjects as manim does, and paintings by their own hand.

    Most of a frame is text that stands still. Building its Cairo paths from points was most of the work, so a path is
    kept and used again wherever the same points are drawn.
    """

    #: How many paths are kept before all are dropped: a few hundred glyphs are in use at a time.
    MOST_PATHS = 4096

    def __init__(self, **options: Any) -> None:
        super().__init__(**options)
        self._paths: dict[bytes, cairo.Path] = {}

    def display_vectorized(self, vmobject: mn.VMobject, ctx: Context) -> Any:
        """Draw one mobject into the frame."""
        if not isinstance(vmobject, Painting):
            return super().display_vectorized(vmobject, ctx)
        ctx.save()
        ctx.new_path()
        vmobject.paint(ctx, self.pixel_width / self.frame_width)
        ctx.restore()
        return self

    def set_cairo_context_path(self, ctx: Context, vmobject: mn.VMobject) -> Any:
        """Give the context the mobject's outline."""
        key = vmobject.points.tobytes()
        path = self._paths.get(key)
        if path is not None:
            ctx.new_path()
            ctx.append_path(path)
            return self
        super().set_cairo_context_path(ctx, vmobject)
        if len(self._paths) >= self.MOST_PATHS:
            self._paths.clear()
        self._paths[key] = ctx.copy_path()
        return self
