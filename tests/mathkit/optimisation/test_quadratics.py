from __future__ import annotations

import math

import numpy as np
import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from mathkit import DomainError, Gradient
from mathkit.optimisation.datasets import linear
from mathkit.optimisation.descent import descend
from mathkit.optimisation.least_squares import LeastSquares
from mathkit.optimisation.quadratics import QuadraticTheory
from mathkit.optimisation.update_rules import GradientDescent, Momentum
from tests.mathkit.compiling import compiles


def quadratics(sizes=(1, 2, 3, 5)):
    """Random symmetric matrices with eigenvalues from 0.1 to 10, and an offset."""

    def made(size, seed, logs):
        random = np.random.default_rng(seed)
        Q, _ = np.linalg.qr(random.standard_normal((size, size)))
        A = Q @ np.diag(10.0 ** np.array(logs[:size])) @ Q.T
        return QuadraticTheory.of((A + A.T) / 2, random.standard_normal(size))

    logs = st.lists(st.floats(-1, 1), min_size=max(sizes), max_size=max(sizes))
    return st.builds(made, st.sampled_from(sizes), st.integers(0, 10**6), logs)


def start_of(theory):
    return theory.minimum + np.random.default_rng(7).standard_normal(len(theory.b))


def lengths(theory, path):
    return np.linalg.norm(path.points - theory.minimum, axis=1)


def test_goh_momentum_rates_on_a_quadratic():
    # Goh 2017, "Why Momentum Really Works": α = (2/(√λ1 + √λn))², β = ((√λn − √λ1)/(√λn + √λ1))², rates
    # (κ − 1)/(κ + 1) and (√κ − 1)/(√κ + 1)
    theory = QuadraticTheory.of(np.diag([1.0, 100.0]))
    assert theory.condition == 100
    assert theory.rate_bound == 0.02
    assert theory.best_rate == pytest.approx(2 / 101)
    assert theory.best_contraction == pytest.approx(99 / 101)
    assert theory.momentum_rate == pytest.approx(4 / 121)
    assert theory.momentum_beta == pytest.approx(81 / 121)
    assert theory.best_momentum_contraction == pytest.approx(9 / 11)
    assert theory.steps_to(1e-6, theory.best_contraction) == 691
    assert theory.steps_to(1e-6, theory.best_momentum_contraction) == 69
    path = descend(theory.objective, (1, 1), theory.gradient_descent, 400, tolerance=0)
    assert lengths(theory, path)[1:] / lengths(theory, path)[:-1] == pytest.approx(99 / 101)
    path = descend(theory.objective, (1, 1), theory.momentum, 200, tolerance=0)
    # n steps shrink by n ρⁿ: the optimal β has a double root
    assert (lengths(theory, path)[200] / lengths(theory, path)[100]) ** (1 / 100) == pytest.approx(9 / 11, rel=0.015)


@settings(deadline=None)
@given(quadratics())
def test_the_numbers_of_the_theory_fit_together(theory):
    assert theory.contraction(theory.best_rate) == pytest.approx(theory.best_contraction, abs=1e-12)
    assert theory.contraction(theory.rate_bound) == pytest.approx(1)
    best = theory.momentum_contraction(theory.momentum_rate, theory.momentum_beta)
    assert best == pytest.approx(math.sqrt(theory.momentum_beta), abs=1e-6)  # a double root: √ of the rounding
    assert best == pytest.approx(theory.best_momentum_contraction, abs=1e-6)
    assert theory.momentum_contraction(theory.best_rate, 0.0) == pytest.approx(theory.best_contraction, abs=1e-7)
    assert theory.A @ theory.minimum == pytest.approx(theory.b, abs=1e-9)


@settings(deadline=None)
@given(quadratics(), st.floats(0.01, 0.999))
def test_descent_decreases_and_contracts_under_the_rate_bound(theory, share):
    rate = share * theory.rate_bound
    path = descend(theory.objective, start_of(theory), GradientDescent(rate), 40, tolerance=0)
    size = np.abs(path.values).max()
    assert (np.diff(path.values) <= 1e-12 * size).all()
    errors = lengths(theory, path)
    assert (errors[1:] <= theory.contraction(rate) * errors[:-1] + 1e-12).all()
    assert path.points - theory.minimum == pytest.approx(theory.error_after(path.points[0], rate, 40), abs=1e-9)


