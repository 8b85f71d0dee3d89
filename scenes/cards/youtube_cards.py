"""The cards around a film on YouTube: before it its title, after it what comes next, with room for an end screen."""

from __future__ import annotations

from collections.abc import Iterator

import manim as mn
import numpy as np

from scenes.drawing.canvas.animations import EASE, appear
from scenes.drawing.canvas.painted_mobject import LogoMark
from scenes.drawing.canvas.primitives import set_runs, stroke
from scenes.drawing.text.typesetting import Words, literal
from scenes.drawing.theme.theme import LABEL, TEXT, TITLE
from scenes.lesson import Lesson, beat
from scenes.script.params import LessonParams

#: The title before a film is set in the first of these sizes in which it fits, and what comes after its colon smaller.
SIZES, UNDER = (84, 72, 60, TITLE), 40
#: The line under a title: how long, and how far below (units).
RULE, GAP = 2.4, 0.35


class CardParams(LessonParams):
    """title: of the film, or of the next one; series: what it belongs to."""

    title: str = ""
    series: str = ""


class IntroCard(Lesson):
    """No lesson of its own: the title of the film that follows."""

    name = "intro-card"
    title = "The card before a film"
    corner_logo = False
    Params = CardParams
    params: CardParams

    @beat("")
    def intro(self) -> None:
        card = mn.VGroup(*self._parts()).arrange(mn.DOWN, GAP, aligned_edge=mn.LEFT)
        card.move_to([self.stage.safe.left + 0.6, 0, 0], aligned_edge=mn.LEFT)
        self.play(*(move for part in card for move in appear(part, rate_func=EASE)), run_time=0.9)
        self.wait(0.6)

    def _parts(self) -> Iterator[mn.VMobject]:
        """Yield the logo, the series, the title and a line in the colour of slopes."""
        width = self.stage.safe.width - 1.2
        if self.theme.logo is not None:
            yield LogoMark(self.theme.logo, 0.3 * width, 1.0)
        if self.params.series:
            yield Words(literal(self.params.series), self.theme, size=TEXT, role="muted", width=width)
        head, _, under = (part.strip() for part in self.params.title.partition(":"))
        for size in SIZES:
            words = Words(literal(head), self.theme, size=size, weight=600, width=width)
            if words.height < 2 * size / 96:
                break
        yield words
        if under:
            yield Words(literal(under[0].upper() + under[1:]), self.theme, size=UNDER, width=width)
        yield set_runs(stroke(self.theme, "slope", 8), np.array([[0.0, 0, 0], [RULE, 0, 0]]))


class EndCard(Lesson):
    """No lesson of its own: what comes next. The middle stays free for an end screen."""

    name = "end-card"
    title = "The card after a film"
    corner_logo = False
    Params = CardParams
    params: CardParams

    @beat("")
    def end(self) -> None:
        safe, parts = self.stage.safe, []
        if self.params.title:
            words = Words(
                f"#slope[→] {literal(self.params.title)}", self.theme, size=TITLE, weight=600, width=safe.width
            )
            parts.append(words.move_to(safe.point(0, 1), aligned_edge=mn.UL))
        if self.params.series:
            series = Words(literal(self.params.series), self.theme, size=LABEL + 3, role="muted", width=safe.width)
            parts.append(series.move_to(self.stage.body.point(0, 0), aligned_edge=mn.DL))
        if self.theme.logo is not None:
            mark = LogoMark(self.theme.logo, 3.0, 0.9)
            parts.append(mark.move_to(self.stage.body.point(1, 0), aligned_edge=mn.DR))
        if parts:
            self.play(*(move for part in parts for move in appear(part, rate_func=EASE)), run_time=0.8)
