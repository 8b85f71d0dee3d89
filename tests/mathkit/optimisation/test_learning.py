from __future__ import annotations

import itertools
import math

import autograd
import autograd.numpy as anp
import numpy as np
import pytest

from mathkit import (
    ACTIVATIONS,
    DescentPath,
    DomainError,
    Function,
    Gradient,
    Neuron,
    SurfaceWindow,
    choose_ascent,
    choose_rate,
    choose_start,
    within_window,
)
from mathkit.optimisation.descent_setup import (
    check_slope,
    choose_slope,
    descend,
    find_bottom,
    is_equally_steep,
    is_plane,
    missed_bottom,
)
from tests.mathkit.oracles import richardson
from tests.mathkit.tables import TWO_VARIABLES

KINDS = [(activation, "squared") for activation in ACTIVATIONS] + [("sigmoid", "cross_entropy")]
NUMBERS = [(0.8, -1.2, 0.3, 1.0), (-2.0, 0.7, 0.1, 0.0), (1.5, 1.1, -0.4, 0.25)]
CASES = [(*numbers, *kind) for numbers, kind in itertools.product(NUMBERS, KINDS)]

FORWARD = {
    "sigmoid": lambda z: 1 / (1 + anp.exp(-z)),
    "tanh": anp.tanh,
    "relu": lambda z: anp.maximum(z, 0.0),
    "softplus": lambda z: anp.log(1 + anp.exp(z)),
    "identity": lambda z: z,
}
JUDGED = {
    "squared": lambda a, t: (a - t) ** 2,
    "cross_entropy": lambda a, t: -t * anp.log(a) - (1 - t) * anp.log(1 - a),
}


@pytest.mark.parametrize("case", CASES)
def test_backward_is_central_difference_and_autograd(case):
    neuron = Neuron(*case)
    gradients = {"w": neuron.dloss_dw, "b": neuron.dloss_db, "x": neuron.dloss_dx}

    def loss(x, w, b):
        return JUDGED[neuron.loss](FORWARD[neuron.activation](w * x + b), neuron.target)

    assert neuron.loss_value == pytest.approx(loss(neuron.x, neuron.w, neuron.b), rel=1e-12)
    for index, name in enumerate(("x", "w", "b")):
        numeric = richardson(lambda v, name=name: neuron.with_(**{name: v}).loss_value, getattr(neuron, name))
        assert gradients[name] == pytest.approx(numeric, rel=1e-8, abs=1e-10)
        exact = autograd.grad(loss, index)(neuron.x, neuron.w, neuron.b)
        assert gradients[name] == pytest.approx(float(exact), rel=1e-12, abs=1e-15)


@pytest.mark.parametrize("case", CASES)
def test_the_gradient_is_the_product_of_its_local_derivatives(case):
    neuron = Neuron(*case)
    product = neuron.dloss_da * neuron.da_dz
    assert neuron.dloss_dz == pytest.approx(product, rel=1e-12)
    assert neuron.dloss_dw == pytest.approx(product * neuron.dz_dw)
    assert neuron.dloss_dx == pytest.approx(product * neuron.dz_dx)
    assert neuron.dloss_db == pytest.approx(product * neuron.dz_db)


def test_training_lowers_the_loss():
    neurons = Neuron(1.0, 0.5, 0.0, 0.0).trained(0.5, 20)
    losses = [neuron.loss_value for neuron in neurons]
    assert len(neurons) == 21
    assert losses == sorted(losses, reverse=True)


def test_one_step_by_hand():
    neuron = Neuron(2.0, 3.0, 1.0, 5.0, "identity")  # z = a = 7, L = 4, dL/da = 4, dL/dw = 8, dL/db = 4, dL/dx = 12
    assert (neuron.z, neuron.loss_value, neuron.dloss_dw, neuron.dloss_db, neuron.dloss_dx) == (7, 4, 8, 4, 12)
    stepped = neuron.stepped(0.1)
    assert (stepped.w, stepped.b) == pytest.approx((2.2, 0.6))


def test_saturated_neurons_stay_finite():
    for activation, loss in KINDS:
        neuron = Neuron(1.0, 250.0, 0.0, 0.0, activation, loss)
        assert math.isfinite(neuron.loss_value)
        assert math.isfinite(neuron.dloss_dw)


@pytest.mark.parametrize(
    ("changes", "message"),
    [
        ({"activation": "sigmoidd"}, "did you mean 'sigmoid'"),
        ({"loss": "square"}, "did you mean 'squared'"),
        ({"loss": "cross_entropy", "activation": "relu"}, "activation=sigmoid"),
        ({"loss": "cross_entropy", "target": 2.0}, "from 0 to 1"),
        ({"w": math.inf}, "w = inf"),
    ],
)
def test_wrong_neurons(changes, message):
    with pytest.raises(DomainError, match=message):
        Neuron(**({"x": 1.0, "w": 1.0, "b": 0.0, "target": 0.0} | changes))


