"""Networks and optimisers against PyTorch in float64: 50 steps, equal to 1e-10. Run by `make test-torch`."""

from dataclasses import replace

import numpy as np
import pytest

from mathkit import Function
from mathkit.data import MiniBatches, sinusoid, two_moons
from mathkit.networks import MultilayerPerceptron
from mathkit.optimisers import descend
from mathkit.quadratics import QuadraticTheory
from mathkit.update_rules import Adam, GradientDescent, Momentum, Nesterov, RMSProp

torch = pytest.importorskip("torch", reason="PyTorch is optional: make test-torch installs it")

torch.set_num_threads(1)  # these networks are too small to share

STEPS, EQUAL = 50, 1e-10

RULES = {
    "fixed rate": (GradientDescent(0.01), lambda p: torch.optim.SGD(p, lr=0.01)),
    "decaying rate": (GradientDescent(0.01, decay=0.1), lambda p: torch.optim.SGD(p, lr=0.01)),
    "momentum": (Momentum(0.01, 0.9), lambda p: torch.optim.SGD(p, lr=0.01, momentum=0.9)),
    "nesterov": (Nesterov(0.01, 0.9), lambda p: torch.optim.SGD(p, lr=0.01, momentum=0.9, nesterov=True)),
    # a hundredth would be beyond what these losses bear: there 50 steps multiply a rounding error by 20,000
    "rmsprop": (RMSProp(0.001, 0.99), lambda p: torch.optim.RMSprop(p, lr=0.001, alpha=0.99)),
    "adam": (Adam(0.01), lambda p: torch.optim.Adam(p, lr=0.01)),
}
ACTIVATIONS = {
    "sigmoid": torch.nn.Sigmoid,
    "tanh": torch.nn.Tanh,
    "relu": torch.nn.ReLU,
    "softplus": torch.nn.Softplus,
    "identity": torch.nn.Identity,
}


def schedule(rule, optimiser):
    decay = getattr(rule, "decay", 0.0)
    return torch.optim.lr_scheduler.LambdaLR(optimiser, lambda n: 1 / (1 + decay * n))


def network_of(ours):
    """The same network in torch, with the same numbers; the last activation of a fused loss is left to the loss."""
    modules = []
    for k, layer in enumerate(ours.layers, start=1):
        linear = torch.nn.Linear(layer.inputs, layer.outputs, dtype=torch.float64)
        linear.weight.data = torch.tensor(np.array(layer.weights))
        linear.bias.data = torch.tensor(np.array(layer.bias))
        fused = k == len(ours.layers) and ours.loss != "squared"
        modules += [linear] if fused else [linear, ACTIVATIONS[layer.activation]()]
    return torch.nn.Sequential(*modules)


def loss_of(name, outputs, T):
    if name == "squared":
        return torch.nn.functional.mse_loss(outputs, T, reduction="sum") / len(T)
    if name == "cross_entropy":
        return torch.nn.functional.binary_cross_entropy_with_logits(outputs, T, reduction="sum") / len(T)
    return torch.nn.functional.cross_entropy(outputs, T)


def flat(tensors):
    return np.concatenate([tensor.detach().numpy().ravel() for tensor in tensors])


def data_for(loss):
    moons = two_moons(30)
    return {"squared": sinusoid(30), "cross_entropy": moons, "softmax_cross_entropy": moons.one_hot}[loss]


