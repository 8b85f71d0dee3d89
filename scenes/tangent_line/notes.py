"""What is written about the lesson: its formulas, and where they come from."""

from __future__ import annotations

from mathkit.notation.number_format import typst_place
from mathkit.notation.typst_parts import valued
from scenes.script.notes import Line, Notes, by_the_rules, references
from scenes.tangent_line.facts import TangentFacts

SLOPE_IS_LIMIT = "f'(x) = lim_(h -> 0) (f(x + h) - f(x)) / h"
_DIGITS = 4  # of all numbers: those of the slope


def notes(facts: TangentFacts) -> Notes:
    """Return the notes on the tangent of a curve, or on the two slopes where it has none."""
    f, at, tangent = facts.f, facts.at, facts.touching
    value = ("value", valued(f"f({typst_place(at)})", facts.value, digits=_DIGITS, at=(at,)))
    written = [("from either side", facts.sides.typst)]
    if tangent is not None:
        written = [
            ("slope", tangent.typst_at),
            ("tangent", tangent.equation(_DIGITS)),
            ("the same line", tangent.intercept_equation(_DIGITS)),
        ]
    return Notes(
        f.typst,
        (Line("what a derivative is", SLOPE_IS_LIMIT), *by_the_rules(f, f.variables[0])),
        (value, *written),
        references("§5.1 Differentiation of univariate functions", "§2 Review: scalar derivative rules"),
    )
