"""Equations out of facts, and rows of them with their equals signs in one line."""

from __future__ import annotations

import itertools
from collections.abc import Callable

import numpy as np
import pytest

from mathkit import Neuron
from scenes.drawing.canvas.stage import Region
from scenes.drawing.text.formula_rows import FormulaRows, equation, named_by_role
from scenes.drawing.theme.theme_file import load_theme

CODES = [equation("z", "w x + b"), equation("integral_0^1 f(x) dif x", "sum_(k = 1)^n k", 1 / 3), equation("b", 2.0)]


@pytest.fixture(autouse=True)
def _frame(small_frame: Callable[[str], None]) -> None:
    small_frame("16:9")


@pytest.mark.parametrize(
    ("sides", "code"),
    [
        (("w x + b",), "z {{ = : equals }} w x + b"),
        ((0.5,), "z {{ = : equals }} 0.5"),
        ((1 / 3,), "z {{ approx : equals }} 0.333"),
        (("w x", 1 / 3), "z {{ = : equals }} w x approx 0.333"),
        (("w x", "x w", -2.0), "z {{ = : equals }} w x = x w = -2"),
        ((np.array([0.5, 1 / 3]),), "z {{ approx : equals }} (0.5, 0.333)"),
        (((1.0, 2.0),), "z {{ = : equals }} (1, 2)"),
        ((), "z"),
    ],
)
def test_a_number_stands_behind_the_sign_that_is_true_of_it(sides: tuple[str | float, ...], code: str) -> None:
    assert equation("z", *sides) == code


def test_parts_are_named_by_the_roles_that_are_given() -> None:
    named = named_by_role(Neuron(1.5, -0.6, 0.2, 1.0).formulas["z"], {"w": "weight", "x": "input"})
    assert "{{ w : weight }}" in named
    assert "{{ x : input }}" in named
    assert "{{ b : b }}" in named


@pytest.mark.parametrize(("width", "height"), [(10, 6), (2, 6), (10, 0.8), (1, 1)])
@pytest.mark.parametrize("way", [FormulaRows.in_column, FormulaRows.in_line, FormulaRows.in_columns])
def test_rows_stand_in_their_region(way: Callable[..., FormulaRows], width: float, height: float) -> None:
    region = Region(-width, width, -height, height)
    rows = way(FormulaRows(CODES, load_theme("dark"), 48), region)
    assert rows.width <= region.width + 1e-6
    assert rows.height <= region.height + 1e-6
    for one, other in itertools.pairwise(rows):
        apart = one.get_right()[0] < other.get_left()[0] or one.get_bottom()[1] > other.get_top()[1]
        assert apart


def signs(rows: FormulaRows, axis: int) -> list[float]:
    return [round(float(row.part("equals").get_center()[axis]), 6) for row in rows]


def test_equals_signs_stand_in_one_line() -> None:
    wide, tall = Region(-10, 10, -1, 1), Region(-3, 3, -4, 4)
    for region in (wide, tall):
        assert len({*signs(FormulaRows(CODES, load_theme("dark")).in_column(region), 0)}) == 1
    assert len({*signs(FormulaRows(CODES, load_theme("dark")).in_line(wide), 1)}) == 1


def test_rows_that_are_too_tall_for_one_column_stand_in_two() -> None:
    rows = FormulaRows(CODES, load_theme("dark"), 48).in_columns(Region(-10, 10, -0.5, 0.5))
    places = signs(rows, 0)
    assert places[0] == places[1] != places[2]
    assert signs(rows, 1)[0] == signs(rows, 1)[2]
