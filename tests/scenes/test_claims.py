"""What lessons claim is true: each claim said of any formula of the tables, against an oracle of another kind."""

from __future__ import annotations

import re
from collections.abc import Iterator
from types import ModuleType
from typing import Any

import pytest

from mathkit.errors import NablaError
from scenes import load_lesson
from scenes.gradient_arrows import narration as arrows
from scenes.lesson import BeatMethod
from scenes.partial_slices import narration as slices
from scenes.script.sentence_template import BeatText, Cases, Text, cases, claims
from scenes.tangent_line import narration as tangent
from tests.scenes.claim_oracles import ORACLES, false_claims
from tests.scenes.formulas import CASES, LessonCase

NARRATIONS: dict[str, ModuleType] = {"tangent-line": tangent, "partial-slices": slices, "gradient-arrows": arrows}

#: Formulas that once made a lesson say what is false, and more of each kind.
TROUBLE: list[LessonCase] = [
    *(
        LessonCase("tangent-line", {"f": f, "at": at})
        for f, at in [
            ("tan(x)", "1.5"),  # errors 93.94, 4.93, 0.88, 0.19
            ("sqrt(x^2-4)", "3"),  # a gap, and a branch that falls
            ("sqrt(x^3-x)", "2"),
            ("x^4-4*x^3", "1"),  # touches at 0, crosses at 3
            ("x^5-5*x^3", "1"),
            ("(x^2-1)^3", "0.5"),
            ("relu(x)", "1"),  # locally straight
            ("relu(x)", "-1"),
            ("relu(x)", "0.1"),
            ("max(x, 0.1*x)", "2"),
            ("abs(x-1) + abs(x+1)", "0"),
            ("max(0, x)**2", "1"),
            ("max(0, x)**2", "-1"),  # level along a part of the window
            ("abs(sin(x))", "1"),
            ("abs(x) + x**2", "0"),
            ("x*abs(x)", "1"),
            ("max(x, -x/2)", "0"),
            ("sign(x) + x", "0"),
            ("sign(x-1)", "3"),  # level, and a jump
            ("sign(x)*x**2", "1"),
            ("-exp(x)", "0"),
            ("1/(1+exp(-x))", "20"),
            ("1/(1+exp(-x))", "0"),
            ("sin(50*x)", "1"),
            ("cos(x)**2 + sin(x)**2", "1"),  # constant, if nobody simplifies
            ("x**3 + x", "0"),
            ("x + sin(x)", "1"),  # rises, and is level for moments
            ("x**7", "0.5"),
            ("x**4", "0"),
            ("log(x**2)", "1"),
            ("x**2 + 1e6", "1"),
            ("log(1+exp(10*x))", "1"),
            ("tanh(x)", "5"),
            ("(x^2-1)/(x-1)", "0"),  # a line, but for one point
            ("sin(x)/x", "1"),
            ("x/x", "1"),
            ("x*(x-1)/(x*(x-1))", "0.5"),
            ("sqrt(x)^2", "1"),
            ("1/(1/x)", "2"),
        ]
    ),
    *(
        LessonCase("partial-slices", {"f": f, "at": at})
        for f, at in [
            ("x**3 - 3*x*y**2", "0,0"),  # a monkey saddle
            ("x**4 + y**4", "0,0"),
            ("-x**4 - y**2", "0,0"),
            ("x**3 + y**2", "0,0"),
            ("x**2*y**2", "0,0"),
            ("x**2 - y**4", "0,0"),
            ("y**3", "0,0"),
            ("(x-y)**2", "1,1"),  # a valley that is level along its floor
            ("-exp(-x**2-y**2)", "0,0"),
            ("max(x, y)", "1,0"),
            ("max(x, 0)*y", "-1,1"),
            ("(x+y)**2 - (x-y)**2 - 4*x*y + x", "1,1"),  # a plane, if one multiplies it out
            ("(x+y)**2 - x**2 - y**2 - 2*x*y", "1,1"),
            ("x**2", "0,1"),
            ("cos(x)*y", "pi/2,0"),
            ("x**2*y", "1,1"),
        ]
    ),
    *(
        LessonCase("gradient-arrows", {"f": f, "at": at})
        for f, at in [
            ("(1-x)**2 + 100*(y-x**2)**2", "-1.2,1"),  # Rosenbrock's: the bottom is off the map
            ("(1-x)**2 + 100*(y-x**2)**2", "-1,1"),
            ("(1-x)**2 + 100*(y-x**2)**2", "1.5,1.5"),
            ("x**4 + y**4", "1,1"),
            ("abs(x) + abs(y)", "1,-0.5"),
            ("sqrt(x**2+y**2)", "1,1"),
            ("x**2 + y**4", "1,1"),
            ("(x-y)**2", "1,0"),
            ("sin(x)*sin(y)", "1,0.5"),
            ("max(x, y)", "1,0"),
            ("x**2/20 + y**2", "2,1"),
        ]
    ),
    LessonCase("gradient-arrows", {"f": "x + y", "at": "0,0", "rate": "5"}),
    LessonCase("gradient-arrows", {"f": "x**2 + 0*y", "at": "1,0", "start": "0.1,0", "rate": "1.05"}),
]
SAID = [case for case in CASES if case.lesson in ORACLES] + TROUBLE

