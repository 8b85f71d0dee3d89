from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from mathkit import Function, stationary_points
from mathkit.analysis.verification import judge, largest_differences
from tests.mathkit.compiling import compiles, parts
from tests.mathkit.oracles import richardson
from tests.mathkit.tables import ONE_VARIABLE, TWO_VARIABLES


def found(text, reach=5.0):
    f = Function.parse(text)
    return stationary_points(f, [(-reach, reach)] * len(f.variables))


def test_himmelblau_1972_has_four_minima_four_saddles_and_a_maximum():
    points = found("(x²+y-11)²+(x+y²-7)²")
    kinds = [point.kind for point in points]
    assert {kind: kinds.count(kind) for kind in kinds} == {"minimum": 4, "saddle": 4, "maximum": 1}
    minima = [point.at for point in points if point.kind == "minimum"]
    published = [(-3.779310, -3.283186), (-2.805118, 3.131312), (3.0, 2.0), (3.584428, -1.848126)]
    assert [list(at) for at in minima] == [pytest.approx(at, abs=1e-6) for at in published]
    (top,) = (point for point in points if point.kind == "maximum")
    assert top.at == pytest.approx((-0.270845, -0.923039), abs=1e-6)
    assert top.value == pytest.approx(181.617, abs=1e-3)


@pytest.mark.parametrize(
    ("text", "at", "kind"),
    [
        ("(1-x)² + 100(y-x²)²", (1, 1), "minimum"),  # Rosenbrock 1960
        ("x² - y²", (0, 0), "saddle"),
        ("x² + 2y² - 2x", (1, 0), "minimum"),
        ("exp(-(x²+y²)/2)", (0, 0), "maximum"),
        ("x² + y² + z² + x", (-0.5, 0, 0), "minimum"),
    ],
)
def test_known_points(text, at, kind):
    near = [point for point in found(text) if point.at == pytest.approx(at, abs=1e-6)]
    assert len(near) == 1
    assert near[0].kind == kind
    assert compiles(near[0].typst)
    assert parts(near[0].typst) == ["point", "value", "kind"]


@pytest.mark.parametrize(("text", "at"), TWO_VARIABLES)
def test_the_slopes_there_are_zero_by_central_differences(text, at):
    f = Function.parse(text)
    for point in stationary_points(f, [(value - 5, value + 5) for value in at]):
        x, y = point.at
        assert richardson(lambda t, y=y: f(t, y), x) == pytest.approx(0, abs=1e-5)
        assert richardson(lambda t, x=x: f(x, t), y) == pytest.approx(0, abs=1e-5)


@settings(deadline=None, max_examples=8)
@given(st.integers(-3, 3), st.integers(-3, 3), st.integers(1, 4), st.integers(-4, -1))
def test_a_quadratic_has_one(x, y, rise, fall):
    at = (float(x), float(y))
    assert [(p.at, p.kind) for p in found(f"{rise}(x-({x}))² + {fall}(y-({y}))²")] == [(at, "saddle")]
    assert [(p.at, p.kind) for p in found(f"{rise}(x-({x}))² + {-fall}(y-({y}))²")] == [(at, "minimum")]


@pytest.mark.parametrize(("text", "at"), [(text, (at,)) for text, at in ONE_VARIABLE] + TWO_VARIABLES)
def test_differences_from_the_oracles_are_small(text, at):
    f = Function.parse(text)
    size = max(1.0, *(abs(f.derivative(name).derivative(name)(*at)) for name in f.variables), abs(f(*at)))
    differences = largest_differences(f, {at: judge(f, at)})
    assert differences["mpmath_value"] <= 1e-14 * size
    assert differences["mpmath_gradient"] <= 1e-13 * size
    assert differences["central_difference"] <= 1e-5 * size
    assert set(differences) == {
        "mpmath_value", "mpmath_gradient", "central_difference", "second_central_difference",
    }  # fmt: skip
