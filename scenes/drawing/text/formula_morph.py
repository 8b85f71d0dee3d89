"""One formula becomes another, part by part: what both have moves to its new place, the rest goes, then comes.

Parts are known by their labels, signs between them by their outlines.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from difflib import SequenceMatcher
from typing import Any

import manim as mn
import numpy as np

from scenes.drawing.canvas.animations import EASE
from scenes.drawing.text.typesetting import Formula

#: What leaves has gone after this share of the time; what is new comes in the last share, as long.
LEAVES = 0.35


class Morph(mn.Animation):
    """Turn `old` into `new`: parts of one label are one thing, and so is a part and what `renamed` makes of it.

    A part that reads the same moves; one that reads differently gives way to the new one as they move.
    Afterwards `new` is on the stage, and `old` is off it.

    Example:
        slope = Formula("{{ s : secant }} = (f(x + {{ h : input }}) - f(x)) / {{ h : input_2 }}", theme)
        limit = Formula("{{ f'(x) : slope }} = lim_(h -> 0) …", theme)
        self.play(Morph(slope, limit, {"secant": "slope"}))
    """

    def __init__(
        self,
        old: Formula,
        new: Formula,
        renamed: Mapping[str, str] | None = None,
        run_time: float = 1.6,
        **options: Any,
    ) -> None:
        self.old, self.new = old, new
        names = {label: label for label in labels(old)} | dict(renamed or {})
        pairs = _apart(old, {start: end for start, end in names.items() if end in labels(new)})
        self._motions = [_PartMotion(old.part(start), new.part(end)) for start, end in pairs.items()]
        leaving, coming = _outside(old, pairs), _outside(new, pairs.values())
        for one, other in _alike(*(_outside(each, labels(each)) for each in (old, new))):
            self._motions.append(_PartMotion(mn.VGroup(one), mn.VGroup(other)))
            leaving.remove(one)
            coming.remove(other)
        self._leaving, self._coming = (mn.VGroup(*(glyph.copy() for glyph in each)) for each in (leaving, coming))
        shown = mn.VGroup(self._leaving, *(motion.shown for motion in self._motions), self._coming)
        super().__init__(shown, introducer=True, remover=True, run_time=run_time, rate_func=mn.linear, **options)

    def create_starting_mobject(self) -> mn.Mobject:
        """Return an empty mobject: each part knows its own way."""
        return mn.Mobject()

    def interpolate(self, alpha: float) -> None:
        """Show what has gone, moved and come after the share `alpha` of the time."""
        alpha = min(max(alpha, 0.0), 1.0)
        self._leaving.set_opacity(max(0.0, 1 - alpha / LEAVES))
        self._coming.set_opacity(max(0.0, 1 - (1 - alpha) / LEAVES))
        middle = min(1.0, max(0.0, (alpha - LEAVES / 2) / (1 - LEAVES)))
        for motion in self._motions:
            motion.show(float(EASE(middle)))

    def _setup_scene(self, scene: mn.Scene) -> None:
        scene.remove(self.old)
        super()._setup_scene(scene)

    def clean_up_from_scene(self, scene: mn.Scene) -> None:
        """Leave the new formula in the place of the moving parts."""
        super().clean_up_from_scene(scene)
        scene.add(self.new)


class _PartMotion:
    """The motion of one part from where it stands in the old formula to where, and what, it is in the new one."""

    def __init__(self, start: mn.VGroup, end: mn.VGroup) -> None:
        self._start, self._end = start.copy(), end.copy()
        self._glyphs = [list(part.family_members_with_points()) for part in (start, end)]
        self._same = len(self._glyphs[0]) == len(self._glyphs[1]) and all(
            len(one.points) == len(other.points) for one, other in zip(*self._glyphs, strict=True)
        )
        self.shown = mn.VGroup(self._start) if self._same else mn.VGroup(self._start, self._end)

    def show(self, share: float) -> None:
        """Stand where this share of the motion has led."""
        if self._same:
            for glyph, one, other in zip(self._start.family_members_with_points(), *self._glyphs, strict=True):
                glyph.interpolate(one, other, share)
            return
        first, last = (mn.VGroup(*glyphs).get_center() for glyphs in self._glyphs)
        here = first + share * (last - first)
        self._start.move_to(here).set_opacity(max(0.0, 1 - 2.2 * share))
        self._end.move_to(here).set_opacity(max(0.0, 1 - 2.2 * (1 - share)))


def _alike(old: Sequence[mn.VMobject], new: Sequence[mn.VMobject]) -> list[tuple[mn.VMobject, mn.VMobject]]:
    """Return the pairs of glyphs, in their order, that read the same: an equals sign stays while its sides change."""
    before, after = ([_shape(glyph) for glyph in glyphs] for glyphs in (old, new))
    blocks = SequenceMatcher(None, before, after, autojunk=False).get_matching_blocks()
    return [(old[a + k], new[b + k]) for a, b, size in blocks for k in range(size)]


def _shape(glyph: mn.VMobject) -> bytes:
    """Return what two glyphs of one outline have in common, wherever and however large they stand."""
    points = glyph.points - glyph.points.min(axis=0)
    # Off the halves: there, rounding would tell apart what differs by a last digit.
    return np.round(40 * points / points.max() + 0.137).astype(int).tobytes()


def labels(formula: Formula) -> list[str]:
    """Return the labels of a formula's parts, in the order in which they come first."""
    return list(dict.fromkeys(formula._group_labels))


def _apart(formula: Formula, pairs: Mapping[str, str]) -> dict[str, str]:
    """Return the pairs whose parts share no glyph: a part inside one that moves is carried by it."""
    taken: set[int] = set()
    kept: dict[str, str] = {}
    for start in sorted(pairs, key=lambda label: -len(formula.part(label).get_family())):
        glyphs = {id(glyph) for glyph in formula.part(start).family_members_with_points()}
        if not glyphs & taken and pairs[start] not in kept.values():
            kept[start] = pairs[start]
            taken |= glyphs
    return kept


def _outside(formula: Formula, parts: Iterable[str]) -> list[mn.VMobject]:
    """Return a formula's glyphs that are in none of these parts."""
    known = {id(glyph) for part in parts for glyph in formula.part(part).get_family()}
    return [glyph for glyph in formula.family_members_with_points() if id(glyph) not in known]
