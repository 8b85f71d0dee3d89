"""Whatever the formula: nothing is drawn outside the frame, and no text smaller than can be read."""

from __future__ import annotations

from collections.abc import Callable

import manim as mn
import numpy as np
import pytest

from scenes import LESSONS
from scenes.drawing.canvas.painted_mobject import Painting
from scenes.drawing.text.live_number import LiveNumber
from scenes.drawing.text.typesetting import Formula, Words
from scenes.lesson import Lesson

PlayThrough = Callable[..., None]

CURVES = [
    ("sin(20x)", "0.3"),
    ("exp(x)", "1"),
    ("1/x", "1"),
    ("tan(x)", "0.4"),
    ("log(x)", "0.5"),
    ("abs(x)", "0"),
    ("sign(x)", "0"),
    ("1e-6*x", "1"),
    ("1e6*x**2", "1"),
    ("3", "1"),
    ("x*exp(-x)", "0.5"),
    ("tanh(20x)", "0"),
    ("log(x**2+1)*sin(3x)/(x**2+2)+exp(-x)*cos(x)", "1"),
]
FIELDS = [
    ("partial-slices", "1e6*x*y", "1,1"),
    ("partial-slices", "1/(x*y)", "1,1"),
    ("partial-slices", "3", "0,0"),
    ("gradient-arrows", "100*(y-x**2)**2+(1-x)**2", "-1,0.5"),
    ("gradient-arrows", "sin(3x)*cos(3y)", "0.2,0.3"),
    ("gradient-arrows", "1e-6*(x^2+2y^2)", "1,1"),
]
CASES = [("tangent-line", f, at, "16:9") for f, at in CURVES]
CASES += [(name, f, at, "16:9") for name, f, at in FIELDS]
CASES += [("neuron-chain-rule", "", "", aspect) for aspect in ("16:9", "9:16")]
CASES += [("layer-chain-rule", "", "", aspect) for aspect in ("16:9", "9:16", "1:1")]
CASES += [("tangent-line", "x**2", "1", "9:16"), ("partial-slices", "x*y", "1,1", "9:16")]
#: What every run plays through: of each lesson what is soon played. The others are for `make test-films`.
QUICK = [
    ("tangent-line", "abs(x)", "0", "16:9"),
    ("tangent-line", "sign(x)", "0", "16:9"),
    ("partial-slices", "x*y", "1,1", "9:16"),
    ("gradient-arrows", "1e-6*(x^2+2y^2)", "1,1", "16:9"),
    ("neuron-chain-rule", "", "", "9:16"),
    ("layer-chain-rule", "", "", "1:1"),
]

MARGIN = 0.1


def shown(part: mn.Mobject) -> bool:
    """Tell whether a part leaves any colour in the frame; paintings draw within their own box."""
    if not isinstance(part, mn.VMobject) or isinstance(part, Painting):
        return False
    stroke = part.stroke_rgbas[:, 3].max() if part.stroke_width > 0 else 0.0
    return bool(max(part.fill_rgbas[:, 3].max(), stroke) > 0.01)


def test_the_quick_cases_are_of_every_lesson() -> None:
    assert set(QUICK) < set(CASES)
    assert {name for name, *_ in QUICK} == set(LESSONS)


@pytest.mark.parametrize(
    ("name", "f", "at", "aspect"),
    [pytest.param(*case, marks=() if case in QUICK else pytest.mark.films) for case in CASES],
)
def test_nothing_leaves_the_frame(name: str, f: str, at: str, aspect: str, play_through: PlayThrough) -> None:
    outside: list[str] = []

    def look(scene: Lesson, beat: str) -> None:
        half = np.array([mn.config.frame_width, mn.config.frame_height]) / 2 - MARGIN
        for mobject in scene.mobjects:
            for part in mobject.family_members_with_points():
                reach = np.abs(part.points[:, :2]).max(0)
                if shown(part) and not (reach <= half).all():
                    outside.append(f"{beat}: {type(mobject).__name__} up to {reach}")

    settings = {"f": f, "at": at} if f else {}
    play_through(name, settings, look, aspect)
    assert outside == []


@pytest.mark.parametrize(
    "name",
    [
        "tangent-line",
        "partial-slices",
        *(
            pytest.param(name, marks=pytest.mark.films)
            for name in ("gradient-arrows", "neuron-chain-rule", "layer-chain-rule")
        ),
    ],
)
def test_no_text_is_too_small(name: str, play_through: PlayThrough) -> None:
    small: list[str] = []

    def look(scene: Lesson, beat: str) -> None:
        least = 0.022 * min(mn.config.frame_width, mn.config.frame_height)
        for mobject in scene.mobjects:
            for part in mobject.get_family():
                if isinstance(part, Formula | Words) and part.font_size / 96 < least:
                    small.append(f"{beat}: {part.typst_code} at {part.font_size:.1f}")
                if isinstance(part, LiveNumber) and part.em < least:
                    small.append(f"{beat}: number {part.text}")

    play_through(name, {}, look)
    assert small == []
