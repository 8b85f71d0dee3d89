"""Derivatives that sympy did not make: Richardson, mpmath at 50 digits, autograd."""

from __future__ import annotations

import math
import warnings
from collections.abc import Callable
from typing import Any

import autograd
import autograd.numpy as anp
import mpmath
import sympy as sp
from autograd.scipy.special import erf as autograd_erf

from mathkit import Function
from mathkit.formula.special_functions import elementary


def richardson(f: Callable[[float], float], at: float, step: float = 1e-2) -> float:
    """f′(at) by central differences, extrapolated (Ridders 1982); the step shrinks by 1.4, the best error wins."""
    rows: list[list[float]] = []
    best, error = math.nan, math.inf
    for level in range(14):
        h = step / 1.4**level
        row = [(f(at + h) - f(at - h)) / (2 * h)]
        for order in range(1, level + 1):
            factor = 1.4 ** (2 * order)
            row.append((factor * row[-1] - rows[-1][order - 1]) / (factor - 1))
            change = max(abs(row[-1] - row[-2]), abs(row[-1] - rows[-1][order - 1]))
            if change < error:
                best, error = row[-1], change
        rows.append(row)
    return best


def mpmath_partial(f: Function, at: tuple[float, ...], index: int) -> float:
    """∂f/∂(variable number `index`) from values at 50 digits alone."""
    with mpmath.workdps(50):
        value = sp.lambdify(f.symbols, plain(f.expr), modules="mpmath")
        order = tuple(int(position == index) for position in range(len(at)))
        point = tuple(mpmath.mpf(coordinate) for coordinate in at)
        return float(mpmath.diff(value, point if len(at) > 1 else point[0], order if len(at) > 1 else 1))


def autograd_partial(f: Function, at: tuple[float, ...], index: int) -> float:
    """The same by HIPS autograd, which differentiates the numpy code of the elementary form."""
    with warnings.catch_warnings():
        warnings.filterwarnings("ignore", "Output seems independent", UserWarning)  # its derivative is 0
        return float(autograd.grad(autograd_callable(f), index)(*at))


def autograd_callable(f: Function) -> Callable[..., Any]:
    """The elementary form of f as numpy code that autograd can trace."""
    names: dict[str, Any] = {name: getattr(anp, name) for name in dir(anp) if not name.startswith("_")}
    names |= {"erf": autograd_erf, "select": _select, "asin": anp.arcsin, "acos": anp.arccos, "atan": anp.arctan}
    return sp.lambdify(f.symbols, plain(f.expr), modules=[names])


def _select(conditions: Any, values: Any, default: float = math.nan) -> Any:
    for condition, value in zip(conditions, values, strict=True):
        if condition:
            return value
    return default


def plain(expr: sp.Expr) -> sp.Expr:
    pieces = elementary(expr).replace(sp.Abs, lambda z: sp.Piecewise((z, z > 0), (-z, True), evaluate=False))
    return pieces.replace(sp.sign, lambda z: sp.Piecewise((1, z > 0), (-1, True), evaluate=False))


def mpmath_second(f: Function, at: tuple[float, ...], row: int, column: int) -> float:
    """∂²f/∂(variable `row`)∂(variable `column`) from values at 50 digits alone."""
    with mpmath.workdps(50):
        value = sp.lambdify(f.symbols, plain(f.expr), modules="mpmath")
        order = tuple(int(place == row) + int(place == column) for place in range(len(at)))
        point = tuple(mpmath.mpf(coordinate) for coordinate in at)
        return float(mpmath.diff(value, point if len(at) > 1 else point[0], order if len(at) > 1 else order[0]))


def autograd_hessian(f: Function, at: tuple[float, ...]) -> Any:
    """The n × n matrix of second derivatives by HIPS autograd, differentiating twice."""
    value = autograd_callable(f)
    with warnings.catch_warnings():
        warnings.filterwarnings("ignore", "Output seems independent", UserWarning)  # a straight piece: 0
        return autograd.hessian(lambda point: value(*point))(anp.array(at))
