"""The surface z = f(x, y) as one mobject: arrays are projected, shaded and painted back to front in one loop.

The order is exact, not a guess by mean depth. What can hide a cell stands nearer to the camera in x and in y, so
rows from far to near, and cells of a row from far to near, is a right order from any angle, above the ground or below.
"""

from __future__ import annotations

from collections.abc import Callable

import cairo
import manim as mn
import numpy as np

from scenes.drawing.canvas.animations import live
from scenes.drawing.canvas.dirty_regions import box_around
from scenes.drawing.canvas.painted_mobject import MARGIN, Context, Painting, rgb
from scenes.drawing.canvas.primitives import polyline_points
from scenes.drawing.space.cell_painter import Cells, FragmentPainter
from scenes.drawing.space.mesh_tiles import Tiles
from scenes.drawing.space.planes import Cut
from scenes.drawing.space.projection import HALF_HEIGHT, Space

#: Mesh lines divide each side of the surface into so many parts.
MESH = 12
#: Where the light comes from, in cube coordinates.
LIGHT = np.array([-0.45, -0.35, 0.82])
#: How bright the underside is, compared with the upper side.
UNDERSIDE = 0.62

#: The corners of the box, in cube coordinates.
CORNERS = np.array([[x, y, z] for x in (-1, 1) for y in (-1, 1) for z in (-HALF_HEIGHT, HALF_HEIGHT)])


