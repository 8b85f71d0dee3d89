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
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import manim as mn
import numpy as np
import typst
from manim.mobject.text import typst_mobject

from scenes.drawing.text.glyph_reader import QuickGlyphs
from scenes.drawing.theme.theme import ASSETS, TEXT, Theme
from scenes.errors import LessonError, suggestion

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


@contextmanager
def _typeset(code: str, theme: Theme) -> Iterator[None]:
    """Say what is wrong with the markup that is set in the block, rather than with what is made of it.

    Raises:
        LessonError: Typst cannot set it.
    """
    try:
        yield
    except typst.TypstError as error:
        unknown = re.fullmatch(r"unknown variable: (\w+)", message := str(error))
        if unknown and f"#{unknown[1]}[" in code:
            message = f"there is no colour role {unknown[1]!r}. {suggestion(unknown[1], theme.roles)}"
        elif unknown and unknown[1].endswith("manimgrp"):
            message = "a letter stands right before its {{. Put a space between"
        elif unknown:
            message += (
                f'. Letters side by side are one name: set "{unknown[1]}" in quotes if it is a word, else a space'
            )
        raise LessonError(f"{_shown(code)} cannot be set: {message.removesuffix('.')}.") from None
    except ValueError as error:
        if "Could not map" not in str(error):
            raise
        label = str(error).split("'")[1]
        raise LessonError(
            f"{_shown(code)} cannot be set: what the braces of {label!r} hold looks otherwise by itself. "
            "Put them around a whole term, with its root, accent or limits."
        ) from None


def _shown(code: str) -> str:
    return f"“{code if len(code) <= 80 else code[:79] + '…'}”"


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
        with _typeset(text, theme):
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
        with _typeset(code, theme):
            super().__init__(code, font_size=size, color=theme.color(role), use_svg_cache=False)
        _finish(self, code, size)
        for label in dict.fromkeys(self._group_labels):
            name = label.split("_")[0]
            if name in theme.roles:
                self.part(label).set_color(theme.color(name))

    def part(self, label: str) -> mn.VGroup:
        """Return the glyphs of one labelled part. Raises LessonError where there is none."""
        if label not in self._group_labels:
            raise LessonError(
                f"The formula has no part {label!r}. {suggestion(label, dict.fromkeys(self._group_labels))}"
            )
        return self.select(label)
