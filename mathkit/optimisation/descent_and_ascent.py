"""A descent on a surface and an ascent on it from one start, inside a window."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Self

import numpy as np

from mathkit.arrays import Array
from mathkit.errors import DomainError
from mathkit.notation.number_format import format_number
from mathkit.optimisation.descent import DescentPath
from mathkit.optimisation.descent_setup import (
    arrives,
    choose_ascent,
    choose_rate,
    choose_start,
    descend,
    find_bottom,
    within_window,
)
from mathkit.windows.surface_window import SurfaceWindow

#: Steps of the ascent, if the descent has no more.
_LEAST = 8
#: How high the ascent leads, in heights of the descent: both are to be seen on one scale.
_CLIMB = 3.0
#: A height below this share of the window's is zero but for rounding.
_NOTHING = 1e-9


@dataclass(frozen=True, slots=True, eq=False)
class DescentAndAscent:
    """The steps `down` from a start in the window, and those `up` from it, as far as they stay in it.

    `leap` is where the descent leaves the window, shape (2,), or None; `valley` tells whether there is a bottom to
    arrive at.
    """

    window: SurfaceWindow
    down: DescentPath
    up: DescentPath
    leap: Array | None
    valley: bool

    @classmethod
    def of(cls, window: SurfaceWindow, steps: int, start: Sequence[float] | None, rate: float | None) -> Self:
        """Take `steps` steps down at most. Start and rate are chosen where they are None.

        Raises DomainError where the rate is no step size, or the start is level, outside the window, or a kink.
        """
        if rate is not None and not 0 < rate < np.inf:
            raise DomainError(f"rate = {rate:g} is not a step size. Type a positive one: rate=0.1.")
        chosen = choose_start(window)
        start = chosen if start is None else (float(start[0]), float(start[1]))
        written = ",".join(format_number(each).replace("\N{MINUS SIGN}", "-") for each in start)
        instead = f"Choose one such as start={chosen[0]:.3g},{chosen[1]:.3g}, or leave start out."
        if not window.contains(np.array(start)):
            (x0, x1), (y0, y1) = window.x_range, window.y_range
            raise DomainError(
                f"the start {written} is outside the map, which shows x from {x0:g} to {x1:g} and y from {y0:g} to "
                f"{y1:g}. {instead}"
            )
        rate = choose_rate(window, start, steps) if rate is None else rate
        whole = descend(window, start, rate, steps)
        if not whole.gradients[0].any():
            raise DomainError(f"at the start {written} {window.function.text} is level: no way leads down. {instead}")
        down = within_window(whole, window)
        leap = None
        if len(down.points) <= steps and down.reason in ("left the domain", "diverged"):
            leap = _rim(window, down.points[-1], -down.gradients[-1])
        fallen = float(down.values[0] - down.values[-1])
        ceiling = float(down.values[0]) + _CLIMB * fallen if fallen > 0 else np.inf
        up = choose_ascent(window, start, rate, max(_LEAST, len(down.points) - 1), ceiling)
        return cls(window, down, up, leap, find_bottom(window, start) is not None)

    @property
    def steps(self) -> int:
        """Return the number of steps down that stay in the window."""
        return len(self.down.points) - 1

    @property
    def first(self) -> float:
        """Return the height at the start."""
        return self._height(0)

    @property
    def last(self) -> float:
        """Return the height after the last step down."""
        return self._height(-1)

    @property
    def falls(self) -> bool:
        """Tell whether the descent leads down, and stays in the window."""
        return self.leap is None and self.last < self.first

    @property
    def arrives(self) -> bool:
        """Tell whether the descent ends where it is nearly level."""
        return arrives(self.down)

    @property
    def typst(self) -> str:
        """Return the descent, as it prints itself."""
        return self.down.typst

    def _height(self, index: int) -> float:
        height = float(self.down.values[index])
        return height if abs(height) > _NOTHING * float(np.ptp(self.window.z_range)) else 0.0


def _rim(window: SurfaceWindow, point: Array, direction: Array) -> Array:
    """Return where a ray from a point of the window leaves it, shape (2,)."""
    reaches = []
    for here, along, (low, high) in zip(point, direction, (window.x_range, window.y_range), strict=True):
        if along:
            reaches.append(((high if along > 0 else low) - here) / along)
    return np.asarray(point + min(reaches) * direction)
