"""The card at the end of a film: a brand's logo, what it says and where to find it."""

from __future__ import annotations

import re
from collections.abc import Iterator

import manim as mn

from scenes.drawing.canvas.animations import EASE, appear
from scenes.drawing.canvas.painted_mobject import LogoMark
from scenes.drawing.text.typesetting import Words, literal
from scenes.drawing.theme.theme import LABEL, TEXT, TITLE
from scenes.lesson import Lesson, beat

#: How large the card is set, at best and where it says much: the logo's height (units), the first line, the others.
SETTINGS = ((2.0, TITLE, TEXT), (1.4, TEXT, LABEL + 3), (0.8, LABEL + 3, LABEL))
#: The logo is at most this share of the line; parts are this far apart, in units.
LOGO_SHARE, GAP = 0.6, 0.3
#: A word longer than this may be broken anywhere.
LONG_WORD = 20


class ClosingCard(Lesson):
    """No lesson of its own: studio adds it to every film of a theme with an outro."""

    name = "closing-card"
    title = "The closing card"
    corner_logo = False

    @beat("")
    def outro(self) -> None:
        room = self.stage.body
        room = room.inset(top=room.top - self.stage.safe.top)
        for setting in SETTINGS:
            card = mn.VGroup(*self._parts(*setting)).arrange(mn.DOWN, GAP)
            if card.height <= room.height:
                break
        card.move_to(room.center)
        for part in card:
            self.play(*appear(part, rate_func=EASE), run_time=0.4)

    def _parts(self, height: float, first: float, size: float) -> Iterator[mn.VMobject]:
        """Yield the logo, the lines and the link, in this size."""
        outro, logo = self.theme.outro, self.theme.logo
        if logo is not None:
            yield LogoMark(logo, LOGO_SHARE * self.stage.safe.width, height)
        if outro is not None:
            yield self._line(outro.lines[0], first, weight=600)
            yield from (self._line(line, size) for line in outro.lines[1:])
            if outro.link:
                yield self._line(outro.shown_link, size, role="input")

    def _line(self, text: str, size: float, *, role: str = "ink", weight: int = 400) -> Words:
        """Set a line of the card; one that is too long is broken."""
        width = self.stage.safe.width
        words = Words(literal(text), self.theme, size=size, role=role, weight=weight)
        if words.width > width:
            breakable = literal(_breakable(text))
            words = Words(breakable, self.theme, size=size, role=role, weight=weight, width=width, align="center")
        return words


def _breakable(text: str) -> str:
    """Return `text` with places to break its long words, such as links."""
    return re.sub(rf"\S{{{LONG_WORD},}}", lambda word: "\u200b".join(word[0]), text)
