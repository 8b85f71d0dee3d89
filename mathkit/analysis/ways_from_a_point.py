"""Whether some way from a point leads up, and whether some way leads down: found on rings, at 60 digits.

Where a surface is level its slopes do not tell, nor does a Hessian that is flat: x³ − 3xy² climbs three ways from 0, 0.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Self

import numpy as np
import sympy as sp

from mathkit.derivatives.high_precision import PreciseLine
from mathkit.errors import DomainError
from mathkit.formula.function import Function

#: Radii of the rings, as shares of the reach: what happens on all of them happens as near as one likes.
_RADII = (1e-2, 1e-3, 1e-4)
_DIRECTIONS = 48
#: Steps of a golden section between two directions: a way down may be as narrow as that between two parabolas.
_STEPS = 60
_GOLDEN = (5**0.5 - 1) / 2
#: A height below this share of the largest on its ring is rounding.
_LEVEL = 1e-25


@dataclass(frozen=True, slots=True)
class WaysFromAPoint:
    """Which ways there are from a point of f(x, y): some that lead `up`, some that lead `down`.

    `sure` is False where rings of several sizes do not agree, or leave the domain: then nothing is known.
    """

    up: bool
    down: bool
    sure: bool

    @classmethod
    def of(cls, f: Function, at: Sequence[float], reach: float) -> Self:
        """Walk the rings around a point, each a small share of `reach` wide.

        Raises:
            DomainError: f is not of two variables.
        """
        if len(f.variables) != 2:
            raise DomainError(f"{f.text} has {len(f.variables)} variables: ways are looked for on a surface, of two")
        here = f.expr.xreplace({s: sp.Rational(float(a)) for s, a in zip(f.symbols, at, strict=True)})
        climb = Function(f.text, f.expr - here, f.variables)
        rings = [_ring(climb, (float(at[0]), float(at[1])), share * reach) for share in _RADII]
        found = set(rings)
        if len(found) != 1 or None in found:
            return cls(False, False, sure=False)
        up, down = next(ring for ring in rings if ring is not None)
        return cls(up, down, sure=True)


def _ring(climb: Function, at: tuple[float, float], radius: float) -> tuple[bool, bool] | None:
    """Return whether the ground of a ring is above the point somewhere, and below it; None where it has no height."""

    def height(angle: float) -> float:
        return float(PreciseLine(climb, at, (float(np.cos(angle)), float(np.sin(angle))))(radius))

    angles = 2 * np.pi * np.arange(_DIRECTIONS) / _DIRECTIONS
    heights = np.array([height(float(angle)) for angle in angles])
    if not np.isfinite(heights).all():
        return None
    size = float(np.abs(heights).max())
    if size == 0.0:
        return False, False
    rest = _LEVEL * size
    return (
        -_lowest(lambda angle: -height(angle), angles, -heights, rest) > rest,
        _lowest(height, angles, heights, rest) < -rest,
    )


def _lowest(height: Callable[[float], float], angles: np.ndarray, heights: np.ndarray, rest: float) -> float:
    """Return the lowest height of a ring; between samples it is looked for where they are all above the point."""
    lowest = float(heights.min())
    if lowest < -rest:
        return lowest
    step = float(angles[1] - angles[0])
    for valley in np.flatnonzero((heights <= np.roll(heights, 1)) & (heights <= np.roll(heights, -1)))[:8].tolist():
        left, right = float(angles[valley]) - step, float(angles[valley]) + step
        for _ in range(_STEPS):
            inner, outer = right - _GOLDEN * (right - left), left + _GOLDEN * (right - left)
            low, high = height(inner), height(outer)
            lowest = min(lowest, low, high)
            if lowest < -rest:
                return lowest
            left, right = (left, outer) if low < high else (inner, right)
    return lowest
