"""Whether what a lesson claims of a formula is true: seen on dense grids at 40 digits, from the text that was typed.

Nothing of how a lesson knows it is used: the text is read by Python, derivatives are central differences, and windows,
runs and steps alone are taken from the facts, for they are what is seen. An oracle returns whether the claim holds.
"""

from __future__ import annotations

import itertools
import re
from collections.abc import Callable, Sequence
from typing import Any

import mpmath as mp
import numpy as np

from mathkit import typst_number

Oracle = Callable[[Any], bool]
Height = Callable[..., Any]

DIGITS = 40
STEP = mp.mpf(10) ** -14
TINY = mp.mpf(10) ** -9
_NAMES = {name: getattr(mp, name) for name in ("sin", "cos", "tan", "exp", "log", "tanh", "pi", "atan", "sinh", "cosh")}
_NAMES["log"] = lambda x, *base: mp.log(x, *base) if x > 0 else mp.nan
_NAMES |= {
    "abs": abs,
    "sign": mp.sign,
    "max": max,
    "min": min,
    "sqrt": lambda x: mp.sqrt(x) if x >= 0 else mp.nan,
    "relu": lambda x: max(x, mp.mpf(0)),
    "floor": mp.floor,
    "heaviside": lambda x: (1 + mp.sign(x)) / 2,
    "where": lambda *rows: next((rows[k + 1] for k in range(0, len(rows) - 1, 2) if rows[k]), rows[-1]),
    "elu": lambda x: x if x > 0 else mp.expm1(x),
    "hardswish": lambda x: x * min(max(x / 6 + mp.mpf(1) / 2, 0), 1),
    "mish": lambda x: x * mp.tanh(mp.log1p(mp.exp(x))),
    "softsign": lambda x: x / (1 + abs(x)),
    "cbrt": lambda x: mp.sign(x) * mp.cbrt(abs(x)),
    "asinh": mp.asinh,
    "atan2": mp.atan2,
    "mpf": mp.mpf,
}


def typed(text: str, *names: str) -> Height:
    """Return the function of a formula as a person types it; NaN where it has no real value."""
    code = re.sub(r"(?<![\w.])(\d+\.?\d*(?:e-?\d+)?)", r"mpf('\1')", text.replace("^", "**"))
    code = re.sub(r"(\))(?=[a-z]|mpf)", r"\1*", code)
    body = eval(f"lambda {', '.join(names)}: {code}", dict(_NAMES))  # noqa: S307

    def value(*at: Any) -> Any:
        try:
            found = mp.mpmathify(body(*map(mp.mpf, at)))
        except (ZeroDivisionError, ValueError, OverflowError):
            return mp.nan
        return mp.nan if isinstance(found, mp.mpc) or not mp.isfinite(found) else found

    return value


def difference(f: Height, at: Sequence[Any], axis: int = 0) -> Any:
    """Return the central difference of f along an axis."""
    ends = [[mp.mpf(x) + sign * STEP * (k == axis) for k, x in enumerate(at)] for sign in (1, -1)]
    return (f(*ends[0]) - f(*ends[1])) / (2 * STEP)


def grid(low: float, high: float, count: int) -> list[Any]:
    """Return points between two ends; between round numbers, where kinks and poles like to be."""
    return [mp.mpf(low) + (mp.mpf(high) - low) * (k + mp.mpf("0.5137")) / count for k in range(count)]


def known(values: Sequence[Any]) -> list[Any]:
    """Return those that are numbers."""
    return [value for value in values if mp.isfinite(value)]


# -- a curve ------------------------------------------------------------------------------------------------------


