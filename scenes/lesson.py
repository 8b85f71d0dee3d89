"""A lesson: a manim scene whose beats, in the order in which they are defined, are its script.

`prepare` works out the facts (mathkit), the beats show them. `Lesson.construct` walks the beats. Everything that a
beat animates is a function of params and of trackers, never of the clock: so a lesson drawn whole and a lesson drawn
beat by beat on several machines give the same frames.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from string import Formatter
from typing import Any, ClassVar

import manim as mn

from mathkit import format_number
from scenes.camera import StageCamera
from scenes.errors import LessonError
from scenes.motion import appear, vanish
from scenes.outline import ASK_HOLD, LAST_HOLD, SETTLE, Beat, Outline
from scenes.params import LessonParams
from scenes.stage import Stage
from scenes.theme import TEXT, TITLE, Theme
from scenes.typesetting import Words


@dataclass(frozen=True, slots=True)
class BeatMethod:
    """A beat as it stands in the lesson's class: the method that plays it, and what is said and known of it."""

    play: Callable[[Any], None]
    say: str | Callable[[Any], str]
    when: Callable[[Any], bool] | None
    marks: Mapping[str, Any]


def beat(
    say: str | Callable[[Any], str],
    *,
    when: Callable[[Any], bool] | None = None,
    chapter: str | None = None,
    loop: bool = False,
    ask: bool = False,
    short: bool = False,
) -> Callable[[Callable[[Any], None]], BeatMethod]:
    """Make a method of a lesson one of its beats.

    `say` is a template over the facts (`{tangent.slope:.3g}`), or a function of the lesson that returns one; `when`
    leaves the beat out where the facts do not call for it.
    """
    marks = {"chapter": chapter, "loop": loop, "ask": ask, "short": short}
    return lambda method: BeatMethod(method, say, when, marks)


class _Sentence(Formatter):
    """Fills a sentence from the lesson's facts: public attributes only, numbers by the one number formatter."""

    def get_field(self, field_name: str, args: Any, kwargs: Any) -> tuple[Any, str]:
        if not re.fullmatch(r"[a-z]\w*(\.[a-z]\w*)*", field_name):
            raise LessonError(f"A sentence asks for {{{field_name}}}. Write a fact's name, as in {{tangent.slope}}.")
        value: Any = kwargs["lesson"]
        for name in field_name.split("."):
            try:
                value = getattr(value, name)
            except AttributeError:
                raise LessonError(f"A sentence asks for {{{field_name}}}, which this lesson does not know.") from None
        if not isinstance(value, str | int | float):
            raise LessonError(f"A sentence asks for {{{field_name}}}, which is neither a number nor a word.")
        return value, field_name

    def convert_field(self, value: Any, conversion: str | None) -> Any:
        if conversion is not None:
            raise LessonError(f"A sentence converts a fact by !{conversion}. Write its name alone.")
        return value

    def format_field(self, value: Any, format_spec: str) -> str:
        if isinstance(value, str):
            return value
        digits = re.fullmatch(r"(?:\.(\d))?g?", format_spec)
        if digits is None:
            raise LessonError(f"A sentence formats a number by {format_spec!r}. Write :.3g, or nothing.")
        return format_number(float(value), int(digits[1] or 3))


