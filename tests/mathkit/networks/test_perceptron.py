from __future__ import annotations

import autograd
import autograd.numpy as anp
import numpy as np
import pytest

from mathkit import DomainError, Neuron
from mathkit.networks.activations import BATCH_LOSSES, VECTOR_ACTIVATIONS
from mathkit.networks.dense_layer import INITIALISATIONS, DenseLayer
from mathkit.networks.neuron import ACTIVATIONS
from mathkit.networks.perceptron import MultilayerPerceptron
from mathkit.optimisation.datasets import MiniBatches, linear, sinusoid, spirals, two_moons, xor
from mathkit.optimisation.update_rules import Adam, GradientDescent
from tests.mathkit.compiling import compiles

ACTIVATE = {
    "sigmoid": lambda Z: 1 / (1 + anp.exp(-Z)),
    "tanh": anp.tanh,
    "relu": lambda Z: anp.maximum(Z, 0.0),
    "softplus": lambda Z: anp.log(1 + anp.exp(Z)),
    "identity": lambda Z: Z,
}
JUDGE = {
    "squared": lambda Z, A, T: anp.sum((A - T) ** 2) / len(T),
    "cross_entropy": lambda Z, A, T: -anp.sum(T * anp.log(A) + (1 - T) * anp.log(1 - A)) / len(T),
    "softmax_cross_entropy": lambda Z, A, T: (
        -anp.sum(T * anp.log(anp.exp(Z) / anp.sum(anp.exp(Z), axis=1, keepdims=True))) / len(T)
    ),
}
NETWORKS = [((3, 5, 4, 2), activation, loss) for activation in VECTOR_ACTIVATIONS for loss in BATCH_LOSSES]


def examples(network, count=7, seed=1):
    random = np.random.default_rng(seed)
    T = random.uniform(0.1, 0.9, (count, network.sizes[-1]))
    return random.standard_normal((count, network.sizes[0])), T / T.sum(axis=1, keepdims=True)


def plain_loss(network, X, T):
    """The same network written once more, as a function of θ that autograd can differentiate."""

    def loss(theta):
        A, used = X, 0
        for layer in network.layers:
            W = anp.reshape(theta[used : used + layer.weights.size], layer.weights.shape)
            b = theta[used + layer.weights.size : used + layer.size]
            Z = anp.dot(A, W.T) + b
            A, used = ACTIVATE[layer.activation](Z), used + layer.size
        return JUDGE[network.loss](Z, A, T)

    return loss


def central(loss, theta, step=1e-4):
    """Central differences of fourth order in every direction."""
    weights = {step: 8, -step: -8, 2 * step: -1, -2 * step: 1}
    rows = np.eye(len(theta))
    return np.array([sum(w * loss(theta + h * row) for h, w in weights.items()) / (12 * step) for row in rows])


@pytest.mark.parametrize(("sizes", "activation", "loss"), NETWORKS)
def test_backward_is_autograd_and_central_difference(sizes, activation, loss):
    network = MultilayerPerceptron.of(sizes, activation, loss, seed=3)
    moved = 0.1 * np.random.default_rng(0).standard_normal(len(network.parameters))
    network = network.with_parameters(network.parameters + moved)  # bias 0 may put relu on its kink
    X, T = examples(network)
    made, plain, theta = network.backward(X, T), plain_loss(network, X, T), network.parameters
    assert made.loss == pytest.approx(float(plain(theta)), rel=1e-12)
    assert made.loss == network.loss_value(X, T)
    assert made.gradient == pytest.approx(autograd.grad(plain)(theta), rel=1e-11, abs=1e-13)
    numeric = central(lambda moved: network.with_parameters(moved).loss_value(X, T), theta)
    assert made.gradient == pytest.approx(numeric, rel=1e-7, abs=1e-9)


