"""What makes colours hard to read or to tell apart, and which lightness would do.

Contrast is WCAG 2.2's, differences are CIEDE2000, and colour-blind eyes are simulated by Machado, Oliveira &
Fernandes, IEEE TVCG 15 (2009), at full severity: all three as coloraide works them out.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from itertools import combinations, pairwise
from typing import Any

from coloraide import Color

from scenes.drawing.theme.theme import Surface, Theme

#: Text and thin lines on the frame and on a label's plate; lines on the surface; colours that meet in one lesson.
LEAST_TEXT, LEAST_LINE, LEAST_APART = 4.5, 3.0, 10.0
#: A grid is there, but no more: its contrast to the frame.
FAINTEST_GRID, BOLDEST_GRID = 1.2, 2.0
#: A surface's largest step in lightness over its smallest.
UNEVEN = 1.25

#: The quantities that meet in one frame, by lesson.
TOGETHER = {
    "tangent-line": "input output slope secant error",
    "partial-slices": "input input2 output slope slope2 gradient",
    "gradient-arrows": "input input2 output gradient loss slope slope2",
    "neuron-chain-rule": "input weight bias net activation loss target gradient",
    "layer-chain-rule": "input weight bias net activation loss target gradient",
}
QUANTITIES = tuple(sorted({role for roles in TOGETHER.values() for role in roles.split()}))
ON_SURFACE = frozenset(f"{TOGETHER['partial-slices']} {TOGETHER['gradient-arrows']}".split())
PAIRS = tuple(dict.fromkeys(
    (min(pair), max(pair)) for roles in TOGETHER.values() for pair in combinations(("ink", *roles.split()), 2)
))  # fmt: skip

#: coloraide's filters; None: eyes that see all colours.
VISION = {"normal vision": None, "protanopia": "protan", "deuteranopia": "deutan", "tritanopia": "tritan"}


@dataclass(frozen=True, slots=True)
class ColourFinding:
    """Colours that do not do: which rule, which colours by name (#rrggbb), what is wrong, and what would do."""

    kind: str
    colours: Mapping[str, str]
    detail: str
    remedy: str

    def __str__(self) -> str:
        return f"{' and '.join(f'{name} {colour}' for name, colour in self.colours.items())} {self.detail}{self.remedy}"


def colour_findings(theme: Theme) -> list[ColourFinding]:
    """Return all that is wrong with the colours of a theme: contrasts, then pairs, then the grid and the surface."""
    return [*_contrasts(theme), *_pairs(theme), *_grid(theme), *_surface(theme.surface)]


def _contrasts(theme: Theme) -> Iterator[ColourFinding]:
    for role in ("ink", "muted", *QUANTITIES):
        short = _shortfalls(theme, role, theme.color(role))
        if short:
            _, behind, ratio, least = min(short)
            detail = f"stands out from the {behind} by {ratio:.2f}:1 only, less than {least:g}:1"
            move = _nearest(theme, role)
            remedy = f'; {role} = "{move[1]}" would do' if move else "; no lightness of this hue would do, take another"
            yield ColourFinding("contrast", {role: theme.color(role)}, detail, remedy)


def _pairs(theme: Theme) -> Iterator[ColourFinding]:
    for one, other in PAIRS:
        near, vision = min((_apart(theme.color(one), theme.color(other), vision), vision) for vision in VISION)
        if near < LEAST_APART:
            moves = [(*move, role) for role in (one, other) if (move := _nearest(theme, role))]
            remedy = "; no lightness of either would do, take another hue"
            if moves:
                _, colour, role = min(moves)
                remedy = f'; {role} = "{colour}" would do'
            detail = f"are ΔE {near:.1f} apart under {vision}, less than {LEAST_APART:g}"
            yield ColourFinding("alike", {one: theme.color(one), other: theme.color(other)}, detail, remedy)


def _grid(theme: Theme) -> Iterator[ColourFinding]:
    ratio = _contrast(theme.color("grid"), theme.background)
    if not FAINTEST_GRID < ratio < BOLDEST_GRID:
        problem = "is hardly seen" if ratio <= FAINTEST_GRID else "is no faint line"
        detail = f"{problem}: {ratio:.2f}:1 to the background"
        remedy = f"; between {FAINTEST_GRID} and {BOLDEST_GRID:g} would do"
        yield ColourFinding("grid", {"grid": theme.color("grid")}, detail, remedy)


def _surface(surface: Surface) -> Iterator[ColourFinding]:
    lightness = [float(_seen(stop, "normal vision")["lightness"]) for stop in surface.stops]
    steps = [high - low for low, high in pairwise(lightness)]
    ends = {"surface.stops from": surface.stops[0], "to": surface.stops[-1]}
    if min(steps) <= 0:
        yield ColourFinding("surface", ends, "do not grow lighter from stop to stop", "; sort them by lightness")
    elif max(steps) > UNEVEN * min(steps):
        detail = f"grow lighter in uneven steps: {min(steps):.1f} to {max(steps):.1f} of L*"
        yield ColourFinding("surface", ends, detail, f"; {sum(steps) / len(steps):.1f} each would do")


def _shortfalls(theme: Theme, role: str, colour: str) -> list[tuple[float, str, float, float]]:
    """Return what a colour does not stand out from: (share of what is needed, what, contrast ratio, least)."""
    behind = [("background", theme.background, LEAST_TEXT), ("plate", theme.color("plate"), LEAST_TEXT)]
    if role in ON_SURFACE:
        behind += [("surface", stop, LEAST_LINE) for stop in theme.surface.stops]
    ratios = [(what, _contrast(colour, ground), least) for what, ground, least in behind]
    return [(ratio / least, what, ratio, least) for what, ratio, least in ratios if ratio < least]


def _nearest(theme: Theme, role: str) -> tuple[float, str] | None:
    """Return the nearest lightness (how far, the colour) of a role's hue that does by all rules, or None."""
    own = Color(theme.color(role)).convert("oklch")
    met = [theme.color(other) for pair in PAIRS if role in pair for other in pair if other != role]
    for step in range(1, 101):
        for lightness in (own["lightness"] - step / 100, own["lightness"] + step / 100):
            if not 0 <= lightness <= 1:
                continue
            colour = own.clone().set("lightness", lightness).convert("srgb").fit().to_string(hex=True)
            if not _shortfalls(theme, role, colour) and _all_apart(colour, met):
                return step / 100, colour
    return None


def _all_apart(colour: str, others: list[str]) -> bool:
    return all(_apart(colour, other, vision) >= LEAST_APART for vision in VISION for other in others)


@cache
def _contrast(one: str, other: str) -> float:
    return float(Color(one).contrast(other, method="wcag21"))


@cache
def _apart(one: str, other: str, vision: str) -> float:
    return float(_seen(one, vision).delta_e(_seen(other, vision), method="2000"))


@cache
def _seen(colour: str, vision: str) -> Any:
    """Return a colour as it is seen, in CIELAB under D65."""
    deficiency, seen = VISION[vision], Color(colour)
    if deficiency is not None:
        seen = seen.filter(deficiency, method="machado").clip("srgb-linear")
    return seen.convert("lab-d65")
