"""Whatever a value prints holds of the digits that it prints; and the judge of that finds what does not."""

from __future__ import annotations

import pytest

from tests.mathkit.printed_equations import judged
from tests.mathkit.printed_values import SAMPLES, sources

#: They print equations to be solved, which hold at some places alone.
TO_BE_SOLVED = ("LevelSet", "SingularSets")

TRUE = [
    ["(-0.2) / (0.01) = -20"],
    ["1.2 dot 3 = 3.6"],
    ["(-1.337) dot 0.2218 dot 1.5 approx -0.445"],
    ["f(x) = x^3 - 3 x", "f(-1.2) = 1.872", "f'(2) = 9", "f'(x) = 3 x^2 - 3"],
    ["f(x) = sin(x)", "f(1) approx 0.841", "(f(1 + 0.1) - f(1)) / (0.1) approx (0.04974) / (0.1) = 0.4974"],
    ["f(x, y) = x^2 y", "nabla f (1, 2) = vec(delim: \"[\", 4, 1)", "abs(nabla f) approx 4.12"],
    ["f(x, y) = x^2 y", "(partial f) / (partial x) (1, 2) = 4", "(partial f) / (partial y) = x^2", "f(x, 2) = 2 x^2"],
    ['mat(delim: "[", 1, 2; 3, 4) vec(delim: "[", 1, -1) + vec(delim: "[", 0, 1) = vec(delim: "[", -1, 0)'],
    ['vec(delim: "[", 3, 4) dot vec(delim: "[", 0.6, 0.8) = 3 dot 0.6 + 4 dot 0.8 = 5'],
    ["w = 0.5, quad x = 2", "z = w x + 1 = 0.5 dot 2 + 1 = 2", "a = sigma(z) approx 0.881"],
    ["2 times 10^(-3) + 1 = 1.002", "root(3, 8) = 2", "sin^2 (0) = 0", "2^(-1) = 0.5", "1 / 2 dot 4 = 2"],
    ["f(x) = x^2", "dif / (dif x) (x^2) = 2 x", "dif / (dif x) (f(x) + 1) = 2 x"],
]  # fmt: skip
FALSE = [
    ["(-0.2) / (0.01) = -19.96"],
    ["(-1.34) dot 0.222 dot 1.5 approx -0.444"],
    ["(-1.34) dot 0.222 dot 1.5 = -0.446"],
    ["f(x) = sin(x)", "f(1) = 0.841"],
    ["f(x) = sin(x)", "f(1) approx 0.842"],
    ["f(x) = x^3 - 3 x", "f(-1.2) = 1.8721"],
    ["f(x) = x^3", "f'(x) = 3 x^3"],
    ["f(x) = x^3", "dif / (dif x) (x^3) = 2 x^2"],
    ["f(x, y) = x^2 y", "nabla f (1, 2) = vec(delim: \"[\", 4, 2)"],
    ["f(x, y) = x^2 y", "nabla f (1, 2) = vec(delim: \"[\", 4, 1)", "abs(nabla f) = 4.12"],
    ["f(x, y) = x^2 y", "(partial f) / (partial y) = x"],
    ['mat(delim: "[", 1, 2; 3, 4) vec(delim: "[", 1, -1) = vec(delim: "[", -1, 1)'],
    ["w = 0.5, quad x = 2", "z = w x + 1 = 0.5 dot 2 + 1 = 3"],
    ["0.1 + 0.2 = 0.31"],
]  # fmt: skip


@pytest.mark.parametrize("page", TRUE)
def test_the_judge_believes_what_is_true(page):
    found = judged(page)
    assert found.faults == ()
    assert found.count


@pytest.mark.parametrize("page", FALSE)
def test_the_judge_finds_what_is_false(page):
    assert judged(page).faults


@pytest.mark.parametrize(
    ("text", "true"),
    [
        ("f(x) = x² − 1, f(3) = 8", True),
        ("f(x) = x² − 1, f(3) = 9", False),
        ("−1.5 · 2 = −3", True),
        ("0.5×10⁻³ · 2 = 10⁻³", True),
        ("√(2) ≈ 1.41", True),
        ("√(2) = 1.41", False),
    ],
)
def test_plain_text_is_judged_too(text, true):
    found = judged([text], plain=True)
    assert found.count
    assert (found.faults == ()) == true


def test_what_every_public_class_prints_holds_of_its_digits():
    count = 0
    for name, values in SAMPLES.items():
        for value in values if name not in TO_BE_SOLVED else ():
            function = getattr(value, "function", None)
            named = [function.typst] if hasattr(function, "expr") else []
            found = judged([*named, *sources(value).values()])
            assert found.faults == (), name
            count += found.count
    assert count > 500
