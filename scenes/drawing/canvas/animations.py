"""Appearing and vanishing without copies: only opacities are touched, and live mobjects stay live meanwhile.

manim's FadeIn and FadeOut copy every mobject twice and freeze its updaters; in a frame full of glyphs that costs more
than drawing it.
"""

from __future__ import annotations

import inspect
from collections.abc import Callable, Collection, Iterable
from typing import Any, TypeVar

import manim as mn
import numpy as np

#: How a motion begins and ends: slowly. It is given as `rate_func`.
EASE = mn.rate_functions.ease_in_out_sine
#: What runs from one place to another comes in the first share of its way and fades in the last.
FADE = 0.12

M = TypeVar("M", bound=mn.Mobject)


def late(t: float) -> float:
    """Return the rate of what comes in the last part of the time, as something else has gone."""
    return max(0.0, (t - 0.6) / 0.4)


def live(mobject: M, update: Callable[[M], object]) -> M:
    """Keep `mobject` up to date by `update(mobject)`, a function of trackers alone; returns `mobject`."""

    def updater(each: M) -> None:
        update(each)

    # manim asks in every frame whether an updater has a parameter called dt. Python works a signature out anew each
    # time, which takes longer than most updates, unless it is written here.
    updater.__signature__ = _SIGNATURE  # type: ignore[attr-defined]
    mobject.add_updater(updater, call_updater=True)
    return mobject


def _of_one(mobject: mn.Mobject) -> None:
    """Say by its parameters what an updater takes."""


_SIGNATURE = inspect.signature(_of_one)


def under_way(share: float) -> float:
    """Return the opacity of what comes, runs and goes, at a share of its way: a loop begins and ends without it."""
    return max(0.0, min(1.0, share / FADE, (1 - share) / FADE))


def step_under_way(steps: float, last: int) -> tuple[int, float]:
    """Return how many of the `last` steps are done, and the eased share of the one under way."""
    done = min(int(steps), last)
    return done, float(mn.rate_functions.smooth(steps - done))


#: Parts with the colours that they have: (name of the attribute, its value).
Paints = list[tuple[mn.VMobject, list[tuple[str, np.ndarray]]]]


def _paints(parts: Iterable[mn.Mobject]) -> Paints:
    return [
        (part, [(name, getattr(part, name).copy()) for name in ("fill_rgbas", "stroke_rgbas")])
        for part in parts
        if isinstance(part, mn.VMobject) and hasattr(part, "fill_rgbas")
    ]


def _show(paints: Paints, share: float) -> None:
    """Give parts this share of the opacity that they had."""
    for part, colors in paints:
        for name, full in colors:
            faded = full.copy()
            faded[:, 3] *= share
            setattr(part, name, faded)


class Appear(mn.Animation):
    """Bring a mobject from clear to the opacity that it has."""

    def __init__(self, mobject: mn.Mobject, run_time: float = 0.8, **options: Any) -> None:
        super().__init__(mobject, run_time=run_time, suspend_mobject_updating=False, **options)
        self.parts: Paints = []

    def create_starting_mobject(self) -> mn.Mobject:
        """Return an empty mobject: nothing is copied, only opacities are remembered."""
        self.parts = _paints(self.mobject.get_family())
        return mn.Mobject()

    def interpolate(self, alpha: float) -> None:
        """Show the share `alpha` of each part's opacity."""
        share = self.share(float(self.rate_func(min(max(alpha, 0.0), 1.0))))
        _show(self.parts, share)

    def share(self, alpha: float) -> float:
        """Return the share of the full opacity at progress `alpha`."""
        return alpha


class Vanish(Appear):
    """Take a mobject from its opacity to clear, then off the stage; it keeps its opacity for later."""

    def __init__(self, mobject: mn.Mobject, run_time: float = 0.8, **options: Any) -> None:
        super().__init__(mobject, run_time=run_time, remover=True, **options)

    def share(self, alpha: float) -> float:
        """Return the share of the full opacity at progress `alpha`."""
        return 1 - alpha

    def clean_up_from_scene(self, scene: mn.Scene) -> None:
        """Leave the stage, and take the opacity back: what vanished may appear again."""
        super().clean_up_from_scene(scene)
        _show(self.parts, 1.0)


