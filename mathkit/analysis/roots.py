"""Real roots in an interval: exact for polynomials of low degree, else by samples, bisection and golden section.

The work is bounded by counts: samples of the interval, halvings of a bracket, brackets that are followed. Of more
brackets than that, those nearest to a number are followed.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from fractions import Fraction
from typing import Any

import numpy as np
import sympy as sp
from numpy.typing import NDArray

from mathkit.arrays import Array, Range
from mathkit.derivatives.expansion import NoExpansion, OneSidedExpansion
from mathkit.formula.function import Function
from mathkit.notation.number_format import typst_number
from mathkit.notation.typst_printer import typst

Curve = Callable[[Array], Any]

#: Points at which an interval is sampled; two features closer than its width / 2000 may be found as one.
SAMPLES = 2001
_CLOSER = np.concatenate([np.linspace(0.0, 0.02, 201)[1:], np.geomspace(1e-13, 1e-4, 91)])  # shares of the width
#: Roots, poles or jumps of one kind that are kept in an interval, at most.
MOST = 400
_HALVINGS = 80
_TRIED = 12  # steps of the golden section after which a valley that is no deeper is left
_PROMISING = 0.3  # of the height beside a valley that one ending at zero is below by then
_GOLDEN = (5**0.5 - 1) / 2
_DEGREE = 4
_SHORT = 10_000  # a root with longer numbers than this is written in decimals
_LARGEST_DENOMINATOR = 24  # of a multiple of π, a power of e or a square that is recognised
_RECOGNISED_BELOW = 60  # operations: into larger formulas no number is put in to be recognised
_FEW_UNITS = 4  # in the last place of a root that was found by halving
_NEAR_UNITS = 32  # of one whose curve is rounded itself, sin(2πx) for one: sympy confirms what is recognised
_NOTHING = 1e-18  # of a parabola's height over the interval: so low is only a vertex that touches zero


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
    f: Function, interval: Range, slope: Curve | None = None, near: float | None = None
) -> tuple[Place, ...]:
    """Find the zeros of f in the interval, ascending; none if it is zero throughout.

    Rational and quadratic roots of polynomials up to degree 4 are exact, the others numeric: multiples of π, powers of
    e and square roots among these are recognised. `slope`, the derivative's curve, finds exactly where zero is touched
    and not crossed. Of more than `MOST`, those nearest to the number `near` are found, the middle if there is none.
    """
    (symbol,) = f.symbols
    low, high = interval
    exact = _exact_roots(f.expr, symbol)
    if exact is None:
        found = numeric_roots(f, interval, slope, near)
        crossed = _is_crossed(f, found, interval)
        return tuple(
            recognised(f.expr, symbol, float(x))
            for x, sure in zip(found, crossed, strict=True)
            if sure or touches_zero(f, float(x), interval)
        )
    places = sorted(
        (Place(float(root), root if _is_short(root) else None) for root in exact), key=lambda place: place.x
    )
    return tuple(place for place in places if low <= place.x <= high)


def recognised(expr: sp.Expr, symbol: sp.Symbol, x: float) -> Place:
    """Return the place of a zero of `expr`, with its exact form if it is a simple one and sympy finds zero there."""
    if expr.count_ops() < _RECOGNISED_BELOW:
        for guess in _guesses(x):
            if abs(float(guess) - x) <= _NEAR_UNITS * math.ulp(x) and _is_zero(expr.xreplace({symbol: guess})):
                return Place(float(guess), guess)
    return Place(x)


def _guesses(x: float) -> Iterator[sp.Expr]:
    """Return short numbers close to x: fractions, multiples of π, powers of e, logarithms, and square roots."""
    yield _fraction(x)
    yield _fraction(x / math.pi) * sp.pi
    if 1e-8 < abs(x) < 1e8:
        yield sp.sign(x) * sp.sqrt(_fraction(x * x))
        yield sp.sign(x) * sp.exp(_fraction(math.log(abs(x))))
    if abs(x) < 3:
        yield sp.log(_fraction(math.exp(x)))


def _fraction(x: float) -> sp.Rational:
    fraction = Fraction(x).limit_denominator(_LARGEST_DENOMINATOR)
    return sp.Rational(fraction.numerator, fraction.denominator)


def _is_zero(number: sp.Expr) -> bool:
    return bool(number.is_number and (number.is_zero or sp.expand(number).is_zero))


def _is_crossed(curve: Curve, roots: Array, interval: Range) -> NDArray[np.bool_]:
    """Return for each root whether the curve has different signs beside it, or is zero there to the last bit."""
    if not len(roots):
        return np.zeros(0, dtype=bool)
    step = 1e-9 * (interval[1] - interval[0])
    left, right = np.sign(curve(roots - step)), np.sign(curve(roots + step))
    return np.asarray((left * right < 0) | (curve(roots) == 0))


def touches_zero(f: Function, x: float, interval: Range) -> bool:
    """Return whether the vertex close to x of the parabola that f is there is at zero: not that of x² + 10⁻¹²."""
    try:
        terms = OneSidedExpansion.of(f, (x,), (1.0,), 2).terms
    except NoExpansion:
        return True
    value, slope, half_bend = (terms.get((k, 0), 0.0) for k in range(3))
    if abs(value) <= _FEW_UNITS * math.ulp(x) * abs(slope) or not half_bend:
        return True
    height = abs(half_bend) * (interval[1] - interval[0]) ** 2
    return abs(value - slope**2 / (4 * half_bend)) <= _NOTHING * height


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


def numeric_roots(curve: Curve, interval: Range, slope: Curve | None = None, near: float | None = None) -> Array:
    """Return where a sampled curve crosses or touches zero, ascending; a change of sign across a pole or jump is none.

    Where it is zero along a stretch there is no root: see `Features.critical_points`.
    """
    middle = (interval[0] + interval[1]) / 2 if near is None else near
    x = sampling_grid(interval, near=near)
    y = curve(x)
    width = interval[1] - interval[0]
    crossed = _isolated(curve, x, y, middle)
    touched = np.concatenate([_touches(curve, x, y, middle), _rounded_to_zero(x, y, 1e-6 * width)])
    if float(curve(np.zeros(()))) == 0:  # halving comes close to 0, and never there
        crossed = np.where(np.abs(crossed) < 1e-20 * width, 0.0, crossed)
        touched = np.where(np.abs(touched) < 1e-9 * width, 0.0, touched)
    if slope is not None and len(touched):
        turns = _isolated(slope, x, slope(x), middle)
        touched = np.array([_nearest(touch, turns, 1e-6 * width) for touch in touched])
    beside = np.abs(touched[:, None] - crossed).min(axis=1, initial=math.inf) > 1e-9 * width
    return distinct(np.concatenate([crossed, distinct(touched[beside], 1e-9 * width)]), 0.0)


def _isolated(curve: Curve, x: Array, y: Array, middle: float) -> Array:
    """Return samples that are zero between others that are not, and crossings."""
    zero = np.concatenate([[False], y == 0, [False]])
    lone = x[nearest_first(np.flatnonzero(zero[1:-1] & ~zero[:-2] & ~zero[2:]), x, middle)]
    return np.concatenate([lone, _crossings(curve, x, y, middle)])


def _rounded_to_zero(x: Array, y: Array, width: float) -> Array:
    """Return the middles of short runs of samples that are zero: 1 − cos x is, to the last bit, within 1e-8 of 0."""
    zero = np.concatenate([[0], (y == 0).astype(int), [0]])
    starts, ends = np.flatnonzero(np.diff(zero) == 1), np.flatnonzero(np.diff(zero) == -1) - 1
    short = (ends > starts) & (x[ends] - x[starts] <= width)
    return (x[starts[short]] + x[ends[short]]) / 2


def nearest_first(at: NDArray[np.intp], x: Array, middle: float) -> NDArray[np.intp]:
    """Return those of the samples at these positions that are nearest to a number, `MOST` of them."""
    return at[np.argsort(np.abs(x[at] - middle), kind="stable")][:MOST]


def _nearest(x: float, others: Array, within: float) -> float:
    distances = np.abs(others - x)
    return float(others[np.argmin(distances)]) if len(others) and float(np.min(distances)) < within else x


def sampling_grid(interval: Range, samples: int = SAMPLES, near: float | None = None) -> Array:
    """Return points from end to end, with round numbers among them, and ever closer ones beside the number `near`."""
    low, high = interval
    width = high - low
    decimals = 14 - math.floor(math.log10(width)) if width else 14
    points = np.linspace(low, high, samples)
    if abs(decimals) <= 290:  # else 10^decimals is no float64
        points = np.round(points, decimals)
    if near is not None:
        points = np.concatenate([points, [near], near - _CLOSER * width, near + _CLOSER * width])
    return np.unique(np.clip(points, low, high))


def distinct(numbers: Array, near: float) -> Array:
    """Return the numbers in ascending order, those closer than `near` to the one before left out."""
    ordered = np.sort(numbers)
    if not len(ordered):
        return ordered
    return ordered[np.concatenate([[True], np.diff(ordered) > near])]


def _crossings(curve: Curve, x: Array, y: Array, middle: float) -> Array:
    """Halve every bracket with a change of sign, all at once; keep those at whose end the value goes to zero."""
    at = nearest_first(np.flatnonzero(np.sign(y[:-1]) * np.sign(y[1:]) < 0), x, middle)
    if not len(at):
        return np.array([])
    left, right, sign = x[at], x[at + 1], np.sign(y[at])
    smallest = np.minimum(np.abs(y[at]), np.abs(y[at + 1]))
    for _ in range(_HALVINGS):
        halfway = left + (right - left) / 2
        before = np.sign(curve(halfway)) == sign
        left, right = np.where(before, halfway, left), np.where(before, right, halfway)
        if np.all(right - left <= np.spacing(np.abs(left))):
            break
    ends = np.array([np.abs(curve(left)), np.abs(curve(right))])
    best = np.where(ends[0] <= ends[1], left, right)
    with np.errstate(invalid="ignore"):
        vanishes = np.nan_to_num(ends, nan=np.inf).max(axis=0) <= 1e-3 * smallest
    return best[vanishes]


def _touches(curve: Curve, x: Array, y: Array, middle: float) -> Array:
    """Find minima of |y| between samples, by golden section, where the value is nothing beside its neighbours."""
    size = np.abs(y)
    noise = 1e-13 * float(np.nanmax(size)) if np.isfinite(size).any() else 0.0
    with np.errstate(invalid="ignore"):
        valley = (size[1:-1] < size[:-2]) & (size[1:-1] <= size[2:]) & (np.sign(y[:-2]) * np.sign(y[2:]) > 0)
    at = nearest_first(np.flatnonzero(valley) + 1, x, middle)
    around = np.minimum(size[at - 1], size[at + 1])
    at, around = at[around > noise], around[around > noise]
    left, right = x[at - 1], x[at + 1]
    for step in range(_HALVINGS):
        if step == _TRIED:
            deep = np.abs(np.nan_to_num(curve(left / 2 + right / 2), nan=np.inf)) <= _PROMISING * around
            left, right, around = left[deep], right[deep], around[deep]
        if not len(left):
            return np.array([])
        first, second = right - _GOLDEN * (right - left), left + _GOLDEN * (right - left)
        lower = np.abs(curve(first)) <= np.abs(curve(second))
        left, right = np.where(lower, left, first), np.where(lower, second, right)
    lowest = left / 2 + right / 2
    values = np.abs(np.nan_to_num(curve(lowest), nan=np.inf))
    return lowest[values <= 1e-6 * around]
