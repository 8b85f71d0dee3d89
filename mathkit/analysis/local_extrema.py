"""Whether a point is the lowest or highest close by, by values at 50 digits on small spheres: a slope is not asked."""

from __future__ import annotations

import itertools
import math
from collections.abc import Callable, Sequence
from typing import Any

import mpmath
import numpy as np

from mathkit.arrays import Array
from mathkit.derivatives.hessian import QuadraticKind
from mathkit.formula.function import Function
from mathkit.formula.precise import at_many_digits

_DIGITS = 50
_EQUAL = mpmath.mpf(10) ** -40  # share of a value by which another is the same
_NOTHING = 1e-9  # share of the largest difference that is what the place of the point leaves
_RADII = (1e-2, 1e-3, 1e-4)
_ANGLES = np.geomspace(1e-6, math.pi / 2, 80)  # (y − x²)(y − 2x²) is negative close to the x axis only
_MOST_DIRECTIONS = 400
_SPARSE = 8  # every so many directions are enough where a point stands for a whole curve


def kind_around(f: Function, at: Sequence[float], width: Array, axes: Array, *, crowded: bool = False) -> QuadraticKind:
    """Return "minimum" or "maximum" if all values around are higher or lower, "saddle" if there are both, else "flat".

    The spheres' radii are shares of `width`, shape (n,); most directions are close to the columns of `axes`, (n, n).
    `crowded`: a point that others of its height are beside is the lowest if none is lower.
    """
    n = len(at)
    value = at_many_digits(f.expr, f.symbols)
    signs: set[int] = set()
    with mpmath.workdps(_DIGITS):
        here = _real(value, at)
        directions = _directions(n, axes)[:: _SPARSE if crowded else 1]
        for radius in _RADII[: 1 if crowded else None]:
            rises = [
                _real(value, [mpmath.mpf(x) + mpmath.mpf(d) for x, d in zip(at, move.tolist(), strict=True)]) - here
                for move in (sign * radius * direction * width for direction in directions for sign in (1, -1))
            ]
            if any(map(mpmath.isnan, rises)):
                return "flat"
            nothing = max(map(abs, rises)) * _NOTHING if crowded else _EQUAL * abs(here)
            signs |= {0 if abs(rise) <= nothing else int(mpmath.sign(rise)) for rise in rises}
            if {1, -1} <= signs:
                return "saddle"
    signs -= {0} if crowded else set()
    return "minimum" if signs == {1} else "maximum" if signs == {-1} else "flat"


def difference(f: Function, at: Sequence[float], other: Sequence[float]) -> float:
    """Return by how much f differs at two points, from 50 digits."""
    value = at_many_digits(f.expr, f.symbols)
    with mpmath.workdps(_DIGITS):
        return float(abs(_real(value, at) - _real(value, other)))


def _directions(n: int, axes: Array) -> list[Array]:
    turned = [
        np.cos(angle) * axes[:, i] + sign * np.sin(angle) * axes[:, j]
        for i, j in itertools.permutations(range(n), 2)
        for angle in _ANGLES
        for sign in (1, -1)
    ]
    return [*axes.T, *turned[:: math.ceil(len(turned) / _MOST_DIRECTIONS) or 1]]


def _real(value: Callable[..., Any], at: Sequence[Any]) -> Any:
    try:
        found = value(*(mpmath.mpf(each) for each in at))
    except (ArithmeticError, ValueError, TypeError):  # TypeError: a complex number was compared
        return mpmath.nan
    return mpmath.nan if isinstance(found, mpmath.mpc) else mpmath.mpmathify(found)
