"""Functions of several variables at a point: slices, the gradient, the tangent plane (MML §5.2)."""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import Any, Self

import mpmath
import numpy as np

from mathkit.arrays import Array
from mathkit.derivatives.error_balls import Number
from mathkit.derivatives.expansion import NoExpansion, OneSidedExpansion, as_float, differ
from mathkit.derivatives.limits import approaches
from mathkit.derivatives.tangents import OneSidedSlopes, Tangent, named_at, reason, value_at
from mathkit.errors import DomainError
from mathkit.formula.function import Function
from mathkit.notation.number_format import format_number, sum_without_noise, typst_equals, typst_number, typst_place
from mathkit.notation.typst_parts import (
    arguments,
    axis_role,
    column,
    exact_place,
    height_name,
    linear_equation,
    linear_sign,
    linear_terms,
    part,
    partial,
    typed_place,
    valued,
    variable_roles,
)
from mathkit.notation.typst_printer import symbol_source, typst


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
        """Cut the surface along a variable. Raises DomainError where f has no value or no slope in that direction."""
        place = checked_point(f, at, count=2)
        (fixed_name,) = (name for name in f.variables if name != along)
        fixed_value = place[f.variables.index(fixed_name)]
        function = f.substitute(**{fixed_name: fixed_value})
        axis = f.variables.index(along)
        sides = OneSidedSlopes.along(f, place, tuple(float(k == axis) for k in range(2)), place[axis])
        if sides.kind != "smooth":
            raise DomainError(f"{named_at(f, place)} has no slope along {along}: {reason(f, sides)}")
        value = value_at(f, *place)
        tangent = Tangent(function, place[axis], value, sides.left, sum_without_noise(value, -sides.left * place[axis]))
        slope, partial = tangent.slope, f.derivative(along)
        return cls(along, fixed_name, fixed_value, (place[0], place[1]), function, partial, slope, tangent)

    @property
    def typst(self) -> str:
        """Return f(x, 2) = …, the curve in the cut; the parts are output, and input or input2 by the variable."""
        roles = variable_roles(self.partial.variables)
        names = {self.along: symbol_source(self.along), self.fixed_name: typst_place(self.fixed_value)}
        inside = ", ".join(part(names[name], role) for name, role in roles.items())
        return f"{part(f'{self.function.letter}({inside})', 'output')} = {typst(self.function, roles)}"

    @property
    def typst_partial(self) -> str:
        """Return ∂f/∂x = … as a formula; the parts are the slope's role (slope, slope2) and those of the variables."""
        return f"{self._symbol} = {typst(self.partial, variable_roles(self.partial.variables))}"

    @property
    def typst_at(self) -> str:
        """Return ∂f/∂x at the point, in numbers; the number is the part slope_2 or slope2_2."""
        return valued(f"{self._symbol} {typed_place(self.at)}", self.slope, f"{self._role}_2", at=self.at)

    @property
    def _role(self) -> str:
        return axis_role("slope", self.partial.variables.index(self.along))

    @property
    def _symbol(self) -> str:
        return part(partial(self.function.letter, symbol_source(self.along)), self._role)


