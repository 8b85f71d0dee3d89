"""Where a curve rises and falls, over all of an interval: what may be said of it with "only" and "everywhere"."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, Self

import numpy as np

from mathkit.analysis.roots import sampling_grid
from mathkit.arrays import Array, Range
from mathkit.formula.function import Function

#: A line's samples are this near to it, as a share of their size.
_STRAIGHT = 1e-9
_SAMPLES = 401


@dataclass(frozen=True, slots=True)
class Monotonicity:
    """What f′ and f do at all samples of `interval` at which they have values.

    `positive`, `negative`: f′ > 0 (< 0) wherever it is defined. `connected`: f has values in one run of the interval,
    without a gap that samples can see (a pole may lie between two). `rises`, `falls`: so does f from every sample to
    the next one, across gaps too. `turns`: how often f′ changes its sign.
    """

    interval: Range
    positive: bool
    negative: bool
    connected: bool
    rises: bool
    falls: bool
    turns: int

    @classmethod
    def of(cls, f: Function, interval: Range) -> Self:
        """Sample a function of one variable and its derivative."""
        x = sampling_grid(interval)
        heights, slopes = np.broadcast_to(f(x), x.shape), np.broadcast_to(f.derivative()(x), x.shape)
        defined = np.isfinite(heights)
        runs = np.count_nonzero(np.diff(np.concatenate([[False], defined, [False]]).astype(int)) == 1)
        steps, known = np.diff(heights[defined]), slopes[np.isfinite(slopes) & defined]
        signs = np.sign(known[known != 0])
        return cls(
            interval,
            positive=bool(len(known) and (known > 0).all()),
            negative=bool(len(known) and (known < 0).all()),
            connected=bool(runs == 1),
            rises=bool(len(steps) and (steps > 0).all()),
            falls=bool(len(steps) and (steps < 0).all()),
            turns=int(np.count_nonzero(np.diff(signs))),
        )


def is_straight(f: Callable[[Array], Any], interval: Range) -> bool:
    """Tell whether a curve is one straight line over an interval, without a gap: to 1e-9 of its size."""
    x = np.linspace(*interval, _SAMPLES)
    heights = np.broadcast_to(f(x), x.shape)
    if not np.isfinite(heights).all():
        return False
    shares = np.linspace(0.0, 1.0, _SAMPLES)
    line = (1 - shares) * heights[0] + shares * heights[-1]
    # What is lost in a sum with a large constant is rounding; a bend that can be seen is far above it.
    rounding = 64 * np.finfo(float).eps * np.abs(heights).max()
    return bool(np.abs(heights - line).max() <= _STRAIGHT * np.ptp(heights) + rounding)
