"""From a sympy expression to a numpy callable: real, vectorised, silent; NaN where there is no real value."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterator, Sequence
from typing import Any, Literal

import numpy as np
import sympy as sp
from sympy.printing.numpy import NumPyPrinter

from mathkit.arrays import Array
from mathkit.formula.special_functions import (
    Atan2,
    Ceil,
    Floor,
    Gelu,
    Larger,
    LeakyRelu,
    OddRoot,
    RealAbs,
    RealSign,
    Relu,
    Sigmoid,
    Smaller,
    Softplus,
)

_GRID = 16  # erf is tabulated at multiples of 1/16 up to 6, where it is 1 in double precision
_LARGEST_PRODUCT = 8  # a power beyond it is numpy's: each squaring doubles the error
_MANY = 2**16  # so many values that looking at each of them again can be felt
_LARGEST_CONSTANT = 1e100
_ERF_TABLE = np.array([math.erf(k / _GRID) for k in range(6 * _GRID + 1)])


def sigmoid(z: Array) -> Array:
    """Return 1/(1 + e^(−z)), silently: where e^(−z) overflows, the quotient is 0 as it should be."""
    with np.errstate(over="ignore"):
        value: Array = np.asarray(np.negative(z, dtype=np.float64))  # z may be a whole number
        np.exp(value, out=value)  # in place: at a million points, new memory costs more than arithmetic
        np.add(value, 1.0, out=value)
        return np.divide(1.0, value, out=value)


def softplus(z: Array) -> Array:
    """Return log(1 + e^z) without overflow."""
    return np.logaddexp(0.0, z)


def erf(z: Array) -> Array:
    """Return the error function to a few units in the last place: a Taylor step from the nearest tabulated value.

    d^(n+1) erf = 2/√π (−1)^n Hₙ(x) e^(−x²), with Hₙ₊₁ = 2x Hₙ − 2n Hₙ₋₁ (Abramowitz & Stegun 7.1.19).
    """
    size = np.minimum(np.abs(z), 6.0)
    index = np.rint(np.nan_to_num(size) * _GRID).astype(int)
    node = index / _GRID
    step = size - node
    hermite, previous = np.ones_like(node), np.zeros_like(node)
    power, total = step, np.zeros_like(node)
    for n in range(12):
        total = total + hermite * power
        hermite, previous = 2 * node * hermite - 2 * n * previous, hermite
        power = -power * step / (n + 2)
    value = _ERF_TABLE[index] + 2 / math.sqrt(math.pi) * np.exp(-(node**2)) * total
    return np.copysign(value, z)


def erfc(z: Array) -> Array:
    """Return 1 − erf z, to all digits where that is next to nothing."""
    return np.asarray(np.frompyfunc(math.erfc, 1, 1)(np.asarray(z, dtype=np.float64)), dtype=np.float64)


def odd_root(z: Array, n: int) -> Array:
    """Return the real n-th root, of the sign of z."""
    return np.cbrt(z) if n == 3 else np.copysign(np.abs(z) ** (1 / n), z)


def selu(z: Array) -> Array:
    """Return λ z where z > 0, λ α (e^z − 1) elsewhere."""
    left = 1.6732632423543772 * np.expm1(np.minimum(z, 0.0))
    return np.asarray(1.0507009873554805 * np.where(np.greater(z, 0), z, left))


def gelu(z: Array) -> Array:
    """Return the product z Φ(z), Φ the standard normal distribution function."""
    result: Array = z * (1 + erf(z / math.sqrt(2))) / 2
    return result


def integer_power(z: Array, n: int) -> Array:
    """Return the power zⁿ, n = 3, 4, …, by squaring: where z < 0, numpy's own takes a hundred times as long."""
    power = z * z if n < 4 else np.square(integer_power(z, n // 2))
    if n % 2:
        power *= z  # in place, as above; a scalar becomes a new one
    return power


class _Printer(NumPyPrinter):
    """Numbers as floats (an integer of 200 digits is no int64), the names of this module, and what costs fewer passes.

    sympy has rewritten what was typed: 1/x is a power, and (x + y)/2 became x/2 + y/2.
    """

    def _print_Integer(self, expr: sp.Integer) -> str:
        return str(int(expr)) if abs(int(expr)) < 2**31 else _float(expr)

    def _print_Rational(self, expr: sp.Rational) -> str:
        return _float(expr)

    def _print_Float(self, expr: sp.Float) -> str:
        return _float(expr)

    def _print_Pow(self, expr: sp.Pow, rational: bool = False) -> str:
        base, n = expr.base, expr.exp
        if isinstance(n, sp.Integer) and n < 0:
            return f"(1/({self._print(base if n == -1 else sp.Pow(base, -n, evaluate=False))}))"
        if isinstance(n, sp.Integer) and 3 <= n <= _LARGEST_PRODUCT:
            return f"integer_power({self._print(base)}, {n})"
        return super()._print_Pow(expr, rational)

    def _print_Add(self, expr: sp.Add, order: str | None = None) -> str:
        share, rest = expr.primitive()
        if all(_factor(term) < 0 for term in expr.args):
            share, rest = -share, -rest
        if _products(expr) > 1 + _products(rest):
            return f"{self._print(share)}*({super()._print_Add(rest, order)})"
        return super()._print_Add(expr, order)


def _factor(term: sp.Expr) -> sp.Rational:
    return term.as_coeff_Mul(rational=True)[0]


def _products(sum_: sp.Add) -> int:
    """Count the terms with a factor; changing a sign is half the work, but a pass over the array too."""
    return sum(_factor(term) not in (1, -1) for term in sum_.args)


def _float(number: sp.Number) -> str:
    try:
        value = float(number)
    except OverflowError:
        value = math.inf
    return f"({value!r})" if math.isfinite(value) else "inf"


_NAMES: dict[str, Any] = {
    "Sigmoid": sigmoid,
    "Softplus": softplus,
    "Relu": lambda z: np.maximum(z, 0.0),
    "LeakyRelu": lambda z: np.maximum(z, 0.01 * z),
    "Gelu": gelu,
    "RealAbs": np.abs,
    "RealSign": np.sign,
    "Larger": np.maximum,
    "Smaller": np.minimum,
    "Floor": np.floor,
    "Ceil": np.ceil,
    "OddRoot": odd_root,
    "Atan2": np.arctan2,
    "Selu": selu,
    "erf": erf,
    "erfc": erfc,
    "inf": np.inf,
    "integer_power": integer_power,
}


_REPORTING: tuple[type[sp.Basic], ...] = (
    *(sp.Symbol, sp.NumberSymbol, sp.Add, sp.Mul, sp.exp, sp.log),
    *(sp.Abs, RealAbs, sp.sign, RealSign, Relu, LeakyRelu, Larger, Smaller),
    *(sp.sin, sp.cos, sp.asin, sp.acos, sp.atan, sp.asinh, sp.tanh, sp.erf, sp.erfc),  # finite where real
    *(Sigmoid, Softplus, Gelu, Floor, Ceil, OddRoot, Atan2),
)
_REPORTING_POWERS = (*range(-_LARGEST_PRODUCT, _LARGEST_PRODUCT + 1), sp.Rational(1, 2), sp.Rational(-1, 2))


def compile_numpy(expr: sp.Expr, symbols: Sequence[sp.Symbol]) -> Callable[..., Any]:
    """Compile to a callable of float64 arrays, one a symbol. It may warn, or return a scalar: `evaluate` tidies up."""
    if expr.has(sp.zoo, sp.nan, sp.I):  # a pole or an imaginary number that substitution brought out
        return lambda *_: math.nan
    printer = _Printer(
        {"fully_qualified_modules": False, "inline": True, "allow_unknown_functions": True, "user_functions": {}}
    )
    compiled: Callable[..., Any] = sp.lambdify(list(symbols), expr, modules=[_NAMES, "numpy"], printer=printer)
    return compiled


def reports_infinity(expr: sp.Expr) -> bool:
    """Tell whether numpy reports each new ∞ where it computes an expression, as overflow or as division by zero.

    IEEE 754 has it so for +, −, ×, / and √, numpy for exp and log; others have no ∞ to report. Constants are to be so
    small that Python, which reports nothing, cannot overflow among them.
    """
    return all(
        isinstance(node, _REPORTING)
        or (isinstance(node, sp.Number) and node.is_finite and abs(node) < _LARGEST_CONSTANT)
        or (isinstance(node, sp.Pow) and node.exp in _REPORTING_POWERS)
        for node in sp.preorder_traversal(expr)
    )


def may_overflow(expr: sp.Expr) -> bool:
    """Return whether a part of an expression can leave float64 at numbers of ordinary size, as e^800 does."""
    return any(
        isinstance(node, (sp.exp, sp.cosh, sp.sinh))
        or (isinstance(node, sp.Pow) and not (node.exp.is_number and abs(node.exp) <= _LARGEST_PRODUCT))
        for node in sp.preorder_traversal(expr)
    )


def hidden_parts(expr: sp.Expr) -> tuple[sp.Expr, ...]:
    """Return the parts that may leave float64 without a trace in the value: 1/log(1 + e^x) is 0 where e^x is infinite.

    An infinite term or factor of the whole stays one; a part of another function may not.
    """
    return tuple(dict.fromkeys(_hidden(expr, True)))


def _hidden(node: sp.Basic, is_open: bool) -> Iterator[sp.Expr]:
    if not is_open and isinstance(node, (sp.exp, sp.cosh, sp.sinh, sp.Pow, sp.Mul)) and node.free_symbols:
        yield node
    for argument in node.args:
        yield from _hidden(argument, is_open and isinstance(node, (sp.Add, sp.Mul)))


def evaluate(
    compiled: Callable[..., Any],
    values: Sequence[Any],
    reporting: bool = False,
    overflows: list[str] | None = None,
) -> float | Array:
    """Evaluate at `values`, broadcast against one another; a float if all are scalars. NaN if not real or finite.

    With `reporting`, see reports_infinity, many values are trusted to be finite if numpy reports no new ∞: reading them
    once more would take half as long as an x². What it would miss is an ∞ among the arguments. To `overflows` is added
    what numpy reports as beyond float64, above or (of one point) below.
    """
    arrays = [np.asarray(value, dtype=np.float64) for value in values]
    shape = np.broadcast_shapes(*(array.shape for array in arrays))
    reports: list[str] = []
    trusted = reporting and math.prod(shape) > _MANY
    above: Literal["call", "ignore"] = "ignore" if overflows is None and not trusted else "call"
    below: Literal["call", "ignore"] = "ignore" if overflows is None or shape else "call"
    divide: Literal["call", "ignore"] = "call" if trusted else "ignore"
    with np.errstate(all="ignore", over=above, under=below, divide=divide, call=lambda kind, _: reports.append(kind)):
        raw = np.asarray(compiled(*arrays), dtype=np.float64)
        if overflows is not None:
            overflows += [kind for kind in reports if kind in ("overflow", "underflow")]
        if not shape:
            value = float(raw)
            return value if math.isfinite(value) else math.nan
        result = raw if _is_fresh(raw, shape, arrays) else np.array(np.broadcast_to(raw, shape))
        if (reports or not trusted) and _reaches_infinity(raw):
            result[np.isinf(result)] = np.nan
    return result


def _reaches_infinity(array: Array) -> bool:
    """Tell whether ∞ or −∞ is among the numbers; NaN may be."""
    if math.isfinite(np.einsum("i->", array.ravel("K"))):  # the quickest of all passes, and mostly the only one
        return False
    highest = np.fmax.reduce(array, axis=None, initial=0.0)
    return bool(np.isinf(highest) or np.isinf(np.fmin.reduce(array, axis=None, initial=0.0)))


def _is_fresh(raw: Array, shape: tuple[int, ...], arrays: Sequence[Array]) -> bool:
    """Tell whether an array is a result of its own, that may be given away: not an argument, nor a view of anything."""
    return raw.shape == shape and raw.base is None and raw.flags.writeable and all(raw is not each for each in arrays)
