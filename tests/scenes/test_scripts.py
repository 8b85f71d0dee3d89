"""What lessons say, and which beats they choose: their outlines, without a frame drawn."""

from __future__ import annotations

import pytest

from mathkit.errors import DomainError, FormulaError, NablaError
from scenes import LESSONS, LessonError, Outline, load_lesson


def outline(name: str, say: dict[str, str] | None = None, **settings: str) -> Outline:
    cls = load_lesson(name)
    return cls.outline(cls.read_params(settings), say)


def names(name: str, **settings: str) -> list[str]:
    return [beat.name for beat in outline(name, **settings).beats]


@pytest.mark.parametrize("name", LESSONS)
def test_a_lesson_asks_once_before_it_tells_and_ends_with_a_chapter(name: str) -> None:
    beats = outline(name).beats
    assert [beat.ask for beat in beats].count(True) == 1
    assert beats[0].chapter
    assert beats[-1].chapter
    assert not beats[0].ask
    assert not beats[-1].ask


@pytest.mark.parametrize("name", LESSONS)
def test_sentences_can_be_spoken(name: str) -> None:
    for beat in outline(name).beats:
        assert not set(beat.say) & set("{}∂∇=^_|"), beat.say
        assert 4 < beat.spoken_seconds < 20, beat.name


def test_a_smooth_point_has_a_tangent_and_a_kink_has_none() -> None:
    smooth = names("tangent-line", f="x**2", at="1")
    kink = names("tangent-line", f="abs(x)", at="0")
    assert "limit" in smooth
    assert "two_sides" not in smooth
    assert "limit" not in kink
    assert kink[-1] == "no_tangent"


@pytest.mark.parametrize(
    ("settings", "beat", "phrase"),
    [
        ({"f": "x**2", "at": "3"}, "limit", "closes in on 6."),
        ({"f": "abs(x)", "at": "0"}, "no_tangent", "closes in on −1, from the right on 1."),
        ({"f": "sign(x)", "at": "0"}, "no_tangent", "Here the curve leaps"),
        ({"f": "1e6*x**2", "at": "1"}, "limit", "2 million"),
        ({"f": "x**2", "at": "0"}, "limit", "here the tangent is level"),
        ({"f": "2x + 1", "at": "0"}, "question", "How steep is this line"),
        ({"f": "2x + 1", "at": "0"}, "limit", "does not change at all"),
        ({"f": "2x + 1", "at": "0"}, "sweep", "its derivative is constant"),
        ({"f": "3", "at": "1"}, "sweep", "zero everywhere"),
        ({"f": "x**2", "at": "1"}, "sweep", "it crosses zero"),
        ({"f": "x**3", "at": "1"}, "sweep", "it touches zero"),
        ({"f": "exp(-x)", "at": "1"}, "sweep", "below zero: the curve only falls"),
        ({"f": "1/x", "at": "1"}, "sweep", "a pole"),
        ({"f": "abs(x)", "at": "-2"}, "sweep", "a kink"),
        ({"f": "abs(x)", "at": "-2"}, "predict", "so near, the curve is a straight line"),
    ],
)
def test_the_spoken_number_is_the_fact(settings: dict[str, str], beat: str, phrase: str) -> None:
    said = {b.name: b.say for b in outline("tangent-line", **settings).beats}
    assert phrase in said[beat]


@pytest.mark.parametrize(
    ("rate", "beat"), [("0.1", "downhill"), ("0.4", "downhill"), ("0.6", "overshoot"), ("5", "overshoot")]
)
def test_steps_that_are_too_long_are_told_as_such(rate: str, beat: str) -> None:
    assert beat in names("gradient-arrows", rate=rate)


def test_a_silent_relu_is_told_as_such() -> None:
    beats = names("neuron-chain-rule", activation="relu")  # z = −0.7: its slope is zero
    assert "dead_nudge" in beats
    assert "vain_step" in beats


@pytest.mark.parametrize(
    ("settings", "beat", "phrase"),
    [
        ({}, "diagonal", "zeros beside it. A common slip"),
        ({"activation": "identity"}, "diagonal", "the identity matrix"),
        ({"activation": "softmax"}, "diagonal", "this Jacobian is full"),
        ({"activation": "softmax"}, "delta", "Every output passes something to every z"),
        ({"activation": "relu"}, "delta", "The second neuron is silent"),
        ({"activation": "relu", "b": "-9,-9,-9"}, "delta", "nothing in the layer learns"),
        ({"activation": "relu", "b": "1,-9,-9"}, "delta", "The second and third neurons are silent"),
        ({"W": "2", "x": "1", "b": "0", "target": "1"}, "one_layer", "a single neuron. It weighs its one input"),
        ({"W": "2", "x": "1", "b": "0", "target": "1"}, "diagonal", "one entry: the slope"),
        ({"W": "1 2; 3 4"} | dict.fromkeys(("x", "b", "target"), "1, 0"), "matrix", "two rows and two columns"),
        ({"W": "[[1,2],[3,4]]"} | dict.fromkeys(("x", "b", "target"), "1 0"), "one_layer", "each of four weights"),
    ],
)
def test_a_layer_is_told_as_it_is(settings: dict[str, str], beat: str, phrase: str) -> None:
    said = {b.name: b.say for b in outline("layer-chain-rule", **settings).beats}
    assert phrase in said[beat]
    for sentence in said.values():
        assert not set(sentence) & set("{}∂∇=^_|")
        assert len(sentence.split()) < 50


