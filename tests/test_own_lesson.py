"""docs/lessons/newtons_method.py: a lesson of one's own, in 150 lines, that holds for whatever people type."""

from __future__ import annotations

from pathlib import Path

import pytest

from mathkit.errors import NablaError
from scenes import LESSONS
from studio.preview.layout_check import Check, flaws_of
from studio.profile import preset
from studio.sources.lesson_lookup import find_lesson, find_theme

FILE = Path(__file__).resolve().parents[1] / "docs" / "lessons" / "newtons_method.py"
LESSON = find_lesson(str(FILE))


def test_it_is_a_users_own_and_short() -> None:
    lines = FILE.read_text(encoding="utf-8").splitlines()
    assert len(lines) <= 150
    assert max(map(len, lines)) <= 120
    assert LESSON.name not in LESSONS


def beats(**settings: str) -> dict[str, str]:
    """What is said in each beat."""
    lesson = LESSON.load()
    return {beat.name: beat.say for beat in lesson.outline(lesson.read_params(settings)).beats}


def test_it_asks_before_it_tells_loops_and_has_a_short() -> None:
    lesson = LESSON.load()
    outline = lesson.outline(lesson.Params())
    assert 7 <= len(outline.beats) <= 9
    assert [beat.name for beat in outline.beats if beat.ask] == ["guess"]
    assert [beat.name for beat in outline.beats if beat.loop] == ["sweep"]
    assert [beat.short for beat in outline.beats] == [True] * 5 + [False] * 4
    assert sum(bool(beat.chapter) for beat in outline.beats) >= 4


@pytest.mark.parametrize(
    ("f", "at", "beat", "said"),
    [
        ("x**2 - 2", "100", "again", "each step doubles them"),
        ("x**2", "1", "again", "the curve is level"),
        ("tanh(x)", "1.2", "again", "run away"),
        ("x**3 - 2*x + 2", "0", "again", "back to where they were"),
        ("log(x)", "4", "again", "the search is over"),
        ("x**2 + 1", "0.9", "again", "do not settle"),
        ("x**2 - 2", "1", "wrong", "the tangent leads nowhere"),
        ("cos(x) - x", "1.5", "wrong", "the tangent leads nearer"),
        ("exp(x) - 3", "0", "wrong", "the tangent leads farther off"),
    ],
)
def test_what_happens_is_said_of_the_function_given(f: str, at: str, beat: str, said: str) -> None:
    assert said in beats(f=f, at=at)[beat]


@pytest.mark.parametrize(("f", "fast"), [("x**2 - 2", True), ("x**2", False), ("x**2 + 1", False)])
def test_nobody_asks_why_it_is_fast_where_it_is_not(f: str, fast: bool) -> None:
    assert ("zoom" in beats(f=f, at="0.9")) == fast


@pytest.mark.parametrize(
    ("settings", "message"),
    [
        ({"f": "x**2 + 1", "at": "0"}, "cannot start at 0: x**2 + 1 is level there"),
        ({"f": "x**2 - 4", "at": "2"}, "is zero there already; choose another start, for example --set at="),
        ({"f": "tanh(x)", "at": "6"}, "its tangent is zero only far away"),
        ({"f": "log(x)", "at": "-1"}, "has no value at x = −1; choose a point where it has one"),
        ({"f": "abs(x) - 1", "at": "0"}, "has no tangent at x = 0: it has a kink there"),
        ({"f": "x**2 - y"}, "has 2 variables, x, y; a formula in one variable"),
        ({"start": "2"}, "has an unknown param 'start'"),
    ],
)
def test_what_cannot_be_told_is_refused_before_anything_is_drawn(settings: dict[str, str], message: str) -> None:
    with pytest.raises(NablaError) as refused:
        LESSON.load().read_params(settings)
    assert message in str(refused.value)


@pytest.mark.slow
@pytest.mark.parametrize(
    ("f", "at", "aspect", "theme"),
    [
        pytest.param("x**2 - 2", "3", "9:16", "light", marks=pytest.mark.films),
        pytest.param("cos(x) - x", "1.5", "1:1", "dark", marks=pytest.mark.films),
        ("tanh(x)", "1.2", "16:9", "light"),
        pytest.param("1e6*x**2 - 1", "1", "9:16", "dark", marks=pytest.mark.films),
        pytest.param("log(x)", "4", "1:1", "light", marks=pytest.mark.films),
    ],
)
def test_its_layout_holds(f: str, at: str, aspect: str, theme: str) -> None:
    profile = preset("preview").for_aspect(aspect).for_theme(find_theme(theme)).for_pictures()
    assert [str(flaw) for flaw in flaws_of(Check(LESSON, {"f": f, "at": at}, profile), pictures=False)] == []
