"""An outer product as a multiplication table: a column at its left, a row above it, and each entry their product."""

from __future__ import annotations

from collections.abc import Callable

import manim as mn
import numpy as np

from scenes.drawing.canvas.animations import appear
from scenes.drawing.canvas.stage import Region
from scenes.drawing.networks.matrix_block import Block, Cells, MatrixBlock, column, row
from scenes.drawing.theme.theme import Theme

#: Between the margins and the table, and the room of the names above, in units.
BETWEEN, HEAD = 0.15, 0.6


class OuterProduct:
    """`left` (m × 1) and `above` (1 × n) stand at the margins of `table` (m × n), whose name stands below it."""

    def __init__(
        self, region: Region, theme: Theme, left: tuple[str, str, np.ndarray], above: tuple[str, str, np.ndarray]
    ) -> None:
        values = np.outer(left[2], above[2])
        rows, columns = values.shape
        blocks = column(left[2]), row(above[2]), values
        room = region.inset(top=HEAD * theme.type_scale)
        cells = Cells.within(theme, room.width - BETWEEN, room.height - BETWEEN, columns + 1, rows + 1, *blocks)
        width, height = (columns + 1) * cells.width + BETWEEN, (rows + 1) * cells.height + BETWEEN
        corner = room.center + np.array([-width, height, 0]) / 2
        x = corner[0] + cells.width + BETWEEN + columns * cells.width / 2
        y = corner[1] - cells.height - BETWEEN - rows * cells.height / 2
        self.left = MatrixBlock(
            Block(left[0], left[1], blocks[0]), theme, np.array([corner[0] + cells.width / 2, y, 0]), cells
        )
        self.above = MatrixBlock(
            Block(above[0], above[1], blocks[1]), theme, np.array([x, corner[1] - cells.height / 2, 0]), cells
        )
        self.table = MatrixBlock(Block("", "gradient", values), theme, np.array([x, y, 0]), cells)
        # The corner of the table is free for the name of the column.
        self.left.head.move_to([self.left.center[0], self.above.center[1], 0])

    @property
    def parts(self) -> list[mn.Mobject]:
        """Return margins and table."""
        return [*self.left.parts, *self.above.parts, self.table.frame, *self.table.all_entries]

    def opened(self) -> list[mn.Animation]:
        """Return the animations that bring in the margins and the empty table."""
        return appear(*self.left.parts, *self.above.parts, self.table.frame)

    def filled(self, beside: Callable[[int, int], list[mn.Animation]], entries: slice) -> list[mn.Animation]:
        """Return, entry by entry, the animation that fills it, with what `beside(i, j)` shows elsewhere meanwhile."""
        every = list(np.ndindex(*self.table.block.shape))[entries]
        return [mn.AnimationGroup(*appear(self.table.entries[i][j]), *beside(i, j)) for i, j in every]

    def rings(self, i: int, j: int) -> list[mn.Mobject]:
        """Return rings round the two numbers that make an entry."""
        return [self.left.ring(slice(i, i + 1), slice(0, 1)), self.above.ring(slice(0, 1), slice(j, j + 1))]
