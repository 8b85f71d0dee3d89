"""Worked examples of the literature, one test for each, with the numbers and formulas that are printed there.

MML is Deisenroth, Faisal, Ong, Mathematics for Machine Learning (2020). All of its examples here were compared with a
translation of the book that keeps its formulas and numbers (dxxzst/mml-book-chinese on GitHub, chapters 5 and 7), and
5.2, 5.4 and 5.13 with the draft of 2021-07-29 at mml-book.com too. Parr & Howard is The Matrix Calculus You Need For
Deep Learning (arXiv 1802.01528), compared with the source of explained.ai/matrix-calculus. Goh is Why Momentum Really
Works (Distill 2017): gradient descent compared with the article's own repository, momentum with notes that quote it.
The test functions' minima were compared with Wikipedia and with the documentation of argmin. Rosenbrock's Hessian, and
numbers at points that a source does not name, were derived by hand from the formulas above them.
"""

from __future__ import annotations

import math

import numpy as np
import pytest
import sympy as sp

from mathkit import (
    MATRIX_IDENTITIES,
    VECTOR_IDENTITIES,
    ChainRule,
    Derivative,
    DifferenceQuotient,
    Function,
    Gradient,
    Hessian,
    Jacobian,
    LeastSquares,
    Momentum,
    MultilayerPerceptron,
    QuadraticTheory,
    TaylorPolynomial,
    TensorJacobian,
    VectorChain,
    descend,
    stationary_points,
)
from mathkit.matrix_calculus.identity import numeric_derivative
from mathkit.networks.dense_layer import DenseLayer
from mathkit.optimisation.update_rules import GradientDescent

POINTS = [(-1.7, 0.4), (0.3, -2.2), (1.1, 1.9)]
RANDOM = np.random.default_rng(5)


def parse(*texts):
    return [Function.parse(text) for text in texts]


def same(f, text, variables=None):
    """Whether f is the printed formula: their difference is 0, as sympy sees it."""
    return sp.simplify(f.expr - Function.parse(text, variables or f.variables).expr) == 0


def found(table, name):
    (rule,) = (rule for rule in table if rule.name == name)
    return rule


# Mathematics for Machine Learning


def test_mml_example_5_1_a_function_of_the_plane():
    # f(x) = xᵀx: R² → R, x ↦ x1² + x2²
    (f,) = parse("x1² + x2²")
    assert f.variables == ("x1", "x2")
    for x in np.array(POINTS):
        assert f(*x) == pytest.approx(x @ x, rel=1e-15)
    assert Gradient.of(f, (3, 4)).components == (6, 8)
    assert found(VECTOR_IDENTITIES, "squared length").value({"x": np.array([3.0, 4.0])}) == 25


@pytest.mark.parametrize("n", range(1, 10))
def test_mml_example_5_2_the_derivative_of_a_polynomial(n):
    # ((x + h)ⁿ − xⁿ)/h = n xⁿ⁻¹ + Σ_{i≥2} C(n, i) xⁿ⁻ⁱ hⁱ⁻¹ → n xⁿ⁻¹
    (f,) = parse(f"x^{n}")
    assert same(f.derivative(), f"{n} x^{n - 1}", ("x",))
    at, h = 1.25, np.array([0.5, -0.25, 1 / 64])
    quotient = DifferenceQuotient.of(f, at)
    binomial = sum(math.comb(n, i) * at ** (n - i) * h ** (i - 1) for i in range(1, n + 1))
    assert quotient(h) == pytest.approx(binomial, rel=1e-12)
    assert quotient.slope == pytest.approx(n * at ** (n - 1), rel=1e-15)


def test_mml_example_5_3_a_taylor_polynomial_of_order_6():
    # f = x⁴ at x0 = 1: f⁽ᵏ⁾(1) = 1, 4, 12, 24, 24, 0, 0 and T6 = 1 + 4(x−1) + 6(x−1)² + 4(x−1)³ + (x−1)⁴ = x⁴
    (f,) = parse("x^4")
    taylor = TaylorPolynomial.of(f, 1, 6)
    derivatives = [number * math.factorial(k) for k, number in enumerate(taylor.exact)]
    assert derivatives == [1, 4, 12, 24, 24, 0, 0]
    assert taylor.coefficients.tolist() == [1, 4, 6, 4, 1, 0, 0]
    assert taylor.polynomial == f
    assert taylor(np.linspace(-4, 4, 9)) == pytest.approx(np.linspace(-4, 4, 9) ** 4, rel=1e-12)


