"""Time, purely: a sentence cut where a voice can be timed, and a beat stretched to what was heard.

Where a cut is inside what was spoken in one go, its time is estimated: an engine speaks the pieces alone too, and they
share the whole in proportion; in a take they share it by their characters, pauses included.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import accumulate, pairwise
from pathlib import Path

from scenes.script.outline import Beat

#: Between two sentences that were not spoken in one go, in seconds.
PAUSE = 0.35
#: What a pause counts for where time is shared by characters: at the end of a sentence, and of a clause.
_SENTENCE_END, _CLAUSE_END = 6, 3


@dataclass(frozen=True, slots=True)
class Utterance:
    """What is heard in one go: `words` of a beat's sentence after the `first` before it.

    `file` holds it from `start` seconds into the beat on, for `seconds`; `speaker` is "take" or an engine's identity;
    `cuts` says how many of the seconds have passed after so many of its words: of each word where it was `aligned` with
    its sound, else an estimate where it is wanted.
    """

    file: Path
    speaker: str
    sha256: str
    first: int
    words: int
    start: float
    seconds: float
    cuts: tuple[tuple[int, float], ...] = ()
    aligned: bool = False


def sentences(say: str) -> tuple[str, ...]:
    """Return the sentences of what is said."""
    return tuple(re.split(r"(?<=[.?!…])\s+", say.strip())) if say.strip() else ()


def pieces(say: str, first: int, cuts: Sequence[int]) -> tuple[str, ...]:
    """Cut `say`, whose first word is word `first` of the beat, before the words `cuts` of the beat."""
    words = say.split()
    places = [0, *(cut - first for cut in cuts if first < cut < first + len(words)), len(words)]
    return tuple(" ".join(words[begin:end]) for begin, end in pairwise(places))


def cut_times(parts: Sequence[str], shares: Sequence[float], seconds: float) -> tuple[tuple[int, float], ...]:
    """Return (words said, seconds) at each cut between `parts`, which take their `shares` of `seconds`."""
    words = accumulate(len(part.split()) for part in parts)
    times = accumulate(seconds * share / sum(shares) for share in shares)
    return tuple(zip(words, times, strict=True))[:-1]


def characters(part: str) -> float:
    """Return the share of a piece by its characters and the pauses in it."""
    ends = len(re.findall(r"[.?!…](?=\s|$)", part))
    return len(part) + 1 + _SENTENCE_END * ends + _CLAUSE_END * len(re.findall(r"[,;:–—](?=\s|$)", part))


def stretched(beat: Beat, heard: Sequence[Utterance]) -> Beat:
    """Return the beat with the times at which its words are heard."""
    known: list[tuple[int, float]] = []
    for one in heard:
        inside = ((one.first + words, one.start + seconds) for words, seconds in one.cuts)
        known += [(one.first, one.start), *inside, (one.first + one.words, one.start + one.seconds)]
    times = {words: round(seconds, 3) for words, seconds in known}  # of two times for a word, when it begins
    marks = {mark: times[words] for mark, words in beat.mark_words.items()}
    rounded = tuple((words, round(seconds, 3)) for words, seconds in known)
    return beat.model_copy(update={"marks": marks, "heard": rounded})