#: For each claim, a formula of which it is true and one of which it is false; of some, both where the other differs.
BOTH_WAYS: dict[str, dict[str, tuple[dict[str, str], dict[str, str]]]] = {
    "tangent-line": {
        claim: ({"f": yes[0], "at": yes[1]}, {"f": no[0], "at": no[1]})
        for claim, yes, no in [
            ("smooth", ("x**2", "1"), ("abs(x)", "0")),
            ("kinked", ("abs(x)", "0"), ("x*abs(x)", "0")),
            ("kink", ("abs(x)", "0"), ("sign(x)", "0")),
            ("jump", ("sign(x)", "0"), ("abs(x)", "0")),
            ("level", ("x**2", "0"), ("x**2", "0.001")),
            ("straight", ("2*x+1", "0"), ("relu(x)", "1")),
            ("level_line", ("3", "1"), ("sign(x)", "1")),
            ("straight_nearby", ("relu(x)", "2"), ("x**2", "1")),
            ("straightens", ("relu(x)", "1"), ("x**2", "1")),
            ("straight_in_glass", ("2*x", "1"), ("x**2", "1")),
            ("straight_at_last", ("relu(x)", "1"), ("x**2", "1")),
            ("straight_ahead", ("relu(x)", "2"), ("x**2", "1")),
            ("looks_straight", ("2*x", "1"), ("x**2", "1")),
            ("closes_in", ("x**2", "3"), ("2*x", "1")),
            ("one_with_tangent", ("x**2", "1"), ("tan(x)", "1.5")),
            ("secants_differ", ("abs(x)", "0"), ("sign(x)", "0")),
            ("both_steepen", ("sign(x)", "0"), ("abs(x)", "0")),
            ("one_steepens", ("sign(x)+abs(sign(x))", "0"), ("sign(x)", "0")),
            ("torn", ("sign(x)", "1"), ("abs(x)", "1")),
            ("bent", ("abs(x)", "-2"), ("x**2", "1")),
            ("has_poles", ("1/x", "1"), ("sqrt(x)", "4")),
            ("pierced", ("(x^2-1)/(x-1)", "0"), ("1/(x-1)", "0")),
            ("one_missing", ("(x^2-1)/(x-1)", "0"), ("x*(x-1)/(x*(x-1))", "0.5")),
            ("crosses_zero", ("x**2", "1"), ("x**4-4*x**3", "1")),
            ("touches_zero", ("x**3", "1"), ("x**2", "1")),
            ("crosses_and_touches_zero", ("x**4-4*x**3", "1"), ("x**2", "1")),
            ("stays_zero", ("max(0,x)**2", "1"), ("x**3", "1")),
            ("rises_throughout", ("exp(x)", "1"), ("sqrt(x^2-4)", "3")),
            ("falls_throughout", ("exp(-x)", "1"), ("exp(x)", "1")),
            ("rises_in_pieces", ("exp(x)", "1"), ("sqrt(x^2-4)", "3")),
            ("falls_in_pieces", ("1/x", "1"), ("x**2", "1")),
            ("errors_quarter", ("x**2", "1"), ("tan(x)", "1.5")),
            ("errors_more_than_quarter", ("x**3", "0"), ("x**2", "1")),
            ("errors_more_than_halve", ("tan(x)", "1.5"), ("2*x", "1")),
        ]
    },
    "partial-slices": {
        claim: ({"f": yes[0], "at": yes[1]}, {"f": no[0], "at": no[1]})
        for claim, yes, no in [
            ("without_x", ("y**2", "1,1"), ("x**2", "0,0")),
            ("without_y", ("x**2", "1,1"), ("max(x, y)", "1,0")),
            ("level_along_x", ("x**2+y", "0,1"), ("x**2+y", "0.001,1")),
            ("level_along_y", ("x**2+y**2", "1,0"), ("x**2+y**2", "1,1")),
            ("falls_along_x", ("x**2+y", "-1,1"), ("x**2+y", "0,1")),
            ("falls_along_y", ("x-y", "1,1"), ("x+y", "1,1")),
            ("is_plane", ("2*x-3*y+1", "1,1"), ("abs(x)+abs(y)", "1,-1")),
            ("slope_x_moves", ("x*y", "1,1"), ("max(x, y)", "1,0")),
            ("do_not_mix", ("x**2+y**2", "1,1"), ("max(x, y)", "1,0")),
            ("each_depends_on_both", ("x**2*y**2", "1,1"), ("x*y", "1,1")),
            ("each_depends_on_its_own", ("x**2+y**2", "1,1"), ("x**2", "1,1")),
            ("both_move", ("x*y", "1,1"), ("x**2", "1,1")),
            ("is_level", ("x*y", "0,0"), ("x+y", "0,0")),
            ("no_way_down", ("x**4+y**4", "0,0"), ("x**3-3*x*y**2", "0,0")),
            ("no_way_up", ("-x**2-y**2", "0,0"), ("x**3-3*x*y**2", "0,0")),
            ("ways_up_and_down", ("x**3-3*x*y**2", "0,0"), ("x**2*y**2", "0,0")),
            ("level_around", ("3", "0,0"), ("x**4+y**4", "0,0")),
        ]
    },
    "gradient-arrows": {
        claim: ({"f": yes[0], "at": yes[1]} | rest, {"f": no[0], "at": no[1]})
        for claim, yes, no, rest in [
            ("valley", ("x**2+y**2", "1,1"), ("x**2-y**2", "1,1"), {}),
            ("even", ("x+y", "0,0"), ("x**2+y**2", "1,1"), {}),
            ("plane", ("x+y", "0,0"), ("abs(x)+abs(y)", "1,-1"), {}),
            ("misses", ("x**2+10*y**2", "2,1"), ("x**2+y**2", "1,1"), {}),
            ("falls", ("x**2+y**2", "1,1"), ("x**2+y**2", "1,1"), {}),
            ("too_long", ("x**2+y**2", "1,1"), ("x**2+y**2", "1,1"), {"rate": "5"}),
            ("leaps", ("x**2+y**2", "1,1"), ("x**2+y**2", "1,1"), {"rate": "5"}),
            ("no_lower", ("x**2+y**2", "1,1"), ("x**2+y**2", "1,1"), {"start": "0.1,0", "rate": "1.05"}),
            ("nearly_zero", ("x**2+y**2", "1,1"), ("x**2+y**2+1", "1,1"), {}),
            ("goes_on", ("x+y", "0,0"), ("x**2+y**2", "1,1"), {}),
            ("only_grows", ("x**2+y**2", "1,1"), ("x**2+y**2", "1,1"), {}),
            ("smaller", ("x**2+y**2", "1,1"), ("x+y", "0,0"), {"rate": "0.9"}),
        ]
    },
}
#: Claims that are true of all that a lesson tells but for what its params force.
BOTH_WAYS["gradient-arrows"]["falls"][1]["rate"] = "5"
BOTH_WAYS["gradient-arrows"].pop("only_grows")

