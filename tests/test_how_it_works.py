"""docs/how-it-works.md names what there is, and its picture is the one that is drawn."""

from __future__ import annotations

import ast
import re
from dataclasses import replace
from pathlib import Path

import pytest
from PIL import Image

from studio.preview import how_it_works
from studio.preview.how_it_works import FORMULA, OF_A_FORMULA, ROOMS, Room, draw_picture
from tests.scenes.drawing.catalogue.test_golden_props import alike

ROOT = Path(__file__).resolve().parents[1]
DOCS = ROOT / "docs"
PAGE = (DOCS / "how-it-works.md").read_text(encoding="utf-8")
PATHS = sorted(set(re.findall(r"`((?:mathkit|scenes|studio|tests|assets)/[\w./<>]*)`", PAGE)))
#: (module, name) for each "`module.py`: `name`, `name`".
NAMES = [
    (module, name)
    for module, names in re.findall(r"`([\w/]+\.py)`: ((?:`\w+`(?:, | and )?)+)", PAGE)
    for name in re.findall(r"`(\w+)`", names)
]


def defined(path: Path) -> set[str]:
    """Return the names that a module defines, those of its classes' methods among them."""
    nodes = list(ast.walk(ast.parse(path.read_text(encoding="utf-8"))))
    named = {node.name for node in nodes if isinstance(node, ast.FunctionDef | ast.ClassDef)}
    return named | {node.id for node in nodes if isinstance(node, ast.Name) and isinstance(node.ctx, ast.Store)}


@pytest.mark.parametrize("path", PATHS)
def test_a_path_of_the_page_is_there(path: str) -> None:
    assert list(ROOT.glob(re.sub(r"<\w+>", "*", path)))


@pytest.mark.parametrize(("module", "name"), NAMES)
def test_a_name_of_the_page_is_defined_where_it_says(module: str, name: str) -> None:
    assert name in defined(ROOT / module)


@pytest.mark.parametrize("room", ROOMS, ids=lambda room: room.path)
def test_a_room_of_the_picture_is_there_and_on_the_page(room: Room) -> None:
    home = ROOT / room.path
    assert home.is_file() or (home / "__init__.py").is_file()
    assert f"`{room.path}" in PAGE or f"`{room.path.replace('/', '.')}" in PAGE
    modules = [home] if home.is_file() else [*home.rglob("*.py")]
    text = " ".join([*map(str, modules), *(path.read_text(encoding="utf-8") for path in modules)])
    assert set(re.findall(r"\w+", room.what)) <= set(re.findall(r"\w+", text))


def test_the_page_is_about_the_formula_of_the_picture() -> None:
    assert f'"f={FORMULA}"' in PAGE
    assert len(NAMES) > 40
    assert ROOMS[OF_A_FORMULA].path == "scenes/tangent_line/narration.py"


@pytest.mark.slow
def test_the_picture_is_the_one_that_is_drawn(monkeypatch: pytest.MonkeyPatch) -> None:
    shown = (900, 600)
    with Image.open(DOCS / "how-it-works.png") as kept:
        known = kept.convert("RGB").resize(shown, Image.Resampling.BOX)
    assert alike(draw_picture().resize(shown, Image.Resampling.BOX), known), "Draw it again: make pictures"
    renamed = (*ROOMS[:-1], replace(ROOMS[-1], what="site, slides, handouts, …"))
    monkeypatch.setattr(how_it_works, "ROOMS", renamed)
    assert not alike(draw_picture().resize(shown, Image.Resampling.BOX), known)


@pytest.mark.parametrize("target", sorted(set(re.findall(r"\]\((?!https?:)([^)#]+)\)", PAGE))))
def test_linked_file_is_there(target: str) -> None:
    assert (DOCS / target).is_file()