def test_descent_on_a_quadratic_is_the_hand_derived_path():
    # f = x²/2 + 2y², ∇f = (x, 4y): each step multiplies x by 1 − η and y by 1 − 4η
    path = DescentPath.of(Function.parse("x²/2 + 2y²"), (3, -1), 0.1, 20, tolerance=0)
    n = np.arange(21)
    assert path.points == pytest.approx(np.stack([3 * 0.9**n, -(0.6**n)], axis=1))
    assert path.values == pytest.approx((3 * 0.9**n) ** 2 / 2 + 2 * 0.6 ** (2 * n))
    assert path.gradients == pytest.approx(path.points * [1, 4])
    assert path.reason == "steps"


@pytest.mark.parametrize(
    ("text", "start", "rate", "uphill", "reason"),
    [
        ("x²+y²", (1, 1), 0.2, False, "converged"),
        ("x²+y²", (1, 1), 1.5, False, "diverged"),
        ("x²+y²", (0, 0), 0.1, False, "converged"),
        ("x²+y²", (1, 1), 0.2, True, "diverged"),
        ("log(x) + y²", (0.5, 0), 0.5, False, "left the domain"),
        ("sin(x)", (0.1,), 0.5, False, "converged"),
        ("x² + y² + z²", (1, 2, 3), 0.3, False, "converged"),
    ],
)
def test_how_a_descent_ends(text, start, rate, uphill, reason):
    path = DescentPath.of(Function.parse(text), start, rate, 200, uphill=uphill)
    assert path.reason == reason
    assert path.points.shape == path.gradients.shape == (len(path.values), len(start))
    assert np.isfinite(path.points).all()
    assert (np.diff(path.values) <= 0).all() or uphill or reason == "diverged"


def test_wrong_descents():
    with pytest.raises(DomainError, match="above 0"):
        DescentPath.of(Function.parse("x^2"), (1,), 0.0, 5)
    with pytest.raises(DomainError, match="no value"):
        DescentPath.of(Function.parse("log(x)"), (-1,), 0.1, 5)


def test_a_path_within_a_window_ends_before_it_leaves():
    f = Function.parse("x²/2 + y²/2")
    box = SurfaceWindow.of(f, (0.5, 0.5))
    path = DescentPath.of(f, (0.5, 0.5), 0.5, 20, uphill=True)  # x grows by half of itself in each step
    cut = within_window(path, box)
    assert cut.reason == "left the domain"
    count = len(cut.points)
    assert cut.points == pytest.approx(0.5 * 1.5 ** np.arange(count)[:, None] * [1, 1])
    assert 0.5 * 1.5 ** (count - 1) <= box.x_range[1] < 0.5 * 1.5**count
    assert len(cut.values) == len(cut.gradients) == count
    assert within_window(cut, box) is cut
    outside = within_window(DescentPath.of(f, (50, 50), 0.1, 3), box)
    assert outside.points == pytest.approx(np.array([[50, 50]]))


def test_the_chosen_rate_is_the_best_there_is():
    # f = x²/2 + 2y² has curvatures 1 and 4: no fixed rate is faster in the long run than 2/(1 + 4)
    box = SurfaceWindow.of(Function.parse("x²/2 + 2y²"), (1.0, 0.5))
    assert choose_rate(box, (1.0, 0.5), 16) == pytest.approx(0.4)


@pytest.mark.parametrize(("text", "at"), TWO_VARIABLES)
def test_chosen_ways_stay_in_the_window(text, at):
    f = Function.parse(text, ("x", "y"))
    box = SurfaceWindow.of(f, at)
    start = choose_start(box)
    rate = choose_rate(box, start, 16)
    down, up = descend(box, start, rate, 16), choose_ascent(box, start, rate)
    assert box.contains(down.points).all()
    assert box.contains(up.points).all()
    assert (np.diff(down.values) < 0).all()
    assert len(up.points) >= 6
    assert up.values[-1] > up.values[0]


@pytest.mark.parametrize("factor", [1e-9, 1e-6, 1e6, 1e9])
def test_a_taller_hill_is_gone_down_by_the_same_way(factor):
    # c·f has the gradient c·∇f: the rate r/c makes the very same steps, and every choice is the same.
    f = Function.parse("(x - y)²+ (x + y)²/8")
    scaled = Function.parse(f"{factor:.0e} * ((x - y)² + (x + y)²/8)")
    box, taller = (SurfaceWindow.of(each, (1, -0.5)) for each in (f, scaled))
    start = choose_start(box)
    assert choose_start(taller) == pytest.approx(start)
    rate = choose_rate(box, start, 16)
    assert choose_rate(taller, start, 16) * factor == pytest.approx(rate)
    down, same = descend(box, start, rate, 16), descend(taller, start, rate / factor, 16)
    assert same.points == pytest.approx(down.points)
    assert find_bottom(taller, start) == pytest.approx(find_bottom(box, start))
    assert len(choose_ascent(taller, start, rate / factor).points) >= 6


