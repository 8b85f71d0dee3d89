"""The labelled parts of Typst source, `{{ source : name }}`, by the role of the quantity that they stand for."""

from __future__ import annotations

import re
from collections.abc import Callable

#: What mathkit's short names stand for.
ROLES = {"x": "input", "w": "weight", "b": "bias", "z": "net", "a": "activation", "t": "target"}
_LABELLED = re.compile(r"\{\{\s*((?:(?!\{\{|\}\}).)*?)\s*:\s*([\w-]+)\s*\}\}", re.DOTALL)


def relabelled(source: str, write: Callable[[str, str], str]) -> str:
    """Return Typst source whose labelled parts, innermost first, are written by `write(role, source)`.

    The role is the beginning of a part's name: that of slope_2 is slope.
    """

    def written(match: re.Match[str]) -> str:
        name = re.split(r"[_-]", match[2])[0]
        return write(ROLES.get(name, name), match[1])

    while (inner := _LABELLED.sub(written, source)) != source:
        source = inner
    return source
