"""A curve as polylines inside a rectangle, cut where it is not one: at poles, jumps and the ends of its domain."""

import numpy as np

from mathkit.evaluation import Array
from mathkit.function import Function

Range = tuple[float, float]

_BISECTIONS = 60
_REFINEMENTS = 5


def runs_inside(f: Function, x_range: Range, y_range: Range, n: int) -> list[Array]:
    """The parts of y = f(x) inside x_range × y_range, each (k, 2) with x ascending and k ≥ 2.

    A part that leaves through the top or bottom ends exactly on it; one that ends inside ends at a jump, or where the
    domain does.
    """
    x = _refined(f, np.linspace(*x_range, n), y_range)
    y = f(x)
    inside = _inside(y, y_range)
    linked = np.zeros(len(x) - 1, dtype=bool)
    both = inside[:-1] & inside[1:]
    linked[both] = True
    steep = both & (np.abs(np.diff(y)) > 0.02 * (y_range[1] - y_range[0]))
    jumps: dict[int, tuple[tuple[float, float], tuple[float, float]]] = {}
    for index in np.flatnonzero(steep):
        jump = _jump(f, float(x[index]), float(x[index + 1]), y_range)
        if jump is not None:
            jumps[int(index)] = jump
            linked[index] = False
    runs: list[Array] = []
    points: list[tuple[float, float]] = []
    for index in range(len(x)):
        if inside[index]:
            if not points and index and not inside[index - 1]:
                points.append(_last_inside(f, float(x[index]), float(x[index - 1]), y_range))
            points.append((float(x[index]), float(y[index])))
        if index == len(x) - 1 or not linked[index]:
            if inside[index] and index + 1 < len(x):
                after = (
                    jumps[index][0] if index in jumps else _last_inside(f, *map(float, x[index : index + 2]), y_range)
                )
                points.append(after)
            _close(runs, points)
            points = [jumps[index][1]] if index in jumps else []
    return runs


def _close(runs: list[Array], points: list[tuple[float, float]]) -> None:
    kept = [point for index, point in enumerate(points) if index == 0 or point[0] > points[index - 1][0]]
    if len(kept) > 1:
        runs.append(np.array(kept))


def _inside(y: Array, y_range: Range) -> Array:
    with np.errstate(invalid="ignore"):
        return (y >= y_range[0]) & (y <= y_range[1])  # type: ignore[return-value]


def _refined(f: Function, x: Array, y_range: Range) -> Array:
    """`x` with midpoints added where the curve rises by more than a tenth of the window from one to the next."""
    for _ in range(_REFINEMENTS):
        y = np.clip(f(x), y_range[0] - 1e-3, y_range[1] + 1e-3)
        gaps = np.flatnonzero(np.abs(np.diff(y)) > 0.1 * (y_range[1] - y_range[0]))
        if not len(gaps):
            break
        x = np.sort(np.concatenate([x, (x[gaps] + x[gaps + 1]) / 2]))
    return x


def _last_inside(f: Function, inner: float, outer: float, y_range: Range) -> tuple[float, float]:
    """The point nearest to `outer` that is still inside: on the border, or where the domain ends."""
    for _ in range(_BISECTIONS):
        middle = (inner + outer) / 2
        if y_range[0] <= f(middle) <= y_range[1]:
            inner = middle
        else:
            outer = middle
    y, beyond = f(inner), f(outer)
    near = 1e-6 * (y_range[1] - y_range[0])
    for border in y_range:
        if abs(y - border) < near or (np.isfinite(beyond) and abs(beyond - border) < near):
            return inner, border
    return inner, y


def _jump(
    f: Function, left: float, right: float, y_range: Range
) -> tuple[tuple[float, float], tuple[float, float]] | None:
    """The two sides of a jump between left and right, if halving the interval again and again does not close the gap."""
    below, above = f(left), f(right)
    first = abs(above - below)
    for _ in range(_BISECTIONS):
        middle = (left + right) / 2
        if not left < middle < right:
            break
        y = f(middle)
        if not np.isfinite(y):
            break
        if abs(y - below) > abs(above - y):
            right, above = middle, y
        else:
            left, below = middle, y
    if abs(above - below) < 0.3 * first:
        return None
    return (left, float(np.clip(below, *y_range))), (right, float(np.clip(above, *y_range)))