def test_mml_example_5_4_the_taylor_series_of_sin_plus_cos():
    # f = sin x + cos x at 0: f⁽ᵏ⁾(0) = 1, 1, −1, −1, 1, …; T∞ = 1 + x − x²/2! − x³/3! + x⁴/4! + x⁵/5! − …
    (f,) = parse("sin(x) + cos(x)")
    taylor = TaylorPolynomial.of(f, 0, 10)
    derivatives = [number * math.factorial(k) for k, number in enumerate(taylor.exact)]
    assert derivatives == [1, 1, -1, -1, 1, 1, -1, -1, 1, 1, -1]
    x = np.linspace(-4, 4, 33)
    # figure 5.4: T10 is already similar to f in [−4, 4]; T5 is not
    assert np.abs(taylor.remainder(x)).max() < 4**11 / math.factorial(11) * math.sqrt(2)
    assert np.abs(TaylorPolynomial.of(f, 0, 5).remainder(x)).max() > 3


def test_mml_example_5_5_the_chain_rule():
    # h = (2x + 1)⁴ = g(f(x)): f′ = 2, g′ = 4f³, h′ = 8(2x + 1)³
    h, g, f = parse("(2x+1)^4", "u^4", "2x+1")
    assert same(h.derivative(), "8(2x+1)^3")
    assert "chain" in {step.rule for step in Derivative.of(h).steps}
    chain = ChainRule.of(g, {"u": f}, (0.75,))
    ((path,),) = (each.paths for each in chain.sums)
    assert (path.outer, path.inner) == (4 * 2.5**3, 2)
    assert chain.sums[0].value == h.derivative()(0.75) == 125


def test_mml_example_5_6_partial_derivatives_by_the_chain_rule():
    # f = (x + 2y³)²: ∂f/∂x = 2(x + 2y³), ∂f/∂y = 12(x + 2y³)y²
    (f,) = parse("(x+2y³)²")
    assert same(f.derivative("x"), "2(x+2y³)")
    assert same(f.derivative("y"), "12(x+2y³)y²")
    assert Gradient.of(f, (1, -1)).components == (-2, -12)


def test_mml_example_5_7_a_gradient():
    # f = x1²x2 + x1x2³: df/dx = [2x1x2 + x2³, x1² + 3x1x2²] ∈ R^(1×2)
    (f,) = parse("x1² x2 + x1 x2³")
    assert same(f.derivative("x1"), "2x1 x2 + x2³")
    assert same(f.derivative("x2"), "x1² + 3x1 x2²")
    jacobian = Jacobian.of([f], (2, -3))
    assert jacobian.shape == (1, 2)
    assert jacobian.matrix.tolist() == [[-39, 58]]


def test_mml_example_5_8_the_chain_rule_along_a_curve():
    # f = x1² + 2x2 with x1 = sin t, x2 = cos t: df/dt = 2 sin t cos t − 2 sin t = 2 sin t (cos t − 1)
    f, x1, x2 = parse("x1² + 2x2", "sin(t)", "cos(t)")
    for t in (-2.0, 0.5, 3.0):
        (sum_,) = ChainRule.of(f, {"x1": x1, "x2": x2}, (t,)).sums
        assert [path.product for path in sum_.paths] == pytest.approx([2 * math.sin(t) * math.cos(t), -2 * math.sin(t)])
        assert sum_.value == pytest.approx(2 * math.sin(t) * (math.cos(t) - 1), rel=1e-14)
    assert same(sum_.derivative, "2 sin(t) (cos(t) - 1)")


def test_mml_example_5_9_the_gradient_of_a_linear_map():
    # f = Ax: ∂fi/∂xj = Aij, df/dx = A ∈ R^(M×N)
    A = np.array([[2.0, -1.0, 0.5], [4.0, 3.0, -7.0]])
    rows = [f"{a} x1 + {b} x2 + {c} x3" for a, b, c in A]
    jacobian = Jacobian.of(parse(*rows), (0.3, -2, 5))
    assert jacobian.shape == (2, 3)
    assert (jacobian.matrix == A).all()
    rule = found(VECTOR_IDENTITIES, "linear map")
    assert (rule.derivative({"A": A, "x": np.ones(3)}) == A).all()
    assert rule.layout == "numerator"


