"""The field's activations that are written out with other functions: silu is x σ(x).

Names and default constants are those of PyTorch.
"""

from __future__ import annotations

import sympy as sp

from mathkit.formula import special_functions as special

_SIXTH, _HALF = sp.Rational(1, 6), sp.Rational(1, 2)


def clip(z: sp.Expr, low: sp.Expr, high: sp.Expr) -> sp.Expr:
    """Return z, kept from `low` to `high`."""
    return special.smaller(special.larger(z, low), high)


def leaky_relu(z: sp.Expr, slope: sp.Expr | None = None) -> sp.Expr:
    """Return z where z > 0, slope · z elsewhere; the slope is 1/100 where none is given."""
    return special.LeakyRelu(z) if slope in (None, special.LEAK) else _right_and_left(z, z, slope * z)


def elu(z: sp.Expr, alpha: sp.Expr = sp.S.One) -> sp.Expr:
    """Return z where z > 0, α (e^z − 1) elsewhere (Clevert et al. 2016)."""
    return _right_and_left(z, z, alpha * (sp.exp(z) - 1))


def celu(z: sp.Expr, alpha: sp.Expr = sp.S.One) -> sp.Expr:
    """Return z where z > 0, α (e^(z/α) − 1) elsewhere (Barron 2017)."""
    return _right_and_left(z, z, alpha * (sp.exp(z / alpha) - 1))


def silu(z: sp.Expr) -> sp.Expr:
    """Return z σ(z), also known as swish (Elfwing et al. 2018)."""
    return z * special.Sigmoid(z)


def mish(z: sp.Expr) -> sp.Expr:
    """Return z tanh(softplus(z)) (Misra 2019)."""
    return z * sp.tanh(special.Softplus(z))


def softsign(z: sp.Expr) -> sp.Expr:
    """Return z/(1 + |z|)."""
    return z / (1 + absolute(z))


def relu6(z: sp.Expr) -> sp.Expr:
    """Return relu, kept below 6."""
    return clip(z, sp.S.Zero, sp.Integer(6))


def hardtanh(z: sp.Expr, low: sp.Expr = sp.S.NegativeOne, high: sp.Expr = sp.S.One) -> sp.Expr:
    """Return z, kept from −1 to 1."""
    return clip(z, low, high)


def hardsigmoid(z: sp.Expr) -> sp.Expr:
    """Return z/6 + 1/2, kept from 0 to 1."""
    return clip(_SIXTH * z + _HALF, sp.S.Zero, sp.S.One)


def hardswish(z: sp.Expr) -> sp.Expr:
    """Return z hardsigmoid(z) (Howard et al. 2019)."""
    return z * hardsigmoid(z)


def logsigmoid(z: sp.Expr) -> sp.Expr:
    """Return log σ(z) = −softplus(−z)."""
    return -special.Softplus(-z)


def tanhshrink(z: sp.Expr) -> sp.Expr:
    """Return z − tanh z."""
    return z - sp.tanh(z)


def softshrink(z: sp.Expr, edge: sp.Expr = _HALF) -> sp.Expr:
    """Return z, moved towards 0 by λ, and 0 where that is farther than z is from it."""
    return special.Cases(
        (z - edge, sp.Gt(z, edge, evaluate=False)), (z + edge, sp.Lt(z, -edge, evaluate=False)), (0, True),
    )  # fmt: skip


def hardshrink(z: sp.Expr, edge: sp.Expr = _HALF) -> sp.Expr:
    """Return z, and 0 where |z| ≤ λ."""
    far = sp.Or(sp.Gt(z, edge, evaluate=False), sp.Lt(z, -edge, evaluate=False), evaluate=False)
    return special.Cases((z, far), (0, True))


def absolute(z: sp.Expr) -> sp.Expr:
    """Return |z|, as sympy's Abs only where sympy cannot go wrong with it: it takes log(x) for complex."""
    return sp.Abs(z) if z.is_symbol or (z.is_number and z.is_extended_real) else special.RealAbs(z)


def _right_and_left(z: sp.Expr, right: sp.Expr, left: sp.Expr) -> sp.Expr:
    return special.Cases((right, sp.Gt(z, 0, evaluate=False)), (left, True))
