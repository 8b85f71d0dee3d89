"""A lesson: a manim scene whose beats, in the order in which they are defined, are its script.

`Facts.of(params)` works out what is true (mathkit, no manim), the beats show it. `Lesson.construct` walks the beats.
Everything that a beat animates is a function of params and of trackers, never of the clock: so a lesson drawn whole and
a lesson drawn beat by beat on several machines give the same frames.
"""

from __future__ import annotations

import importlib
import importlib.util
import inspect
from collections.abc import Callable, Iterable, Mapping
from contextlib import AbstractContextManager
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, ClassVar

import manim as mn

from mathkit.cpu_limit import cpu_limit
from scenes.drawing.canvas.animations import Appear, appear, vanish
from scenes.drawing.canvas.camera import StageCamera
from scenes.drawing.canvas.painted_mobject import LogoMark
from scenes.drawing.canvas.stage import Stage
from scenes.drawing.text.typesetting import Words, literal
from scenes.drawing.theme.theme import TEXT, TITLE, Theme
from scenes.drawing.theme.theme_file import load_theme
from scenes.errors import LessonError, blamed_on, suggestion
from scenes.script.outline import ASK_HOLD, LAST_HOLD, SETTLE, Beat, Outline
from scenes.script.params import LessonParams
from scenes.script.sentence_template import FILM_TITLE, BeatText, Text, chosen, claims, fact, filled_label, resolved

if TYPE_CHECKING:
    from scenes.script.notes import Notes

#: A logo on the title line is at most this wide and high, in units.
LOGO = (1.5, 0.56)
#: CPU seconds that a lesson's facts may take.
_MOST_SECONDS = 5.0


@dataclass(frozen=True, slots=True)
class BeatMethod:
    """A beat as it stands in the lesson's class: the method that plays it, and what is said and known of it."""

    play: Callable[[Any], None]
    text: BeatText
    when: str | Callable[[Any], bool] | None
    traits: Mapping[str, Any]

    def holds(self, facts: object) -> bool:
        """Return whether the facts call for the beat."""
        return self.when is None or bool(fact(self.when, facts) if isinstance(self.when, str) else self.when(facts))


def beat(
    text: BeatText | Text = "",
    *,
    say: Text = "",
    title: Text = "",
    when: str | Callable[[Any], bool] | None = None,
    chapter: str | None = None,
    loop: bool = False,
    ask: bool = False,
    short: bool = False,
) -> Callable[[Callable[[Any], None]], BeatMethod]:
    """Make a method of a lesson one of its beats.

    `text` is what is said, or all of the beat's words; without it `say`, `title` and `chapter` are given one by one.
    What is said is a template over the facts (`{tangent.slope:.3g}`) with marks (`[line]`) at the words that a motion
    waits for, by `cases` where it hangs on the facts, or a function of the facts that returns a template. `when` names
    the fact, or is a function of the facts, without which the beat is left out.
    """
    words = text if isinstance(text, BeatText) else BeatText(text or say, title, chapter)
    named = words.title == FILM_TITLE
    traits = {"chapter": words.chapter, "loop": loop, "ask": ask, "short": short, "names_film": named}
    return lambda method: BeatMethod(method, words, when, traits)


def _too_long(lesson: str, params: LessonParams) -> str:
    shown = ", ".join(f"{name} = {value}" for name, value in params.model_dump(mode="json").items())
    shown = shown if len(shown) <= 200 else f"{shown[:199]}…"
    return f"{lesson} with {shown}: its mathematics takes more than {_MOST_SECONDS:g} seconds; type a shorter formula"


