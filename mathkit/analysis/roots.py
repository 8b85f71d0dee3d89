"""Real roots in an interval: exact for polynomials of low degree, else by samples, bisection and golden section.

The work is bounded by counts: samples of the interval, halvings of a bracket, brackets that are followed.
"""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import dataclass
from fractions import Fraction
from typing import Any

import numpy as np
import sympy as sp

from mathkit.arrays import Array, Range
from mathkit.notation.number_format import typst_number
from mathkit.notation.typst_printer import typst

Curve = Callable[[Array], Any]

#: Points at which an interval is sampled; two features closer than its width / 2000 may be found as one.
SAMPLES = 2001
#: Roots, poles or jumps of one kind that are kept in an interval, at most.
MOST = 400
_HALVINGS = 80
_GOLDEN = (5**0.5 - 1) / 2
_DEGREE = 4
_SHORT = 10_000  # a root with longer numbers than this is written in decimals


@dataclass(frozen=True, slots=True)
class Place:
    """A number on the axis; `exact` where sympy knows it as a short expression such as √3/2."""

    x: float
    exact: sp.Expr | None = None

    @property
    def typst(self) -> str:
        """Return the exact form if there is one, else six digits."""
        return typst_number(self.x, 6) if self.exact is None else typst(self.exact)


def real_roots(
    expr: sp.Expr, symbol: sp.Symbol, curve: Curve, interval: Range, slope: Curve | None = None
) -> tuple[Place, ...]:
    """Find the zeros of `expr`, compiled as `curve`, in the interval, ascending; none if it is zero throughout.

    Rational and quadratic roots of polynomials up to degree 4 are exact, the others numeric. `slope`, the derivative's
    curve, finds exactly where zero is touched and not crossed.
    """
    low, high = interval
    exact = _exact_roots(expr, symbol)
    if exact is None:
        return tuple(Place(float(x)) for x in numeric_roots(curve, interval, slope))
    places = sorted(
        (Place(float(root), root if _is_short(root) else None) for root in exact), key=lambda place: place.x
    )
    return tuple(place for place in places if low <= place.x <= high)


def _exact_roots(expr: sp.Expr, symbol: sp.Symbol) -> list[sp.Expr] | None:
    """Solve a polynomial of degree 1 to 4, if its rational roots leave a quadratic, for its real roots; else None."""
    coefficients = _coefficients(expr, symbol)
    if coefficients is None:
        return None
    found: list[sp.Expr] = []
    for guess in np.roots([float(number) for number in coefficients]):
        root = Fraction(float(guess.real)).limit_denominator(1000)
        quotient, remainder = _divided(coefficients, root)
        if not remainder and len(coefficients) > 1:
            found.append(sp.Rational(root.numerator, root.denominator))
            coefficients = quotient
    if len(coefficients) == 2:
        root = -coefficients[1] / coefficients[0]
        found.append(sp.Rational(root.numerator, root.denominator))
    elif len(coefficients) == 3:
        a, b, c = (sp.Rational(number.numerator, number.denominator) for number in coefficients)
        discriminant = b**2 - 4 * a * c
        if discriminant >= 0:
            found += [-b / (2 * a) + sign * sp.sqrt(discriminant / (4 * a**2)) for sign in (-1, 1)]
    elif len(coefficients) > 3:
        return None
    return list(dict.fromkeys(found))


def _is_short(root: sp.Expr) -> bool:
    return all(abs(int(number.p)) < _SHORT and int(number.q) < _SHORT for number in root.atoms(sp.Rational))


def _coefficients(expr: sp.Expr, symbol: sp.Symbol) -> list[Fraction] | None:
    """Return the rational coefficients of a polynomial of degree 1 to 4, highest first; None if it is none."""
    if expr.free_symbols != {symbol} or not expr.is_polynomial(symbol) or expr.count_ops() > 60:
        return None
    if any(abs(int(power.exp)) > _DEGREE for power in expr.atoms(sp.Pow) if power.exp.is_Integer):
        return None
    numbers = sp.Poly(expr, symbol).all_coeffs()
    if not 2 <= len(numbers) <= _DEGREE + 1 or not all(number.is_Rational for number in numbers):
        return None
    return [Fraction(int(number.p), int(number.q)) for number in numbers]