#: Words with which more is said than a picture shows.
WORDS = re.compile(
    r"\b(all|always|never|every|everywhere|only|nothing|nobody|no|none|alone|same|both|each|steeper|steepest|flatter|"
    r"flat|largest|smallest|longest|fastest|stays?|rises?|falls?|exact|equally|whatever|wherever|whenever)\b",
    re.IGNORECASE,
)
#: Sentences with such words that stand outside of cases: each is true of whatever curve or surface there is, as …
GENERAL = {
    # … a question, an invitation, or what is drawn
    "Take a second point, and draw the line through both: a secant.",
    "Now ask at every point.",
    "The slope at every point: the derivative",
    "Walk along {x} alone.",
    "The same the other way: hold {x} at {a:.3g}, and walk along {y}.",
    "Put both tangents back.",
    "Now walk, first along {y} alone.",
    "Walk: watch both slopes",
    "To sum up: one slice for each input, and one number from each slice.",
    "But we feel only the slope under our feet.",
    "How do you get lower, feeling only the slope?",
    "All over the map, an arrow: the gradient.",
    "All over the map an arrow: the gradient",
    "Of all directions, which one climbs fastest?",
    "And which does not climb at all?",
    "Which direction climbs fastest?",
    # … a definition, or a slip that it warns of
    "Its slope is the rise over the run, and that is {secant.slope:.3g}.",
    "Two points have a slope: rise over run",
    "Secants: rise over run.",
    "The run is never zero: nought over nought would say nothing.",
    "A curve may have a new one at every point.",
    "Then {y} stays {b:.3g}: a constant.",
    "That cuts the landscape with a plane, and in the cut there is only a curve.",
    "Treat {y} as a number, nothing more.",
    "A common slip is to think that it cares about {x} only.",
    "Watch the slope by {x}: a change of {y} may move it, though {x} stays.",
    # … two lines of different directions through one point
    "Both tangents span the tangent plane",
    # … the mean value theorem
    "Where it is above zero, the curve rises.",
    "Where the derivative is above zero, the curve rises.",
    "Where it is below, the curve falls.",
    # … there being no derivative (the beat's own condition)
    "They settle on no common slope, however close the second point comes.",
    "However close: no common slope",
    # … the slope in a direction u being ∇f · u = |∇f| cos θ (MML §5.2), where ∇f is not 0
    "The slope in each direction is the length of the gradient times a cosine.",
    "Along the arrow it is largest: {steepest:.3g}.",
    "Every direction has its own slope",
    "Equally far from the arrow, it is equally steep; and straight back, it falls as fast as it climbed ahead.",
    "Wherever it stands, it points up the steepest way from there.",
    "With the arrow, from the same start, the way leads up.",
    "The gradient points up the steepest way, and its length is that slope.",
}


