"""How far shapes reach on the stage: their convex hulls, given by their supports along sixteen directions.

A hull is an array of shape (…, 16): entry k is the farthest that the shape reaches along direction k, at an angle of
22.5°·k to the x axis. It stands for the sixteen-sided polygon around the shape, which is its hull for all that
a reader of a label would notice.
"""

from __future__ import annotations

import numpy as np

SIDES = 16
_ANGLES = np.arange(SIDES) * 2 * np.pi / SIDES
#: The directions, shape (16, 2): right is 0, up 4, left 8, down 12.
DIRECTIONS = np.stack([np.cos(_ANGLES), np.sin(_ANGLES)], axis=-1)

#: (left, bottom, right, top)
Box = tuple[float, float, float, float]


def hulls_of(shapes: list[np.ndarray]) -> np.ndarray:
    """Return the hull of each of these arrays of points, shape (n, 2 or 3) with n > 0: shape (m, 16)."""
    if not shapes:
        return np.zeros((0, SIDES))
    starts = np.cumsum([0, *(len(points) for points in shapes[:-1])])
    return np.maximum.reduceat(np.concatenate(shapes)[:, :2] @ DIRECTIONS.T, starts, axis=0)


def box_of(hull: np.ndarray) -> Box:
    """Return a hull's upright box."""
    return -float(hull[8]), -float(hull[12]), float(hull[0]), float(hull[4])


def joined(hulls: np.ndarray) -> np.ndarray:
    """Return the hull around hulls, shape (m, 16): shape (16,)."""
    return hulls.max(axis=0)


def depth(one: np.ndarray, other: np.ndarray) -> np.ndarray:
    """Return how deep hulls reach into one another in units, negative where they are apart; shapes broadcast."""
    return (one + np.roll(other, SIDES // 2, axis=-1)).min(axis=-1)


def contains(outer: np.ndarray, inner: np.ndarray, slack: float) -> bool:
    """Return whether `inner`, shape (16,), lies in `outer`, but for `slack` units."""
    return bool((inner <= outer + slack).all())


def chords(segments: np.ndarray, hull: np.ndarray, grow: float) -> np.ndarray:
    """Return how much of each segment, shape (s, 2, 2), lies in a hull grown by `grow`: lengths, shape (s,)."""
    limit = hull + grow
    start, step = segments[:, 0], segments[:, 1] - segments[:, 0]
    # Each side of the hull cuts the line start + t·step off before or after some t (Cyrus–Beck).
    slope, room = step @ DIRECTIONS.T, limit - start @ DIRECTIONS.T
    level = np.abs(slope) < 1e-12
    with np.errstate(divide="ignore", invalid="ignore"):
        crossing = room / np.where(level, 1.0, slope)
    last = np.where(slope > 0, crossing, 1.0).min(axis=1, where=~level, initial=1.0)
    first = np.where(slope < 0, crossing, 0.0).max(axis=1, where=~level, initial=0.0)
    outside = (level & (room < 0)).any(axis=1)
    share = np.where(outside, 0.0, np.maximum(last - first, 0.0))
    return share * np.linalg.norm(step, axis=1)


def segments_of(points: np.ndarray) -> np.ndarray:
    """Return straight segments, shape (s, 2, 2), along manim's cubic Bézier points, shape (4n, 3)."""
    cubics = points[: len(points) // 4 * 4, :2].reshape(-1, 4, 2)
    chord = cubics[:, 3] - cubics[:, 0]
    length = np.linalg.norm(chord, axis=1) + 1e-12
    normal = np.stack([-chord[:, 1], chord[:, 0]], axis=-1) / length[:, None]
    bend = np.abs(((cubics[:, 1:3] - cubics[:, :1]) * normal[:, None]).sum(-1)).max(axis=1, initial=0.0)
    straight = bend < 0.005
    # A point drawn twice over has no direction: its handles tell how far it really goes.
    straight &= np.abs(cubics[:, 1:3] - cubics[:, :1]).max(axis=(1, 2), initial=0.0) < length + 0.005
    pieces = [np.stack([cubics[straight, 0], cubics[straight, 3]], axis=1)]
    if not straight.all():
        t = np.linspace(0, 1, 9)[None, :, None]
        a, b, c, d = (cubics[~straight, k][:, None] for k in range(4))
        curve = a * (1 - t) ** 3 + 3 * b * t * (1 - t) ** 2 + 3 * c * t**2 * (1 - t) + d * t**3
        pieces.append(np.stack([curve[:, :-1], curve[:, 1:]], axis=2).reshape(-1, 2, 2))
    return np.concatenate(pieces)
