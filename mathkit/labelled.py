"""Typst source put together from labelled parts: vectors, matrices, sums of numbers, partial derivatives.

A part `{{ source : name }}` keeps its colour and can be moved on its own; its name is made of letters, digits, - and _.
"""

from collections.abc import Iterable, Sequence

from mathkit.numerals import typst_number
from mathkit.typst_printer import symbol_source


def part(source: str, name: str) -> str:
    """`source` as a part with this name."""
    return f"{{{{ {source} : {name} }}}}"


def matrix(rows: Iterable[Iterable[str]]) -> str:
    """A matrix of sources in square brackets, row by row."""
    return f'mat(delim: "[", {"; ".join(", ".join(row) for row in rows)})'


def column(entries: Iterable[str]) -> str:
    """A column vector of sources in square brackets."""
    return f'vec(delim: "[", {", ".join(entries)})'


def point(values: Iterable[float]) -> str:
    """The coordinates of a point in round brackets."""
    return f"({', '.join(typst_number(value) for value in values)})"


def partial(of: str, over: str, total: bool = False) -> str:
    """∂of/∂over as a fraction of two sources; with `total`, d for the derivative over an only variable."""
    sign = "dif" if total else "partial"
    return f"({sign} {of}) / ({sign} {over})"


def arguments(names: Sequence[str]) -> str:
    """The names of variables in round brackets, as in f(x, y)."""
    return f"({', '.join(symbol_source(name) for name in names)})"


def total(terms: Iterable[str]) -> str:
    """The sum of sources; one that begins with a minus is taken away. Sums among them come in brackets."""
    source = ""
    for term in terms:
        joined = f" - {term[1:]}" if term.startswith("-") else f" + {term}"
        source += joined if source else term
    return source or "0"
