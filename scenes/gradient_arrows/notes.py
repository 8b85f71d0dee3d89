"""What is written about the lesson: its formulas, and where they come from."""

from __future__ import annotations

from scenes.gradient_arrows.facts import GradientFacts
from scenes.script.notes import Line, Notes, by_the_rules, references


def notes(facts: GradientFacts) -> Notes:
    """Return the notes on a gradient and the way down against it."""
    gradient, ways = facts.gradient, facts.ways
    f = gradient.function
    slope = Line(
        "the slope at an angle θ to the gradient", f"nabla {f.letter} dot bold(u) = abs(nabla {f.letter}) cos theta"
    )
    downhill = "downhill" if ways.falls else "against the gradient"
    return Notes(
        f.typst,
        (*(line for name in f.variables for line in by_the_rules(f, name)), Line("together", gradient.typst), slope),
        (
            ("gradient", gradient.typst_at),
            ("steepest slope", gradient.typst_norm),
            (downhill, ways.typst),
        ),
        references(
            "§5.2 Partial differentiation and gradients, §7.1 Optimization using gradient descent",
            "§3 Introduction to vector calculus",
            "§2.4 Derivatives of matrices, vectors and scalar forms",
        ),
    )
