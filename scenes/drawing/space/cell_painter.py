"""The inner loop of every frame of a surface: its cells, projected, filled one after another with their mesh lines."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import cairo
import numpy as np

from scenes.drawing.canvas.painted_mobject import Context, Rgb
from scenes.drawing.space.mesh_tiles import Tiles

#: Mesh lines and the border of an open sheet: width in units, and opacity.
MESH_LINE, RIM_LINE = (0.0125, 0.55), (0.02, 0.95)
#: A cell is painted so much larger than it is (pixels): no seam is left to the next, which is painted over it.
_GROWTH = 0.6
#: How a cell is painted: as what is left of it, with smooth borders, or plainly, as one whose borders are painted over.
_FRAGMENT, _OUTLINE, _INNER = range(3)
#: How many of its four edges a cell draws, by the bits that tell which.
_COUNT = np.array([bits.bit_count() for bits in range(16)])


class FragmentPainter:
    """Paints what is left of the cells on the border of the sheet, each in its turn among the whole cells."""

    def __init__(self, context: Context, mesh: Rgb, rim: Rgb) -> None:
        self.context, self.mesh, self.rim = context, mesh, rim
        self._parts: dict[tuple[int, int], tuple[list[list[float]], list[float], list[list[list[float]]]]] = {}

    def __contains__(self, cell: tuple[int, int]) -> bool:
        return cell in self._parts

    @property
    def cells(self) -> Sequence[tuple[int, int]]:
        """Return which cells have a fragment."""
        return list(self._parts)

    def add(
        self, cell: tuple[int, int], stage: np.ndarray, color: np.ndarray, rim: Sequence[bool], pixel: float
    ) -> None:
        """Take the fragment of a cell: its corners on the stage, shape (k, 2), and which of its sides are border."""
        outward = stage - stage.mean(axis=0)
        outward /= np.linalg.norm(outward, axis=1, keepdims=True) + 1e-12
        points = stage.tolist()
        sides = [[points[k], points[(k + 1) % len(points)]] for k, border in enumerate(rim) if border]
        self._parts[cell] = ((stage + _GROWTH * pixel * outward).tolist(), color.tolist(), sides)

    def paint(self, cell: tuple[int, int]) -> None:
        """Fill a fragment, and draw the border on it."""
        context, (polygon, color, sides) = self.context, self._parts[cell]
        context.move_to(*polygon[0])
        for point in polygon[1:]:
            context.line_to(*point)
        context.set_source_rgb(*color)
        context.fill()
        for start, end in sides:
            context.move_to(*start)
            context.line_to(*end)
        context.set_source_rgba(*self.rim, RIM_LINE[1])
        context.set_line_width(RIM_LINE[0])
        context.stroke()


class Cells:
    """The projected lattice, shape (nu, nv, 2), with a colour for each cell, and whether it shows its upper side."""

    def __init__(
        self, points: np.ndarray, colors: np.ndarray, upper: np.ndarray, tiles: Tiles, mesh: Rgb, pixel: float
    ) -> None:
        self.points, self.colors, self.tiles, self.mesh, self.pixel = points, colors, tiles, mesh, pixel
        self._upper, self._inner = upper, _inner(upper, tiles.whole)

    def order(self, axis: int, eye: np.ndarray) -> np.ndarray:
        """Return the rows of cells across an axis, from far to near."""
        return np.argsort(-np.abs(self.tiles.middles[axis] - eye[axis]), kind="stable")

    def paint(
        self, context: Context, rows: np.ndarray, outer: int, eye: np.ndarray, fragments: FragmentPainter
    ) -> None:
        """Paint some rows of cells across the axis `outer`, in the order in which they are given."""
        if not len(rows):
            return
        columns = self.order(1 - outer, eye)
        row, column = np.repeat(rows, len(columns)), np.tile(columns, len(rows))
        i, j = (row, column) if outer == 0 else (column, row)
        parts = np.zeros(self.tiles.whole.shape, bool)
        for cell in fragments.cells:
            parts[cell] = True
        some = self.tiles.whole[i, j] | parts[i, j]
        i, j, row = i[some], j[some], row[some]
        fragment = parts[i, j]
        edges = np.where(fragment, 0, self._edges(eye)[i, j])
        lines = self._gathered(_COUNT[edges], row, fragment | ~self._even(outer)[row])
        # Where some rows end the next ones are not painted over them.
        inner = self._inner[i, j] & (row > rows.min()) & (row < rows.max())
        kind = np.where(fragment, _FRAGMENT, np.where(inner, _INNER, _OUTLINE))
        strokes = self._strokes(i, j, edges)
        numbers = np.column_stack([self._fills(i, j), self.colors[i, j], i, j, kind, lines]).ravel().tolist()
        move_to, line_to, fill = context.move_to, context.line_to, context.fill
        set_color, set_color_and_alpha, stroke = context.set_source_rgb, context.set_source_rgba, context.stroke
        smooth, plain, set_antialias = cairo.Antialias.DEFAULT, cairo.Antialias.NONE, context.set_antialias
        mesh = *self.mesh, MESH_LINE[1]
        context.set_line_width(MESH_LINE[0])
        # One flat list, walked fifteen numbers at a time: a list per cell would cost more than painting it.
        each = iter(numbers)
        for ax, ay, bx, by, cx, cy, dx, dy, blue, green, red, u, v, sort, count in zip(*[each] * 15, strict=True):
            if sort == _FRAGMENT:
                fragments.paint((int(u), int(v)))
                context.set_line_width(MESH_LINE[0])
                continue
            move_to(ax, ay)
            line_to(bx, by)
            line_to(cx, cy)
            line_to(dx, dy)
            set_color(blue, green, red)
            if sort == _INNER:
                set_antialias(plain)
                fill()
                set_antialias(smooth)
            else:
                fill()
            if count:
                for _ in range(int(count)):
                    move_to(next(strokes), next(strokes))
                    line_to(next(strokes), next(strokes))
                set_color_and_alpha(*mesh)
                stroke()

    def _even(self, outer: int) -> np.ndarray:
        """Return which rows across an axis show one side all along: their cells do not hide one another."""
        upper, whole = (np.moveaxis(each, outer, 0) for each in (self._upper, self.tiles.whole))
        return np.asarray((upper | ~whole).all(axis=1) | ~(upper & whole).any(axis=1))

    @staticmethod
    def _gathered(count: np.ndarray, row: np.ndarray, apart: np.ndarray) -> np.ndarray:
        """Return how many mesh lines follow each cell, shape (n,): its own where `apart`, else its row's, at its end.

        One stroke for a row takes a quarter of the time that one for each of its cells takes.
        """
        ends = np.flatnonzero(np.append(np.diff(row) != 0, True))
        starts = np.append(0, ends[:-1] + 1)
        apart = np.maximum.reduceat(apart, starts)
        whole = np.zeros_like(count)
        whole[ends] = np.add.reduceat(count, starts)
        return np.where(np.repeat(apart, np.diff(np.append(starts, len(row)))), count, whole)

    def _strokes(self, i: np.ndarray, j: np.ndarray, edges: np.ndarray) -> Iterator[float]:
        """Return the ends of all mesh lines that these cells draw, four numbers each, cell by cell and bit by bit."""
        marked = edges > 0
        i, j, points = i[marked], j[marked], self.points
        a, b, c, d = points[i, j], points[i + 1, j], points[i + 1, j + 1], points[i, j + 1]
        lines = np.stack([np.concatenate(pair, axis=1) for pair in ((a, d), (b, c), (a, b), (d, c))], axis=1)
        drawn = edges[marked, None] >> np.arange(4) & 1
        return iter(lines[drawn.astype(bool)].ravel().tolist())

    def _fills(self, i: np.ndarray, j: np.ndarray) -> np.ndarray:
        """Return the corners of cells, grown a little, shape (n, 8)."""
        points = self.points
        corners = np.stack([points[i, j], points[i + 1, j], points[i + 1, j + 1], points[i, j + 1]], axis=1)
        outward = corners - corners.mean(axis=1, keepdims=True)
        outward /= np.sqrt((outward**2).sum(axis=-1, keepdims=True)) + 1e-12
        return np.asarray((corners + _GROWTH * self.pixel * outward).reshape(-1, 8))

    def _edges(self, eye: np.ndarray) -> np.ndarray:
        """Return which edges each cell draws: bit 0 and 1 those at its first and last u, bit 2 and 3 at its v.

        An edge is drawn once, with the nearer of its two cells: the farther one's half of the line is painted by then.
        """
        whole = self.tiles.whole
        edges = np.zeros(whole.shape, int)
        for axis in (0, 1):
            distance = np.abs(self.tiles.middles[axis] - eye[axis])
            shown, cells = self.tiles.mesh[axis], np.moveaxis(whole, axis, 0)
            marks = np.moveaxis(edges, axis, 0)
            for side, step in ((0, -1), (1, 1)):
                index = np.arange(len(cells))
                beside = np.clip(index + step, 0, len(cells) - 1)
                nearer = (distance < distance[beside]) | ((distance == distance[beside]) & (step < 0))
                mine = (nearer | (beside == index))[:, None] | ~cells[beside]
                marks |= np.where(mine & shown[index + side][:, None], 1 << (2 * axis + side), 0)
        return edges


def _inner(upper: np.ndarray, whole: np.ndarray) -> np.ndarray:
    """Return which cells have whole cells all around, two deep, that show the same side: none of them is an outline."""
    known = np.pad(np.where(whole, upper, 2).astype(np.int8), 2, constant_values=2)
    around = np.lib.stride_tricks.sliding_window_view(known, (5, 5))
    return np.asarray(whole & (around.min(axis=(2, 3)) == around.max(axis=(2, 3))))
