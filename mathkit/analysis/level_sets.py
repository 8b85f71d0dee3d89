"""Level sets: where f(x, y) has one value. Contour lines are traced by contourpy (marching squares)."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Self, cast

import contourpy
import numpy as np

from mathkit.arrays import Array
from mathkit.formula.function import Function
from mathkit.notation.typst_parts import arguments, part, valued
from mathkit.windows.surface_window import SurfaceWindow

_GRID = 161


@dataclass(frozen=True, slots=True, eq=False)
class LevelSet:
    """The curves in a window along which f equals `level`: each is an array of points, shape (k, 2)."""

    function: Function
    level: float
    curves: tuple[Array, ...]

    @classmethod
    def family(cls, window: SurfaceWindow, count: int = 14, through: float | None = None) -> tuple[Self, ...]:
        """Return level sets at even steps of height: where the lines of such a map crowd, it is steep.

        `through`: a height that is one of them; all are moved for it, by half a step at most.
        """
        low, high = window.z_range
        step = (high - low) / (count + 1)
        moved = 0.0 if through is None else math.remainder(through - low, step)
        return cls.at_levels(window, [low + moved + k * step for k in range(1, count + 1)])

    @classmethod
    def at_levels(cls, window: SurfaceWindow, levels: Sequence[float]) -> tuple[Self, ...]:
        """Return the level sets at these heights; a level that the window does not reach has no curves."""
        x, y, z = window.grid(_GRID)
        tracer = contourpy.contour_generator(x, y, z.T, line_type=contourpy.LineType.Separate)
        found = []
        for level in levels:
            # What lines() returns depends on the line type: for Separate, a list of arrays of points.
            curves = cast("list[Array]", tracer.lines(level))
            found.append(cls(window.function, level, tuple(curve for curve in curves if _is_drawn(curve, window))))
        return tuple(found)

    @property
    def typst(self) -> str:
        """Return f(x, y) = level, as the parts output and output_2."""
        head = part(f"{self.function.letter}{arguments(self.function.variables)}", "output")
        return valued(head, self.level, "output_2")


def _is_drawn(curve: Array, window: SurfaceWindow) -> bool:
    """Tell whether a curve leads anywhere: round a grid point that has the very level, a loop has no length."""
    return len(curve) > 2 and bool(np.ptp(curve, axis=0).max() > 1e-9 * np.ptp(window.x_range))
