"""Sentences: templates over a lesson's facts, with marks at the words that start a motion.

"Take a second point, [line] and draw the line through both: its slope is {secant.slope:.3g}." A `{fact}` is printed by
the one formatter of spoken numbers. A `[mark]` is not said: the beat waits for it by `Lesson.until("line")`, and what
follows moves with the words behind it. What is said may hang on the facts, case by case:

    cases(straight="It stays the same.", level="It flattens out.", otherwise="It settles.") + " [then] And then …"

The name of a case is a claim: a fact, true or false, that says what the sentence says, and that a test can compare with
an oracle of its own. What stands outside of cases, and under `otherwise`, is said of whatever the facts are.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from string import Formatter
from types import MappingProxyType, MemberDescriptorType
from typing import Any

from mathkit import spoken_number
from scenes.errors import LessonError, suggestion
from scenes.script.outline import Sentence, spoken_seconds

_MARK = re.compile(r"\[([a-z][a-z0-9_]*)\]\s*")
#: A fact in a label: in single braces, since double ones name a part of a formula.
_LABELLED = re.compile(r"(?<!\{)\{([a-z]\w*(?:\.[a-z]\w*)*)\}(?!\})")

#: What is read off a value as one of its facts: slots, and properties, worked out each time or once.
_READ = (MemberDescriptorType, property, cached_property)


@dataclass(frozen=True, slots=True)
class Cases:
    """A text by cases: (name of a fact that is true or false, text), of which the first that holds is taken."""

    options: tuple[tuple[str, str | Cases], ...]

    def __add__(self, tail: str | Cases) -> Cases:
        """Return the cases with the same ending each."""
        return Cases(tuple((name, text + tail) for name, text in self.options))

    def __radd__(self, head: str) -> Cases:
        """Return the cases with the same beginning each."""
        return Cases(tuple((name, head + text) for name, text in self.options))


def cases(**options: str | Cases) -> Cases:
    """Return a text by cases, in order: each is called as a fact is that is true or false, the last `otherwise`."""
    return Cases(tuple(options.items()))


#: A text over the facts: a template, one by cases, or a function of the facts that returns a template.
Text = str | Cases | Callable[[Any], str]


#: The title of a beat that bears the film's own: the episode's title, or the lesson's.
FILM_TITLE = "{film.title}"


@dataclass(frozen=True, slots=True)
class BeatText:
    """All words of a beat: what is said, its title on the frame, the chapter that it begins, and labels by name.

    Titles and labels are Typst, and may name facts as sentences do: `"At a {kind} there is no tangent"`.
    """

    say: Text = ""
    title: Text = ""
    chapter: str | None = None
    labels: Mapping[str, Text] = field(default_factory=lambda: MappingProxyType({}))


def chosen(text: Text, facts: object) -> str:
    """Return the template that holds for the facts.

    Raises:
        LessonError: a case names what is no fact, or none of the cases holds.
    """
    return _chosen(text, facts)[0]


def claims(text: Text, facts: object) -> tuple[str, ...]:
    """Return the names of the cases by which the template that holds was chosen: what it claims of the facts.

    Raises:
        LessonError: a case names what is no fact, or none of the cases holds.
    """
    return _chosen(text, facts)[1]


def _chosen(text: Text, facts: object) -> tuple[str, tuple[str, ...]]:
    if callable(text):
        return text(facts), ()
    if isinstance(text, str):
        return text, ()
    for name, option in text.options:
        if name == "otherwise" or fact(name, facts):
            template, further = _chosen(option, facts)
            return template, further if name == "otherwise" else (name, *further)
    raise LessonError(f"None of the cases {', '.join(name for name, _ in text.options)} holds. Add otherwise=…")


def fact(path: str, facts: object) -> Any:
    """Return a fact by its name, or by names with dots between them: "tangent.slope".

    Raises:
        LessonError: there is none; it says what there is, and which is nearest.
    """
    value, passed = facts, ""
    for name in path.split("."):
        if name.startswith("_") or not (hasattr(type(value), name) or hasattr(value, name)):
            inside = f" in {passed}" if passed else ""
            asked = f", which {{{path}}} asks for" if path != name else ""
            raise LessonError(f"There is no fact {name!r}{inside}{asked}. {suggestion(name, _facts_in(value))}")
        value, passed = getattr(value, name), f"{passed}.{name}".lstrip(".")
    return value


def _facts_in(value: object) -> list[str]:
    """Return the names of what a value knows: attributes and properties, but not what any manim scene has."""
    known = list(vars(value)) if hasattr(value, "__dict__") else []
    members = [vars(base) for base in type(value).__mro__ if not base.__module__.startswith("manim")]
    for kind in _READ:
        known += (name for each in members for name, member in each.items() if isinstance(member, kind))
    return [name for name in dict.fromkeys(known) if not name.startswith("_")]


def filled_label(text: Text, facts: object) -> str:
    """Return the Typst of a title or a label, with the words that it takes from the facts."""
    return _LABELLED.sub(lambda found: str(fact(found[1], facts)), chosen(text, facts))


def resolved(template: str, facts: object, beat: str) -> Sentence:
    """Return the sentence of a template, filled from the public attributes of `facts`.

    Raises:
        LessonError: the template asks for what is no fact, or has a stray brace or bracket, or a mark twice.
    """
    text, marks = "", dict[str, float]()
    # Split at a group: text, mark, text, mark, …, text.
    for index, piece in enumerate(_MARK.split(template)):
        if index % 2 == 0:
            text += _filled(piece, template, facts, beat)
        elif piece in marks:
            raise LessonError(f"The sentence of beat {beat!r} has the mark [{piece}] twice. Name the second otherwise.")
        else:
            marks[piece] = spoken_seconds(text)
    return Sentence(say=text.rstrip(), marks=marks)


def _filled(piece: str, template: str, facts: object, beat: str) -> str:
    if re.search(r"[\[\]]", piece):
        raise LessonError(
            f"The sentence of beat {beat!r} has a stray bracket: {template!r}. "
            "A mark is a name in small letters, as in [line]."
        )
    try:
        return _Filler().vformat(piece, (), {"facts": facts})
    except (ValueError, KeyError, IndexError) as error:
        if isinstance(error, LessonError):
            raise
        raise LessonError(f"The sentence of beat {beat!r} has a stray brace: {template!r}.") from None


class _Filler(Formatter):
    """Fills a sentence from the lesson's facts: public attributes only, numbers as they are said."""

    def get_field(self, field_name: str, args: Any, kwargs: Any) -> tuple[Any, str]:
        if not re.fullmatch(r"[a-z]\w*(\.[a-z]\w*)*", field_name):
            raise LessonError(f"A sentence asks for {{{field_name}}}. Write a fact's name, as in {{tangent.slope}}.")
        value = fact(field_name, kwargs["facts"])
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
        return spoken_number(float(value), int(digits[1] or 3))
