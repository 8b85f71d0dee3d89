"""Curves of calculus courses and activations: all that they do in an interval, in closed form.

Most are of the kind of Stewart, Calculus, chapter 4 (curve sketching), and Spivak, Calculus, chapter 11.
"""

from __future__ import annotations

import itertools
import math
from math import e, inf, log, pi, sqrt

import mpmath as mp
import pytest

from mathkit import Features, Function

pytestmark = pytest.mark.films  # large tables

R3 = 1 / sqrt(3)
GELU = float(mp.findroot(lambda x: (1 + mp.erf(x / mp.sqrt(2))) / 2 + x * mp.npdf(x), -0.75))
SILU = float(mp.findroot(lambda x: 1 + mp.exp(-x) * (1 + x), -1.28))
SINC = [float(mp.findroot(lambda x: mp.tan(x) - x, guess)) for guess in (4.49, 7.73)]
SPIRAL = float(mp.findroot(lambda x: mp.tan(1 / x) - 1 / (2 * x), 0.234))


def sinc(x):
    return math.sin(x) / x


# text, interval, what it does: "domain" as (low, high, ends that belong to it), "roots", "level" as (x, height,
# kind), "poles", "kinks", "jumps" as (x, from, to), "holes" as (x, limit), "lines" as (end, slope, intercept).
# What is not named is expected to be none; the domain to be the whole interval.
CURVES = [
    ("x^3 - 3x", (-3, 3), {"roots": [-sqrt(3), 0, sqrt(3)], "level": [(-1, 2, "maximum"), (1, -2, "minimum")]}),
    ("3x^4 - 4x^3 - 12x^2 + 5", (-2, 3), {
        "roots": [-1, (5 - sqrt(10)) / 3, (5 + sqrt(10)) / 3],
        "level": [(-1, 0, "minimum"), (0, 5, "maximum"), (2, -27, "minimum")]}),
    ("x^4 - 4x^3", (-2, 5), {"roots": [0, 4], "level": [(0, 0, "inflection"), (3, -27, "minimum")]}),
    ("x^3 - 3x^2 + 1", (-0.5, 4), {
        "roots": [0.6527036447, 2.8793852416], "level": [(0, 1, "maximum"), (2, -3, "minimum")]}),
    ("(x-1)^3 (x+2)^2", (-3, 3), {
        "roots": [-2, 1], "level": [(-2, 0, "maximum"), (-0.8, -8.39808, "minimum"), (1, 0, "inflection")]}),
    ("x^5", (-1, 1), {"roots": [0], "level": [(0, 0, "inflection")]}),
    ("x^2 + 1e-12", (-5, 5), {"level": [(0, 1e-12, "minimum")]}),
    ("cosh(x) - 1 + 1e-12", (-5, 5), {"level": [(0, 1e-12, "minimum")]}),
    ("x^3 + 1e-12x", (-5, 5), {"roots": [0]}),
    ("x^2 - 2e-12x", (-1e-11, 1e-11), {"roots": [0, 2e-12], "level": [(1e-12, -1e-24, "minimum")]}),
    ("(x - 1e8)^2", (1e8 - 10, 1e8 + 10), {"roots": [1e8], "level": [(1e8, 0, "minimum")]}),
    ("x", (5e199, 1.5e200), {}),
    ("x + 2sin(x)", (0, 2 * pi), {
        "roots": [0], "level": [(2 * pi / 3, 2 * pi / 3 + sqrt(3), "maximum"),
                                (4 * pi / 3, 4 * pi / 3 - sqrt(3), "minimum")]}),
    ("cos(x)/(2 + sin(x))", (0.1, 6.2), {
        "roots": [pi / 2, 3 * pi / 2],
        "level": [(7 * pi / 6, -R3, "minimum"), (11 * pi / 6, R3, "maximum")]}),
    ("x - sin(x)", (-1, 7), {"roots": [0], "level": [(0, 0, "inflection"), (2 * pi, 2 * pi, "inflection")]}),
    ("cos(x)^3", (0, 4), {
        "roots": [pi / 2],
        "level": [(0, 1, "maximum"), (pi / 2, 0, "inflection"), (pi, -1, "minimum")]}),
    ("sin(x)^2", (-1, 4), {
        "roots": [0, pi], "level": [(0, 0, "minimum"), (pi / 2, 1, "maximum"), (pi, 0, "minimum")]}),
    ("2x^2/(x^2 - 1)", (-4, 4), {
        "domain": [(-4, -1, "["), (-1, 1, ""), (1, 4, "]")], "roots": [0], "level": [(0, 0, "maximum")],
        "poles": [-1, 1], "lines": [(-inf, 0, 2), (inf, 0, 2)]}),
    ("x^2/sqrt(x + 1)", (-3, 5), {"domain": [(-1, 5, "]")], "roots": [0], "level": [(0, 0, "minimum")], "poles": [-1]}),
    ("x exp(x)", (-5, 2), {"roots": [0], "level": [(-1, -1 / e, "minimum")], "lines": [(-inf, 0, 0)]}),
    ("x^2 exp(-x)", (-1, 6), {
        "roots": [0], "level": [(0, 0, "minimum"), (2, 4 / e**2, "maximum")], "lines": [(inf, 0, 0)]}),
    ("exp(-x^2/2)", (-4, 4), {"level": [(0, 1, "maximum")], "lines": [(-inf, 0, 0), (inf, 0, 0)]}),
    ("x exp(-x^2)", (-4, 4), {
        "roots": [0], "level": [(-1 / sqrt(2), -1 / sqrt(2 * e), "minimum"), (1 / sqrt(2), 1 / sqrt(2 * e), "maximum")],
        "lines": [(-inf, 0, 0), (inf, 0, 0)]}),
    ("log(4 - x^2)", (-3, 3), {
        "domain": [(-2, 2, "")], "roots": [-sqrt(3), sqrt(3)], "level": [(0, log(4), "maximum")], "poles": [-2, 2]}),
    ("x log(x)", (-1, 3), {"domain": [(0, 3, "]")], "roots": [1], "level": [(1 / e, -1 / e, "minimum")]}),
    ("log(x)/x", (0.1, 9), {"roots": [1], "level": [(e, 1 / e, "maximum")], "lines": [(inf, 0, 0)]}),
    ("log(cos(x))", (-2, 2), {
        "domain": [(-pi / 2, pi / 2, "")], "roots": [0], "level": [(0, 0, "maximum")], "poles": [-pi / 2, pi / 2]}),
    ("x^3/(x^2 + 1)", (-4, 4), {
        "roots": [0], "level": [(0, 0, "inflection")], "lines": [(-inf, 1, 0), (inf, 1, 0)]}),
    ("x + 1/x", (-4, 4), {
        "domain": [(-4, 0, "["), (0, 4, "]")], "level": [(-1, -2, "maximum"), (1, 2, "minimum")], "poles": [0],
        "lines": [(-inf, 1, 0), (inf, 1, 0)]}),
    ("sqrt(x^2 + 1)", (-3, 3), {"level": [(0, 1, "minimum")], "lines": [(-inf, -1, 0), (inf, 1, 0)]}),
    ("sqrt(x^2 - 2)", (-3, 3), {
        "domain": [(-3, -sqrt(2), "[]"), (sqrt(2), 3, "[]")], "roots": [-sqrt(2), sqrt(2)],
        "lines": [(-inf, -1, 0), (inf, 1, 0)]}),
    ("sqrt(1 - x^2)", (-2, 2), {"domain": [(-1, 1, "[]")], "roots": [-1, 1], "level": [(0, 1, "maximum")]}),
    ("1/sqrt(1 - x^2)", (-2, 2), {"domain": [(-1, 1, "")], "level": [(0, 1, "minimum")], "poles": [-1, 1]}),
    ("asin(x)", (-2, 2), {"domain": [(-1, 1, "[]")], "roots": [0]}),
    ("exp(1/x)", (-3, 3), {
        "domain": [(-3, 0, "["), (0, 3, "]")], "poles": [0], "lines": [(-inf, 0, 1), (inf, 0, 1)]}),
    ("atan(x)", (-3, 3), {"roots": [0], "lines": [(-inf, 0, -pi / 2), (inf, 0, pi / 2)]}),
    ("atan(1/x)", (-3, 3), {
        "domain": [(-3, 0, "["), (0, 3, "]")], "jumps": [(0, -pi / 2, pi / 2)],
        "lines": [(-inf, 0, 0), (inf, 0, 0)]}),
    ("tan(x)", (-2, 2), {
        "domain": [(-2, -pi / 2, "["), (-pi / 2, pi / 2, ""), (pi / 2, 2, "]")], "roots": [0],
        "poles": [-pi / 2, pi / 2]}),
    # points that are missing
    ("(x^2 - 1)/(x - 1)", (-8, 12), {
        "domain": [(-8, 1, "["), (1, 12, "]")], "roots": [-1], "holes": [(1, 2)],
        "lines": [(-inf, 1, 1), (inf, 1, 1)]}),
    ("(x^2 - 4)/(x^2 - 2x)", (-5, 5), {
        "domain": [(-5, 0, "["), (0, 2, ""), (2, 5, "]")], "roots": [-2], "poles": [0], "holes": [(2, 2)],
        "lines": [(-inf, 0, 1), (inf, 0, 1)]}),
    ("x/x", (-3, 3), {"domain": [(-3, 0, "["), (0, 3, "]")], "holes": [(0, 1)]}),
    ("1/(1/x)", (-3, 3), {"domain": [(-3, 0, "["), (0, 3, "]")], "holes": [(0, 0)]}),
    ("sqrt(x)^2", (-3, 3), {"domain": [(0, 3, "[]")], "roots": [0]}),
    ("sin(x)/x", (-8, 8), {
        "domain": [(-8, 0, "["), (0, 8, "]")], "roots": [-2 * pi, -pi, pi, 2 * pi], "holes": [(0, 1)],
        "level": [(-SINC[1], sinc(SINC[1]), "maximum"), (-SINC[0], sinc(SINC[0]), "minimum"),
                  (SINC[0], sinc(SINC[0]), "minimum"), (SINC[1], sinc(SINC[1]), "maximum")],
        "lines": [(-inf, 0, 0), (inf, 0, 0)]}),
    ("(1 - cos(x))/x^2", (-3, 3), {
        "domain": [(-3, 0, "["), (0, 3, "]")], "holes": [(0, 0.5)], "lines": [(-inf, 0, 0), (inf, 0, 0)]}),
    ("exp(-1/x^2)", (-3, 3), {
        "domain": [(-3, 0, "["), (0, 3, "]")], "holes": [(0, 0)], "lines": [(-inf, 0, 1), (inf, 0, 1)]}),
    # kinks, and what looks like one
    ("|x|", (-3, 3), {"roots": [0], "kinks": [0], "lines": [(-inf, -1, 0), (inf, 1, 0)]}),
    ("|x^2 - 2|", (-3, 3), {
        "roots": [-sqrt(2), sqrt(2)], "kinks": [-sqrt(2), sqrt(2)], "level": [(0, 2, "maximum")]}),
    ("x|x|", (-3, 3), {"roots": [0], "level": [(0, 0, "inflection")]}),
    ("cos(|x|)", (-1, 1), {"level": [(0, 1, "maximum")]}),
    ("relu(x) - relu(-x)", (-3, 3), {"roots": [0], "lines": [(-inf, 1, 0), (inf, 1, 0)]}),
    ("max(0, x) + min(0, e^x - 1)", (-3, 3), {"roots": [0], "lines": [(-inf, 0, -1), (inf, 1, 0)]}),
    ("max(0, x)^2", (-3, 3), {"level": [(-1.5, 0, "flat")], "lines": [(-inf, 0, 0)]}),
    ("gelu(x)", (-4, 4), {
        "roots": [0], "level": [(GELU, GELU * (1 + math.erf(GELU / sqrt(2))) / 2, "minimum")],
        "lines": [(-inf, 0, 0), (inf, 1, 0)]}),
    ("x sigmoid(x)", (-4, 4), {
        "roots": [0], "level": [(SILU, SILU / (1 + math.exp(-SILU)), "minimum")],
        "lines": [(-inf, 0, 0), (inf, 1, 0)]}),
    ("softplus(x)", (-4, 4), {"lines": [(-inf, 0, 0), (inf, 1, 0)]}),
    ("tanh(x)", (-4, 4), {"roots": [0], "lines": [(-inf, 0, -1), (inf, 0, 1)]}),
]  # fmt: skip


