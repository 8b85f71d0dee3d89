"""`render.py storyboard props`: one sheet with a cell for every state of a prop."""

from pathlib import Path

import pytest
from PIL import Image
from typer.testing import CliRunner

import render
from scenes.drawing.catalogue import states
from scenes.drawing.theme.theme_file import load_theme
from studio.errors import RequestError
from studio.preview.prop_sheet import CELL, asked_for_props
from studio.preview.storyboard import GAP


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


def test_what_lessons_alone_have_is_refused() -> None:
    assert asked_for_props("props", [], check=False)
    assert not asked_for_props("tangent-line", ["at=1"], check=True)
    with pytest.raises(RequestError, match="for lessons"):
        asked_for_props("props", ["at=1"], check=False)
    with pytest.raises(RequestError, match="for lessons"):
        asked_for_props("props", [], check=True)
