"""`render.py storyboard props`: one sheet with a cell for every state of a prop."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any

import manim as mn
import numpy as np
import pytest
from PIL import Image
from typer.testing import CliRunner

import render
from scenes.drawing.catalogue import states
from scenes.drawing.catalogue.states import State, catalogue
from scenes.drawing.text.typesetting import Words
from scenes.drawing.theme.theme_file import load_theme
from studio.errors import RequestError
from studio.preview.layout_check import flaws_of_states
from studio.preview.prop_sheet import CELL, parse_props
from studio.preview.storyboard import GAP
from studio.profile import preset
from studio.render.drawing import draw_states


@pytest.mark.slow
def test_the_sheet_has_a_cell_for_every_state(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    plots = states.pages()["plots"][:2]
    monkeypatch.setattr(states, "pages", lambda: {"plots": plots, "again": plots[:1]})
    target = tmp_path / "props.png"
    ran = CliRunner().invoke(
        render.app, ["storyboard", "props", "--theme", "light", "--aspect", "1:1", "-o", str(target)]
    )
    assert (ran.exit_code, ran.stdout.strip()) == (0, str(target))
    background = tuple(bytes.fromhex(load_theme("light").background[1:]))
    with Image.open(target) as sheet:
        # Down the first column there are two cells, down the second there is one.
        for left, cells in ((GAP + 2, 2), (2 * GAP + CELL + 2, 1)):
            column = [sheet.getpixel((left, y)) for y in range(sheet.height)]
            assert column.count(background) == cells * CELL


@pytest.mark.parametrize(
    ("what", "settings", "expected"),
    [
        pytest.param("props", [], True, id="the word for props"),
        pytest.param("tangent-line", ["at=1"], False, id="a lesson"),
        pytest.param("props", ["at=1"], RequestError, id="props have no params"),
    ],
)
def test_props_are_typed_in_the_place_of_a_lesson(what: str, settings: list[str], expected: Any) -> None:
    if expected is RequestError:
        with pytest.raises(RequestError, match="for lessons"):
            parse_props(what, settings)
    else:
        assert parse_props(what, settings) is expected


#: Cells of all kinds, that are drawn quickly.
FEW = tuple(
    each for each in catalogue() if each.slug in ("plot_a_pole", "number_line_one_step", "code_panel_between_two_lines")
)


def flaws(states: Sequence[State], aspect: str, theme: str) -> list[str]:
    return [
        str(flaw)
        for flaw in flaws_of_states(
            states, preset("preview").for_aspect(aspect).for_theme(load_theme(theme)), pictures=False
        )
    ]


def test_the_layout_of_a_few_cells_holds() -> None:
    assert len(FEW) == 3
    assert flaws(FEW, "9:16", "light") == []


@pytest.mark.films
@pytest.mark.slow
@pytest.mark.parametrize(("aspect", "theme"), [("16:9", "dark"), ("9:16", "light")])
def test_the_layout_of_every_cell_holds(aspect: str, theme: str) -> None:
    assert flaws(catalogue(), aspect, theme) == []


@pytest.mark.films
@pytest.mark.slow
def test_no_cell_is_blank() -> None:
    pictures = draw_states(catalogue(), preset("draft").for_pictures(CELL))
    blank = [
        state.slug for state, pixels in zip(catalogue(), pictures, strict=True) if not np.ptp(pixels, (0, 1)).any()
    ]
    assert not blank


@pytest.mark.slow
def test_the_check_of_props_ends_with_1_where_a_cell_is_wrong(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def build(board: states.Board) -> list[mn.Mobject]:
        return [Words("one", board.theme), Words("two", board.theme)]

    monkeypatch.setattr(states, "pages", lambda: {"text": (State((Words,), "over one another", build),)})
    target = tmp_path / "props.png"
    ran = CliRunner().invoke(render.app, ["storyboard", "props", "--check", "-o", str(target)])
    assert ran.exit_code == 1
    assert "props/words_over_one_another (settled) overlap" in ran.stdout
    assert not target.exists()
