"""Where surfaces are level, and where they are torn: published test functions and closed forms.

Places to which no closed form is known are found here by mpmath, in formulas written out independently.
"""

from __future__ import annotations

import math
from math import e, pi, sqrt

import mpmath as mp
import pytest

from mathkit import Function, SingularSets, StationarySet

pytestmark = pytest.mark.films  # large tables


def search(text, box, near=None, names=("x", "y")):
    return StationarySet.of(Function.parse(text, names), box, near)


def level(text, *guesses, scale=1):
    """Return where mpmath finds both slopes zero near the guesses; `text` is a lambda of two mpmath numbers."""
    slopes = [lambda x, y: mp.diff(text, (x, y), (1, 0)), lambda x, y: mp.diff(text, (x, y), (0, 1))]
    return [tuple(map(float, mp.findroot(slopes, guess))) for guess in guesses]


def square(reach):
    return [(-reach, reach)] * 2


HIMMELBLAU = level(
    lambda x, y: (x * x + y - 11) ** 2 + (x + y * y - 7) ** 2,
    (3, 2), (-2.8, 3.1), (-3.8, -3.3), (3.6, -1.8), (-0.27, -0.92), (-3.07, -0.08), (0.09, 2.88), (3.39, 0.07),
    (-0.13, -1.95),
)  # fmt: skip
CAMEL = level(
    lambda x, y: (4 - mp.mpf("2.1") * x**2 + x**4 / 3) * x**2 + x * y + (4 * y**2 - 4) * y**2,
    (0.09, -0.713), (1.704, -0.796), (1.608, 0.569), (0, 0), (1.296, 0.605), (1.638, 0.229), (1.109, -0.768),
    (1.230, 0.162),
)  # fmt: skip
MATYAS_2 = [(0, 0)]

