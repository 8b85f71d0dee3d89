"""The rules of layout, each a function from what is seen to what is wrong with it.

No text outside the safe area or in the captions' zone, none over another, none that a line or a shape runs through
without a plate between, none too small, no more than two sizes beside the title, and no two ticks with one number.
"""

from __future__ import annotations

import itertools
from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np

from scenes.drawing.layout_check.hulls import Box, box_of, chords, contains, depth, joined
from scenes.drawing.layout_check.scene_snapshot import Ink, Snapshot, Text
from scenes.drawing.theme.colorimetry import contrast, over

#: Type smaller than this share of the frame's shorter side cannot be read.
SMALLEST = 0.022
#: Sizes up to this factor apart count as one, and so many are allowed beside the title.
SAME_SIZE, MOST_SIZES = 1.25, 2
#: What is out of place by less than this (units) is not seen to be.
SLACK = 0.015
#: A line may touch the outermost of a text for this long (units): the corner of a hull is empty.
GRAZE = 0.035
#: A line below this contrast to the background is faint: a grid, a ghost; a text may stand on it.
FAINT = 1.5
#: A filling from this opacity up hides what lies under it: a plate. One from the other up spoils a text that it covers.
PLATE, VEIL = 0.8, 0.15


@dataclass(frozen=True, slots=True)
class Finding:
    """What is wrong: the rule's name, the text that it is about, where, in words, and the thing that it meets there.

    `amount` tells how bad it is, in the unit of the rule: the larger, the worse.
    """

    kind: str
    text: Text
    box: Box
    amount: float
    detail: str
    other: object = None

    @property
    def pair(self) -> tuple[str, frozenset[int]]:
        """Return what is one fault to a viewer, however many glyphs have a part in it: two things that meet."""
        if self.other is None:
            return self.kind, frozenset({id(self.text.thing)})
        return "meeting", frozenset({id(self.text.thing), id(self.other)})


def findings(snapshot: Snapshot) -> list[Finding]:
    """Return all that is wrong with the places and sizes of what is seen."""
    rules = _places, _small, _ticks
    found = [finding for text in snapshot.texts for rule in rules for finding in rule(text, snapshot)]
    found += _sizes(snapshot)
    if not snapshot.texts:
        return found
    hulls = np.array([text.hull for text in snapshot.texts])
    for i, j in zip(*np.nonzero(np.triu(depth(hulls[:, None], hulls[None]) > SLACK, 1)), strict=True):
        found += _overlaps(snapshot.texts[i], snapshot.texts[j])
    reaches = np.array([ink.hull for ink in snapshot.inks]).reshape(-1, hulls.shape[1])
    for text, touched in zip(snapshot.texts, depth(hulls[:, None], reaches[None]) > 0, strict=True):
        found += _crossings(text, [snapshot.inks[k] for k in np.flatnonzero(touched)], snapshot)
    return found


def _places(text: Text, snapshot: Snapshot) -> Iterator[Finding]:
    left, bottom, right, top = box = box_of(text.hull)
    safe = snapshot.stage.safe
    out = max(safe.left - left, right - safe.right, safe.bottom - bottom, top - safe.top)
    if out > SLACK:
        yield Finding("outside", text, box, out, f"{out:.2f} units outside the safe area")
    low = snapshot.stage.body.bottom - bottom
    if low > SLACK:
        yield Finding("captions", text, box, low, f"{low:.2f} units in the captions' zone")


def _small(text: Text, snapshot: Snapshot) -> Iterator[Finding]:
    side = min(snapshot.stage.frame.width, snapshot.stage.frame.height)
    share = text.size / side
    if share < SMALLEST * 0.999:
        detail = f"set at {share:.2%} of the shorter side, less than {SMALLEST:.1%}"
        yield Finding("small", text, box_of(text.hull), SMALLEST / share, detail)


def _ticks(text: Text, snapshot: Snapshot) -> Iterator[Finding]:
    """Find a tick whose number is that of the next one: 0.999, 1, 1, 1, 1.01."""
    if text.axis is not None:
        numbers, place = text.axis
        if numbers[place : place + 1] == numbers[place + 1 : place + 2]:
            alike = sum(one == other for one, other in itertools.pairwise(numbers))
            yield Finding("ticks", text, box_of(text.hull), alike, f"stands at the next tick too: {', '.join(numbers)}")