class CurveSeen:
    """A curve in its window, from the formula's text: values and slopes on a grid, and what is found between them."""

    def __init__(self, facts: Any, count: int = 500) -> None:
        self.facts, self.f = facts, typed(facts.f.text, *facts.f.variables)
        self.at = mp.mpf(facts.at)
        (x0, x1), (y0, y1) = facts.frame.x_range, facts.frame.y_range
        self.width, self.height = mp.mpf(x1) - x0, mp.mpf(y1) - y0
        self.x = grid(x0, x1, count)
        self.y = [self.f(x) for x in self.x]
        self.slopes = [difference(self.f, [x]) for x in self.x]

    def secant(self, run: Any) -> Any:
        return (self.f(self.at + run) - self.f(self.at)) / run

    def runs(self, h: float) -> list[Any]:
        """Return runs from h in, closer and closer."""
        return [mp.mpf(h) * mp.mpf("0.97") ** k for k in range(170)]

    def one_sided(self) -> tuple[Any, Any]:
        return self.secant(-STEP), self.secant(STEP)

    def leaps(self) -> bool:
        here = self.f(self.at)
        return any(abs(self.f(self.at + side * STEP) - here) > TINY * self.height for side in (-1, 1))

    def straight(self, low: Any, high: Any) -> bool:
        x = sorted([*grid(low, high, 150), *self.round_numbers(low, high)])
        y = [self.f(each) for each in x]
        if len(known(y)) < len(y):
            return False
        slope = (y[-1] - y[0]) / (x[-1] - x[0])
        size = max(map(abs, y)) * mp.mpf(10) ** -12 + mp.mpf(10) ** -8 * abs(y[-1] - y[0])
        return all(abs(y[0] + slope * (a - x[0]) - b) <= size for a, b in zip(x, y, strict=True))

    def round_numbers(self, low: Any, high: Any) -> list[Any]:
        """Return quarters between two numbers: where a formula of the tables has a hole."""
        return [mp.mpf(k) / 4 for k in range(int(mp.ceil(4 * low)), int(mp.floor(4 * high)) + 1)][:2000]

    def missing(self) -> int:
        """Return how many single points are missing."""
        found = 0
        for x in self.round_numbers(*map(mp.mpf, self.facts.frame.x_range)):
            beside = [self.f(x + side * STEP) for side in (-1, 1)]
            if not mp.isfinite(self.f(x)) and len(known(beside)) == 2 and abs(beside[1] - beside[0]) < TINY:
                found += 1
        return found

    def straight_to(self, step: float) -> bool:
        return self.straight(min(self.at, self.at + step), max(self.at, self.at + step))

    @property
    def level(self) -> bool:
        return abs(difference(self.f, [self.at])) <= mp.mpf(10) ** -8 * self.height / self.width

    def pieces(self) -> int:
        there = [mp.isfinite(y) for y in self.y]
        return sum(1 for before, now in itertools.pairwise([False, *there]) if now and not before)

    def _narrowed(self, values: Height, low: Any, high: Any) -> tuple[Any, Any]:
        """Return the half of an interval, again and again, in which values change most."""
        for _ in range(70):
            middle = (low + high) / 2
            first, second = abs(values(middle) - values(low)), abs(values(high) - values(middle))
            low, high = (low, middle) if not first < second else (middle, high)
        return low, high

    def _suspects(self, values: Sequence[Any]) -> list[tuple[Any, Any]]:
        changes = [
            (abs(b - a), x, z)
            for (x, a), (z, b) in itertools.pairwise(zip(self.x, values, strict=True))
            if mp.isfinite(a) and mp.isfinite(b)
        ]
        return [(x, z) for _, x, z in sorted(changes, key=lambda each: -each[0])[:4]]

    def torn(self) -> bool:
        for low, high in self._suspects(self.y):
            left, right = self._narrowed(self.f, low, high)
            gap, size = abs(self.f(right) - self.f(left)), max(abs(self.f(left)), abs(self.f(right)))
            if gap > 1e-6 * self.height and size < 1e3 * self.height:
                return True
        return False

    def bent(self) -> bool:
        def slope(x: Any) -> Any:
            return (self.f(x + STEP**2) - self.f(x - STEP**2)) / (2 * STEP**2)

        for low, high in self._suspects(self.slopes):
            left, right = self._narrowed(slope, low, high)
            if abs(slope(right) - slope(left)) > 1e-6 * self.height / self.width and not self._runs_off(left):
                return True
        return False

    def _runs_off(self, x: Any) -> bool:
        """Return whether |f| keeps growing as x is closed in on: faster than a logarithm's steps, or as fast."""
        for side in (-1, 1):
            near = [abs(self.f(x + side * mp.mpf(10) ** -k)) for k in (4, 8, 12)]
            if len(known(near)) == 3 and near[2] - near[1] >= 0.9 * (near[1] - near[0]) > 0:
                return True
        return False

    def has_poles(self) -> bool:
        for (x, a), (z, b) in itertools.pairwise(zip(self.x, self.y, strict=True)):
            if mp.isfinite(a) == mp.isfinite(b):
                continue
            low, high = (x, z) if mp.isfinite(a) else (z, x)
            for _ in range(80):
                middle = (low + high) / 2
                low, high = (middle, high) if mp.isfinite(self.f(middle)) else (low, middle)
            if self._runs_off(low):
                return True
        sizes = [abs(y) if mp.isfinite(y) else mp.mpf(0) for y in self.y]
        peaks = [k for k in range(1, len(sizes) - 1) if sizes[k] >= max(sizes[k - 1], sizes[k + 1])]
        peaked = [self._golden(lambda x: -abs(self.f(x)), k) for k in peaks]
        ends = map(mp.mpf, self.facts.frame.x_range)
        return any(-least > 1e6 * self.height or self._runs_off(x) for x, least in peaked) or any(
            self._runs_off(end) for end in ends
        )

    def _golden(self, values: Height, k: int) -> tuple[Any, Any]:
        """Return the least value about a grid point, and where it is."""
        low, high, share = self.x[k - 1], self.x[k + 1], (mp.sqrt(5) - 1) / 2
        for _ in range(90):
            a, b = high - share * (high - low), low + share * (high - low)
            low, high = (low, b) if values(a) <= values(b) else (a, high)
        return (low + high) / 2, values((low + high) / 2)

    def level_kinds(self) -> set[str]:
        """Return how the slope is zero: it crosses, it touches, it stays."""
        found = set()
        scale = max(map(abs, known(self.slopes)))
        s = self.slopes
        rest = mp.mpf(10) ** -20 * scale
        if any(all(abs(each) <= rest for each in s[k : k + 3]) for k in range(len(s) - 3)):
            found.add("stays")
        for k in range(1, len(s) - 1):
            if len(known(s[k - 1 : k + 2])) < 3:
                continue
            if s[k] * s[k + 1] < 0:
                low, high = self._bisected(k)
                if abs(difference(self.f, [low])) + abs(difference(self.f, [high])) <= 1e-6 * scale:
                    found.add("crosses")
            elif s[k - 1] * s[k] > 0 and abs(s[k]) <= min(abs(s[k - 1]), abs(s[k + 1])):
                _, least = self._golden(lambda x: abs(difference(self.f, [x])), k)
                if least <= mp.mpf(10) ** -12 * scale:
                    found.add("touches")
        for end in map(mp.mpf, self.facts.frame.x_range):
            beside = [difference(self.f, [end + side * self.width / 1000]) for side in (-1, 1)]
            here = abs(difference(self.f, [end]))
            if len(known(beside)) == 2 and here <= mp.mpf(10) ** -12 * min(scale, *map(abs, beside)):
                found.add("touches" if beside[0] * beside[1] > 0 else "crosses")
        return found

    def _bisected(self, k: int) -> tuple[Any, Any]:
        low, high = self.x[k], self.x[k + 1]
        for _ in range(40):
            middle = (low + high) / 2
            same = difference(self.f, [middle]) * self.slopes[k] > 0
            low, high = (middle, high) if same else (low, middle)
        return low, high

    def course(self, sign: int) -> bool:
        """Return whether the slope has a sign wherever there is a curve."""
        return all(sign * slope > 0 for slope in known(self.slopes))

    def throughout(self, sign: int) -> bool:
        """Return whether the curve goes up (or down) from end to end, in one piece."""
        steps = [b - a for a, b in itertools.pairwise(known(self.y))]
        return self.course(sign) and self.pieces() == 1 and all(sign * step > 0 for step in steps)

    def shares(self) -> list[Any]:
        """Return each error of the predictions as a share of the one before."""
        slope = difference(self.f, [self.at])
        errors = [
            self.f(self.at + mp.mpf(p.dx)) - self.f(self.at) - slope * mp.mpf(p.dx) for p in self.facts.predictions
        ]
        return [abs(b / a) if a else mp.nan for a, b in itertools.pairwise(errors)]

    def closes_in(self) -> bool:
        limit = difference(self.f, [self.at])
        misses = [abs(self.secant(run) - limit) for run in self.runs(self.facts.h)]
        return all(b <= a * (1 + TINY) for a, b in itertools.pairwise(misses)) and misses[-1] < misses[0]

    def steepens(self, side: int) -> bool:
        slopes = [abs(self.secant(side * run)) for run in self.runs(abs(self.facts.h))]
        return all(b > a for a, b in itertools.pairwise(slopes)) and slopes[-1] > 10 * slopes[0]

    def secants_differ(self) -> bool:
        left, right = self.one_sided()
        gaps = [abs(self.secant(run) - self.secant(-run)) for run in self.runs(abs(self.facts.h))]
        return not self.leaps() and all(gap > 5e-4 * abs(left - right) > 0 for gap in gaps)

    def looks_straight(self) -> bool:
        slopes = [self.secant(mp.mpf(float(run))) for run, _ in self.facts.steps]
        return len({typst_number(float(slope), 4) for slope in slopes}) == 1 or max(slopes) - min(slopes) < 1e-7

    def one_with_tangent(self) -> bool:
        slope, here = difference(self.f, [self.at]), self.f(self.at)
        x = grid(-self.width / 200, self.width / 200, 60)
        return all(abs(self.f(self.at + d) - here - slope * d) <= 2.02e-4 * self.height for d in x)


