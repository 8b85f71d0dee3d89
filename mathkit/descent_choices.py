"""Choices for a descent that is to be seen: where to start, at what rate, and how much of it a window shows."""

from collections.abc import Sequence
from dataclasses import replace

import numpy as np

from mathkit.descent import DescentPath
from mathkit.windows import SurfaceWindow

#: A path has arrived where the gradient's length is down to this share of what it was at the start.
ARRIVED = 0.05
#: Steps in which a descent at a good rate gets to the bottom, if there is one.
PATIENCE = 400


def arrives(path: DescentPath) -> bool:
    """Whether the path ends where it is nearly level, measured by the slope at its start."""
    first, last = np.linalg.norm(path.gradients[[0, -1]], axis=1)
    return bool(last <= ARRIVED * first)


def has_bottom(window: SurfaceWindow, start: Sequence[float]) -> bool:
    """Whether a patient descent from `start` arrives somewhere in the window."""
    path = DescentPath.of(window.function, start, choose_rate(window, start, PATIENCE // 20), PATIENCE)
    return within_window(path, window) is path and arrives(path)


def within_window(path: DescentPath, window: SurfaceWindow) -> DescentPath:
    """The path up to its first point outside the window, which counts as its domain; the start is kept in any case."""
    outside = np.flatnonzero(~window.contains(path.points))
    if not len(outside):
        return path
    kept = slice(max(1, int(outside[0])))
    return replace(
        path,
        points=path.points[kept],
        values=path.values[kept],
        gradients=path.gradients[kept],
        reason="left the domain",
    )


def choose_start(window: SurfaceWindow) -> tuple[float, float]:
    """A start for a way down: on a ring about the middle of the window, rather low but not lowest.

    In a valley that is off its floor, so that the way down has a bend. Where f has no value on the ring, `window.at`.
    """
    (x0, x1), (y0, y1) = window.x_range, window.y_range
    turns = np.linspace(0, 2 * np.pi, 16, endpoint=False) + np.pi
    x, y = (x0 + x1) / 2 + 0.4 * (x1 - x0) * np.cos(turns), (y0 + y1) / 2 + 0.4 * (y1 - y0) * np.sin(turns)
    heights = window.function(x, y)
    ring = np.flatnonzero(np.isfinite(heights))
    if not len(ring):
        return window.at
    chosen = ring[np.argsort(heights[ring], kind="stable")[len(ring) // 4]]
    return float(x[chosen]), float(y[chosen])


def choose_rate(window: SurfaceWindow, start: Sequence[float], steps: int) -> float:
    """The round rate that gets lowest in `steps` steps, each of them going down, none out of the window.

    Tries one-digit rates from 800 down, and compares the eight largest that will do; 1e-9 where none does.
    """
    found: list[tuple[float, float]] = []
    for rate in (digit * 10.0**power for power in range(2, -10, -1) for digit in (8, 6, 5, 4, 3, 2, 1)):
        path = DescentPath.of(window.function, start, rate, steps)
        # A single leap onto the minimum is no way down to watch.
        seen = within_window(path, window) is path and len(path.points) > 2
        if seen and bool(np.all(np.diff(path.values) < 0)):
            found.append((float(path.values[-1]), rate))
        if len(found) == 8:
            break
    return min(found)[1] if found else 1e-9


def choose_climb(window: SurfaceWindow, start: Sequence[float], rate: float) -> DescentPath:
    """The way up from `start` to the window's rim, by steps short enough to see six points of it; `rate` at most."""
    for halvings in range(12):
        path = within_window(DescentPath.of(window.function, start, rate / 2**halvings, 40, uphill=True), window)
        if len(path.points) >= 6:
            break
    return path
