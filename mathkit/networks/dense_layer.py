"""One layer of neurons on a batch: Z = X Wᵀ + 1 bᵀ, A = σ(Z) (MML eq. 5.112, Parr & Howard §6)."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Self

import numpy as np

from mathkit.arrays import Array, frozen_copy
from mathkit.errors import DomainError
from mathkit.networks.activations import VECTOR_ACTIVATIONS
from mathkit.networks.neuron import check_known
from mathkit.notation.typst_parts import aligned, part, valued_array


def _glorot(random: np.random.Generator, outputs: int, inputs: int) -> Array:
    bound = np.sqrt(6 / (inputs + outputs))
    return random.uniform(-bound, bound, (outputs, inputs))


def _he(random: np.random.Generator, outputs: int, inputs: int) -> Array:
    return np.sqrt(2 / inputs) * random.standard_normal((outputs, inputs))


#: Weights (outputs, inputs) to start from, drawn so that signals keep their size from layer to layer.
#:
#: glorot: uniform in ±√(6/(inputs + outputs)) (Glorot & Bengio 2010, eq. 16), made for tanh.
#: he: normal with variance 2/inputs (He et al. 2015, eq. 10), made for relu, which halves the variance.
INITIALISATIONS: Mapping[str, Callable[[np.random.Generator, int, int], Array]] = MappingProxyType(
    {"glorot": _glorot, "he": _he}
)


@dataclass(frozen=True, slots=True, eq=False)
class DenseLayer:
    """`outputs` neurons that see the same `inputs`: weights W (outputs, inputs), bias b (outputs,), an activation.

    Raises DomainError for an unknown activation, for shapes that do not fit and for numbers that are not finite.
    """

    weights: Array
    bias: Array
    activation: str = "tanh"

    def __post_init__(self) -> None:
        check_known("activation", self.activation, VECTOR_ACTIVATIONS)
        for name in ("weights", "bias"):
            object.__setattr__(self, name, frozen_copy(getattr(self, name)))
        if self.weights.ndim != 2 or self.bias.shape != self.weights.shape[:1]:
            raise DomainError(
                f"weights {self.weights.shape} with bias {self.bias.shape}: a layer of m neurons on n inputs has "
                "weights (m, n) and bias (m,)"
            )
        if not (np.isfinite(self.weights).all() and np.isfinite(self.bias).all()):
            raise DomainError("a layer's weights and bias have to be finite numbers: a smaller rate keeps them so")

    @classmethod
    def initialised(
        cls, inputs: int, outputs: int, activation: str, random: np.random.Generator, initialisation: str | None = None
    ) -> Self:
        """Draw weights from `random`, bias 0. By default: he for relu and softplus, glorot for others."""
        if inputs < 1 or outputs < 1:
            raise DomainError(f"a layer from {inputs} to {outputs} numbers: at least 1 on either side is needed")
        name = initialisation or ("he" if activation in ("relu", "softplus") else "glorot")
        check_known("initialisation", name, INITIALISATIONS)
        return cls(INITIALISATIONS[name](random, outputs, inputs), np.zeros(outputs), activation)

    @property
    def typst(self) -> str:
        """Return the layer's formulas, with its shapes; the parts are activation, weighted, input, weights and bias."""
        weights, bias = part("W^top", "weights"), part("bold(b)^top", "bias")
        bias_shape = f"{part('bold(b)', 'bias')} in RR^({self.outputs})"
        return aligned(
            (
                f"{part('A', 'activation')} = {VECTOR_ACTIVATIONS[self.activation].typst}",
                f"{part('Z', 'weighted')} = {part('X', 'input')} {weights} + bold(1) {bias}",
                f"{part('W', 'weights')} in RR^({self.outputs} times {self.inputs}), quad {bias_shape}",
            )
        )

    @property
    def typst_at(self) -> str:
        """Return its weights and its bias in numbers, of large ones the corners; the parts are weights and bias."""
        return f"{valued_array('W', self.weights, 'weights')}, quad {valued_array('bold(b)', self.bias, 'bias')}"

    @property
    def inputs(self) -> int:
        """Return the number of inputs."""
        return self.weights.shape[1]

    @property
    def outputs(self) -> int:
        """Return the number of neurons."""
        return self.weights.shape[0]

    @property
    def size(self) -> int:
        """Return the number of parameters: outputs · (inputs + 1)."""
        return self.weights.size + self.bias.size

    @property
    def parameters(self) -> Array:
        """Return W row by row, then b: (size,)."""
        return np.concatenate([self.weights.ravel(), self.bias])

    def with_parameters(self, theta: Array) -> Self:
        """Return this layer with the numbers of `theta` (size,) in the order of `parameters`."""
        split = self.weights.size
        return type(self)(theta[:split].reshape(self.weights.shape), theta[split:], self.activation)

    def weighted(self, X: Array) -> Array:
        """Return the weighted inputs Z = X Wᵀ + 1 bᵀ: (N, outputs) for X (N, inputs)."""
        Z: Array = X @ self.weights.T + self.bias
        return Z

    def activated(self, Z: Array) -> Array:
        """Return the activations A = σ(Z), element by element."""
        return VECTOR_ACTIVATIONS[self.activation].value(Z)

    def slope(self, Z: Array, A: Array) -> Array:
        """Return σ′(Z), element by element; for relu 0 at 0."""
        return VECTOR_ACTIVATIONS[self.activation].slope(Z, A)

    def __call__(self, X: Array) -> Array:
        """Return the activations A (N, outputs) for X (N, inputs)."""
        return self.activated(self.weighted(X))
