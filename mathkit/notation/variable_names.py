"""The order in which people name variables, x, y, z or w, b, and how their names are read."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

from mathkit.notation.greek import GREEK

#: Letters that are named in this order.
_FAMILIES = ("xyz", "wb", "uvw", "abc", "pqr", "st", "mn", "ij")
#: What stands beside a variable that is alone, where two are needed.
_PARTNERS = {"x": "y", "y": "x", "w": "b", "b": "w", "u": "v", "v": "u", "a": "b", "p": "q", "s": "t", "m": "n"}
_SUBSCRIPTS = str.maketrans("0123456789", "₀₁₂₃₄₅₆₇₈₉")


def _split(name: str) -> tuple[str, int]:
    """Return letters and index: theta, 1 for theta1; −1 where there is no index."""
    letters, digits = re.fullmatch(r"(.*?)_?([0-9]*)", name).groups()  # type: ignore[union-attr]
    return letters, int(digits) if digits else -1


def customary(names: Iterable[str]) -> tuple[str, ...]:
    """Order names as people do: by the alphabet, indices ascending, but b behind the weights w.

    This is the order of a function's arguments, and of the numbers of a point.
    """
    split = {name: _split(name) for name in set(names)}
    bias = "w~" if any(letters == "w" for letters, _ in split.values()) else "b"
    return tuple(sorted(split, key=lambda name: (bias if split[name][0] == "b" else split[name][0], split[name][1])))


def has_customary_order(names: Sequence[str]) -> bool:
    """Return whether nobody needs to ask which of these variables comes first: x and y, w and b, θ₀ and θ₁."""
    letters = {_split(name)[0] for name in names}
    return len(letters) < 2 or any(letters <= set(family) for family in _FAMILIES)


def completed(names: Sequence[str], count: int) -> tuple[str, ...]:
    """Return the names with others, so that there are `count`: x for none, y beside x, b beside w, θ₁ beside θ₀."""
    found = list(names)
    while len(found) < count:
        letters, index = _split(found[0]) if found else ("", -1)
        candidates = [f"{letters}{index + 1}"] if index >= 0 else [_PARTNERS.get(letters, "x"), "x", "y", "z"]
        found.append(next((each for each in candidates if each not in found), f"x{len(found)}") if found else "x")
    return customary(found)


def readable_name(name: str) -> str:
    """Return a name as it stands in a sentence: θ₁ for theta1."""
    letters, index = _split(name)
    letter = _GREEK_LETTERS.get(letters, letters)
    return letter + (str(index).translate(_SUBSCRIPTS) if index >= 0 else "")


_GREEK_LETTERS = dict(zip(GREEK, "αβγδεζηθικλμνξοπρστυφχψω", strict=True))