def test_mml_example_5_10_the_chain_rule_with_shapes():
    # h = exp(x1x2²) with x = (t cos t, t sin t): ∂f/∂x is 1×2, ∂x/∂t is 2×1, and
    # dh/dt = exp(x1x2²)(x2²(cos t − t sin t) + 2x1x2(sin t + t cos t))
    f, x1, x2 = parse("exp(x1 x2²)", "t cos(t)", "t sin(t)")
    for t in (-0.9, 0.7, 1.3):
        a, b, cos, sin = t * math.cos(t), t * math.sin(t), math.cos(t), math.sin(t)
        e = math.exp(a * b**2)
        chain = VectorChain.of({"x": {"x1": x1, "x2": x2}, "h": {"h1": f}}, (t,), over="t")
        assert chain.shapes == ((1, 2), (2, 1))
        assert chain.links[0].matrix == pytest.approx(np.array([[e * b**2, 2 * e * a * b]]))
        assert chain.links[1].matrix == pytest.approx(np.array([[cos - t * sin], [sin + t * cos]]))
        printed = e * (b**2 * (cos - t * sin) + 2 * a * b * (sin + t * cos))
        assert chain.result.matrix == pytest.approx(printed)
        assert ChainRule.of(f, {"x1": x1, "x2": x2}, (t,)).sums[0].value == pytest.approx(printed)


def test_mml_example_5_11_the_gradient_of_a_least_squares_loss():
    # L = ‖e‖², e = y − Φθ: ∂L/∂e = 2eᵀ (1×N), ∂e/∂θ = −Φ (N×D), ∂L/∂θ = −2(yᵀ − θᵀΦᵀ)Φ (1×D)
    Phi, y, theta = RANDOM.standard_normal((5, 3)), RANDOM.standard_normal(5), RANDOM.standard_normal(3)
    printed = np.einsum("n,nd", 2 * (y - Phi @ theta), -Phi)  # the book's own line of Python
    assert LeastSquares.of(Phi, y).gradient(theta) == pytest.approx(printed)
    rule = found(VECTOR_IDENTITIES, "least squares")
    assert rule.derivative({"A": Phi, "x": theta, "b": y}) == pytest.approx(printed)
    e = [f"{float(y[n])!r} - " + " - ".join(f"({float(Phi[n, d])!r}) t{d + 1}" for d in range(3)) for n in range(5)]
    layers = {"e": dict(zip(("e1", "e2", "e3", "e4", "e5"), parse(*e), strict=True))}
    chain = VectorChain.of({**layers, "L": {"L1": Function.parse("e1² + e2² + e3² + e4² + e5²")}}, theta, over="θ")
    assert chain.shapes == ((1, 5), (5, 3))
    assert chain.links[0].matrix == pytest.approx(2 * (y - Phi @ theta)[None])
    assert chain.links[1].matrix == pytest.approx(-Phi)
    assert chain.result.matrix == pytest.approx(printed[None])


@pytest.mark.parametrize(("M", "N"), [(2, 3), (3, 2), (1, 4)])
def test_mml_example_5_12_a_vector_over_a_matrix(M, N):
    # f = Ax: df/dA ∈ R^(M×(M×N)), ∂fi/∂Aiq = xq; ∂fi/∂A is xᵀ in row i and 0 in the others
    A, x = RANDOM.standard_normal((M, N)), RANDOM.standard_normal(N)
    names = [[f"A{i}{j}" for j in range(1, N + 1)] for i in range(1, M + 1)]
    f = parse(*(" + ".join(f"{name} x{j}" for j, name in enumerate(row, 1)) for row in names))
    tensor = TensorJacobian.of(f, names, A, {f"x{j + 1}": x[j] for j in range(N)}, "f", "A")
    assert tensor.shape == ((M,), (M, N))
    assert tensor.tensor.shape == (M, M, N)
    assert tensor.values == pytest.approx(A @ x)
    for i in range(M):
        printed = np.zeros((M, N))
        printed[i] = x
        assert tensor.of_entry(i) == pytest.approx(printed)
    rule = found(MATRIX_IDENTITIES, "product with a vector, over the matrix")
    assert rule.derivative({"A": A, "x": x}) == pytest.approx(tensor.tensor)
    assert rule.shapes["derivative"] == "m × m × n"


