"""What theory says of descent on a quadratic f(x) = ½ xᵀAx − bᵀx with A symmetric and positive definite.

λmin and λmax are the outermost eigenvalues of A, κ = λmax/λmin its condition number, η a rate. In the eigenbasis each
coordinate of the error x − A⁻¹b is multiplied by 1 − ηλ at every step (Goh 2017, "Why Momentum Really Works").
"""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from types import MappingProxyType
from typing import Self

import numpy as np

from mathkit.arrays import Array, frozen_copy
from mathkit.errors import DomainError
from mathkit.formula.function import Function, exact
from mathkit.formula.known_functions import symbol
from mathkit.notation.typst_parts import aligned, valued, valued_array
from mathkit.optimisation.objectives import Objective
from mathkit.optimisation.update_rules import GradientDescent, Momentum

_SYMMETRIC = 1e-12  # relative


@dataclass(frozen=True, slots=True, eq=False)
class QuadraticTheory:
    """A (d, d), b (d,), the eigenvalues (d,) in rising order with their vectors in columns, and the minimum A⁻¹b."""

    A: Array
    b: Array
    eigenvalues: Array
    eigenvectors: Array
    minimum: Array

    @classmethod
    def of(cls, A: Sequence[Sequence[float]] | Array, b: Sequence[float] | Array | None = None) -> Self:
        """Take b as 0 if it is not given. Raises DomainError unless A is symmetric positive definite, and b fits."""
        matrix = frozen_copy(A)
        if matrix.ndim != 2 or matrix.shape[0] != matrix.shape[1] or not np.isfinite(matrix).all():
            raise DomainError(f"A of shape {matrix.shape}: a square table of finite numbers is needed")
        if np.abs(matrix - matrix.T).max() > _SYMMETRIC * np.abs(matrix).max():
            raise DomainError("A is not symmetric: take (A + Aᵀ)/2, which gives the same xᵀAx")
        right = frozen_copy(np.zeros(len(matrix)) if b is None else b)
        if right.shape != (len(matrix),) or not np.isfinite(right).all():
            raise DomainError(f"b of shape {right.shape}: {len(matrix)} finite numbers are needed")
        values, vectors = np.linalg.eigh(matrix)
        if not values[0] > 0:
            raise DomainError(f"A has the eigenvalue {values[0]:g}: without all above 0 there is no lowest point")
        return cls(
            matrix, right, frozen_copy(values), frozen_copy(vectors), frozen_copy(np.linalg.solve(matrix, right))
        )

    # what the eigenvalues say

    @property
    def condition(self) -> float:
        """Return κ = λmax/λmin."""
        return float(self.eigenvalues[-1] / self.eigenvalues[0])

    @property
    def rate_bound(self) -> float:
        """Return 2/λmax: gradient descent converges from every start if 0 < η < 2/λmax, and for no other η."""
        return float(2 / self.eigenvalues[-1])

    @property
    def best_rate(self) -> float:
        """Return 2/(λmin + λmax), where the slowest and the fastest direction shrink alike."""
        return float(2 / (self.eigenvalues[0] + self.eigenvalues[-1]))

    def contraction(self, rate: float) -> float:
        """Return max |1 − ηλ|: each step of gradient descent multiplies |x − minimum| by this at most."""
        return float(np.abs(1 - rate * self.eigenvalues).max())

    @property
    def best_contraction(self) -> float:
        """Return (κ − 1)/(κ + 1), that of `best_rate`."""
        return (self.condition - 1) / (self.condition + 1)

    @property
    def momentum_rate(self) -> float:
        """Return (2/(√λmin + √λmax))², the rate of the optimal momentum (Goh 2017)."""
        low, high = np.sqrt(self.eigenvalues[[0, -1]])
        return float((2 / (low + high)) ** 2)

    @property
    def momentum_beta(self) -> float:
        """Return ((√λmax − √λmin)/(√λmax + √λmin))², the β of the optimal momentum (Goh 2017)."""
        low, high = np.sqrt(self.eigenvalues[[0, -1]])
        return float(((high - low) / (high + low)) ** 2)

    def momentum_contraction(self, rate: float, beta: float) -> float:
        """Return the factor by which a step of momentum shrinks the error in the long run.

        The largest |σ| among the roots of σ² − (1 + β − ηλ)σ + β = 0, which move velocity and error (Goh 2017).
        """
        middle = (1 + beta - rate * self.eigenvalues).astype(complex)
        root = np.sqrt(middle**2 - 4 * beta)
        return float(np.abs([middle + root, middle - root]).max() / 2)

    @property
    def best_momentum_contraction(self) -> float:
        """Return (√κ − 1)/(√κ + 1) = √β, that of `momentum_rate` and `momentum_beta`."""
        root = math.sqrt(self.condition)
        return (root - 1) / (root + 1)

    def steps_to(self, accuracy: float, contraction: float) -> int:
        """Return how many steps shrink the error to `accuracy` times what it was, at this contraction per step."""
        if not 0 < accuracy < 1 or not 0 <= contraction < 1:
            raise DomainError(f"accuracy {accuracy:g} at contraction {contraction:g}: both have to lie below 1")
        return 1 if contraction == 0 else math.ceil(math.log(accuracy) / math.log(contraction))

    def error_after(self, start: Sequence[float] | Array, rate: float, steps: int) -> Array:
        """Return the error x − minimum (steps + 1, d) of gradient descent, in closed form: Σ cᵢ (1 − ηλᵢ)ⁿ qᵢ."""
        weights = self.eigenvectors.T @ (np.asarray(start, dtype=np.float64) - self.minimum)
        powers = (1 - rate * self.eigenvalues) ** np.arange(steps + 1)[:, None]
        errors: Array = (powers * weights) @ self.eigenvectors.T
        return errors

    # as other values

    @property
    def gradient_descent(self) -> GradientDescent:
        """Return gradient descent at the best rate."""
        return GradientDescent(self.best_rate)

    @property
    def momentum(self) -> Momentum:
        """Return momentum at the optimal rate and β."""
        return Momentum(self.momentum_rate, self.momentum_beta)

    @property
    def objective(self) -> Objective:
        """Return f with its gradient Ax − b and its Hessian A, in matrix arithmetic."""
        A, b = self.A, self.b

        def evaluate(x: Array) -> tuple[float, Array]:
            Ax = A @ x
            return float(x @ Ax / 2 - b @ x), Ax - b

        return Objective(f"a quadratic in {len(b)} variables", len(b), evaluate, lambda x: np.array(A))

    @property
    def function(self) -> Function:
        """Return f written out in x, y, z up to three variables, otherwise in x1, x2, …."""
        d = len(self.b)
        names = ("x", "y", "z")[:d] if d <= 3 else tuple(f"x{index:0{len(str(d))}d}" for index in range(1, d + 1))
        x = [symbol(name) for name in names]
        square = sum(exact(self.A[i, j]) * x[i] * x[j] for i in range(d) for j in range(d)) / 2
        return Function.of(square - sum(exact(self.b[i]) * x[i] for i in range(d)), names)

    @property
    def typst(self) -> str:
        """Return f by its matrices, and what decides a descent's speed; the numbers are the parts smallest, …, rate."""
        values = (
            valued(_LOW, self.eigenvalues[0], "smallest"),
            valued(_HIGH, self.eigenvalues[-1], "largest"),
            valued(_KAPPA, self.condition, "condition"),
            valued("{{ eta^* : rate }}", self.best_rate, "rate"),
        )
        return aligned(
            (
                _FORMULAS["function"],
                f"{valued_array(_A, self.A, 'matrix')}, quad {valued_array(_B, self.b, 'offset')}",
                ", quad ".join(values),
            )
        )

    @property
    def formulas(self) -> Mapping[str, str]:
        """Return each law as Typst source with labelled parts."""
        return _FORMULAS