@settings(deadline=None)
@given(quadratics(), st.floats(1.05, 3))
def test_descent_diverges_above_the_rate_bound(theory, share):
    path = descend(theory.objective, start_of(theory), GradientDescent(share * theory.rate_bound), 2000, tolerance=0)
    fastest = theory.eigenvectors[:, -1] @ (path.points[0] - theory.minimum)
    assume(abs(fastest) > 1e-6)
    assert path.reason == "diverged"


@settings(deadline=None)
@given(quadratics(), st.floats(0.05, 0.95), st.floats(0, 0.95))
def test_momentum_contracts_as_predicted(theory, share, beta):
    rate = share * 2 * (1 + beta) * theory.rate_bound / 2
    predicted = theory.momentum_contraction(rate, beta)
    assert predicted < 1
    path = descend(theory.objective, start_of(theory), Momentum(rate, beta), 60, tolerance=0)
    blocks = [np.array([[beta, value], [-rate * beta, 1 - rate * value]]) for value in theory.eigenvalues]
    assert predicted == pytest.approx(max(abs(np.linalg.eigvals(block)).max() for block in blocks), abs=1e-6)
    moved = theory.eigenvectors.T @ (path.points[0] - theory.minimum)
    after = [np.linalg.matrix_power(block, 60) @ [0, c] for block, c in zip(blocks, moved, strict=True)]
    assert theory.eigenvectors.T @ (path.points[-1] - theory.minimum) == pytest.approx([b[1] for b in after], abs=1e-9)


def test_the_quadratic_as_a_function():
    theory = QuadraticTheory.of([[2, 1], [1, 20]], [5, 3])
    assert theory.function.variables == ("x", "y")
    assert str(theory.function.expr.expand()) == "x**2 + x*y - 5*x + 10*y**2 - 3*y"
    gradient = Gradient.of(theory.function, (0.3, -0.2))
    value, components = theory.objective.evaluate(np.array([0.3, -0.2]))
    assert gradient.value == pytest.approx(value)
    assert gradient.components == pytest.approx(components)
    assert QuadraticTheory.of(np.eye(12)).function.variables[:2] == ("x01", "x02")


@pytest.mark.parametrize("formulas", [QuadraticTheory.of([[1.0]]).formulas, LeastSquares.of([[1]], [1]).formulas])
def test_the_laws_compile(formulas):
    assert all(compiles(source) for source in formulas.values())


@pytest.mark.parametrize(
    ("A", "b", "message"),
    [
        ([[1, 2], [3, 4]], None, "not symmetric"),
        ([[1, 0], [0, -1]], None, "eigenvalue -1"),
        ([[1, 0]], None, "square"),
        ([[1.0]], [1, 2], "1 finite numbers"),
    ],
)
def test_wrong_quadratics(A, b, message):
    with pytest.raises(DomainError, match=message):
        QuadraticTheory.of(A, b)


@settings(deadline=None)
@given(st.integers(0, 10**6))
def test_least_squares_solve_the_normal_equations(seed):
    random = np.random.default_rng(seed)
    fit = LeastSquares.of(random.standard_normal((9, 3)), random.standard_normal(9))
    assert fit.solution == pytest.approx(np.linalg.lstsq(fit.A, fit.b)[0])
    matrix, right = fit.normal_equations
    assert matrix @ fit.solution == pytest.approx(right)
    assert fit.A.T @ fit.residual == pytest.approx(np.zeros(3), abs=1e-10)
    assert fit.gradient(fit.solution) == pytest.approx(np.zeros(3), abs=1e-10)
    x = random.standard_normal(3)
    assert fit.value(x) >= fit.value(fit.solution)
    value, gradient = fit.theory.objective.evaluate(x)
    assert value + fit.b @ fit.b == pytest.approx(fit.value(x))
    assert gradient == pytest.approx(fit.gradient(x))


def test_a_line_is_found_in_its_data():
    assert LeastSquares.line(linear(noise=0, slope=-1.5, intercept=4)).solution == pytest.approx([-1.5, 4])
    with pytest.raises(DomainError, match="depend on each other"):
        LeastSquares.of([[1, 2], [2, 4], [3, 6]], [1, 2, 3])
    with pytest.raises(DomainError, match=r"\(m, n\)"):
        LeastSquares.of([[1, 2]], [1, 2])
