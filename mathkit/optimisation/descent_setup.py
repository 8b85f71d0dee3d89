"""Choices for a descent that is to be seen: where to start, at what rate, and how much of it a window shows."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import replace

import numpy as np
import numpy.typing as npt

from mathkit.arrays import Array
from mathkit.derivatives.gradients import Gradient
from mathkit.errors import DomainError
from mathkit.formula.function import Function
from mathkit.optimisation.descent import DescentPath
from mathkit.optimisation.optimiser_loop import Reason
from mathkit.optimisation.proven_minimum import proven_minimum
from mathkit.windows.axis_ticks import multiples, nice_step
from mathkit.windows.surface_window import SurfaceWindow

#: A path has arrived where the gradient's length is down to this share of what it was at the start.
ARRIVED = 0.05
#: A straight way that passes a place this near, as a share of the window's width, counts as leading to it.
MISSED = 0.04
#: Steps in which a descent at a good rate gets to the bottom, if there is one.
PATIENCE = 400
#: A path stops where the gradient's length is down to this share of what it was at the start.
LEVEL = 1e-3
#: Powers of ten of rates that are tried, from the one that would lead right across the window down.
_POWERS = 12


def arrives(path: DescentPath) -> bool:
    """Tell whether the path ends where it is nearly level, measured by the slope at its start."""
    first, last = np.linalg.norm(path.gradients[[0, -1]], axis=1)
    return bool(last <= ARRIVED * first)


def find_bottom(window: SurfaceWindow, start: Sequence[float]) -> Array | None:
    """Return the minimum in the window below the way down from `start`, shape (2,); None where none is proven there."""
    path = descend(window, start, choose_rate(window, start, PATIENCE // 20), PATIENCE)
    if within_window(path, window) is not path:
        return None
    bottom = proven_minimum(window.function, path.points[-1].tolist(), (window.x_range, window.y_range))
    if bottom is None:
        return None
    height, reached = float(window.function(*bottom)), float(path.values[-1])
    return bottom if height <= reached + 1e-9 * float(np.ptp(window.z_range)) else None


def missed_bottom(window: SurfaceWindow, gradient: Gradient) -> Array | None:
    """Return the bottom below the gradient's point, shape (2,), where the straight line against the gradient misses it.

    None where there is no bottom in the window, and where that way leads nearly there.
    """
    bottom = find_bottom(window, gradient.at)
    if bottom is None:
        return None
    (x, y), (along_x, along_y) = bottom - gradient.at, -np.array(gradient.components) / gradient.norm
    aside = math.hypot(x, y) if x * along_x + y * along_y < 0 else abs(x * along_y - y * along_x)
    return bottom if aside > MISSED * float(np.ptp(window.x_range)) else None


def descend(
    window: SurfaceWindow, start: Sequence[float], rate: float, steps: int, uphill: bool = False
) -> DescentPath:
    """Take at most `steps` steps; "converged" is relative to the slope at `start`, so that flat functions move too.

    Raises DomainError where `DescentPath.of` does.
    """
    slope = _steepness(window, *start)
    tolerance = LEVEL * float(slope) if np.isfinite(slope) else 0.0
    return DescentPath.of(window.function, start, rate, steps, tolerance, uphill)


def within_window(path: DescentPath, window: SurfaceWindow) -> DescentPath:
    """Cut a path off at its first point outside the window, which counts as its domain; the start is always kept."""
    return _up_to(path, ~window.contains(path.points), "left the domain")


def choose_start(window: SurfaceWindow) -> tuple[float, float]:
    """Choose a start for a descent: on a ring about the window's middle, rather low but not lowest, on a slope.

    In a valley that is off its floor, so that the descent has a bend. Where f has no value on the ring, `window.at`.
    """
    (x0, x1), (y0, y1) = window.x_range, window.y_range
    turns = np.linspace(0, 2 * np.pi, 16, endpoint=False) + np.pi
    x, y = (x0 + x1) / 2 + 0.4 * (x1 - x0) * np.cos(turns), (y0 + y1) / 2 + 0.4 * (y1 - y0) * np.sin(turns)
    heights, slopes = window.function(x, y), _steepness(window, x, y)
    ring = np.flatnonzero(np.isfinite(heights) & np.isfinite(slopes))
    if not len(ring):
        return window.at
    ring = ring[slopes[ring] >= 0.1 * np.median(slopes[ring])]
    chosen = ring[np.argsort(heights[ring], kind="stable")[len(ring) // 4]]
    return float(x[chosen]), float(y[chosen])


def choose_rate(window: SurfaceWindow, start: Sequence[float], steps: int) -> float:
    """Choose the round rate that gets lowest in `steps` steps, each of them going down, none out of the window.

    Tries one-digit rates down from the one whose first step leads right across the window, and compares the eight
    largest that will do; where none does, the least of those tried.
    """
    across = float(np.hypot(np.ptp(window.x_range), np.ptp(window.y_range)))
    slope = float(_steepness(window, *start))
    # Where it is level no rate leads anywhere, and any will do.
    top = math.floor(math.log10(across / slope)) if 0 < slope < math.inf else 0
    rates = [digit * 10.0**power for power in range(top, top - _POWERS, -1) for digit in (8, 6, 5, 4, 3, 2, 1)]
    found: list[tuple[float, float]] = []
    for rate in rates:
        path = descend(window, start, rate, steps)
        # A single leap onto the minimum shows no descent.
        inside = within_window(path, window) is path and len(path.points) > 2
        if inside and bool(np.all(np.diff(path.values) < 0)):
            found.append((float(path.values[-1]), rate))
        if len(found) == 8:
            break
    return min(found)[1] if found else rates[-1]


def choose_ascent(
    window: SurfaceWindow, start: Sequence[float], rate: float, steps: int = 40, ceiling: float = math.inf
) -> DescentPath:
    """Choose the ascent from `start` to the window's rim, up to `ceiling`, or `steps` steps; `rate` at most.

    Its steps are short enough to see six points.
    """
    for halvings in range(40):
        path = within_window(descend(window, start, rate / 2**halvings, steps, uphill=True), window)
        path = _up_to(path, path.values > ceiling, path.reason)
        if len(path.points) >= 6:
            break
    return path


def choose_slope(window: SurfaceWindow) -> tuple[float, float] | None:
    """Choose a round point near `window.at` where the ground slopes; None where it is level all over the window."""
    (x0, x1), (y0, y1) = window.x_range, window.y_range
    step = nice_step(x1 - x0, 16)
    x, y = (multiples(low, high, step) for low, high in ((x0, x1), (y0, y1)))
    places = np.stack(np.meshgrid(x[1:-1], y[1:-1], indexing="ij"), axis=-1).reshape(-1, 2)
    slopes = _steepness(window, *places.T)
    sloping = np.flatnonzero(np.isfinite(slopes) & (slopes > 0))
    if not len(sloping):
        return None
    sloping = sloping[slopes[sloping] >= 0.5 * np.median(slopes[sloping])]
    far = np.hypot(*(places[sloping] - window.at).T).round(9)
    nearest = sloping[np.lexsort((*-places[sloping].T[::-1], far))]
    for x_there, y_there in places[nearest].tolist():
        try:
            Gradient.of(window.function, (x_there, y_there))
        except DomainError:  # a kink
            continue
        return x_there, y_there
    return None


def check_slope(gradient: Gradient, window: SurfaceWindow) -> None:
    """Raise DomainError where the gradient is zero: where it can be seen in the window that there is none."""
    height, width = (float(np.ptp(extent)) for extent in (window.z_range, window.x_range))
    if gradient.norm > 1e-9 * height / width:
        return
    place = choose_slope(window)
    instead = (
        'It is level all around: choose a function that rises, such as f="x**2 + y**2" at=1,0.5.'
        if place is None
        else f"Choose a point on a slope: at={place[0]:g},{place[1]:g}."
    )
    at = ",".join(f"{each:g}" for each in gradient.at)
    raise DomainError(f"the gradient of {gradient.function.text} is zero at {at}: it points nowhere. {instead}")


def is_plane(window: SurfaceWindow) -> bool:
    """Tell whether the gradient is the same all over the window."""
    x, y = _grid(window)
    slopes = np.array([np.broadcast_to(partial(x, y), x.shape) for partial in _partials(window)])
    return bool(np.ptp(slopes, axis=1).max() <= 1e-9 * np.abs(slopes).max())


def is_equally_steep(window: SurfaceWindow) -> bool:
    """Tell whether the gradient is as long all over the window, where there is one: on a plane, a cone or a roof."""
    steepness = _steepness(window, *_grid(window))
    steepness = steepness[np.isfinite(steepness)]
    return bool(np.ptp(steepness) <= 1e-9 * steepness.max())


def _up_to(path: DescentPath, beyond: npt.NDArray[np.bool_], reason: Reason) -> DescentPath:
    """Cut a path before its first point that is `beyond`, shape (n + 1,); the path itself where none is."""
    if not beyond.any():
        return path
    kept = slice(max(1, int(np.argmax(beyond))))
    points, values, gradients = (each[kept] for each in (path.points, path.values, path.gradients))
    return replace(path, points=points, values=values, gradients=gradients, reason=reason)


def _grid(window: SurfaceWindow) -> tuple[Array, Array]:
    """Return x and y all over the window, shape (n,) each: on no axis or diagonal, where roofs have their ridge."""
    shares = (np.arange(45) + 0.37) / 45, (np.arange(40) + 0.61) / 40
    ranges = window.x_range, window.y_range
    x, y = np.meshgrid(*(low + share * (high - low) for share, (low, high) in zip(shares, ranges, strict=True)))
    return x.ravel(), y.ravel()


def _partials(window: SurfaceWindow) -> list[Function]:
    return [window.function.derivative(name) for name in window.function.variables]


def _steepness(window: SurfaceWindow, x: float | Array, y: float | Array) -> Array:
    """Return |∇f| at these points; NaN or ∞ where there is none."""
    return np.hypot(*(np.broadcast_to(partial(x, y), np.shape(x)) for partial in _partials(window)))
