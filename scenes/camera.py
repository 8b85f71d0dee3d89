"""manim's camera, and a seam for mobjects that paint themselves from arrays."""

from __future__ import annotations

from typing import Any

import cairo
import manim as mn


class Painting(mn.VMobject):  # type: ignore[misc]
    """A mobject that draws itself into a Cairo context. Its `points` only mark its extent."""

    def paint(self, context: cairo.Context, pixels_per_unit: float) -> None:
        """Draw; the context's user space is manim's units, y up. Colours are given blue first (see `rgb`)."""
        raise NotImplementedError


class StageCamera(mn.Camera):  # type: ignore[misc]
    """Draws vectorised mobjects as manim does, and paintings by their own hand."""

    def display_vectorized(self, vmobject: mn.VMobject, ctx: cairo.Context) -> Any:
        """Draw one mobject into the frame."""
        if not isinstance(vmobject, Painting):
            return super().display_vectorized(vmobject, ctx)
        ctx.save()
        ctx.new_path()
        vmobject.paint(ctx, self.pixel_width / self.frame_width)
        ctx.restore()
        return self