@pytest.mark.parametrize(("sizes", "activation", "loss"), NETWORKS)
def test_every_step_of_the_backward_pass_is_recorded(sizes, activation, loss):
    network = MultilayerPerceptron.of(sizes, activation, loss, seed=1)
    X, T = examples(network)
    made = network.backward(X, T)
    forward = [step for step in made.steps if step.direction == "forward"]
    backward = [step for step in made.steps if step.direction == "backward"]
    assert made.steps == (*forward, *backward)
    assert [step.quantity for step in forward] == ["weighted", "activation"] * 3 + ["loss"]
    assert backward[0].quantity == "loss"
    assert backward[-1].quantity == "input"
    assert all(step.gradient is None for step in forward)
    assert all(step.gradient.shape == step.value.shape == step.shape for step in backward)
    assert all(compiles(step.typst) for step in made.steps)
    for step in backward:
        if step.local is not None:
            above = made.gradient_of("activation", step.layer)
            assert step.gradient == pytest.approx(above * step.local)
    numeric = central(lambda x: network.loss_value(x.reshape(X.shape), T), X.ravel()).reshape(X.shape)
    assert made.gradient_of("input") == pytest.approx(numeric, rel=1e-7, abs=1e-9)
    names = [step.name for step in backward]
    assert "weights of layer 2" in names
    assert "weighted inputs of layer 3" in names


def test_printed_steps_name_their_parts():
    X, T = np.ones((1, 2)), np.ones((1, 1))
    steps = MultilayerPerceptron.of((2, 3, 1)).backward(X, T).steps
    assert steps[0].typst == (
        "{{ Z_1 : weighted }} = {{ X : input }} {{ W_1^top : weights }} + bold(1) {{ bold(b)_1^top : bias }}"
    )
    (weights,) = (step for step in steps if step.direction == "backward" and step.name == "weights of layer 2")
    assert weights.typst == (
        "(partial {{ L : loss }}) / (partial {{ W_2 : weights }}) = "
        "((partial {{ L : loss }}) / (partial {{ Z_2 : weighted }}))^top {{ A_1 : activation }}"
    )


@pytest.mark.parametrize(
    ("activation", "loss"), [*((activation, "squared") for activation in ACTIVATIONS), ("sigmoid", "cross_entropy")]
)
def test_one_neuron_is_a_network_of_one(activation, loss):
    neuron = Neuron(0.8, -1.2, 0.3, 0.25, activation, loss)
    network = MultilayerPerceptron((DenseLayer([[neuron.w]], [neuron.b], activation),), loss)
    made = network.backward([[neuron.x]], [[neuron.target]])
    assert made.loss == pytest.approx(neuron.loss_value, rel=1e-14)
    assert made.gradient == pytest.approx([neuron.dloss_dw, neuron.dloss_db], rel=1e-14)
    assert made.gradient_of("input") == pytest.approx(neuron.dloss_dx, rel=1e-14)


def test_a_gradient_by_hand():
    # X = (1, 2), W = (3, 4), b = 5: Z = A = 16, T = 10, L = 36, ∂L/∂Z = ∂L/∂b = 12, ∂L/∂W = 12 X, ∂L/∂X = 12 W
    network = MultilayerPerceptron((DenseLayer([[3, 4]], [5], "identity"),))
    made = network.backward([[1, 2]], [[10]])
    assert made.loss == 36
    assert made.gradient.tolist() == [12, 24, 12]
    assert made.gradient_of("input").tolist() == [[36, 48]]


@pytest.mark.parametrize("name", INITIALISATIONS)
def test_initial_weights_have_the_published_variance(name):
    # Glorot & Bengio 2010 eq. 12: 2/(in + out); He et al. 2015 eq. 10: 2/in
    layer = DenseLayer.initialised(300, 500, "tanh", np.random.default_rng(0), name)
    variance = {"glorot": 2 / 800, "he": 2 / 300}[name]
    assert layer.weights.var() == pytest.approx(variance, rel=0.02)
    assert abs(layer.weights.mean()) < 4 * np.sqrt(variance / layer.weights.size)
    assert not layer.bias.any()
    if name == "glorot":
        assert np.abs(layer.weights).max() <= np.sqrt(6 / 800)


def test_the_seed_decides():
    one, same, other = (MultilayerPerceptron.of((2, 4, 1), seed=seed).parameters for seed in (5, 5, 6))
    assert (one == same).all()
    assert (one != other).any()


def test_extreme_scores_stay_finite():
    for loss, output in (("cross_entropy", "sigmoid"), ("softmax_cross_entropy", "identity")):
        network = MultilayerPerceptron((DenseLayer([[1e4], [-1e4]], [0, 0], output),), loss)
        made = network.backward([[1.0]], [[0, 1]])
        assert np.isfinite(made.loss)
        assert made.loss > 1e3
        assert np.isfinite(made.gradient).all()


