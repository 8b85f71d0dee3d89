"""What is true of a surface at a point: its two slices, their slopes, and the plane and the gradient they make.

Symbols: f(x, y) the surface, (a, b) the point; the slice along x is x ↦ f(x, b), the slice along y is y ↦ f(a, y).

A property that tells whether something holds is a claim: `narration` chooses its sentences by such names alone. What is
claimed of the whole surface has been seen on a grid all over its window.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace

import numpy as np

from mathkit import Function, Gradient, Slice, SurfaceWindow, TangentPlane, readable_name
from mathkit.analysis.verification import confirm
from mathkit.analysis.ways_from_a_point import WaysFromAPoint
from mathkit.arrays import Array
from scenes.script.params import Field, LessonParams, Point, SurfaceExtent

#: The shortest walk along y that is drawn, as a share of the window; a change that is seen, as a share of the slope.
SHORTEST_WALK, SEEN = 0.03, 1e-2
#: Below this share of what is seen, a slope is zero, and two numbers are one.
_LEVEL, _SAME = 1e-9, 1e-9
_SAMPLES = 41


class SliceParams(LessonParams):
    """f: a function of x and y; at: the point; window: the ranges of x and y that are shown, chosen where not given."""

    f: Field = Function.parse("x**2*y + sin(y)", ("x", "y"))
    at: Point = (1.0, 0.5)
    window: SurfaceExtent | None = None


@dataclass(frozen=True, slots=True)
class SliceFacts:
    """A surface and a point on it.

    `slices`: by the variable that they run along; `ways`: up and down from the point, where the surface is level there.
    """

    gradient: Gradient
    slices: Mapping[str, Slice]
    plane: TangentPlane
    window: SurfaceWindow
    ways: WaysFromAPoint | None = None

    @classmethod
    def of(cls, params: SliceParams) -> SliceFacts:
        """Work the facts out for a surface and a point.

        Raises:
            NablaError: the surface has no slopes at the point: outside the domain, at its edge, at a kink.
        """
        f, at = params.f, params.at
        gradient = Gradient.of(f, at)
        confirm(f, at)
        slices = {along: Slice.of(f, at, along) for along in f.variables}
        plane, window = TangentPlane.of(f, at), SurfaceWindow.of(f, at, box=params.window)
        facts = cls(gradient, slices, plane, window)
        if not facts.is_level:
            return facts
        reach = float(min(np.ptp(window.x_range), np.ptp(window.y_range)))
        return replace(facts, ways=WaysFromAPoint.of(f, at, reach))

    @property
    def x(self) -> str:
        """Return the name of the first variable."""
        return readable_name(self.gradient.function.variables[0])

    @property
    def y(self) -> str:
        """Return the name of the second variable."""
        return readable_name(self.gradient.function.variables[1])

    @property
    def called(self) -> str:
        """Return the name of the function."""
        return readable_name(self.gradient.function.name)

    @property
    def a(self) -> float:
        """Return the point's x."""
        return self.gradient.at[0]

    @property
    def b(self) -> float:
        """Return the point's y."""
        return self.gradient.at[1]

    @property
    def value(self) -> float:
        """Return the height at the point."""
        return self.gradient.value

    @property
    def slope_x(self) -> float:
        """Return the slope along x."""
        return self._slices[0].slope

    @property
    def slope_y(self) -> float:
        """Return the slope along y."""
        return self._slices[1].slope

    # -- of each slope ----------------------------------------------------------------------------------------------

    @property
    def without_x(self) -> bool:
        """Tell whether the height does not depend on x, all over the window."""
        return not self._varies(self.gradient.function, axis=0)

    @property
    def without_y(self) -> bool:
        """Tell whether the height does not depend on y, all over the window."""
        return not self._varies(self.gradient.function, axis=1)

    @property
    def level_along_x(self) -> bool:
        """Tell whether the way along x is level at the point, to the eye and far beyond."""
        return abs(self.slope_x) <= _LEVEL * self._ratio(0)

    @property
    def level_along_y(self) -> bool:
        """Tell whether the way along y is level at the point, to the eye and far beyond."""
        return abs(self.slope_y) <= _LEVEL * self._ratio(1)

    @property
    def falls_along_x(self) -> bool:
        """Tell whether the way along x leads down at the point."""
        return self.slope_x < 0 and not self.level_along_x

    @property
    def falls_along_y(self) -> bool:
        """Tell whether the way along y leads down at the point."""
        return self.slope_y < 0 and not self.level_along_y

    # -- of both ----------------------------------------------------------------------------------------------------

    @property
    def is_plane(self) -> bool:
        """Tell whether the surface is a plane, all over the window."""
        x, y = self._grid
        heights = self.gradient.function(x, y)
        return bool(np.abs(heights - self.plane(x, y)).max() <= _SAME * float(np.ptp(self.window.z_range)))

    @property
    def slope_x_moves(self) -> bool:
        """Tell whether the slope along x is seen to change on a walk along y, however short it is drawn."""
        (y0, y1), b = self.window.y_range, self.b
        inward = 1.0 if b < (y0 + y1) / 2 else -1.0
        walk = b + inward * SHORTEST_WALK * (y1 - y0) * np.linspace(0.0, 1.0, 51)
        met = np.broadcast_to(self._partial(0)(np.full_like(walk, self.a), walk), walk.shape)
        return bool(np.isfinite(met).all() and np.ptp(met) > SEEN * np.abs(met).max())

    @property
    def do_not_mix(self) -> bool:
        """Tell whether the slope along x does not depend on y, nor that along y on x, all over the window."""
        return not (self._varies(self._partial(0), axis=1) or self._varies(self._partial(1), axis=0))

    @property
    def each_depends_on_both(self) -> bool:
        """Tell whether each slope depends on x and on y."""
        return all(self._varies(self._partial(along), axis) for along in (0, 1) for axis in (0, 1))

    @property
    def each_depends_on_its_own(self) -> bool:
        """Tell whether the slope along x depends on x alone, and that along y on y alone."""
        return self.do_not_mix and self._varies(self._partial(0), axis=0) and self._varies(self._partial(1), axis=1)

    @property
    def both_move(self) -> bool:
        """Tell whether each of the slopes depends on where one stands."""
        return all(any(self._varies(self._partial(along), axis) for axis in (0, 1)) for along in (0, 1))

    # -- of a level point -------------------------------------------------------------------------------------------

    @property
    def is_level(self) -> bool:
        """Tell whether both slopes are zero at the point."""
        return self.level_along_x and self.level_along_y

    @property
    def no_way_down(self) -> bool:
        """Tell whether the surface is level at the point, and some ways lead up from it, but none down."""
        return self._ways == (True, False)

    @property
    def no_way_up(self) -> bool:
        """Tell whether the surface is level at the point, and some ways lead down from it, but none up."""
        return self._ways == (False, True)

    @property
    def ways_up_and_down(self) -> bool:
        """Tell whether the surface is level at the point, and some ways lead up from it, others down."""
        return self._ways == (True, True)

    @property
    def level_around(self) -> bool:
        """Tell whether no way from the point leads up or down."""
        return self._ways == (False, False)

    @property
    def _ways(self) -> tuple[bool, bool] | None:
        return (self.ways.up, self.ways.down) if self.ways and self.ways.sure else None

    @property
    def _grid(self) -> tuple[Array, Array]:
        """Return x and y all over the window, shape (k, k) each: x changes along the first axis."""
        ranges = self.window.x_range, self.window.y_range
        x, y = np.meshgrid(*(np.linspace(*ends, _SAMPLES) for ends in ranges), indexing="ij")
        return x, y

    def _partial(self, along: int) -> Function:
        return self._slices[along].partial

    @property
    def _slices(self) -> tuple[Slice, ...]:
        return tuple(self.slices.values())

    def _ratio(self, axis: int) -> float:
        """Return the height of the window over its width along an axis: a slope that is seen is about as large."""
        ends = (self.window.x_range, self.window.y_range)[axis]
        return float(np.ptp(self.window.z_range) / np.ptp(ends))

    def _varies(self, values: Function, axis: int) -> bool:
        """Tell whether a function of x and y depends on one of them (0: x, 1: y) somewhere in the window."""
        x, y = self._grid
        met = np.broadcast_to(values(x, y), x.shape)
        defined = np.isfinite(met)
        highest, lowest = (np.where(defined, met, end) for end in (-np.inf, np.inf))
        changes = highest.max(axis=axis) - lowest.min(axis=axis)  # −∞ where there is no value at all
        seen = float(np.ptp(self.window.z_range))
        if values is not self.gradient.function:
            seen = min(self._ratio(0), self._ratio(1))
        return bool(changes.max() > _SAME * seen)
