"""A curve on its axes, and one point of it that the lesson is about."""

from __future__ import annotations

import manim as mn

from mathkit import CurveWindow, Function, typst, typst_number
from scenes.marks import Spot, stroke
from scenes.panel import stack
from scenes.plot import Plot
from scenes.stage import Region
from scenes.theme import TEXT, Theme
from scenes.typesetting import Formula


class CurvePoint:
    """The graph of a window's function with a marked point: what stands on the plot, and what is written of it."""

    def __init__(self, window: CurveWindow, value: float, figure: Region, panel: Region, theme: Theme) -> None:
        f, x = window.function, window.at
        self.plot = Plot.of(window, figure, theme)
        self.curve = self.plot.curve(window.samples(400))
        self.spot = Spot(theme, "input").at(self.plot.at(x, value))
        self.guide = self.plot.guides(stroke(theme, "input", 2.5), x, value)
        self.formula = curve_formula(f, theme)
        here, there = typst_number(x), typst_number(value, 4)
        self.value = Formula(f"f({{{{ {here} : input }}}}) = {{{{ {there} : output }}}}", theme)
        stack(panel, self.formula, self.value, gap=0.3)

    @property
    def figure(self) -> list[mn.Mobject]:
        """Return what stands on the plot, from the back to the front."""
        return [self.plot, self.curve, self.guide, self.spot]

    def flash(self, color: str) -> mn.Animation:
        """Return a flash at the point."""
        return mn.Flash(self.spot[1], color=color, flash_radius=0.4)


def curve_formula(f: Function, theme: Theme, head: str = "f(x)", role: str = "output") -> Formula:
    """Return `f(x) = …`, with the head and the variable in the colours of their roles."""
    return Formula(f"{{{{ {head} : {role} }}}} = {typst(f, {'x': 'input'})}", theme, size=TEXT + 2)