def near(numbers):
    return pytest.approx(list(numbers), rel=1e-8, abs=1e-9)


@pytest.mark.parametrize(("text", "interval", "does"), CURVES, ids=[row[0] for row in CURVES])
def test_all_that_a_curve_does(text, interval, does):
    found = Features.of(Function.parse(text, ("x",)), interval)
    width = interval[1] - interval[0]
    runs = does.get("domain", [(*interval, "[]")])
    assert [end for run in found.domain for end in run] == near(end for low, high, _ in runs for end in (low, high))
    closed = ["[" * run.start_closed + "]" * run.end_closed for run in found.domain]
    assert closed == [ends for *_, ends in runs]
    assert [place.x for place in found.roots] == pytest.approx(does.get("roots", []), rel=1e-8, abs=1e-9 * width)
    level = does.get("level", [])
    assert [point.kind for point in found.critical_points] == [kind for *_, kind in level]
    assert [point.x for point in found.critical_points] == pytest.approx([x for x, *_ in level], abs=1e-8 * width)
    assert [point.value for point in found.critical_points] == near(height for _, height, _ in level)
    assert [place.x for place in found.poles] == near(does.get("poles", []))
    assert [place.x for place in found.kinks] == near(does.get("kinks", []))
    for name, fields in (("jumps", ("x", "left", "right")), ("holes", ("x", "limit"))):
        shown = [tuple(getattr(each, field) for field in fields) for each in getattr(found, name)]
        assert [number for each in shown for number in each] == near(x for row in does.get(name, []) for x in row)
    lines = [(line.end, line.slope, line.intercept) for line in found.asymptotes]
    assert [number for line in lines for number in line] == near(x for row in does.get("lines", []) for x in row)
    assert (found.complete, found.reason) == (True, "")


