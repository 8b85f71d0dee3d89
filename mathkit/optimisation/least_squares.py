"""Least squares: from ‖Ax − b‖² over its gradient to the normal equations AᵀA x = Aᵀb (MML §9.2.1, example 5.11)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from types import MappingProxyType
from typing import Self

import numpy as np

from mathkit.arrays import Array, frozen_copy
from mathkit.errors import DomainError
from mathkit.notation.typst_parts import aligned, numbers, part, valued, valued_array
from mathkit.optimisation.datasets import Dataset
from mathkit.optimisation.quadratics import QuadraticTheory


@dataclass(frozen=True, slots=True, eq=False)
class LeastSquares:
    """A (m, n) of full column rank, b (m,), and the x (n,) with the smallest ‖Ax − b‖²."""

    A: Array
    b: Array
    solution: Array

    @classmethod
    def of(cls, A: Sequence[Sequence[float]] | Array, b: Sequence[float] | Array) -> Self:
        """Solve for x. Raises DomainError if shapes do not fit, or columns of A are dependent: then many x are best."""
        matrix, right = frozen_copy(A), frozen_copy(b)
        if matrix.ndim != 2 or right.shape != matrix.shape[:1]:
            raise DomainError(f"A of shape {matrix.shape} and b of shape {right.shape}: (m, n) and (m,) are needed")
        if np.linalg.matrix_rank(matrix) < matrix.shape[1]:
            raise DomainError("columns of A depend on each other: leave one out, or give more rows")
        Q, R = np.linalg.qr(matrix)  # the normal equations without squaring the condition number: Rx = Qᵀb
        return cls(matrix, right, frozen_copy(np.linalg.solve(R, Q.T @ right)))

    @classmethod
    def line(cls, data: Dataset) -> Self:
        """Fit y = w₁x₁ + … + b to a data set: A is its inputs with a column of ones, x = (w₁, …, b)."""
        return cls.of(np.c_[data.inputs, np.ones(len(data))], data.targets[:, 0])

    @property
    def normal_equations(self) -> tuple[Array, Array]:
        """Return the matrix AᵀA (n, n) and right-hand side Aᵀb (n,)."""
        return self.A.T @ self.A, self.A.T @ self.b

    @property
    def residual(self) -> Array:
        """Return Ax − b (m,) at the solution: orthogonal to every column of A."""
        residual: Array = self.A @ self.solution - self.b
        return residual

    def value(self, x: Array) -> float:
        """Return ‖Ax − b‖²."""
        return float(np.sum((self.A @ x - self.b) ** 2))

    def gradient(self, x: Array) -> Array:
        """Return 2 (Ax − b)ᵀ A as (n,); 0 at the solution."""
        gradient: Array = 2 * (self.A @ x - self.b) @ self.A
        return gradient

    @property
    def theory(self) -> QuadraticTheory:
        """Return the same as a quadratic ½ xᵀ(2AᵀA)x − (2Aᵀb)ᵀx, which differs from ‖Ax − b‖² by ‖b‖²."""
        matrix, right = self.normal_equations
        return QuadraticTheory.of(2 * matrix, 2 * right)

    @property
    def typst(self) -> str:
        """Return the normal equations in numbers, with the solution; the parts are loss, matrix, target, parameters."""
        matrix, right = self.normal_equations
        equations = valued_array(f"{part(numbers(matrix), 'matrix')} {_X}", right, "target", matrix)
        solution = valued_array(_X, self.solution, "parameters")
        smallest = valued(f"min thin {_LOSS}", self.value(self.solution), "loss")
        return aligned((_FORMULAS["loss"], equations, f"{solution}, quad {smallest}"))

    @property
    def formulas(self) -> Mapping[str, str]:
        """Return the derivation line by line, as Typst source with labelled parts."""
        return _FORMULAS


_X, _A, _B = "{{ bold(x) : parameters }}", "{{ A : matrix }}", "{{ bold(b) : target }}"
_LOSS, _RESIDUAL = "{{ L : loss }}", f"({_A} {_X} - {_B})"
_FORMULAS: Mapping[str, str] = MappingProxyType(
    {
        "loss": f"{_LOSS} = norm({_A} {_X} - {_B})^2",
        "product": f"{_LOSS} = {_RESIDUAL}^top {_RESIDUAL}",
        "gradient": f"(partial {_LOSS}) / (partial {_X}) = 2 {_RESIDUAL}^top {_A}",
        "stationary": f"2 {_RESIDUAL}^top {_A} = bold(0)^top",
        "normal_equations": f"{_A}^top {_A} {_X} = {_A}^top {_B}",
        "solution": f"{_X} = ({_A}^top {_A})^(-1) {_A}^top {_B}",
    }
)
