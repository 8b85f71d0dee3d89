"""Words and formulas are set by Typst, and live numbers stand still."""

from __future__ import annotations

import manim as mn
import numpy as np
import pytest

from scenes.drawing.canvas.arrange import fit, stack
from scenes.drawing.canvas.stage import Region, Stage
from scenes.drawing.text.live_number import LiveNumber, tick_label
from scenes.drawing.text.panel import Readout
from scenes.drawing.text.typesetting import Formula, Words
from scenes.drawing.theme.frame import frame_size
from scenes.drawing.theme.theme_file import load_theme
from scenes.errors import LessonError

DARK = load_theme("dark")


def test_labelled_parts_have_their_roles_colour() -> None:
    formula = Formula("{{ f(x) : output }} = {{ x^2 : input_2 }} + 1", DARK)
    assert {m.fill_color.to_hex().lower() for m in formula.part("output").get_family()[1:]} == {DARK.color("output")}
    assert {m.fill_color.to_hex().lower() for m in formula.part("input_2").get_family()[1:]} == {DARK.color("input")}


def test_wrong_markup_is_an_error_not_an_empty_picture() -> None:
    with pytest.raises(LessonError, match="“frac\\(1” cannot be set: unclosed delimiter"):
        Formula("frac(1", DARK)


def test_words_wrap_at_their_width() -> None:
    words = Words("a sentence that does not fit on one line of this width", DARK, width=2.0)
    assert words.width <= 2.0
    assert words.height > 2 * Words("a", DARK).height


@pytest.mark.parametrize("texts", [("1.25", "9.99"), ("−1.25", "1.25"), ("0.00", "−8.88")])
def test_digits_stand_still(texts: tuple[str, str]) -> None:
    number = LiveNumber(DARK, slots=4)
    places = []
    for text in texts:
        number.show(text)
        shown = [m for m in number.submobjects if len(m.points)]
        places.append(shown[-3].get_bottom()[1])  # the digit before the point, above the baseline alike
        assert len(shown) == len(text)
    assert places[0] == pytest.approx(places[1], abs=0.02)


def test_a_live_number_looks_like_a_set_one() -> None:
    """Oracle: Typst itself sets the whole number."""
    live = LiveNumber(DARK, slots=4, signed=False).show("3.14")
    set_by_typst = Formula("3.14", DARK)
    assert live.width == pytest.approx(set_by_typst.width, rel=0.03)
    assert live.height == pytest.approx(set_by_typst.height, rel=0.03)


@pytest.mark.parametrize(("value", "kind"), [(2.5, LiveNumber), (-3.0, LiveNumber), (2.5e9, Formula)])
def test_ticks_are_set_from_ready_digits_where_they_can_be(value: float, kind: type[mn.Mobject]) -> None:
    assert isinstance(tick_label(value, DARK), kind)


@pytest.mark.parametrize(("value", "shown"), [(1.5, "1.500"), (-0.0004, "0.000"), (-2.3456, "−2.346")])
def test_a_readout_rounds_for_reading(value: float, shown: str) -> None:
    assert Readout("x =", DARK, span=9.0).show(value).number.text == shown


def test_a_readout_takes_powers_of_ten_out() -> None:
    assert Readout("x =", DARK, span=3e6).show(1.25e6).number.text == "1.250"


def test_a_stack_stays_in_its_region() -> None:
    region = Region(-1, 1, -1, 1)
    column = stack(region, *(mn.Square(1.5) for _ in range(4)))
    assert column.width <= 2 + 1e-9
    assert column.height <= 2 + 1e-9
    assert np.allclose(column.get_corner(mn.UL), [-1, 1, 0])
    assert fit(mn.Square(4), 1).width == pytest.approx(1)


@pytest.mark.parametrize("aspect", ["16:9", "9:16", "1:1"])
def test_regions_do_not_overlap_and_keep_the_margins(aspect: str) -> None:
    width, height = frame_size(aspect)
    stage = Stage.of(width, height)
    assert min(width, height) == pytest.approx(8)
    for region in (stage.title, stage.figure, stage.panel):
        assert region.left >= stage.safe.left - 1e-9
        assert region.right <= stage.safe.right + 1e-9
    assert stage.panel.bottom >= -height / 2 + 0.12 * height - 1e-9
    assert stage.figure.top <= stage.title.bottom
    assert stage.figure.right <= stage.panel.left or stage.figure.bottom >= stage.panel.top
