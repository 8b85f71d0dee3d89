"""What windows on curves and on surfaces are chosen by: the cheapest candidate, round ranges, heights with room."""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import Protocol, TypeVar

import numpy as np

from mathkit.arrays import Array, Range
from mathkit.errors import DomainError
from mathkit.formula.function import Function
from mathkit.notation.number_format import format_number, typst_number
from mathkit.notation.typst_parts import height_name, part, variable_roles
from mathkit.notation.typst_printer import symbol_source
from mathkit.windows.axis_ticks import nice_step, rounded

#: The point keeps this share of the window to each border.
CLEAR = 0.15
#: Costs that differ by less are the same: which of two windows is taken must not hang on rounding.
EQUAL = 1e-4
#: A function that varies by less than this share of its value is constant to the eye.
LEVEL = 1e-6
#: It is zoomed in on an extreme so often, by so many samples; neighbours that are then off by this share tell a pole.
_ZOOMS, _ZOOMED, _SETTLED = 10, 41, 1e-3
#: Heights beyond cannot be subtracted from one another.
HUGE = 1e200


class Candidate(Protocol):
    """A window that may be taken: the harder to read, the dearer."""

    @property
    def cost(self) -> float:
        """Return how hard it is to read."""


_Choice = TypeVar("_Choice", bound=Candidate)


def ranges(variables: Sequence[str], *extents: Range) -> str:
    """Write the ranges of the variables, and that of the height last: x ∈ [0, 2], y ∈ [−1, 1]."""
    roles = variable_roles(variables) | {height_name(variables): "output"}
    return ", quad ".join(
        f"{part(symbol_source(name), role)} in [{typst_number(low)}, {typst_number(high)}]"
        for (name, role), (low, high) in zip(roles.items(), extents, strict=True)
    )


def cheapest(candidates: Sequence[_Choice]) -> _Choice:
    """Return the first candidate whose cost is the least, or as good as that."""
    least = min(candidate.cost for candidate in candidates)
    return next(candidate for candidate in candidates if candidate.cost <= least + EQUAL)


def drawable(value: float) -> float:
    """Return the value. Raises DomainError if it is too large for a picture."""
    if abs(value) >= HUGE:
        raise DomainError(f"a value of {format_number(value)} is too large to draw; choose a point with a smaller one")
    return value


def check_inside(name: str, coordinate: float, extent: Range) -> None:
    """Raise DomainError unless a coordinate of the point stands inside its range."""
    low, high = extent
    margin = 0.02 * (high - low)
    if not low + margin <= coordinate <= high - margin:
        raise DomainError(
            f"the point {name} = {format_number(coordinate)} is not inside the window from {format_number(low)} to "
            f"{format_number(high)}; type a window around it, such as {coordinate - 2:g},{coordinate + 2:g}"
        )


def around(low: float, width: float) -> Range:
    """Return the range of about this width that begins and ends at half steps of its ticks."""
    step = nice_step(width) / 2
    start = round(low / step)
    return rounded(start * step, step), rounded((start + max(2, round(width / step))) * step, step)


def height_range(low: float, high: float, value: float) -> Range:
    """Return the heights to show: from low to high, the value with room around it, and zero if it is near."""
    low, high = min(low, value), max(high, value)
    if high - low <= max(1 / HUGE, LEVEL * max(abs(high), abs(low))):
        half = abs(value) if abs(value) > 1 / HUGE else 1.0
        return (value - half * 1.3, value + half * 1.3)
    margin = 0.08 * (high - low)
    low, high = low - margin, high + margin
    if 0 < low < 0.4 * (high - low):
        low = -margin
    if 0 < -high < 0.4 * (high - low):
        high = margin
    room = CLEAR / (1 - CLEAR)
    low = min(low, value - room * (high - value))
    high = max(high, value + room * (value - low))
    return low, high


def flatness(shown: Array) -> float:
    """Penalise a flat line with a spike: it leaves most of the window empty. `shown` is in units of its height."""
    ordered = np.sort(shown, axis=None)
    low, high = ordered[len(ordered) // 5], ordered[-1 - len(ordered) // 5]
    return 2.0 * max(0.0, 0.3 - float(high - low))


def extreme(f: Function, x: Array, y: Array, sign: float) -> tuple[float, float] | None:
    """Return (x, f(x)) where the samples y = f(x) lead to the lowest (sign −1) or highest (1) value; None for a pole.

    It is zoomed in on the extreme sample: at a value its neighbours come as near as one likes, at a pole they never do.
    """
    finite = y[np.isfinite(y)]
    spread = float(np.subtract(*np.percentile(finite, (96, 4)))) if len(finite) else 0.0
    best = (math.nan, -math.inf)
    for _ in range(_ZOOMS):
        heights = np.where(np.isfinite(y), sign * y, -math.inf)
        at = int(np.argmax(heights))
        best = max(best, (float(x[at]), float(heights[at])), key=lambda point: point[1])
        beside = float(max(heights[max(at - 1, 0)] if at else -math.inf, *heights[at + 1 : at + 2], -math.inf))
        ends = x[max(at - 1, 0)], x[min(at + 1, len(x) - 1)]
        if not math.isfinite(best[1]) or ends[1] - ends[0] <= 8 * _ZOOMED * np.spacing(max(map(abs, ends))):
            break
        x = np.linspace(*ends, _ZOOMED)
        y = f(x)
    return (best[0], sign * best[1]) if best[1] - beside <= _SETTLED * spread + 1e-9 * abs(best[1]) else None