def test_a_sentence_is_replaced_and_filled_from_the_facts() -> None:
    said = outline("tangent-line", {"question": "At {at:.3g} f is {value:.2g}."}, f="x**2", at="2")
    assert said.beats[0].say == "At 2 f is 4."


@pytest.mark.parametrize(
    "sentence",
    [
        "{params.__class__}",
        "{__init__}",
        "{prepare.__globals__[os]}",
        "{params}",
        "{nothing}",
        "{at!r:>99999999}",
        "{at:999999999d}",
        "{0}",
        "a { b",
        "{tangent.function}",
    ],
)
def test_a_sentence_reaches_nothing_but_facts(sentence: str) -> None:
    with pytest.raises(LessonError):
        outline("tangent-line", {"question": sentence})


@pytest.mark.parametrize(
    ("name", "settings", "error", "phrases"),
    [
        ("tangent-line", {"g": "x"}, LessonError, ["unknown param 'g'", "f, at"]),
        ("tangent-line", {"att": "1"}, LessonError, ["Did you mean 'at'?"]),
        ("tangent-line", {"f": "x +* 2"}, FormulaError, ["x +* 2", "^"]),
        ("tangent-line", {"f": "x*y"}, FormulaError, ["2 variables, x, y", "x*exp(-x)"]),
        ("tangent-line", {"f": "log(x)", "at": "-1"}, DomainError, ["no value at x = −1"]),
        ("tangent-line", {"f": "1/x", "at": "0"}, DomainError, ["no value at x = 0"]),
        ("tangent-line", {"f": "sqrt(x)", "at": "0"}, DomainError, ["one side only"]),
        ("tangent-line", {"at": "inf"}, NablaError, ["inf"]),
        ("partial-slices", {"at": "1"}, FormulaError, ["1,"]),
        ("partial-slices", {"at": "1,2,3"}, FormulaError, ["1,2"]),
        ("partial-slices", {"f": "abs(x) + y", "at": "0,0"}, DomainError, ["kink"]),
        ("gradient-arrows", {"f": "3", "at": "0,0"}, DomainError, ["is zero at 0,0", "a function that rises"]),
        ("gradient-arrows", {"f": "x*y", "at": "0,0"}, DomainError, ["is zero at 0,0", "at=0.8,0"]),
        ("gradient-arrows", {"rate": "0"}, DomainError, ["rate = 0", "rate=0.1"]),
        ("gradient-arrows", {"start": "50,50"}, DomainError, ["outside the map"]),
        ("neuron-chain-rule", {"activation": "sigmod"}, NablaError, ["activation", "sigmoid"]),
        ("neuron-chain-rule", {"rate": "-1"}, LessonError, ["rate = -1"]),
        ("neuron-chain-rule", {"loss": "cross_entropy", "target": "2"}, DomainError, ["target"]),
        ("layer-chain-rule", {"W": "1 2; 3"}, FormulaError, ["W = 1 2; 3", "row 2 has 1 entry, row 1 has 2"]),
        ("layer-chain-rule", {"W": "1 2 3 4 5"}, FormulaError, ["W has 5 columns", "4 at most"]),
        ("layer-chain-rule", {"W": "1 nan"}, FormulaError, ["W: ", "nan"]),
        ("layer-chain-rule", {"W": "1 2000"}, LessonError, ["W has an entry of 2000", "-10 to 10"]),
        ("layer-chain-rule", {"x": "1 2 3"}, DomainError, ["x has 3 entries: x needs 2", "each column of W"]),
        ("layer-chain-rule", {"b": "1"}, DomainError, ["b has 1 entries: b needs 3", "each row of W"]),
        ("layer-chain-rule", {"target": "1"}, DomainError, ["target has 1 entries"]),
        ("layer-chain-rule", {"x": "1 2; 3 4"}, FormulaError, ["x = 1 2; 3 4 is a matrix"]),
        ("layer-chain-rule", {"activation": "softmx"}, NablaError, ["activation", "softmax"]),
        ("layer-chain-rule", {"W2": "1 2"}, LessonError, ["W2 is 1×2", "3 rows of 3"]),
    ],
)
def test_bad_params_say_what_to_type(
    name: str, settings: dict[str, str], error: type[NablaError], phrases: list[str]
) -> None:
    with pytest.raises(error) as raised:
        load_lesson(name).read_params(settings)
    for phrase in phrases:
        assert phrase in str(raised.value)


def test_a_script_needs_no_scene_and_params_survive_their_text() -> None:
    for name in LESSONS:
        cls = load_lesson(name)
        params = cls.read_params({})
        assert cls.read_params(params.model_dump(exclude_none=True)) == params
