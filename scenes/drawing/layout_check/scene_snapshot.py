"""What a viewer sees of a scene at an instant: its texts, and the lines and shapes around them.

Read from the mobjects as they stand, in the order in which they are drawn. Invisible parts are not seen; paintings
(the height field) matter as what is behind a text, and that is told by pixels (`text_contrast`).
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from typing import Any

import manim as mn
import numpy as np

from scenes.drawing.canvas.painted_mobject import Painting, panes_of
from scenes.drawing.canvas.stage import Stage
from scenes.drawing.layout_check.hulls import hulls_of, joined, segments_of
from scenes.drawing.text.live_number import LiveNumber
from scenes.drawing.text.typesetting import Setting

#: What shows less than this is not seen: the opacity of a text, of anything else.
SEEN_TEXT, SEEN_INK = 0.3, 0.04
#: Glyphs of a text closer than this are of one word, or neighbours in it (ems).
WORD_GAP = 0.45


@dataclass(frozen=True, slots=True)
class Text:
    """A text as drawn: which one it is, the thing that it belongs to, what it says, and its size (em in units).

    Of each of its visible glyphs: its place in the drawing order, colour (0…1, opacity last) and hull. `runs` are the
    hulls of glyphs and of neighbours together, so that the gaps inside a word belong to it. `axis`: of a number beside
    a tick, all numbers of its axis in order, and which of them it is.
    """

    source: int
    thing: object
    words: str
    size: float
    orders: np.ndarray
    colors: np.ndarray
    glyphs: np.ndarray
    runs: np.ndarray
    axis: tuple[tuple[str, ...], int] | None = None

    @property
    def hull(self) -> np.ndarray:
        """Return the hull around all of it, shape (16,)."""
        return joined(self.glyphs)

    @property
    def opacity(self) -> float:
        """Return the opacity of its clearest glyph."""
        return float(self.colors[:, 3].max())


@dataclass(frozen=True)
class Ink:
    """A line or a shape: the thing that it belongs to, what it is, its place in the drawing order, its Bézier points.

    `width` is that of its line in units, 0 where it has none; `line` and `filling` are colours (0…1, opacity last);
    `hull` includes the width of the line.
    """

    thing: object
    what: str
    order: int
    points: np.ndarray
    width: float
    line: np.ndarray
    filling: np.ndarray
    hull: np.ndarray

    @cached_property
    def segments(self) -> np.ndarray:
        """Return its outline as straight segments, shape (s, 2, 2)."""
        return segments_of(self.points)


@dataclass(frozen=True, slots=True)
class Snapshot:
    """All that is seen at an instant, on which stage and on what background (0…1).

    Of paintings the place in the drawing order is known, no more.
    """

    stage: Stage
    background: np.ndarray
    texts: tuple[Text, ...]
    inks: tuple[Ink, ...]
    paintings: tuple[int, ...]


def take_snapshot(scene: Any) -> Snapshot:
    """Return what is seen now of a lesson, or of anything else with mobjects, a camera, a stage and a theme."""
    owners = {id(leaf): text for mobject in scene.mobjects for text in _texts(mobject) for leaf in text.get_family()}
    tops = {id(leaf): mobject for mobject in scene.mobjects for leaf in mobject.get_family()}
    things = {id(leaf): each for mobject in scene.mobjects for each in _things(mobject) for leaf in each.get_family()}
    groups: dict[int, list[tuple[int, Any]]] = {}
    shapes, paintings = [], []
    for order, part in enumerate(drawn_parts(scene)):
        if is_glyph(part):
            groups.setdefault(id(owners.get(id(part), part.setting)), []).append((order, part))
        elif isinstance(part, Painting):
            paintings.append(order)
        elif len(part.points):
            shapes.append((order, part, type(tops[id(part)]).__name__, things[id(part)]))
    texts = [_text(parts, owners.get(id(parts[0][1])), things[id(parts[0][1])]) for parts in groups.values()]
    background = mn.ManimColor(scene.theme.background).to_rgb()
    seen = tuple(text for text in texts if text is not None)
    return Snapshot(scene.stage, background, seen, _inks(shapes), tuple(paintings))


def drawn_parts(scene: Any) -> list[Any]:
    """Return the drawn parts of a scene, in the order in which they are drawn."""
    parts = scene.camera.get_mobjects_to_display([*scene.mobjects, *scene.foreground_mobjects])
    # No panes to be drawn through: a surface hides it.
    return [part for part in parts if isinstance(part, mn.VMobject) and panes_of(part) != ()]


def is_glyph(part: Any) -> bool:
    """Return whether a part is a glyph of a text."""
    return hasattr(part, "setting")


def _texts(mobject: Any) -> Iterator[Any]:
    """Yield the texts in a mobject's family."""
    if isinstance(mobject, mn.Typst | LiveNumber):
        yield mobject
        return
    for part in mobject.submobjects:
        yield from _texts(part)


