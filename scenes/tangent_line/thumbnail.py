"""What the thumbnail shows."""

from __future__ import annotations

import manim as mn
import numpy as np

from mathkit import Secant
from scenes.cards.thumbnail import BOLD, FIGURE, FINE, Design
from scenes.drawing import Plot, Region, Spot, Theme, set_runs, stroke
from scenes.tangent_line.facts import TangentFacts

#: Secants on their way to the tangent, by their runs as shares of the first one's.
SHARES = (1.6, 1.1, 0.7, 0.35)


def thumbnail(facts: TangentFacts, theme: Theme) -> Design:
    """Show secants that turn into the tangent; or the two sides where there is none."""
    frame, at = facts.frame, facts.at
    plot = Plot.of(frame, FIGURE, theme)
    plot.area = Region(FIGURE.left, FIGURE.right + 0.4, FIGURE.bottom, FIGURE.top + 0.5)
    curve = plot.trace(stroke(theme, "output", BOLD), frame.samples(400))
    point = Spot(theme, "ink", 0.24).at(plot.at(at, facts.value))
    axes = stroke(theme, "grid", 5)
    level, upright = plot.inside(0.0), float(np.clip(0, *frame.x_range))
    set_runs(
        axes,
        plot.points_at(frame.x_range, [level] * 2),
        plot.points_at([upright] * 2, frame.y_range),
    )

    def through(slope: float, role: str, width: float, opacity: float = 1.0) -> mn.VMobject:
        return set_runs(stroke(theme, role, width, opacity), plot.straight(at, facts.value, slope))

    if not facts.smooth:
        sides = [through(slope, "slope", BOLD) for slope in (facts.sides.left, facts.sides.right)]
        return Design(_either_side(facts.sides.typst), (axes, *sides, curve, plot.breaks(facts.breaks), point))
    slopes = [Secant.of(facts.f, at, share * facts.h).slope for share in SHARES]
    fan = [through(slope, "secant", FINE, 0.35 + 0.13 * k) for k, slope in enumerate(slopes)]
    return Design(
        (facts.tangent.typst_at,),
        (axes, *fan, curve, plot.breaks(facts.breaks), through(facts.slope, "slope", BOLD), point),
    )


def _either_side(code: str) -> tuple[str, ...]:
    """Return the two slopes that `OneSidedSlopes.typst` writes on one line, each on its own."""
    return tuple(part.strip().rstrip(",") for part in code.split("quad"))[:2]
