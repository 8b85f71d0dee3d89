"""The vector chain rule: Jacobians are multiplied, and their shapes say in which order (Parr & Howard §4.5.3).

∂/∂x f(g(x)) = ∂f/∂g · ∂g/∂x, with |f| × |g| times |g| × |x|. The product is the same from either side; what it costs
is not (MML §5.6.2: forward and reverse accumulation).
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Literal, Self

import numpy as np

from mathkit.arrays import Array, frozen
from mathkit.chain_rule.autodiff_modes import OperationCount
from mathkit.derivatives.jacobian import Jacobian
from mathkit.errors import DomainError
from mathkit.formula.function import Function
from mathkit.notation.typst_parts import agreeing_array_digits, numbers, part, shown_array
from mathkit.notation.typst_printer import symbol_source
from mathkit.notation.variable_names import customary

Order = Literal["reverse", "forward"]


@dataclass(frozen=True, slots=True, eq=False)
class Link:
    """∂`of`/∂`over`, a matrix of |of| × |over| (numerator layout)."""

    of: str
    over: str
    matrix: Array

    @property
    def shape(self) -> tuple[int, int]:
        """Return (rows, columns)."""
        return self.matrix.shape[0], self.matrix.shape[1]

    @property
    def typst(self) -> str:
        """Return ∂f/∂g with its shape below, as the part link-f-g."""
        name = f"(partial bold({symbol_source(self.of)})) / (partial bold({symbol_source(self.over)}))"
        rows, columns = self.shape
        return part(f"underbrace({name}, {rows} times {columns})", f"link-{self.of}-{self.over}")

    @property
    def typst_matrix(self) -> str:
        """Return the numbers, as the part matrix-f-g."""
        return self.numbers()

    def numbers(self, digits: int = 3) -> str:
        """Return the same with this many digits."""
        return part(numbers(self.matrix, digits), f"matrix-{self.of}-{self.over}")


@dataclass(frozen=True, slots=True, eq=False)
class ChainProduct:
    """One matrix product: `left` m × k times `right` k × n, with m·k·n multiplications and m·(k−1)·n additions."""

    left: Link
    right: Link
    result: Link
    cost: OperationCount

    @classmethod
    def of(cls, left: Link, right: Link) -> Self:
        """Multiply two links. Raises DomainError unless right is of what left is over, and the shapes fit."""
        (m, k), (rows, n) = left.shape, right.shape
        if left.over != right.of or k != rows:
            raise DomainError(
                f"∂{left.of}/∂{left.over} is {m}×{k} and ∂{right.of}/∂{right.over} is {rows}×{n}: "
                f"they multiply if the left one is over '{right.of}' and has {rows} columns"
            )
        result = Link(left.of, right.over, frozen(_product([left.matrix, right.matrix])))
        return cls(left, right, result, OperationCount(m * k * n, m * (k - 1) * n))

    @property
    def typst(self) -> str:
        """Return the product by names, with shapes; the parts are link-f-g, link-g-x and link-f-x."""
        return f"{self.left.typst} {self.right.typst} = {self.result.typst}"

    @property
    def typst_at(self) -> str:
        """Return the product in numbers; the parts are matrix-f-g, matrix-g-x and matrix-f-x."""
        return _multiplied((self.left, self.right), self.result)


@dataclass(frozen=True, slots=True, eq=False)
class VectorChain:
    """`links` from the output's to the input's, as they are multiplied: ∂f/∂g, ∂g/∂x."""

    links: tuple[Link, ...]

    def __post_init__(self) -> None:
        if not self.links:
            raise DomainError("a chain needs at least one Jacobian")
        for left, right in pairwise(self.links):
            ChainProduct.of(left, right)

    @classmethod
    def of(cls, layers: Mapping[str, Mapping[str, Function]], at: Sequence[float], over: str = "x") -> Self:
        """Chain functions in the order in which they are applied: {"g": {"g1": …, "g2": …}, "f": {"f1": …}}.

        The first layer is of the inputs, by alphabet, called `over`; each further one of the outputs of the one before,
        by their names. Raises DomainError for other variables, and where a function has no slope.
        """
        inputs = customary({name for f in next(iter(layers.values()), {}).values() for name in f.variables})
        point, links = tuple(float(value) for value in at), []
        for layer, outputs in layers.items():
            order = tuple(sorted(inputs))
            moved = tuple(point[inputs.index(name)] for name in order)
            jacobian = Jacobian.of(list(outputs.values()), moved, order)
            columns = [order.index(name) for name in inputs]
            links.append(Link(layer, over, frozen(jacobian.matrix[:, columns])))
            over, inputs, point = layer, tuple(outputs), tuple(jacobian.values.tolist())
        return cls(tuple(reversed(links)))

    def products(self, order: Order = "reverse") -> tuple[ChainProduct, ...]:
        """Multiply one pair after the other: from the output's side ("reverse"), or from the input's ("forward")."""
        products: list[ChainProduct] = []
        remaining = list(self.links)
        while len(remaining) > 1:
            place = 0 if order == "reverse" else len(remaining) - 2
            products.append(ChainProduct.of(remaining[place], remaining[place + 1]))
            remaining[place : place + 2] = [products[-1].result]
        return tuple(products)

    @property
    def result(self) -> Link:
        """Return ∂output/∂input, the product of all."""
        products = self.products()
        return products[-1].result if products else self.links[0]

    def cost(self, order: Order = "reverse") -> OperationCount:
        """Count multiplications and additions of all products in this order."""
        products = self.products(order)
        return OperationCount(
            sum(product.cost.multiplications for product in products),
            sum(product.cost.additions for product in products),
        )

    @property
    def shapes(self) -> tuple[tuple[int, int], ...]:
        """Return the shapes of the links, left to right: inner numbers are equal."""
        return tuple(link.shape for link in self.links)

    @property
    def typst(self) -> str:
        """Return the product by names, with shapes; the parts are link-f-x, link-f-g, link-g-x."""
        result = Link(self.links[0].of, self.links[-1].over, np.empty((self.shapes[0][0], self.shapes[-1][1])))
        if len(self.links) == 1:
            return result.typst
        return f"{result.typst} = {' '.join(link.typst for link in self.links)}"

    @property
    def typst_at(self) -> str:
        """Return the product in numbers, with its result; the parts are matrix-f-g and so on."""
        return self.links[0].typst_matrix if len(self.links) == 1 else _multiplied(self.links, self.result)


def _multiplied(links: Sequence[Link], result: Link) -> str:
    """Return a product of matrices, the factors with as many digits as give the result as it is written."""
    factors = [link.matrix for link in links]
    digits = agreeing_array_digits(factors, result.matrix, _product)
    given, written = _product([shown_array(factor, digits) for factor in factors]), shown_array(result.matrix)
    sign = "=" if np.allclose(given, written, rtol=1e-12, atol=0) else "approx"
    return f"{' '.join(link.numbers(digits) for link in links)} {sign} {result.typst_matrix}"


def _product(matrices: Sequence[Array]) -> Array:
    """Return a product of matrices; what is nothing but rounding in it is 0."""
    found, size = matrices[0], np.abs(matrices[0])
    for matrix in matrices[1:]:
        found, size = found @ matrix, size @ np.abs(matrix)
    return np.where(np.abs(found) <= 8 * np.finfo(float).eps * size, 0.0, found)
