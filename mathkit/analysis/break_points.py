"""The points at which a curve that breaks begins, ends or stands alone: what is drawn as filled and open circles."""

from __future__ import annotations

import math
from dataclasses import dataclass

from mathkit.analysis.curve_features import Features


@dataclass(frozen=True, slots=True)
class BreakPoint:
    """A point where a curve breaks: `filled` if it belongs to the curve, open if the curve only comes near it."""

    x: float
    y: float
    filled: bool


def break_points(features: Features) -> tuple[BreakPoint, ...]:
    """Return the limits on both sides of each jump and the value there, and the points that are missing, by x."""
    points = [BreakPoint(hole.x, hole.limit, filled=False) for hole in features.holes]
    for jump in features.jumps:
        ends = {jump.left, jump.right} - {jump.value}
        points += [BreakPoint(jump.x, end, filled=False) for end in sorted(ends) if math.isfinite(end)]
        if math.isfinite(jump.value):
            points.append(BreakPoint(jump.x, jump.value, filled=True))
    return tuple(sorted(points, key=lambda point: (point.x, point.y)))