@pytest.mark.parametrize(
    ("text", "places"),
    [
        ("sqrt(x^2 - 2)", ["-sqrt(2)", "sqrt(2)"]),
        ("log(cos(x))", ["-pi/2", "pi/2"]),
        ("log(x - 1/3)", ["1/3"]),
        ("sqrt(exp(x) - 2)", ["log(2)"]),
        ("log(log(x) - 1)", ["E"]),
    ],
)
def test_ends_of_the_domain_are_exact_where_they_are_known(text, places):
    domain = Features.of(Function.parse(text), (-3, 3)).domain
    ends = [place.exact for run in domain for place in (run.start, run.end) if abs(place.x) != 3]
    assert [str(each) for each in ends] == places


@pytest.mark.parametrize("text", ["x^2 sin(1/x)", "x sin(1/x)", "sin(1/x)", "x^2 (2 + sin(1/x))"])
def test_where_there_is_no_end_of_them_the_search_says_that_it_stops(text):
    found = Features.of(Function.parse(text), (-1, 1), 0.1)
    assert [place.x for place in found.unsettled] == [0]
    assert not found.complete
    assert "infinitely many near x = 0: the search stops within 0.02" in found.reason
    assert all(point.kind != "inflection" for point in found.critical_points)
    assert all(abs(place.x) > 0.01 for place in found.roots)
    assert [[*run] for run in found.domain] == [[-1, 0], [0, 1]]


