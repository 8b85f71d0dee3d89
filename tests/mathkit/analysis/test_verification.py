"""Oracles judge: right numbers pass at every published point, and a wrong one is seen."""

from __future__ import annotations

import math

import pytest

from mathkit import Function, GradientCheck
from mathkit.analysis.verification import Judgement, JudgementError, confirm, judge, largest_differences, sample_points
from tests.mathkit.public_formulas import PUBLIC_FORMULAS

SOME = PUBLIC_FORMULAS[::4]


@pytest.mark.parametrize("published", SOME, ids=[published.id for published in SOME])
def test_numbers_of_published_formulas_agree_with_their_oracles(published):
    f = Function.parse(published.typed)
    at = published.points[0]
    judged = judge(f, at if isinstance(at, tuple) else (at,))
    assert [str(each) for each in judged if not each.agrees] == []
    assert len(judged) >= 4


NASTY = [
    ("0.5+(cos(sin(|x^2-y^2|))^2-0.5)/(1+0.001(x^2+y^2))^2", (1, 1)),
    ("x ln(x)", (1e-10,)),
    ("ln(x/(1-x))", (1e-12,)),
    ("sin(x)/x", (1e-8,)),
    ("ln(1+e^x)", (800,)),
    ("ln(cosh(x))", (800,)),
    ("cos(x)", (math.pi / 2,)),
    ("sin(x)^2", (math.pi,)),
    ("x^3-3x", (math.sqrt(3),)),
    ("max(x,y)+min(x,y)", (1, 1)),
    ("max(x,y,-x,-y,x*y)", (1.3, 0.7)),
    ("relu(x)-relu(-x)", (0,)),
    ("|x-y|^2", (1, 1)),
    ("cos(|x|)", (0,)),
    ("|x|", (0,)),
    ("relu(x)", (0,)),
    ("sqrt(x)", (0,)),
    ("sign(x)", (0,)),
    ("x", (1e200,)),
    ("x^2", (1e-200,)),
]


@pytest.mark.parametrize(("text", "at"), NASTY)
def test_numbers_agree_with_their_oracles_where_it_is_nasty(text, at):
    f = Function.parse(text)
    confirm(f, at)
    assert any(each.name == "f" for each in judge(f, at))


@pytest.mark.parametrize(
    ("text", "wrong"), [("x²", "3x"), ("sin(x)", "sin(x)"), ("e^x", "e^x+1e-6"), ("x^3", "3x^2+x")]
)
def test_a_wrong_derivative_is_caught(text, wrong):
    f = Function.parse(text)
    f._made["d/dx"] = Function.parse(wrong)
    assert not all(each.agrees for each in judge(f, (1.0,)))
    with pytest.raises(JudgementError, match=r"at x = 1 cannot be told: the formula of the derivative by x is"):
        confirm(f, (1.0,))
    assert largest_differences(f, {(1.0,): judge(f, (1.0,))})["mpmath_gradient"] > 1e-7


@pytest.mark.parametrize(("text", "wrong"), [("x² y", (4.0, 1.1)), ("sin(x) + y", (0.0, 1.0))])
def test_a_wrong_gradient_is_caught(text, wrong):
    f, at = Function.parse(text), (1.0, 2.0)
    right = GradientCheck.of(f, at)
    assert right.agrees
    assert right.relative_error < 1e-12
    check = GradientCheck.of(f, at, wrong)
    assert not check.agrees
    assert check.relative_error > 0.01
    assert check.differences == pytest.approx(right.components)


def test_a_judgement_has_a_tolerance_and_knows_infinities():
    assert Judgement("f", 1.0, 1.0 + 1e-10, 1e-9).agrees
    assert not Judgement("f", 1.0, 1.0 + 1e-8, 1e-9).agrees
    assert Judgement("f", math.inf, 1e20, 0.0).agrees
    assert not Judgement("f", math.inf, -1e20, 0.0).agrees
    assert not Judgement("f", math.nan, 1.0, 1.0).agrees


def test_samples_hold_the_point_that_is_asked_about():
    assert all(x > 0 for (x,) in sample_points(Function.parse("log(x)"), None))
    assert sample_points(Function.parse("|x|"), (0.0,))[0] == (0.0,)
    assert sample_points(Function.parse("x y"), (1, 2))[0] == (1.0, 2.0)
