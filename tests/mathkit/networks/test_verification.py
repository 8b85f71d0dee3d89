"""Networks' numbers beside their oracle: right ones pass wherever they are asked for, wrong ones are named."""

from __future__ import annotations

import dataclasses

import numpy as np
import pytest

from mathkit import Layer, LayerChain, Neuron
from mathkit.analysis.verification import JudgementError
from mathkit.networks import layer_chain, neuron
from mathkit.networks.layer_verification import confirm_chain, judge_chain
from mathkit.networks.neuron_verification import confirm_neuron, judge_neuron

NEURONS = [
    Neuron(x=2, w=0.5, b=-1, target=1),
    Neuron(x=-3, w=0.1, b=0.2, target=0, activation="tanh"),
    Neuron(x=1, w=2, b=-2, target=3, activation="relu"),  # its kink
    Neuron(x=1, w=-2, b=1, target=3, activation="relu", loss="half_squared"),
    Neuron(x=1e8, w=1e-8, b=-0.999999999, target=1e-9, activation="identity"),  # z cancels
    Neuron(x=1, w=40, b=0, target=1, loss="cross_entropy"),  # 1 − a has no digits in float64
    Neuron(x=1, w=-40, b=0, target=1, loss="cross_entropy"),
    Neuron(x=7, w=43, b=-1, target=0.5, activation="softplus"),
    Neuron(x=0, w=0, b=0, target=0.5),
    Neuron(x=1, w=100, b=0, target=0.3, activation="tanh"),
    Neuron(x=1e-9, w=1e-9, b=0, target=1e100, activation="identity", loss="half_squared"),
]


@pytest.mark.parametrize("each", NEURONS, ids=str)
def test_a_neurons_numbers_agree_with_their_oracle(each):
    judged = judge_neuron(each)
    assert [judgement for judgement in judged if not judgement.agrees] == []
    assert len(judged) == (1 if each.activation == "relu" and each.z == 0 else 4)
    confirm_neuron(each)


@pytest.mark.parametrize("activation", sorted(layer_chain.LAYER_ACTIVATIONS))
@pytest.mark.parametrize("loss", sorted(layer_chain.LAYER_LOSSES))
@pytest.mark.parametrize("size", [1.0, 1e-3, 30.0])
def test_a_networks_numbers_agree_with_their_oracle(activation, loss, size):
    random = np.random.default_rng(7)
    layer = Layer.of(size * random.normal(size=(3, 4)), random.normal(size=4), random.normal(size=3), activation)
    chain = LayerChain.of(layer, random.normal(size=3), loss).then(random.normal(size=(3, 3)), random.normal(size=3))
    judged = judge_chain(chain)
    assert [each.name for each in judged] == ["the loss", "∂L/∂W1", "∂L/∂b1", "∂L/∂x1", "∂L/∂W2", "∂L/∂b2"]
    assert [str(each) for each in judged if not each.agrees] == []


@pytest.mark.parametrize("activation", ["sigmoid", "tanh", "relu", "softplus", "identity"])
def test_a_wrong_slope_of_a_neuron_is_named(activation, monkeypatch):
    right = neuron.ACTIVATIONS[activation]
    wrong = dataclasses.replace(right, slope=lambda z, a: right.slope(z, a) + 1e-6)
    monkeypatch.setattr(neuron, "ACTIVATIONS", neuron.ACTIVATIONS | {activation: wrong})
    with pytest.raises(JudgementError, match=r"w = 0\.5, b = 1, x = 2 cannot be told: ∂L/∂w is"):
        confirm_neuron(Neuron(2, 0.5, 1, 0.3, activation))


def test_a_wrong_loss_of_a_neuron_is_named(monkeypatch):
    wrong = dataclasses.replace(neuron.LOSSES["squared"], value=lambda z, a, t: abs(a - t))
    monkeypatch.setattr(neuron, "LOSSES", neuron.LOSSES | {"squared": wrong})
    with pytest.raises(JudgementError, match="cannot be told: the loss is"):
        confirm_neuron(Neuron(2, 0.5, 1, 0.3))


@pytest.mark.parametrize(
    ("name", "wrong"),
    [
        ("dloss_dw", lambda g: g.T.copy()),  # laid out the other way
        ("dloss_db", lambda g: -g),
        ("dloss_dx", lambda g: g + np.array([1e-7, 0.0])),
    ],
)
def test_a_wrong_gradient_of_a_network_is_named(name, wrong, monkeypatch):
    chain = LayerChain.of(Layer.of([[1, 2], [-1, 0.5]], [0.3, -0.7], [0.1, 0.2], "tanh"), [1, 0])
    backward = Layer.backward
    monkeypatch.setattr(
        Layer,
        "backward",
        lambda layer, arrived: dataclasses.replace(
            found := backward(layer, arrived), **{name: wrong(getattr(found, name))}
        ),
    )
    symbol = {"dloss_dw": "W", "dloss_db": "b", "dloss_dx": "x"}[name]
    with pytest.raises(JudgementError, match=rf"x = 0\.3, -0\.7 cannot be told: ∂L/∂{symbol} is"):
        confirm_chain(chain)
