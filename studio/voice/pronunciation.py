"""Sentences as a speech engine is to read them: every symbol in words."""

from __future__ import annotations

import functools
import re
import tomllib
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Any

from studio.errors import RequestError
from studio.places import ASSETS

TABLE = ASSETS / "pronunciation.toml"
_WORDS = {
    "−": "minus", "+": "plus", "±": "plus or minus", "×": "times", "·": "times", "⋅": "times", "*": "times",
    "÷": "over", "=": "equals", "≈": "is about", "≠": "is not", "<": "is less than", ">": "is greater than",
    "≤": "is at most", "≥": "is at least", "≪": "is far less than", "≫": "is far greater than", "→": "to",
    "∞": "infinity", "√": "the root of", "∂": "partial", "∇": "nabla", "∑": "the sum of", "∏": "the product of",
    "∫": "the integral of", "∈": "in", "°": "degrees", "%": "percent", "&": "and", "′": "prime", "″": "double prime",
    "²": "squared", "³": "cubed", "½": "one half", "¼": "one quarter", "¾": "three quarters", "^": "to the",
    "|": ",", "_": " ", "~": "about", "@": "at", "#": "number", "§": "section",
}  # fmt: skip
#: Digits below the line, and the only letter that is a word too: the variable a is said as its name.
_INDEX = re.compile(r"([₀-₉]+)")
_LOWERED = str.maketrans("₀₁₂₃₄₅₆₇₈₉", "0123456789")
_NUMBER = re.compile(r"\d{1,3}(?:,\d{3})+(?:\.\d+)?|\d+(?:\.\d+)?")
_PER = re.compile(r"(?<=[\w′″])\s*/\s*(?=[∂dΔ][a-zA-Zα-ω])")  # dL/dw, ∂L/∂w
_TOTAL = re.compile(r"\bd([a-zA-Z])\b")
_PUNCTUATION = str.maketrans({
    "–": ", ", "—": ", ", "…": "...", "’": "'", "‘": "'", "“": '"', "”": '"', "„": '"', "«": '"', "»": '"',
    "\N{NO-BREAK SPACE}": " ", "\N{NARROW NO-BREAK SPACE}": " ", "\N{NON-BREAKING HYPHEN}": "-",
})  # fmt: skip
_RAISED = str.maketrans("⁰¹²³⁴⁵⁶⁷⁸⁹⁻", "0123456789−")
_POWER = re.compile(r"\^?\(?([⁻]?[⁰¹²³⁴⁵⁶⁷⁸⁹]{2,}|⁻[⁰¹²³⁴⁵⁶⁷⁸⁹]|[⁰¹⁴⁵⁶⁷⁸⁹])\)?")
_PLAIN = frozenset(" .,;:?!'\"()-$\n/[]{}")


@dataclass(frozen=True, slots=True)
class Dialect:
    """What an engine is to be given: numbers in English words or as digits; phonemes, respellings, or words alone."""

    numbers: bool = False
    phonemes: bool = False
    respellings: bool = False


#: Of an engine of which nothing is known: digits, and words as they are.
AS_WRITTEN = Dialect()


def pronounced(
    say: str, where: str, dialect: Dialect = AS_WRITTEN, more: Mapping[str, Mapping[str, str]] = MappingProxyType({})
) -> str:
    """Return `say` without a symbol that an engine may skip or misread; `where` is named in the error.

    `more` are entries of the table of pronunciations that come first.

    Raises:
        RequestError: it has a symbol that has no spoken form.
    """
    text = _in_words(say, where)
    if dialect.numbers:
        text = _NUMBER.sub(lambda number: _number(number[0]), text)
    key = "phonemes" if dialect.phonemes else "respelling" if dialect.respellings else ""
    return _with_pronunciations(text, key, {**table(), **more}) if key else text


@functools.cache
def table() -> Mapping[str, Mapping[str, str]]:
    """Return how words are said that an engine would guess at: phonemes, arpabet and respelling, by word."""
    return tomllib.loads(TABLE.read_text(encoding="utf-8"))


def _with_pronunciations(text: str, key: str, entries: Mapping[str, Mapping[str, str]]) -> str:
    def said(word: re.Match[str]) -> str:
        entry = entries[word[0]].get(key, word[0])
        return f"[{word[0]}](/{entry}/)" if key == "phonemes" else entry

    return re.sub(rf"\b(?:{'|'.join(map(re.escape, entries))})\b", said, text)


def _number(digits: str) -> str:
    return str(_counting().number_to_words(digits.replace(",", ""), andword="")).replace(",", "")


@functools.cache
def _counting() -> Any:
    import inflect

    return inflect.engine()


def _in_words(say: str, where: str) -> str:
    say = _INDEX.sub(lambda index: f" {index[1].translate(_LOWERED)}", say)
    say = _TOTAL.sub(r"d \1", _PER.sub(" by ", say))
    text = _POWER.sub(lambda match: f" to the {match[1].translate(_RAISED)} ", say.translate(_PUNCTUATION))
    text = re.sub(r"(?<![\w)])-(?=[\d.])", "−", text)  # a typed minus
    text = re.sub(r"(?<=\d)\s*/\s*(?=\d)", " over ", text)
    spoken = "".join(_spoken(letter, say, where) for letter in text)
    return re.sub(r"\s+(?=[.,;:?!])", "", re.sub(r"\s+", " ", spoken)).strip(" ,")


def _spoken(letter: str, say: str, where: str) -> str:
    if letter in _WORDS:
        return f" {_WORDS[letter]} "
    name = unicodedata.name(letter, "")
    if name.startswith("GREEK ") and " LETTER " in name:
        return f" {name.rpartition('LETTER ')[2].partition(' WITH')[0].lower().replace('lamda', 'lambda')} "
    if letter in _PLAIN or unicodedata.category(letter)[0] in "LMN":
        return letter
    raise RequestError(f"{where}: {letter!r} in {say!r} has no spoken form. Write it as a word.")
