"""A slider: a track with a knob where a number stands, and the number beside it."""

from __future__ import annotations

import manim as mn
import numpy as np

from scenes.drawing.canvas.animations import live
from scenes.drawing.canvas.primitives import Spot, set_runs, stroke
from scenes.drawing.canvas.stage import Region
from scenes.drawing.text.live_number import tick_labels
from scenes.drawing.text.panel import Readout
from scenes.drawing.theme.theme import TEXT, Theme

#: Half the height of the strokes at the ends of the track, the room before it, and the knob's radius, in units.
END, BEFORE, KNOB = 0.09, 0.3, 0.13


class Slider(mn.VGroup):
    """A number and its name, and behind them the track from `span[0]` to `span[1]`; the knob is where `value` is.

    It stands across the middle of a region, and follows when it is moved. A value beyond an end is held there.

    Example:
        rate = self.tracker(0.1)
        slider = Slider(rate, (0.0, 1.0), region, theme, name="eta", role="gradient")
        self.play(*appear(slider)); self.play(rate.animate.set_value(0.8))
    """

    def __init__(
        self,
        value: mn.ValueTracker,
        span: tuple[float, float],
        region: Region,
        theme: Theme,
        *,
        name: str = "x",
        role: str = "input",
        decimals: int = 2,
        size: float = TEXT,
    ) -> None:
        super().__init__()
        self.value, self.span = value, span
        most = max(abs(span[0]), abs(span[1]))
        code = f"{{{{ {name} : {role} }}}} ="
        self.number = Readout(code, theme, span=most, role=role, decimals=decimals, signed=span[0] < 0, size=size)
        self.number.move_to(region.point(0, 0.5), aligned_edge=mn.LEFT)
        self.ends = mn.VGroup(*tick_labels(span, theme))
        # Half of a number may stand over each end of the track.
        before, after = (end.width / 2 for end in self.ends)
        left, right, level = self.number.full_right + BEFORE + before, region.right - max(after, KNOB), region.center[1]
        ends = np.array([[left, level, 0.0], [right, level, 0.0]])
        strokes = [np.array([end + END * mn.DOWN, end + END * mn.UP]) for end in ends]
        self.track = set_runs(stroke(theme, "muted", 3), ends, *strokes)
        for number, end in zip(self.ends, ends, strict=True):
            number.move_to(end + (END + 0.1) * mn.DOWN, aligned_edge=mn.UP)
        self.passed = live(stroke(theme, role, 6), lambda m: set_runs(m, np.array([self.at(span[0]), self._now()])))
        self.knob = live(Spot(theme, role, KNOB), lambda m: m.at(self._now()))
        self.number.follow(lambda: float(value.get_value()))
        self.add(self.number, self.track, self.ends, self.passed, self.knob)

    def at(self, value: float) -> np.ndarray:
        """Return the place of a number on the track where it stands now, shape (3,)."""
        low, high = self.span
        left, right = self.track.points[[0, 3]]
        place: np.ndarray = left + np.clip((value - low) / (high - low), 0, 1) * (right - left)
        return place

    def _now(self) -> np.ndarray:
        return self.at(float(self.value.get_value()))
