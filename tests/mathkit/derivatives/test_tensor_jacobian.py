from __future__ import annotations

import autograd
import autograd.numpy as anp
import numpy as np
import pytest
import sympy as sp
from hypothesis import given, settings
from hypothesis import strategies as st

from mathkit import DomainError, Function, TensorJacobian
from tests.mathkit.compiling import compiles, parts


def entries(letter, rows, columns=None):
    if columns is None:
        return [f"{letter}{i}" for i in range(1, rows + 1)]
    return [[f"{letter}{i}{j}" for j in range(1, columns + 1)] for i in range(1, rows + 1)]


def functions(expression):
    return [[Function.of(entry) for entry in row] for row in expression.tolist()]


def symbols(names):
    return sp.Matrix([[sp.Symbol(name, real=True) for name in row] for row in names])


X = entries("X", 2, 3)
MATRIX_FUNCTIONS = {
    "X Xᵀ": (lambda s: s * s.T, lambda a: anp.dot(a, a.T)),
    "Xᵀ X": (lambda s: s.T * s, lambda a: anp.dot(a.T, a)),
    "exp(X)": (lambda s: s.applyfunc(sp.exp), anp.exp),
    "(X Xᵀ)⁻¹": (lambda s: (s * s.T).inv(), lambda a: anp.linalg.inv(anp.dot(a, a.T))),
    "sin(X) Xᵀ": (lambda s: s.applyfunc(sp.sin) * s.T, lambda a: anp.dot(anp.sin(a), a.T)),
}


@settings(deadline=None, max_examples=5)
@given(st.sampled_from(list(MATRIX_FUNCTIONS)), st.integers(0, 10**6))
def test_tensors_are_those_of_autograd(name, seed):
    symbolic, numeric = MATRIX_FUNCTIONS[name]
    at = np.random.default_rng(seed).uniform(-1, 1, (2, 3)) + 2 * np.eye(2, 3)
    found = TensorJacobian.of(functions(symbolic(symbols(X))), X, at)
    assert found.values == pytest.approx(numeric(at), rel=1e-9)
    assert found.tensor == pytest.approx(autograd.jacobian(numeric)(at), rel=1e-8, abs=1e-9)
    assert found.tensor.shape == found.shape[0] + found.shape[1]


def test_flattened_the_chain_rule_is_a_product():
    # MML figure 5.7: K = Rᵀ R, then L = K K
    at = np.random.default_rng(3).standard_normal((3, 2))
    R, K = entries("R", 3, 2), entries("K", 2, 2)
    inner = TensorJacobian.of(functions(symbols(R).T * symbols(R)), R, at)
    outer = TensorJacobian.of(functions(symbols(K) ** 2), K, inner.values)
    whole = TensorJacobian.of(functions((symbols(R).T * symbols(R)) ** 2), R, at)
    assert outer.matrix.shape == (4, 4)
    assert inner.matrix.shape == (4, 6)
    assert outer.matrix @ inner.matrix == pytest.approx(whole.matrix)
    assert np.tensordot(outer.tensor, inner.tensor, axes=2) == pytest.approx(whole.tensor)
    assert inner.matrix[1, 5] == inner.tensor[1, 0, 2, 1]  # column by column: K21 and R32


def test_what_else_is_there_is_held():
    A = entries("A", 2, 2)
    f = [Function.parse(text) for text in ("A11 x1 + A12 x2", "A21 x1 + A22 x2")]
    found = TensorJacobian.of(f, A, [[1, 2], [3, 4]], {"x1": 5, "x2": 6}, "f", "A")
    assert found.values.tolist() == [17, 39]
    assert found.of_entry(1).tolist() == [[0, 0], [5, 6]]
    assert found.typst.startswith("(partial bold(f)) / (partial A) in RR^")
    assert parts(found.typst) == ["output-shape", "over-shape"]
    assert parts(found.typst_of_entry(1)) == ["entry-A11", "entry-A12", "entry-A21", "entry-A22"]
    assert compiles(found.typst)
    assert compiles(found.typst_of_entry(0))
    over_x = TensorJacobian.of(f, ["x1", "x2"], [5, 6], {"A11": 1, "A12": 2, "A21": 3, "A22": 4}, "f", "x")
    assert over_x.tensor.tolist() == [[1, 2], [3, 4]]
    assert compiles(over_x.typst_of_entry(1))


@pytest.mark.parametrize(
    ("functions", "names", "at", "held", "message"),
    [
        (["x"], ["x", "x"], [1, 2], {}, "are to be different"),
        (["x"], ["x"], [1], {"x": 1}, "none of them given"),
        (["x"], ["x"], [[1]], {}, "one per entry"),
        (["x y"], ["x"], [1], {}, "a Jacobian needs"),
        ([["x", "x"], ["x"]], ["x"], [1], {}, "rows of one length"),
        ([], ["x"], [1], {}, "a vector or a matrix"),
        (["|x|"], ["x"], [0], {}, "0"),
    ],
)
def test_errors_say_what_is_wrong(functions, names, at, held, message):
    made = [
        [Function.parse(text) for text in row] if isinstance(row, list) else Function.parse(row) for row in functions
    ]
    with pytest.raises(DomainError, match=message):
        TensorJacobian.of(made, names, at, held)


@pytest.mark.parametrize("index", [(2,), (-1,), (0, 0), ()])
def test_an_entry_that_is_not_there(index):
    with pytest.raises(DomainError, match="entries count from 0"):
        TensorJacobian.of([Function.parse("x"), Function.parse("2x")], ["x"], [1]).of_entry(*index)
