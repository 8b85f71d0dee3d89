"""Identities of matrix calculus, each with its shapes and layout, and each ready to be checked by numbers.

Sources: MML = Deisenroth, Faisal, Ong, Mathematics for Machine Learning, §5.3–5.5; P&H = Parr & Howard, The Matrix
Calculus You Need for Deep Learning, §4. Both use the numerator layout: ∂f/∂x of f (m,) over x (n,) has shape m × n, so
that the gradient of a scalar is a row. The derivative of a scalar over a matrix X has the shape of X in MML §5.5; that
is the denominator layout, and the numerator layout would be its transpose.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import partial
from types import MappingProxyType
from typing import Literal

import numpy as np
from numpy.typing import ArrayLike

from mathkit.arrays import Array
from mathkit.derivatives.difference_quotients import five_point_difference

#: numerator: outputs by rows, inputs by columns; denominator: as the input; tensor: output axes, then input axes.
Layout = Literal["numerator", "denominator", "tensor"]

_STEP = 1e-3
_QUANTITY = r"@([A-Za-z])((?:[_^](?:\([^()]*\)|[A-Za-z0-9]+))*)"  # a letter and its scripts

Given = Mapping[str, Array]
Sampler = Callable[[np.random.Generator], dict[str, Array]]


@dataclass(frozen=True, slots=True, eq=False)
class MatrixIdentity:
    """∂(value)/∂(variable) = derivative.

    shapes: of every quantity by its name, and of the derivative as "derivative", as people write them ("m × n").
    typst: the equation, with the parts `variable`, `function` and `derivative` and the constants by name labelled.
    value and derivative take all quantities by name; sample draws them. The derivative comes in axes of the output
    followed by axes of the variable, a scalar output having none.
    """

    name: str
    variable: str
    typst: str
    shapes: Mapping[str, str]
    layout: Layout
    source: str
    value: Callable[[Given], ArrayLike]
    derivative: Callable[[Given], ArrayLike]
    sample: Sampler

    def check(self, seed: int = 0) -> float:
        """Return the error against central differences at a random point, over the largest entry if that is > 1."""
        given = self.sample(np.random.default_rng(seed))
        exact, numeric = np.asarray(self.derivative(given)), numeric_derivative(self.value, given, self.variable)
        if exact.shape != numeric.shape:
            return float("inf")
        return float(np.abs(exact - numeric).max() / max(1.0, np.abs(numeric).max()))


def identity(
    name: str,
    equation: tuple[str, str, str],
    shapes: str,
    source: str,
    value: Callable[[Given], ArrayLike],
    derivative: Callable[[Given], ArrayLike],
    sample: Sampler,
    layout: Layout = "numerator",
) -> MatrixIdentity:
    """Make one row of a table: `equation` is (function, variable, derivative), the first and the last as Typst source.

    In these, a quantity is written @name: it becomes a labelled part. `shapes` reads "a: n, x: n, derivative: 1 × n".
    """
    function, variable, result = equation
    over = f"partial / (partial {_quantities(f'@{variable}')})"
    typst = f"{over} {{{{ {_quantities(function)} : function }}}} = {{{{ {_quantities(result)} : derivative }}}}"
    table = MappingProxyType(dict(piece.split(": ") for piece in shapes.split(", ")))
    return MatrixIdentity(name, variable, typst, table, layout, source, value, derivative, sample)


def _quantities(source: str) -> str:
    """Label every @name as a part, bold if it is a vector: a lower-case letter other than the scalar z.

    Its scripts belong to the part: hung onto it from outside, they move when the part is hidden.
    """
    return re.sub(_QUANTITY, lambda m: f"{{{{ {_symbol(m[1])}{m[2]} : {m[1]} }}}}", source)


def _symbol(name: str) -> str:
    return f"bold({name})" if name.islower() and name != "z" else name


def numeric_derivative(value: Callable[[Given], ArrayLike], given: Given, variable: str) -> Array:
    """Take central differences of fourth order: shape of the output followed by the shape of the variable."""
    at = np.asarray(given[variable], dtype=np.float64)

    def moved(index: tuple[int, ...], step: float) -> ArrayLike:
        X = at.copy()
        X[index] += step
        return value({**given, variable: X})

    columns = [five_point_difference(partial(moved, index), _STEP) for index in np.ndindex(at.shape)]
    stacked = np.stack(columns, axis=-1)
    result: Array = stacked.reshape(stacked.shape[:-1] + at.shape)
    return result


def drawn(**shapes: tuple[int, ...]) -> Sampler:
    """Make a sampler of standard normal arrays of these shapes."""
    return lambda random: {name: random.standard_normal(shape) for name, shape in shapes.items()}


def invertible(size: int, **shapes: tuple[int, ...]) -> Sampler:
    """Make the same with X (size, size) as well, with singular values from 1 to 2 and a positive determinant."""

    def sample(random: np.random.Generator) -> dict[str, Array]:
        left, _ = np.linalg.qr(random.standard_normal((size, size)))
        right, _ = np.linalg.qr(random.standard_normal((size, size)))
        X = left @ np.diag(np.linspace(1, 2, size)) @ right
        X[0] *= np.sign(np.linalg.det(X))
        return {"X": X, **drawn(**shapes)(random)}

    return sample


def apart_from_zero(**shapes: tuple[int, ...]) -> Sampler:
    """Make a sampler of arrays with entries from 1 to 2: to be divided by."""
    return lambda random: {name: random.uniform(1, 2, shape) for name, shape in shapes.items()}
