"""manim's camera, and a seam for mobjects that paint themselves from arrays."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, TypeAlias

import cairo
import manim as mn

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
        """Draw one mobject into the frame, through its panes if it has some."""
        panes: tuple[Pane, ...] | None = getattr(vmobject, "panes", None)
        if panes is None:
            return self._display(vmobject, ctx)
        for pane in panes:
            ctx.save()
            pane.clip(ctx)
            if pane.opacity >= 1:
                self._display(vmobject, ctx)
            else:
                ctx.push_group()
                self._display(vmobject, ctx)
                ctx.pop_group_to_source()
                ctx.paint_with_alpha(pane.opacity)
            ctx.restore()
        return self

    def _display(self, vmobject: mn.VMobject, ctx: Context) -> Any:
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
