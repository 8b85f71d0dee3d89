"""Networks and optimisers against PyTorch in float64: 50 steps, equal to 1e-12. Run by `make test-torch`.

One of the walks multiplies a rounding error by a million, in PyTorch too: see AMPLIFYING.
"""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from mathkit import Function, Subgradient
from mathkit.networks.perceptron import MultilayerPerceptron
from mathkit.optimisation.datasets import MiniBatches, sinusoid, two_moons
from mathkit.optimisation.descent import descend
from mathkit.optimisation.objectives import Objective
from mathkit.optimisation.optimiser_loop import Iterate
from mathkit.optimisation.quadratics import QuadraticTheory
from mathkit.optimisation.update_rules import Adam, GradientDescent, Momentum, Nesterov, RMSProp

torch = pytest.importorskip("torch", reason="PyTorch is optional: make test-torch installs it")

torch.set_num_threads(1)  # these networks are too small to share

STEPS, EQUAL = 50, 1e-12

RULES = {
    "fixed rate": (GradientDescent(0.01), lambda p: torch.optim.SGD(p, lr=0.01)),
    "decaying rate": (GradientDescent(0.01, decay=0.1), lambda p: torch.optim.SGD(p, lr=0.01)),
    "momentum": (Momentum(0.01, 0.9), lambda p: torch.optim.SGD(p, lr=0.01, momentum=0.9)),
    "nesterov": (Nesterov(0.01, 0.9), lambda p: torch.optim.SGD(p, lr=0.01, momentum=0.9, nesterov=True)),
    "rmsprop": (RMSProp(), torch.optim.RMSprop),  # as both have it when nothing is said
    "adam": (Adam(), torch.optim.Adam),
    "adam, ten times as fast": (Adam(0.01), lambda p: torch.optim.Adam(p, lr=0.01)),
}
#: From step 27 on this walk's steps are too long for the valley that it follows, and it is thrown out of it by step 41:
#: until then, what two walks differ by doubles or triples with each step.
#:
#: PyTorch started one unit in the last place beside itself ends 4e-11 to 4e-10 away from itself, so that no order of
#: operations can come closer. Such a walk is compared with what PyTorch does to itself.
AMPLIFYING = {("rmsprop", None, "squared")}
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


def nudged(tensor, random):
    """The same numbers, each one unit in the last place up or down."""
    numbers = tensor.detach().numpy()
    return torch.tensor(np.nextafter(numbers, np.where(random.random(numbers.shape) < 0.5, np.inf, -np.inf)))


def training(theirs, rule, data, loss, batches):
    """The points (STEPS + 1, d), losses and gradients (STEPS, d) as torch trains a network of its own."""
    ours, make = RULES[rule]
    optimiser = make(theirs.parameters())
    rates = schedule(ours, optimiser)
    X, T = torch.tensor(np.array(data.inputs)), torch.tensor(np.array(data.targets))
    points, losses, gradients = [flat(theirs.parameters())], [], []
    for n in range(STEPS):
        losses.append(loss_of(loss, theirs(X), T).item())
        seen = batches.batch(n) if batches else slice(None)
        optimiser.zero_grad()
        loss_of(loss, theirs(X[seen]), T[seen]).backward()
        gradients.append(flat(p.grad for p in theirs.parameters()))
        optimiser.step()
        rates.step()
        points.append(flat(theirs.parameters()))
    return np.array(points), np.array(losses), np.array(gradients)


def amplification(network, rule, data, loss, batches, points):
    """How far torch comes from `points` (STEPS + 1, d) if it starts a rounding error beside them: (STEPS + 1,)."""
    largest = np.zeros(len(points))
    for seed in range(6):
        random, theirs = np.random.default_rng(seed), network_of(network)
        for parameter in theirs.parameters():
            parameter.data = nudged(parameter, random)
        moved = training(theirs, rule, data, loss, batches)[0]
        largest = np.maximum(largest, np.abs(moved - points).max(axis=1))
    return largest


def network_for(loss, data):
    return MultilayerPerceptron.of((data.inputs.shape[1], 6, 5, data.targets.shape[1]), "tanh", loss, seed=2)


@pytest.mark.parametrize("rule", RULES)
@pytest.mark.parametrize("batch", [None, 8])
@pytest.mark.parametrize("loss", ["squared", "cross_entropy", "softmax_cross_entropy"])
def test_training_is_that_of_torch(rule, batch, loss):
    data = data_for(loss)
    network, batches = network_for(loss, data), MiniBatches(len(data), batch, 3) if batch else None
    _, path = network.trained(data, RULES[rule][0], STEPS, batch, seed=3)
    points, losses, _ = training(network_of(network), rule, data, loss, batches)
    assert path.points.shape == points.shape
    apart = np.abs(path.points - points).max(axis=1)
    bound = np.full(STEPS + 1, EQUAL)
    if (rule, batch, loss) in AMPLIFYING:
        grown = amplification(network, rule, data, loss, batches, points)
        assert grown[-1] > 100 * EQUAL  # or it is no exception
        bound = np.maximum(bound, 4 * grown)
    assert (apart <= bound).all()
    assert (np.abs(path.values[:-1] - losses) <= bound[:-1] * np.maximum(1, losses)).all()


