"""A product of derivatives that is built factor by factor: first in symbols, then in numbers.

The whole line is set once, so that nothing moves when a part is added; its glyphs are then taken apart by where they
stand.
"""

from __future__ import annotations

import math
from collections.abc import Sequence

import manim as mn
import numpy as np

from mathkit import typst_factor, typst_number
from scenes.panel import fit, stack
from scenes.stage import Region
from scenes.theme import TEXT, Theme
from scenes.typesetting import Formula


class FactorProduct:
    """`head` (∂L/∂w =), then `symbols` and `numbers`, a group for each factor; the last number is the product.

    The numbers follow the symbols, or stand under them in a portrait frame.
    """

    def __init__(
        self,
        region: Region,
        theme: Theme,
        head: str,
        factors: Sequence[tuple[str, float]],
        product: float,
        *,
        portrait: bool,
    ) -> None:
        joined = " dot ".join(f"{{{{ {symbol} : gradient_{i} }}}}" for i, (symbol, _) in enumerate(factors))
        values = " dot ".join(f"{{{{ {typst_factor(value)} : ink_{i} }}}}" for i, (_, value) in enumerate(factors))
        sign = "=" if agree([value for _, value in factors], product) else "approx"
        symbols = Formula(f"{head} {{{{ = : ink_9 }}}} {joined}", theme, size=TEXT + 6)
        numbers = Formula(
            f"{{{{ = : ink_8 }}}} {values} {{{{ {sign} {typst_number(product)} : gradient_9 }}}}", theme, size=TEXT + 6
        )
        if portrait:
            stack(region, symbols, numbers, gap=0.5, middle=True)
        else:
            numbers.next_to(symbols, mn.RIGHT, 0.2)
            numbers.shift([0, symbols.part("ink_9").get_y() - numbers.part("ink_8").get_y(), 0])
            fit(mn.VGroup(symbols, numbers), region.width).move_to(region.center)
        count = len(factors)
        self.symbols = _with_signs(symbols, [f"gradient_{i}" for i in range(count)])
        taken = {id(glyph) for group in self.symbols for glyph in group.get_family()}
        self.head = mn.VGroup(*(glyph for glyph in _glyphs(symbols) if id(glyph) not in taken))
        self.numbers = _cut_after(numbers, [*(f"ink_{i}" for i in range(count)), "gradient_9"])

    @property
    def parts(self) -> list[mn.Mobject]:
        """Return the whole line in parts, from left to right."""
        return [self.head, *self.symbols, *self.numbers]


def agree(factors: Sequence[float], product: float) -> bool:
    """Tell whether the factors, rounded as they are shown, multiply to the product as it is shown."""
    shown = math.prod(float(f"{factor:.2e}") for factor in factors)
    return typst_number(shown) == typst_number(product)


def _glyphs(part: mn.Mobject) -> list[mn.Mobject]:
    return list(part.family_members_with_points())


def _with_signs(formula: Formula, labels: Sequence[str]) -> list[mn.VGroup]:
    """Return the labelled parts of a product, each with the sign that leads to it."""
    parts = [_glyphs(formula.part(label)) for label in labels]
    known = {id(glyph) for part in parts for glyph in part}
    signs = [glyph for glyph in _glyphs(formula) if id(glyph) not in known]
    groups, end = [], np.inf
    for part in parts:
        start = min(glyph.get_left()[0] for glyph in part)
        groups.append(mn.VGroup(*(sign for sign in signs if end < sign.get_left()[0] < start), *part))
        end = start
    return groups


def _cut_after(formula: Formula, labels: Sequence[str]) -> list[mn.VGroup]:
    """Return all glyphs of a formula from left to right, in groups that each end with one of the labelled parts."""
    rights = [max(glyph.get_right()[0] for glyph in _glyphs(formula.part(label))) for label in labels]
    groups: list[list[mn.Mobject]] = [[] for _ in labels]
    for glyph in sorted(_glyphs(formula), key=lambda glyph: glyph.get_left()[0]):
        place = int(np.searchsorted(rights, glyph.get_center()[0]))
        groups[min(place, len(labels) - 1)].append(glyph)
    return [mn.VGroup(*group) for group in groups]
