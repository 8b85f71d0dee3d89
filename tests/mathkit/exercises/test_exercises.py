"""Exercises: each answer against numbers that were got in another way; other seeds, other numbers."""

from __future__ import annotations

import re
from collections.abc import Sequence

import numpy as np
import pytest

from mathkit import Function, parse_point
from mathkit.exercises.exercise import Exercise
from mathkit.exercises.exercise_sets import TOPICS, drawn
from tests.mathkit.compiling import compiles, plain
from tests.mathkit.oracles import richardson
from tests.mathkit.printed_equations import judged

SEEDS = range(12)
CASES = [(topic, seed) for topic in TOPICS for seed in SEEDS]


@pytest.mark.parametrize(("topic", "seed"), CASES)
def test_a_seed_gives_the_same_exercises_and_they_can_be_set(topic, seed):
    made = drawn(topic, seed)
    assert made == drawn(topic, seed)
    assert len(made) == len(TOPICS[topic])
    for exercise in made:
        assert np.isfinite(exercise.answer).all()
        for formula in (*re.findall(r"\$(.*?)\$", exercise.task), *exercise.solution):
            assert compiles(formula), formula


def equations(exercise: Exercise) -> list[str]:
    return [*re.findall(r"\$(.*?)\$", exercise.task), *exercise.solution]


def assert_true_of_its_digits(topic: str, seeds: Sequence[int]) -> None:
    made = [(seed, exercise) for seed in seeds for exercise in drawn(topic, seed)]
    found = [(seed, judged(equations(exercise))) for seed, exercise in made]
    assert [(seed, each.faults) for seed, each in found if each.faults] == []
    assert sum(each.count for _, each in found) > 2 * len(seeds)


@pytest.mark.parametrize("topic", TOPICS)
def test_printed_equations_hold_of_the_digits_shown(topic):
    assert_true_of_its_digits(topic, range(25))


@pytest.mark.long
@pytest.mark.parametrize("topic", TOPICS)
def test_printed_equations_of_many_seeds_hold_of_the_digits_shown(topic):
    assert_true_of_its_digits(topic, range(200))


@pytest.mark.parametrize("seed", range(25))
def test_the_tangent_as_it_is_printed_gives_the_prediction_as_it_is_printed(seed):
    third = drawn("tangent", seed)[2]
    line, prediction = map(plain, third.solution)
    (to,) = re.findall(r"\$f\((-?[\d.]+)\)\$", third.task)
    assert prediction.startswith(f"f({to}) ")
    given = Function.parse(re.split("= |approx ", line)[1].replace("times", "*"), ("x",))(float(to))
    predicted = re.search(r"= (-?[\d.]+) [-+]|predicted\" (-?[\d.]+)", prediction)
    digits = predicted[1] or predicted[2]
    assert abs(given - float(digits)) <= 0.5 * 10.0 ** -len(digits.partition(".")[2]) * (1 + 1e-9)


@pytest.mark.parametrize(("topic", "seed"), CASES)
def test_a_task_teaches_something_and_says_so_in_the_words_of_print(topic, seed):
    for exercise in drawn(topic, seed):
        printed = " ".join((exercise.task, *exercise.solution))
        assert "prime" not in printed
        assert "+ 0 " not in plain(printed)
        assert not re.search(r"(?<=[=+-] )1 \(?[xy]", plain(" ".join(exercise.solution)))
        if "length 1 first" in exercise.task:
            assert "(0, -1)" not in exercise.task
    made = drawn(topic, seed)
    if topic == "tangent":
        assert abs(made[0].answer[0]) > 0.001
    if topic == "layer":
        weights = np.array(made[2].answer).reshape(2, 2)
        assert (np.abs(weights).max(axis=1) > 0.001).all()
        assert "L = " not in plain(" ".join(made[1].solution))


@pytest.mark.parametrize("topic", TOPICS)
def test_other_seeds_give_other_numbers(topic):
    assert len({drawn(topic, seed) for seed in SEEDS}) == len(SEEDS)


def asked_function(task: str) -> Function:
    """Return the function of a task, read from what the student reads."""
    written = re.search(r"\$f\(([xy, ]+)\) = (.*?)\$", task)
    assert written is not None
    text = written[2].replace(" slash ", "/").replace("e^", "exp").replace("ln", "log")
    return Function.parse(text, tuple(written[1].split(", ")))


def value(typst: str) -> float:
    return float(typst)


@pytest.mark.parametrize("seed", SEEDS)
def test_tangent_slopes_are_those_of_central_differences(seed):
    first, second, third = drawn("tangent", seed)
    at = value(re.search(r"\$x = (-?[\d.]+)\$", first.task)[1])
    f = asked_function(first.task)
    assert first.answer == pytest.approx((richardson(f, at), f(at)), rel=1e-6, abs=1e-9)
    at, h = (value(re.search(rf"\${name} = (-?[\d.]+)\$", second.task)[1]) for name in "xh")
    f = asked_function(second.task)
    assert second.answer == pytest.approx(((f(at + h) - f(at)) / h, richardson(f, at)), rel=1e-6, abs=1e-9)
    (to,) = re.findall(r"\$f\((-?[\d.]+)\)\$", third.task)
    at = value(re.search(r"\$x = (-?[\d.]+)\$", third.task)[1])
    f = asked_function(third.task)
    predicted = f(at) + richardson(f, at) * (value(to) - at)
    assert third.answer == pytest.approx((predicted, f(value(to)) - predicted), rel=1e-6, abs=1e-8)


