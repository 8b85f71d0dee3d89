"""The surface as it is drawn: a sheet of cells, flat between its grid lines, open where f leaves its box.

What is drawn is also what hides: a line of sight is followed over the very edges that the picture shows, so that a
mark disappears where the drawn surface begins, and nowhere else. Coordinates are the cube's: u and v in −1…1, heights
w in −H…H. A place on the lattice is told in cells, 0…n along either axis.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

#: Cells along each side: as many as the shortest hills that a window shows need to look round.
CELLS = 48
#: Halvings when looking for the border of the sheet on an edge.
_HALVINGS = 32
#: What stands less than this before a mark (cube units, a fraction of a pixel) does not hide it. A mark on the sheet
#: is given more: where it meets the line of sight edge on, cell by cell would come and go.
_SLACK, _SLACK_ON_SHEET = 5e-4, 2.5e-3
#: Points are followed so many at a time: arrays that stay in the processor's cache take a third of the time.
_AT_ONCE = 256

#: f over the sheet: (u, v) to w, NaN where f has no value or leaves the box.
HeightOf = Callable[[np.ndarray, np.ndarray], np.ndarray]


@dataclass(frozen=True, slots=True, eq=False)
class Edges:
    """The edges along the lattice lines, indexed [line, cell along it] or, of both families, [family, line, cell].

    The sheet is over the shares `first`…`last` of an edge (first > last: nowhere), at the height base + slope · share.
    """

    base: np.ndarray
    slope: np.ndarray
    first: np.ndarray
    last: np.ndarray

    @classmethod
    def between(cls, start: np.ndarray, end: np.ndarray, height_at: Callable[[np.ndarray], np.ndarray]) -> Edges:
        """Join the heights `start` and `end`, shape (lines, n); `height_at(shares)` tells f along every edge."""
        inside = np.isfinite(start), np.isfinite(end)
        first, last = np.zeros(start.shape), np.ones(start.shape)
        low, high = start.copy(), end.copy()
        for known, share, height in ((inside[0], last, high), (inside[1], first, low)):
            open_ = known & ~(inside[0] & inside[1])
            if not open_.any():
                continue
            near = np.where(known is inside[0], 0.0, 1.0) * np.ones(start.shape)
            far = 1.0 - near
            for _ in range(_HALVINGS):
                middle = (near + far) / 2
                on = np.isfinite(height_at(middle))
                near, far = np.where(on, middle, near), np.where(on, far, middle)
            reached = height_at(near)
            share[open_], height[open_] = near[open_], reached[open_]
        nowhere = ~(inside[0] | inside[1])
        first[nowhere], last[nowhere] = 1.0, 0.0
        span = np.where(last > first, last - first, 1.0)
        slope = (high - low) / span
        return cls(low - slope * first, slope, first, last)

    @classmethod
    def both(cls, rows: Edges, columns: Edges) -> Edges:
        """Return the edges of two families as one."""
        parts = ((getattr(each, name) for each in (rows, columns)) for name in ("base", "slope", "first", "last"))
        return cls(*(np.stack(list(pair)) for pair in parts))


@dataclass(frozen=True, slots=True, eq=False)
class Fragment:
    """What is left of a cell on the border of the sheet: a polygon, shape (k, 3), and which of its sides are border."""

    cell: tuple[int, int]
    polygon: np.ndarray
    rim: tuple[bool, ...]


@dataclass(frozen=True, slots=True, eq=False)
class Sheet:
    """The drawn surface over n × n cells: `height` at the lattice points, shape (n + 1, n + 1), NaN off the sheet.

    `whole` tells which cells are complete, shape (n, n); `edges` are those on lines of constant u, then of constant v.
    """

    height: np.ndarray
    whole: np.ndarray
    edges: Edges
    fragments: tuple[Fragment, ...]

    @classmethod
    def of(cls, height_of: HeightOf, cells: int = CELLS) -> Sheet:
        """Lay a sheet over the square −1…1 of u and v."""
        line = np.linspace(-1, 1, cells + 1)
        u, v = np.meshgrid(line, line, indexing="ij")
        height, step = height_of(u, v), 2 / cells
        on = np.isfinite(height)
        whole = on[:-1, :-1] & on[1:, :-1] & on[1:, 1:] & on[:-1, 1:]
        rows = Edges.between(height[:, :-1], height[:, 1:], lambda s: height_of(u[:, :-1], v[:, :-1] + s * step))
        columns = Edges.between(
            height[:-1].T, height[1:].T, lambda s: height_of(u[:-1].T + s * step, np.ascontiguousarray(v[:-1].T))
        )
        partial = np.argwhere(~whole & (on[:-1, :-1] | on[1:, :-1] | on[1:, 1:] | on[:-1, 1:])).tolist()
        fragments = (_fragment(i, j, rows, columns, step) for i, j in partial)
        return cls(height, whole, Edges.both(rows, columns), tuple(one for one in fragments if one is not None))

    @property
    def cells(self) -> int:
        """Return n."""
        return len(self.whole)

    @property
    def is_open(self) -> bool:
        """Return whether the sheet has holes, or ends before the box does."""
        return not bool(self.whole.all())

    def at(self, u: np.ndarray, v: np.ndarray) -> np.ndarray:
        """Return the sheet's height over (u, v); NaN beside it, and in the fragments on its border."""
        n = self.cells
        i, s = _cell(u, n)
        j, t = _cell(v, n)
        here = i * (n + 1) + j
        a, b, c, d = (self.height.take(here + step) for step in (0, 1, n + 1, n + 2))
        height = (a * (1 - t) + b * t) * (1 - s) + (c * (1 - t) + d * t) * s
        return np.where((np.abs(u) <= 1 + 1e-9) & (np.abs(v) <= 1 + 1e-9), height, np.nan)

    def leaves_visible(
        self, points: np.ndarray, side: np.ndarray, eye: np.ndarray, squash: float, cut: tuple[int, float] | None = None
    ) -> np.ndarray:
        """Return which points (u, v, w), shape (n, 3), an eye in cube coordinates sees past the sheet.

        `side` is how far each point stands above the sheet (below: negative), 0 for a mark that lies on it and is seen
        from both sides. `squash` flattens the sheet. Of a `cut` (axis, value), what stands before it hides nothing.
        """
        if len(points) > _AT_ONCE:
            parts = (slice(first, first + _AT_ONCE) for first in range(0, len(points), _AT_ONCE))
            return np.concatenate([self.leaves_visible(points[k], side[k], eye, squash, cut) for k in parts])
        share, above, on = self._crossings(points, eye, squash, cut)
        slack = np.where(side == 0, _SLACK_ON_SHEET, _SLACK)[:, None]
        above = np.where(np.abs(above) > slack, above, 0.0)
        over, under = above.max(axis=1, initial=0.0), above.min(axis=1, initial=0.0)
        # The line of sight stands below the sheet here and above it there: it went through.
        through = ((over > 0) | (side < 0)) & ((under < 0) | (side > 0))
        if self.is_open and through.any():
            through[through] = _pierced(share[through], above[through], on[through], side[through])
        return ~through

    def _crossings(
        self, points: np.ndarray, eye: np.ndarray, squash: float, cut: tuple[int, float] | None
    ) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
        """Return where lines of sight cross lattice lines of both families, shape (points, lines) each.

        As a share of the way to the eye; how far the sheet stands above the line there; and whether it is there.
        """
        n = self.cells
        start, end = (np.ascontiguousarray((each.T[:2] + 1) * n / 2)[..., None] for each in (points, eye))
        reach = end[:, None] - start
        reach = np.where(np.abs(reach) < 1e-12, 1e-12, reach)
        met = self._met(start, reach)
        # Both families in one array: that halves the calls of all that follows.
        lines, family = np.concatenate(met), np.repeat((0, 1), [len(each) for each in met])
        shares = [(met[k] - start[k]) / reach[k] for k in (0, 1)]
        share = np.concatenate(shares, axis=1)
        # Where along its lattice line each crossing is.
        place = np.concatenate([start[1 - k] + shares[k] * reach[1 - k] for k in (0, 1)], axis=1)
        on = (share > 1e-9) & (share < 1) & (place >= 0) & (place <= n)
        if cut is not None:
            axis, value = cut[0], (cut[1] + 1) * n / 2
            ahead = np.where(family == axis, lines, place) - value
            on &= ahead * np.sign((eye[axis] + 1) * n / 2 - value) <= 1e-9
        cell = place.clip(0, n - 1).astype(np.intp)
        along = place - cell
        index = cell + (family * (n + 1) + lines) * n
        edges = self.edges
        sheet = edges.base.take(index) + edges.slope.take(index) * along
        if self.is_open:
            on &= (along >= edges.first.take(index) - 1e-9) & (along <= edges.last.take(index) + 1e-9)
        sight = points[:, 2:] + share * (eye[2] - points[:, 2:])
        # What is not on the sheet has no height: a share beyond the eye may be enormous.
        return share, np.where(on, squash * sheet - sight, 0.0), on

    def _met(self, start: np.ndarray, reach: np.ndarray) -> list[np.ndarray]:
        """Return the lattice lines of each family that can be met over the sheet: most marks are small.

        `start` and `reach`, shape (2, points, 1): where lines of sight start, and how far it is to the eye.
        """
        # As a share of the way: where it has left the box by one of its sides.
        out = ((np.where(reach > 0, self.cells, 0) - start) / reach).min(axis=0).clip(0.0, 1.0)
        ends = np.concatenate([start, start + out * reach], axis=1)
        first = np.floor(ends.min(axis=(1, 2))).clip(0, None)
        last = np.ceil(ends.max(axis=(1, 2))).clip(None, self.cells)
        return [np.arange(low, high + 1) for low, high in zip(first.astype(int), last.astype(int), strict=True)]


