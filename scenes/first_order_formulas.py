"""What is written of a surface at a point to first order: its tangent plane and its gradient."""

from __future__ import annotations

import manim as mn

from mathkit import Gradient, TangentPlane, typst_number
from scenes.panel import fit, stack
from scenes.stage import Region
from scenes.theme import TEXT, Theme
from scenes.typesetting import Formula, Words


def plane_equation(plane: TangentPlane, panel: Region, theme: Theme) -> mn.VGroup:
    """Return the equation of the tangent plane under its name, a line for each term."""
    lines = [f"z &= {{{{ {typst_number(plane.value)} : output }}}}"]
    for name, role, at, slope in zip("xy", ("slope", "slope2"), plane.at, plane.slopes, strict=True):
        factor = "" if abs(slope) == 1 else f"{{{{ {typst_number(abs(slope))} : {role} }}}} "
        step = name if at == 0 else f"({name} {'-' if at > 0 else '+'} {typst_number(abs(at))})"
        lines.append(f"&quad {'-' if slope < 0 else '+'} {factor}{step}")
    equation = Formula(" \\ ".join(lines), theme, size=TEXT + 6)
    return stack(panel, Words("tangent plane", theme, role="gradient"), equation, gap=0.35, middle=True)


def gradient_formulas(gradient: Gradient, region: Region, theme: Theme) -> mn.VGroup:
    """Return the gradient as a column of partial derivatives, and as a column of numbers."""
    a, b = (typst_number(coordinate) for coordinate in gradient.at)
    x, y = (typst_number(component) for component in gradient.components)
    nabla = "{{ nabla f : gradient }}"
    partials = "{{ partial f \\/ partial x : slope }}, {{ partial f \\/ partial y : slope2 }}"
    numbers = f"{{{{ {x} : slope }}}}, {{{{ {y} : slope2 }}}}"
    symbols = Formula(f"{nabla} = vec({partials})", theme, size=TEXT + 2)
    values = Formula(f"{nabla} ({a}, {b}) = vec({numbers})", theme, size=TEXT + 2)
    stack(region, symbols, values, gap=0.35)
    return fit(mn.VGroup(symbols, values), region.width, region.height)
