"""Derivatives over matrices: traces, determinants, inverses, and the tensors of MML §5.4 (MML §5.5).

A scalar's derivative is shaped like X, as MML §5.5 has it: denominator layout, the transpose of numerator layout.
Tensors have the axes of the output first, then those of the input: K (n, n) over R (m, n) gives (n, n, m, n).
"""

from __future__ import annotations

import numpy as np

from mathkit.arrays import Array
from mathkit.matrix_calculus.identity import Given, MatrixIdentity, drawn, identity, invertible

_M, _N = 3, 4
_SQUARE = invertible(_N)


def _inverse(g: Given) -> Array:
    return np.asarray(np.linalg.inv(g["X"]), dtype=np.float64)


def _gram_tensor(g: Given) -> Array:
    """Return ∂(RᵀR)pq/∂Rij: Riq if j = p ≠ q, Rip if j = q ≠ p, 2Riq if j = p = q (MML eq. 5.98)."""
    one = np.eye(g["R"].shape[1])
    tensor: Array = np.einsum("jp,iq->pqij", one, g["R"]) + np.einsum("jq,ip->pqij", one, g["R"])
    return tensor


#: Derivatives over a matrix, each with its source in MML.
MATRIX_IDENTITIES: tuple[MatrixIdentity, ...] = (
    identity(
        "bilinear form",
        ("@a^top @X @b", "X", "@a @b^top"),
        "a: m, X: m × n, b: n, derivative: m × n",
        "MML eq. 5.106",
        lambda g: g["a"] @ g["X"] @ g["b"],
        lambda g: np.outer(g["a"], g["b"]),
        drawn(a=(_M,), X=(_M, _N), b=(_N,)),
        "denominator",
    ),
    identity(
        "trace of a product",
        ('op("tr")(@A @X)', "X", "@A^top"),
        "A: n × m, X: m × n, derivative: m × n",
        "MML eq. 5.100",
        lambda g: np.trace(g["A"] @ g["X"]),
        lambda g: g["A"].T,
        drawn(A=(_N, _M), X=(_M, _N)),
        "denominator",
    ),
    identity(
        "trace of a square",
        ('op("tr")(@X^top @X)', "X", "2 @X"),
        "X: m × n, derivative: m × n",
        "MML eq. 5.100",
        lambda g: np.trace(g["X"].T @ g["X"]),
        lambda g: 2 * g["X"],
        drawn(X=(_M, _N)),
        "denominator",
    ),
    identity(
        "determinant",
        ("det @X", "X", "det(@X) (@X^(-1))^top"),
        "X: n × n invertible, derivative: n × n",
        "MML eq. 5.101",
        lambda g: np.linalg.det(g["X"]),
        lambda g: np.linalg.det(g["X"]) * _inverse(g).T,
        _SQUARE,
        "denominator",
    ),
    identity(
        "logarithm of the determinant",
        ("ln det @X", "X", "(@X^(-1))^top"),
        "X: n × n with det X > 0, derivative: n × n",
        "MML eq. 5.101 and the chain rule",
        lambda g: np.log(np.linalg.det(g["X"])),
        lambda g: _inverse(g).T,
        _SQUARE,
        "denominator",
    ),
    identity(
        "form in the inverse",
        ("@a^top @X^(-1) @b", "X", "-(@X^(-1))^top @a @b^top (@X^(-1))^top"),
        "a: n, X: n × n invertible, b: n, derivative: n × n",
        "MML eq. 5.103",
        lambda g: g["a"] @ _inverse(g) @ g["b"],
        lambda g: -_inverse(g).T @ np.outer(g["a"], g["b"]) @ _inverse(g).T,
        invertible(_N, a=(_N,), b=(_N,)),
        "denominator",
    ),
    identity(
        "inverse",
        ("(@X^(-1))_(p q)", "X", "-(@X^(-1))_(p i) (@X^(-1))_(j q)"),
        "X: n × n invertible, derivative: n × n × n × n",
        "MML eq. 5.102",
        _inverse,
        lambda g: -np.einsum("pi,jq->pqij", _inverse(g), _inverse(g)),
        _SQUARE,
        "tensor",
    ),
    identity(
        "product with a vector, over the matrix",
        ("(@A @x)_p", "A", "delta_(p i) @x_j"),
        "A: m × n, x: n, derivative: m × m × n",
        "MML example 5.12",
        lambda g: g["A"] @ g["x"],
        lambda g: np.einsum("pi,j->pij", np.eye(len(g["A"])), g["x"]),
        drawn(A=(_M, _N), x=(_N,)),
        "tensor",
    ),
    identity(
        "matrix of dot products",
        ("(@R^top @R)_(p q)", "R", "delta_(j p) @R_(i q) + delta_(j q) @R_(i p)"),
        "R: m × n, derivative: n × n × m × n",
        "MML example 5.13",
        lambda g: g["R"].T @ g["R"],
        _gram_tensor,
        drawn(R=(_M, _N)),
        "tensor",
    ),
    identity(
        "least squares, over the matrix",
        ("norm(@X @w - @b)^2", "X", "2 (@X @w - @b) @w^top"),
        "X: m × n, w: n, b: m, derivative: m × n",
        "MML §5.5 and the chain rule",
        lambda g: np.sum((g["X"] @ g["w"] - g["b"]) ** 2),
        lambda g: 2 * np.outer(g["X"] @ g["w"] - g["b"], g["w"]),
        drawn(X=(_M, _N), w=(_N,), b=(_M,)),
        "denominator",
    ),
    identity(
        "transposed product",
        ("@a^top @X^top @b", "X", "@b @a^top"),
        "a: n, X: m × n, b: m, derivative: m × n",
        "MML eq. 5.99 with 5.106",
        lambda g: g["a"] @ g["X"].T @ g["b"],
        lambda g: np.outer(g["b"], g["a"]),
        drawn(a=(_N,), X=(_M, _N), b=(_M,)),
        "denominator",
    ),
)
