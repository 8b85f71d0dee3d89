"""A point that takes a walk on a surface and comes back, and the slopes that it meets as live numbers."""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping, Sequence

import manim as mn
import numpy as np

from mathkit import Function, SurfaceWindow, symbol_source
from mathkit.notation.typst_parts import axis_role
from scenes.drawing.canvas.stage import Region
from scenes.drawing.text.fitted_formula import SIZES
from scenes.drawing.text.panel import Readout, align_equals
from scenes.drawing.theme.theme import TEXT, Theme

#: How far the walk leads from the point, as a share of the window: the first of these that stays on the surface.
REACHES = (0.24, 0.16, 0.1, 0.05, 0.02)


class SurfaceWalk:
    """First along y and back, then a loop through `at`: `turn` runs from 0 to 1 for the one, to 2 for the other."""

    def __init__(self, at: tuple[float, float], window: SurfaceWindow, partials: Mapping[str, Function]) -> None:
        self.at, self.window, self.partials = at, window, partials
        self.turn = mn.ValueTracker(0.0)
        self.reach = next((reach for reach in REACHES if self._stays(reach)), 0.0)

    def place(self) -> tuple[float, float]:
        """Return where the point is."""
        x, y = self._path(np.array(self.turn.get_value()), self.reach)
        return float(x), float(y)

    def _path(self, turn: np.ndarray, reach: float) -> tuple[np.ndarray, np.ndarray]:
        spans = (self.window.x_range, self.window.y_range)
        across, along = (_inward(p, span) * reach for p, span in zip(self.at, spans, strict=True))
        angle = 2 * np.pi * np.maximum(0.0, turn - 1)
        aside = np.sin(np.pi * np.minimum(turn, 1.0))
        return self.at[0] + across * (1 - np.cos(angle)), self.at[1] + along * (1.6 * aside + np.sin(angle))

    def _stays(self, reach: float) -> bool:
        """Return whether a walk that leads so far stays on the surface, and meets a slope everywhere."""
        path = self._path(np.linspace(0, 2, 121), reach)
        height, (low, high) = self.window.function(*path), self.window.z_range
        slopes = np.array([partial(*path) for partial in self.partials.values()])
        return bool(np.all((height >= low) & (height <= high)) and np.isfinite(slopes).all())

    def readouts(self, region: Region, theme: Theme, *, across: bool) -> mn.VGroup:
        """Return x, y and the partial derivatives by them as they change on the way: in a column, or in pairs."""
        for size in (TEXT + 6, *SIZES):
            items = self._readouts(theme, size)
            if across:
                pairs = [_under_one_another(pair, 0.3) for pair in (items[:2], items[2:])]
                block = mn.VGroup(*pairs).arrange(mn.RIGHT, buff=1.2)
            else:
                block = _under_one_another(items, 0.5)
            if block.width <= region.width and block.height <= region.height:
                break
        block.move_to(region.center)
        for index, partial in enumerate(self.partials.values()):
            items[index].follow(self._coordinate(index))
            items[2 + index].follow(self._slope(partial))
        return mn.VGroup(*items)

    def _readouts(self, theme: Theme, size: float) -> list[Readout]:
        """Return the four readouts, each as wide as it will get; with room for a sign if one of them has it."""
        path = self._path(np.linspace(0, 2, 121), self.reach)
        names = [symbol_source(name) for name in self.partials]
        f = next(iter(self.partials.values())).letter
        codes = [*names, *(f"(partial {f}) / (partial {name})" for name in names)]
        roles = [axis_role(role, axis) for role in ("input", "slope") for axis in range(len(names))]
        met = np.array(np.broadcast_arrays(*path, *(partial(*path) for partial in self.partials.values())))
        signed = bool(np.any(met < 0))
        return [
            _readout(code, role, values, theme, size, signed)
            for code, role, values in zip(codes, roles, met, strict=True)
        ]

    def _slope(self, partial: Function) -> Callable[[], float]:
        return lambda: float(partial(*self.place()))

    def _coordinate(self, index: int) -> Callable[[], float]:
        return lambda: self.place()[index]


def _readout(code: str, role: str, values: np.ndarray, theme: Theme, size: float, signed: bool) -> Readout:
    """Return a live number with as many decimals as tell these values apart; it shows the widest of them."""
    largest, change = float(np.abs(values).max()), float(np.ptp(values))
    power = math.floor(math.log10(largest)) if largest > 0 else 0
    taken = power if power >= 4 or power <= -3 else 0
    finest = math.floor(math.log10(change)) - taken if change > 1e-9 * largest else 0
    decimals = int(np.clip(2 - finest, 0 if power - taken >= 2 else 2, 3))
    readout = Readout(
        f"{{{{ {code} : {role} }}}} =", theme, span=largest, role=role, decimals=decimals, size=size, signed=signed
    )
    return readout.show(-largest if signed else largest)


def _under_one_another(readouts: Sequence[Readout], gap: float) -> mn.VGroup:
    """Return readouts as a column whose equals signs stand under one another."""
    column = mn.VGroup(*readouts).arrange(mn.DOWN, buff=gap, aligned_edge=mn.LEFT)
    align_equals(readouts)
    return column


def _inward(coordinate: float, span: tuple[float, float]) -> float:
    """Return a step from a coordinate towards the middle of its span, as long as the span."""
    low, high = span
    return -(high - low) * float(np.sign(coordinate - (low + high) / 2 + 1e-9 * (high - low)))
