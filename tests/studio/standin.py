"""Lessons small enough to be rendered in a test: a dot that walks, in four beats, and words that meet."""

from __future__ import annotations

from typing import Annotated

import manim as mn
from pydantic import Field

from scenes.drawing.text.typesetting import Words
from scenes.lesson import Lesson, beat
from scenes.script.params import LessonParams


class DotParams(LessonParams):
    steps: Annotated[int, Field(ge=2, le=9)] = 2
    broken: bool = False


class WalkingDot(Lesson):
    """Not one of the shipped lessons."""

    name = "walking-dot"
    title = "A dot goes for a walk"
    Params = DotParams
    params: DotParams

    def prepare(self) -> None:
        self.steps = self.params.steps

    @beat("Here is a dot.", chapter="The dot")
    def enter(self) -> None:
        self.place = mn.ValueTracker(-3)
        self.dot = mn.Dot(radius=0.6, color=mn.RED)
        self.dot.add_updater(lambda dot: dot.set_x(self.place.get_value()), call_updater=True)
        self.play(mn.FadeIn(self.dot), run_time=0.5)

    @beat("It takes one step, [right] then the rest of {steps} steps to the right.")
    def walk(self) -> None:
        for step in range(self.params.steps):
            if step == 1:
                self.until("right")
            self.play(self.place.animate.increment_value(2), run_time=0.4)

    @beat("It stands.", ask=True)
    def stand(self) -> None:
        if self.params.broken:
            raise RuntimeError("the dot fell over")

    @beat("Goodbye.")
    def leave(self) -> None:
        self.wait(0.3)
        self.play(self.dot.animate.set_color(mn.BLUE), run_time=0.3)


class PassingWords(Lesson):
    """Its words are in order whenever a beat ends, but one runs over the other on its way."""

    name = "passing-words"
    title = "Words that pass"

    @beat("One word.")
    def enter(self) -> None:
        self.word = Words("walker", self.theme).move_to([-4, 0, 0])
        self.add(self.word)

    @beat("It passes another.", short=True)
    def walk(self) -> None:
        self.add(Words("stander", self.theme))
        self.play(self.word.animate.move_to([4, 0, 0]), run_time=2)
