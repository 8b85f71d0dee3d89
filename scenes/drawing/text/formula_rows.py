"""Equations out of facts: a name, what it is made of and its value, in rows whose equals signs stand in one line."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from typing import TypeVar

import manim as mn
import numpy as np

from mathkit import typst_equals, typst_number
from mathkit.notation.typst_parts import part, point
from scenes.drawing.canvas.arrange import fit
from scenes.drawing.canvas.stage import Region
from scenes.drawing.text.typesetting import Formula
from scenes.drawing.theme.theme import TEXT, Theme

V = TypeVar("V", bound=mn.VGroup)

#: Between rows that keep their gap while their type shrinks, and between two columns of them, in units.
ROW_GAP, COLUMN_GAP = 0.2, 0.7


def equation(left: str, *sides: str | float | np.ndarray) -> str:
    """Return left = side = side … in Typst, where a side is source, a number, or a vector; rounded numbers follow ≈.

    The first sign is the part `equals`, on which rows are aligned.
    """
    words = [left]
    for number, side in enumerate(sides):
        sign, source = ("=", side) if isinstance(side, str) else _numbers(np.asarray(side, float))
        words += [sign if number else part(sign, "equals"), source]
    return " ".join(words)


def _numbers(values: np.ndarray) -> tuple[str, str]:
    """Return the sign before a number or a vector, and its source."""
    return typst_equals(*np.ravel(values)), point(values) if values.ndim else typst_number(float(values))


def named_by_role(code: str, roles: Mapping[str, str]) -> str:
    """Return a formula of mathkit with its parts named by role, so that they are coloured."""
    return re.sub(r": (\w+) \}\}", lambda found: f": {roles.get(found[1], found[1])} }}}}", code)


class FormulaRows(mn.VGroup):
    """Formulas that each have a part `equals`, all of one size, laid into a region by one of its methods.

    Example:
        rows = [equation("{{ z : net }}", "w x + b", neuron.z), equation("{{ a : activation }}", "sigma(z)", neuron.a)]
        FormulaRows(rows, theme).in_column(region)
    """

    def __init__(self, codes: Sequence[str], theme: Theme, size: float = TEXT) -> None:
        self.size = size
        super().__init__(*(Formula(code, theme, size=size) for code in codes))

    def in_column(self, region: Region, gap: float = 0.3) -> FormulaRows:
        """Stand under one another in the middle of a region, equals signs in one line; shrink to its size."""
        _column(self, gap)
        return fit(self, region.width, region.height).move_to(region.center)

    def in_line(self, region: Region) -> FormulaRows:
        """Stand side by side on one line where there is room for that, else in a column."""
        free = region.width - sum(row.width for row in self)
        if free < 0.5 * (len(self) - 1) and region.height > 1.6 * max(row.height for row in self):
            return self.in_column(region)
        self.arrange(mn.RIGHT, buff=min(1.4, max(0.5, free / (len(self) + 1))))
        for row in self:
            row.shift([0, -row.part("equals").get_y(), 0])
        return fit(self, region.width, region.height).move_to(region.center)

    def in_columns(self, region: Region) -> FormulaRows:
        """Stand in one column as large as can be, or in two where that would be smaller than words are."""
        one = _largest([(self, region)])
        if len(self) > 1 and one < min(_largest(self._halves(region)), TEXT / self.size):
            return self.in_two_columns(region)
        for row in self:
            row.scale(one)
        return _column(self, ROW_GAP).move_to(region.center)

    def in_two_columns(self, region: Region) -> FormulaRows:
        """Stand in two columns as large as can be, neighbours with their equals signs at one height."""
        (left, one), (right, other) = halves = self._halves(region)
        factor = _largest(halves)
        for row in self:
            row.scale(factor)
        _column(left, ROW_GAP).move_to(one.center)
        _column(right, ROW_GAP).move_to(other.center)
        for here, there in zip(left, right, strict=False):
            there.shift([0, here.part("equals").get_y() - there.part("equals").get_y(), 0])
        return self

    def _halves(self, region: Region) -> list[tuple[mn.VGroup, Region]]:
        half = (len(self) + 1) // 2
        columns = region.columns(1, 1, gap=COLUMN_GAP)
        return list(zip((mn.VGroup(*self[:half]), mn.VGroup(*self[half:])), columns, strict=True))


def _column(rows: V, gap: float) -> V:
    """Put rows under one another, their equals signs in one line."""
    rows.arrange(mn.DOWN, buff=gap)
    for row in rows:
        row.shift([-row.part("equals").get_x(), 0, 0])
    return rows


def _largest(columns: Sequence[tuple[mn.VGroup, Region]]) -> float:
    """Return by how much columns of rows may be scaled to stand in their regions, 1 at most."""
    factors = [1.0]
    for rows, region in columns:
        if len(rows):
            left = max(row.part("equals").get_x() - row.get_left()[0] for row in rows)
            right = max(row.get_right()[0] - row.part("equals").get_x() for row in rows)
            gaps = ROW_GAP * (len(rows) - 1)
            factors += [region.width / (left + right), (region.height - gaps) / sum(row.height for row in rows)]
    return min(factors)
