"""Round numbers along an axis."""

import math

import numpy as np

from mathkit.evaluation import Array


def nice_step(length: float, count: int = 6) -> float:
    """The 1-2-5 number that divides `length` into about `count` steps."""
    rough = length / count
    power = 10.0 ** math.floor(math.log10(rough))
    return min((factor * power for factor in (1.0, 2.0, 5.0, 10.0)), key=lambda step: abs(math.log(step / rough)))


def ticks(low: float, high: float, count: int = 6) -> Array:
    """The multiples of a nice step from `low` to `high`, both included where they are multiples."""
    step = nice_step(high - low, count)
    first, last = math.ceil(low / step - 1e-9), math.floor(high / step + 1e-9)
    return np.round(np.arange(first, last + 1) * step, max(0, -math.floor(math.log10(step)) + 1)) + 0.0
