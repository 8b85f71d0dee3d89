"""The surface z = f(x, y) as one mobject: arrays are projected, shaded and painted back to front in one loop.

The order is exact, not a guess by mean depth. What can hide a cell stands nearer to the camera in x and in y, so
rows from far to near, and cells of a row from far to near, is a right order from any angle above the ground.
"""

from __future__ import annotations

from collections.abc import Callable

import cairo
import manim as mn
import numpy as np

from scenes.camera import Context, Painting, Rgb, rgb
from scenes.marks import polyline_points
from scenes.space import HALF_HEIGHT, Space
from scenes.translucent_planes import Cut, Patch

CELLS = 36
#: Every how many-th grid line is drawn as mesh.
MESH_EVERY = 3
#: Where the light comes from, in cube coordinates.
LIGHT = np.array([-0.45, -0.35, 0.82])


class HeightField(Painting):
    """The shaded surface of a space, with mesh lines, a ground grid, and at most one cut and one patch."""

    def __init__(self, space: Space) -> None:
        super().__init__()
        self.space = space
        self.cut: Cut | None = None
        self.patch: Patch | None = None
        self.presence = mn.ValueTracker(1.0)
        self.rise = mn.ValueTracker(1.0)
        stops = [rgb(stop) for stop in space.theme.surface.stops]
        self._stops = np.array(stops)
        self._mesh = rgb(space.theme.surface.mesh)
        self._ground = rgb(space.theme.color("grid"))
        self._layer: tuple[object, cairo.ImageSurface] | None = None
        corners = np.array([[x, y, z] for x in (-1, 1) for y in (-1, 1) for z in (-HALF_HEIGHT, HALF_HEIGHT)])
        self.points = polyline_points([space.place(corners)])
        # Redrawn in every frame: what it shows depends on trackers that manim does not see.
        self.add_updater(lambda m: None)

    # -- geometry -----------------------------------------------------------------------------------------------

    def _lines(self) -> tuple[np.ndarray, np.ndarray, np.ndarray, np.ndarray]:
        """Return grid lines x and y (data) and which of them are mesh; a cut adds its own line between them."""
        window = self.space.window
        axes, mesh = [], []
        for axis, span in enumerate((window.x_range, window.y_range)):
            lines = np.linspace(*span, CELLS + 1)
            shown = np.arange(CELLS + 1) % MESH_EVERY == 0
            if self.cut is not None and self.cut.axis == axis and self.cut.opacity.get_value() > 0:
                value = float(np.clip(self.cut.value.get_value(), *span))
                place = int(np.searchsorted(lines, value))
                if abs(lines - value).min() > 1e-9 * np.ptp(span):
                    lines, shown = np.insert(lines, place, value), np.insert(shown, place, False)
            axes.append(lines)
            mesh.append(shown)
        return axes[0], axes[1], mesh[0], mesh[1]

    def _points(self, x: np.ndarray, y: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
        """Return the surface over the grid as far as it has risen, shape (nx, ny, 3), and its full heights in 0…1."""
        across, along = np.meshgrid(x, y, indexing="ij")
        low, high = self.space.window.z_range
        height = self.space.heights(across, along) - low
        return np.stack([across, along, low + height * float(self.rise.get_value())], axis=-1), height / (high - low)

    def _colors(self, cube: np.ndarray, levels: np.ndarray) -> np.ndarray:
        """Return a colour per cell, shape (nx, ny, 3): the map at its height, shaded by its slope to the light."""
        level = (levels[:-1, :-1] + levels[1:, :-1] + levels[:-1, 1:] + levels[1:, 1:]) / 4
        place = np.clip(level, 0, 1) * (len(self._stops) - 1)
        left = np.minimum(place.astype(int), len(self._stops) - 2)
        share = (place - left)[..., None]
        color = self._stops[left] * (1 - share) + self._stops[left + 1] * share
        one, other = cube[1:, 1:] - cube[:-1, :-1], cube[:-1, 1:] - cube[1:, :-1]
        normal = np.cross(one, other)
        normal /= np.linalg.norm(normal, axis=-1, keepdims=True) + 1e-12
        light = np.clip(normal @ (LIGHT / np.linalg.norm(LIGHT)), 0, 1)[..., None]
        flat, look = self.space.pose[2], self.space.theme.surface
        return np.clip(color * (flat + (1 - flat) * (look.shade + look.glow * light)), 0, 1)

    def _order(self, x: np.ndarray, y: np.ndarray) -> tuple[int, np.ndarray, np.ndarray]:
        """Return the outer axis and the cells' indices along x and y, from far to near."""
        eye = self.space.eye
        outer = self.cut.axis if self.cut is not None else 1
        ranks = []
        for axis, lines in enumerate((x, y)):
            middle = ((lines[:-1] + lines[1:]) / 2 - self.space.middle[axis]) / self.space.half[axis]
            ranks.append(np.argsort(-np.abs(middle - eye[axis]), kind="stable"))
        return outer, ranks[0], ranks[1]

    # -- painting -----------------------------------------------------------------------------------------------

    def paint(self, context: Context, pixels_per_unit: float) -> None:
        presence = float(self.presence.get_value())
        if presence <= 0:
            return
        key = self._state(pixels_per_unit)
        target = context.get_target()
        if self._layer is None or self._layer[0] != key:
            layer = cairo.ImageSurface(cairo.FORMAT_ARGB32, target.get_width(), target.get_height())
            own = cairo.Context(layer)
            own.set_matrix(context.get_matrix())
            self._paint_scene(own, 1 / pixels_per_unit)
            self._layer = key, layer
        context.identity_matrix()
        context.set_source_surface(self._layer[1], 0, 0)
        context.paint_with_alpha(presence)

    def _state(self, pixels_per_unit: float) -> object:
        """Return all that the picture depends on: while it stays, the last picture is used again."""
        planes = self.cut and self.cut.state, self.patch and self.patch.state
        return pixels_per_unit, self.space.pose, self.rise.get_value(), *planes

    def _paint_scene(self, context: Context, pixel: float) -> None:
        context.set_line_join(cairo.LineJoin.ROUND)
        context.set_line_cap(cairo.LineCap.ROUND)
        self._paint_ground(context)
        x, y, mesh_x, mesh_y = self._lines()
        points, levels = self._points(x, y)
        cube = self.space.cube(points)
        cells = _Cells(self.space.place(cube)[..., :2], self._colors(cube, levels), mesh_x, mesh_y, pixel)
        pieces = self.patch.pieces(x, y, points[..., 2], self.space) if self.patch is not None else {}
        outer, order_x, order_y = self._order(x, y)
        inner = (order_y, order_x)[outer].tolist()

        def paint_rows(rows: np.ndarray) -> None:
            for row in rows.tolist():
                for column in inner:
                    i, j = (row, column) if outer == 0 else (column, row)
                    over = pieces.get((i, j), ())
                    for piece in over:
                        if piece.below:
                            piece.paint(context)
                    cells.paint(context, i, j, self._mesh)
                    for piece in over:
                        if not piece.below:
                            piece.paint(context)

        self._paint_around_cut(context, (x, y)[outer], (order_x, order_y)[outer], paint_rows)
        if self.patch is not None:
            self.patch.paint_outline(context, self.space)

    def _paint_around_cut(
        self, context: Context, lines: np.ndarray, rows: np.ndarray, paint_rows: Callable[[np.ndarray], None]
    ) -> None:
        """Paint the rows beyond the cut, the cut, and the rows before it, which step back; or simply all rows."""
        opacity = 0.0 if self.cut is None else float(self.cut.opacity.get_value())
        if self.cut is None or opacity <= 0:
            paint_rows(rows)
            return
        middles = (lines[:-1] + lines[1:]) / 2
        beyond = self.cut.beyond(middles[rows], self.space)
        paint_rows(rows[beyond])
        self.cut.paint(context, self.space)
        context.push_group()
        paint_rows(rows[~beyond])
        context.pop_group_to_source()
        context.paint_with_alpha(1 - 0.78 * opacity)

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


class _Cells:
    """The projected grid as plain lists, painted a cell at a time: the inner loop of every 3D frame."""

    __slots__ = ("colors", "fills", "mesh_x", "mesh_y", "points")

    def __init__(
        self, points: np.ndarray, colors: np.ndarray, mesh_x: np.ndarray, mesh_y: np.ndarray, pixel: float
    ) -> None:
        corners = np.stack([points[:-1, :-1], points[1:, :-1], points[1:, 1:], points[:-1, 1:]], axis=2)
        # Half a pixel larger than it is, a cell leaves no seam to the next, which is painted over it.
        outward = corners - corners.mean(axis=2, keepdims=True)
        outward /= np.linalg.norm(outward, axis=-1, keepdims=True) + 1e-12
        self.fills = (corners + 0.6 * pixel * outward).tolist()
        self.points, self.colors = points.tolist(), colors.tolist()
        self.mesh_x, self.mesh_y = mesh_x.tolist(), mesh_y.tolist()

    def paint(self, context: Context, i: int, j: int, mesh: Rgb) -> None:
        """Fill one cell, and draw the mesh lines on its edges."""
        first, second, third, fourth = self.fills[i][j]
        context.move_to(*first)
        context.line_to(*second)
        context.line_to(*third)
        context.line_to(*fourth)
        context.set_source_rgb(*self.colors[i][j])
        context.fill()
        a, b, c, d = self.points[i][j], self.points[i + 1][j], self.points[i + 1][j + 1], self.points[i][j + 1]
        edges = False
        for shown, start, end in (
            (self.mesh_x[i], a, d),
            (self.mesh_x[i + 1], b, c),
            (self.mesh_y[j], a, b),
            (self.mesh_y[j + 1], d, c),
        ):
            if shown:
                edges = True
                context.move_to(*start)
                context.line_to(*end)
        if edges:
            context.set_source_rgba(*mesh, 0.55)
            context.set_line_width(0.011)
            context.stroke()