def _cell(coordinate: np.ndarray, n: int) -> tuple[np.ndarray, np.ndarray]:
    """Return the cell of a coordinate in −1…1, and the share of the cell that lies before it."""
    place = (np.asarray(coordinate, float) + 1) * n / 2
    # Of a number and NaN, fmax takes the number.
    cell = np.fmin(np.fmax(place, 0), n - 1).astype(np.intp)
    return cell, place - cell


def _pierced(share: np.ndarray, above: np.ndarray, on: np.ndarray, side: np.ndarray) -> np.ndarray:
    """Return which lines of sight go through an open sheet: above it, then below, with no hole in between."""
    order = np.argsort(np.where(share > 0, share, np.inf), axis=1)
    share, above, on = (np.take_along_axis(part, order, axis=1) for part in (share, above, on))
    ahead = (share > 1e-9) & (share < 1)
    last = -np.sign(side)
    through = np.zeros(len(side), bool)
    for k in range(share.shape[1]):
        now = np.sign(above[:, k])
        through |= on[:, k] & (now * last < 0)
        last = np.where(on[:, k] & (now != 0), now, last)
        last = np.where(ahead[:, k] & ~on[:, k], 0.0, last)
    return through


def _fragment(i: int, j: int, rows: Edges, columns: Edges, step: float) -> Fragment | None:
    """Return what is left of cell (i, j): its corners and the ends of its edges, in turn."""
    # Each side of the cell: its edge, whether it is walked from its start, and where a share of it lies.
    sides = (
        (columns, j, i, True, lambda s: (i + s, j)),
        (rows, i + 1, j, True, lambda s: (i + 1, j + s)),
        (columns, j + 1, i, False, lambda s: (i + s, j + 1)),
        (rows, i, j, False, lambda s: (i, j + s)),
    )
    walk: list[tuple[float, float, float]] = []
    drawn: list[bool] = []
    for edges, line, cell, forward, place in sides:
        first, last = float(edges.first[line, cell]), float(edges.last[line, cell])
        if first > last:
            continue
        base, slope = float(edges.base[line, cell]), float(edges.slope[line, cell])
        for share, along in ((first, True), (last, False)) if forward else ((last, True), (first, False)):
            a, b = place(share)
            point = (a * step - 1, b * step - 1, base + slope * share)
            if walk and np.allclose(walk[-1], point, atol=1e-9):
                drawn[-1] = along
                continue
            walk.append(point)
            drawn.append(along)
    if len(walk) > 1 and np.allclose(walk[0], walk[-1], atol=1e-9):
        walk.pop()
        drawn.pop()
    if len(walk) < 3:
        return None
    return Fragment((i, j), np.array(walk), tuple(not along for along in drawn))
