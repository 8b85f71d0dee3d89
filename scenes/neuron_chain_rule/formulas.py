"""What is written about a neuron: its forward pass, its local derivatives, its gradients, its step of learning."""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import pairwise

import manim as mn

from mathkit import Neuron, typst_equals, typst_factor, typst_number
from scenes.drawing import LABEL, TEXT, Formula, NeuronGraph, Region, Theme, fit, short_number, value_of

#: The part names of mathkit's formulas, as roles.
PARTS = {"x": "input", "w": "weight", "b": "bias", "z": "net", "a": "activation", "target": "target"}
#: The factors of ∂L/∂w by edge, in the order in which the backward pass meets them: (symbol, fact).
FACTORS = {
    ("a", "L"): ("(partial L) / (partial a)", "dloss_da"),
    ("z", "a"): ("(partial a) / (partial z)", "da_dz"),
    ("w", "z"): ("(partial z) / (partial w)", "dz_dw"),
}


def by_role(code: str) -> str:
    """Return a formula of mathkit with its parts named by role."""
    return re.sub(r": (\w+) \}\}", lambda m: f": {PARTS.get(m[1], m[1])} }}}}", code)


def forward(neuron: Neuron, theme: Theme, region: Region) -> list[tuple[mn.VGroup, mn.VGroup]]:
    """Return z, a and L laid into a region: each in symbols, and its value behind them."""
    steps = (("z", "net", "z"), ("a", "activation", "a"), ("L", "loss", "loss"))
    rows = [
        Formula(
            f"{{{{ {name} : {role} }}}} {{{{ = : equals }}}} {by_role(neuron.formulas[fact])}"
            f" {{{{ {_rounded(value_of(neuron, name))} : ink_9 }}}}",
            theme,
            size=TEXT + 10,
        )
        for name, role, fact in steps
    ]
    arranged(rows, region)
    pairs = []
    for row in rows:
        value = row.part("ink_9").family_members_with_points()
        rest = [glyph for glyph in row.family_members_with_points() if not any(glyph is v for v in value)]
        pairs.append((mn.VGroup(*rest), mn.VGroup(*value)))
    return pairs


def _rounded(value: float) -> str:
    """Return a value as its node shows it, behind the sign that is true of it."""
    shown = short_number(value)
    if "10" in shown and shown[-1] in "⁰¹²³⁴⁵⁶⁷⁸⁹":
        return f"{typst_equals(value, digits=2)} {typst_number(value, 2)}"
    decimals = len(shown.partition(".")[2])
    return f"{typst_equals(value, decimals=decimals)} {typst_number(round(value, decimals), 6)}"


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

    def rows(symbols: Sequence[str]) -> list[Formula]:
        return [
            Formula(
                f"{{{{ {symbol} : gradient }}}} {{{{ = : equals }}}} {by_role(neuron.formulas[fact])}"
                f" {_valued(getattr(neuron, fact))}",
                theme,
                size=TEXT + 8,
            )
            for symbol, (_, fact) in zip(symbols, FACTORS.values(), strict=True)
        ]

    upright = rows([symbol for symbol, _ in FACTORS.values()])
    needed = upright[0].height
    block = arranged(upright, region)
    if upright[0].height > 0.9 * needed:
        return block
    return arranged(rows([f"partial {end} slash partial {start}" for start, end in FACTORS]), region)


def gradients(neuron: Neuron, theme: Theme, region: Region) -> mn.VGroup:
    """Return ∂L/∂w, ∂L/∂b and ∂L/∂x: what they share, what they differ in, and their values."""
    shared = "{{ partial L slash partial a : gradient_1 }} dot {{ partial a slash partial z : gradient_2 }}"
    own = (
        ("w", neuron.formulas["dz_dw"], neuron.dloss_dw),
        ("b", neuron.formulas["dz_db"], neuron.dloss_db),
        ("x", neuron.formulas["dz_dx"], neuron.dloss_dx),
    )
    rows = [
        Formula(
            f"{_gradient(name)} {{{{ = : equals }}}} {shared} dot {by_role(last)} {_valued(value)}",
            theme,
            size=TEXT + 8,
        )
        for name, last, value in own
    ]
    return aligned(rows, region)


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
    return aligned([Formula(_rule(name, arrow="equals"), theme, size=TEXT + 3) for name in "wb"], region, gap=0.4)


def step(neuron: Neuron, after: Neuron, rate: float, theme: Theme, region: Region) -> mn.VGroup:
    """Return one step of learning from `neuron` to `after`, for w and for b, in symbols and in numbers.

    Where a line is too long for the region, the numbers stand on a line of their own.
    """
    eta = typst_number(rate)

    def row(name: str, before: float, slope: float, then: float, line: str) -> Formula:
        result = f"{{{{ {typst_number(then)} : {PARTS[name]}_3 }}}}"
        numbers = f"{typst_number(before)} - {eta} dot {typst_factor(slope)}"
        signs = typst_equals(before, rate, slope), typst_equals(before, rate, slope, then)
        code = f"{_rule(name)} {line} {{{{ {signs[0]} : equals }}}} {numbers} {signs[1]} {result}"
        return Formula(code, theme, size=TEXT + 8)

    facts = (("w", neuron.w, neuron.dloss_dw, after.w), ("b", neuron.b, neuron.dloss_db, after.b))
    whole = [row(*fact, "") for fact in facts]
    if mn.VGroup(*whole).width <= region.width - 0.6:
        return aligned(whole, region)
    return aligned([row(*fact, "\\ quad") for fact in facts], region)


def aligned(rows: Sequence[Formula], region: Region, gap: float = 0.3) -> mn.VGroup:
    """Lay rows under one another in the middle of a region, their first equals signs in one line."""
    block = mn.VGroup(*rows).arrange(mn.DOWN, buff=gap)
    for row in rows:
        row.shift([-row.part("equals").get_x(), 0, 0])
    return fit(block, region.width, region.height).move_to(region.center)


def arranged(rows: Sequence[Formula], region: Region) -> mn.VGroup:
    """Lay formulas side by side on one line where they have room for that, or under one another; all of one size."""
    block = mn.VGroup(*rows)
    free = region.width - sum(row.width for row in rows)
    if free < 0.5 * (len(rows) - 1) and region.height > 1.6 * max(row.height for row in rows):
        return aligned(rows, region)
    gap = min(1.4, max(0.5, free / (len(rows) + 1)))
    block.arrange(mn.RIGHT, buff=gap)
    for row in rows:
        row.shift([0, -row.part("equals").get_y(), 0])
    return fit(block, region.width, region.height).move_to(region.center)


def _rule(name: str, arrow: str = "ink_7") -> str:
    role = PARTS[name]
    change = f"{{{{ {name} : {role}_2 }}}} - eta thin {_gradient(name)}"
    return f"{{{{ {name} : {role} }}}} {{{{ <- : {arrow} }}}} {change}"


def _gradient(name: str) -> str:
    return f"{{{{ partial L slash partial {name} : gradient }}}}"


def _valued(value: float) -> str:
    return f"{typst_equals(value)} {typst_number(value)}"
