"""Second derivatives at a point: which way a surface bends, and the parabola that fits it best (MML §5.7–5.8)."""

from __future__ import annotations

import itertools
from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import Any, Literal, Self

import mpmath
import numpy as np

from mathkit.arrays import Array, frozen
from mathkit.derivatives.directional_derivative import unit
from mathkit.derivatives.error_balls import Number, as_mpf, sign_of
from mathkit.derivatives.expansion import NoExpansion, OneSidedExpansion, as_float, both_sides, differ
from mathkit.derivatives.gradients import Gradient
from mathkit.derivatives.limits import directions
from mathkit.derivatives.tangents import named_at
from mathkit.errors import DomainError
from mathkit.formula.function import Function
from mathkit.notation.number_format import format_number, typst_equals, typst_number
from mathkit.notation.typst_parts import arguments, column, exact_place, matrix, part, shifted, typed_place, valued
from mathkit.notation.typst_printer import symbol_source, typst

QuadraticKind = Literal["minimum", "maximum", "saddle", "flat"]

_SINGULAR = 1e-15  # ratio of eigenvalues below which float64 cannot solve for a point


@dataclass(frozen=True, slots=True, eq=False)
class Hessian:
    """∇²f at a point: the n × n matrix of ∂²f/∂xᵢ∂xⱼ, and its eigen-decomposition (MML §5.7, §4.2).

    `partials[i][j]` is the function ∂²f/∂xᵢ∂xⱼ and `matrix[i, j]` its value. `eigenvalues` (n,) ascend;
    `eigenvectors[:, k]` is the unit direction in which the slope changes at the rate `eigenvalues[k]`.

    `kind` is that of the quadratic form dᵀHd: it grows in all directions ("minimum"), falls in all ("maximum"), does
    both ("saddle"), or is flat along at least one and has one sign along the others ("flat"). It is that of f where the
    gradient vanishes; where the form is flat, f may be anything.
    """

    function: Function
    at: tuple[float, ...]
    value: float
    gradient: Gradient
    partials: tuple[tuple[Function, ...], ...]
    matrix: Array
    eigenvalues: Array
    eigenvectors: Array
    kind: QuadraticKind

    @classmethod
    def of(cls, f: Function, at: Sequence[float], tolerance: float = 0.0) -> Self:
        """Take the second derivatives. Raises DomainError where f has no gradient, or the gradient no slope.

        An eigenvalue counts as 0 if it is at most `tolerance` times the largest in size.
        """
        if not f.variables:
            raise DomainError(f"{f.text} has no variables, so it bends nowhere: type a formula in x, or in x and y")
        gradient = Gradient.of(f, at)
        partials = _second_partials(f)
        numbers = _second_derivatives(f, partials, gradient.at)
        entries = np.array([[as_float(number) for number in row] for row in numbers])
        if not np.isfinite(entries).all():
            raise DomainError(f"{named_at(f, gradient.at)} bends more than float64 can say; choose another point")
        eigenvalues, eigenvectors = _eigen(numbers)
        return cls(
            function=f,
            at=gradient.at,
            value=gradient.value,
            gradient=gradient,
            partials=partials,
            matrix=frozen(entries),
            eigenvalues=frozen(eigenvalues),
            eigenvectors=frozen(_pointed(eigenvectors)),
            kind=quadratic_kind(eigenvalues, tolerance),
        )

    @property
    def determinant(self) -> float:
        """Return the product of the eigenvalues: for two variables, negative at a saddle."""
        return float(np.prod(self.eigenvalues))

    @property
    def condition(self) -> float:
        """Return |λ|max/|λ|min: how elongated the level sets are (MML §7.1). May be ∞."""
        sizes = np.abs(self.eigenvalues)
        return float(sizes.max() / sizes.min()) if sizes.min() > 0 else np.inf

    def curvature(self, direction: Sequence[float]) -> float:
        """Return the second derivative along a direction, uᵀHu with u of length 1."""
        u = unit(direction, len(self.at))
        return float(u @ self.matrix @ u)

    @property
    def typst(self) -> str:
        """Return the matrix of formulas; its parts are second-x-x, second-x-y and so on."""
        return f"nabla^2 {self.function.letter}{arguments(self.function.variables)} = {self._matrix(typst)}"

    @property
    def typst_at(self) -> str:
        """Return the matrix of numbers at the point, with the same parts."""
        entries = iter(self.matrix.flat)
        rows = self._matrix(lambda _: typst_number(next(entries)))
        sign = typst_equals(*self.matrix.flat) if exact_place(*self.at) else "approx"
        return f"nabla^2 f{typed_place(self.at)} {sign} {rows}"

    @property
    def typst_eigen(self) -> str:
        """Return each eigenvalue, in descending order; the parts are eigenvalue-1, eigenvalue-2 and so on."""
        values = enumerate(reversed(self.eigenvalues.tolist()), 1)
        return ", quad ".join(valued(f"lambda_{k}", value, f"eigenvalue-{k}") for k, value in values)

    def _matrix(self, show: Any) -> str:
        names = self.function.variables
        return matrix(
            [
                [part(show(entry), f"second-{row}-{over}") for over, entry in zip(names, entries, strict=True)]
                for row, entries in zip(names, self.partials, strict=True)
            ]
        )