def gradient(f: Function, at: tuple[float, float]) -> tuple[float, float]:
    return richardson(lambda x: f(x, at[1]), at[0]), richardson(lambda y: f(at[0], y), at[1])


def asked_point(task: str) -> tuple[float, float]:
    return parse_point(re.search(r"\$\((-?\d+, -?\d+)\)\$", task)[1].replace(" ", ""), ("x", "y"))


@pytest.mark.parametrize("seed", SEEDS)
def test_partial_derivatives_are_those_of_central_differences(seed):
    both, _, plane = drawn("partial derivatives", seed)
    assert both.answer == pytest.approx(gradient(asked_function(both.task), asked_point(both.task)), rel=1e-6, abs=1e-9)
    f, at = asked_function(plane.task), asked_point(plane.task)
    assert plane.answer == pytest.approx((f(*at), *gradient(f, at)), rel=1e-6, abs=1e-9)


@pytest.mark.parametrize("seed", SEEDS)
def test_gradients_and_a_step_against_them(seed):
    steepest, along, step = drawn("gradient", seed)
    slopes = np.array(gradient(asked_function(steepest.task), asked_point(steepest.task)))
    length = np.hypot(*slopes)
    assert steepest.answer == pytest.approx((*slopes, length, *(slopes / length)), rel=1e-6, abs=1e-9)
    places = re.findall(r"\$\((-?\d+, -?\d+)\)\$", along.task)
    at, way = (np.array(list(map(float, place.split(", ")))) for place in places)
    f, unit = asked_function(along.task), way / np.linalg.norm(way)
    assert along.answer[0] == pytest.approx(richardson(lambda t: f(*(at + t * unit)), 0.0), rel=1e-6, abs=1e-9)
    f, at = asked_function(step.task), asked_point(step.task)
    arrived = np.array(at) - 0.1 * np.array(gradient(f, at))
    assert step.answer == pytest.approx((*arrived, f(*arrived)), rel=1e-6, abs=1e-9)


@pytest.mark.parametrize("seed", SEEDS)
def test_a_neuron_learns_what_central_differences_say(seed):
    forward, backward, step = drawn("neuron", seed)

    def asked(task):
        return [value(re.search(rf"\${name} = (-?[\d.]+)\$", task)[1]) for name in "xwbt"]

    def loss(x, w, b, t, activation):
        return (activation(w * x + b) - t) ** 2

    def sigmoid(z):
        return 1 / (1 + np.exp(-z))

    x, w, b, t = asked(forward.task)
    z = w * x + b
    assert forward.answer == pytest.approx((z, sigmoid(z), loss(x, w, b, t, sigmoid)))
    x, w, b, t = asked(backward.task)
    slopes = (
        richardson(lambda w: loss(x, w, b, t, np.tanh), w),
        richardson(lambda b: loss(x, w, b, t, np.tanh), b),
        richardson(lambda x: loss(x, w, b, t, np.tanh), x),
    )
    assert backward.answer == pytest.approx(slopes, rel=1e-7, abs=1e-10)
    x, w, b, t = asked(step.task)
    rate = value(re.search(r"\$eta = ([\d.]+)\$", step.task)[1])
    after = (
        w - rate * richardson(lambda w: loss(x, w, b, t, sigmoid), w),
        b - rate * richardson(lambda b: loss(x, w, b, t, sigmoid), b),
    )
    assert step.answer == pytest.approx((*after, loss(x, *after, t, sigmoid)), rel=1e-7)


def asked_arrays(task: str) -> dict[str, np.ndarray]:
    """Return W, x, b and t as the student reads them."""
    rows = re.search(r'W = mat\(delim: "\[", (.*?)\)', task)[1].split("; ")
    read = {"W": np.array([list(map(float, row.split(", "))) for row in rows])}
    for name, entries in re.findall(r'bold\((.)\) = vec\(delim: "\[", (.*?)\)', task):
        read[name] = np.array(list(map(float, entries.split(", "))))
    return read


@pytest.mark.parametrize("seed", SEEDS)
def test_a_layer_against_numpy_and_central_differences(seed):
    forward, shapes, weights = drawn("layer", seed)
    given = asked_arrays(forward.task)
    z = given["W"] @ given["x"] + given["b"]
    assert forward.answer == pytest.approx((*z, *np.tanh(z)))
    neurons, inputs = map(int, re.search(r"layer of (\d) neurons takes (\d) inputs", shapes.task).groups())
    assert shapes.answer == (1, neurons, neurons, neurons, neurons, inputs)
    given = asked_arrays(weights.task)

    def loss(value, index):
        moved = given["W"].copy()
        moved[index] = value
        return float(np.sum((np.tanh(moved @ given["x"] + given["b"]) - given["t"]) ** 2))

    slopes = [richardson(lambda v, i=i: loss(v, i), given["W"][i]) for i in np.ndindex(2, 2)]
    assert weights.answer == pytest.approx(slopes, rel=1e-6, abs=1e-8)
