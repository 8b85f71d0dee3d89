"""Functions from vectors to numbers or vectors, in numpy: what a network's last layer computes.

All work along one axis and broadcast over the others, and none overflows: the largest entry is taken out first.
"""

from __future__ import annotations

import numpy as np

from mathkit.arrays import Array


def logsumexp(z: Array, axis: int = -1) -> Array:
    """Return log Σᵢ e^(zᵢ) along an axis, which is dropped (a smooth maximum; its gradient is softmax)."""
    largest = _largest(z, axis)
    total: Array = np.log(np.sum(np.exp(z - largest), axis=axis))
    return total + np.squeeze(largest, axis=axis)


def log_softmax(z: Array, axis: int = -1) -> Array:
    """Return zᵢ − log Σⱼ e^(zⱼ), of the shape of z; finite where softmax rounds to 0."""
    return np.asarray(z, dtype=np.float64) - np.expand_dims(logsumexp(z, axis), axis)


def softmax(z: Array, axis: int = -1) -> Array:
    """Return e^(zᵢ) / Σⱼ e^(zⱼ), of the shape of z: positive, of sum 1 along the axis."""
    powers = np.exp(z - _largest(z, axis))
    shares: Array = powers / np.sum(powers, axis=axis, keepdims=True)
    return shares


def softmax_jacobian(z: Array) -> Array:
    """Return ∂softmaxᵢ/∂zⱼ = sᵢ(δᵢⱼ − sⱼ), shape (…, n, n) for z of shape (…, n).

    1 − sᵢ is taken as the sum of the other shares: it has digits left where sᵢ has rounded to 1.
    """
    s = softmax(z)
    is_other = 1 - np.eye(s.shape[-1])
    others = np.sum(s[..., None, :] * is_other, axis=-1)
    jacobian: Array = s[..., :, None] * (np.eye(s.shape[-1]) * others[..., None, :] - s[..., None, :] * is_other)
    return jacobian


def _largest(z: Array, axis: int) -> Array:
    largest = np.max(np.asarray(z, dtype=np.float64), axis=axis, keepdims=True)
    return np.where(np.isfinite(largest), largest, 0.0)
