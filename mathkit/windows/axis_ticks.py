"""Round numbers along an axis."""

from __future__ import annotations

import math

import numpy as np

from mathkit.arrays import Array


def nice_step(length: float, count: int = 6) -> float:
    """Return the 1-2-5 number that divides `length` into about `count` steps."""
    rough = length / count
    power = 10.0 ** math.floor(math.log10(rough))
    return min((factor * power for factor in (1.0, 2.0, 5.0, 10.0)), key=lambda step: abs(math.log(step / rough)))


def ticks(low: float, high: float, count: int = 6) -> Array:
    """Return the multiples of a 1-2-5 step from `low` to `high`, about `count`: four to nine wherever that can be."""
    power = 10.0 ** math.floor(math.log10(high - low))
    steps = [factor * power for factor in (0.1, 0.2, 0.5, 1.0, 2.0, 5.0)]
    return min((multiples(low, high, step) for step in steps), key=lambda found: _unlike(len(found), count))


def rounded(value: float, step: float) -> float:
    """Round to the multiple of `step` nearest to `value`, without the binary dust of 3 · 0.1."""
    return round(round(value / step) * step, max(0, 2 - math.floor(math.log10(step)))) + 0.0


def multiples(low: float, high: float, step: float) -> Array:
    """Return the multiples of `step` from `low` to `high`."""
    first, last = math.ceil(low / step - 1e-9), math.floor(high / step + 1e-9)
    return np.array([rounded(index * step, step) for index in range(first, last + 1)], dtype=np.float64)


def _unlike(found: int, wanted: int) -> float:
    return abs(found - wanted) + 10.0 * max(0, 4 - found)
