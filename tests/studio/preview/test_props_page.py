"""docs/props.md is what the catalogue says now, its pictures are those of its lines, and its lines run."""

from __future__ import annotations

import re
import tomllib
from pathlib import Path
from typing import Any

import pytest
from PIL import Image
from pydantic import create_model

import scenes.drawing
from mathkit import NablaError
from scenes.drawing.catalogue.examples import CHAPTERS, Sketch
from scenes.drawing.catalogue.states import Board
from scenes.drawing.theme.theme import ASSETS
from scenes.drawing.theme.theme_file import load_theme
from scenes.script import params
from studio.preview.props_page import LISTS, PAGE, PICTURES, first_sentence, page, pictures, signature
from tests.scenes.drawing.catalogue.test_golden_props import alike

DOCS = Path(__file__).resolve().parents[3] / "docs"
TEXT = (DOCS / PAGE).read_text(encoding="utf-8")
EXAMPLES = [example for chapter in CHAPTERS.values() for example in chapter]
LINES = dict(re.findall(r"^!\[(.+?)\].*?^```python\n(.*?)^```", TEXT, flags=re.MULTILINE | re.DOTALL))


def test_the_page_is_what_the_catalogue_says_now() -> None:
    assert page() == TEXT, "write it anew: make props-page"


def test_every_name_of_the_face_is_on_the_page_once() -> None:
    entries = re.findall(r"^- `(\w+)", TEXT, flags=re.MULTILINE)
    listed = [name for names in LISTS.values() for name in names.split()]
    assert not set(scenes.drawing.__all__) - set(entries), "give them an example, or a place in LISTS"
    assert set(listed) <= set(entries)
    untold = [name for name in entries if not re.search(rf"^- `{name}\b.*: .*[.]$", TEXT, flags=re.MULTILINE)]
    assert not untold, "each says in a sentence what it is: a docstring, or a #: comment above"


def test_every_prop_of_the_page_has_its_picture_and_few_lines() -> None:
    assert sorted(path.stem for path in (DOCS / PICTURES).glob("*.png")) == sorted(LINES)
    assert sum(path.stat().st_size for path in (DOCS / PICTURES).glob("*.png")) < 1_500_000
    long = {example.name: example.code.count("\n") for example in EXAMPLES if example.code.count("\n") > 12}
    assert not long


def run(name: str, aspect: str) -> Sketch:
    """Run the lines that the page shows, as they stand there."""
    sketch = Sketch.on(Board.of(aspect, load_theme("light")))
    exec(compile(LINES[name], PAGE, "exec"), {"self": sketch})  # noqa: S102 -- our own page, as it says
    return sketch


@pytest.mark.parametrize("name", ["curve-point", "code-panel"])
def test_lines_of_the_page_draw_something(name: str) -> None:
    assert run(name, "16:9").mobjects


@pytest.mark.slow
@pytest.mark.parametrize("aspect", ["16:9", pytest.param("9:16", marks=pytest.mark.films)])
def test_all_lines_of_the_page_draw_something(aspect: str) -> None:
    for name in LINES:
        sketch = run(name, aspect)
        assert any(len(part.points) for mobject in sketch.mobjects for part in mobject.get_family()), name


@pytest.mark.slow
def test_pictures_are_those_of_the_lines() -> None:
    stale = [name for name, drawn in pictures() if not alike(drawn, Image.open(DOCS / PICTURES / name).convert("RGB"))]
    assert not stale, "draw them anew: make props-page"


@pytest.mark.parametrize(
    ("kind", "good", "bad"),
    [
        pytest.param("Curve", ["x*exp(-x)", "2", "x**1000"], ["x*y", "x**1001", "x" + " " * 1000], id="Curve"),
        pytest.param("Field", ["x**2 + sin(y)", "x", "L(w, b) = w*b"], ["x + y + z"], id="Field"),
        pytest.param("Point", ["1,0.5", "x=1,y=0.5"], ["1", "1,2,3"], id="Point"),
        pytest.param("Number", ["1.5", "pi/2"], ["x", "1e999"], id="Number"),
        pytest.param("SmallVector", ["1,-0.5", "1,2,3,4", "10"], ["1,2,3,4,5", "11"], id="SmallVector"),
        pytest.param("SmallMatrix", ["1,2; 3,4"], ["1,2,3,4,5", "1;2;3;4;5", "1,2;3", "11"], id="SmallMatrix"),
    ],
)
def test_params_take_what_the_page_says(kind: str, good: list[str], bad: list[str]) -> None:
    assert f"| `{kind}` |" in TEXT
    model: Any = create_model("Params", __base__=params.LessonParams, value=(getattr(params, kind), ...))
    for text in good:
        model.read({"value": text}, "my-lesson")
    for text in bad:
        with pytest.raises(NablaError):
            model.read({"value": text}, "my-lesson")


@pytest.mark.parametrize("theme", ["dark", "light"])
def test_every_role_stands_on_the_page_with_its_colour(theme: str) -> None:
    roles = tomllib.loads((ASSETS / "themes" / f"{theme}.toml").read_text(encoding="utf-8"))["roles"]
    for role, hue in roles.items():
        assert re.search(rf"^\| `{role}` \| .+`{hue}`", TEXT, flags=re.MULTILINE)


def test_what_is_written_of_a_prop_is_read_from_it() -> None:
    def prop(region: str, *, size: float = 2.0, name: str = "x") -> None:
        """Stand in a region: at its top. A second sentence."""

    assert signature(prop) == '(region: str, *, size: float = 2.0, name: str = "x")'
    assert first_sentence(prop) == "Stand in a region: at its top."
