"""The surface z = f(x, y) as one mobject: arrays are projected, shaded and painted back to front in one loop.

The order is exact, not a guess by mean depth. What can hide a cell stands nearer to the camera in x and in y, so
rows from far to near, and cells of a row from far to near, is a right order from any angle above the ground.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import cairo
import manim as mn
import numpy as np

from scenes.camera import Painting
from scenes.marks import polyline_points
from scenes.space import HALF_HEIGHT, Space

CELLS = 36
#: Every how many-th grid line is drawn as mesh.
MESH_EVERY = 3
#: Where the light comes from, in cube coordinates.
LIGHT = np.array([-0.45, -0.35, 0.82])

Rgb = tuple[float, float, float]


def rgb(color: str) -> Rgb:
    """Return #rrggbb as blue, green, red in 0…1: manim reads Cairo's pixels in that order."""
    red, green, blue = (int(color[i : i + 2], 16) / 255 for i in (1, 3, 5))
    return blue, green, red


@dataclass(slots=True)
class Cut:
    """A translucent plane x = value or y = value through the surface; what stands before it steps back."""

    axis: int
    value: mn.ValueTracker
    role: str
    opacity: mn.ValueTracker


@dataclass(slots=True)
class Patch:
    """A translucent piece of a plane z = value + slopes · (p − at), of `radius` (cube units) around `at`."""

    at: np.ndarray
    value: float
    slopes: np.ndarray
    radius: float
    role: str
    opacity: mn.ValueTracker


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

    def paint(self, context: cairo.Context, pixels_per_unit: float) -> None:
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
        cut, patch = self.cut, self.patch
        return (
            pixels_per_unit,
            self.space.pose,
            self.rise.get_value(),
            cut and (cut.axis, cut.role, cut.value.get_value(), cut.opacity.get_value()),
            patch and (tuple(patch.at), patch.value, tuple(patch.slopes), patch.radius, patch.opacity.get_value()),
        )

    def _paint_scene(self, context: cairo.Context, pixel: float) -> None:
        context.set_line_join(cairo.LineJoin.ROUND)
        context.set_line_cap(cairo.LineCap.ROUND)
        self._paint_ground(context)
        x, y, mesh_x, mesh_y = self._lines()
        z = self.space.heights(*np.meshgrid(x, y, indexing="ij"))
        low, high = self.space.window.z_range
        levels = (z - low) / (high - low)
        rise = float(self.rise.get_value())
        points = np.stack([*np.meshgrid(x, y, indexing="ij"), low + (z - low) * rise], axis=-1)
        cube = self.space.cube(points)
        shapes = _Cells(self.space.place(cube)[..., :2].tolist(), self._colors(cube, levels).tolist(), mesh_x, mesh_y)
        pieces = self._patch_pieces(x, y, points[..., 2])
        outer, order_x, order_y = self._order(x, y)
        lines = (x, y)[outer]
        rows = (order_x, order_y)[outer]
        inner = (order_y, order_x)[outer]
        opacity = 0.0 if self.cut is None else float(self.cut.opacity.get_value())
        near = rows[:0]
        if self.cut is not None and opacity > 0:
            middles = (lines[:-1] + lines[1:]) / 2
            beyond = (middles[rows] - self.cut.value.get_value()) * self._towards(outer) < 0
            rows, near = rows[beyond], rows[~beyond]

        def paint_rows(indices: np.ndarray) -> None:
            for row in indices.tolist():
                for column in inner.tolist():
                    i, j = (row, column) if outer == 0 else (column, row)
                    for below, polygon in pieces.get((i, j), ()):
                        if below:
                            self._paint_piece(context, polygon)
                    shapes.paint(context, i, j, self._mesh, pixel)
                    for below, polygon in pieces.get((i, j), ()):
                        if not below:
                            self._paint_piece(context, polygon)

        paint_rows(rows)
        if opacity > 0:
            self._paint_cut(context, opacity)
            context.push_group()
            paint_rows(near)
            context.pop_group_to_source()
            context.paint_with_alpha(1 - 0.78 * opacity)

    def _towards(self, axis: int) -> float:
        """Return on which side of the box the camera stands along an axis."""
        return 1.0 if self.space.eye[axis] > 0 else -1.0

    def _paint_ground(self, context: cairo.Context) -> None:
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

    def _paint_cut(self, context: cairo.Context, opacity: float) -> None:
        assert self.cut is not None
        window = self.space.window
        value = self.cut.value.get_value()
        (u0, u1), (z0, z1) = (window.x_range, window.y_range)[1 - self.cut.axis], window.z_range
        corners = [(u0, z0), (u1, z0), (u1, z1), (u0, z1)]
        data = np.array([[value, u, z] if self.cut.axis == 0 else [u, value, z] for u, z in corners])
        color = rgb(self.space.theme.color(self.cut.role))
        _trace(context, self.space.project(data)[:, :2].tolist())
        context.set_source_rgba(*color, 0.2 * opacity)
        context.fill_preserve()
        context.set_source_rgba(*color, 0.8 * opacity)
        context.set_line_width(0.018)
        context.stroke()

    # -- the tangent patch --------------------------------------------------------------------------------------

    def _patch_pieces(
        self, x: np.ndarray, y: np.ndarray, z: np.ndarray
    ) -> dict[tuple[int, int], list[tuple[bool, np.ndarray]]]:
        """Return the patch, cut along the grid and where it dives under the surface, by cell: (below, polygon)."""
        patch = self.patch
        if patch is None or patch.opacity.get_value() <= 0:
            return {}
        reach = patch.radius * self.space.half[:2]
        (left, front), (right, back) = patch.at - reach, patch.at + reach
        pieces: dict[tuple[int, int], list[tuple[bool, np.ndarray]]] = {}
        for i in np.flatnonzero((x[1:] > left) & (x[:-1] < right)).tolist():
            for j in np.flatnonzero((y[1:] > front) & (y[:-1] < back)).tolist():
                u = np.clip([x[i], x[i + 1], x[i + 1], x[i]], left, right)
                v = np.clip([y[j], y[j], y[j + 1], y[j + 1]], front, back)
                plane = patch.value + (np.stack([u, v], -1) - patch.at) @ patch.slopes
                s, t = (u - x[i]) / (x[i + 1] - x[i]), (v - y[j]) / (y[j + 1] - y[j])
                surface = (
                    z[i, j] * (1 - s) * (1 - t)
                    + z[i + 1, j] * s * (1 - t)
                    + z[i + 1, j + 1] * s * t
                    + z[i, j + 1] * (1 - s) * t
                )
                corners = np.stack([u, v, plane], axis=-1)
                found = [(below, piece) for below in (True, False) for piece in _side(corners, plane - surface, below)]
                pieces[i, j] = [(below, self.space.project(piece)[:, :2]) for below, piece in found]
        return pieces

    def _paint_piece(self, context: cairo.Context, polygon: np.ndarray) -> None:
        assert self.patch is not None
        _trace(context, polygon.tolist())
        context.set_source_rgba(*rgb(self.space.theme.color(self.patch.role)), 0.42 * self.patch.opacity.get_value())
        # Neighbouring pieces must share their pixels out, or the seams between them would show.
        context.set_antialias(cairo.Antialias.NONE)
        context.fill()
        context.set_antialias(cairo.Antialias.DEFAULT)