def test_the_outermost_turn_of_a_sine_of_1_over_x():
    found = Features.of(Function.parse("x^2 sin(1/x)"), (-9.9, 10.1), 0.1)
    assert [point.x for point in found.critical_points] == pytest.approx([-SPIRAL, SPIRAL])
    assert [point.kind for point in found.critical_points] == ["maximum", "minimum"]


@pytest.mark.parametrize("near_to", [-9.0, 0.0, 7.3])
def test_a_list_that_is_cut_holds_what_is_nearest_and_says_so(near_to):
    found = Features.of(Function.parse("sin(100x)"), (-10, 10), near_to)
    nearest = min(found.roots, key=lambda place: abs(place.x - near_to))
    assert abs(nearest.x - near_to) <= pi / 200 + 1e-9
    assert not found.complete
    assert "there are more zeros than the ones nearest to x" in found.reason
    roots = [place.x for place in found.roots]
    assert roots == sorted(roots)
    assert all(b - a == pytest.approx(pi / 100) for a, b in itertools.pairwise(roots))  # none between is left out


@pytest.mark.parametrize("text", ["x", "x^2", "1/x", "sin(x)", "exp(x)", "log(|x|)", "|x|", "1/(x - 1)"])
@pytest.mark.parametrize("at", [1e200, -1e200, 1.7e308, 1e-200, 5e-324, 1e12, 1e-12, 0.0])
def test_no_scale_is_refused(text, at):
    reach = max(10.0, abs(at) / 2)
    assert Features.of(Function.parse(text), (at - reach, at + reach), at).function.text == text


HOSTILE = [
    "*".join(f"(x-{i})" for i in range(1, 31)),
    "sin(" * 20 + "x" + ")" * 20,
    "gelu(gelu(gelu(gelu(x))))",
    "max(x,-x,x^2,-x^2,sin(x),cos(x),exp(x),log(x))",
]


@pytest.mark.parametrize("text", HOSTILE)
def test_long_formulas_take_a_bounded_number_of_values(text, monkeypatch):
    calls = []
    evaluate = Function.__call__

    def counted(self, *values):
        calls.append(1)
        return evaluate(self, *values)

    monkeypatch.setattr(Function, "__call__", counted)
    Features.of(Function.parse(text), (-9, 11))
    assert len(calls) < 2500