@dataclass(frozen=True, slots=True, eq=False)
class QuadraticModel:
    """f(a) + ∇f(a)·d + ½ dᵀH d with d = x − a: the second-order Taylor polynomial (MML §5.8, example 5.15)."""

    function: Function
    at: tuple[float, ...]
    value: float
    gradient: Array
    hessian: Hessian

    @classmethod
    def of(cls, f: Function, at: Sequence[float]) -> Self:
        """Model f around a point. Raises DomainError where f has no Hessian."""
        hessian = Hessian.of(f, at)
        return cls(f, hessian.at, hessian.value, frozen(np.array(hessian.gradient.components)), hessian)

    def __call__(self, *values: float | Array) -> Any:
        """Return the height of the model, one number or array per variable, broadcast."""
        d = [np.asarray(value, dtype=np.float64) - start for value, start in zip(values, self.at, strict=True)]
        height: Any = self.value
        for i, along in enumerate(d):
            bent = sum(self.hessian.matrix[i, j] * other for j, other in enumerate(d))
            height = height + along * (self.gradient[i] + bent / 2)
        return float(height) if np.ndim(height) == 0 else height

    def error(self, *values: float | Array) -> Any:
        """Return f − model there: what the model misses, of third order in the distance. NaN outside the domain."""
        return self.function(*values) - self(*values)

    @property
    def stationary(self) -> tuple[float, ...] | None:
        """Return the point where the model is level, a − H⁻¹∇f: Newton's next point. None if H is flat somewhere."""
        if np.isinf(self.hessian.condition) or self.hessian.condition > 1 / _SINGULAR:
            return None
        step = np.linalg.solve(self.hessian.matrix, self.gradient)
        return tuple(float(start - move) for start, move in zip(self.at, step, strict=True))

    @property
    def typst(self) -> str:
        """Return the general formula; its parts are value, linear and quadratic."""
        f = self.function.letter
        linear = part(f"nabla {f}(bold(a))^top bold(d)", "linear")
        quadratic = part(f"1 / 2 bold(d)^top nabla^2 {f}(bold(a)) bold(d)", "quadratic")
        return f"{f}(bold(a) + bold(d)) approx {part(f'{f}(bold(a))', 'value')} + {linear} + {quadratic}"

    @property
    def typst_at(self) -> str:
        """Return the same with this point's numbers; d is written as x − a."""
        names = self.function.variables
        d = column(shifted(symbol_source(name), start) for name, start in zip(names, self.at, strict=True))
        slopes = column(typst_number(slope) for slope in self.gradient)
        bends = matrix([[typst_number(entry) for entry in row] for row in self.hessian.matrix])
        terms = [
            part(typst_number(self.value), "value"),
            part(f"{slopes}^top {d}", "linear"),
            part(f"1 / 2 {d}^top {bends} {d}", "quadratic"),
        ]
        return f"{self.function.letter}{arguments(names)} approx {' + '.join(terms)}"


def quadratic_kind(eigenvalues: Array, tolerance: float = 0.0) -> QuadraticKind:
    """Classify a quadratic form by its eigenvalues; one of at most `tolerance` × the largest in size counts as 0."""
    near_zero = tolerance * np.abs(eigenvalues).max(initial=0.0)
    rises, falls = eigenvalues > near_zero, eigenvalues < -near_zero
    if rises.any() and falls.any():
        return "saddle"
    if rises.all():
        return "minimum"
    return "maximum" if falls.all() else "flat"


