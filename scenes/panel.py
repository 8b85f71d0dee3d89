"""What stands beside a figure: formulas, readouts that run with the picture, tables that fill."""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from typing import TypeVar

import manim as mn
import numpy as np

from mathkit import format_number
from scenes.live_number import LiveNumber
from scenes.motion import live
from scenes.stage import Region
from scenes.theme import LABEL, TEXT, Theme
from scenes.typesetting import Formula

M = TypeVar("M", bound=mn.Mobject)

#: The middle of a digit is so far above its baseline, in em.
MIDDLE = 0.33
#: What needs more digits than these behind the point reads as zero.
MOST_DECIMALS = 4


def fit(mobject: M, width: float, height: float = math.inf) -> M:
    """Shrink `mobject` to `width` × `height` units where it is larger."""
    factor = min(1.0, width / max(mobject.width, 1e-9), height / max(mobject.height, 1e-9))
    return mobject.scale(factor) if factor < 1 else mobject


def stack(region: Region, *items: mn.Mobject, gap: float = 0.35, middle: bool = False) -> mn.VGroup:
    """Lay items under one another in `region`, flush left: from its top, or as a block in its middle.

    What is too wide is shrunk; what is too tall together is shrunk together.
    """
    for item in items:
        fit(item, region.width)
    column = mn.VGroup(*items).arrange(mn.DOWN, buff=gap, aligned_edge=mn.LEFT)
    fit(column, region.width, region.height)
    if middle:
        column.move_to(region.center)
    else:
        column.move_to(region.point(0, 1), aligned_edge=mn.UL)
    return column


def spread(region: Region, *items: mn.Mobject, portrait: bool) -> None:
    """Share a region out among items evenly: side by side, or under one another in a portrait frame."""
    shares = [1.0] * len(items)
    for item, cell in zip(items, region.rows(*shares, gap=0.1) if portrait else region.columns(*shares), strict=True):
        fit(item, cell.width, cell.height if portrait else math.inf).move_to(cell.center)


class Readout(mn.VGroup):
    """A formula that ends in a live number: `slope = 1.25`. Large and small numbers keep a fixed power of ten.

    `code` is the Typst formula up to and with its equals sign; `span` is the largest absolute value that will show, and
    `least` the smallest that must not read as zero. `signed` keeps a slot free for the sign; where it is
    `pushed`, the number follows the equals sign closely, and a sign, when there is one, pushes the digits aside.
    """

    def __init__(
        self,
        code: str,
        theme: Theme,
        *,
        span: float,
        role: str = "ink",
        size: float = TEXT,
        decimals: int | None = None,
        signed: bool = True,
        least: float = math.inf,
        pushed: bool = False,
    ) -> None:
        magnitude = math.floor(math.log10(span)) if span > 0 and math.isfinite(span) else 0
        self.exponent = magnitude if magnitude >= 4 or magnitude <= -3 else 0
        scaled = magnitude - self.exponent
        self.decimals = decimals if decimals is not None else int(np.clip(3 - scaled, 1, 4))
        needed = self.exponent - math.floor(math.log10(least)) if 0 < least < span else 0
        if needed <= MOST_DECIMALS:
            self.decimals = max(self.decimals, needed)
        self.formula = Formula(f"{code} {{{{ 0 : place }}}}", theme, size=size)
        place = self.formula.part("place")
        corner = place.get_corner(mn.DL)
        place.set_opacity(0)
        slots = max(scaled, 0) + self.decimals + 2
        self.number = LiveNumber(theme, slots=slots + pushed, role=role, size=size, signed=signed and not pushed)
        super().__init__(self.formula, self.number)
        self.number.stand_at(corner)
        self.place = place
        self._as_set = self.number.em / place.height
        if self.exponent:
            power = Formula(f"times 10^({self.exponent})", theme, size=size)
            power.next_to(corner + self.number.slot_width * mn.RIGHT, mn.RIGHT, buff=0.02, aligned_edge=mn.DOWN)
            self.add(power)

    @property
    def full_right(self) -> float:
        """Return how far to the right it reaches when all of its digits show."""
        return float(max(self.get_right()[0], self.place.get_left()[0] + self.number.slot_width))

    def show(self, value: float) -> Readout:
        """Show `value`, with the digits where the formula stands now."""
        text = format_number(value / 10**self.exponent, decimals=self.decimals)
        self.number.em = self._as_set * self.place.height
        self.number.corner = self.place.get_corner(mn.DL)
        self.number.show(text)
        return self

    def keep_room(self) -> Readout:
        """Take as much room as the longest number needs, so that nothing is laid out where its digits will be."""
        start = self.place.get_corner(mn.DL)
        room = mn.VMobject(stroke_width=0, stroke_opacity=0, fill_opacity=0)
        self.add(room.set_points_as_corners([start, start + self.number.slot_width * mn.RIGHT]))
        return self

    def follow(self, value: Callable[[], float]) -> Readout:
        """Show what `value` returns, in every frame."""
        return live(self, lambda m: m.show(value()))