def _divided(coefficients: list[Fraction], root: Fraction) -> tuple[list[Fraction], Fraction]:
    """Divide by (x − root) with Horner's scheme: return the quotient and the remainder."""
    row = [coefficients[0]]
    for number in coefficients[1:]:
        row.append(row[-1] * root + number)
    return row[:-1], row[-1]


def numeric_roots(curve: Curve, interval: Range, slope: Curve | None = None) -> Array:
    """Return where a sampled curve crosses or touches zero, ascending; a change of sign across a pole or jump is none.

    Where it is zero along a stretch there is no root: see `Features.critical_points`.
    """
    x = sampling_grid(interval)
    y = curve(x)
    touches = _touches(curve, x, y)
    if slope is not None and len(touches):
        turns = _isolated(slope, x, slope(x))
        touches = np.array([_nearest(touch, turns, 1e-6 * (interval[1] - interval[0])) for touch in touches])
    found = np.concatenate([_isolated(curve, x, y), touches])
    near = 1e-9 * (interval[1] - interval[0])
    return distinct(np.where(np.abs(found) < 1e-3 * near, 0.0, found), near)


def _isolated(curve: Curve, x: Array, y: Array) -> Array:
    """Return samples that are zero between others that are not, and crossings."""
    zero = np.concatenate([[False], y == 0, [False]])
    lone = zero[1:-1] & ~zero[:-2] & ~zero[2:]
    return np.concatenate([x[lone][:MOST], _crossings(curve, x, y)])


def _nearest(x: float, others: Array, within: float) -> float:
    distances = np.abs(others - x)
    return float(others[np.argmin(distances)]) if len(others) and float(np.min(distances)) < within else x


def sampling_grid(interval: Range, samples: int = SAMPLES) -> Array:
    """Return points from end to end, with round numbers among them."""
    low, high = interval
    width = high - low
    decimals = 14 - math.floor(math.log10(width)) if width else 14
    points = np.linspace(low, high, samples)
    if abs(decimals) > 290:  # 10^decimals is no float64
        return np.unique(points)
    return np.unique(np.clip(np.round(points, decimals), low, high))


def distinct(numbers: Array, near: float) -> Array:
    """Return the numbers in ascending order, those closer than `near` to the one before left out."""
    ordered = np.sort(numbers)
    if not len(ordered):
        return ordered
    return ordered[np.concatenate([[True], np.diff(ordered) > near])]


def _crossings(curve: Curve, x: Array, y: Array) -> Array:
    """Halve every bracket with a change of sign, all at once; keep those at whose end the value goes to zero."""
    at = np.flatnonzero(np.sign(y[:-1]) * np.sign(y[1:]) < 0)[:MOST]
    if not len(at):
        return np.array([])
    left, right, sign = x[at], x[at + 1], np.sign(y[at])
    smallest = np.minimum(np.abs(y[at]), np.abs(y[at + 1]))
    for _ in range(_HALVINGS):
        middle = (left + right) / 2
        before = np.sign(curve(middle)) == sign
        left, right = np.where(before, middle, left), np.where(before, right, middle)
    ends = np.array([np.abs(curve(left)), np.abs(curve(right))])
    best = np.where(ends[0] <= ends[1], left, right)
    with np.errstate(invalid="ignore"):
        vanishes = np.nan_to_num(ends, nan=np.inf).max(axis=0) <= 1e-3 * smallest
    return best[vanishes]


def _touches(curve: Curve, x: Array, y: Array) -> Array:
    """Find minima of |y| between samples, by golden section, where the value is nothing beside its neighbours."""
    size = np.abs(y)
    noise = 1e-13 * float(np.nanmax(size)) if np.isfinite(size).any() else 0.0
    with np.errstate(invalid="ignore"):
        valley = (size[1:-1] < size[:-2]) & (size[1:-1] <= size[2:]) & (np.sign(y[:-2]) * np.sign(y[2:]) > 0)
    at = np.flatnonzero(valley)[:MOST] + 1
    if not len(at):
        return np.array([])
    around = np.minimum(size[at - 1], size[at + 1])
    left, right = x[at - 1], x[at + 1]
    for _ in range(_HALVINGS):
        first, second = right - _GOLDEN * (right - left), left + _GOLDEN * (right - left)
        lower = np.abs(curve(first)) <= np.abs(curve(second))
        left, right = np.where(lower, left, first), np.where(lower, second, right)
    lowest = (left + right) / 2
    values = np.abs(np.nan_to_num(curve(lowest), nan=np.inf))
    return lowest[(values <= 1e-6 * around) & (around > noise)]
