"""What is written about a neuron: its forward pass, its local derivatives, its gradients, its step of learning."""

from __future__ import annotations

from collections.abc import Iterable
from itertools import pairwise

import manim as mn

from mathkit import Neuron, typst_equals, typst_factor, typst_number
from mathkit.notation.number_format import shown
from scenes.drawing import (
    LABEL,
    ROLES,
    TEXT,
    Formula,
    FormulaRows,
    NeuronGraph,
    Region,
    Theme,
    equation,
    named_by_role,
    short_number,
    value_of,
)
from scenes.neuron_chain_rule.facts import telling_digits

#: The factors of ∂L/∂w by edge, in the order in which the backward pass meets them: (symbol, fact).
FACTORS = {
    ("a", "L"): ("(partial L) / (partial a)", "dloss_da"),
    ("z", "a"): ("(partial a) / (partial z)", "da_dz"),
    ("w", "z"): ("(partial z) / (partial w)", "dz_dw"),
}


def forward(neuron: Neuron, theme: Theme, region: Region) -> list[tuple[mn.VGroup, mn.VGroup]]:
    """Return z, a and L laid into a region: each in symbols, and its value behind them."""
    rows = [
        f"{equation(_part(name), _formula(neuron, fact))} {{{{ {_rounded(value_of(neuron, name))} : ink_9 }}}}"
        for name, fact in (("z", "z"), ("a", "a"), ("L", "loss"))
    ]
    pairs = []
    for row in FormulaRows(rows, theme, TEXT + 10).in_line(region):
        value = row.part("ink_9").family_members_with_points()
        rest = [glyph for glyph in row.family_members_with_points() if not any(glyph is v for v in value)]
        pairs.append((mn.VGroup(*rest), mn.VGroup(*value)))
    return pairs


def _rounded(value: float) -> str:
    """Return a value as its node shows it, behind the sign that is true of it."""
    text = short_number(value)
    if "10" in text and text[-1] in "⁰¹²³⁴⁵⁶⁷⁸⁹":
        return f"{typst_equals(value, digits=2)} {typst_number(value, 2)}"
    decimals = len(text.partition(".")[2])
    return f"{typst_equals(value, decimals=decimals)} {typst_number(shown(value, decimals=decimals), 6)}"


def local_symbols(graph: NeuronGraph) -> dict[tuple[str, str], Formula]:
    """Return the symbol of every edge's local derivative, beside its edge."""
    # (start, end, which side of the edge, how far along it): the middle two lie close together.
    places = (
        ("a", "L", 1, 0.5),
        ("z", "a", 1, 0.5),
        ("w", "z", 1, 0.5),
        ("x", "z", 1, 0.4),
        ("b", "z", -1, 0.5),
    )
    labels = {}
    for start, end, side, share in places:
        label = Formula(f"partial {end} slash partial {start}", graph.theme, size=LABEL + 4, role="gradient")
        labels[start, end] = graph.beside(label, (start, end), side=side, share=share)
    return labels


def local_derivatives(neuron: Neuron, theme: Theme, region: Region) -> mn.VGroup:
    """Return the local derivatives between the weight and the loss, in symbols and as numbers.

    Where upright fractions would have to be small, they are written on one line.
    """

    def rows(symbols: Iterable[str]) -> FormulaRows:
        facts = [fact for _, fact in FACTORS.values()]
        codes = [
            equation(f"{{{{ {symbol} : gradient }}}}", _formula(neuron, fact), getattr(neuron, fact))
            for symbol, fact in zip(symbols, facts, strict=True)
        ]
        return FormulaRows(codes, theme, TEXT + 8)

    upright = rows(symbol for symbol, _ in FACTORS.values())
    needed = upright[0].height
    if upright.in_line(region)[0].height > 0.9 * needed:
        return upright
    return rows(f"partial {end} slash partial {start}" for start, end in FACTORS).in_line(region)


def gradients(neuron: Neuron, theme: Theme, region: Region) -> mn.VGroup:
    """Return ∂L/∂w, ∂L/∂b and ∂L/∂x: what they share, what they differ in, and their values."""
    shared = "{{ partial L slash partial a : gradient_1 }} dot {{ partial a slash partial z : gradient_2 }}"
    rows = [
        equation(_gradient(name), f"{shared} dot {_formula(neuron, f'dz_d{name}')}", getattr(neuron, f"dloss_d{name}"))
        for name in "wbx"
    ]
    return FormulaRows(rows, theme, TEXT + 8).in_column(region)


def shared_bands(rows: mn.VGroup, theme: Theme) -> mn.VGroup:
    """Return plates behind what the gradients share: one for each row, which make one together."""
    shared = [mn.VGroup(row.part("gradient_1"), row.part("gradient_2")) for row in rows]
    around = mn.VGroup(*shared)
    tops = [around.get_top()[1] + 0.12]
    tops += [(above.get_bottom()[1] + below.get_top()[1]) / 2 for above, below in pairwise(shared)]
    # A little of each lies under the next: where edges only meet, the background shows through.
    bottoms = [*(top - 0.02 for top in tops[1:]), around.get_bottom()[1] - 0.12]
    color, middle = theme.color("plate"), around.get_center()[0]
    bands = mn.VGroup()
    for top, bottom in zip(tops, bottoms, strict=True):
        band = mn.Rectangle(width=around.width + 0.16, height=top - bottom, stroke_width=0)
        bands.add(band.set_fill(color, 1).move_to([middle, (top + bottom) / 2, 0]))
    return bands


def rules(theme: Theme, region: Region) -> mn.VGroup:
    """Return how w and b learn, in symbols."""
    return FormulaRows([_rule(name, arrow="equals") for name in "wb"], theme, TEXT + 3).in_column(region, gap=0.4)


def step(neuron: Neuron, after: Neuron, rate: float, theme: Theme, region: Region) -> mn.VGroup:
    """Return one step of learning from `neuron` to `after`, for w and for b, in symbols and in numbers.

    Where a line is too long for the region, the numbers stand on a line of their own.
    """
    eta = typst_number(rate)

    def row(name: str, line: str) -> str:
        before, slope, then = getattr(neuron, name), getattr(neuron, f"dloss_d{name}"), getattr(after, name)
        digits = telling_digits(then, before)
        numbers = f"{typst_number(before, digits)} - {eta} dot {typst_factor(slope)}"
        given = typst_equals(before, digits=digits) == typst_equals(rate, slope) == "="
        signs = "=" if given else "approx", "=" if given and typst_equals(then, digits=digits) == "=" else "approx"
        result = f"{{{{ {typst_number(then, digits)} : {ROLES[name]}_3 }}}}"
        return f"{_rule(name)} {line} {{{{ {signs[0]} : equals }}}} {numbers} {signs[1]} {result}"

    whole = FormulaRows([row(name, "") for name in "wb"], theme, TEXT + 8)
    if whole.width > region.width - 0.6:
        whole = FormulaRows([row(name, "\\ quad") for name in "wb"], theme, TEXT + 8)
    return whole.in_column(region)


def _rule(name: str, arrow: str = "ink_7") -> str:
    return f"{_part(name)} {{{{ <- : {arrow} }}}} {_part(name, '_2')} - eta thin {_gradient(name)}"


def _part(name: str, ending: str = "") -> str:
    return f"{{{{ {name} : {ROLES[name]}{ending} }}}}"


def _formula(neuron: Neuron, fact: str) -> str:
    return named_by_role(neuron.formulas[fact], ROLES)


def _gradient(name: str) -> str:
    return f"{{{{ partial L slash partial {name} : gradient }}}}"