def _second_partials(f: Function) -> tuple[tuple[Function, ...], ...]:
    """Return ∂²f/∂xᵢ∂xⱼ as n × n functions; where i > j it is that with i < j (Schwarz)."""
    names = f.variables
    upper = {
        (i, j): f.derivative(names[i]).derivative(names[j]) for i in range(len(names)) for j in range(i, len(names))
    }
    return tuple(tuple(upper[min(i, j), max(i, j)] for j in range(len(names))) for i in range(len(names)))


def _second_derivatives(
    f: Function, partials: tuple[tuple[Function, ...], ...], at: tuple[float, ...]
) -> list[list[Number]]:
    """Return the second derivatives with all their digits, by polarisation: those along xᵢ, and along xᵢ + xⱼ.

    Raises DomainError where those along other lines are not those of one quadratic form.
    """
    count = len(at)
    numbers: list[list[Number]] = [[Fraction(0)] * count for _ in at]
    axes = [tuple(float(k == axis) for k in range(count)) for axis in range(count)]
    try:
        analytic = OneSidedExpansion.of(f, at, axes[0], 2).analytic
        for i in range(count):
            numbers[i][i] = _second(f, at, axes[i])
        with mpmath.workprec(256):
            for i, j in itertools.combinations(range(count), 2):
                both = tuple(a + b for a, b in zip(axes[i], axes[j], strict=True))
                mixed = (_second(f, at, both) - numbers[i][i] - numbers[j][j]) / 2
                numbers[i][j] = numbers[j][i] = mixed if sign_of(mixed) else Fraction(0)  # not what rounding left
            if not analytic and count > 1:
                for direction in directions(count)[count:]:
                    form = sum(
                        (numbers[i][j] * Fraction(direction[i] * direction[j]) for i, j in np.ndindex(count, count)),
                        start=Fraction(0),
                    )
                    if differ(_second(f, at, direction), form):
                        raise DomainError(
                            f"{named_at(f, at)} has no second derivatives: those along lines are no quadratic form; "
                            "choose another point"
                        )
    except NoExpansion:
        entries = [[entry(*at) for entry in row] for row in partials]  # beyond the bounds of the work: by rule
        if not np.isfinite(entries).all():
            raise DomainError(f"{named_at(f, at)} has no second derivatives; choose another point") from None
        return [[Fraction(entry) for entry in row] for row in entries]
    return numbers


def _second(f: Function, at: tuple[float, ...], direction: tuple[float, ...]) -> Number:
    """Return the second derivative along a line. Raises DomainError if its two sides differ or are infinite."""
    left, right = both_sides(f, at, direction, 2)
    for side in (left, right):
        if isinstance(side, NoExpansion):
            raise side
    assert isinstance(left, OneSidedExpansion)
    assert isinstance(right, OneSidedExpansion)
    behind, ahead = left.derivative_number(2), right.derivative_number(2)
    if isinstance(behind, float) or isinstance(ahead, float) or differ(behind, ahead):
        line = f" along ({', '.join(format_number(share) for share in direction)})" if len(at) > 1 else ""
        raise DomainError(
            f"{named_at(f, at)} has no second derivatives: its slope has a kink there (f″{line} is "
            f"{format_number(as_float(behind))} from the left, {format_number(as_float(ahead))} from the right); "
            "choose another point"
        )
    return ahead


def _eigen(numbers: list[list[Number]]) -> tuple[Array, Array]:
    """Return eigenvalues in ascending order and eigenvectors; an eigenvalue that is rounding is 0."""
    with mpmath.workprec(256):
        matrix_ = mpmath.matrix([[as_mpf(number) for number in row] for row in numbers])
        values, vectors = mpmath.eigsy(matrix_)
        count = len(numbers)
        noise = max((abs(values[k]) for k in range(count)), default=0) * mpmath.ldexp(1, -180)
        eigenvalues = np.array([0.0 if abs(values[k]) <= noise else float(values[k]) for k in range(count)])
        return eigenvalues, np.array([[float(vectors[i, k]) for k in range(count)] for i in range(count)])


def _pointed(vectors: Array) -> Array:
    """Return eigenvectors, each turned so that its largest component is positive: the sign is free otherwise."""
    largest = np.take_along_axis(vectors, np.abs(vectors).argmax(axis=0)[None, :], axis=0)
    return np.asarray(vectors * np.where(largest < 0, -1.0, 1.0))
