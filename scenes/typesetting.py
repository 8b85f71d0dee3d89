"""All words and formulas, set by Typst with the fonts of assets/fonts and by nothing else.

manim's own Typst mobjects do the import of glyphs. Their compile step is replaced by one shared compiler: it is
forty times as fast as one per formula, sees no system fonts, and writes atomically.
"""

from __future__ import annotations

import atexit
import hashlib
import os
import re
import shutil
import tempfile
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import manim as mn
import numpy as np
import typst
from manim.mobject.text import typst_mobject

from mathkit import format_number, typst_number
from scenes.glyphs import QuickGlyphs
from scenes.theme import ASSETS, LABEL, TEXT, Theme

#: The sans for words; formulas are set in New Computer Modern Math, which typst brings along.
SANS = "Lato"

PAGE = """#set page(width: auto, height: auto, margin: 0pt, fill: none)
#set text(size: 10pt, font: "{sans}")
#show math.equation: set text(font: "New Computer Modern Math", size: 1.06em)
{preamble}
{body}
"""


@cache
def _compiler(folders: tuple[str, ...]) -> typst.Compiler:
    return typst.Compiler(font_paths=[*folders, str(ASSETS / "fonts")], ignore_system_fonts=True)


@cache
def _font_folder(digest: str) -> Path:
    return _svg_folder() / f"font-{digest}"


def _font_folders(theme: Theme) -> list[str | Path]:
    """Return the folders with the theme's own font: a copy, which nobody changes while films are drawn."""
    if theme.font is None:
        return []
    folder = _font_folder(theme.font.digest)
    if not folder.exists():
        folder.mkdir()
        for number, (path, data) in enumerate(theme.font.contents.items()):
            (folder / f"{number}{path.suffix.lower()}").write_bytes(data)
    return [folder]


def literal(text: str) -> str:
    """Return Typst markup that shows `text` as it stands, whatever it holds."""
    return "#" + _quoted(text) + ";"


def _quoted(text: str) -> str:
    return '"' + text.replace("\\", "\\\\").replace('"', '\\"') + '"'


@cache
def _svg_folder() -> Path:
    folder = tempfile.mkdtemp(prefix="nabla-type-")
    atexit.register(shutil.rmtree, folder, ignore_errors=True)
    return Path(folder)


def compile_svg(
    code: str, preamble: str = "", text_size: float = 10, font_paths: Sequence[str | Path] | None = None
) -> Path:
    """Compile Typst markup to an SVG file and return its path: manim's `typst_to_svg_file` in one shared compiler.

    Raises `typst.TypstError` where the markup is wrong.
    """
    source = PAGE.format(sans=SANS, preamble=preamble, body=code)
    folders = tuple(map(str, font_paths or ()))
    target = _svg_folder() / f"{hashlib.sha256(repr((source, folders)).encode()).hexdigest()[:24]}.svg"
    if not target.exists():
        written = target.with_suffix(f".{os.getpid()}")
        svg = _compiler(folders).compile(source.encode(), format="svg")
        assert isinstance(svg, bytes)  # one page, so one file
        written.write_bytes(svg)
        written.replace(target)
    return target


typst_mobject.typst_to_svg_file = compile_svg


@dataclass(frozen=True, slots=True, eq=False)
class Setting:
    """What a glyph was set in: the text as it reads, and its type size in manim points. Copies of a glyph share it."""

    text: str
    size: float

    def __deepcopy__(self, memo: object) -> Setting:
        return self


def _finish(text: mn.Typst, code: str, size: float) -> None:
    """Let each glyph know what it was set in, and how large it was then (the longer side of its box, units).

    Drops what the import leaves behind: animations copy mobjects, and this was most of the copy.
    """
    setting = Setting(_read(code), size)
    for glyph in text.get_family():
        glyph.__dict__.pop("path_obj", None)
        if len(glyph.points):
            glyph.setting, glyph.extent_as_set = setting, float(np.ptp(glyph.points, axis=0).max())


def _read(code: str) -> str:
    """Return markup without labels, innermost first, and without roles: `f(x)` for `{{ f(x) : output }}`."""
    while (plain := re.sub(r"\{\{\s*((?:(?!\{\{).)*?)\s*:\s*\w+\s*\}\}|#\w+\[(.*?)\]", r"\1\2", code)) != code:
        code = plain
    return re.sub(r'upright\("(.*?)"\)', r"\1", code)