def _curve(tell: Callable[[CurveSeen], bool]) -> Oracle:
    return lambda facts: bool(tell(_seen(facts)))


_LAST: list[tuple[Any, CurveSeen]] = []


def _seen(facts: Any) -> CurveSeen:
    """Return what is seen of a curve; the last one is kept."""
    if not _LAST or _LAST[0][0] is not facts:
        _LAST[:] = [(facts, CurveSeen(facts))]
    return _LAST[0][1]


def _is_smooth(c: CurveSeen) -> bool:
    left, right = c.one_sided()
    return not c.leaps() and abs(left - right) <= 1e-6 * max(abs(left), abs(right), c.height / c.width)


TANGENT: dict[str, Oracle] = {
    "smooth": _curve(_is_smooth),
    "kinked": _curve(lambda c: not _is_smooth(c)),
    "kink": _curve(lambda c: not c.leaps() and not _is_smooth(c)),
    "jump": _curve(lambda c: c.leaps()),
    "level": _curve(lambda c: c.level),
    "straight": _curve(lambda c: c.straight(*c.facts.frame.x_range)),
    "level_line": _curve(lambda c: c.straight(*c.facts.frame.x_range) and c.level),
    "straight_nearby": _curve(lambda c: c.straight_to(c.facts.h)),
    "straightens": _curve(lambda c: c.straight_to(c.facts.h / 5)),
    "straight_in_glass": _curve(lambda c: c.straight(c.at - 0.22 * c.width, c.at + 0.22 * c.width)),
    "straight_at_last": _curve(lambda c: c.straight(c.at - c.width / 200, c.at + c.width / 200)),
    "straight_ahead": _curve(lambda c: c.straight_to(c.facts.predictions[0].dx)),
    "looks_straight": _curve(lambda c: c.looks_straight()),
    "closes_in": _curve(lambda c: c.closes_in()),
    "one_with_tangent": _curve(lambda c: c.one_with_tangent()),
    "secants_differ": _curve(lambda c: c.secants_differ()),
    "both_steepen": _curve(lambda c: c.steepens(-1) and c.steepens(1)),
    "one_steepens": _curve(lambda c: c.steepens(-1) != c.steepens(1)),
    "torn": _curve(lambda c: c.torn()),
    "bent": _curve(lambda c: c.bent()),
    "has_poles": _curve(lambda c: c.has_poles()),
    "pierced": _curve(lambda c: c.missing() > 0),
    "one_missing": _curve(lambda c: c.missing() == 1),
    "crosses_zero": _curve(lambda c: c.level_kinds() == {"crosses"}),
    "touches_zero": _curve(lambda c: c.level_kinds() == {"touches"}),
    "crosses_and_touches_zero": _curve(lambda c: c.level_kinds() == {"crosses", "touches"}),
    "stays_zero": _curve(lambda c: "stays" in c.level_kinds()),
    "rises_throughout": _curve(lambda c: c.throughout(1)),
    "falls_throughout": _curve(lambda c: c.throughout(-1)),
    "rises_in_pieces": _curve(lambda c: c.course(1)),
    "falls_in_pieces": _curve(lambda c: c.course(-1)),
    "errors_quarter": _curve(lambda c: all(0.2 - TINY <= share <= 0.31 + TINY for share in c.shares())),
    "errors_more_than_quarter": _curve(lambda c: all(share < 0.2 for share in c.shares())),
    "errors_more_than_halve": _curve(lambda c: all(share < 0.5 for share in c.shares())),
}


