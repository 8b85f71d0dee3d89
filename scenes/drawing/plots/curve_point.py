"""A curve on its axes, and one point of it that the lesson is about."""

from __future__ import annotations

from collections.abc import Sequence

import manim as mn

from mathkit import BreakPoint, CurveWindow, Function, symbol_source, typst
from mathkit.notation.number_format import typst_place
from mathkit.notation.typst_parts import arguments, valued, variable_roles
from scenes.drawing.canvas.arrange import fit, stack
from scenes.drawing.canvas.primitives import Spot, stroke
from scenes.drawing.canvas.stage import Region
from scenes.drawing.plots.plot import Plot
from scenes.drawing.text.function_names import value_name
from scenes.drawing.text.typesetting import Formula
from scenes.drawing.theme.theme import TEXT, Theme

#: A long formula may be shrunk to this share before it is broken, and stand this high for the panel's width.
SMALLEST, TALLEST = 0.8, 0.8


class CurvePoint:
    """The graph of a window's function with a marked point: what stands on the plot, and what is written of it.

    The function is called `name`, or as it calls itself, and its variable what it is called in the function.
    """

    def __init__(
        self,
        window: CurveWindow,
        value: float,
        figure: Region,
        panel: Region,
        theme: Theme,
        *,
        name: str = "",
        breaks: Sequence[BreakPoint] = (),
    ) -> None:
        """`breaks`: where the curve jumps, or a point of it is missing."""
        f, x = window.function, window.at
        self.plot = Plot.of(window, figure, theme, y_name=value_name(f, name))
        self.curve = self.plot.curve(window.samples(400))
        self.breaks = self.plot.breaks(breaks)
        self.spot = Spot(theme, "input").in_front(2).at(self.plot.at(x, value))
        self.guide = self.plot.guides(stroke(theme, "input", 2.5), x, value)
        self.formula = curve_formula(f, theme, panel.width, name)
        here = f"{{{{ {name or f.letter}({{{{ {typst_place(x)} : input }}}}) : output }}}}"
        self.value = Formula(valued(here, value, "output_2", 4, (x,)), theme)
        self.written = stack(panel, self.formula, self.value, gap=0.3)
        self.panel = panel
        #: What stays free of the panel below what is written.
        self.below = Region(panel.left, panel.right, panel.bottom, self.written.get_bottom()[1] - 0.45)

    @property
    def figure(self) -> list[mn.Mobject]:
        """Return what stands on the plot, from the back to the front."""
        return [self.plot, self.curve, self.breaks, self.guide, self.spot]

    def alone(self) -> mn.VGroup:
        """Let what is written stand large in the middle of the panel, for as long as nothing else does."""
        room, written = self.panel, self.written
        self._home = written.get_corner(mn.UL), written.width
        return written.scale(min(1.5, room.width / written.width)).move_to(room.center)

    def home(self) -> mn.Animation:
        """Return the animation that takes what stood alone to its place at the top of the panel."""
        corner, width = self._home
        return self.written.animate.scale(width / self.written.width).move_to(corner, aligned_edge=mn.UL)

    def flash(self, color: str) -> mn.Animation:
        """Return a flash at the point."""
        return mn.Flash(self.spot[1], color=color, flash_radius=0.4)


def curve_formula(f: Function, theme: Theme, width: float, name: str = "", role: str = "output") -> Formula:
    """Return `f(x) = …`, with the head and the variable in the colours of their roles, at most `width` wide.

    The head is made of `name` and the function's variable. A long sum is broken into lines. Of what is still too long
    to be read, no more is written than what it is.
    """
    name = name or f.letter
    head, code = value_name(f, name, role), typst(f, variable_roles(f.variables))
    formula = Formula(f"{head} = {code}", theme, size=TEXT + 2)
    if formula.width > width / SMALLEST:
        formula = Formula(f"{head} &= {_broken(code, theme, width - 0.9 * theme.type_scale)}", theme, size=TEXT + 2)
    if formula.width > width / SMALLEST or formula.height > TALLEST * width:
        plain = name.rstrip("'")
        by = f"(dif {plain}{arguments(f.variables)}) / (dif {symbol_source(f.variables[0])})"
        rest = "dots.c" if plain == name else by
        formula = Formula(f"{head} = {rest}", theme, size=TEXT + 2)
    return fit(formula, width)


def _broken(code: str, theme: Theme, width: float) -> str:
    """Return a sum in Typst source as lines of at most `width` where its terms allow it, each but the first after &."""
    lines, taken = [""], 0.0
    for term in _terms(code):
        room = Formula(term, theme, size=TEXT + 2).width * SMALLEST
        if taken and taken + room > width:
            lines.append("")
            taken = 0.0
        lines[-1] += term
        taken += room
    return " \\ & quad ".join(lines)


def _terms(code: str) -> list[str]:
    """Split Typst source before each plus and minus that stands outside all brackets."""
    terms, depth = [""], 0
    for place, character in enumerate(code):
        depth += (character in "([{") - (character in ")]}")
        if depth == 0 and code[place : place + 3] in (" + ", " - ") and terms[-1].strip():
            terms.append("")
        terms[-1] += character
    return terms