class HeightField(Painting):
    """The shaded surface of a space, with mesh lines, a ground grid, and at most one cut."""

    def __init__(self, space: Space) -> None:
        super().__init__()
        self.space = space
        self.presence = mn.ValueTracker(1.0)
        self.rise = mn.ValueTracker(1.0)
        self._stops = np.array([rgb(stop) for stop in space.theme.surface.stops])
        self._mesh, self._rim = rgb(space.theme.surface.mesh), rgb(space.theme.color("muted"))
        self._ground = rgb(space.theme.color("grid"))
        self._layer: tuple[object, cairo.ImageSurface] | None = None
        self._cut: Cut | None = None
        self.points = polyline_points([space.place(CORNERS)])
        # Redrawn in every frame: what it shows depends on trackers that manim does not see.
        live(self, lambda m: None)

    @property
    def cut(self) -> Cut | None:
        """The plane that cuts the surface: one looks through it at what the surface hides behind its front part."""
        return self._cut

    @cut.setter
    def cut(self, cut: Cut | None) -> None:
        self._cut = self.space.opening = cut

    # -- geometry -----------------------------------------------------------------------------------------------

    def _tiles(self) -> Tiles:
        """Return the sheet, as far as it has risen, with a lattice line where the cut is."""
        sheet, cut = self.space.sheet, self.cut
        tiles = Tiles.of(sheet, max(1, round(sheet.cells / MESH)))
        if cut is not None and cut.share > 0:
            middle, half = self.space.middle[cut.axis], self.space.half[cut.axis]
            tiles = tiles.parted(cut.axis, float(np.clip((cut.place - middle) / half, -1, 1)))
        return tiles

    def _raised(self, height: np.ndarray) -> np.ndarray:
        """Return heights of the sheet as they stand now, in the cube."""
        share = float(self.rise.get_value())
        return np.asarray(self.space.squash * ((height + HALF_HEIGHT) * share - HALF_HEIGHT))

    def _colors(self, level: np.ndarray, normal: np.ndarray, upper: np.ndarray) -> np.ndarray:
        """Return colours, shape (…, 3): the map at the cube height `level`, shaded by the slope to the light."""
        place = np.clip((level / HALF_HEIGHT + 1) / 2, 0, 1) * (len(self._stops) - 1)
        left = np.minimum(np.nan_to_num(place).astype(int), len(self._stops) - 2)
        share = (place - left)[..., None]
        color = self._stops[left] * (1 - share) + self._stops[left + 1] * share
        normal = normal / (np.linalg.norm(normal, axis=-1, keepdims=True) + 1e-12)
        light = np.clip(normal @ (LIGHT / np.linalg.norm(LIGHT)), 0, 1)[..., None]
        flat, look = self.space.pose[2], self.space.theme.surface
        shade = (look.shade + look.glow * light) * np.where(upper, 1.0, UNDERSIDE)[..., None]
        return np.clip(color * (flat + (1 - flat) * shade), 0, 1)

    # -- painting -----------------------------------------------------------------------------------------------

    def paint(self, context: Context, pixels_per_unit: float) -> None:
        presence = float(self.presence.get_value())
        if presence <= 0:
            return
        key = self._scene_state(pixels_per_unit)
        target = context.get_target()
        box = box_around(self.extent(), MARGIN, (pixels_per_unit,) * 2, (target.get_width(), target.get_height()))
        if box is None:
            return
        # No larger than what is painted: to make, to group and to lay over one another whole frames takes long.
        left, top, right, bottom = box
        if self._layer is None or self._layer[0] != key:
            layer = cairo.ImageSurface(cairo.FORMAT_ARGB32, right - left, bottom - top)
            layer.set_device_offset(-left, -top)
            own = cairo.Context(layer)
            own.set_matrix(context.get_matrix())
            self._paint_scene(own, 1 / pixels_per_unit)
            self._layer = key, layer
        context.identity_matrix()
        context.set_source_surface(self._layer[1], 0, 0)
        context.paint_with_alpha(presence)

    def state(self, pixels_per_unit: float) -> object:
        return self._scene_state(pixels_per_unit), float(self.presence.get_value())

    def extent(self) -> np.ndarray:
        return self.space.place(CORNERS * [1, 1, self.space.squash])

    def _scene_state(self, pixels_per_unit: float) -> object:
        """Return all that the surface's picture depends on: while it stays, the last picture is used again."""
        return pixels_per_unit, self.space.view, self.rise.get_value(), self.cut and self.cut.state

    def _paint_scene(self, context: Context, pixel: float) -> None:
        context.set_line_join(cairo.LineJoin.ROUND)
        context.set_line_cap(cairo.LineCap.ROUND)
        self._paint_ground(context)
        tiles, eye = self._tiles(), self.space.eye
        cells = self._cells(tiles, pixel)
        fragments = FragmentPainter(context, self._mesh, self._rim)
        for fragment in tiles.fragments:
            cube = np.column_stack([fragment.polygon[:, :2], self._raised(fragment.polygon[:, 2])])
            normal, stage = newell(cube), self.space.place(cube)[:, :2]
            upper = normal @ (eye - cube[0]) > 0
            color = self._colors(fragment.polygon[:, 2].mean(), normal, upper)
            fragments.add(fragment.cell, stage, color, fragment.rim, pixel)
        outer = self.cut.axis if self.cut is not None else 1
        rows = cells.order(outer, eye)
        self._paint_around_cut(
            context, tiles.middles[outer], rows, lambda part: cells.paint(context, part, outer, eye, fragments)
        )

    def _cells(self, tiles: Tiles, pixel: float) -> Cells:
        u, v = np.meshgrid(*tiles.lines, indexing="ij")
        cube = np.stack([u, v, self._raised(tiles.height)], axis=-1)
        one, other = cube[1:, 1:] - cube[:-1, :-1], cube[:-1, 1:] - cube[1:, :-1]
        normal = np.cross(one, other)
        upper = np.einsum("ijk,ijk->ij", normal, self.space.eye - cube[:-1, :-1]) > 0
        height = tiles.height
        level = (height[:-1, :-1] + height[1:, :-1] + height[:-1, 1:] + height[1:, 1:]) / 4
        colors = self._colors(level, normal, upper)
        return Cells(self.space.place(cube)[..., :2], colors, upper, tiles, self._mesh, pixel)

    def _paint_around_cut(
        self, context: Context, middles: np.ndarray, rows: np.ndarray, paint_rows: Callable[[np.ndarray], None]
    ) -> None:
        """Paint the rows beyond the cut, the cut, and the rows before it, which step back; or simply all rows."""
        if self.cut is None or self.cut.share <= 0:
            paint_rows(rows)
            return
        axis = self.cut.axis
        data = middles * self.space.half[axis] + self.space.middle[axis]
        beyond = self.cut.beyond(data[rows], self.space)
        paint_rows(rows[beyond])
        self.cut.paint(context, self.space)
        context.push_group()
        paint_rows(rows[~beyond])
        context.pop_group_to_source()
        context.paint_with_alpha(1 - 0.78 * self.cut.share)

    def _paint_ground(self, context: Context) -> None:
        window, (low, _) = self.space.window, self.space.window.z_range
        (x0, x1), (y0, y1) = window.x_range, window.y_range
        ends = [[[x, y0, low], [x, y1, low]] for x in [x0, *window.x_ticks, x1]]
        ends += [[[x0, y, low], [x1, y, low]] for y in [y0, *window.y_ticks, y1]]
        context.set_source_rgba(*self._ground, 0.9)
        context.set_line_width(0.012)
        for (ax, ay, _), (bx, by, _) in self.space.project(np.array(ends)).tolist():
            context.move_to(ax, ay)
            context.line_to(bx, by)
        context.stroke()


def newell(polygon: np.ndarray) -> np.ndarray:
    """Return the normal of a polygon in space, shape (n, 3), as long as its area (Newell)."""
    return np.cross(polygon - polygon[0], np.roll(polygon, -1, axis=0) - polygon[0]).sum(axis=0) / 2