# -- a surface -----------------------------------------------------------------------------------------------------


class SurfaceSeen:
    """A surface in its window, from the formula's text."""

    def __init__(self, facts: Any) -> None:
        self.facts, gradient = facts, facts.gradient
        self.f = typed(gradient.function.text, *gradient.function.variables)
        self.at = tuple(map(mp.mpf, gradient.at))
        self.window = facts.window
        (x0, x1), (y0, y1) = self.window.x_range, self.window.y_range
        self.widths = mp.mpf(x1) - x0, mp.mpf(y1) - y0
        self.height = mp.mpf(float(np.ptp(self.window.z_range)))
        self.x, self.y = grid(x0, x1, 13), grid(y0, y1, 11)  # on no diagonal

    def slope(self, axis: int, *at: Any) -> Any:
        return difference(self.f, at, axis)

    def gradient(self, *at: Any) -> tuple[Any, Any]:
        return self.slope(0, *at), self.slope(1, *at)

    def level_along(self, axis: int) -> bool:
        return abs(self.slope(axis, *self.at)) <= mp.mpf(10) ** -8 * self.height / self.widths[axis]

    def is_level(self) -> bool:
        return self.level_along(0) and self.level_along(1)

    def falls_along(self, axis: int) -> bool:
        return self.slope(axis, *self.at) < 0

    def varies(self, values: Height, axis: int, seen: Any = None) -> bool:
        """Return whether values change along an axis, somewhere on the grid."""
        rows = [[values(x, y) for x in self.x] for y in self.y]
        rows = rows if axis == 0 else [list(column) for column in zip(*rows, strict=True)]
        size = self.height if seen is None else seen
        return any(max(known(row)) - min(known(row)) > TINY * size for row in rows if known(row))

    def slope_varies(self, along: int, axis: int) -> bool:
        return self.varies(lambda *at: self.slope(along, *at), axis, self.height / max(self.widths))

    def is_plane(self) -> bool:
        here, (p, q) = self.f(*self.at), self.gradient(*self.at)
        points = list(itertools.product(self.x, self.y))
        heights = [self.f(*point) for point in points]
        if len(known(heights)) < len(heights):
            return False
        size = 2 * TINY * self.height
        return all(
            abs(here + p * (x - self.at[0]) + q * (y - self.at[1]) - z) <= size
            for (x, y), z in zip(points, heights, strict=True)
        )

    def slope_x_moves(self) -> bool:
        y0, y1 = self.window.y_range
        inward = 1 if self.at[1] < (y0 + y1) / 2 else -1
        met = [self.slope(0, self.at[0], self.at[1] + inward * step) for step in grid(0, 0.031 * (y1 - y0), 40)]
        return max(met) - min(met) > 0.009 * max(map(abs, met))

    def ways(self) -> tuple[bool, bool]:
        """Return whether some way leads up, and some down; found on rings of other sizes than the lesson's."""
        here = self.f(*self.at)
        found = set()
        for share in ("3e-3", "2e-4", "7e-6"):
            radius = mp.mpf(share) * min(self.widths)
            turns = [2 * mp.pi * (k + more) / 180 for k in range(180) for more in (mp.mpf(0), mp.mpf("0.377"))]
            climbs = [self.f(self.at[0] + radius * mp.cos(t), self.at[1] + radius * mp.sin(t)) - here for t in turns]
            rest = mp.mpf(10) ** -25 * max(map(abs, climbs))
            found.add((max(climbs) > rest, min(climbs) < -rest))
        return found.pop() if len(found) == 1 else (False, False)

    # -- the ways down and up ---------------------------------------------------------------------------------------

    def walk(self, path: Any, sign: int) -> list[tuple[Any, Any]]:
        """Return the points of a descent (or ascent) of as many steps, walked anew."""
        at = tuple(mp.mpf(float(each)) for each in path.points[0])
        points = [at]
        for _ in range(len(path.points) - 1):
            slopes = self.gradient(*at)
            at = tuple(x + sign * mp.mpf(path.rate) * slope for x, slope in zip(at, slopes, strict=True))
            points.append(at)
        return points

    def heights(self, path: Any, sign: int) -> list[Any]:
        rest = TINY * self.height
        return [z if abs(z) > rest else mp.mpf(0) for z in (self.f(*at) for at in self.walk(path, sign))]

    def falls(self) -> bool:
        heights = self.heights(self.facts.ways.down, -1)
        return heights[-1] < heights[0] and not self.leaps()

    def no_lower(self) -> bool:
        heights = self.heights(self.facts.ways.down, -1)
        return heights[-1] >= heights[0]

    def leaps(self) -> bool:
        """Return whether the step after the last one that is shown leads off the map, before all steps are taken."""
        down = self.facts.ways.down
        if len(down.points) > 16:
            return False
        x, y = self.walk(down, -1)[-1]
        p, q = self.gradient(x, y)
        x, y = x - mp.mpf(down.rate) * p, y - mp.mpf(down.rate) * q
        (x0, x1), (y0, y1) = self.window.x_range, self.window.y_range
        return not (x0 <= x <= x1 and y0 <= y <= y1)

    def nearly_zero(self) -> bool:
        heights = self.heights(self.facts.ways.down, -1)
        return abs(heights[-1]) < heights[0] / 1000

    def goes_on(self) -> bool:
        points = self.walk(self.facts.ways.down, -1)
        first, last = (mp.hypot(*self.gradient(*at)) for at in (points[0], points[-1]))
        x, y = points[-1]
        p, q = self.gradient(x, y)
        rate = mp.mpf(self.facts.ways.down.rate)
        return last > 0.049 * first and self.f(x - rate * p, y - rate * q) < self.f(x, y)

    def only_grows(self) -> bool:
        heights = [self.f(*at) for at in self.walk(self.facts.ways.up, 1)]
        return all(b > a for a, b in itertools.pairwise(heights))

    def steepness_varies(self) -> bool:
        sizes = known([mp.hypot(*self.gradient(x, y)) for x, y in itertools.product(self.x, self.y)])
        return max(sizes) - min(sizes) > 1e-8 * max(sizes)

    def gradient_varies(self) -> bool:
        slopes = [self.gradient(x, y) for x, y in itertools.product(self.x, self.y)]
        size = max(map(abs, known([each for pair in slopes for each in pair])))
        return any(max(part) - min(part) > 1e-8 * size for part in map(known, zip(*slopes, strict=True)))

    def is_bottom(self, at: Sequence[Any]) -> bool:
        """Return whether the gradient is zero there, for where it is known, and the Hessian is positive."""

        def second(along: int, over: int) -> Any:
            h = mp.mpf(10) ** -8
            ends = [[x + sign * h * (k == over) for k, x in enumerate(at)] for sign in (1, -1)]
            return (self.slope(along, *ends[0]) - self.slope(along, *ends[1])) / (2 * h)

        a, b, c = second(0, 0), second(0, 1), second(1, 1)
        away = mp.hypot(*self.gradient(*at)) / max(abs(a), abs(c))
        return bool(away < 1e-12 * self.widths[0] and a > 0 and a * c - b * b > 1e-9 * max(a, c) ** 2)

    def valley(self) -> bool:
        """Return whether the lowest places of the grid lead to a bottom on the map."""
        lowest = sorted(itertools.product(self.x[1:-1], self.y[1:-1]), key=lambda at: self.f(*at))[:12]
        (x0, x1), (y0, y1) = self.window.x_range, self.window.y_range
        for start in lowest:
            try:
                found = mp.findroot(lambda x, y: self.gradient(x, y), start, tol=1e-30, maxsteps=60)
            except (ValueError, ZeroDivisionError):
                continue
            if x0 <= found[0] <= x1 and y0 <= found[1] <= y1 and self.is_bottom(tuple(found)):
                return True
        return False

    def misses(self) -> bool:
        if self.facts.missed is None:
            return False
        bottom = tuple(mp.mpf(float(each)) for each in self.facts.missed)
        p, q = self.gradient(*self.at)
        x, y = bottom[0] - self.at[0], bottom[1] - self.at[1]
        ahead, aside = -(x * p + y * q), abs(x * q - y * p) / mp.hypot(p, q)
        return self.is_bottom(bottom) and (ahead < 0 or aside > 0.035 * self.widths[0])


