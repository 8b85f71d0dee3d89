"""Colours of a brand are judged by the rules that ours are held to, and what is proposed instead does."""

from __future__ import annotations

import random
import re

import pytest

from scenes.drawing.theme.colour_findings import PAIRS, QUANTITIES, TOGETHER, _apart, _contrast, colour_findings
from scenes.drawing.theme.theme import Theme
from scenes.drawing.theme.theme_file import load_theme
from tests.scenes.drawing.theme import test_shipped_themes as rules
from tests.scenes.drawing.theme.colour_vision import ciede2000, contrast, lab

VISION = {"normal vision": "normal", "protanopia": "protanopia", "deuteranopia": "deuteranopia"}
VISION["tritanopia"] = "tritanopia"


def changed(base: str = "dark", **roles: str) -> Theme:
    theme = load_theme(base)
    return theme.model_copy(update={"roles": {**theme.roles, **roles}})


def broken(theme: Theme) -> set[tuple[str, ...]]:
    """Return what fails by the independent rules: roles without contrast, and pairs too close."""
    faint = {
        (role,)
        for role in ("ink", "muted", *QUANTITIES)
        if min(contrast(theme.color(role), theme.color(behind)) for behind in ("background", "plate")) < 4.5
        or (role in rules.ON_SURFACE and min(contrast(theme.color(role), stop) for stop in theme.surface.stops) < 3)
    }
    close = {
        pair
        for pair in PAIRS
        if min(ciede2000(*(lab(theme.color(role), vision) for role in pair)) for vision in VISION.values()) < 10
    }
    return faint | close


def test_the_rules_are_those_that_our_themes_are_held_to():
    assert TOGETHER == rules.TOGETHER
    assert list(QUANTITIES) == rules.QUANTITIES


@pytest.mark.parametrize("name", ["dark", "light"])
def test_our_own_themes_pass(name):
    assert colour_findings(load_theme(name)) == []


def test_contrast_and_difference_agree_with_the_definitions():
    chance = random.Random(5)
    for _ in range(60):
        one, other = (f"#{chance.randrange(1 << 24):06x}" for _ in range(2))
        assert _contrast(one, other) == pytest.approx(contrast(one, other), abs=2e-3)
        for ours, vision in VISION.items():
            assert _apart(one, other, ours) == pytest.approx(ciede2000(lab(one, vision), lab(other, vision)), abs=0.02)


@pytest.mark.parametrize(
    "roles",
    [
        {"slope": "#86cbff"},
        {"slope": "#553311"},
        {"loss": "#c04050", "error": "#c04058"},
        {"muted": "#444444"},
        {"gradient": "#41b592", "input2": "#a18efa"},
    ],
)
def test_what_is_found_is_what_is_wrong_and_what_is_proposed_would_do(roles):
    theme = changed(**roles)
    found = colour_findings(theme)
    assert {tuple(sorted(finding.colours)) for finding in found} == {tuple(sorted(each)) for each in broken(theme)}
    assert found
    for finding in found:
        proposed = re.search(r'(\w+) = "(#[0-9a-f]{6})" would do', finding.remedy)
        if proposed is not None:
            role, colour = proposed.groups()
            assert role in finding.colours
            assert not [each for each in broken(changed(**{**roles, role: colour})) if role in each]


def test_a_proposal_keeps_the_hue():
    (finding,) = colour_findings(changed("light", muted="#8a94a8"))
    proposed = finding.remedy.partition("#")[2]
    red, green, blue = (int(proposed[at : at + 2], 16) for at in (0, 2, 4))
    assert red < green < blue


def test_a_grid_that_is_bold_and_a_surface_that_falls_are_found():
    theme = changed(grid="#9aa0a8")
    surface = theme.surface.model_copy(update={"stops": tuple(reversed(theme.surface.stops))})
    kinds = {finding.kind for finding in colour_findings(theme.model_copy(update={"surface": surface}))}
    assert kinds == {"grid", "surface"}


def test_a_surface_with_one_large_step_is_found():
    theme = load_theme("dark")
    stops = (*theme.surface.stops[:-1], "#0a6a70")
    surface = theme.surface.model_copy(update={"stops": stops})
    found = colour_findings(theme.model_copy(update={"surface": surface}))
    assert "uneven steps" in " ".join(finding.detail for finding in found)
