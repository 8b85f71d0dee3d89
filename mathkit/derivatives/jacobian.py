"""Derivatives of functions with several outputs: one row per output, one column per input (MML §5.3)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any, Self

import numpy as np

from mathkit.arrays import Array, frozen
from mathkit.derivatives.gradients import Gradient
from mathkit.errors import DomainError
from mathkit.formula.function import Function
from mathkit.notation.number_format import typst_equals, typst_number
from mathkit.notation.typst_parts import arguments, exact_place, matrix, part, partial, typed_place
from mathkit.notation.typst_printer import symbol_source, typst
from mathkit.notation.variable_names import customary


@dataclass(frozen=True, slots=True, eq=False)
class Jacobian:
    """∂f/∂x at a point, numerator layout: the m × n matrix of ∂fᵢ/∂xⱼ (MML def. 5.6, eq. 5.57; Parr & Howard §4.2).

    `functions` are the m outputs, all of the same n `variables`; `values` (m,) is what they are at the point,
    `partials[i][j]` the function ∂fᵢ/∂xⱼ and `matrix[i, j]` its value.
    """

    functions: tuple[Function, ...]
    variables: tuple[str, ...]
    at: tuple[float, ...]
    values: Array
    partials: tuple[tuple[Function, ...], ...]
    matrix: Array

    @classmethod
    def of(cls, functions: Sequence[Function], at: Sequence[float], variables: Sequence[str] | None = None) -> Self:
        """Differentiate functions, a row each, over all their variables (or `variables`), by alphabet.

        Raises DomainError without functions or variables, for a point with another number of coordinates, and where an
        output has no gradient.
        """
        used = {name for f in functions for name in f.variables}
        names = customary(used if variables is None else variables)
        if not functions or not names or not used <= set(names):
            given = "; ".join(f.text for f in functions) or "nothing"
            raise DomainError(f"a Jacobian needs outputs and all their inputs; given: {given} of {', '.join(names)}")
        outputs = tuple(f if f.variables == names else replace(f, variables=names) for f in functions)
        gradients = [Gradient.of(f, at) for f in outputs]
        return cls(
            functions=outputs,
            variables=names,
            at=gradients[0].at,
            values=frozen(np.array([gradient.value for gradient in gradients])),
            partials=tuple(gradient.partials for gradient in gradients),
            matrix=frozen(np.array([gradient.components for gradient in gradients])),
        )

    @property
    def shape(self) -> tuple[int, int]:
        """Return (m, n): outputs × inputs."""
        return len(self.functions), len(self.variables)

    @property
    def determinant(self) -> float:
        """Return by how much the map scales areas or volumes, with sign (MML §5.3). Raises DomainError unless m = n."""
        if self.shape[0] != self.shape[1]:
            raise DomainError(f"a Jacobian of {self.shape[0]}×{self.shape[1]} has no determinant: it takes m = n")
        return float(np.linalg.det(self.matrix))

    def line(self, *values: float | Array) -> Any:
        """Return the linear map that is tangent to f: f(a) + J (x − a), shape (m,) followed by that of the inputs."""
        shifts = np.array(np.broadcast_arrays(*values), dtype=np.float64)
        for axis, start in enumerate(self.at):
            shifts[axis] -= start
        heights = self.values.reshape(-1, *(1,) * (shifts.ndim - 1))
        return heights + np.tensordot(self.matrix, shifts, axes=1)

    @property
    def typst(self) -> str:
        """Return the matrix of formulas; the part in row 1 and the column of x is entry-1-x."""
        bold = arguments(self.variables)
        return f"(partial bold(f)) / (partial bold(x)) {bold} = {self._matrix(typst)}"

    @property
    def typst_at(self) -> str:
        """Return the matrix of numbers at the point, with the same parts."""
        entries = iter(self.matrix.flat)
        rows = self._matrix(lambda _: typst_number(next(entries)))
        sign = typst_equals(*self.matrix.flat) if exact_place(*self.at) else "approx"
        return f"(partial bold(f)) / (partial bold(x)) {typed_place(self.at)} {sign} {rows}"

    @property
    def typst_entries(self) -> str:
        """Return the matrix of ∂fᵢ/∂xⱼ by name, with the same parts."""
        rows = [
            [
                part(partial(symbol_source(f"f{number}"), symbol_source(name)), f"entry-{number}-{name}")
                for name in self.variables
            ]
            for number in range(1, len(self.functions) + 1)
        ]
        return f"(partial bold(f)) / (partial bold(x)) = {matrix(rows)}"

    def _matrix(self, show: Any) -> str:
        return matrix(
            [part(show(entry), f"entry-{number}-{name}") for name, entry in zip(self.variables, row, strict=True)]
            for number, row in enumerate(self.partials, 1)
        )
