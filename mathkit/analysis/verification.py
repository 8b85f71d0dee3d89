"""How far a function's numbers are from those of another kind: 50 digits, and differences that know no derivative."""

from __future__ import annotations

import itertools
import math
from collections.abc import Iterable, Sequence

import numpy as np
import sympy as sp

from mathkit.derivatives.hessian import Hessian
from mathkit.errors import DomainError
from mathkit.formula.function import Function
from mathkit.formula.special_functions import elementary

_DIGITS = 50
_TRIALS = 20
_STEP = 1e-3  # of a five-point difference, in units of max(1, |x|)

Point = Sequence[float]


def largest_differences(f: Function, points: Iterable[Point]) -> dict[str, float | None]:
    """Return the largest absolute difference over the points for each oracle; None if none could be compared.

    mpmath_value: numpy's value against mpmath's at 50 digits. mpmath_gradient: the symbolic partials against a
    difference of values at 50 digits. central_difference: against a five-point difference in float64.
    second_central_difference: second partials against the same difference of the first.
    """
    partials = [f.derivative(name) for name in f.variables]
    found: dict[str, list[float]] = {
        "mpmath_value": [],
        "mpmath_gradient": [],
        "central_difference": [],
        "second_central_difference": [],
    }
    plain = elementary(f.expr)
    for point in points:
        found["mpmath_value"].append(f(*point) - float(_precise(plain, f, point)))
        for index, partial in enumerate(partials):
            slope = partial(*point)
            found["mpmath_gradient"].append(slope - _precise_slope(plain, f, point, index))
            found["central_difference"].append(slope - _difference(f, point, index))
            for other, name in enumerate(f.variables):
                bend = partial.derivative(name)(*point)
                found["second_central_difference"].append(bend - _difference(partial, point, other))
    return {oracle: _largest(differences) for oracle, differences in found.items()}


def sample_points(f: Function, around: Point | None, count: int = 3) -> list[tuple[float, ...]]:
    """Return the point itself, if given, and seeded points near it; those at which f bends without a kink."""
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


def _precise(plain: sp.Expr, f: Function, point: Point, moved: int = -1, step: sp.Expr = sp.S.Zero) -> sp.Expr:
    """Evaluate at 50 digits, one coordinate moved by a step; floats are taken as the exact numbers that they are."""
    exact = [sp.Rational(value) for value in point]
    if moved >= 0:
        exact[moved] += step
    value = plain.xreplace({name: sp.Float(number, _DIGITS) for name, number in zip(f.symbols, exact, strict=True)})
    value = value.evalf(_DIGITS)
    return value if value.is_extended_real and value.is_finite else sp.nan


def _precise_slope(plain: sp.Expr, f: Function, point: Point, index: int) -> float:
    """Return a central difference with a step of 10⁻¹⁵, whose error is about 10⁻³⁰ at 50 digits."""
    step = sp.Rational(1, 10**15)
    ahead, behind = (_precise(plain, f, point, index, sign * step) for sign in (1, -1))
    return float((ahead - behind) / (2 * step))


def _difference(f: Function, point: Point, index: int) -> float:
    """Return (−f(x+2h) + 8f(x+h) − 8f(x−h) + f(x−2h))/12h along one axis, of order h⁴ (Abramowitz & Stegun 25.3.6)."""
    h = _STEP * max(1.0, abs(point[index]))
    offsets = h * np.array([-2.0, -1.0, 1.0, 2.0])
    values = f(*(value + offsets if k == index else np.full(4, value) for k, value in enumerate(point)))
    return float(np.array([1.0, -8.0, 8.0, -1.0]) @ values / (12 * h))


def _largest(differences: Sequence[float]) -> float | None:
    sizes = [abs(difference) for difference in differences if math.isfinite(difference)]
    return max(sizes) if sizes else None