class Glide(mn.Animation):
    """Move a mobject by `shift`, shape (3,), without a copy; what is live in it stays so."""

    def __init__(self, mobject: mn.Mobject, shift: np.ndarray, run_time: float = 0.8, **options: Any) -> None:
        super().__init__(mobject, run_time=run_time, suspend_mobject_updating=False, **options)
        self._shift = shift
        self._starts: list[tuple[mn.Mobject, np.ndarray]] = []

    def create_starting_mobject(self) -> mn.Mobject:
        """Return an empty mobject: only points are remembered."""
        self._starts = [(part, part.points.copy()) for part in self.mobject.get_family()]
        return mn.Mobject()

    def interpolate(self, alpha: float) -> None:
        """Stand `alpha` of the way off."""
        for part, points in self._starts:
            part.points = points + self._shift * float(EASE(min(max(alpha, 0.0), 1.0)))


class StepBack(Appear):
    """Dim a mobject for a while, since what is said is said of the rest; then bring it back."""

    def __init__(self, mobject: mn.Mobject, run_time: float = 2.0, to: float = 0.35, **options: Any) -> None:
        super().__init__(mobject, run_time=run_time, rate_func=mn.rate_functions.there_and_back_with_pause, **options)
        self._to = to

    def share(self, alpha: float) -> float:
        """Return the share of the full opacity at progress `alpha`."""
        return 1 - (1 - self._to) * alpha


class Tint(mn.Animation):
    """Turn a mobject to one colour, since it is not the subject now, or back to its own (`color` None).

    The fillings of `keep` stay: they are plates.
    """

    def __init__(
        self, mobject: mn.Mobject, color: str | None, keep: Collection[mn.Mobject] = (), run_time: float = 0.8
    ) -> None:
        super().__init__(mobject, run_time=run_time, suspend_mobject_updating=False)
        self._color, self._keep = color, set(map(id, keep))
        self._parts: list[tuple[mn.VMobject, str, np.ndarray, np.ndarray]] = []

    def create_starting_mobject(self) -> mn.Mobject:
        """Return an empty mobject: only colours are remembered, a part's own with the part."""
        for part in self.mobject.get_family():
            if not hasattr(part, "fill_rgbas"):
                continue
            for name in ("stroke_rgbas",) if id(part) in self._keep else ("fill_rgbas", "stroke_rgbas"):
                first = getattr(part, name)
                own = part.__dict__.setdefault(f"own_{name}", first.copy())
                last = own.copy()
                if self._color is not None:
                    last[:, :3] = mn.ManimColor(self._color).to_rgb()
                self._parts.append((part, name, first.copy(), last))
        return mn.Mobject()

    def interpolate(self, alpha: float) -> None:
        """Show the share `alpha` of the way between the colours."""
        share = float(self.rate_func(min(max(alpha, 0.0), 1.0)))
        for part, name, first, last in self._parts:
            setattr(part, name, first + share * (last - first))


class Glimpse(Vanish):
    """Bring a mobject in for a while, since it is being spoken of; then take it off the stage."""

    def __init__(self, mobject: mn.Mobject, run_time: float = 1.6, **options: Any) -> None:
        super().__init__(mobject, run_time=run_time, rate_func=mn.rate_functions.there_and_back_with_pause, **options)

    def share(self, alpha: float) -> float:
        """Return the share of the full opacity at progress `alpha`."""
        return alpha


def one_by_one(*mobjects: mn.Mobject, run_time: float) -> mn.Animation:
    """Return a `Glimpse` of each mobject, one after the other, in `run_time` seconds together."""
    return mn.LaggedStart(*(Glimpse(mobject) for mobject in mobjects), lag_ratio=0.7, run_time=run_time)


def run_along(curve: mn.VMobject, color: str, run_time: float = 2.0) -> mn.Animation:
    """Return a glint of `color` that runs once along a curve."""
    glint = curve.copy().clear_updaters().set_stroke(color, curve.get_stroke_width() + 2)
    return mn.ShowPassingFlash(glint, time_width=0.25, run_time=run_time, rate_func=EASE)


def step_back(*mobjects: mn.Mobject, **options: Any) -> list[mn.Animation]:
    """Return a `StepBack` for each mobject."""
    return [StepBack(mobject, **options) for mobject in mobjects]


def appear(*mobjects: mn.Mobject, **options: Any) -> list[mn.Animation]:
    """Return an `Appear` for each mobject: one for all of them would change which lies over which."""
    return [Appear(mobject, **options) for mobject in mobjects]


def vanish(*mobjects: mn.Mobject, **options: Any) -> list[mn.Animation]:
    """Return a `Vanish` for each mobject."""
    return [Vanish(mobject, **options) for mobject in mobjects]
