"""One example through layers of neurons, and its loss: every Jacobian of the way, and the gradients as they flow back.

x → z = W x + b → a = σ(z) → (the next layer) → L = |a − t|². Jacobians have a row per output and a column per input
(numerator layout, Parr & Howard §4.5), so that ∂L/∂x = ∂L/∂a · ∂a/∂z · ∂z/∂x is multiplied as it is read; ∂L/∂· is a
row, kept as a vector. The gradient of the weights is laid out as W is (MML §5.4, §5.6.1).
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from types import MappingProxyType
from typing import Self

import numpy as np
from numpy.typing import ArrayLike

from mathkit.arrays import Array, frozen, frozen_copy
from mathkit.chain_rule.vector_chain import Link, VectorChain
from mathkit.errors import DomainError
from mathkit.networks.activations import VECTOR_ACTIVATIONS
from mathkit.networks.dense_layer import DenseLayer
from mathkit.networks.neuron import ACTIVATIONS, check_known
from mathkit.networks.softmax import softmax, softmax_jacobian
from mathkit.notation.number_format import typst_equals
from mathkit.notation.typst_parts import agreeing_array_digits, aligned, numbers, part, partial, valued, valued_array

#: What a layer may apply to z, as Typst source with the part z. All but softmax work on each entry alone.
LAYER_ACTIVATIONS: Mapping[str, str] = MappingProxyType(
    {name: activation.typst for name, activation in ACTIVATIONS.items()} | {"softmax": 'op("softmax")({{ z : z }})'}
)

#: What a chain of layers may be judged by: the share of Σ (aᵢ − tᵢ)² that the loss is.
LAYER_LOSSES: Mapping[str, float] = MappingProxyType({"squared": 1.0, "half_squared": 0.5})


@dataclass(frozen=True, slots=True, eq=False)
class Layer:
    """`outputs` neurons that see the same input: weights W (m, n), x (n,), bias b (m,), an activation.

    Raises DomainError for an unknown activation, for shapes that do not fit and for numbers that are not finite.
    """

    weights: Array
    x: Array
    bias: Array
    activation: str = "sigmoid"

    def __post_init__(self) -> None:
        check_known("activation", self.activation, LAYER_ACTIVATIONS)
        for name in ("weights", "x", "bias"):
            object.__setattr__(self, name, frozen_copy(getattr(self, name)))
        if self.weights.ndim != 2 or not self.weights.size:
            raise DomainError("W is no matrix: type a row of weights for each neuron, as in 1 2; 3 4")
        for name, vector, length, each in (("x", self.x, self.inputs, "column"), ("b", self.bias, self.outputs, "row")):
            if vector.shape != (length,):
                raise DomainError(
                    f"W is {self.outputs}×{self.inputs} and {name} has {vector.size} entries: {name} needs {length}, "
                    f"one for each {each} of W"
                )
        if not all(np.isfinite(values).all() for values in (self.weights, self.x, self.bias)):
            raise DomainError("W, x and b have to be finite numbers: type some such as 0.5")

    @classmethod
    def of(cls, weights: ArrayLike, x: ArrayLike, bias: ArrayLike, activation: str = "sigmoid") -> Self:
        """Make a layer of rows and numbers in any sequence."""
        return cls(frozen_copy(weights), frozen_copy(x), frozen_copy(bias), activation)

    @property
    def outputs(self) -> int:
        """Return m, the number of neurons."""
        return self.weights.shape[0]

    @property
    def inputs(self) -> int:
        """Return n, the number of inputs of each neuron."""
        return self.weights.shape[1]

    def with_x(self, x: ArrayLike) -> Self:
        """Return this layer at another input."""
        return replace(self, x=frozen_copy(x))

    @property
    def z(self) -> Array:
        """Return the weighted inputs W x + b, (m,)."""
        return frozen(self.weights @ self.x + self.bias)

    @property
    def a(self) -> Array:
        """Return the outputs σ(z), (m,)."""
        return self.activated(self.z)

    def activated(self, z: ArrayLike) -> Array:
        """Return σ at any z (m,)."""
        z = frozen_copy(z)
        if self.activation == "softmax":
            return frozen(softmax(z))
        return frozen_copy(VECTOR_ACTIVATIONS[self.activation].value(z))

    @property
    def elementwise(self) -> bool:
        """Tell whether each entry of a depends on its own entry of z alone, so that ∂a/∂z is diagonal."""
        return self.activation != "softmax"

    @property
    def slopes(self) -> Array:
        """Return the diagonal of ∂a/∂z, (m,): σ′(z) entry by entry; for relu 0 at 0."""
        return frozen(np.diag(self.da_dz).copy())

    @property
    def da_dz(self) -> Array:
        """Return ∂a/∂z, (m, m)."""
        z = self.z
        if self.activation == "softmax":
            return frozen(softmax_jacobian(z))
        return frozen(np.diag(VECTOR_ACTIVATIONS[self.activation].slope(z, self.a)))

    @property
    def dz_dx(self) -> Array:
        """Return ∂z/∂x, (m, n): W itself."""
        return self.weights

    @property
    def typst(self) -> str:
        """Return z and a by their formulas and in numbers; the parts are w, x, b, z and a."""
        z, a, b = (part(f"bold({name})", name) for name in "zab")
        factors = self.weights, self.x, self.bias
        digits = agreeing_array_digits(factors, self.z, lambda arrays: arrays[0] @ arrays[1] + arrays[2])
        weights, x, bias = (part(numbers(each, digits), name) for each, name in zip(factors, "wxb", strict=True))
        given = f"{weights} {x} + {bias}"
        sign = typst_equals(*self.weights.flat, *self.x, *self.bias, digits=digits)
        formula = LAYER_ACTIVATIONS[self.activation].replace("{{ z : z }}", z)
        return aligned(
            (
                valued_array(f"{z} = {part('W', 'w')} {part('bold(x)', 'x')} + {b} {sign} {given}", self.z, "z"),
                valued_array(f"{a} = {formula}", self.a, "a"),
            )
        )

    def backward(self, dloss_da: ArrayLike) -> LayerGradients:
        """Return the gradients of this layer, from the gradient at its outputs, (m,)."""
        arrived = frozen_copy(dloss_da)
        delta = frozen(arrived @ self.da_dz)
        return LayerGradients(arrived, delta, frozen(np.outer(delta, self.x)), delta, frozen(delta @ self.weights))


@dataclass(frozen=True, slots=True, eq=False)
class LayerGradients:
    """∂L/∂a (m,), ∂L/∂z (m,) which is called δ, ∂L/∂W (m, n), ∂L/∂b (m,), ∂L/∂x (n,) of one layer."""

    dloss_da: Array
    dloss_dz: Array
    dloss_dw: Array
    dloss_db: Array
    dloss_dx: Array

    @property
    def typst(self) -> str:
        """Return all of them in numbers, what is a row as a row; the parts are gradient-a, -z, -w, -b and -x."""
        named = {"a": self.dloss_da, "z": self.dloss_dz, "W": self.dloss_dw, "b": self.dloss_db, "x": self.dloss_dx}
        return aligned(
            valued_array(
                partial("L", name if name == "W" else f"bold({name})"),
                np.atleast_2d(values),
                f"gradient-{name.lower()}",
            )
            for name, values in named.items()
        )


@dataclass(frozen=True, slots=True, eq=False)
class LayerChain:
    """Layers in a row, each fed with what the one before puts out, judged by L = |a − t|² or half of it.

    Raises DomainError if a layer's input is not what the one before puts out, for a target that does not fit, and for
    an unknown loss.
    """

    layers: tuple[Layer, ...]
    target: Array
    loss: str = "squared"

    def __post_init__(self) -> None:
        check_known("loss", self.loss, LAYER_LOSSES)
        object.__setattr__(self, "target", frozen_copy(self.target))
        for number, (below, above) in enumerate(zip(self.layers, self.layers[1:], strict=False), start=1):
            if above.x.shape != below.a.shape or not np.array_equal(above.x, below.a):
                raise DomainError(f"layer {number + 1} has to be fed with what layer {number} puts out")
        outputs = self.layers[-1].outputs
        if self.target.shape != (outputs,):
            raise DomainError(
                f"target has {self.target.size} entries and the layer {outputs} outputs: type one target for each"
            )
        if not np.isfinite(self.target).all():
            raise DomainError("the target has to be finite numbers: type some such as 0.5")

    @classmethod
    def of(cls, layer: Layer, target: ArrayLike, loss: str = "squared") -> Self:
        """Make a chain of one layer."""
        return cls((layer,), frozen_copy(target), loss)

    def then(self, weights: ArrayLike, bias: ArrayLike) -> Self:
        """Return this chain with one more layer on top, of the same activation and judged by the same target."""
        last = self.layers[-1]
        above = Layer.of(weights, last.a, bias, last.activation)
        return replace(self, layers=(*self.layers, above))

    def then_drawn(self, seed: int = 0) -> Self:
        """Return `then` with as many neurons once more, their weights drawn by Glorot's rule, bias 0."""
        size = self.layers[-1].outputs
        drawn = DenseLayer.initialised(size, size, "tanh", np.random.default_rng(seed))
        return self.then(drawn.weights, drawn.bias)

    @property
    def loss_value(self) -> float:
        """Return L = Σ (aᵢ − tᵢ)², or half of it."""
        return self.judged(self.layers[-1].a)

    def judged(self, a: ArrayLike) -> float:
        """Return the loss of any outputs (m,)."""
        return float(LAYER_LOSSES[self.loss] * ((frozen_copy(a) - self.target) ** 2).sum())

    @property
    def dloss_da(self) -> Array:
        """Return ∂L/∂a = 2 (a − t), or half of it, at the last layer's outputs, (m,)."""
        return frozen(2 * LAYER_LOSSES[self.loss] * (self.layers[-1].a - self.target))

    @property
    def typst_loss(self) -> str:
        """Return the loss as a formula; its parts are a and target."""
        half = "1 / 2 " if self.loss == "half_squared" else ""
        return f"{half}norm({part('bold(a)', 'a')} - {part('bold(t)', 'target')})^2"

    @property
    def gradients(self) -> tuple[LayerGradients, ...]:
        """Return the gradients of each layer, in the layers' order; they are worked out from the last to the first."""
        arriving, found = self.dloss_da, []
        for layer in reversed(self.layers):
            found.append(layer.backward(arriving))
            arriving = found[-1].dloss_dx
        return tuple(reversed(found))

    @property
    def typst(self) -> str:
        """Return the loss in numbers, the chain by names; the parts are a, target, loss, link-L-a, link-a-z, …."""
        loss = valued(f"{part('L', 'loss')} = {self.typst_loss}", self.loss_value, "loss")
        return aligned((loss, self.chain.typst))

    @property
    def typst_at(self) -> str:
        """Return the chain in numbers, with its result; the parts are matrix-L-a, matrix-a-z and so on."""
        return self.chain.typst_at

    @property
    def chain(self) -> VectorChain:
        """Return ∂L/∂a · ∂a/∂z · ∂z/∂x · …, as it is multiplied; indices count the layers where there are several."""
        many = len(self.layers) > 1
        links, of, arriving = [], "L", self.dloss_da[None, :]
        for number in range(len(self.layers), 0, -1):
            layer, index = self.layers[number - 1], str(number) if many else ""
            if of == "L":
                links.append(Link(of, f"a{index}", frozen(arriving)))
            below = f"a{number - 1}" if number > 1 else "x"
            links += [Link(f"a{index}", f"z{index}", layer.da_dz), Link(f"z{index}", below, layer.dz_dx)]
            of = below
        return VectorChain(tuple(links))
