"""Minima that are more than the end of a descent: the gradient is zero to 40 digits, and the Hessian is positive."""

from __future__ import annotations

from collections.abc import Sequence

import mpmath
import numpy as np
import sympy as sp

from mathkit.arrays import Array, Range
from mathkit.formula.function import Function
from mathkit.formula.special_functions import elementary

_DIGITS = 50
_STEPS = 60
#: Newton's last step, in units of the box: the digits double with each, so that what is left is rounding.
_ARRIVED = mpmath.mpf(10) ** -20
_CLOSER = mpmath.mpf(10) ** -35
#: The least eigenvalue of a positive Hessian, as a share of the largest.
_POSITIVE = mpmath.mpf(10) ** -9
# NameError: the derivative of a step has no value that could be computed.
_ERRORS = (ZeroDivisionError, OverflowError, ValueError, TypeError, NameError)


def proven_minimum(f: Function, near: Sequence[float], box: Sequence[Range]) -> Array | None:
    """Return the minimum in the box that Newton's method leads to from `near`, shape (n,), if it is proven; or None.

    Proven: two steps of Newton's at 50 digits, one after the other, of less than 1e-20 and 1e-35 of the box (they
    shrink quadratically at a zero of ∇f alone), and eigenvalues of the Hessian there that are all positive.
    """
    slopes = [sp.diff(elementary(f.expr), symbol) for symbol in f.symbols]
    gradient = sp.lambdify(f.symbols, slopes, modules="mpmath")
    hessian = sp.lambdify(f.symbols, [[sp.diff(slope, s) for s in f.symbols] for slope in slopes], modules="mpmath")
    width = max(high - low for low, high in box)
    with mpmath.workdps(_DIGITS):
        at, before = mpmath.matrix([mpmath.mpf(float(each)) for each in near]), mpmath.inf
        for _ in range(_STEPS):
            try:
                bends = mpmath.matrix(hessian(*at))
                step = mpmath.lu_solve(bends, mpmath.matrix(gradient(*at)))
                size = mpmath.norm(step, mpmath.inf) / width
            except _ERRORS:
                return None
            if not size < 10:
                return None
            at -= step
            if size < _CLOSER and before < _ARRIVED:
                break
            before = size
        else:
            return None
        inside = all(low <= each <= high for each, (low, high) in zip(at, box, strict=True))
        eigenvalues = mpmath.eigsy(bends, eigvals_only=True)
        if not inside or min(eigenvalues) <= _POSITIVE * max(abs(each) for each in eigenvalues):
            return None
        return np.array([float(each) for each in at]) + 0.0
