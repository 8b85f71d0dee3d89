"""The three products of a layer as three cards: in words, as a formula, and as a sketch of its blocks with shapes."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import manim as mn
import numpy as np

from mathkit import LayerChain
from scenes.drawing import (
    LABEL,
    LARGE,
    TEXT,
    Block,
    Cells,
    Formula,
    FormulaRows,
    MatrixBlock,
    Region,
    Stage,
    Theme,
    Words,
    column,
    equation,
    fit,
    rounded_box,
    row,
)
from scenes.layer_chain_rule.formulas import (
    DELTA,
    DELTA_COLUMN,
    OUTER,
    A,
    B,
    L,
    W,
    X,
    Z,
    activated,
    jacobian,
    judged,
)

#: Inside a card's rim, between what stands in it, and between two of its blocks, in units.
PAD, GAP, SIGN = 0.2, 0.2, 0.5
#: The largest cell of a sketch, and the room of the shapes below it, in units.
CELL, FOOT = 0.46, 0.5
#: How many times larger a card's formula is than the line on top, at most.
STEP = 1.22


@dataclass(frozen=True, slots=True, eq=False)
class Product:
    """What a card tells: words and formulas in Typst, and its factors and result as blocks."""

    words: str
    formulas: tuple[str, ...]
    blocks: tuple[Block, ...]


def products(chain: LayerChain) -> list[Product]:
    """Return the three products of a layer."""
    layer, gradients = chain.layers[0], chain.gradients[0]
    delta = Block("", "gradient", row(gradients.dloss_dz))
    up, bent = Block("", "gradient", row(gradients.dloss_da)), Block("", "gradient", layer.da_dz)
    standing, x = Block("", "gradient", column(gradients.dloss_dz)), Block("", "input", row(layer.x))
    weights = Block("", "weight", layer.weights)
    loss_row, bend = jacobian("L", "bold(a)"), jacobian("bold(a)", "bold(z)")
    through = f"{{{{ {loss_row} : gradient_2 }}}} thin {{{{ {bend} : gradient_3 }}}}"
    back = equation(f"{{{{ {jacobian('L', 'bold(x)')} : gradient }}}}", f"{DELTA} thin {W}")
    bias = equation(f"{{{{ {jacobian('L', 'bold(b)')} : gradient }}}}", DELTA_COLUMN)
    return [
        Product("Back to $bold(z)$", (equation(DELTA, through),), (up, bent, delta)),
        Product("Back to $W$ and $bold(b)$", (OUTER, bias), (standing, x, Block("", "gradient", gradients.dloss_dw))),
        Product(
            "On to $bold(x)$",
            (back,),
            (delta, weights, Block("", "gradient", row(gradients.dloss_dx))),
        ),
    ]


class LayerRecap:
    """`line`: the layer itself, on top; `cards`: side by side in a wide frame, under one another in others."""

    def __init__(self, stage: Stage, theme: Theme, chain: LayerChain) -> None:
        self.theme = theme
        head = 0.75 * theme.type_scale
        top = Region(stage.body.left, stage.body.right, stage.body.top - head, stage.body.top)
        body, wide = stage.body.inset(top=head + 0.15), stage.body.width > 1.5 * stage.body.height
        rooms = body.columns(1, 1, 1, gap=0.25) if wide else body.rows(1, 1, 1, gap=0.2)
        codes = f"{Z} = {W} {X} + {B}", f"{A} = {activated(chain.layers[0])}", f"{L} = {judged(chain)}"
        formulas = [Formula(code, theme, size=TEXT) for code in codes]
        self.line = mn.VGroup(*formulas).arrange(mn.RIGHT, buff=0.7)
        line_as_set = self.line.width
        fit(self.line, top.width, top.height).move_to(top.center)
        # No more than a step above the line on top, which may have had to shrink: they count as one size.
        most = STEP * TEXT / LARGE * self.line.width / line_as_set
        self.cards = self._cards(products(chain), rooms, most)

    def _cards(self, told: Sequence[Product], rooms: Sequence[Region], most: float) -> list[mn.VGroup]:
        inner = [room.inset(PAD, PAD, PAD, PAD) for room in rooms]
        upright = inner[0].height > 0.85 * inner[0].width
        texts = inner if upright else [space.columns(1, 1.1, gap=GAP)[0] for space in inner]
        words = [
            Words(each.words, self.theme, role="muted", width=text.width)
            for each, text in zip(told, texts, strict=True)
        ]
        head = max(each.height for each in words) + GAP
        tallest = max(block.shape[0] for each in told for block in each.blocks)
        cell = min(cell_of(each.blocks, self.theme, text) for each, text in zip(told, texts, strict=True))
        needed = FOOT * self.theme.type_scale + tallest * cell
        cards, factors, sketches = [], list[float](), list[Region]()
        for product, room, space, text, heading in zip(told, rooms, inner, texts, words, strict=True):
            heading.move_to(text.point(0, 1), aligned_edge=mn.UL)
            upper, lower = text.inset(top=head), space.columns(1, 1.1, gap=GAP)[1]
            if upright:
                low = min(needed, 0.45 * upper.height)
                upper, lower = upper.rows(upper.height - low, low, gap=GAP)
            sketches.append(lower)
            formulas = _arranged(FormulaRows(product.formulas, self.theme, LARGE), upper)
            factors.append(min(1.0, upper.width / formulas.width, upper.height / formulas.height))
            plate = rounded_box(room.width, room.height, 0.15, room.center).set_fill(self.theme.color("plate"), 1)
            plate.set_stroke(self.theme.color("grid"), 2)
            cards.append(mn.VGroup(plate, heading, formulas))
        cell = min(cell_of(each.blocks, self.theme, place) for each, place in zip(told, sketches, strict=True))
        for card, product, place in zip(cards, told, sketches, strict=True):
            card[2].scale(min(*factors, most))
            card.add(sketched(product.blocks, self.theme, place, cell))
        return cards


def _arranged(formulas: mn.VGroup, region: Region) -> mn.VGroup:
    """Lay formulas under one another or side by side, whichever leaves them larger."""
    factors = []
    for direction, gap in ((mn.RIGHT, 2 * GAP), (mn.DOWN, GAP)):
        formulas.arrange(direction, buff=gap)
        factors.append(min(region.width / formulas.width, region.height / formulas.height))
    across = factors[0] > factors[1]
    if across:
        formulas.arrange(mn.RIGHT, buff=2 * GAP)
    first = formulas[0].part("equals").get_center()
    for formula in formulas[1:]:
        formula.shift((first - formula.part("equals").get_center()) * (mn.UP if across else mn.RIGHT))
    return formulas.move_to(region.center)


def cell_of(blocks: Sequence[Block], theme: Theme, region: Region) -> float:
    """Return how large the cells of a sketch can be in a region, in units."""
    columns, rows = sum(block.shape[1] for block in blocks), max(block.shape[0] for block in blocks)
    room = region.width - SIGN * (len(blocks) - 1), region.height - FOOT * theme.type_scale
    return min(CELL * theme.type_scale, room[0] / columns, room[1] / rows)


def sketched(blocks: Sequence[Block], theme: Theme, region: Region, cell: float) -> mn.VGroup:
    """Return blocks in a line, factors and result, each with the colours of its entries and with its shape below."""
    columns, rows = sum(block.shape[1] for block in blocks), max(block.shape[0] for block in blocks)
    foot, signs = FOOT * theme.type_scale, SIGN * (len(blocks) - 1)
    cells = Cells(cell, cell, LABEL)
    pen, middle = region.center[0] - (columns * cell + signs) / 2, region.center[1] + foot / 2
    made = mn.VGroup()
    for block in blocks:
        if len(made):
            sign = Formula("=" if block is blocks[-1] else "dot", theme, size=TEXT)
            made.add(sign.move_to([pen + SIGN / 2, middle, 0]))
            pen += SIGN
        half = block.shape[1] * cell / 2
        low = middle - rows * cell / 2 - 0.14
        drawn = MatrixBlock(block, theme, np.array([pen + half, middle, 0]), cells, bottom=low, sketch=True)
        made.add(mn.VGroup(drawn.frame, *drawn.all_entries, drawn.label))
        pen += 2 * half
    return made