@pytest.mark.parametrize("rule", RULES)
@pytest.mark.parametrize("batch", [None, 8])
@pytest.mark.parametrize("loss", ["squared", "cross_entropy", "softmax_cross_entropy"])
def test_training_is_that_of_torch(rule, batch, loss):
    data, (ours, make) = data_for(loss), RULES[rule]
    network = MultilayerPerceptron.of((data.inputs.shape[1], 6, 5, data.targets.shape[1]), "tanh", loss, seed=2)
    _, path = network.trained(data, ours, STEPS, batch, seed=3)
    theirs = network_of(network)
    optimiser = make(theirs.parameters())
    rates = schedule(ours, optimiser)
    X, T = torch.tensor(np.array(data.inputs)), torch.tensor(np.array(data.targets))
    batches = MiniBatches(len(data), batch, 3) if batch else None
    assert len(path.points) == STEPS + 1
    for n in range(STEPS):
        optimiser.zero_grad()
        whole = loss_of(loss, theirs(X), T)
        assert path.values[n] == pytest.approx(whole.item(), rel=EQUAL, abs=EQUAL)
        seen = batches.batch(n) if batches else slice(None)
        loss_of(loss, theirs(X[seen]), T[seen]).backward()
        optimiser.step()
        rates.step()
        assert np.abs(path.points[n + 1] - flat(theirs.parameters())).max() < EQUAL


@pytest.mark.parametrize("activation", ACTIVATIONS)
@pytest.mark.parametrize("loss", ["squared", "cross_entropy", "softmax_cross_entropy"])
def test_gradients_are_those_of_torch(activation, loss):
    data = data_for(loss)
    network = MultilayerPerceptron.of((data.inputs.shape[1], 7, 4, data.targets.shape[1]), activation, loss, seed=5)
    theirs = network_of(network)
    X = torch.tensor(np.array(data.inputs), requires_grad=True)
    whole = loss_of(loss, theirs(X), torch.tensor(np.array(data.targets)))
    whole.backward()
    made = network.backward(data.inputs, data.targets)
    assert made.loss == pytest.approx(whole.item(), rel=EQUAL)
    assert np.abs(made.gradient - flat(p.grad for p in theirs.parameters())).max() < EQUAL
    assert np.abs(made.gradient_of("input") - X.grad.numpy()).max() < EQUAL


SURFACES = {
    "rosenbrock": (
        Function.parse("(1-x)² + 100(y-x²)²"),
        lambda p: (1 - p[0]) ** 2 + 100 * (p[1] - p[0] ** 2) ** 2,
        (-1.2, 1.0),
        0.02,
    ),
    "himmelblau": (
        Function.parse("(x²+y-11)² + (x+y²-7)²"),
        lambda p: (p[0] ** 2 + p[1] - 11) ** 2 + (p[0] + p[1] ** 2 - 7) ** 2,
        (1.0, 1.0),
        0.2,
    ),
    "quadratic": (
        QuadraticTheory.of([[2, 1], [1, 20]], [5, 3]).objective,
        lambda p: p[0] ** 2 + p[0] * p[1] + 10 * p[1] ** 2 - 5 * p[0] - 3 * p[1],
        (-3.0, -1.0),
        1.0,
    ),
}


@pytest.mark.parametrize("rule", RULES)
@pytest.mark.parametrize("surface", SURFACES)
def test_descents_are_those_of_torch(rule, surface):
    """The rate is made smaller on steep surfaces: beyond the bound, rounding grows as fast as the path."""
    f, formula, start, smaller = SURFACES[surface]
    ours, make = RULES[rule]
    ours = replace(ours, rate=ours.rate * smaller)
    p = torch.tensor(start, dtype=torch.float64, requires_grad=True)
    optimiser = make([p])
    optimiser.param_groups[0]["lr"] = ours.rate
    rates = schedule(ours, optimiser)
    path = descend(f, start, ours, STEPS, tolerance=0)
    assert len(path.points) == STEPS + 1
    for n in range(STEPS):
        optimiser.zero_grad()
        value = formula(p)
        value.backward()
        assert path.values[n] == pytest.approx(value.item(), rel=EQUAL)
        assert path.gradients[n] == pytest.approx(p.grad.numpy(), rel=EQUAL, abs=EQUAL)
        optimiser.step()
        rates.step()
        assert np.abs(path.points[n + 1] - p.detach().numpy()).max() < EQUAL
