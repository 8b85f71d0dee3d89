"""Code in a panel, a line of it lit: where the program is now."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence

import manim as mn
import numpy as np

from scenes.drawing.canvas.animations import live
from scenes.drawing.canvas.stage import Region
from scenes.drawing.text.typesetting import Setting, Words
from scenes.drawing.theme.theme import LABEL, Theme

#: Set before each line and taken away again: it tells where the line begins, and on which height it stands.
SENTINEL = "|"
#: A letter's width and the distance of two lines, in ems; the room around the code, in units.
LETTER, LEADING, AROUND = 0.602, 1.75, 0.24
#: The light goes on to the next line in this share of a line's time.
PASSING = 0.3
KEYWORDS = "for|in|if|else|elif|while|def|return|and|or|not|import|from"


class CodePanel(mn.VGroup):
    """Code on a plate at the top of a region; `line` (0, 1, …, also between) is the one that is lit.

    `roles` gives names in the code the colours of the quantities that they stand for. Too wide or too long code is set
    smaller. `follow` lets the light run through the lines of a loop as its steps are taken.

    Example:
        code = CodePanel(["for step in range(8):", "    w = w - rate * slope"], region, theme, roles={"w": "weight"})
        play(*appear(code)); play(code.line.animate.set_value(1.0))
    """

    def __init__(
        self,
        code: Sequence[str],
        region: Region,
        theme: Theme,
        *,
        roles: Mapping[str, str] | None = None,
        size: float = LABEL + 3,
    ) -> None:
        super().__init__()
        self.line = mn.ValueTracker(0.0)
        longest = max(len(text) for text in code)
        widest, tallest = (
            (region.width - 2 * AROUND) / (LETTER * longest),
            (region.height - AROUND) / LEADING / len(code),
        )
        em = min(size * theme.type_scale / 96, widest, tallest)
        size = 96 / theme.type_scale * em
        self.pitch = LEADING * em
        width = min(region.width, LETTER * em * longest + 2 * AROUND)
        height = self.pitch * len(code) + AROUND
        self.plate = mn.RoundedRectangle(width=width, height=height, corner_radius=0.12)
        self.plate.set_fill(theme.color("plate"), 1).set_stroke(theme.color("grid"), 1.5)
        self.plate.move_to(region.point(0, 1), aligned_edge=mn.UL)
        self.lines = [_line(text, theme, roles or {}, size) for text in code]
        for place, line in enumerate(self.lines):
            line.shift(self._middle(place) - np.array([width / 2 - AROUND, 0, 0]))
        light = mn.RoundedRectangle(width=width - 0.1, height=0.94 * self.pitch, corner_radius=0.08)
        # Every role can be read on the background, as on the plate: a theme is held to that.
        light.set_fill(theme.background, 1).set_stroke(width=0)
        bar = mn.Rectangle(width=0.09, height=0.94 * self.pitch, fill_color=theme.color("ink"), fill_opacity=1)
        bar.set_stroke(width=0).align_to(light, mn.LEFT)
        self._now: Callable[[], float] = self.line.get_value
        self.light = live(mn.VGroup(light, bar), lambda m: m.move_to(self._middle(float(self._now()))))
        self.add(self.plate, self.light, *self.lines)

    def follow(self, steps: Callable[[], float], loop: Sequence[int], start: int | None = None) -> CodePanel:
        """Light the lines of `loop` in turn in every step, and not `line`: after k whole steps the last one is lit.

        Before the first step `start` is lit, or the first line of the loop.
        """
        first = loop[0] if start is None else start
        self._now = lambda: lit_line(float(steps()), loop, first)
        return self

    def _middle(self, place: float) -> np.ndarray:
        """Return the middle of a line (0, 1, …) where the plate stands now, shape (3,)."""
        return self.plate.get_top() - np.array([0, AROUND / 2 + (place + 0.5) * self.pitch, 0])


def lit_line(steps: float, loop: Sequence[int], start: int) -> float:
    """Return which line is lit (also between two) once a loop over lines has taken so many steps, or parts of one."""
    if steps <= 0:
        return float(start)
    whole = int(np.ceil(steps)) - 1
    place, share = divmod((steps - whole) * len(loop), 1)
    if share == 0:
        return float(loop[int(place) - 1])
    before = loop[int(place) - 1] if place else loop[-1] if whole else start
    return before + float(mn.rate_functions.smooth(min(1.0, share / PASSING))) * (loop[int(place)] - before)


def _line(text: str, theme: Theme, roles: Mapping[str, str], size: float) -> mn.VGroup:
    """Return a line of code that begins at the origin, its letters' middle on the axis; comments and keywords muted."""
    names = "\n".join(f'#show regex("\\\\b{name}\\\\b"): it => {role}(it)' for name, role in roles.items())
    escaped = (SENTINEL + text).replace("\\", "\\\\").replace('"', '\\"')
    # Typst sets code at 0.8 em of its surroundings.
    markup = (
        "#set raw(theme: none)\n#show raw: set text(size: 1.25em)\n"
        f'#show regex("\\\\b({KEYWORDS})\\\\b|#.*"): it => muted(it)\n{names}\n#raw("{escaped}")'
    )
    words = Words(markup, theme, size=size)
    glyphs = sorted(words.family_members_with_points(), key=lambda glyph: float(glyph.get_left()[0]))
    first, *rest = glyphs
    em = size * theme.type_scale / 96
    setting = Setting(text.strip(), first.setting.size)
    for glyph in rest:
        glyph.setting = setting
    # The sentinel stands in the middle of the letter that it takes.
    begin = np.array([first.get_x() + 0.5 * LETTER * em, first.get_y() - 0.04 * em, 0])
    return mn.VGroup(*rest).shift(-begin)