def align_equals(readouts: Sequence[Readout]) -> None:
    """Shift readouts to the right so far that their equals signs stand under one another."""
    edge = max(readout.place.get_left()[0] for readout in readouts)
    for readout in readouts:
        readout.shift((edge - readout.place.get_left()[0]) * mn.RIGHT)


class Table(mn.VGroup):
    """Columns of formulas under a rule, as wide as what stands in them. Rows are added to the scene one by one.

    `right` tells of each column whether it stands flush right (as numbers with the same decimals do) or left, its head
    too. What stands in one row stands on one baseline.
    """

    def __init__(
        self,
        heads: Sequence[str],
        rows: Sequence[Sequence[str]],
        theme: Theme,
        *,
        right: Sequence[bool],
        room: Region,
        size: float = LABEL + 3,
    ) -> None:
        super().__init__()
        cells = [[Formula(code, theme, size=size) for code in texts] for texts in (heads, *rows)]
        columns = list(zip(*cells, strict=True))
        widths = [max(cell.width for cell in column) for column in columns]
        em = size * theme.type_scale / 96
        gap = float(np.clip((room.width - sum(widths)) / len(columns), 0.4 * em, 4 * em))
        depths = [[_depth(code, theme, size) for code in texts] for texts in (heads, *rows)]
        lowest = max(depths[0])
        above = max(head.height - depth for head, depth in zip(cells[0], depths[0], strict=True))
        line = float(np.clip((room.height - above - lowest - 0.5 * em - 0.1) / len(rows), 1.3 * em, 2.4 * em))
        baselines = [0.25 * em + lowest, *(-(index + 0.6) * line - MIDDLE * em for index in range(len(rows)))]
        places = zip(columns, zip(*depths, strict=True), widths, _starts(widths, gap), right, strict=True)
        for column, below, width, left, flush in places:
            edge, corner = (left + width, mn.DR) if flush else (left, mn.DL)
            for cell, baseline, depth in zip(column, baselines, below, strict=True):
                cell.move_to([edge, baseline - depth, 0], aligned_edge=corner)
        rule = mn.Line([0, 0, 0], [sum(widths) + gap * len(widths), 0, 0], color=theme.color("muted"), stroke_width=1.5)
        self.head = mn.VGroup(*cells[0], rule)
        self.rows = [mn.VGroup(*texts) for texts in cells[1:]]
        self.add(self.head, *self.rows)
        fit(self, room.width, room.height)


def _depth(code: str, theme: Theme, size: float) -> float:
    """Return how far a formula reaches below its baseline, in units: a digit behind it stands on that."""
    measured = Formula(f"{code} {{{{ 0 : place }}}}", theme, size=size)
    return float(measured.part("place").get_bottom()[1] - measured.get_bottom()[1])


def _starts(widths: Sequence[float], gap: float) -> list[float]:
    """Return where columns of these widths begin, each with half a gap on either side."""
    return [gap * (index + 0.5) + sum(widths[:index]) for index in range(len(widths))]
