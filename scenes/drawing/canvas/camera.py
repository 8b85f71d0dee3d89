"""manim's camera, which draws only what changes from frame to frame."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import cairo
import manim as mn
import numpy as np

from scenes.drawing.canvas.dirty_regions import Box, PartState, box_around, dirty_boxes, overlap
from scenes.drawing.canvas.painted_mobject import MARGIN, Context, Painting, panes_of

#: Cairo's limit for the tip of a mitred corner, in half widths of the line.
_MITRE = 10.0


@dataclass(frozen=True, slots=True, eq=False)
class _Shown:
    """The last frame: what it was drawn on, its parts, and their states, by their ids."""

    ground: np.ndarray
    parts: Sequence[mn.VMobject]
    states: Mapping[int, PartState]


class StageCamera(mn.Camera):
    """Draws vectorised mobjects as manim does, and paintings by their own hand.

    Most of a frame stands still: `redraw` draws only what has changed since the frame before. Building a part's Cairo
    path from its points is most of the work of drawing it, so a path is kept and used wherever the points are the same.
    """

    #: How many paths are kept before all are dropped: a few hundred glyphs are in use at a time.
    MOST_PATHS = 4096

    #: Whether what stands in front stands before nothing: alpha is 0 where nothing is drawn.
    _clear = False

    def __init__(self, **options: Any) -> None:
        super().__init__(**options)
        self._paths: dict[bytes, cairo.Path] = {}

    def leave_background_out(self) -> None:
        """Draw from now on before nothing. As Cairo leaves them, colours are multiplied by their alpha."""
        self._clear = True
        self.init_background()

    def init_background(self) -> None:
        """Fill the frame that drawing starts from."""
        super().init_background()
        if self._clear:
            self.background[:] = 0
        self._shown: _Shown | None = None
        self._aside: np.ndarray | None = None

    def set_pixel_array(self, pixel_array: Any, convert_from_floats: bool = False) -> None:
        """Begin a frame on a background; what the last frame showed is gone."""
        self._shown = None
        super().set_pixel_array(pixel_array, convert_from_floats)

    def redraw(self, mobjects: Iterable[mn.Mobject], ground: np.ndarray) -> tuple[Box, ...] | None:
        """Draw mobjects on the pixels `ground`; return the boxes in which the frame may differ from the one before.

        The frame is the same as if all were drawn. None is returned where all was: the one before is not known, or
        showed other mobjects.
        """
        drawn = self.get_mobjects_to_display(mobjects)
        # What is no shape (a tracker) is not drawn.
        parts = [part for part in drawn if isinstance(part, mn.VMobject)]
        shown, self._shown = self._shown, None
        if any(map(self._is_image, drawn)):
            self.set_pixel_array(ground)
            self.capture_mobjects(mobjects)
            return None
        known = shown.states if shown is not None and shown.ground is ground else {}
        states = {id(part): self._part_state(part, known.get(id(part))) for part in parts}
        boxes = dirty_boxes(known, states) if known else None
        if boxes is None:
            np.copyto(self.pixel_array, ground)
            self.display_multiple_non_background_colored_vmobjects(parts, self.pixel_array)
        else:
            self._repair(boxes, parts, states, ground)
        self._shown = _Shown(ground, parts, states)
        return None if boxes is None else tuple(boxes)

    def get_mobjects_to_display(
        self,
        mobjects: Iterable[mn.Mobject],
        include_submobjects: bool = True,
        excluded_mobjects: list[mn.Mobject] | None = None,
    ) -> list[mn.Mobject]:
        """Return what is drawn, in order. manim's own way to the same list takes a tenth of a frame's time."""
        if excluded_mobjects or not include_submobjects:
            chosen: list[mn.Mobject] = super().get_mobjects_to_display(mobjects, include_submobjects, excluded_mobjects)
            return chosen
        found: dict[int, mn.Mobject] = {}

        def walk(part: mn.Mobject) -> None:
            if len(part.points):
                # What is there twice is drawn where it comes last.
                found.pop(id(part), None)
                found[id(part)] = part
            for inner in part.submobjects:
                walk(inner)

        for part in mobjects:
            walk(part)
        return sorted(found.values(), key=lambda part: part.z_index)

    def _repair(
        self, boxes: Sequence[Box], parts: Sequence[mn.VMobject], states: Mapping[int, PartState], ground: np.ndarray
    ) -> None:
        """Draw all that is seen in these boxes anew, and nothing outside them.

        Cairo smooths edges a little differently where it clips them. So parts are drawn whole, beside the frame, and
        the boxes are taken from there.
        """
        if self._aside is None or self._aside.shape != self.pixel_array.shape:
            self._aside = np.zeros_like(self.pixel_array)
        context = self.get_cairo_context(self._aside)
        for left, top, right, bottom in boxes:
            self._aside[top:bottom, left:right] = ground[top:bottom, left:right]
        for part in parts:
            place = states[id(part)].box
            if place is None:
                continue
            for box in boxes:
                if overlap(place, box):
                    self.display_vectorized(part, context)
                    break
        for left, top, right, bottom in boxes:
            self.pixel_array[top:bottom, left:right] = self._aside[top:bottom, left:right]

    def _is_image(self, part: mn.Mobject) -> bool:
        """Return whether manim draws a part from pixels or dots."""
        if isinstance(part, mn.VMobject):
            return part.background_image is not None
        return self.type_or_raise(part) is not mn.Mobject

    def _part_state(self, part: mn.VMobject, before: PartState | None) -> PartState:
        """Return the state of a part now: `before` itself, if that has not changed."""
        if isinstance(part, Painting):
            return self._painting_state(part, before)
        # Asked of every part in every frame: what manim looks up by name it finds here at once.
        own = part.__dict__
        fills, strokes = own.get("fill_rgbas", _NONE), own.get("stroke_rgbas", _NONE)
        behind, panes = own.get("background_stroke_rgbas", _NONE), own.get("panes")
        shaded = len(fills) > 1 or len(strokes) > 1 or len(behind) > 1
        state = (
            part.points.tobytes(), fills.tobytes(), strokes.tobytes(), behind.tobytes(), part.stroke_width,
            part.background_stroke_width, part.sheen_direction.tobytes() if shaded else None,
            part.joint_type, part.cap_style, panes,
        )  # fmt: skip
        if before is not None and state == before.state:
            return before
        if panes == () or not (_seen(fills) or self._stroked(part, False) or self._stroked(part, True)):
            return PartState(state, None)
        reach = max(float(part.get_stroke_width(behind)) for behind in (False, True)) * self.cairo_line_width_multiple
        return PartState(state, box_around(part.points, reach / 2 * _MITRE, *self._resolution()))

    def _painting_state(self, part: Painting, before: PartState | None) -> PartState:
        scale, size = self._resolution()
        own = part.state(scale[0])
        state: object = object() if own is None else (own, panes_of(part))
        if before is not None and state == before.state:
            return before
        extent = part.extent()
        return PartState(state, (0, 0, *size) if extent is None else box_around(extent, MARGIN, scale, size))

    def _resolution(self) -> tuple[tuple[float, float], tuple[int, int]]:
        """Return the frame's pixels per unit, and its size in pixels."""
        width, height = self.pixel_width, self.pixel_height
        return (width / self.frame_width, height / self.frame_height), (width, height)

    def display_vectorized(self, vmobject: mn.VMobject, ctx: Context) -> Any:
        """Draw one mobject into the frame, through its panes if it has some."""
        panes = panes_of(vmobject)
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
        if isinstance(vmobject, Painting):
            ctx.save()
            ctx.new_path()
            vmobject.paint(ctx, self.pixel_width / self.frame_width)
            ctx.restore()
            return self
        # As manim does, but for what would leave no trace.
        filled = _seen(rgbas(vmobject, "fill_rgbas"))
        behind, before = self._stroked(vmobject, True), self._stroked(vmobject, False)
        if filled or behind or before:
            self.set_cairo_context_path(ctx, vmobject)
        if behind:
            self.apply_stroke(ctx, vmobject, background=True)
        if filled:
            self.apply_fill(ctx, vmobject)
        if before:
            self.apply_stroke(ctx, vmobject)
        return self

    @staticmethod
    def _stroked(part: mn.VMobject, background: bool) -> bool:
        name = "background_stroke_rgbas" if background else "stroke_rgbas"
        return bool(part.get_stroke_width(background)) and _seen(rgbas(part, name))

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


_NONE = np.zeros((1, 4))


def rgbas(part: mn.VMobject, name: str) -> np.ndarray:
    """Return colours of a mobject, shape (n, 4); clear ones where it has none, as for manim."""
    return part.__dict__.get(name, _NONE)


def _seen(colors: np.ndarray) -> bool:
    """Return whether one of the colours is not clear."""
    return bool(colors[0, 3]) if len(colors) == 1 else bool(colors[:, 3].any())
