"""Whatever a lesson prints and draws holds of the digits that are shown."""

from __future__ import annotations

import pytest

from scenes import load_lesson
from scenes.drawing.text.typesetting import Formula
from tests.mathkit.printed_equations import judged
from tests.scenes.conftest import PlayThrough
from tests.scenes.formulas import CASES, REFUSED, LessonCase

TOLD = [case for case in CASES if case not in REFUSED]
#: Points whose digits are no short ones, and formulas that were printed falsely once.
ODD = [
    LessonCase("tangent-line", {"f": "pi*x**2/7", "at": "-1.23456"}),
    LessonCase("tangent-line", {"f": "sin(3x)", "at": "1/3"}),
    LessonCase("tangent-line", {"f": "abs(x-1) + abs(x+1)", "at": "1"}),
    LessonCase("partial-slices", {"f": "sqrt(1-x^2-y^2)", "at": "0.3,0.4"}),
    LessonCase("gradient-arrows", {"f": "sin(3x)*cos(3y)", "at": "0.2,0.31234567"}),
    LessonCase("neuron-chain-rule", {}),
    LessonCase("neuron-chain-rule", {"x": "-2.75", "w": "-0.333", "b": "-1.25"}),
    LessonCase("layer-chain-rule", {"activation": "softmax"}),
]


def assert_notes_hold(case: LessonCase) -> int:
    lesson = load_lesson(case.lesson)
    notes = lesson.notes_of(lesson.read_params(case.settings))
    lines = (line.typst for line in notes.derivation)
    found = judged([notes.formula, *lines, *(source for _, source in notes.facts)])
    assert found.faults == ()
    return found.count


@pytest.mark.parametrize("case", [*ODD, *TOLD[::15]], ids=str)
def test_notes_hold_of_their_digits(case):
    assert assert_notes_hold(case) or " if " in case.settings.get("f", "")  # of cases no equation is read


@pytest.mark.films
@pytest.mark.parametrize("case", TOLD, ids=str)
def test_notes_on_any_formula_hold_of_their_digits(case):
    assert_notes_hold(case)


@pytest.mark.films
@pytest.mark.parametrize("case", ODD, ids=str)
def test_what_is_drawn_holds_of_its_digits(case: LessonCase, play_through: PlayThrough, monkeypatch):
    drawn: dict[str, None] = {}
    setting = Formula.__init__

    def noted(formula, code, *options, **named):
        drawn[code] = None
        setting(formula, code, *options, **named)

    monkeypatch.setattr(Formula, "__init__", noted)
    play_through(case.lesson, case.settings, lambda scene, beat: None)
    f = getattr(load_lesson(case.lesson).read_params(case.settings), "f", None)
    # A part "place" keeps room for a live number.
    codes = [code for code in drawn if ": place }}" not in code]
    found = judged([f.typst, *codes] if f else codes)
    assert found.faults == ()
    assert found.count
