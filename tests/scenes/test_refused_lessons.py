"""A lesson is not told with a wrong number: its oracle refuses it, before anything is drawn."""

from __future__ import annotations

import dataclasses

import pytest

from mathkit import Function, Gradient, Layer
from mathkit.analysis.verification import JudgementError
from mathkit.networks import neuron
from scenes.gradient_arrows.facts import GradientFacts, GradientParams
from scenes.layer_chain_rule.facts import LayerFacts, LayerParams
from scenes.neuron_chain_rule.facts import NeuronFacts, NeuronParams
from scenes.partial_slices.facts import SliceFacts, SliceParams
from scenes.tangent_line.facts import TangentFacts, TangentParams


def test_a_curve_with_a_wrong_derivative_is_refused():
    params = TangentParams.read({"f": "x^3 - x", "at": "0.5"}, "tangent-line")
    params.f._made["d/dx"] = Function.parse("3x^2 - 1.001")
    with pytest.raises(JudgementError, match=r"at x = 0\.5 cannot be told: "):
        TangentFacts.of(params)


@pytest.mark.parametrize(("facts", "params"), [(SliceFacts, SliceParams), (GradientFacts, GradientParams)])
def test_a_surface_with_a_wrong_gradient_is_refused(facts, params, monkeypatch):
    right = Gradient.of.__func__

    def wrong(cls, f, at, *more):
        found = right(cls, f, at, *more)
        return dataclasses.replace(found, components=(found.components[0] + 1e-6, *found.components[1:]))

    monkeypatch.setattr(Gradient, "of", classmethod(wrong))
    with pytest.raises(JudgementError, match="cannot be told: ∂f/∂x is"):
        facts.of(params())


def test_a_neuron_with_a_wrong_slope_is_refused(monkeypatch):
    wrong = dataclasses.replace(neuron.ACTIVATIONS["sigmoid"], slope=lambda z, a: a)
    monkeypatch.setattr(neuron, "ACTIVATIONS", neuron.ACTIVATIONS | {"sigmoid": wrong})
    with pytest.raises(JudgementError, match="cannot be told: ∂L/∂w is"):
        NeuronFacts.of(NeuronParams())


def test_a_layer_with_a_wrong_jacobian_is_refused(monkeypatch):
    monkeypatch.setattr(Layer, "da_dz", property(lambda layer: layer.weights @ layer.weights.T))
    with pytest.raises(JudgementError, match="cannot be told: ∂L/∂W is"):
        LayerFacts.of(LayerParams())