class Lesson(mn.Scene):
    """Base of every lesson. Subclasses set `name`, `title`, `Params`, `Facts` and their beats."""

    name: ClassVar[str]
    title: ClassVar[str]
    Params: ClassVar[type[LessonParams]] = LessonParams
    #: What is worked out for params: `Facts.of(params)` is frozen, knows no manim, and raises `NablaError` where the
    #: lesson cannot be told.
    Facts: ClassVar[Any] = None
    _known: ClassVar[tuple[LessonParams, Any] | None] = None
    #: Whether a theme's logo stands at the end of the title line.
    corner_logo: ClassVar[bool] = True

    def __init__(
        self,
        renderer: Any = None,
        *,
        params: LessonParams | None = None,
        theme: Theme | None = None,
        beats: range | None = None,
        short: bool = False,
        title: str = "",
        settled: Callable[[int], None] | None = None,
        **options: Any,
    ) -> None:
        """`beats`: the window of beats to draw; `short`: on a Short's stage; `title`: the film's, if not the lesson's.

        `settled(index)`: called in the settled state of each drawn beat.
        """
        self.params = params or type(self).Params()
        self.theme = theme or load_theme("dark")
        self.window = beats
        self.short = short
        self.film_title = title or type(self).title
        self.settled = settled
        #: Called with a beat's index and what it raised, if the beats behind it are to be played all the same.
        self.failed: Callable[[int, Exception], None] | None = None
        #: Called with a mark's name in the settled state in which the motion waits for it.
        self.marked: Callable[[str], None] | None = None
        if self.Facts is None:
            self.prepare()
        self.facts = self if self.Facts is None else self.facts_of(self.params)
        self.script = self._script(self.facts)
        if renderer is not None:
            renderer.camera = StageCamera()
        super().__init__(renderer, camera_class=StageCamera, random_seed=0, **options)

    # -- the script ---------------------------------------------------------------------------------------------

    def prepare(self) -> None:
        """Work out the facts of a lesson that has no `Facts`, from `self.params`. No mobjects here."""

    @classmethod
    def _script(cls, facts: Any) -> list[tuple[str, BeatMethod]]:
        """Return the beats that the facts call for, in order. A subclass may replace a beat of its base in place."""
        methods: dict[str, BeatMethod] = {}
        for base in reversed(cls.__mro__):
            methods |= {name: value for name, value in vars(base).items() if isinstance(value, BeatMethod)}
        called = []
        for name, method in methods.items():
            with cls._blamed(name, method):
                if method.holds(facts):
                    called.append((name, method))
        return called

    @classmethod
    def read_params(cls, settings: Mapping[str, Any]) -> LessonParams:
        """Read params from what a person typed, and see that the lesson can be told for them (`NablaError` if not)."""
        params = cls.Params.read(settings, cls.name)
        cls.facts_of(params)
        return params

    @classmethod
    def facts_of(cls, params: LessonParams) -> Any:
        """Return the facts for `params`. The last ones are kept."""
        known = vars(cls).get("_known")
        if known is None or known[0] != params:
            known = cls._known = (params, cls._work_out(params))
        return known[1]

    @classmethod
    def _work_out(cls, params: LessonParams) -> Any:
        code = (cls.prepare if cls.Facts is None else cls.Facts.of).__code__
        # What a lesson of the course refuses, its params are to blame for; of one's own lesson, it may be its code.
        errors = () if cls._is_ours() else Exception
        with cpu_limit(_MOST_SECONDS, _too_long(cls.name, params)), blamed_on(code, errors=errors):
            if cls.Facts is not None:
                return cls.Facts.of(params)
            facts = object.__new__(cls)
            facts.params = params
            facts.prepare()
            return facts

    @classmethod
    def _is_ours(cls) -> bool:
        """Return whether the lesson is one of the course: tests look through those for what is not foreseen."""
        return cls.__module__.partition(".")[0] == __name__.partition(".")[0]

    @classmethod
    def line_of(cls, beat: str) -> tuple[str, int]:
        """Return the file and the line where a beat begins, or where the class does that has no such beat."""
        method = getattr(cls, beat, None)
        if isinstance(method, BeatMethod):
            return method.play.__code__.co_filename, method.play.__code__.co_firstlineno
        return inspect.getfile(cls), inspect.getsourcelines(cls)[1]

    @classmethod
    def _blamed(cls, name: str, method: BeatMethod) -> AbstractContextManager[None]:
        """Blame the beat's author for what is wrong with its words."""
        return blamed_on(method.play.__code__, name, LessonError if cls._is_ours() else Exception)

    @classmethod
    def outline(cls, params: LessonParams, say: Mapping[str, str] | None = None) -> Outline:
        """Return the resolved script for `params`; `say` replaces sentences by beat name. Nothing is drawn."""
        return Outline(lesson=cls.name, title=cls.title, beats=cls._beats(cls.facts_of(params), say or {}))

    @classmethod
    def _beats(cls, facts: Any, say: Mapping[str, str]) -> tuple[Beat, ...]:
        """Return what is said and when in each beat; a sentence in `say` may have the marks of the one it replaces."""
        beats = []
        for name, method in cls._script(facts):
            with cls._blamed(name, method):
                sentence = resolved(chosen(method.text.say, facts), facts, name)
            if say.get(name):
                known = sentence.marks
                try:
                    sentence = resolved(say[name], facts, name)
                    _check_marks(name, sentence.marks, known)
                except LessonError as error:
                    raise LessonError(f"say.{name}: {error}") from None
            beats.append(Beat(name=name, **dict(sentence), **method.traits))
        return tuple(beats)

    @classmethod
    def claims(cls, params: LessonParams) -> dict[str, tuple[str, ...]]:
        """Return by beat what its words claim of the facts: the fact that calls for it, and the cases that hold."""
        facts = cls.facts_of(params)
        said: dict[str, tuple[str, ...]] = {}
        for name, method in cls._script(facts):
            when = (method.when,) if isinstance(method.when, str) else ()
            words = (method.text.say, method.text.title, *method.text.labels.values())
            said[name] = tuple(dict.fromkeys((*when, *(claim for text in words for claim in claims(text, facts)))))
        return said

    @classmethod
    def notes_of(cls, params: LessonParams) -> Notes | None:
        """Return what is written about the lesson for `params`; None where there is only the film."""
        notes = cls.companion("notes")
        return notes(cls.facts_of(params)) if notes else None

    @classmethod
    def companion(cls, name: str) -> Callable[..., Any] | None:
        """Return the function `name` that goes with the lesson: from the module `name` in its folder, or from its own.

        Such a function (`notes`, `thumbnail`, `exercises`) takes the lesson's facts first.

        Returns:
            None where the lesson has none.
        """
        home, _, own = cls.__module__.rpartition(".")
        module = f"{home}.{name}" if own == "scene" and importlib.util.find_spec(f"{home}.{name}") else cls.__module__
        return getattr(importlib.import_module(module), name, None)

    # -- drawing ------------------------------------------------------------------------------------------------

    def construct(self) -> None:
        """Play the beats of the window; earlier ones are skipped through, later ones left out."""
        mark = self._mark = LogoMark(self.theme.logo, *LOGO) if self.theme.logo and self.corner_logo else None
        corner = mark.width if mark else 0.0
        self.stage = Stage.of(mn.config.frame_width, mn.config.frame_height, corner, short=self.short)
        if mark is not None:
            self.add(mark.move_to(self.stage.safe.point(1, 1), aligned_edge=mn.UR))
        self.theme = self.theme.scaled(self.stage.type_scale)
        self.camera.background_color = self.theme.background
        self.heading: mn.Mobject | None = None
        window = self.window if self.window is not None else range(len(self.script))
        beats = self._beats(self.facts, {})
        for index, (name, method) in enumerate(self.script[: window.stop]):
            drawn = index in window
            self.next_section(name, skip_animations=not drawn)
            self._playing = _Playing(beats[index], method.text, self.time, drawn=drawn)
            if self.short and beats[index].short and self.heading is not None and not beats[index - 1].short:
                # A Short opens here, or goes on after a cut: nobody has seen the title of the beat before.
                self.remove(self.heading)
                self.heading = None
            try:
                method.play(self)
                self.update_mobjects(0)
                self._playing.check()
            except Exception as error:
                if self.failed is None:
                    raise
                self.failed(index, error)
                continue
            if not drawn:
                continue
            if self.settled is not None:
                self.settled(index)
            else:
                last = index == len(self.script) - 1
                least = LAST_HOLD if last else ASK_HOLD if beats[index].ask else SETTLE
                self.wait(max(beats[index].spoken_seconds - (self.time - self._playing.start), least))

    def play(self, *animations: Any, at: str = "", **options: Any) -> None:
        """Play as manim does; with `at`, from the word behind that mark on."""
        if at:
            self.until(at)
        super().play(*animations, **options)

    def until(self, mark: str) -> None:
        """Hold still until the word behind `[mark]` is said; what is played next starts with it.

        A sentence of somebody's own may lack the mark: then the motion goes on at once.

        Raises:
            LessonError: the beat's sentence has no such mark.
        """
        playing = self._playing
        playing.wait_for(mark)
        self.update_mobjects(0)
        if not playing.drawn:
            return
        if self.settled is None:
            left = playing.beat.marks[mark] - (self.time - playing.start)
            if left * mn.config.frame_rate >= 1:
                self.wait(left)
        elif self.marked is not None:
            self.marked(mark)

    def say_title(self, text: str) -> list[mn.Animation]:
        """Return the animations that put `text` (Typst) on the title line in place of what stood there."""
        region = self.stage.title
        # A long title is set smaller before it is broken, where the line below it is missing.
        for size, width in ((TITLE, None), (TITLE, region.width), (TITLE - 5, None), (TEXT, region.width)):
            words = Words(text, self.theme, size=size, weight=600, width=width)
            if words.width <= region.width and words.height <= region.height:
                break
        if width is not None:
            words = _evened(words, text, size, width, self.theme)
        words.move_to(region.point(0, 1), aligned_edge=mn.UL)
        old, self.heading = self.heading, words
        leave = [] if old is None else vanish(old, rate_func=lambda t: min(1.0, t / 0.4))
        return leave + appear(words, rate_func=lambda t: max(0.0, (t - 0.4) / 0.6))

    def show(
        self,
        *enter: mn.Mobject | mn.Animation,
        title: str | None = None,
        leave: Iterable[mn.Mobject] = (),
        clear: bool = False,
        keep: Iterable[mn.Mobject] = (),
        at: str = "",
        run_time: float | None = None,
    ) -> None:
        """Bring mobjects on (or play animations), under the beat's title, which comes with the first `show` of a beat.

        `title` takes its place ("": none). `leave` goes; with `clear` all that stands goes, but for `keep`. Where
        mobjects go and others come, those leave the stage first: no text fades through another. Seconds: 0.7 for what
        goes and for animations, 0.8 for what comes, or `run_time` where there is one play.
        """
        if title is None:
            title = "" if self._playing.titled else self._title_of(self._playing.text)
        self._playing.titled |= bool(title)
        gone = [*leave, *(self._standing(keep) if clear else ())]
        named = self.say_title(title) if title else []
        come = [Appear(each) for each in enter if isinstance(each, mn.Mobject)]
        moves = [each for each in enter if not isinstance(each, mn.Mobject)]
        if gone and come:
            self.play(*named, *vanish(*gone), *moves, run_time=0.7, at=at)
            self.play(*come, run_time=run_time or 0.8)
        elif gone or come or named or moves:
            self.play(*named, *vanish(*gone), *come, *moves, run_time=run_time or (0.8 if come else 0.7), at=at)

    def _title_of(self, text: BeatText) -> str:
        """Return the Typst of a beat's title."""
        return (
            literal(self.film_title)
            if text.title == FILM_TITLE
            else filled_label(text.title, self.facts_of(self.params))
        )

    def _standing(self, keep: Iterable[mn.Mobject]) -> list[mn.Mobject]:
        """Return what is seen on the stage, but for `keep`, the title and the logo."""
        kept = {id(part) for each in keep for part in each.get_family()} | {id(self.heading), id(self._mark)}
        return [each for each in self.mobjects if id(each) not in kept and not isinstance(each, mn.ValueTracker)]

    def label(self, name: str) -> str:
        """Return the Typst of one of the beat's labels."""
        labels = self._playing.text.labels
        if name not in labels:
            beat = self._playing.beat.name
            raise LessonError(f"Beat {beat!r} has no label {name!r}. {suggestion(name, labels)}")
        return filled_label(labels[name], self.facts_of(self.params))

    def tracker(self, value: float) -> mn.ValueTracker:
        """Return a number that animations move and live mobjects read."""
        return mn.ValueTracker(value)


