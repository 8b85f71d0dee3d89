"""Formulas of any length, set so that they can be read: large where there is room, else on more lines, else smaller."""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence

from scenes.drawing.text.typesetting import Formula
from scenes.drawing.theme.theme import LABEL, TEXT, Theme

#: Sizes of type from which a formula takes the largest that fits. The last counts as one with that of labels.
SIZES = (TEXT, LABEL + 4)
#: On more lines than these a formula is no longer taken in.
MOST_LINES = 3


def legible(
    codes: Sequence[str], theme: Theme, width: float, height: float = math.inf, sizes: Sequence[float] = SIZES
) -> Formula | None:
    """Return the first of these formulas, at the largest of these sizes, that fits; None if none does at any."""
    for size in sizes:
        for code in codes:
            formula = Formula(code, theme, size=size)
            if formula.width <= width and formula.height <= height:
                return formula
    return None


def on_lines(code: str) -> Iterator[str]:
    """Yield a formula on one line, on two, on three: broken before the terms of its right side, lines about as long."""
    yield code
    left, _, right = code.partition(" = ")
    terms = _terms(right)
    for lines in range(2, min(len(terms), MOST_LINES) + 1):
        rows = [""] * lines
        done, total = 0, sum(map(len, terms))
        for term in terms:
            rows[min(lines - 1, done * lines // total)] += term
            done += len(term)
        if all(rows):
            yield f"{left} &= " + " \\ &quad ".join(rows)


def _terms(source: str) -> list[str]:
    """Return the terms of a sum in Typst, each with the sign before it."""
    terms, depth, start = [], 0, 0
    for place, character in enumerate(source):
        depth += (character in "([{") - (character in ")]}")
        if depth == 0 and place > start and source[place : place + 3] in (" + ", " - "):
            terms.append(source[start:place])
            start = place
    return [*terms, source[start:]]