# text, box, and every level point there with its kind
SURFACES = [
    ("(x²+y-11)²+(x+y²-7)²", square(5), [  # Himmelblau 1972
        *((at, "minimum") for at in HIMMELBLAU[:4]), (HIMMELBLAU[4], "maximum"),
        *((at, "saddle") for at in HIMMELBLAU[5:])]),
    ("(1-x)^2+100*(y-x^2)^2", square(2), [((1, 1), "minimum")]),  # Rosenbrock 1960
    ("(1.5-x+x*y)^2+(2.25-x+x*y^2)^2+(2.625-x+x*y^3)^2", square(4.5), [  # Beale 1958
        ((3, 0.5), "minimum"), ((0, 1), "saddle"),
        (level(lambda x, y: (mp.mpf("1.5") - x + x * y)**2 + (mp.mpf("2.25") - x + x * y**2)**2
                            + (mp.mpf("2.625") - x + x * y**3)**2, (0.1, -3.8))[0], "saddle")]),
    ("(x+2y-7)^2+(2x+y-5)^2", square(10), [((1, 3), "minimum")]),  # Booth
    ("0.26(x^2+y^2)-0.48x*y", square(10), [((0, 0), "minimum")]),  # Matyas
    ("(4-2.1x^2+x^4/3)x^2+x*y+(4y^2-4)y^2", [(-2, 2), (-1, 1)], [  # six-hump camel, Dixon & Szegö 1978
        *(((s * x, s * y), "minimum") for x, y in CAMEL[:3] for s in (1, -1)),
        ((0, 0), "saddle"),
        *(((s * CAMEL[4][0], s * CAMEL[4][1]), "saddle") for s in (1, -1)),
        *(((s * CAMEL[5][0], s * CAMEL[5][1]), "saddle") for s in (1, -1)),
        *(((s * CAMEL[6][0], s * CAMEL[6][1]), "saddle") for s in (1, -1)),
        *(((s * CAMEL[7][0], s * CAMEL[7][1]), "maximum") for s in (1, -1))]),
    ("2x^2-1.05x^4+x^6/6+x*y+y^2", square(2.5), [  # three-hump camel
        ((0, 0), "minimum"),
        *((at, kind) for guess, kind in (((1.07, -0.53), "saddle"), ((1.75, -0.87), "minimum"))
          for x, y in level(lambda x, y: 2*x**2 - mp.mpf("1.05")*x**4 + x**6/6 + x*y + y**2, guess)
          for at in ((x, y), (-x, -y)))]),
    ("sin(x+y)+(x-y)^2-1.5x+2.5y+1", [(-1.5, 4), (-3, 4)], [  # McCormick
        ((-pi / 3 + 0.5, -pi / 3 - 0.5), "minimum"), ((pi / 3 + 0.5, pi / 3 - 0.5), "saddle"),
        ((pi - pi / 3 + 0.5, pi - pi / 3 - 0.5), "minimum")]),
    ("-cos(x)cos(y)exp(-(x-pi)^2-(y-pi)^2)", [(2.5, 4), (2.5, 4)], [((pi, pi), "minimum")]),  # Easom
    ("100(x^2-y)^2+(x-1)^2", [(-1, 3), (-1, 3)], [((1, 1), "minimum")]),
    ("x^2+y^2", square(1), [((0, 0), "minimum")]),
    ("x^2-y^2", square(1), [((0, 0), "saddle")]),
    ("4-x^2-y^2", square(1), [((0, 0), "maximum")]),
    ("x^3+y^3-3x*y", square(3), [((0, 0), "saddle"), ((1, 1), "minimum")]),  # folium
    ("x^4+y^4-4x*y+1", square(3), [((0, 0), "saddle"), ((1, 1), "minimum"), ((-1, -1), "minimum")]),  # Stewart 14.7
    ("2x^3+x*y^2+5x^2+y^2", square(4), [
        ((0, 0), "minimum"), ((-5 / 3, 0), "maximum"), ((-1, 2), "saddle"), ((-1, -2), "saddle")]),
    ("x^3-12x*y+8y^3", square(3), [((0, 0), "saddle"), ((2, 1), "minimum")]),
    ("e^x cos(y)", square(3), []),
    ("x*y*exp(-x^2-y^2)", square(2), [
        ((0, 0), "saddle"),
        *(((a * sqrt(0.5), b * sqrt(0.5)), "maximum" if a == b else "minimum") for a in (1, -1) for b in (1, -1))]),
    ("(x^2+y^2)exp(y^2-x^2)", square(2), [((0, 0), "minimum"), ((1, 0), "saddle"), ((-1, 0), "saddle")]),  # Stewart
    ("cos(x)cos(y)", square(2), [
        ((0, 0), "maximum"), *(((a * pi / 2, b * pi / 2), "saddle") for a in (1, -1) for b in (1, -1))]),
    ("sin(x)+sin(y)+sin(x+y)", [(0, 2), (0, 2)], [((pi / 3, pi / 3), "maximum")]),
    ("log(1+x^2+y^2)", square(3), [((0, 0), "minimum")]),
    ("x*y+1/x+1/y", [(0.2, 3), (0.2, 3)], [((1, 1), "minimum")]),
    # where the curvatures leave it open
    ("x^4+y^4", square(3), [((0, 0), "minimum")]),
    ("-x^4-y^6", square(3), [((0, 0), "maximum")]),
    ("x^2+y^4", square(3), [((0, 0), "minimum")]),
    ("x^2-y^4", square(3), [((0, 0), "saddle")]),
    ("x^2+1e-9y^2", square(3), [((0, 0), "minimum")]),
    ("x^2-1e-9y^2", square(3), [((0, 0), "saddle")]),
    ("x^3-3x*y^2", square(3), [((0, 0), "saddle")]),  # monkey saddle
    ("(y-x^2)(y-2x^2)", square(3), [((0, 0), "saddle")]),  # Peano: a minimum along every line
    ("x^2+y^3", square(3), [((0, 0), "saddle")]),
    # smooth where the formula has a hole or a kink, and the other way round
    ("cos(sqrt(x^2+y^2))", square(1), [((0, 0), "maximum")]),
    ("|x-y|^3+x^2+y^2", square(1), [((0, 0), "minimum")]),
    ("max(x,y)+min(x,y)", square(1), []),
    ("|x|+|y|", square(1), []),
    ("max(x,y,-x,-y,x*y)", square(1), []),
    ("sqrt(x^2+y^2)", square(1), []),
    ("1e200x^2+1e200y^2", square(1), [((0, 0), "minimum")]),
    ("(x-1e8)^2+(y+1e8)^2", [(1e8 - 5, 1e8 + 5), (-1e8 - 5, -1e8 + 5)], [((1e8, -1e8), "minimum")]),
    ("(x-1e-12)^2+y^2", [(-1e-11, 1e-11)] * 2, [((1e-12, 0), "minimum")]),
]  # fmt: skip