def _evened(title: Words, text: str, size: float, width: float, theme: Theme) -> Words:
    """Return a title that is broken into lines with lines of like length: no word is left alone on the last."""
    for share in (0.9, 0.8, 0.7, 0.6, 0.5):
        narrower = Words(text, theme, size=size, weight=600, width=share * width)
        if narrower.height > title.height + 0.5 * size / 96:
            break
        title = narrower
    return title


class _Playing:
    """The beat that is played now: when it began, and which of its marks the motion has waited for."""

    def __init__(self, beat: Beat, text: BeatText, start: float, *, drawn: bool) -> None:
        self.beat, self.text, self.start, self.drawn = beat, text, start, drawn
        self.titled = False
        self._waited: list[str] = []

    def wait_for(self, mark: str) -> None:
        """Note that the motion waits for `mark`."""
        if mark in self._waited:
            raise LessonError(f"Beat {self.beat.name!r} waits for [{mark}] twice. Give the second place its own mark.")
        if mark not in self.beat.marks:
            raise LessonError(
                f"Beat {self.beat.name!r} waits for [{mark}], which its sentence does not have. "
                f"{_marks_sentence(self.beat.marks)} Put [{mark}] before the word that the motion starts with."
            )
        self._waited.append(mark)

    def check(self) -> None:
        """Raise `LessonError` if no motion has waited for one of the marks."""
        for mark in self.beat.marks:
            if mark not in self._waited:
                raise LessonError(
                    f"The sentence of beat {self.beat.name!r} has the mark [{mark}], which no motion waits for. "
                    f'Write self.until("{mark}") before the motion, or take the mark out.'
                )


def _check_marks(beat: str, marks: Mapping[str, float], known: Mapping[str, float]) -> None:
    for mark in marks:
        if mark not in known:
            raise LessonError(f"The sentence for beat {beat!r} has the mark [{mark}]. {_marks_sentence(known)}")


def _marks_sentence(marks: Mapping[str, float]) -> str:
    if not marks:
        return "This beat has no marks."
    return f"This beat's marks are, in order: {', '.join(f'[{mark}]' for mark in marks)}."