def texts(text: Text, claimed: bool = False) -> Iterator[tuple[str, bool]]:
    """Yield the templates of a text by cases, and whether a claim chooses them."""
    if isinstance(text, str):
        yield text, claimed
    elif isinstance(text, Cases):
        for name, option in text.options:
            yield from texts(option, claimed or name != "otherwise")


def names(text: Text) -> Iterator[str]:
    if isinstance(text, Cases):
        for name, option in text.options:
            if name != "otherwise":
                yield name
            yield from names(option)


def words_of(beat: BeatText) -> list[Text]:
    return [beat.say, beat.title, *beat.labels.values()]


def all_claims(lesson: str) -> set[str]:
    """Return the names of all claims that a lesson can make."""
    said = {
        claim
        for beat in vars(NARRATIONS[lesson]).values()
        if isinstance(beat, BeatText)
        for text in words_of(beat)
        for claim in names(text)
    }
    methods = [each for each in vars(load_lesson(lesson)).values() if isinstance(each, BeatMethod)]
    return said | {method.when for method in methods if isinstance(method.when, str)}


@pytest.mark.parametrize("case", SAID, ids=str)
def test_what_is_said_of_a_formula_is_true(case: LessonCase) -> None:
    cls = load_lesson(case.lesson)
    try:
        params = cls.read_params(case.settings)
    except NablaError:
        return  # nothing is said
    said = [claim for beat in cls.claims(params).values() for claim in beat]
    assert false_claims(case.lesson, cls.facts_of(params), said) == []


