"""What is written about a gradient: the function, its partial slopes, the slope in a direction, the contour."""

from __future__ import annotations

import manim as mn

from mathkit import Function, Gradient, typst, typst_number
from scenes.theme import TEXT, Theme
from scenes.typesetting import Formula, Words

#: The inputs in mathkit's formulas, as roles.
INPUTS = {"x": "input", "y": "input2"}


def function_formula(f: Function, theme: Theme) -> Formula:
    """Return f(x, y) = … ."""
    return Formula(f"{{{{ f(x, y) : output }}}} = {typst(f, INPUTS)}", theme, size=TEXT + 10)


def partials_formula(gradient: Gradient, theme: Theme) -> mn.VGroup:
    """Return three rows: ∇f as the vector of the partial slopes, and each of these in symbols."""
    vector = "vec({{ partial f \\/ partial x : slope }}, {{ partial f \\/ partial y : slope2 }})"
    rows = [
        f"{{{{ (partial f) / (partial {name}) : {role} }}}} = {typst(partial, INPUTS)}"
        for name, role, partial in zip("xy", ("slope", "slope2"), gradient.partials, strict=True)
    ]
    return mn.VGroup(*(Formula(code, theme) for code in (f"{{{{ nabla f : gradient }}}} = {vector}", *rows)))


def slope_law(gradient: Gradient, theme: Theme) -> mn.VGroup:
    """Return two rows: the slope in direction θ is |∇f| cos θ, and how much |∇f| is here."""
    return mn.VGroup(
        Formula('{{ upright("slope") : slope }} = |{{ nabla f : gradient }}| cos theta', theme),
        Formula(f"|{{{{ nabla f : gradient }}}}| = {{{{ {typst_number(gradient.norm)} : gradient_2 }}}}", theme),
    )


def contour_law(theme: Theme) -> mn.VGroup:
    """Return three rows: the gradient is perpendicular to the contour, and what that means both ways."""
    return mn.VGroup(
        Formula("{{ nabla f : gradient }} perp {{ f(x, y) = c : output }}", theme, size=TEXT + 4),
        Words("along the contour: slope 0", theme, role="muted"),
        Words("along the arrow: steepest", theme, role="muted"),
    )


def summary(theme: Theme, width: float) -> list[mn.VGroup]:
    """Return what there is to remember of a gradient: formulas, each with its meaning under it in `width` units."""
    meanings = {
        "{{ nabla f : gradient }}": "points the steepest way up",
        "|{{ nabla f : gradient }}|": "is the slope that way",
        '{{ nabla f : gradient }} perp "contour"': "no slope along the contour",
        "-{{ nabla f : gradient }}": "leads down: gradient descent",
    }
    rows = []
    for code, meaning in meanings.items():
        formula = Formula(code, theme, size=TEXT + 2)
        words = Words(meaning, theme, role="muted", width=width)
        rows.append(mn.VGroup(formula, words.next_to(formula, mn.DOWN, 0.14, aligned_edge=mn.LEFT)))
    return rows
