"""What is written about the lesson: its formulas, where they come from, and the exercises' topic."""

from __future__ import annotations

from mathkit import Function, OneSidedSlopes, Tangent, typst_number
from mathkit.notation.typst_parts import valued
from scenes.script.notes import Line, Notes, by_the_rules, references

SLOPE_IS_LIMIT = "f'(x) = lim_(h -> 0) (f(x + h) - f(x)) / h"


def notes(f: Function, at: float, sides: OneSidedSlopes, tangent: Tangent | None) -> Notes:
    """Return the notes on the tangent of a curve, or on the two slopes where it has none (`tangent` is None)."""
    value = ("value", valued(f"f({typst_number(at)})", float(f(at))))
    facts = [("from either side", sides.typst)]
    if tangent is not None:
        facts = [
            ("slope", tangent.typst_at),
            ("tangent", tangent.typst),
            ("the same line", tangent.typst_intercept),
        ]
    return Notes(
        f.typst,
        (Line("what a derivative is", SLOPE_IS_LIMIT), *by_the_rules(f, f.variables[0])),
        (value, *facts),
        "tangent",
        references("§5.1 Differentiation of univariate functions", "§2 Review: scalar derivative rules"),
    )
