"""Where surfaces are infinite, bent or broken; every case worked out by hand."""

from __future__ import annotations

import pytest

from mathkit import DomainError, Function
from mathkit.analysis.singular_sets import SingularSets

TRUE = [
    ("|x| + |y|", [], ["x", "y"], []),
    ("max(x, y) + |x - y|", [], ["x - y"], []),
    ("sqrt(x² + y²)", [], ["x**2 + y**2"], []),
    ("sqrt((x - y)²)", [], ["x - y"], []),
    ("|x² + y² - 1|", [], ["x**2 + y**2 - 1"], []),
    ("|sin(x y)|", [], ["sin(x*y)"], []),
    ("relu(x + y - 1)", [], ["x + y - 1"], []),
    ("|x + y + z|", [], ["x + y + z"], []),
    ("acos(cos(x - y))", [], ["cos(x - y) - 1", "1 + cos(x - y)"], []),
    ("1/(x y)", ["x", "y"], [], []),
    ("1/(x² + y²)", ["x**2 + y**2"], [], []),
    ("log(x² + y²)", ["x**2 + y**2"], [], []),
    ("log(x) y", ["x"], [], []),
    ("exp(-1/(x - y))", ["x - y"], [], []),
    ("max(x, y)/(x - y)", ["x - y"], [], []),
    ("1/relu(x - y)", ["x - y"], [], []),
    ("tan(x + y)", ["cos(x + y)"], [], []),
    ("sign(x y)", [], [], ["x*y"]),
    ("atan(y/x)", [], [], ["x"]),
]
HARMLESS = [
    "|x|^3 + y",
    "x|x| + y",
    "|x - y|(x - y)",
    "(x² - y²)/(x - y)",
    "sin(x - y)/(x - y)",
    "max(x, y) - |x - y|/2",  # (x + y)/2
    "1/(1 + x² + y²)",
    "sqrt(1 - x² - y²)",  # it ends there
    "relu(|x| - 100)",  # out of the box
    "gelu(x y)",
]


def found(text):
    f = Function.parse(text)
    loci = SingularSets.of(f, [(-5.0, 5.0)] * len(f.variables))
    return tuple([locus.text for locus in kind] for kind in (loci.poles, loci.kinks, loci.jumps))


@pytest.mark.parametrize(("text", "poles", "kinks", "jumps"), TRUE)
def test_a_locus_is_told_for_what_it_is(text, poles, kinks, jumps):
    assert found(text) == (poles, kinks, jumps)


@pytest.mark.parametrize("text", HARMLESS)
def test_a_harmless_locus_is_not_told(text):
    assert found(text) == ([], [], [])


def test_the_box_has_a_range_for_each_variable():
    with pytest.raises(DomainError, match="2 variables, but the box has 1"):
        SingularSets.of(Function.parse("x y"), [(-1, 1)])