def _role_preamble(theme: Theme) -> str:
    """Return one Typst function per role, `#slope[steep]` in words, and the theme's own font."""
    lines = [f'#let {role}(body) = text(fill: rgb("{hue}"), body)' for role, hue in theme.roles.items()]
    if theme.font is not None:
        # What it has no glyph for is taken from our sans.
        lines.append(f"#set text(font: ({_quoted(theme.font.family)}, {_quoted(SANS)}))")
    return "\n".join(lines)


class Words(QuickGlyphs):
    """A line or a paragraph of words. Markup is Typst's; `#slope[…]` colours by role; `$…$` is mathematics.

    `width` (units) breaks lines; without it the text stays on one line.
    """

    def __init__(
        self,
        text: str,
        theme: Theme,
        *,
        size: float = TEXT,
        role: str = "ink",
        width: float | None = None,
        align: str = "left",
        weight: int = 400,
    ) -> None:
        size *= theme.type_scale
        body = f"#set text(weight: {weight})\n#set par(leading: 0.5em)\n{text}"
        if width is not None:
            # Glyphs are set at 10 pt for an em of size/96 units.
            points = width * 960 / size
            body = f"#block(width: {points:.2f}pt)[#set align({align})\n{body}]"
        preamble = _role_preamble(theme)
        super().__init__(
            body, font_size=size, typst_preamble=preamble, color=theme.color(role), use_svg_cache=False,
            font_paths=_font_folders(theme),
        )  # fmt: skip
        _finish(self, text, size)


class Formula(QuickGlyphs, mn.MathTypst):
    """A formula with labelled parts: `{{ f(x) : output }}` is coloured as output and found by `part("output")`.

    A label may carry an index after its role (`input_2`), to be told from another part of the same role.
    """

    def __init__(self, code: str, theme: Theme, *, size: float = TEXT, role: str = "ink") -> None:
        size *= theme.type_scale
        super().__init__(code, font_size=size, color=theme.color(role), use_svg_cache=False)
        _finish(self, code, size)
        for label in dict.fromkeys(self._group_labels):
            name = label.split("_")[0]
            if name in theme.roles:
                self.part(label).set_color(theme.color(name))

    def part(self, label: str) -> mn.VGroup:
        """Return the glyphs of one labelled part. Raises KeyError where there is none."""
        return self.select(label)


class _Glyphs(QuickGlyphs, mn.MathTypst):
    """A formula as it comes, for its outlines."""


@cache
def _digit_glyphs() -> dict[str, tuple[np.ndarray, float]]:
    """Return each character of a number as (points relative to its cell's lower left, cell width), 1 em = 1 unit."""
    glyphs: dict[str, tuple[np.ndarray, float]] = {}
    size = 96.0

    def leaves(code: str) -> list[mn.VMobject]:
        return list(_Glyphs(code, font_size=size, use_svg_cache=False).family_members_with_points())

    digits = leaves("0123456789")
    base = digits[0].get_bottom()[1]
    advance = (digits[9].get_left()[0] - digits[0].get_left()[0]) / 9
    for index, glyph in enumerate(digits):
        cell = digits[0].get_left()[0] + index * advance
        glyphs[str(index)] = (glyph.points - np.array([cell, base, 0]), advance)
    point = leaves("0.0")
    gap = point[1].get_left()[0] - point[0].get_left()[0] - advance
    dot_advance = point[2].get_left()[0] - point[0].get_left()[0] - advance
    corner = np.array([point[0].get_left()[0] + advance, point[0].get_bottom()[1], 0])
    glyphs["."] = (point[1].points - corner, max(dot_advance, gap))
    minus = leaves("-0")
    width = minus[1].get_left()[0] - minus[0].get_left()[0]
    glyphs["\u2212"] = (minus[0].points - np.array([minus[0].get_left()[0], minus[1].get_bottom()[1], 0]), width)
    return glyphs | _power_glyphs(leaves)