@pytest.mark.parametrize(
    ("data", "sizes", "loss"),
    [
        (xor(), (2, 4, 1), "cross_entropy"),
        (two_moons(60), (2, 8, 1), "cross_entropy"),
        (two_moons(60).one_hot, (2, 8, 2), "softmax_cross_entropy"),
        (sinusoid(40, noise=0), (1, 8, 1), "squared"),
    ],
)
def test_small_networks_learn(data, sizes, loss):
    network = MultilayerPerceptron.of(sizes, "tanh", loss, seed=1)
    trained, path = network.trained(data, Adam(0.05), 300)
    assert path.reason == "steps"
    assert path.points.shape == (301, len(network.parameters))
    assert path.values[-1] < 0.1 * path.values[0] or path.values[-1] < 0.05
    assert trained.loss_value(data.inputs, data.targets) == path.values[-1]
    if loss != "squared":
        right = trained(data.inputs).round() == data.targets
        assert right.mean() > 0.97


def test_mini_batches_follow_their_own_gradient_and_repeat():
    data = linear(20)
    network = MultilayerPerceptron.of((1, 1))
    one, path = network.trained(data, GradientDescent(0.1), 30, batch=6, seed=2)
    again, _ = network.trained(data, GradientDescent(0.1), 30, batch=6, seed=2)
    other, _ = network.trained(data, GradientDescent(0.1), 30, batch=6, seed=3)
    assert (one.parameters == again.parameters).all()
    assert (one.parameters != other.parameters).any()
    seen = MiniBatches(20, 6, 2).batch(3)
    there = network.with_parameters(path.points[3])
    assert path.steps[3] == pytest.approx(-0.1 * there.backward(data.inputs[seen], data.targets[seen]).gradient)
    assert path.gradients[3] == pytest.approx(there.backward(data.inputs, data.targets).gradient)
    assert one.parameters == pytest.approx([2, 1], abs=0.2)


def test_the_gradient_of_a_batch_is_the_mean_of_its_examples():
    network = MultilayerPerceptron.of((2, 5, 1), "relu", "cross_entropy")
    data = spirals(9)
    alone = [network.backward(data.inputs[[n]], data.targets[[n]]).gradient for n in range(9)]
    assert network.backward(data.inputs, data.targets).gradient == pytest.approx(np.mean(alone, axis=0))


@pytest.mark.parametrize(
    ("make", "message"),
    [
        (lambda: MultilayerPerceptron.of((2,)), "two or more"),
        (lambda: MultilayerPerceptron.of((2, 0, 1)), "at least 1"),
        (lambda: MultilayerPerceptron.of((2, 1), loss="squarred"), "did you mean 'squared'"),
        (lambda: MultilayerPerceptron.of((2, 3, 1), "tahn"), "did you mean 'tanh'"),
        (lambda: MultilayerPerceptron.of((2, 1), initialisation="hee"), "did you mean 'he'"),
        (lambda: MultilayerPerceptron.of((2, 1), "tanh", "cross_entropy", "tanh"), "activation=sigmoid"),
        (lambda: MultilayerPerceptron(()), "no layers"),
        (
            lambda: MultilayerPerceptron((DenseLayer([[1.0]], [0.0]), DenseLayer([[1.0, 2.0]], [0.0]))),
            "layer 1 gives 1 numbers, the next one takes 2",
        ),
        (lambda: DenseLayer([[1.0, 2.0]], [1.0, 2.0]), r"\(m, n\)"),
        (lambda: DenseLayer([[np.inf]], [1.0]), "finite"),
        (lambda: MultilayerPerceptron.of((2, 1)).with_parameters(np.ones(2)), "has 3 parameters"),
        (lambda: MultilayerPerceptron.of((2, 1))(np.ones((4, 3))), r"takes \(N, 2\)"),
        (lambda: MultilayerPerceptron.of((2, 1)).backward(np.ones((4, 2)), np.ones(4)), r"give \(4, 1\)"),
        (
            lambda: MultilayerPerceptron.of((2, 2), loss="softmax_cross_entropy").loss_value(
                np.ones((1, 2)), np.ones((1, 2))
            ),
            "one_hot",
        ),
        (
            lambda: MultilayerPerceptron.of((2, 1), loss="cross_entropy").loss_value([[1, 2]], [[2]]),
            "from 0 to 1",
        ),
    ],
)
def test_wrong_networks(make, message):
    with pytest.raises(DomainError, match=message):
        make()


def test_values_cannot_be_written_to():
    layer = DenseLayer([[1.0]], [0.0])
    with pytest.raises(ValueError, match="read-only"):
        layer.weights[0, 0] = 2.0