class _Cells:
    """The projected grid as plain lists, painted a cell at a time: the inner loop of every 3D frame."""

    __slots__ = ("colors", "mesh_x", "mesh_y", "points")

    def __init__(
        self, points: list[list[list[float]]], colors: list[list[list[float]]], mesh_x: np.ndarray, mesh_y: np.ndarray
    ) -> None:
        self.points, self.colors = points, colors
        self.mesh_x, self.mesh_y = mesh_x.tolist(), mesh_y.tolist()

    def paint(self, context: cairo.Context, i: int, j: int, mesh: Rgb, pixel: float) -> None:
        """Fill one cell, hide the seam to its neighbours, and draw the mesh lines on its edges."""
        a, b, c, d = self.points[i][j], self.points[i + 1][j], self.points[i + 1][j + 1], self.points[i][j + 1]
        context.move_to(*a)
        context.line_to(*b)
        context.line_to(*c)
        context.line_to(*d)
        context.close_path()
        context.set_source_rgb(*self.colors[i][j])
        context.fill_preserve()
        context.set_line_width(0.8 * pixel)
        context.stroke()
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


def _trace(context: cairo.Context, polygon: list[list[float]]) -> None:
    context.move_to(*polygon[0])
    for point in polygon[1:]:
        context.line_to(*point)
    context.close_path()


def _side(corners: np.ndarray, height: np.ndarray, below: bool) -> Iterator[np.ndarray]:
    """Yield the part of a polygon, shape (n, 3), where `height` is negative (`below`) or not (Sutherland–Hodgman)."""
    sign = -1.0 if below else 1.0
    kept: list[np.ndarray] = []
    for k in range(len(corners)):
        here, there = sign * height[k], sign * height[(k + 1) % len(corners)]
        if here >= 0:
            kept.append(corners[k])
        if here * there < 0:
            kept.append(corners[k] + (corners[(k + 1) % len(corners)] - corners[k]) * (here / (here - there)))
    if len(kept) >= 3:
        yield np.array(kept)
