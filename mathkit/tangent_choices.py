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


def settling_run(tangent: Tangent, h: float, shares: Sequence[float]) -> float:
    """The run h, halved until each of its `shares` gives a slope closer to the tangent's than the one before."""
    for _ in range(_LONGEST):
        misses = np.abs(secant_slopes(tangent.function, tangent.at, h * np.array(shares)) - tangent.slope)
        if np.all(np.diff(misses) <= 1e-9 * (1 + abs(tangent.slope))):
            break
        h /= 2
    return h


def halved_predictions(tangent: Tangent, dx: float, window: CurveWindow, halvings: int) -> list[Prediction]:
    """Predictions by dx, dx/2, …: the first in the window and, if it can be, with errors that fall like dx²."""
    low, high = window.y_range
    noise = _NOISE * max(1.0, abs(tangent.value))
    tables = [[tangent.predict(dx / 2 ** (j + k)) for k in range(halvings + 1)] for j in range(_TABLES)]
    shown = [table for table in tables if low <= table[0].predicted <= high] or tables[-1:]
    for table in shown:
        if all(abs(b.error) <= max(noise, abs(a.error) / 3) for a, b in itertools.pairwise(table)):
            return table
    return shown[0]