@pytest.mark.parametrize(("lesson", "claim"), [(one, claim) for one, both in BOTH_WAYS.items() for claim in both])
def test_a_claim_is_true_of_one_formula_and_false_of_another(lesson: str, claim: str) -> None:
    cls = load_lesson(lesson)
    for settings, holds in zip(BOTH_WAYS[lesson][claim], (True, False), strict=True):
        facts = cls.facts_of(cls.Params.read(settings, lesson))
        assert bool(getattr(facts, claim)) is holds, settings
        assert (false_claims(lesson, facts, [claim]) == []) is holds, settings


@pytest.mark.parametrize("lesson", ORACLES)
def test_every_claim_has_an_oracle_and_formulas_of_both_kinds(lesson: str) -> None:
    claims_made = all_claims(lesson)
    assert claims_made - set(ORACLES[lesson]) == set()
    assert claims_made - set(BOTH_WAYS[lesson]) <= {"only_grows"}


@pytest.mark.parametrize(
    ("f", "at", "claim"),
    [
        ("sqrt(x^2-4)", "3", "rises_throughout"),
        ("x^4-4*x^3", "1", "crosses_zero"),
        ("tan(x)", "1.5", "errors_quarter"),
        ("sign(x)", "1", "level_line"),
        ("x**2", "1", "straight_nearby"),
    ],
)
def test_a_false_sentence_is_found(f: str, at: str, claim: str, monkeypatch: pytest.MonkeyPatch) -> None:
    cls = load_lesson("tangent-line")
    params = cls.read_params({"f": f, "at": at})
    monkeypatch.setattr(cls.Facts, claim, property(lambda facts: True))
    said = claims(cases(**{claim: "It is so.", "otherwise": "It is not so."}), cls.facts_of(params))
    assert said == (claim,)
    assert false_claims("tangent-line", cls.facts_of(params), said) == [claim]


def unclaimed() -> list[tuple[str, str]]:
    """Return the sentences with strong words that no claim chooses: (lesson, sentence)."""
    found: dict[tuple[str, str], Any] = {}
    for lesson, module in NARRATIONS.items():
        for beat in vars(module).values():
            if not isinstance(beat, BeatText):
                continue
            for text in words_of(beat):
                for template, claimed in texts(text):
                    plain = re.sub(r"\[\w+\]\s*", "", template)
                    for sentence in re.split(r"(?<=[.?!])\s+", plain):
                        if not claimed and WORDS.search(sentence):
                            found[lesson, sentence.strip()] = None
    return list(found)


def test_strong_words_are_claims_or_true_of_whatever_there_is() -> None:
    said = [sentence for _, sentence in unclaimed()]
    assert [sentence for sentence in said if sentence not in GENERAL] == []
    assert GENERAL - set(said) == set()
