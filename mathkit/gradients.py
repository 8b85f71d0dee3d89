"""Functions of several variables at a point: slices, the gradient, the tangent plane (MML §5.2)."""

import math
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Self

import numpy as np

from mathkit.errors import DomainError
from mathkit.evaluation import Array
from mathkit.function import Function
from mathkit.slopes import OneSidedSlopes, Tangent, value_at


@dataclass(frozen=True, slots=True)
class Slice:
    """z = f(x, y) cut along one variable while the other is held: a curve of one variable (MML definition 5.5)."""

    along: str
    fixed_name: str
    fixed_value: float
    at: tuple[float, float]
    function: Function
    partial: Function
    slope: float
    tangent: Tangent

    @classmethod
    def of(cls, f: Function, at: Sequence[float], along: str) -> Self:
        """Raises DomainError where f has no value or no slope in that direction."""
        point = checked_point(f, at, count=2)
        value_at(f, *point)
        partial = f.derivative(along)
        (fixed_name,) = (name for name in f.variables if name != along)
        fixed_value = point[f.variables.index(fixed_name)]
        function = f.substitute(**{fixed_name: fixed_value})
        tangent = Tangent.of(function, point[f.variables.index(along)])
        return cls(along, fixed_name, fixed_value, (point[0], point[1]), function, partial, tangent.slope, tangent)


@dataclass(frozen=True, slots=True)
class Gradient:
    """∇f at a point: where it is steepest, and how steep (MML eq. 5.40). `angle` is in radians, for two variables."""

    function: Function
    at: tuple[float, ...]
    value: float
    partials: tuple[Function, ...]
    components: tuple[float, ...]
    norm: float
    angle: float

    @classmethod
    def of(cls, f: Function, at: Sequence[float]) -> Self:
        """Raises DomainError where f has no value or is not differentiable along an axis. `angle` is NaN if n ≠ 2."""
        point = checked_point(f, at)
        value = value_at(f, *point)
        components = tuple(_slope_along(f, point, name) for name in f.variables)
        angle = math.atan2(components[1], components[0]) if len(components) == 2 else math.nan
        partials = tuple(f.derivative(name) for name in f.variables)
        return cls(f, point, value, partials, components, math.hypot(*components), angle)

    def directional(self, theta: float | Array) -> Any:
        """The slope in direction (cos θ, sin θ): the dot product ∇f · u = |∇f| cos(θ − angle). Two variables only."""
        if len(self.components) != 2:
            raise DomainError(f"a direction θ needs two variables; {self.function.text} has {len(self.components)}")
        slope = self.components[0] * np.cos(theta) + self.components[1] * np.sin(theta)
        return float(slope) if np.ndim(theta) == 0 else slope


@dataclass(frozen=True, slots=True)
class TangentPlane:
    """z = value + slopes · (point − at), the plane spanned by the tangents of the two slices."""

    at: tuple[float, float]
    value: float
    slopes: tuple[float, float]

    @classmethod
    def of(cls, f: Function, at: Sequence[float]) -> Self:
        """Raises DomainError where f has no value or is not differentiable along an axis."""
        gradient = Gradient.of(f, checked_point(f, at, count=2))
        (x, y), (along_x, along_y) = gradient.at, gradient.components
        return cls((x, y), gradient.value, (along_x, along_y))

    def __call__(self, x: float | Array, y: float | Array) -> Any:
        """The height of the plane over (x, y), broadcast."""
        return self.value + self.slopes[0] * (x - self.at[0]) + self.slopes[1] * (y - self.at[1])


def checked_point(f: Function, at: Sequence[float], count: int | None = None) -> tuple[float, ...]:
    """`at` as floats, one for each variable. Raises DomainError if there are more or fewer, or not `count` of them."""
    point = tuple(float(value) for value in at)
    if count is not None and len(f.variables) != count:
        raise DomainError(f"{f.text} has {len(f.variables)} variables; {count} are needed: type a formula in x and y")
    if len(point) != len(f.variables):
        raise DomainError(
            f"a point of {f.text} has {len(f.variables)} numbers ({', '.join(f.variables)}), not {len(point)}"
        )
    return point


@dataclass(frozen=True, slots=True)
class _Along:
    """f as a curve along one axis through a point, without the symbolic work of substituting the others."""

    function: Function
    point: tuple[float, ...]
    axis: int

    def __call__(self, x: Any, /) -> Any:
        return self.function(*self.point[: self.axis], x, *self.point[self.axis + 1 :])

    def derivative(self) -> "_Along":
        name = self.function.variables[self.axis]
        return _Along(self.function.derivative(name), self.point, self.axis)


def _slope_along(f: Function, point: tuple[float, ...], name: str) -> float:
    """∂f/∂name at the point, once its slice is known to be smooth there. Raises DomainError if it is not."""
    axis = f.variables.index(name)
    sides = OneSidedSlopes.on(_Along(f, point, axis), point[axis])
    if sides.kind == "smooth":
        return sides.left
    fixed = {other: value for other, value in zip(f.variables, point, strict=True) if other != name}
    return Tangent.of(f.substitute(**fixed), point[axis]).slope  # says what is wrong with that slice
