"""A product of matrices as blocks in a row: their inner shapes meet and cancel, and the outer ones stay."""

from __future__ import annotations

from collections.abc import Sequence

import manim as mn
import numpy as np

from scenes.drawing.canvas.animations import appear
from scenes.drawing.canvas.primitives import set_runs, stroke
from scenes.drawing.canvas.stage import Region
from scenes.drawing.networks.matrix_block import Block, Cells, MatrixBlock
from scenes.drawing.text.typesetting import Formula
from scenes.drawing.theme.theme import TEXT, Theme

#: The type in the cells, largest first (manim points); and how much wider cells must get to be worth a second line.
SIZES, WORTH = (50, 39, 32), 1.15
#: The room of a sign between two blocks, of a name above, and of what stands below, in ems of the type.
SIGN, ABOVE, BELOW = 1.15, 2.95, 1.9


class BlockProduct:
    """`factors` times one another make `result`: in one line where the cells stay large enough to read, else in two.

    `region` may have room for something below the product: it goes up from there. `sketch`: colours, no numbers.
    """

    def __init__(
        self, region: Region, theme: Theme, factors: Sequence[Block], result: Block, *, sketch: bool = False
    ) -> None:
        self.theme, self.sketch = theme, sketch
        every = [*factors, result]
        lines, cells, size = self._fitted(every, region)
        em = size * theme.type_scale / 96
        self.sign, self.head, self.foot = SIGN * em, ABOVE * em, (BELOW if sketch else 0.4) * em
        self.blocks: list[MatrixBlock] = []
        self.signs: list[mn.Mobject] = []
        tallest = [max(block.shape[0] for block in line) for line in lines]
        heights = [rows * cells.height + self.head + self.foot for rows in tallest]
        top = region.center[1] + sum(heights) / 2
        for line, height in zip(lines, heights, strict=True):
            self._lay(line, region.center[0], top, height, cells, result)
            top -= height
        self.result = self.blocks[-1]
        self.factors = self.blocks[:-1]

    def _fitted(self, every: list[Block], region: Region) -> tuple[list[list[Block]], Cells, float]:
        """Return the blocks in one line or in two, such that cells are as large as can be, and the type of names."""
        best: tuple[list[list[Block]], Cells, float] | None = None
        for place in (len(every), len(every) - 1, (len(every) + 1) // 2):
            lines = [line for line in (every[:place], every[place:]) if line]
            for size in SIZES:
                cells = self._cells(lines, region, size)
                if cells.height > 0 and (best is None or self._worth(cells) > WORTH * self._worth(best[1])):
                    best = lines, cells, size
        assert best is not None
        return best

    def _worth(self, cells: Cells) -> float:
        return min(cells.width, 1.6 * cells.height) if self.sketch else cells.size

    def _cells(self, lines: list[list[Block]], region: Region, size: float) -> Cells:
        em = size * self.theme.type_scale / 96
        rows = sum(max(block.shape[0] for block in line) for line in lines)
        return Cells.within(
            self.theme,
            min(region.width - SIGN * em * (len(line) - (line is lines[0])) for line in lines),
            region.height - len(lines) * (ABOVE + (BELOW if self.sketch else 0.4)) * em,
            max(sum(block.shape[1] for block in line) for line in lines),
            rows,
            *(block.values for line in lines for block in line),
            type_size=size,
        )

    def _lay(self, line: list[Block], middle: float, top: float, height: float, cells: Cells, result: Block) -> None:
        first = not self.blocks
        width = sum(b.shape[1] for b in line) * cells.width + self.sign * (len(line) - first)
        pen = middle - width / 2
        center = top - self.head - (height - self.head - self.foot) / 2
        for block in line:
            if self.blocks:
                sign = Formula("=" if block is result else "dot", self.theme, size=max(TEXT, cells.size))
                self.signs.append(sign.move_to([pen + self.sign / 2, center, 0]))
                pen += self.sign
            half = block.shape[1] * cells.width / 2
            place = np.array([pen + half, center, 0])
            self.blocks.append(
                MatrixBlock(
                    block,
                    self.theme,
                    place,
                    cells,
                    top=top - self.head + 0.1,
                    bottom=top - height + self.foot - 0.1,
                    sketch=self.sketch,
                )
            )
            pen += 2 * half

    @property
    def parts(self) -> list[mn.Mobject]:
        """Return all of the product but the shapes."""
        return [part for block in self.blocks for part in block.parts] + self.signs

    @property
    def labels(self) -> list[Formula]:
        """Return the shapes below the blocks."""
        return [block.label for block in self.blocks]

    def opened(self) -> list[mn.Mobject]:
        """Return names, cells and signs of the factors, block by block."""
        parts: list[mn.Mobject] = []
        for number, block in enumerate(self.factors):
            parts += [*self.signs[number - 1 : number], block.head, block.frame, *block.all_entries]
        return parts

    def meetings(self) -> list[mn.VGroup]:
        """Return, for each pair of neighbours, a bracket under the inner numbers of their shapes: they are equal."""
        return [self._meeting(left, right) for left, right in zip(self.factors, self.factors[1:], strict=False)]

    def _meeting(self, left: MatrixBlock, right: MatrixBlock) -> mn.VGroup:
        one, other = left.label.part("ink_2"), right.label.part("ink_1")
        depth = min(one.get_bottom()[1], other.get_bottom()[1]) - 0.08
        ends = [part.get_center()[0] for part in (one, other)]
        line = stroke(self.theme, "ink", 2.5)
        if abs(one.get_y() - other.get_y()) > 0.2:  # the product is broken here: each number has its own bracket
            spans = [(part.get_center()[0], part.get_bottom()[1] - 0.08) for part in (one, other)]
            return mn.VGroup(set_runs(line, *(np.array([[x - 0.12, y, 0], [x + 0.12, y, 0]]) for x, y in spans)))
        corners = [(ends[0], depth), (ends[0], depth - 0.12), (ends[1], depth - 0.12), (ends[1], depth)]
        return mn.VGroup(set_runs(line, np.array([[x, y, 0] for x, y in corners])))

    def cancelled(self) -> list[mn.Animation]:
        """Return the animations that dim the inner numbers and the signs next to them."""
        inner = [left.label.part("ink_2") for left in self.factors[:-1]]
        inner += [right.label.part("ink_1") for right in self.factors[1:]]
        return [part.animate.set_color(self.theme.color("muted")) for part in inner]

    def outer_shape(self) -> list[mn.Animation]:
        """Return the animations that point at the two outer numbers, and write the shape that they make.

        They are not carried there: on their way they would run through the other shapes.
        """
        outer = self.factors[0].label.part("ink_1"), self.factors[-1].label.part("ink_2")
        color = self.theme.color(self.result.block.role)
        return [*(mn.Indicate(part, scale_factor=1.12, color=color) for part in outer), *appear(self.result.label)]
