"""What is written about a layer: its line, its loss, its Jacobians, its gradients, and how they flow on."""

from __future__ import annotations

from collections.abc import Sequence

import manim as mn
import numpy as np

from mathkit import LAYER_ACTIVATIONS, Layer, LayerChain, agreeing_decimals, format_number, typst_equals
from mathkit.notation.number_format import shown
from scenes.drawing import (
    LARGE,
    TEXT,
    Formula,
    FormulaRows,
    MatrixBlock,
    Region,
    Theme,
    cell_decimals,
    cell_number,
    equation,
    fit,
)

X, W, B = "{{ bold(x) : input }}", "{{ W : weight }}", "{{ bold(b) : bias }}"
Z, A, T, L = "{{ bold(z) : net }}", "{{ bold(a) : activation }}", "{{ bold(t) : target }}", "{{ L : loss }}"
#: Between formulas under one another, in units.
ROW_GAP = 0.2
DELTA = "{{ bold(delta) : gradient }}"
#: One part each: hung onto a part, the sign of transposition would move when the part is hidden.
DELTA_COLUMN, X_ROW = "{{ bold(delta)^top : gradient_9 }}", "{{ bold(x)^top : input_9 }}"
#: The gradient of the weights.
OUTER = equation("{{ (partial L) / (partial W) : gradient }}", f"{DELTA_COLUMN} {X_ROW}")


def jacobian(of: str, over: str) -> str:
    """Return ∂of/∂over, two vectors in Typst, as a name to be coloured."""
    return f"(partial {of}) / (partial {over})"


def activated(layer: Layer) -> str:
    """Return the activation of z in Typst."""
    return LAYER_ACTIVATIONS[layer.activation].replace("{{ z : z }}", Z)


def judged(chain: LayerChain) -> str:
    """Return the loss in Typst."""
    return f"{'1 / 2 ' if chain.loss == 'half_squared' else ''}norm({A} - {T})^2"


def forward(chain: LayerChain, theme: Theme, region: Region) -> mn.VGroup:
    """Return z, a and L in symbols, and the bias and the target in numbers."""
    layer = chain.layers[0]
    rows = [
        equation(Z, f"{W} {X} + {B}"),
        equation(A, activated(layer)),
        equation(L, judged(chain)),
        equation(B, layer.bias),
        equation(T, chain.target),
    ]
    return FormulaRows(rows, theme, LARGE).in_columns(region)


def nudge(amount: float, theme: Theme, region: Region) -> mn.VGroup:
    """Return what is added to the first input, and what is asked."""
    rows = [equation("Delta {{ x_1 : input }}", amount), equation(f"Delta {Z}", "#h(0.1em) ?")]
    return FormulaRows(rows, theme, LARGE).in_columns(region)


def entry_of_jacobian(theme: Theme, region: Region) -> mn.VGroup:
    """Return what one entry of the Jacobian of Wx + b is."""
    one = "(partial {{ z_i : net }}) / (partial {{ x_j : input }})"
    return FormulaRows([equation(one, "{{ w_(i j) : weight }}")], theme, LARGE).in_columns(region)


def response(layer: Layer, j: int, amount: float, theme: Theme, region: Region) -> mn.VGroup:
    """Return what is added to entry j of z, and what all of a do."""
    z = layer.z.copy()
    z[j] += amount
    change = ", ".join(map(_change, layer.activated(z) - layer.a))
    rows = [equation(f"Delta {{{{ z_{j + 1} : net }}}}", amount), f"Delta {A} {{{{ approx : equals }}}} ({change})"]
    return FormulaRows(rows, theme, LARGE).in_columns(region)


def activation_jacobian(layer: Layer, theme: Theme, region: Region) -> mn.VGroup:
    """Return what the activation's Jacobian is made of."""
    name = f"{{{{ {jacobian('bold(a)', 'bold(z)')} : gradient }}}}"
    made = 'upright("diag") thin {{ sigma\'(bold(z)) : gradient_2 }}'
    if not layer.elementwise:
        made = f'upright("diag") thin {A} - {A} thin {{{{ bold(a)^top : activation_2 }}}}'
    return FormulaRows([equation(name, made)], theme, LARGE).in_columns(region)


def outer_rule(theme: Theme, region: Region) -> mn.VGroup:
    """Return the gradient of the weights: of one, and of all at once."""
    one = "{{ (partial L) / (partial w_(i j)) : gradient }}"
    rows = [equation(one, "{{ delta_i : gradient_2 }} thin {{ x_j : input }}"), OUTER]
    return FormulaRows(rows, theme, LARGE).in_columns(region)