@pytest.mark.parametrize(("M", "N"), [(2, 3), (3, 2), (4, 1)])
def test_mml_example_5_13_a_matrix_over_a_matrix(M, N):
    # K = RᵀR: dK/dR ∈ R^((N×N)×(M×N)), ∂Kpq/∂Rij = Riq if j = p ≠ q, Rip if j = q ≠ p, 2Riq if j = p = q, otherwise 0
    R = RANDOM.standard_normal((M, N))
    names = [[f"R{i}{j}" for j in range(1, N + 1)] for i in range(1, M + 1)]
    K = [
        parse(*(" + ".join(f"R{m}{p} R{m}{q}" for m in range(1, M + 1)) for q in range(1, N + 1)))
        for p in range(1, N + 1)
    ]
    tensor = TensorJacobian.of(K, names, R, output="K", over="R")
    assert tensor.shape == ((N, N), (M, N))
    assert tensor.tensor.shape == (N, N, M, N)
    assert tensor.values == pytest.approx(R.T @ R)
    for p, q, i, j in np.ndindex(N, N, M, N):
        cases = {(True, True): 2 * R[i, q], (True, False): R[i, q], (False, True): R[i, p], (False, False): 0}
        printed = cases[j == p, j == q]
        assert tensor.tensor[p, q, i, j] == pytest.approx(printed)
    assert tensor.tensor == pytest.approx(numeric_derivative(lambda g: g["R"].T @ g["R"], {"R": R}, "R"))
    rule = found(MATRIX_IDENTITIES, "matrix of dot products")
    assert rule.derivative({"R": R}) == pytest.approx(tensor.tensor)
    assert rule.shapes["derivative"] == "n × n × m × n"


def test_mml_example_7_1_gradient_descent_on_a_quadratic():
    # f = ½xᵀ[[2, 1], [1, 20]]x − [5, 3]x from (−3, −1), γ = 0.085: x1 = (−1.98, 1.21), x2 = (−1.32, −0.42)
    theory = QuadraticTheory.of([[2, 1], [1, 20]], [5, 3])
    (by_hand,) = parse("(2x1² + 2x1 x2 + 20x2²)/2 - 5x1 - 3x2")
    for f in (theory.objective, theory.function, by_hand):
        path = descend(f, (-3, -1), GradientDescent(0.085), 1000, tolerance=1e-9)
        assert path.gradients[0].tolist() == [-12, -26]  # xᵀA − bᵀ, eq. 7.8
        assert path.points[1] == pytest.approx([-1.98, 1.21], abs=1e-12)
        assert path.points[2].round(2).tolist() == [-1.32, -0.42]
        assert path.points[-1] == pytest.approx([97 / 39, 1 / 39], abs=1e-8)  # A⁻¹b by Cramer's rule
    assert theory.minimum == pytest.approx([97 / 39, 1 / 39])


# Parr & Howard


def test_parr_howard_2_a_sum_with_a_factor():
    # d/dx 9(x + x²) = 9(1 + 2x) = 9 + 18x
    (f,) = parse("9(x + x²)")
    assert same(f.derivative(), "9 + 18x")


def test_parr_howard_3_the_gradient_of_3x2y():
    # ∇f = [6yx, 3x²]
    (f,) = parse("3x² y")
    assert same(f.derivative("x"), "6y x")
    assert same(f.derivative("y"), "3x²", ("x", "y"))
    assert Gradient.of(f, (2, 5)).components == (60, 12)


def test_parr_howard_4_the_jacobian_of_two_functions():
    # f = 3x²y, g = 2x + y⁸: J = [[6yx, 3x²], [2, 8y⁷]], numerator layout
    jacobian = Jacobian.of(parse("3x² y", "2x + y^8"), (3, 2))
    printed = [["6y x", "3x²"], ["2", "8y^7"]]
    for row, texts in zip(jacobian.partials, printed, strict=True):
        assert all(same(f, text, ("x", "y")) for f, text in zip(row, texts, strict=True))
    assert jacobian.matrix.tolist() == [[36, 27], [2, 1024]]


