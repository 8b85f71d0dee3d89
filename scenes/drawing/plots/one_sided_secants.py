"""Two secants that close in on one point from its left and from its right, each with its slope as a live number."""

from __future__ import annotations

from dataclasses import dataclass

import manim as mn
import numpy as np

from mathkit import Function, OneSidedSlopes, Secant, secant_slopes
from scenes.drawing.canvas.animations import live
from scenes.drawing.canvas.arrange import stack
from scenes.drawing.canvas.primitives import Spot, set_runs, stroke
from scenes.drawing.canvas.stage import Region
from scenes.drawing.plots.plot import Plot
from scenes.drawing.plots.sliding_secant import RUN_SHARES
from scenes.drawing.text.panel import Readout, align_equals
from scenes.drawing.theme.theme import Theme


@dataclass(frozen=True, slots=True)
class _Side:
    """The secant on one side: `h` is its run, with its sign, where `share` is 1."""

    f: Function
    at: float
    h: float
    share: mn.ValueTracker
    role: str

    @property
    def now(self) -> Secant:
        return Secant.of(self.f, self.at, self.h * self.share.get_value())

    def figure(self, plot: Plot, theme: Theme) -> tuple[mn.VMobject, Spot]:
        """Return the line and the second point."""

        def line(m: mn.VMobject) -> mn.VMobject:
            secant = self.now
            return set_runs(m, plot.straight(secant.at, secant.value, secant.slope))

        def second(m: Spot) -> Spot:
            secant = self.now
            return m.at(plot.at(secant.x1, plot.inside(secant.value1)))

        return live(stroke(theme, self.role, 4), line), live(Spot(theme, self.role).in_front(), second)

    @property
    def falls(self) -> bool:
        """Return whether its slope is below zero anywhere on the way in."""
        return bool((secant_slopes(self.f, self.at, self.h * RUN_SHARES) < 0).any())

    def readout(self, name: str, limit: float, theme: Theme, *, signed: bool) -> Readout:
        """Return the slope's readout, wide enough for the limit too; it does not follow yet."""
        span = max(abs(self.now.slope), abs(limit) if np.isfinite(limit) else 0.0)
        return Readout(
            f'{{{{ upright("slope, {name}") : {self.role} }}}} =', theme, span=span, role=self.role, signed=signed
        )

    def slope(self) -> float:
        """Return the slope in this frame."""
        return self.now.slope


class OneSidedSecants:
    """The secants of `f` at a point, `share` (1 at first) of `reach` to its left and to its right."""

    def __init__(
        self, f: Function, sides: OneSidedSlopes, reach: float, plot: Plot, region: Region, theme: Theme
    ) -> None:
        self.share = mn.ValueTracker(1.0)
        left = _Side(f, sides.at, -reach, self.share, "slope2")
        right = _Side(f, sides.at, reach, self.share, "slope")
        self.lines = mn.VGroup(*left.figure(plot, theme), *right.figure(plot, theme))
        # Digits stand under digits: both leave room for a sign, or none does.
        signed = left.falls or right.falls
        readouts = [
            left.readout("left", sides.left, theme, signed=signed),
            right.readout("right", sides.right, theme, signed=signed),
        ]
        stack(region, *readouts, gap=0.3)
        align_equals(readouts)
        for side, readout in zip((left, right), readouts, strict=True):
            readout.follow(side.slope)
        self.readouts = mn.VGroup(*readouts)

    def side(self, index: int) -> list[mn.Mobject]:
        """Return the secant, the second point and the readout of the left side (0) or the right one (1)."""
        return [*self.lines[2 * index : 2 * index + 2], self.readouts[index]]
