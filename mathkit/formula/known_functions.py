"""The names that a formula may use."""

from __future__ import annotations

import difflib
import re
from collections.abc import Callable, Iterable
from functools import cache
from typing import NamedTuple

import sympy as sp

from mathkit.formula import activations
from mathkit.formula import special_functions as special
from mathkit.formula.activations import absolute
from mathkit.formula.conditions import cases, compared
from mathkit.notation.greek import GREEK

#: Numbers that have a name in a formula.
CONSTANTS: dict[str, sp.Expr] = {"pi": sp.pi, "e": sp.E}
ANY_NUMBER = 100


def _sign(z: sp.Expr) -> sp.Expr:
    return sp.sign(z) if z.is_symbol or (z.is_number and z.is_extended_real) else special.RealSign(z)


def _cot(z: sp.Expr) -> sp.Expr:
    """Return cot z with z written once, so that cot of cot of cot does not double and double."""
    return 1 / _tan(z)


def _tan(z: sp.Expr) -> sp.Expr:
    """Return tan z, without the cot that sympy makes of tan(x + π/2) and nothing else here knows."""
    return sp.tan(z).replace(sp.cot, _cot)


class Known(NamedTuple):
    """A function of a formula: how few and how many arguments it takes, and what it is of them."""

    least: int
    most: int
    build: Callable[..., sp.Expr]


def _of_one(build: Callable[..., sp.Expr]) -> Known:
    return Known(1, 1, build)


def _log(z: sp.Expr, base: sp.Expr | None = None) -> sp.Expr:
    return sp.log(z) if base is None else sp.log(z) / sp.log(base)


def _heaviside(z: sp.Expr, at_nought: sp.Expr = sp.S.Half) -> sp.Expr:
    return cases(
        [
            (sp.S.Zero, _compared(z, "<")),
            (sp.S.One, _compared(z, ">")),
            (at_nought, sp.true),
        ]
    )


def _compared(z: sp.Expr, operator: str) -> sp.Basic:
    found = compared(z, operator, sp.S.Zero)
    return sp.false if found is None else found


def _root(z: sp.Expr) -> sp.Expr:
    return special.OddRoot(z, sp.Integer(3))


