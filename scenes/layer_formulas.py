"""What is written about a layer: its line, its loss, its Jacobians, its gradients, and how they flow on."""

from __future__ import annotations

from collections.abc import Sequence

import manim as mn
import numpy as np

from mathkit import LAYER_ACTIVATIONS, Layer, LayerChain, typst_number
from scenes.matrix_block import LARGE, MatrixBlock, cell_number
from scenes.panel import fit
from scenes.stage import Region
from scenes.theme import TEXT, Theme
from scenes.typesetting import Formula

X, W, B = "{{ bold(x) : input }}", "{{ W : weight }}", "{{ bold(b) : bias }}"
Z, A, T, L = "{{ bold(z) : net }}", "{{ bold(a) : activation }}", "{{ bold(t) : target }}", "{{ L : loss }}"
#: Between formulas under one another and beside one another, in units.
ROW_GAP, COLUMN_GAP = 0.2, 0.35
EQUALS = "{{ = : equals }}"
DELTA = "{{ bold(delta) : gradient }}"
#: One part each: hung onto a part, the sign of transposition would move when the part is hidden.
DELTA_COLUMN, X_ROW = "{{ bold(delta)^top : gradient_9 }}", "{{ bold(x)^top : input_9 }}"
#: The gradient of the weights.
OUTER = f"{{{{ (partial L) / (partial W) : gradient }}}} {EQUALS} {DELTA_COLUMN} {X_ROW}"


def jacobian(of: str, over: str) -> str:
    """Return ∂of/∂over, two vectors in Typst, as a name to be coloured."""
    return f"(partial {of}) / (partial {over})"


def activated(layer: Layer) -> str:
    """Return the activation of z in Typst."""
    return LAYER_ACTIVATIONS[layer.activation].replace("{{ z : z }}", Z)


def forward(chain: LayerChain, theme: Theme, region: Region) -> mn.VGroup:
    """Return z, a and L in symbols, and the bias and the target in numbers."""
    layer = chain.layers[0]
    lines = [
        f"{Z} {EQUALS} {W} {X} + {B}",
        f"{A} {EQUALS} {activated(layer)}",
        f"{L} {EQUALS} norm({A} - {T})^2",
        f"{B} {EQUALS} {_tuple(layer.bias)}",
        f"{T} {EQUALS} {_tuple(chain.target)}",
    ]
    return aligned(lines, theme, region)


def nudge(amount: float, theme: Theme, region: Region) -> mn.VGroup:
    """Return what is added to the first input, and what is asked."""
    given = f"Delta {{{{ x_1 : input }}}} {EQUALS} {typst_number(amount)}"
    return aligned([given, f"Delta {Z} {EQUALS} #h(0.1em) ?"], theme, region)


def entry_of_jacobian(theme: Theme, region: Region) -> mn.VGroup:
    """Return what one entry of the Jacobian of Wx + b is."""
    one = "(partial {{ z_i : net }}) / (partial {{ x_j : input }})"
    return aligned([f"{one} {EQUALS} {{{{ w_(i j) : weight }}}}"], theme, region)


def activation_jacobian(layer: Layer, theme: Theme, region: Region) -> mn.VGroup:
    """Return what the activation's Jacobian is made of."""
    name = f"{{{{ {jacobian('bold(a)', 'bold(z)')} : gradient }}}}"
    made = 'upright("diag") thin {{ sigma\'(bold(z)) : gradient_2 }}'
    if not layer.elementwise:
        made = f'upright("diag") thin {A} - {A} thin {{{{ bold(a)^top : activation_2 }}}}'
    return aligned([f"{name} {EQUALS} {made}"], theme, region)


def outer_rule(theme: Theme, region: Region) -> mn.VGroup:
    """Return the gradient of the weights: of one, and of all at once."""
    one = "{{ (partial L) / (partial w_(i j)) : gradient }}"
    lines = [f"{one} {EQUALS} {{{{ delta_i : gradient_2 }}}} thin {{{{ x_j : input }}}}", OUTER]
    return aligned(lines, theme, region)


def entry_sum(left: MatrixBlock, right: MatrixBlock, result: MatrixBlock, j: int, region: Region) -> mn.VGroup:
    """Return how entry j of a product's row is worked out, in numbers: in two lines where one is too long."""
    factors = zip(left.block.values[0], right.block.values[:, j], strict=True)
    terms = [f"{_factor(one)} dot {_factor(other)}" for one, other in factors]
    whole = f"= {{{{ {_plain(result.block.values[0, j])} : {result.block.role} }}}}"
    line = mn.VGroup(Formula(f"{' + '.join(terms)} {whole}", left.theme, size=LARGE))
    if line.width > region.width * LARGE / TEXT and len(terms) > 1:
        half = (len(terms) + 1) // 2
        codes = " + ".join(terms[:half]), f"+ {' + '.join(terms[half:])} {whole}"
        line = mn.VGroup(*(Formula(code, left.theme, size=LARGE) for code in codes)).arrange(mn.DOWN, buff=ROW_GAP)
    return fit(line, region.width, region.height).move_to(region.center)


