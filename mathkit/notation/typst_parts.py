"""Typst source put together from labelled parts: vectors, matrices, sums of numbers, partial derivatives.

A part `{{ source : name }}` keeps its colour and can be moved on its own; its name is made of letters, digits, - and _.
The quantities that a lesson colours are named by role: input, output, slope, gradient, error, …; what belongs to the
second variable is input2, slope2, and what is distinguished within a role has an ending: slope_3, input_end.
"""

from __future__ import annotations

import math
import re
from collections.abc import Callable, Iterable, Sequence
from typing import TypeVar

import numpy as np

from mathkit.arrays import Array
from mathkit.notation.number_format import (
    PLACE_DIGITS,
    agreeing_digits,
    shown,
    typst_equals,
    typst_factor,
    typst_number,
    typst_place,
    typst_result,
)
from mathkit.notation.typst_printer import symbol_source

_T = TypeVar("_T")
_MOST_DIGITS = 10  # of the entries of arrays whose digits are chosen so that an equation holds
_SHOWN = 6  # rows or columns of an array of numbers that are printed; of more, the first ones and the last


def part(source: str, name: str) -> str:
    """Label `source` as a part with this name."""
    return f"{{{{ {source} : {name} }}}}"


def valued(left: str, value: float, name: str = "", digits: int = 3, at: Sequence[float] = ()) -> str:
    """Write `left` = a number, as a part if it has a name; ≈ where the number, or the place in `left`, is rounded."""
    number = typst_number(value, digits)
    sign = typst_equals(value, digits=digits) if exact_place(*at) else "approx"
    return f"{left} {sign} {part(number, name) if name else number}"


def axis_role(role: str, axis: int) -> str:
    """Return the role of what belongs to variable number `axis`: slope, slope2, then slope_3 and so on."""
    return role if axis == 0 else f"{role}2" if axis == 1 else f"{role}_{axis + 1}"


def variable_roles(names: Iterable[str]) -> dict[str, str]:
    """Return the roles of the variables of a function, by name: input, input2, input_3, …."""
    return {name: axis_role("input", axis) for axis, name in enumerate(names)}


def words(text: str) -> str:
    """Quote upright words inside a formula on one line, whatever characters are in them."""
    return '"' + " ".join(text.split()).replace("\\", "\\\\").replace('"', '\\"') + '"'


def matrix(rows: Iterable[Iterable[str]]) -> str:
    """Write a matrix of sources in square brackets, row by row."""
    return f'mat(delim: "[", {"; ".join(", ".join(row) for row in rows)})'


def column(entries: Iterable[str]) -> str:
    """Write a column vector of sources in square brackets."""
    return f'vec(delim: "[", {", ".join(entries)})'


def numbers(values: Array, digits: int = 3) -> str:
    """Write a matrix (m, n) or a column (n,) of numbers; of a large one the corners, with dots for the rest."""
    if values.ndim == 1:
        return column(_shortened([typst_number(value, digits) for value in values], "dots.v"))
    rows: list[list[str]] = [_shortened([typst_number(value, digits) for value in row], "dots.c") for row in values]
    dots = ["dots.v"] * len(rows[0])
    if values.shape[1] > _SHOWN:
        dots[-2] = "dots.down"
    shown: list[list[str]] = _shortened(rows, dots)
    return matrix(shown)


def valued_array(left: str, values: Array, name: str, *given: Array) -> str:
    """Write `left` = a matrix or a column of numbers, as a part; ≈ where one of them or of `given` is rounded."""
    sign = typst_equals(*values.flat, *(number for array in given for number in array.flat))
    return f"{left} {sign} {part(numbers(values), name)}"


def _shortened(entries: list[_T], dots: _T) -> list[_T]:
    return entries if len(entries) <= _SHOWN else [*entries[: _SHOWN - 2], dots, entries[-1]]


def point(values: Iterable[float], digits: int = 3) -> str:
    """Write the coordinates of a point in round brackets."""
    return f"({', '.join(typst_number(value, digits) for value in values)})"


def typed_place(at: Sequence[float]) -> str:
    """Write the point at which something is asked, as it was typed, in round brackets."""
    return point(at, PLACE_DIGITS)


def exact_place(*at: float) -> bool:
    """Tell whether a place is written as it is, so that what is asked there may follow an equals sign."""
    return typst_equals(*at, digits=PLACE_DIGITS) == "="


def partial(of: str, over: str, total: bool = False) -> str:
    """Write ∂of/∂over as a fraction of two sources; with `total`, d for the derivative over an only variable."""
    sign = "dif" if total else "partial"
    return f"({sign} {of}) / ({sign} {over})"


def arguments(names: Sequence[str]) -> str:
    """Write the names of variables in round brackets, as in f(x, y)."""
    return f"({', '.join(symbol_source(name) for name in names)})"


def total(terms: Iterable[str]) -> str:
    """Write the sum of sources; one that begins with a minus is taken away. Sums among them come in brackets."""
    source = ""
    for term in terms:
        joined = f" - {term[1:]}" if term.startswith("-") else f" + {term}"
        source += joined if source else term
    return source or "0"


