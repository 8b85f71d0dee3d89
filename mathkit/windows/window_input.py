"""A window as a person types it: a range, or a box of two."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from mathkit.arrays import Range
from mathkit.errors import DomainError
from mathkit.formula.point_input import parse_number

Typed = str | Sequence[object]


def parse_range(typed: Typed) -> Range:
    """Read `-2,3` as the range from −2 to 3.

    Raises:
        DomainError: it is not two numbers, the smaller one first.
        FormulaError: one of them is no number.
    """
    given = typed.split(",") if isinstance(typed, str) else list(typed)
    if len(given) != 2:
        raise DomainError(f"a window is a range, from a smaller number to a larger one, not {typed}; type -2,3")
    low, high = (parse_number(str(end)) for end in given)
    if not high - low > 1e-9 * max(1.0, abs(low), abs(high)):
        raise DomainError(f"a window goes from a smaller number to a larger one, not {typed}; type -2,3")
    return low, high


def parse_box(typed: Typed) -> tuple[Range, Range]:
    """Read `-2,3;-1,1`, or `-2,3,-1,1`, as the ranges of x and of y; `-2,3` alone is both.

    Raises:
        DomainError, FormulaError: as `parse_range`.
    """
    given: list[Any] = typed.split(";") if isinstance(typed, str) else list(typed)
    ends = str(given[0]).split(",") if len(given) == 1 and isinstance(given[0], str) else []
    if len(ends) == 4:
        given = [ends[:2], ends[2:]]
    if len(given) not in (1, 2):
        raise DomainError(f"a window of a surface is one range or two, not {typed}; type -2,3 or -2,3;-1,1")
    ranges = [parse_range(each) for each in given]
    return ranges[0], ranges[-1]
