"""The outline: what a lesson says and in which order, as plain data.

Captions, chapters, plans and slides follow from it. It knows no manim, so that a warm run never imports it.
"""

from __future__ import annotations

from pydantic import BaseModel, ConfigDict

#: Narration is read at this pace; it sets the shortest length of a beat (words per minute).
WORDS_PER_MINUTE = 150
#: The settled frame stays at least this long, in seconds; longer after a question, and at the end of a film.
SETTLE, ASK_HOLD, LAST_HOLD = 1.5, 3.0, 5.0
#: A voice takes breath after a beat, in seconds.
BREATH = 0.5


def spoken_seconds(words: str) -> float:
    """Return how long `words` take to say, in seconds."""
    return len(words.split()) * 60 / WORDS_PER_MINUTE


class Sentence(BaseModel):
    """What is said, resolved: its template (`sentence_template`) filled in.

    `marks`: the words at which a motion starts, as seconds from the beginning of the sentence.
    `heard`: how far a voice has come, (words said, seconds), rising up to all of them; empty where none is heard.
    """

    model_config = ConfigDict(frozen=True, extra="forbid")

    say: str
    marks: dict[str, float] = {}
    heard: tuple[tuple[int, float], ...] = ()

    @property
    def spoken_seconds(self) -> float:
        """Return how long the sentence takes to say, in seconds: as the voice says it, or by its words."""
        return self.heard[-1][1] if self.heard else spoken_seconds(self.say)

    @property
    def mark_words(self) -> dict[str, int]:
        """Return how many words are said before each mark of a sentence that nobody has spoken yet."""
        return {mark: round(seconds * WORDS_PER_MINUTE / 60) for mark, seconds in self.marks.items()}


class Beat(Sentence):
    """One idea of a lesson: its name, the sentence spoken over it, and how deliverables treat it."""

    name: str
    chapter: str | None = None
    loop: bool = False
    ask: bool = False
    short: bool = False
    names_film: bool = False


class Outline(BaseModel):
    """The resolved script of one lesson for one set of params."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    lesson: str
    title: str
    beats: tuple[Beat, ...]
