"""The level lines behind a site's title: of one function, traced by mathkit."""

from __future__ import annotations

from collections.abc import Iterable

import numpy as np

from mathkit import Function, LevelSet, SurfaceWindow

#: The map's width and height in the units of its drawing, and the box of the function that it shows.
WIDTH, HEIGHT = 1440, 480
_X, _Y, _LEVELS = (-6.0, 6.0), (-2.0, 2.0), 17
_FORMULA = "sin(x) * cos(y) + x * y / 6 + cos(x / 2)"


def level_lines() -> list[str]:
    """Return each level's curves as the path data of an SVG of WIDTH × HEIGHT, low to high."""
    f = Function.parse(_FORMULA)
    heights = f(np.linspace(*_X, 121)[:, None], np.linspace(*_Y, 41)[None, :])
    z = (float(heights.min()), float(heights.max()))
    window = SurfaceWindow(f, (0.0, 0.0), _X, _Y, z, np.array(_X), np.array(_Y), np.array(z))
    return ["".join(_path(curve) for curve in level.curves) for level in LevelSet.family(window, _LEVELS)]


def _path(curve: np.ndarray) -> str:
    x = (curve[:, 0] - _X[0]) / (_X[1] - _X[0]) * WIDTH
    y = (_Y[1] - curve[:, 1]) / (_Y[1] - _Y[0]) * HEIGHT
    return "M" + "L".join(_points(zip(x, y, strict=True)))


def _points(pairs: Iterable[tuple[float, float]]) -> Iterable[str]:
    return (f"{x:.1f} {y:.1f}" for x, y in pairs)
