"""Taylor coefficients of functions about a number c, `count` of them, from the differential equations they satisfy.

The recurrences lose no digits that the numbers' own error bounds do not tell of (Griewank & Walther, §13.2).
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from fractions import Fraction

import mpmath

from mathkit.derivatives import error_balls as balls
from mathkit.derivatives.error_balls import Ball, Number


def cycle(values: tuple[Number, Number], signs: Sequence[int], count: int) -> list[Number]:
    """Return the series of a function whose derivatives take turns."""
    return [values[k % 2] * Fraction(signs[k % 4], math.factorial(k)) for k in range(count)]


def tanh_series(c: Number, count: int) -> list[Number]:
    """Return the series of tanh about c, from y′ = 1 − y², where 1 − y² is 1/cosh² at c."""
    steep = balls.cosh(c)
    y: list[Number] = [balls.tanh(c)]
    for k in range(1, count):
        square = sum((y[j] * y[k - 1 - j] for j in range(k)), start=Fraction(0))
        y.append((1 / (steep * steep) if k == 1 else -square) / k)
    return y


def atan_series(c: Number, count: int) -> list[Number]:
    """Return the series of atan about c: the slope s satisfies (1 + z²) s = 1."""
    below = 1 / (1 + c * c)
    slopes: list[Number] = []
    for k in range(count - 1):
        before = -2 * c * slopes[k - 1] * below if k else below
        slopes.append(before - slopes[k - 2] * below if k > 1 else before)
    return [balls.atan(c), *(slope / (k + 1) for k, slope in enumerate(slopes))]


def root_series(c: Number, sign: int, start: Number, count: int) -> list[Number]:
    """Return the series of asin (sign −1) or asinh (1): the slope is q^(−1/2), q = 1 + sign z²."""
    q: list[Number] = [1 + sign * c * c, 2 * sign * c, Fraction(sign)]
    slopes: list[Number] = []
    for k in range(count - 1):
        if not k:
            slopes.append(balls.root(q[0], Fraction(-1, 2)))
            continue
        total: Number = Fraction(0)
        for j in range(1, min(k, 2) + 1):
            total = total + q[j] * slopes[k - j] * (Fraction(-j, 2) - (k - j))
        slopes.append(total / (q[0] * k))
    return [start, *(slope / (k + 1) for k, slope in enumerate(slopes))]


def erf_series(c: Number, count: int) -> list[Number]:
    """Return the series of erf: the slope w = 2/√π e^(−z²) satisfies w′ = −2 z w."""
    middle = 2 / mpmath.sqrt(mpmath.pi)
    slopes: list[Number] = [Ball(middle, balls.size(middle) - mpmath.mp.prec + 2) * balls.exp(-(c * c))]
    for k in range(1, count - 1):
        before = slopes[k - 2] if k > 1 else Fraction(0)
        slopes.append((c * slopes[k - 1] + before) * Fraction(-2, k))
    return [balls.erf(c), *(slope / (k + 1) for k, slope in enumerate(slopes[: count - 1]))]
