"""A point that takes a walk on a surface and comes back, and the slopes that it meets as live numbers."""

from __future__ import annotations

from collections.abc import Callable, Mapping

import manim as mn
import numpy as np

from mathkit import Function, SurfaceWindow
from scenes.panel import Readout, stack
from scenes.stage import Region
from scenes.surface_slice import SLOPE_ROLES, VARIABLE_ROLES
from scenes.theme import TEXT, Theme

#: How far the walk leads from the point, as a share of the window.
REACH = 0.24


class Stroll:
    """First along y and back, then a loop through `at`: `turn` runs from 0 to 1 for the one, to 2 for the other."""

    def __init__(self, at: tuple[float, float], window: SurfaceWindow) -> None:
        self.at, self.window = at, window
        self.turn = mn.ValueTracker(0.0)

    def place(self) -> tuple[float, float]:
        """Return where the point is."""
        (a, b), window = self.at, self.window
        turn = float(self.turn.get_value())
        angle = 2 * np.pi * max(0.0, turn - 1)
        aside = np.sin(np.pi * min(turn, 1.0))
        across, along = (_inward(p, span) for p, span in zip(self.at, (window.x_range, window.y_range), strict=True))
        return a + across * (1 - np.cos(angle)), b + along * (1.6 * aside + np.sin(angle))

    def coordinate(self, index: int) -> Callable[[], float]:
        """Return a live number: where the point is along one axis."""
        return lambda: self.place()[index]

    def slope(self, partial: Function) -> Callable[[], float]:
        """Return a live number: a partial derivative where the point is; 0 where it has no value."""
        return lambda: float(np.nan_to_num(partial(*self.place())))

    def readouts(self, partials: Mapping[str, Function], panel: Region, theme: Theme) -> mn.VGroup:
        """Return x, y and the partial derivatives by them, as they change on the way."""
        grid = np.meshgrid(np.linspace(*self.window.x_range, 21), np.linspace(*self.window.y_range, 21))
        places, slopes = mn.VGroup(), mn.VGroup()
        for name, partial in partials.items():
            steepest = float(np.nanmax(np.abs(partial(*grid))))
            places.add(_readout(name, VARIABLE_ROLES[name], 10.0, theme))
            slopes.add(_readout(f"(partial f) / (partial {name})", SLOPE_ROLES[name], steepest, theme))
        stack(panel, *places, *slopes, gap=0.5, middle=True)
        for index, partial in enumerate(partials.values()):
            places[index].follow(self.coordinate(index))
            slopes[index].follow(self.slope(partial))
        return mn.VGroup(*places, *slopes)


def _readout(code: str, role: str, span: float, theme: Theme) -> Readout:
    return Readout(f"{{{{ {code} : {role} }}}} =", theme, span=span, role=role, decimals=2, size=TEXT + 6)


def _inward(coordinate: float, span: tuple[float, float]) -> float:
    """Return a step from a coordinate towards the middle of its span: a loop of this radius stays in the box."""
    low, high = span
    return -REACH * (high - low) * float(np.sign(coordinate - (low + high) / 2 + 1e-9))