@pytest.mark.parametrize("rule", RULES)
@pytest.mark.parametrize("loss", ["squared", "cross_entropy", "softmax_cross_entropy"])
def test_on_the_way_of_torch_each_rule_and_gradient_is_that_of_torch(rule, loss):
    """Fed with torch's own gradients a rule comes to torch's points, whatever a walk makes of rounding errors."""
    data = data_for(loss)
    network = network_for(loss, data)
    points, _, gradients = training(network_of(network), rule, data, loss, None)
    step, theta = RULES[rule][0].stepper(), points[0]
    objective = Objective("torch's", theta.size, lambda theta: (0.0, theta))
    for n in range(STEPS):
        mine = network.with_parameters(points[n]).backward(data.inputs, data.targets).gradient
        assert np.abs(mine - gradients[n]).max() < 1e-13 * np.abs(gradients[n]).max()
        theta = theta + step(Iterate(n, theta, 0.0, gradients[n], objective))
        assert np.abs(theta - points[n + 1]).max() < 1e-14


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


#: Where pieces meet, at 0: a formula, and the same in PyTorch.
KINKS = {
    "max(0, x)": lambda x: torch.maximum(torch.zeros_like(x), x),
    "relu(x)": torch.relu,
    "|x|": torch.abs,
    "leaky_relu(x)": lambda x: torch.nn.functional.leaky_relu(x, 0.01),
    "min(x, 2x)": lambda x: torch.minimum(x, 2 * x),
    "relu(x)-relu(-x)": lambda x: torch.relu(x) - torch.relu(-x),
    "max(0,x)+min(0,e^x-1)": lambda x: (
        torch.maximum(torch.zeros_like(x), x) + torch.minimum(torch.zeros_like(x), torch.exp(x) - 1)
    ),
    "max(x, 2x, 3x)": lambda x: torch.maximum(torch.maximum(x, 2 * x), 3 * x),
    "e^|x|": lambda x: torch.exp(torch.abs(x)),
    "sin(relu(x))cos(x)": lambda x: torch.sin(torch.relu(x)) * torch.cos(x),
    "sigmoid(relu(x))": lambda x: torch.sigmoid(torch.relu(x)),
    "sign(x) x + |x - 1|": lambda x: torch.sign(x) * x + torch.abs(x - 1),
}


@pytest.mark.parametrize("text", KINKS)
def test_what_automatic_differentiation_picks_at_a_kink_is_what_torch_picks(text):
    x = torch.zeros((), dtype=torch.float64, requires_grad=True)
    KINKS[text](x).backward()
    assert Subgradient.of(Function.parse(text), 0).automatic == pytest.approx(x.grad.item(), abs=EQUAL)


F = torch.nn.functional
#: The field's activations, by what is typed, as PyTorch has them.
NAMED = {
    "relu(x)": F.relu,
    "leaky_relu(x)": F.leaky_relu,
    "leaky_relu(x, 0.2)": lambda x: F.leaky_relu(x, 0.2),
    "elu(x)": F.elu,
    "elu(x, 0.5)": lambda x: F.elu(x, 0.5),
    "celu(x, 2)": lambda x: F.celu(x, 2.0),
    "selu(x)": F.selu,
    "gelu(x)": F.gelu,
    "silu(x)": F.silu,
    "swish(x)": F.silu,
    "mish(x)": F.mish,
    "softplus(x)": F.softplus,
    "softsign(x)": F.softsign,
    "sigmoid(x)": torch.sigmoid,
    "logsigmoid(x)": F.logsigmoid,
    "relu6(x)": F.relu6,
    "hardtanh(x)": F.hardtanh,
    "hardtanh(x, -2, 1)": lambda x: F.hardtanh(x, -2.0, 1.0),
    "hardsigmoid(x)": F.hardsigmoid,
    "hardswish(x)": F.hardswish,
    "tanhshrink(x)": F.tanhshrink,
    "softshrink(x)": F.softshrink,
    "hardshrink(x, 1)": lambda x: F.hardshrink(x, 1.0),
    "clip(x, -1, 2)": lambda x: torch.clamp(x, -1, 2),
    "where(x > 1, x, 0.1x)": lambda x: torch.where(x > 1, x, 0.1 * x),
    "x % 1.5": lambda x: x % 1.5,
    "floor(x) + ceil(2x)": lambda x: torch.floor(x) + torch.ceil(2 * x),
    "log1p(exp(x)) + expm1(x)": lambda x: torch.log1p(torch.exp(x)) + torch.expm1(x),
    "logaddexp(x, 1 - x)": lambda x: torch.logaddexp(x, 1 - x),
    "atan2(x, 2)": lambda x: torch.atan2(x, torch.tensor(2.0, dtype=torch.float64)),
    "asinh(x) + atanh(x/8) + erfc(x)": lambda x: torch.asinh(x) + torch.atanh(x / 8) + torch.erfc(x),
}


@pytest.mark.parametrize("text", NAMED)
def test_functions_by_name(text):
    x = torch.tensor(
        [-6.7, -3.2, -1.3, -0.7, -0.21, 0.3, 0.8, 1.4, 2.6, 5.3, 7.1], dtype=torch.float64, requires_grad=True
    )
    value = NAMED[text](x)
    (slope,) = torch.autograd.grad(value.sum(), x)
    f = Function.parse(text)
    assert f(x.detach().numpy()) == pytest.approx(value.detach().numpy(), rel=1e-12, abs=1e-15)
    equal = 1e-7 if "hardsigmoid" in text else 1e-12  # of which PyTorch has the slope 1/6 in float32
    assert f.derivative()(x.detach().numpy()) == pytest.approx(slope.numpy(), rel=equal, abs=1e-15)