def _power_glyphs(leaves: Callable[[str], list[mn.VMobject]]) -> dict[str, tuple[np.ndarray, float]]:
    """Return the characters of a power of ten, ×10⁻⁶, in the same way; the × stands closer than in a formula."""
    sign = leaves("1 times 1")
    left, base, gap = sign[1].get_left()[0], sign[0].get_bottom()[1], 0.1
    glyphs = {"×": (sign[1].points - np.array([left - gap, base, 0]), sign[1].width + 2 * gap)}
    raised = leaves("1^(0123456789)")
    base, raised = raised[0].get_bottom()[1], raised[1:]
    advance = (raised[9].get_left()[0] - raised[0].get_left()[0]) / 9
    for index, glyph in enumerate(raised):
        cell = raised[0].get_left()[0] + index * advance
        glyphs["⁰¹²³⁴⁵⁶⁷⁸⁹"[index]] = (glyph.points - np.array([cell, base, 0]), advance)
    minus = leaves("1^(-1)")
    left, base = minus[1].get_left()[0], minus[0].get_bottom()[1]
    glyphs["⁻"] = (minus[1].points - np.array([left, base, 0]), minus[2].get_left()[0] - left)
    return glyphs


def number_width(text: str, em: float) -> float:
    """Return how wide a number is (digits, point, true minus) where an em is so many units."""
    return em * sum(_digit_glyphs()[character][1] for character in text)


class LiveNumber(mn.VGroup):
    """A number that changes while it is read: its digits sit in fixed slots, so nothing around them moves.

    Left-aligned; a slot for the sign is kept free when `signed`. `show(text)` takes what `format_number` returns with
    fixed decimals, or with a power of ten (1.2×10⁻⁶).
    """

    def __init__(self, theme: Theme, *, slots: int, role: str = "ink", size: float = TEXT, signed: bool = True) -> None:
        super().__init__()
        self.em = size * theme.type_scale / 96
        self.signed = signed
        self.corner = np.zeros(3)
        self.text = ""
        setting = Setting("number", size * theme.type_scale)
        for _ in range(slots + signed):
            glyph = mn.VMobject(fill_color=theme.color(role), fill_opacity=1, stroke_width=0)
            glyph.setting = setting
            self.add(glyph)

    @property
    def slot_width(self) -> float:
        """Return the width that the number takes at most, in units."""
        return self.sign_width + self.width_of("0") * (len(self.submobjects) - self.signed)

    @property
    def sign_width(self) -> float:
        """Return the width kept free for the sign, in units."""
        return self.em * _digit_glyphs()["\u2212"][1] if self.signed else 0.0

    @property
    def drawn_scale(self) -> float:
        """Return how many times larger than it was set the number stands now."""
        glyphs = _digit_glyphs()
        first = next((character for character in self.text if character in glyphs), None)
        if first is None or not len(self.submobjects[0].points):
            return 1.0
        return float(np.ptp(self.submobjects[0].points[:, 0]) / (np.ptp(glyphs[first][0][:, 0]) * self.em))

    def width_of(self, text: str) -> float:
        """Return how wide a text of digits and points is, in units."""
        return number_width(text, self.em)

    def resize(self, em: float) -> LiveNumber:
        """Set the digits so large that an em is so many units, as they are when they are shown next."""
        if em != self.em:
            self.em, setting = em, Setting("number", 96 * em)
            for glyph in self.submobjects:
                glyph.setting = setting
        return self

    def stand_at(self, corner: np.ndarray) -> LiveNumber:
        """Put the lower left corner of the first slot (on the digits' baseline) at `corner`."""
        self.corner = np.asarray(corner, dtype=float)
        return self.show(self.text)

    def show(self, text: str) -> LiveNumber:
        """Show `text`; slots that it does not need stay empty."""
        self.text = text
        glyphs = _digit_glyphs()
        cells: list[tuple[str, float]] = []
        pen = 0.0
        body = text
        if self.signed:
            if body.startswith("\u2212"):
                cells.append(("\u2212", 0.0))
                body = body[1:]
            pen = glyphs["\u2212"][1]
        for character in body:
            if character in glyphs:
                cells.append((character, pen))
                pen += glyphs[character][1]
        for index, glyph in enumerate(self.submobjects):
            if index < len(cells):
                character, x = cells[index]
                glyph.points = (glyphs[character][0] + [x, 0, 0]) * self.em + self.corner
            else:
                glyph.points = np.zeros((0, 3))
        return self


def tick_label(value: float, theme: Theme) -> mn.VGroup:
    """Set the number at a tick: from ready digits where it has only those, which is forty times as fast."""
    text = format_number(value)
    if not set(text) - set("0123456789.\u2212"):
        return LiveNumber(theme, slots=len(text), role="muted", size=LABEL, signed=text.startswith("\u2212")).show(text)
    return Formula(typst_number(value), theme, size=LABEL, role="muted")
