"""What a figure calls a function and its variables: by their own names, in the colours of their roles."""

from __future__ import annotations

from mathkit import Function, symbol_source
from mathkit.notation.typst_parts import arguments, axis_role, part

#: The variables of a function that has none of its own: a constant.
USUAL = ("x", "y")


def variable_name(f: Function, axis: int = 0) -> str:
    """Return the name of one of the variables of `f` in Typst, as the part of its role: `{{ x : input }}`."""
    return part(symbol_source(_variables(f, axis)[axis]), axis_role("input", axis))


def value_name(f: Function, name: str = "", role: str = "output", count: int = 1) -> str:
    """Return what the value of `f` is called, in Typst: `{{ f(x) : output }}`; `count` is how many variables it has.

    Without a `name` it is called by its own.
    """
    return part(f"{name or f.letter}{arguments(_variables(f, count - 1))}", role)


def _variables(f: Function, axis: int) -> tuple[str, ...]:
    return f.variables if len(f.variables) > axis else USUAL[: axis + 1]
