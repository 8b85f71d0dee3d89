"""A matrix as a block of cells: a larger entry stands on a stronger colour, a negative one in a dashed frame."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

import manim as mn
import numpy as np

from mathkit import format_number
from scenes.drawing.canvas.arrange import fit
from scenes.drawing.canvas.primitives import set_runs, stroke
from scenes.drawing.canvas.rounded_box import rounded_box
from scenes.drawing.canvas.stage import Region
from scenes.drawing.text.live_number import LiveNumber, number_width
from scenes.drawing.text.typesetting import Formula
from scenes.drawing.theme.theme import LABEL, TEXT, Theme

#: Between neighbouring cells, in units.
GAP = 0.07
#: The largest cell in ems of its type, and the type that stands in a cell where there is room (manim points).
WIDEST, TALLEST, LARGE = 3.9, 2.5, 39
#: Between a number and the rim of its cell, in ems of the largest type.
PAD = 0.3
#: How many ems of its type a cell is high at least.
AIR = 1.25
#: The room of a name of one line above a block, of one that is a fraction, and of a shape below, in ems of their type.
HEAD, FRACTION, FOOT = 1.25, 2.75, 1.45
#: How strongly the colour of a role shows behind the smallest and the largest entry: numbers stay readable on it.
FAINT, STRONG = 0.06, 0.34
#: The dashes of a negative entry's rim: across, and up.
DASHES = (7, 4)


@dataclass(frozen=True, slots=True)
class Cells:
    """How large a block's cells are (units), and the type in them."""

    width: float
    height: float
    size: float

    @classmethod
    def within(
        cls,
        theme: Theme,
        width: float,
        height: float,
        columns: int,
        rows: int,
        *blocks: np.ndarray,
        type_size: float = LARGE,
    ) -> Cells:
        """Return the largest cells of which `columns` × `rows` go into width × height; `blocks` are what they hold.

        Type is `type_size` where the longest number has room.
        """
        em = type_size * theme.type_scale / 96
        across, up = min(WIDEST * em, width / columns), min(TALLEST * em, height / rows)
        widest = max(number_width(cell_number(value), em) for block in blocks for value in block.ravel())
        # Type gives way to the air beside it, but not so far that it could not be read.
        airy, tight = (across - GAP - 2 * PAD * em) / widest, (across - GAP - 0.08) / widest
        size = type_size * min(1.0, tight, max(airy, LABEL / type_size), (up - GAP) / (AIR * em))
        return cls(across, min(up, across), size)

    @property
    def pitch(self) -> np.ndarray:
        """Return the steps from a cell to its right and lower neighbours, shape (2, 3)."""
        return np.array([[self.width, 0, 0], [0, -self.height, 0]])


@dataclass(frozen=True, slots=True, eq=False)
class Block:
    """What a block shows: its name in Typst, the role of its colour, its entries (m, n)."""

    head: str
    role: str
    values: np.ndarray

    @property
    def shape(self) -> tuple[int, int]:
        """Return (m, n)."""
        rows, columns = self.values.shape
        return rows, columns