def flow(theme: Theme, region: Region, middles: Sequence[np.ndarray], *, downward: bool) -> mn.VGroup:
    """Return how the gradient flows through two layers, from the loss to the first weights, each beside its stretch.

    `middles` are the middles of the four stretches; where formulas have no room there they stand in two columns.
    """
    lines = [
        f"{_delta(2)} {EQUALS} {_over('L', 'a', 2)} thin {_over('a', 'z', 2, bold=True)}",
        f"{_over('L', 'a', 1)} {EQUALS} {_delta(2)} thin {{{{ W_2 : weight }}}}",
        f"{_delta(1)} {EQUALS} {_over('L', 'a', 1)} thin {_over('a', 'z', 1, bold=True)}",
        f"{{{{ (partial L) / (partial W_1) : gradient }}}} {EQUALS} {_delta(1, '^top')} {X_ROW}",
    ]
    rows = mn.VGroup(*(Formula(line, theme, size=LARGE) for line in lines))
    for size in (LARGE, TEXT):
        if _beside(rows.scale(size / LARGE), region, [middle[1 if downward else 0] for middle in middles], downward):
            return rows
    return aligned(lines, theme, region)


def _beside(rows: mn.VGroup, region: Region, middles: Sequence[float], downward: bool) -> bool:
    """Put formulas next to where they belong, in one line across or down a region; tell whether there is room."""
    axis, gap = (1, ROW_GAP) if downward else (0, COLUMN_GAP)
    low, high = (region.bottom, region.top) if downward else (region.left, region.right)
    sizes = [row.height if downward else row.width for row in rows]
    broadest = max(row.width if downward else row.height for row in rows)
    if sum(sizes) + gap * (len(rows) - 1) > high - low or broadest > (region.width if downward else region.height):
        return False
    ends: list[float] = []
    for place in reversed(np.argsort(middles)):
        last = high if not ends else ends[-1] - gap
        ends.append(min(last, middles[place] + sizes[place] / 2))
    # What was pushed over the low end pushes back.
    least = low
    for turn, place in reversed(list(enumerate(reversed(np.argsort(middles))))):
        ends[turn] = max(ends[turn], least + sizes[place])
        least = ends[turn] + gap
    for turn, place in enumerate(reversed(np.argsort(middles))):
        middle = region.center
        middle[axis] = ends[turn] - sizes[place] / 2
        rows[place].move_to(middle)
    if downward:
        for row in rows:
            row.align_to([region.left, 0, 0], mn.LEFT)
    return True


def aligned(lines: Sequence[str], theme: Theme, region: Region) -> mn.VGroup:
    """Lay formulas under one another in the middle of a region, their equals signs in one line, as large as can be.

    Where they are too tall together they stand in two columns.
    """
    rows = [Formula(line, theme, size=LARGE) for line in lines]
    half, cells = (len(rows) + 1) // 2, region.columns(1, 1)
    halves = (rows[:half], cells[0]), (rows[half:], cells[1])
    one = _factor_into([(rows, region)])
    both = _factor_into(halves)
    parts = [(rows, region)] if one >= min(both, TEXT / LARGE) or half == len(rows) else halves
    factor = max(one, both) if parts is halves else one
    for some, cell in parts:
        for row in some:
            row.scale(factor)
        _column(some, cell)
    return mn.VGroup(*rows)


def _factor_into(parts: Sequence[tuple[list[Formula], Region]]) -> float:
    """Return how large columns of formulas may be in their cells, 1 at most."""
    factors = [1.0]
    for rows, cell in parts:
        if rows:
            left = max(row.part("equals").get_x() - row.get_left()[0] for row in rows)
            right = max(row.get_right()[0] - row.part("equals").get_x() for row in rows)
            gaps = ROW_GAP * (len(rows) - 1)
            factors += [cell.width / (left + right), (cell.height - gaps) / sum(row.height for row in rows)]
    return min(factors)


def _column(rows: list[Formula], region: Region) -> mn.VGroup:
    group = mn.VGroup(*rows).arrange(mn.DOWN, buff=ROW_GAP)
    for row in rows:
        row.shift([-row.part("equals").get_x(), 0, 0])
    return group.move_to(region.center)


def _plain(value: float) -> str:
    return cell_number(value).replace("\u2212", "-")


def _factor(value: float) -> str:
    return f"({_plain(value)})" if _plain(value).startswith("-") else _plain(value)


def _tuple(values: object) -> str:
    return f"({', '.join(typst_number(float(value)) for value in values)})"  # type: ignore[attr-defined]


def _delta(layer: int, raised: str = "") -> str:
    return f"{{{{ bold(delta)_{layer}{raised} : gradient_{layer} }}}}"


def _over(of: str, over: str, layer: int, *, bold: bool = False) -> str:
    above = f"bold({of})_{layer}" if bold else of
    return f"{{{{ (partial {above}) / (partial bold({over})_{layer}) : gradient_{layer + 4 + 2 * bold} }}}}"