def _things(mobject: Any) -> Iterator[Any]:
    """Yield what a viewer takes for one thing each: props, and what is in no prop."""
    if type(mobject) in (mn.Group, mn.VGroup) and mobject.submobjects:
        for part in mobject.submobjects:
            yield from _things(part)
    else:
        yield mobject


def _text(parts: list[tuple[int, Any]], owner: Any, thing: Any) -> Text | None:
    """Return the text that these glyphs make, or None where nothing of it is seen."""
    seen = [(order, leaf, color) for order, leaf in parts if (color := _color(leaf))[3] >= SEEN_TEXT]
    if not seen:
        return None
    setting: Setting = seen[0][1].setting
    glyphs = hulls_of([leaf.points for _, leaf, _ in seen])
    words, scale = setting.text, 1.0
    if isinstance(owner, LiveNumber):
        words, scale = owner.text, owner.drawn_scale
    else:
        drawn = extents_of(glyphs)
        as_set = [getattr(leaf, "extent_as_set", now) for (_, leaf, _), now in zip(seen, drawn, strict=True)]
        scale = float(np.median(drawn / np.maximum(as_set, 1e-9)))
    size = setting.size / 96 * scale
    orders = np.array([order for order, _, _ in seen])
    if thing is owner or hasattr(thing, "setting"):
        # A text by itself; its glyphs may fly one by one, and be copies.
        thing = owner if isinstance(owner, LiveNumber) else setting
    colors, axis = np.array([c for _, _, c in seen]), getattr(owner, "axis", None)
    source = id(setting if owner is None else owner)
    return Text(source, thing, words, size, orders, colors, glyphs, _runs(glyphs, size), axis)


def extents_of(hulls: np.ndarray) -> np.ndarray:
    """Return the longer side of the box of each hull."""
    return np.maximum(hulls[..., 0] + hulls[..., 8], hulls[..., 4] + hulls[..., 12])


def _runs(glyphs: np.ndarray, size: float) -> np.ndarray:
    """Return glyphs each joined with the next one on its line, where that is near."""
    here, after = glyphs[:-1], glyphs[1:]
    gap = np.maximum(-after[:, 8] - here[:, 0], -here[:, 8] - after[:, 0])
    level = np.minimum(here[:, 4], after[:, 4]) > np.maximum(-here[:, 12], -after[:, 12])
    near = level & (gap < WORD_GAP * size)
    return np.concatenate([np.maximum(here, after)[near], glyphs])


def _color(leaf: Any) -> np.ndarray:
    """Return a glyph's colour with its opacity: of its filling, or of its line where it has only that."""
    filling = leaf.fill_rgbas[0]
    if filling[3] > 0 or leaf.stroke_width <= 0:
        return np.asarray(filling, float)
    return np.asarray(leaf.stroke_rgbas[0], float)


def _inks(shapes: list[tuple[int, Any, str, Any]]) -> tuple[Ink, ...]:
    """Return those of the parts (place in the drawing order, part, what it is in, thing) of which something is seen."""
    seen = []
    for order, part, what, thing in shapes:
        line = part.stroke_rgbas[np.argmax(part.stroke_rgbas[:, 3])]
        filling = part.fill_rgbas[np.argmax(part.fill_rgbas[:, 3])]
        width = part.stroke_width / 100 if line[3] >= SEEN_INK else 0.0
        if width > 0 or filling[3] >= SEEN_INK:
            own = type(part).__name__
            name = own if own == what else f"{what}/{own}"
            seen.append((thing, name, order, part.points, width, line, filling))
    hulls = hulls_of([points for _, _, _, points, *_ in seen])
    return tuple(Ink(*each, hull=hull + each[4] / 2) for each, hull in zip(seen, hulls, strict=True))
