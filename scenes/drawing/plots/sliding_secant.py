"""A secant on a plot, live while its second point slides towards the first: line, legs, and their names."""

from __future__ import annotations

from functools import lru_cache

import manim as mn
import numpy as np

from mathkit import Function, Secant, secant_slopes
from scenes.drawing.canvas.animations import live
from scenes.drawing.canvas.primitives import Pointer, Spot, beside, plated, set_dashes, set_runs, stroke
from scenes.drawing.plots.plot import Plot
from scenes.drawing.text.typesetting import Formula, Words
from scenes.drawing.theme.theme import LABEL, Theme

#: Shares of the widest run at which the slope's sign is read.
RUN_SHARES = np.geomspace(1e-3, 1, 300)


class SlidingSecant:
    """The secant of `f` whose run is `share` (1 at first) of the run of `widest`."""

    def __init__(self, f: Function, widest: Secant, plot: Plot, theme: Theme) -> None:
        self._f, self.widest, self.plot, self.theme = f, widest, plot, theme
        self.share = mn.ValueTracker(1.0)
        # Every part of it asks for the same secant in every frame.
        self._at = lru_cache(maxsize=4)(lambda share: Secant.of(f, widest.at, widest.h * share))
        self.line = live(stroke(theme, "secant", 4), lambda m: set_runs(m, self._through(self.now)))
        self.second = live(Spot(theme, "secant").in_front(), lambda m: m.at(self._second))
        self.run_leg = live(stroke(theme, "input", 3), lambda m: set_dashes(m, self._first, self._corner))
        self.rise_leg = live(stroke(theme, "output", 3), lambda m: set_dashes(m, self._corner, self._second))
        # The names stand outside the triangle of the secant and its legs.
        below = mn.DOWN if widest.rise >= 0 else mn.UP
        outwards = mn.RIGHT if widest.run > 0 else mn.LEFT
        self.rise_name = live(
            plated(Words("rise", theme, size=LABEL + 4, role="output"), theme),
            lambda m: beside(m, (self._corner + self._second) / 2, outwards, plot.area).shift(self._hang(m) * below),
        )
        self.run_name = live(
            plated(Formula('{{ upright("run") h : input }}', theme, size=LABEL + 4), theme),
            lambda m: self._name_run(m, below),
        )

    @property
    def now(self) -> Secant:
        """Return the secant as it stands in this frame."""
        return self._at(self.share.get_value())

    @property
    def falls(self) -> bool:
        """Return whether the secant's slope is below zero anywhere on the way in."""
        return bool((secant_slopes(self._f, self.widest.at, self.widest.h * RUN_SHARES) < 0).any())

    @property
    def legs(self) -> list[mn.Mobject]:
        """Return run and rise with their names."""
        return [self.run_leg, self.rise_leg, self.run_name, self.rise_name]

    def way_in(self) -> Pointer:
        """Return an arrow that shows which way the second point will go, across the secant from its legs."""
        start, end = self._second, self._first
        along = (end - start) / np.linalg.norm(end - start)
        away = 0.3 * np.array([along[1], -along[0], 0])
        away *= -1 if (away @ (self._corner - end)) > 0 or (self.widest.rise == 0 and away[1] < 0) else 1
        return Pointer(self.theme, "secant").span(
            start + (end - start) * 0.1 + away, start + (end - start) * 0.45 + away
        )

    def fan(self) -> list[mn.VMobject]:
        """Return secants that close in on the tangent, fainter the farther off they are."""
        return [
            set_runs(stroke(self.theme, "secant", 2.5, opacity), self._through(self._at(share)))
            for share, opacity in ((1.0, 0.35), (0.6, 0.5), (0.3, 0.7))
        ]

    def _through(self, secant: Secant) -> np.ndarray:
        return self.plot.straight(secant.at, secant.value, secant.slope)

    def _hang(self, name: mn.Mobject) -> float:
        """Return how far the rise's name hangs out of its leg: a leg shorter than the name would leave it on the line.

        The secant leaves the leg at the end that is not the corner.
        """
        return max(0.0, (name.height - abs((self._second - self._corner)[1])) / 2 + 0.05)

    def _name_run(self, name: mn.Mobject, below: np.ndarray) -> mn.Mobject:
        """Put the name under the run's middle, clear of the rise's name and of the guide under the first point."""
        hangs = (self.rise_name.height + (self._second - self._corner) @ below) / 2
        name.next_to((self._first + self._corner) / 2, below, 0.1 + max(0.0, hangs) + self._hang(self.rise_name))
        lean = 1 if self.widest.run > 0 else -1
        short = 0.06 - lean * (name.get_edge_center(-lean * mn.RIGHT) - self._first)[0]
        return name.shift(lean * max(0.0, short) * mn.RIGHT)

    @property
    def _first(self) -> np.ndarray:
        return self.plot.at(self.widest.at, self.widest.value)

    @property
    def _corner(self) -> np.ndarray:
        return self.plot.at(self.now.x1, self.widest.value)

    @property
    def _second(self) -> np.ndarray:
        return self.plot.at(self.now.x1, self.now.value1)
