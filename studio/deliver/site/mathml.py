"""Formulas as MathML: Typst source, as the facts print themselves, set for the web by Typst itself.

A labelled part becomes an `<mrow>` whose class names the role of its quantity: role-slope. It keeps its
colour by that.
"""

from __future__ import annotations

import re
import unicodedata
import xml.etree.ElementTree as ElementTree
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from functools import cache

import typst
from markupsafe import Markup

from studio.deliver.handout.role_labels import relabelled

_PREAMBLE = '#let part(role, body) = html.elem("mrow", attrs: (class: role), body)\n'
_ITALIC = re.compile(r"[\U0001d434-\U0001d467\u210e\U0001d6e2-\U0001d71b]")
#: Brackets that close, and what is taller than a letter.
_CLOSING = (")", "]", "}", "|", "‖")
_TALL = ("mfrac", "mtable", "munder", "mover", "munderover")


@dataclass(frozen=True, slots=True)
class Mathematics:
    """Formulas as MathML elements, in the order in which they were given, and the style sheet that they need."""

    formulas: tuple[Markup, ...]
    style: str


def mathml(sources: Sequence[str], roles: Collection[str]) -> Mathematics:
    """Return Typst math sources as MathML, display style; `roles` are the names of colours that a theme has.

    Raises `typst.TypstError` where a source is wrong.
    """
    body = "\n\n".join(f"$ {_with_classes(source, roles)} $" for source in sources)
    page = _compiler().compile((_PREAMBLE + body).encode(), format="html")
    assert isinstance(page, bytes)  # one page, so one file
    text = page.decode()
    made = [_tidied(found) for found in re.findall(r"<math\b.*?</math>", text, re.DOTALL)]
    assert len(made) == len(sources)
    style = "\n".join(re.findall(r"<style>(.*?)</style>", text, re.DOTALL))
    return Mathematics(tuple(Markup(one) for one in made), style)


@cache
def _compiler() -> typst.Compiler:
    return typst.Compiler(ignore_system_fonts=True)


def _with_classes(source: str, roles: Collection[str]) -> str:
    """Return the source with its labelled parts as calls of `part`, where their role has a colour."""
    return relabelled(
        source, lambda role, part: f'#part("role-{role}")[${part}$];' if role in roles else f"#[${part}$];"
    )


def _tidied(formula: str) -> str:
    """Return MathML as browsers set it well: lone letters, primes and brackets as they are written by hand.

    A lone italic letter becomes a plain one, which the browser slants: so a page is searched for x, and a screen reader
    says x. A prime stands beside its letter: raised as an exponent, it would be raised twice. A bracket that can
    stretch is given the room of its tallest form: it only may where what it holds is tall.
    """
    root = ElementTree.fromstring(re.sub(r"(<mo[^>]*>)<(</mo>)", r"\1&lt;\2", formula))
    for letter in root.iter("mi"):
        if letter.text and _ITALIC.fullmatch(letter.text):
            letter.text = unicodedata.normalize("NFKC", letter.text)
    for raised in root.iter("msup"):
        if raised[1].tag == "mo" and set(raised[1].text or "") == {"′"}:
            raised.tag = "mrow"
            raised[1].attrib |= {"lspace": "0em", "rspace": "0em"}
    for row in root.iter("mrow"):
        if len(row) > 1 and row[0].tag == row[-1].tag == "mo" and row[-1].text in _CLOSING:
            tall = any(part.tag in _TALL for part in row.iter())
            for bracket in (row[0], row[-1]):
                bracket.attrib |= {"class": "tall"} if tall else {"stretchy": "false"}
    return ElementTree.tostring(root, encoding="unicode")
