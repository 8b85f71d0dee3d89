"""What is true of a surface at a point: its two slices, their slopes, and the plane and the gradient they make.

Symbols: f(x, y) the surface, (a, b) the point; the slice along x is x ↦ f(x, b), the slice along y is y ↦ f(a, y).
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from mathkit import Function, Gradient, Hessian, Slice, SurfaceWindow, TangentPlane
from mathkit.errors import DomainError
from scenes.script.params import Field, LessonParams, Point


class SliceParams(LessonParams):
    """f: a function of x and y; at: the point."""

    f: Field = Function.parse("x**2*y + sin(y)", ("x", "y"))
    at: Point = (1.0, 0.5)


@dataclass(frozen=True, slots=True)
class SliceFacts:
    """A surface and a point on it.

    `slices`: by the variable that they run along; `kind`: of its Hessian where the surface is level, or "sloping".
    """

    gradient: Gradient
    slices: Mapping[str, Slice]
    plane: TangentPlane
    window: SurfaceWindow
    kind: str

    @classmethod
    def of(cls, params: SliceParams) -> SliceFacts:
        """Work the facts out for a surface and a point.

        Raises:
            NablaError: the surface has no slopes at the point: outside the domain, at its edge, at a kink.
        """
        f, at = params.f, params.at
        gradient = Gradient.of(f, at)
        slices = {along: Slice.of(f, at, along) for along in ("x", "y")}
        plane, window = TangentPlane.of(f, at), SurfaceWindow.of(f, at)
        level = not any(cut.slope for cut in slices.values())
        return cls(gradient, slices, plane, window, _kind(f, at) if level else "sloping")

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
        return self.slices["x"].slope

    @property
    def slope_y(self) -> float:
        """Return the slope along y."""
        return self.slices["y"].slope

    # -- what is to be said of each slope ---------------------------------------------------------------------------

    @property
    def without_x(self) -> bool:
        """Tell whether f does not depend on x."""
        return self._without("x")

    @property
    def without_y(self) -> bool:
        """Tell whether f does not depend on y."""
        return self._without("y")

    @property
    def level_along_x(self) -> bool:
        """Tell whether the way along x is level at the point."""
        return self.slope_x == 0

    @property
    def level_along_y(self) -> bool:
        """Tell whether the way along y is level at the point."""
        return self.slope_y == 0

    @property
    def falls_along_x(self) -> bool:
        """Tell whether the way along x leads down at the point."""
        return self.slope_x < 0

    @property
    def falls_along_y(self) -> bool:
        """Tell whether the way along y leads down at the point."""
        return self.slope_y < 0

    # -- what is to be said of both ---------------------------------------------------------------------------------

    @property
    def mixes(self) -> bool:
        """Tell whether the slope along x depends on y, and so that along y on x."""
        return "y" in self._variables("x")

    @property
    def is_plane(self) -> bool:
        """Tell whether the surface is a plane."""
        return not (self._variables("x") or self._variables("y"))

    @property
    def is_level(self) -> bool:
        """Tell whether both slopes are zero at the point."""
        return self.slope_x == self.slope_y == 0

    @property
    def at_minimum(self) -> bool:
        """Tell whether the surface is level at the point, and that is a minimum."""
        return self.kind == "minimum"

    @property
    def at_maximum(self) -> bool:
        """Tell whether the surface is level at the point, and that is a maximum."""
        return self.kind == "maximum"

    @property
    def at_saddle(self) -> bool:
        """Tell whether the surface is level at the point, and that is a saddle."""
        return self.kind == "saddle"

    def _without(self, variable: str) -> bool:
        return self.slices[variable].partial.expr.is_zero is True

    def _variables(self, along: str) -> set[str]:
        """Return the variables that the slope along one of them depends on."""
        return {str(symbol) for symbol in self.slices[along].partial.expr.free_symbols}


def _kind(f: Function, at: Point) -> str:
    """Return what a level point is, by its Hessian: "flat" where there is none."""
    try:
        return Hessian.of(f, at).kind
    except DomainError:
        return "flat"