#: What a formula may be made of, by the name that it is read under.
FUNCTIONS: dict[str, Known] = {
    "sin": _of_one(sp.sin),
    "cos": _of_one(sp.cos),
    "tan": _of_one(_tan),
    "cot": _of_one(_cot),
    "sec": _of_one(lambda z: 1 / sp.cos(z)),
    "csc": _of_one(lambda z: 1 / sp.sin(z)),
    "asin": _of_one(sp.asin),
    "acos": _of_one(sp.acos),
    "atan": _of_one(sp.atan),
    "atan2": Known(2, 2, special.Atan2),
    "sinh": _of_one(sp.sinh),
    "cosh": _of_one(sp.cosh),
    "tanh": _of_one(sp.tanh),
    "coth": _of_one(lambda z: 1 / sp.tanh(z)),
    "sech": _of_one(lambda z: 1 / sp.cosh(z)),
    "csch": _of_one(lambda z: 1 / sp.sinh(z)),
    "asinh": _of_one(sp.asinh),
    "acosh": _of_one(sp.acosh),
    "atanh": _of_one(sp.atanh),
    "exp": _of_one(sp.exp),
    "exp2": _of_one(lambda z: 2**z),
    "expm1": _of_one(lambda z: sp.exp(z) - 1),
    "log": Known(1, 2, _log),
    "ln": _of_one(sp.log),
    "log2": _of_one(lambda z: _log(z, sp.Integer(2))),
    "log10": _of_one(lambda z: _log(z, sp.Integer(10))),
    "log1p": _of_one(lambda z: sp.log(1 + z)),
    "logaddexp": Known(2, 2, lambda a, b: sp.log(sp.exp(a) + sp.exp(b))),
    "sqrt": _of_one(sp.sqrt),
    "cbrt": _of_one(_root),
    "square": _of_one(lambda z: z**2),
    "hypot": Known(2, 2, lambda a, b: sp.sqrt(a**2 + b**2)),
    "abs": _of_one(absolute),
    "sign": _of_one(_sign),
    "heaviside": Known(1, 2, _heaviside),
    "floor": _of_one(special.Floor),
    "ceil": _of_one(special.Ceil),
    "mod": Known(2, 2, lambda a, b: a - b * special.Floor(a / b)),
    "max": Known(2, ANY_NUMBER, special.larger),
    "min": Known(2, ANY_NUMBER, special.smaller),
    "clip": Known(3, 3, activations.clip),
    "erf": _of_one(sp.erf),
    "erfc": _of_one(sp.erfc),
    "sigmoid": _of_one(special.Sigmoid),
    "sigma": _of_one(special.Sigmoid),
    "relu": _of_one(special.Relu),
    "leaky_relu": Known(1, 2, activations.leaky_relu),
    "softplus": _of_one(special.Softplus),
    "gelu": _of_one(special.Gelu),
    "elu": Known(1, 2, activations.elu),
    "celu": Known(1, 2, activations.celu),
    "selu": _of_one(special.Selu),
    "silu": _of_one(activations.silu),
    "mish": _of_one(activations.mish),
    "softsign": _of_one(activations.softsign),
    "relu6": _of_one(activations.relu6),
    "hardtanh": Known(1, 3, activations.hardtanh),
    "hardsigmoid": _of_one(activations.hardsigmoid),
    "hardswish": _of_one(activations.hardswish),
    "logsigmoid": _of_one(activations.logsigmoid),
    "tanhshrink": _of_one(activations.tanhshrink),
    "softshrink": Known(1, 2, activations.softshrink),
    "hardshrink": Known(1, 2, activations.hardshrink),
}
#: Read by the parser, as they are no functions of numbers alone, or as powers are.
OWN_SYNTAX = ("where", "pow")
#: Other names of functions, as people and libraries write them.
ALIASES = {
    "arcsin": "asin", "arccos": "acos", "arctan": "atan", "arctan2": "atan2", "tg": "tan", "ctg": "cot", "cosec": "csc",
    "arcsinh": "asinh", "arccosh": "acosh", "arctanh": "atanh", "arsinh": "asinh", "arcosh": "acosh", "artanh": "atanh",
    "sgn": "sign", "absolute": "abs", "fabs": "abs", "ceiling": "ceil", "maximum": "max", "minimum": "min",
    "fmax": "max", "fmin": "min", "amax": "max", "amin": "min", "clamp": "clip", "remainder": "mod", "lg": "log10",
    "power": "pow", "piecewise": "where", "leakyrelu": "leaky_relu", "swish": "silu", "logistic": "sigmoid",
    "expit": "sigmoid", "hard_tanh": "hardtanh", "hard_sigmoid": "hardsigmoid", "hard_swish": "hardswish",
    "log_sigmoid": "logsigmoid",
}  # fmt: skip
#: What sin^-1(x) may mean, besides 1/sin(x).
INVERSES = {"sin": "asin", "cos": "acos", "tan": "atan", "sinh": "asinh", "cosh": "acosh", "tanh": "atanh"}
#: Names that mean something to people, and are no functions here: what to type, where there is something.
_NOT_HERE = {
    "sinc": "sin(x)/x, or sin(pi*x)/(pi*x) as in numpy", "round": "floor(x + 1/2)", "rint": "floor(x + 1/2)",
    "trunc": "sign(x)*floor(|x|)", "fix": "sign(x)*floor(|x|)", "frac": "x - floor(x)", "fmod": "x % y",
    "prelu": "leaky_relu(x, 0.25)", "rrelu": "leaky_relu(x, 0.2)", "softmax": "exp(x)/(exp(x) + exp(y))",
    "logit": "log(x/(1 - x))", "deg2rad": "pi*x/180", "rad2deg": "180x/pi", "radians": "pi*x/180",
    "sum": "the terms, with + between them", "prod": "the factors, with * between them", "norm": "sqrt(x² + y²)",
    "dot": "the products, with + between them", "mean": "the terms, with + between them, over their number",
    "sind": "sin(pi*x/180)", "cosd": "cos(pi*x/180)", "tand": "tan(pi*x/180)", "lambda": "what stands after its colon",
    **dict.fromkeys(("factorial", "gamma", "lgamma", "gammaln", "digamma", "beta", "zeta", "erfinv", "glu"), ""),
    **dict.fromkeys(("besselj", "log_softmax", "rand"), ""),
}  # fmt: skip
#: Letters that people use for functions: of one before a bracket it is asked which it is.
_LIKE_FUNCTIONS = frozenset("fghFGHPQRTNUVWE") | {"phi", "psi", "gamma", "beta", "zeta", "chi", "Gamma"}
#: xy is x·y also when no variables are given; ab is a name that nobody knows.
SPLITTABLE = ("x", "y", "z")


