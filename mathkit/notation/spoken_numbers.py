"""Numbers as people say them: two millionths, 1.5 billion, one million."""

from __future__ import annotations

import math

from mathkit.notation.number_format import MINUS, format_number, scientific

_NAMES = {1: "thousand", 2: "million", 3: "billion", 4: "trillion"}
_MOST = max(_NAMES)
_SUPERSCRIPTS = frozenset("⁰¹²³⁴⁵⁶⁷⁸⁹⁻")


def spoken_number(value: float, digits: int = 3) -> str:
    """Format to `digits` significant digits, to be read aloud: "2 million", "one millionth", "1.2 times 10 to the 20".

    What `format_number` writes without a power of ten stays as it is; undefined and ∞ are named.
    """
    text = format_number(value, digits)
    if "∞" in text:
        return text.replace("∞", "infinity").replace(MINUS, "minus ")
    if not set(text) & _SUPERSCRIPTS:
        return text
    mantissa, exponent = scientific(value, digits)
    thousands = math.floor(exponent / 3)
    if abs(thousands) > _MOST:
        count = _count(float(mantissa))
        head = {"one": "", "minus one": "minus "}.get(count, f"{count} times ")
        return f"{head}10 to the {'minus ' if exponent < 0 else ''}{abs(exponent)}"
    # 123 000 is said in full; a part of a thousandth in millionths.
    scale = thousands if exponent > 0 or abs(thousands) > 1 else -2
    count = _count(float(mantissa) * 10.0 ** (exponent - 3 * scale))
    return f"{count} {_NAMES[abs(scale)]}{_ending(count) if scale < 0 else ''}"


def _count(number: float) -> str:
    """Format a number before its unit: one, not 1."""
    text = format_number(number)
    return {"1": "one", f"{MINUS}1": "minus one"}.get(text, text)


def _ending(count: str) -> str:
    return "th" if count in ("one", "minus one") else "ths"
