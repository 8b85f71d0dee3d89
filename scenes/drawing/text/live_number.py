"""Numbers that change while they are read, and numbers at ticks, put together from digits that are set once."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import cache

import manim as mn
import numpy as np

from mathkit import format_number, tick_decimals, typst_number
from scenes.drawing.text.glyph_reader import QuickGlyphs
from scenes.drawing.text.typesetting import Formula, Setting
from scenes.drawing.theme.theme import LABEL, TEXT, Theme


class _Glyphs(QuickGlyphs, mn.MathTypst):
    """A formula as it comes, for its outlines."""


@cache
def _digit_glyphs() -> dict[str, tuple[np.ndarray, float]]:
    """Return each character of a number as (points relative to its cell's lower left, cell width), 1 em = 1 unit."""
    glyphs: dict[str, tuple[np.ndarray, float]] = {}
    size = 96.0

    def leaves(code: str) -> list[mn.VMobject]:
        return list(_Glyphs(code, font_size=size, use_svg_cache=False).family_members_with_points())

    digits = leaves("0123456789")
    base = digits[0].get_bottom()[1]
    advance = (digits[9].get_left()[0] - digits[0].get_left()[0]) / 9
    for index, glyph in enumerate(digits):
        cell = digits[0].get_left()[0] + index * advance
        glyphs[str(index)] = (glyph.points - np.array([cell, base, 0]), advance)
    point = leaves("0.0")
    gap = point[1].get_left()[0] - point[0].get_left()[0] - advance
    dot_advance = point[2].get_left()[0] - point[0].get_left()[0] - advance
    corner = np.array([point[0].get_left()[0] + advance, point[0].get_bottom()[1], 0])
    glyphs["."] = (point[1].points - corner, max(dot_advance, gap))
    minus = leaves("-0")
    width = minus[1].get_left()[0] - minus[0].get_left()[0]
    glyphs["\u2212"] = (minus[0].points - np.array([minus[0].get_left()[0], minus[1].get_bottom()[1], 0]), width)
    return glyphs | _power_glyphs(leaves)


def _power_glyphs(leaves: Callable[[str], list[mn.VMobject]]) -> dict[str, tuple[np.ndarray, float]]:
    """Return the characters of a power of ten, ×10⁻⁶, in the same way; the × stands closer than in a formula."""
    sign = leaves("1 times 1")
    left, base, gap = sign[1].get_left()[0], sign[0].get_bottom()[1], 0.1
    glyphs = {"×": (sign[1].points - np.array([left - gap, base, 0]), sign[1].width + 2 * gap)}
    raised = leaves("1^(0123456789)")
    base, raised = raised[0].get_bottom()[1], raised[1:]
    advance = (raised[9].get_left()[0] - raised[0].get_left()[0]) / 9
    for index, glyph in enumerate(raised):
        cell = raised[0].get_left()[0] + index * advance
        glyphs["⁰¹²³⁴⁵⁶⁷⁸⁹"[index]] = (glyph.points - np.array([cell, base, 0]), advance)
    minus = leaves("1^(-1)")
    left, base = minus[1].get_left()[0], minus[0].get_bottom()[1]
    glyphs["⁻"] = (minus[1].points - np.array([left, base, 0]), minus[2].get_left()[0] - left)
    return glyphs


def number_width(text: str, em: float) -> float:
    """Return how wide a number is (digits, point, true minus) where an em is so many units."""
    return em * sum(_digit_glyphs()[character][1] for character in text)


class LiveNumber(mn.VGroup):
    """A number that changes while it is read: its digits sit in fixed slots, so nothing around them moves.

    Left-aligned; a slot for the sign is kept free when `signed`. `show(text)` takes what `format_number` returns with
    fixed decimals, or with a power of ten (1.2×10⁻⁶).
    """

    def __init__(self, theme: Theme, *, slots: int, role: str = "ink", size: float = TEXT, signed: bool = True) -> None:
        super().__init__()
        self.em = size * theme.type_scale / 96
        self.signed = signed
        self.corner = np.zeros(3)
        self.text = ""
        setting = Setting("number", size * theme.type_scale)
        for _ in range(slots + signed):
            glyph = mn.VMobject(fill_color=theme.color(role), fill_opacity=1, stroke_width=0)
            glyph.setting = setting
            self.add(glyph)

    @property
    def slot_width(self) -> float:
        """Return the width that the number takes at most, in units."""
        return self.sign_width + self.width_of("0") * (len(self.submobjects) - self.signed)

    @property
    def sign_width(self) -> float:
        """Return the width kept free for the sign, in units."""
        return self.em * _digit_glyphs()["\u2212"][1] if self.signed else 0.0

    @property
    def drawn_scale(self) -> float:
        """Return how many times larger than it was set the number stands now."""
        glyphs = _digit_glyphs()
        first = next((character for character in self.text if character in glyphs), None)
        if first is None or not len(self.submobjects[0].points):
            return 1.0
        return float(np.ptp(self.submobjects[0].points[:, 0]) / (np.ptp(glyphs[first][0][:, 0]) * self.em))

    def width_of(self, text: str) -> float:
        """Return how wide a text of digits and points is, in units."""
        return number_width(text, self.em)

    def resize(self, em: float) -> LiveNumber:
        """Set the digits so large that an em is so many units, as they are when they are shown next."""
        if em != self.em:
            self.em, setting = em, Setting("number", 96 * em)
            for glyph in self.submobjects:
                glyph.setting = setting
        return self

    def stand_at(self, corner: np.ndarray) -> LiveNumber:
        """Put the lower left corner of the first slot (on the digits' baseline) at `corner`."""
        self.corner = np.asarray(corner, dtype=float)
        return self.show(self.text)

    def show_about(self, text: str, middle: np.ndarray) -> LiveNumber:
        """Show `text` above `middle`, shape (3,), centred as it is read: a missing sign's free slot does not count."""
        free = 0.0 if text.startswith("\u2212") else self.sign_width
        width = self.width_of(text.lstrip("\u2212")) + self.sign_width - free
        self.corner = middle - np.array([width / 2 + free, 0, 0])
        return self.show(text)

    def show(self, text: str) -> LiveNumber:
        """Show `text`; slots that it does not need stay empty."""
        self.text = text
        glyphs = _digit_glyphs()
        cells: list[tuple[str, float]] = []
        pen = 0.0
        body = text
        if self.signed:
            if body.startswith("\u2212"):
                cells.append(("\u2212", 0.0))
                body = body[1:]
            pen = glyphs["\u2212"][1]
        for character in body:
            if character in glyphs:
                cells.append((character, pen))
                pen += glyphs[character][1]
        for index, glyph in enumerate(self.submobjects):
            if index < len(cells):
                character, x = cells[index]
                glyph.points = (glyphs[character][0] + [x, 0, 0]) * self.em + self.corner
            else:
                glyph.points = np.zeros((0, 3))
        return self


def tick_label(value: float, theme: Theme, decimals: int | None = None) -> mn.VGroup:
    """Set the number at a tick: from ready digits where it has only those, which is forty times as fast."""
    text = format_number(value, decimals=decimals)
    if not set(text) - set("0123456789.\u2212"):
        return LiveNumber(theme, slots=len(text), role="muted", size=LABEL, signed=text.startswith("\u2212")).show(text)
    return Formula(typst_number(value, decimals=decimals), theme, size=LABEL, role="muted")


def tick_labels(values: Sequence[float] | np.ndarray, theme: Theme) -> list[mn.VGroup]:
    """Set the numbers of an axis, with as many digits as tell one tick from the next."""
    decimals = tick_decimals(values)
    labels = [tick_label(float(value), theme, decimals) for value in values]
    numbers = tuple(format_number(float(value), decimals=decimals) for value in values)
    for place, label in enumerate(labels):
        label.axis = numbers, place  # for the layout check
    return labels
