"""Choosing steps that show what a tangent is: runs whose secants settle, and predictions whose errors obey dx²."""

from __future__ import annotations

import itertools
from collections.abc import Sequence

import numpy as np

from mathkit.derivatives.secants import secant_slopes
from mathkit.derivatives.tangents import Prediction, Tangent
from mathkit.windows.curve_window import CurveWindow

_LONGEST = 10  # how often a run is halved at most
_TABLES = 12  # how many first steps are tried for a table of predictions
_NOISE = 1e-12  # an error below this share of the value is round-off
_SEEN = 0.12  # an error is seen that is this share of all that rises or falls in its picture
_BEFORE, _BEYOND = 0.3, 0.35  # so much of a step is seen before the point, and beyond the step's end


def settling_run(tangent: Tangent, h: float, shares: Sequence[float]) -> float:
    """Return the run h, halved until each of its `shares` gives a slope closer to the tangent's than the one before."""
    for _ in range(_LONGEST):
        misses = np.abs(secant_slopes(tangent.function, tangent.at, h * np.array(shares)) - tangent.slope)
        if np.all(np.diff(misses) <= 1e-9 * (1 + abs(tangent.slope))):
            break
        h /= 2
    return h


def halved_predictions(tangent: Tangent, dx: float, halvings: int) -> list[Prediction]:
    """Predict by dx, dx/2, …, with dx halved until, if it can be, the errors fall like dx².

    Where the first error is too small to be seen, dx is doubled up to twice, if the errors keep falling at one rate.
    """
    noise = _NOISE * max(1.0, abs(tangent.value))

    def table(first: float) -> list[Prediction]:
        return [tangent.predict(first / 2**k) for k in range(halvings + 1)]

    def is_seen(prediction: Prediction) -> bool:
        return abs(prediction.error) >= _SEEN * _reach(prediction, tangent.value)

    tables = [table(dx / 2**j) for j in range(_TABLES)]
    chosen = next((table for table in tables if _fall_like_squares(table, noise)), tables[0])
    longer = [] if is_seen(chosen[0]) else [table(2 * dx), table(4 * dx)]
    return next((table for table in longer if is_seen(table[0]) and _fall_steadily(table, noise)), chosen)


def _fall_like_squares(table: Sequence[Prediction], noise: float) -> bool:
    return all(abs(b.error) <= max(noise, abs(a.error) / 3) for a, b in itertools.pairwise(table))


def _fall_steadily(table: Sequence[Prediction], noise: float) -> bool:
    """Tell whether each error is about the same share of the one before: not where a step passes a kink or a pole."""
    errors = [abs(prediction.error) for prediction in table]
    if not all(noise < error < np.inf for error in errors):
        return False
    rates = [a / b for a, b in itertools.pairwise(errors)]
    return min(rates) >= 3 and max(rates) <= 1.5 * min(rates)


def _reach(prediction: Prediction, value: float) -> float:
    """Return the height of the picture of a prediction."""
    return max(abs(prediction.predicted - value), abs(prediction.actual - value), abs(prediction.error))


def prediction_window(tangent: Tangent, dx: float) -> CurveWindow:
    """Return the window that a step dx from the point fills: what is there, what is predicted there, and the error."""
    start, end = sorted((tangent.at - _BEFORE * dx, tangent.at + (1 + _BEYOND) * dx))
    prediction = tangent.predict(dx)
    return CurveWindow.around(tangent.function, (start, end), tangent.at, (prediction.predicted, prediction.actual))


def first_run(window: CurveWindow) -> float:
    """Return a round run, at most 0.3 of the window, to a second point that is in sight: to the right if there is room.

    A run to the left is negative.
    """
    x0, x1 = window.x_range
    right = _first_step(window, 1.0)
    return right if right >= 0.1 * (x1 - x0) else -_first_step(window, -1.0)


def _first_step(window: CurveWindow, lean: float) -> float:
    (x0, x1), (y0, y1) = window.x_range, window.y_range
    power = 10.0 ** np.floor(np.log10(x1 - x0))
    steps = [factor * power / 10**k for k in range(12) for factor in (5, 2, 1)]
    fitting = [h for h in steps if h <= 0.3 * (x1 - x0)]
    for h in fitting:
        y = window.function(window.at + lean * h)
        if np.isfinite(y) and y0 <= y <= y1:
            return float(h)
    return float(fitting[-1])