_ETA, _BETA, _KAPPA = "{{ eta : rate }}", "{{ beta : memory }}", "{{ kappa : condition }}"
_LOW, _HIGH = "{{ lambda_min : smallest }}", "{{ lambda_max : largest }}"
_X, _A, _B = "{{ bold(x) : parameters }}", "{{ A : matrix }}", "{{ bold(b) : offset }}"
_ROOTS = f"(sqrt({_HIGH}) - sqrt({_LOW})) / (sqrt({_HIGH}) + sqrt({_LOW}))"

_FORMULAS: Mapping[str, str] = MappingProxyType(
    {
        "function": f"f({_X}) = 1 / 2 {_X}^top {_A} {_X} - {_B}^top {_X}",
        "gradient": f"nabla f({_X}) = {_A} {_X} - {_B}",
        "minimum": f"{{{{ bold(x)^* : minimum }}}} = {_A}^(-1) {_B}",
        "condition": f"{_KAPPA} = {_HIGH} / {_LOW}",
        "rate_bound": f"0 < {_ETA} < 2 / {_HIGH}",
        "best_rate": f"{{{{ eta^* : rate }}}} = 2 / ({_LOW} + {_HIGH})",
        "contraction": f"{{{{ rho : contraction }}}} = max_i abs(1 - {_ETA} lambda_i)",
        "best_contraction": f"{{{{ rho^* : contraction }}}} = ({_KAPPA} - 1) / ({_KAPPA} + 1)",
        "momentum_rate": f"{{{{ eta^* : rate }}}} = (2 / (sqrt({_LOW}) + sqrt({_HIGH})))^2",
        "momentum_beta": f"{{{{ beta^* : memory }}}} = ({_ROOTS})^2",
        "momentum_contraction": f"sigma^2 - (1 + {_BETA} - {_ETA} lambda_i) sigma + {_BETA} = 0",
        "best_momentum_contraction": f"{{{{ rho^* : contraction }}}} = (sqrt({_KAPPA}) - 1) / (sqrt({_KAPPA}) + 1)",
    }
)
