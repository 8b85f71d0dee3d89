"""What mathkit prints can be taken apart on screen: every label of it selects glyphs."""

from __future__ import annotations

import pytest

from scenes.drawing.text.typesetting import Formula
from scenes.drawing.theme.theme_file import load_theme
from tests.mathkit.compiling import parts
from tests.mathkit.printed_values import SAMPLES, sources

DARK = load_theme("dark")
#: Every function, and of the other classes one usual value and the oddest: what they print has the same parts.
CHOSEN = [
    (name, value)
    for name, values in SAMPLES.items()
    for value in (values if name == "Function" else values[:: max(1, len(values) - 1)])
]


@pytest.mark.parametrize(("name", "value"), CHOSEN, ids=[name for name, _ in CHOSEN])
def test_every_label_selects_what_it_names(name: str, value: object) -> None:
    for printed in sources(value).values():
        formula = Formula(printed, DARK)
        for label in dict.fromkeys(parts(printed)):
            assert formula.part(label).family_members_with_points(), f"{label} in {printed}"