def entry_sum(left: MatrixBlock, right: MatrixBlock, result: MatrixBlock, j: int, region: Region) -> mn.VGroup:
    """Return how entry j of a product's row is worked out, in numbers: in two lines where one is too long."""
    factors, total = [*zip(left.block.values[0], right.block.values[:, j], strict=True)], result.block.values[0, j]
    decimals = agreeing_decimals(factors, total, cell_decimals(total))
    terms = [f"{_factor(one, decimals)} dot {_factor(other, decimals)}" for one, other in factors]
    exact = all(_exact(value) for value in (*np.ravel(factors), total))
    whole = f"{'=' if exact else 'approx'} {{{{ {_plain(cell_number(total))} : {result.block.role} }}}}"
    line = mn.VGroup(Formula(f"{' + '.join(terms)} {whole}", left.theme, size=LARGE))
    if line.width > region.width * LARGE / TEXT and len(terms) > 1:
        half = (len(terms) + 1) // 2
        codes = " + ".join(terms[:half]), f"+ {' + '.join(terms[half:])} {whole}"
        line = mn.VGroup(*(Formula(code, left.theme, size=LARGE) for code in codes)).arrange(mn.DOWN, buff=ROW_GAP)
    return fit(line, region.width, region.height).move_to(region.center)


def flow(theme: Theme, region: Region, middles: Sequence[np.ndarray], *, downward: bool) -> mn.VGroup:
    """Return how the gradient flows through two layers, from the loss to the first weights.

    Where the flow goes down each stands beside its stretch, whose middle is in `middles`; where it goes to the right,
    or there is no room, those of a layer stand under one another: the first layer's on the left.
    """
    lines = [
        equation(_delta(2), f"{_over('L', 'a', 2)} thin {_over('a', 'z', 2, bold=True)}"),
        equation(_over("L", "a", 1), f"{_delta(2)} thin {{{{ W_2 : weight }}}}"),
        equation(_delta(1), f"{_over('L', 'a', 1)} thin {_over('a', 'z', 1, bold=True)}"),
        equation("{{ (partial L) / (partial W_1) : gradient }}", f"{_delta(1, '^top')} {X_ROW}"),
    ]
    if downward:
        rows = FormulaRows(lines, theme, LARGE)
        for size in (LARGE, TEXT):
            if _beside(rows.scale(size / LARGE), region, [middle[1] for middle in middles]):
                return rows
    left = FormulaRows([*lines[2:], *lines[:2]], theme, LARGE).in_two_columns(region)
    return mn.VGroup(*left[2:], *left[:2])


def _beside(rows: mn.VGroup, region: Region, middles: Sequence[float]) -> bool:
    """Put formulas down a region as near as can be to where they belong; tell whether there is room."""
    needed = sum(row.height for row in rows) + ROW_GAP * (len(rows) - 1)
    if needed > region.height or max(row.width for row in rows) > region.width:
        return False
    low = region.bottom
    for place in np.argsort(middles):
        row = rows[int(place)]
        low = min(max(low, middles[place] - row.height / 2), region.top - needed)
        row.move_to([region.left, low, 0], aligned_edge=mn.DL)
        low, needed = low + row.height + ROW_GAP, needed - row.height - ROW_GAP
    return True


def _exact(value: float) -> bool:
    return typst_equals(value, decimals=cell_decimals(value)) == "="


def _plain(text: str) -> str:
    return text.replace("\u2212", "-")


def _factor(value: float, decimals: int) -> str:
    """Return a number as its cell shows it, or to more decimals where it has them; in brackets if it is negative."""
    more = decimals > 2 and not _exact(value)
    text = _plain(format_number(value, decimals=decimals) if more else cell_number(value))
    return f"({text})" if text.startswith("-") else text


def _change(value: float) -> str:
    """Return what a nudge has changed, to two digits: beyond four decimals there is nothing to be seen of it."""
    text = format_number(shown(value, 2), decimals=4)
    return _plain(text.rstrip("0").rstrip("."))


def _delta(layer: int, raised: str = "") -> str:
    return f"{{{{ bold(delta)_{layer}{raised} : gradient_{layer} }}}}"


def _over(of: str, over: str, layer: int, *, bold: bool = False) -> str:
    above = f"bold({of})_{layer}" if bold else of
    return f"{{{{ (partial {above}) / (partial bold({over})_{layer}) : gradient_{layer + 4 + 2 * bold} }}}}"
