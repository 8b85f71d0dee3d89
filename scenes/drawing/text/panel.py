"""What stands beside a figure: formulas, readouts that run with the picture, tables that fill."""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from dataclasses import dataclass

import manim as mn
import numpy as np

from mathkit import format_number
from mathkit.notation.number_format import equals_sign
from scenes.drawing.canvas.animations import live
from scenes.drawing.text.live_number import LiveNumber
from scenes.drawing.text.typesetting import Formula
from scenes.drawing.theme.theme import TEXT, Theme

#: The middle of a digit is so far above its baseline, in em.
MIDDLE = 0.33
#: What needs more digits than these behind the point reads as zero.
MOST_DECIMALS = 4


class Readout(mn.VGroup):
    """A formula that ends in a live number: `slope = 1.25`. Large and small numbers keep a fixed power of ten.

    While the number is rounded, its equals sign is ≈.

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
        head, equals, _ = code.rpartition("=")
        source = f"{head}{{{{ = : equals }}}}" if equals else code
        self.formula = Formula(f"{source} {{{{ 0 : place }}}}", theme, size=size)
        self._signs = _signs(self.formula, theme, size) if equals else None
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
        scaled = value / 10**self.exponent
        text = format_number(scaled, decimals=self.decimals)
        if self._signs:
            self._signs.stand(self.place, exact=equals_sign(scaled, decimals=self.decimals) == "=")
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


@dataclass(frozen=True, slots=True, eq=False)
class _Signs:
    """The glyph of an equals sign, and its points as = and as ≈, seen from the place of the number."""

    glyph: mn.VMobject
    equals: np.ndarray
    approx: np.ndarray
    height: float

    def stand(self, place: mn.Mobject, *, exact: bool) -> None:
        """Show the one or the other, where the place of the number is now and as large as that."""
        scale = place.height / self.height
        self.glyph.points = place.get_corner(mn.DL) + scale * (self.equals if exact else self.approx)


def _signs(formula: Formula, theme: Theme, size: float) -> _Signs:
    place, sign = formula.part("place"), formula.part("equals")
    (glyph,) = sign.family_members_with_points()
    (other,) = Formula("approx", theme, size=size).family_members_with_points()
    other.scale(glyph.width / other.width).move_to(glyph)
    corner = place.get_corner(mn.DL)
    return _Signs(glyph, glyph.points - corner, other.points - corner, place.height)


def align_equals(readouts: Sequence[Readout]) -> None:
    """Shift readouts to the right so far that their equals signs stand under one another."""
    edge = max(readout.place.get_left()[0] for readout in readouts)
    for readout in readouts:
        readout.shift((edge - readout.place.get_left()[0]) * mn.RIGHT)
