"""Glyphs out of Typst's SVG, each outline read once.

manim reads SVG by a general parser, which took three quarters of the time of a storyboard. Typst writes little of SVG:
glyphs as uses of a symbol, rules and bars as paths, both under plain transforms. That is read here, into the same
mobjects; whatever else turns up (a picture, a gradient) is left to manim.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any, Self
from xml.etree import ElementTree

import manim as mn
import numpy as np
from manim.mobject.svg.svg_mobject import VMobjectFromSVGPath, se

#: Bars and rules are this much thicker than in print, where they are hairlines: a small picture would lose them.
BAR = 1.5

_SVG, _LINK = "{http://www.w3.org/2000/svg}", "{http://www.w3.org/1999/xlink}href"
#: What an element may say of itself for us to read it.
_KNOWN = {"transform", "fill", "fill-rule", "stroke", "stroke-width", "stroke-linecap", "stroke-linejoin",
          "stroke-miterlimit", "d", "x", "y", _LINK}  # fmt: skip


class QuickGlyphs(mn.Typst):
    """A Typst mobject that reads its glyphs quickly. To be named before `Typst` or `MathTypst` among the bases."""

    def generate_mobject(self) -> Self:
        """Read the SVG into submobjects, and gather those that bear a label."""
        try:
            marks = _marks(Path(self.file_name))
        except _StrangeSvgError:
            return super().generate_mobject()
        glyphs = [self._glyph(mark) for mark in marks]
        self.add(*glyphs)
        self.id_to_vgroup_dict = {"root": mn.VGroup(*glyphs)}
        for index, labels in sorted(self._svg_leaf_labels.items()):
            for label in labels:
                self.id_to_vgroup_dict.setdefault(label, mn.VGroup()).add(glyphs[index])
        self.flip(mn.RIGHT)
        return self

    def _glyph(self, mark: _Mark) -> mn.VMobject:
        glyph = _painted(mark.fill, mark.stroke, mark.width).copy()
        glyph.points = _outline(mark.path) @ mark.linear.T + mark.shift
        size = max(glyph.width, glyph.height) if mark.width and self._preserve_svg_stroke_widths else 0.0
        if size > 0:
            # manim keeps bars and rules as thick as the glyphs beside them are large.
            glyph._typst_reference_size, glyph._typst_source_stroke_width = size, BAR * mark.width
            self._stroke_width_tracked_submobjects.append(glyph)
        return glyph


class _StrangeSvgError(Exception):
    """The SVG holds something that is not read here."""


@dataclass(frozen=True, slots=True)
class _Mark:
    """A path of the SVG as it stands on the page: its data, its transform (3×3 and shift), how it is painted."""

    path: str
    linear: np.ndarray
    shift: np.ndarray
    fill: str
    stroke: str
    width: float


@cache
def _marks(file: Path) -> tuple[_Mark, ...]:
    """Return what stands on the page of a file, whose name is the digest of what was set in it."""
    root = ElementTree.parse(file).getroot()
    symbols = {symbol.get("id"): symbol for symbol in root.iter(f"{_SVG}symbol")}
    return tuple(_mark(element, matrix, symbols) for element, matrix in _leaves(root, np.eye(3)))


def _leaves(element: ElementTree.Element, matrix: np.ndarray) -> Iterator[tuple[ElementTree.Element, np.ndarray]]:
    """Yield the elements that are drawn, in order, with their transforms (3×3, homogeneous)."""
    for child in element:
        if child.tag == f"{_SVG}defs":
            continue
        if child.tag not in (f"{_SVG}g", f"{_SVG}use", f"{_SVG}path") or not _KNOWN.issuperset(child.keys()):
            raise _StrangeSvgError
        own = matrix @ _transform(child.get("transform", ""))
        if child.tag == f"{_SVG}g":
            yield from _leaves(child, own)
        else:
            yield child, own


def _mark(element: ElementTree.Element, matrix: np.ndarray, symbols: dict[str | None, Any]) -> _Mark:
    path = element
    if element.tag == f"{_SVG}use":
        symbol = symbols.get(element.get(_LINK, "")[1:])
        if symbol is None or len(symbol) != 1 or list(symbol[0].keys()) != ["d"]:
            raise _StrangeSvgError
        path = symbol[0]
        matrix = matrix @ _moved(float(element.get("x", "0")), float(element.get("y", "0")))
    fill, stroke = element.get("fill", "#000000"), element.get("stroke", "none")
    if "url" in fill or "url" in stroke:
        raise _StrangeSvgError
    linear = np.eye(3)
    linear[:2, :2] = matrix[:2, :2]
    shift = np.array([*matrix[:2, 2], 0.0])
    return _Mark(path.get("d", ""), linear, shift, fill, stroke, float(element.get("stroke-width", "0")))


def _moved(x: float, y: float) -> np.ndarray:
    return np.array([[1.0, 0.0, x], [0.0, 1.0, y], [0.0, 0.0, 1.0]])


@cache
def _transform(text: str) -> np.ndarray:
    matrix = se.Matrix(text)
    return np.array([[matrix.a, matrix.c, matrix.e], [matrix.b, matrix.d, matrix.f], [0.0, 0.0, 1.0]])


@cache
def _outline(data: str) -> np.ndarray:
    """Return manim's Bézier points, shape (4·segments, 3), of an SVG path."""
    points: np.ndarray = VMobjectFromSVGPath(se.Path(data)).points.reshape(-1, 3)
    points.flags.writeable = False
    return points


@cache
def _painted(fill: str, stroke: str, width: float) -> mn.VMobject:
    """Return a mobject without points painted so; to copy it takes a sixth of the time that it took to make."""
    line, inside = se.Color(stroke), se.Color(fill)
    blank = mn.VMobject()
    blank.set_style(
        stroke_width=BAR * width if line.value is not None else 0, stroke_color=line.hexrgb,
        stroke_opacity=line.opacity, fill_color=inside.hexrgb, fill_opacity=inside.opacity,
    )  # fmt: skip
    return blank
