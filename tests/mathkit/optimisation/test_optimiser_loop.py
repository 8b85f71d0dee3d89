from __future__ import annotations

import math

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from mathkit import DescentPath, DomainError, Function
from mathkit.optimisation.descent import descend
from mathkit.optimisation.line_search import BacktrackingDescent, NewtonDescent
from mathkit.optimisation.objectives import Objective
from mathkit.optimisation.quadratics import QuadraticTheory
from mathkit.optimisation.update_rules import Adam, GradientDescent, Momentum, Nesterov, RMSProp
from tests.mathkit.compiling import compiles

RULES = [
    GradientDescent(0.05),
    GradientDescent(0.05, decay=0.01),
    BacktrackingDescent(),
    Momentum(0.02, 0.8),
    Nesterov(0.02, 0.8),
    RMSProp(0.01),
    Adam(0.05),
    NewtonDescent(),
    NewtonDescent(0.5, downhill=True),
]
BOWL = Function.parse("x²/2 + 2y²")

ROSENBROCK = Function.parse("(1-x)² + 100(y-x²)²")
HIMMELBLAU = Function.parse("(x²+y-11)² + (x+y²-7)²")
BEALE = Function.parse("(1.5 - x + x y)² + (2.25 - x + x y²)² + (2.625 - x + x y³)²")
# Himmelblau 1972: the four minima, all of value 0
HIMMELBLAU_MINIMA = [(3, 2), (-2.805118, 3.131312), (-3.779310, -3.283186), (3.584428, -1.848126)]
PUBLISHED = [
    (ROSENBROCK, (-1.2, 1), (1, 1)),
    (ROSENBROCK, (0, 0), (1, 1)),
    (HIMMELBLAU, (3.5, 2.5), HIMMELBLAU_MINIMA[0]),
    (HIMMELBLAU, (-3, 3), HIMMELBLAU_MINIMA[1]),
    (HIMMELBLAU, (-4, -3), HIMMELBLAU_MINIMA[2]),
    (HIMMELBLAU, (3.5, -2), HIMMELBLAU_MINIMA[3]),
    (BEALE, (1, 1), (3, 0.5)),
    (BEALE, (2, 0), (3, 0.5)),
]


@pytest.mark.parametrize("rule", RULES, ids=repr)
def test_every_rule_gets_to_the_bottom_of_a_bowl(rule):
    path = descend(BOWL, (1, -1), rule, 2000, tolerance=1e-6)
    assert isinstance(path, DescentPath)
    if path.reason != "converged":  # RMSProp ends in a cycle as wide as its rate
        assert isinstance(rule, RMSProp)
        assert np.abs(path.points[-1]).max() < rule.rate
    assert path.points.shape == path.gradients.shape == (len(path.values), 2)
    assert path.steps == pytest.approx(np.diff(path.points, axis=0))
    assert path.values == pytest.approx(BOWL(*path.points.T))
    assert path.gradients == pytest.approx(path.points * [1, 4])
    assert path.rate == rule.rate


@pytest.mark.parametrize("rule", RULES, ids=repr)
def test_every_rule_prints_itself_in_reading_order(rule):
    assert rule.formulas["parameters"].startswith("{{ theta : parameters }} <- {{ theta : parameters }} - ")
    assert all(compiles(source) for source in rule.formulas.values())


def test_gradient_descent_is_printed_as_people_write_it():
    update = "{{ theta : parameters }} <- {{ theta : parameters }} - {{ eta : rate }} {{ nabla L : gradient }}"
    assert GradientDescent(0.1).formulas["parameters"] == update


def test_gradient_descent_is_the_descent_path_of_before():
    one, two = descend(HIMMELBLAU, (1, 1), GradientDescent(0.01), 60), DescentPath.of(HIMMELBLAU, (1, 1), 0.01, 60)
    assert one.points == pytest.approx(two.points, rel=1e-12)
    assert (one.reason, one.rate) == (two.reason, two.rate)


def test_mml_example_7_1():
    # MML example 7.1: f = ½ xᵀ[[2, 1], [1, 20]]x − [5, 3]x, γ = 0.085 from (−3, −1) gives (−1.98, 1.21), (−1.32, −0.42)
    theory = QuadraticTheory.of([[2, 1], [1, 20]], [5, 3])
    for f in (theory.objective, theory.function):
        path = descend(f, (-3, -1), GradientDescent(0.085), 1000, tolerance=1e-9)
        assert path.points[1] == pytest.approx([-1.98, 1.21], abs=1e-12)
        assert path.points[2] == pytest.approx([-1.32, -0.42], abs=5e-3)
        assert path.points[-1] == pytest.approx(np.linalg.solve([[2, 1], [1, 20]], [5, 3]), abs=1e-6)
        assert path.reason == "converged"