@cache
def symbol(name: str) -> sp.Symbol:
    """Return the real sympy symbol of a variable."""
    return sp.Symbol(name, real=True)


def nearest(name: str, known: Iterable[str]) -> str:
    """Return a question to append, as in "; did you mean 'theta'?", or nothing if no known name is near."""
    found = difflib.get_close_matches(name, list(known), n=1, cutoff=0.5)
    return f"; did you mean '{found[0]}'?" if found else ""


def _misspelt(name: str, known: Iterable[str]) -> str:
    """Return the question for a name that is one of the known ones but for a letter: elu is not relu."""
    found = [each for each in difflib.get_close_matches(name, list(known), n=1, cutoff=0.85) if each[0] == name[0]]
    return f"; did you mean '{found[0]}'?" if found else ""


def function_named(name: str) -> str | None:
    """Return the function of that name, in capitals or not, under one of its names: ReLU is relu, arctan is atan."""
    small = name if name in FUNCTIONS or len(name) == 1 else name.lower()
    small = ALIASES.get(small, small)
    return small if small in FUNCTIONS or small in OWN_SYNTAX else None


def looks_like_function(name: str) -> bool:
    """Return whether people may mean a function by a name of one letter before a bracket."""
    return name in _LIKE_FUNCTIONS


def advice(name: str, variables: Iterable[str], *, called: bool) -> str:
    """Return what to type instead of an unknown name, to be appended to a message; empty if there is no advice."""
    small = name.lower()
    if small in _NOT_HERE:
        return f"; type {_NOT_HERE[small]}" if _NOT_HERE[small] else ": no function of that name can be typed here"
    function, rest = _prefix(name)
    if not called and rest and (is_variable(rest) or rest.isdigit()):  # sinx, sin2x
        return f"; type {function}(…) with its argument in brackets"
    if not called and (hint := nearest(name, [*variables, *CONSTANTS])):
        return hint
    names = [*variables, *CONSTANTS, *FUNCTIONS, *ALIASES]
    if hint := _misspelt(name, names) or _misspelt(small, names):
        return hint
    if "_" in name.strip("_"):
        return "; an index is a number, as in w1 or w_1"
    if len(name) in (2, 3) and name.isalpha() and not called:
        return f"; for a product type {'*'.join(name)}"
    return ""


def _prefix(name: str) -> tuple[str, str]:
    """Return the longest function that a name begins with, and what follows it: sinhx is sinh, x."""
    found = max((function for function in FUNCTIONS if name.startswith(function)), key=len, default="")
    return found, name[len(found) :] if found else ""


def is_variable(name: str) -> bool:
    """Tell whether a name stands for a variable by itself: x, w1, theta, theta1."""
    return re.fullmatch(rf"(?:[A-Za-z]|{'|'.join(GREEK)})[0-9]{{0,3}}", name) is not None
