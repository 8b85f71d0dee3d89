"""Derivatives over vectors: forms, least squares, softmax, element-wise tables (MML §5.3–5.5; Parr & Howard §4).

Checked at n = 4 and m = 3, so that a transpose cannot hide. All in numerator layout.
"""

from __future__ import annotations

import numpy as np

from mathkit.arrays import Array
from mathkit.matrix_calculus.identity import MatrixIdentity, apart_from_zero, drawn, identity
from mathkit.networks.softmax import log_softmax, logsumexp, softmax, softmax_jacobian

_M, _N = 3, 4
_TWO = drawn(w=(_N,), x=(_N,))


def _with_symmetric_weights(random: np.random.Generator) -> dict[str, Array]:
    given = drawn(x=(_M,), A=(_M, _N), s=(_N,), W=(_M, _M))(random)
    return {**given, "W": given["W"] + given["W"].T}


#: Derivatives over a vector, each with its source.
VECTOR_IDENTITIES: tuple[MatrixIdentity, ...] = (
    identity(
        "linear form",
        ("@a^top @x", "x", "@a^top"),
        "a: n, x: n, derivative: 1 × n",
        "MML eq. 5.105; P&H §4.4",
        lambda g: g["a"] @ g["x"],
        lambda g: g["a"],
        drawn(a=(_N,), x=(_N,)),
    ),
    identity(
        "quadratic form",
        ("@x^top @A @x", "x", "@x^top (@A + @A^top)"),
        "A: n × n, x: n, derivative: 1 × n",
        "MML eq. 5.107",
        lambda g: g["x"] @ g["A"] @ g["x"],
        lambda g: g["x"] @ (g["A"] + g["A"].T),
        drawn(A=(_N, _N), x=(_N,)),
    ),
    identity(
        "squared length",
        ("norm(@x)^2", "x", "2 @x^top"),
        "x: n, derivative: 1 × n",
        "MML eq. 5.107 with B = I",
        lambda g: g["x"] @ g["x"],
        lambda g: 2 * g["x"],
        drawn(x=(_N,)),
    ),
    identity(
        "linear map",
        ("@A @x", "x", "@A"),
        "A: m × n, x: n, derivative: m × n",
        "MML example 5.9",
        lambda g: g["A"] @ g["x"],
        lambda g: g["A"],
        drawn(A=(_M, _N), x=(_N,)),
    ),
    identity(
        "least squares",
        ("norm(@A @x - @b)^2", "x", "2 (@A @x - @b)^top @A"),
        "A: m × n, x: n, b: m, derivative: 1 × n",
        "MML example 5.11",
        lambda g: np.sum((g["A"] @ g["x"] - g["b"]) ** 2),
        lambda g: 2 * (g["A"] @ g["x"] - g["b"]) @ g["A"],
        drawn(A=(_M, _N), x=(_N,), b=(_M,)),
    ),
    identity(
        "weighted least squares",
        ("(@x - @A @s)^top @W (@x - @A @s)", "s", "-2 (@x - @A @s)^top @W @A"),
        "x: m, A: m × n, s: n, W: m × m symmetric, derivative: 1 × n",
        "MML eq. 5.108",
        lambda g: (g["x"] - g["A"] @ g["s"]) @ g["W"] @ (g["x"] - g["A"] @ g["s"]),
        lambda g: -2 * (g["x"] - g["A"] @ g["s"]) @ g["W"] @ g["A"],
        _with_symmetric_weights,
    ),
    identity(
        "log-sum-exp",
        ("ln sum_i e^(@x_i)", "x", 'op("softmax")(@x)^top'),
        "x: n, derivative: 1 × n",
        "chain rule on MML §5.2.2",
        lambda g: logsumexp(g["x"]),
        lambda g: softmax(g["x"]),
        drawn(x=(_N,)),
    ),
    identity(
        "softmax",
        ('op("softmax")(@x)', "x", 'op("diag")(@p) - @p @p^top'),
        "x: n, p: n the softmax of x, derivative: n × n",
        "Goodfellow et al., Deep Learning, §6.2.2.3",
        lambda g: softmax(g["x"]),
        lambda g: softmax_jacobian(g["x"]),
        drawn(x=(_N,)),
    ),
    identity(
        "cross-entropy of softmax",
        ('(-@t^top ln op("softmax")(@x))', "x", '(op("softmax")(@x) - @t)^top'),
        "t: n of sum 1, x: n, derivative: 1 × n",
        "Goodfellow et al., Deep Learning, §6.2.2.3",
        lambda g: -g["t"] @ log_softmax(g["x"]),
        lambda g: softmax(g["x"]) - g["t"],
        lambda random: {"t": softmax(random.standard_normal(_N)), "x": random.standard_normal(_N)},
    ),
)

