"""How far a function's numbers are from those of another kind: 60 digits, and differences that know no derivative."""

from __future__ import annotations

import itertools
import math
from collections.abc import Iterable, Sequence

import numpy as np

from mathkit.derivatives.difference_quotients import five_point_difference
from mathkit.derivatives.hessian import Hessian
from mathkit.derivatives.high_precision import PreciseLine
from mathkit.errors import DomainError
from mathkit.formula.function import Function

_TRIALS = 20
_STEP = 1e-3  # of a five-point difference, in units of max(1, |x|)

Point = Sequence[float]


def largest_differences(f: Function, points: Iterable[Point]) -> dict[str, float | None]:
    """Return the largest absolute difference over the points for each oracle; None if none could be compared.

    mpmath_value: numpy's value against mpmath's at 60 digits. mpmath_gradient: the symbolic partials against a
    difference of values at 60 digits. central_difference: against a five-point difference in float64.
    second_central_difference: second partials against the same difference of the first.
    """
    partials = [f.derivative(name) for name in f.variables]
    found: dict[str, list[float]] = {
        "mpmath_value": [],
        "mpmath_gradient": [],
        "central_difference": [],
        "second_central_difference": [],
    }
    axes = np.eye(len(f.variables))
    for point in points:
        at = tuple(point)
        found["mpmath_value"].append(f(*at) - PreciseLine(f, at, at)(0.0))
        for index, partial in enumerate(partials):
            slope = partial(*point)
            found["mpmath_gradient"].append(slope - PreciseLine(f, at, tuple(axes[index])).derivative()(0.0))
            found["central_difference"].append(slope - _difference(f, point, index))
            for other, name in enumerate(f.variables):
                second = partial.derivative(name)(*point)
                found["second_central_difference"].append(second - _difference(partial, point, other))
    return {oracle: _largest(differences) for oracle, differences in found.items()}


def sample_points(f: Function, around: Point | None, count: int = 3) -> list[tuple[float, ...]]:
    """Return the point itself, if given, and seeded points near it; those at which f has second derivatives."""
    centre = np.zeros(len(f.variables)) if around is None else np.array(around, dtype=np.float64)
    drawn = centre + np.random.default_rng(0).uniform(-2.0, 2.0, (_TRIALS, len(f.variables)))
    candidates = [*([centre] if around is not None else []), *drawn]
    usable = (tuple(point.tolist()) for point in candidates if _is_smooth(f, point.tolist()))
    return list(itertools.islice(usable, count))


def _is_smooth(f: Function, point: Point) -> bool:
    if not math.isfinite(f(*point)):
        return False
    try:
        Hessian.of(f, point)
    except DomainError:
        return False
    return True


def _difference(f: Function, point: Point, axis: int) -> float:
    h = _STEP * max(1.0, abs(point[axis]))
    return float(five_point_difference(lambda step: f(*(x + step * (k == axis) for k, x in enumerate(point))), h))


def _largest(differences: Sequence[float]) -> float | None:
    sizes = [abs(difference) for difference in differences if math.isfinite(difference)]
    return max(sizes) if sizes else None
