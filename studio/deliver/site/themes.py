"""The two colour schemes of a site, dark and light: colours by role from themes, and the fonts of the films."""

from __future__ import annotations

import io
import logging
from collections.abc import Iterable, Mapping
from functools import cache
from pathlib import Path

from fontTools import subset
from fontTools.ttLib import TTFont

from scenes.drawing.theme.theme import ASSETS, Theme
from studio.sources.lesson_lookup import find_theme

#: The faces of the page: weight, style, and the file in assets/fonts.
FACES = (
    ("400", "normal", "Lato-Regular.ttf"),
    ("400", "italic", "Lato-Italic.ttf"),
    ("600", "normal", "Lato-Semibold.ttf"),
)
#: What a page may say besides its own words: Latin, Greek, punctuation, arrows and signs.
_ALPHABET = "".join(
    chr(code)
    for first, last in (
        (0x20, 0x7E),
        (0xA0, 0x17F),
        (0x391, 0x3C9),
        (0x2010, 0x203A),
        (0x2190, 0x2193),
        (0x2200, 0x2265),
    )
    for code in range(first, last + 1)
)


def color_schemes(theme: Theme) -> dict[str, Theme]:
    """Return a theme for each scheme, "dark" and "light": `theme` for its own, ours for the other."""
    own = "dark" if is_dark(theme) else "light"
    return {scheme: theme if scheme == own else find_theme(scheme) for scheme in ("dark", "light")}


def is_dark(theme: Theme) -> bool:
    """Return whether a theme writes light on dark."""
    return _brightness(theme.color("background")) < _brightness(theme.color("ink"))


def _brightness(colour: str) -> float:
    red, green, blue = bytes.fromhex(colour[1:])
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def colours(themes: Mapping[str, Theme]) -> str:
    """Return a style sheet with each role's colour as a custom property, dark or light as the reader has it."""
    dark, light = (_properties(themes[scheme], scheme) for scheme in ("dark", "light"))
    roles = sorted(themes["dark"].roles)
    parts = "\n".join(f".role-{role} {{ color: var(--{role}); }}" for role in roles)
    return f""":root {{ {light} }}
@media (prefers-color-scheme: dark) {{ :root:not([data-theme="light"]) {{ {dark} }} }}
:root[data-theme="dark"] {{ {dark} }}
{parts}
@media print {{ :root:root:root {{ {light} }} }}
"""


def _properties(theme: Theme, scheme: str) -> str:
    return " ".join([f"color-scheme: {scheme};", *(f"--{role}: {hue};" for role, hue in theme.roles.items())])


def web_fonts(texts: Iterable[str]) -> dict[str, bytes]:
    """Return the faces of the page as WOFF2 by file name, cut down to an alphabet and what `texts` are written with.

    They are called Nabla Sans: a font that was cut down may not bear the name Lato.
    """
    letters = frozenset({*_ALPHABET, *"".join(texts)})
    return {
        f"nabla-sans-{weight}-{style}.woff2": _cut(ASSETS / "fonts" / file, letters) for weight, style, file in FACES
    }


@cache
def _cut(path: Path, letters: frozenset[str]) -> bytes:
    # It tells of every table, and of the age of Lato, and manim's log shows that.
    logging.getLogger("fontTools").setLevel(logging.ERROR)
    font = TTFont(path, recalcTimestamp=False)
    options = subset.Options(hinting=False, layout_features=["kern", "liga", "tnum", "mark", "mkmk", "ccmp"])
    cutter = subset.Subsetter(options)
    cutter.populate(text="".join(letters))
    cutter.subset(font)
    for record in font["name"].names:
        if record.nameID in (1, 3, 4, 6, 16):
            record.string = "NablaSans" if record.nameID == 6 else "Nabla Sans"
    font.flavor = "woff2"
    made = io.BytesIO()
    font.save(made)
    return made.getvalue()
