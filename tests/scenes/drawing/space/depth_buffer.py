"""A plain depth buffer, as an oracle for what a surface hides: every triangle is tried at every place asked for."""

from __future__ import annotations

import numpy as np

from scenes.drawing.space.projection import DISTANCE, Space


def corners_of(space: Space) -> np.ndarray:
    """All cells of a whole sheet as triangles in the cube, shape (n, 3, 3)."""
    sheet = space.sheet
    line = np.linspace(-1, 1, sheet.cells + 1)
    u, v = np.meshgrid(line, line, indexing="ij")
    grid = np.stack([u, v, sheet.height * space.squash], axis=-1)
    a, b, c, d = grid[:-1, :-1], grid[1:, :-1], grid[1:, 1:], grid[:-1, 1:]
    return np.concatenate([np.stack(t, axis=2).reshape(-1, 3, 3) for t in ((a, b, c), (a, c, d))])


def nearness(space: Space, cube: np.ndarray) -> np.ndarray:
    """Linear on the stage along every plane, and larger the nearer: the reciprocal of the distance from the camera."""
    return 1 / (DISTANCE - cube @ space.axes[2])


def nearest(space: Space, stage: np.ndarray) -> np.ndarray:
    """How near the surface is at places of the stage, shape (n, 2); −∞ beside it."""
    triangles = corners_of(space)
    flat, near = space.place(triangles)[..., :2], nearness(space, triangles)
    best = np.full(len(stage), -np.inf)
    low, high = flat.min(axis=1), flat.max(axis=1)
    for part in np.array_split(np.arange(len(stage)), max(1, len(stage) // 400)):
        places = stage[part]
        some = np.all((low <= places.max(axis=0)) & (high >= places.min(axis=0)), axis=1)
        (a, b, c), depth = np.moveaxis(flat[some], 1, 0), near[some]
        hits = np.argwhere(np.all((low[some] <= places[:, None]) & (places[:, None] <= high[some]), axis=2))
        k, m = hits.T
        one, other, here = (b - a)[m], (c - a)[m], places[k] - a[m]
        area = _cross(one, other)
        area = np.where(np.abs(area) < 1e-15, 1e-15, area)
        s, t = _cross(here, other) / area, _cross(one, here) / area
        inside = (s >= 0) & (t >= 0) & (s + t <= 1)
        depths = depth[m, 0] + s * (depth[m, 1] - depth[m, 0]) + t * (depth[m, 2] - depth[m, 0])
        np.maximum.at(best, part[k[inside]], depths[inside])
    return best


def _cross(one: np.ndarray, other: np.ndarray) -> np.ndarray:
    return one[:, 0] * other[:, 1] - one[:, 1] * other[:, 0]
