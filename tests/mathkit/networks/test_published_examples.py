"""Examples that others have worked out by hand, to their digits; and neurons far from nought, against 50 digits."""

from __future__ import annotations

import mpmath as mp
import pytest

from mathkit import DomainError, Layer, LayerChain, Neuron


def test_a_well_known_network_of_two_layers_comes_out_to_its_digits():
    """Two sigmoid layers of two neurons, half the squared error: the example that many first compute by hand."""
    layer = Layer.of([[0.15, 0.20], [0.25, 0.30]], [0.05, 0.10], [0.35, 0.35])
    chain = LayerChain.of(layer, [0.01, 0.99], "half_squared").then([[0.40, 0.45], [0.50, 0.55]], [0.6, 0.6])
    first, second = chain.gradients
    assert layer.a == pytest.approx([0.593269992, 0.596884378], abs=5e-10)
    assert chain.layers[1].a == pytest.approx([0.75136507, 0.772928465], abs=5e-9)
    assert chain.loss_value == pytest.approx(0.298371109, abs=5e-10)
    assert second.dloss_dw[0, 0] == pytest.approx(0.082167041, abs=5e-10)
    assert first.dloss_dw[0, 0] == pytest.approx(0.000438568, abs=5e-10)


def test_half_the_loss_has_half_the_gradients():
    layer = Layer.of([[0.8, -0.5], [-0.4, 0.9]], [1.5, -1.0], [0.1, -0.2], "tanh")
    whole, half = (LayerChain.of(layer, [1.0, 0.0], loss) for loss in ("squared", "half_squared"))
    assert half.loss_value == pytest.approx(whole.loss_value / 2)
    assert 2 * half.gradients[0].dloss_dw == pytest.approx(whole.gradients[0].dloss_dw)
    with pytest.raises(DomainError, match="unknown loss 'halfsquared': did you mean 'half_squared'"):
        LayerChain.of(layer, [1.0, 0.0], "halfsquared")


def _loss(w, x, b, t, activation, loss):
    z = mp.mpf(w) * mp.mpf(x) + mp.mpf(b)
    a = {"sigmoid": lambda: 1 / (1 + mp.exp(-z)), "tanh": lambda: mp.tanh(z), "softplus": lambda: mp.log(1 + mp.exp(z))}
    out = a[activation]()
    if loss == "cross_entropy":
        return -(t * mp.log(out) if t else 0) - ((1 - t) * mp.log(1 - out) if t != 1 else 0)
    return (out - t) ** 2 / (2 if loss == "half_squared" else 1)


FAR = [
    (1, 40, 0, 0, "sigmoid", "cross_entropy"),
    (1, 40, 0, 1, "sigmoid", "cross_entropy"),
    (1, -40, 0, 1, "sigmoid", "cross_entropy"),
    (2, 100, 50, 0, "sigmoid", "cross_entropy"),
    (1, 40, 0, 0.5, "sigmoid", "cross_entropy"),
    (1, 38, 0, 0, "sigmoid", "squared"),
    (1, -200, 3, 1, "sigmoid", "half_squared"),
    (1, 20, 0.5, 0, "tanh", "squared"),
    (1, -30, 0, 0, "tanh", "half_squared"),
    (1, -50, 0, 1, "softplus", "squared"),
    (1.5, -0.6, 0.2, 1, "sigmoid", "cross_entropy"),
]


@pytest.mark.parametrize(("x", "w", "b", "target", "activation", "loss"), FAR)
def test_a_neuron_far_from_nought_has_its_digits(x, w, b, target, activation, loss):
    neuron = Neuron(x, w, b, target, activation, loss)
    with mp.workdps(300):
        h = mp.mpf(10) ** -60
        value = _loss(w, x, b, target, activation, loss)
        by_w = (_loss(w + h, x, b, target, activation, loss) - _loss(w - h, x, b, target, activation, loss)) / (2 * h)
        by_b = (_loss(w, x, b + h, target, activation, loss) - _loss(w, x, b - h, target, activation, loss)) / (2 * h)
    assert neuron.loss_value == pytest.approx(float(value), rel=1e-12, abs=0)
    assert neuron.dloss_dw == pytest.approx(float(by_w), rel=1e-12, abs=0)
    assert neuron.dloss_db == pytest.approx(float(by_b), rel=1e-12, abs=0)
    product = neuron.dloss_da * neuron.da_dz * neuron.dz_dw
    assert product == pytest.approx(float(by_w), rel=1e-12, abs=0)  # what is shown as factors gives what is shown


def test_the_loss_of_a_sure_and_wrong_neuron_is_its_z():
    neuron = Neuron(1, 40, 0, 0, "sigmoid", "cross_entropy")
    assert (neuron.loss_value, neuron.dloss_dz) == (40, 1)


@pytest.mark.parametrize(("activation", "w"), [("sigmoid", 1000), ("tanh", 1000), ("softplus", -1000)])
def test_a_slope_that_is_no_number_to_show_is_refused(activation, w):
    with pytest.raises(DomainError, match=rf"z = {w}: .* so level there that its slope is no number to show"):
        Neuron(1, w, 0, 0, activation)


def test_softplus_is_a_straight_line_far_out():
    neuron = Neuron(1, 1000, 0, 0, "softplus")
    assert (neuron.a, neuron.da_dz) == (1000, 1)