class Lesson(mn.Scene):
    """Base of every lesson. Subclasses set `name`, `title`, `Params`, `prepare` and their beats."""

    name: ClassVar[str]
    title: ClassVar[str]
    Params: ClassVar[type[LessonParams]] = LessonParams

    def __init__(
        self,
        renderer: Any = None,
        *,
        params: LessonParams | None = None,
        theme: Theme | None = None,
        beats: range | None = None,
        settled: Callable[[int], None] | None = None,
        **options: Any,
    ) -> None:
        """`beats`: the window of beats to draw; `settled(index)`: called in the settled state of each drawn beat."""
        self.params = params or type(self).Params()
        self.theme = theme or Theme.load("dark")
        self.window = beats
        self.settled = settled
        self.prepare()
        self.script = self._script()
        if renderer is not None:
            renderer.camera = StageCamera()
        super().__init__(renderer, camera_class=StageCamera, random_seed=0, **options)

    # -- the script ---------------------------------------------------------------------------------------------

    def prepare(self) -> None:
        """Work out the facts from `self.params`. No mobjects here. Raises `NablaError` where they cannot be told."""

    def _script(self) -> list[tuple[str, BeatMethod]]:
        """Return the beats that the facts call for, in order. A subclass may replace a beat of its base in place."""
        methods: dict[str, BeatMethod] = {}
        for cls in reversed(type(self).__mro__):
            methods |= {name: value for name, value in vars(cls).items() if isinstance(value, BeatMethod)}
        return [(name, b) for name, b in methods.items() if b.when is None or b.when(self)]

    @classmethod
    def read_params(cls, settings: Mapping[str, Any]) -> LessonParams:
        """Read params from what a person typed, and see that the lesson can be told for them (`NablaError` if not)."""
        params = cls.Params.read(settings, cls.name)
        cls._facts(params)
        return params

    @classmethod
    def outline(cls, params: LessonParams, say: Mapping[str, str] | None = None) -> Outline:
        """Return the resolved script for `params`; `say` replaces sentences by beat name. Nothing is drawn."""
        facts = cls._facts(params)
        say = say or {}
        beats = []
        for name, method in facts._script():
            template = say.get(name) or (method.say if isinstance(method.say, str) else method.say(facts))
            try:
                sentence = _Sentence().vformat(template, (), {"lesson": facts})
            except (ValueError, KeyError, IndexError) as error:
                if isinstance(error, LessonError):
                    raise
                raise LessonError(f"The sentence of beat {name!r} has a stray brace: {template!r}.") from None
            beats.append(Beat(name=name, say=sentence, **method.marks))
        return Outline(lesson=cls.name, title=cls.title, beats=tuple(beats))

    @classmethod
    def _facts(cls, params: LessonParams) -> Lesson:
        """Return a lesson that has its facts but is no scene: enough for a script, at no cost."""
        facts = object.__new__(cls)
        facts.params = params
        facts.prepare()
        return facts

    # -- drawing ------------------------------------------------------------------------------------------------

    def construct(self) -> None:
        """Play the beats of the window; earlier ones are skipped through, later ones left out."""
        self.stage = Stage.of(mn.config.frame_width, mn.config.frame_height)
        self.theme = self.theme.scaled(self.stage.type_scale)
        self.camera.background_color = self.theme.background
        self.heading: mn.Mobject | None = None
        window = self.window if self.window is not None else range(len(self.script))
        sentences = self.outline(self.params).beats if self.settled is None else ()
        for index, (name, method) in enumerate(self.script[: window.stop]):
            drawn = index in window
            self.next_section(name, skip_animations=not drawn)
            start = self.time
            method.play(self)
            self.update_mobjects(0)
            if not drawn:
                continue
            if self.settled is not None:
                self.settled(index)
            else:
                least = LAST_HOLD if index == len(self.script) - 1 else ASK_HOLD if sentences[index].ask else SETTLE
                self.wait(max(sentences[index].spoken_seconds - (self.time - start), least))

    def say_title(self, text: str) -> list[mn.Animation]:
        """Return the animations that put `text` (Typst) on the title line in place of what stood there."""
        region = self.stage.title
        words = Words(text, self.theme, size=TITLE, weight=600)
        # A long title is set smaller before it is broken, where the line below it is missing.
        for size, width in ((TITLE, region.width), (TITLE - 5, None), (TEXT, region.width)):
            if words.width <= region.width and words.height <= region.height:
                break
            words = Words(text, self.theme, size=size, weight=600, width=width)
        words.move_to(region.point(0, 1), aligned_edge=mn.UL)
        old, self.heading = self.heading, words
        leave = [] if old is None else vanish(old, rate_func=lambda t: min(1.0, t / 0.4))
        return leave + appear(words, rate_func=lambda t: max(0.0, (t - 0.4) / 0.6))

    def swap(self, old: Sequence[mn.Mobject], new: Sequence[mn.Mobject], title: str = "") -> None:
        """Take what is told off the stage, and only then bring in what comes next: no text fades through another."""
        self.play(*vanish(*old), *(self.say_title(title) if title else []), run_time=0.7)
        self.play(*appear(*new), run_time=0.8)

    def tracker(self, value: float) -> mn.ValueTracker:
        """Return a number that animations move and live mobjects read."""
        return mn.ValueTracker(value)
