"""What a network applies to whole arrays: activations element by element, losses over a batch (MML §5.6, §8.2).

Z (N, k) weighted inputs, A (N, k) activations, T (N, k) targets: one example per row. A loss is the mean over the N
examples of the sum over the k outputs.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from types import MappingProxyType

import numpy as np

from mathkit.arrays import Array
from mathkit.formula.evaluation import sigmoid, softplus
from mathkit.networks.softmax import log_softmax, softmax


@dataclass(frozen=True, slots=True)
class VectorActivation:
    """A = value(Z) and dA/dZ = slope(Z, A), both element by element; `typst_slope` is the slope as source."""

    value: Callable[[Array], Array]
    slope: Callable[[Array, Array], Array]
    typst: str
    typst_slope: str


_Z, _A, _T = "{{ Z : weighted }}", "{{ A : activation }}", "{{ T : target }}"


def tanh_slope(Z: Array) -> Array:
    """Return 1 − tanh², with the digits that it has where tanh has rounded to 1."""
    small = np.exp(-2 * np.abs(Z))
    return np.asarray(4 * small / (1 + small) ** 2)


#: The same names as in `ACTIVATIONS` of one neuron.
VECTOR_ACTIVATIONS: Mapping[str, VectorActivation] = MappingProxyType(
    {
        "sigmoid": VectorActivation(
            sigmoid, lambda Z, A: A * sigmoid(-Z), f"sigma({_Z})", f"{_A} dot.o (1 - {_A})"
        ),  # 1 − A has no digits left where A has rounded to 1
        "tanh": VectorActivation(np.tanh, lambda Z, A: tanh_slope(Z), f"tanh({_Z})", f"1 - {_A}^2"),
        "relu": VectorActivation(
            lambda Z: np.maximum(Z, 0.0),
            lambda Z, A: (Z > 0).astype(np.float64),
            f"max(0, {_Z})",
            f'cases(1 & "if" {_Z} > 0, 0 & "otherwise")',
        ),
        "softplus": VectorActivation(softplus, lambda Z, A: sigmoid(Z), f"ln(1 + e^({_Z}))", f"sigma({_Z})"),
        "identity": VectorActivation(lambda Z: Z, lambda Z, A: np.ones_like(Z), _Z, "1"),
    }
)


@dataclass(frozen=True, slots=True)
class BatchLoss:
    """L = value(Z, A, T), and its slope with respect to A, or at once to Z where only `output` may come last.

    A fused slope is (P − T)/N: the product with dA/dZ is never formed, so that nothing is divided by a rounded 0.
    """

    value: Callable[[Array, Array, Array], float]
    slope: Callable[[Array, Array, Array], Array]
    output: str | None
    typst: str
    typst_slope: str


def _squared(Z: Array, A: Array, T: Array) -> float:
    return float(((A - T) ** 2).sum() / len(A))


def _binary(Z: Array, A: Array, T: Array) -> float:
    return float((softplus(Z) - T * Z).sum() / len(Z))  # −t ln σ(z) − (1 − t) ln(1 − σ(z)), without the logarithm of 0


def _categorical(Z: Array, A: Array, T: Array) -> float:
    return float((T * -log_softmax(Z)).sum() / len(Z))


_MEAN = "1 / N sum_(n, k)"

#: The losses of a network; `softmax_cross_entropy` judges scores (logits), so that its last layer is the identity.
BATCH_LOSSES: Mapping[str, BatchLoss] = MappingProxyType(
    {
        "squared": BatchLoss(
            _squared,
            lambda Z, A, T: 2 * (A - T) / len(A),
            None,
            f"{_MEAN} ({_A} - {_T})^2",
            f"2 / N ({_A} - {_T})",
        ),
        "cross_entropy": BatchLoss(
            _binary,
            lambda Z, A, T: (sigmoid(Z) - T) / len(Z),
            "sigmoid",
            f"{_MEAN} (-{_T} ln {_A} - (1 - {_T}) ln(1 - {_A}))",
            f"1 / N ({_A} - {_T})",
        ),
        "softmax_cross_entropy": BatchLoss(
            _categorical,
            lambda Z, A, T: (softmax(Z) * T.sum(axis=1, keepdims=True) - T) / len(Z),
            "identity",
            f'-{_MEAN} {_T} ln(op("softmax")({_Z}))',
            f'1 / N (op("softmax")({_Z}) - {_T})',
        ),
    }
)