_SHAPES = "w: n, x: n, derivative: n × n"
_TABLE = "P&H §4.2, element-wise binary operators"

#: Derivatives of operations element by element: diagonal matrices (Parr & Howard §4.2).
ELEMENTWISE_IDENTITIES: tuple[MatrixIdentity, ...] = (
    identity(
        "element-wise sum",
        ("(@w + @x)", "w", "I"),
        _SHAPES,
        _TABLE,
        lambda g: g["w"] + g["x"],
        lambda g: np.eye(_N),
        _TWO,
    ),
    identity(
        "element-wise difference",
        ("(@w - @x)", "x", "-I"),
        _SHAPES,
        _TABLE,
        lambda g: g["w"] - g["x"],
        lambda g: -np.eye(_N),
        _TWO,
    ),
    identity(
        "element-wise product",
        ("(@w dot.o @x)", "w", 'op("diag")(@x)'),
        _SHAPES,
        _TABLE,
        lambda g: g["w"] * g["x"],
        lambda g: np.diag(g["x"]),
        _TWO,
    ),
    identity(
        "element-wise quotient, over the numerator",
        ("(@w div.o @x)", "w", 'op("diag")(1 / @x)'),
        _SHAPES,
        _TABLE,
        lambda g: g["w"] / g["x"],
        lambda g: np.diag(1 / g["x"]),
        apart_from_zero(w=(_N,), x=(_N,)),
    ),
    identity(
        "element-wise quotient, over the denominator",
        ("(@w div.o @x)", "x", 'op("diag")(-@w / @x^2)'),
        _SHAPES,
        _TABLE,
        lambda g: g["w"] / g["x"],
        lambda g: np.diag(-g["w"] / g["x"] ** 2),
        apart_from_zero(w=(_N,), x=(_N,)),
    ),
    identity(
        "scalar added, over the vector",
        ("(@x + @z)", "x", "I"),
        "x: n, z: scalar, derivative: n × n",
        "P&H §4.3, scalar expansion",
        lambda g: g["x"] + g["z"],
        lambda g: np.eye(_N),
        drawn(x=(_N,), z=()),
    ),
    identity(
        "scalar added, over the scalar",
        ("(@x + @z)", "z", "bold(1)"),
        "x: n, z: scalar, derivative: n × 1",
        "P&H §4.3, scalar expansion",
        lambda g: g["x"] + g["z"],
        lambda g: np.ones(_N),
        drawn(x=(_N,), z=()),
    ),
    identity(
        "scalar multiplied, over the vector",
        ("@x @z", "x", "I @z"),
        "x: n, z: scalar, derivative: n × n",
        "P&H §4.3, scalar expansion",
        lambda g: g["x"] * g["z"],
        lambda g: g["z"] * np.eye(_N),
        drawn(x=(_N,), z=()),
    ),
    identity(
        "scalar multiplied, over the scalar",
        ("@x @z", "z", "@x"),
        "x: n, z: scalar, derivative: n × 1",
        "P&H §4.3, scalar expansion",
        lambda g: g["x"] * g["z"],
        lambda g: g["x"],
        drawn(x=(_N,), z=()),
    ),
    identity(
        "sum",
        ('op("sum")(@x)', "x", "bold(1)^top"),
        "x: n, derivative: 1 × n",
        "P&H §4.4, vector sum reduction",
        lambda g: np.sum(g["x"]),
        lambda g: np.ones(_N),
        drawn(x=(_N,)),
    ),
    identity(
        "sum of multiples, over the vector",
        ('op("sum")(@x @z)', "x", "@z bold(1)^top"),
        "x: n, z: scalar, derivative: 1 × n",
        "P&H §4.4, vector sum reduction",
        lambda g: np.sum(g["x"] * g["z"]),
        lambda g: g["z"] * np.ones(_N),
        drawn(x=(_N,), z=()),
    ),
    identity(
        "sum of multiples, over the scalar",
        ('op("sum")(@x @z)', "z", 'op("sum")(@x)'),
        "x: n, z: scalar, derivative: 1 × 1",
        "P&H §4.4, vector sum reduction",
        lambda g: np.sum(g["x"] * g["z"]),
        lambda g: np.sum(g["x"]),
        drawn(x=(_N,), z=()),
    ),
    identity(
        "dot product",
        ("@w dot @x", "w", "@x^top"),
        "w: n, x: n, derivative: 1 × n",
        "P&H §4.5 and §5",
        lambda g: g["w"] @ g["x"],
        lambda g: g["x"],
        _TWO,
    ),
)
