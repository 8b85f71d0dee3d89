"""Round numbers along an axis."""

from __future__ import annotations

import math
import re
from collections.abc import Sequence

import numpy as np

from mathkit.arrays import Array
from mathkit.notation.number_format import format_number

#: A number beside a tick is off by no more than this share of the way to the next one.
_TRUE = 0.02
#: No more digits after the point are set than a float of size 1 has.
_MOST_DECIMALS = 15


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


def tick_decimals(values: Sequence[float] | Array) -> int | None:
    """Return how many decimals tell these ticks apart; None where the three digits of any other number do.

    As many are taken as show each tick where it stands: 0.9995 and 1.0005 are not both 1.
    """
    shown = [float(value) for value in values]
    if len(shown) < 2:
        return None
    step = float(np.diff(np.sort(shown)).min())
    if step <= 0 or all(_shown(format_number(value), value, step) for value in shown):
        return None
    return next(
        (
            decimals
            for decimals in range(_MOST_DECIMALS)
            if all(abs(round(value, decimals) - value) <= _TRUE * step for value in shown)
        ),
        _MOST_DECIMALS,
    )


def _shown(text: str, value: float, step: float) -> bool:
    """Return whether a number reads as the tick that it stands at; a power of ten is told by its own digits."""
    mantissa, _, power = text.replace("\N{MINUS SIGN}", "-").partition("×")
    if power or not re.fullmatch(r"-?[0-9.]+", mantissa):
        return abs(step) > 0.01 * abs(value)
    return abs(float(mantissa) - value) <= _TRUE * step


def multiples(low: float, high: float, step: float) -> Array:
    """Return the multiples of `step` from `low` to `high`."""
    first, last = math.ceil(low / step - 1e-9), math.floor(high / step + 1e-9)
    return np.array([rounded(index * step, step) for index in range(first, last + 1)], dtype=np.float64)


def _unlike(found: int, wanted: int) -> float:
    return abs(found - wanted) + 10.0 * max(0, 4 - found)