def test_hand_derived_first_steps():
    # f = x², x = 1, g = 2
    f = Function.parse("x²")

    def points(rule, steps=2):
        return descend(f, (1,), rule, steps, tolerance=0).points[:, 0]

    assert points(GradientDescent(0.1, decay=1)) == pytest.approx([1, 0.8, 0.8 - 0.05 * 1.6])
    assert points(Momentum(0.1, 0.5)) == pytest.approx([1, 0.8, 0.8 - 0.1 * (0.5 * 2 + 1.6)])
    assert points(Nesterov(0.1, 0.5)) == pytest.approx([1, 1 - 0.1 * 3, 0.7 - 0.1 * (1.4 + 0.5 * (0.5 * 2 + 1.4))])
    assert points(RMSProp(0.1, 0.75, 1e-12), 1) == pytest.approx([1, 1 - 0.1 * 2 / math.sqrt(0.25 * 4)])
    assert points(Adam(0.1), 1) == pytest.approx([1, 0.9])  # the first step of Adam is the rate
    assert points(NewtonDescent(), 1) == pytest.approx([1, 0], abs=1e-15)
    assert points(BacktrackingDescent(2.0), 1) == pytest.approx([1, 0])  # 2 → −3, 1 → −1: no decrease; ½ → 0


@pytest.mark.parametrize(("f", "start", "minimum"), PUBLISHED)
def test_published_minima_are_reached(f, start, minimum):
    newton = descend(f, start, NewtonDescent(downhill=True), 200, tolerance=1e-9)
    assert newton.reason == "converged"
    assert newton.points[-1] == pytest.approx(minimum, abs=1e-6)
    assert (np.diff(newton.values) < 0).all()
    adam = descend(f, start, Adam(0.02), 20_000, tolerance=1e-6)
    assert adam.reason == "converged"
    assert adam.points[-1] == pytest.approx(minimum, abs=1e-4)


def test_newton_squares_its_error_and_needs_one_step_on_a_quadratic():
    path = descend(ROSENBROCK, (-1.2, 1), NewtonDescent(), 20, tolerance=1e-10)
    assert path.reason == "converged"
    assert len(path.points) < 9  # Nocedal & Wright: quadratic convergence near (1, 1)
    assert len(descend(BOWL, (5, -7), NewtonDescent(), 20, tolerance=1e-9).points) == 2
    saddle = Function.parse("x² - y²")
    assert descend(saddle, (1, 1), NewtonDescent(), 5).points[-1] == pytest.approx([0, 0], abs=1e-12)
    assert descend(saddle, (1, 1), NewtonDescent(downhill=True), 50).reason == "diverged"


@pytest.mark.parametrize(
    ("text", "start", "rule", "reason"),
    [
        ("x² + y²", (1, 1), GradientDescent(1.5), "diverged"),
        ("x² + y²", (1, 1), GradientDescent(0.001), "steps"),
        ("log(x) + y²", (0.5, 0), GradientDescent(0.5), "left the domain"),
        ("x + y", (0, 0), NewtonDescent(), "stalled"),
        ("x² + y²", (0, 0), Adam(), "converged"),
        ("|x| + y²", (0.3, 0), BacktrackingDescent(shrink=0.9), "stalled"),
    ],
)
def test_why_a_walk_ends(text, start, rule, reason):
    path = descend(Function.parse(text), start, rule, 100)
    assert path.reason == reason
    assert np.isfinite(path.points).all()
    assert np.isfinite(path.values).all()


@pytest.mark.parametrize(
    ("make", "message"),
    [
        (lambda: GradientDescent(0.0), "above 0"),
        (lambda: GradientDescent(0.1, -1), "decay"),
        (lambda: Momentum(0.1, 1.0), "beta = 1"),
        (lambda: RMSProp(0.1, epsilon=0), "epsilon"),
        (lambda: Adam(math.nan), "rate of nan"),
        (lambda: BacktrackingDescent(shrink=1.0), "shrink"),
        (lambda: descend(BOWL, (1,), Adam(), 3), "2 are needed"),
        (lambda: descend(Function.parse("log(x)"), (-1,), Adam(), 3), "no value at the start"),
        (lambda: descend(_without_hessian(), (1.0,), NewtonDescent(), 3), "second derivatives"),
    ],
)
def test_wrong_descents(make, message):
    with pytest.raises(DomainError, match=message):
        make()


def _without_hessian():
    return Objective("x²", 1, lambda x: (float(x @ x), 2 * x))


@settings(deadline=None)
@given(
    st.floats(-4, 4),
    st.floats(-4, 4),
    st.sampled_from([HIMMELBLAU, ROSENBROCK, BEALE]),
    st.sampled_from([BacktrackingDescent(), NewtonDescent(downhill=True)]),
)
def test_line_search_never_goes_up(x, y, f, rule):
    path = descend(f, (x, y), rule, 15)
    assert (np.diff(path.values) <= 0).all()


def test_a_rule_can_be_used_again():
    rule = Adam(0.1)
    assert (descend(BOWL, (1, 1), rule, 9).points == descend(BOWL, (1, 1), rule, 9).points).all()


def test_a_walk_of_ten_thousand_steps_is_kept_whole():
    path = descend(ROSENBROCK, (-1.2, 1), Adam(1e-4), 10_000, tolerance=0)
    assert path.points.shape == path.gradients.shape == (10_001, 2)
    assert path.steps.shape == (10_000, 2)


def test_a_gradient_is_divided_as_a_whole():
    assert "({{ nabla L : gradient }}) / (" in RMSProp().formulas["parameters"]  # or only the L would be
