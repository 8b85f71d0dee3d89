"""What the thumbnail shows."""

from __future__ import annotations

from mathkit.notation.typst_parts import part
from scenes.cards.thumbnail import BOLD, FIGURE, Design
from scenes.drawing import ArrowField, HeightField, Space, Spot, Theme, contour_map, set_runs, stroke
from scenes.gradient_arrows.facts import GradientFacts


def thumbnail(facts: GradientFacts, theme: Theme) -> Design:
    """Show the map with the gradient everywhere, and the way down against it."""
    space = Space(facts.gradient.function, facts.window, FIGURE, theme)
    space.flat.set_value(1.0)
    field, contours = HeightField(space), contour_map(space, facts.levels).set_stroke(width=4)
    arrows = ArrowField(space, facts.gradient)
    for arrow in arrows:
        arrow.shaft.set_stroke(width=5)
    walked = space.project(space.on_surface(*facts.ways.down.points.T))
    way = set_runs(stroke(theme, "output", BOLD), walked)
    steps = [Spot(theme, "output", 0.14).at(step) for step in walked[1:-1]]
    ends = [Spot(theme, "ink", 0.24).at(end) for end in (walked[0], walked[-1])]
    return Design(
        (part(f"- nabla {facts.gradient.function.letter}", "gradient"),), (field, contours, arrows, way, *steps, *ends)
    )
