"""Props of layers, in their states: graphs of many neurons, matrices as blocks, their products."""

from __future__ import annotations

import itertools
from collections.abc import Sequence
from functools import cache

import manim as mn
import numpy as np

from mathkit import Layer, LayerChain
from scenes.drawing.canvas.stage import Region
from scenes.drawing.catalogue.states import Board, state
from scenes.drawing.networks.block_product import BlockProduct
from scenes.drawing.networks.diagonal_matrix import DiagonalMatrix
from scenes.drawing.networks.layer_graph import LayerGraph
from scenes.drawing.networks.layer_layout import Places, Room
from scenes.drawing.networks.live_layers import COLUMNS, LiveLayers
from scenes.drawing.networks.matrix_block import Block, Cells, MatrixBlock, column, row
from scenes.drawing.networks.outer_product import OuterProduct

ONE = ("x", "z1", "a1", "L")


@cache
def _chain(activation: str = "sigmoid") -> LayerChain:
    layer = Layer.of([[0.5, -1.0], [1.5, 0.8], [-0.7, 0.4]], [1.5, -1.0], [0.1, -0.2, 0.3], activation)
    return LayerChain.of(layer, [1.0, 0.0, 1.0])


def _graph(board: Board, columns: tuple[str, ...], nudge: float = 0.0) -> LayerGraph:
    layers = LiveLayers(_chain().then_drawn(), depth=(len(columns) - 2) // 2)
    layers.nudges["x"][0].set_value(nudge)
    room = Room(board.room, columns, layers.counts, downward=board.stage.portrait)
    return LayerGraph(layers, Places([room]), board.theme)


def _pairs(columns: tuple[str, ...]) -> list[tuple[str, str]]:
    return list(itertools.pairwise(columns))


@state("bare", LayerGraph, LiveLayers)
def layer_bare(board: Board) -> Sequence[mn.Mobject]:
    graph = _graph(board, ONE)
    return [*graph.lines(*_pairs(ONE)), *graph.column(*ONE)]


@state("forward", LayerGraph, LiveLayers)
def layer_forward(board: Board) -> Sequence[mn.Mobject]:
    graph = _graph(board, ONE)
    return [*graph.lines(*_pairs(ONE)), *graph.column(*ONE, numbers=True)]


@state("nudged", LiveLayers)
def layer_nudged(board: Board) -> Sequence[mn.Mobject]:
    graph = _graph(board, ONE, 1.0)
    return [*graph.lines(*_pairs(ONE)), *graph.column(*ONE, numbers=True), graph.halo(("x", 0))]


@state("backward", LayerGraph)
def layer_backward(board: Board) -> Sequence[mn.Mobject]:
    graph = _graph(board, ONE)
    return [*graph.flows.values(), *graph.column(*ONE, numbers=True)]


@state("two layers", LayerGraph)
def layer_on_top(board: Board) -> Sequence[mn.Mobject]:
    graph = _graph(board, COLUMNS)
    return [*graph.lines(*_pairs(COLUMNS)), *graph.column(*COLUMNS)]


def _block(board: Board, name: str, role: str, values: np.ndarray, region: Region | None = None) -> MatrixBlock:
    room = region or board.room
    cells = Cells.within(board.theme, room.width, room.height - 1.4, *values.shape[::-1], values)
    return MatrixBlock(Block(name, role, values), board.theme, room.center, cells)


@state("with its shape", MatrixBlock, Block, Cells)
def matrix_with_its_shape(board: Board) -> Sequence[mn.Mobject]:
    block = _block(board, "W", "weight", _chain().layers[0].weights)
    return [*block.parts, block.label]


@state("a column framed", MatrixBlock, column, row)
def matrix_with_a_frame(board: Board) -> Sequence[mn.Mobject]:
    left, right = board.parts(1, 1)
    block = _block(board, "W", "weight", _chain().layers[0].weights, left)
    vector = _block(board, "bold(x)", "input", column(_chain().layers[0].x), right)
    return [*block.parts, block.ring(slice(None), slice(0, 1)), *vector.parts, vector.ring(slice(0, 1), slice(0, 1))]


@state("a diagonal", DiagonalMatrix)
def jacobian_of_a_sigmoid(board: Board) -> Sequence[mn.Mobject]:
    return DiagonalMatrix(board.room, board.theme, _chain().layers[0]).parts


@state("full", DiagonalMatrix)
def jacobian_of_a_softmax(board: Board) -> Sequence[mn.Mobject]:
    return DiagonalMatrix(board.room, board.theme, _chain("softmax").layers[0]).parts


def _product(board: Board) -> BlockProduct:
    layer, gradients = _chain().layers[0], _chain().gradients[0]
    factors = [
        Block("(partial L) / (partial bold(a))", "gradient", row(gradients.dloss_da)),
        Block("(partial bold(a)) / (partial bold(z))", "gradient", layer.da_dz),
    ]
    return BlockProduct(board.room, board.theme, factors, Block("bold(delta)", "gradient", row(gradients.dloss_dz)))


@state("shapes that meet", BlockProduct)
def product_of_shapes(board: Board) -> Sequence[mn.Mobject]:
    product = _product(board)
    frames = [part for block in product.factors for part in (block.frame, block.head, block.label)]
    return [*frames, product.signs[0], *product.meetings()]


@state("in numbers", BlockProduct)
def product_in_numbers(board: Board) -> Sequence[mn.Mobject]:
    return _product(board).parts


def _outer(board: Board) -> OuterProduct:
    delta, x = _chain().gradients[0].dloss_dz, _chain().layers[0].x
    left, above = ("bold(delta)^top", "gradient", delta), ("bold(x)^top", "input", x)
    return OuterProduct(board.room, board.theme, left, above)


@state("one entry", OuterProduct)
def outer_one_entry(board: Board) -> Sequence[mn.Mobject]:
    table = _outer(board)
    margins = [*table.left.parts, *table.above.parts, table.table.frame]
    return [*margins, table.table.entries[1][0], *table.rings(1, 0)]


@state("whole", OuterProduct)
def outer_whole(board: Board) -> Sequence[mn.Mobject]:
    return _outer(board).parts
