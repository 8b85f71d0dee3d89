"""The Jacobian of an activation: slopes in a column that slide onto a diagonal, or a full matrix where outputs mix."""

from __future__ import annotations

import manim as mn
import numpy as np

from mathkit import Layer
from scenes.drawing.canvas.animations import EASE, Appear, appear
from scenes.drawing.canvas.stage import Region
from scenes.drawing.networks.matrix_block import FRACTION as HEAD
from scenes.drawing.networks.matrix_block import LARGE, Block, Cells, MatrixBlock, column
from scenes.drawing.theme.theme import Theme

#: Between the column and the matrix, in units.
BETWEEN = 0.45


class DiagonalMatrix:
    """`slopes`: σ′(z) as a column; `matrix`: ∂a/∂z. For an activation that mixes its entries there is no column."""

    def __init__(self, region: Region, theme: Theme, layer: Layer) -> None:
        size = layer.outputs
        beside = 1 if layer.elementwise else 0
        cells = Cells.within(
            theme,
            region.width - BETWEEN * beside,
            region.height - HEAD * LARGE * theme.type_scale / 96,
            size + beside,
            size,
            layer.da_dz,
        )
        self.elementwise = layer.elementwise
        center = region.center - [0, HEAD * LARGE * theme.type_scale / 192, 0]
        width = (size + beside) * cells.width + BETWEEN * beside
        right = center + (width - size * cells.width) / 2 * mn.RIGHT
        left = center - (width - cells.width) / 2 * mn.RIGHT
        name = "(partial bold(a)) / (partial bold(z))"
        self.matrix = MatrixBlock(Block(name, "gradient", layer.da_dz), theme, right, cells)
        self.slopes = MatrixBlock(
            Block("sigma'(bold(z))", "gradient", column(layer.slopes)), theme, left, cells, top=None
        )

    @property
    def parts(self) -> list[mn.Mobject]:
        """Return the matrix, and the column where there is one."""
        return [*self.matrix.parts, *(self.slopes.parts if self.elementwise else [])]

    def opened(self) -> list[mn.Animation]:
        """Return the animations that bring in the empty matrix, and the column with its slopes."""
        parts = [self.matrix.frame, self.matrix.head]
        if self.elementwise:
            parts += self.slopes.parts
        return appear(*parts)

    def filled(self) -> list[mn.Animation]:
        """Return the animations that fill the matrix: slopes slide onto the diagonal, or columns come one by one."""
        if not self.elementwise:
            columns = [self.matrix.column(j) for j in range(len(self.matrix.entries))]
            return [mn.LaggedStart(*(Appear(each) for each in columns), lag_ratio=0.7)]
        return [
            mn.LaggedStart(
                *(self._slid(i) for i in range(len(self.matrix.entries))),
                lag_ratio=0.5,
            )
        ]

    def zeros(self) -> list[mn.Animation]:
        """Return the animations that show what stands beside the diagonal."""
        entries = [entry for i, row in enumerate(self.matrix.entries) for j, entry in enumerate(row) if i != j]
        return appear(*entries) if self.elementwise else []

    def slip(self) -> list[mn.Mobject]:
        """Return rings round what this Jacobian is mistaken for: the column, or the diagonal where it is full."""
        if self.elementwise:
            return [self.slopes.ring(slice(None), slice(None))]
        return self.matrix.diagonal_rings()

    def _slid(self, i: int) -> mn.Animation:
        """Return the animation that carries slope i from the column to its place on the diagonal."""
        entry = self.matrix.entries[i][i]
        shift = self.slopes.places[i][0] - self.matrix.places[i][i]
        return Slide(entry, shift)


class Slide(Appear):
    """Bring a mobject from `shift` beside its place to its place; it is seen once it has left where it came from."""

    def __init__(self, mobject: mn.Mobject, shift: np.ndarray, run_time: float = 1.2) -> None:
        super().__init__(mobject, run_time=run_time, rate_func=EASE)
        self.shift, self.shifted = shift, np.zeros(3)

    def interpolate(self, alpha: float) -> None:
        """Stand at the share 1 − alpha of the way."""
        super().interpolate(alpha)
        shift_now = self.shift * (1 - self.rate_func(min(max(alpha, 0.0), 1.0)))
        self.mobject.shift(shift_now - self.shifted)
        self.shifted = shift_now

    def share(self, alpha: float) -> float:
        """Return the share of the full opacity at the share `alpha` of the way."""
        return min(1.0, max(0.0, (alpha - 0.64) / 0.3))