@pytest.mark.parametrize(
    ("text", "at", "plane"),
    [("x + y", (0, 0), True), ("2x - 3y + 1", (1, 1), True), ("y", (5, 1), True), ("x² + y", (0, 0), False)],
)
def test_only_planes_have_one_gradient(text, at, plane):
    assert is_plane(SurfaceWindow.of(Function.parse(text, ("x", "y")), at)) is plane


@pytest.mark.parametrize(
    ("text", "at", "even"),
    [
        ("2x - 3y + 1", (1, 1), True),
        ("max(x, y)", (1, 0), True),
        ("abs(x) + abs(y)", (1, 0.5), True),
        ("sqrt(x² + y²)", (1, 0), True),
        ("x² + y", (0, 0), False),
        ("max(x, 2y)", (1, 0), False),
    ],
)
def test_planes_roofs_and_cones_are_equally_steep(text, at, even):
    assert is_equally_steep(SurfaceWindow.of(Function.parse(text, ("x", "y")), at)) is even


@pytest.mark.parametrize(
    ("text", "at"), [("x² + y²", (0, 0)), ("x² - y²", (0, 0)), ("abs(x) + y²", (0, 0)), ("cos(x) cos(y)", (0, 0))]
)
def test_a_slope_is_found_near_a_level_place(text, at):
    f = Function.parse(text)
    place = choose_slope(SurfaceWindow.of(f, at))
    assert place is not None
    assert math.dist(place, at) < 1.5
    x, y = place
    assert math.hypot(richardson(lambda v: f(v, y), x), richardson(lambda v: f(x, v), y)) > 0.1


def test_a_constant_has_no_slope_to_be_found():
    assert choose_slope(SurfaceWindow.of(Function.parse("3", ("x", "y")), (0, 0))) is None


@pytest.mark.parametrize("factor", ["1e-9", "1", "1e9"])
@pytest.mark.parametrize(("at", "words"), [((0, 0), "zero at 0,0.*a slope: at=0.8,0"), ((1, 0.5), None)])
def test_a_level_point_is_refused_with_one_on_a_slope_at_any_scale(factor, at, words):
    f = Function.parse(f"{factor}*(x**2 - y**2)")
    gradient, box = Gradient.of(f, at), SurfaceWindow.of(f, at)
    if words is None:
        check_slope(gradient, box)
    else:
        with pytest.raises(DomainError, match=words):
            check_slope(gradient, box)


def test_of_a_constant_a_function_that_rises_is_asked_for():
    f = Function.parse("3", ("x", "y"))
    with pytest.raises(DomainError, match="choose a function that rises"):
        check_slope(Gradient.of(f, (0, 0)), SurfaceWindow.of(f, (0, 0)))


@pytest.mark.parametrize("at", [(48, -28), (1000, 2000), (1, -0.5), (-7, 0.2)])
def test_a_square_window_is_as_wide_as_it_is_deep(at):
    f = Function.parse("x² + y²")
    box = SurfaceWindow.of(f, at, square=True)
    assert np.ptp(box.x_range) == pytest.approx(np.ptp(box.y_range))
    assert box.contains(np.array(at))
    assert box.z_range[0] <= f(*at) <= box.z_range[1]


def test_a_start_where_f_has_no_value_on_the_ring_is_the_point_itself():
    box = SurfaceWindow.of(Function.parse("sqrt(0.01 - x² - y²)"), (0.0, 0.0), box=((-1, 1), (-1, 1)))
    assert choose_start(box) == (0.0, 0.0)


def test_a_climb_stops_at_the_ceiling():
    box = SurfaceWindow.of(Function.parse("x² + y²"), (1, 1))
    assert choose_ascent(box, (0.5, 0.5), 0.1, ceiling=1.5).values.max() <= 1.5


@pytest.mark.parametrize(
    ("text", "at", "missed"),
    [
        ("x² + y²", (1, 1), False),  # every way against the gradient leads to the middle
        ("(x - y)² + (x + y)²/8", (1, -0.5), True),
        ("(x - y)² + (x + y)²/8", (1, -1), False),  # on an axis of the ellipse
        ("x + 2y", (0, 0), False),  # no bottom
    ],
)
def test_the_straight_way_down_misses_the_bottom_of_a_long_valley(text, at, missed):
    f = Function.parse(text, ("x", "y"))
    box = SurfaceWindow.of(f, at, square=True)
    bottom = missed_bottom(box, Gradient.of(f, at))
    assert (bottom is not None) is missed
    if missed:
        assert bottom == pytest.approx(np.zeros(2), abs=0.02)
