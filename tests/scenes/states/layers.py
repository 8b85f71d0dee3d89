"""States of what only one lesson draws: looked at as the catalogue's are, and not part of it."""

from __future__ import annotations

from collections.abc import Sequence

import manim as mn

from scenes.drawing.catalogue.layers import _chain
from scenes.drawing.catalogue.states import Board, state
from scenes.drawing.networks.block_product import BlockProduct
from scenes.drawing.networks.matrix_block import Block, row
from scenes.layer_chain_rule import formulas as written
from scenes.layer_chain_rule.recap import LayerRecap, sketched


@state("of a layer", written.forward, written.outer_rule)
def formulas_of_a_layer(board: Board) -> Sequence[mn.Mobject]:
    left, right = board.parts(1, 1)
    return [written.forward(_chain(), board.theme, left), written.outer_rule(board.theme, right)]


@state("of a Jacobian", written.nudge, written.response, written.entry_of_jacobian, written.activation_jacobian)
def formulas_of_a_jacobian(board: Board) -> Sequence[mn.Mobject]:
    left, right = board.parts(1, 1)
    upper, lower = right.rows(1, 1)
    theme = board.theme
    layer = _chain().layers[0]
    one, other = written.entry_of_jacobian(theme, upper), written.activation_jacobian(layer, theme, lower)
    upper, lower = left.rows(1, 1)
    return [written.nudge(1.0, theme, upper), written.response(layer, 1, 0.1, theme, lower), one, other]


@state("of two layers", written.flow)
def formulas_of_two_layers(board: Board) -> Sequence[mn.Mobject]:
    middles = [board.room.point(x, 0.5) for x in (0.85, 0.6, 0.4, 0.15)]
    return [written.flow(board.theme, board.room, middles, downward=False)]


@state("a sum below", written.entry_sum)
def product_with_its_sum(board: Board) -> Sequence[mn.Mobject]:
    upper, lower = board.room.rows(3, 1)
    delta, weights = row(_chain().gradients[0].dloss_dz), _chain().layers[0].weights
    result = Block("", "gradient", delta @ weights)
    factors = [Block("bold(delta)", "gradient", delta), Block("W", "weight", weights)]
    product = BlockProduct(upper, board.theme, factors, result)
    one, other = product.factors
    return [*product.parts, written.entry_sum(one, other, product.result, 0, lower)]


@state("in sketches", LayerRecap, sketched)
def three_products(board: Board) -> Sequence[mn.Mobject]:
    recap = LayerRecap(board.stage, board.theme, _chain())
    return [recap.line, *recap.cards]
