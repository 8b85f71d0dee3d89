"""Where a surface is level: numeric, by Newton's method from many starting points at once (MML §7.1)."""

from __future__ import annotations

import itertools
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from mathkit.arrays import Array, Range
from mathkit.derivatives.hessian import QuadraticKind, quadratic_kind
from mathkit.formula.function import Function
from mathkit.notation.typst_parts import part, point, valued, words

_STARTS = {2: 17, 3: 6}  # points of the grid along each axis; for more variables, that many are drawn
_DRAWN = 300
_STEPS = 40
_SAME = 1e-5  # share of the box below which two points are one
#: Points that are reported; a surface that is level along a whole line has more.
MOST = 50


@dataclass(frozen=True, slots=True)
class StationaryPoint:
    """A point with ∇f = 0: a minimum, maximum or saddle by the eigenvalues of ∇²f, "flat" where they leave it open."""

    at: tuple[float, ...]
    value: float
    kind: QuadraticKind

    @property
    def typst(self) -> str:
        """Return the point, its height and its kind; the parts are point, value and kind."""
        height = valued(f"f {part(point(self.at), 'point')}", self.value, "value")
        return f"{height} quad {part(words(self.kind), 'kind')}"


def stationary_points(f: Function, box: Sequence[Range]) -> tuple[StationaryPoint, ...]:
    """Find where ∇f = 0 in a box, one range per variable, in the order of coordinates; at most `MOST`.

    Newton's method finds those that a start leads to: a very narrow valley may hide one.
    """
    low, high = (np.array([extent[end] for extent in box], dtype=np.float64) for end in (0, 1))
    slopes = [f.derivative(name) for name in f.variables]
    bends = [[slope.derivative(name) for name in f.variables] for slope in slopes]
    points = _starts(low, high)
    for _ in range(_STEPS):
        points = _followed(points, _values(slopes, points), _matrices(bends, points), low, high)
    settled = points[_level(slopes, points)]
    settled = settled[np.all((settled >= low) & (settled <= high), axis=1)]
    found = []
    for at in _apart(np.round(settled, 9) + 0.0, _SAME * float(np.max(high - low))):
        eigenvalues = np.linalg.eigvalsh(_matrices(bends, at[None, :])[0])
        kind = quadratic_kind(eigenvalues, 1e-6) if np.isfinite(eigenvalues).all() else "flat"
        found.append(StationaryPoint(tuple(at.tolist()), f(*at.tolist()), kind))
    return tuple(found[:MOST])


def _starts(low: Array, high: Array) -> Array:
    count = _STARTS.get(len(low))
    if count is None:
        return np.random.default_rng(0).uniform(low, high, (_DRAWN, len(low)))
    axes = [np.linspace(start, end, count) for start, end in zip(low, high, strict=True)]
    return np.array(list(itertools.product(*axes)))


def _values(functions: Sequence[Function], points: Array) -> Array:
    """Return the values, shape (points, functions)."""
    return np.stack([np.broadcast_to(g(*points.T), len(points)) for g in functions], axis=1)


def _matrices(functions: Sequence[Sequence[Function]], points: Array) -> Array:
    """Return the matrices, shape (points, n, n)."""
    return np.stack([_values(row, points) for row in functions], axis=1)


def _followed(points: Array, slopes: Array, bends: Array, low: Array, high: Array) -> Array:
    """Take one Newton step from every point that is still near the box, none longer than a quarter of it."""
    scale = np.abs(bends).max(axis=(1, 2), initial=0.0)
    usable = np.isfinite(slopes).all(axis=1) & np.isfinite(scale) & (scale > 0)
    usable[usable] = np.abs(np.linalg.det(bends[usable] / scale[usable, None, None])) > 1e-14
    points, slopes, bends = points[usable], slopes[usable], bends[usable]
    steps = -np.linalg.solve(bends, slopes[..., None])[..., 0]
    reach = np.abs(steps / (high - low)).max(axis=1, initial=0.0)
    moved = points + steps / np.maximum(1.0, 4 * reach)[:, None]
    near = ((moved >= low - (high - low)) & (moved <= high + (high - low))).all(axis=1)
    return moved[near]


def _level(slopes: Sequence[Function], points: Array) -> NDArray[np.bool_]:
    """Tell whether the gradient vanishes, next to how it changes a thousandth away."""
    gradients = np.abs(_values(slopes, points)).max(axis=1, initial=0.0)
    nearby = np.abs(_values(slopes, points + 1e-3)).max(axis=1, initial=0.0)
    return np.less_equal(gradients, 1e-7 * nearby)


def _apart(points: Array, near: float) -> list[Array]:
    """Return the points in the order of their coordinates, of those closer than `near` only the first."""
    kept: list[Array] = []
    for at in sorted(points, key=lambda at: tuple(np.round(at / near).tolist())):
        if all(np.abs(at - other).max() > near for other in kept):
            kept.append(at)
        if len(kept) > 2 * MOST:
            break
    return kept