@pytest.mark.parametrize(("text", "box", "points"), SURFACES, ids=[row[0] for row in SURFACES])
def test_every_level_point_and_its_kind(text, box, points):
    found = search(text, box)
    width = box[0][1] - box[0][0]
    shown = sorted((point.at, point.kind) for point in found.points)
    for (at, kind), (right, right_kind) in zip(shown, sorted(points), strict=True):
        assert at == pytest.approx(right, abs=1e-9 * width, rel=1e-9)
        assert kind == right_kind
    assert found.families == ()
    assert found.complete


FAMILIES = [
    ("x^2+y^2-2x*y", (1, 1), "y = x", 0, "minimum"),
    ("(x-y)^4", (0, 0), "y = x", 0, "minimum"),
    ("-(2x+y-1)^2", (0, 0), "y = 1 - 2*x", 0, "maximum"),
    ("x^2", (0, 0), "x = 0", 0, "minimum"),
    ("(x^2+y^2-1)^2", (1, 1), "x**2 + y**2 - 1 = 0", 0, "minimum"),
    ("x^4+2x^2y^2+y^4-2x^2-2y^2+1", (0, 0), "x**2 + y**2 = 1", 0, "minimum"),
    ("(y-x^2)^2", (0, 0), "y - x**2 = 0", 0, "minimum"),
    ("x*y/(x^2+y^2)", (1, 1), "y = x", 0.5, "maximum"),
    ("x^2*y", (1, 1), "x = 0", 0, "flat"),  # a minimum above the x axis, a maximum below
    ("sin(x+y)^2", (0, 0), "y = -x", 0, "minimum"),
    ("exp(-(x-2y)^2)", (0, 0), "y = x/2", 1, "maximum"),
]


@pytest.mark.parametrize(("text", "near", "equation", "height", "kind"), FAMILIES, ids=[row[0] for row in FAMILIES])
def test_a_whole_curve_of_level_points_is_named(text, near, equation, height, kind):
    found = search(text, [(at - 5, at + 5) for at in near], near)
    first = found.families[0]
    assert (first.equation, first.kind, first.dimension) == (equation, kind, 1)
    assert first.value == pytest.approx(height, abs=1e-12)
    assert str(first) == f"a whole curve: {equation}"
    f = found.function
    assert [f.derivative(name)(*first.at) for name in "xy"] == pytest.approx([0, 0], abs=1e-6)


@pytest.mark.parametrize("text", ["relu(x+y)", "relu(x)relu(y)", "max(0,1-x^2-y^2)"])
def test_a_level_region_is_one(text):
    (region,) = [family for family in search(text, square(5)).families if family.dimension == 2]
    assert (region.kind, region.value, str(region)) == ("flat", 0, "a whole region")


def test_three_axes_of_level_points():
    found = search("x y z", [(-5, 5)] * 3, (0, 0, 0), ("x", "y", "z"))
    assert [(family.at, family.kind) for family in found.families] == [((0, 0, 0), "flat")]
    assert found.points == ()


def test_the_point_asked_about_comes_first_and_a_cut_list_says_so():
    text = "20+x^2+y^2-10cos(2 pi x)-10cos(2 pi y)"  # Rastrigin
    found = search(text, square(5), (0, 0))
    assert (found.points[0].at, found.points[0].kind, found.points[0].value) == ((0, 0), "minimum", 0)
    assert (len(found.points), found.count) == (50, 441)  # 21 zeros of x + 10π sin 2πx in each variable
    assert found.reason == "441 points were found; the 50 nearest to (0, 0) are listed"
    distances = [math.hypot(*point.at) for point in found.points]
    assert distances == sorted(distances)
    around = search(text, [(-1, 9), (-1, 9)], (4, 4))
    assert math.dist(around.points[0].at, (4, 4)) < 0.03


def test_the_drop_wave_is_lowest_where_its_formula_has_no_slope():
    found = search("-(1+cos(12 sqrt(x^2+y^2)))/(0.5(x^2+y^2)+2)", square(5), (0, 0))
    assert [(point.at, point.kind, point.value) for point in found.points] == [((0, 0), "minimum", -1)]
    assert [family.kind for family in found.families[:2]] == ["maximum", "minimum"]
    assert "more curves" in found.reason


