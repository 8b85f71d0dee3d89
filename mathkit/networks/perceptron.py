"""Multilayer perceptrons in plain numpy: forward, loss, a backward pass that is kept, training (MML §5.6, §8.2).

θ is one vector of all parameters, W₁ row by row, b₁, W₂, …; X (N, inputs) and T (N, outputs) are examples in rows.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Self

import numpy as np

from mathkit.arrays import Array
from mathkit.errors import DomainError
from mathkit.networks.activations import BATCH_LOSSES
from mathkit.networks.backpropagation import BackwardPass
from mathkit.networks.dense_layer import DenseLayer
from mathkit.networks.neuron import check_known
from mathkit.networks.softmax import softmax
from mathkit.notation.typst_parts import aligned, part
from mathkit.optimisation.datasets import Dataset, MiniBatches
from mathkit.optimisation.descent import DescentPath, descend
from mathkit.optimisation.objectives import Objective
from mathkit.optimisation.optimiser_loop import Rule


@dataclass(frozen=True, slots=True, eq=False)
class MultilayerPerceptron:
    """Dense layers in a row, judged by a loss of BATCH_LOSSES. Raises DomainError if layers or loss do not fit."""

    layers: tuple[DenseLayer, ...]
    loss: str = "squared"

    def __post_init__(self) -> None:
        check_known("loss", self.loss, BATCH_LOSSES)
        object.__setattr__(self, "layers", tuple(self.layers))
        if not self.layers:
            raise DomainError("a network of no layers: give one DenseLayer or more")
        for number, (one, next_one) in enumerate(zip(self.layers, self.layers[1:], strict=False), start=1):
            if one.outputs != next_one.inputs:
                raise DomainError(f"layer {number} gives {one.outputs} numbers, the next one takes {next_one.inputs}")
        needed = BATCH_LOSSES[self.loss].output
        if needed is not None and self.layers[-1].activation != needed:
            raise DomainError(f"loss={self.loss} needs a last layer with activation={needed}")

    @classmethod
    def of(
        cls,
        sizes: Sequence[int],
        activation: str = "tanh",
        loss: str = "squared",
        output: str | None = None,
        initialisation: str | None = None,
        seed: int = 0,
    ) -> Self:
        """Draw a network of sizes (inputs, hidden, …, outputs); `output` is the last activation, by default the loss's.

        The same seed gives the same weights. `initialisation`: "glorot", "he", or by default what suits each layer.
        """
        check_known("loss", loss, BATCH_LOSSES)
        if len(sizes) < 2:
            raise DomainError(f"sizes {tuple(sizes)}: a network needs two or more, such as (2, 8, 1)")
        random = np.random.default_rng(seed)
        last = output or BATCH_LOSSES[loss].output or "identity"
        kinds = [activation] * (len(sizes) - 2) + [last]
        layers = [
            DenseLayer.initialised(inputs, outputs, kind, random, initialisation)
            for inputs, outputs, kind in zip(sizes, sizes[1:], kinds, strict=False)
        ]
        return cls(tuple(layers), loss)

    @property
    def sizes(self) -> tuple[int, ...]:
        """Return (inputs, hidden, …, outputs)."""
        return (self.layers[0].inputs, *(layer.outputs for layer in self.layers))

    @property
    def parameters(self) -> Array:
        """Return θ, all weights and biases as one vector."""
        return np.concatenate([layer.parameters for layer in self.layers])

    def with_parameters(self, theta: Array) -> Self:
        """Return this network with the numbers of `theta` in the order of `parameters`."""
        ends = np.cumsum([layer.size for layer in self.layers])
        if np.shape(theta) != (ends[-1],):
            raise DomainError(f"a network of sizes {self.sizes} has {ends[-1]} parameters, not {np.shape(theta)}")
        parts = np.split(np.asarray(theta, dtype=np.float64), ends[:-1])
        layers = tuple(layer.with_parameters(part) for layer, part in zip(self.layers, parts, strict=True))
        return replace(self, layers=layers)

    @property
    def typst(self) -> str:
        """Return the sizes, and the forward pass by layers; the parts are sizes, parameters and those of the steps."""
        sizes = part(" -> ".join(map(str, self.sizes)), "sizes")
        count = f'"sizes" = {sizes}, quad {part("theta", "parameters")} in RR^({len(self.parameters)})'
        blank = np.zeros((1, self.sizes[0])), np.zeros((1, self.sizes[-1]))  # the formulas do not hang on the numbers
        steps = BackwardPass.of(self.layers, self.loss, *blank).steps
        return aligned((count, *(step.typst for step in steps if step.direction == "forward")))

    def __call__(self, X: Array) -> Array:
        """Return the predictions (N, outputs) for X (N, inputs); with softmax_cross_entropy they are probabilities."""
        A = self._inputs(X)
        for layer in self.layers:
            A = layer(A)
        return softmax(A) if self.loss == "softmax_cross_entropy" else A

    def loss_value(self, X: Array, T: Array) -> float:
        """Return L, the mean over the N examples."""
        A, T = self._inputs(X), self._targets(X, T)
        Z = A
        for layer in self.layers:
            Z = layer.weighted(A)
            A = layer.activated(Z)
        return BATCH_LOSSES[self.loss].value(Z, A, T)

    def backward(self, X: Array, T: Array) -> BackwardPass:
        """Run forward and backward: every step, with values and gradients."""
        return BackwardPass.of(self.layers, self.loss, self._inputs(X), self._targets(X, T))

    def objective(self, data: Dataset, batches: MiniBatches | None = None) -> Objective:
        """Make L a function of θ on all of `data`; with `batches`, step n follows the gradient of its batch only."""
        self._targets(data.inputs, data.targets)

        def evaluate(theta: Array) -> tuple[float, Array]:
            made = self.with_parameters(theta).backward(data.inputs, data.targets)
            return made.loss, made.gradient

        def sample(theta: Array, n: int) -> Array:
            seen = batches.batch(n) if batches else slice(None)
            return self.with_parameters(theta).backward(data.inputs[seen], data.targets[seen]).gradient

        text = f"the {self.loss} loss of a {'-'.join(map(str, self.sizes))} network on {data.name}"
        return Objective(text, len(self.parameters), evaluate, sample=sample if batches else None)

    def trained(
        self, data: Dataset, rule: Rule, steps: int, batch: int | None = None, seed: int = 0
    ) -> tuple[Self, DescentPath]:
        """Train for `steps` steps of `rule`: return network and path; with `batch`, on mini-batches of that size."""
        batches = MiniBatches(len(data), batch, seed) if batch else None
        path = descend(self.objective(data, batches), self.parameters, rule, steps, tolerance=0.0)
        return self.with_parameters(path.points[-1]), path

    def _inputs(self, X: Array) -> Array:
        X = np.asarray(X, dtype=np.float64)
        if X.ndim != 2 or X.shape[1] != self.sizes[0] or not len(X):
            raise DomainError(f"inputs of shape {X.shape}: this network takes (N, {self.sizes[0]}), one example a row")
        return X

    def _targets(self, X: Array, T: Array) -> Array:
        T = np.asarray(T, dtype=np.float64)
        if T.shape != (len(X), self.sizes[-1]):
            raise DomainError(f"targets of shape {T.shape} for {len(X)} examples: give ({len(X)}, {self.sizes[-1]})")
        if self.loss == "cross_entropy" and not ((T >= 0) & (T <= 1)).all():
            raise DomainError("loss=cross_entropy needs targets from 0 to 1")
        if self.loss == "softmax_cross_entropy" and not ((T >= 0).all() and np.allclose(T.sum(axis=1), 1)):
            raise DomainError("loss=softmax_cross_entropy needs rows of probabilities: use the one_hot of the data")
        return T
