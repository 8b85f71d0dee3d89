"""The theme files: every quantity readable, no two of a lesson alike, for colour-blind eyes too."""

from __future__ import annotations

import tomllib
from itertools import combinations, pairwise
from pathlib import Path

import numpy as np
import pytest

from tests.scenes.drawing.theme.colour_vision import VISION, ciede2000, contrast, lab, lab_of

THEMES = {
    path.stem: tomllib.loads(path.read_text(encoding="utf-8"))
    for path in sorted((Path(__file__).resolve().parents[4] / "assets" / "themes").glob("*.toml"))
}

#: The quantities that meet in one frame.
TOGETHER = {
    "tangent-line": "input output slope secant error",
    "partial-slices": "input input2 output slope slope2 gradient",
    "gradient-arrows": "input input2 output gradient loss slope slope2",
    "neuron-chain-rule": "input weight bias net activation loss target gradient",
    "layer-chain-rule": "input weight bias net activation loss target gradient",
}
QUANTITIES = sorted({role for roles in TOGETHER.values() for role in roles.split()})
ON_SURFACE = sorted({*TOGETHER["partial-slices"].split(), *TOGETHER["gradient-arrows"].split()})

#: Sharma, Wu & Dalal (2005), table 1: L*, a*, b* of two colours, and the difference between them.
SHARMA = [
    ((50, 2.6772, -79.7751), (50, 0, -82.7485), 2.0425),
    ((50, 3.1571, -77.2803), (50, 0, -82.7485), 2.8615),
    ((50, 2.8361, -74.0200), (50, 0, -82.7485), 3.4412),
    ((50, -1.3802, -84.2814), (50, 0, -82.7485), 1.0000),
    ((50, -1.1848, -84.8006), (50, 0, -82.7485), 1.0000),
    ((50, -0.9009, -85.5211), (50, 0, -82.7485), 1.0000),
    ((50, 0, 0), (50, -1, 2), 2.3669),
    ((50, -1, 2), (50, 0, 0), 2.3669),
    ((50, 2.4900, -0.0010), (50, -2.4900, 0.0009), 7.1792),
    ((50, 2.4900, -0.0010), (50, -2.4900, 0.0010), 7.1792),
    ((50, 2.4900, -0.0010), (50, -2.4900, 0.0011), 7.2195),
    ((50, 2.4900, -0.0010), (50, -2.4900, 0.0012), 7.2195),
    ((50, -0.0010, 2.4900), (50, 0.0009, -2.4900), 4.8045),
    ((50, -0.0010, 2.4900), (50, 0.0010, -2.4900), 4.8045),
    ((50, -0.0010, 2.4900), (50, 0.0011, -2.4900), 4.7461),
    ((50, 2.5, 0), (50, 0, -2.5), 4.3065),
    ((50, 2.5, 0), (73, 25, -18), 27.1492),
    ((50, 2.5, 0), (61, -5, 29), 22.8977),
    ((50, 2.5, 0), (56, -27, -3), 31.9030),
    ((50, 2.5, 0), (58, 24, 15), 19.4535),
    ((50, 2.5, 0), (50, 3.1736, 0.5854), 1.0000),
    ((50, 2.5, 0), (50, 3.2972, 0), 1.0000),
    ((50, 2.5, 0), (50, 1.8634, 0.5757), 1.0000),
    ((50, 2.5, 0), (50, 3.2592, 0.3350), 1.0000),
    ((60.2574, -34.0099, 36.2677), (60.4626, -34.1751, 39.4387), 1.2644),
    ((63.0109, -31.0961, -5.8663), (62.8187, -29.7946, -4.0864), 1.2630),
    ((61.2901, 3.7196, -5.3901), (61.4292, 2.2480, -4.9620), 1.8731),
    ((35.0831, -44.1164, 3.7933), (35.0232, -40.0716, 1.5901), 1.8645),
    ((22.7233, 20.0904, -46.6940), (23.0331, 14.9730, -42.5619), 2.0373),
    ((36.4612, 47.8580, 18.3852), (36.2715, 50.5065, 21.2231), 1.4146),
    ((90.8027, -2.0831, 1.4410), (91.1528, -1.6435, 0.0447), 1.4441),
    ((90.9257, -0.5406, -0.9208), (88.6381, -0.8985, -0.7239), 1.5381),
    ((6.7747, -0.2908, -2.4247), (5.8714, -0.0985, -2.2286), 0.6377),
    ((2.0776, 0.0795, -1.1350), (0.9033, -0.0636, -0.5514), 0.9082),
]