class MatrixBlock:
    """`frame`: the empty cells; `entries[i][j]`: what stands in one; `head`: the name above; `label`: m × n below.

    `top` and `bottom` are the heights at which the name and the shape stand: by default close to the cells. A block
    that is a `sketch` has the colours of its entries without their numbers.
    """

    def __init__(
        self,
        block: Block,
        theme: Theme,
        center: np.ndarray,
        cells: Cells,
        *,
        top: float | None = None,
        bottom: float | None = None,
        sketch: bool = False,
    ) -> None:
        self.block, self.theme, self.cells, self.sketch = block, theme, cells, sketch
        self.center = np.asarray(center, dtype=float)
        rows, columns = block.shape
        right, down = cells.pitch
        corner = self.center - (columns - 1) / 2 * right - (rows - 1) / 2 * down
        self.places = [[corner + j * right + i * down for j in range(columns)] for i in range(rows)]
        self.frame = mn.VGroup(*(self._cell(place) for row in self.places for place in row))
        largest = float(np.abs(block.values).max()) or 1.0
        self.entries = [
            [self._entry(value, place, abs(value) / largest) for value, place in zip(line, row, strict=True)]
            for line, row in zip(block.values, self.places, strict=True)
        ]
        half = rows * cells.height / 2
        name = f"{{{{ {block.head} : {block.role} }}}}"
        self.head = Formula(name, theme, size=max(TEXT, cells.size)) if block.head else mn.VGroup()
        self.head.move_to([self.center[0], self.center[1] + half + 0.12 if top is None else top, 0], mn.DOWN)
        self._below = self.center[1] - half - 0.12 if bottom is None else bottom

    @cached_property
    def label(self) -> Formula:
        """Return the block's shape, m × n, below it."""
        rows, columns = self.block.shape
        code = f"{{{{ {rows} : ink_1 }}}} times {{{{ {columns} : ink_2 }}}}"
        label = Formula(code, self.theme, size=max(self.cells.size, LABEL))
        return label.move_to([self.center[0], self._below, 0], mn.UP)

    @classmethod
    def within(cls, block: Block, theme: Theme, region: Region, *, head: float, foot: float) -> MatrixBlock:
        """Return a block as large as a region has room for, in its middle.

        `head` and `foot` are kept free for the name above and the shape below, in ems of the largest type.
        """
        em = LARGE * theme.type_scale / 96
        rows, columns = block.shape
        cells = Cells.within(theme, region.width, region.height - (head + foot) * em, columns, rows, block.values)
        return cls(block, theme, region.center - [0, (head - foot) * em / 2, 0], cells)

    @property
    def all_entries(self) -> list[mn.VGroup]:
        """Return the entries row by row."""
        return [entry for row in self.entries for entry in row]

    def column(self, j: int) -> mn.VGroup:
        """Return the entries of a column."""
        return mn.VGroup(*(row[j] for row in self.entries))

    @property
    def parts(self) -> list[mn.Mobject]:
        """Return all of the block, with its name and without its shape."""
        return [self.frame, *self.all_entries, self.head]

    def ring(self, i: slice, j: slice) -> mn.Mobject:
        """Return a frame round the cells of some rows and columns."""
        places = np.array([place for row in self.places[i] for place in row[j]])
        half = np.array([self.cells.width, self.cells.height, 0]) / 2
        low, high = places.min(0) - half, places.max(0) + half
        width, height, _ = high - low
        return rounded_box(width, height, 0.1, (low + high) / 2).set_stroke(self.theme.color("ink"), 4)

    def row_rings(self) -> list[mn.Mobject]:
        """Return a frame round each row."""
        return [self.ring(slice(i, i + 1), slice(None)) for i in range(self.block.shape[0])]

    def column_rings(self) -> list[mn.Mobject]:
        """Return a frame round each column."""
        return [self.ring(slice(None), slice(j, j + 1)) for j in range(self.block.shape[1])]

    def diagonal_rings(self) -> list[mn.Mobject]:
        """Return a frame round each entry of the diagonal."""
        return [self.ring(slice(i, i + 1), slice(i, i + 1)) for i in range(min(self.block.shape))]

    def _box(self, place: np.ndarray) -> mn.VMobject:
        corner = min(0.07, 0.15 * self.cells.height)
        return rounded_box(self.cells.width - GAP, self.cells.height - GAP, corner, place)

    def _cell(self, place: np.ndarray) -> mn.Mobject:
        return self._box(place).set_stroke(self.theme.color("grid"), 1.5).set_fill(self.theme.color("plate"), 1)

    def _entry(self, value: float, place: np.ndarray, size: float) -> mn.VGroup:
        """Return one entry: its ground, its rim, its number. A zero has no colour."""
        numbers = [] if self.sketch else [self._number(value, place)]
        if value == 0:
            return mn.VGroup(*numbers)
        color = self.theme.color(self.block.role)
        ground = self._box(place).set_stroke(width=0).set_fill(color, FAINT + (STRONG - FAINT) * size)
        solid = self._box(place).set_fill(opacity=0).set_stroke(color, 2)
        rim = self._dashed_rim(place) if value < 0 else solid
        return mn.VGroup(ground, rim, *numbers)

    def _number(self, value: float, place: np.ndarray) -> LiveNumber:
        text = cell_number(value)
        role = "muted" if value == 0 else "ink"
        signed = text.startswith("\u2212")
        number = LiveNumber(self.theme, slots=len(text), role=role, size=self.cells.size, signed=signed).show(text)
        return fit(number, self.cells.width - GAP - 0.06).move_to(place)

    def _dashed_rim(self, place: np.ndarray) -> mn.VMobject:
        half = np.array([self.cells.width - GAP, self.cells.height - GAP]) / 2
        runs = []
        # As many dashes in a cell of any size: so a rim can turn into another one, dash by dash.
        for axis, count in enumerate(DASHES):
            edges = np.linspace(-half[axis], half[axis], 2 * count)
            for side in (-half[1 - axis], half[1 - axis]):
                dashes = np.zeros((count, 2, 3))
                dashes[:, :, axis], dashes[:, :, 1 - axis] = edges.reshape(count, 2), side
                runs += list(dashes + place)
        return set_runs(stroke(self.theme, self.block.role, 2), *runs)


def cell_number(value: float) -> str:
    """Return a number as short as a cell needs it: two decimals, fewer for larger ones, and 0 for nought alone."""
    return "0" if value == 0 else format_number(value, decimals=cell_decimals(value))


def cell_decimals(value: float) -> int:
    """Return how many decimals a cell shows: two, fewer for larger numbers, up to four where a small one needs them."""
    size = abs(value)
    if size >= 0.0995:
        return 2 if size < 9.995 else 1 if size < 99.95 else 0
    needed = 3 if size >= 0.00995 else 4
    return next((places for places in (2, 3) if round(value, places) == value), needed)


def column(values: np.ndarray) -> np.ndarray:
    """Return a vector as a block of one column, shape (m, 1)."""
    return np.asarray(values)[:, None]


def row(values: np.ndarray) -> np.ndarray:
    """Return a vector as a block of one row, shape (1, n)."""
    return np.asarray(values)[None, :]
