"""What is written about a neuron: its forward pass, its local derivatives, its gradients, its step of learning."""

from __future__ import annotations

import re

import manim as mn

from mathkit import Neuron, typst_factor, typst_number
from scenes.neuron_graph import NeuronGraph
from scenes.panel import fit
from scenes.stage import Region
from scenes.theme import LABEL, TEXT, Theme
from scenes.typesetting import Formula

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


def forward(neuron: Neuron, theme: Theme) -> mn.VGroup:
    """Return z, a and L in symbols."""
    steps = (("z", "net", "z"), ("a", "activation", "a"), ("L", "loss", "loss"))
    texts = neuron.formulas
    return mn.VGroup(
        *(
            Formula(f"{{{{ {name} : {role} }}}} = {by_role(texts[fact])}", theme, size=TEXT + 8)
            for name, role, fact in steps
        )
    )


def local_symbols(graph: NeuronGraph) -> mn.VGroup:
    """Return the symbol of every edge's local derivative, beside its edge."""
    # (start, end, which side of the edge, how far along it): the middle two lie close together.
    places = (("a", "L", 1, 0.5), ("z", "a", 1, 0.5), ("w", "z", 1, 0.5), ("x", "z", 1, 0.3), ("b", "z", -1, 0.5))
    labels = mn.VGroup()
    for start, end, side, share in places:
        label = Formula(f"partial {end} slash partial {start}", graph.theme, size=LABEL + 4, role="gradient")
        labels.add(graph.beside(label, start, end, side=side, share=share))
    return labels


def local_derivatives(neuron: Neuron, theme: Theme) -> mn.VGroup:
    """Return the local derivatives between the weight and the loss, in symbols and as numbers."""
    return mn.VGroup(
        *(
            Formula(
                f"{{{{ {symbol} : gradient }}}} = {by_role(neuron.formulas[fact])}"
                f" = {typst_number(getattr(neuron, fact))}",
                theme,
            )
            for symbol, fact in FACTORS.values()
        )
    )


def gradients(neuron: Neuron, theme: Theme) -> mn.VGroup:
    """Return ∂L/∂w, ∂L/∂b and ∂L/∂x: what they share, what they differ in, and their values."""
    shared = "{{ partial L slash partial a : gradient }} dot {{ partial a slash partial z : gradient_2 }}"
    own = (
        ("w", neuron.formulas["dz_dw"], neuron.dloss_dw),
        ("b", neuron.formulas["dz_db"], neuron.dloss_db),
        ("x", neuron.formulas["dz_dx"], neuron.dloss_dx),
    )
    return mn.VGroup(
        *(
            Formula(
                f"{_gradient(name, PARTS[name])} {{{{ = : equals }}}} {shared} dot {by_role(last)}"
                f" = {typst_number(value)}",
                theme,
                size=TEXT + 4,
            )
            for name, last, value in own
        )
    )


def rules(theme: Theme) -> mn.VGroup:
    """Return how w and b learn, in symbols."""
    return mn.VGroup(*(Formula(_rule(name), theme, size=TEXT + 4) for name in "wb"))


def step(neuron: Neuron, after: Neuron, rate: float, theme: Theme, *, broken: bool) -> mn.VGroup:
    """Return one step of learning from `neuron` to `after`, for w and for b, in symbols and in numbers.

    `broken`: the numbers stand on a line of their own.
    """
    eta = typst_number(rate)

    def row(name: str, before: float, slope: float, then: float) -> Formula:
        result = f"{{{{ {typst_number(then)} : {PARTS[name]}_3 }}}}"
        line = "\\ quad" if broken else ""
        numbers = f"{typst_number(before)} - {eta} dot {typst_factor(slope)}"
        return Formula(f"{_rule(name)} {line} {{{{ = : equals }}}} {numbers} = {result}", theme, size=TEXT + 4)

    return mn.VGroup(row("w", neuron.w, neuron.dloss_dw, after.w), row("b", neuron.b, neuron.dloss_db, after.b))


def aligned(rows: mn.VGroup, region: Region) -> mn.VGroup:
    """Lay rows under one another in the middle of a region, their first equals signs in one line."""
    rows.arrange(mn.DOWN, buff=0.3)
    for row in rows:
        row.shift([-row.part("equals").get_x(), 0, 0])
    return fit(rows, region.width - 0.3, region.height).move_to(region.center)


def _rule(name: str) -> str:
    role = PARTS[name]
    return f"{{{{ {name} : {role} }}}} <- {{{{ {name} : {role}_2 }}}} - eta thin {_gradient(name, 'gradient')}"


def _gradient(name: str, role: str) -> str:
    return f"{{{{ partial L slash partial {name} : {role} }}}}"