def _sizes(snapshot: Snapshot) -> Iterator[Finding]:
    title = snapshot.stage.title.bottom - SLACK
    texts = sorted((text for text in snapshot.texts if box_of(text.hull)[1] < title), key=lambda text: text.size)
    classes: list[list[Text]] = []
    for text in texts:
        if not classes or text.size > SAME_SIZE * classes[-1][0].size:
            classes.append([])
        classes[-1].append(text)
    if len(classes) > MOST_SIZES:
        odd = min(classes, key=lambda texts: sum(len(text.glyphs) for text in texts))
        sizes = ", ".join(f"{each[0].size / 8:.1%}" for each in classes)
        detail = f"{len(classes)} sizes of type beside the title: {sizes}"
        hull = joined(np.array([text.hull for text in odd]))
        yield Finding("sizes", odd[0], box_of(hull), len(classes), detail)


def _overlaps(one: Text, other: Text) -> Iterator[Finding]:
    depths = depth(one.runs[:, None], other.runs[None])
    deepest = float(depths.max())
    if deepest > SLACK:
        i, j = np.unravel_index(depths.argmax(), depths.shape)
        box = box_of(joined(np.array([one.runs[i], other.runs[j]])))
        yield Finding("overlap", one, box, deepest, f"runs {deepest:.2f} units into “{other.words}”", other.thing)


def _crossings(text: Text, near: list[Ink], snapshot: Snapshot) -> Iterator[Finding]:
    last = int(text.orders.max())
    for ink in near:
        spoiled = _covered(text, ink) if ink.order > last else _crossed(text, ink, snapshot)
        if spoiled is None:
            continue
        amount, run = spoiled
        if ink.order > last:
            yield Finding("covered", text, box_of(run), amount, f"a {ink.what} is drawn over it", ink.thing)
        elif not any(_hides(plate, ink, text, run) for plate in near):
            detail = f"a {ink.what} runs through it for {amount:.2f} units"
            yield Finding("crossed", text, box_of(run), amount, detail, ink.thing)


def _covered(text: Text, ink: Ink) -> tuple[float, np.ndarray] | None:
    """Return how far an ink drawn after a text covers it, and where most; None where it does not."""
    if ink.filling[3] >= VEIL:
        depths = depth(text.runs, ink.hull)
        if depths.max() > SLACK:
            return float(depths.max()), text.runs[depths.argmax()]
    if ink.width > 0 and ink.line[3] >= VEIL:
        return _longest_chord(text, ink, ink.width / 2)
    return None


def _crossed(text: Text, ink: Ink, snapshot: Snapshot) -> tuple[float, np.ndarray] | None:
    """Return how much of an ink's line or edge runs under a text, and where most; None where it does not."""
    if ink.width > 0 and _stands_out(ink.line, snapshot):
        return _longest_chord(text, ink, ink.width / 2)
    if ink.filling[3] > 0 and _stands_out(ink.filling, snapshot):
        return _longest_chord(text, ink, 0.0)
    return None


def _stands_out(color: np.ndarray, snapshot: Snapshot) -> bool:
    return bool(contrast(over(color, snapshot.background), snapshot.background) >= FAINT)


def _longest_chord(text: Text, ink: Ink, reach: float) -> tuple[float, np.ndarray] | None:
    near = text.runs[depth(text.runs, ink.hull) > 0]
    lengths = [float(chords(ink.segments, run, reach - SLACK).sum()) for run in near]
    worst = int(np.argmax(lengths)) if lengths else -1
    return (lengths[worst], near[worst]) if lengths and lengths[worst] > GRAZE else None


def _hides(plate: Ink, ink: Ink, text: Text, run: np.ndarray) -> bool:
    """Return whether an ink is a plate between another one and a text around `run`; it may fade in with the text."""
    between = ink.order < plate.order < int(text.orders.min())
    return between and plate.filling[3] >= PLATE * text.opacity and contains(plate.hull, run, 2 * SLACK)
