"""What is written about a layer: its line, its loss, its Jacobians, its gradients, and how they flow on."""

from __future__ import annotations

import manim as mn

from mathkit import LAYER_ACTIVATIONS, LayerChain, typst_number
from scenes.panel import fit
from scenes.stage import Region
from scenes.theme import TEXT, Theme
from scenes.typesetting import Formula

X, W, B = "{{ bold(x) : input }}", "{{ W : weight }}", "{{ bold(b) : bias }}"
Z, A, T, L = "{{ bold(z) : net }}", "{{ bold(a) : activation }}", "{{ bold(t) : target }}", "{{ L : loss }}"
#: Between formulas under one another, in units.
ROW_GAP = 0.2
EQUALS = "{{ = : equals }}"
DELTA = "{{ bold(delta) : gradient }}"
#: One part each: hung onto a part, the sign of transposition would move when the part is hidden.
DELTA_COLUMN, X_ROW = "{{ bold(delta)^top : gradient_9 }}", "{{ bold(x)^top : input_9 }}"


def jacobian(of: str, over: str) -> str:
    """Return ∂of/∂over, two vectors in Typst, as a name to be coloured."""
    return f"(partial {of}) / (partial {over})"


def forward(chain: LayerChain, theme: Theme, region: Region) -> mn.VGroup:
    """Return z, a and L in symbols, and the bias and the target in numbers."""
    layer = chain.layers[0]
    bent = LAYER_ACTIVATIONS[layer.activation].replace("{{ z : z }}", Z)
    lines = [
        f"{Z} {EQUALS} {W} {X} + {B}",
        f"{A} {EQUALS} {bent}",
        f"{L} {EQUALS} norm({A} - {T})^2",
        f"{B} {EQUALS} {_tuple(layer.bias)}",
        f"{T} {EQUALS} {_tuple(chain.target)}",
    ]
    return aligned(lines, theme, region)


def nudge(amount: float, theme: Theme, region: Region) -> mn.VGroup:
    """Return what is added to the first input, and what is asked."""
    given = f"Delta {{{{ x_1 : input }}}} {EQUALS} {typst_number(amount)}"
    return aligned([given, f"Delta {Z} {EQUALS} #h(0.1em) ?"], theme, region)


def outer_rule(theme: Theme, region: Region) -> mn.VGroup:
    """Return the gradient of the weights: of one, and of all at once."""
    one = "{{ (partial L) / (partial w_(i j)) : gradient }}"
    lines = [
        f"{one} {EQUALS} {{{{ delta_i : gradient_2 }}}} thin {{{{ x_j : input }}}}",
        f"{{{{ (partial L) / (partial W) : gradient }}}} {EQUALS} {DELTA_COLUMN} {X_ROW}",
    ]
    return aligned(lines, theme, region)


def flow(theme: Theme, region: Region) -> mn.VGroup:
    """Return how the gradient flows through two layers, from the loss to the first weights."""
    lines = [
        f"{_delta(2)} {EQUALS} {_over('L', 'a', 2)} {_over('a', 'z', 2, bold=True)}",
        f"{_over('L', 'a', 1)} {EQUALS} {_delta(2)} thin {{{{ W_2 : weight }}}}",
        f"{_delta(1)} {EQUALS} {_over('L', 'a', 1)} {_over('a', 'z', 1, bold=True)}",
        f"{{{{ (partial L) / (partial W_1) : gradient }}}} {EQUALS} {_delta(1, '^top')} {X_ROW}",
    ]
    return aligned(lines, theme, region)


def recap(theme: Theme, region: Region) -> mn.VGroup:
    """Return the chain rule of a layer in three lines."""
    lines = [
        f"{DELTA} {EQUALS} {{{{ (partial L) / (partial bold(a)) : gradient_2 }}}} thin "
        "{{ (partial bold(a)) / (partial bold(z)) : gradient_3 }}",
        f"{{{{ (partial L) / (partial W) : gradient }}}} {EQUALS} {DELTA_COLUMN} {X_ROW}",
        f"{{{{ (partial L) / (partial bold(b)) : gradient }}}} {EQUALS} {DELTA_COLUMN}",
        f"{{{{ (partial L) / (partial bold(x)) : gradient }}}} {EQUALS} {DELTA} thin {W}",
    ]
    return aligned(lines, theme, region)


def aligned(lines: list[str], theme: Theme, region: Region, *, size: float = TEXT) -> mn.VGroup:
    """Lay formulas under one another in the middle of a region, their equals signs in one line.

    Where they are too tall together they stand in two columns.
    """
    rows = [Formula(line, theme, size=size) for line in lines]
    if sum(row.height + ROW_GAP for row in rows) > region.height:
        half = (len(rows) + 1) // 2
        for part, cell in zip((rows[:half], rows[half:]), region.columns(1, 1), strict=True):
            _column(part, cell)
        return mn.VGroup(*rows)
    return _column(rows, region)


def _column(rows: list[Formula], region: Region) -> mn.VGroup:
    group = mn.VGroup(*rows).arrange(mn.DOWN, buff=ROW_GAP)
    for row in rows:
        row.shift([-row.part("equals").get_x(), 0, 0])
    return fit(group, region.width, region.height).move_to(region.center)


def _tuple(values: object) -> str:
    return f"({', '.join(typst_number(float(value)) for value in values)})"  # type: ignore[attr-defined]


def _delta(layer: int, raised: str = "") -> str:
    return f"{{{{ bold(delta)_{layer}{raised} : gradient_{layer} }}}}"


def _over(of: str, over: str, layer: int, *, bold: bool = False) -> str:
    above = f"bold({of})_{layer}" if bold else of
    return f"{{{{ (partial {above}) / (partial bold({over})_{layer}) : gradient_{layer + 4 + 2 * bold} }}}}"
