"""A sheet as it is painted: cells between lattice lines, which of the lines are mesh, and where a plane parts it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np

from scenes.drawing.space.surface_mesh import Fragment, Sheet


@dataclass(frozen=True, slots=True, eq=False)
class Tiles:
    """Cells between `lines` of u and v: `height` (nu, nv), `whole` and, for each axis, which lines are mesh."""

    lines: tuple[np.ndarray, np.ndarray]
    height: np.ndarray
    whole: np.ndarray
    mesh: tuple[np.ndarray, np.ndarray]
    fragments: tuple[Fragment, ...]

    @classmethod
    def of(cls, sheet: Sheet, every: int) -> Tiles:
        """Tile a sheet; one lattice line in `every` is mesh, and so are its sides."""
        line = np.linspace(-1, 1, sheet.cells + 1)
        mesh = np.arange(len(line)) % every == 0
        mesh[-1] = True
        return cls((line, line), sheet.height, sheet.whole, (mesh, mesh), sheet.fragments)

    @property
    def middles(self) -> tuple[np.ndarray, np.ndarray]:
        """Return the middles of the cells along each axis."""
        first, second = self.lines
        return (first[:-1] + first[1:]) / 2, (second[:-1] + second[1:]) / 2

    def parted(self, axis: int, value: float) -> Tiles:
        """Return the same surface with one more lattice line, at `value` along the axis."""
        line = self.lines[axis]
        if np.abs(line - value).min() < 1e-9:
            return self
        place = int(np.searchsorted(line, value))
        share = (value - line[place - 1]) / (line[place] - line[place - 1])
        before, after = (np.take(self.height, index, axis=axis) for index in (place - 1, place))
        height = np.insert(self.height, place, before * (1 - share) + after * share, axis=axis)
        whole = np.insert(self.whole, place, np.take(self.whole, place - 1, axis=axis), axis=axis)
        lines, mesh = list(self.lines), list(self.mesh)
        lines[axis], mesh[axis] = np.insert(line, place, value), np.insert(mesh[axis], place, False)
        fragments = tuple(part for one in self.fragments for part in _part(one, axis, value, place - 1))
        return Tiles((lines[0], lines[1]), height, whole, (mesh[0], mesh[1]), fragments)


def _part(fragment: Fragment, axis: int, value: float, row: int) -> Sequence[Fragment]:
    """Return a fragment by its new cells, in two if the line at `value` goes through its row."""
    cell = fragment.cell
    if cell[axis] < row:
        return [fragment]
    after = (cell[0] + 1, cell[1]) if axis == 0 else (cell[0], cell[1] + 1)
    if cell[axis] > row:
        return [replace(fragment, cell=after)]
    return [
        part
        for one, sign in ((cell, -1.0), (after, 1.0))
        if (part := _side(fragment, one, axis, value, sign)) is not None
    ]


def _side(fragment: Fragment, cell: tuple[int, int], axis: int, value: float, sign: float) -> Fragment | None:
    """Return the part of a fragment on one side of a plane (Sutherland–Hodgman)."""
    points, rims = fragment.polygon, fragment.rim
    ahead = sign * (points[:, axis] - value)
    kept: list[np.ndarray] = []
    rim: list[bool] = []
    for k, border in enumerate(rims):
        here, there = ahead[k], ahead[(k + 1) % len(points)]
        if here >= 0:
            kept.append(points[k])
            rim.append(border)
        if here * there < 0:
            kept.append(points[k] + (points[(k + 1) % len(points)] - points[k]) * (here / (here - there)))
            rim.append(border and here < 0)
    return Fragment(cell, np.array(kept), tuple(rim)) if len(kept) > 2 else None
