from __future__ import annotations

import re

import autograd
import autograd.numpy as anp
import numpy as np
import pytest

from mathkit.matrix_calculus.identity import identity, numeric_derivative
from mathkit.matrix_calculus.trace_identities import MATRIX_IDENTITIES
from mathkit.matrix_calculus.vector_identities import ELEMENTWISE_IDENTITIES, VECTOR_IDENTITIES
from tests.mathkit.compiling import compiles

ALL = (*VECTOR_IDENTITIES, *ELEMENTWISE_IDENTITIES, *MATRIX_IDENTITIES)
SIZES = {"m": 3, "n": 4, "1": 1, "scalar": ()}


@pytest.mark.parametrize("rule", ALL, ids=lambda rule: rule.name)
@pytest.mark.parametrize("seed", [0, 1])
def test_every_identity_holds_at_a_random_point(rule, seed):
    assert rule.check(seed) < 1e-9
    assert rule.check(seed) == rule.check(seed)


@pytest.mark.parametrize("rule", ALL, ids=lambda rule: rule.name)
def test_every_identity_prints_itself(rule):
    assert compiles(rule.typst)
    labels = set(re.findall(r" : ([a-z_A-Z]+) \}\}", rule.typst))
    assert {"function", "derivative", rule.variable} <= labels
    assert labels - {"function", "derivative"} <= set(rule.shapes)
    assert rule.source


@pytest.mark.parametrize("rule", ALL, ids=lambda rule: rule.name)
def test_the_stated_shapes_are_the_shapes(rule):
    given = rule.sample(np.random.default_rng(0))
    for name, array in given.items():
        assert array.shape == stated(rule.shapes[name])
    derivative = np.shape(rule.derivative(given))
    ones_left_out = tuple(size for size in stated(rule.shapes["derivative"]) if size != 1)
    assert derivative == ones_left_out
    kind = {"denominator": given[rule.variable].shape, "numerator": derivative, "tensor": derivative}
    assert derivative == kind[rule.layout]


def stated(text):
    sizes = [SIZES[word] for word in re.match(r"[mn1](?: × [mn1])*|scalar", text)[0].split(" × ")]
    return () if sizes == [()] else tuple(sizes)


def test_names_are_unique():
    assert len({rule.name for rule in ALL}) == len(ALL)


AUTOGRAD = {
    "quadratic form": lambda g, x: anp.dot(x, anp.dot(g["A"], x)),
    "least squares": lambda g, x: anp.sum((anp.dot(g["A"], x) - g["b"]) ** 2),
    "softmax": lambda g, x: anp.exp(x) / anp.sum(anp.exp(x)),
    "logarithm of the determinant": lambda g, X: anp.linalg.slogdet(X)[1],
    "inverse": lambda g, X: anp.linalg.inv(X),
    "trace of a product": lambda g, X: anp.trace(anp.dot(g["A"], X)),
    "matrix of dot products": lambda g, R: anp.dot(R.T, R),
    "element-wise quotient, over the denominator": lambda g, x: g["w"] / x,
}


@pytest.mark.parametrize("name", AUTOGRAD)
def test_identities_are_autograd(name):
    (rule,) = (rule for rule in ALL if rule.name == name)
    given = rule.sample(np.random.default_rng(3))
    jacobian = autograd.jacobian(lambda at: AUTOGRAD[name](given, at))(given[rule.variable])
    assert rule.derivative(given) == pytest.approx(jacobian, rel=1e-11, abs=1e-12)


def test_a_wrong_identity_is_found_out():
    def wrong(derivative):
        return identity(
            "wrong",
            ("@x^top @A @x", "x", "2 @x^top @A"),
            "A: n × n, x: n, derivative: 1 × n",
            "",
            lambda g: g["x"] @ g["A"] @ g["x"],
            derivative,
            lambda random: {"x": random.standard_normal(4), "A": random.standard_normal((4, 4))},
        )

    assert wrong(lambda g: 2 * g["x"] @ g["A"]).check() > 1e-2  # true for symmetric A only
    assert wrong(lambda g: g["A"]).check() == np.inf


def test_central_differences_are_exact_for_cubics():
    assert numeric_derivative(lambda g: g["x"] ** 3, {"x": np.array([2.0])}, "x") == pytest.approx(12, rel=1e-11)
