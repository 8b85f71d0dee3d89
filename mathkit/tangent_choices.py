"""Choosing steps that show what a tangent is: runs whose secants settle, and predictions whose errors obey dx²."""

import itertools
from collections.abc import Sequence

import numpy as np

from mathkit.secants import secant_slopes
from mathkit.slopes import Prediction, Tangent
from mathkit.windows import CurveWindow

_LONGEST = 10  # how often a run is halved at most
_TABLES = 12  # how many first steps are tried for a table of predictions
_NOISE = 1e-12  # an error below this share of the value is round-off
_SEEN = 0.12  # an error is seen that is this share of all that rises or falls in its picture
_BEFORE, _BEYOND = 0.3, 0.35  # so much of a step is seen before the point, and beyond the step's end


def settling_run(tangent: Tangent, h: float, shares: Sequence[float]) -> float:
    """The run h, halved until each of its `shares` gives a slope closer to the tangent's than the one before."""
    for _ in range(_LONGEST):
        misses = np.abs(secant_slopes(tangent.function, tangent.at, h * np.array(shares)) - tangent.slope)
        if np.all(np.diff(misses) <= 1e-9 * (1 + abs(tangent.slope))):
            break
        h /= 2
    return h


def halved_predictions(tangent: Tangent, dx: float, halvings: int) -> list[Prediction]:
    """Predictions by a step and its halves: errors fall like dx² if they can, and the first is one that can be seen.

    The first step is dx, or where that will not do 2 dx, 4 dx, dx/2, dx/4, …
    """
    firsts = [dx * 2.0**power for power in (0, 1, 2, *range(-1, -_TABLES, -1))]
    tables = [[tangent.predict(first / 2**k) for k in range(halvings + 1)] for first in firsts]
    lawful = [table for table in tables if _fall_like_squares(table, _NOISE * max(1.0, abs(tangent.value)))]
    seen = [table for table in lawful if abs(table[0].error) >= _SEEN * _reach(table[0], tangent.value)]
    return (seen or lawful or tables)[0]


def _fall_like_squares(table: Sequence[Prediction], noise: float) -> bool:
    return all(abs(b.error) <= max(noise, abs(a.error) / 3) for a, b in itertools.pairwise(table))


def _reach(told: Prediction, value: float) -> float:
    """The height of the picture of a prediction."""
    heights = (value, told.predicted, told.actual)
    return max(max(heights) - min(heights), _NOISE * max(1.0, abs(value)))


def prediction_window(tangent: Tangent, dx: float) -> CurveWindow:
    """The window that a step dx from the point fills: what is there, what is predicted there, and the error."""
    start, end = sorted((tangent.at - _BEFORE * dx, tangent.at + (1 + _BEYOND) * dx))
    told = tangent.predict(dx)
    return CurveWindow.around(tangent.function, (start, end), tangent.at, (told.predicted, told.actual))
