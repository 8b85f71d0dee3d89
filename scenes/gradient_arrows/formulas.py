"""What is written about a gradient: the function, its partial slopes, the slope in a direction, the contour."""

from __future__ import annotations

import manim as mn

from mathkit import Function, Gradient
from mathkit.notation.typst_parts import arguments, part
from scenes.drawing import TEXT, Formula, Layout, Region, Theme, Words, fit, fits, lay_in_column, lay_in_row


def function_formula(f: Function, region: Region, theme: Theme) -> Formula:
    """Return f(x, y) = … in the middle of a region, large."""
    return fit(Formula(f.typst, theme, size=TEXT + 10), region.width, region.height).move_to(region.center)


def gradient_rows(gradient: Gradient, layout: Layout, theme: Theme) -> tuple[Formula, mn.VGroup]:
    """Return f(x, y) = …, and below it ∇f as the vector of the partial slopes and each of these in symbols.

    Partial slopes that are too long to be read are told by their numbers at the gradient's point.
    """
    of = Formula(gradient.function.typst, theme)
    vector = Formula(gradient.typst_names, theme)
    above, below = layout["panel"].rows(0.3, 0.7, gap=0.2)
    left, right = below.columns(0.36, 0.64)
    room = right if layout.below else layout["panel"]
    partials = [Formula(code, theme) for code in gradient.typst_partials]
    if not fits(room, *partials):
        partials = [Formula(gradient.typst_at, theme)]
    if layout.across:
        lay_in_row(layout["words"], of)
        lay_in_column(room, vector, *partials)
    elif layout.below:
        lay_in_row(above, of)
        lay_in_row(left, vector)
        lay_in_column(right, *partials, gap=0.35)
    else:
        lay_in_column(room, of, vector, *partials)
    return of, mn.VGroup(vector, *partials)


def slope_law(gradient: Gradient, theme: Theme) -> mn.VGroup:
    """Return two rows: the slope in direction θ is |∇f| cos θ, and how much |∇f| is here."""
    return mn.VGroup(
        Formula(f'{{{{ upright("slope") : slope }}}} = |{_nabla(gradient)}| cos theta', theme),
        Formula(gradient.typst_norm, theme),
    )


def contour_law(gradient: Gradient, theme: Theme) -> mn.VGroup:
    """Return what the contour and the arrow have to do with each other, and what each is on the dial of slopes."""
    f = gradient.function
    return mn.VGroup(
        Formula(f"{_nabla(gradient)} perp {part(f'{f.letter}{arguments(f.variables)} = c', 'output')}", theme),
        Words("#output[contour]: slope 0", theme),
        Words("#gradient[arrow]: steepest", theme),
    )


def _nabla(gradient: Gradient) -> str:
    return part(f"nabla {gradient.function.letter}", "gradient")


def summary(gradient: Gradient, layout: Layout, theme: Theme) -> list[mn.VGroup]:
    """Return what there is to remember of a gradient: formulas, each with its meaning beside or under it."""
    up, level = _nabla(gradient), part(f"{gradient.function.letter} = c", "output")
    meanings = {
        up: "points the steepest way up",
        f"|{up}|": "is the slope that way",
        f"{up} perp {level}": "no slope along the contour",
        f"-{up}": "leads the way down",
    }
    formulas = [Formula(code, theme, size=TEXT + 4) for code in meanings]
    indent = max(formula.width for formula in formulas) + 0.35
    rows = []
    for formula, meaning in zip(formulas, meanings.values(), strict=True):
        words = Words(meaning, theme, role="muted", width=layout["panel"].width - (indent if layout.below else 0))
        if layout.below:
            words.move_to(formula.get_left() + indent * mn.RIGHT, aligned_edge=mn.LEFT)
        else:
            words.next_to(formula, mn.DOWN, 0.14, aligned_edge=mn.LEFT)
        rows.append(mn.VGroup(formula, words))
    lay_in_column(layout["panel"], *rows, gap=0.3 if layout.below else 0.5)
    return rows
