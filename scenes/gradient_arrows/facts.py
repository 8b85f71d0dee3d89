"""What is true of a gradient, of the map it stands on, and of the ways down and up.

Symbols: f(x, y) the height or loss, ∇f its gradient, η the learning rate.

A property that tells whether something holds is a claim: `narration` chooses its sentences by such names alone.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from mathkit import DescentAndAscent, Function, Gradient, LevelSet, SurfaceWindow, readable_name
from mathkit.analysis.verification import confirm
from mathkit.optimisation.descent_setup import check_slope, is_equally_steep, is_plane, missed_bottom
from scenes.script.params import Field, LessonParams, Number, Point, SurfaceExtent

#: The way down has at most this many steps.
STEPS = 16
#: A loss that has fallen below this share of what it was is called almost zero.
ALMOST = 1e-3


class GradientParams(LessonParams):
    """f: a function of x and y; at: where the wheel turns; start, rate: of the way down; window: what is shown.

    The last three are chosen where not given. Of a window the narrower range grows: a gradient is true on a square map.
    """

    f: Field = Function.parse("(x - y)**2 + (x + y)**2/8", ("x", "y"))
    at: Point = (1.0, -0.5)
    start: Point | None = None
    rate: Number | None = None
    window: SurfaceExtent | None = None


@dataclass(frozen=True, slots=True, eq=False)
class GradientFacts:
    """A gradient at a point of a map, and the ways down and up from a start.

    `levels`: the contours of the map, `here` that of the point; `missed`: the bottom, shape (2,), that the straight way
    against the gradient misses, or None; `even`: whether it is equally steep all over the map.
    """

    gradient: Gradient
    window: SurfaceWindow
    levels: tuple[LevelSet, ...]
    here: LevelSet
    ways: DescentAndAscent
    missed: np.ndarray | None
    even: bool
    plane: bool

    @classmethod
    def of(cls, params: GradientParams) -> GradientFacts:
        """Work the facts out for a surface, a point and a way down.

        Raises:
            NablaError: there is no gradient at the point, or it is zero; or no way leads down from the start.
        """
        gradient = Gradient.of(params.f, params.at)
        confirm(params.f, params.at)
        window = SurfaceWindow.of(params.f, params.at, square=True, box=params.window)
        check_slope(gradient, window)
        even, plane = is_equally_steep(window), is_plane(window)
        levels = LevelSet.family(window, through=gradient.value)
        here = LevelSet.at_levels(window, [gradient.value])[0]
        ways = DescentAndAscent.of(window, STEPS, params.start, params.rate)
        return cls(gradient, window, tuple(levels), here, ways, missed_bottom(window, gradient), even, plane)

    @property
    def x(self) -> str:
        """Return the name of the first variable."""
        return readable_name(self.gradient.function.variables[0])

    @property
    def y(self) -> str:
        """Return the name of the second variable."""
        return readable_name(self.gradient.function.variables[1])

    @property
    def steepest(self) -> float:
        """Return the slope along the gradient."""
        return self.gradient.norm

    @property
    def valley(self) -> bool:
        """Tell whether there is a bottom on the map: a proven minimum."""
        return self.ways.valley

    @property
    def misses(self) -> bool:
        """Tell whether the straight way against the gradient misses the bottom."""
        return self.missed is not None

    # -- what is to be said of the ways down and up -----------------------------------------------------------------

    @property
    def falls(self) -> bool:
        """Tell whether the way down leads down, and stays on the map."""
        return self.ways.falls

    @property
    def too_long(self) -> bool:
        """Tell whether the steps are too long to lead down."""
        return not self.falls

    @property
    def leaps(self) -> bool:
        """Tell whether the steps lead off the map."""
        return self.ways.leap is not None

    @property
    def no_lower(self) -> bool:
        """Tell whether the loss after the last step is no lower than at the start."""
        return self.ways.last >= self.ways.first

    @property
    def steps_told(self) -> str:
        """Return the number of steps down, in words."""
        return "one step" if self.ways.steps == 1 else f"{self.ways.steps} steps"

    @property
    def nearly_zero(self) -> bool:
        """Tell whether next to nothing is left of the loss after the last step."""
        return abs(self.ways.last) < ALMOST * self.ways.first

    @property
    def goes_on(self) -> bool:
        """Tell whether the way down ends where it is far from level, and one more step would lead lower."""
        down = self.ways.down
        beyond = down.points[-1] - down.rate * down.gradients[-1]
        return not self.ways.arrives and bool(self.gradient.function(*beyond) < down.values[-1])

    @property
    def only_grows(self) -> bool:
        """Tell whether each step up leads higher."""
        climbed = np.diff(self.ways.up.values)
        return bool(len(climbed) and (climbed > 0).all())

    @property
    def smaller(self) -> bool:
        """Tell whether the way up has to take smaller steps than the way down."""
        return self.ways.up.rate < self.ways.down.rate
