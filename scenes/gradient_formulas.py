"""What is written about a gradient: the function, its partial slopes, the slope in a direction, the contour."""

from __future__ import annotations

import manim as mn

from mathkit import Function, Gradient
from scenes.theme import TEXT, Theme
from scenes.typesetting import Formula, Words


def function_formula(f: Function, theme: Theme) -> Formula:
    """Return f(x, y) = … ."""
    return Formula(f.typst, theme, size=TEXT + 10)


def partials_formula(gradient: Gradient, theme: Theme) -> mn.VGroup:
    """Return three rows: ∇f as the vector of the partial slopes, and each of these in symbols."""
    return mn.VGroup(*(Formula(code, theme) for code in (gradient.typst_names, *gradient.typst_partials)))


def slope_law(gradient: Gradient, theme: Theme) -> mn.VGroup:
    """Return two rows: the slope in direction θ is |∇f| cos θ, and how much |∇f| is here."""
    return mn.VGroup(
        Formula('{{ upright("slope") : slope }} = |{{ nabla f : gradient }}| cos theta', theme),
        Formula(gradient.typst_norm, theme),
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
