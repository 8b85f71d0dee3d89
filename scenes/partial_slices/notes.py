"""What is written about the lesson: its formulas, and where they come from."""

from __future__ import annotations

from mathkit.notation.typst_parts import typed_place, valued
from scenes.partial_slices.facts import SliceFacts
from scenes.script.notes import Notes, by_the_rules, references


def notes(facts: SliceFacts) -> Notes:
    """Return the notes on partial derivatives at a point of a surface."""
    gradient, slices, plane = facts.gradient, facts.slices, facts.plane
    f, cuts = gradient.function, slices.values()
    return Notes(
        f.typst,
        tuple(line for name in slices for line in by_the_rules(f, name)),
        (
            ("height", valued(f"{f.letter}{typed_place(gradient.at)}", gradient.value, at=gradient.at)),
            *((f"slice along {cut.along}", cut.typst) for cut in cuts),
            *((f"slope along {cut.along}", cut.typst_at) for cut in cuts),
            ("tangent plane", plane.typst),
            ("gradient", gradient.typst_at),
        ),
        references("§5.2 Partial differentiation and gradients", "§3 Introduction to vector calculus"),
    )