def shifted(symbol: str, start: float) -> str:
    """Write x − a as people do: x where a is 0, x + 1 where it is −1."""
    return symbol if start == 0 else f"{symbol} {'-' if start > 0 else '+'} {typst_place(abs(start))}"


def moved(symbol: str, step: float, name: str, digits: int = 3) -> str:
    """Write x + h as people do, the size of h as a part with this name: x − 0.5 where h is −0.5; h alone for no x."""
    if not symbol:
        return part(typst_number(step, digits), name)
    return f"{symbol} {'-' if step < 0 else '+'} {part(typst_number(abs(step), digits), name)}"


def fraction(above: float, below: float, names: tuple[str, str], digits: int = 3) -> str:
    """Write one number over another, as parts with these names."""
    return f"({part(typst_number(above, digits), names[0])}) / ({part(typst_number(below, digits), names[1])})"


def product(factors: Iterable[tuple[float, str]], digits: int = 3) -> str:
    """Write a product of numbers, each as a part with its name; negative ones in brackets."""
    return " dot ".join(part(typst_factor(value, digits), name) for value, name in factors)


def multiplied(
    left: str, factors: Sequence[tuple[float, str]], value: float, name: str, digits: int | None = None
) -> str:
    """Write `left` = a product of numbers = its value, each as a part; the factors give the value as it is written.

    They have as many digits as it takes, or `digits` if that is given.
    """
    numbers = [number for number, _ in factors]
    digits = product_digits(numbers, value) if digits is None else digits
    given = math.prod(shown(number, digits) for number in numbers)
    result = f"{typst_result(given, value)} {part(typst_number(value), name)}"
    return f"{left} {typst_equals(*numbers, digits=digits)} {product(factors, digits)} {result}"


def product_digits(factors: Sequence[float], value: float) -> int:
    """Return how many digits of factors give their product as it is written."""
    return agreeing_digits(factors, value, math.prod)


def agreeing_array_digits(arrays: Sequence[Array], result: Array, formula: Callable[[Sequence[Array]], Array]) -> int:
    """Return how many digits of arrays, as they are written, give the result of a formula of them as it is written."""
    for digits in range(3, _MOST_DIGITS):
        found = formula([shown_array(array, digits) for array in arrays])
        if np.array_equal(shown_array(found), shown_array(result)):
            return digits
    return _MOST_DIGITS


def shown_array(values: Array, digits: int = 3) -> Array:
    """Return the numbers that are read where an array is written."""
    return np.array([shown(value, digits) for value in values.flat]).reshape(values.shape)


def linear_equation(
    left: str, value: float, slopes: Sequence[float], at: Sequence[float], names: Sequence[str], digits: int = 3
) -> str:
    """Write `left` = value + slope (x − a) + …, ≈ where a number of it is rounded; the parts are of `linear_terms`."""
    return f"{left} {linear_sign(value, slopes, at, digits)} {' '.join(linear_terms(value, slopes, at, names, digits))}"


def linear_sign(value: float, slopes: Sequence[float], at: Sequence[float], digits: int = 3) -> str:
    """Return the sign before value + slope (x − a) + …."""
    felt = [start for slope, start in zip(slopes, at, strict=True) if slope]
    return typst_equals(value, *slopes, digits=digits) if exact_place(*felt) else "approx"


def linear_terms(
    value: float, slopes: Sequence[float], at: Sequence[float], names: Sequence[str], digits: int = 3
) -> list[str]:
    """Return the terms of value + slope (x − a) + …, each after the first with its sign; those that are 0 are left out.

    The parts are output_2 (the value, with its sign), slope, slope2, … (without) and the variables, input, input2, ….
    A factor of 1 is not written.
    """
    terms = [part(typst_number(value, digits), "output_2")] if value != 0 or not any(slopes) else []
    for axis, (slope, start, name) in enumerate(zip(slopes, at, names, strict=True)):
        if slope == 0:
            continue
        step = shifted(part(symbol_source(name), axis_role("input", axis)), start)
        size, minus = typst_number(abs(slope), digits), slope < 0
        alone = not terms and size == "1" and not minus
        sign = ("- " if terms else "-") if minus else "+ " if terms else ""
        factor = "" if size == "1" else f"{part(size, axis_role('slope', axis))} "
        terms.append(f"{sign}{factor}{step if start == 0 or alone else f'({step})'}")
    return terms


def height_name(variables: Sequence[str]) -> str:
    """Return the name of the height of a graph over these variables: y over x, z over x and y."""
    return next(letter for letter in ("yzwh" if len(variables) < 2 else "zwhq") if letter not in variables)


def aligned(lines: Iterable[str]) -> str:
    """Write lines under one another, aligned at the first relation of each."""
    return " \\ ".join(re.sub(r" (<-|<=|->|=|in) ", r" &\1 ", line, count=1) for line in lines)