@pytest.fixture(params=THEMES)
def theme(request):
    return THEMES[request.param]


@pytest.mark.parametrize(("one", "other", "difference"), SHARMA)
def test_ciede2000_agrees_with_sharma(one, other, difference):
    assert ciede2000(one, other) == pytest.approx(difference, abs=5e-5)


def test_contrast_of_black_and_white_is_21():
    assert contrast("#000000", "#ffffff") == pytest.approx(21)


def test_lab_of_white_is_neutral():
    assert lab("#ffffff") == pytest.approx((100, 0, 0), abs=1e-9)


def test_a_file_is_named_after_its_theme():
    assert [theme["name"] for theme in THEMES.values()] == list(THEMES) == ["dark", "light"]


def test_themes_have_the_same_roles():
    dark, light = (theme["roles"].keys() for theme in THEMES.values())
    assert dark == light


@pytest.mark.parametrize("role", ["ink", "muted", *QUANTITIES])
@pytest.mark.parametrize("behind", ["background", "plate"])
def test_role_is_readable(theme, role, behind):
    assert contrast(theme["roles"][role], theme["roles"][behind]) >= 4.5


@pytest.mark.parametrize("vision", VISION)
@pytest.mark.parametrize("lesson", TOGETHER)
def test_quantities_of_a_lesson_stay_apart(theme, lesson, vision):
    seen = {role: lab(theme["roles"][role], vision) for role in ("ink", *TOGETHER[lesson].split())}
    apart = {pair: ciede2000(seen[pair[0]], seen[pair[1]]) for pair in combinations(seen, 2)}
    assert {pair: round(value, 1) for pair, value in apart.items() if value < 10} == {}


@pytest.mark.parametrize("role", ON_SURFACE)
def test_role_stands_out_on_every_colour_of_the_surface(theme, role):
    assert min(contrast(theme["roles"][role], stop) for stop in theme["surface"]["stops"]) >= 3


def test_surface_grows_lighter_in_even_steps(theme):
    lightness = [lab(stop)[0] for stop in theme["surface"]["stops"]]
    steps = [high - low for low, high in pairwise(lightness)]
    assert len(steps) >= 6
    assert min(steps) > 0
    assert max(steps) < 1.25 * min(steps)


def test_surface_is_even_between_its_stops_too(theme):
    """Eight colours from stop to stop, mixed as they are drawn: each is lighter, and about as far from the last one."""
    stops = np.array([[int(stop[i : i + 2], 16) for i in (1, 3, 5)] for stop in theme["surface"]["stops"]])
    places = np.linspace(0, len(stops) - 1, 8 * (len(stops) - 1) + 1)
    mixed = [np.interp(places, range(len(stops)), stops[:, channel]) for channel in range(3)]
    seen = [lab_of(np.array(rgb) / 255) for rgb in zip(*mixed, strict=True)]
    steps = [ciede2000(one, other) for one, other in pairwise(seen)]
    assert all(high[0] > low[0] for low, high in pairwise(seen))
    assert max(steps) < 1.25 * min(steps)


def test_grid_is_faint_but_there(theme):
    assert 1.2 < contrast(theme["roles"]["grid"], theme["roles"]["background"]) < 2
