"""How much of a mark the surface leaves in sight, as a shape on the stage: the mark is drawn through it.

A mark (a line, a disc, an arrow, a label) is covered by a lattice of spots in space, each told to be in sight or not;
between two that differ the border is sought. The shape is thus cut where the drawn surface ends, at any angle to
the mark. A mark on the surface is covered by spots of the surface, so that nothing but another part of it can hide it.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import TypeAlias

import numpy as np

from scenes.drawing.canvas.painted_mobject import Pane
from scenes.drawing.space.projection import Space

#: The border between two spots is sought down to a gap of so many units: it is right to a tenth of a pixel at 1080p.
_GAP = 0.0015
#: A mark that leans this many times farther than it is wide meets the surface edge on.
_LEAN = 6.0
#: A plane this near to the surface (cube units) lies on it, where the two could take turns to be in front.
_SHEET_THICKNESS = 0.004

Polygons: TypeAlias = list[list[list[float]]]
#: Of pairs of spots (their places in the lattice), and shares of the way between them, shape (k, pairs): what is seen.
VisibilityTest: TypeAlias = Callable[[np.ndarray, np.ndarray, np.ndarray], np.ndarray]


@dataclass(frozen=True, slots=True, eq=False)
class Lattice:
    """Spots over a mark in R rows and C columns: `stage` (R, C, 2), `spots` in the cube (R, C, 3), `side` (R, C).

    A mark has a body: where it stands out over a crest it is seen, although the surface behind the crest is not. For
    that its spots are tried a second time where a mark that faces the camera has them, `raised` (R, C, 3); what has no
    body has none.
    """

    stage: np.ndarray
    spots: np.ndarray
    side: np.ndarray
    raised: np.ndarray | None = None

    def shape(self, space: Space, *, opened: bool = False) -> tuple[Polygons | None, np.ndarray]:
        """Return the polygons in which the mark is in sight (None: everywhere), and which columns have a part in them.

        A column has one if it, or the next one to it, is in sight anywhere.
        """
        flat = self._flat
        seen = self._seen(space, flat, opened).reshape(self.side.shape)
        if seen.all():
            return None, np.ones(self.side.shape[1], bool)
        if not seen.any():
            return [], np.zeros(self.side.shape[1], bool)

        def is_seen(a: np.ndarray, b: np.ndarray, share: np.ndarray) -> np.ndarray:
            spots = flat[a] + share[..., None] * (flat[b] - flat[a])
            return self._seen(space, spots.reshape(-1, flat.shape[1]), opened).reshape(share.shape)

        columns: np.ndarray = np.any(seen, axis=0)
        columns[1:] |= columns[:-1].copy()
        columns[:-1] |= columns[1:].copy()
        return _outline(self.stage, seen, is_seen), columns

    def whole(self) -> Polygons:
        """Return polygons that cover all of the lattice."""
        return _strips(self.stage, np.ones((self.stage.shape[0] - 1, self.stage.shape[1] - 1), bool))

    @property
    def _flat(self) -> np.ndarray:
        """Return spots, sides and raised spots in a row, shape (R · C, 7), or (R · C, 4) where none are raised."""
        raised = [] if self.raised is None else [self.raised]
        flat = np.concatenate([self.spots, self.side[..., None], *raised], axis=-1)
        return flat.reshape(self.side.size, -1)

    def _seen(self, space: Space, flat: np.ndarray, opened: bool) -> np.ndarray:
        seen = space.sees(flat[:, :3], flat[:, 3], opened=opened)
        raised = flat[~seen, 4:]
        if raised.size:
            above = raised[:, 2] - space.squash * space.sheet.at(raised[:, 0], raised[:, 1])
            seen[~seen] = space.sees(raised, np.nan_to_num(above), opened=opened)
        return seen


def panes(space: Space, lattices: Sequence[Lattice]) -> tuple[Pane, ...]:
    """Return what to draw a mark through that several lattices cover: nothing at all if it is hidden."""
    return visible_parts(space, lattices)[0]


def visible_parts(space: Space, lattices: Sequence[Lattice]) -> tuple[tuple[Pane, ...], list[np.ndarray]]:
    """Return the panes of a mark, and of each lattice which columns can be seen through them, shape (C,)."""
    share = 0.0 if space.opening is None else space.opening.share
    made = []
    columns = [np.zeros(lattice.side.shape[1], bool) for lattice in lattices]
    for opened, opacity in ((True, share), (False, 1.0)):
        if opacity <= 0 or (share >= 1 and not opened):
            continue
        polygons: Polygons = []
        whole = True
        for index, lattice in enumerate(lattices):
            shape, seen = lattice.shape(space, opened=opened)
            columns[index] |= seen
            whole &= shape is None
            polygons += lattice.whole() if shape is None else shape
        if polygons:
            made.append(Pane(None if whole else polygons, opacity))
    return tuple(made), columns


def _outline(stage: np.ndarray, seen: np.ndarray, is_seen: VisibilityTest) -> Polygons:
    """March through the lattice, `stage` (R, C, 2) and `seen` (R, C): whole cells, and what is in sight of others."""
    parted, crossing = _border(stage, seen, is_seen)
    kept, places = _around(seen, *parted), _around(stage, *crossing)
    count = kept[..., ::2].sum(axis=-1)
    cells = (count > 0) & (count < 4)
    kept, places = kept[cells], places[cells]
    walk, ends = places[kept].tolist(), kept.sum(axis=1).cumsum().tolist()
    return [*_strips(stage, count == 4), *(walk[a:b] for a, b in zip([0, *ends], ends, strict=False))]


def _border(stage: np.ndarray, seen: np.ndarray, is_seen: VisibilityTest) -> tuple[list[np.ndarray], list[np.ndarray]]:
    """Return which sides of the cells sight ends on, and where: of sides along rows, and of those down columns."""
    index, places, flags = np.arange(seen.size).reshape(seen.shape), stage.reshape(-1, 2), seen.ravel()
    sides = np.stack([index[:, :-1], index[:, 1:]]), np.stack([index[:-1], index[1:]])
    one, other = np.concatenate([ends.reshape(2, -1) for ends in sides], axis=1)
    parted = flags[one] != flags[other]
    one, other = one[parted], other[parted]
    near, far = np.where(flags[one], (one, other), (other, one))
    low, width = np.zeros(len(near)), 1.0
    for _ in range(_quarterings(places[near] - places[far])):
        width /= 4
        on = is_seen(near, far, low + width * np.arange(1, 4)[:, None])
        low += width * np.logical_and.accumulate(on).sum(axis=0)
    crossing = np.zeros((len(parted), 2))
    crossing[parted] = places[near] + (low + width / 2)[:, None] * (places[far] - places[near])
    middle, sizes = sides[0][0].size, [ends.shape[1:] for ends in sides]
    ends_on = [part.reshape(size) for part, size in zip(np.split(parted, [middle]), sizes, strict=True)]
    ends_at = [part.reshape(*size, 2) for part, size in zip(np.split(crossing, [middle]), sizes, strict=True)]
    return ends_on, ends_at


def _around(corners: np.ndarray, along: np.ndarray, down: np.ndarray) -> np.ndarray:
    """Return what lies around each cell, a corner and a side in turn, shape (R − 1, C − 1, 8, …)."""
    turn = (
        corners[:-1, :-1], along[:-1], corners[:-1, 1:], down[:, 1:],
        corners[1:, 1:], along[1:], corners[1:, :-1], down[:, :-1],
    )  # fmt: skip
    return np.stack(turn, axis=2)


def _quarterings(gaps: np.ndarray) -> int:
    """Return how often gaps on the stage, shape (n, 2), are to be quartered."""
    widest = float(np.abs(gaps).max(initial=0.0))
    return max(0, math.ceil(math.log(widest / _GAP, 4))) if widest > 0 else 0


def _strips(stage: np.ndarray, cells: np.ndarray) -> Polygons:
    """Return polygons that cover `cells` (R − 1, C − 1) of a lattice on the stage (R, C, 2): one for each run in a row.

    Fewer and longer than the cells themselves, they are clipped to in a third of the time. A run ends where the
    lattice folds over: a polygon that turns both ways would be empty where it lies over itself.
    """
    diagonals = stage[1:, 1:] - stage[:-1, :-1], stage[:-1, 1:] - stage[1:, :-1]
    (a, b), (c, d) = (np.moveaxis(diagonal, -1, 0) for diagonal in diagonals)
    polygons: Polygons = []
    for turned in (cells & (a * d < b * c), cells & (a * d >= b * c)):
        steps = np.diff(np.pad(turned.astype(np.int8), ((0, 0), (1, 1))), axis=1)
        # Both are found row by row: each run's start has its end at the same place.
        starts, ends = (np.argwhere(steps == step).tolist() for step in (1, -1))
        for (row, start), (_, end) in zip(starts, ends, strict=True):
            run = slice(start, end + 1)
            polygons.append(np.concatenate([stage[row, run], stage[row + 1, run][::-1]]).tolist())
    return polygons


def ribbon(space: Space, spots: np.ndarray, half_width: float) -> Lattice:
    """Cover a line through spots in the cube, shape (n, 3), a little wider than it is drawn (units)."""
    half_width = 1.1 * half_width + 0.01
    stage = space.place(spots)[:, :2]
    along = np.gradient(stage, axis=0)
    along /= np.linalg.norm(along, axis=1, keepdims=True) + 1e-12
    across = half_width * np.stack([-along[:, 1], along[:, 0]], axis=1)
    offsets = np.stack([-across, np.zeros_like(across), across])
    return _decal(space, spots, offsets, half_width)


def disc(space: Space, spot: np.ndarray, radius: float) -> Lattice:
    """Cover a disc about a spot in the cube, shape (3,); its radius is in units."""
    angles = np.linspace(0, 2 * np.pi, 33)
    ring = radius * np.stack([np.cos(angles), np.sin(angles)], axis=1)
    offsets = np.stack([share * ring for share in (0.0, 0.5, 1.0)])
    return _decal(space, np.repeat(spot[None], len(angles), axis=0), offsets, radius)


def board(space: Space, anchor: np.ndarray, low: np.ndarray, high: np.ndarray) -> Lattice:
    """Cover an upright rectangle of the stage from `low` to `high`, shape (2,) each, as deep as a spot in the cube."""
    x, y = np.meshgrid(np.linspace(low[0], high[0], 7), np.linspace(low[1], high[1], 4))
    stage = np.stack([x, y], axis=-1)
    spots = _facing(space, anchor, stage - space.place(anchor)[:2])
    side = float(np.nan_to_num(anchor[2] - space.squash * space.sheet.at(anchor[0], anchor[1])))
    return Lattice(stage, spots, np.full(x.shape, side))


def plane(space: Space, corners: np.ndarray) -> Lattice:
    """Cover a piece of a plane by its corners in the cube, in turn, shape (4, 3)."""
    s, t = (each[..., None] for each in np.meshgrid(*[np.linspace(0, 1, 41)] * 2, indexing="ij"))
    a, b, c, d = corners
    spots = (a * (1 - s) + b * s) * (1 - t) + (d * (1 - s) + c * s) * t
    above = np.nan_to_num(spots[..., 2] - space.squash * space.sheet.at(spots[..., 0], spots[..., 1]))
    resting = np.abs(above) < _SHEET_THICKNESS
    spots[..., 2] = np.where(resting & (above < 0), spots[..., 2] - above, spots[..., 2])
    # A little larger than it is drawn: its border is a line of some width.
    middle = space.place(spots.mean(axis=(0, 1)))[:2]
    stage = space.place(spots)[..., :2]
    edge = np.zeros(stage.shape[:2], bool)
    edge[[0, -1]] = edge[:, [0, -1]] = True
    outward = stage - middle
    outward /= np.linalg.norm(outward, axis=-1, keepdims=True) + 1e-12
    stage = stage + 0.03 * edge[..., None] * outward
    return Lattice(stage, spots, np.where(resting, 0.0, above))


def _decal(space: Space, spots: np.ndarray, offsets: np.ndarray, thickness: float) -> Lattice:
    """Cover a mark that leans on the surface under it: `offsets` on the stage, shape (R, n, 2), from spots (n, 3).

    A mark is as thick as it is wide: it lies on a surface into which it sinks no deeper than that.
    """
    above, slope = _over_sheet(space, spots)
    spots, free = spots.copy(), np.isnan(above)
    thick = thickness / space.magnification(spots)
    resting = ~free & (np.abs(above) <= thick)
    sunk = resting & (above < 0)
    spots[sunk, 2] -= above[sunk]
    side = np.where(resting | free, 0.0, above)
    steps = _ground_steps(space, spots, slope, offsets)
    places = spots + np.concatenate([steps, np.einsum("rnk,nk->rn", steps, slope)[..., None]], axis=-1)
    # As high over the surface beside the line as on it.
    ground = space.squash * space.sheet.at(places[..., 0], places[..., 1])
    gap = np.where(free | sunk, 0.0, above)
    laid = ~np.isnan(ground) & ~free
    places[..., 2] = np.where(laid, ground + gap, places[..., 2])
    stage = space.place(spots)[:, :2] + offsets
    return Lattice(stage, places, np.broadcast_to(side, stage.shape[:2]), _facing(space, spots, offsets))


def _facing(space: Space, spots: np.ndarray, offsets: np.ndarray) -> np.ndarray:
    """Return the places that stand by `offsets` on the stage from spots, as far from the camera as these."""
    right, up, _ = space.axes
    x, y = np.moveaxis(offsets / np.asarray(space.magnification(spots))[..., None], -1, 0)[..., None]
    return np.asarray(spots + x * right + y * up)


def _over_sheet(space: Space, spots: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Return how far spots stand above the sheet (NaN beside it), and the sheet's slope there, shape (n, 2)."""
    step = 1.0 / space.sheet.cells
    around = step * np.array([[0, 0], [1, 0], [0, 1], [-1, 0], [0, -1]])
    u, v = np.moveaxis(spots[:, :2] + around[:, None], -1, 0)
    level, *others = space.squash * space.sheet.at(u, v)
    one, other = (np.stack(others[:2]) - level) / step, (level - np.stack(others[2:])) / step
    slope = np.where(np.isnan(one), other, np.where(np.isnan(other), one, (one + other) / 2))
    return spots[:, 2] - level, np.nan_to_num(slope.T)


def _ground_steps(space: Space, spots: np.ndarray, slope: np.ndarray, offsets: np.ndarray) -> np.ndarray:
    """Return the steps in (u, v), shape (R, n, 2), that move a spot of a surface by `offsets` on the stage."""
    tiny = 1e-5
    steps = np.zeros((3, *spots.shape))
    steps[1, :, 0] = steps[2, :, 1] = tiny
    steps[1:, :, 2] = tiny * slope.T
    here, *moved = space.place(spots + steps)[..., :2]
    (a, c), (b, d) = (((each - here) / tiny).T for each in moved)
    area = a * d - b * c
    area = np.where(np.abs(area) < 1e-9, 1e-9, area)
    x, y = offsets[..., 0], offsets[..., 1]
    steps = np.stack([(d * x - b * y) / area, (a * y - c * x) / area], axis=-1)
    length = np.linalg.norm(steps, axis=-1, keepdims=True)
    most = _LEAN * np.linalg.norm(offsets, axis=-1, keepdims=True) / space.magnification(spots)[..., None]
    return np.asarray(steps * np.minimum(1.0, most / np.maximum(length, 1e-12)))
