"""A curve as polylines inside a rectangle, cut where it is not one: at poles, jumps and the ends of its domain."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from mathkit.arrays import Array, Range
from mathkit.formula.function import Function

Point = tuple[float, float]

_BISECTIONS = 60
_REFINEMENTS = 5


def runs_inside(f: Function, x_range: Range, y_range: Range, n: int) -> list[Array]:
    """Trace y = f(x) inside x_range × y_range: runs (k, 2) with x ascending and k ≥ 2, from about n samples.

    A part that leaves through the top or bottom ends exactly on it; one that ends inside ends at a jump, or where the
    domain does.
    """
    x = _refined(f, np.linspace(*x_range, max(n, 2)), y_range)
    y = f(x)
    inside = _inside(y, y_range)
    path: list[Point | None] = []  # None is where the pen is lifted
    for index, here in enumerate(zip(x.tolist(), y.tolist(), strict=True)):
        if index:
            before = (float(x[index - 1]), float(y[index - 1]))
            path += _joint(f, before, here, (bool(inside[index - 1]), bool(inside[index])), y_range)
        if inside[index]:
            path.append(here)
    return _strokes(path)


def _strokes(path: list[Point | None]) -> list[Array]:
    """Split at the Nones, without repeated x, into strokes of two points or more."""
    strokes: list[list[Point]] = [[]]
    for point in path:
        if point is None:
            strokes.append([])
        elif not strokes[-1] or point[0] > strokes[-1][-1][0]:
            strokes[-1].append(point)
    return [np.array(stroke) for stroke in strokes if len(stroke) > 1]


def _joint(f: Function, left: Point, right: Point, inside: tuple[bool, bool], y_range: Range) -> list[Point | None]:
    """Join two neighbouring samples by nothing, a cut, or an entrance or exit."""
    if inside == (True, True):
        steep = abs(right[1] - left[1]) > 0.02 * (y_range[1] - y_range[0])
        return _jump(f, left, right, y_range) if steep else []
    if inside == (True, False):
        return [_last_inside(f, left[0], right[0], y_range), None]
    if inside == (False, True):
        return [None, _last_inside(f, right[0], left[0], y_range)]
    return [None]


def _inside(y: Array, y_range: Range) -> NDArray[np.bool_]:
    return np.greater_equal(y, y_range[0]) & np.less_equal(y, y_range[1])


def _refined(f: Function, x: Array, y_range: Range) -> Array:
    """Add midpoints to `x` where the curve rises by more than a tenth of the window from one to the next."""
    for _ in range(_REFINEMENTS):
        y = np.clip(f(x), y_range[0] - 1e-3, y_range[1] + 1e-3)
        gaps = np.flatnonzero(np.abs(np.diff(y)) > 0.1 * (y_range[1] - y_range[0]))
        if not len(gaps):
            break
        x = np.sort(np.concatenate([x, (x[gaps] + x[gaps + 1]) / 2]))
    return x


def _last_inside(f: Function, inner: float, outer: float, y_range: Range) -> Point:
    """Return the point nearest to `outer` that is still inside: on the border, or where the domain or curve ends."""
    for _ in range(_BISECTIONS):
        middle = (inner + outer) / 2
        if y_range[0] <= f(middle) <= y_range[1]:
            inner = middle
        else:
            outer = middle
    y = f(inner)
    near = 1e-4 * (y_range[1] - y_range[0])  # a domain that ends at the border ends there by rounding, not by chance
    return inner, next((border for border in y_range if abs(y - border) < near), y)


def _jump(f: Function, left: Point, right: Point, y_range: Range) -> list[Point | None]:
    """Return both sides of a jump between left and right, if halving the interval does not close the gap."""
    first = abs(right[1] - left[1])
    for _ in range(_BISECTIONS):
        x = (left[0] + right[0]) / 2
        if not left[0] < x < right[0]:
            break
        middle = (x, f(x))
        if not y_range[0] <= middle[1] <= y_range[1]:  # a hole or a pole
            return [_last_inside(f, left[0], x, y_range), None, _last_inside(f, right[0], x, y_range)]
        if abs(middle[1] - left[1]) > abs(right[1] - middle[1]):
            right = middle
        else:
            left = middle
    return [left, None, right] if abs(right[1] - left[1]) >= 0.3 * first else []
