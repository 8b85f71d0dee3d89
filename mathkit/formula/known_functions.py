"""The names that a formula may use."""

from __future__ import annotations

import difflib
import re
from collections.abc import Callable, Iterable
from functools import cache

import sympy as sp

from mathkit.formula import special_functions as special
from mathkit.notation.greek import GREEK

#: Numbers that have a name in a formula.
CONSTANTS: dict[str, sp.Expr] = {"pi": sp.pi, "e": sp.E}


def absolute(z: sp.Expr) -> sp.Expr:
    """Return |z|, as sympy's Abs only where sympy cannot go wrong with it: it takes log(x) for complex."""
    return sp.Abs(z) if z.is_symbol or (z.is_number and z.is_extended_real) else special.RealAbs(z)


def _sign(z: sp.Expr) -> sp.Expr:
    return sp.sign(z) if z.is_symbol or (z.is_number and z.is_extended_real) else special.RealSign(z)


def _cot(z: sp.Expr) -> sp.Expr:
    """Return cot z with z written once, so that cot of cot of cot does not double and double."""
    return 1 / _tan(z)


def _tan(z: sp.Expr) -> sp.Expr:
    """Return tan z, without the cot that sympy makes of tan(x + π/2) and nothing else here knows."""
    return sp.tan(z).replace(sp.cot, _cot)


#: Each with the number of its arguments; those of two take more.
FUNCTIONS: dict[str, tuple[int, Callable[..., sp.Expr]]] = {
    "sin": (1, sp.sin),
    "cos": (1, sp.cos),
    "tan": (1, _tan),
    "cot": (1, _cot),
    "sec": (1, lambda z: 1 / sp.cos(z)),
    "csc": (1, lambda z: 1 / sp.sin(z)),
    "asin": (1, sp.asin),
    "acos": (1, sp.acos),
    "atan": (1, sp.atan),
    "sinh": (1, sp.sinh),
    "cosh": (1, sp.cosh),
    "tanh": (1, sp.tanh),
    "exp": (1, sp.exp),
    "log": (1, sp.log),
    "ln": (1, sp.log),
    "sqrt": (1, sp.sqrt),
    "abs": (1, absolute),
    "sign": (1, _sign),
    "relu": (1, special.Relu),
    "leaky_relu": (1, special.LeakyRelu),
    "sigmoid": (1, special.Sigmoid),
    "sigma": (1, special.Sigmoid),
    "softplus": (1, special.Softplus),
    "gelu": (1, special.Gelu),
    "erf": (1, sp.erf),
    "max": (2, special.larger),
    "min": (2, special.smaller),
}
#: Other names of functions, as people type them.
ALIASES = {"arcsin": "asin", "arccos": "acos", "arctan": "atan", "tg": "tan", "sgn": "sign", "leakyrelu": "leaky_relu"}
#: What sin^-1(x) may mean, besides 1/sin(x).
INVERSES = {"sin": "asin", "cos": "acos", "tan": "atan"}
_WRITTEN_OUT = {
    "log2": "log(x)/log(2)",
    "log10": "log(x)/log(10)",
    "lg": "log(x)/log(10)",
    "sech": "1/cosh(x)",
    "coth": "1/tanh(x)",
    "asinh": "log(x + sqrt(x^2 + 1))",
    "cbrt": "x^(1/3)",
    "pow": "x^2",
    "silu": "x*sigmoid(x)",
    "swish": "x*sigmoid(x)",
}
#: xy is x·y also when no variables are given; ab is a name that nobody knows.
SPLITTABLE = ("x", "y", "z")


@cache
def symbol(name: str) -> sp.Symbol:
    """Return the real sympy symbol of a variable."""
    return sp.Symbol(name, real=True)


def nearest(name: str, known: Iterable[str]) -> str:
    """Return a question to append, as in "; did you mean 'sin'?", or nothing if no known name is near."""
    found = difflib.get_close_matches(name, list(known), n=1, cutoff=0.5)
    return f"; did you mean '{found[0]}'?" if found else ""


def function_named(name: str) -> str | None:
    """Return the function of that name, in capitals or not, under one of its names: ReLU is relu, arctan is atan."""
    small = name if name in FUNCTIONS or len(name) == 1 else name.lower()
    small = ALIASES.get(small, small)
    return small if small in FUNCTIONS else None


def advice(name: str, variables: Iterable[str], *, called: bool) -> str:
    """Return what to type instead of an unknown name, to be appended to a message; empty if there is no advice."""
    if name.lower() in _WRITTEN_OUT:
        return f"; type {_WRITTEN_OUT[name.lower()]}"
    function, rest = _prefix(name)
    if not called and rest and (is_variable(rest) or rest.isdigit()):  # sinx, sin2x
        return f"; type {function}(…) with its argument in brackets"
    known = [*variables, *CONSTANTS, *FUNCTIONS]
    if hint := nearest(name, known) or nearest(name.lower(), known):
        return hint
    if "_" in name.strip("_"):
        return "; an index is a number, as in w1 or w_1"
    if len(name) in (2, 3) and name.isalpha():
        return f"; for a product type {'*'.join(name)}"
    return ""


def _prefix(name: str) -> tuple[str, str]:
    """Return the longest function that a name begins with, and what follows it: sinhx is sinh, x."""
    found = max((function for function in FUNCTIONS if name.startswith(function)), key=len, default="")
    return found, name[len(found) :] if found else ""


def is_variable(name: str) -> bool:
    """Tell whether a name stands for a variable by itself: x, w1, theta, theta1."""
    return re.fullmatch(rf"(?:[A-Za-z]|{'|'.join(GREEK)})[0-9]{{0,3}}", name) is not None
