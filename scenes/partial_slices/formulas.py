"""What is written of a surface at a point to first order: its tangent plane and its gradient."""

from __future__ import annotations

import manim as mn

from mathkit import Gradient, TangentPlane
from mathkit.notation.number_format import typst_place
from mathkit.notation.typst_parts import part, valued
from scenes.drawing import SIZES, TEXT, Formula, Region, Theme, Words, fit, legible, on_lines, stack


def function_at(gradient: Gradient, region: Region, theme: Theme) -> tuple[Formula, Formula]:
    """Return f(x, y) = … and under it f at the gradient's point, large in the middle of a region, of one size."""
    f, (a, b) = gradient.function, (typst_place(coordinate) for coordinate in gradient.at)
    code = valued(
        f"{part(f.letter, 'output_2')}({{{{ {a} : input }}}}, {{{{ {b} : input2 }}}})",
        gradient.value,
        "output",
        at=gradient.at,
    )
    for size in (TEXT + 14, TEXT + 6, *SIZES):
        formulas = [legible([*on_lines(each)], theme, region.width, sizes=[size]) for each in (f.typst, code)]
        if None not in formulas:
            break
    formula, place = (made or Formula(f.typst, theme, size=SIZES[-1]) for made in formulas)
    stack(region, formula, place, gap=0.4, middle=True)
    return formula, place


def plane_equation(plane: TangentPlane, region: Region, theme: Theme) -> mn.VGroup:
    """Return the equation of the tangent plane under its name: on one line, or on a line for each term."""
    name = Words("tangent plane", theme, role="gradient")
    equation = legible([plane.typst, plane.typst_lines], theme, region.width, sizes=(TEXT + 6, *SIZES))
    if equation is None:
        equation = fit(Formula(plane.typst_lines, theme, size=SIZES[-1]), region.width)
    block = mn.VGroup(name, equation).arrange(mn.DOWN, buff=0.3, aligned_edge=mn.LEFT)
    return fit(block, region.width, region.height).move_to(region.center)


def gradient_formulas(gradient: Gradient, region: Region, theme: Theme, *, across: bool = False) -> mn.VGroup:
    """Return the gradient as a column of partial derivatives, and as one of numbers: below, or beside (`across`)."""
    for size in SIZES:
        block = mn.VGroup(*(Formula(code, theme, size=size) for code in (gradient.typst_names, gradient.typst_at)))
        block.arrange(
            mn.RIGHT if across else mn.DOWN, buff=0.8 if across else 0.4, aligned_edge=mn.ORIGIN if across else mn.LEFT
        )
        if block.width <= region.width and block.height <= region.height:
            break
    return fit(block, region.width, region.height).move_to(region.center)