@dataclass(frozen=True, slots=True)
class Gradient:
    """∇f at a point: where it is steepest, and how steep (MML eq. 5.40). `angle` is in radians; NaN if n ≠ 2."""

    function: Function
    at: tuple[float, ...]
    value: float
    partials: tuple[Function, ...]
    components: tuple[float, ...]
    norm: float
    angle: float

    @classmethod
    def of(cls, f: Function, at: Sequence[float]) -> Self:
        """Take the gradient. Raises DomainError where f has no value or is not differentiable.

        Where f has no power series, differentiable means: along the axes, and along other lines and curves through the
        point, the slopes are those of one plane.
        """
        place = checked_point(f, at)
        value = value_at(f, *place)
        components = _slopes(f, place)
        angle = math.atan2(components[1], components[0]) if len(components) == 2 else math.nan
        partials = tuple(f.derivative(name) for name in f.variables)
        return cls(f, place, value, partials, components, math.hypot(*components), angle)

    def directional(self, theta: float | Array) -> Any:
        """Return the slope in direction (cos θ, sin θ): ∇f · u = |∇f| cos(θ − angle). Two variables only."""
        if len(self.components) != 2:
            raise DomainError(f"a direction θ needs two variables; {self.function.text} has {len(self.components)}")
        slope = self.components[0] * np.cos(theta) + self.components[1] * np.sin(theta)
        return float(slope) if np.ndim(theta) == 0 else slope

    @property
    def _nabla(self) -> str:
        return part(f"nabla {self.function.letter}", "gradient")

    @property
    def typst(self) -> str:
        """Return ∇f(x, y) as a column of formulas; the parts are gradient, slope, slope2, slope_3 and so on."""
        formulas = self._column(typst(each) for each in self.partials)
        return f"{self._nabla}{arguments(self.function.variables)} = {formulas}"

    @property
    def typst_names(self) -> str:
        """Return ∇f as a column of ∂f/∂x, ∂f/∂y, … by name, with the same parts."""
        names = self._column(
            f"partial {self.function.letter} slash partial {symbol_source(name)}" for name in self.function.variables
        )
        return f"{self._nabla} = {names}"

    @property
    def typst_partials(self) -> tuple[str, ...]:
        """Return ∂f/∂x = …, a formula for each variable; the parts are slope, slope2, … and the variables' roles."""
        names = self.function.variables
        symbols = (
            part(partial(self.function.letter, symbol_source(name)), axis_role("slope", k))
            for k, name in enumerate(names)
        )
        formulas = (typst(each, variable_roles(names)) for each in self.partials)
        return tuple(f"{symbol} = {formula}" for symbol, formula in zip(symbols, formulas, strict=True))

    @property
    def typst_at(self) -> str:
        """Return the column of numbers at the point, with the same parts."""
        return self.numbers()

    def numbers(self, digits: int = 3) -> str:
        """Return the same with this many digits."""
        slopes = self._column(typst_number(slope, digits) for slope in self.components)
        sign = typst_equals(*self.components, digits=digits) if exact_place(*self.at) else "approx"
        return f"{self._nabla} {typed_place(self.at)} {sign} {slopes}"

    @property
    def typst_norm(self) -> str:
        """Return |∇f| = …, the slope in the steepest direction; the number is the part gradient_2."""
        return valued(f"abs({self._nabla})", self.norm, "gradient_2")

    def _column(self, entries: Iterable[str]) -> str:
        return column(part(entry, axis_role("slope", axis)) for axis, entry in enumerate(entries))


@dataclass(frozen=True, slots=True)
class TangentPlane:
    """z = value + slopes · (point − at), the plane spanned by the tangents of the two slices."""

    function: Function
    at: tuple[float, float]
    value: float
    slopes: tuple[float, float]

    @classmethod
    def of(cls, f: Function, at: Sequence[float]) -> Self:
        """Take the plane at a point. Raises DomainError where f has no value or is not differentiable along an axis."""
        gradient = Gradient.of(f, checked_point(f, at, count=2))
        (x, y), (along_x, along_y) = gradient.at, gradient.components
        return cls(f, (x, y), gradient.value, (along_x, along_y))

    def __call__(self, x: float | Array, y: float | Array) -> Any:
        """Return the height of the plane over (x, y), broadcast."""
        return self.value + self.slopes[0] * (x - self.at[0]) + self.slopes[1] * (y - self.at[1])

    @property
    def typst(self) -> str:
        """Return z = value + slope (x − a) + …; the parts are output, output_2 (value), slope and slope2, if not 0."""
        return self.equation()

    def equation(self, digits: int = 3) -> str:
        """Return the same with this many digits."""
        return linear_equation(self._height, self.value, self.slopes, self.at, self.function.variables, digits)

    @property
    def typst_lines(self) -> str:
        """Return the same with a line for each term."""
        # Behind an empty word a plus is one between two terms, and spaced so.
        terms = linear_terms(self.value, self.slopes, self.at, self.function.variables)
        lines = ' \\ &quad "" '.join(terms)
        return f"{self._height} &{linear_sign(self.value, self.slopes, self.at)} {lines}"

    @property
    def _height(self) -> str:
        return part(height_name(self.function.variables), "output")


