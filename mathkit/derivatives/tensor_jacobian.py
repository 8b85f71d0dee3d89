"""Derivatives of vectors and matrices over matrices: tensors, the output's axes first, then the input's (MML §5.4)."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Self

import numpy as np
from numpy.typing import ArrayLike

from mathkit.arrays import Array, frozen, frozen_copy
from mathkit.derivatives.jacobian import Jacobian
from mathkit.errors import DomainError
from mathkit.formula.function import Function
from mathkit.notation.typst_parts import column, matrix, part, partial
from mathkit.notation.typst_printer import symbol_source, typst

Functions = Sequence[Function] | Sequence[Sequence[Function]]
Names = Sequence[str] | Sequence[Sequence[str]]


@dataclass(frozen=True, slots=True, eq=False)
class TensorJacobian:
    """∂F/∂X at a point: tensor[p, q, i, j] = ∂F[p, q]/∂X[i, j], the numerator layout (MML eq. 5.86, 5.94).

    F and X are vectors or matrices, called `output` and `over`. The tensor of F (m, n) over X (p, q) has the shape
    (m, n, p, q); `values` is F and `at` is X, both as numbers. `partials` and `names` go row by row.
    """

    output: str
    over: str
    names: tuple[str, ...]
    partials: tuple[tuple[Function, ...], ...]
    values: Array
    at: Array
    tensor: Array

    @classmethod
    def of(
        cls,
        functions: Functions,
        names: Names,
        at: ArrayLike,
        given: Mapping[str, float] | None = None,
        output: str = "F",
        over: str = "X",
    ) -> Self:
        """Differentiate F over X: `functions` and `names` are their entries as (nested) sequences, `at` X in numbers.

        What else the functions depend on is held at the numbers `given`. Raises DomainError for rows of different
        lengths, a name that stands twice, numbers of another shape than X, and where an entry has no slope.
        """
        held = given or {}
        F, X, numbers = _array(functions, "functions"), _array(names, "names"), frozen_copy(at)
        inputs = tuple(str(name) for name in X.flat)
        if len(set(inputs)) < X.size or set(inputs) & set(held):
            raise DomainError(f"the entries {', '.join(inputs)} are to be different, and none of them given as well")
        if numbers.shape != X.shape:
            raise DomainError(
                f"numbers of shape {numbers.shape} for {over} of shape {X.shape}: one per entry is needed"
            )
        order = tuple(sorted(inputs))
        columns = [order.index(name) for name in inputs]
        entries = [f.substitute(**{name: held[name] for name in f.variables if name in held}) for f in F.flat]
        jacobian = Jacobian.of(entries, [numbers.flat[inputs.index(name)] for name in order], order)
        return cls(
            output=output,
            over=over,
            names=inputs,
            partials=tuple(tuple(row[place] for place in columns) for row in jacobian.partials),
            values=frozen(jacobian.values.reshape(F.shape)),
            at=numbers,
            tensor=frozen(jacobian.matrix[:, columns].reshape(F.shape + X.shape)),
        )

    @property
    def shape(self) -> tuple[tuple[int, ...], tuple[int, ...]]:
        """Return the shape of F and the shape of X: ((2, 2), (3, 2)) is what MML writes (2 × 2) × (3 × 2)."""
        return self.values.shape, self.at.shape

    @property
    def matrix(self) -> Array:
        """Return the same numbers as a matrix of size(F) × size(X), both flattened column by column (MML figure 5.7).

        Of these, the chain rule is the ordinary product.
        """
        flat: Array = self.tensor.reshape((self.values.size, self.at.size), order="F")
        return flat

    def of_entry(self, *index: int) -> Array:
        """Return ∂F[index]/∂X, counted from 0, of the shape of X (MML eq. 5.92, 5.95)."""
        self._flat(index)
        entry: Array = self.tensor[index]
        return entry

    @property
    def typst(self) -> str:
        """Return ∂F/∂X and the space that it is in; the parts are output-shape and over-shape."""
        sizes = [
            part(_product(shape), name) for shape, name in zip(self.shape, ("output-shape", "over-shape"), strict=True)
        ]
        return (
            f"{partial(_symbol(self.output, self.values), _symbol(self.over, self.at))} in RR^({' times '.join(sizes)})"
        )

    def typst_of_entry(self, *index: int) -> str:
        """Return ∂F[index]/∂X as formulas; the part of the entry R12 of X is entry-R12."""
        formulas = self.partials[self._flat(index)]
        parts = [part(typst(f), f"entry-{name}") for f, name in zip(formulas, self.names, strict=True)]
        name = symbol_source(self.output + "".join(str(place + 1) for place in index))
        rows = np.array(parts, dtype=object).reshape(self.at.shape)
        shown = column(rows) if rows.ndim == 1 else matrix(rows)
        return f"{partial(name, _symbol(self.over, self.at))} = {shown}"

    def _flat(self, index: tuple[int, ...]) -> int:
        """Return the position of an entry of F, row by row."""
        if len(index) != self.values.ndim or not all(0 <= k < n for k, n in zip(index, self.values.shape, strict=True)):
            raise DomainError(f"no entry {index} in {self.output} of shape {self.values.shape}: entries count from 0")
        return int(np.ravel_multi_index(index, self.values.shape))


def _array(nested: Sequence[Any], what: str) -> Any:
    array = np.array(nested, dtype=object)
    if array.ndim not in (1, 2) or not math.prod(array.shape) or isinstance(array.flat[0], (list, tuple)):
        raise DomainError(f"{what} have to be a vector or a matrix, given as a list or a list of rows of one length")
    return array


def _symbol(name: str, array: Array) -> str:
    return f"bold({symbol_source(name)})" if array.ndim == 1 else symbol_source(name)


def _product(shape: tuple[int, ...]) -> str:
    sizes = " times ".join(str(size) for size in shape)
    return sizes if len(shape) == 1 else f"({sizes})"