def test_parr_howard_4_1_the_jacobian_of_the_identity():
    names = ("x1", "x2", "x3", "x4")
    assert (Jacobian.of(parse(*names), (3, 1, -2, 7), names).matrix == np.eye(4)).all()


@pytest.mark.parametrize(
    ("name", "value", "w", "x"),
    [
        ("+", lambda w, x: w + x, lambda w, x: np.eye(3), lambda w, x: np.eye(3)),
        ("−", lambda w, x: w - x, lambda w, x: np.eye(3), lambda w, x: -np.eye(3)),
        ("⊗", lambda w, x: w * x, lambda w, x: np.diag(x), lambda w, x: np.diag(w)),
        ("⊘", lambda w, x: w / x, lambda w, x: np.diag(1 / x), lambda w, x: np.diag(-w / x**2)),
    ],
)
def test_parr_howard_4_2_element_wise_operators(name, value, w, x):
    # the table of ∂(w ○ x)/∂w and ∂(w ○ x)/∂x
    sign = {"+": "+", "−": "-", "⊗": "*", "⊘": "/"}[name]
    names = [f"{letter}{k}" for letter in "wx" for k in (1, 2, 3)]
    at = np.array([1.5, -2, 0.5, 4, -0.25, 3])
    matrix = Jacobian.of(parse(*(f"w{k} {sign} x{k}" for k in (1, 2, 3))), at, names).matrix
    assert matrix == pytest.approx(np.hstack([w(at[:3], at[3:]), x(at[:3], at[3:])]))


def test_parr_howard_4_3_scalar_expansion():
    # ∂(x + z)/∂x = I, ∂(x + z)/∂z = 1; ∂(xz)/∂x = Iz, ∂(xz)/∂z = x
    names, at = ("x1", "x2", "x3", "z"), (5, -1, 2, 3)
    added = Jacobian.of(parse("x1 + z", "x2 + z", "x3 + z"), at, names).matrix
    assert (added == np.c_[np.eye(3), np.ones(3)]).all()
    multiplied = Jacobian.of(parse("x1 z", "x2 z", "x3 z"), at, names).matrix
    assert (multiplied == np.c_[3 * np.eye(3), at[:3]]).all()


def test_parr_howard_4_4_vector_sums():
    # ∂ sum(x)/∂x = 1ᵀ; of y = sum(xz): ∂y/∂x = [z, …, z], ∂y/∂z = sum(x)
    assert Jacobian.of(parse("x1 + x2 + x3"), (5, -1, 2)).matrix.tolist() == [[1, 1, 1]]
    assert Jacobian.of(parse("x1 z + x2 z + x3 z"), (5, -1, 2, 3)).matrix.tolist() == [[3, 3, 3, 6]]


PARR_HOWARD_CHAINS = [
    ("sin(x²)", "2x cos(x²)"),
    ("ln(sin(x³)²)", "6x² cos(x³)/sin(x³)"),
]


@pytest.mark.parametrize(("text", "derivative"), PARR_HOWARD_CHAINS)
def test_parr_howard_4_5_1_the_single_variable_chain_rule(text, derivative):
    f, printed = parse(text, derivative)
    x = np.array([0.2, 0.8, 1.2, 1.9])
    assert f.derivative()(x) == pytest.approx(printed(x), rel=1e-12)
    assert Derivative.of(f).derivative(x) == pytest.approx(printed(x), rel=1e-12)


PARR_HOWARD_TOTALS = [
    ("x + u", "1 + 2x", lambda x: [1, 2 * x]),
    ("x u", "3x²", lambda x: [x**2, 2 * x**2]),  # u1 + x · 2x = x² + 2x²
    ("sin(x + u)", "cos(x + x²)(1 + 2x)", lambda x: [math.cos(x + x**2), math.cos(x + x**2) * 2 * x]),
]


