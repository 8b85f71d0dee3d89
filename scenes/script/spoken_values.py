"""Numbers that a picture shows, as the voice says them: no more precise than they are shown."""

from __future__ import annotations

from mathkit import format_number, spoken_number
from mathkit.notation.number_format import shown

#: Below this two decimals do not give a number.
SMALL = 0.005


def spoken_value(value: float) -> str:
    """Return a node's number as the voice says it, no more precise than the node shows it."""
    if value and (abs(value) < SMALL or abs(value) >= 99_999.5):
        return spoken_number(value, 2)
    return spoken_number(shown(value, decimals=2), 4)


def spoken_decimal(value: float) -> str:
    """Return a number of two decimals as the voice says it."""
    rounded = shown(value, decimals=2)
    return format_number(rounded, 4) if rounded or not value else "almost zero"