def checked_point(f: Function, at: Sequence[float], count: int | None = None) -> tuple[float, ...]:
    """Return `at` as floats, one for each variable. Raises DomainError if there are more, fewer, or not `count`."""
    place = tuple(float(value) for value in at)
    if count is not None and len(f.variables) != count:
        raise DomainError(f"{f.text} has {len(f.variables)} variables; {count} are needed: type a formula in x and y")
    if len(place) != len(f.variables):
        raise DomainError(
            f"a point of {f.text} has {len(f.variables)} numbers ({', '.join(f.variables)}), not {len(place)}"
        )
    return place


def _slopes(f: Function, place: tuple[float, ...]) -> tuple[float, ...]:
    """Return the partial derivatives. Raises DomainError where f is not differentiable."""
    axes = [tuple(float(k == axis) for k in range(len(place))) for axis in range(len(place))]
    sides = [OneSidedSlopes.along(f, place, axis, at) for axis, at in zip(axes, place, strict=True)]
    for name, side in zip(f.variables, sides, strict=True):
        if side.kind != "smooth":
            along = f"along {name} " if len(place) > 1 else ""
            raise DomainError(f"{named_at(f, place)} has no gradient: {along}{reason(f, side)}")
    if len(place) > 1 and not _is_analytic(f, place, axes[0]):
        _refuse_unlinear(f, place, axes)
    return tuple(side.left for side in sides)


def _is_analytic(f: Function, place: tuple[float, ...], direction: tuple[float, ...]) -> bool:
    try:
        return OneSidedExpansion.of(f, place, direction, 1).analytic
    except NoExpansion:
        return False


def _refuse_unlinear(f: Function, place: tuple[float, ...], axes: Sequence[tuple[float, ...]]) -> None:
    """Raise DomainError unless the slopes along other lines, and curves, are those of one plane."""
    try:
        value = OneSidedExpansion.of(f, place, (0.0,) * len(place), 0).limit_number
        slopes = [OneSidedExpansion.of(f, place, axis, 1).derivative_number(1) for axis in axes]
    except NoExpansion:
        return  # a formula beyond the bounds of the work: the axes are what is known
    asked = named_at(f, place)
    for path in approaches(len(place)):
        try:
            found = OneSidedExpansion.of(f, place, path.direction, 1, path.powers)
            limit, slope = found.limit_number, found.derivative_number(1)
        except NoExpansion as why:
            raise DomainError(f"{asked} has no gradient: {path}, {why}; choose another point") from None
        if differ(limit, value):
            seen, there = format_number(as_float(limit)), format_number(as_float(value))
            raise DomainError(
                f"{asked} is torn: its limit is {seen} {path}, but its value is {there}; choose another point"
            )
        expected = combined(slopes, path.linear)
        if differ(slope, expected):
            seen, there = format_number(as_float(slope)), format_number(as_float(expected))
            raise DomainError(
                f"{asked} has no tangent plane, but a kink: {path} the slope is {seen}, not {there} as that of a "
                "plane; choose another point"
            )


def combined(numbers: Sequence[Number | float], shares: Sequence[float]) -> Number:
    """Return the sum of numbers, each times its share, at many digits."""
    with mpmath.workprec(256):
        total: Number = Fraction(0)
        for number, share in zip(numbers, shares, strict=True):
            if share and not isinstance(number, float):
                total = total + number * Fraction(share)
        return total