TORN = [
    ("x y/(x^2+y^2)", "torn", "the limit depends on the direction"),
    ("(x^2-y^2)/(x^2+y^2)", "torn", "the limit depends on the direction"),
    ("x^2y/(x^4+y^2)", "torn", "along the curve"),  # 0 along every line
    ("1/(x^2+y^2)", "pole", "f goes to ∞"),
    ("-log(x^2+y^2)", "pole", "f goes to ∞"),
    ("sin(x^2+y^2)/(x^2+y^2)", "hole", "its limit is 1"),
    ("x^2y/(x^2+y^2)", "hole", "its limit is 0"),
    ("sqrt(x^2+y^2)", "kink", "no gradient"),
]


@pytest.mark.parametrize(("text", "kind", "words"), TORN, ids=[row[0] for row in TORN])
def test_a_single_point_where_a_surface_breaks_is_named(text, kind, words):
    (point,) = SingularSets.of(Function.parse(text), [(-4, 6)] * 2, (1, 1)).points
    assert (point.at, point.kind) == ((0, 0), kind)
    assert words in point.description


EXTREMA = [
    ("sqrt(x^2+y^2)", (0, 0), "minimum"),
    ("1-sqrt((x-1)^2+y^2)", (1, 0), "maximum"),
    ("|x|+|y|", (0, 0), "minimum"),
    ("max(x,y,-x,-y,x*y)", (0, 0), "minimum"),
    ("|x-1|+|x+y|", (1, -1), "minimum"),
    ("100sqrt(|y-0.01x^2|)+0.01|x+10|", (-10, 1), "minimum"),  # Bukin 6
    ("-20exp(-0.2sqrt(0.5(x^2+y^2)))-exp(0.5(cos(2pi x)+cos(2pi y)))+e+20", (0, 0), "minimum"),  # Ackley
]


@pytest.mark.parametrize(("text", "at", "kind"), EXTREMA, ids=[row[0] for row in EXTREMA])
def test_the_lowest_point_may_be_a_kink(text, at, kind):
    points = SingularSets.of(Function.parse(text), [(x - 3, x + 3) for x in at], at).points
    assert (points[0].at, points[0].kind, points[0].extremum) == (at, "kink", kind)


@pytest.mark.parametrize(("text", "hole"), [("(x^2-y^2)/(x-y)", "x - y"), ("x y/x", "x"), ("sin(x y)/(x y)", "x")])
def test_a_curve_of_holes_is_named(text, hole):
    found = SingularSets.of(Function.parse(text, ("x", "y")), square(5))
    assert hole in [locus.text for locus in found.holes]
    assert (found.poles, found.kinks, found.jumps) == ((), (), ())


def test_goldstein_and_price_1971():
    text = "(1+(x+y+1)^2(19-14x+3x^2-14y+6x*y+3y^2))*(30+(2x-3y)^2(18-32x+12x^2+48y-36x*y+27y^2))"
    points = {point.at: point for point in search(text, square(2), (0, -1)).points}
    minima = [(0, -1), (-0.6, -0.4), (1.8, 0.2), (1.2, 0.8)]
    found = {at: point for at, point in points.items() if point.kind == "minimum"}
    assert sorted(found) == [pytest.approx(at, abs=1e-8) for at in sorted(minima)]
    assert [found[at].value for at in sorted(found)] == pytest.approx([30, 3, 840, 84])


def test_cross_in_tray_has_four_minima():
    text = "-0.0001(|sin(x)sin(y)exp(|100-sqrt(x^2+y^2)/pi|)|+1)^0.1"
    points = search(text, square(2), (1, 1)).points
    best = float(mp.findroot(lambda x: mp.cot(x) - mp.sqrt(2) / (2 * mp.pi), 1.3491))
    assert points[0].at == pytest.approx((best, best), abs=1e-9)
    assert points[0].value == pytest.approx(-2.06261, abs=1e-5)
    assert [point.kind for point in points].count("minimum") == 4


def test_a_surface_of_many_factors_is_searched_by_differences():
    text = "*".join(f"(x-{i})(y+{i})" for i in range(1, 12))
    found = search(text, square(5), (1, -1))
    assert found.points[0].at == (1, -1)
    assert found.points[0].kind == "saddle"


def test_e_is_a_number_of_level_points():
    found = search("x log(x) + y log(y)", [(0.1, 2)] * 2)
    assert [point.at for point in found.points] == [pytest.approx((1 / e, 1 / e))]
