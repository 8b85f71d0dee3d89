"""A function of so many variables as a person types it, whatever they are called."""

from __future__ import annotations

from mathkit.errors import FormulaError
from mathkit.formula.function import Function
from mathkit.notation.variable_names import completed

_EXAMPLES = {1: "x*exp(-x)", 2: "x**2 + sin(y)"}


def parse_function(text: str, count: int) -> Function:
    """Parse a function of `count` variables; one that has fewer has others beside them: y beside x, b beside w.

    Raises:
        FormulaError: the text does not parse, or has more variables.
    """
    f = Function.parse(text)
    if len(f.variables) > count:
        names = ", ".join(f.variables)
        needed = "one variable" if count == 1 else f"{count} variables"
        raise FormulaError(
            f"{f.text} has {len(f.variables)} variables, {names}; a formula in {needed} is needed: type numbers for "
            f"the others, or a formula such as {_EXAMPLES.get(count, 'x + y + z')}"
        )
    if len(f.variables) == count:
        return f
    return Function(f.text, f.expr, completed(f.variables, count), f.domain, f.typed, f.notes, f.name)
