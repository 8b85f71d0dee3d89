"""What mathkit prints can be taken apart on screen: every label of it selects glyphs."""

import pytest

from scenes.theme import Theme
from scenes.typesetting import Formula
from tests.mathkit.compiling import parts
from tests.mathkit.printed_values import SAMPLES, sources

DARK = Theme.load("dark")
#: One usual value and the oddest of each class: what is printed of the others has the same parts.
CHOSEN = [(name, values[index]) for name, values in SAMPLES.items() for index in {0, len(values) - 1}]


@pytest.mark.parametrize(("name", "value"), CHOSEN, ids=[name for name, _ in CHOSEN])
def test_every_label_selects_what_it_names(name: str, value: object) -> None:
    for printed in sources(value).values():
        formula = Formula(printed, DARK)
        for label in dict.fromkeys(parts(printed)):
            assert formula.part(label).family_members_with_points(), f"{label} in {printed}"
