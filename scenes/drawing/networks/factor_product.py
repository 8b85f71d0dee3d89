"""A product of derivatives that is built factor by factor: first in symbols, then in numbers, each under its symbol.

The whole block is set once, so that nothing moves when a part is added.
"""

from __future__ import annotations

import math
from collections.abc import Sequence

import manim as mn

from mathkit import typst_equals, typst_factor, typst_number
from mathkit.notation.number_format import shown, typst_result
from mathkit.notation.typst_parts import product_digits
from scenes.drawing.canvas.arrange import fit
from scenes.drawing.canvas.stage import Region
from scenes.drawing.text.typesetting import Formula
from scenes.drawing.theme.theme import TEXT, Theme

SIZE = TEXT + 10


class FactorProduct:
    """`head` (∂L/∂w =), then `symbols` and under them `numbers`, a group for each factor; the last is the product.

    The product stands behind the numbers, or in a row of its own where they leave it no room.
    """

    def __init__(
        self, region: Region, theme: Theme, head: str, factors: Sequence[tuple[str, float]], product: float
    ) -> None:
        values = [value for _, value in factors]
        digits = product_digits(values, product)
        given = math.prod(shown(value, digits) for value in values)
        result = [
            f"{{{{ {typst_result(given, product)} : ink_8 }}}}",
            f"{{{{ {typst_number(product)} : gradient_9 }}}}",
        ]
        symbols = [f"{{{{ display({head}) : gradient_8 }}}}", "{{ = : ink_9 }}"]
        numbers = ["", f"{{{{ {typst_equals(*values, digits=digits)} : ink_7 }}}}"]
        for i, (symbol, value) in enumerate(factors):
            dots = [f"{{{{ dot : ink_1{i} }}}}", f"{{{{ dot : ink_2{i} }}}}"] if i else ["", ""]
            symbols += [*dots[:1], f"{{{{ display({symbol}) : gradient_{i} }}}}"][not i :]
            numbers += [*dots[1:], f"{{{{ {typst_factor(value, digits)} : ink_{i} }}}}"][not i :]
        block = _block([symbols, [*numbers, *result]], theme)
        if block.width > region.width:
            block = _block([symbols, numbers, ["", *result]], theme)
        self.block = fit(block, region.width, region.height).move_to(region.center)
        groups = [[f"gradient_{i}", f"ink_1{i}"][: 1 + (i > 0)] for i in range(len(factors))]
        self.head = self._group(["gradient_8", "ink_9"])
        self.symbols = [self._group(group) for group in groups]
        labels = [[f"ink_{i}", f"ink_2{i}" if i else "ink_7"] for i in range(len(factors))]
        self.numbers = [self._group(group) for group in [*labels, ["ink_8", "gradient_9"]]]

    def _group(self, labels: Sequence[str]) -> mn.VGroup:
        return mn.VGroup(*(glyph for label in labels for glyph in self.block.part(label).family_members_with_points()))

    @property
    def parts(self) -> list[mn.Mobject]:
        """Return the whole block in parts: the head, the symbols, the numbers."""
        return [self.head, *self.symbols, *self.numbers]


def _block(rows: Sequence[Sequence[str]], theme: Theme) -> Formula:
    cells = "; ".join(", ".join(row) for row in rows)
    return Formula(f"mat(delim: #none, row-gap: #0.55em, column-gap: #0.22em, {cells})", theme, size=SIZE)
