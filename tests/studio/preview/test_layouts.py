"""Whatever people type: no lesson has a flaw in its layout, in any aspect and theme, in motion or settled.

A tenth of the table of formulas is looked through by `make test-films`, each case in one aspect and theme, and of each
lesson one case with every run of the tests; all of the table in all aspects and themes by `make test-long`. Places do
not depend on the theme: motions are looked through in the first.
"""

from __future__ import annotations

from itertools import product

import pytest

from mathkit.errors import NablaError
from scenes import LESSONS
from studio.preview.layout_check import Check, flaws_of
from studio.profile import ASPECTS, preset
from studio.sources.lesson_lookup import find_lesson, find_theme
from tests.scenes.formulas import CASES, REFUSED, LessonCase

THEMES = ("dark", "light")
TOLD = [case for case in CASES if case not in REFUSED]

ALL = list(product(TOLD, ASPECTS, THEMES))
#: Of each lesson, what is soonest looked through.
QUICK = (
    "tangent-line f=x*exp(-x) at=0.5",
    "partial-slices f=x**2 * y + sin(y) at=1,0.5",
    "gradient-arrows f=x**2+10y**2 at=2,1",
    "neuron-chain-rule activation=softplus w=0.8",
    "layer-chain-rule W=1 2 3; -1 0 1; 0.5 -0.5 0.25 x=1 -1 2 b=0 0 0 target=1 1 1 activation=relu",
)

#: In a square frame, a table of five columns whose numbers have four decimals is set too small beside its graph.
CROWDED = "layer-chain-rule W=2 -1 0.5 3; -2 1 -0.5 1; 1 1 1 1; 0.1 0.2 0.3 0.4 "


def in_turns(cases: list[LessonCase]) -> list[tuple[LessonCase, str, str]]:
    """Return each case with an aspect and a theme, these in turn."""
    return [(case, ASPECTS[turn % 3], THEMES[turn % 2]) for turn, case in enumerate(cases)]


def _flaws(case: LessonCase, aspect: str, theme: str) -> list[str]:
    if aspect == "1:1" and str(case).startswith(CROWDED):
        pytest.xfail("known: crowded in a square frame")
    profile = preset("preview").for_aspect(aspect).for_theme(find_theme(theme)).for_pictures()
    check = Check(find_lesson(case.lesson), case.settings, profile, moving=theme == THEMES[0])
    return [str(flaw) for flaw in flaws_of(check, pictures=False)]


@pytest.mark.slow
@pytest.mark.parametrize(("case", "aspect", "theme"), in_turns([each for each in TOLD if str(each) in QUICK]), ids=str)
def test_the_layout_of_each_lesson_holds_for_a_formula(case: LessonCase, aspect: str, theme: str) -> None:
    assert _flaws(case, aspect, theme) == []


@pytest.mark.films
@pytest.mark.slow
@pytest.mark.parametrize(("case", "aspect", "theme"), in_turns(TOLD[::10]), ids=str)
def test_layouts_hold_for_a_tenth_of_the_table(case: LessonCase, aspect: str, theme: str) -> None:
    assert _flaws(case, aspect, theme) == []


@pytest.mark.long
@pytest.mark.parametrize(("case", "aspect", "theme"), ALL, ids=str)
def test_layouts_hold_for_all_of_the_table(case: LessonCase, aspect: str, theme: str) -> None:
    assert _flaws(case, aspect, theme) == []


@pytest.mark.films
@pytest.mark.slow
@pytest.mark.parametrize("name", LESSONS)
def test_the_layout_of_a_short_holds(name: str) -> None:
    lesson = find_lesson(name)
    cls = lesson.load()
    told = {beat.name for beat in cls.outline(cls.Params()).beats if beat.short}
    found = flaws_of(Check(lesson, {}, preset("preview").for_short().for_pictures()), pictures=False)
    assert [str(flaw) for flaw in found if flaw.beat in told] == []


@pytest.mark.parametrize("case", REFUSED, ids=str)
def test_what_cannot_be_told_is_refused_before_anything_is_drawn(case: LessonCase) -> None:
    with pytest.raises(NablaError) as raised:
        find_lesson(case.lesson).load().read_params(case.settings)
    assert REFUSED[case] in str(raised.value)


def test_the_table_is_large_enough_and_tells_no_case_twice() -> None:
    names = [str(case) for case in CASES]
    assert len(set(names)) == len(names)
    assert {case.lesson for case in TOLD if str(case) in QUICK} == set(LESSONS)
    for lesson in LESSONS:
        assert sum(case.lesson == lesson for case in TOLD) >= 40