def _surface(tell: Callable[[SurfaceSeen], bool]) -> Oracle:
    return lambda facts: bool(tell(SurfaceSeen(facts)))


SLICES: dict[str, Oracle] = {
    "without_x": _surface(lambda s: not s.varies(s.f, 0)),
    "without_y": _surface(lambda s: not s.varies(s.f, 1)),
    "level_along_x": _surface(lambda s: s.level_along(0)),
    "level_along_y": _surface(lambda s: s.level_along(1)),
    "falls_along_x": _surface(lambda s: s.falls_along(0)),
    "falls_along_y": _surface(lambda s: s.falls_along(1)),
    "is_plane": _surface(lambda s: s.is_plane()),
    "slope_x_moves": _surface(lambda s: s.slope_x_moves()),
    "do_not_mix": _surface(lambda s: not (s.slope_varies(0, 1) or s.slope_varies(1, 0))),
    "each_depends_on_both": _surface(lambda s: all(s.slope_varies(a, b) for a in (0, 1) for b in (0, 1))),
    "each_depends_on_its_own": _surface(
        lambda s: [s.slope_varies(*each) for each in ((0, 0), (0, 1), (1, 0), (1, 1))] == [True, False, False, True]
    ),
    "both_move": _surface(lambda s: all(s.slope_varies(a, 0) or s.slope_varies(a, 1) for a in (0, 1))),
    "is_level": _surface(lambda s: s.is_level()),
    "no_way_down": _surface(lambda s: s.is_level() and s.ways() == (True, False)),
    "no_way_up": _surface(lambda s: s.is_level() and s.ways() == (False, True)),
    "ways_up_and_down": _surface(lambda s: s.is_level() and s.ways() == (True, True)),
    "level_around": _surface(lambda s: s.is_level() and s.ways() == (False, False)),
}

ARROWS: dict[str, Oracle] = {
    "valley": _surface(lambda s: s.valley()),
    "even": _surface(lambda s: not s.steepness_varies()),
    "plane": _surface(lambda s: not s.gradient_varies()),
    "misses": _surface(lambda s: s.misses()),
    "falls": _surface(lambda s: s.falls()),
    "too_long": _surface(lambda s: s.leaps() or s.no_lower()),
    "leaps": _surface(lambda s: s.leaps()),
    "no_lower": _surface(lambda s: s.no_lower()),
    "nearly_zero": _surface(lambda s: s.nearly_zero()),
    "goes_on": _surface(lambda s: s.goes_on()),
    "only_grows": _surface(lambda s: s.only_grows()),
    "smaller": lambda facts: facts.ways.up.rate < facts.ways.down.rate,
}

ORACLES = {"tangent-line": TANGENT, "partial-slices": SLICES, "gradient-arrows": ARROWS}


def false_claims(lesson: str, facts: Any, said: Sequence[str]) -> list[str]:
    """Return those of the claims that do not hold of the facts."""
    with mp.workdps(DIGITS):
        return [claim for claim in dict.fromkeys(said) if not ORACLES[lesson][claim](facts)]
