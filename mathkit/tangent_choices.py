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
    """Predictions by dx, dx/2, …, with dx halved until, if it can be, the errors fall like dx²."""
    noise = _NOISE * max(1.0, abs(tangent.value))
    tables = [[tangent.predict(dx / 2 ** (j + k)) for k in range(halvings + 1)] for j in range(_TABLES)]
    for table in tables:
        if all(abs(b.error) <= max(noise, abs(a.error) / 3) for a, b in itertools.pairwise(table)):
            return table
    return tables[0]


def prediction_window(tangent: Tangent, dx: float) -> CurveWindow:
    """The window that a step dx from the point fills: what is there, what is predicted there, and the error."""
    start, end = sorted((tangent.at - _BEFORE * dx, tangent.at + (1 + _BEYOND) * dx))
    told = tangent.predict(dx)
    return CurveWindow.around(tangent.function, (start, end), tangent.at, (told.predicted, told.actual))