@pytest.mark.parametrize(("outer", "derivative", "terms"), PARR_HOWARD_TOTALS)
def test_parr_howard_4_5_2_the_total_derivative(outer, derivative, terms):
    # u = x²: dy/dx = ∂y/∂x + ∂y/∂u ∂u/∂x
    f, u = parse(outer, "x²")
    for x in (-0.7, 0.4, 1.3):
        (sum_,) = ChainRule.of(f, {"u": u}, (x,)).sums
        by_path = {path.through: path.product for path in sum_.paths}
        assert [by_path["x"], by_path["u"]] == pytest.approx(terms(x))
    assert same(sum_.derivative, derivative)


def test_parr_howard_4_5_2_the_change_of_x_plus_x_squared():
    # at x = 1, Δx = 1: ŷ − y = 6 − 2 = 4
    quotient = DifferenceQuotient.of(Function.parse("x + x²"), 1)
    assert quotient(1) == 4
    assert quotient.slope == 3


def test_parr_howard_4_5_3_the_vector_chain_rule():
    # f = (ln g1, sin g2), g = (x², 3x): ∂f/∂g = diag(1/g1, cos g2), ∂g/∂x = (2x, 3), ∂f/∂x = (2/x, 3 cos 3x)
    g1, g2, f1, f2 = parse("x²", "3x", "ln(g1)", "sin(g2)")
    for x in (-1.2, 0.4, 2.5):
        chain = VectorChain.of({"g": {"g1": g1, "g2": g2}, "f": {"f1": f1, "f2": f2}}, (x,))
        assert chain.shapes == ((2, 2), (2, 1))
        assert chain.links[0].matrix == pytest.approx(np.diag([1 / x**2, math.cos(3 * x)]))
        assert chain.links[1].matrix.tolist() == [[2 * x], [3]]
        assert chain.result.matrix == pytest.approx(np.array([[2 / x], [3 * math.cos(3 * x)]]))


@pytest.mark.parametrize(("bias", "active"), [(0.5, True), (-9.0, False)])
def test_parr_howard_5_the_gradient_of_a_neuron(bias, active):
    # max(0, w·x + b): over w xᵀ or 0ᵀ, over b 1 or 0, as w·x + b > 0 or not
    w, x = np.array([0.6, -1.1, 2.0]), np.array([1.5, 0.2, 0.4])
    text = "relu(" + " + ".join(f"w{k} {x[k - 1]}" for k in (1, 2, 3)) + " + b)"
    gradient = Gradient.of(Function.parse(text), (*w, bias))
    assert gradient.components == pytest.approx([*x, 1] if active else [0, 0, 0, 0])


def test_parr_howard_6_the_gradient_of_the_loss():
    # C = 1/N Σ (yi − max(0, w·xi + b))²: ∂C/∂w = 2/N Σ ei xiᵀ, ∂C/∂b = 2/N Σ ei, ei = w·xi + b − yi, where active
    X, y = RANDOM.standard_normal((7, 3)), RANDOM.standard_normal(7)
    w, b = np.array([0.8, -0.5, 1.2]), 0.1
    error = np.where(X @ w + b > 0, X @ w + b - y, 0.0)
    assert 0 < np.count_nonzero(error) < 7
    made = MultilayerPerceptron((DenseLayer(w[None], np.array([b]), "relu"),), "squared").backward(X, y[:, None])
    assert made.gradient_of("weights", 1) == pytest.approx(2 / 7 * error[None] @ X)
    assert made.gradient_of("bias", 1) == pytest.approx([2 / 7 * error.sum()])
    assert made.loss == pytest.approx(np.mean((y - np.maximum(0, X @ w + b)) ** 2))


# Goh


@pytest.mark.parametrize("eigenvalues", [(0.01, 0.1, 1.0), (1.0, 100.0), (2.0, 3.0, 50.0)])
def test_goh_gradient_descent(eigenvalues):
    # α = 2/(λ1 + λn), rate (κ − 1)/(κ + 1); 0.01, 0.1, 1 are the eigenvalues of the article's figure, with α = 200/101
    theory, low, high = QuadraticTheory.of(np.diag(eigenvalues)), eigenvalues[0], eigenvalues[-1]
    assert theory.best_rate == pytest.approx(2 / (low + high))
    assert theory.best_contraction == pytest.approx((high / low - 1) / (high / low + 1))
    errors = theory.error_after(np.ones(len(eigenvalues)), theory.best_rate, 30)
    closed = [[(1 - theory.best_rate * value) ** k for value in eigenvalues] for k in range(31)]
    assert errors == pytest.approx(np.array(closed))
    if low == 0.01:
        assert theory.best_rate == pytest.approx(200 / 101)


