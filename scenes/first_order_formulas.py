"""What is written of a surface at a point to first order: its tangent plane and its gradient."""

from __future__ import annotations

import manim as mn

from mathkit import Gradient, TangentPlane
from scenes.panel import fit, stack
from scenes.stage import Region
from scenes.theme import TEXT, Theme
from scenes.typesetting import Formula, Words


def plane_equation(plane: TangentPlane, panel: Region, theme: Theme) -> mn.VGroup:
    """Return the equation of the tangent plane under its name, a line for each term."""
    equation = Formula(plane.typst_lines, theme, size=TEXT + 6)
    return stack(panel, Words("tangent plane", theme, role="gradient"), equation, gap=0.35, middle=True)


def gradient_formulas(gradient: Gradient, region: Region, theme: Theme) -> mn.VGroup:
    """Return the gradient as a column of partial derivatives, and as a column of numbers."""
    symbols = Formula(gradient.typst_names, theme, size=TEXT + 2)
    values = Formula(gradient.typst_at, theme, size=TEXT + 2)
    stack(region, symbols, values, gap=0.35)
    return fit(mn.VGroup(symbols, values), region.width, region.height)
