"""Formulas in plain text as people write them: 3 (x² − y²), not 3*(x**2 - y**2)."""

from __future__ import annotations

import re

from mathkit.notation.number_format import MINUS, superscript


def readable_text(text: str) -> str:
    """Return a formula as it could be typed in the way that it is read: x² for x**2, 2 x for 2*x, and a true minus."""
    text = re.sub(r"\*\*([0-9]+)(?![0-9.])", lambda found: superscript(int(found[1])), text)
    text = re.sub(r"(?<=[0-9])\*(?=[0-9])", "·", text.replace("**", "^"))
    return text.replace("*", " ").replace("-", MINUS)