@pytest.mark.parametrize("eigenvalues", [(0.01, 0.1, 1.0), (1.0, 100.0), (2.0, 3.0, 50.0)])
def test_goh_momentum(eigenvalues):
    # α = (2/(√λ1 + √λn))², β = ((√λn − √λ1)/(√λn + √λ1))², rate (√κ − 1)/(√κ + 1), and no α, β are better
    theory = QuadraticTheory.of(np.diag(eigenvalues))
    low, high = math.sqrt(eigenvalues[0]), math.sqrt(eigenvalues[-1])
    alpha, beta = (2 / (low + high)) ** 2, ((high - low) / (high + low)) ** 2
    assert (theory.momentum_rate, theory.momentum_beta) == pytest.approx((alpha, beta))
    rate = (high / low - 1) / (high / low + 1)
    assert theory.best_momentum_contraction == pytest.approx(rate)
    assert math.sqrt(theory.momentum_beta) == pytest.approx(rate)
    for factor in (0.9, 0.97, 1.03, 1.1):
        assert theory.momentum_contraction(alpha * factor, beta) > rate + 1e-6
        assert theory.momentum_contraction(alpha, beta * factor) > rate + 1e-6
    path = descend(theory.objective, np.ones(len(eigenvalues)), Momentum(alpha, beta), 400, tolerance=0)
    errors = np.linalg.norm(path.points, axis=1)
    settled = np.flatnonzero(errors > 1e-12)[-1]
    # n steps shrink by n ρⁿ: at the optimal β two roots fall together
    assert (errors[settled] / errors[settled // 2]) ** (2 / settled) == pytest.approx(rate, rel=0.04)


# test functions

HIMMELBLAU = Function.parse("(x²+y-11)² + (x+y²-7)²")


@pytest.mark.parametrize("minimum", [(3.0, 2.0), (-2.805118, 3.131312), (-3.779310, -3.283186), (3.584428, -1.848126)])
def test_himmelblau_minima(minimum):
    # Himmelblau 1972; value 0 at all four
    points = stationary_points(HIMMELBLAU, [(-5, 5)] * 2)
    (point,) = (each for each in points if each.at == pytest.approx(minimum, abs=1e-6))
    assert point.kind == "minimum"
    assert point.value == pytest.approx(0, abs=1e-15)


def test_himmelblau_maximum():
    # one local maximum, at (−0.270845, −0.923039) with the value 181.617
    (top,) = (each for each in stationary_points(HIMMELBLAU, [(-5, 5)] * 2) if each.kind == "maximum")
    assert top.at == pytest.approx((-0.270845, -0.923039), abs=1e-6)
    assert round(top.value, 3) == 181.617


def test_rosenbrock_minimum():
    # Rosenbrock 1960: (1, 1) with the value 0; there the Hessian is [[802, −400], [−400, 200]]
    (f,) = parse("(1-x)² + 100(y-x²)²")
    (point,) = stationary_points(f, [(-2, 2), (-1, 3)])
    assert (point.kind, point.value) == ("minimum", pytest.approx(0, abs=1e-15))
    assert point.at == pytest.approx((1, 1), abs=1e-6)
    assert Hessian.of(f, (1, 1)).matrix.tolist() == [[802, -400], [-400, 200]]


def test_beale_minimum():
    # Beale 1958: (3, 0.5) with the value 0, in [−4.5, 4.5]²
    (f,) = parse("(1.5 - x + x y)² + (2.25 - x + x y²)² + (2.625 - x + x y³)²")
    minima = [each for each in stationary_points(f, [(-4.5, 4.5)] * 2) if each.kind == "minimum"]
    assert len(minima) == 1
    assert minima[0].at == pytest.approx((3, 0.5), abs=1e-6)
    assert minima[0].value == pytest.approx(0, abs=1e-15)
