"""From a sympy expression to a numpy callable: real, vectorised, silent; NaN where there is no real value."""

import math
from collections.abc import Callable, Sequence
from typing import Any

import numpy as np
import sympy as sp
from numpy.typing import NDArray
from sympy.printing.numpy import NumPyPrinter

Array = NDArray[np.float64]

_GRID = 16  # erf is tabulated at multiples of 1/16 up to 6, where it is 1 in double precision
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
    """The error function to a few units in the last place: a Taylor step from the nearest tabulated value.

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


def gelu(z: Array) -> Array:
    """The product z Φ(z), Φ the standard normal distribution function."""
    result: Array = z * (1 + erf(z / math.sqrt(2))) / 2
    return result


class _Printer(NumPyPrinter):
    """Numbers as floats (an integer of 200 digits is no int64), and the names of this module."""

    def _print_Integer(self, expr: sp.Integer) -> str:
        return str(int(expr)) if abs(int(expr)) < 2**31 else _float(expr)

    def _print_Rational(self, expr: sp.Rational) -> str:
        return _float(expr)

    def _print_Float(self, expr: sp.Float) -> str:
        return _float(expr)


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
    "LeakyRelu": lambda z: np.where(z > 0, z, 0.01 * z),
    "Gelu": gelu,
    "RealAbs": np.abs,
    "RealSign": np.sign,
    "Larger": np.maximum,
    "Smaller": np.minimum,
    "erf": erf,
    "inf": np.inf,
}


def compile_numpy(expr: sp.Expr, symbols: Sequence[sp.Symbol]) -> Callable[..., Any]:
    """A callable of float64 arrays, one for each symbol. It may warn and may return a scalar: `evaluate` tidies up."""
    if expr.has(sp.zoo, sp.nan, sp.I):  # a pole or an imaginary number that substitution brought out
        return lambda *_: math.nan
    printer = _Printer(
        {"fully_qualified_modules": False, "inline": True, "allow_unknown_functions": True, "user_functions": {}}
    )
    compiled: Callable[..., Any] = sp.lambdify(list(symbols), expr, modules=[_NAMES, "numpy"], printer=printer)
    return compiled


def evaluate(compiled: Callable[..., Any], values: Sequence[Any]) -> float | Array:
    """The value at `values`, broadcast against one another; a float if all are scalars. NaN if not real or finite."""
    arrays = [np.asarray(value, dtype=np.float64) for value in values]
    with np.errstate(all="ignore"):
        raw = np.asarray(compiled(*arrays), dtype=np.float64)
        shape = np.broadcast_shapes(*(array.shape for array in arrays))
        if not shape:
            value = float(raw)
            return value if math.isfinite(value) else math.nan
        result = raw if _is_fresh(raw, shape, arrays) else np.array(np.broadcast_to(raw, shape))
        if not math.isfinite(result.sum()):  # one quick pass; a sum that overflows costs a second look, no more
            result[~np.isfinite(result)] = np.nan
    return result


def _is_fresh(raw: Array, shape: tuple[int, ...], arrays: Sequence[Array]) -> bool:
    """Whether an array is a result of its own, that may be given away: not an argument, nor a view of anything."""
    return raw.shape == shape and raw.base is None and raw.flags.writeable and all(raw is not each for each in arrays)


def frozen(array: Array) -> Array:
    """`array` itself, which from now on refuses to be written to: values do not change."""
    array.setflags(write=False)
    return array
