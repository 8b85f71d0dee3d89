"""The loss of a network once more, in mpmath: the oracle that backpropagation's products in float64 are held against.

It has no derivative, no matrix and no float64.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any

import mpmath

Number = Any  # mpmath's

#: How far a weighted sum in float64 may be off, in units of its largest term.
ROUNDING = 8 * 2.0**-52


def _cross_entropy(a: Number, t: Number) -> Number:
    surprises = [share * mpmath.log(chance) for share, chance in ((t, a), (1 - t, 1 - a)) if share]
    return -mpmath.fsum(surprises)


def _each(function: Callable[[Number], Number]) -> Callable[[Sequence[Number]], list[Number]]:
    return lambda z: [function(entry) for entry in z]


def _softmax(z: Sequence[Number]) -> list[Number]:
    powers = [mpmath.exp(entry - max(z)) for entry in z]
    return [power / mpmath.fsum(powers) for power in powers]


ACTIVATIONS: Mapping[str, Callable[[Sequence[Number]], list[Number]]] = {
    "sigmoid": _each(lambda z: 1 / (1 + mpmath.exp(-z))),
    "tanh": _each(lambda z: (mpmath.exp(z) - mpmath.exp(-z)) / (mpmath.exp(z) + mpmath.exp(-z))),
    "relu": _each(lambda z: z if z > 0 else mpmath.mpf(0)),
    "softplus": _each(lambda z: mpmath.log(1 + mpmath.exp(z))),
    "identity": list,
    "softmax": _softmax,
}

LOSSES: Mapping[str, Callable[[Number, Number], Number]] = {
    "squared": lambda a, t: (a - t) ** 2,
    "half_squared": lambda a, t: (a - t) ** 2 / 2,
    "cross_entropy": _cross_entropy,
}
